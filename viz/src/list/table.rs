//! The rows as a table for the terminal.

use anstyle::{AnsiColor, Style};
use pinata_machine::model::MachineKind;
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use super::{Order, Row};
use crate::Look;
use crate::phrase;
use crate::text::glyphs::Glyphs;
use crate::text::line::Line;

const QUIET: Style = Style::new().dimmed();
const HEAD: Style = Style::new().bold();
const YES: Style = AnsiColor::Green.on_default();
const NO: Style = AnsiColor::Yellow.on_default();

const FILE: Style = AnsiColor::Cyan.on_default();

/// How far what stands below a row is indented.
const BELOW: &str = "        ";
/// Between two columns.
const GAP: usize = 2;
/// What the columns of numbers are headed with, from left to right.
const HEADS: [&str; 4] = ["awaits", "held", "loops", "desugar"];
/// Names are not cut shorter than this.
const NARROW: usize = 24;
/// A table is never made narrower than this.
const NARROWEST: usize = 60;

/// Draws the rows, and below them what they come to. In the order of the source each file is
/// named once, above its rows.
pub fn table(rows: &[Row], order: Order, look: &Look) -> String {
    let glyphs = Glyphs::of(look.ascii);
    let width = look.width.max(NARROWEST);
    let is_grouped = order == Order::Place;
    let place = |row: &Row| glyphs.say(&place(row, is_grouped));
    let names_at: usize = HEADS.iter().map(|head| head.len() + GAP).sum();
    let room = width - names_at;
    // Names are cut before places are, but not to almost nothing.
    let names = widest(rows, |row| glyphs.say(&row.path));
    let names = names.min(room.saturating_sub(GAP + widest(rows, place)).max(NARROW));
    let places = room.saturating_sub(names + GAP);

    let mut lines = vec![head(names_at, names)];
    let mut file = None;
    for row in rows {
        if is_grouped && file != Some(&row.file) {
            file = Some(&row.file);
            let name = glyphs.say(&row.file.display().to_string());
            lines.push(Line::new().with(FILE, &cut_start(&name, width, glyphs)));
        }
        let line = numbers(row)
            .with(Style::new(), &glyphs.cut(&row.path, names))
            .pad(names_at + names + GAP);
        lines.push(line.with(QUIET, &cut_start(&place(row), places, glyphs)));
        lines.extend(refusals(row, width, glyphs));
    }
    lines.push(Line::new());
    lines.push(Line::plain(&summary(rows)));
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    look.in_its_colors(text)
}

/// Why a function is refused, below it.
fn refusals(row: &Row, width: usize, glyphs: &Glyphs) -> Vec<Line> {
    let refusals = row.refusals.iter().flat_map(|refusal| {
        let message = refusal.message.strip_prefix("pinata: ").unwrap_or(&refusal.message);
        let text = glyphs.say(&format!("{}:{}  {message}", refusal.line, refusal.column));
        let folds = Options::new(width).initial_indent(BELOW).subsequent_indent(BELOW);
        textwrap::wrap(&text, folds).into_iter().map(|part| part.into_owned()).collect::<Vec<_>>()
    });
    refusals.map(|part| Line::new().with(QUIET, &part)).collect()
}

fn head(names_at: usize, names: usize) -> Line {
    let heads = HEADS.iter().fold(Line::new(), |line, head| {
        let end = line.width() + head.len() + GAP;
        line.with(HEAD, head).pad(end)
    });
    heads.pad(names_at).with(HEAD, "name").pad(names_at + names + GAP).with(HEAD, "place")
}

/// The columns in front of the name.
fn numbers(row: &Row) -> Line {
    let mut line = Line::new();
    for (head, number) in HEADS.iter().zip([row.suspension_points, row.most_held, row.loops]) {
        let style = if number == 0 { QUIET } else { Style::new() };
        let text = format!("{number:>width$}", width = head.len());
        let end = line.width() + head.len() + GAP;
        line = line.with(style, &text).pad(end);
    }
    let (style, takes) = match (row.kind, row.accepted) {
        (MachineKind::Function, true) => (YES, "yes"),
        (MachineKind::Function, false) => (NO, "no"),
        (MachineKind::Block | MachineKind::Closure, _) => (QUIET, "-"),
    };
    let end = line.width() + HEADS[3].len() + GAP;
    line.with(style, &format!("{takes:>width$}", width = HEADS[3].len())).pad(end)
}

fn place(row: &Row, is_grouped: bool) -> String {
    match is_grouped {
        true => format!("line {}", row.line),
        false => format!("{}:{}", row.file.display(), row.line),
    }
}

fn widest(rows: &[Row], text: impl Fn(&Row) -> String) -> usize {
    rows.iter().map(|row| text(row).width()).max().unwrap_or(0)
}

/// A path says the most at its end.
fn cut_start(text: &str, columns: usize, glyphs: &Glyphs) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = text;
    while kept.width() + glyphs.ellipsis.width() > columns && !kept.is_empty() {
        let mut chars = kept.chars();
        chars.next();
        kept = chars.as_str();
    }
    format!("{}{kept}", glyphs.ellipsis)
}

/// `12 functions, 3 blocks; 1 function is refused`
fn summary(rows: &[Row]) -> String {
    let of_kind = |kind| rows.iter().filter(|row| row.kind == kind).count();
    let mut parts = vec![phrase::counted(of_kind(MachineKind::Function), "function")];
    for (kind, noun) in [(MachineKind::Block, "block"), (MachineKind::Closure, "closure")] {
        let count = of_kind(kind);
        if count > 0 {
            parts.push(phrase::counted(count, noun));
        }
    }
    let refused = rows.iter().filter(|row| row.kind == MachineKind::Function && !row.accepted);
    let points = rows.iter().map(|row| row.suspension_points).sum();
    parts.push(phrase::counted(points, "suspension point"));
    match refused.count() {
        0 => parts.join(", "),
        refused => format!("{}; {refused} refused by `#[pinata::desugar]`", parts.join(", ")),
    }
}
