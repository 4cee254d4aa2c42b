//! Items in a block that is taken apart: they move to the top of the function.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{Item, UseTree};

/// How often each name is mentioned.
pub type Mentions = HashMap<String, usize>;

/// Counts the names in code.
pub fn count(code: TokenStream, into: &mut Mentions) {
    for token in code {
        match token {
            TokenTree::Ident(ident) => *into.entry(ident.to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), into),
            _ => {}
        }
    }
}

/// The names that an item gives a meaning to.
pub fn names(item: &Item) -> Vec<Ident> {
    match item {
        Item::Const(item) => vec![item.ident.clone()],
        Item::Enum(item) => vec![item.ident.clone()],
        Item::Fn(item) => vec![item.sig.ident.clone()],
        Item::Macro(item) => item.ident.iter().cloned().collect(),
        Item::Mod(item) => vec![item.ident.clone()],
        Item::Static(item) => vec![item.ident.clone()],
        Item::Struct(item) => vec![item.ident.clone()],
        Item::Trait(item) => vec![item.ident.clone()],
        Item::Type(item) => vec![item.ident.clone()],
        Item::Union(item) => vec![item.ident.clone()],
        Item::Use(item) => imports(&item.tree),
        _ => Vec::new(),
    }
}

fn imports(tree: &UseTree) -> Vec<Ident> {
    match tree {
        UseTree::Path(path) => imports(&path.tree),
        UseTree::Name(name) => vec![name.ident.clone()],
        UseTree::Rename(rename) => vec![rename.rename.clone()],
        UseTree::Glob(_) => Vec::new(),
        UseTree::Group(group) => group.items.iter().flat_map(imports).collect(),
    }
}
