//! From what is meant to what Cargo has to build.

use std::env;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, Package, Target, TargetKind};
use same_file::is_same_file;

use super::{Request, Subject};
use crate::Error;
use crate::error::said;

/// How to build what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// By Cargo.
    Cargo(Order),
    /// By rustc alone: a file that belongs to no package.
    Single(PathBuf),
}

/// What Cargo is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The arguments after `cargo build`.
    pub arguments: Vec<String>,
    /// Where Cargo runs.
    pub root: PathBuf,
    /// Where it builds.
    pub target_directory: PathBuf,
    /// The packages that count, by their ids.
    pub packages: Vec<String>,
    /// The nightly rustc that builds, and is asked for layouts.
    pub nightly: Option<PathBuf>,
}

/// Finds out what to build.
pub fn plan(request: &Request) -> Result<Plan, Error> {
    let (metadata, mut arguments, packages) = match &request.subject {
        Subject::Path(path) => {
            let path =
                path.canonicalize().map_err(|cause| Error::Read { path: path.clone(), cause })?;
            let Some(manifest) = manifest_above(&path) else {
                return alone(path);
            };
            let metadata = metadata(Some(&manifest))?;
            let packages = meant(&metadata, &path);
            let mut arguments: Vec<String> = packages
                .iter()
                .flat_map(|package| ["--package".to_owned(), package.id.repr.clone()])
                .collect();
            match packages.as_slice() {
                [] => return alone(path),
                [package] => arguments.extend(targets(package, &path, request.all_targets)),
                _ => arguments.extend(request.all_targets.then(|| "--all-targets".to_owned())),
            }
            let ids = packages.iter().map(|package| package.id.repr.clone()).collect();
            (metadata, arguments, ids)
        }
        Subject::Packages(manifest) => {
            let metadata = metadata(manifest.as_deref())?;
            let manifest = match manifest {
                Some(manifest) => manifest.canonicalize().ok(),
                None => env::current_dir().ok().as_deref().and_then(manifest_above),
            };
            let mut arguments = Vec::new();
            if let Some(manifest) = manifest {
                arguments.extend(["--manifest-path".to_owned(), manifest.display().to_string()]);
                // The root stands for all members, also where it is a package itself.
                let root = metadata.workspace_root.join("Cargo.toml");
                let is_root = is_same_file(&root, &manifest).unwrap_or(false);
                arguments.extend(is_root.then(|| "--workspace".to_owned()));
            }
            arguments.extend(request.all_targets.then(|| "--all-targets".to_owned()));
            let members = metadata.workspace_members.iter().map(|id| id.repr.clone()).collect();
            (metadata, arguments, members)
        }
    };
    arguments.extend(request.release.then(|| "--release".to_owned()));
    arguments.extend(request.arguments.iter().cloned());
    let own = metadata.target_directory.join("pinata").into_std_path_buf();
    let mut target_directory = request.target_directory.clone().unwrap_or(own);
    if request.nightly.is_some() {
        target_directory.push("nightly");
    }
    Ok(Plan::Cargo(Order {
        arguments,
        root: metadata.workspace_root.clone().into_std_path_buf(),
        target_directory,
        packages,
        nightly: request.nightly.clone(),
    }))
}

/// What belongs to no package: a file is built by itself.
fn alone(path: PathBuf) -> Result<Plan, Error> {
    match path.is_dir() {
        true => Err(Error::NoPackage { path }),
        false => Ok(Plan::Single(path)),
    }
}

fn manifest_above(path: &Path) -> Option<PathBuf> {
    let mut manifests = path.ancestors().map(|directory| directory.join("Cargo.toml"));
    manifests.find(|manifest| manifest.is_file())
}

fn metadata(manifest: Option<&Path>) -> Result<Metadata, Error> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    if let Some(manifest) = manifest {
        command.manifest_path(manifest);
    }
    command.exec().map_err(|cause| Error::Cargo { reason: said(&cause) })
}

/// The packages in a directory, or else the one that a path belongs to.
fn meant<'m>(metadata: &'m Metadata, path: &Path) -> Vec<&'m Package> {
    let is_inside = |package: &&Package| {
        let root = package.manifest_path.parent().and_then(|root| root.canonicalize().ok());
        root.is_some_and(|root| root.starts_with(path))
    };
    let inside: Vec<&Package> =
        metadata.workspace_packages().into_iter().filter(is_inside).collect();
    match inside.is_empty() {
        true => owner(metadata, path).into_iter().collect(),
        false => inside,
    }
}

/// The package in whose directory a path is: the innermost one.
fn owner<'m>(metadata: &'m Metadata, path: &Path) -> Option<&'m Package> {
    let depth = |package: &&Package| {
        let root = package.manifest_path.parent()?.canonicalize().ok()?;
        path.starts_with(&root).then(|| root.components().count())
    };
    let members = metadata.workspace_packages().into_iter();
    members.filter(|package| depth(package).is_some()).max_by_key(depth)
}

/// The targets that a path may be part of: the one whose root it is, or else the library and the
/// programs.
fn targets(package: &Package, path: &Path, all: bool) -> Vec<String> {
    if all {
        return vec!["--all-targets".to_owned()];
    }
    let is_root = |target: &&Target| {
        target.src_path.as_std_path().canonicalize().is_ok_and(|root| root == path)
    };
    if let Some(target) = package.targets.iter().find(is_root) {
        let flag = |kind: &TargetKind| match kind {
            TargetKind::Bin => Some("--bin"),
            TargetKind::Example => Some("--example"),
            TargetKind::Test => Some("--test"),
            TargetKind::Bench => Some("--bench"),
            _ => None,
        };
        return match target.kind.iter().find_map(flag) {
            Some(flag) => vec![flag.to_owned(), target.name.clone()],
            None => vec!["--lib".to_owned()],
        };
    }
    // A directory of tests or examples, or a file that several of them share.
    let root = package.manifest_path.parent().map(|root| root.as_std_path().to_owned());
    let folder = root.and_then(|root| {
        let below = path.strip_prefix(root.canonicalize().ok()?).ok()?;
        below.components().next().map(|first| first.as_os_str().to_owned())
    });
    let flag = match folder.as_deref().and_then(|folder| folder.to_str()) {
        Some("examples") => "--examples",
        Some("tests") => "--tests",
        Some("benches") => "--benches",
        _ => return Vec::new(),
    };
    vec![flag.to_owned()]
}
