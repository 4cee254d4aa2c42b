//! Attributes that rewrite the function they stand on, or whatever is in the item.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Attributes of the language, and of std, that leave a function as it is.
const INERT: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "ignore",
    "inline",
    "link_section",
    "macro_export",
    "macro_use",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "optimize",
    "path",
    "should_panic",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

/// Tools whose attributes rustc passes over.
const TOOLS: &[&str] = &["clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"];

/// The first attribute that rewrites what it stands on, as it is written.
pub fn by(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| rewrites(&attr.meta))
}

/// `#[instrument]` rewrites as well, but leaves an `async fn` when it comes first.
pub fn is_instrument(attr: &Attribute) -> bool {
    last(&attr.meta) == "instrument" || inside(&attr.meta).iter().any(|m| last(m) == "instrument")
}

fn rewrites(meta: &Meta) -> Option<String> {
    if meta.path().is_ident("cfg_attr") {
        return inside(meta).iter().find_map(rewrites);
    }
    let first = meta.path().segments.first().map(|first| first.ident.to_string())?;
    let is_inert = match meta.path().segments.len() {
        1 => INERT.contains(&first.as_str()),
        _ => TOOLS.contains(&first.as_str()),
    };
    let path = meta.path().to_token_stream().to_string().replace(' ', "");
    (!is_inert && last(meta) != "instrument").then(|| format!("#[{path}]"))
}

/// What a `cfg_attr` stands for, if its condition holds.
fn inside(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else { return Vec::new() };
    if !list.path.is_ident("cfg_attr") {
        return Vec::new();
    }
    let all = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    all.map_or_else(|_| Vec::new(), |all| all.into_iter().skip(1).collect())
}

fn last(meta: &Meta) -> String {
    meta.path().segments.last().map_or_else(String::new, |last| last.ident.to_string())
}
