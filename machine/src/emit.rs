//! Writes the machine down as Rust: the function, its states, its `poll`.
//!
//! ```text
//! fn f(x: X) -> impl Future<Output = T> {
//!     enum FState { Unresumed, Returned, Panicked, AwaitA, … }
//!     if false { the oracle: the body as written; loop {} }
//!     let layout = Layout::<(Slot<FState>, Slot<X>, …)>::new();
//!     let machine = Machine::new(oracle, witness, poll);
//!     x into its slot, Unresumed into the state
//!     machine
//! }
//! ```

mod block;
mod callee;
mod captures;
mod code;
mod doubts;
mod literals;
mod matching;
mod methods;
mod oracle;
mod output;
mod poll;
mod rest;
pub mod signature;
mod storage;
mod witness;

use std::cell::{Cell, RefCell};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::flow::{BlockId, Flow, LocalId};
use crate::held::{Analysis, Home};
use crate::layout::Layout;
use crate::mentions::Names;
use crate::names::Resolved;
use crate::parts::Parts;
use signature::Function;

/// Everything that the emitter reads.
pub struct Emit<'a> {
    pub function: &'a Function,
    pub resolved: &'a Resolved,
    pub flow: &'a Flow,
    pub analysis: &'a Analysis,
    pub layout: &'a Layout,
    pub names: &'a Names,
    pub parts: &'a Parts,
    /// The path of the runtime: `::pinata::rt`.
    pub rt: syn::Path,
    /// The name of the state of every head block.
    pub states: Vec<Option<Ident>>,
    /// The type of the states: `FState`.
    pub state_type: Ident,
    /// The types that the probes of method calls talk about.
    pub probes: Cell<usize>,
    /// What the pattern before a guard binds.
    pub bound: RefCell<Vec<LocalId>>,
    /// Statements that have to stand before the one being written.
    pub before: RefCell<TokenStream>,
    /// The blocks whose code comes after what is being written, and where a jump leads directly.
    pub later: RefCell<Vec<BlockId>>,
    /// The handles that have been told how to drop what is left of their value.
    pub told: RefCell<Vec<LocalId>>,
}

/// Emits the whole function.
pub fn emit(
    function: &Function,
    resolved: &Resolved,
    flow: &Flow,
    analysis: &Analysis,
    (parts, layout): (&Parts, &Layout),
    krate: &syn::Path,
) -> TokenStream {
    let camel = crate::naming::camel_case(&function.signature.ident.to_string());
    let taken = quote!(#function).to_string();
    let mut state_type = format!("{camel}State");
    while taken.contains(&state_type) {
        state_type.push('_');
    }
    let mut rt = krate.clone();
    rt.segments.push(Ident::new("rt", Span::call_site()).into());
    let emit = Emit {
        function,
        resolved,
        flow,
        analysis,
        layout,
        names: &analysis.names,
        parts,
        rt,
        states: states(flow, analysis),
        state_type: Ident::new(&state_type, Span::call_site()),
        probes: Cell::new(0),
        bound: RefCell::new(Vec::new()),
        before: RefCell::new(TokenStream::new()),
        later: RefCell::new(Vec::new()),
        told: RefCell::new(Vec::new()),
    };
    emit.function()
}

/// The states: where the machine rests by their names, the other heads, between which `poll` goes
/// on by itself, by what they are for.
fn states(flow: &Flow, analysis: &Analysis) -> Vec<Option<Ident>> {
    let mut states: Vec<Option<Ident>> = vec![None; flow.blocks.len()];
    let waits: Vec<BlockId> = analysis.waits.iter().map(|(block, _)| *block).collect();
    for (block, name) in waits.iter().zip(crate::naming::state_names(flow, &waits)) {
        states[*block] = Some(Ident::new(&name.to_string(), Span::call_site()));
    }
    let mut counts = std::collections::HashMap::new();
    for block in &analysis.shape.order {
        if analysis.shape.is_place(*block) && states[*block].is_none() {
            let label = match block {
                0 => "Unresumed",
                block => flow.blocks[*block].label,
            };
            let count = counts.entry(label).or_insert(0);
            *count += 1;
            let name = match *count {
                1 => label.to_owned(),
                n => format!("{label}{n}"),
            };
            states[*block] = Some(Ident::new(&name, Span::call_site()));
        }
    }
    states
}

/// A name of our own that the user's code can't see.
pub fn own(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The same tokens at another place in the source.
pub fn respan(tokens: impl ToTokens, span: Span) -> TokenStream {
    let respanned = tokens.into_token_stream().into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    respanned.collect()
}

impl Emit<'_> {
    fn function(&self) -> TokenStream {
        let Function { attrs, vis, signature, .. } = self.function;
        let (oracle, states, layout) = (self.oracle(), self.states(), self.layout());
        let (wanted, poll) = (self.wanted(), self.poll(&self.wanted_in_poll()));
        let (witness, unresumed) = (self.witness(), self.unresumed());
        let (rt, inputs) = (&self.rt, self.inputs());
        let output = self.output();
        let (kept, held, generics) = (own("oracle"), own("witness"), &signature.generics);
        let (unsafety, abi, name) = (&signature.safety, &signature.abi, &signature.ident);
        let wheres = &generics.where_clause;
        let parameters = &generics.params;
        let parameters = (!parameters.is_empty()).then(|| quote!(<#parameters>));
        let allow = allow();
        let new = match wanted {
            None => quote!(#rt::Machine::new(#kept, #held, #poll)),
            Some(_) => {
                let wanted = own("wanted");
                quote!(#rt::Returning::new(#kept, #held, #poll, #wanted))
            }
        };
        // What is said about the function as a whole is said at the function. `impl` keeps
        // the edition of the macro, in which it captures every lifetime there is.
        let here = Span::call_site().located_at(signature.ident.span());
        let future = quote_spanned!(here=> impl ::core::future::Future<Output = #output>);
        let (fn_token, arrow) = (signature.fn_token, quote_spanned!(here=> ->));
        let made = own("machine");
        let mut returned = made.clone();
        returned.set_span(made.span().located_at(here));
        let mut body = Group::new(
            Delimiter::Brace,
            quote! {
                #allow
                #states
                #wanted
                #oracle
                #allow
                let #made = unsafe {
                    #layout
                    #witness
                    let #made = #new;
                    #unresumed
                    #made
                };
                #returned
            },
        );
        body.set_span(self.function.body.brace_token.span.join());
        quote! {
            #(#attrs)*
            #vis #unsafety #abi #fn_token #name #parameters (#inputs) #arrow #future #wheres #body
        }
    }

    /// A name for an item that the user's code has no other for.
    pub fn free(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.resolved.taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }

    /// Where a local lives.
    pub fn home(&self, local: LocalId) -> Home {
        self.analysis.homes[local]
    }

    /// Whether a local is ever outside of its code; an argument is, before it gets there.
    pub fn has_handle(&self, local: LocalId) -> bool {
        self.home(local) != Home::Code || self.analysis.has_slot(self.flow, local)
    }

    /// The handle of a local: `__socket`.
    pub fn handle(&self, local: LocalId) -> Ident {
        self.handle_at(local, self.flow.locals[local].name.span())
    }

    /// The handle, at another span.
    pub fn handle_at(&self, local: LocalId, span: Span) -> Ident {
        let name = self.flow.locals[local].name.to_string();
        Ident::new(&format!("__{}", name.trim_start_matches("r#")), span)
    }
}

/// The lints that generated code is free of.
pub fn allow() -> TokenStream {
    quote! {
        #[allow(
            warnings,
            dangerous_implicit_autorefs,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
    }
}
