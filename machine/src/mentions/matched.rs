//! Patterns that take parts of what is captured.
//!
//! `if let` and `while let` look at all of a value. `match` and `let` look at parts of it, unless
//! they have to know its variant. What looks at all of a local captures all of it: by value if it
//! moves a part, and else by reference.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprClosure, Item, Local, Pat, Path};

use super::patterns::is_std_variant;
use super::{Names, binds_by_value, is_irrefutable};
use crate::flow::LocalId;
use crate::names::binds;

/// The patterns in a closure or an `async` block that take parts of a local, and look at all of it.
pub fn matched(capturing: &Expr, local: LocalId, names: &Names) -> Vec<Pat> {
    let mut search = Search { local, names, found: Vec::new() };
    match capturing {
        Expr::Closure(closure) => search.visit_expr(&closure.body),
        Expr::Async(block) => search.visit_block(&block.block),
        _ => {}
    }
    search.found
}

struct Search<'a> {
    local: LocalId,
    names: &'a Names,
    found: Vec<Pat>,
}

impl Search<'_> {
    fn add<'p>(&mut self, pats: impl Iterator<Item = &'p Pat>) {
        self.found.extend(pats.map(without_guard).filter(|pat| binds_by_value(pat)).cloned());
    }

    fn is_local(&self, scrutinee: &Expr) -> bool {
        self.names.expr(scrutinee) == Some(self.local)
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Let(binding) if self.is_local(&binding.expr) => {
                self.add([&*binding.pat].into_iter());
            }
            Expr::Match(inner) if self.is_local(&inner.expr) => {
                let pats: Vec<&Pat> = inner.arms.iter().map(|arm| &arm.pat).collect();
                if look_at_variant(&pats) {
                    self.add(pats.into_iter());
                }
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }
    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init
            && init.diverge.is_some()
            && self.is_local(&init.expr)
            && look_at_variant(&[&local.pat, &syn::parse_quote!(_)])
        {
            self.add([&local.pat].into_iter());
        }
        visit::visit_local(self, local);
    }
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Whether the arms of a match are for different variants: two of them say so, or one says a variant
/// and nothing else, and isn't the last.
fn look_at_variant(pats: &[&Pat]) -> bool {
    let paths: Vec<&Path> = pats.iter().flat_map(|pat| variants(pat)).collect();
    let name = |path: &Path| path.segments.last().map(|last| last.ident.clone());
    let differ = paths.windows(2).any(|two| name(two[0]) != name(two[1]));
    let rest = pats.iter().rev().skip(1);
    differ
        || paths.iter().any(|path| is_std_variant(path))
        || rest.into_iter().any(|pat| is_only_variant(pat))
}

/// The variants that a pattern says; those of structs as well, which don't differ.
fn variants(pat: &Pat) -> Vec<&Path> {
    match pat {
        Pat::TupleStruct(pat) => vec![&pat.path],
        Pat::Struct(pat) => vec![&pat.path],
        Pat::Path(pat) if pat.path.segments.last().is_some_and(|s| is_type(&s.ident)) => {
            vec![&pat.path]
        }
        Pat::Paren(pat) => variants(&pat.pat),
        Pat::Guard(pat) => variants(&pat.pat),
        Pat::Or(pat) => pat.cases.iter().flat_map(variants).collect(),
        Pat::Ident(pat) if binds(pat) => {
            pat.subpat.as_ref().map_or(Vec::new(), |(_, inner)| variants(inner))
        }
        _ => Vec::new(),
    }
}

/// Whether a name isn't that of a constant.
fn is_type(name: &Ident) -> bool {
    name.to_string().contains(char::is_lowercase)
}

/// `Shape::Two(x, _)`, which is all there is to `Shape` unless it has other variants.
fn is_only_variant(pat: &Pat) -> bool {
    match pat {
        Pat::TupleStruct(pat) => pat.elems.iter().all(is_irrefutable),
        Pat::Struct(pat) => pat.fields.iter().all(|field| is_irrefutable(&field.pat)),
        Pat::Paren(pat) => is_only_variant(&pat.pat),
        _ => false,
    }
}

fn without_guard(pat: &Pat) -> &Pat {
    match pat {
        Pat::Guard(guarded) => without_guard(&guarded.pat),
        Pat::Paren(paren) => without_guard(&paren.pat),
        pat => pat,
    }
}
