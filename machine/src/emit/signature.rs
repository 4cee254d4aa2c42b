//! The signature: what callers see is what they saw.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, FnArg, GenericParam, Lifetime, ParenthesizedGenericArguments, Pat, Signature,
    Type, TypeFnPtr, TypeImplTrait, TypeReference, Visibility,
};

use super::Emit;

/// An `async fn`, free or in an `impl`.
#[derive(Clone)]
pub struct Function {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    pub signature: Signature,
    pub body: Block,
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Function { attrs, vis, signature, body } = self;
        tokens.extend(quote!(#(#attrs)* #vis #signature #body));
    }
}

/// Gives every `impl Trait` among the arguments a name, so that `poll` can say it, and every
/// lifetime that is left out in it as well.
///
/// ```text
/// fn f(x: impl Into<&str>)      fn f<'impl0, Impl0: Into<&'impl0 str>>(x: Impl0)
/// ```
pub fn name_impl_traits(signature: &mut Signature) {
    let mut named = NameImplTraits::default();
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            named.visit_type_mut(&mut typed.ty);
        }
    }
    let params = &mut signature.generics.params;
    let lifetimes = named.lifetimes.into_iter();
    let written = std::mem::take(params).into_iter();
    params.extend(lifetimes.chain(written).chain(named.types));
}

#[derive(Default)]
struct NameImplTraits {
    /// How many `impl Trait`s are around.
    depth: usize,
    lifetimes: Vec<GenericParam>,
    types: Vec<GenericParam>,
}

impl NameImplTraits {
    fn lifetime(&mut self, span: Span) -> Lifetime {
        let name = Lifetime::new(&format!("'impl{}", self.lifetimes.len()), span);
        self.lifetimes.push(syn::parse_quote!(#name));
        name
    }
}

impl VisitMut for NameImplTraits {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let is_impl = matches!(ty, Type::ImplTrait(_));
        self.depth += usize::from(is_impl);
        visit_mut::visit_type_mut(self, ty);
        self.depth -= usize::from(is_impl);
        if let Type::ImplTrait(TypeImplTrait { bounds, .. }) = ty {
            let name = format_ident!("Impl{}", self.types.len());
            self.types.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
        }
    }
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if self.depth > 0 && reference.lifetime.is_none() {
            reference.lifetime = Some(self.lifetime(reference.and_token.span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.depth > 0 && lifetime.ident == "_" {
            *lifetime = self.lifetime(lifetime.span());
        }
    }
    // `Fn(&str) -> &str` has lifetimes of its own.
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
}

/// Whether a type names another that may have a lifetime.
fn has_path(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
            self.0 |= !crate::plain::is_plain_type(&Type::Path(path.clone()));
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

impl Emit<'_> {
    /// The parameters: one name each, whatever the pattern.
    pub fn inputs(&self) -> TokenStream {
        let inputs = self.resolved.parameters.iter().map(|parameter| {
            match &parameter.written {
                FnArg::Receiver(receiver) => quote!(#receiver),
                FnArg::Typed(typed) => {
                    let name = self.argument(parameter);
                    let (attrs, ty) = (&typed.attrs, &typed.ty);
                    // An `async fn` may not hide a lifetime (E0726).
                    let deny = has_path(ty).then(|| quote!(#[deny(elided_lifetimes_in_paths)]));
                    quote!(#(#attrs)* #deny #name: #ty)
                }
            }
        });
        quote!(#(#inputs),*)
    }

    /// The name of an argument in the signature: the user's, if there is one.
    pub fn argument(&self, parameter: &crate::names::Parameter) -> Ident {
        match &parameter.written {
            FnArg::Receiver(receiver) => Ident::new("self", receiver.self_token.span),
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(pat) if parameter.pattern.is_none() => pat.ident.clone(),
                _ => parameter.name.clone(),
            },
        }
    }

    /// The argument, used by generated code: lints on names are for the user's.
    pub fn argument_used(&self, parameter: &crate::names::Parameter) -> Ident {
        let mut name = self.argument(parameter);
        if name != "self" {
            name.set_span(Span::call_site().located_at(name.span()));
        }
        name
    }
}
