//! Machines as SVG, in a design of our own and without Graphviz.
//!
//! [`picture`](mod@crate::picture) says where everything is; this draws it. Every state, arrow
//! and row carries the number that the model has for it, and the same machine gives the same
//! bytes.

mod arrow;
mod card;
mod legend;
pub(crate) mod pen;
mod style;

use clap::ValueEnum;
use kurbo::{Point, Rect};

use self::pen::{Pen, number};
use crate::Found;
use crate::picture::arrow::Toward;
use crate::picture::{Picture, Show, picture};

pub use self::style::{sheet_of_bytes, switchable, switchable_bytes};

/// Dark ink on light paper, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Theme {
    /// As the reader's system prefers
    #[default]
    Auto,
    /// Dark on light
    Light,
    /// Light on dark
    Dark,
}

/// Draws a machine as a document of its own.
pub fn render(found: &Found, theme: Theme, show: Show) -> String {
    let sheet = style::sheet(theme);
    draw(found, &picture(found, show), "", Some(&sheet))
}

/// Draws a machine as a part of a page, which has the style sheet.
///
/// Each `id` begins with `id`, so that there may be several on one page.
pub fn part(found: &Found, id: &str, show: Show) -> String {
    draw(found, &picture(found, show), id, None)
}

fn draw(found: &Found, picture: &Picture, id: &str, sheet: Option<&str>) -> String {
    // The legend comes first, because the height of the whole depends on it.
    let mut below = Pen::new();
    let legend = legend::draw(&mut below, picture);
    let (width, height) = (picture.size.width, picture.size.height + legend);

    let mut pen = Pen::new();
    let view = format!("0 0 {} {}", number(width), number(height));
    let described = format!("The state machine of {}", found.path);
    pen.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "pinata"),
            ("viewBox", &view),
            ("width", &number(width)),
            ("height", &number(height)),
            ("role", "img"),
            ("aria-label", &crate::phrase::printable(&described)),
        ],
    );
    if let Some(sheet) = sheet {
        pen.words("style", &[], sheet);
    }
    pen.rect(Rect::new(0.0, 0.0, width, height), 0.0, "paper");
    title(&mut pen, picture);
    for frame in &picture.frames {
        let index = frame.id.0.to_string();
        pen.open("g", &[("class", "loop"), ("data-loop", &index)]);
        pen.rect(frame.rect, 12.0, "frame");
        pen.text(&frame.head, frame.at, "head");
        pen.close("g");
    }
    entry(&mut pen, picture);
    // Labels interrupt the lines below them, so all arrows are below all cards, and those that
    // are most common are drawn last.
    for one in picture.arrows.iter().rev() {
        arrow::draw(&mut pen, one, id);
    }
    for one in &picture.cards {
        card::draw(&mut pen, one, id);
    }
    pen.embed(below);
    pen.close("svg");
    pen.finish()
}

fn title(pen: &mut Pen, picture: &Picture) {
    pen.open("g", &[("class", "title")]);
    for (index, (at, text)) in picture.title.iter().enumerate() {
        pen.text(text, *at, if index == 0 { "ink" } else { "quiet" });
    }
    if let Some((rect, lines)) = &picture.note {
        pen.rect(*rect, 8.0, "note");
        for (at, text) in lines {
            pen.text(text, *at, "ink");
        }
    }
    pen.close("g");
}

/// The dot in which every machine begins.
fn entry(pen: &mut Pen, picture: &Picture) {
    let Some(first) = picture.cards.first() else { return };
    let end = Point::new(picture.entry.x, first.frame.y0);
    pen.open("g", &[("class", "arrow k-onward")]);
    let mut line = kurbo::BezPath::new();
    line.move_to(picture.entry);
    line.line_to((end.x, end.y - 8.0));
    pen.path(&line, "line");
    pen.circle(picture.entry, 5.5, "dot");
    arrow::tip(pen, end, Toward::Down);
    pen.close("g");
}
