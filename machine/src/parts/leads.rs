//! What of a pattern leads to the values that it moves. The rest of it matched once, and may have
//! changed since.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, Ident, Pat, PatIdent};

use super::{below, overlap, parts_of};
use crate::mentions::{binds_by_value, is_irrefutable};

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
            pat if !binds_by_value(pat) => *pat = syn::parse_quote!(_),
            // Each case has its own way to what it moves, unless they are all the same.
            Pat::Or(or) => {
                if let Some(case) = only_way(or.cases.iter()) {
                    *pat = case;
                }
            }
            Pat::Ident(name)
                if name.subpat.as_ref().is_some_and(|(_, sub)| {
                    !matches!(**sub, Pat::Rest(_)) && !binds_by_value(sub)
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
            let cases = || or.cases.iter();
            let ways: Option<Vec<_>> = cases().map(ways).collect();
            let ways = ways.map(|ways| ways.concat());
            let takes = ways.as_ref().is_none_or(|ways| !ways.is_empty());
            let is_settled =
                |test: &Vec<String>| ways.as_ref().is_some_and(|ways| is_settled(test, ways));
            self.0 |= takes
                && only_way(cases()).is_none()
                && !cases().flat_map(tests).all(|test| is_settled(&test));
            visit::visit_pat_or(self, or);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = Choices(false);
    found.visit_pat(pat);
    found.0
}

/// Whether a value that a pattern moved something of tells that it was this one and none of those
/// `before` it, whatever is written meanwhile to what is left.
///
/// ```text
/// Message::Bytes { all, .. }  after  Message::Text(text)
/// ```
pub fn is_told_from<'a>(pat: &'a Pat, before: impl Iterator<Item = &'a Pat>) -> bool {
    // The first that matches is the one: it still does, and those before it still don't.
    let mut tests = before.chain([pat]).flat_map(tests);
    ways(pat).is_some_and(|ways| tests.all(|test| is_settled(&test, &ways)))
}

/// A name that a pattern binds by value, and the way to what it binds.
type Way = (Ident, Vec<String>);

/// The ways to what a pattern may move; `None` where they aren't known. The elements of a slice
/// aren't moved, or else refused.
fn ways(pat: &Pat) -> Option<Vec<Way>> {
    if !binds_by_value(pat) || matches!(pat, Pat::Slice(_)) {
        return Some(Vec::new());
    }
    if let Pat::Ident(PatIdent { ident, subpat: None, .. }) = pat {
        return Some(vec![(ident.clone(), Vec::new())]);
    }
    let mut all = Vec::new();
    for (step, part) in parts_of(pat)? {
        let inside = ways(part)?.into_iter();
        all.extend(inside.map(|(name, way)| (name, [&*step, &*way].concat())));
    }
    Some(all)
}

/// Whether what is tested can't change once something was moved. What was bound may have been
/// copied, but not all of it: so each name has to stand for the others.
fn is_settled(test: &[String], ways: &[Way]) -> bool {
    let leads =
        |(name, _): &Way| ways.iter().any(|(other, way)| other == name && overlap(way, test));
    ways.iter().all(leads)
}

/// The ways to what a pattern compares with something.
fn tests(pat: &Pat) -> Vec<Vec<String>> {
    if is_irrefutable(pat) {
        return Vec::new();
    }
    let here = (!matches!(pat, Pat::Tuple(_) | Pat::Paren(_))).then(Vec::new);
    let parts = parts_of(pat).into_iter().flatten();
    here.into_iter().chain(parts.flat_map(|(step, part)| below(&step, tests(part)))).collect()
}
