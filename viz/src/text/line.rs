//! A line of styled text that knows how wide it is.

use std::fmt;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Grows from left to right.
#[derive(Debug, Clone, Default)]
pub struct Line {
    text: String,
    width: usize,
}

impl Line {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn plain(text: &str) -> Self {
        Self::new().with(Style::new(), text)
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// Adds a piece in a style; spaces have none.
    pub fn with(mut self, style: Style, piece: &str) -> Self {
        self.width += piece.width();
        match piece.trim_start() {
            "" => self.text += piece,
            _ => self.text += &format!("{style}{piece}{style:#}"),
        }
        self
    }

    /// Adds spaces up to a column.
    pub fn pad(self, column: usize) -> Self {
        let missing = column.saturating_sub(self.width);
        self.with(Style::new(), &" ".repeat(missing))
    }

    /// Adds a whole line.
    pub fn join(mut self, other: &Self) -> Self {
        self.text += &other.text;
        self.width += other.width;
        self
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.trim_end())
    }
}
