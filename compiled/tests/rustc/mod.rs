//! What the installed rustc makes of the files in `bodies/`, which it names without their folder.
//! Each is the crate `demo`.
#![allow(dead_code, reason = "not every test needs a program")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;

/// Where the sources are.
pub fn bodies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bodies")
}

/// The MIR of a library.
pub fn emit(file: &Path, optimize: bool) -> String {
    let folder = run(file, optimize, &["--crate-type=lib", "--emit=mir"]);
    fs::read_to_string(folder.path().join("demo.mir")).unwrap()
}

/// A program with debug info, and its MIR.
pub fn build(file: &Path, optimize: bool) -> (Vec<u8>, String) {
    let folder = run(file, optimize, &["-g", "--emit=link,mir"]);
    let program = folder.path().join("demo").with_extension(env::consts::EXE_EXTENSION);
    (fs::read(program).unwrap(), fs::read_to_string(folder.path().join("demo.mir")).unwrap())
}

/// Runs it for a folder of its own, for it leaves more there than it is asked for.
fn run(file: &Path, optimize: bool, arguments: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let level = if optimize { "-Copt-level=3" } else { "-Copt-level=0" };
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--crate-name=demo", "--edition=2024", "--cap-lints=allow", level])
        .args(arguments)
        .arg("--out-dir")
        .arg(folder.path())
        .arg(file.file_name().unwrap())
        .current_dir(file.parent().unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}
