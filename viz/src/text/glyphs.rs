//! The characters that boxes and arrows are made of.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::phrase;

/// A set of characters; every one but the arrows and the ellipsis is one column wide.
#[derive(Debug)]
pub struct Glyphs {
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    /// Where the transitions leave a box.
    pub stem: &'static str,
    /// A transition with others below it.
    pub branch: &'static str,
    /// The last transition.
    pub last_branch: &'static str,
    /// The head of a transition to a later state.
    pub onward: &'static str,
    /// The head of a transition back to this state or one before.
    pub back: &'static str,
    pub gained: &'static str,
    pub let_go: &'static str,
    pub ellipsis: &'static str,
    ascii: bool,
}

const UNICODE: Glyphs = Glyphs {
    horizontal: "─",
    vertical: "│",
    top_left: "╭",
    top_right: "╮",
    bottom_left: "╰",
    bottom_right: "╯",
    stem: "┬",
    branch: "├",
    last_branch: "╰",
    onward: "─→",
    back: "─↺",
    gained: "+",
    let_go: "−",
    ellipsis: "…",
    ascii: false,
};

const ASCII: Glyphs = Glyphs {
    horizontal: "-",
    vertical: "|",
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    stem: "+",
    branch: "+",
    last_branch: "+",
    onward: "->",
    back: "-^",
    gained: "+",
    let_go: "-",
    ellipsis: "...",
    ascii: true,
};

impl Glyphs {
    pub fn of(ascii: bool) -> &'static Self {
        if ascii { &ASCII } else { &UNICODE }
    }

    /// The text as it can be printed: no control characters, and in ASCII no punctuation of ours.
    pub fn say(&self, text: &str) -> String {
        let text = phrase::printable(text);
        match self.ascii {
            true => text.replace('…', "...").replace(['–', '−'], "-"),
            false => text,
        }
    }

    /// The text as it can be printed in so many columns, its end cut off if need be.
    pub fn cut(&self, text: &str, columns: usize) -> String {
        let text = self.say(text);
        if text.width() <= columns {
            return text;
        }
        let room = columns.saturating_sub(self.ellipsis.width());
        let mut kept = String::new();
        let mut width = 0;
        for c in text.chars() {
            width += c.width().unwrap_or(0);
            if width > room {
                break;
            }
            kept.push(c);
        }
        kept.truncate(kept.trim_end().len());
        kept + self.ellipsis
    }
}
