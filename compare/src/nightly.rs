//! Reads the layouts that a nightly rustc told of when it built: for each artifact, by the path
//! and the type of the coroutine.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use pinata_compiled::{CoroutineLayout, Poll, layout};

use crate::Error;
use crate::build::{Artifact, Built};
use crate::evidence::{load, unread};

/// What a nightly rustc told.
#[derive(Debug)]
pub struct Nightly {
    /// What it says of itself.
    pub rustc: String,
    /// Those of each artifact; whatever rustc built it, its source begins in the same file.
    layouts: HashMap<(PathBuf, bool), OfArtifact>,
}

/// By the path and the type. What a macro makes several times may have both in common, so that
/// it is not known which is which.
type OfArtifact = HashMap<(String, String), Vec<CoroutineLayout>>;

/// Reads what was built by a nightly rustc.
pub fn read(built: &Built) -> Result<Nightly, Error> {
    let mut layouts = HashMap::new();
    for artifact in &built.artifacts {
        let of = layouts.entry(key(artifact)).or_insert_with(OfArtifact::new);
        for path in
            artifact.layouts.iter().map(|at| files(at)).collect::<Result<Vec<_>, _>>()?.concat()
        {
            let text = String::from_utf8_lossy(&load(&path)?).into_owned();
            let read = layout::read(&text).map_err(|cause| unread(&path, cause, &built.rustc))?;
            if let Some(layout) = read {
                let name = (layout.path.clone(), layout.coroutine.clone());
                of.entry(name).or_default().push(layout);
            }
        }
    }
    Ok(Nightly { rustc: built.rustc.clone(), layouts })
}

impl Nightly {
    /// The layout of the coroutine that has this poll; none where it is not sure.
    pub fn of(&self, artifact: &Artifact, poll: &Poll) -> Option<&CoroutineLayout> {
        let of = self.layouts.get(&key(artifact))?;
        match of.get(&(poll.path.clone(), poll.coroutine.clone()))?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

fn key(artifact: &Artifact) -> (PathBuf, bool) {
    (artifact.root.clone(), artifact.is_test)
}

/// What rustc wrote there: without any coroutine, not even the directory.
fn files(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let wrong = |cause| Error::Read { path: directory.to_owned(), cause };
    let entries = match fs::read_dir(directory) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(wrong)?,
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()).map_err(wrong));
    let mut paths = paths.collect::<Result<Vec<_>, Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mir"));
    paths.sort();
    Ok(paths)
}
