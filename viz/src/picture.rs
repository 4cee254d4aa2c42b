//! Where everything of a picture is: cards, arrows, labels, frames.
//!
//! This is geometry only, in pixels from the upper left corner. What it looks like is said in
//! [`svg`](crate::svg), and whether anything overlaps can be computed from here.

pub mod arrow;
mod back;
mod build;
pub mod card;
pub mod font;
pub mod frame;
pub mod label;
mod place;
mod route;

use kurbo::{Affine, Point, Rect, Shape, Size, Vec2};

use self::arrow::Arrow;
use self::card::Card;
use self::font::{Face, Text};
use self::frame::Frame;
use crate::{Found, phrase};

/// Around everything.
const MARGIN: f64 = 24.0;
/// The widest line of the title, and of a refusal.
const WIDEST: f64 = 760.0;
/// Before what follows the first line of a signature.
const INDENT: f64 = 28.0;
/// The columns of a signature, and of a refusal.
const COLUMNS: usize = 88;

/// What is drawn only when it is asked for, because it may happen at every suspension point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Show {
    /// Polls that find nothing ready.
    pub pending: bool,
    /// Drops before the end.
    pub cancel: bool,
    /// Panics.
    pub panic: bool,
}

/// A machine, placed.
#[derive(Debug, Clone)]
pub struct Picture {
    /// How large it is.
    pub size: Size,
    /// Its name, its signature, its size, one below the other: each with the start of its
    /// base line.
    pub title: Vec<(Point, Text)>,
    /// What the attribute refuses, in a box.
    pub note: Option<(Rect, Vec<(Point, Text)>)>,
    /// The first dot, above the state in which every machine begins.
    pub entry: Point,
    /// The states.
    pub cards: Vec<Card>,
    /// What leads from one to the next.
    pub arrows: Vec<Arrow>,
    /// The loops.
    pub frames: Vec<Frame>,
    /// Where the legend begins, and how wide it may be.
    pub legend: (Point, f64),
}

/// Places a machine.
pub fn picture(found: &Found, show: Show) -> Picture {
    let machine = &found.machine;
    let drawing = build::build(machine, show);
    let (title, below_title) = title(found);
    let (note, top) = note(found, below_title);

    let mut picture = Picture {
        size: Size::ZERO,
        title,
        note,
        entry: Point::ZERO,
        cards: drawing.cards,
        arrows: drawing.arrows,
        frames: drawing.frames,
        legend: (Point::ZERO, 0.0),
    };
    let bounds = picture.bounds();
    let heading = picture.title.iter().map(|(at, text)| at.x + text.width);
    let heading = heading.chain(picture.note.iter().map(|(rect, _)| rect.x1));
    let heading = heading.fold(0.0, f64::max);
    let width = heading.max(MARGIN + bounds.width()).max(440.0) + MARGIN;
    // Narrow machines stand in the middle of a wide title.
    let left = ((width - bounds.width()) / 2.0).round();
    let entry = 34.0;
    picture.shift(Vec2::new(left - bounds.x0, (top + entry - bounds.y0).ceil()));
    if let Some(first) = picture.cards.first() {
        picture.entry = Point::new(first.frame.center().x, first.frame.y0 - entry + 7.0);
    }
    let bottom = top + entry + bounds.height() + MARGIN;
    picture.legend = (Point::new(MARGIN, bottom.ceil()), width - 2.0 * MARGIN);
    picture.size = Size::new(width.ceil(), bottom.ceil() + MARGIN);
    picture
}

impl Picture {
    /// What the machine covers, without its title.
    fn bounds(&self) -> Rect {
        let cards = self.cards.iter().map(|card| card.frame);
        let frames = self.frames.iter().map(|frame| frame.rect);
        let paths = self.arrows.iter().map(|arrow| arrow.path.bounding_box());
        let labels = self.arrows.iter().flat_map(|arrow| &arrow.label).map(|(_, rect)| *rect);
        let signs = self.arrows.iter().filter_map(|arrow| arrow.sign);
        let signs = signs.map(|at| Rect::from_center_size(at, (18.0, 18.0)));
        let all = cards.chain(frames).chain(paths).chain(labels).chain(signs);
        all.reduce(|a, b| a.union(b)).unwrap_or_default()
    }

    fn shift(&mut self, by: Vec2) {
        for card in &mut self.cards {
            card.frame = card.frame + by;
        }
        for frame in &mut self.frames {
            frame.rect = frame.rect + by;
            frame.at += by;
        }
        for arrow in &mut self.arrows {
            arrow.path.apply_affine(Affine::translate(by));
            arrow.head = arrow.head.map(|(at, toward)| (at + by, toward));
            arrow.sign = arrow.sign.map(|at| at + by);
            arrow.label = arrow.label.take().map(|(label, at)| (label, at + by));
        }
    }
}

/// The lines of the title, and where what is below them begins.
fn title(found: &Found) -> (Vec<(Point, Text)>, f64) {
    let Found { path, machine, .. } = found;
    let mut y = MARGIN + 18.0;
    let mut lines = vec![(Point::new(MARGIN, y), Text::new(path, Face::Bold, 21.0, WIDEST))];
    y += 5.0;
    for (index, part) in
        textwrap::wrap(&phrase::printable(&machine.signature), COLUMNS).iter().enumerate()
    {
        y += 17.0;
        let indent = if index == 0 { 0.0 } else { INDENT };
        lines.push((Point::new(MARGIN + indent, y), Text::new(part, Face::Code, 12.0, WIDEST)));
    }
    y += 20.0;
    let facts = format!("{}, {}", phrase::lines(&[machine.lines]), phrase::summary(machine));
    lines.push((Point::new(MARGIN, y), Text::new(&facts, Face::Sans, 12.0, WIDEST)));
    (lines, y + 14.0)
}

type Note = (Rect, Vec<(Point, Text)>);

/// What `#[pinata::desugar]` says about the function, and where what is below that begins.
fn note(found: &Found, top: f64) -> (Option<Note>, f64) {
    let refusals = &found.machine.refusals;
    if refusals.is_empty() {
        return (None, top);
    }
    let at = |y: f64| Point::new(MARGIN + 14.0, y);
    let mut y = top + 22.0;
    let headline = "#[pinata::desugar] refuses this function";
    let mut lines = vec![(at(y), Text::new(headline, Face::Bold, 12.0, WIDEST))];
    for refusal in refusals {
        let words = format!("line {}: {}", refusal.line, refusal.message);
        for part in textwrap::wrap(&phrase::printable(&words), COLUMNS) {
            y += 17.0;
            lines.push((at(y), Text::new(&part, Face::Sans, 12.0, WIDEST)));
        }
    }
    let widest = lines.iter().map(|(_, text)| text.width).fold(0.0, f64::max);
    let rect = Rect::new(MARGIN, top, MARGIN + widest + 28.0, y + 12.0);
    (Some((rect.round(), lines)), rect.y1 + 14.0)
}
