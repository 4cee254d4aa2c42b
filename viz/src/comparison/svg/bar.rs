//! Some bytes as a bar.

use kurbo::{Point, Rect};
use pinata_compare::model::{Stretch, StretchKind};

use crate::comparison::words;
use crate::picture::font::{Face, Text};
use crate::svg::pen::Pen;

/// How high a bar is.
pub const HEIGHT: f64 = 30.0;
/// A stretch is never drawn narrower than this, however few its bytes.
const NARROWEST: f64 = 2.0;
/// What is left free on both sides of a word.
const INSET: f64 = 6.0;

/// Draws stretches from a corner on, `scale` pixels to a byte.
pub fn draw(pen: &mut Pen, bytes: &[Stretch], corner: Point, scale: f64) {
    for stretch in bytes {
        let from = corner.x + stretch.range.offset as f64 * scale;
        let width = (stretch.range.size as f64 * scale).max(NARROWEST);
        // A hair of paper tells neighbours apart.
        let hair = if width > 2.0 * NARROWEST { 1.0 } else { 0.0 };
        let rect = Rect::new(from, corner.y, from + width - hair, corner.y + HEIGHT);
        let local = stretch.local.map(|id| id.0.to_string()).unwrap_or_default();
        pen.open("g", &[("class", "stretch"), ("data-local", &local)]);
        pen.words("title", &[], &explained(stretch));
        pen.rect(rect, 3.0_f64.min(width / 3.0), class(stretch.kind));
        label(pen, stretch, rect);
        pen.close("g");
    }
}

/// The name and the number of bytes, as far as there is room.
fn label(pen: &mut Pen, stretch: &Stretch, rect: Rect) {
    let room = rect.width() - 2.0 * INSET;
    let ink = match stretch.kind {
        StretchKind::Dead | StretchKind::Padding => "quiet",
        _ => "on",
    };
    let name = match (&stretch.name, stretch.kind) {
        (_, StretchKind::Awaitee) => "awaited future",
        (Some(name), _) => name,
        (None, _) => "",
    };
    let size = Text::new(&stretch.range.size.to_string(), Face::Sans, 10.5, f64::MAX);
    let name = Text::new(name, Face::Code, 11.0, f64::MAX);
    let base = rect.y0 + HEIGHT / 2.0 + 4.0;
    if name.width > 0.0 && name.width + size.width + INSET <= room {
        pen.text(&name, Point::new(rect.x0 + INSET, base), ink);
        pen.text(&size, Point::new(rect.x1 - INSET - size.width, base), ink);
    } else if name.width > 0.0 && name.width <= room {
        pen.text(&name, Point::new(rect.x0 + INSET, base), ink);
    } else if size.width <= room {
        pen.text(&size, Point::new(rect.center().x - size.width / 2.0, base), ink);
    }
}

/// What a reader sees who points at it.
fn explained(stretch: &Stretch) -> String {
    let name = stretch.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let (bytes, kind) = (words::bytes(stretch.range.size), words::stretch(stretch.kind));
    format!("{name}{bytes} at {}, {kind}", stretch.range.offset)
}

/// The class of the style sheet that paints it.
pub fn class(kind: StretchKind) -> &'static str {
    match kind {
        StretchKind::Held => "y-held",
        StretchKind::Awaitee => "y-awaitee",
        StretchKind::Waste => "y-waste",
        StretchKind::Flag => "y-flag",
        StretchKind::Tag => "y-tag",
        StretchKind::Dead => "y-dead",
        StretchKind::Padding => "y-padding",
    }
}
