//! The order of drops: who has to leave the code so that it is Rust's.
//!
//! A variable of the code is dropped before everything that isn't one. So it can't be older than
//! something else that lives at the same time; nor can the bindings of a match be variables when
//! their places are found through a slot.

use super::events::{BlockEvents, Event, What, all_events};
use super::facts::{Facts, Init, NOTHING, THERE};
use super::live::Live;
use super::needs::Needs;
use super::{Home, Shape};
use crate::flow::{Arm, BlockId, End, Flow, Kind, LocalId, Op, is_guarded};
use crate::mentions::{Binds, Names, binds_of, let_inside};

/// Makes those variables of the code that would be dropped too early something else.
pub fn keep(
    needs: &Needs,
    names: &Names,
    events: &[BlockEvents],
    shape: &Shape,
    homes: &mut [Home],
) {
    loop {
        let order = Order { needs, flow: needs.flow, names, events, shape, homes };
        let mut early = order.early();
        early.retain(|local| homes[*local] == Home::Code);
        if early.is_empty() {
            return;
        }
        early.into_iter().for_each(|local| homes[local] = Home::Frame);
    }
}

struct Order<'a> {
    needs: &'a Needs<'a>,
    flow: &'a Flow,
    names: &'a Names,
    events: &'a [BlockEvents],
    shape: &'a Shape,
    homes: &'a [Home],
}

impl Order<'_> {
    /// What would be dropped too early, as far as the homes of today tell.
    fn early(&self) -> Vec<LocalId> {
        let mut early = self.before_the_last_slot();
        for block in &self.shape.order {
            early.extend(self.with_values(*block));
            early.extend(self.ended(*block));
            early.extend(self.bound_inside(*block));
            early.extend(self.matched(*block));
        }
        early.extend(self.lent());
        early
    }

    /// The arguments that live in the code though a later one lies in a slot.
    fn before_the_last_slot(&self) -> Vec<LocalId> {
        let last = (0..self.flow.parameters).rfind(|local| self.homes[*local] != Home::Code);
        (0..last.unwrap_or(0)).collect()
    }

    /// What is on the wrong side of something that gets a value in a block.
    fn with_values(&self, block: BlockId) -> Vec<LocalId> {
        let points = &self.needs.facts.points[block];
        let events = self.events[block].ops.iter().chain([&self.events[block].end]);
        let mut early = Vec::new();
        for (index, (events, before)) in events.zip(points).enumerate() {
            let given = events.iter().filter(|event| is_given(event));
            let after = match points.get(index + 1) {
                Some(after) => after.clone(),
                None => with_values(before, given.clone()),
            };
            // What gets its value together is dropped in the order of the pattern.
            let mut others = after.clone();
            given.for_each(|event| others.set(event.local, NOTHING));
            for (at, event) in events.iter().enumerate().filter(|(_, event)| is_given(event)) {
                let local = event.local;
                if self.homes[local] != Home::Code {
                    early.extend(self.older_code(&after, local));
                    early.extend(self.taken_later(&events[at + 1..], local));
                    continue;
                }
                // Another value is where the first one was, among those of the code.
                let is_renewed = event.what == What::Assign;
                let is_rival = |other: LocalId| !is_renewed || self.homes[other] != Home::Code;
                if self.outlives_younger(&others, local, is_rival) {
                    early.push(local);
                }
            }
        }
        early
    }

    /// What ends in a block before something else that ends by itself.
    fn ended(&self, block: BlockId) -> Vec<LocalId> {
        let ops = self.flow.blocks[block].ops.iter().enumerate();
        let drops = |(index, op): (usize, &Op)| match op {
            Op::End(local) => {
                let fact = self.needs.facts.points[block][index][*local];
                (fact.init != Init::No && !self.flow.locals[*local].plain).then_some(*local)
            }
            _ => None,
        };
        let ended: Vec<LocalId> = ops.filter_map(drops).collect();
        let last = ended.iter().rposition(|local| self.homes[*local] != Home::Code);
        ended[..last.unwrap_or(0)].to_vec()
    }

    /// What the `let`s of a block bind inside of something that lies in a slot.
    fn bound_inside(&self, block: BlockId) -> Vec<LocalId> {
        let inside = |op: &Op| match op {
            Op::Let { pat, value, binds, .. } => {
                let root = let_inside(self.names, pat, value)?;
                self.is_dropped_later(root).then(|| binds.clone())
            }
            _ => None,
        };
        self.flow.blocks[block].ops.iter().filter_map(inside).flatten().collect()
    }

    /// What the match at the end of a block binds inside of something that lies in a slot, and what
    /// is older than what it binds.
    fn matched(&self, block: BlockId) -> Vec<LocalId> {
        let End::Match { place, arms } = &self.flow.blocks[block].end else { return Vec::new() };
        let through_slot = self.names.root(place).is_some_and(|root| self.is_dropped_later(root))
            && match binds_of(arms.iter().map(|arm| &arm.pat)) {
                Binds::Parts => true,
                Binds::Everything => {
                    let root = self.names.expr(place);
                    let live = |to: BlockId| &self.needs.live[to][0];
                    is_guarded(arms) || root.is_none_or(|root| may_stay(root, arms, live))
                }
                Binds::Nothing => false,
            };
        let mut early = Vec::new();
        let exits = &self.needs.facts.exits[block];
        for ((_, facts), arm) in exits.iter().rev().zip(arms.iter().rev()) {
            for bind in &arm.binds {
                if through_slot {
                    early.push(*bind);
                }
                if self.homes[*bind] != Home::Code {
                    early.extend(self.older_code(facts, *bind));
                }
            }
        }
        early
    }

    fn is_dropped_later(&self, local: LocalId) -> bool {
        self.homes[local] != Home::Code && !self.flow.locals[local].plain
    }

    /// The variables of the code that something which isn't one may borrow when it gets its value. To
    /// rustc it looks at them when it goes, which is after them. What is moved in parts is better off
    /// in the code.
    fn lent(&self) -> Live {
        let all = self.shape.order.iter().flat_map(|block| all_events(&self.events[*block]));
        let parted = all.filter(|event| event.what == What::TakePart).map(|event| event.local);
        let parted: Live = parted.collect();
        let may_be_lent =
            |local: LocalId| self.homes[local] == Home::Code && !parted.contains(&local);
        let mut lent = Live::new();
        for block in &self.shape.order {
            let points = &self.needs.facts.points[*block];
            for (facts, events) in points.iter().zip(&self.events[*block].ops) {
                let written = events
                    .iter()
                    .filter(|event| is_given(event) && self.is_dropped_later(event.local));
                for holder in written.map(|event| event.local) {
                    let there = facts.iter().filter(|(_, fact)| fact.init != Init::No);
                    let local = there.map(|(local, _)| local).filter(|local| may_be_lent(*local));
                    lent.extend(local.filter(|local| self.needs.borrows.may_hold(holder, *local)));
                }
            }
        }
        lent
    }

    /// The variables of the code that are alive and older than `local`.
    fn older_code(&self, facts: &Facts, local: LocalId) -> Vec<LocalId> {
        let older = facts.iter().filter(|(other, fact)| {
            fact.init != Init::No && self.is_code(*other) && self.is_older(*other, local)
        });
        older.map(|(other, _)| other).collect()
    }

    /// The variables of the code that are older than what gets a value in the middle of an op, and
    /// are still there: the op takes them later. `later` are the events that follow in the op.
    ///
    /// ```text
    /// let a = d();  (make().look(), a)        make() is dropped before `a`, should `look` panic
    /// ```
    fn taken_later(&self, later: &[Event], given: LocalId) -> Vec<LocalId> {
        let takes = |event: &&Event| {
            matches!(event.what, What::Take | What::TakeByMethod | What::MayTake | What::TakePart)
        };
        let later = later.iter().filter(takes).map(|event| event.local);
        later
            .filter(|local| {
                let kind = self.flow.locals[*local].kind;
                let is_passed_on = matches!(kind, Kind::Output | Kind::Value);
                self.is_code(*local) && !is_passed_on && self.is_older(*local, given)
            })
            .collect()
    }

    fn is_code(&self, local: LocalId) -> bool {
        self.homes[local] == Home::Code && !self.flow.locals[local].plain
    }

    fn is_older(&self, one: LocalId, other: LocalId) -> bool {
        self.needs.age[one] < self.needs.age[other]
    }

    /// Whether a variable of the code that is about to have a value is dropped after a rival that
    /// has one already. An argument that lives in the code gets there in its turn; and an output is
    /// used before anything else happens.
    fn outlives_younger(
        &self,
        facts: &Facts,
        local: LocalId,
        is_rival: impl Fn(LocalId) -> bool,
    ) -> bool {
        let about = |local: LocalId| &self.flow.locals[local];
        let arrives =
            |local: LocalId| local < self.flow.parameters && self.homes[local] == Home::Code;
        let drops = |local: LocalId| {
            facts[local].init != Init::No
                && !about(local).plain
                && !arrives(local)
                && about(local).kind != Kind::Output
        };
        let mut rivals = facts.iter().map(|(other, _)| other).filter(|other| is_rival(*other));
        !about(local).plain && rivals.any(|other| drops(other) && self.is_older(local, other))
    }
}

/// Whether one arm takes all of a local that is still used in another: nobody knows whether it is
/// `Copy`.
pub fn may_stay<'a>(root: LocalId, arms: &[Arm], live: impl Fn(BlockId) -> &'a Live) -> bool {
    let is_used = |arm: &Arm| live(arm.to).contains(&root);
    let takes = |arm: &&Arm| binds_of([&arm.pat]) == Binds::Everything;
    arms.iter().any(is_used) && !arms.iter().filter(takes).all(is_used)
}

/// Whether a local gets a value.
fn is_given(event: &Event) -> bool {
    matches!(event.what, What::Init | What::Assign)
}

/// What is known when these have got their values.
fn with_values<'a>(facts: &Facts, inits: impl Iterator<Item = &'a Event>) -> Facts {
    let mut facts = facts.clone();
    inits.for_each(|event| facts.set(event.local, THERE));
    facts
}
