//! Draws arrows and what is written on them.

use kurbo::{Point, Rect};

use super::pen::Pen;
use crate::picture::arrow::{Arrow, Kind, Toward};
use crate::picture::font::Face;
use crate::picture::label::{LEADING, Label, PADDING};

/// Draws a line, its point, and its label.
pub fn draw(pen: &mut Pen, arrow: &Arrow, id: &str) {
    let to = arrow.to.map(|to| to.0.to_string()).unwrap_or_default();
    let from = arrow.from.0.to_string();
    let lines: Vec<_> =
        arrow.lines.iter().map(|range| format!("{}-{}", range.start, range.end)).collect();
    pen.open(
        "g",
        &[
            ("id", &format!("{id}a{from}-{to}{}", suffix(arrow.kind))),
            ("class", &format!("arrow k-{}", name(arrow.kind))),
            ("data-from", &from),
            ("data-to", &to),
            ("data-lines", &lines.join(",")),
        ],
    );
    if let Some(words) = arrow.label.as_ref().and_then(|(label, _)| label.whole.as_ref()) {
        pen.words("title", &[], words);
    }
    pen.path(&arrow.path, "line");
    if let Some((at, toward)) = arrow.head {
        tip(pen, at, toward);
    }
    if let Some(at) = arrow.sign {
        tip(pen, Point::new(at.x - 6.0, at.y), Toward::Right);
        end(pen, arrow.kind, at);
    }
    if let Some((label, rect)) = &arrow.label {
        write(pen, label, *rect);
    }
    pen.close("g");
}

/// What keeps two arrows between the same states apart.
fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Onward | Kind::Back | Kind::Return => "",
        Kind::Pending => "-pending",
        Kind::Cancel => "-cancel",
        Kind::Panic => "-panic",
    }
}

/// The name of a kind of arrow in the style sheet.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Onward => "onward",
        Kind::Back => "back",
        Kind::Return => "return",
        Kind::Pending => "pending",
        Kind::Cancel => "cancel",
        Kind::Panic => "panic",
    }
}

/// The point of an arrow, whose very end is given.
pub fn tip(pen: &mut Pen, at: Point, toward: Toward) {
    let (x, y) = (at.x, at.y);
    let points = match toward {
        Toward::Down => [(x, y), (x - 4.5, y - 9.0), (x + 4.5, y - 9.0)],
        Toward::Right => [(x, y), (x - 9.0, y - 4.5), (x - 9.0, y + 4.5)],
    };
    pen.polygon(&points, "tip");
}

/// The sign of an end: the value is out, it is dropped, it panicked.
pub fn end(pen: &mut Pen, kind: Kind, at: Point) {
    pen.circle(at, 6.5, "ring");
    match kind {
        Kind::Cancel => pen.rect(Rect::from_center_size(at, (7.0, 1.8)), 0.0, "tip"),
        Kind::Panic => {
            let arm = 3.0;
            for (from, to) in [((-arm, -arm), (arm, arm)), ((-arm, arm), (arm, -arm))] {
                let mut path = kurbo::BezPath::new();
                path.move_to((at.x + from.0, at.y + from.1));
                path.line_to((at.x + to.0, at.y + to.1));
                pen.path(&path, "line solid");
            }
        }
        _ => pen.circle(at, 3.0, "tip"),
    }
}

/// Conditions in the words of the source, lines in ours.
fn write(pen: &mut Pen, label: &Label, rect: Rect) {
    pen.rect(rect, 5.0, "tag");
    let mut base = rect.y0 + PADDING / 2.0 + 11.0;
    // A single line stands in the middle of a box that is higher than itself.
    if label.lines.len() == 1 {
        base = rect.center().y + 4.0;
    }
    for line in &label.lines {
        let class = if line.face == Face::Code { "ink" } else { "quiet" };
        let x = rect.center().x - line.width / 2.0;
        pen.text(line, Point::new(x, base), class);
        base += LEADING;
    }
}
