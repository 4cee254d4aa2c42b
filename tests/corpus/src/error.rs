//! What can be wrong with what the user asked for: one line each.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no report about a crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{crate_name}: {message}")]
    Compare { crate_name: String, message: String },
    #[error("`{0}` is not a crate; write `name@version`, as in `mini-redis@0.4.1`")]
    Spec(String),
    #[error("cannot run cargo: {}", reason(.0))]
    Cargo(io::Error),
    #[error("{crate_name} cannot be fetched: {message}")]
    Fetch { crate_name: String, message: String },
    #[error("cannot {verb} `{}`: {}", path.display(), reason(cause))]
    File { verb: &'static str, path: PathBuf, cause: io::Error },
    #[error("`{}` is no crate of its own: {message}", path.display())]
    Manifest { path: PathBuf, message: String },
    #[error("`{}` cannot be read: {message}", path.display())]
    Unreadable { path: PathBuf, message: String },
    #[error("{crate_name} does not build as it is: {message}")]
    Plain { crate_name: String, message: String },
    #[error("{crate_name} has no `async fn {name}`; {}", suggestion(nearest))]
    NoSuchFunction { crate_name: String, name: String, nearest: Vec<String> },
    #[error("`{name}` may be any of {}", quoted(all))]
    Ambiguous { name: String, all: Vec<String> },
    #[error("{crate_name} has no `async fn` with a body")]
    NoFunction { crate_name: String },
    #[error("{crate_name} does not build, and no function is to blame: {message}")]
    Nobody { crate_name: String, message: String },
}

impl Error {
    /// For `map_err`, where a file or a directory is in the way.
    pub fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { verb, path, cause }
    }
}

/// What the system said, without the number that it adds for machines.
fn reason(cause: &io::Error) -> String {
    let text = cause.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn suggestion(nearest: &[String]) -> String {
    format!("did you mean {}?", quoted(nearest))
}
