//! The expressions that bindings get their first values from.
//!
//! ```text
//! let (a, b) = split(x);          // a, b: split(x)
//! if let Some(c) = lock.lock() {  // c: lock.lock()
//! ```

use std::collections::HashMap;

use proc_macro2::LineColumn;
use syn::visit::{self, Visit};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprClosure, ExprLet, ExprMatch, Item, Local, Pat, PatIdent,
};

use crate::text;

/// How much of an expression is shown.
const LONGEST: usize = 80;

/// By the place of a binding, what it is made from.
pub type Inits = HashMap<LineColumn, String>;

/// Collects what the bindings of a body are made from.
pub fn of(body: &Block) -> Inits {
    let mut search = Search { inits: Inits::new() };
    search.visit_block(body);
    search.inits
}

struct Search {
    inits: Inits,
}

impl Search {
    fn binds<'a>(&mut self, pats: impl IntoIterator<Item = &'a Pat>, value: &Expr) {
        let mut binds = Binds(Vec::new());
        pats.into_iter().for_each(|pat| binds.visit_pat(pat));
        if !binds.0.is_empty() {
            let init = text::shortened(&text::one_line(value), LONGEST);
            self.inits.extend(binds.0.into_iter().map(|at| (at, init.clone())));
        }
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.binds([&local.pat], &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, binding: &'ast ExprLet) {
        self.binds([&*binding.pat], &binding.expr);
        visit::visit_expr_let(self, binding);
    }

    fn visit_expr_match(&mut self, choice: &'ast ExprMatch) {
        self.binds(choice.arms.iter().map(|arm: &Arm| &arm.pat), &choice.expr);
        visit::visit_expr_match(self, choice);
    }

    // Their bindings are those of other machines.
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Where the names of a pattern stand.
struct Binds(Vec<LineColumn>);

impl<'ast> Visit<'ast> for Binds {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.push(pat.ident.span().start());
        visit::visit_pat_ident(self, pat);
    }
    fn visit_expr(&mut self, _: &'ast Expr) {}
}
