//! The arrows of a picture.

use kurbo::{BezPath, Point, Rect};
use pinata_machine::model::{LineRange, StateId};

use super::label::Label;

/// A way from a state to a state, drawn.
#[derive(Debug, Clone)]
pub struct Arrow {
    /// What it means.
    pub kind: Kind,
    /// Where it starts.
    pub from: StateId,
    /// Where it ends; none when the machine is dropped.
    pub to: Option<StateId>,
    /// Its line.
    pub path: BezPath,
    /// Its point, and where that points.
    pub head: Option<(Point, Toward)>,
    /// The sign of the end, for what ends the machine beside its state.
    pub sign: Option<Point>,
    /// What is written on it, and where.
    pub label: Option<(Label, Rect)>,
    /// The lines that run.
    pub lines: Vec<LineRange>,
}

/// What an arrow means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// To a state that comes later.
    Onward,
    /// To a state that comes no later.
    Back,
    /// To the end, with the value.
    Return,
    /// A poll that finds nothing ready.
    Pending,
    /// A drop before the end.
    Cancel,
    /// A panic.
    Panic,
}

/// Where the point of an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// To the bottom of the page.
    Down,
    /// To its right side.
    Right,
}
