//! The bytes of a state as a bar of characters.

use anstyle::{AnsiColor, Style};
use pinata_compare::model::{Stretch, StretchKind};

use super::words;
use crate::text::line::Line;

/// How much room there is for whose bytes they are.
const NAMES: usize = 8;

/// Draws `bytes` as wide as `columns`; a column shows what most of its bytes are for.
///
/// With fewer bytes than columns, each byte has as many columns as fit.
pub fn draw(bytes: &[Stretch], columns: usize, ascii: bool) -> Line {
    let size: u64 = bytes.iter().map(|stretch| stretch.range.size).sum();
    let columns = columns.max(1) as u64;
    let columns = match size {
        0 => return Line::new(),
        size if size < columns => size * (columns / size),
        _ => columns,
    };
    let cells = (0..columns).map(|column| {
        let (from, to) = (column * size / columns, ((column + 1) * size).div_ceil(columns));
        let share = |kind: &StretchKind| -> u64 {
            let of_kind = bytes.iter().filter(|stretch| stretch.kind == *kind);
            let common = of_kind.map(|stretch| {
                let end = stretch.range.offset + stretch.range.size;
                end.min(to).saturating_sub(stretch.range.offset.max(from))
            });
            common.sum()
        };
        // What comes first in the legend wins a tie.
        let most = StretchKind::ALL.iter().rev().max_by_key(|kind| share(kind));
        *most.unwrap_or(&StretchKind::Padding)
    });
    let cells: Vec<StretchKind> = cells.collect();
    cells.chunk_by(|a, b| a == b).fold(Line::new(), |line, run| {
        line.with(style(run[0]), &glyph(run[0], ascii).repeat(run.len()))
    })
}

/// Draws rustc's bytes and those of the annotated machine below, a byte as wide in both.
pub fn both(rustcs: &[Stretch], ours: &[Stretch], columns: usize, ascii: bool) -> Vec<Line> {
    let size = |bytes: &[Stretch]| -> usize {
        bytes.iter().map(|stretch| stretch.range.size as usize).sum()
    };
    let largest = size(rustcs).max(size(ours)).max(1);
    let columns = columns.saturating_sub(NAMES).max(1);
    let bars = [("rustc", rustcs), ("pinata", ours)];
    let bars = bars.into_iter().filter(|(_, bytes)| !bytes.is_empty());
    let lines = bars.map(|(name, bytes)| {
        let columns = match columns / largest {
            0 => (size(bytes) * columns).div_ceil(largest),
            each => size(bytes) * each,
        };
        let bar = draw(bytes, columns, ascii);
        Line::new().with(Style::new().dimmed(), &format!("  {name:<NAMES$}")).join(&bar)
    });
    lines.collect()
}

/// What the characters mean.
pub fn legend(ascii: bool) -> Line {
    StretchKind::ALL.iter().fold(Line::new(), |line, kind| {
        line.with(style(*kind), glyph(*kind, ascii))
            .with(Style::new(), &format!(" {}   ", words::stretch(*kind)))
    })
}

fn glyph(kind: StretchKind, ascii: bool) -> &'static str {
    match (kind, ascii) {
        (StretchKind::Held, false) => "█",
        (StretchKind::Awaitee, false) => "▓",
        (StretchKind::Waste, false) => "▒",
        (StretchKind::Flag, false) => "⚑",
        (StretchKind::Tag, false) => "◆",
        (StretchKind::Dead, false) => "░",
        (StretchKind::Padding, false) => "·",
        (StretchKind::Held, true) => "#",
        (StretchKind::Awaitee, true) => "~",
        (StretchKind::Waste, true) => "!",
        (StretchKind::Flag, true) => "?",
        (StretchKind::Tag, true) => "@",
        (StretchKind::Dead, true) => "-",
        (StretchKind::Padding, true) => ".",
    }
}

fn style(kind: StretchKind) -> Style {
    match kind {
        StretchKind::Held => AnsiColor::Blue.on_default(),
        StretchKind::Awaitee => AnsiColor::Cyan.on_default(),
        StretchKind::Waste => AnsiColor::Red.on_default(),
        StretchKind::Flag => AnsiColor::Yellow.on_default(),
        StretchKind::Tag => AnsiColor::Magenta.on_default(),
        StretchKind::Dead | StretchKind::Padding => Style::new().dimmed(),
    }
}
