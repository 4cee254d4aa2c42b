//! The futures inside of a future: each level the largest of its level, where it lies.

use kurbo::{Point, Rect};
use pinata_compare::model::Future;

use super::{BARS, MARGIN, Sheet, WIDTH};
use crate::comparison::futures::short;
use crate::picture::font::{Face, Text};
use crate::svg::pen::Pen;

/// How high a level is.
const LEVEL: f64 = 24.0;
/// How many levels are drawn.
const DEEPEST: usize = 10;

/// Draws the levels from `top` on, and tells where they end. A future that has none inside of it
/// takes no room.
pub fn draw(pen: &mut Pen, sheet: &Sheet, top: f64) -> f64 {
    let futures = &sheet.report.futures;
    if futures[sheet.instance.future.0].inner.is_empty() {
        return top;
    }
    let room = BARS.0 - MARGIN - 14.0;
    let title = Text::new("Futures inside", Face::Bold, 13.0, room);
    pen.text(&title, Point::new(MARGIN, top + 15.0), "ink");
    let hint = Text::new("the largest at each level", Face::Sans, 11.5, room);
    pen.text(&hint, Point::new(MARGIN, top + 30.0), "quiet");

    let mut bottom = top;
    let (mut id, mut from) = (sheet.instance.future, 0);
    for _ in 0..DEEPEST {
        let future = &futures[id.0];
        level(pen, sheet, future, from, bottom);
        bottom += LEVEL + 2.0;
        let Some(largest) = future.inner.first() else { break };
        (id, from) = (largest.future, from + largest.offset);
    }
    // The names on the left need room as well.
    bottom.max(top + 36.0) + 8.0
}

fn level(pen: &mut Pen, sheet: &Sheet, future: &Future, from: u64, top: f64) {
    let scale = sheet.scale();
    let left = BARS.0 + from as f64 * scale;
    let rect = Rect::new(left, top, left + (future.size as f64 * scale).max(2.0), top + LEVEL);
    pen.open("g", &[("class", "future")]);
    pen.words(
        "title",
        &[],
        &format!("{}: {} bytes, {} of its own", short(&future.path), future.size, future.own),
    );
    pen.rect(rect, 3.0, "y-awaitee");
    let name = Text::new(&short(&future.path), Face::Code, 11.0, (rect.width() - 12.0).max(0.0));
    if rect.width() > 40.0 {
        pen.text(&name, Point::new(left + 6.0, top + LEVEL / 2.0 + 4.0), "on");
    }
    let size = Text::new(&future.size.to_string(), Face::Bold, 12.0, f64::MAX);
    let base = top + LEVEL / 2.0 + 4.0;
    pen.text(&size, Point::new(WIDTH - MARGIN - size.width, base), "ink");
    pen.close("g");
}
