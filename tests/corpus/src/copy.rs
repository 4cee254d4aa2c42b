//! A copy of a crate, which depends on `pinata` and belongs to no workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, value};
use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::fetch::Source;

/// Where `pinata` itself is.
pub fn pinata() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Which versions of its dependencies a crate is built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Those in the lock file that came with it.
    Shipped,
    /// The newest.
    Fresh,
}

/// Copies a crate, and adds `pinata` to its dependencies.
pub fn copy(source: &Source, to: &Path) -> Result<(), Error> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(Error::file("clear", to))?;
    }
    for entry in WalkDir::new(&source.root).into_iter().filter_entry(is_source) {
        let entry = entry.map_err(io::Error::from).map_err(Error::file("read", &source.root))?;
        let inside = entry.path().strip_prefix(&source.root).unwrap_or(entry.path());
        let target = to.join(inside);
        let done = match entry.file_type().is_dir() {
            true => fs::create_dir_all(&target),
            // Not `fs::copy`: what a registry holds may be read-only.
            false => fs::read(entry.path()).and_then(|bytes| fs::write(&target, bytes)),
        };
        done.map_err(Error::file("copy", entry.path()))?;
    }
    let manifest = to.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Error::file("read", &manifest))?;
    let mut parsed: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Error::Manifest { path: source.root.clone(), message: error.message().to_owned() }
    })?;
    depend_on_pinata(&mut parsed);
    fs::write(&manifest, parsed.to_string()).map_err(Error::file("write", &manifest))
}

/// Without what was built, and what git keeps.
fn is_source(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    entry.depth() != 1 || !entry.file_type().is_dir() || (name != "target" && name != ".git")
}

fn depend_on_pinata(manifest: &mut DocumentMut) {
    let mut pinata_table = Table::new();
    pinata_table["path"] = value(pinata().display().to_string());
    let dependencies = manifest.entry("dependencies").or_insert(Item::Table(Table::new()));
    if let Some(dependencies) = dependencies.as_table_like_mut() {
        dependencies.insert("pinata", Item::Table(pinata_table));
    }
    manifest.entry("workspace").or_insert(Item::Table(Table::new()));
}

/// Puts the lock file in its place.
///
/// A fresh one begins with what `pinata` is locked to, so that it is built once, and
/// without asking the registry about it.
pub fn lock(source: &Source, copy: &Path, lock: Lock) -> Result<(), Error> {
    let from = match lock {
        Lock::Shipped => source.root.join("Cargo.lock"),
        Lock::Fresh => pinata().join("Cargo.lock"),
    };
    let to = copy.join("Cargo.lock");
    let bytes = fs::read(&from).map_err(Error::file("read", &from))?;
    fs::write(&to, bytes).map_err(Error::file("write", &to))
}

/// Whether a lock file came with the crate.
pub fn has_lock(source: &Source) -> bool {
    source.root.join("Cargo.lock").is_file()
}
