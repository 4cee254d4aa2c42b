//! What the signs and colours mean: only those that the picture has.

use kurbo::{BezPath, Point, Rect};
use pinata_machine::model::Why;

use super::pen::Pen;
use super::{arrow, card};
use crate::picture::Picture;
use crate::picture::arrow::{Kind, Toward};
use crate::picture::card::Change;
use crate::picture::font::{Face, Text};

const ROW: f64 = 24.0;
const GAP: f64 = 22.0;

/// One sign and what it means.
enum Entry {
    Arrow(Kind),
    Sign(Kind),
    Why(Why),
    Change(Change),
    Hazard,
}

/// Draws the legend, and tells how high it is.
pub fn draw(pen: &mut Pen, picture: &Picture) -> f64 {
    let (corner, width) = picture.legend;
    pen.open("g", &[("class", "legend")]);
    pen.rect(
        Rect::new(corner.x, corner.y - 0.5, corner.x + width, corner.y + 0.5),
        0.0,
        "rule-fill",
    );
    let mut at = Point::new(corner.x, corner.y + ROW);
    for (entry, words) in entries(picture) {
        let text = Text::new(words, Face::Sans, 11.5, width);
        let room = entry.width() + 7.0 + text.width;
        if at.x > corner.x && at.x + room > corner.x + width {
            at = Point::new(corner.x, at.y + ROW);
        }
        entry.draw(pen, at);
        pen.text(&text, Point::new(at.x + entry.width() + 7.0, at.y + 4.0), "quiet");
        at.x += room + GAP;
    }
    pen.close("g");
    at.y - corner.y + ROW / 2.0
}

fn entries(picture: &Picture) -> Vec<(Entry, &'static str)> {
    let rows = || picture.cards.iter().flat_map(|card| &card.rows);
    let has_why = |is: fn(&Why) -> bool| rows().flat_map(|row| &row.why).any(|(why, _)| is(why));
    let has_change = |change| rows().any(|row| row.change == change);
    let has = |kind, is_sign| {
        let of_kind = |one: &&crate::picture::arrow::Arrow| one.kind == kind;
        picture.arrows.iter().filter(of_kind).any(|one| one.sign.is_some() == is_sign)
    };
    let all = [
        (has(Kind::Onward, false), Entry::Arrow(Kind::Onward), "goes on"),
        (has(Kind::Back, false), Entry::Arrow(Kind::Back), "goes back: a loop"),
        (has(Kind::Return, true), Entry::Sign(Kind::Return), "returns early"),
        (has(Kind::Pending, false), Entry::Arrow(Kind::Pending), "nothing ready yet"),
        (has(Kind::Cancel, true), Entry::Sign(Kind::Cancel), "dropped here"),
        (has(Kind::Panic, true), Entry::Sign(Kind::Panic), "panicked"),
        (
            has_why(|why| matches!(why, Why::Used { .. })),
            Entry::Why(Why::Used { line: 0 }),
            "used later, at line n",
        ),
        (
            has_why(|why| matches!(why, Why::Borrowed { .. })),
            Entry::Why(Why::Borrowed { line: 0 }),
            "borrowed at line n",
        ),
        (
            has_why(|why| matches!(why, Why::Dropped { .. })),
            Entry::Why(Why::Dropped { line: 0 }),
            "dropped at line n",
        ),
        (has_change(Change::Gained), Entry::Change(Change::Gained), "held from here on"),
        (has_change(Change::LetGo), Entry::Change(Change::LetGo), "no longer held"),
        (rows().any(|row| row.hazard.is_some()), Entry::Hazard, "dear to hold while it waits"),
    ];
    let shown = all.into_iter().filter(|(is_shown, ..)| *is_shown);
    shown.map(|(_, entry, words)| (entry, words)).collect()
}

impl Entry {
    fn width(&self) -> f64 {
        match self {
            Self::Arrow(_) => 30.0,
            Self::Sign(_) => 34.0,
            Self::Why(_) => 8.0,
            Self::Change(Change::Gained) => 18.0,
            Self::Change(_) => 8.0,
            Self::Hazard => 16.0,
        }
    }

    fn draw(&self, pen: &mut Pen, at: Point) {
        match self {
            Self::Arrow(kind) | Self::Sign(kind) => {
                pen.open("g", &[("class", &format!("arrow k-{}", arrow::name(*kind)))]);
                let is_sign = matches!(self, Self::Sign(_));
                let tip = at.x + if is_sign { 20.0 } else { 30.0 };
                let mut line = BezPath::new();
                line.move_to(at);
                line.line_to((tip - 8.0, at.y));
                pen.path(&line, "line");
                arrow::tip(pen, Point::new(tip, at.y), Toward::Right);
                if is_sign {
                    arrow::end(pen, *kind, Point::new(at.x + 27.0, at.y));
                }
                pen.close("g");
            }
            Self::Why(why) => {
                card::reason(pen, why, &Text::new("", Face::Sans, 11.5, 0.0), at, "quiet");
            }
            Self::Change(change) => {
                let is_gained = *change == Change::Gained;
                if is_gained {
                    let rect = Rect::new(at.x, at.y - 8.0, at.x + 18.0, at.y + 8.0);
                    pen.rect(rect, 4.0, "gained");
                }
                let x = at.x + self.width() / 2.0;
                card::mark(pen, x, at.y, is_gained);
            }
            Self::Hazard => {
                pen.rect(Rect::new(at.x, at.y - 7.0, at.x + 16.0, at.y + 7.0), 4.0, "badge");
            }
        }
    }
}
