//! How wide the boxes of a machine are, and the columns in them.
//!
//! One plan serves all its states, so that names stand under names.

use pinata_machine::model::{Held, Machine, State};
use unicode_width::UnicodeWidthStr;

use super::frame::MARGIN;
use super::glyphs::Glyphs;
use crate::phrase;

/// Between two columns.
pub const GAP: usize = 2;
/// `+` and a space before a name.
pub const MARK: usize = 2;
/// A type cut shorter than this says nothing.
const SHORTEST_TYPE: usize = 4;
/// A box stays easy to read up to here, however wide the terminal.
const WIDEST: usize = 120;

/// The widths of one machine's drawing.
#[derive(Debug)]
pub struct Columns {
    /// What the drawing may take.
    pub width: usize,
    /// Inside a box, without the frame.
    pub inner: usize,
    /// The names of locals.
    pub name: usize,
    /// Their types; 0 when there is no such column.
    pub ty: usize,
    /// The reasons why they are held.
    pub why: usize,
}

impl Columns {
    /// Gives every column what it needs, or else cuts the types first, then the names.
    /// Reasons are never cut: they go on several lines.
    pub fn plan(machine: &Machine, glyphs: &Glyphs, width: usize) -> Self {
        let held = || machine.states.iter().flat_map(|state| &state.held);
        let widest = |measure: &dyn Fn(&Held) -> usize| held().map(measure).max().unwrap_or(0);
        let local = |held: &Held| &machine.locals[held.local.0];
        let reasons = |held: &Held| held.why.iter().map(phrase::why).collect::<Vec<_>>();

        let name = widest(&|held| glyphs.say(&phrase::local(machine, held.local)).width());
        let ty = widest(&|held| glyphs.say(phrase::type_of(local(held))).width());
        let joined = widest(&|held| reasons(held).join(", ").width());
        let single = widest(&|held| {
            let widths = held.why.iter().map(|why| phrase::why(why).width() + ",".len());
            widths.max().unwrap_or(0)
        });

        let room = width.min(WIDEST) - MARGIN;
        let needed = MARK + with_gap(name) + with_gap(ty) + joined;
        let titles = machine.states.iter().map(|state| title(state, glyphs));
        let inner = titles.fold(needed, usize::max).min(room);
        let (name, ty) = match needed <= room {
            true => (name, ty),
            false => shrink(name, ty, room.saturating_sub(MARK + single)),
        };
        let why = inner.saturating_sub(MARK + with_gap(name) + with_gap(ty));
        Self { width, inner, name, ty, why }
    }
}

/// The width of a column with the gap after it; a column of nothing has none.
fn with_gap(column: usize) -> usize {
    if column > 0 { column + GAP } else { 0 }
}

/// Fits names and types into a room. Names get what types do not need, but two thirds at least;
/// types that would be cut to almost nothing are left out.
fn shrink(name: usize, ty: usize, room: usize) -> (usize, usize) {
    let rest = room.saturating_sub(GAP + with_gap(ty) - ty);
    let kept = name.min(rest.saturating_sub(ty).max(rest * 2 / 3));
    match ty.min(rest - kept) {
        cut if cut < ty.min(SHORTEST_TYPE) => (name.min(room.saturating_sub(GAP)), 0),
        cut => (kept, cut),
    }
}

/// How wide a box has to be for its title and for what it waits for.
fn title(state: &State, glyphs: &Glyphs) -> usize {
    let name = glyphs.say(&state.name).width() + "  line 00000 --".len();
    name.max(glyphs.say(&phrase::resting(&state.kind)).width())
}
