//! `poll`: takes up the handles of what the state holds, then runs from step to step.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::states::tag;
use super::{Emit, own};
use crate::flow::{BlockId, LocalId};
use crate::held::{Home, Init};

impl Emit<'_> {
    /// The closure. `links` tie types of its frame to what is around it.
    pub fn poll(&self, links: &TokenStream) -> TokenStream {
        self.told.borrow_mut().clear();
        let rt = &self.rt;
        let (storage, op, state, step, cx) =
            (own("storage"), own("op"), own("state"), own("step"), own("cx"));
        let (by_move, output) = match self.named_output() {
            Some(ty) => (None, ty.to_token_stream()),
            // The links are captured.
            None => (Some(quote!(move)), quote!(_)),
        };
        let (machine, step_type) = (&self.machine, &self.step_type);
        let types =
            self.layout.slots.iter().map(|local| match self.resolved.parameters.get(*local) {
                Some(parameter) => parameter.ty.to_token_stream(),
                None => quote!(_),
            });
        let items = &self.flow.items;
        let handles = self.handles();
        let resumes = self.resumes();
        let arms = self.analysis.shape.order.iter().filter_map(|block| {
            let name = self.steps[*block].as_ref()?;
            let code = self.step(*block);
            Some(quote!(#step_type::#name => { #code }))
        });
        let arms: Vec<TokenStream> = arms.collect();
        quote! {
            #by_move |#storage: #rt::Storage, #op: #rt::Op<'_, '_>| -> ::core::task::Poll<#output> {
                unsafe {
                    let #state: *mut #machine<#(#types),*> = #storage.cast();
                    use #rt::LookInside as _;
                    #(#items)*
                    #handles
                    #links
                    let mut #step = match &*#state { #resumes };
                    // What is live is dropped at the end of the frame.
                    let #rt::Op::Poll(#cx) = #op else { return ::core::task::Poll::Pending };
                    'machine: loop {
                        match #step { #(#arms)* }
                    }
                }
            }
        }
    }

    /// One handle for each local that leaves its code, in the order of their creation.
    fn handles(&self) -> TokenStream {
        let rt = &self.rt;
        let outside: Vec<LocalId> = self
            .flow
            .order
            .iter()
            .copied()
            .filter(|local| self.home(*local) != Home::Code)
            .collect();
        let frame = outside.iter().filter(|local| self.home(**local) == Home::Frame);
        let (mut slots, mut places) = (Vec::new(), Vec::new());
        for local in frame {
            let (slot, handle) = (self.frame_slot(*local), self.handle(*local));
            slots.push(quote!(let #slot = #rt::Slot::empty();));
            places.push(quote!(#handle.place(&#slot);));
        }
        let handles = outside.iter().map(|local| {
            let handle = self.handle(*local);
            match self.parts.any(*local) {
                true => quote!(let #handle = #rt::parted();),
                false => quote!(let #handle = #rt::whole();),
            }
        });
        quote!(#(#slots)* #(#handles)* #(#places)*)
    }

    fn frame_slot(&self, local: LocalId) -> Ident {
        Ident::new(&format!("frame_{local}"), Span::mixed_site())
    }

    /// For each state, what it holds.
    fn resumes(&self) -> TokenStream {
        let (rt, machine, step_type) = (&self.rt, &self.machine, &self.step_type);
        let op = own("op");
        let parameters: Vec<LocalId> = (0..self.flow.parameters).collect();
        let fields = parameters.iter().map(|local| self.field_pattern(*local));
        let start = self.steps[0].iter();
        let arguments = parameters.iter().map(|local| self.resume(*local, Init::Yes));
        // A machine that was never polled drops its arguments as rustc's does: in order.
        let drops = parameters.iter().map(|local| {
            let handle = self.handle(*local);
            quote!(#rt::Ending(&#handle),)
        });
        let suspended = self.analysis.waits.iter().zip(&self.states).map(|((block, held), name)| {
            let name = Ident::new(&name.to_string(), Span::call_site());
            let fields = held.iter().map(|held| self.field_pattern(held.local));
            let resumes = held.iter().map(|held| self.resume(held.local, held.init));
            let step = self.steps[*block].iter();
            quote!(#machine::#name { #(#fields,)* .. } => { #(#resumes)* #(#step_type::#step)* })
        });
        let body = self.function.body.brace_token.span.open();
        let dead = |what: &str| {
            let (variant, panic) = match what {
                "Returned" => (quote!(Returned), quote!(after_return)),
                _ => (quote!(Panicked), quote!(after_panic)),
            };
            // rustc's own machine panics where the body begins.
            let rt = super::respan(rt.clone(), body);
            let panic = super::respan(panic, body);
            let panic = quote_spanned!(body=> #rt::#panic());
            quote! {
                #machine::#variant => match #op {
                    #rt::Op::Poll(_) => #panic,
                    #rt::Op::Drop => return ::core::task::Poll::Pending,
                },
            }
        };
        let (returned, panicked) = (dead("Returned"), dead("Panicked"));
        quote! {
            #machine::Unresumed { #(#fields),* } => {
                #(#arguments)*
                if let #rt::Op::Drop = #op {
                    ::core::mem::drop((#(#drops)*));
                }
                #(#step_type::#start)*
            }
            #(#suspended)*
            #returned
            #panicked
        }
    }

    fn resume(&self, local: LocalId, init: Init) -> TokenStream {
        let (handle, field) = (self.handle(local), self.slot(local));
        match (self.analysis.flagged[local], init) {
            (true, Init::No) => quote!(#handle.place_flagged(#field);),
            (true, _) => quote!(#handle.resume_flagged(#field);),
            (false, Init::No) => quote!(#handle.place(#field);),
            (false, _) => quote!(#handle.resume(#field);),
        }
    }

    /// Rests: writes the state down and keeps what it holds.
    pub fn suspend(&self, block: BlockId) -> TokenStream {
        let (state, machine) = (own("state"), &self.machine);
        let waits = self.analysis.waits.iter().zip(&self.states).enumerate();
        let mut waits = waits.filter(|(_, ((wait, _), _))| *wait == block);
        let Some((index, ((_, held), name))) = waits.next() else { return TokenStream::new() };
        let (tag, name) = (tag(index), Ident::new(&name.to_string(), Span::call_site()));
        let (flagged, kept): (Vec<LocalId>, Vec<LocalId>) =
            held.iter().map(|held| held.local).partition(|local| self.analysis.flagged[*local]);
        let keeps = kept.iter().map(|local| {
            let handle = self.handle(*local);
            quote!(#handle.keep();)
        });
        let flags = (!flagged.is_empty()).then(|| {
            let fields = flagged.iter().map(|local| self.field_pattern(*local));
            let keeps = flagged.iter().map(|local| {
                let (handle, slot) = (self.handle(*local), self.slot(*local));
                quote!(#handle.keep_flagged(#slot);)
            });
            quote!(if let #machine::#name { #(#fields,)* .. } = &*#state { #(#keeps)* })
        });
        quote! {
            #state.cast::<u8>().write(#tag);
            #(#keeps)*
            #flags
            return ::core::task::Poll::Pending;
        }
    }

    /// Finds the slot of a local that is about to be written.
    pub fn place(&self, local: LocalId) -> TokenStream {
        let (state, machine) = (own("state"), &self.machine);
        let (handle, slot) = (self.handle(local), self.slot(local));
        let field = self.field_pattern(local);
        let variants = self.layout.suspended.iter().zip(&self.states).enumerate();
        let mut containing = variants.filter(|(_, (fields, _))| {
            fields.iter().any(|field| field.held && field.local == local)
        });
        let (tag, name) = match containing.next() {
            Some((index, (_, name))) => {
                (tag(index), Ident::new(&name.to_string(), Span::call_site()))
            }
            None => (0, Ident::new("Unresumed", Span::call_site())),
        };
        let place = match self.analysis.flagged[local] {
            true => quote!(place_flagged),
            false => quote!(place),
        };
        quote! {
            #state.cast::<u8>().write(#tag);
            if let #machine::#name { #field, .. } = &*#state { #handle.#place(#slot); }
        }
    }
}
