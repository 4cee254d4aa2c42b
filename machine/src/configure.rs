//! `#[cfg]` inside of a function. A macro can't ask which conditions hold, but rustc decides
//! what a `#[cfg_attr]` stands for before it expands another attribute:
//!
//! ```text
//! #[pinata::desugar]
//! async fn f(x: u8, #[cfg(unix)] fd: RawFd) { #[cfg(unix)] wait(fd).await; }
//!
//! #[pinata::desugar(asked)]
//! #[cfg_attr(unix, __pinata_holds(0))]
//! async fn f(x: u8, #[cfg(unix)] fd: RawFd) { #[cfg(unix)] wait(fd).await; }
//!
//! #[pinata::desugar(asked)]
//! #[__pinata_holds(0)]
//! async fn f(x: u8, #[cfg(unix)] fd: RawFd) { #[cfg(unix)] wait(fd).await; }
//! ```

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, FnArg, LitInt, Stmt};

use crate::emit::signature::Function;

/// Whether parts of a function stand under conditions.
pub fn is_conditional(function: &Function) -> bool {
    !conditions(function).is_empty()
}

/// Asks which conditions of a function hold.
pub fn ask(function: &Function) -> Vec<Attribute> {
    let conditions = conditions(function).into_iter().enumerate();
    let asked = conditions.map(|(index, condition)| {
        let index = syn::Index::from(index);
        syn::parse_quote!(#[cfg_attr(all(#condition), __pinata_holds(#index))])
    });
    asked.collect()
}

/// Takes the answers off a function: the conditions that hold.
pub fn answers(function: &mut Function) -> Vec<String> {
    let conditions = conditions(function);
    let mut hold = Vec::new();
    function.attrs.retain(|attr| {
        let answer = attr.path().is_ident("__pinata_holds");
        if answer && let Ok(index) = attr.parse_args::<LitInt>().and_then(|at| at.base10_parse()) {
            hold.extend(conditions.get::<usize>(index).map(ToString::to_string));
        }
        !answer
    });
    hold
}

/// Makes the function what it is if these conditions hold.
pub fn settle(function: &mut Function, hold: Vec<String>) {
    let mut strip = Strip { hold };
    strip.visit_signature_mut(&mut function.signature);
    strip.visit_block_mut(&mut function.body);
}

/// The different conditions of a function, in the order of the source.
fn conditions(function: &Function) -> Vec<TokenStream> {
    let mut found = Find(Vec::new());
    found.visit_signature(&function.signature);
    found.visit_block(&function.body);
    found.0
}

struct Find(Vec<TokenStream>);

impl<'ast> Visit<'ast> for Find {
    fn visit_attribute(&mut self, attr: &'ast Attribute) {
        let Some(condition) = condition(attr) else { return };
        let text = condition.to_string();
        if !self.0.iter().any(|known| known.to_string() == text) {
            self.0.push(condition);
        }
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {
        // It is passed through.
    }
}

fn condition(attr: &Attribute) -> Option<TokenStream> {
    let list = attr.meta.require_list().ok().filter(|list| list.path.is_ident("cfg"))?;
    Some(list.tokens.clone())
}

/// Leaves out what isn't there, and the conditions of what is.
struct Strip {
    /// The conditions that hold.
    hold: Vec<String>,
}

impl Strip {
    fn keeps(&self, attrs: &mut Vec<Attribute>) -> bool {
        let mut keeps = true;
        attrs.retain(|attr| {
            let Some(condition) = condition(attr) else { return true };
            keeps &= self.hold.contains(&condition.to_string());
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
    // `Struct { a, ..rest }` has a comma after its last field.
    let trailing = list.trailing_punct();
    let kept =
        std::mem::take(list).into_iter().filter_map(|mut item| keeps(&mut item).then_some(item));
    list.extend(kept);
    if trailing && !list.is_empty() {
        list.push_punct(P::default());
    }
}

impl VisitMut for Strip {
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
