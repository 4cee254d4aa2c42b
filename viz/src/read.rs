//! From a file to the machines in it.

use std::fs;
use std::path::{Path, PathBuf};

use pinata_machine::{Found, machines};

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
}

/// Derives the machine of every `async fn` with a body, in source order.
pub fn read(path: &Path) -> Result<Source, Error> {
    let text =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    let file = syn::parse_file(&text).map_err(|cause| {
        let start = cause.span().start();
        Error::Parse {
            path: path.to_owned(),
            line: start.line,
            column: start.column + 1,
            message: cause.to_string(),
        }
    })?;
    let found = machines(&file);
    Ok(Source { path: path.to_owned(), text, found })
}
