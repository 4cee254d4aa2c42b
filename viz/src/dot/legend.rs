//! What the colours and signs of the picture mean.

use pinata_machine::model::Why;

use super::html::Face::{Code, Sans};
use super::html::{cell, font, row, table};
use super::palette::{self, INK, PAPER, QUIET, RULE};

/// The arrows, then the locals.
pub fn legend() -> String {
    let arrows = [
        entry("→", palette::ONWARD, "goes on"),
        entry("⇢", palette::LOOP, "loops back"),
        entry("→", palette::RETURN, "returns"),
    ];
    let why = |why: Why, meaning| {
        let (sign, color) = palette::why(&why);
        entry(sign, color, meaning)
    };
    let locals = [
        why(Why::Used { line: 0 }, "used later"),
        why(Why::Borrowed { line: 0 }, "borrowed"),
        why(Why::Dropped { line: 0 }, "dropped later"),
        cell(
            &format!(r#"bgcolor="{}""#, palette::GAINED),
            &(font(palette::PLUS, 11, Code, "+ ") + &font(INK, 11, Sans, "gained")),
        ),
        cell("", &font(QUIET, 11, Code, "− <s>let go</s>")),
        entry("▲", palette::HAZARD, "dear to hold"),
    ];
    let rows = row(&[arrows.concat(), locals.concat()].join("<vr/>"));
    table(
        &format!(r#"border="1" cellborder="0" cellpadding="6" color="{RULE}" bgcolor="{PAPER}""#),
        &rows,
    )
}

fn entry(sign: &str, color: &str, meaning: &str) -> String {
    cell("", &(font(color, 12, Code, sign) + &font(INK, 11, Sans, &format!(" {meaning}"))))
}
