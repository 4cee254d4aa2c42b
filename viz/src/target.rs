//! Which functions to draw: `file.rs`, `file.rs::function`, `file.rs::Type::method`.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::{Error, Found};

/// How many names to offer in place of one that does not exist.
const OFFERED: usize = 3;

/// What the user asked to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The source file.
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
    pub fn choose(&self, found: Vec<Found>) -> Result<Vec<Found>, Error> {
        if found.is_empty() {
            return Err(Error::NoMachine { path: self.file.clone() });
        }
        let Some(name) = &self.function else {
            return Ok(found);
        };
        let exact = found.iter().any(|one| one.path == *name);
        let is_meant = |path: &str| match exact {
            true => path == name,
            false => ends_with_segments(path, name),
        };
        let (meant, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|one| is_meant(&one.path));
        match meant.is_empty() {
            false => Ok(meant),
            true => Err(Error::NoSuchFunction {
                path: self.file.clone(),
                name: name.clone(),
                nearest: nearest(name, &others),
            }),
        }
    }
}

/// Whether the last segments of `path` are `name`: `Client::get` ends with `get`, not with `et`.
fn ends_with_segments(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|before| !name.is_empty() && before.ends_with("::"))
}

/// The names most like `name`, best first, each compared with and without what is before
/// its last `::`.
fn nearest(name: &str, found: &[Found]) -> Vec<String> {
    let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_lowercase();
    let likeness = |path: &str| {
        let whole = strsim::jaro_winkler(&name.to_lowercase(), &path.to_lowercase());
        whole.max(strsim::jaro_winkler(&last(name), &last(path)))
    };
    let mut scored: Vec<_> =
        found.iter().map(|one| (likeness(&one.path), one.path.as_str())).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.dedup_by_key(|(_, path)| *path);

    let alike = scored.iter().filter(|(score, _)| *score > 0.75).count();
    scored.into_iter().take(alike.clamp(1, OFFERED)).map(|(_, path)| path.to_owned()).collect()
}
