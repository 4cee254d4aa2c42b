//! `#[cfg]` inside of a function: the function once with what it stands on, once without.
//!
//! ```text
//! async fn f(x: u8, #[cfg(unix)] fd: RawFd) { #[cfg(unix)] wait(fd).await; }
//!
//! #[cfg(unix)]      #[pinata::desugar] async fn f(x: u8, fd: RawFd) { wait(fd).await; }
//! #[cfg(not(unix))] #[pinata::desugar] async fn f(x: u8) {}
//! ```
//!
//! A macro can't ask which of them it is. rustc decides, before it expands the attribute of
//! the one that there is.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, FnArg, Path, Stmt};

use crate::emit::signature::Function;

/// The most conditions in one function: each doubles the number of functions.
pub const MOST_CONDITIONS: usize = 5;

/// A condition, and where it stands first.
pub struct Condition {
    text: String,
    tokens: TokenStream,
    pub span: Span,
}

/// The different conditions of a function, in the order of the source.
pub fn conditions(function: &Function) -> Vec<Condition> {
    let mut found = Find(Vec::new());
    found.visit_signature(&function.signature);
    found.visit_block(&function.body);
    found.0
}

struct Find(Vec<Condition>);

impl<'ast> Visit<'ast> for Find {
    fn visit_attribute(&mut self, attr: &'ast Attribute) {
        let Some(tokens) = condition(attr) else { return };
        let text = tokens.to_string();
        if !self.0.iter().any(|known| known.text == text) {
            self.0.push(Condition { text, tokens, span: attr.span() });
        }
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {
        // It is passed through.
    }
}

/// The function in all its configurations, if there are several.
pub fn configure(function: &Function, krate: &Path) -> Option<TokenStream> {
    let conditions = conditions(function);
    if conditions.is_empty() || conditions.len() > MOST_CONDITIONS {
        return None;
    }
    let choices = 0..1usize << conditions.len();
    Some(choices.map(|choice| one(function, &conditions, choice, krate)).collect())
}

/// One configuration: the bits of `choice` say which conditions hold.
fn one(function: &Function, conditions: &[Condition], choice: usize, krate: &Path) -> TokenStream {
    let holds = |index: usize| choice & 1 << index != 0;
    let said = conditions.iter().enumerate().map(|(index, Condition { tokens, .. })| {
        if holds(index) { quote!(all(#tokens)) } else { quote!(not(all(#tokens))) }
    });
    let Function { attrs, vis, .. } = function;
    let (mut signature, mut body) = (function.signature.clone(), function.body.clone());
    let texts = conditions.iter().enumerate().filter(|(index, _)| holds(*index));
    let mut strip = Strip { hold: texts.map(|(_, condition)| &*condition.text).collect() };
    strip.visit_signature_mut(&mut signature);
    strip.visit_block_mut(&mut body);
    quote! {
        #[cfg(all(#(#said),*))]
        #[#krate::desugar(crate = #krate)]
        #(#attrs)* #vis #signature #body
    }
}

fn condition(attr: &Attribute) -> Option<TokenStream> {
    let list = attr.meta.require_list().ok().filter(|list| list.path.is_ident("cfg"))?;
    Some(list.tokens.clone())
}

/// Leaves out what isn't there, and the conditions of what is.
struct Strip<'a> {
    /// The conditions that hold.
    hold: Vec<&'a str>,
}

impl Strip<'_> {
    fn keeps(&self, attrs: &mut Vec<Attribute>) -> bool {
        let mut keeps = true;
        attrs.retain(|attr| {
            let Some(condition) = condition(attr) else { return true };
            keeps &= self.hold.contains(&&*condition.to_string());
            false
        });
        keeps
    }

    fn keeps_expr(&self, expr: &mut Expr) -> bool {
        attributes_mut(expr).is_none_or(|attrs| self.keeps(attrs))
    }

    fn keeps_stmt(&self, stmt: &mut Stmt) -> bool {
        match stmt {
            Stmt::Local(local) => self.keeps(&mut local.attrs),
            Stmt::Macro(mac) => self.keeps(&mut mac.attrs),
            Stmt::Expr(expr, _) => self.keeps_expr(expr),
            Stmt::Item(_) => true,
        }
    }
}

/// Keeps some elements of a list.
fn retain<T, P: Default>(list: &mut Punctuated<T, P>, mut keeps: impl FnMut(&mut T) -> bool) {
    let kept =
        std::mem::take(list).into_iter().filter_map(|mut item| keeps(&mut item).then_some(item));
    list.extend(kept);
}

impl VisitMut for Strip<'_> {
    fn visit_signature_mut(&mut self, signature: &mut syn::Signature) {
        retain(&mut signature.inputs, |input| match input {
            FnArg::Receiver(receiver) => self.keeps(&mut receiver.attrs),
            FnArg::Typed(typed) => self.keeps(&mut typed.attrs),
        });
        retain(&mut signature.generics.params, |parameter| match parameter {
            syn::GenericParam::Lifetime(parameter) => self.keeps(&mut parameter.attrs),
            syn::GenericParam::Type(parameter) => self.keeps(&mut parameter.attrs),
            syn::GenericParam::Const(parameter) => self.keeps(&mut parameter.attrs),
        });
        visit_mut::visit_signature_mut(self, signature);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain_mut(|stmt| self.keeps_stmt(stmt));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_match_mut(&mut self, expr: &mut syn::ExprMatch) {
        expr.arms.retain_mut(|arm| self.keeps(&mut arm.attrs));
        visit_mut::visit_expr_match_mut(self, expr);
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut syn::ExprStruct) {
        retain(&mut expr.fields, |field| self.keeps(&mut field.attrs));
        visit_mut::visit_expr_struct_mut(self, expr);
    }

    fn visit_pat_struct_mut(&mut self, pat: &mut syn::PatStruct) {
        retain(&mut pat.fields, |field| self.keeps(&mut field.attrs));
        visit_mut::visit_pat_struct_mut(self, pat);
    }

    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        retain(&mut call.args, |arg| self.keeps_expr(arg));
        visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        retain(&mut call.args, |arg| self.keeps_expr(arg));
        visit_mut::visit_expr_method_call_mut(self, call);
    }

    fn visit_expr_array_mut(&mut self, array: &mut syn::ExprArray) {
        retain(&mut array.elems, |elem| self.keeps_expr(elem));
        visit_mut::visit_expr_array_mut(self, array);
    }

    fn visit_expr_tuple_mut(&mut self, tuple: &mut syn::ExprTuple) {
        retain(&mut tuple.elems, |elem| self.keeps_expr(elem));
        visit_mut::visit_expr_tuple_mut(self, tuple);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The attributes of an expression.
fn attributes_mut(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    macro_rules! attributes {
        ($($kind:ident)*) => {
            match expr {
                $(Expr::$kind(expr) => Some(&mut expr.attrs),)*
                _ => None,
            }
        };
    }
    attributes! {
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue
        Field ForLoop Group If Index Infer Let Lit Loop Macro Match MethodCall Paren
        Path Range RawAddr Reference Repeat Return Struct Try TryBlock Tuple Unary
        Unsafe While Yield
    }
}
