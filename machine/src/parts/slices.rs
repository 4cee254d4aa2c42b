//! Slices in the patterns that move parts. The elements of an array can't be among them: the
//! order in which rustc drops the rest of an array depends on where else it drops it. Only the
//! type tells an array from a reference to a slice.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Pat, parse_quote};

use crate::mentions::binds_by_value;

/// For each slice whose elements a pattern binds, where it is, and the pattern that binds all of
/// it instead.
///
/// ```text
/// (Some([first, ..]), second)
///
/// (Some(elements), _)
/// ```
pub fn taken_apart(pat: &Pat, elements: &Ident) -> Vec<(Span, Pat)> {
    let slices = 0..number(pat);
    slices.map(|index| whole(pat, index, elements)).collect()
}

/// How many slices whose elements are bound there are in a pattern, none in another.
fn number(pat: &Pat) -> usize {
    match pat {
        Pat::Slice(slice) => usize::from(slice.elems.iter().any(binds_by_value)),
        pat => inside(&mut pat.clone()).into_iter().map(|pat| number(pat)).sum(),
    }
}

/// The pattern that binds all of one of its slices, and nothing else.
fn whole(pat: &Pat, mut index: usize, elements: &Ident) -> (Span, Pat) {
    let mut pat = pat.clone();
    if let Pat::Slice(slice) = &pat {
        return (slice.span(), parse_quote!(#elements));
    }
    let is_or = matches!(pat, Pat::Or(_));
    let mut found = None;
    for part in inside(&mut pat) {
        let slices = number(part);
        if found.is_none() && index < slices {
            let (span, whole) = whole(part, index, elements);
            *part = whole.clone();
            found = Some((span, whole));
        } else if !matches!(part, Pat::Rest(_)) {
            *part = parse_quote!(_);
        }
        index = index.saturating_sub(slices);
    }
    let (span, case) = found.unwrap_or_else(|| (pat.span(), pat.clone()));
    (span, if is_or { case } else { pat })
}

/// The patterns that a pattern is made of.
fn inside(pat: &mut Pat) -> Vec<&mut Pat> {
    match pat {
        Pat::Tuple(tuple) => tuple.elems.iter_mut().collect(),
        Pat::TupleStruct(tuple) => tuple.elems.iter_mut().collect(),
        Pat::Struct(pat) => pat
            .fields
            .iter_mut()
            .map(|field| {
                field.colon_token.get_or_insert_default();
                &mut *field.pat
            })
            .collect(),
        Pat::Or(or) => or.cases.iter_mut().collect(),
        Pat::Paren(paren) => vec![&mut paren.pat],
        Pat::Reference(reference) => vec![&mut reference.pat],
        Pat::Type(typed) => vec![&mut typed.pat],
        Pat::Guard(guarded) => vec![&mut guarded.pat],
        _ => Vec::new(),
    }
}
