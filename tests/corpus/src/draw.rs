//! Draws everything that is `async` in a published crate, in every format: nothing may crash,
//! and nothing may be left out without a word.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use pinata_machine::model::MachineKind;
use pinata_viz::{Error, Format, Look, Source, files, read};

use crate::fetch;

/// What came of drawing a crate.
#[derive(Debug, Default)]
pub struct Drawn {
    name: String,
    files: usize,
    functions: usize,
    blocks: usize,
    closures: usize,
    states: usize,
    drawings: usize,
    bytes: usize,
    /// Where `async` stands in a macro that can't be read as code.
    left_out: Vec<String>,
    /// Files that are no Rust.
    unread: Vec<String>,
    /// What could not be drawn, and why.
    failed: Vec<String>,
}

impl Drawn {
    /// Whether there is something to look at.
    pub fn has_findings(&self) -> bool {
        !self.failed.is_empty()
    }
}

/// Draws each machine of a crate by itself.
pub fn draw(source: &fetch::Source, formats: &[Format]) -> Result<Drawn, Error> {
    let mut drawn =
        Drawn { name: format!("{} {}", source.name, source.version), ..Drawn::default() };
    for file in files::in_directory(&source.root)? {
        let place = file.strip_prefix(&source.root).unwrap_or(&file).to_owned();
        drawn.files += 1;
        match without_crash(|| read::read(&file)) {
            Ok(read) => drawn.all_of(read, &place, formats),
            Err(Failure::Error(error)) => drawn.unread.push(error),
            Err(Failure::Crash) => drawn.failed.push(format!("{}: crashed", place.display())),
        }
    }
    Ok(drawn)
}

impl Drawn {
    fn all_of(&mut self, source: Source, place: &Path, formats: &[Format]) {
        let places = source.left_out.iter();
        let places = places.map(|at| format!("{}:{}:{}", place.display(), at.line, at.column));
        self.left_out.extend(places);
        for found in source.found {
            match found.machine.kind {
                MachineKind::Function => self.functions += 1,
                MachineKind::Block => self.blocks += 1,
                MachineKind::Closure => self.closures += 1,
            }
            self.states += found.machine.states.len();
            let name = format!("{}::{}", place.display(), found.path);
            let (path, text) = (PathBuf::from(place), source.text.clone());
            let alone = [Source { path, text, found: vec![found], left_out: Vec::new() }];
            for format in formats {
                match without_crash(|| format.render(&alone, &Look::default())) {
                    Ok(drawing) if !drawing.is_empty() => {
                        self.drawings += 1;
                        self.bytes += drawing.len();
                    }
                    Ok(_) => self.failed.push(format!("{name}: {format:?} is empty")),
                    Err(Failure::Error(why)) => self.failed.push(format!("{name}: {why}")),
                    Err(Failure::Crash) => {
                        self.failed.push(format!("{name}: {format:?} crashed"));
                    }
                }
            }
        }
    }
}

enum Failure {
    Error(String),
    Crash,
}

/// A crash is told on the standard error, as always.
fn without_crash<T>(run: impl FnOnce() -> Result<T, Error>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => done.map_err(|error| Failure::Error(error.to_string())),
        Err(_) => Err(Failure::Crash),
    }
}

/// The formats that are asked for; all of them when none is.
pub fn formats(asked: &[Format]) -> Vec<Format> {
    match asked {
        [] => Format::value_variants().to_vec(),
        asked => asked.to_vec(),
    }
}

/// A table of all crates, and below it what is not drawn.
pub fn table(all: &[Drawn]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header([
        "crate",
        "files",
        "functions",
        "blocks",
        "closures",
        "states",
        "drawings",
        "MB",
        "left out",
        "no Rust",
        "failed",
    ]);
    for drawn in all {
        let counts = [
            drawn.files,
            drawn.functions,
            drawn.blocks,
            drawn.closures,
            drawn.states,
            drawn.drawings,
            drawn.bytes / 1_000_000,
            drawn.left_out.len(),
            drawn.unread.len(),
            drawn.failed.len(),
        ];
        let counts = counts.iter().map(ToString::to_string);
        table.add_row(std::iter::once(drawn.name.clone()).chain(counts));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("{table}\n");
    for drawn in all {
        let details = [
            ("`async` in macros that can't be read", &drawn.left_out),
            ("no Rust", &drawn.unread),
            ("failed", &drawn.failed),
        ];
        for (what, lines) in details.iter().filter(|(_, lines)| !lines.is_empty()) {
            text += &format!("\n{}, {what}:\n", drawn.name);
            lines.iter().for_each(|line| text += &format!("  {line}\n"));
        }
    }
    text
}
