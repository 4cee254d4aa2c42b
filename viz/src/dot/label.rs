//! The words beside the states: the title above them, on an arrow, in a note.

use pinata_machine::model::{Loop, Machine, Transition};

use super::html::Face::{Code, Sans};
use super::html::{cell, escaped, font, lines, row, table};
use super::palette::{self, INK, QUIET};
use crate::phrase;

/// The most characters of a condition. All of it is in the other formats.
const LONGEST_CONDITION: usize = 44;
/// The columns of a sentence, and of a signature.
const SENTENCE: usize = 52;
const SIGNATURE: usize = 84;

/// The path, the size and the signature of a machine.
pub fn title(path: &str, machine: &Machine) -> String {
    let place = phrase::lines(&[machine.lines]);
    let facts = format!("{place}, {}", phrase::summary(machine));
    let name = format!("<b>{}</b>", escaped(path, SIGNATURE));
    let options = textwrap::Options::new(SIGNATURE).subsequent_indent("    ");
    let signature: Vec<_> = textwrap::wrap(&machine.signature, options)
        .iter()
        .map(|part| font(QUIET, 11, Code, &escaped(part, SIGNATURE)))
        .collect();
    let rows = [
        row(&cell("", &font(INK, 20, Sans, &name))),
        row(&cell("", &lines(&signature))),
        row(&cell("", &font(QUIET, 11, Sans, &escaped(&facts, SIGNATURE)))),
    ];
    table(r#"border="0" cellborder="0" cellpadding="2""#, &rows.concat())
}

/// All that leads from one state to another: conditions before lines, a rule between one way
/// and the next.
pub fn transitions(transitions: &[&Transition]) -> String {
    let ways: Vec<_> = transitions
        .iter()
        .map(|transition| {
            let conditions = transition.conditions.iter();
            let mut said: Vec<_> = conditions
                .map(|one| font(INK, 10, Code, &escaped(&one.text, LONGEST_CONDITION)))
                .collect();
            let place = escaped(&phrase::lines(&transition.lines), LONGEST_CONDITION);
            said.push(font(QUIET, 10, Sans, &place));
            row(&cell("", &lines(&said)))
        })
        .collect();
    let frame = format!(r#"border="0" cellborder="0" cellpadding="5" color="{}""#, palette::RULE);
    table(&frame, &ways.join("\n<hr/>"))
}

/// What stands before the brace of a loop.
pub fn head(one: &Loop) -> String {
    let head = match &one.label {
        Some(label) => format!("{label}: {}", one.head),
        None => one.head.clone(),
    };
    font(palette::LOOP, 11, Code, &escaped(&head, SENTENCE))
}

/// What `#[pinata::desugar]` says about the function.
pub fn refusals(machine: &Machine) -> String {
    let headline = "<b>#[pinata::desugar] refuses this function</b>";
    let mut rows = row(&cell(r#"colspan="2""#, &font(INK, 11, Sans, headline)));
    for refusal in &machine.refusals {
        let place = format!("{}:{}", refusal.line, refusal.column);
        let message: Vec<_> = textwrap::wrap(&refusal.message, SENTENCE)
            .iter()
            .map(|part| font(INK, 11, Sans, &escaped(part, SENTENCE)))
            .collect();
        rows += &row(&[
            cell(r#"valign="top""#, &font(QUIET, 11, Sans, &place)),
            cell("", &lines(&message)),
        ]
        .concat());
    }
    let frame = format!(
        r#"border="1" cellborder="0" cellpadding="4" color="{}" bgcolor="{}""#,
        palette::NOTE_EDGE,
        palette::NOTE,
    );
    table(&frame, &rows)
}
