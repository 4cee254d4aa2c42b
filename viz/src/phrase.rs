//! The words that every drawing uses for the same thing.

use std::collections::{HashMap, HashSet};

use pinata_machine::model::{
    Local, LocalId, LocalKind, Machine, MachineKind, State, StateKind, Why,
};
pub use pinata_machine::phrase::{conditions, lines};

/// The name of a local, with its line where another held local has the same name:
/// `buffer`, `buffer (line 13)`.
pub fn local(machine: &Machine, id: LocalId) -> String {
    Names::of(machine).local(id)
}

/// The names of all locals, for drawings that ask often.
pub struct Names<'m> {
    machine: &'m Machine,
    /// By name, the held locals that have it.
    held: HashMap<&'m str, HashSet<LocalId>>,
}

impl<'m> Names<'m> {
    /// Collects the names of a machine.
    pub fn of(machine: &'m Machine) -> Self {
        let mut held: HashMap<&str, HashSet<LocalId>> = HashMap::new();
        for one in machine.states.iter().flat_map(|state| &state.held) {
            held.entry(&machine.locals[one.local.0].name).or_default().insert(one.local);
        }
        Self { machine, held }
    }

    /// The same as [`local`].
    pub fn local(&self, id: LocalId) -> String {
        let local = &self.machine.locals[id.0];
        let mut others = self.held.get(&*local.name).into_iter().flatten();
        match others.any(|other| *other != id) {
            true => format!("{} (line {})", local.name, local.line),
            false => local.name.clone(),
        }
    }
}

/// The type of a local as far as the source tells.
pub fn type_of(local: &Local) -> &str {
    match (&local.ty, local.kind) {
        (Some(ty), _) => ty,
        (None, LocalKind::Temporary) => "(temporary)",
        (None, LocalKind::Captured) => "(captured)",
        (None, LocalKind::Parameter | LocalKind::Binding) => "",
    }
}

/// What a machine is the machine of, as rustc names it.
pub fn kind(kind: MachineKind) -> &'static str {
    match kind {
        MachineKind::Function => "async fn",
        MachineKind::Block => "async block",
        MachineKind::Closure => "async closure",
    }
}

/// Why a local is held: `used at line 19`.
pub fn why(why: &Why) -> String {
    match why {
        Why::Used { line } => format!("used at line {line}"),
        Why::Borrowed { line } => format!("borrowed at line {line}"),
        Why::Dropped { line } => format!("dropped at line {line}"),
    }
}

/// What a state costs, as far as the types as written tell: `holds 34 bytes`.
pub fn cost(machine: &Machine, state: &State) -> Option<String> {
    let sizes = state.held.iter().map(|held| machine.locals[held.local.0].bytes);
    let (known, unknown): (Vec<_>, Vec<_>) = sizes.partition(Option::is_some);
    let bytes: u64 = known.iter().flatten().sum();
    match (known.len(), unknown.len()) {
        (0, _) => None,
        (_, 0) => Some(format!("holds {bytes} bytes")),
        (_, rest) => Some(format!("holds {bytes} bytes, and {} more", counted(rest, "local"))),
    }
}

/// What a machine does in a state: the awaited expression, or what the reserved states mean.
pub fn resting(kind: &StateKind) -> String {
    match kind {
        StateKind::Unresumed => "called, not polled yet".to_owned(),
        StateKind::Suspended { awaits, in_macro: true, .. } => awaits.clone(),
        StateKind::Suspended { awaits, .. } => format!("{awaits}.await"),
        StateKind::Returned => "finished, the value is out".to_owned(),
        StateKind::Panicked => "a panic went through a poll".to_owned(),
    }
}

/// The size of a machine in one line: `3 suspension points, at most 4 locals held`.
pub fn summary(machine: &Machine) -> String {
    let points = machine
        .states
        .iter()
        .filter(|state| matches!(state.kind, StateKind::Suspended { .. }))
        .count();
    let most = machine.states.iter().map(|state| state.held.len()).max();
    let held = match most.unwrap_or(0) {
        0 => "nothing held".to_owned(),
        most => format!("at most {} held", counted(most, "local")),
    };
    format!("{}, {held}", counted(points, "suspension point"))
}

/// `no suspension points`, `1 suspension point`, `2 suspension points`.
pub fn counted(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// The text with what a terminal or an SVG reader could take for a command made visible.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
