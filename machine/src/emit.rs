//! Writes the machine down as Rust: the function, its enum, its `poll`.
//!
//! ```text
//! fn f(x: X) -> impl Future<Output = T> {
//!     enum FMachine<…> { Unresumed { … }, Returned, Panicked, AwaitA { … }, … }
//!     if false { the oracle: the body as written; loop {} }
//!     Machine::new(oracle, witness, poll, FMachine::Unresumed { … })
//! }
//! ```

mod block;
mod code;
mod matching;
mod methods;
mod oracle;
mod output;
mod parts;
mod poll;
pub mod signature;
mod states;

use std::cell::{Cell, RefCell};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::flow::{BlockId, Flow, Kind, LocalId};
use crate::held::{Analysis, Home};
use crate::layout::Layout;
use crate::mentions::Names;
use crate::names::Resolved;
use signature::Function;

/// Everything that the emitter reads.
pub struct Emit<'a> {
    pub function: &'a Function,
    pub resolved: &'a Resolved,
    pub flow: &'a Flow,
    pub analysis: &'a Analysis,
    pub layout: &'a Layout,
    pub names: Names,
    pub parts: parts::Parts,
    /// The path of the runtime: `::pinata::rt`.
    pub rt: TokenStream,
    /// The names of the states, in the order of the analysis' waits.
    pub states: Vec<Ident>,
    /// The name of the step of every head block.
    pub steps: Vec<Option<Ident>>,
    pub machine: Ident,
    pub step_type: Ident,
    /// The types that the probes of method calls talk about.
    pub probes: Cell<usize>,
    /// What the pattern before a guard binds.
    pub bound: RefCell<Vec<LocalId>>,
    /// Statements that have to stand before the one being written.
    pub before: RefCell<TokenStream>,
    /// The handles that have been told how to drop what is left of their value.
    pub told: RefCell<Vec<LocalId>>,
}

/// Emits the whole function.
pub fn emit(
    function: &Function,
    resolved: &Resolved,
    flow: &Flow,
    analysis: &Analysis,
    layout: &Layout,
    krate: &syn::Path,
) -> Result<TokenStream, Vec<syn::Error>> {
    let waits: Vec<BlockId> = analysis.waits.iter().map(|(block, _)| *block).collect();
    let states = crate::naming::state_names(flow, &waits);
    let names = Names::of(flow);
    let camel = crate::naming::camel_case(&function.signature.ident.to_string());
    let taken = quote!(#function).to_string();
    let free = |mut name: String| {
        while taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    };
    let emit = Emit {
        steps: steps(flow, analysis, &states),
        parts: parts::collect(flow, analysis, &names),
        function,
        resolved,
        flow,
        analysis,
        layout,
        names,
        rt: quote!(#krate::rt),
        states,
        machine: free(format!("{camel}Machine")),
        step_type: free(format!("{camel}Step")),
        probes: Cell::new(0),
        bound: RefCell::new(Vec::new()),
        before: RefCell::new(TokenStream::new()),
        told: RefCell::new(Vec::new()),
    };
    if emit.parts.refusals.is_empty() {
        return Ok(emit.function());
    }
    let refusals = emit.parts.refusals.iter();
    Err(refusals.map(|(span, message)| syn::Error::new(*span, message)).collect())
}

/// The names of the steps: states by their names, the other heads by what they are for.
fn steps(flow: &Flow, analysis: &Analysis, states: &[Ident]) -> Vec<Option<Ident>> {
    let mut steps: Vec<Option<Ident>> = vec![None; flow.blocks.len()];
    for ((block, _), state) in analysis.waits.iter().zip(states) {
        steps[*block] = Some(Ident::new(&state.to_string(), Span::call_site()));
    }
    let mut counts = std::collections::HashMap::new();
    for block in &analysis.shape.order {
        if analysis.shape.is_head(*block) && steps[*block].is_none() {
            let label = flow.blocks[*block].label;
            let count = counts.entry(label).or_insert(0);
            *count += 1;
            steps[*block] = Some(match *count {
                1 => format_ident!("{label}"),
                n => format_ident!("{label}{n}"),
            });
        }
    }
    steps
}

/// A name of our own that the user's code can't see.
pub fn own(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The same tokens at another place in the source.
pub fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    respanned.collect()
}

impl Emit<'_> {
    fn function(&self) -> TokenStream {
        let Function { attrs, vis, signature, .. } = self.function;
        let (oracle, states) = (self.oracle(), self.states());
        let (wanted, links) = (self.wanted(), self.wanted_in_poll());
        let (witness, poll) = (self.witness(), self.poll(&quote!(#links)));
        let unresumed = self.unresumed();
        let (rt, inputs) = (&self.rt, self.inputs());
        let output = self.output();
        let (kept, generics) = (own("oracle"), &signature.generics);
        let (unsafety, abi, name) = (&signature.safety, &signature.abi, &signature.ident);
        let wheres = &generics.where_clause;
        let parameters = &generics.params;
        let parameters = (!parameters.is_empty()).then(|| quote!(<#parameters>));
        let allow = allow();
        let machine = match wanted {
            None => quote!(#rt::Machine::new(#kept, #witness, #poll, #unresumed)),
            Some(_) => {
                let wanted = own("wanted");
                quote!(#rt::Returning::new(#kept, #witness, #poll, #unresumed, #wanted))
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
                let #made = unsafe { #machine };
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

    /// The handle of a local: `__socket`.
    pub fn handle(&self, local: LocalId) -> Ident {
        self.handle_at(local, self.flow.locals[local].name.span())
    }

    /// The handle, at another span.
    pub fn handle_at(&self, local: LocalId, span: Span) -> Ident {
        let name = self.flow.locals[local].name.to_string();
        Ident::new(&format!("__{}", name.trim_start_matches("r#")), span)
    }

    /// The type parameter for a local's slot: `Socket`.
    pub fn parameter(&self, local: LocalId) -> Ident {
        let camel = |local: LocalId| {
            let name = self.flow.locals[local].name.to_string();
            crate::naming::camel_case(name.trim_start_matches("r#"))
        };
        let name = camel(local);
        let slots = &self.layout.slots;
        let others = [self.machine.to_string(), self.step_type.to_string()];
        let clash = slots.iter().any(|other| *other != local && camel(*other) == name)
            || others.contains(&name)
            || name.starts_with(&others[0]);
        match clash || name.is_empty() {
            true => format_ident!("{name}Local{local}", span = Span::call_site()),
            false => Ident::new(&name, Span::call_site()),
        }
    }

    /// The slot of a local, found in the state at hand.
    pub fn slot(&self, local: LocalId) -> Ident {
        own(&format!("slot_{local}"))
    }

    /// `socket: slot_3`
    pub fn field_pattern(&self, local: LocalId) -> TokenStream {
        let (field, slot) = (self.field(local), self.slot(local));
        quote!(#field: #slot)
    }

    /// The field for a local's slot.
    pub fn field(&self, local: LocalId) -> Ident {
        let name = self.flow.locals[local].name.to_string();
        // A state has one awaitee.
        let is_awaitee = self.flow.locals[local].kind == Kind::Awaitee;
        if is_awaitee && !self.resolved.taken.contains("awaitee") {
            return own("awaitee");
        }
        match name.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::mixed_site()),
            None => Ident::new(&name, Span::mixed_site()),
        }
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
