//! The locals that a closure or an `async` block captures.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprPath, Item, Macro};

use super::Names;
use crate::flow::LocalId;
use crate::macros;

/// What the body of a closure captures, in order of mention.
pub fn by(body: &Expr, names: &Names) -> Vec<LocalId> {
    let mut captured = Captured { names, locals: Vec::new() };
    captured.visit_expr(body);
    captured.distinct()
}

/// What an `async` block captures.
pub fn by_block(block: &Block, names: &Names) -> Vec<LocalId> {
    let mut captured = Captured { names, locals: Vec::new() };
    captured.visit_block(block);
    captured.distinct()
}

/// What the tokens of a macro mention.
pub fn by_tokens(tokens: TokenStream, names: &Names) -> Vec<LocalId> {
    let mut captured = Captured { names, locals: Vec::new() };
    captured.tokens(tokens);
    captured.distinct()
}

struct Captured<'a> {
    names: &'a Names,
    locals: Vec<LocalId>,
}

impl Captured<'_> {
    fn distinct(self) -> Vec<LocalId> {
        let mut seen = HashSet::new();
        self.locals.into_iter().filter(|local| seen.insert(*local)).collect()
    }

    fn push(&mut self, local: Option<LocalId>) {
        self.locals.extend(local);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.push(self.names.ident(&ident)),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Captured<'_> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(ident) = path.path.get_ident() {
            self.push(self.names.ident(ident));
        }
        visit::visit_expr_path(self, path);
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(body) = macros::parse(mac).as_ref().and_then(macros::Arguments::body) {
            return self.locals.extend(by_block(body, self.names));
        }
        self.tokens(mac.tokens.clone());
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}
