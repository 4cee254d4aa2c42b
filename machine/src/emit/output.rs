//! The output, where its type has no name: `impl Trait` and `!`.
//!
//! `!` is written as what a `fn() -> !` returns. An `impl Trait` stays in the signature. In
//! both copies of the body it is another type each, because a closure is; so each
//! learns what it must be in its own way:
//!
//! ```text
//! async fn f(n: usize) -> Result<impl Fn(u8) -> u8, E>
//!
//! poll:               tie(output, value), where `output` is what the function returns
//! oracle:             fn expected<G0, G1, I0: Fn(G0) -> G1, G2>() -> Type<Result<I0, G2>>
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    AssocType, Expr, GenericArgument, GenericParam, Lifetime, PathArguments, ReturnType, Stmt,
    TraitBound, Type, TypeImplTrait, TypeParamBound, TypeReference,
};

use super::poll::label;
use super::{Emit, own};

impl Emit<'_> {
    /// What the signature says.
    pub fn output(&self) -> Type {
        match &self.function.signature.output {
            ReturnType::Type(_, ty) => match &**ty {
                Type::Never(never) => {
                    let rt = &self.rt;
                    syn::parse_quote!(<fn() -> #never as #rt::Returns>::Output)
                }
                ty => ty.clone(),
            },
            ReturnType::Default => syn::parse_quote!(()),
        }
    }

    /// The same, where it has a name.
    pub fn named_output(&self) -> Option<Type> {
        let output = self.output();
        (!mentions_impl(&output)).then_some(output)
    }

    /// A body that ends without a value, although the function has one, ends before: rustc sees
    /// that, and here it must fit nevertheless.
    pub fn end_of_body(&self, value: &Expr) -> Option<TokenStream> {
        let is_unit = |tuple: &syn::ExprTuple| tuple.elems.is_empty();
        let ReturnType::Type(..) = &self.function.signature.output else { return None };
        let ty = self.named_output().filter(|_| matches!(value, Expr::Tuple(t) if is_unit(t)))?;
        let rt = &self.rt;
        Some(quote!({ use #rt::NoValue as _; #rt::Type::<#ty>::new().end() }))
    }

    /// The body in a copy that never runs, where `return` and `?` meet a known type.
    ///
    /// ```text
    /// if false { return Type::<T>::new().dead(); } BODY
    /// let wanted = expected::<…>(); if false { return wanted.dead(); } tie(wanted, BODY)
    /// ```
    pub fn typed(&self, body: &syn::Block) -> TokenStream {
        let (rt, wanted) = (&self.rt, own("wanted"));
        if let Some(ty) = self.named_output() {
            let first = quote!(if false { return #rt::Type::<#ty>::new().dead(); });
            // What never comes can't be returned.
            let first = (!self.never()).then_some(first);
            return quote!(#first #body);
        }
        let expected = Expected::of(self);
        let body = match body.stmts.last() {
            Some(Stmt::Expr(tail, None)) if !never_ends(tail) => {
                // What doesn't fit is reported where it stands.
                let at = Span::call_site().located_at(tail.span());
                let tie = super::respan(quote!(#rt::tie), at);
                let tied = quote_spanned!(at=> (#wanted, #body));
                quote!(#tie #tied)
            }
            _ => body.to_token_stream(),
        };
        quote! {
            let #wanted = #expected;
            if false { return #wanted.dead(); }
            #body
        }
    }

    fn never(&self) -> bool {
        let ReturnType::Type(_, ty) = &self.function.signature.output else { return false };
        matches!(**ty, Type::Never(_))
    }

    /// The type of the function's own output, and of its arguments, known before all else.
    /// Nothing but types: `poll` captures them.
    ///
    /// ```text
    /// let wanted = Type::new();
    /// let types = { if false { loop {} return Returning::dead(wanted); } (Type::of(&x),) };
    /// ```
    pub fn wanted(&self) -> Option<TokenStream> {
        if self.named_output().is_some() {
            return None;
        }
        let (rt, wanted, types) = (&self.rt, own("wanted"), own("types"));
        let arguments =
            self.resolved.parameters.iter().map(|parameter| self.argument_used(parameter));
        let allow = super::allow();
        Some(quote! {
            let #wanted = #rt::Type::new();
            #allow
            let #types = {
                if false {
                    loop {}
                    return #rt::Returning::dead(#wanted);
                }
                (#(#rt::Type::of(&#arguments),)*)
            };
        })
    }

    /// In `poll`: the arguments have their lifetimes, and so has what it returns.
    pub fn wanted_in_poll(&self) -> Option<TokenStream> {
        if self.named_output().is_some() {
            return None;
        }
        let types = own("types");
        let arguments = (0..self.flow.parameters).map(|local| {
            let (handle, index) = (self.handle(local), syn::Index::from(local));
            quote!(#types.#index.same(#handle.type_of());)
        });
        let returns = self.returns_wanted();
        Some(quote!(#(#arguments)* #returns))
    }

    fn returns_wanted(&self) -> TokenStream {
        let (wanted, returned) = (own("wanted"), label("returned"));
        quote!(if false { break #returned #wanted.dead(); })
    }

    /// `let output: T = value;`
    pub fn let_output(&self, value: &TokenStream, span: Span) -> TokenStream {
        let (rt, output, wanted) = (&self.rt, own("output"), own("wanted"));
        match self.named_output() {
            Some(ty) => {
                let ty = super::respan(ty.to_token_stream(), span);
                quote!(let #output: #ty = #value;)
            }
            None => quote!(let #output = #rt::tie(#wanted, #value);),
        }
    }
}

/// Whether a tail is there for its effect alone.
fn never_ends(tail: &Expr) -> bool {
    match tail {
        Expr::Loop(_) | Expr::Return(_) => true,
        Expr::Macro(mac) => {
            let names = ["panic", "todo", "unimplemented", "unreachable"];
            names.iter().any(|name| mac.mac.path.is_ident(name))
        }
        _ => false,
    }
}

/// Whether a type says `impl Trait` somewhere.
pub fn mentions_impl(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
            self.0 = true;
            visit::visit_type_impl_trait(self, ty);
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

/// Builds a function that is generic over all that its signature mentions, since an item
/// sees none of the generics around it.
struct Expected<'a, 'b> {
    emit: &'a Emit<'b>,
    /// Its type parameters, and what they are.
    parameters: Vec<TokenStream>,
    arguments: Vec<TokenStream>,
    /// The lifetimes of a `for<'a>` around.
    declared: Vec<Lifetime>,
    /// Within `Fn(…)`, where a lifetime may be left out.
    called: bool,
}

impl Expected<'_, '_> {
    fn of(emit: &Emit) -> TokenStream {
        let mut expected = Expected {
            emit,
            parameters: Vec::new(),
            arguments: Vec::new(),
            declared: Vec::new(),
            called: false,
        };
        let (mut shape, rt) = (emit.output(), &emit.rt);
        expected.lift(&mut shape, true);
        let Expected { parameters, arguments, .. } = expected;
        quote! {{
            fn expected<'l, #(#parameters),*>() -> #rt::Type<#shape> { #rt::Type::new() }
            expected::<#(#arguments),*>()
        }}
    }

    /// A new parameter.
    fn parameter(&mut self, bounds: &TokenStream, argument: TokenStream) -> Type {
        let name = self.emit.free(&format!("T{}", self.parameters.len()));
        self.parameters.push(quote!(#name: #bounds));
        self.arguments.push(argument);
        syn::parse_quote!(#name)
    }

    /// Makes parameters of what a type mentions. What is around an `impl Trait` stays, and
    /// references of any lifetime.
    fn lift(&mut self, ty: &mut Type, sized: bool) {
        match ty {
            Type::Reference(reference) if self.is_any(reference) => {
                self.lift(&mut reference.elem, false);
            }
            Type::ImplTrait(implemented) => {
                let bounds = implemented.bounds.iter().filter_map(|bound| self.bound(bound));
                let bounds: Vec<TraitBound> = bounds.collect();
                *ty = self.parameter(&quote!(#(#bounds +)* 'l), quote!(_));
            }
            ty if mentions_impl(ty) => visit_mut::visit_type_mut(self, ty),
            ty => {
                let bounds = if sized { quote!() } else { quote!(?Sized) };
                let argument = match mentions_lifetime(ty, &self.declared) {
                    true => quote!(_),
                    false => ty.to_token_stream(),
                };
                *ty = self.parameter(&bounds, argument);
            }
        }
    }

    /// Whether a reference may have any lifetime: `Fn(&str)`.
    fn is_any(&self, reference: &TypeReference) -> bool {
        let lifetime = reference.lifetime.as_ref();
        lifetime.map_or(self.called, |lifetime| self.declared.contains(lifetime))
    }

    /// What inference learns from a bound: `Fn(A) -> B`, `Iterator<Item = T>`.
    fn bound(&mut self, bound: &TypeParamBound) -> Option<TraitBound> {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let mut bound: TraitBound = bound.clone();
        let declared = bound.lifetimes.iter().flat_map(|bound| &bound.lifetimes);
        let declared: Vec<Lifetime> = declared
            .filter_map(|parameter| match parameter {
                GenericParam::Lifetime(parameter) => Some(parameter.lifetime.clone()),
                _ => None,
            })
            .collect();
        let outer = std::mem::replace(&mut self.declared, declared);
        let kept = self.arguments_of(&mut bound.path.segments.last_mut()?.arguments);
        self.declared = outer;
        kept.then_some(bound)
    }

    /// `false` when the bound is better left out.
    fn arguments_of(&mut self, arguments: &mut PathArguments) -> bool {
        match arguments {
            PathArguments::None => true,
            PathArguments::Parenthesized(signature) => {
                let outer = std::mem::replace(&mut self.called, true);
                signature.inputs.iter_mut().for_each(|input| self.lift(&mut input.ty, true));
                if let ReturnType::Type(_, output) = &mut signature.output {
                    self.lift(output, true);
                }
                self.called = outer;
                let leaves_out =
                    |ty: &Type| matches!(ty, Type::Reference(to) if to.lifetime.is_none());
                let ReturnType::Type(_, output) = &signature.output else { return true };
                !leaves_out(output) || signature.inputs.iter().any(|input| leaves_out(&input.ty))
            }
            PathArguments::AngleBracketed(arguments) => {
                let only_types = arguments.args.iter().all(|argument| {
                    matches!(argument, GenericArgument::AssocType(assoc) if assoc.generics.is_none())
                });
                if only_types {
                    self.visit_angle_bracketed_generic_arguments_mut(arguments);
                }
                only_types
            }
        }
    }
}

impl VisitMut for Expected<'_, '_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        self.lift(ty, true);
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime = Some(any_lifetime());
        self.lift(&mut reference.elem, false);
    }

    fn visit_assoc_type_mut(&mut self, assoc: &mut AssocType) {
        self.lift(&mut assoc.ty, false);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = any_lifetime();
    }
}

/// The one lifetime of the function: nothing is said about lifetimes in dead code.
fn any_lifetime() -> Lifetime {
    Lifetime::new("'l", Span::call_site())
}

fn mentions_lifetime(ty: &Type, lifetimes: &[Lifetime]) -> bool {
    struct Search<'a>(&'a [Lifetime], bool);
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            self.1 |= self.0.contains(lifetime);
        }
    }
    let mut search = Search(lifetimes, false);
    search.visit_type(ty);
    search.1
}
