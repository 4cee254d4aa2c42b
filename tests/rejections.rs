//! What rustc rejects must be rejected, for the same reason and in the same place.
//!
//! Every file in `tests/rejections` has one mistake in a function marked
//! `#[desugar]`. rustc compiles it without the attribute and with it, in both
//! editions that have `async fn`. The first line says what is wrong with it.
//!
//! The two must agree on every error and its line. What rustc says about the
//! attribute's own line on top of that follows from the same mistake, and is let
//! pass. Where the attribute is rejected for another reason, or in another line, a
//! second line says so: `//@ annotated: E0373`.
//!
//! One file: `REJECTION=moves/in_a_loop cargo test -p pinata --test rejections`.

mod rejections {
    pub mod diagnostic;
}
mod rustc;

use rejections::diagnostic::{Diagnostic, differences};
use rustc::Compiler;
use std::fs;
use std::path::Path;

#[test]
fn rejections() {
    let compiler = Compiler::new();
    let wanted = std::env::var("REJECTION").unwrap_or_default();
    rustc::check_all(&rustc::sources("rejections", &wanted), |file, edition| {
        check(&compiler, file, edition)
    });
}

/// What is wrong with how a file is rejected, if anything is.
fn check(compiler: &Compiler, file: &Path, edition: &str) -> Option<String> {
    let source = fs::read_to_string(file).expect("the file can be read");
    let expected = source.lines().next().and_then(|line| line.strip_prefix("//@ "));
    let expected = expected.expect("the first line says `//@ ` and a code or a message");

    let errors = |source: &str| Diagnostic::all(&compiler.errors(source, edition));
    let plain = errors(&source.replace("#[desugar]", ""));
    let annotated = errors(&source.replace("#[desugar]", "#[pinata::desugar]"));

    let mut complaints = match otherwise(&source) {
        Some(reason) if annotated.iter().any(|error| error.reason.starts_with(reason)) => {
            Vec::new()
        }
        Some(reason) => vec![format!("with the attribute it should be rejected for {reason}")],
        None => differences(&plain, &beside_the_attribute(&source, &annotated)),
    };
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

/// What the annotated function is rejected for, where that is something else.
fn otherwise(source: &str) -> Option<&str> {
    source.lines().nth(1)?.strip_prefix("//@ annotated: ")
}

/// The errors that aren't at the attribute itself.
fn beside_the_attribute(source: &str, errors: &[Diagnostic]) -> Vec<Diagnostic> {
    let lines = (1..).zip(source.lines());
    let attributes: Vec<u64> =
        lines.filter(|(_, line)| line.trim() == "#[desugar]").map(|(number, _)| number).collect();
    errors.iter().filter(|error| !attributes.contains(&error.line)).cloned().collect()
}

fn list(errors: &[Diagnostic]) -> String {
    errors.iter().map(|error| format!("    {error}\n")).collect()
}
