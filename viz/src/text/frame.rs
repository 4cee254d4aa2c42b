//! A box around lines: its name on the top edge, a place for a stem on the bottom one.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::glyphs::Glyphs;
use super::line::Line;

/// What the frame adds to the width of its content: an edge and a space on both sides.
pub const MARGIN: usize = 4;

/// What is written on the frame, and how.
pub struct Frame<'a> {
    /// On the top edge, to the left; cut if need be.
    pub name: &'a str,
    /// On the top edge, to the right; may be empty.
    pub place: &'a str,
    /// Whether transitions leave the bottom edge.
    pub has_stem: bool,
    /// The colour of the edges.
    pub style: Style,
}

/// Draws a box that is `inner` columns wide inside.
pub fn enclose(content: &[Line], frame: &Frame, inner: usize, glyphs: &Glyphs) -> Vec<Line> {
    let wall = Line::new().with(frame.style, glyphs.vertical);
    let walled = content.iter().map(|line| {
        let line = Line::plain(" ").join(line).pad(inner + 2);
        wall.clone().join(&line).join(&wall)
    });
    let mut lines = vec![ceiling(frame, inner, glyphs)];
    lines.extend(walled);
    lines.push(floor(frame, inner, glyphs));
    lines
}

/// `╭─ AwaitConnect ───── line 13 ─╮`
fn ceiling(frame: &Frame, inner: usize, glyphs: &Glyphs) -> Line {
    let rule = glyphs.horizontal;
    let place = match frame.place {
        "" => String::new(),
        place => format!(" {place} {rule}"),
    };
    let left = format!("{}{rule} ", glyphs.top_left);
    let right = format!("{place}{}", glyphs.top_right);
    // A space and at least one piece of the rule stand between the name and the place.
    let room = (inner + MARGIN).saturating_sub(left.width() + 2 + right.width());
    let name = glyphs.cut(frame.name, room);
    let rules = rule.repeat(room - name.width() + 1);
    Line::new()
        .with(frame.style, &left)
        .with(frame.style.bold(), &name)
        .with(frame.style, &format!(" {rules}{right}"))
}

/// `╰─┬────────────────────────────╯`
fn floor(frame: &Frame, inner: usize, glyphs: &Glyphs) -> Line {
    let rule = glyphs.horizontal;
    let stem = if frame.has_stem { glyphs.stem } else { rule };
    let edge = [glyphs.bottom_left, rule, stem, &rule.repeat(inner), glyphs.bottom_right];
    Line::new().with(frame.style, &edge.concat())
}
