//! What the attribute refuses, without a compiler.

use std::panic;

use proc_macro2::{TokenStream, TokenTree};
use serde::Serialize;

use crate::find::Function;

/// How the attribute begins everything it has to say.
pub const OURS: &str = "pinata: ";

/// One thing that is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    pub reason: String,
    pub place: String,
}

/// Asks the attribute about a function; nothing if it is accepted.
///
/// What it would panic about is left to rustc to tell.
pub fn refusals(function: &Function, edition: u16) -> Vec<Refusal> {
    let tokens = function.tokens.clone();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let written = panic::catch_unwind(panic::AssertUnwindSafe(|| {
        pinata_machine::desugar(TokenStream::new(), tokens, edition)
    }));
    panic::set_hook(hook);
    written.map_or_else(|_| Vec::new(), |written| errors(written, function))
}

/// The `compile_error!`s in front of a function that is refused.
fn errors(written: TokenStream, function: &Function) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut is_error = false;
    for token in written {
        match token {
            TokenTree::Ident(ident) => is_error = ident == "compile_error",
            TokenTree::Group(group) if is_error => {
                let Ok(message) = syn::parse2::<syn::LitStr>(group.stream()) else { continue };
                let line = message.span().start().line;
                refusals.push(Refusal {
                    reason: without_prefix(&message.value()),
                    place: format!("{}:{line}", function.file),
                });
                is_error = false;
            }
            _ => {}
        }
    }
    refusals
}

pub fn without_prefix(message: &str) -> String {
    message.strip_prefix(OURS).unwrap_or(message).to_owned()
}
