//! Machines as JSON: the model as it is, for other programs.

use std::path::Path;

use pinata_machine::model::Machine;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use crate::Source;

/// One machine, with what chooses it on the command line.
#[derive(Serialize, JsonSchema)]
struct Entry<'a> {
    /// The file as the user named it.
    file: &'a Path,
    /// The path inside the file.
    path: &'a str,
    /// Its machine.
    machine: &'a Machine,
}

/// Prints an array of `{ "file", "path", "machine" }`, indented, with a newline at the end.
pub fn render(sources: &[Source]) -> String {
    let entries = sources.iter().flat_map(|source| {
        let file = source.path.as_path();
        source.found.iter().map(move |one| Entry { file, path: &one.path, machine: &one.machine })
    });
    let json = serde_json::to_string_pretty(&entries.collect::<Vec<_>>())
        .expect("a machine is plain data with string keys only");
    json + "\n"
}

/// What [`render`] prints, as a JSON schema.
pub fn schema() -> Schema {
    let mut schema = schema_for!(Vec<Entry>);
    schema
        .insert("title".to_owned(), "Machines, as `cargo pinata graph -f json` prints them".into());
    schema
}
