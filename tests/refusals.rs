//! What the attribute refuses, and how it says so.
//!
//! Every file in `tests/refusals` has functions that the attribute refuses. What rustc then
//! says stands beside it, in a file that ends with `.stderr`, and is the same in both
//! editions that have `async fn`.
//!
//! One file: `REFUSAL=signature/never cargo test -p pinata --test refusals`. With `BLESS=1`
//! what rustc says is written down instead: read it before you commit it.

mod rustc;

use rustc::{Compiler, EDITIONS};
use std::env;
use std::fs;
use std::path::Path;

#[test]
fn refusals() {
    let compiler = Compiler::new();
    let files = rustc::sources("refusals", &env::var("REFUSAL").unwrap_or_default());
    if env::var_os("BLESS").is_some() {
        for file in &files {
            let said = said(&compiler, file, EDITIONS[0]);
            fs::write(file.with_extension("stderr"), said).expect("the file can be written");
        }
    }
    rustc::check_all(&files, |file, edition| check(&compiler, file, edition));
}

/// What is wrong with how a file is refused, if anything is.
fn check(compiler: &Compiler, file: &Path, edition: &str) -> Option<String> {
    let said = said(compiler, file, edition);
    let expected = fs::read_to_string(file.with_extension("stderr")).unwrap_or_default();
    if said.is_empty() {
        return Some(format!("{} ({edition}): not refused", file.display()));
    }
    (said != expected)
        .then(|| format!("{} ({edition}):\nexpected:\n{expected}\nsaid:\n{said}", file.display()))
}

/// What rustc shows of a file. The summary at the end, which points nowhere, is left out.
fn said(compiler: &Compiler, file: &Path, edition: &str) -> String {
    let source = fs::read_to_string(file).expect("the file can be read");
    let name = file.file_name().expect("it has a name").to_string_lossy();
    compiler
        .errors(&source, edition)
        .iter()
        .filter(|error| error["spans"].as_array().is_some_and(|spans| !spans.is_empty()))
        .filter_map(|error| error["rendered"].as_str())
        .map(|rendered| rendered.replace("<anon>", &name))
        .collect()
}
