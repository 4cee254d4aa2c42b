//! Tells handles how to drop what is left of a value when parts of it are gone.

use std::cmp::Reverse;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::{Emit, own};
use crate::flow::{LocalId, places};
use crate::mentions::bound_by_value;
use crate::parts::{MOST_PARTS, Moved, Part, moving, path_of, place_key, taken_apart};

impl Emit<'_> {
    /// Tells a handle how to drop what is left of its value: once, where the type of the
    /// value is known.
    pub fn tell_rest(&self, local: LocalId) -> TokenStream {
        let Some(parts) = self.parts.of.get(&local) else { return TokenStream::new() };
        if self.told.borrow().contains(&local) {
            return TokenStream::new();
        }
        self.told.borrow_mut().push(local);
        let handle = self.handle(local);
        let checks = parts.iter().map(|part| self.no_elements(part)).collect();
        let take_apart = take_apart(&flagged(parts, &[]), 0, checks);
        quote!(#handle.rest(#take_apart);)
    }

    /// Asks the type checker whether a pattern takes elements out of an array, where there is
    /// all of the value.
    ///
    /// ```text
    /// let [first, ..] = x.names;
    ///
    /// if false {
    ///     loop {}
    ///     match whole.names { elements => stay(Type::of(&elements).taken_apart()), _ => {} }
    /// }
    /// ```
    fn no_elements(&self, part: &Moved) -> TokenStream {
        let Part::Patterns(place, pats) = &part.part else { return TokenStream::new() };
        let elements = own("elements");
        let slices = pats.iter().flat_map(|pat| taken_apart(pat, &elements));
        let slices = slices.map(|(span, whole)| {
            let (rt, place) = (super::respan(&self.rt, span), with_root(place, 0, &own("whole")));
            quote_spanned! {span=>
                if false {
                    loop {}
                    use #rt::TakenElements as _;
                    match #place {
                        #whole => #rt::Stay::stay(#rt::Type::of(&#elements).taken_apart()),
                        _ => {}
                    }
                }
            }
        });
        slices.collect()
    }

    /// `x.a = value`, where something of `x.a` may be gone. The place is led to its slot.
    pub fn assign_part(
        &self,
        local: LocalId,
        written: &Expr,
        place: &Expr,
        value: &Expr,
    ) -> Option<TokenStream> {
        let span = written.span();
        let rt = super::respan(&self.rt, span);
        let key = (local, place_key(written));
        let asked = if self.parts.emptied.contains(&key) {
            let handle = self.handle_at(local, span);
            Some(quote_spanned!(span=> #handle.type_of()))
        } else {
            let replaced = self.parts.replaced.contains(&key);
            replaced.then(|| quote_spanned!(span=> #rt::Type::of(&#place)))
        };
        if let Some(asked) = asked {
            return Some(quote_spanned! {span=> {
                if false {
                    loop {}
                    #rt::Remains::remains(#asked);
                }
                #place = #value
            }});
        }
        let (exact, below) = self.parts.assigned(local, written)?;
        let handle = self.handle_at(local, span);
        // The value comes first, and it may change where the part is; but its type is known.
        let at = quote!(if false {
            ::core::option::Option::Some(&raw mut #place)
        } else {
            ::core::option::Option::None
        });
        if below != 0 {
            let (path, parts) = (self.parts.path(local, written), self.parts.of.get(&local)?);
            let inside = flagged(parts, &path).into_iter().filter(|(flag, _)| flag & below != 0);
            let take_apart =
                take_apart(&inside.collect::<Vec<_>>(), path.len(), TokenStream::new());
            return Some(quote_spanned! {span=>
                #rt::assign_parted(
                    #at, (#exact, #below), #value, &raw mut #place, #take_apart, &#handle
                )
            });
        }
        (exact != 0).then(
            || quote_spanned!(span=> #rt::assign_part(#at, #exact, #value, &raw mut #place, &#handle)),
        )
    }
}

/// The parts at and below a path with their flags.
fn flagged<'a>(parts: &'a [Moved], path: &[String]) -> Vec<(u8, &'a Moved)> {
    let parts = parts.iter().take(MOST_PARTS).enumerate();
    let parts = parts.map(|(index, moved)| (1u8 << index, moved));
    parts.filter(|(_, moved)| moved.path().starts_with(path)).collect()
}

/// The closure that checks something and forgets what was moved. The place that it is given is
/// `depth` steps into the local.
fn take_apart(parts: &[(u8, &Moved)], depth: usize, checks: TokenStream) -> TokenStream {
    // What is around others is looked at before them.
    let mut parts = parts.to_vec();
    let covered = |part: &Moved| parts.iter().filter(|(_, other)| part.covers(other)).count();
    let ranks: Vec<usize> = parts.iter().map(|(_, part)| covered(part)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| (Reverse(ranks[*index]), parts[*index].1.late));
    parts = order.into_iter().map(|index| parts[index]).collect();
    let code = forget_gone(&parts, depth);
    let (whole, moved) = (own("whole"), own("moved"));
    quote!(|mut #whole, #moved: u8| { #checks #code })
}

/// Forgets what is gone; what excludes each other stands in branches.
fn forget_gone(parts: &[(u8, &Moved)], depth: usize) -> TokenStream {
    let Some(((flag, first), others)) = parts.split_first() else { return TokenStream::new() };
    let (moved, forget, rest) = (own("moved"), forget(first, depth), forget_gone(others, depth));
    let beside: Vec<_> =
        others.iter().copied().filter(|(_, other)| !first.excludes(other)).collect();
    if beside.len() == others.len() {
        return quote!(if #moved & #flag != 0 { #forget } #rest);
    }
    let beside = forget_gone(&beside, depth);
    let is_chain = others.iter().skip(1).all(|(_, other)| others[0].1.excludes(other));
    let otherwise = if is_chain { rest } else { quote!({ #rest }) };
    quote!(if #moved & #flag != 0 { #forget #beside } else #otherwise)
}

/// Forgets a part that is gone.
fn forget(part: &Moved, depth: usize) -> TokenStream {
    let place = with_root(part.place(), depth, &own("whole"));
    match &part.part {
        Part::Place(_) => quote!(::core::mem::forget(#place);),
        Part::Patterns(_, pats) => {
            let cases = pats.iter().map(|pat| {
                let (bound, pat) = (bound_by_value(pat), moving(pat));
                quote!(#pat => { #(::core::mem::forget(#bound);)* })
            });
            quote!(match #place { #(#cases)* _ => {} })
        }
    }
}

/// The place with another name for its root, which is `depth` steps into it: `whole.a` for
/// `x.a`.
fn with_root(place: &Expr, depth: usize, root: &Ident) -> TokenStream {
    match places::peel(place) {
        place if path_of(place).len() == depth => quote!(#root),
        Expr::Field(field) => {
            let (base, member) = (with_root(&field.base, depth, root), &field.member);
            quote!((#base).#member)
        }
        Expr::Unary(unary) => {
            let inner = with_root(&unary.expr, depth, root);
            quote!((*#inner))
        }
        _ => quote!(#root),
    }
}
