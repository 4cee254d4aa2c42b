//! What can go wrong between a target and its comparison: one line each.

use std::io;
use std::path::PathBuf;

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read `{}`: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {cause}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A program cannot be run.
    #[error("cannot run `{program}`: {cause}; it comes with Rust")]
    Run {
        /// The program.
        program: &'static str,
        /// What the system said.
        cause: io::Error,
    },
    /// Cargo does not know the package.
    #[error("cargo: {reason}")]
    Cargo {
        /// What it said.
        reason: String,
    },
    /// There is nothing that Cargo could build.
    #[error("`{}` belongs to no package: name a file, or a directory with a Cargo.toml", path.display())]
    NoPackage {
        /// The directory.
        path: PathBuf,
    },
    /// The user's code does not compile; rustc has said why.
    #[error("it does not build, and only what builds can be compared")]
    Build,
    /// rustc wrote no MIR.
    #[error("rustc wrote no MIR for `{}`: something else than rustc may stand behind `RUSTC`", binary.display())]
    NoMir {
        /// What it built.
        binary: PathBuf,
    },
    /// The debug info or the MIR cannot be read.
    #[error("`{}`: {cause}", path.display())]
    Compiled {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: pinata_compiled::Error,
    },
}
