//! `poll`: takes up the handles of what the state holds, then runs from state to state.
//!
//! ```text
//! |storage, op| -> Poll<T> {
//!     let output: T = 'returned: {
//!         handles
//!         let mut next = state.read();
//!         match next { AwaitA => { resume what it holds } … }
//!         *state = Panicked;
//!         'machine: loop { 'next: { match next { AwaitA => { … } … } } }
//!     };
//!     *state = Returned;
//!     Poll::Ready(output)
//! }
//! ```
//!
//! A `break` or `continue` that hides in the expansion of a macro would be about `'machine`: in the
//! block `'next` rustc asks for its label.
//!
//! While code runs, the state says that it panicked: nobody sees that unless it does.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::{Lifetime, Type};

use super::storage::Ways;
use super::{Emit, own};
use crate::flow::{BlockId, LocalId};
use crate::held::{Home, Init};

/// How many blocks may stand inside of each other.
const DEEPEST: usize = 32;

impl Emit<'_> {
    /// The closure. `links` tie types of its frame to what is around it.
    pub fn poll(&self, links: &Option<TokenStream>) -> TokenStream {
        let (rt, layout) = (&self.rt, self.layout_at_hand());
        let (storage, op, state, next, cx) =
            (own("storage"), own("op"), own("state"), own("next"), own("cx"));
        let flags = own("flags");
        let (by_move, output) = match self.named_output() {
            Some(ty) => (None, ty.to_token_stream()),
            // The links are captured.
            None => (Some(quote!(move)), quote!(_)),
        };
        let (value, state_type, items) = (own("output"), &self.state_type, &self.flow.items);
        let ways = self.ways(|_| true);
        let (handles, resumes, doubts) = (self.handles(&ways), self.resumes(), self.doubts(&ways));
        let (returned, machine, next_label) = (label("returned"), label("machine"), label("next"));
        let segments = self.segments();
        quote! {
            #by_move |#storage: #rt::Storage, #op: #rt::Op<'_, '_>| -> ::core::task::Poll<#output> {
                unsafe {
                    let #storage = #layout.at(#storage);
                    let #state = (&raw mut (*#storage).0).cast::<#state_type>();
                    let #flags = &raw mut (*#storage).1;
                    let #value: #output = #returned: {
                        use #rt::LookInside as _;
                        #(#items)*
                        #handles
                        #links
                        let mut #next = #state.read();
                        match #next { #resumes }
                        // What is live is dropped at the end of the frame.
                        let #rt::Op::Poll(#cx) = #op else {
                            return ::core::task::Poll::Pending
                        };
                        *#state = #state_type::Panicked;
                        #machine: loop { #next_label: { #segments } }
                        #doubts
                    };
                    *#state = #state_type::Returned;
                    ::core::task::Poll::Ready(#value)
                }
            }
        }
    }

    /// One handle for each local that leaves its code, in the order of their creation.
    fn handles(&self, ways: &Ways) -> TokenStream {
        let rt = &self.rt;
        let mut handles = ways.lets.clone();
        let order = self.flow.order.iter().copied();
        let outside: Vec<LocalId> = order.filter(|local| self.has_handle(*local)).collect();
        let in_frame =
            |local: &&LocalId| self.home(**local) == Home::Frame || self.is_in_doubt(**local);
        for local in outside.iter().filter(in_frame) {
            let slot = frame_slot(*local);
            handles.extend(quote!(let mut #slot = #rt::Slot::empty();));
        }
        for local in outside {
            let (handle, frame) = (self.handle(local), frame_slot(local));
            let at = match ways.to.get(&local) {
                Some(at) if self.is_in_doubt(local) => quote!(#rt::either(#at, &raw mut #frame)),
                Some(at) => at.clone(),
                None => quote!(&raw mut #frame),
            };
            // A lifetime with a name means the same here, so that what breaks its promise is
            // reported where it stands.
            let parameter = self.resolved.parameters.get(local);
            let ty = parameter.map(|parameter| &parameter.ty).filter(|ty| names_a_lifetime(ty));
            handles.extend(if self.parts.any(local) {
                let ty = ty.map(|ty| quote!(: #rt::Parted<#ty, _>));
                quote!(let mut #handle #ty = #rt::parted(#at);)
            } else if self.drops(local) {
                let ty = ty.map(|ty| quote!(: #rt::Local<#ty>));
                quote!(let mut #handle #ty = #rt::whole(#at);)
            } else {
                let ty = ty.map(|ty| quote!(: #rt::Plain<#ty>));
                quote!(let #handle #ty = #rt::plain(#at);)
            });
        }
        handles
    }

    /// The code from each state on. A jump to what comes later leaves the block that ends there; only
    /// a jump back goes round `'machine`.
    ///
    /// ```text
    /// 'b: {
    ///     'a: {
    ///         match next { A => break 'a, B => break 'b }
    ///     }
    ///     the code from A on
    /// }
    /// the code from B on
    /// ```
    fn segments(&self) -> TokenStream {
        let (state_type, next) = (&self.state_type, own("next"));
        let order = self.analysis.shape.order.iter().copied();
        let places: Vec<BlockId> = order.filter(|block| self.states[*block].is_some()).collect();
        let rows = places.chunks(DEEPEST).map(|row| {
            *self.later.borrow_mut() = row.to_vec();
            let names: Vec<&Ident> =
                row.iter().filter_map(|block| self.states[*block].as_ref()).collect();
            let labels = row.iter().map(|block| state_label(*block));
            let choose = quote! {
                match #next {
                    #(#state_type::#names => break #labels,)*
                    _ => ::core::hint::unreachable_unchecked(),
                }
            };
            let code = row.iter().fold(choose, |before, block| {
                self.later.borrow_mut().retain(|later| later != block);
                let (label, code) = (state_label(*block), self.segment(*block));
                quote!(#label: { #before } { #code })
            });
            (names, code)
        });
        let rows: Vec<(Vec<&Ident>, TokenStream)> = rows.collect();
        if let [(_, code)] = &*rows {
            return code.clone();
        }
        let arms = rows.iter().map(|(names, code)| quote!(#(#state_type::#names)|* => { #code }));
        quote! {
            match #next {
                #(#arms)*
                _ => ::core::hint::unreachable_unchecked(),
            }
        }
    }

    /// For each state, what it holds.
    fn resumes(&self) -> TokenStream {
        let (rt, state_type) = (&self.rt, &self.state_type);
        let op = own("op");
        let parameters = (0..self.flow.parameters).filter(|local| self.drops(*local));
        let parameters: Vec<Ident> = parameters.map(|local| self.handle(local)).collect();
        // A machine that was never polled drops its arguments as rustc's does: in order.
        let ends = (!parameters.is_empty()).then(|| {
            let ends = quote!(::core::mem::drop((#(#rt::Ending(&#parameters),)*)));
            quote!(if let #rt::Op::Drop = #op { #ends })
        });
        let suspended = self.analysis.waits.iter().map(|(block, held)| {
            let name = self.states[*block].iter();
            let resumes = held.iter().map(|held| self.resume(held.local, held.init));
            quote!(#(#state_type::#name)* => { #(#resumes)* })
        });
        let body = self.function.body.brace_token.span.open();
        let dead = |panic: TokenStream| {
            // rustc's own machine panics where the body begins.
            let rt = super::respan(rt, body);
            let panic = super::respan(panic, body);
            let panic = quote_spanned!(body=> #rt::#panic());
            quote! {
                match #op {
                    #rt::Op::Poll(_) => #panic,
                    #rt::Op::Drop => return ::core::task::Poll::Pending,
                }
            }
        };
        let (returned, panicked) = (dead(quote!(after_return)), dead(quote!(after_panic)));
        let inner = self
            .analysis
            .shape
            .order
            .iter()
            .filter(|block| **block != 0 && self.flow.blocks[**block].wait.is_none());
        let inner: Vec<&Ident> = inner.filter_map(|block| self.states[*block].as_ref()).collect();
        let inner = (!inner.is_empty())
            .then(|| quote!(#(#state_type::#inner)|* => ::core::hint::unreachable_unchecked(),));
        quote! {
            #state_type::Unresumed => {
                #(#parameters.flags = #rt::LIVE;)*
                #ends
            }
            #(#suspended)*
            #inner
            #state_type::Returned => #returned,
            #state_type::Panicked => #panicked,
        }
    }

    /// Whether a handle has to know if there is a value.
    pub fn drops(&self, local: LocalId) -> bool {
        !self.flow.locals[local].plain
    }

    fn resume(&self, local: LocalId, init: Init) -> Option<TokenStream> {
        let (rt, handle, flags) = (&self.rt, self.handle(local), own("flags"));
        if init == Init::No || !self.drops(local) {
            return None;
        }
        let Some(flag) = self.layout.flags.of(local) else {
            return Some(quote!(#handle.flags = #rt::LIVE;));
        };
        let byte = flag.byte;
        Some(match flag.bit {
            None => quote!(#handle.resume_parts((*#flags)[#byte]);),
            Some(bit) => quote!(#handle.resume_if((*#flags)[#byte], #bit);),
        })
    }

    /// The frame no longer drops a local.
    pub fn gone(&self, local: LocalId) -> TokenStream {
        let (rt, handle) = (&self.rt, self.handle(local));
        quote!(#handle.flags = #rt::GONE;)
    }

    /// Rests: writes the state down and keeps what it holds.
    pub fn suspend(&self, block: BlockId) -> TokenStream {
        let (state, state_type, flags) = (own("state"), &self.state_type, own("flags"));
        let mut waits = self.analysis.waits.iter().filter(|(wait, _)| *wait == block);
        let Some((_, held)) = waits.next() else { return TokenStream::new() };
        let name = self.states[block].iter();
        let mut keeps = TokenStream::new();
        let mut bytes: BTreeMap<usize, Vec<TokenStream>> = BTreeMap::new();
        for local in held.iter().map(|held| held.local).filter(|local| self.drops(*local)) {
            let handle = self.handle(local);
            match self.layout.flags.of(local) {
                None => keeps.extend(self.gone(local)),
                Some(flag) => bytes.entry(flag.byte).or_default().push(match flag.bit {
                    None => quote!(#handle.keep_parts()),
                    Some(bit) => quote!(#handle.keep_if(#bit)),
                }),
            }
        }
        for (byte, flag) in bytes {
            keeps.extend(quote!((*#flags)[#byte] = #(#flag)|*;));
        }
        quote! {
            #(*#state = #state_type::#name;)*
            #keeps
            return ::core::task::Poll::Pending;
        }
    }
}

fn names_a_lifetime(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            self.0 |= lifetime.ident != "_";
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

fn frame_slot(local: LocalId) -> Ident {
    Ident::new(&format!("frame_{local}"), Span::mixed_site())
}

/// Where the code from a state on begins.
pub fn state_label(block: BlockId) -> Lifetime {
    label(&format!("state_{block}"))
}

/// A label that the user's code can't see.
pub fn label(name: &str) -> Lifetime {
    Lifetime::new(&format!("'{name}"), Span::mixed_site())
}
