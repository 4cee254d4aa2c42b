//! Text that knows how wide it is.
//!
//! The fonts are shipped, so that boxes fit their text on every machine, and a PNG needs no
//! fonts but these.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_width::UnicodeWidthChar;

use crate::phrase;

/// One of the shipped fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// For sentences.
    Sans,
    /// For names of states and titles.
    Bold,
    /// For what stands in the source.
    Code,
}

impl Face {
    /// Every shipped font, as the bytes of its file.
    pub const FILES: [&[u8]; 3] = [
        include_bytes!("../../fonts/Inter-Regular.otf"),
        include_bytes!("../../fonts/Inter-SemiBold.otf"),
        include_bytes!("../../fonts/JetBrainsMono-Regular.ttf"),
    ];

    /// Whether the shipped fonts have every character of a text.
    pub fn all_have(text: &str) -> bool {
        let fonts = [Self::Sans, Self::Bold, Self::Code].map(|face| face.font().charmap());
        let is_known = |c: char| fonts.iter().all(|font| font.map(c).is_some());
        text.chars().all(|c| c.is_control() || is_known(c))
    }

    fn font(self) -> &'static FontRef<'static> {
        static FONTS: LazyLock<[FontRef<'static>; 3]> = LazyLock::new(|| {
            Face::FILES.map(|file| FontRef::new(file).expect("the shipped fonts can be read"))
        });
        &FONTS[self as usize]
    }

    /// How wide a text is in this font, in pixels.
    fn width(self, text: &str, size: f64) -> f64 {
        let font = self.font();
        let glyphs = font.charmap();
        let metrics = font.glyph_metrics(Size::new(size as f32), LocationRef::default());
        // Whatever other font has to stand in is taken to be as wide as in a terminal.
        let substitute = |c: char| 0.62 * size * c.width().unwrap_or(0) as f64;
        text.chars()
            .map(|c| {
                let advance = glyphs.map(c).and_then(|glyph| metrics.advance_width(glyph));
                advance.map_or_else(|| substitute(c), f64::from)
            })
            .sum()
    }
}

/// A line of text, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What is to be read.
    pub content: String,
    /// All of it, where it had to be cut.
    pub whole: Option<String>,
    /// In which font.
    pub face: Face,
    /// How large.
    pub size: f64,
    /// How wide.
    pub width: f64,
}

impl Text {
    /// Measures a text, and cuts it to a width.
    pub fn new(content: &str, face: Face, size: f64, most: f64) -> Self {
        Self::ending(content, "", face, size, most)
    }

    /// The same, but what it ends with is kept.
    pub fn ending(content: &str, end: &str, face: Face, size: f64, most: f64) -> Self {
        let whole = phrase::printable(content);
        let width = face.width(&whole, size);
        if width <= most {
            return Self { content: whole, whole: None, face, size, width };
        }
        let room = most - face.width("…", size) - face.width(end, size);
        let mut used = 0.0;
        let mut cut: String = whole
            .chars()
            .take_while(|c| {
                used += face.width(c.encode_utf8(&mut [0; 4]), size);
                used <= room
            })
            .collect();
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        cut.push_str(end);
        let width = face.width(&cut, size);
        Self { content: cut, whole: Some(whole), face, size, width }
    }
}
