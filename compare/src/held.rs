//! Lays what a state holds in the source beside what rustc saved in it, and says why they differ.

use pinata_compiled::coroutine::{Saved, SavedKind};
use pinata_machine::model::{Held, Local, LocalKind, Machine, Why};

use crate::model::{HeldPair, Reason, SavedBytes};

/// Pairs what is held: first what has the same name, then what has none, in order.
///
/// `line` is where the machine rests. The awaitee is no local.
pub fn pair(machine: &Machine, held: &[Held], saved: &[Saved], line: usize) -> Vec<HeldPair> {
    let mut saved: Vec<&Saved> =
        saved.iter().filter(|one| one.kind != SavedKind::Awaitee).collect();
    let mut ours: Vec<(&Held, Option<&Saved>)> = Vec::new();
    for one in held {
        let local = &machine.locals[one.local.0];
        let is_same = |saved: &&Saved| {
            local.kind != LocalKind::Temporary && saved.name.as_deref() == Some(&local.name)
        };
        let at = saved.iter().position(is_same);
        ours.push((one, at.map(|at| saved.remove(at))));
    }
    // A temporary has the name of its expression on one side, and on the other one that rustc made
    // up, such as `iter` for the iterator of a `for`, or else none.
    for has_name in [true, false] {
        for (one, theirs) in ours.iter_mut().filter(|(_, theirs)| theirs.is_none()) {
            let local = &machine.locals[one.local.0];
            // An item that nobody looks at is never given a name.
            if !may_be_nameless(local) || has_name && local.name == "_" {
                continue;
            }
            let at = saved
                .iter()
                .position(|saved| saved.name.is_some() == has_name && is_made_up(machine, saved));
            *theirs = at.map(|at| saved.remove(at));
        }
    }
    let ours = ours.into_iter().map(|(held, saved)| HeldPair {
        name: machine.locals[held.local.0].name.clone(),
        local: Some(held.local),
        saved: saved.map(bytes),
        reason: saved.is_none().then(|| only_in_source(machine, held, line)),
    });
    let theirs = saved.iter().map(|saved| HeldPair {
        name: saved.name.clone().or_else(|| saved.ty.clone()).unwrap_or_default(),
        local: None,
        saved: Some(bytes(saved)),
        reason: Some(only_in_rustc(machine, saved, line)),
    });
    ours.chain(theirs.collect::<Vec<_>>()).collect()
}

/// What rustc saved, without what only a reader of debug info wants to know.
pub fn bytes(saved: &Saved) -> SavedBytes {
    let Saved { name, ty, offset, size, align, .. } = saved;
    let (name, ty) = (name.clone(), ty.clone());
    SavedBytes { name, ty, offset: *offset, size: *size, align: *align }
}

/// A temporary, and a parameter that is a pattern.
fn may_be_nameless(local: &Local) -> bool {
    let is_name = local.name.chars().all(|c| c.is_alphanumeric() || c == '_');
    local.kind == LocalKind::Temporary || !is_name
}

/// Whether the source has no local of that name, and it is no drop flag.
fn is_made_up(machine: &Machine, saved: &Saved) -> bool {
    match &saved.name {
        Some(name) => machine.locals.iter().all(|local| local.name != *name),
        None => saved.ty.as_deref() != Some("bool"),
    }
}

fn only_in_source(machine: &Machine, held: &Held, line: usize) -> Reason {
    let Local { moves, assigns, .. } = &machine.locals[held.local.0];
    let used = held.why.iter().filter_map(|why| match why {
        Why::Used { line } => Some(line),
        _ => None,
    });
    let is_borrowed = held.why.iter().any(|why| matches!(why, Why::Borrowed { .. }));
    if used.clone().any(|line| !assigns.contains(line)) {
        Reason::NotReached
    } else if used.count() > 0 {
        Reason::Overwritten
    } else if moves.iter().any(|moved| *moved <= line) {
        Reason::Taken
    } else if is_borrowed {
        Reason::NotBorrowed
    } else {
        Reason::NoDrop
    }
}

fn only_in_rustc(machine: &Machine, saved: &Saved, line: usize) -> Reason {
    if saved.kind == SavedKind::Upvar {
        return Reason::Captured;
    }
    let Some(name) = &saved.name else {
        return match saved.ty.as_deref() {
            Some("bool") => Reason::DropFlag,
            _ => Reason::Temporary,
        };
    };
    let named = machine.locals.iter().filter(|local| local.name == *name && local.line <= line);
    match named.max_by_key(|local| local.line) {
        Some(local) if !local.moves.is_empty() => Reason::TakenOnceBorrowed,
        Some(_) => Reason::OnceBorrowed,
        None => Reason::Temporary,
    }
}
