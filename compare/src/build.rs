//! Has rustc build what is to be compared, with debug info and MIR, in a place of its own.
//!
//! Cargo is given this very program as the wrapper around rustc ([`wrapper`]), so that only the
//! crates of the workspace are asked for more, and the user's own flags stay as they are.

mod cargo;
pub mod nightly;
mod plan;
mod single;
pub mod wrapper;

use std::path::PathBuf;

use crate::Error;
pub use plan::Plan;

/// What to build, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// What is meant.
    pub subject: Subject,
    /// With the optimisations of the release profile.
    pub release: bool,
    /// Tests, examples and benchmarks as well.
    pub all_targets: bool,
    /// What else `cargo build` is told, such as features.
    pub arguments: Vec<String>,
    /// A nightly rustc that builds instead, in `nightly` of that directory, and tells of the layout
    /// of each coroutine as well.
    pub nightly: Option<PathBuf>,
    /// Where to build; in `pinata` of the package's own target directory when none is named.
    pub target_directory: Option<PathBuf>,
}

/// What is meant by a [`Request`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The file or directory, and what of its package leads to it.
    Path(PathBuf),
    /// The packages of a manifest; of the one that Cargo finds from here when none is named.
    Packages(Option<PathBuf>),
}

impl Default for Subject {
    fn default() -> Self {
        Self::Packages(None)
    }
}

/// Something that rustc built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The name of the crate, as it stands in paths.
    pub krate: String,
    /// Whether it is built as a test of itself.
    pub is_test: bool,
    /// The program, or the archive of a library.
    pub binary: PathBuf,
    /// Its MIR.
    pub mir: PathBuf,
    /// The file where its source begins.
    pub root: PathBuf,
    /// The directory with the layouts of its coroutines, when a nightly rustc built it.
    pub layouts: Option<PathBuf>,
}

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// What rustc built of the workspace.
    pub artifacts: Vec<Artifact>,
    /// What rustc says of itself: `rustc 1.95.0 (…)`.
    pub rustc: String,
    /// The directory from which rustc was given its files.
    pub root: PathBuf,
    /// Where it all lies, when it is to be removed after reading.
    pub scratch: Option<tempfile::TempDir>,
}

/// Builds. Cargo says on the standard error what it does.
pub fn build(request: &Request) -> Result<Built, Error> {
    match plan::plan(request)? {
        Plan::Cargo(order) => cargo::build(&order),
        Plan::Single(file) => single::build(&file, request),
    }
}
