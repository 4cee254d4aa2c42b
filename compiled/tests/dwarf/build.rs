//! Builds programs with the rustc that is installed, for the tests to read.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// What the programs have below their own code, so that this begins in line 1.
const PRELUDE: &str = "
pub struct Nap(pub u32);

impl std::future::Future for Nap {
    type Output = u32;
    fn poll(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<u32> {
        std::task::Poll::Ready(self.0)
    }
}

/// Runs a future that is ready at once, and prints its size and its alignment behind a name.
pub fn measure<F: Future>(name: &str, future: F) -> F::Output {
    println!(\"{name}: {} {}\", size_of::<F>(), align_of::<F>());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!(),
    }
}
";

/// What was built.
pub struct Built {
    /// Holds the file.
    _folder: TempDir,
    pub path: PathBuf,
}

/// Builds `demo.rs` with the prelude.
pub fn build(source: &str, arguments: &[&str]) -> Built {
    build_beside(source, &[], arguments)
}

/// Builds `demo.rs` with the prelude, and with files beside it.
pub fn build_beside(source: &str, beside: &[(&str, &str)], arguments: &[&str]) -> Built {
    build_files(&format!("{source}\n{PRELUDE}"), beside, arguments)
}

/// Builds `demo.rs` without the prelude.
pub fn build_bare(source: &str, arguments: &[&str]) -> Built {
    build_files(source, &[], arguments)
}

fn build_files(source: &str, beside: &[(&str, &str)], arguments: &[&str]) -> Built {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in beside.iter().chain([&("demo.rs", source)]) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .current_dir(folder.path())
        .args([
            "demo.rs",
            "--crate-name=demo",
            "--edition=2024",
            "--cap-lints=allow",
            "-o",
            "built",
        ])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let path = folder.path().join("built");
    Built { _folder: folder, path }
}

impl Built {
    pub fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap()
    }

    /// Runs it, and gives what it printed.
    pub fn run(&self) -> String {
        let output = Command::new(&self.path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}
