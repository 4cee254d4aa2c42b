//! The machine as Rust: all of it, or what a textbook would show.

mod color;
mod full;
mod textbook;

use pinata_machine::model::{MachineKind, Refusal};

use crate::{Error, Source};

/// How to write a machine down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Only the states and what leads from one to the next.
    pub minimal: bool,
    /// The edition of the source: it decides how long temporaries live.
    pub edition: u16,
    /// With ANSI colours.
    pub color: bool,
}

/// What came of an expansion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The Rust, a machine after the other.
    pub text: String,
    /// What cannot be expanded: the path, and why.
    pub refused: Vec<(String, Vec<Refusal>)>,
}

/// Writes the machines of a source down. What isn't a function is only ever shown as in a
/// textbook, and so is what the attribute refuses.
pub fn expand(source: &Source, style: Style) -> Result<Expansion, Error> {
    let mut expansion = Expansion { text: String::new(), refused: Vec::new() };
    let mut parts = Vec::new();
    if style.minimal {
        parts.extend(source.found.iter().map(|found| textbook::write(found, &source.text)));
    } else {
        for found in &source.found {
            let machine = &found.machine;
            if machine.kind != MachineKind::Function || !machine.refusals.is_empty() {
                expansion.refused.push((found.path.clone(), machine.refusals.clone()));
            }
        }
        let is_meant = |path: &str| {
            let is_refused = expansion.refused.iter().any(|(refused, _)| refused == path);
            !is_refused && source.found.iter().any(|found| found.path == path)
        };
        parts = full::write(source, is_meant, style.edition)?;
    }
    expansion.text = match style.color {
        true => color::color(&parts.join("\n")),
        false => parts.join("\n"),
    };
    Ok(expansion)
}
