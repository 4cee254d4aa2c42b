//! The functions of a file.

use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, ItemImpl, ItemMod, ItemTrait, Signature, TraitItemFn, Type};

use crate::describe::describe;
use crate::model::Machine;
use crate::{expand, flow, held, names, text};

/// The edition that code is read in.
const EDITION: u16 = 2024;

/// An `async fn` and its machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The path inside the file: `Client::request`, `module::f`.
    pub path: String,
    /// Its machine.
    pub machine: Machine,
}

/// Derives the machine of every `async fn` with a body, in source order: free functions,
/// methods, and what traits provide; also in modules and inside of other functions.
pub fn machines(file: &syn::File) -> Vec<Found> {
    let mut search = Search::default();
    search.visit_file(file);
    search.found
}

#[derive(Default)]
struct Search {
    modules: Vec<String>,
    /// The type, trait or function around.
    owner: Vec<String>,
    found: Vec<Found>,
}

impl Search {
    fn function(&mut self, signature: &Signature, body: &Block) {
        let own = signature.ident.to_string();
        self.owner.push(own.trim_start_matches("r#").to_owned());
        if signature.asyncness.is_some() {
            let name = self.owner.join("::");
            let path = self.modules.iter().chain(&self.owner).map(String::as_str);
            let path = path.collect::<Vec<_>>().join("::");
            let machine = machine(&name, signature, body);
            self.found.push(Found { path, machine });
        }
        self.visit_block(body);
        self.owner.pop();
    }

    fn within(&mut self, owner: String, walk: impl FnOnce(&mut Self)) {
        self.owner.push(owner);
        walk(self);
        self.owner.pop();
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.modules.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.modules.pop();
    }
    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let owner = type_name(&item.self_ty);
        self.within(owner, |search| visit::visit_item_impl(search, item));
    }
    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        let owner = item.ident.to_string();
        self.within(owner, |search| visit::visit_item_trait(search, item));
    }
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.function(&item.sig, &item.block);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.sig, &item.block);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.sig, body);
        }
    }
}

/// `Client` of `impl Trait for net::Client<T>`.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().map_or_else(String::new, |last| last.ident.to_string())
        }
        _ => text::one_line(ty),
    }
}

fn machine(name: &str, signature: &Signature, body: &Block) -> Machine {
    let expanded = expand::expand(body, &syn::parse_quote!(::pinata));
    let resolved = names::resolve(signature, &expanded);
    let flow = flow::lower::lower(&resolved, EDITION);
    let analysis = held::analyse(&flow);
    describe(name, signature, &expanded.body, &flow, &analysis)
}
