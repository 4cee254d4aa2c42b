//! The macros of `tracing`, whose arguments are fields with names, and then a message.
//!
//! ```text
//! info!(target: "net", peer.port = port, ?request, %address, bytes, "sent {}", count);
//!       ^^^^^^^        ^^^^^^^^^^^       ^^^^^^^^  ^^^^^^^^  ^^^^^
//!       in front of a value             a mention of a local is the name of the field
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitStr, Macro, Token};

use super::Argument;

/// The arguments of a macro that is named like one of `tracing`'s; `None` if they aren't fields.
pub(super) fn parse(mac: &Macro) -> Option<Vec<Argument>> {
    const EVENTS: [&str; 5] = ["trace", "debug", "info", "warn", "error"];
    let name = mac.path.segments.last()?.ident.to_string();
    let is_event = |name: &str| EVENTS.contains(&name);
    let has_level = matches!(&*name, "event" | "span" | "enabled");
    if !has_level && !is_event(&name) && !name.strip_suffix("_span").is_some_and(is_event) {
        return None;
    }
    let parser = |input: ParseStream| {
        let mut items = Vec::new();
        let mut names_fields = true;
        while !input.is_empty() {
            let item = match names_fields {
                true => field(input)?,
                false => input.parse()?,
            };
            // What follows the message is for the message. A span's comes first, and is its name.
            let is_text = matches!(&item, Argument::Value { value: Expr::Lit(_), .. });
            names_fields &= !is_text || name.ends_with("span");
            items.push(item);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(items)
    };
    parser.parse2(mac.tokens.clone()).ok()
}

fn field(input: ParseStream) -> syn::Result<Argument> {
    // `target: "net"`
    if input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let (name, colon) = (input.parse::<Ident>()?, input.parse::<Token![:]>()?);
        return with_front(quote::quote!(#name #colon), input);
    }
    if let Some(name) = ahead(input, |ahead| {
        let name = name(ahead)?;
        let equals = ahead.parse::<Token![=]>()?;
        let how = how(ahead)?;
        Ok(quote::quote!(#name #equals #how))
    }) {
        return with_front(name, input);
    }
    // `?peer.address`, and a field of `self` under its whole name
    let shorthand = ahead(input, |ahead| {
        let how = how(ahead)?;
        let root = ahead.fork().call(Ident::parse_any)?;
        let path = dotted(ahead)?;
        let is_whole = ahead.is_empty() || ahead.peek(Token![,]);
        is_whole.then_some((how, root, path)).ok_or_else(|| ahead.error("more than a field"))
    });
    match shorthand {
        Some((how, root, path)) if root == "self" => {
            Ok(Argument::Field { front: quote::quote!(#path = #how), value: syn::parse2(path)? })
        }
        Some((how, root, path)) => {
            Ok(Argument::Shorthand { tokens: quote::quote!(#how #path), root })
        }
        None => Ok(Argument::Value { name: None, value: input.parse()? }),
    }
}

fn with_front(front: TokenStream, input: ParseStream) -> syn::Result<Argument> {
    Ok(Argument::Field { front, value: input.parse()? })
}

/// What can be parsed here, if it can be.
fn ahead<T>(input: ParseStream, parser: impl Fn(ParseStream) -> syn::Result<T>) -> Option<T> {
    let fork = input.fork();
    let parsed = parser(&fork).ok()?;
    input.advance_to(&fork);
    Some(parsed)
}

/// The name of a field: `peer.port`, or any text.
fn name(input: ParseStream) -> syn::Result<TokenStream> {
    match input.peek(LitStr) {
        true => Ok(input.parse::<LitStr>()?.into_token_stream()),
        false => dotted(input),
    }
}

fn dotted(input: ParseStream) -> syn::Result<TokenStream> {
    let mut path = input.call(Ident::parse_any)?.into_token_stream();
    while input.peek(Token![.]) {
        let (dot, name) = (input.parse::<Token![.]>()?, input.call(Ident::parse_any)?);
        path.extend(quote::quote!(#dot #name));
    }
    Ok(path)
}

/// `?` for `Debug`, `%` for `Display`, or nothing.
fn how(input: ParseStream) -> syn::Result<TokenStream> {
    if input.peek(Token![?]) {
        return Ok(input.parse::<Token![?]>()?.into_token_stream());
    }
    Ok(input.parse::<Option<Token![%]>>()?.into_token_stream())
}
