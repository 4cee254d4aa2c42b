//! Code among the arguments of macros, as far as it can be read.
//!
//! ```text
//! cfg_net! { mod tcp; async fn connect() { … } }      items
//! spawn_all!(async { a().await }, n)                  expressions
//! route!(GET "/" => async move { … }, cached)         whatever begins with `async`
//! ```

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Block, Expr, File, ImplItem, Item, ItemFn, Stmt, Token, TraitItem};

/// A piece of code in a macro.
pub enum Code {
    Item(Item),
    ImplItem(ImplItem),
    TraitItem(TraitItem),
    Stmt(Stmt),
}

/// What a macro has that stands for items.
pub fn items(tokens: &TokenStream) -> Vec<Code> {
    read(tokens, |tokens| {
        let file = syn::parse2::<File>(tokens)?;
        Ok(file.items.into_iter().map(Code::Item).collect())
    })
}

/// What a macro in an `impl` has.
pub fn impl_items(tokens: &TokenStream) -> Vec<Code> {
    read(tokens, |tokens| all.parse2(tokens).map(|items| mapped(items, Code::ImplItem)))
}

/// What a macro in a trait has.
pub fn trait_items(tokens: &TokenStream) -> Vec<Code> {
    read(tokens, |tokens| all.parse2(tokens).map(|items| mapped(items, Code::TraitItem)))
}

/// What a macro has that stands for an expression or a statement.
pub fn expressions(tokens: &TokenStream) -> Vec<Code> {
    read(tokens, |tokens| {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
        match arguments {
            Ok(arguments) => Ok(mapped(arguments, |expr| Code::Stmt(Stmt::Expr(expr, None)))),
            Err(_) => Block::parse_within.parse2(tokens).map(|stmts| mapped(stmts, Code::Stmt)),
        }
    })
}

fn all<T: Parse>(input: ParseStream) -> syn::Result<Vec<T>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
    }
    Ok(all)
}

fn mapped<T>(all: impl IntoIterator<Item = T>, to: impl Fn(T) -> Code) -> Vec<Code> {
    all.into_iter().map(to).collect()
}

/// Reads tokens that have something `async` in them, as a whole if that goes.
fn read(
    tokens: &TokenStream,
    whole: impl FnOnce(TokenStream) -> syn::Result<Vec<Code>>,
) -> Vec<Code> {
    match mentions_async(tokens) {
        true => whole(tokens.clone()).unwrap_or_else(|_| pieces(tokens.clone())),
        false => Vec::new(),
    }
}

fn mentions_async(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "async",
        TokenTree::Group(group) => mentions_async(&group.stream()),
        _ => false,
    })
}

/// What begins with `async` somewhere in tokens of a grammar that nobody knows.
fn pieces(mut tokens: TokenStream) -> Vec<Code> {
    let mut pieces = Vec::new();
    loop {
        let mut rest = tokens.into_iter();
        let Some(token) = rest.next() else { return pieces };
        match &token {
            TokenTree::Group(group) => pieces.extend(expressions(&group.stream())),
            TokenTree::Ident(ident) if ident == "async" => {
                let from_here = std::iter::once(token.clone()).chain(rest.clone()).collect();
                if let Ok((piece, behind)) = first.parse2(from_here) {
                    pieces.push(piece);
                    tokens = behind;
                    continue;
                }
            }
            _ => {}
        }
        tokens = rest.collect();
    }
}

/// The function or expression that tokens begin with, and what is behind it.
fn first(input: ParseStream) -> syn::Result<(Code, TokenStream)> {
    let piece = match input.peek2(Token![fn]) || input.peek2(Token![unsafe]) {
        true => Code::Item(Item::Fn(input.parse::<ItemFn>()?)),
        false => Code::Stmt(Stmt::Expr(input.parse()?, None)),
    };
    Ok((piece, input.parse()?))
}
