//! What can go wrong between a target and its comparison: one line each.

use std::io;
use std::path::PathBuf;

use pinata_compiled::Error as Unread;

use crate::compiler;

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read `{}`: {}", path.display(), reason(cause))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {}; make room there, or name another place in `TMPDIR`", path.display(), reason(cause))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A program cannot be run.
    #[error(
        "cannot run `{program}`: {}; install Rust from https://rustup.rs, or name the program in `{}`",
        reason(cause),
        program.to_uppercase()
    )]
    Run {
        /// The program: `cargo`, `rustc` or `rustup`.
        program: &'static str,
        /// What the system said.
        cause: io::Error,
    },
    /// Toolchains are not managed by rustup.
    #[error(
        "there is no rustup to find a nightly rustc with: install it from https://rustup.rs, and \
         then `rustup toolchain install nightly`; or leave `--nightly` away"
    )]
    NoRustup,
    /// No nightly toolchain is installed.
    #[error(
        "no nightly rustc is installed: `rustup toolchain install nightly`, or leave `--nightly` \
         away"
    )]
    NoNightly,
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
    #[error("it does not build, for the reason above, and only what builds can be compared")]
    Build,
    /// A file does not compile by itself; rustc has said why.
    #[error(
        "`{}` does not build by itself, for the reason above: it belongs to no package, so it has \
         no dependencies, and the edition is {edition}; if it needs others, put it into a package",
        path.display()
    )]
    BuildAlone {
        /// The file.
        path: PathBuf,
        /// The edition it was built with.
        edition: &'static str,
    },
    /// rustc wrote no MIR.
    #[error(
        "there is no MIR beside `{}`: what stands behind `RUSTC` or `RUSTC_WRAPPER` did not ask \
         rustc, or answered from a cache; run it again with both of them empty",
        binary.display()
    )]
    NoMir {
        /// What it built.
        binary: PathBuf,
    },
    /// The debug info or the MIR cannot be read.
    #[error("`{}`: {cause}; {}", path.display(), advice(cause, rustc))]
    Compiled {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: Unread,
        /// The compiler that wrote it.
        rustc: String,
    },
}

/// What to do about something that cannot be read, though rustc was asked for it.
fn advice(cause: &Unread, rustc: &str) -> String {
    match cause {
        Unread::NoDebugInfo { .. } | Unread::LinesOnly | Unread::Elsewhere { .. } => {
            "rustc was asked for it, so look for what takes it away again: a linker told to strip \
             (`-C link-arg=-s`), `RUSTC`, `RUSTC_WRAPPER`"
                .to_owned()
        }
        _ => compiler::advice(rustc),
    }
}

/// What the system said, without the number that it adds for machines.
pub fn reason(cause: &io::Error) -> String {
    let text = cause.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// What Cargo says is wrong, in one line.
pub fn said(cause: &cargo_metadata::Error) -> String {
    let text = match cause {
        cargo_metadata::Error::CargoMetadata { stderr } => stderr.clone(),
        cargo_metadata::Error::Io(cause) => {
            let program = Error::Run { program: "cargo", cause: cause.kind().into() };
            return program.to_string();
        }
        other => other.to_string(),
    };
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && *line != "Caused by:");
    let first = lines.next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    std::iter::once(first).chain(lines).collect::<Vec<_>>().join(": ")
}
