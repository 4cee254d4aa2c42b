//! A machine as a `stateDiagram-v2` for Mermaid, which pastes into a README.
//!
//! A state is described line by line: its name, what it waits for, what it holds. Loops are no
//! composite states: Mermaid draws no transition from within one of them into another.

use std::fmt::Write;

use pinata_machine::model::{Machine, StateId, StateKind};

use crate::changes::changes;
use crate::graph::{self, StateGraph};
use crate::phrase::Names;
use crate::{Found, phrase};

/// How much of a line is shown.
const LONGEST: usize = 72;

/// Draws one machine.
pub fn render(found: &Found) -> String {
    let Found { path, machine, .. } = found;
    let (graph, names) = (graph::connect(machine), Names::of(machine));
    let mut text = format!("---\ntitle: {}\n---\nstateDiagram-v2\n", quoted(path));
    for id in graph::drawn(machine) {
        for line in description(machine, &graph, &names, id) {
            let _ = writeln!(text, "    s{} : {}", id.0, escaped(&line));
        }
    }
    let _ = writeln!(text, "    [*] --> s0");
    for transition in &machine.transitions {
        let (from, to) = (transition.from.0, transition.to.0);
        let lines = phrase::lines(&transition.lines);
        let conditions = phrase::conditions(&transition.conditions);
        let label: Vec<_> =
            [conditions, lines].into_iter().filter(|part| !part.is_empty()).collect();
        let _ = match &*label.join(", ") {
            "" => writeln!(text, "    s{from} --> s{to}"),
            label => writeln!(text, "    s{from} --> s{to} : {}", escaped(label)),
        };
    }
    for (id, state) in machine.states.iter().enumerate() {
        if state.kind == StateKind::Returned {
            let _ = writeln!(text, "    s{id} --> [*]");
        }
    }
    text
}

/// What stands in a state, from top to bottom.
fn description(machine: &Machine, graph: &StateGraph, names: &Names, id: StateId) -> Vec<String> {
    let state = &machine.states[id.0];
    let mut lines = vec![state.name.clone()];
    let resting = phrase::resting(&state.kind);
    lines.push(match state.kind {
        StateKind::Suspended { line, .. } => format!("line {line}: {resting}"),
        _ => resting,
    });
    let changes = changes(machine, graph, id);
    for held in &state.held {
        let mark = if changes.gained.contains(&held.local) { "+ " } else { "" };
        let ty = match phrase::type_of(&machine.locals[held.local.0]) {
            "" => String::new(),
            ty => format!(": {ty}"),
        };
        let why: Vec<_> = held.why.iter().map(phrase::why).collect();
        let name = names.local(held.local);
        lines.push(format!("{mark}{name}{ty}, {}", why.join(", ")));
    }
    let gone: Vec<_> = changes.let_go.iter().map(|&local| names.local(local)).collect();
    if !gone.is_empty() {
        lines.push(format!("− {}", gone.join(", ")));
    }
    lines
}

/// Text that Mermaid shows as it is: what could mean anything to it, or to HTML, is written as
/// a number.
fn escaped(text: &str) -> String {
    let text = phrase::printable(text);
    let is_cut = text.chars().count() > LONGEST;
    let kept = text.chars().take(if is_cut { LONGEST - 1 } else { LONGEST });
    let escaped: String = kept
        .map(|c| match c {
            c if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '_' | '(' | ')') => {
                format!("#{};", u32::from(c))
            }
            c => c.to_string(),
        })
        .collect();
    let end = if is_cut { "…" } else { "" };
    // An empty description would be none.
    match escaped.trim() {
        "" => "#160;".to_owned(),
        text => format!("{text}{end}"),
    }
}

/// A string of YAML, which the title is.
fn quoted(text: &str) -> String {
    let text = phrase::printable(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}
