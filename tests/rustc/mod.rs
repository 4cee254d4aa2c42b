//! Runs rustc on sources that use `pinata`.

use serde_json::Value;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The editions that have `async fn`.
pub const EDITIONS: [&str; 2] = ["2021", "2024"];

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

    /// The errors that rustc has to tell about a library with this source, in its JSON.
    pub fn errors(&self, source: &str, edition: &str) -> Vec<Value> {
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args(["--edition", edition, "--crate-type=lib", "--crate-name=source"])
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
        stdin.write_all(source.as_bytes()).expect("rustc reads its source");
        drop(stdin);
        let output = rustc.wait_with_output().expect("rustc ends");
        let text = String::from_utf8_lossy(&output.stderr);
        let errors: Vec<Value> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(|message: &Value| message["level"] == "error")
            .collect();
        assert!(
            output.status.success() || !errors.is_empty(),
            "rustc failed without an error:\n{text}"
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
        .max_by_key(|entry| entry.metadata().and_then(|metadata| metadata.modified()).ok())
        .expect("cargo has built the library for this test")
        .path()
}

/// The sources in the topics of a directory beside the tests, if their path contains `wanted`.
pub fn sources(directory: &str, wanted: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(directory);
    let mut files: Vec<_> = entries(&root)
        .filter(|topic| topic.is_dir())
        .flat_map(|topic| entries(&topic))
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .filter(|file| file.to_string_lossy().contains(wanted))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "there is no such file");
    files
}

fn entries(directory: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(directory).expect("the directory is part of the repository");
    entries.map(|entry| entry.expect("it can be read").path())
}

/// Checks all files in all editions, on all processors, and panics with the complaints.
pub fn check_all(files: &[PathBuf], check: impl Fn(&Path, &str) -> Option<String> + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut complaints = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(EDITIONS.iter().filter_map(|edition| check(file, edition)));
        }
        complaints
    };
    let complaints: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker panicked")).collect()
    });

    println!("{} files in {} editions", files.len(), EDITIONS.len());
    assert!(complaints.is_empty(), "\n{}\n{} complaints", complaints.join("\n"), complaints.len());
}
