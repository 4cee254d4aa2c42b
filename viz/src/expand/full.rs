//! All of a machine: what the attribute writes, formatted.

use pinata_machine::{Item, desugar, functions};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::Parser;
use syn::{Attribute, Meta};

use crate::{Error, Source, read};

/// What the attribute makes of each function that is meant.
pub fn write(
    source: &Source,
    is_meant: impl Fn(&str) -> bool,
    edition: u16,
) -> Result<Vec<String>, Error> {
    let functions =
        functions(read::tokens(source)?).map_err(|cause| read::wrong(source, &cause))?;
    let meant = functions.into_iter().filter(|item| is_meant(&item.path));
    meant.map(|item| one(source, item, edition)).collect()
}

fn one(source: &Source, item: Item, edition: u16) -> Result<String, Error> {
    let (attribute, item) = without_attribute(item.tokens);
    let expanded = desugar(attribute, item, edition);
    let file = syn::parse2(expanded).map_err(|cause| read::wrong(source, &cause))?;
    Ok(prettyplease::unparse(&file))
}

/// The arguments of `#[pinata::desugar(…)]`, and the function without it.
fn without_attribute(item: TokenStream) -> (TokenStream, TokenStream) {
    let parser = |input: syn::parse::ParseStream| {
        let attributes = input.call(Attribute::parse_outer)?;
        Ok((attributes, input.parse::<TokenStream>()?))
    };
    let Ok((attributes, rest)) = parser.parse2(item.clone()) else {
        return (TokenStream::new(), item);
    };
    let is_ours = |attribute: &Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "desugar")
    };
    let arguments = attributes.iter().find(|attribute| is_ours(attribute));
    let arguments = arguments.map_or_else(TokenStream::new, |attribute| match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    });
    let others = attributes.iter().filter(|attribute| !is_ours(attribute));
    (arguments, others.map(ToTokens::to_token_stream).chain([rest]).collect())
}
