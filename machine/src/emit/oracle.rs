//! The oracle: the body as written, for rustc to check and never to run.

use quote::{ToTokens, quote};
use syn::FnArg;

use proc_macro2::TokenStream;

use super::{Emit, own};

impl Emit<'_> {
    /// ```text
    /// let oracle = oracle();
    /// if false { is_oracle(&oracle, async move { let x = x; BODY }); loop {} }
    /// ```
    pub fn oracle(&self) -> TokenStream {
        let (rt, oracle, result) = (&self.rt, own("oracle"), own("result"));
        let arguments = self.resolved.parameters.iter().map(|parameter| {
            let name = self.argument(parameter);
            match &parameter.written {
                FnArg::Receiver(receiver) => {
                    let this = receiver.self_token;
                    quote!(let _ = &#this;)
                }
                FnArg::Typed(typed) => {
                    let pat = &typed.pat;
                    quote!(let #pat = #name;)
                }
            }
        });
        let (first, ty) = match self.written_output() {
            // `return` and `?` meet a known type.
            Some(ty) => (
                quote!(if let ::core::option::Option::Some(#result) = ::core::option::Option::None::<#ty> { return #result; }),
                quote!(: #ty),
            ),
            None => (TokenStream::new(), TokenStream::new()),
        };
        let body = self.function.body.to_token_stream();
        quote! {
            let #oracle = #rt::oracle();
            #[allow(clippy::all, clippy::pedantic, unreachable_code, unused_braces)]
            if false {
                #rt::is_oracle(&#oracle, async move {
                    #(#arguments)*
                    #first
                    let #result #ty = #body;
                    #[allow(unreachable_code)]
                    #result
                });
                loop {}
            }
        }
    }
}
