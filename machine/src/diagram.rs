//! A machine as text for a documentation page: what `#[pinata::desugar(diagram)]` adds.
//!
//! ```text
//! AwaitConnect          line 18: TcpStream::connect((host, port))
//! │ holds path, host
//! ├─▶ AwaitWriteAll     lines 18–20
//! ╰─▶ Returned          line 18: ? returns
//! ```
//!
//! Text, because rustdoc runs no Mermaid, an SVG would need a layout and fonts in everybody's
//! build, and because an editor that shows documentation beside the code shows text best.

use crate::model::{LocalId, Machine, StateId, StateKind, Transition};
use crate::phrase;

/// The longest awaited expression, and the longest condition, in characters.
const LONGEST: usize = 56;
/// The longest list of names, in characters.
const WIDEST: usize = 76;

/// The paragraphs that are added to the documentation of a function.
pub fn documentation(machine: &Machine) -> String {
    format!("\n\nThe state machine of this function:\n\n```text\n{}```\n", draw(machine))
}

/// Each state with what it holds and where it leads to.
fn draw(machine: &Machine) -> String {
    let names = machine.states.iter().map(|state| state.name.chars().count());
    // The widest arrow and the gap behind the name.
    let column = names.max().unwrap_or(0) + 7;
    let leaving = |id: usize| machine.transitions.iter().filter(move |one| one.from == StateId(id));
    let states: Vec<_> = machine
        .states
        .iter()
        .enumerate()
        .filter_map(|(id, state)| {
            let about = match &state.kind {
                StateKind::Unresumed => "called, not polled yet".to_owned(),
                StateKind::Suspended { awaits, line, .. } => format!("line {line}: {awaits}"),
                // They are where arrows end.
                StateKind::Returned | StateKind::Panicked => return None,
            };
            let mut lines = vec![format!("{:<column$}{}", state.name, cut(&about, LONGEST))];
            let held = state.held.iter().map(|held| name(machine, held.local));
            let held: Vec<_> = held.collect();
            if !held.is_empty() {
                lines.push(cut(&format!("│ holds {}", held.join(", ")), WIDEST));
            }
            let last = leaving(id).count();
            for (index, way) in leaving(id).enumerate() {
                let branch = if index + 1 == last { "╰─▶" } else { "├─▶" };
                let to = format!("{branch} {}", machine.states[way.to.0].name);
                lines.push(format!("{to:<column$}{}", reason(way)).trim_end().to_owned());
            }
            Some(lines.join("\n") + "\n")
        })
        .collect();
    states.join("\n")
}

fn name(machine: &Machine, local: LocalId) -> &str {
    &machine.locals[local.0].name
}

/// The lines that run, and what has to hold for that.
fn reason(way: &Transition) -> String {
    let parts = [phrase::lines(&way.lines), cut(&phrase::conditions(&way.conditions), LONGEST)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// The text, on one line and not too long. What could end the block of text in the page is not
/// part of it.
fn cut(text: &str, longest: usize) -> String {
    let text: String =
        text.chars().map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    match text.chars().count() > longest {
        true => text.chars().take(longest - 1).chain(['…']).collect(),
        false => text,
    }
}
