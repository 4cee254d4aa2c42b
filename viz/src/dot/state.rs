//! A state as a table: its name on its colour, what it waits for, what it holds, what it let go.

use pinata_machine::model::{Held, LocalId, Machine, StateId, StateKind};

use super::html::Face::{Code, Sans};
use super::html::{cell, escaped, font, lines, row, table};
use super::palette::{self, INK, PAPER, QUIET};
use crate::changes::changes;
use crate::graph::StateGraph;
use crate::hazard;
use crate::phrase::{self, Names};

/// The most characters of each, lest one name make the picture unreadable. All of it is in the
/// other formats.
const LONGEST_NAME: usize = 44;
const LONGEST_TYPE: usize = 36;
const LONGEST_EXPRESSION: usize = 64;
/// The columns of a list of names.
const LIST: usize = 44;

/// The label of a state's node.
pub fn state(machine: &Machine, graph: &StateGraph, names: &Names, id: StateId) -> String {
    let state = &machine.states[id.0];
    let changes = changes(machine, graph, id);
    let mut rows = header(&state.name, &state.kind) + &resting(&state.kind);
    if !state.held.is_empty() {
        rows += "\n<hr/>";
    }
    for held in &state.held {
        rows += &holding(machine, names, held, changes.gained.contains(&held.local));
    }
    // That nothing is held at the end goes without saying.
    let is_final = matches!(state.kind, StateKind::Returned | StateKind::Panicked);
    if !is_final && !changes.let_go.is_empty() {
        rows += &let_go(names, &changes.let_go);
    }
    let color = palette::state(&state.kind);
    let frame =
        format!(r#"border="1" cellborder="0" cellpadding="5" color="{color}" bgcolor="{PAPER}""#);
    table(&frame, &rows)
}

/// The name on the left, the line on the right.
///
/// They are a table inside one coloured cell, because two coloured cells would show a seam.
fn header(name: &str, kind: &StateKind) -> String {
    let name = format!("<b>{}</b>", escaped(name, LONGEST_EXPRESSION));
    let line = match kind {
        StateKind::Suspended { line, .. } => format!("line {line}"),
        _ => String::new(),
    };
    let line = font(PAPER, 11, Sans, &line);
    let cells =
        cell("", &font(PAPER, 14, Sans, &name)) + &format!(r#"<td align="right">{line}</td>"#);
    let inner = table(r#"border="0" cellborder="0" cellpadding="4""#, &row(&cells));
    let color = palette::state(kind);
    row(&cell(&format!(r#"bgcolor="{color}" colspan="3" cellpadding="0""#), &inner))
}

/// What the machine does here.
fn resting(kind: &StateKind) -> String {
    let text = escaped(&phrase::resting(kind), LONGEST_EXPRESSION);
    let text = match kind {
        StateKind::Suspended { .. } => font(INK, 11, Code, &text),
        _ => font(QUIET, 11, Sans, &text),
    };
    row(&cell(r#"colspan="3""#, &text))
}

/// A local: what changed and its name, its type, the reasons.
fn holding(machine: &Machine, names: &Names, held: &Held, is_gained: bool) -> String {
    let local = &machine.locals[held.local.0];
    let name = escaped(&names.local(held.local), LONGEST_NAME);
    let ty = escaped(phrase::type_of(local), LONGEST_TYPE);
    let top = r#"valign="top""#;
    let name = match is_gained {
        true => cell(
            &format!(r#"{top} bgcolor="{}""#, palette::GAINED),
            &(sign(palette::PLUS, "+") + &font(INK, 12, Code, &name)),
        ),
        false => cell(top, &(sign(INK, "&#160;") + &font(INK, 12, Code, &name))),
    };
    let reasons = held.why.iter().map(|why| {
        let (sign, color) = palette::why(why);
        font(color, 11, Sans, &format!("{sign} {}", phrase::why(why)))
    });
    let hazard = hazard::hazard(local)
        .map(|one| font(palette::HAZARD, 11, Sans, &format!("<b>▲ {one}</b>")));
    let reasons: Vec<_> = reasons.chain(hazard).collect();
    let ty = cell(top, &font(QUIET, 11, Code, &ty));
    let reasons = cell(top, &lines(&reasons));
    row(&[name, ty, reasons].concat())
}

/// The names that the states before held.
fn let_go(names: &Names, gone: &[LocalId]) -> String {
    let names: Vec<_> = gone.iter().map(|&id| names.local(id)).collect();
    let parts: Vec<_> = textwrap::wrap(&names.join(", "), LIST)
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let mark = if index == 0 { "−" } else { "&#160;" };
            let names = format!("<s>{}</s>", escaped(part, LIST));
            sign(QUIET, mark) + &font(QUIET, 12, Code, &names)
        })
        .collect();
    row(&cell(r#"colspan="3""#, &lines(&parts)))
}

/// The sign before a name. It shares the cell of the name, because Graphviz widens all the
/// columns of a table alike.
fn sign(color: &str, sign: &str) -> String {
    font(color, 12, Code, &format!("{sign}&#160;"))
}
