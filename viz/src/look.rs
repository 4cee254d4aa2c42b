//! How drawings look, where there is a choice.

use crate::graphviz::Engine;
use crate::picture::Show;
use crate::svg::Theme;

/// How drawings should look. Each format heeds what concerns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How many columns there are for text.
    pub width: usize,
    /// Text in ASCII only, except for what the source itself says.
    pub ascii: bool,
    /// Text with ANSI colours.
    pub color: bool,
    /// The colours of pictures.
    pub theme: Theme,
    /// What pictures show besides.
    pub show: Show,
    /// What places the boxes of pictures.
    pub engine: Engine,
}

impl Look {
    /// Text that was styled, without its colours where there are to be none.
    pub fn in_its_colors(&self, text: String) -> String {
        match self.color {
            true => text,
            false => anstream::adapter::strip_str(&text).to_string(),
        }
    }
}

impl Default for Look {
    /// How a page of text looks, and a picture of the machine alone.
    fn default() -> Self {
        Self {
            width: 100,
            ascii: false,
            color: false,
            theme: Theme::default(),
            show: Show::default(),
            engine: Engine::default(),
        }
    }
}
