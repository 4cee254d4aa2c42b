//! Writes into the source: the attribute, or a mark.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::find::Function;

/// What is written into the source of a function.
pub enum Note<'a> {
    /// The attribute.
    Attribute,
    /// Something that rustc writes down if, and only if, it compiles the function.
    Mark(&'a str),
}

/// Brings the files of a copy to a state in which the functions in `on` have a note, and no others.
///
/// Everything stays on its line, so that places are those in the crate as published. A file that
/// is right already is not touched: cargo would build it again.
pub fn annotate(
    plain: &Path,
    copy: &Path,
    functions: &[Function],
    on: &BTreeSet<usize>,
    note: &Note,
) -> Result<(), Error> {
    let mut files: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for (index, function) in functions.iter().enumerate() {
        let insertions = files.entry(&function.file).or_default();
        if on.contains(&index) {
            match note {
                Note::Attribute => insertions.extend(function.edits.iter().cloned()),
                Note::Mark(prefix) => insertions.push((function.body, marking(prefix, index))),
            }
        }
    }
    for (file, mut insertions) in files {
        let from = plain.join(file);
        let to = copy.join(file);
        let mut text = fs::read_to_string(&from).map_err(Error::file("read", &from))?;
        insertions.sort();
        for (at, inserted) in insertions.iter().rev() {
            text.insert_str(*at, inserted);
        }
        if fs::read_to_string(&to).ok().as_ref() != Some(&text) {
            fs::write(&to, text).map_err(Error::file("write", &to))?;
        }
    }
    Ok(())
}

/// The environment that a program looks at is written down beside it, for cargo.
fn marking(prefix: &str, index: usize) -> String {
    format!(" const _: ::core::option::Option<&str> = ::core::option_env!(\"{prefix}_{index}\"); ")
}
