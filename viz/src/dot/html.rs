//! The few HTML-like elements that Graphviz knows, and the text in them.

use super::palette;
use crate::phrase;

/// For sentences, which is what a graph has by default, or for what stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Sans,
    Code,
}

/// Text that Graphviz prints as it is, cut after so many characters.
pub fn escaped(text: &str, longest: usize) -> String {
    let text = phrase::printable(text);
    let cut = match text.chars().count() > longest {
        true => text.chars().take(longest - 1).chain(['…']).collect(),
        false => text,
    };
    cut.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text in a colour and a size. Graphviz refuses the element when it is empty.
pub fn font(color: &str, size: u8, face: Face, content: &str) -> String {
    let face = match face {
        _ if content.is_empty() => return String::new(),
        Face::Sans => String::new(),
        Face::Code => format!(r#" face="{}""#, palette::CODE),
    };
    format!(r#"<font color="{color}" point-size="{size}"{face}>{content}</font>"#)
}

/// A cell with its content to the left.
pub fn cell(attributes: &str, content: &str) -> String {
    let gap = if attributes.is_empty() { "" } else { " " };
    format!(r#"<td align="left"{gap}{attributes}>{content}</td>"#)
}

/// A row of cells, on a line of its own.
pub fn row(cells: &str) -> String {
    format!("\n<tr>{cells}</tr>")
}

/// A table whose rows are each on a line of their own.
pub fn table(attributes: &str, rows: &str) -> String {
    format!("<table cellspacing=\"0\" {attributes}>{rows}\n</table>")
}

/// Lines under each other, all to the left.
pub fn lines(lines: &[String]) -> String {
    match lines {
        [one] => one.clone(),
        _ => lines.iter().map(|line| format!(r#"{line}<br align="left"/>"#)).collect(),
    }
}
