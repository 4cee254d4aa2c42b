//! What rustc rejects must be rejected, for the same reason and in the same place.
//!
//! Every file in `tests/rejections` has one mistake in a function marked
//! `#[desugar]`. rustc compiles it without the attribute and with it, in both
//! editions that have `async fn`. The first line says what is wrong with it.
//!
//! One file: `REJECTION=moves/in_a_loop cargo test -p pinata --test rejections`.

mod rejections {
    pub mod compile;
    pub mod diagnostic;
}

use rejections::compile::Compiler;
use rejections::diagnostic::{Diagnostic, differences};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const EDITIONS: [&str; 2] = ["2021", "2024"];

#[test]
fn rejections() {
    let compiler = Compiler::new();
    let files = chosen_files();
    assert!(!files.is_empty(), "there is no such file");

    let next = AtomicUsize::new(0);
    let work = || {
        let mut complaints = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(
                EDITIONS
                    .iter()
                    .filter_map(|edition| check(&compiler, file, edition)),
            );
        }
        complaints
    };
    let complaints: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker panicked"))
            .collect()
    });

    println!("{} files in {} editions", files.len(), EDITIONS.len());
    assert!(
        complaints.is_empty(),
        "\n{}\n{} complaints",
        complaints.join("\n"),
        complaints.len()
    );
}

/// The files to check: all, or those whose path contains `$REJECTION`.
fn chosen_files() -> Vec<PathBuf> {
    let wanted = std::env::var("REJECTION").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rejections");
    let mut files: Vec<_> = entries(&root)
        .filter(|topic| topic.is_dir())
        .flat_map(|topic| entries(&topic))
        .filter(|file| file.to_string_lossy().contains(&wanted))
        .collect();
    files.sort();
    files
}

fn entries(directory: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(directory).expect("the directory is part of the repository");
    entries.map(|entry| entry.expect("it can be read").path())
}

/// What is wrong with how a file is rejected, if anything is.
fn check(compiler: &Compiler, file: &Path, edition: &str) -> Option<String> {
    let source = fs::read_to_string(file).expect("the file can be read");
    let expected = source
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//@ "));
    let expected = expected.expect("the first line says `//@ ` and a code or a message");

    let plain = compiler.errors(&source.replace("#[desugar]", ""), edition);
    let annotated = compiler.errors(&source.replace("#[desugar]", "#[pinata::desugar]"), edition);

    let mut complaints = differences(&plain, &annotated);
    if plain.is_empty() {
        complaints.push("rustc accepts it".to_owned());
    } else if plain.iter().any(|error| error.reason != expected) {
        complaints.push(format!("it should be rejected for {expected}"));
    } else if annotated.is_empty() {
        complaints.push("the attribute makes it acceptable".to_owned());
    }
    if complaints.is_empty() {
        return None;
    }
    let complaints = complaints.join("; ");
    let (plain, annotated) = (list(&plain), list(&annotated));
    Some(format!(
        "{} ({edition}): {complaints}\n  plain:\n{plain}  annotated:\n{annotated}",
        file.display()
    ))
}

fn list(errors: &[Diagnostic]) -> String {
    errors
        .iter()
        .map(|error| format!("    {error}\n"))
        .collect()
}
