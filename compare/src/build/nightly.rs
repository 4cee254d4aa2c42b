//! Finds the nightly rustc that is installed beside the one that builds.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::Error;

/// The rustc of a nightly toolchain of rustup.
pub fn find() -> Result<PathBuf, Error> {
    let list = rustup(&["toolchain", "list"])?;
    let list = String::from_utf8_lossy(&list.stdout);
    let name = toolchain(&list).ok_or(Error::NoNightly)?;
    let which = rustup(&["which", "--toolchain", name, "rustc"])?;
    let path = PathBuf::from(String::from_utf8_lossy(&which.stdout).trim());
    match which.status.success() && path.is_file() {
        true => Ok(path),
        false => Err(Error::NoNightly),
    }
}

/// The nightly in a list of toolchains: the one that is kept up to date before those of a date.
///
/// `nightly-x86_64-unknown-linux-gnu (default)` → `nightly-x86_64-unknown-linux-gnu`
fn toolchain(list: &str) -> Option<&str> {
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    let is_dated = |name: &str| {
        let after = name.strip_prefix("nightly-").unwrap_or_default();
        after.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut names: Vec<&str> =
        names.filter(|name| *name == "nightly" || name.starts_with("nightly-")).collect();
    names.sort_by_key(|name| is_dated(name));
    names.first().copied()
}

fn rustup(words: &[&str]) -> Result<Output, Error> {
    Command::new("rustup").args(words).output().map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => Error::NoRustup,
        _ => Error::Run { program: "rustup", cause },
    })
}
