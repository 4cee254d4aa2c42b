//! What the installed rustc makes of the files in `bodies/`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the sources are.
pub fn bodies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bodies")
}

/// The MIR of a file, which it names without its folder.
pub fn emit(file: &Path, optimize: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.mir");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let level = if optimize { "-Copt-level=3" } else { "-Copt-level=0" };
    let output = Command::new(rustc)
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=mir",
            "--cap-lints=allow",
            level,
            "-o",
        ])
        .arg(&out)
        .arg(file.file_name().unwrap())
        .current_dir(file.parent().unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read_to_string(&out).unwrap()
}
