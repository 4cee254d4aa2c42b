//! Whether code comes to its end, as far as one can see.
//!
//! ```text
//! if c { return a } else { panic!() }      never
//! match x { A => return a, B => b }        perhaps
//! ```

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprLoop, Macro, Stmt};

use super::marks::{self, Mark};
use super::places;
use crate::macros;

/// Whether anything that follows an expression may be reached.
pub fn reaches_end(expr: &Expr) -> bool {
    match places::peel(expr) {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => false,
        Expr::If(branch) => {
            block_reaches_end(&branch.then_branch)
                || branch.else_branch.as_ref().is_none_or(|(_, other)| reaches_end(other))
        }
        Expr::Match(choice) => choice.arms.iter().any(|arm| reaches_end(&arm.body)),
        Expr::Block(block) if block.label.is_none() => block_reaches_end(&block.block),
        Expr::Unsafe(block) => block_reaches_end(&block.block),
        Expr::Loop(inner) => has_break(inner),
        Expr::Macro(mac) => macro_reaches_end(&mac.mac),
        _ => true,
    }
}

/// Whether the end of a block may be reached.
pub fn block_reaches_end(block: &Block) -> bool {
    block.stmts.iter().all(|stmt| match stmt {
        Stmt::Expr(expr, _) => reaches_end(expr),
        Stmt::Local(local) => local.init.as_ref().is_none_or(|init| reaches_end(&init.expr)),
        Stmt::Macro(mac) => macro_reaches_end(&mac.mac),
        Stmt::Item(_) => true,
    })
}

/// Whether an expression, once begun, ends with the function: no loop around it, and no other
/// block, goes on after it.
pub fn returns(expr: &Expr) -> bool {
    !reaches_end(expr) && !jumps(|search| search.visit_expr(expr))
}

/// The same for a block.
pub fn block_returns(block: &Block) -> bool {
    !block_reaches_end(block) && !jumps(|search| search.visit_block(block))
}

fn jumps(visit: impl FnOnce(&mut Jumps)) -> bool {
    let mut search = Jumps(false);
    visit(&mut search);
    search.0
}

/// What leaves for another place in the function, if only a loop in the code itself.
struct Jumps(bool);

impl<'ast> Visit<'ast> for Jumps {
    fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
        self.0 = true;
    }
    fn visit_expr_continue(&mut self, _: &'ast syn::ExprContinue) {
        self.0 = true;
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= marks::read(mac).is_some();
        macros::visit_arguments(mac, self);
    }
}

fn macro_reaches_end(mac: &Macro) -> bool {
    match marks::read(mac) {
        Some(Mark::Jump(_) | Mark::SetAndJump(..)) => false,
        _ => !macros::panics(mac) && macros::returns(mac) != Some(false),
    }
}

/// Whether a loop may end. Nobody knows what a macro in it does, and any `break` counts.
fn has_break(inner: &ExprLoop) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.0 |= marks::read(mac).is_none();
        }
    }
    let mut search = Search(false);
    visit::visit_block(&mut search, &inner.body);
    search.0
}
