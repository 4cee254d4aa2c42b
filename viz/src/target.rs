//! Which functions to draw: `file.rs`, `file.rs::function`, `file.rs::Type::method`, and the
//! same with a directory.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::{Error, Source};

/// How many names to offer in place of one that does not exist.
const OFFERED: usize = 3;

/// What the user asked to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The source file or directory.
    pub file: PathBuf,
    /// The function in it; all of them when none is named.
    pub function: Option<String>,
}

impl FromStr for Target {
    type Err = Infallible;

    /// Splits after the first `.rs`, so that only a directory called `x.rs::y` could confuse it;
    /// a file without that extension is split at the first `::`.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let (file, function) = match text.split_once(".rs::") {
            Some((stem, function)) => (format!("{stem}.rs"), Some(function)),
            None => match text.split_once("::") {
                Some((file, function)) => (file.to_owned(), Some(function)),
                None => (text.to_owned(), None),
            },
        };
        Ok(Self { file: file.into(), function: function.map(str::to_owned) })
    }
}

impl From<&OsStr> for Target {
    /// A path that is not UTF-8 is a file as a whole.
    fn from(text: &OsStr) -> Self {
        match text.to_str() {
            Some(text) => {
                let Ok(target) = text.parse();
                target
            }
            None => Self { file: text.into(), function: None },
        }
    }
}

impl Target {
    /// Keeps the functions that are meant.
    ///
    /// A full path is meant literally. A name without its type or module stands for
    /// every function of that name.
    pub fn choose(&self, sources: Vec<Source>) -> Result<Vec<Source>, Error> {
        let paths = || sources.iter().flat_map(|source| &source.found).map(|one| &*one.path);
        if paths().next().is_none() {
            return Err(Error::NoMachine { path: self.file.clone() });
        }
        let Some(name) = &self.function else {
            return Ok(sources);
        };
        let exact = paths().any(|path| path == name);
        let is_meant = |path: &str| match exact {
            true => path == name,
            false => ends_with_segments(path, name),
        };
        if !paths().any(is_meant) {
            let (path, nearest) = (self.file.clone(), nearest(name, paths()));
            return Err(Error::NoSuchFunction { path, name: name.clone(), nearest });
        }
        let meant = sources.into_iter().map(|mut source| {
            source.found.retain(|one| is_meant(&one.path));
            // What else is in the file is not asked for.
            Source { left_out: Vec::new(), ..source }
        });
        Ok(meant.filter(|source| !source.found.is_empty()).collect())
    }
}

/// Whether the last segments of `path` are `name`: `Client::get` ends with `get`, not with `et`.
fn ends_with_segments(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| !name.is_empty() && before.ends_with("::"))
}

/// The names most like `name`, best first, each compared with and without what is before
/// its last `::`.
fn nearest<'a>(name: &str, paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_lowercase();
    let likeness = |path: &str| {
        let whole = strsim::jaro_winkler(&name.to_lowercase(), &path.to_lowercase());
        whole.max(strsim::jaro_winkler(&last(name), &last(path)))
    };
    let mut scored: Vec<_> = paths.map(|path| (likeness(path), path)).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.dedup_by_key(|(_, path)| *path);

    let alike = scored.iter().filter(|(score, _)| *score > 0.75).count();
    scored.into_iter().take(alike.clamp(1, OFFERED)).map(|(_, path)| path.to_owned()).collect()
}
