//! Draws a state.

use kurbo::{Point, Rect};
use pinata_machine::model::{StateKind, Why};

use super::pen::Pen;
use crate::picture::card::{
    Card, Change, HEADER, PADDING, REST, ROW, Row, SIGN, badge_width, reason_width,
};
use crate::picture::font::Text;

const ROUND: f64 = 8.0;

/// Draws a card: its bar, what it waits for, its rows, and last the edge around it.
pub fn draw(pen: &mut Pen, card: &Card, id: &str) {
    let kind = kind(&card.kind);
    let state = card.state.0.to_string();
    let line = match card.kind {
        StateKind::Suspended { line, .. } => line.to_string(),
        _ => String::new(),
    };
    pen.open(
        "g",
        &[
            ("id", &format!("{id}s{state}")),
            ("class", &format!("state {kind}")),
            ("data-state", &state),
            ("data-line", &line),
        ],
    );
    let frame = card.frame;
    match card.rest {
        None => pen.rect(frame, HEADER / 2.0, &format!("bar-{kind}")),
        Some(_) => {
            pen.rect(frame, ROUND, "card");
            pen.path(&bar(frame), &format!("bar-{kind}"));
        }
    }
    let middle = frame.y0 + HEADER / 2.0;
    sign(pen, &card.kind, Point::new(frame.x0 + PADDING + 6.0, middle));
    let name = Point::new(frame.x0 + PADDING + SIGN + 6.0, middle + 5.0);
    pen.text(&card.name, name, "on");
    if let Some(place) = &card.place {
        pen.text(place, Point::new(frame.x1 - PADDING - place.width, middle + 4.0), "soft");
    }
    if let Some(rest) = &card.rest {
        let base = frame.y0 + HEADER + REST / 2.0 + 5.0;
        let class = if line.is_empty() { "quiet" } else { "ink" };
        pen.text(rest, Point::new(frame.x0 + PADDING, base), class);
    }
    if !card.rows.is_empty() {
        let y = frame.y0 + HEADER + REST;
        pen.rect(Rect::new(frame.x0, y - 0.5, frame.x1, y + 0.5), 0.0, "rule-fill");
    }
    for (index, row) in card.rows.iter().enumerate() {
        draw_row(pen, card, row, card.row(index));
    }
    if card.rest.is_some() {
        pen.rect(frame, ROUND, &format!("edge edge-{kind}"));
    }
    pen.close("g");
}

/// The upper part of the card, round above and straight below.
fn bar(frame: Rect) -> kurbo::BezPath {
    let (left, right, top, bottom) = (frame.x0, frame.x1, frame.y0, frame.y0 + HEADER);
    let mut path = kurbo::BezPath::new();
    path.move_to((left, bottom));
    path.line_to((left, top + ROUND));
    path.quad_to((left, top), (left + ROUND, top));
    path.line_to((right - ROUND, top));
    path.quad_to((right, top), (right, top + ROUND));
    path.line_to((right, bottom));
    path.close_path();
    path
}

/// The name of a kind of state in the style sheet.
fn kind(kind: &StateKind) -> &'static str {
    match kind {
        StateKind::Unresumed => "unresumed",
        StateKind::Suspended { .. } => "suspended",
        StateKind::Returned | StateKind::Panicked => "returned",
    }
}

/// A sign that tells the kinds apart without their colours: nothing has begun, it waits, the
/// value is out.
fn sign(pen: &mut Pen, kind: &StateKind, at: Point) {
    match kind {
        StateKind::Unresumed => {
            let (x, y) = (at.x - 4.0, at.y);
            pen.polygon(&[(x, y - 5.5), (x + 9.0, y), (x, y + 5.5)], "on");
        }
        StateKind::Suspended { .. } => {
            for x in [at.x - 4.5, at.x + 1.0] {
                pen.rect(Rect::new(x, at.y - 5.0, x + 3.0, at.y + 5.0), 1.0, "on");
            }
        }
        StateKind::Returned | StateKind::Panicked => {
            pen.circle(at, 5.6, "target");
            pen.circle(at, 2.6, "on");
        }
    }
}

fn draw_row(pen: &mut Pen, card: &Card, row: &Row, at: Rect) {
    let local = row.local.map(|id| id.0.to_string()).unwrap_or_default();
    let change = match row.change {
        Change::Gained => "is-gained",
        Change::Kept => "is-kept",
        Change::LetGo => "is-gone",
    };
    pen.open("g", &[("class", &format!("held {change}")), ("data-local", &local)]);
    let inset = Rect::new(at.x0 + 5.0, at.y0 + 1.0, at.x1 - 5.0, at.y1 - 1.0);
    match row.change {
        Change::Gained => pen.rect(inset, 4.0, "gained"),
        // The whole row can be hovered.
        _ => pen.rect(inset, 4.0, "row"),
    }
    let base = at.y0 + ROW / 2.0 + 4.2;
    let left = at.x0 + PADDING;
    let class = match row.change {
        Change::Gained => "ink",
        Change::Kept => "quiet",
        Change::LetGo => "quiet gone",
    };
    match row.change {
        Change::Gained => mark(pen, left + 4.0, at.center().y, true),
        Change::LetGo => mark(pen, left + 4.0, at.center().y, false),
        Change::Kept => {}
    }
    pen.text(&row.name, Point::new(left + SIGN, base), class);
    pen.text(&row.ty, Point::new(at.x0 + card.columns[0], base), "quiet");
    let mut x = at.x0 + card.columns[1];
    for (why, text) in &row.why {
        reason(pen, why, text, Point::new(x, at.center().y), class);
        x += reason_width(text);
    }
    if let Some(hazard) = &row.hazard {
        let rect = Rect::new(x, at.y0 + 3.0, x + badge_width(hazard), at.y1 - 3.0);
        badge(pen, hazard, rect);
    }
    pen.close("g");
}

/// `+` or `−`, as lines: fonts draw them at all heights.
pub fn mark(pen: &mut Pen, x: f64, y: f64, is_plus: bool) {
    let class = if is_plus { "plus" } else { "quiet" };
    pen.rect(Rect::new(x - 4.0, y - 0.9, x + 4.0, y + 0.9), 0.0, class);
    if is_plus {
        pen.rect(Rect::new(x - 0.9, y - 4.0, x + 0.9, y + 4.0), 0.0, class);
    }
}

/// A reason with its sign before it.
pub fn reason(pen: &mut Pen, why: &Why, text: &Text, at: Point, class: &str) {
    let middle = Point::new(at.x + 4.0, at.y);
    match why {
        Why::Used { .. } => pen.circle(middle, 3.8, "used"),
        Why::Borrowed { .. } => {
            pen.rect(Rect::from_center_size(middle, (7.0, 7.0)), 1.0, "borrowed");
        }
        Why::Dropped { .. } => pen.circle(middle, 3.2, "hollow"),
    }
    pen.text(text, Point::new(at.x + 12.0, at.y + 4.0), class.trim_end_matches(" gone"));
}

/// What makes a local dear to hold.
pub fn badge(pen: &mut Pen, text: &Text, rect: Rect) {
    pen.rect(rect, 4.0, "badge");
    pen.text(text, Point::new(rect.x0 + 6.0, rect.center().y + 3.8), "badge-ink");
}
