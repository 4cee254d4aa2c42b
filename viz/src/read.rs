//! From a file to the machines in it.

use std::fs;
use std::path::Path;

use pinata_machine::{Found, machines};

use crate::Error;

/// Derives the machine of every `async fn` with a body, in source order.
pub fn read(path: &Path) -> Result<Vec<Found>, Error> {
    let source =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    let file = syn::parse_file(&source).map_err(|cause| {
        let start = cause.span().start();
        Error::Parse {
            path: path.to_owned(),
            line: start.line,
            column: start.column + 1,
            message: cause.to_string(),
        }
    })?;
    Ok(machines(&file))
}
