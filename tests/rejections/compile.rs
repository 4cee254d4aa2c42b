//! Runs rustc.

use super::diagnostic::Diagnostic;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Knows where the compiled `pinata` is.
pub struct Compiler {
    libraries: PathBuf,
    pinata: PathBuf,
}

impl Compiler {
    /// Cargo puts the library next to the tests that depend on it.
    pub fn new() -> Self {
        let test = env::current_exe().expect("a test knows where it is");
        let libraries = test.parent().expect("it is in a directory").to_owned();
        let pinata = newest_pinata(&libraries);
        Compiler { libraries, pinata }
    }

    /// The errors that rustc has to tell about a library with this source.
    pub fn errors(&self, source: &str, edition: &str) -> Vec<Diagnostic> {
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args([
                "--edition",
                edition,
                "--crate-type=lib",
                "--crate-name=rejection",
            ])
            .args(["--emit=metadata", "--error-format=json", "-Awarnings"])
            .arg("--out-dir")
            .arg(env!("CARGO_TARGET_TMPDIR"))
            .arg(format!("--extern=pinata={}", self.pinata.display()))
            .arg(format!("-Ldependency={}", self.libraries.display()))
            .arg("-")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("rustc can be run");
        let mut stdin = rustc.stdin.take().expect("it is piped");
        stdin
            .write_all(source.as_bytes())
            .expect("rustc reads its source");
        drop(stdin);
        let output = rustc.wait_with_output().expect("rustc ends");
        let errors = Diagnostic::errors(&String::from_utf8_lossy(&output.stderr));
        assert!(
            output.status.success() || !errors.is_empty(),
            "rustc failed without an error:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        errors
    }
}

/// Older builds may lie around; the newest is the one that was built for this test.
fn newest_pinata(libraries: &Path) -> PathBuf {
    let entries = fs::read_dir(libraries).expect("the directory of the tests can be read");
    entries
        .map(|entry| entry.expect("it can be read"))
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libpinata-") && name.ends_with(".rlib")
        })
        .max_by_key(|entry| {
            entry
                .metadata()
                .and_then(|metadata| metadata.modified())
                .ok()
        })
        .expect("cargo has built the library for this test")
        .path()
}
