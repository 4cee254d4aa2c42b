//! `join!` and `try_join!`: several futures behind one suspension point. `poll!` and
//! `pending!`: one, or none.

use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Token};

use super::hand::{Given, Handed, Operand};
use super::{Expand, Family, braced};

mod keyword {
    syn::custom_keyword!(biased);
}

/// What stands in a `join!`.
struct Join {
    biased: Option<keyword::biased>,
    futures: Vec<Expr>,
}

impl Parse for Join {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut biased = None;
        if input.peek(keyword::biased) && input.peek2(Token![;]) {
            biased = Some(input.parse()?);
            input.parse::<Token![;]>()?;
        }
        let futures = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
        Ok(Join { biased, futures: futures.into_iter().collect() })
    }
}

/// Writes out a `join!`; `None` if it isn't one that we know.
///
/// ```text
/// join!(a(x), b())
///
/// { #[handed] let made = (into_future(a(x)), into_future(b()));
///   { let hand = made;
///     async move { let (future, future_2) = hand.take(); join!({ future }, { future_2 }) } }.await }
/// ```
pub fn write(expand: &mut Expand, mac: &Macro) -> Option<Expr> {
    let Join { biased, futures } = Join::parse.parse2(mac.tokens.clone()).ok()?;
    let family = Family::of(mac)?;
    let operand = |written| {
        let value = match family {
            Family::Futures => quote!(#written),
            // Before it makes the next one.
            Family::Tokio | Family::Unknown => {
                quote!(::core::future::IntoFuture::into_future(#written))
            }
        };
        Operand { written, value, given: Given::Moved }
    };
    let operands: Vec<Operand<'_>> = futures.iter().map(operand).collect();
    let Handed { made, before, within, futures } = expand.hand(family, &operands, &[]);
    let path = &mac.path;
    let biased = biased.map(|biased| quote!(#biased;));
    let joined = quote_spanned!(path.span()=> #path!(#biased #(#futures),*));
    let joined = expand.awaited(mac, quote!({ #before async move { #within #joined } }));
    super::code(braced(mac, quote!(#made #joined)))
}

/// Writes out a `poll!(future)` or a `pending!()` of the futures crate.
pub fn write_one(expand: &mut Expand, mac: &Macro) -> Option<Expr> {
    let path = &mac.path;
    Family::of(mac)?;
    let future = match mac.tokens.is_empty() {
        true => quote!(async { #path!() }),
        false => {
            let polled = mac.parse_body::<Expr>().ok()?;
            let handle = expand.name("polled", &polled, polled.span());
            let poll = quote_spanned!(path.span()=> #path!(#handle));
            quote!((|#handle| async move { #poll })(#polled))
        }
    };
    super::code(expand.awaited(mac, future))
}
