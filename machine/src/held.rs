//! What is held: liveness, moves, borrows and drop flags on the control-flow graph.
//!
//! A state holds a local when its storage must survive the suspension: it is used later, it
//! may be borrowed by something that is, or its destructor is still to run.

mod borrows;
mod doubts;
pub mod events;
mod facts;
mod homes;
mod live;
mod needs;
mod order;
mod shape;

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::{Dfs, Reversed, Walker};

use crate::flow::{Arm, BlockId, Flow, LocalId};
use crate::mentions::Names;
use borrows::Borrows;
use doubts::Doubts;
pub use doubts::For;
use events::{BlockEvents, Event, What, all_events};
pub use facts::Init;
use facts::{Facts, Solution};
use live::Live;
use needs::Needs;
pub use shape::Shape;

/// Where a local lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// A plain Rust variable: it never leaves its piece of code.
    Code,
    /// The stack frame of `poll`: it goes from block to block, but never rests.
    Frame,
    /// A slot of the machine.
    Slot,
}

/// Why a state holds a local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons {
    pub used: bool,
    pub borrowed: bool,
    pub dropped: bool,
}

/// A local that a state holds.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    pub local: LocalId,
    pub reasons: Reasons,
    /// Whether it has a value, as far as is known.
    pub init: Init,
}

/// What the analysis found.
pub struct Analysis {
    /// The names that code has for the locals.
    pub names: Names,
    pub shape: Shape,
    /// By local.
    pub homes: Vec<Home>,
    /// By local: whether some state must remember what of it was moved.
    pub flagged: Vec<bool>,
    /// For each block that waits, in order of the shape.
    pub waits: Vec<(BlockId, Vec<Held>)>,
    /// By local: what it is held for, if types could tell that it need not be.
    pub doubts: Doubts,
    /// For each block and op, the locals that may be used after it.
    pub live_after: Vec<Vec<BTreeSet<LocalId>>>,
    /// For each block, the locals that may have a value or an open scope where it begins.
    pub known_at_start: Vec<BTreeSet<LocalId>>,
    /// For each block, the locals that may be used from its beginning on.
    pub live_at_start: Vec<BTreeSet<LocalId>>,
    /// For each block and op, the locals whose storage is taken before it.
    pub taken_before: Vec<Vec<BTreeSet<LocalId>>>,
    /// For each block and op, the locals of which a part may be gone before it.
    pub parted_before: Vec<Vec<BTreeSet<LocalId>>>,
    /// For each block and op, the locals that may have lost their value before it.
    pub gone_before: Vec<Vec<BTreeSet<LocalId>>>,
    /// What happens to the locals, by block.
    pub events: Vec<BlockEvents>,
    known: Known,
}

/// What the analysis goes by.
struct Known {
    borrows: Borrows,
    live: Vec<Vec<Live>>,
    facts: Solution,
}

impl Analysis {
    /// Whether a local has a slot. An argument waits there for the first poll, wherever it lives
    /// afterwards.
    pub fn has_slot(&self, flow: &Flow, local: LocalId) -> bool {
        self.homes[local] == Home::Slot || local < flow.parameters
    }

    /// Whether a local has all of its value where a block begins, and nothing may look at it.
    pub fn is_loose(&self, flow: &Flow, local: LocalId, block: BlockId) -> bool {
        let Known { borrows, live, facts } = &self.known;
        let fact = facts.points[block][0][local];
        if fact.init != Init::Yes || fact.parted {
            return false;
        }
        // What is borrowed in that block or after it isn't yet.
        let borrows_it = |event: &Event| event.local == local && event.what == What::Borrow;
        let graph = flow.graph();
        let before = Dfs::new(Reversed(&graph), NodeIndex::new(block)).iter(Reversed(&graph));
        let mut before = before.map(NodeIndex::index).filter(|other| *other != block);
        if !before.any(|other| all_events(&self.events[other]).any(borrows_it)) {
            return true;
        }
        let (age, reserved) = (needs::age(flow), Vec::new());
        !Needs { flow, borrows, live, facts, age, reserved }.is_lent(local, block)
    }

    /// Whether one arm of a match takes all of a local that is still used in another.
    pub fn may_stay(&self, root: LocalId, arms: &[Arm]) -> bool {
        order::may_stay(root, arms, |to| &self.live_at_start[to])
    }
}

/// Analyses a flow.
pub fn analyse(flow: &Flow) -> Analysis {
    let names = Names::of(flow);
    let shape = Shape::of(flow);
    let events = events::of(flow, &names, &shape);
    let borrows = borrows::of(flow, &events, &shape);
    let live = live::solve(flow, &events, &shape);
    let facts = facts::solve(flow, &events, &live, &shape);
    let reserved = needs::reserved(flow, &events, &shape);
    let age = needs::age(flow);
    let needs = Needs { flow, borrows: &borrows, live: &live, facts: &facts, age, reserved };
    let waits = needs.at_waits(&shape);
    let homes = needs.homes(&names, &events, &shape, &waits);
    let doubts = doubts::of(&needs, &events, &shape, &waits);
    let (flagged, taken_before) = (needs.flagged(&shape), needs.taken_before());
    let (parted_before, gone_before) = (needs.parted_before(), needs.gone_before());
    let known = |points: &Vec<Facts>| match points.first() {
        Some(facts) => facts.iter().map(|(local, _)| local).collect(),
        None => BTreeSet::new(),
    };
    let known_at_start = facts.points.iter().map(known).collect();
    let live_at_start = live.iter().map(|points| points[0].clone()).collect();
    let live_after = live.iter().map(|points| points[1..].to_vec()).collect();
    Analysis {
        names,
        shape,
        homes,
        flagged,
        waits,
        doubts,
        live_after,
        known_at_start,
        live_at_start,
        taken_before,
        parted_before,
        gone_before,
        events,
        known: Known { borrows, live, facts },
    }
}
