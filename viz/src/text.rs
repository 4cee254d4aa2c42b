//! Machines as text: a box per state with what it holds, and under it where it can go.

mod columns;
mod glyphs;
mod line;
mod state;
mod style;
mod transition;

use pinata_machine::model::{Machine, Refusal, StateId};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use crate::{Found, graph, phrase};
use columns::Columns;
use glyphs::Glyphs;
use line::Line;

/// A drawing is never made narrower than this, however narrow the terminal.
const NARROWEST: usize = 48;

/// How text should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How many columns there are.
    pub width: usize,
    /// Only ASCII, except for what the source itself says.
    pub ascii: bool,
    /// With ANSI colours.
    pub color: bool,
}

/// Draws the machines, one under the other.
pub fn render(found: &[Found], look: &Look) -> String {
    let drawings: Vec<_> = found.iter().map(|one| draw(one, look)).collect();
    let text = drawings.join("\n\n");
    match look.color {
        true => text,
        false => anstream::adapter::strip_str(&text).to_string(),
    }
}

fn draw(found: &Found, look: &Look) -> String {
    let Found { path, machine } = found;
    let glyphs = Glyphs::of(look.ascii);
    let width = look.width.max(NARROWEST);
    let graph = graph::connect(machine);
    let columns = Columns::plan(machine, glyphs, width);

    let head = [
        title(path, machine, glyphs, width),
        refusals(machine, glyphs, width),
    ];
    let states = (0..machine.states.len()).map(StateId);
    let states = states.map(|id| state::draw(machine, &graph, id, &columns, glyphs));
    let parts: Vec<_> = head
        .into_iter()
        .filter(|part| !part.is_empty())
        .chain(states)
        .map(|lines| {
            lines
                .iter()
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        })
        .collect();
    parts.join("\n")
}

/// The path, the signature and the size of the machine.
fn title(path: &str, machine: &Machine, glyphs: &Glyphs, width: usize) -> Vec<Line> {
    let place = glyphs.say(&phrase::lines(&[machine.lines]));
    let size = glyphs.say(&phrase::summary(machine));
    let name = glyphs.cut(path, width);
    let mut head = Line::new().with(style::TITLE, &name);
    let facts = format!("  {place}, {size}");
    let mut lines = vec![];
    if head.width() + facts.width() <= width {
        head = head.with(style::QUIET, &facts);
        lines.push(head);
    } else {
        lines.push(head);
        lines.push(Line::new().with(style::QUIET, &glyphs.cut(facts.trim_start(), width)));
    }
    let signature = glyphs.say(&machine.signature);
    let folds = Options::new(width).subsequent_indent("    ");
    lines.extend(
        textwrap::wrap(&signature, folds)
            .iter()
            .map(|part| Line::plain(part)),
    );
    lines
}

/// A note on what keeps the function from being desugared; it is drawn all the same.
fn refusals(machine: &Machine, glyphs: &Glyphs, width: usize) -> Vec<Line> {
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
    for refusal in &machine.refusals {
        let message = glyphs.say(&refusal.message);
        let room = width.saturating_sub(margin).max(NARROWEST / 2);
        for (index, part) in textwrap::wrap(&message, room).iter().enumerate() {
            let place = if index == 0 {
                place(refusal)
            } else {
                String::new()
            };
            let line = Line::new().with(style::QUIET, &place).pad(margin);
            lines.push(line.with(style::PLAIN, part));
        }
    }
    lines
}
