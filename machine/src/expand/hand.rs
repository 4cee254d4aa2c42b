//! The futures that a macro polls: made where they stand, and handed to the block in which it does.
//!
//! ```text
//! #[handed] let made = (a(x), b(y));
//! { let hand = made; async move { let (future, future_2) = hand.take(); … } }.await
//! ```
//!
//! What is `handed` stays in the frame of `poll`. The block knows where, and takes it up when it is
//! polled for the first time, which is at once: nothing comes between that could fail or leave. So
//! the futures live where the macro puts them and die as it says, and all that the block takes beside
//! them is a pointer.
//!
//! A drawing shows each future by its name, as a local that the block borrows.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;
use syn::spanned::Spanned;

use super::inside::is_apart;
use super::{Expand, Family};

/// A future that a macro is given.
pub struct Operand<'a> {
    /// What stands in the source.
    pub written: &'a Expr,
    /// What makes it, or a reference to one that is polled in place.
    pub value: TokenStream,
    pub given: Given,
}

/// How a macro is given a future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It moves into the macro.
    Moved,
    /// It moves into a macro that is tokio's, or else rustc says so.
    ToTokio,
    /// It has a name, and is polled where it is.
    InPlace,
}

/// The code around a macro that polls.
#[derive(Default)]
pub struct Handed {
    /// Makes the futures.
    pub made: TokenStream,
    /// Stands before the block of the macro.
    pub before: TokenStream,
    /// Stands in the block, before the macro.
    pub within: TokenStream,
    /// What the macro is given.
    pub futures: Vec<TokenStream>,
}

/// The name that a value has outside of the block, and the one that it has there.
pub type Flag = (Ident, Ident);

impl Expand {
    /// Hands futures to a block that waits, and flags with them.
    pub fn hand(&mut self, family: Family, operands: &[Operand<'_>], flags: &[Flag]) -> Handed {
        let Some(locals) = &self.locals else { return self.lent(family, operands, flags) };
        if operands.iter().any(|operand| !is_apart(operand.written, locals)) {
            return self.handed(family, operands, flags);
        }
        // The macro makes them itself, when the block is polled for the first time.
        let futures = operands.iter().map(|operand| operand.written.to_token_stream()).collect();
        Handed { before: renamed(flags), futures, ..Handed::default() }
    }

    /// Hands futures to a closure that is called at once: they move there.
    pub fn hand_at_once(&mut self, operands: &[Operand<'_>]) -> Handed {
        let (made, sources) = self.one_by_one(operands);
        let names = self.names("future", operands);
        let before = quote!(let (#(mut #names,)*) = (#(#sources,)*););
        Handed { made, before, futures: self.given(operands, &names), ..Handed::default() }
    }

    fn handed(&mut self, family: Family, operands: &[Operand<'_>], flags: &[Flag]) -> Handed {
        let (first, sources) = match family {
            Family::Futures => self.one_by_one(operands),
            // tokio makes all of them in one statement.
            Family::Tokio | Family::Unknown => {
                let values = operands.iter().map(|operand| operand.value.clone());
                (TokenStream::new(), values.collect())
            }
        };
        let names = self.names("future", operands);
        let all = quote!(#(#sources),*);
        let (made, hand) =
            (self.name("made", &all, all.span()), self.name("hand", &all, all.span()));
        let (outer, inner): (Vec<_>, Vec<_>) = flags.iter().cloned().unzip();
        Handed {
            made: quote!(#first #[handed] let #made = (#(#sources,)* #(#outer,)*);),
            before: quote!(let #hand = #made;),
            within: quote!(let (#(mut #names,)* #(#inner,)*) = #hand.take();),
            futures: self.given(operands, &names),
        }
    }

    fn lent(&mut self, family: Family, operands: &[Operand<'_>], flags: &[Flag]) -> Handed {
        let (made, sources) = match family {
            Family::Futures => self.one_by_one(operands),
            Family::Tokio | Family::Unknown => {
                let names = self.names("future", operands);
                let values = operands.iter().map(|operand| &operand.value);
                let made = quote!(let (#(mut #names,)*) = (#(#values,)*););
                (made, names.iter().map(ToTokens::to_token_stream).collect())
            }
        };
        let names = self.names("lent", operands);
        let lends = operands.iter().zip(&sources).map(|(operand, source)| match operand.given {
            Given::InPlace => source.clone(),
            Given::Moved | Given::ToTokio => quote!(&mut #source),
        });
        let flags = renamed(flags);
        let before = quote!(#(let mut #names = #lends;)* #flags);
        Handed { made, before, futures: self.given(operands, &names), ..Handed::default() }
    }

    /// Makes futures as the futures crate does, and says where they are then.
    fn one_by_one(&mut self, operands: &[Operand<'_>]) -> (TokenStream, Vec<TokenStream>) {
        let (mut made, mut sources) = (TokenStream::new(), Vec::new());
        for Operand { written, value, given } in operands {
            if *given == Given::InPlace {
                sources.push(value.clone());
            } else {
                let name = self.name("future", written, written.span());
                made.extend(quote!(let mut #name = #value;));
                sources.push(name.into_token_stream());
            }
        }
        (made, sources)
    }

    /// What stands in braces has no name for the macro, and moves.
    fn given(&self, operands: &[Operand<'_>], names: &[Ident]) -> Vec<TokenStream> {
        let rt = &self.rt;
        let operands = operands.iter().zip(names);
        let given = operands.map(|(operand, name)| match operand.given {
            Given::Moved => quote!({ #name }),
            Given::ToTokio => quote!(#rt::to_tokio(#name)),
            Given::InPlace => quote!(#name),
        });
        given.collect()
    }

    fn names(&mut self, base: &str, operands: &[Operand<'_>]) -> Vec<Ident> {
        let written = operands.iter().map(|operand| operand.written);
        written.map(|written| self.name(base, written, written.span())).collect()
    }
}

fn renamed(flags: &[Flag]) -> TokenStream {
    flags.iter().map(|(outer, inner)| quote!(let #inner = #outer;)).collect()
}
