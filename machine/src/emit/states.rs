//! The enum, and the witness that lends it a place.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{Emit, own};
use crate::layout::Field;

impl Emit<'_> {
    /// The enum of the states, and that of the steps.
    pub fn states(&self) -> TokenStream {
        let (machine, step) = (&self.machine, &self.step_type);
        let parameters = self.parameters();
        let unresumed = self.fields(&self.layout.unresumed);
        let suspended = self.states.iter().zip(&self.layout.suspended).enumerate().map(
            |(index, (name, fields))| {
                let (fields, tag) = (self.fields(fields), tag(index));
                let name = Ident::new(&name.to_string(), Span::call_site());
                quote!(#name { #fields } = #tag)
            },
        );
        let steps = self.steps.iter().flatten();
        quote! {
            #[repr(u8)]
            enum #machine<#(#parameters),*> {
                Unresumed { #unresumed } = 0,
                Returned = 1,
                Panicked = 2,
                #(#suspended,)*
            }
            #[derive(::core::clone::Clone, ::core::marker::Copy)]
            enum #step { #(#steps),* }
        }
    }

    /// The type parameters, one for each slot.
    pub fn parameters(&self) -> Vec<Ident> {
        self.layout.slots.iter().map(|local| self.parameter(*local)).collect()
    }

    fn fields(&self, fields: &[Field]) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let (name, ty) = (self.field(field.local), self.field_type(field));
            quote!(#name: #ty)
        });
        quote!(#(#fields),*)
    }

    /// What a state holds is in a slot; what only keeps the address of the next field is a
    /// hole.
    fn field_type(&self, field: &Field) -> TokenStream {
        let (rt, parameter) = (&self.rt, self.parameter(field.local));
        let slot = match self.analysis.flagged[field.local] {
            true => quote!(#rt::Flagged<#parameter>),
            false => quote!(#rt::Slot<#parameter>),
        };
        if field.held { slot } else { quote!(#rt::Hole<#slot>) }
    }

    /// The first state, with the arguments in it.
    pub fn unresumed(&self) -> TokenStream {
        let (rt, machine) = (&self.rt, &self.machine);
        let types = self.layout.slots.iter().map(|local| match *local < self.flow.parameters {
            true => quote!(_),
            false => quote!(()),
        });
        let fields = self.layout.unresumed.iter().map(|field| {
            let (name, argument) = (
                self.field(field.local),
                self.argument_used(&self.resolved.parameters[field.local]),
            );
            match self.analysis.flagged[field.local] {
                true => quote!(#name: #rt::Flagged::new(#argument)),
                false => quote!(#name: #rt::Slot::new(#argument)),
            }
        });
        quote!(#machine::<#(#types),*>::Unresumed { #(#fields),* })
    }

    /// An `async` block that is never run. It holds the fields of each state across an await, so
    /// it is as large as the enum: its own tag pays for ours.
    pub fn witness(&self) -> TokenStream {
        let (rt, machine) = (&self.rt, &self.machine);
        let parameters = self.parameters();
        let variants = [&self.layout.unresumed].into_iter().chain(&self.layout.suspended);
        let link = self.free("link");
        let (mut structs, mut types, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for (index, fields) in variants.enumerate() {
            let name = format_ident!("{machine}Fields{index}");
            let used: Vec<Ident> = self
                .layout
                .slots
                .iter()
                .filter(|slot| fields.iter().any(|field| field.local == **slot))
                .map(|slot| self.parameter(*slot))
                .collect();
            let fields = fields.iter().map(|field| self.room(field));
            structs.push(quote!(#[repr(C)] struct #name<#(#used),*>(#(#fields),*);));
            types.push(quote!(#rt::Type<#name<#(#used),*>>));
            held.push(own(&format!("fields_{index}")));
        }
        let (value, state) = (own("held"), own("state"));
        let wanted = self.wanted_in_witness();
        let poll = self.poll(&quote!(#link(#(#held,)* #state); #wanted));
        quote! {
            || async {
                #(#structs)*
                fn #link<#(#parameters),*>(#(_: #types,)* _: *mut #machine<#(#parameters),*>) {}
                #(let #held = #rt::Type::new();)*
                if false {
                    loop {}
                    unsafe { #rt::template(#poll); }
                }
                #({
                    let #value = #held.dead();
                    ::core::future::pending::<()>().await;
                    ::core::mem::forget(#value);
                })*
            }
        }
    }

    /// As much room as a slot takes, in fewer types: each of them counts against rustc's
    /// limit of recursion, once for every machine inside of another.
    fn room(&self, field: &Field) -> TokenStream {
        let (rt, parameter) = (&self.rt, self.parameter(field.local));
        match self.analysis.flagged[field.local] {
            true => quote!(#rt::FlaggedRoom<#parameter>),
            false => quote!(#rt::Room<#parameter>),
        }
    }
}

/// The tag of a suspension; the first three are rustc's reserved states.
pub fn tag(index: usize) -> u8 {
    u8::try_from(index + 3).unwrap_or(u8::MAX)
}
