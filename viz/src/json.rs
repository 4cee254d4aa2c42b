//! Machines as JSON: the model as it is, for other programs.

use pinata_machine::model::Machine;
use serde::Serialize;

use crate::Found;

/// One machine of a file, with the path that chooses it on the command line.
#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    machine: &'a Machine,
}

/// Prints an array of `{ "path", "machine" }`, indented, with a newline at the end.
pub fn render(found: &[&Found]) -> String {
    let entries: Vec<_> =
        found.iter().map(|Found { path, machine }| Entry { path, machine }).collect();
    let json = serde_json::to_string_pretty(&entries)
        .expect("a machine is plain data with string keys only");
    json + "\n"
}
