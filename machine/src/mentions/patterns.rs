//! What a match does to the value that it looks into.

use syn::visit::{self, Visit};
use syn::{Expr, Ident, Pat, PatIdent};

use crate::names::binds;

/// How the patterns of a match bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binds {
    /// Nothing, or only by `ref`.
    Nothing,
    /// By value, and each pattern that binds takes all there is: `Some(x)`, `(a, b)`.
    Everything,
    /// By value, and a rest may stay behind: `(x, _)`, `Foo { a, .. }`, `Foo(a)`, whose type
    /// may have a destructor.
    Parts,
}

/// How patterns, seen together, bind.
pub fn binds_of<'a>(pats: impl IntoIterator<Item = &'a Pat>) -> Binds {
    let mut all = Binds::Nothing;
    let mut leaves_whole = false;
    for pat in pats {
        match binds_one(pat) {
            Binds::Nothing => leaves_whole |= !is_empty(pat),
            Binds::Everything if all == Binds::Nothing => all = Binds::Everything,
            Binds::Everything => {}
            Binds::Parts => all = Binds::Parts,
        }
    }
    if all == Binds::Everything && leaves_whole { Binds::Parts } else { all }
}

/// How the pattern of a `let` binds. What doesn't match stays as a whole.
pub fn binds_of_let(pat: &Pat) -> Binds {
    match is_irrefutable(pat) {
        true => binds_of([pat]),
        false => binds_of([pat, &complement(pat)]),
    }
}

/// What doesn't match `Some(x)` is `None`, which leaves nothing to drop.
pub fn complement(pat: &Pat) -> Pat {
    let none = match pat {
        Pat::TupleStruct(some) => {
            some.path.segments.last().is_some_and(|last| last.ident == "Some")
                && is_std_variant(&some.path)
                && some.elems.iter().all(is_irrefutable)
        }
        _ => false,
    };
    if none { syn::parse_quote!(::core::option::Option::None) } else { syn::parse_quote!(_) }
}

fn binds_one(pat: &Pat) -> Binds {
    if !binds_by_value(pat) {
        Binds::Nothing
    } else if takes_all(pat) {
        Binds::Everything
    } else {
        Binds::Parts
    }
}

/// Nothing is left in a value that matched: `None`.
pub fn is_empty(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) => ident.ident == "None" || (!binds(ident) && shouts(&ident.ident)),
        Pat::Path(path) => {
            let last = path.path.segments.last();
            is_one_of(&path.path, &["None"]) || last.is_some_and(|last| shouts(&last.ident))
        }
        // What is behind a reference is copied, and the reference itself needs no drop.
        Pat::Lit(_) | Pat::Range(_) | Pat::Reference(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_empty),
        Pat::TupleStruct(pat) => is_std_variant(&pat.path) && pat.elems.iter().all(is_empty),
        Pat::Paren(paren) => is_empty(&paren.pat),
        Pat::Guard(guarded) => is_empty(&guarded.pat),
        Pat::Or(or) => or.cases.iter().all(is_empty),
        _ => false,
    }
}

/// The name of a constant, which can't match what is behind a reference, nor has a destructor.
fn shouts(name: &syn::Ident) -> bool {
    let name = name.to_string();
    name.len() > 1 && !name.chars().any(char::is_lowercase)
}

/// Whether a pattern matches whatever the value.
pub fn is_irrefutable(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(ident) => {
            binds(ident) && ident.subpat.as_ref().is_none_or(|(_, inner)| is_irrefutable(inner))
        }
        Pat::Reference(reference) => is_irrefutable(&reference.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        Pat::Paren(paren) => is_irrefutable(&paren.pat),
        Pat::Type(typed) => is_irrefutable(&typed.pat),
        _ => false,
    }
}

/// Every part of what matched is bound by value, and what is around the parts has no
/// destructor of its own.
pub fn takes_all(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(ident) if binds(ident) => ident.by_ref.is_none() && ident.subpat.is_none(),
        Pat::Tuple(tuple) => tuple.elems.iter().all(takes_all),
        Pat::TupleStruct(pat) => is_std_variant(&pat.path) && pat.elems.iter().all(takes_all),
        Pat::Paren(paren) => takes_all(&paren.pat),
        Pat::Guard(guarded) => takes_all(&guarded.pat),
        Pat::Or(or) => or.cases.iter().all(takes_all),
        Pat::Type(typed) => takes_all(&typed.pat),
        pat => is_empty(pat),
    }
}

/// Whether a value isn't even looked at: `_`, `(_, _)`. A slice has a length, but not if its
/// pattern `always_matches`.
pub fn touches_nothing(pat: &Pat, always_matches: bool) -> bool {
    let nothing = |pat: &Pat| touches_nothing(pat, always_matches);
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(nothing),
        Pat::Slice(slice) => always_matches && slice.elems.iter().all(nothing),
        Pat::Paren(paren) => nothing(&paren.pat),
        Pat::Type(typed) => nothing(&typed.pat),
        Pat::Guard(guarded) => nothing(&guarded.pat),
        _ => false,
    }
}

/// Whether a pattern looks into parts of a value and leaves others alone: `(a, _)`. To know its
/// variant one has to look at the value itself, unless it `always_matches`.
pub fn leaves_parts(pat: &Pat, always_matches: bool) -> bool {
    let leaves =
        |pat: &Pat| touches_nothing(pat, always_matches) || leaves_parts(pat, always_matches);
    let is_struct =
        |path: &syn::Path| always_matches || (path.get_ident().is_some() && !is_std_variant(path));
    match pat {
        Pat::Tuple(tuple) => tuple.elems.iter().any(leaves),
        Pat::TupleStruct(pat) => is_struct(&pat.path) && pat.elems.iter().any(leaves),
        Pat::Struct(pat) => {
            let rest = pat.rest.is_some() || pat.fields.iter().any(|field| leaves(&field.pat));
            is_struct(&pat.path) && rest
        }
        Pat::Paren(paren) => leaves_parts(&paren.pat, always_matches),
        Pat::Type(typed) => leaves_parts(&typed.pat, always_matches),
        Pat::Guard(guarded) => leaves_parts(&guarded.pat, always_matches),
        Pat::Or(or) => or.cases.iter().any(|case| leaves_parts(case, false)),
        _ => false,
    }
}

/// `Some`, `Ok`, `Poll::Ready`: variants of types that are known to have no `Drop` of their
/// own. `Guard::Some` is not.
pub fn is_std_variant(path: &syn::Path) -> bool {
    is_one_of(path, &["Some", "Ok", "Err", "Ready", "Break", "Continue"])
}

fn is_one_of(path: &syn::Path, variants: &[&str]) -> bool {
    const TYPES: [&str; 4] = ["Option", "Result", "Poll", "ControlFlow"];
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    names.next().is_some_and(|name| variants.contains(&&*name))
        && names.next().is_none_or(|name| TYPES.contains(&&*name))
}

/// Whether a pattern binds something without `ref`.
pub fn binds_by_value(pat: &Pat) -> bool {
    idents(pat).into_iter().any(is_by_value)
}

/// The names that a pattern binds without `ref`, each once.
pub fn bound_by_value(pat: &Pat) -> Vec<Ident> {
    let mut names = Vec::new();
    for PatIdent { ident, .. } in idents(pat).into_iter().filter(|pat| is_by_value(pat)) {
        if !names.contains(ident) {
            names.push(ident.clone());
        }
    }
    names
}

fn is_by_value(pat: &PatIdent) -> bool {
    binds(pat) && pat.by_ref.is_none()
}

/// Whether a pattern says `ref` somewhere.
pub fn binds_by_ref(pat: &Pat) -> bool {
    idents(pat).into_iter().any(|pat| pat.by_ref.is_some())
}

/// Whether a pattern says `ref mut` somewhere.
pub fn binds_by_ref_mut(pat: &Pat) -> bool {
    idents(pat).into_iter().any(|pat| pat.by_ref.is_some() && pat.mutability.is_some())
}

/// The names that a pattern binds by `ref` or `ref mut`.
pub fn bound_by_ref(pat: &Pat) -> Vec<Ident> {
    let by_ref = idents(pat).into_iter().filter(|pat| pat.by_ref.is_some());
    by_ref.map(|pat| pat.ident.clone()).collect()
}

/// The names in a pattern, those of constants among them.
fn idents(pat: &Pat) -> Vec<&PatIdent> {
    struct Idents<'ast>(Vec<&'ast PatIdent>);
    impl<'ast> Visit<'ast> for Idents<'ast> {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            self.0.push(pat);
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = Idents(Vec::new());
    found.visit_pat(pat);
    found.0
}
