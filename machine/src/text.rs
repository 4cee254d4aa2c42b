//! Source text of syntax, on one line.

use quote::ToTokens;

/// The code as written, as far as its spans tell; otherwise its tokens.
pub fn one_line(code: &impl ToTokens) -> String {
    let tokens = code.to_token_stream();
    let written = syn::spanned::Spanned::span(&tokens).source_text();
    let text = written.unwrap_or_else(|| tokens.to_string());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
