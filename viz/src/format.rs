//! The ways to draw a machine, each a module of its own.

use clap::ValueEnum;

use crate::{Found, dot, json, text};

/// A way to draw machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Boxes and arrows for the terminal
    #[default]
    Text,
    /// A graph for Graphviz: `dot -Tsvg`
    Dot,
    /// The model itself, for other programs
    Json,
}

impl Format {
    /// Draws the machines; `look` only matters to those formats that have a choice.
    pub fn render(self, found: &[Found], look: &text::Look) -> String {
        match self {
            Self::Text => text::render(found, look),
            Self::Dot => dot::render(found),
            Self::Json => json::render(found),
        }
    }
}
