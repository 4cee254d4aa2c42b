//! A machine as text, as short as it gets.

use std::fmt::Write;

use pinata_machine::Found;
use pinata_machine::model::{LineRange, Machine, StateKind, Why};

pub fn sketch(found: &Found) -> String {
    let machine = &found.machine;
    let mut text = format!("{}: {}\n", found.path, machine.signature);
    for refusal in &machine.refusals {
        let _ = writeln!(text, "! {}:{} {}", refusal.line, refusal.column, refusal.message);
    }
    for (index, state) in machine.states.iter().enumerate() {
        let _ = match &state.kind {
            StateKind::Suspended { awaits, line, column, .. } => {
                writeln!(text, "{} ({awaits}) {line}:{column}", state.name)
            }
            _ => writeln!(text, "{}", state.name),
        };
        for held in &state.held {
            let local = &machine.locals[held.local.0];
            let ty = local.ty.as_ref().map(|ty| format!(": {ty}")).unwrap_or_default();
            let why: Vec<_> = held.why.iter().map(why).collect();
            let _ = writeln!(text, "    {}{ty} {}", local.name, why.join(", "));
        }
        text.push_str(&ways(machine, index));
    }
    text
}

fn ways(machine: &Machine, from: usize) -> String {
    let mut text = String::new();
    for transition in machine.transitions.iter().filter(|one| one.from.0 == from) {
        let to = &machine.states[transition.to.0].name;
        let lines: Vec<_> = transition.lines.iter().map(range).collect();
        let conditions = transition.conditions.iter();
        let conditions: Vec<_> =
            conditions.map(|one| format!("[{} @{}]", one.text, one.line)).collect();
        let _ = write!(text, "    -> {to} {{{}}} {}", lines.join(" "), conditions.join(" "));
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn range(range: &LineRange) -> String {
    match range.start == range.end {
        true => range.start.to_string(),
        false => format!("{}-{}", range.start, range.end),
    }
}

fn why(why: &Why) -> String {
    match why {
        Why::Used { line } => format!("used@{line}"),
        Why::Borrowed { line } => format!("borrowed@{line}"),
        Why::Dropped { line } => format!("dropped@{line}"),
    }
}
