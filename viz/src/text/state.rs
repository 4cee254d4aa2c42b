//! One state: its box with what it holds, and under it the transitions that leave it.

use pinata_machine::model::{Held, LocalId, Machine, StateId, StateKind};
use unicode_width::UnicodeWidthStr;

use super::columns::{self, Columns, FRAME, GAP};
use super::glyphs::Glyphs;
use super::line::Line;
use super::{style, transition};
use crate::changes::{Changes, changes};
use crate::graph::StateGraph;
use crate::phrase;

/// Draws a state and its transitions.
pub fn draw(
    machine: &Machine,
    graph: &StateGraph,
    id: StateId,
    columns: &Columns,
    glyphs: &Glyphs,
) -> Vec<Line> {
    let leaving: Vec<_> = machine
        .transitions
        .iter()
        .filter(|one| one.from == id)
        .collect();
    let changes = changes(machine, graph, id);
    let mut lines = boxed(machine, id, &changes, !leaving.is_empty(), columns, glyphs);
    lines.extend(transition::draw(machine, &leaving, columns, glyphs));
    lines
}

fn boxed(
    machine: &Machine,
    id: StateId,
    changes: &Changes,
    has_stem: bool,
    columns: &Columns,
    glyphs: &Glyphs,
) -> Vec<Line> {
    let state = &machine.states[id.0];
    let frame = style::state(&state.kind);
    let inner = columns.inner;

    let place = match state.kind {
        StateKind::Suspended { line, .. } => format!(" line {line} {}", glyphs.horizontal),
        _ => String::new(),
    };
    let corners = 2 + glyphs.horizontal.width() + 2;
    let name = glyphs.cut(
        &state.name,
        (inner + FRAME - corners).saturating_sub(place.width() + 1),
    );
    let rule = inner + FRAME - corners - name.width() - place.width();
    let top = Line::new()
        .with(frame, &format!("{}{} ", glyphs.top_left, glyphs.horizontal))
        .with(frame.bold(), &name)
        .with(
            frame,
            &format!(
                " {}{place}{}",
                glyphs.horizontal.repeat(rule),
                glyphs.top_right
            ),
        );

    let mut content = vec![Line::plain(
        &glyphs.cut(&phrase::resting(&state.kind), inner),
    )];
    let is_final = matches!(state.kind, StateKind::Returned | StateKind::Panicked);
    if !is_final || !state.held.is_empty() {
        content.push(Line::new());
        content.extend(holdings(machine, &state.held, changes, columns, glyphs));
    }

    let wall = Line::new().with(frame, glyphs.vertical);
    let mut lines = vec![top];
    lines.extend(content.iter().map(|line| {
        let line = Line::plain(" ").join(line).pad(inner + FRAME - 2);
        wall.clone().join(&line).join(&wall)
    }));
    let floor = glyphs.horizontal.repeat(inner + FRAME - 4);
    let stem = if has_stem {
        glyphs.stem
    } else {
        glyphs.horizontal
    };
    lines.push(Line::new().with(
        frame,
        &format!(
            "{}{}{stem}{floor}{}",
            glyphs.bottom_left, glyphs.horizontal, glyphs.bottom_right
        ),
    ));
    lines
}

/// What is held, a local a row, and what is no longer.
fn holdings(
    machine: &Machine,
    held: &[Held],
    changes: &Changes,
    columns: &Columns,
    glyphs: &Glyphs,
) -> Vec<Line> {
    let mut lines: Vec<_> = held
        .iter()
        .flat_map(|held| {
            let is_gained = changes.gained.contains(&held.local);
            holding(machine, held, is_gained, columns, glyphs)
        })
        .collect();
    if held.is_empty() {
        lines.push(Line::new().with(style::QUIET, "holds nothing"));
    }
    if !changes.let_go.is_empty() {
        lines.extend(let_go(machine, &changes.let_go, columns, glyphs));
    }
    lines
}

fn holding(
    machine: &Machine,
    held: &Held,
    is_gained: bool,
    columns: &Columns,
    glyphs: &Glyphs,
) -> Vec<Line> {
    let local = &machine.locals[held.local.0];
    let name = phrase::local(machine, held.local);
    let (mark, name_style) = match is_gained {
        true => (glyphs.gained, style::GAINED),
        false => (" ", style::PLAIN),
    };
    let mut row = Line::new()
        .with(name_style.bold(), mark)
        .with(style::PLAIN, " ")
        .with(name_style, &glyphs.cut(&name, columns.name))
        .pad(columns::MARK + columns.name + GAP);
    if columns.ty > 0 {
        let ty = glyphs.cut(phrase::type_of(local), columns.ty);
        row = row
            .with(style::QUIET, &ty)
            .pad(columns::MARK + columns.name + columns.ty + 2 * GAP);
    }

    let start = row.width();
    let mut lines = vec![];
    for (index, why) in held.why.iter().enumerate() {
        let text = phrase::why(why);
        if index > 0 {
            if row.width() + 2 + text.width() <= start + columns.why {
                row = row.with(style::QUIET, ", ");
            } else {
                lines.push(row.with(style::QUIET, ","));
                row = Line::new().pad(start);
            }
        }
        row = row.with(style::why(why), &text);
    }
    lines.push(row);
    lines
}

fn let_go(machine: &Machine, gone: &[LocalId], columns: &Columns, glyphs: &Glyphs) -> Vec<Line> {
    let room = columns.inner - columns::MARK;
    let name = |id: &LocalId| glyphs.cut(&phrase::local(machine, *id), columns.name.max(room / 3));
    let names: Vec<_> = gone.iter().map(name).collect();
    textwrap::wrap(&names.join(", "), room)
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let mark = if index == 0 { glyphs.let_go } else { " " };
            Line::new().with(style::QUIET, &format!("{mark} {part}"))
        })
        .collect()
}
