//! The signature: what callers see is what they saw.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, FnArg, GenericParam, Pat, Signature, Type, TypeImplTrait, Visibility};

use super::Emit;

/// An `async fn`, free or in an `impl`.
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

/// Gives every `impl Trait` among the arguments a name, so that `poll` can say it.
///
/// ```text
/// fn f(x: impl Read)      fn f<Impl0: Read>(x: Impl0)
/// ```
pub fn name_impl_traits(signature: &mut Signature) {
    struct NameImplTraits(Vec<GenericParam>);
    impl VisitMut for NameImplTraits {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            visit_mut::visit_type_mut(self, ty);
            if let Type::ImplTrait(TypeImplTrait { bounds, .. }) = ty {
                let name = format_ident!("Impl{}", self.0.len());
                self.0.push(syn::parse_quote!(#name: #bounds));
                *ty = syn::parse_quote!(#name);
            }
        }
    }
    let mut named = NameImplTraits(Vec::new());
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            named.visit_type_mut(&mut typed.ty);
        }
    }
    signature.generics.params.extend(named.0);
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
