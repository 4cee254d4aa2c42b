//! The words for lines and conditions, wherever a machine is told.

use crate::model::{Condition, LineRange};

/// Lines of the source: `line 18`, `lines 16–19, 22`; empty when there are none.
pub fn lines(ranges: &[LineRange]) -> String {
    let each: Vec<_> = ranges
        .iter()
        .map(|LineRange { start, end }| match start == end {
            true => start.to_string(),
            false => format!("{start}–{end}"),
        })
        .collect();
    match ranges {
        [] => String::new(),
        [one] if one.start == one.end => format!("line {}", one.start),
        _ => format!("lines {}", each.join(", ")),
    }
}

/// What has to hold, in the order of the decisions and in the words of the source.
pub fn conditions(conditions: &[Condition]) -> String {
    let texts: Vec<_> = conditions.iter().map(|one| one.text.as_str()).collect();
    texts.join(" then ")
}
