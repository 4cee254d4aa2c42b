//! What of a pattern leads to the values that it moves. The rest of it matched once, and may have
//! changed since.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, Ident, Pat, PatIdent};

use super::{below, bound_paths, overlap, parts_of};
use crate::mentions::is_irrefutable;
use crate::names::binds;

/// A pattern without what it only looks at.
///
/// ```text
/// Parts { number: 2.., left: left, right: ref right }
///
/// Parts { number: _, left: left, right: _ }
/// ```
pub fn moving(pat: &Pat) -> Pat {
    let mut pat = pat.clone();
    Leads.visit_pat_mut(&mut pat);
    pat
}

struct Leads;

impl VisitMut for Leads {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Rest(_) => {}
            pat if bound_by_value(pat).is_empty() => *pat = syn::parse_quote!(_),
            // Each case has its own way to what it moves, unless they are all the same.
            Pat::Or(or) => {
                if let Some(case) = only_way(or.cases.iter()) {
                    *pat = case;
                }
            }
            Pat::Ident(name)
                if name.subpat.as_ref().is_some_and(|(_, sub)| {
                    !matches!(**sub, Pat::Rest(_)) && bound_by_value(sub).is_empty()
                }) =>
            {
                name.subpat = None;
            }
            pat => visit_mut::visit_pat_mut(self, pat),
        }
    }
    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        field.colon_token.get_or_insert_default();
        visit_mut::visit_field_pat_mut(self, field);
    }
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// The way to what is moved, if it is that of all cases.
fn only_way<'a>(cases: impl Iterator<Item = &'a Pat>) -> Option<Pat> {
    let mut ways: Vec<Pat> = cases.map(moving).collect();
    let first = ways.pop()?;
    ways.iter().all(|way| *way == first).then_some(first)
}

/// Whether it may change which part a pattern seems to have moved. What is beside of all that
/// its cases move can still be borrowed, and written to.
///
/// ```text
/// Parts { number: 0, left: part, .. } | Parts { right: part, .. }
/// ```
pub fn may_change(pat: &Pat) -> bool {
    struct Choices(bool);
    impl<'ast> Visit<'ast> for Choices {
        fn visit_pat_or(&mut self, or: &'ast syn::PatOr) {
            let bound: Vec<_> = or.cases.iter().flat_map(bound_paths).collect();
            let is_beside = |test: Vec<String>| !bound.iter().any(|bound| overlap(bound, &test));
            self.0 |= !bound.is_empty()
                && only_way(or.cases.iter()).is_none()
                && or.cases.iter().flat_map(tests).any(is_beside);
            visit::visit_pat_or(self, or);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = Choices(false);
    found.visit_pat(pat);
    found.0
}

/// The ways to what a pattern compares with something, and doesn't move.
fn tests(pat: &Pat) -> Vec<Vec<String>> {
    if is_irrefutable(pat) {
        return Vec::new();
    }
    if bound_by_value(pat).is_empty() {
        return vec![Vec::new()];
    }
    let parts = parts_of(pat).into_iter().flatten();
    parts.flat_map(|(step, part)| below(&step, tests(part))).collect()
}

/// The names that a pattern binds by value.
pub fn bound_by_value(pat: &Pat) -> Vec<Ident> {
    struct ByValue(Vec<Ident>);
    impl<'ast> Visit<'ast> for ByValue {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            if binds(pat) && pat.by_ref.is_none() && !self.0.contains(&pat.ident) {
                self.0.push(pat.ident.clone());
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = ByValue(Vec::new());
    found.visit_pat(pat);
    found.0
}
