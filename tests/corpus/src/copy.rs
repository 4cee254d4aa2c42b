//! A copy of a crate, which depends on `pinata` and belongs to no workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;
use toml_edit::{DocumentMut, Item, Table, TableLike, value};
use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::fetch::Source;

/// The names of the copies: one stays as it is, one gets marks, one gets the attribute.
pub const COPIES: [&str; 3] = ["plain", "marked", "annotated"];

/// Where `pinata` itself is.
pub fn pinata() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where cargo puts what it builds for `pinata`.
pub fn target_directory() -> Result<PathBuf, Error> {
    let metadata = MetadataCommand::new().current_dir(pinata()).no_deps().exec();
    let metadata = metadata.map_err(|error| match error {
        cargo_metadata::Error::Io(cause) => Error::Cargo(cause),
        other => Error::Manifest { path: pinata(), message: other.to_string() },
    })?;
    Ok(metadata.target_directory.into_std_path_buf())
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
    for entry in WalkDir::new(&source.root).follow_links(true).into_iter().filter_entry(is_source) {
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
    find_neighbours(&mut parsed, &source.root);
    depend_on_pinata(&mut parsed);
    fs::write(&manifest, parsed.to_string()).map_err(Error::file("write", &manifest))
}

/// Without what was built, and what git keeps.
fn is_source(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    entry.depth() != 1 || !entry.file_type().is_dir() || (name != "target" && name != ".git")
}

/// A dependency beside the crate is not beside the copy.
fn find_neighbours(manifest: &mut DocumentMut, root: &Path) {
    let whole = manifest.as_table_mut();
    find_neighbours_in(whole, root);
    let platforms = whole.get_mut("target").and_then(Item::as_table_like_mut);
    for (_, platform) in platforms.into_iter().flat_map(|platforms| platforms.iter_mut()) {
        if let Some(platform) = platform.as_table_like_mut() {
            find_neighbours_in(platform, root);
        }
    }
}

fn find_neighbours_in(table: &mut dyn TableLike, root: &Path) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let dependencies = table.get_mut(kind).and_then(Item::as_table_like_mut);
        for (_, one) in dependencies.into_iter().flat_map(|all| all.iter_mut()) {
            let Some(path) = one.get("path").and_then(Item::as_str) else { continue };
            one["path"] = value(root.join(path).display().to_string());
        }
    }
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
