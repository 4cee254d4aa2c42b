//! Closures that are called once, and not mentioned otherwise.
//!
//! ```text
//! let f = || drop(x);  step().await;  f()
//! ```
//!
//! Whether a closure is `FnOnce` rustc knows only when it knows all of the code. But such a call may
//! take the closure whatever it is: one that isn't `move`, and not `FnOnce`, owns nothing that could
//! be dropped. One that is `move` has to be asked about.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprAsync, ExprCall, ExprClosure, ExprForLoop, ExprLoop, ExprPath, ExprWhile,
    Item, Local, Macro, Pat, Stmt,
};

use super::{places, suspends};
use crate::{macros, tokens};

/// The names of such closures in a body whose names are resolved.
pub fn of(body: &Block) -> HashSet<String> {
    let mut search = Search(HashSet::new());
    search.visit_block(body);
    search.0
}

/// The name that a statement gives to a closure. The future that an `async` one makes looks into
/// the closure, which has to stay for it.
pub fn named_closure<'a>(pat: &'a Pat, init: &'a Expr) -> Option<(&'a Ident, &'a ExprClosure)> {
    match (pat, places::peel(init)) {
        (Pat::Ident(name), Expr::Closure(closure))
            if name.by_ref.is_none() && name.subpat.is_none() && closure.asyncness.is_none() =>
        {
            Some((&name.ident, closure))
        }
        _ => None,
    }
}

struct Search(HashSet<String>);

impl<'ast> Visit<'ast> for Search {
    fn visit_block(&mut self, block: &'ast Block) {
        for (index, stmt) in block.stmts.iter().enumerate() {
            let Stmt::Local(Local { pat, init: Some(init), .. }) = stmt else { continue };
            let Some((name, closure)) = named_closure(pat, &init.expr) else { continue };
            let by_move = closure.capture.is_some();
            let mut calls = Calls { name, by_move, mentions: 0, calls: 0 };
            block.stmts[index + 1..].iter().for_each(|stmt| calls.visit_stmt(stmt));
            if (calls.mentions, calls.calls) == (1, 1) {
                self.0.insert(name.to_string());
            }
        }
        visit::visit_block(self, block);
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// How often code mentions a closure, and how often it calls it: each time for sure no more than
/// once.
struct Calls<'a> {
    name: &'a Ident,
    by_move: bool,
    mentions: usize,
    calls: usize,
}

impl Calls<'_> {
    /// What is in here may run again, or not here.
    fn elsewhere(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = self.calls;
        visit(self);
        self.calls = before;
    }
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.mentions += usize::from(path.path.is_ident(self.name));
    }
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        // What is called is an operand before the others, if the call takes it.
        let is_operand = self.by_move && call.args.iter().any(suspends::expr);
        if let Expr::Path(func) = places::peel(&call.func)
            && !is_operand
        {
            self.calls += usize::from(func.path.is_ident(self.name));
        }
        visit::visit_expr_call(self, call);
    }
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.elsewhere(|calls| visit::visit_expr_closure(calls, closure));
    }
    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.elsewhere(|calls| visit::visit_expr_async(calls, block));
    }
    fn visit_expr_loop(&mut self, inner: &'ast ExprLoop) {
        self.elsewhere(|calls| visit::visit_expr_loop(calls, inner));
    }
    fn visit_expr_while(&mut self, inner: &'ast ExprWhile) {
        self.elsewhere(|calls| visit::visit_expr_while(calls, inner));
    }
    fn visit_expr_for_loop(&mut self, inner: &'ast ExprForLoop) {
        self.elsewhere(|calls| visit::visit_expr_for_loop(calls, inner));
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macros::parse(mac).filter(|arguments| arguments.is_only_values()) {
            Some(arguments) => arguments.expressions().for_each(|arg| self.visit_expr(arg)),
            None => {
                let mentions = tokens::mentions(mac.tokens.clone());
                self.mentions += mentions.into_iter().filter(|name| name == self.name).count();
            }
        }
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}
