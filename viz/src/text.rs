//! Machines as text: a box per state with what it holds, and under it where it can go.

mod columns;
mod frame;
pub(crate) mod glyphs;
pub(crate) mod line;
mod state;
pub(crate) mod style;
mod transition;

use pinata_machine::model::{Machine, Refusal};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use crate::graph::{self, StateGraph};
use crate::{Found, Look, phrase};
use columns::{Columns, GAP};
use glyphs::Glyphs;
use line::Line;

/// A drawing is never made narrower than this, however narrow the terminal.
const NARROWEST: usize = 48;

/// Draws the machines, one under the other.
pub fn render(found: &[&Found], look: &Look) -> String {
    let drawings: Vec<_> = found.iter().map(|one| draw(one, look)).collect();
    let text = drawings.join("\n\n");
    look.in_its_colors(text)
}

/// A machine and how it is laid out.
struct Sheet<'m> {
    machine: &'m Machine,
    graph: StateGraph<'m>,
    columns: Columns,
    glyphs: &'static Glyphs,
}

fn draw(found: &Found, look: &Look) -> String {
    let Found { path, machine, .. } = found;
    let glyphs = Glyphs::of(look.ascii);
    let sheet = Sheet {
        machine,
        graph: graph::connect(machine),
        columns: Columns::plan(machine, glyphs, look.width.max(NARROWEST)),
        glyphs,
    };
    let head = [title(&sheet, path), refusals(&sheet)];
    let states = graph::drawn(machine).map(|id| state::draw(&sheet, id));
    let parts: Vec<_> = head
        .into_iter()
        .filter(|part| !part.is_empty())
        .chain(states)
        .map(|lines| lines.iter().map(|line| format!("{line}\n")).collect::<String>())
        .collect();
    parts.join("\n")
}

/// The path, the size and the signature of the machine.
fn title(sheet: &Sheet, path: &str) -> Vec<Line> {
    let Sheet { machine, glyphs, .. } = sheet;
    let width = sheet.columns.width;
    let place = phrase::lines(&[machine.lines]);
    let facts = glyphs.say(&format!("{place}, {}", phrase::summary(machine)));
    let name = Line::new().with(style::TITLE, &glyphs.cut(path, width));
    let mut lines = match name.width() + GAP + facts.width() <= width {
        true => {
            let start = name.width() + GAP;
            vec![name.pad(start).with(style::QUIET, &facts)]
        }
        false => vec![name, Line::new().with(style::QUIET, &glyphs.cut(&facts, width))],
    };
    let signature = glyphs.say(&machine.signature);
    let folds = Options::new(width).subsequent_indent("    ");
    let parts = textwrap::wrap(&signature, folds);
    lines.extend(parts.iter().map(|part| Line::plain(part)));
    lines
}

/// A note on what keeps the function from being desugared; it is drawn all the same.
fn refusals(sheet: &Sheet) -> Vec<Line> {
    let Sheet { machine, glyphs, .. } = sheet;
    if machine.refusals.is_empty() {
        return vec![];
    }
    let headline = Line::new()
        .with(style::NOTE, "note:")
        .with(style::PLAIN, " `#[pinata::desugar]` refuses this function");
    let mut lines = vec![headline];
    let place = |refusal: &Refusal| format!("  {}:{}  ", refusal.line, refusal.column);
    let margin = machine.refusals.iter().map(|one| place(one).len()).max();
    let margin = margin.unwrap_or(0);
    let room = sheet.columns.width.saturating_sub(margin).max(NARROWEST / 2);
    for refusal in &machine.refusals {
        let message = glyphs.say(&refusal.message);
        for (index, part) in textwrap::wrap(&message, room).iter().enumerate() {
            let place = if index == 0 { place(refusal) } else { String::new() };
            let line = Line::new().with(style::QUIET, &place).pad(margin);
            lines.push(line.with(style::PLAIN, part));
        }
    }
    lines
}
