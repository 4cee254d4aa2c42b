//! From a file to the machines in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use pinata_machine::{Found, Place, Survey, survey};
use proc_macro2::TokenStream;

use crate::Error;

/// A file and the machines in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file as the user named it.
    pub path: PathBuf,
    /// All that stands in it.
    pub text: String,
    /// The machines, in source order.
    pub found: Vec<Found>,
    /// Where else `async` begins something, that can't be drawn: in definitions of macros.
    pub left_out: Vec<Place>,
}

/// Reads a file, and derives the machine of everything in it that is `async`.
pub fn read(path: &Path) -> Result<Source, Error> {
    let text =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    let mut source =
        Source { path: path.to_owned(), text, found: Vec::new(), left_out: Vec::new() };
    let survey = survey(tokens(&source)?).map_err(|cause| wrong(&source, &cause))?;
    Survey { found: source.found, left_out: source.left_out } = survey;
    // Nothing of the model has a span, and those of a whole crate take room.
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(source)
}

/// The tokens of a source.
pub fn tokens(source: &Source) -> Result<TokenStream, Error> {
    TokenStream::from_str(code(&source.text)).map_err(|cause| wrong(source, &cause.into()))
}

/// What the parser has against a source.
pub fn wrong(source: &Source, cause: &syn::Error) -> Error {
    let start = cause.span().start();
    Error::Parse {
        path: source.path.clone(),
        line: start.line,
        column: start.column + 1,
        message: cause.to_string(),
    }
}

/// The text without what only editors and shells read. Lines stay where they are.
fn code(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_attribute = |rest: &str| rest.trim_start().starts_with('[');
    match text.strip_prefix("#!") {
        Some(rest) if !is_attribute(rest) => &text[text.find('\n').unwrap_or(text.len())..],
        _ => text,
    }
}
