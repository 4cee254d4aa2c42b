//! What was found out about a crate: the contract of `--json`.

use std::path::PathBuf;

use serde::Serialize;

use crate::refuse::Refusal;

/// Everything about one crate.
#[derive(Debug, Serialize)]
pub struct Report {
    #[serde(rename = "crate")]
    pub name: String,
    pub version: String,
    pub build: Build,
    /// How many `async fn`s with a body there are in the crate.
    pub found: usize,
    /// Those that compile with the attribute.
    pub accepted: usize,
    pub refused: Vec<Refused>,
    pub failed: Vec<Failed>,
    /// Those that another attribute rewrites.
    pub apart: Vec<Apart>,
    /// Those that are no part of this build.
    pub not_built: Vec<Named>,
    /// What rustc warns of with the attribute, and not without it.
    pub warnings: Vec<Warning>,
    pub tests: Tests,
    /// The futures of what was annotated, as far as the tests build them.
    pub sizes: Vec<Size>,
}

impl Report {
    /// Whether there is anything that should not be.
    pub fn has_findings(&self) -> bool {
        !self.failed.is_empty() || !self.warnings.is_empty() || !self.tests.differ.is_empty()
    }

    /// How many could have been accepted.
    pub fn candidates(&self) -> usize {
        self.accepted + self.refused.len() + self.failed.len()
    }
}

/// A future in both copies, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Size {
    /// The path of its function.
    pub function: String,
    /// The types of the instance, `<u8>`; nothing if the function is not generic.
    pub of: String,
    pub annotated: u64,
    pub plain: u64,
}

/// How it was built.
#[derive(Debug, Serialize)]
pub struct Build {
    pub features: String,
    pub targets: String,
    pub lock: &'static str,
    pub plain: PathBuf,
    pub annotated: PathBuf,
}

#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub function: String,
    pub place: String,
}

#[derive(Debug, Serialize)]
pub struct Refused {
    #[serde(flatten)]
    pub named: Named,
    pub refusals: Vec<Refusal>,
}

#[derive(Debug, Serialize)]
pub struct Failed {
    #[serde(flatten)]
    pub named: Named,
    pub error: String,
    pub code: Option<String>,
    /// The place of the error.
    pub at: String,
    /// As rustc prints it.
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct Apart {
    #[serde(flatten)]
    pub named: Named,
    /// What rewrites it.
    pub under: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Warning {
    pub warning: String,
    pub at: String,
    pub lint: Option<String>,
}

#[derive(Debug, Default, Serialize)]
pub struct Tests {
    pub before: Counts,
    pub after: Counts,
    /// Tests that pass without the attribute, and don't with it.
    pub differ: Vec<Difference>,
    /// Tests that pass at one time, and don't at another, in the same copy.
    pub unsteady: Vec<String>,
    /// Why there is nothing to run: what the tests need is not in the package.
    pub do_not_build: Option<String>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub ignored: usize,
    pub hung: usize,
}

impl Counts {
    pub fn all(&self) -> usize {
        self.passed + self.failed + self.ignored + self.hung
    }
}

#[derive(Debug, Serialize)]
pub struct Difference {
    pub test: String,
    pub outcome: crate::suite::Outcome,
    /// The functions that make it fail, if they were looked for.
    pub because_of: Vec<Named>,
}
