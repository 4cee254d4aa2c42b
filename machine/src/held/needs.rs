//! Whose storage is needed, and why.

use super::borrows::Borrows;
use super::events::{BlockEvents, What, all_events};
use super::facts::{Fact, Facts, Init, NOTHING, Solution};
use super::live::Live;
use super::{Held, Reasons, Shape};
use crate::flow::{BlockId, Flow, LocalId};

/// Everything that decides whether storage is needed.
pub struct Needs<'a> {
    pub flow: &'a Flow,
    pub borrows: &'a Borrows,
    pub live: &'a [Vec<Live>],
    pub facts: &'a Solution,
    /// By local: its storage stays its own as long as its scope is open.
    pub reserved: Vec<bool>,
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
    /// Why the storage of a local is needed at a point.
    pub fn reasons(&self, local: LocalId, facts: &Facts, live: &Live) -> Reasons {
        let needed = |local: LocalId| {
            live.contains(&local)
                || (facts[local].init != Init::No && !self.flow.locals[local].plain)
        };
        let fact = facts[local];
        Reasons {
            used: live.contains(&local),
            borrowed: fact.scope
                && self.borrows.of_is_live(local, |holder| holder != local && needed(holder)),
            dropped: fact.init != Init::No && !self.flow.locals[local].plain,
        }
    }

    /// The locals whose storage is needed at a point.
    pub fn taken(&self, facts: &Facts, live: &Live) -> Live {
        (0..self.flow.locals.len())
            .filter(|local| {
                let reasons = self.reasons(*local, facts, live);
                let reserved = self.reserved[*local] && facts[*local].scope;
                reserved || reasons.used || reasons.borrowed || reasons.dropped
            })
            .collect()
    }

    /// What is held at each suspension point.
    pub fn at_waits(&self, shape: &Shape) -> Vec<(BlockId, Vec<Held>)> {
        let mut waits = Vec::new();
        for block in &shape.order {
            let Some(wait) = &self.flow.blocks[*block].wait else { continue };
            let (mut facts, live) = (self.facts.points[*block][0].clone(), &self.live[*block][0]);
            facts[wait.output] = NOTHING;
            facts[wait.awaitee] = Fact { init: Init::Yes, scope: true, parted: false };
            let held = self.flow.order.iter().copied().filter(|local| *local != wait.output);
            let held = held
                .map(|local| (local, self.reasons(local, &facts, live)))
                .filter(|(local, why)| {
                    *local == wait.awaitee || why.used || why.borrowed || why.dropped
                })
                .map(|(local, reasons)| Held { local, reasons, init: facts[local].init })
                .collect();
            waits.push((*block, held));
        }
        waits
    }

    /// The locals of which some state doesn't know whether all of them is there.
    pub fn flagged(&self, shape: &Shape) -> Vec<bool> {
        let mut flagged = vec![false; self.flow.locals.len()];
        let waits = shape.order.iter().filter(|block| self.flow.blocks[**block].wait.is_some());
        for (local, fact) in waits.flat_map(|block| self.facts.points[*block][0].iter().enumerate())
        {
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
        let parted = |facts: &Facts| {
            let facts = facts.iter().enumerate().filter(|(_, fact)| fact.parted);
            facts.map(|(local, _)| local).collect()
        };
        self.facts.points.iter().map(|points| points.iter().map(parted).collect()).collect()
    }
}
