//! What there is: a line for each machine, with what it costs to rest.

mod table;

use std::path::PathBuf;

use clap::ValueEnum;
use pinata_machine::model::{Machine, MachineKind, Refusal, StateKind};
use serde::Serialize;

use crate::Source;
pub use table::table;

/// What the list says of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The path inside the file.
    pub path: String,
    /// The file as the user named it.
    pub file: PathBuf,
    /// The line where it begins.
    pub line: usize,
    /// Function, block or closure.
    pub kind: MachineKind,
    /// How many awaits it can rest at.
    pub suspension_points: usize,
    /// The most locals that one of its states holds.
    pub most_held: usize,
    /// How many loops it rests in.
    pub loops: usize,
    /// Whether `#[pinata::desugar]` takes it; it only ever takes functions.
    pub accepted: bool,
    /// Why not.
    pub refusals: Vec<Refusal>,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Order {
    /// As in the source
    #[default]
    Place,
    /// By name
    Name,
    /// Most suspension points first
    Awaits,
    /// Most locals held first
    Held,
    /// Most loops with awaits first
    Loops,
}

/// A row for each machine whose path has `filter` in it.
pub fn rows(sources: &[Source], filter: Option<&str>, order: Order) -> Vec<Row> {
    let found = sources.iter().flat_map(|source| source.found.iter().map(move |one| (source, one)));
    let meant = found.filter(|(_, one)| filter.is_none_or(|filter| one.path.contains(filter)));
    let mut rows: Vec<Row> =
        meant.map(|(source, one)| row(source, &one.path, &one.machine)).collect();
    // What is equal stays in the order of the source.
    match order {
        Order::Place => {}
        Order::Name => rows.sort_by(|a, b| a.path.cmp(&b.path)),
        Order::Awaits => rows.sort_by_key(|row| std::cmp::Reverse(row.suspension_points)),
        Order::Held => rows.sort_by_key(|row| std::cmp::Reverse(row.most_held)),
        Order::Loops => rows.sort_by_key(|row| std::cmp::Reverse(row.loops)),
    }
    rows
}

fn row(source: &Source, path: &str, machine: &Machine) -> Row {
    let suspended = |kind: &StateKind| matches!(kind, StateKind::Suspended { .. });
    Row {
        path: path.to_owned(),
        file: source.path.clone(),
        line: machine.lines.start,
        kind: machine.kind,
        suspension_points: machine.states.iter().filter(|state| suspended(&state.kind)).count(),
        most_held: machine.states.iter().map(|state| state.held.len()).max().unwrap_or(0),
        loops: machine.loops.len(),
        accepted: machine.kind == MachineKind::Function && machine.refusals.is_empty(),
        refusals: machine.refusals.clone(),
    }
}

/// The rows for other programs, with a newline at the end.
pub fn json(rows: &[Row]) -> String {
    let json = serde_json::to_string_pretty(rows).expect("rows are plain data with string keys");
    json + "\n"
}
