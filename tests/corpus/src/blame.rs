//! From what rustc says to the functions it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};

use crate::examine::Subject;
use crate::find::Function;

/// What rustc says about a function, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub message: String,
    pub code: Option<String>,
    pub place: String,
    /// As rustc prints it.
    pub text: String,
}

/// The functions that are annotated and in which an error is.
///
/// An error that stands outside of them may yet point into one, with a second place or in a note:
/// “future is not `Send`”. Such hints count only when no error stands inside.
pub fn blame(
    errors: &[Diagnostic],
    subject: &Subject,
    on: &BTreeSet<usize>,
) -> BTreeMap<usize, Complaint> {
    let Subject { annotated: copy, functions, .. } = *subject;
    let at = |span: &DiagnosticSpan| innermost(span, copy, functions, on);
    let mut blamed = BTreeMap::new();
    for error in errors {
        let primary = error.spans.iter().filter(|span| span.is_primary);
        for index in primary.filter_map(at) {
            blamed.entry(index).or_insert_with(|| complaint(error, copy));
        }
    }
    if blamed.is_empty() {
        for error in errors {
            let notes = error.children.iter().flat_map(|child| &child.spans);
            if let Some(index) = error.spans.iter().chain(notes).find_map(at) {
                blamed.entry(index).or_insert_with(|| complaint(error, copy));
            }
        }
    }
    blamed
}

/// What rustc says, without its columns: the attribute moves them.
pub fn complaint(diagnostic: &Diagnostic, copy: &Path) -> Complaint {
    let primary = diagnostic.spans.iter().find(|span| span.is_primary);
    let mut message = diagnostic.message.clone();
    // E0308 says what does not match in a label only.
    if let Some(label) = primary.and_then(|span| span.label.as_ref()) {
        message = format!("{message}: {label}");
    }
    Complaint {
        message,
        code: diagnostic.code.as_ref().map(|code| code.code.clone()),
        place: primary.map_or_else(String::new, |span| {
            let (file, line) = outermost(span, copy);
            format!("{file}:{line}")
        }),
        text: diagnostic.rendered.clone().unwrap_or_default(),
    }
}

/// The smallest annotated function that contains a place, or one of the macro calls that led there.
fn innermost(
    span: &DiagnosticSpan,
    copy: &Path,
    functions: &[Function],
    on: &BTreeSet<usize>,
) -> Option<usize> {
    let mut next = Some(span);
    while let Some(span) = next {
        let file = inside(&span.file_name, copy);
        let around = on.iter().filter(|index| functions[**index].contains(&file, span.line_start));
        let size = |index: &&usize| functions[**index].lines.clone().count();
        if let Some(index) = around.min_by_key(size) {
            return Some(*index);
        }
        next = span.expansion.as_ref().map(|expansion| &expansion.span);
    }
    None
}

/// A place in the crate, even if rustc points into a macro of another one.
fn outermost(span: &DiagnosticSpan, copy: &Path) -> (String, usize) {
    let mut here = span;
    while let Some(expansion) = &here.expansion
        && !copy.join(&here.file_name).exists()
    {
        here = &expansion.span;
    }
    (inside(&here.file_name, copy), here.line_start)
}

fn inside(file: &str, copy: &Path) -> String {
    let path = Path::new(file);
    path.strip_prefix(copy).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
