//! Does code suspend? Whatever doesn't is passed through as it stands.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprAwait, ExprClosure, Item, Macro, Stmt};

use crate::macros;

/// Whether an expression has a suspension point of this function.
pub fn expr(expr: &Expr) -> bool {
    let mut search = Search::default();
    search.visit_expr(expr);
    search.found
}

/// Whether a statement has a suspension point of this function.
pub fn stmt(stmt: &Stmt) -> bool {
    let mut search = Search::default();
    search.visit_stmt(stmt);
    search.found
}

/// Macros whose expansion awaits without the word standing in their arguments.
pub fn hides_await(mac: &Macro) -> bool {
    let Some(name) = mac.path.segments.last() else { return false };
    let hidden = ["join", "try_join", "select", "select_biased", "poll", "pending"];
    hidden.iter().any(|hidden| name.ident == hidden)
}

/// Whether `.await` stands in tokens.
pub fn tokens(tokens: &TokenStream) -> bool {
    let mut dot = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(ident) if dot && ident == "await" => return true,
            TokenTree::Group(group) if self::tokens(&group.stream()) => return true,
            _ => {}
        }
        dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
    }
    false
}

#[derive(Default)]
struct Search {
    found: bool,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr_await(&mut self, _: &'ast ExprAwait) {
        self.found = true;
    }
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macros::parse(mac) {
            Some(arguments) => {
                for argument in arguments.expressions() {
                    self.found |= expr(argument);
                }
            }
            None => self.found |= hides_await(mac) || tokens(&mac.tokens),
        }
        visit::visit_macro(self, mac);
    }
}
