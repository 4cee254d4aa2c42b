//! `join!` and `try_join!`: several futures behind one suspension point. `poll!` and
//! `pending!`: one, or none.

use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Token};

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
/// join!(a(), b())
///
/// { let (mut future, mut future_2) = (stow(a()), stow(b()));
///   { let lent = lend(&mut future); …; async move { join!(lent, lent_2) } }.await }
/// ```
pub fn write(expand: &mut Expand, mac: &Macro) -> Option<Expr> {
    let Join { biased, futures } = Join::parse.parse2(mac.tokens.clone()).ok()?;
    let family = Family::of(mac)?;
    let (futures, inside) = futures.split_at(expand.outside(futures.iter()));
    let mut names = |base: &str| -> Vec<Ident> {
        futures.iter().map(|future| expand.name(base, future, future.span())).collect()
    };
    let (stowed, handles) = (names("future"), names("lent"));
    let (path, rt) = (&mac.path, &expand.rt);
    let biased = biased.map(|biased| quote!(#biased;));
    // tokio makes all of them in one statement, the futures crate one after the other.
    let setup = match family {
        Family::Futures => quote!(#(let mut #stowed = #rt::stow(#futures);)*),
        _ => quote!(let (#(mut #stowed,)*) = (#(#rt::stow(#futures),)*);),
    };
    let joined = quote_spanned!(path.span()=> #path!(#biased #(#handles,)* #(#inside),*));
    let lend = quote!(#(let #handles = #rt::lend(&mut #stowed);)*);
    let ready = expand.awaited(mac, quote!({ #lend async move { #joined } }));
    super::code(braced(mac, quote!(#setup #ready)))
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
