//! Tells handles how to drop what is left of a value when parts of it are gone.

use std::cmp::Reverse;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprStruct, PatRest, PatStruct};

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
    // What is around others is looked at before them, and a base before what it leaves.
    let mut parts = parts.to_vec();
    let after = |part: &Moved| parts.iter().filter(|(_, other)| part.precedes(other)).count();
    let ranks: Vec<usize> = parts.iter().map(|(_, part)| after(part)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| (Reverse(ranks[*index]), parts[*index].1.late));
    parts = order.into_iter().map(|index| parts[index]).collect();
    let code = forget_gone(&parts, &[], depth);
    let (whole, moved) = (own("whole"), own("moved"));
    quote!(|mut #whole, #moved: u8| { #checks #code })
}

/// Forgets what is gone, beside what is `gone` already; what excludes each other stands in
/// branches.
fn forget_gone(parts: &[(u8, &Moved)], gone: &[&Moved], depth: usize) -> TokenStream {
    let Some(((flag, first), others)) = parts.split_first() else { return TokenStream::new() };
    let (moved, forget) = (own("moved"), forget(first, gone, depth));
    let rest = forget_gone(others, gone, depth);
    let beside: Vec<_> =
        others.iter().copied().filter(|(_, other)| !first.excludes(other)).collect();
    let changes = others.iter().any(|(_, other)| first.changes(other));
    if beside.len() == others.len() && !changes {
        return quote!(if #moved & #flag != 0 { #forget } #rest);
    }
    let beside = forget_gone(&beside, &[gone, &[*first]].concat(), depth);
    let is_chain = others.iter().skip(1).all(|(_, other)| others[0].1.excludes(other));
    let otherwise = if is_chain { rest } else { quote!({ #rest }) };
    quote!(if #moved & #flag != 0 { #forget #beside } else #otherwise)
}

/// Forgets a part that is gone, after others.
fn forget(part: &Moved, gone: &[&Moved], depth: usize) -> TokenStream {
    let place = with_root(part.place(), depth, &own("whole"));
    match &part.part {
        Part::Place(_) => quote!(::core::mem::forget(#place);),
        Part::Patterns(_, pats) => {
            let cases = pats.iter().map(|pat| {
                let pat = moving(&part.beside(pat, gone));
                let bound = bound_by_value(&pat);
                quote!(#pat => { #(::core::mem::forget(#bound);)* })
            });
            quote!(match #place { #(#cases)* _ => {} })
        }
        Part::Base(_, literal) => match part.taken_after(gone) {
            // What other literals left has a name.
            Some(members) => quote!(#(::core::mem::forget((#place).#members);)*),
            None => forget_base(&place, literal),
        },
    }
}

/// What a literal took of its base, nobody can name: the same literal tells.
///
/// ```text
/// S { a: f(), ..x }
///
/// let S { .. } = whole;
/// forget(S { a: (&raw const whole.a).read_unaligned(), ..whole });
/// ```
fn forget_base(place: &TokenStream, literal: &ExprStruct) -> TokenStream {
    let any = any_of(literal);
    let mut taken = literal.clone();
    for field in &mut taken.fields {
        let member = &field.member;
        field.expr = Expr::Verbatim(quote!((&raw const (#place).#member).read_unaligned()));
        field.colon_token.get_or_insert_default();
    }
    taken.rest = Some(Box::new(Expr::Verbatim(place.clone())));
    quote! {
        let #any = #place;
        ::core::mem::forget(#taken);
    }
}

/// `S { .. }`, which tells the type of a literal before anything of it is mentioned.
pub fn any_of(literal: &ExprStruct) -> PatStruct {
    PatStruct {
        attrs: Vec::new(),
        qself: literal.qself.clone(),
        path: literal.path.clone(),
        brace_token: literal.brace_token,
        fields: Punctuated::new(),
        rest: Some(PatRest { attrs: Vec::new(), dot2_token: Default::default() }),
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
