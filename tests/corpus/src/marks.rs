//! Which functions are part of a build, and which a `#[cfg]` keeps out of it.
//!
//! A mark in a function asks for an environment variable. When rustc compiles the function,
//! it writes down for cargo that it did. So this is exact, whatever decides: features, the
//! platform, a macro that throws its items away, a file that no module names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process;
use std::time::SystemTime;

use walkdir::WalkDir;

use crate::annotate::{self, Note};
use crate::cargo::{self, Task};
use crate::error::Error;
use crate::examine::Subject;

/// The functions, of those that may be annotated, that rustc compiles.
pub fn built(
    subject: &Subject,
    copy: &Path,
    candidates: &BTreeSet<usize>,
) -> Result<BTreeSet<usize>, Error> {
    let Subject { plain, functions, plan, .. } = subject;
    // What an earlier run wrote down must not count.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let prefix = format!("PINATA_CORPUS_{}_{}", process::id(), now.as_nanos());
    annotate::annotate(plain, copy, functions, candidates, &Note::Mark(&prefix))?;
    let result = cargo::build(copy, plan, Task::Check)?;
    if !result.succeeded {
        return Err(subject.nobody(&result));
    }
    let mut built = BTreeSet::new();
    for entry in WalkDir::new(&plan.build_directory).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_none_or(|extension| extension != "d") {
            continue;
        }
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let marks = text.lines().filter_map(|line| line.strip_prefix("# env-dep:"));
        let indices = marks.filter_map(|name| name.strip_prefix(&prefix)?.strip_prefix('_'));
        built.extend(indices.filter_map(|index| index.split('=').next()?.parse::<usize>().ok()));
    }
    Ok(built)
}
