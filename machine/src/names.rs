//! Names: every binding of the function gets a name of its own.
//!
//! ```text
//! let x = a();  { let x = x + 1; f(x) }  x      // as written
//! let x = a();  { let x_2 = x + 1; f(x_2) }  x  // resolved
//! ```
//!
//! Later phases take blocks apart and lay their statements side by side, where shadowing
//! would mean something else. After this phase a name *is* a binding, also inside the
//! tokens of macros, and a captured `{x}` of a format string is an argument.

mod captures;
mod resolve;

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Block, FnArg, Generics, LitStr, Pat, Signature, Type, WherePredicate};

use crate::expand::Expanded;
use resolve::Resolver;
pub use resolve::binds;

/// A binding of the function, under the name that it has from now on.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The name in the source.
    pub written: String,
    /// Whether a macro was written out with it: it is a value without a name.
    pub made: bool,
}

/// A parameter, split in what the signature keeps and what the body binds.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The one name that holds the whole argument.
    pub name: Ident,
    /// The argument as the signature writes it.
    pub written: FnArg,
    /// The type, if it is not `self`'s shorthand.
    pub ty: Type,
    /// The pattern that takes it apart; `None` when the name is all there is.
    pub pattern: Option<Pat>,
    /// Whether a call takes it, as its type says.
    pub once: bool,
}

/// The function with resolved names.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The parameters in order.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Block,
    /// Every binding by its unique name.
    pub bindings: HashMap<String, Binding>,
    /// Every name that means something in the function.
    pub taken: HashSet<String>,
}

/// Resolves the names of a function.
pub fn resolve(signature: &Signature, expanded: &Expanded) -> Resolved {
    let body = &expanded.body;
    let mut taken = HashSet::new();
    collect_idents(body.to_token_stream(), &mut taken);
    collect_idents(signature.to_token_stream(), &mut taken);

    // A first walk only finds the names that are *not* local: a binding called like a
    // function that the body calls has to make way for it.
    let mut dry = Resolver::new(taken.clone(), HashSet::new());
    walk(&mut dry, signature, body);
    let mut resolver = Resolver::new(taken, dry.free);
    let (parameters, body) = walk(&mut resolver, signature, body);
    let taken = resolver.taken();
    for (name, stands_for) in &expanded.made {
        if let Some(binding) = resolver.bindings.get_mut(name) {
            *binding = Binding { written: stands_for.clone(), made: true };
        }
    }
    Resolved { parameters, body, bindings: resolver.bindings, taken }
}

/// The names that code mentions and doesn't bind; those that string literals capture as well.
pub fn free(parameters: &[Pat], body: &Block) -> HashSet<String> {
    let mut taken = HashSet::new();
    collect_idents(body.to_token_stream(), &mut taken);
    let mut dry = Resolver::new(taken, HashSet::new());
    dry.enter();
    parameters.iter().for_each(|pat| dry.irrefutable(&mut pat.clone()));
    dry.block(&mut body.clone());
    collect_captured(body.to_token_stream(), &mut dry.free);
    dry.free
}

fn collect_captured(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => into.extend(captured(&literal)),
            TokenTree::Group(group) => collect_captured(group.stream(), into),
            _ => {}
        }
    }
}

/// The names that a string literal captures, if a macro formats it.
pub fn captured(literal: &Literal) -> Vec<String> {
    let text = syn::parse_str::<LitStr>(&literal.to_string());
    text.map(|text| captures::captured(&text.value())).unwrap_or_default()
}

fn walk(resolver: &mut Resolver, signature: &Signature, body: &Block) -> (Vec<Parameter>, Block) {
    resolver.enter();
    let parameters =
        signature.inputs.iter().map(|input| parameter(resolver, input, &signature.generics));
    let parameters = parameters.collect::<Vec<_>>();
    let mut body = body.clone();
    resolver.block(&mut body);
    resolver.leave();
    (parameters, body)
}

fn parameter(resolver: &mut Resolver, input: &FnArg, generics: &Generics) -> Parameter {
    match input {
        FnArg::Receiver(receiver) => {
            let name = resolver.bind_self(receiver.self_token.span);
            Parameter {
                name,
                written: input.clone(),
                ty: receiver_type(receiver),
                pattern: None,
                once: false,
            }
        }
        FnArg::Typed(typed) => {
            let ty = (*typed.ty).clone();
            let once = is_called_once(&ty, generics);
            if let Pat::Ident(pat) = &*typed.pat
                && pat.by_ref.is_none()
                && pat.subpat.is_none()
            {
                let name = resolver.bind(&pat.ident);
                return Parameter { name, written: input.clone(), ty, pattern: None, once };
            }
            let name = resolver.invent("argument", Span::call_site());
            let mut pattern = (*typed.pat).clone();
            resolver.irrefutable(&mut pattern);
            Parameter { name, written: input.clone(), ty, pattern: Some(pattern), once }
        }
    }
}

/// Whether a type is `F` where `F: FnOnce(…)`, or has `FnOnce` in itself.
fn is_called_once(ty: &Type, generics: &Generics) -> bool {
    let says_once = |bounds: TokenStream| {
        let mut names = HashSet::new();
        collect_idents(bounds, &mut names);
        names.contains("FnOnce")
    };
    let is_ty = |bounded: String| bounded == ty.to_token_stream().to_string();
    let declared = generics.type_params().filter(|param| is_ty(param.ident.to_string()));
    let wheres = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let wheres = wheres.filter_map(|predicate| match predicate {
        WherePredicate::Type(bound) if is_ty(bound.bounded_ty.to_token_stream().to_string()) => {
            Some(bound.bounds.to_token_stream())
        }
        _ => None,
    });
    let mut bounds = declared.map(|param| param.bounds.to_token_stream()).chain(wheres);
    says_once(ty.to_token_stream()) || bounds.any(says_once)
}

/// The whole type of a receiver: `&'a mut self` is a `&'a mut Self`.
fn receiver_type(receiver: &syn::Receiver) -> Type {
    match &receiver.kind {
        syn::ReceiverKind::Typed(_, ty) => (**ty).clone(),
        syn::ReceiverKind::Reference(and, lifetime, mutability) => {
            syn::parse_quote!(#and #lifetime #mutability Self)
        }
        _ => syn::parse_quote!(Self),
    }
}

pub fn collect_idents(tokens: TokenStream, into: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                into.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_idents(group.stream(), into),
            _ => {}
        }
    }
}
