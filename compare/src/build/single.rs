//! Has rustc build one file that belongs to no package.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Artifact, Built, Request, cargo, wrapper};
use crate::Error;

/// The edition of a file for which nobody says it.
const EDITION: &str = "2024";

/// Builds in a directory that goes away with what is returned.
pub fn build(file: &Path, request: &Request) -> Result<Built, Error> {
    let scratch =
        tempfile::tempdir().map_err(|cause| Error::Write { path: std::env::temp_dir(), cause })?;
    let text =
        fs::read_to_string(file).map_err(|cause| Error::Read { path: file.to_owned(), cause })?;
    let krate = krate(file);
    let (kind, binary) = match has_main(&text) {
        true => ("bin", krate.clone()),
        false => ("rlib", format!("lib{krate}.rlib")),
    };
    let nightly = request.nightly.as_deref();
    let mir = scratch.path().join(format!("{krate}.mir"));
    let layouts = nightly.map(|_| wrapper::layouts(&mir));
    let status = Command::new(cargo::rustc(nightly))
        .args(["--edition", EDITION, "--crate-type", kind, "--crate-name", &krate])
        .args(["--cap-lints", "warn", "--emit=link", "--out-dir"])
        .arg(scratch.path())
        .args(wrapper::FLAGS)
        .args(layouts.iter().flat_map(|directory| wrapper::dump(directory)))
        .args(request.release.then_some("-O"))
        .arg(file)
        .status()
        .map_err(|cause| Error::Run { program: "rustc", cause })?;
    if !status.success() {
        return Err(Error::BuildAlone { path: file.to_owned(), edition: EDITION });
    }
    let artifact = Artifact {
        is_test: false,
        binary: scratch.path().join(binary),
        mir,
        root: file.to_owned(),
        layouts,
        krate,
    };
    let root = std::env::current_dir().unwrap_or_default();
    let rustc = cargo::version(&root, nightly)?;
    Ok(Built { artifacts: vec![artifact], rustc, root, scratch: Some(scratch) })
}

/// A name that rustc takes.
fn krate(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let name = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("pinata_{}", name.collect::<String>())
}

/// Whether a program begins here. What is no Rust is none, and rustc will say why.
fn has_main(text: &str) -> bool {
    let items = syn::parse_file(text).map(|file| file.items).unwrap_or_default();
    items.iter().any(|item| matches!(item, syn::Item::Fn(function) if function.sig.ident == "main"))
}
