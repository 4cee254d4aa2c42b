//! The futures inside of a future as a tree, each with its bytes.

use pinata_compare::model::{Future, FutureId, Report};

use crate::look::Look;
use crate::text::glyphs::Glyphs;
use crate::text::line::Line;
use crate::text::style;

/// How many levels are shown; what is deeper is counted.
const DEEPEST: usize = 8;

/// How many futures of one level are shown: the largest.
const WIDEST: usize = 6;

/// Draws a future and what is inside of it.
pub fn draw(report: &Report, id: FutureId, look: &Look) -> Vec<Line> {
    let mut lines = Vec::new();
    branch(report, id, None, 0, look, &mut lines);
    lines
}

fn branch(
    report: &Report,
    id: FutureId,
    line: Option<usize>,
    depth: usize,
    look: &Look,
    into: &mut Vec<Line>,
) {
    let glyphs = Glyphs::of(look.ascii);
    let Future { path, size, own, inner, .. } = &report.futures[id.0];
    let place = line.map(|line| format!(", awaited at line {line}")).unwrap_or_default();
    let own = match inner.is_empty() {
        true => String::new(),
        false => format!(", {own} of its own"),
    };
    let room = look.width.saturating_sub(2 * depth + place.len() + own.len() + 12);
    into.push(
        Line::new()
            .with(style::PLAIN, &format!("  {}{size:>8}  ", "  ".repeat(depth)))
            .with(style::TITLE, &glyphs.cut(&short(path), room.max(24)))
            .with(style::QUIET, &format!("{own}{place}")),
    );
    if depth == DEEPEST {
        return;
    }
    for one in inner.iter().take(WIDEST) {
        branch(report, one.future, Some(one.line), depth + 1, look, into);
    }
    if let Some(more) = inner.len().checked_sub(WIDEST).filter(|more| *more > 0) {
        let text = format!("  {}          and {more} smaller ones", "  ".repeat(depth + 1));
        into.push(Line::new().with(style::QUIET, &text));
    }
}

/// `mini::fetch::{async_fn_env#0}<u8>` → `mini::fetch<u8>`
pub fn short(path: &str) -> String {
    let mut text = path.to_owned();
    for (long, brief) in [
        ("::{async_fn_env#0}", ""),
        ("::{async_fn#0}", ""),
        ("{async_block_env#", "{async block "),
        ("{async_block#", "{async block "),
        ("{async_closure_env#", "{async closure "),
        ("{async_closure#", "{async closure "),
    ] {
        text = text.replace(long, brief);
    }
    text
}
