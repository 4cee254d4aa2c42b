//! Which files are meant: one, all in a directory, or all of a package and its targets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};
use pinata_compare::error::said;
use walkdir::{DirEntry, WalkDir};

use crate::Error;

/// What Cargo puts into a directory that can be made again, such as `target`.
const MADE: &str = "CACHEDIR.TAG";

/// The Rust files in a directory and those below it, sorted. Hidden ones, and what Cargo made,
/// are left out.
pub fn in_directory(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    walk(directory, |_| true)
}

/// The Rust files of the packages that a manifest stands for, sorted: of its own package, or of
/// all members if it is that of a workspace.
///
/// These are all in the directory of the package, whether a target leads to them or not, and
/// the roots of targets elsewhere.
pub fn of_packages(manifest: Option<&Path>) -> Result<Vec<PathBuf>, Error> {
    let metadata = metadata(manifest)?;
    let mut files = BTreeSet::new();
    for package in meant(&metadata, manifest) {
        let root =
            canonical(package.manifest_path.as_std_path().parent().unwrap_or(Path::new(".")));
        let is_own = |entry: &DirEntry| !entry.path().join("Cargo.toml").is_file();
        files.extend(walk(&root, is_own)?);
        let targets = package.targets.iter().map(|target| target.src_path.as_std_path());
        files.extend(targets.filter(|path| path.is_file()).map(canonical));
    }
    Ok(files.into_iter().map(|file| shortened(&file)).collect())
}

fn metadata(manifest: Option<&Path>) -> Result<Metadata, Error> {
    let mut command = MetadataCommand::new();
    command.no_deps().features(CargoOpt::AllFeatures);
    if let Some(manifest) = manifest {
        command.manifest_path(manifest);
    }
    command.exec().map_err(|cause| Error::Metadata { reason: said(&cause) })
}

/// The package of the manifest alone, unless that is the root of a workspace.
fn meant<'m>(metadata: &'m Metadata, manifest: Option<&Path>) -> Vec<&'m Package> {
    let members = metadata.workspace_packages();
    let root = metadata.workspace_root.as_std_path();
    let here = match manifest {
        Some(manifest) => manifest.canonicalize().ok(),
        None => nearest_manifest(),
    };
    let own = members.iter().find(|package| {
        let path = package.manifest_path.as_std_path();
        path.canonicalize().ok() == here && path.parent() != Some(root)
    });
    match own {
        Some(own) => vec![own],
        None => members,
    }
}

/// What Cargo takes when no manifest is named.
fn nearest_manifest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut manifests = here.ancestors().map(|directory| directory.join("Cargo.toml"));
    manifests.find(|manifest| manifest.is_file())?.canonicalize().ok()
}

fn walk(directory: &Path, goes_into: impl Fn(&DirEntry) -> bool) -> Result<Vec<PathBuf>, Error> {
    let entries = WalkDir::new(directory).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| {
        let hidden = entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
        let is_root = entry.depth() == 0;
        is_root
            || !hidden
                && (!entry.file_type().is_dir()
                    || !entry.path().join(MADE).is_file() && goes_into(entry))
    });
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|cause| Error::Read {
            path: cause.path().unwrap_or(directory).to_owned(),
            cause: cause.into(),
        })?;
        let is_rust = entry.path().extension().is_some_and(|extension| extension == "rs");
        if is_rust && entry.path().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The one path among those that lead to a file.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The path from here, if the file is below.
fn shortened(file: &Path) -> PathBuf {
    let here = std::env::current_dir().ok().map(|here| canonical(&here));
    let below = here.and_then(|here| file.strip_prefix(here).ok());
    below.unwrap_or(file).to_owned()
}
