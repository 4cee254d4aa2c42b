//! Which slots are in use at the same time.

use std::collections::BTreeSet;

use super::arrange::{Graph, Rank};
use crate::flow::{End, Flow, Kind, Local, LocalId, Op};
use crate::held::events::{Event, What, written};
use crate::held::{Analysis, Held, Home};
use crate::mentions::Names;
use crate::plain;

/// A guess at what has a type that nobody wrote. Most of it is smaller, a handle, a string or a
/// guard, but it is what is larger that matters.
const UNKNOWN: usize = 48;

/// The slots, and an edge for each two that may not share their bytes.
pub fn of(flow: &Flow, analysis: &Analysis) -> Graph<LocalId> {
    let names = Names::of(flow);
    let passed = passed(flow, analysis);
    let mut uses = Uses { analysis, graph: Graph::new() };
    for local in 0..flow.locals.len() {
        if uses.is_slot(local) {
            uses.graph.add(local, rank(flow, analysis, &passed, local), size(&flow.locals[local]));
        }
    }
    let parameters: BTreeSet<LocalId> = (0..flow.parameters).collect();
    uses.meet(&parameters, &parameters);
    for (_, held) in &analysis.waits {
        let held = held.iter().map(|held| held.local).collect();
        uses.meet(&held, &held);
    }
    for block in &analysis.shape.order {
        let (code, taken) = (&flow.blocks[*block], &analysis.taken_before[*block]);
        let events = &analysis.events[*block];
        if let Some(wait) = &code.wait {
            uses.meet(&[wait.output].into(), &taken[0]);
        }
        for (index, op) in code.ops.iter().enumerate() {
            let (before, after) = (&taken[index], &taken[index + 1]);
            let mut others: BTreeSet<LocalId> = written(op, &names).into_iter().collect();
            if let Op::Set { .. } | Op::Let { .. } = op {
                let last = last_written(op);
                others.retain(|local| !last.contains(local));
                // The value is there before its place is written.
                let around = around(before, after, &events.ops[index]);
                uses.meet(&last, &around);
                uses.meet(&last, &last);
                uses.meet(&last, &others);
            }
            uses.meet(&others, before);
            uses.meet(&others, after);
            uses.meet(&others, &others);
        }
        if let End::Match { arms, .. } = &code.end {
            let before = &taken[code.ops.len()];
            for (arm, of_arm) in arms.iter().zip(&events.arms) {
                let binds: BTreeSet<LocalId> = arm.binds.iter().copied().collect();
                let seen: BTreeSet<LocalId> = arm.sees.iter().map(|(_, seen)| *seen).collect();
                let after = &analysis.taken_before[arm.to][0];
                let happens: Vec<Event> = events.end.iter().chain(of_arm).copied().collect();
                // Everything is out of the value before a binding is written.
                uses.meet(&binds, &around(before, after, &happens));
                uses.meet(&binds, &binds);
                uses.meet(&seen, before);
                uses.meet(&seen, after);
                uses.meet(&seen, &seen);
            }
        }
    }
    uses.graph
}

/// What goes into an awaitee, as its future or as an argument: that may lie where the awaitee will.
fn passed(flow: &Flow, analysis: &Analysis) -> BTreeSet<LocalId> {
    let mut passed = BTreeSet::new();
    for block in &analysis.shape.order {
        for (op, events) in flow.blocks[*block].ops.iter().zip(&analysis.events[*block].ops) {
            if matches!(op, Op::Set { local, .. } if flow.locals[*local].kind == Kind::Awaitee) {
                let taken = events.iter().filter(|event| event.what == What::Take);
                passed.extend(taken.map(|event| event.local));
            }
        }
    }
    passed
}

fn rank(flow: &Flow, analysis: &Analysis, passed: &BTreeSet<LocalId>, local: LocalId) -> Rank {
    if flow.locals[local].kind == Kind::Awaitee {
        return Rank::Awaitee;
    }
    let holds = |held: &[Held]| held.iter().any(|held| held.local == local);
    let waits = analysis.waits.iter().filter(|(_, held)| holds(held));
    match usize::from(local < flow.parameters) + waits.take(2).count() {
        0 | 1 if passed.contains(&local) => Rank::Passed,
        0 | 1 => Rank::Short,
        _ => Rank::Long,
    }
}

/// How many bytes a local is guessed to take.
fn size(local: &Local) -> usize {
    match &local.ty {
        Some(ty) => plain::size(ty).unwrap_or(UNKNOWN),
        None if local.plain => 8,
        None => UNKNOWN,
    }
}

/// What an op writes when all else of it is done.
fn last_written(op: &Op) -> BTreeSet<LocalId> {
    match op {
        Op::Set { local, .. } => [*local].into(),
        Op::Let { binds, .. } => binds.iter().copied().collect(),
        _ => BTreeSet::new(),
    }
}

/// What is in use around the last write of an op. Not what the value took as a whole; but a
/// temporary of the statement may look at anything else to the end.
fn around(
    before: &BTreeSet<LocalId>,
    after: &BTreeSet<LocalId>,
    events: &[Event],
) -> BTreeSet<LocalId> {
    let mut around = after.clone();
    around.extend(before.iter().copied().filter(|local| {
        let mut of_local = events.iter().filter(|event| event.local == *local).peekable();
        of_local.peek().is_none() || of_local.any(|event| event.what != What::Take)
    }));
    around
}

struct Uses<'a> {
    analysis: &'a Analysis,
    graph: Graph<LocalId>,
}

impl Uses<'_> {
    fn is_slot(&self, local: LocalId) -> bool {
        self.analysis.homes[local] == Home::Slot
    }

    /// Each of these is in use together with each of those.
    fn meet(&mut self, these: &BTreeSet<LocalId>, those: &BTreeSet<LocalId>) {
        for one in these.iter().filter(|local| self.analysis.homes[**local] == Home::Slot) {
            for other in those.iter().filter(|local| self.analysis.homes[**local] == Home::Slot) {
                self.graph.join(*one, *other);
            }
        }
    }
}
