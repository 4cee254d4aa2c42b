//! One state: what it waits for, what it holds and why, what it let go.

use pinata_machine::model::{Held, LocalId, StateId, StateKind};
use unicode_width::UnicodeWidthStr;

use super::columns::{GAP, MARK};
use super::frame::{Frame, enclose};
use super::line::Line;
use super::{Sheet, style, transition};
use crate::changes::{Changes, changes};
use crate::phrase;

/// Draws a state in its box, and the transitions that leave it.
pub fn draw(sheet: &Sheet, id: StateId) -> Vec<Line> {
    let state = &sheet.machine.states[id.0];
    let transitions = transition::draw(sheet, id);
    let place = match state.kind {
        StateKind::Suspended { line, .. } => format!("line {line}"),
        _ => String::new(),
    };
    let frame = Frame {
        name: &state.name,
        place: &place,
        has_stem: !transitions.is_empty(),
        style: style::state(&state.kind),
    };
    let resting = phrase::resting(&state.kind);
    let mut content = vec![Line::plain(&sheet.glyphs.cut(&resting, sheet.columns.inner))];
    // That nothing is held at the end goes without saying.
    let is_final = matches!(state.kind, StateKind::Returned | StateKind::Panicked);
    if !is_final || !state.held.is_empty() {
        let changes = changes(sheet.machine, &sheet.graph, id);
        content.push(Line::new());
        let cost = phrase::cost(sheet.machine, state);
        content.extend(holdings(sheet, &state.held, cost.as_deref(), &changes));
    }
    let mut lines = enclose(&content, &frame, sheet.columns.inner, sheet.glyphs);
    lines.extend(transitions);
    lines
}

/// What is held, and what is no longer.
fn holdings(sheet: &Sheet, held: &[Held], cost: Option<&str>, changes: &Changes) -> Vec<Line> {
    let mut lines = vec![];
    for one in held {
        lines.extend(holding(sheet, one, changes.gained.contains(&one.local)));
    }
    if held.is_empty() {
        lines.push(Line::new().with(style::QUIET, "holds nothing"));
    }
    if let Some(cost) = cost {
        let cost = sheet.glyphs.cut(cost, sheet.columns.inner - MARK);
        lines.push(Line::new().pad(MARK).with(style::QUIET, &cost));
    }
    if !changes.let_go.is_empty() {
        lines.extend(let_go(sheet, &changes.let_go));
    }
    lines
}

/// A local in columns: the sign of a change, its name, its type, the reasons.
fn holding(sheet: &Sheet, held: &Held, is_gained: bool) -> Vec<Line> {
    let Sheet { glyphs, columns, .. } = sheet;
    let (mark, name_style) = match is_gained {
        true => (glyphs.gained, style::GAINED),
        false => ("", style::PLAIN),
    };
    let name = phrase::local(sheet.machine, held.local);
    let mut row = Line::new()
        .with(name_style.bold(), mark)
        .pad(MARK)
        .with(name_style, &glyphs.cut(&name, columns.name))
        .pad(MARK + columns.name + GAP);
    if columns.ty > 0 {
        let start = row.width();
        let ty = phrase::type_of(&sheet.machine.locals[held.local.0]);
        row = row.with(style::QUIET, &glyphs.cut(ty, columns.ty)).pad(start + columns.ty + GAP);
    }
    reasons(row, held, columns.why)
}

/// Adds the reasons to a row, as many as there is room for, and the others under them.
fn reasons(mut row: Line, held: &Held, room: usize) -> Vec<Line> {
    let start = row.width();
    let mut lines = vec![];
    for (index, why) in held.why.iter().enumerate() {
        let text = phrase::why(why);
        let width = row.width() + ", ".len() + text.width();
        row = match index {
            0 => row,
            _ if width <= start + room => row.with(style::QUIET, ", "),
            _ => {
                lines.push(row.with(style::QUIET, ","));
                Line::new().pad(start)
            }
        };
        row = row.with(style::why(why), &text);
    }
    lines.push(row);
    lines
}

/// The names that the states before held.
fn let_go(sheet: &Sheet, gone: &[LocalId]) -> Vec<Line> {
    let room = sheet.columns.inner - MARK;
    let names: Vec<_> =
        gone.iter().map(|&id| sheet.glyphs.say(&phrase::local(sheet.machine, id))).collect();
    textwrap::wrap(&names.join(", "), room)
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let mark = if index == 0 { sheet.glyphs.let_go } else { "" };
            let line = Line::new().with(style::QUIET, mark).pad(MARK);
            line.with(style::QUIET, part)
        })
        .collect()
}
