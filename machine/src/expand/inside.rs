//! Which futures a macro may make itself, inside of the block that it stands in: if nothing that
//! goes into them is borrowed or moved from the function, it is dropped when it always was.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Expr, FnArg, Macro, PatIdent, Signature};

use crate::flow::places::peel;
use crate::names::collect_idents;

/// Every name that a pattern binds, wherever it does.
pub fn locals(signature: &Signature, body: &Block) -> HashSet<String> {
    struct Bound(HashSet<String>);
    impl<'ast> Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            self.0.insert(pat.ident.to_string());
            visit::visit_pat_ident(self, pat);
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            bound_by_tokens(mac.tokens.clone(), &mut self.0);
        }
    }
    let mut bound = Bound(HashSet::from(["self".to_owned()]));
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input {
            bound.visit_pat(&input.pat);
        }
    }
    bound.visit_block(body);
    bound.0
}

/// What stands before a `=`, a `|` or an `in` may be a pattern; before a `=>` as well, unless it is
/// the future of a `select!`.
fn bound_by_tokens(tokens: TokenStream, bound: &mut HashSet<String>) {
    let mut before = HashSet::new();
    let (mut is_future, mut is_handler) = (false, false);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let was_handler = std::mem::take(&mut is_handler);
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                let next = tokens.peek().map(ToString::to_string);
                is_handler = next.as_deref() == Some(">");
                match is_handler && is_future {
                    true => before.clear(),
                    false => bound.extend(before.drain()),
                }
                is_future = !is_handler;
                tokens.next_if(|_| is_handler);
            }
            TokenTree::Punct(punct) if punct.as_char() == '|' => bound.extend(before.drain()),
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => {
                before.clear();
                // A condition comes after the future.
                let next = tokens.peek().map(ToString::to_string);
                is_future &= next.as_deref() == Some("if");
            }
            TokenTree::Ident(ident) if ident == "in" => bound.extend(before.drain()),
            TokenTree::Group(group) => {
                bound_by_tokens(group.stream(), bound);
                let is_body = was_handler && group.delimiter() == Delimiter::Brace;
                if !is_body {
                    collect_idents(group.stream(), &mut before);
                }
            }
            _ => collect_idents(token.to_token_stream(), &mut before),
        }
    }
}

/// Whether nothing of the function goes into a value, as far as one can see, and nothing in it
/// leaves the function or waits.
pub fn is_apart(expr: &Expr, locals: &HashSet<String>) -> bool {
    let is_apart = |expr: &Expr| is_apart(expr, locals);
    match peel(expr) {
        Expr::Lit(_) => true,
        Expr::Path(path) => {
            path.path.get_ident().is_none_or(|name| !locals.contains(&name.to_string()))
        }
        Expr::Call(call) => is_apart(&call.func) && call.args.iter().all(is_apart),
        Expr::MethodCall(call) => is_apart(&call.receiver) && call.args.iter().all(is_apart),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_apart),
        Expr::Array(array) => array.elems.iter().all(is_apart),
        Expr::Reference(reference) => is_apart(&reference.expr),
        Expr::Unary(unary) => is_apart(&unary.expr),
        Expr::Binary(binary) => is_apart(&binary.left) && is_apart(&binary.right),
        Expr::Field(field) => is_apart(&field.base),
        Expr::Cast(cast) => is_apart(&cast.expr),
        Expr::Struct(value) => {
            value.fields.iter().all(|field| is_apart(&field.expr))
                && value.rest.as_deref().is_none_or(is_apart)
        }
        _ => false,
    }
}
