//! What is written on an arrow: the conditions that choose it, and the lines that run.

use pinata_machine::model::Transition;

use super::font::{Face, Text};
use crate::phrase;

const CONDITION: f64 = 11.5;
const LINES: f64 = 11.0;
/// The widest condition, in pixels.
const WIDEST: f64 = 250.0;
/// The most lines of one label.
const MOST: usize = 6;
/// How far one line is below the other.
pub const LEADING: f64 = 15.0;
/// Between the text and the edge of its box.
pub const PADDING: f64 = 5.0;

/// Lines of text, one below the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Label {
    /// What is to be read.
    pub lines: Vec<Text>,
    /// All of it, where something had to be left out.
    pub whole: Option<String>,
}

impl Label {
    /// All that leads from one state to another: conditions before lines, one way after the
    /// other.
    pub fn of(transitions: &[&Transition]) -> Self {
        let mut lines: Vec<Text> = Vec::new();
        for transition in transitions {
            let conditions = transition.conditions.iter().filter(|one| !one.text.is_empty());
            lines.extend(conditions.map(|one| condition(&one.text)));
            let place = phrase::lines(&transition.lines);
            if !place.is_empty() {
                lines.push(Text::new(&place, Face::Sans, LINES, WIDEST));
            }
        }
        lines.dedup();
        let mut whole = None;
        if lines.len() > MOST {
            let all: Vec<_> = lines.iter().map(|line| line.content.as_str()).collect();
            whole = Some(all.join("\n"));
            let rest = format!("… and {} lines more", lines.len() - MOST + 1);
            lines.truncate(MOST - 1);
            lines.push(Text::new(&rest, Face::Sans, LINES, WIDEST));
        }
        Self { lines, whole }
    }

    /// A few words.
    pub fn words(words: &str) -> Self {
        Self { lines: vec![Text::new(words, Face::Sans, LINES, WIDEST)], whole: None }
    }

    /// How wide and high its box is; nothing when there is nothing to say.
    pub fn size(&self) -> (f64, f64) {
        if self.lines.is_empty() {
            return (0.0, 0.0);
        }
        let widest = self.lines.iter().map(|line| line.width).fold(0.0, f64::max);
        ((widest + 2.0 * PADDING).ceil(), LEADING * self.lines.len() as f64 + PADDING)
    }
}

/// A condition. `while let … ends` and `while let …` are different even when they are cut.
fn condition(text: &str) -> Text {
    let end = [" ends", " =>"].into_iter().find(|end| text.ends_with(end)).unwrap_or("");
    Text::ending(text, end, Face::Code, CONDITION, WIDEST)
}
