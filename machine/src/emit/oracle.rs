//! The oracle: the body as written, for rustc to check and never to run.

use quote::{quote, quote_spanned};
use syn::FnArg;

use proc_macro2::{Span, TokenStream};

use super::{Emit, own};

impl Emit<'_> {
    /// ```text
    /// let oracle = oracle();
    /// if false { is_oracle(&oracle, async move { let x = x; BODY }); loop {} }
    /// ```
    pub fn oracle(&self) -> TokenStream {
        let (rt, oracle) = (&self.rt, own("oracle"));
        let arguments = self.resolved.parameters.iter().map(|parameter| {
            let (name, used) = (self.argument(parameter), self.argument_used(parameter));
            match &parameter.written {
                FnArg::Receiver(receiver) => {
                    let this = receiver.self_token;
                    quote!(let _ = &#this;)
                }
                FnArg::Typed(typed) => {
                    let pat = &typed.pat;
                    if parameter.pattern.is_some() {
                        return quote!(#[allow(unused_mut)] let mut #name = #used; let #pat = #used;);
                    }
                    quote!(#[allow(clippy::no_effect_underscore_binding)] let #pat = #used;)
                }
            }
        });
        let body = self.typed(&self.function.body);
        let here = Span::call_site().located_at(self.function.signature.ident.span());
        quote_spanned! {here=>
            let #oracle = #rt::oracle();
            if false {
                // The braces are those of the function, which may well return a future.
                #[allow(unused_braces, clippy::async_yields_async)]
                #rt::is_oracle(&#oracle, async move {
                    #(#arguments)*
                    #body
                });
                loop {}
            }
        }
    }
}
