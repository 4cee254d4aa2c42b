//! One state: its name, its bytes, and what the two machines do not both hold.

use kurbo::{Point, Rect};
use pinata_compare::model::{HeldPair, Stretch, StretchKind};

use super::{BARS, MARGIN, Sheet, WIDTH, bar};
use crate::comparison::words;
use crate::picture::font::{Face, Text};
use crate::svg::pen::Pen;

/// How high a line of remarks is.
const LINE: f64 = 18.0;

/// How much room there is for whose bytes they are, where there are two bars.
const WHOSE: f64 = 44.0;
/// The gap between two bars of one state.
const BETWEEN: f64 = 4.0;

/// Draws a row from `top` on, and tells where it ends.
pub fn draw(pen: &mut Pen, sheet: &Sheet, at: usize, top: f64) -> f64 {
    let pair = &sheet.instance.states[at];
    let ours = sheet.ours().map(|states| states[at].as_slice());
    let state = pair.state.map(|id| &sheet.compared.machine.states[id.0]);
    let name = state.map_or("only in rustc's", |state| &state.name);
    let room = BARS.0 - MARGIN - 14.0 - ours.map_or(0.0, |_| WHOSE);
    let id = pair.state.map(|id| id.0.to_string()).unwrap_or_default();
    pen.open("g", &[("class", "state"), ("data-state", &id)]);
    let text = Text::new(name, Face::Bold, 13.0, room);
    pen.text(&text, Point::new(MARGIN, top + 13.0), "ink");
    let place = match (&pair.rustc_name, pair.line) {
        (Some(name), Some(line)) if *name != text.content => format!("{name}, line {line}"),
        (Some(_), Some(line)) => format!("line {line}"),
        _ => "nothing leads here".to_owned(),
    };
    let place = Text::new(&place, Face::Sans, 11.5, room);
    pen.text(&place, Point::new(MARGIN, top + 28.0), "quiet");

    let mut bars = vec![("rustc", pair.bytes.as_slice())];
    bars.extend(ours.map(|bytes| ("pinata", bytes)));
    bars.retain(|(_, bytes)| !bytes.is_empty());
    let mut bottom = top;
    for (index, (whose, bytes)) in bars.into_iter().enumerate() {
        bottom += if index > 0 { BETWEEN } else { 0.0 };
        bytes_of(pen, sheet, ours.map(|_| whose), bytes, bottom);
        bottom += bar::HEIGHT;
    }
    bottom = bottom.max(top + bar::HEIGHT);
    for held in pair.held.iter().filter(|held| held.local.is_none() || held.saved.is_none()) {
        bottom += LINE;
        remark(pen, held, bottom);
    }
    pen.close("g");
    bottom
}

/// A bar, whose it is, and how many of its bytes are in use.
fn bytes_of(pen: &mut Pen, sheet: &Sheet, whose: Option<&str>, bytes: &[Stretch], top: f64) {
    let base = top + bar::HEIGHT / 2.0 + 4.5;
    if let Some(whose) = whose {
        let whose = Text::new(whose, Face::Sans, 11.0, WHOSE);
        pen.text(&whose, Point::new(BARS.0 - 8.0 - whose.width, base), "quiet");
    }
    bar::draw(pen, bytes, Point::new(BARS.0, top), sheet.scale());
    let used = bytes
        .iter()
        .filter(|stretch| !matches!(stretch.kind, StretchKind::Dead | StretchKind::Padding));
    let used: u64 = used.map(|stretch| stretch.range.size).sum();
    let used = Text::new(&used.to_string(), Face::Bold, 13.0, f64::MAX);
    pen.text(&used, Point::new(WIDTH - MARGIN - used.width, base), "ink");
}

/// What only one of the two holds, and why.
fn remark(pen: &mut Pen, held: &HeldPair, base: f64) {
    let sign = Rect::new(BARS.0, base - 8.5, BARS.0 + 8.0, base - 0.5);
    pen.rect(sign, 2.0, if held.local.is_some() { "y-held" } else { "y-waste" });
    let mut x = BARS.0 + 15.0;
    let who = Text::new(words::who(held), Face::Sans, 11.5, f64::MAX);
    pen.text(&who, Point::new(x, base), "quiet");
    x += who.width + 8.0;
    let name = Text::new(&held.name, Face::Code, 11.5, 220.0);
    pen.text(&name, Point::new(x, base), "ink");
    x += name.width + 8.0;
    let why =
        Text::new(held.reason.map_or("", words::reason), Face::Sans, 11.5, WIDTH - MARGIN - x);
    pen.text(&why, Point::new(x, base), "quiet");
}
