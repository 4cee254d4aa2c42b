//! Whose storage is needed, and why.

use super::borrows::Borrows;
use super::events::{BlockEvents, What, all_events};
use super::facts::{Fact, Facts, Init, NOTHING, Solution, THERE};
use super::live::Live;
use super::{Held, Reasons, Shape};
use crate::flow::{BlockId, Flow, Kind, LocalId};

/// Everything that decides whether storage is needed.
pub struct Needs<'a> {
    pub flow: &'a Flow,
    pub borrows: &'a Borrows,
    pub live: &'a [Vec<Live>],
    pub facts: &'a Solution,
    /// By local, when it is made: what is made later is dropped earlier.
    pub age: Vec<usize>,
    /// By local: its storage stays its own as long as its scope is open.
    pub reserved: Vec<bool>,
}

/// By local, its place in the order in which Rust would have created them.
pub fn age(flow: &Flow) -> Vec<usize> {
    let mut age = vec![0; flow.locals.len()];
    flow.order.iter().zip(0..).for_each(|(local, made)| age[*local] = made);
    age
}

/// What gets a value at more than one place keeps its storage between them.
pub fn reserved(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Vec<bool> {
    let mut writes = vec![0; flow.locals.len()];
    for block in &shape.order {
        for event in all_events(&events[*block]) {
            match event.what {
                What::Declare | What::Assign | What::InitAway => writes[event.local] += 2,
                What::Init => writes[event.local] += 1,
                _ => {}
            }
        }
    }
    writes.into_iter().map(|writes| writes > 1).collect()
}

impl Needs<'_> {
    /// What is needed at a point, whoever borrows from it: what is used later or dropped.
    fn needed(&self, facts: &Facts, live: &Live) -> Vec<LocalId> {
        let drops = facts.iter().filter(|(local, fact)| self.drops(*local, *fact));
        let drops = drops.map(|(local, _)| local).filter(|local| !live.contains(local));
        live.iter().copied().chain(drops).collect()
    }

    fn drops(&self, local: LocalId, fact: Fact) -> bool {
        fact.init != Init::No && !self.flow.locals[local].plain
    }

    /// Why the storage of a local is needed at a point, where `needed` is needed anyway.
    fn reasons(&self, local: LocalId, facts: &Facts, live: &Live, needed: &[LocalId]) -> Reasons {
        let fact = facts[local];
        let borrows = |holder: &LocalId| self.looks_at(*holder, local, live);
        Reasons {
            used: live.contains(&local),
            borrowed: fact.scope && needed.iter().any(borrows),
            dropped: self.drops(local, fact),
        }
    }

    /// Whether one that is needed may look at another by a borrow: when it is used, or by its
    /// destructor. What is dropped later has none that could look at this one, or rustc would
    /// say that this one doesn't live long enough.
    pub fn looks_at(&self, holder: LocalId, local: LocalId, live: &Live) -> bool {
        let is_used = live.contains(&holder) || self.flow.locals[holder].kind == Kind::Awaitee;
        holder != local
            && (is_used || self.age[holder] > self.age[local])
            && self.borrows.may_hold(holder, local)
    }

    /// The locals whose storage is needed at a point.
    pub fn taken(&self, facts: &Facts, live: &Live) -> Live {
        let needed = self.needed(facts, live);
        let known = facts.iter().map(|(local, _)| local);
        let mut taken: Live = known
            .filter(|local| {
                let reasons = self.reasons(*local, facts, live, &needed);
                let reserved = self.reserved[*local] && facts[*local].scope;
                reserved || reasons.borrowed || reasons.dropped
            })
            .collect();
        taken.extend(live);
        taken
    }

    /// Whether something that is needed where a block begins may look at a local.
    pub fn is_lent(&self, local: LocalId, block: BlockId) -> bool {
        let (facts, live) = (&self.facts.points[block][0], &self.live[block][0]);
        let needed = self.needed(facts, live);
        needed.iter().any(|holder| self.looks_at(*holder, local, live))
    }

    /// What is held at each suspension point, in the order in which it was made.
    pub fn at_waits(&self, shape: &Shape) -> Vec<(BlockId, Vec<Held>)> {
        let mut waits = Vec::new();
        for block in &shape.order {
            let Some(wait) = &self.flow.blocks[*block].wait else { continue };
            let (mut facts, live) = (self.facts.points[*block][0].clone(), &self.live[*block][0]);
            facts.set(wait.output, NOTHING);
            facts.set(wait.awaitee, THERE);
            let needed = self.needed(&facts, live);
            let mut known: Live = facts.iter().map(|(local, _)| local).collect();
            known.extend(live);
            known.remove(&wait.output);
            let held = known.into_iter().map(|local| {
                let reasons = self.reasons(local, &facts, live, &needed);
                Held { local, reasons, init: facts[local].init }
            });
            let mut held: Vec<Held> = held
                .filter(|Held { local, reasons, .. }| {
                    *local == wait.awaitee || reasons.used || reasons.borrowed || reasons.dropped
                })
                .collect();
            held.sort_by_key(|held| self.age[held.local]);
            waits.push((*block, held));
        }
        waits
    }

    /// The locals of which some state doesn't know whether all of them is there.
    pub fn flagged(&self, shape: &Shape) -> Vec<bool> {
        let mut flagged = vec![false; self.flow.locals.len()];
        let waits = shape.order.iter().filter(|block| self.flow.blocks[**block].wait.is_some());
        for (local, fact) in waits.flat_map(|block| self.facts.points[*block][0].iter()) {
            flagged[local] |= fact.init == Init::Maybe || (fact.parted && fact.init != Init::No);
        }
        flagged
    }

    /// For each block and op, the locals whose storage is taken before it.
    pub fn taken_before(&self) -> Vec<Vec<Live>> {
        let blocks = self.facts.points.iter().zip(self.live);
        blocks
            .map(|(points, live)| {
                points.iter().zip(live).map(|(facts, live)| self.taken(facts, live)).collect()
            })
            .collect()
    }

    /// For each block and op, the locals of which a part may be gone before it.
    pub fn parted_before(&self) -> Vec<Vec<Live>> {
        self.before(|fact| fact.parted)
    }

    /// For each block and op, the locals that may have lost their value before it.
    pub fn gone_before(&self) -> Vec<Vec<Live>> {
        self.before(|fact| fact.scope && fact.init != Init::Yes)
    }

    fn before(&self, is: impl Fn(&Fact) -> bool) -> Vec<Vec<Live>> {
        let locals = |facts: &Facts| {
            let facts = facts.iter().filter(|(_, fact)| is(fact));
            facts.map(|(local, _)| local).collect()
        };
        self.facts.points.iter().map(|points| points.iter().map(locals).collect()).collect()
    }
}
