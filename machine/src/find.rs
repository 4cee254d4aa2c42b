//! What of a file becomes a machine: functions, blocks and closures.

mod macros;
pub mod subject;

use std::collections::{HashMap, HashSet};

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, ExprAsync, ExprClosure, ImplItemFn, ImplItemMacro, ItemFn, ItemImpl,
    ItemMacro, ItemMod, ItemTrait, Macro, PatIdent, Receiver, Signature, TraitItemFn,
    TraitItemMacro, Type, Visibility,
};

use crate::emit::signature::Function;
use crate::model::{Machine, MachineKind};
use crate::plan::{self, Plan};
use crate::text;
use macros::Code;
use subject::Subject;

/// Something that is `async`, and its machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The path inside the file: `Client::request`, `module::f`, or the place of a block in its
    /// function: `f::{async block at line 12}`.
    pub path: String,
    /// Its machine.
    pub machine: Machine,
    /// How `#[pinata::desugar]` lays it out, where the attribute stands on it: one plan for each
    /// edition that has another.
    pub plans: Vec<Plan>,
}

/// All that is `async` in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// What has a machine, in source order.
    pub found: Vec<Found>,
    /// Where else the word `async` begins something that may have one: in the definition of a
    /// macro, or in the arguments of one that can't be read as code.
    pub left_out: Vec<Place>,
}

/// Where in the source; both count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// Where in the line.
    pub column: usize,
}

/// A function as it stands in the source, for [`desugar`](crate::desugar).
#[derive(Debug, Clone)]
pub struct Item {
    /// The same path as that of its [`Found`].
    pub path: String,
    /// All of it, with its attributes.
    pub tokens: TokenStream,
}

/// Derives the machine of everything that is `async` and has a body, in source order: free
/// functions, methods, and what traits provide, blocks and closures; also in modules, inside of
/// other functions, and among the arguments of macros.
pub fn machines(file: &syn::File) -> Vec<Found> {
    Search::through(file).found()
}

/// Reads code, and accounts for every `async` in it.
pub fn survey(code: TokenStream) -> syn::Result<Survey> {
    let search = Search::through(&syn::parse2(code.clone())?);
    let mut left_out = Vec::new();
    collect_left_out(code, &search.seen, &mut left_out);
    Ok(Survey { found: search.found(), left_out })
}

/// The `async fn`s of a file that have a body, in source order.
pub fn functions(code: TokenStream) -> syn::Result<Vec<Item>> {
    let named = Search::through(&syn::parse2(code)?).named();
    let items = named.filter_map(|(path, _, subject)| Some(Item { path, tokens: subject.item()? }));
    Ok(items.collect())
}

/// What begins with `async`, and was not seen.
fn collect_left_out(code: TokenStream, seen: &HashSet<LineColumn>, into: &mut Vec<Place>) {
    let mut tokens = code.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => collect_left_out(group.stream(), seen, into),
            TokenTree::Ident(ident)
                if ident == "async" && !seen.contains(&ident.span().start()) =>
            {
                let begins = match tokens.peek() {
                    Some(TokenTree::Group(_)) => true,
                    Some(TokenTree::Punct(punct)) => punct.as_char() == '|',
                    Some(TokenTree::Ident(next)) => {
                        ["fn", "move", "unsafe", "extern"].iter().any(|word| next == word)
                    }
                    _ => false,
                };
                let LineColumn { line, column } = ident.span().start();
                into.extend(begins.then_some(Place { line, column: column + 1 }));
            }
            _ => {}
        }
    }
}

/// What has no path yet.
struct Nameless {
    modules: Vec<String>,
    name: String,
    subject: Subject,
}

/// Blocks in the same line of the same function are told apart by their columns.
fn tell_apart(found: &mut [Nameless]) {
    let mut count = HashMap::new();
    for one in found.iter() {
        *count.entry((one.modules.clone(), one.name.clone())).or_insert(0) += 1;
    }
    for one in found {
        let is_named = one.subject.kind == MachineKind::Function;
        if !is_named && count[&(one.modules.clone(), one.name.clone())] > 1 {
            let name = one.name.trim_end_matches('}');
            one.name = format!("{name}, column {}}}", one.subject.start.column + 1);
        }
    }
}

#[derive(Default)]
struct Search {
    modules: Vec<String>,
    /// The type, trait, function or block around.
    owner: Vec<String>,
    /// By function around, the names that are bound in it up to here.
    bound: Vec<HashSet<String>>,
    subjects: Vec<Nameless>,
    /// Every `async` that begins something, even if it has no body.
    seen: HashSet<LineColumn>,
}

impl Search {
    fn through(file: &syn::File) -> Self {
        let mut search = Self::default();
        search.visit_file(file);
        search
    }

    /// What there is, each with its path and its name.
    fn named(mut self) -> impl Iterator<Item = (String, String, Subject)> {
        tell_apart(&mut self.subjects);
        self.subjects.into_iter().map(|Nameless { modules, name, subject }| {
            let path = modules.iter().chain([&name]).map(String::as_str);
            (path.collect::<Vec<_>>().join("::"), name, subject)
        })
    }

    fn found(self) -> Vec<Found> {
        let found = self.named().map(|(path, name, subject)| {
            let machine = subject.machine(name);
            Found { path, plans: plan::plans(&subject, &machine), machine }
        });
        found.collect()
    }

    fn function(
        &mut self,
        attrs: &[Attribute],
        vis: &Visibility,
        signature: &Signature,
        body: &Block,
    ) {
        self.seen.extend(signature.asyncness.map(|asyncness| asyncness.span.start()));
        let own = signature.ident.to_string();
        self.owner.push(own.trim_start_matches("r#").to_owned());
        if signature.asyncness.is_some() {
            let (attrs, vis) = (attrs.to_vec(), vis.clone());
            let (signature, body) = (signature.clone(), body.clone());
            self.add(Subject::function(Function { attrs, vis, signature, body }));
        }
        self.bound.push(HashSet::new());
        self.visit_signature(signature);
        self.visit_block(body);
        self.bound.pop();
        self.owner.pop();
    }

    fn add(&mut self, subject: Subject) {
        let (modules, name) = (self.modules.clone(), self.owner.join("::"));
        self.subjects.push(Nameless { modules, name, subject });
    }

    fn within(&mut self, owner: String, walk: impl FnOnce(&mut Self)) {
        self.owner.push(owner);
        walk(self);
        self.owner.pop();
    }

    fn code(&mut self, code: &[Code]) {
        for piece in code {
            match piece {
                Code::Item(item) => self.visit_item(item),
                Code::ImplItem(item) => self.visit_impl_item(item),
                Code::TraitItem(item) => self.visit_trait_item(item),
                Code::Stmt(stmt) => self.visit_stmt(stmt),
            }
        }
    }

    /// What the code at hand could capture.
    fn around(&self) -> HashSet<String> {
        self.bound.last().cloned().unwrap_or_default()
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
        self.function(&item.attrs, &item.vis, &item.sig, &item.block);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.attrs, &item.vis, &item.sig, &item.block);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.seen.extend(item.sig.asyncness.map(|asyncness| asyncness.span.start()));
        if let Some(body) = &item.default {
            self.function(&item.attrs, &Visibility::Inherited, &item.sig, body);
        }
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        let start = block.async_token.span.start();
        self.seen.insert(start);
        self.owner.push(format!("{{async block at line {}}}", start.line));
        self.add(Subject::block(block, &self.around()));
        visit::visit_expr_async(self, block);
        self.owner.pop();
    }
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let Some(asyncness) = &closure.asyncness else {
            return visit::visit_expr_closure(self, closure);
        };
        let start = asyncness.span.start();
        self.seen.insert(start);
        self.owner.push(format!("{{async closure at line {}}}", start.line));
        self.add(Subject::closure(closure, asyncness.span, &self.around()));
        visit::visit_expr_closure(self, closure);
        self.owner.pop();
    }

    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        if let Some(bound) = self.bound.last_mut() {
            bound.insert(pat.ident.to_string());
        }
        visit::visit_pat_ident(self, pat);
    }
    fn visit_receiver(&mut self, receiver: &'ast Receiver) {
        if let Some(bound) = self.bound.last_mut() {
            bound.insert("self".to_owned());
        }
        visit::visit_receiver(self, receiver);
    }

    // What stands in a macro is code where it can be read as code.
    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        if item.ident.is_none() {
            self.code(&macros::items(&item.mac.tokens));
        }
    }
    fn visit_impl_item_macro(&mut self, item: &'ast ImplItemMacro) {
        self.code(&macros::impl_items(&item.mac.tokens));
    }
    fn visit_trait_item_macro(&mut self, item: &'ast TraitItemMacro) {
        self.code(&macros::trait_items(&item.mac.tokens));
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.code(&macros::expressions(&mac.tokens));
    }

    fn visit_foreign_item_fn(&mut self, item: &'ast syn::ForeignItemFn) {
        self.seen.extend(item.sig.asyncness.map(|asyncness| asyncness.span.start()));
    }

    // Nothing in a type or an attribute runs.
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_type(&mut self, _: &'ast Type) {}
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
