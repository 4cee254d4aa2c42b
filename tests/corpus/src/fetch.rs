//! From a name to the source of a crate.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{MetadataCommand, Package};

use crate::args::Spec;
use crate::error::Error;

/// A crate on this machine, as it came.
pub struct Source {
    pub name: String,
    pub version: String,
    pub root: PathBuf,
}

/// Lets cargo fetch a published crate.
///
/// Cargo fetches what something depends on, so a package is made up that depends on it.
pub fn published(spec: &Spec, work: &Path, offline: bool) -> Result<Source, Error> {
    let directory = work.join("fetch").join(&spec.name);
    let version = spec.version.as_ref().map_or_else(|| "*".to_owned(), |v| format!("={v}"));
    let manifest = format!(
        "[package]\nname = \"pinata-corpus-fetch\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies.wanted]\npackage = \"{}\"\nversion = \"{version}\"\ndefault-features = false\n\n\
         [workspace]\n",
        spec.name
    );
    fs::create_dir_all(&directory).map_err(Error::file("make", &directory))?;
    let write = |name: &str, text: &str| {
        let path = directory.join(name);
        fs::write(&path, text).map_err(Error::file("write", &path))
    };
    write("lib.rs", "")?;
    write("Cargo.toml", &manifest)?;
    if spec.version.is_none() {
        // The newest now, not the newest of last time.
        let _ = fs::remove_file(directory.join("Cargo.lock"));
    }
    let package = package(&directory, &spec.name, &[], offline).map_err(|error| match error {
        Error::Manifest { message, .. } => {
            let version = spec.version.as_ref().map_or_else(String::new, |v| format!("@{v}"));
            Error::Fetch { crate_name: format!("{}{version}", spec.name), message }
        }
        other => other,
    })?;
    source(&package)
}

/// A crate in a directory.
pub fn local(directory: &Path, offline: bool) -> Result<Source, Error> {
    let manifest = directory.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Error::file("read", &manifest))?;
    let bad = |message: String| Error::Manifest { path: directory.to_owned(), message };
    let parsed: toml_edit::DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| bad(error.message().to_owned()))?;
    let name = parsed.get("package").and_then(|package| package.get("name")?.as_str());
    let name = name.ok_or_else(|| bad("its manifest names no package".to_owned()))?;
    // Without its dependencies, for which cargo would write a lock file there.
    source(&package(directory, name, &["--no-deps"], offline)?)
}

fn source(package: &Package) -> Result<Source, Error> {
    let root = package.manifest_path.parent().map(|root| root.as_std_path().to_owned());
    Ok(Source {
        name: package.name.to_string(),
        version: package.version.to_string(),
        root: root.unwrap_or_default(),
    })
}

/// What cargo knows of the package called `name` that is to be seen from `directory`.
fn package(
    directory: &Path,
    name: &str,
    options: &[&str],
    offline: bool,
) -> Result<Package, Error> {
    let mut command = MetadataCommand::new();
    let options = options.iter().copied().chain(offline.then_some("--offline"));
    command.current_dir(directory).other_options(options.map(str::to_owned).collect::<Vec<_>>());
    let bad = |message: String| Error::Manifest { path: directory.to_owned(), message };
    let metadata = command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => bad(crate::cargo::complaint(&stderr)),
        cargo_metadata::Error::Io(cause) => Error::Cargo(cause),
        other => bad(other.to_string()),
    })?;
    let found = metadata.packages.into_iter().find(|package| package.name.as_str() == name);
    found.ok_or_else(|| bad(format!("cargo does not see the package `{name}` there")))
}
