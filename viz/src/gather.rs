//! From a target to its machines: which files, what is in them, and which of that is meant.

use std::path::{Path, PathBuf};

use crate::{Error, Source, Target, files, read};

/// What the user asked to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A file or a directory, or a function in it.
    Path(Target),
    /// The packages of a manifest; of the one that Cargo finds from here when none is named.
    Packages(Option<PathBuf>),
}

/// What came of a scope.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files that have something `async`, in order.
    pub sources: Vec<Source>,
    /// How many files were looked into.
    pub files: usize,
    /// What cannot be read; a scope of one file fails instead.
    pub skipped: Vec<Error>,
}

/// Reads what is meant. `progress` is told how many files are done, out of how many.
pub fn gather(scope: &Scope, progress: &mut dyn FnMut(usize, usize)) -> Result<Gathered, Error> {
    match scope {
        Scope::Path(target) if target.file.is_dir() => {
            let gathered = read_all(&files::in_directory(&target.file)?, progress);
            let sources = target.choose(gathered.sources)?;
            Ok(Gathered { sources, ..gathered })
        }
        Scope::Path(target) => {
            let sources = target.choose(vec![read::read(&target.file)?])?;
            Ok(Gathered { sources, files: 1, skipped: Vec::new() })
        }
        Scope::Packages(manifest) => {
            let gathered = read_all(&files::of_packages(manifest.as_deref())?, progress);
            if gathered.sources.iter().all(|source| source.found.is_empty()) {
                let path = manifest.as_deref().unwrap_or(Path::new("Cargo.toml"));
                return Err(Error::NoMachine { path: path.to_owned() });
            }
            Ok(gathered)
        }
    }
}

fn read_all(files: &[PathBuf], progress: &mut dyn FnMut(usize, usize)) -> Gathered {
    let mut gathered = Gathered { files: files.len(), ..Gathered::default() };
    for (done, file) in files.iter().enumerate() {
        progress(done, files.len());
        match read::read(file) {
            Ok(source) if source.found.is_empty() && source.left_out.is_empty() => {}
            Ok(source) => gathered.sources.push(source),
            Err(error) => gathered.skipped.push(error),
        }
    }
    gathered
}
