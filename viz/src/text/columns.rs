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
        let phrases = |held: &Held| held.why.iter().map(phrase::why).collect::<Vec<_>>();

        let name = widest(&|held| glyphs.say(&phrase::local(machine, held.local)).width());
        let ty = widest(&|held| glyphs.say(phrase::type_of(local(held))).width());
        let joined = widest(&|held| phrases(held).join(", ").width());
        let single = widest(&|held| {
            phrases(held)
                .iter()
                .map(|one| one.width())
                .max()
                .unwrap_or(0)
        });

        let room = width.min(WIDEST) - MARGIN;
        let fixed = MARK + GAP + if ty > 0 { GAP } else { 0 };
        let titles = machine
            .states
            .iter()
            .map(|state| needed(state, glyphs))
            .max();
        let inner = (fixed + name + ty + joined)
            .max(titles.unwrap_or(0))
            .min(room);
        if fixed + name + ty + joined <= room {
            return Self {
                width,
                inner,
                name,
                ty,
                why: joined,
            };
        }
        let rest = room.saturating_sub(fixed + single);
        let name_alone = name.min(rest + GAP);
        let name = name.min(rest.saturating_sub(ty).max(rest * 2 / 3));
        match ty.min(rest - name) {
            ty if ty < SHORTEST_TYPE => Self {
                width,
                inner,
                name: name_alone,
                ty: 0,
                why: single,
            },
            ty => Self {
                width,
                inner,
                name,
                ty,
                why: single,
            },
        }
    }
}

/// How wide a box has to be for its title and for what it waits for.
fn needed(state: &State, glyphs: &Glyphs) -> usize {
    let title = glyphs.say(&state.name).width() + "  line 00000 --".len();
    title.max(glyphs.say(&phrase::resting(&state.kind)).width())
}
