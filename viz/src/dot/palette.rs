//! The colours and fonts of the graph.
//!
//! The hues are those of Okabe and Ito, which people with any kind of colour vision can tell
//! apart, darkened until text in them can be read on white.

use pinata_machine::model::{Machine, StateId, StateKind, Why};

use crate::graph;

/// For names and sentences.
pub const SANS: &str = "Helvetica,Arial,sans-serif";
/// For what stands in the source.
pub const CODE: &str = "DejaVu Sans Mono,Menlo,Consolas,monospace";

pub const PAPER: &str = "#ffffff";
pub const INK: &str = "#1f2933";
pub const QUIET: &str = "#616e7c";
pub const RULE: &str = "#cbd2d9";

const GREY: &str = "#52606d";
const BLUE: &str = "#005f99";
const GREEN: &str = "#00755a";
const VERMILION: &str = "#b34700";
const ORANGE: &str = "#8a5a00";
const PURPLE: &str = "#99407a";

/// The background of a local that is gained.
pub const GAINED: &str = "#e3f4ee";
/// The sign of a local that is gained.
pub const PLUS: &str = GREEN;
/// What is dear to hold.
pub const HAZARD: &str = VERMILION;
/// The background of a loop.
pub const FRAME: &str = "#f8f1f6";
/// The background of a note.
pub const NOTE: &str = "#fdf3d6";
/// The line between a note and its state.
pub const NOTE_EDGE: &str = ORANGE;

/// The title of a state.
pub fn state(kind: &StateKind) -> &'static str {
    match kind {
        StateKind::Unresumed => GREY,
        StateKind::Suspended { .. } => BLUE,
        StateKind::Returned => GREEN,
        StateKind::Panicked => VERMILION,
    }
}

/// An arrow: where it leads, or that it leads back.
pub fn edge(machine: &Machine, from: StateId, to: StateId) -> &'static str {
    match &machine.states[to.0].kind {
        StateKind::Returned => GREEN,
        StateKind::Panicked => VERMILION,
        _ if graph::loops(from, to) => LOOP,
        _ => ONWARD,
    }
}

/// An arrow to a state that comes later.
pub const ONWARD: &str = INK;
/// An arrow back to the same state or one before.
pub const LOOP: &str = PURPLE;
/// An arrow to the end.
pub const RETURN: &str = GREEN;

/// A reason, with a sign that tells it from the others without its colour.
pub fn why(why: &Why) -> (&'static str, &'static str) {
    match why {
        Why::Used { .. } => ("●", BLUE),
        Why::Borrowed { .. } => ("■", ORANGE),
        Why::Dropped { .. } => ("○", PURPLE),
    }
}
