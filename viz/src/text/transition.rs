//! The transitions that leave a state, as branches of a stem under its box.

use pinata_machine::model::{StateId, Transition};
use unicode_width::UnicodeWidthStr;

use super::columns::GAP;
use super::line::Line;
use super::{Sheet, style};
use crate::{graph, phrase};

/// Conditions that have fewer columns than this go below their transition.
const NARROW: usize = 24;
/// Where conditions stand in that case.
const INDENT: usize = 8;
/// How wide an arrow is, with the spaces around it.
const ARROW: usize = 6;

/// Draws the transitions of a state in columns: where to, which lines run, under which conditions.
pub fn draw(sheet: &Sheet, from: StateId) -> Vec<Line> {
    let Sheet { machine, columns, glyphs, .. } = sheet;
    let leaving = machine.transitions.iter().filter(|one| one.from == from);
    let leaving: Vec<_> = leaving.collect();
    let widest = |text: &dyn Fn(&Transition) -> String| {
        let widths = leaving.iter().map(|one| text(one).width());
        widths.max().unwrap_or(0)
    };
    let room = columns.width / 2;
    let name = |one: &Transition| glyphs.cut(&machine.states[one.to.0].name, room);
    let name_width = widest(&name);
    let room = columns.width - (ARROW + name_width + GAP);
    let lines = |one: &Transition| glyphs.cut(&phrase::lines(&one.lines), room);
    let lines_at = ARROW + name_width + GAP;
    let conditions_at = lines_at + widest(&lines) + GAP;

    let mut drawn = vec![];
    for (index, transition) in leaving.iter().enumerate() {
        let (turn, trunk) = match index + 1 == leaving.len() {
            true => (glyphs.last_branch, " "),
            false => (glyphs.branch, glyphs.vertical),
        };
        let head = match graph::loops(transition.from, transition.to) {
            true => glyphs.back,
            false => glyphs.onward,
        };
        let target = style::state(&machine.states[transition.to.0].kind);
        let row = Line::new()
            .with(style::QUIET, &format!("  {turn}{head} "))
            .with(target, &name(transition))
            .pad(lines_at)
            .with(style::QUIET, &lines(transition))
            .pad(conditions_at);
        let trunk = Line::new().with(style::QUIET, &format!("  {trunk}"));
        drawn.extend(with_conditions(sheet, row, &trunk, transition));
    }
    drawn
}

/// Puts the conditions after a transition, or under it where there is no room.
fn with_conditions(sheet: &Sheet, row: Line, trunk: &Line, transition: &Transition) -> Vec<Line> {
    if transition.conditions.is_empty() {
        return vec![row];
    }
    let width = sheet.columns.width;
    let text = sheet.glyphs.say(&phrase::conditions(&transition.conditions));
    let is_below = row.width() + NARROW.min(text.width()) > width;
    let column = if is_below { INDENT } else { row.width() };
    let mut parts = textwrap::wrap(&text, width - column).into_iter();
    let first = match is_below {
        true => row,
        false => row.with(style::CONDITION, &parts.next().unwrap_or_default()),
    };
    let rest = parts.map(|part| trunk.clone().pad(column).with(style::CONDITION, &part));
    std::iter::once(first).chain(rest).collect()
}
