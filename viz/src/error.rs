//! What can go wrong between a target and its drawing: one line each.

use std::io;
use std::path::{Path, PathBuf};

use pinata_compare::error::reason;

use crate::Format;

/// Why there is no drawing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The source cannot be read.
    #[error("cannot read `{}`: {}", path.display(), reason(cause))]
    Read {
        /// The file as the user named it.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The source is not Rust.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Parse {
        /// The file as the user named it.
        path: PathBuf,
        /// The line where parsing stopped, from 1.
        line: usize,
        /// The column where parsing stopped, from 1.
        column: usize,
        /// What the parser expected.
        message: String,
    },
    /// Cargo cannot say what belongs to a package.
    #[error("cargo: {reason}")]
    Metadata {
        /// What it said, on one line.
        reason: String,
    },
    /// There is nothing to draw.
    #[error("`{}` has nothing `async` with a body", path.display())]
    NoMachine {
        /// The file, directory or manifest as the user named it.
        path: PathBuf,
    },
    /// The file has machines, but none of that name.
    #[error("`{}` has no `async fn {name}`; {}", path.display(), suggestion(nearest))]
    NoSuchFunction {
        /// The file as the user named it.
        path: PathBuf,
        /// The function as the user named it.
        name: String,
        /// The names that come nearest, best first; never empty.
        nearest: Vec<String>,
    },
    /// The name of the output says nothing about the format.
    #[error("cannot tell the format of `{}` from its name: choose one with `--format`", path.display())]
    NoFormat {
        /// The file as the user named it.
        path: PathBuf,
    },
    /// There is no drawing of several machines in this format.
    #[error("{machines} machines don't fit into one {format}: name one of them, or a file or directory with `--output`", format = format.extension())]
    TooMany {
        /// The format.
        format: Format,
        /// How many there are.
        machines: usize,
    },
    /// A picture shows one future.
    #[error(
        "a picture shows the bytes of one future, and {count} were built: name one function, or ask for html"
    )]
    NotOneFuture {
        /// How many were built.
        count: usize,
    },
    /// There is no memory for so many pixels.
    #[error("cannot paint `{name}`: draw it as svg instead")]
    TooLarge {
        /// The path of the machine.
        name: String,
    },
    /// There is no Graphviz.
    #[error("cannot run `dot`: {}; install Graphviz, or leave out `--engine`", reason(cause))]
    NoGraphviz {
        /// What the system said.
        cause: io::Error,
    },
    /// Graphviz cannot draw it.
    #[error("dot: {reason}")]
    Graphviz {
        /// What it said first.
        reason: String,
    },
    /// It cannot be compared with what rustc builds.
    #[error(transparent)]
    Compare(#[from] pinata_compare::Error),
    /// There is no baseline yet.
    #[error("there is no baseline `{path}`: write it first, with `--save {path}`", path = path.display())]
    NoBaseline {
        /// The file as the user named it.
        path: PathBuf,
    },
    /// A baseline is none.
    #[error("`{}` is no baseline: {reason}; write one with `--save`", path.display())]
    Baseline {
        /// The file as the user named it.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The drawing cannot be put where it was asked for.
    #[error("cannot write {}: {}", place(path), reason(cause))]
    Write {
        /// The file as the user named it; none for the standard output.
        path: Option<PathBuf>,
        /// What the system said.
        cause: io::Error,
    },
}

fn place(path: &Option<PathBuf>) -> String {
    match path.as_deref().map(Path::display) {
        Some(path) => format!("`{path}`"),
        None => "the output".to_owned(),
    }
}

fn suggestion(nearest: &[String]) -> String {
    let quoted: Vec<_> = nearest.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [init @ .., last] if !init.is_empty() => {
            format!("did you mean {} or {last}?", init.join(", "))
        }
        _ => format!("did you mean {}?", quoted.join("")),
    }
}
