//! What a machine is derived from, brought into one form: a signature and a body.
//!
//! ```text
//! let n = 1;  async move { f(n).await }       async fn block(n: _) { f(n).await }
//! async |x: u8| g(x, &y).await                async fn closure(y: &_, x: u8) { g(x, &y).await }
//! ```

use std::collections::HashSet;

use proc_macro2::{LineColumn, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprClosure, Pat, Signature, Stmt, Visibility, token,
};

use crate::accept;
use crate::describe::describe;
use crate::emit::signature::Function;
use crate::model::{Machine, MachineKind};
use crate::{expand, flow, held, names, text};

/// The edition that code is read in.
const EDITION: u16 = 2024;

/// Something `async` with a body.
pub struct Subject {
    pub kind: MachineKind,
    /// The signature in the words of the source.
    pub written: String,
    /// Where it begins.
    pub start: LineColumn,
    /// What the analysis takes for its signature.
    pub signature: Signature,
    /// How many of the first parameters are variables that it captures.
    pub captured: usize,
    pub body: Block,
    /// What stands before the signature, if it is a function.
    head: Option<(Vec<Attribute>, Visibility)>,
    /// What the attribute refuses at first sight.
    pub refused: Vec<Error>,
}

impl Subject {
    pub fn function(function: Function) -> Self {
        let refused = accept::accept(&function);
        let Function { attrs, vis, signature, body } = function;
        Subject {
            kind: MachineKind::Function,
            written: text::one_line(&signature).trim_end_matches(',').to_owned(),
            start: signature.span().start(),
            signature,
            captured: 0,
            body,
            head: Some((attrs, vis)),
            refused,
        }
    }

    /// `around` is what is bound around the block.
    pub fn block(block: &ExprAsync, around: &HashSet<String>) -> Self {
        let ExprAsync { async_token, capture, block: body, .. } = block;
        let names = captured(&[], body, around);
        let inputs = names.iter().map(|name| input(name, capture.is_some()));
        Subject {
            kind: MachineKind::Block,
            written: text::one_line(&quote!(#async_token #capture)),
            start: async_token.span.start(),
            signature: syn::parse_quote!(async fn block(#(#inputs),*)),
            captured: names.len(),
            body: body.clone(),
            head: None,
            refused: Vec::new(),
        }
    }

    /// A call of the closure, which only borrows what the closure captures.
    pub fn closure(closure: &ExprClosure, asyncness: Span, around: &HashSet<String>) -> Self {
        let ExprClosure { asyncness: keyword, capture, inputs_begin, inputs_end, .. } = closure;
        let (inputs, output) = (&closure.inputs, &closure.output);
        let parameters: Vec<Pat> = inputs.iter().cloned().collect();
        let body = body_of(&closure.body);
        let names = captured(&parameters, &body, around);
        let borrowed = names.iter().map(|name| input(name, false));
        let typed = parameters.iter().map(|pat| match pat {
            Pat::Type(typed) => quote!(#typed),
            pat => quote!(#pat: _),
        });
        Subject {
            kind: MachineKind::Closure,
            written: text::one_line(
                &quote!(#keyword #capture #inputs_begin #inputs #inputs_end #output),
            ),
            start: asyncness.start(),
            signature: syn::parse_quote!(async fn closure(#(#borrowed,)* #(#typed),*)),
            captured: names.len(),
            body,
            head: None,
            refused: Vec::new(),
        }
    }

    /// The whole function, if it is one.
    pub fn item(&self) -> Option<TokenStream> {
        let (attrs, vis) = self.head.as_ref()?;
        let (signature, body) = (&self.signature, &self.body);
        Some(quote!(#(#attrs)* #vis #signature #body))
    }

    /// The function as the attribute gets it, if `#[pinata::desugar]` stands on it.
    pub fn annotated(&self) -> Option<Function> {
        let (attrs, vis) = self.head.as_ref()?;
        let is_ours = |attribute: &&Attribute| {
            attribute.path().segments.last().is_some_and(|last| last.ident == "desugar")
        };
        attrs.iter().find(is_ours)?;
        let (signature, body) = (self.signature.clone(), self.body.clone());
        Some(Function { attrs: attrs.clone(), vis: vis.clone(), signature, body })
    }

    /// Derives the machine.
    pub fn machine(&self, name: String) -> Machine {
        let expanded = expand::expand(&self.body);
        let resolved = names::resolve(&self.signature, &expanded);
        let flow = flow::lower::lower(&resolved, EDITION);
        let analysis = held::analyse(&flow);
        describe(name, self, &expanded.body, &flow, &analysis)
    }
}

/// The body of a closure, in braces.
fn body_of(body: &Expr) -> Block {
    match body {
        Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
            block.block.clone()
        }
        body => Block {
            brace_token: token::Brace(body.span()),
            stmts: vec![Stmt::Expr(body.clone(), None)],
        },
    }
}

/// What the code mentions of what is bound around it, in the order of the source, but `self`
/// comes first as in every signature.
fn captured(parameters: &[Pat], body: &Block, around: &HashSet<String>) -> Vec<TokenTree> {
    let free = names::free(parameters, body);
    let mut names = Vec::new();
    mentioned(body.to_token_stream(), &mut |name, token| {
        let is_new = |known: &(String, TokenTree)| known.0 != name;
        if free.contains(name) && around.contains(name) && names.iter().all(is_new) {
            names.push((name.to_owned(), token.clone()));
        }
    });
    names.sort_by_key(|(name, _)| name != "self");
    names
        .into_iter()
        .filter_map(|(name, token)| {
            let mut name = syn::parse_str::<TokenTree>(&name).ok()?;
            name.set_span(token.span());
            Some(name)
        })
        .collect()
}

/// Names as they come in tokens, those that string literals capture as well.
fn mentioned(tokens: TokenStream, found: &mut dyn FnMut(&str, &TokenTree)) {
    for token in tokens {
        match &token {
            TokenTree::Group(group) => mentioned(group.stream(), found),
            TokenTree::Ident(ident) => found(&ident.to_string(), &token),
            TokenTree::Literal(literal) => {
                names::captured(literal).iter().for_each(|name| found(name, &token));
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// A parameter that stands for what is captured.
fn input(name: &TokenTree, by_value: bool) -> TokenStream {
    match (name.to_string() == "self", by_value) {
        (true, true) => quote!(#name),
        (true, false) => quote!(&#name),
        (false, true) => quote!(#name: _),
        (false, false) => quote!(#name: &_),
    }
}
