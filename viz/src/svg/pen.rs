//! Writes the elements of an SVG.

use kurbo::{BezPath, PathEl, Point, Rect};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::picture::font::{Face, Text};

/// An attribute: its name and its value.
pub type Attribute<'a> = (&'a str, &'a str);

/// What an SVG is written with.
pub struct Pen(Writer<Vec<u8>>);

impl Pen {
    pub fn new() -> Self {
        Self(Writer::new_with_indent(vec![], b' ', 1))
    }

    pub fn finish(self) -> String {
        String::from_utf8(self.0.into_inner()).expect("all that was written is text") + "\n"
    }

    /// Puts what another pen wrote here.
    pub fn embed(&mut self, other: Pen) {
        let inner = self.0.get_mut();
        inner.push(b'\n');
        inner.extend(other.0.into_inner());
    }

    fn event(&mut self, event: Event) {
        self.0.write_event(event).expect("memory takes whatever is written");
    }

    pub fn open(&mut self, name: &str, attributes: &[Attribute]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
    }

    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &str, attributes: &[Attribute]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    /// An element that contains nothing but text.
    pub fn words(&mut self, name: &str, attributes: &[Attribute], words: &str) {
        let element = self.0.create_element(name).with_attributes(attributes.iter().copied());
        element
            .write_text_content(BytesText::new(words))
            .expect("memory takes whatever is written");
    }

    /// Text that begins at a point of its base line.
    ///
    /// Its length is given, so that it fits its box in whatever font a reader has.
    pub fn text(&mut self, text: &Text, at: Point, class: &str) {
        if text.content.is_empty() {
            return;
        }
        let face = match text.face {
            Face::Sans => "s",
            Face::Bold => "b",
            Face::Code => "c",
        };
        let class = format!("{face} {class}");
        let (x, y, size) = (number(at.x), number(at.y), number(text.size));
        let length = number(text.width);
        let mut attributes =
            vec![("class", class.as_str()), ("x", &x), ("y", &y), ("font-size", &size)];
        // A length is of no use to one character, and would stretch it.
        if text.content.chars().nth(1).is_some() {
            attributes
                .extend([("textLength", length.as_str()), ("lengthAdjust", "spacingAndGlyphs")]);
        }
        match &text.whole {
            None => self.words("text", &attributes, &text.content),
            Some(whole) => {
                self.open("g", &[]);
                self.words("title", &[], whole);
                self.words("text", &attributes, &text.content);
                self.close("g");
            }
        }
    }

    pub fn rect(&mut self, rect: Rect, radius: f64, class: &str) {
        let [x, y] = [rect.x0, rect.y0].map(number);
        let [width, height, radius] = [rect.width(), rect.height(), radius].map(number);
        self.empty(
            "rect",
            &[
                ("class", class),
                ("x", &x),
                ("y", &y),
                ("width", &width),
                ("height", &height),
                ("rx", &radius),
            ],
        );
    }

    pub fn circle(&mut self, at: Point, radius: f64, class: &str) {
        let [x, y, radius] = [at.x, at.y, radius].map(number);
        self.empty("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", &radius)]);
    }

    pub fn path(&mut self, path: &BezPath, class: &str) {
        self.empty("path", &[("class", class), ("d", &data(path))]);
    }

    /// A closed shape.
    pub fn polygon(&mut self, points: &[(f64, f64)], class: &str) {
        let mut path = BezPath::new();
        for (index, &point) in points.iter().enumerate() {
            match index {
                0 => path.move_to(point),
                _ => path.line_to(point),
            }
        }
        path.close_path();
        self.path(&path, class);
    }
}

/// The commands of a path, to a tenth of a pixel.
fn data(path: &BezPath) -> String {
    let point = |at: &Point| format!("{},{}", number(at.x), number(at.y));
    let commands: Vec<_> = path
        .elements()
        .iter()
        .map(|element| match element {
            PathEl::MoveTo(to) => format!("M{}", point(to)),
            PathEl::LineTo(to) => format!("L{}", point(to)),
            PathEl::QuadTo(a, to) => format!("Q{} {}", point(a), point(to)),
            PathEl::CurveTo(a, b, to) => format!("C{} {} {}", point(a), point(b), point(to)),
            PathEl::ClosePath => "Z".to_owned(),
        })
        .collect();
    commands.join("")
}

/// A number to a tenth.
pub fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // There is no −0 in a picture.
    format!("{}", tenths + 0.0)
}
