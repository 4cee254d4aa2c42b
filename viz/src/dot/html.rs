//! The few HTML-like elements that Graphviz knows, and the text in them.

use crate::phrase;

/// Text that Graphviz prints as it is, cut after so many characters.
pub fn escaped(text: &str, longest: usize) -> String {
    let text = phrase::printable(text);
    let cut = match text.chars().count() > longest {
        true => text.chars().take(longest - 1).chain(['…']).collect(),
        false => text,
    };
    cut.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Text in a colour, a size and a font. Graphviz refuses the element when it is empty.
pub fn font(color: &str, size: u8, face: &str, content: &str) -> String {
    match content {
        "" => String::new(),
        _ => format!(r#"<font color="{color}" point-size="{size}" face="{face}">{content}</font>"#),
    }
}

/// A cell with its content to the left.
pub fn cell(attributes: &str, content: &str) -> String {
    format!(r#"<td align="left" {attributes}>{content}</td>"#)
}

pub fn row(cells: &str) -> String {
    format!("\n<tr>{cells}</tr>")
}

pub fn table(attributes: &str, rows: &str) -> String {
    format!("<table cellspacing=\"0\" {attributes}>{rows}\n</table>")
}

/// Lines under each other, all to the left.
pub fn lines(lines: &[String]) -> String {
    match lines {
        [one] => one.clone(),
        _ => lines
            .iter()
            .map(|line| format!(r#"{line}<br align="left"/>"#))
            .collect(),
    }
}
