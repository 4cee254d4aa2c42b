//! What the colours mean: only those that the picture has.

use kurbo::{Point, Rect};
use pinata_compare::model::StretchKind;

use super::{MARGIN, Sheet, WIDTH, bar};
use crate::comparison::words;
use crate::picture::font::{Face, Text};
use crate::svg::pen::Pen;

const ROW: f64 = 24.0;

/// Draws the legend from `top` on, and tells where it ends.
pub fn draw(pen: &mut Pen, sheet: &Sheet, top: f64) -> f64 {
    pen.rect(Rect::new(MARGIN, top, WIDTH - MARGIN, top + 1.0), 0.0, "rule-fill");
    let mut at = Point::new(MARGIN, top + ROW);
    for kind in StretchKind::ALL {
        let ours = sheet.ours().unwrap_or_default().iter().flatten();
        let mut stretches = sheet.instance.states.iter().flat_map(|pair| &pair.bytes).chain(ours);
        if stretches.all(|stretch| stretch.kind != kind) {
            continue;
        }
        let text = Text::new(words::stretch(kind), Face::Sans, 11.5, WIDTH);
        if at.x + 20.0 + text.width > WIDTH - MARGIN {
            at = Point::new(MARGIN, at.y + ROW);
        }
        pen.rect(Rect::new(at.x, at.y - 6.0, at.x + 14.0, at.y + 6.0), 3.0, bar::class(kind));
        pen.text(&text, Point::new(at.x + 20.0, at.y + 4.0), "quiet");
        at.x += 20.0 + text.width + 22.0;
    }
    at.y + ROW / 2.0
}
