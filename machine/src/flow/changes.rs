//! Whether code changes a place that is read before it: `n == next(&mut n).await`.
//!
//! What is only borrowed can't be changed meanwhile; but what is copied can, and so can a
//! reference that is gone through.

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, UnOp};

use super::places::{assigns, peel};

/// What later code does to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Nothing,
    /// The value of the place has to be taken before.
    Itself,
    /// Something behind a reference changes, and nobody knows whether it is copied.
    Behind,
}

/// What `later` does to a place, and to the locals that it is indexed by.
pub fn of(place: &Expr, later: &[Expr]) -> Change {
    let mut changes = Changes { place: path(place), indices: Vec::new(), change: Change::Nothing };
    indices(place, &mut changes.indices);
    later.iter().for_each(|expr| changes.visit_expr(expr));
    changes.change
}

/// The steps to a place, the local first.
fn path(place: &Expr) -> Vec<String> {
    let (base, step) = match peel(place) {
        Expr::Field(field) => (&field.base, field.member.to_token_stream().to_string()),
        Expr::Index(index) => (&index.expr, "[]".to_owned()),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => (&unary.expr, "*".to_owned()),
        Expr::Path(path) => return vec![path.to_token_stream().to_string()],
        _ => return Vec::new(),
    };
    let mut path = path(base);
    if !path.is_empty() {
        path.push(step);
    }
    path
}

fn indices(place: &Expr, found: &mut Vec<Vec<String>>) {
    match peel(place) {
        Expr::Field(field) => indices(&field.base, found),
        Expr::Unary(unary) => indices(&unary.expr, found),
        Expr::Index(index) => {
            found.push(path(&index.index));
            indices(&index.expr, found);
        }
        _ => {}
    }
}

struct Changes {
    place: Vec<String>,
    indices: Vec<Vec<String>>,
    change: Change,
}

impl Changes {
    fn changes(&mut self, target: &Expr) {
        let target = path(target);
        if target.is_empty() {
            return;
        }
        let change = if self.indices.iter().any(|index| index.starts_with(&target)) {
            Change::Behind
        } else if let Some(between) = self.place.strip_prefix(&*target) {
            behind(between)
        } else if let Some(between) = target.strip_prefix(&*self.place) {
            behind(between)
        } else {
            Change::Nothing
        };
        self.change = self.change.max(change);
    }
}

fn behind(between: &[String]) -> Change {
    match between.iter().any(|step| step == "*" || step == "[]") {
        true => Change::Behind,
        false => Change::Itself,
    }
}

impl<'ast> Visit<'ast> for Changes {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(assign) => self.changes(&assign.left),
            Expr::Binary(binary) if assigns(&binary.op) => self.changes(&binary.left),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.changes(&reference.expr);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }
}
