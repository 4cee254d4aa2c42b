//! A state as a card: its name, what it waits for, what it holds, what it let go.

use kurbo::Rect;
use pinata_machine::model::{Held, LocalId, Machine, StateId, StateKind, Why};

use super::font::{Face, Text};
use crate::changes::changes;
use crate::graph::StateGraph;
use crate::hazard;
use crate::phrase::{self, Names};

/// The widest of each, in pixels. All of it is in the tooltip.
const WIDEST_NAME: f64 = 200.0;
const WIDEST_TYPE: f64 = 170.0;
const WIDEST_TITLE: f64 = 330.0;
const WIDEST_AWAITS: f64 = 420.0;
/// The most rows of a card.
const MOST_ROWS: usize = 24;
/// A machine with more states than this shows in each what changed, and one line for the rest.
const MANY_STATES: usize = 20;

/// Between the edge of a card and its text.
pub const PADDING: f64 = 14.0;
/// Between two columns, and between two reasons.
const GAP: f64 = 14.0;
/// The column of `+` and `−`.
pub const SIGN: f64 = 14.0;
/// The bar with the name.
pub const HEADER: f64 = 32.0;
/// The line with what is awaited.
pub const REST: f64 = 28.0;
/// A local.
pub const ROW: f64 = 22.0;
/// Above and below the locals.
pub const MARGIN: f64 = 6.0;
/// The narrowest card.
const NARROWEST: f64 = 190.0;

/// A state, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Which.
    pub state: StateId,
    /// What kind of state.
    pub kind: StateKind,
    /// Where it stands; at the origin until it is placed.
    pub frame: Rect,
    /// `AwaitConnect`
    pub name: Text,
    /// `line 18`
    pub place: Option<Text>,
    /// What it waits for.
    pub rest: Option<Text>,
    /// What it holds, and what it let go.
    pub rows: Vec<Row>,
    /// Where the types and the reasons begin, from the left edge.
    pub columns: [f64; 2],
}

/// A local in a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which; none for a line that stands for several.
    pub local: Option<LocalId>,
    /// What became of it since the states before.
    pub change: Change,
    /// Its name.
    pub name: Text,
    /// Its type, as far as it is written.
    pub ty: Text,
    /// Why it is held.
    pub why: Vec<(Why, Text)>,
    /// What makes it dear to hold.
    pub hazard: Option<Text>,
}

/// What became of a local since the states before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Held, but not in every state before.
    Gained,
    /// Held as before.
    Kept,
    /// Held before.
    LetGo,
}

/// Measures the card of a state.
pub fn card(machine: &Machine, graph: &StateGraph, names: &Names, id: StateId) -> Card {
    let state = &machine.states[id.0];
    let is_end = matches!(state.kind, StateKind::Returned | StateKind::Panicked);
    let place = match state.kind {
        StateKind::Suspended { line, .. } => Some(format!("line {line}")),
        _ => None,
    };
    let rows = if is_end { vec![] } else { rows(machine, graph, names, id) };
    let width =
        |texts: &mut dyn Iterator<Item = &Text>| texts.map(|text| text.width).fold(0.0, f64::max);
    let locals = || rows.iter().filter(|row| row.local.is_some());
    let name_width = width(&mut locals().map(|row| &row.name));
    let type_width = width(&mut locals().map(|row| &row.ty));
    let types = PADDING + SIGN + name_width + GAP;
    let reasons = if type_width > 0.0 { types + type_width + GAP } else { types };

    let mut card = Card {
        state: id,
        kind: state.kind.clone(),
        frame: Rect::ZERO,
        name: Text::new(&state.name, Face::Bold, 14.0, WIDEST_TITLE),
        place: place.map(|place| Text::new(&place, Face::Sans, 11.5, WIDEST_TITLE)),
        rest: (!is_end).then(|| {
            let face = match state.kind {
                StateKind::Suspended { .. } => Face::Code,
                _ => Face::Sans,
            };
            Text::new(&phrase::resting(&state.kind), face, 12.0, WIDEST_AWAITS)
        }),
        rows,
        columns: [types, reasons],
    };
    card.frame = Rect::new(0.0, 0.0, card.width().ceil(), card.height());
    card
}

impl Card {
    fn width(&self) -> f64 {
        let place = self.place.as_ref().map_or(0.0, |place| place.width + 2.0 * GAP);
        // The name stands behind a sign.
        let header = SIGN + 6.0 + self.name.width + place;
        let rest = self.rest.as_ref().map_or(0.0, |rest| rest.width);
        let rows = self.rows.iter().map(|row| match row.local {
            Some(_) => self.columns[1] - PADDING + row.reasons(),
            None => SIGN + row.name.width,
        });
        let widest = rows.fold(header.max(rest), f64::max);
        let narrowest = if self.rest.is_none() { 0.0 } else { NARROWEST };
        (widest + 2.0 * PADDING).max(narrowest)
    }

    fn height(&self) -> f64 {
        let rest = if self.rest.is_some() { REST } else { 0.0 };
        let rows = match self.rows.len() {
            0 => 0.0,
            count => ROW * count as f64 + 2.0 * MARGIN,
        };
        HEADER + rest + rows
    }

    /// Where a row stands.
    pub fn row(&self, index: usize) -> Rect {
        let top = self.frame.y0 + HEADER + REST + MARGIN + ROW * index as f64;
        Rect::new(self.frame.x0, top, self.frame.x1, top + ROW)
    }
}

impl Row {
    /// How wide the reasons are, the badge among them.
    fn reasons(&self) -> f64 {
        let reasons: f64 = self.why.iter().map(|(_, text)| reason_width(text)).sum();
        reasons + self.hazard.as_ref().map_or(0.0, badge_width)
    }
}

/// How wide a reason is with its sign before it and a gap after it.
pub fn reason_width(text: &Text) -> f64 {
    12.0 + text.width + 10.0
}

/// How wide a badge is.
pub fn badge_width(text: &Text) -> f64 {
    text.width + 12.0
}

fn rows(machine: &Machine, graph: &StateGraph, names: &Names, id: StateId) -> Vec<Row> {
    let changes = changes(machine, graph, id);
    let held = machine.states[id.0].held.iter();
    let mut rows: Vec<_> = held
        .map(|held| {
            let change = match changes.gained.contains(&held.local) {
                true => Change::Gained,
                false => Change::Kept,
            };
            holding(machine, names, held, change)
        })
        .collect();
    if rows.len() > MOST_ROWS || machine.states.len() > MANY_STATES {
        rows = shortened(names, rows);
    }
    if !changes.let_go.is_empty() {
        let gone: Vec<_> = changes.let_go.iter().map(|&id| names.local(id)).collect();
        rows.push(line(&gone.join(", "), Change::LetGo));
    }
    rows
}

/// A local that is held.
fn holding(machine: &Machine, names: &Names, held: &Held, change: Change) -> Row {
    let local = &machine.locals[held.local.0];
    let why = held.why.iter().map(|why| {
        let words = match why {
            Why::Used { line } => format!("used {line}"),
            Why::Borrowed { line } => format!("borrowed {line}"),
            Why::Dropped { line } => format!("dropped {line}"),
        };
        (why.clone(), Text::new(&words, Face::Sans, 11.5, WIDEST_TYPE))
    });
    let hazard = hazard::hazard(local);
    let hazard = hazard.map(|one| Text::new(&one.to_string(), Face::Bold, 10.5, WIDEST_TYPE));
    Row {
        local: Some(held.local),
        change,
        name: Text::new(&names.local(held.local), Face::Code, 12.0, WIDEST_NAME),
        ty: Text::new(phrase::type_of(local), Face::Code, 11.5, WIDEST_TYPE),
        why: why.collect(),
        hazard,
    }
}

/// What stands for several locals.
fn line(words: &str, change: Change) -> Row {
    Row {
        local: None,
        change,
        name: Text::new(words, Face::Code, 12.0, WIDEST_AWAITS - SIGN),
        ty: Text::new("", Face::Code, 11.5, WIDEST_TYPE),
        why: vec![],
        hazard: None,
    }
}

/// Shows what changed and what is dear, and one line for the rest.
fn shortened(names: &Names, rows: Vec<Row>) -> Vec<Row> {
    let is_new = |row: &Row| row.change == Change::Gained || row.hazard.is_some();
    let (mut shown, kept): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_new);
    let cut = shown.split_off(shown.len().min(MOST_ROWS));
    for (word, rest, change) in [("more", cut, Change::Gained), ("kept", kept, Change::Kept)] {
        let rest = rest.iter().filter_map(|row| row.local);
        let rest: Vec<_> = rest.map(|id| names.local(id)).collect();
        if !rest.is_empty() {
            shown.push(line(&format!("{} {word}: {}", rest.len(), rest.join(", ")), change));
        }
    }
    shown
}
