//! A machine as a textbook would write it: an enum of states, and `poll` as a loop.
//!
//! It says which code runs where, and does not compile: the types are those that the source
//! writes, code is quoted in comments, and `when!` stands for what the source decides.

use std::collections::HashSet;
use std::fmt::Write;

use pinata_machine::Found;
use pinata_machine::model::{
    Condition, LineRange, LocalId, LocalKind, Machine, State, StateId, StateKind, Transition,
};

use crate::phrase;

/// Names for what has none are not longer than this.
const LONGEST: usize = 32;
/// Where the code of an arm stands.
const ARM: &str = "                    ";

/// Writes a machine down; `source` is the whole file.
pub fn write(found: &Found, source: &str) -> String {
    let machine = &found.machine;
    let book = Book { machine, fields: fields(machine), source: source.lines().collect() };
    let name = type_name(&machine.name);
    let mut text = format!(
        "// {}, {}\n// {}\n",
        phrase::printable(&found.path),
        phrase::lines(&[machine.lines]),
        phrase::printable(&machine.signature),
    );
    text += &format!("enum {name} {{\n");
    for state in &machine.states {
        text += &book.variant(state);
    }
    text += &format!("}}\n\nimpl Future for {name} {{\n");
    text += &format!("    type Output = {};\n\n", output(machine));
    text += "    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {\n";
    text += "        loop {\n            match *self {\n";
    for id in 0..machine.states.len() {
        text += &book.arm(StateId(id));
    }
    text + "            }\n        }\n    }\n}\n"
}

struct Book<'a> {
    machine: &'a Machine,
    /// By local, what its field is called.
    fields: Vec<String>,
    source: Vec<&'a str>,
}

impl Book<'_> {
    fn state(&self, id: StateId) -> &State {
        &self.machine.states[id.0]
    }

    fn field(&self, id: LocalId) -> &str {
        &self.fields[id.0]
    }

    /// The variant of a state, with what it holds and why.
    fn variant(&self, state: &State) -> String {
        let mut text = String::new();
        if let StateKind::Suspended { line, .. } = state.kind {
            let rests = phrase::printable(&phrase::resting(&state.kind));
            let _ = writeln!(text, "    // line {line}: {rests}");
        }
        let is_final = matches!(state.kind, StateKind::Returned | StateKind::Panicked);
        if is_final || state.held.is_empty() && !is_suspended(state) {
            let _ = writeln!(text, "    {},", state.name);
            return text;
        }
        let _ = writeln!(text, "    {} {{", state.name);
        for held in &state.held {
            let local = &self.machine.locals[held.local.0];
            let ty = match local.ty.as_deref() {
                Some(ty) => phrase::printable(ty),
                None => "_".to_owned(),
            };
            let why: Vec<_> = held.why.iter().map(phrase::why).collect();
            let what = match local.kind {
                LocalKind::Temporary => format!("`{}`, ", phrase::printable(&local.name)),
                _ => String::new(),
            };
            let field = self.field(held.local);
            let _ = writeln!(text, "        {field}: {ty}, // {what}{}", why.join(", "));
        }
        if is_suspended(state) {
            text += "        awaitee: impl Future,\n";
        }
        text += "    },\n";
        text
    }

    /// A state with what it holds: `Self::AwaitRead { socket, awaitee }`.
    fn pattern(&self, state: &State, awaitee: &str) -> String {
        let mut fields: Vec<_> =
            state.held.iter().map(|held| self.field(held.local).to_owned()).collect();
        if is_suspended(state) {
            fields.push(awaitee.to_owned());
        }
        match fields.is_empty() {
            true => format!("Self::{}", state.name),
            false => format!("Self::{} {{ {} }}", state.name, fields.join(", ")),
        }
    }

    /// What `poll` does in a state.
    fn arm(&self, id: StateId) -> String {
        let state = self.state(id);
        let what = phrase::kind(self.machine.kind);
        match state.kind {
            StateKind::Returned => {
                return format!(
                    "                Self::Returned => panic!(\"`{what}` resumed after completion\"),\n"
                );
            }
            StateKind::Panicked => {
                return format!(
                    "                Self::Panicked => panic!(\"`{what}` resumed after panicking\"),\n"
                );
            }
            StateKind::Unresumed | StateKind::Suspended { .. } => {}
        }
        let mut text = format!("                {} => {{\n", self.pattern(state, "awaitee"));
        if let StateKind::Suspended { line, .. } = state.kind {
            let _ = writeln!(text, "{ARM}let output = ready!(awaitee.poll(cx)); // line {line}");
        }
        text += &self.ways(id);
        text + "                }\n"
    }

    /// The ways on from a state; what nothing decides comes last.
    fn ways(&self, from: StateId) -> String {
        let leaving = self.machine.transitions.iter().filter(|way| way.from == from);
        let (open, decided): (Vec<_>, Vec<_>) = leaving.partition(|way| way.conditions.is_empty());
        if decided.is_empty() {
            return open.iter().map(|way| self.way(way, ARM)).collect();
        }
        let mut text = String::new();
        for (index, way) in decided.iter().chain(&open).enumerate() {
            let otherwise = if index == 0 { ARM } else { " else " };
            let when = match &*way.conditions {
                [] => String::new(),
                conditions => format!("if {} ", when(conditions)),
            };
            let _ = writeln!(text, "{otherwise}{when}{{");
            text += &self.way(way, &format!("{ARM}    "));
            text += &format!("{ARM}}}");
        }
        text + "\n"
    }

    /// The code of a segment, and the state that it leads to.
    fn way(&self, way: &Transition, indent: &str) -> String {
        let mut text = String::new();
        if !way.lines.is_empty() {
            let _ = writeln!(text, "{indent}// {}", phrase::lines(&way.lines));
        }
        for range in &way.lines {
            for line in self.quoted(*range) {
                let _ = writeln!(text, "{indent}//     {line}");
            }
        }
        let to = self.state(way.to);
        match &to.kind {
            StateKind::Returned => {
                let _ = writeln!(text, "{indent}self.set(Self::Returned);");
                let _ = writeln!(text, "{indent}return Poll::Ready(value);");
            }
            kind => {
                let awaitee = match kind {
                    StateKind::Suspended { awaits, .. } => {
                        format!("awaitee: {}", phrase::printable(awaits))
                    }
                    _ => String::new(),
                };
                let _ = writeln!(text, "{indent}self.set({});", self.pattern(to, &awaitee));
            }
        }
        text
    }

    /// Lines of the source, without what indents all of them.
    fn quoted(&self, range: LineRange) -> Vec<String> {
        let last = range.end.min(self.source.len());
        let lines = self.source.get(range.start.saturating_sub(1)..last).unwrap_or_default();
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min();
        let cut = lines.iter().map(|line| line.get(shared.unwrap_or(0)..).unwrap_or_default());
        cut.map(|line| phrase::printable(line.trim_end())).collect()
    }
}

fn is_suspended(state: &State) -> bool {
    matches!(state.kind, StateKind::Suspended { .. })
}

/// Conditions in the words of the source, as tokens if that is what they are.
fn when(conditions: &[Condition]) -> String {
    let text = phrase::printable(&phrase::conditions(conditions));
    match text.parse::<proc_macro2::TokenStream>() {
        Ok(_) => format!("when!({text})"),
        Err(_) => format!("when!({text:?})"),
    }
}

/// `Client::request` is `ClientRequest`, a block is named after its line.
fn type_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        first.chain(chars).collect::<String>()
    });
    words.collect()
}

/// What stands behind the arrow of the signature.
fn output(machine: &Machine) -> String {
    let after = machine.signature.rsplit_once("->").map(|(_, output)| output);
    let output = after.and_then(|output| output.split(" where ").next());
    match output.map(str::trim) {
        Some(output) if !output.is_empty() => phrase::printable(output),
        _ if machine.signature.starts_with("async fn") || machine.signature.contains(" fn ") => {
            "()".to_owned()
        }
        _ => "_".to_owned(),
    }
}

/// A field for each local: its name if that is one, else words of its expression.
fn fields(machine: &Machine) -> Vec<String> {
    let mut taken = HashSet::from(["awaitee".to_owned()]);
    let fields = machine.locals.iter().map(|local| {
        let words = local.name.split(|c: char| !c.is_alphanumeric() && c != '_');
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let name = match &*words.join("_") {
            "self" => "this".to_owned(),
            "" => "value".to_owned(),
            name => name.chars().take(LONGEST).collect(),
        };
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| taken.insert(name.clone())).unwrap_or(name)
    });
    fields.collect()
}
