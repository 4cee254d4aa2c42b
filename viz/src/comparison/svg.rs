//! The bytes of a future as a picture: a bar for each state, and the futures inside of it.

mod bar;
mod inside;
mod legend;
mod row;

use kurbo::{Point, Rect};
use pinata_compare::model::{Compared, Instance, Report, Stretch};

use super::words;
use crate::phrase;
use crate::picture::font::{Face, Text};
use crate::svg::pen::{Pen, number};
use crate::svg::{self, Theme};

/// The width of the whole picture.
const WIDTH: f64 = 960.0;
/// What is left free at the edges.
const MARGIN: f64 = 28.0;
/// Where the bars begin and end.
const BARS: (f64, f64) = (218.0, 858.0);
/// The gap between two rows.
const GAP: f64 = 16.0;

/// What is drawn, and what is known around it.
struct Sheet<'r> {
    report: &'r Report,
    compared: &'r Compared,
    instance: &'r Instance,
}

/// Draws an instance as a document of its own.
pub fn render(report: &Report, compared: &Compared, instance: &Instance, theme: Theme) -> String {
    draw(&Sheet { report, compared, instance }, Some(&svg::sheet_of_bytes(theme)))
}

/// Draws an instance as a part of a page, which has the style sheet.
pub fn part(report: &Report, compared: &Compared, instance: &Instance) -> String {
    draw(&Sheet { report, compared, instance }, None)
}

fn draw(sheet: &Sheet, style: Option<&str>) -> String {
    // The height of the whole is known when all of it is drawn.
    let mut content = Pen::new();
    let mut top = title(&mut content, sheet);
    for (at, pair) in sheet.instance.states.iter().enumerate() {
        if super::is_shown(sheet.compared, pair) {
            top = row::draw(&mut content, sheet, at, top) + GAP;
        }
    }
    top = inside::draw(&mut content, sheet, top);
    let height = legend::draw(&mut content, sheet, top) + MARGIN / 2.0;

    let mut pen = Pen::new();
    let view = format!("0 0 {} {}", number(WIDTH), number(height));
    let described = format!("The bytes of {}", sheet.compared.path);
    pen.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", "pinata"),
            ("viewBox", &view),
            ("width", &number(WIDTH)),
            ("height", &number(height)),
            ("role", "img"),
            ("aria-label", &phrase::printable(&described)),
        ],
    );
    if let Some(style) = style {
        pen.words("style", &[], style);
    }
    pen.rect(Rect::new(0.0, 0.0, WIDTH, height), 0.0, "paper");
    pen.embed(content);
    pen.close("svg");
    pen.finish()
}

impl Sheet<'_> {
    /// How many pixels there are to a byte.
    fn scale(&self) -> f64 {
        let ours = self.instance.ours.as_ref().map_or(0, |ours| ours.size);
        (BARS.1 - BARS.0) / self.instance.size.max(ours).max(1) as f64
    }

    /// By state, the bytes of the machine of an annotated function, where they are known.
    fn ours(&self) -> Option<&[Vec<Stretch>]> {
        let ours = self.instance.ours.as_ref();
        ours.filter(|ours| ours.unknown.is_none()).map(|ours| ours.states.as_slice())
    }
}

/// The name, the place and the sizes; tells where the next thing begins.
fn title(pen: &mut Pen, sheet: &Sheet) -> f64 {
    let Sheet { report, compared, instance } = sheet;
    let room = WIDTH - 2.0 * MARGIN;
    let name = Text::new(&compared.path, Face::Bold, 19.0, room);
    pen.text(&name, Point::new(MARGIN, 42.0), "ink");
    let place = format!("{}:{}", compared.file.display(), compared.machine.lines.start);
    let lean = report.futures[instance.future.0].lean;
    let profile = if report.release { "release" } else { "dev" };
    let which = match instance.path.contains('<') {
        true => format!("  ·  {}", super::futures::short(&instance.path)),
        false => String::new(),
    };
    let facts = format!(
        "{}  ·  {}  ·  {place}, {profile} profile{which}",
        words::sizes(instance, lean),
        version(&report.rustc),
    );
    pen.text(&Text::new(&facts, Face::Sans, 12.5, room), Point::new(MARGIN, 64.0), "quiet");
    let Some(why) = instance.ours.as_ref().and_then(|ours| ours.unknown) else { return 88.0 };
    let why = Text::new(words::unknown(why), Face::Sans, 12.5, room);
    pen.text(&why, Point::new(MARGIN, 82.0), "quiet");
    106.0
}

/// `rustc 1.95.0 (59807616e 2026-04-14)` → `rustc 1.95.0`
fn version(rustc: &str) -> &str {
    rustc.split(" (").next().unwrap_or(rustc)
}
