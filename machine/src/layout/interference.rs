//! Which slots are in use at the same time.

use std::collections::BTreeSet;

use super::arrange::{Graph, Rank};
use super::guess;
use crate::flow::{End, Flow, Kind, LocalId, Op};
use crate::held::Analysis;
use crate::held::events::{Event, What, written};

/// The slots, and an edge for each two that may not share their bytes.
pub fn of(flow: &Flow, analysis: &Analysis) -> Graph<LocalId> {
    let (passed, rests) = (passed(flow, analysis), rests(flow, analysis));
    let mut uses = Uses { flow, analysis, graph: Graph::new() };
    let sizes = guess::of(flow, analysis);
    for (local, (about, rests)) in flow.locals.iter().zip(rests).enumerate() {
        if uses.is_slot(local) {
            let rank = rank(about.kind, rests, passed.contains(&local));
            uses.graph.add(local, rank, sizes[local].clone());
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
            let mut others: BTreeSet<LocalId> = written(op, &analysis.names).into_iter().collect();
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

/// By local, in how many states it rests.
fn rests(flow: &Flow, analysis: &Analysis) -> Vec<usize> {
    let mut rests = vec![0; flow.locals.len()];
    rests.iter_mut().take(flow.parameters).for_each(|rests| *rests = 1);
    for held in analysis.waits.iter().flat_map(|(_, held)| held) {
        rests[held.local] += 1;
    }
    rests
}

fn rank(kind: Kind, rests: usize, is_passed: bool) -> Rank {
    match (kind, rests) {
        (Kind::Awaitee, _) => Rank::Awaitee,
        (_, 0 | 1) if is_passed => Rank::Passed,
        (_, 0 | 1) => Rank::Short,
        _ => Rank::Long,
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
        of_local.peek().is_none()
            || of_local.any(|event| !matches!(event.what, What::Take | What::Emptied))
    }));
    around
}

struct Uses<'a> {
    flow: &'a Flow,
    analysis: &'a Analysis,
    graph: Graph<LocalId>,
}

impl Uses<'_> {
    fn is_slot(&self, local: LocalId) -> bool {
        self.analysis.has_slot(self.flow, local)
    }

    /// Each of these is in use together with each of those.
    fn meet(&mut self, these: &BTreeSet<LocalId>, those: &BTreeSet<LocalId>) {
        for one in these {
            for other in those {
                if self.is_slot(*one) && self.is_slot(*other) {
                    self.graph.join(*one, *other);
                }
            }
        }
    }
}
