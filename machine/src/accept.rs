//! What the macro refuses, at its span, saying what to write instead.

use syn::Error;
use syn::spanned::Spanned;
use syn::visit::Visit;

use crate::emit::signature::Function;

/// Everything about a function, before it is taken apart, that can't be matched exactly.
pub fn accept(function: &Function) -> Vec<Error> {
    let mut errors = Vec::new();
    let signature = &function.signature;
    if signature.asyncness.is_none() {
        errors.push(Error::new(
            signature.fn_token.span,
            "pinata: `#[desugar]` takes an `async fn`; write `async` before `fn`, or remove the attribute; if another attribute takes `async` away, move the body into an `async fn` of its own",
        ));
        return errors;
    }
    if let Some(constness) = signature.constness {
        let message = "pinata: a `const fn` can't be `async`";
        errors.push(Error::new(constness.span, message));
    }
    errors.extend(function.attrs.iter().filter_map(rewrites_as_well));
    let mut body = Body { errors: Vec::new() };
    body.visit_block(&function.body);
    errors.extend(body.errors);
    errors
}

/// An attribute below this one that takes the function apart as well.
fn rewrites_as_well(attr: &syn::Attribute) -> Option<Error> {
    let advice = match &*attr.path().segments.last()?.ident.to_string() {
        "instrument" => "write it above `#[pinata::desugar]`, so that it comes first",
        "async_trait" | "main" | "test"
            if attr.path().segments.len() > 1 || attr.path().is_ident("async_trait") =>
        {
            "move the body into an `async fn` of its own, and write `#[pinata::desugar]` there"
        }
        _ => return None,
    };
    let path = crate::text::one_line(attr.path());
    let message = format!("pinata: `#[{path}]` rewrites the function as well; {advice}");
    Some(Error::new(attr.span(), message))
}

/// Expressions that are refused wherever they stand.
struct Body {
    errors: Vec<Error>,
}

impl<'ast> Visit<'ast> for Body {
    fn visit_expr_yield(&mut self, expr: &'ast syn::ExprYield) {
        self.errors.push(Error::new(expr.span(), "pinata: `yield` isn't stable Rust"));
    }
    fn visit_expr_try_block(&mut self, expr: &'ast syn::ExprTryBlock) {
        self.errors.push(Error::new(expr.span(), "pinata: `try` blocks aren't stable Rust"));
    }
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
