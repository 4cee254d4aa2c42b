//! Where each local lives.

use super::events::{BlockEvents, Event, What, all_events};
use super::facts::{Facts, Init, NOTHING, THERE};
use super::live::Live;
use super::needs::Needs;
use super::{Held, Home, Shape};
use crate::flow::{Arm, BlockId, End, Flow, Kind, LocalId, Op, places};
use crate::mentions::{Binds, Names, binds_of, let_inside};

impl Needs<'_> {
    /// Decides where each local lives.
    pub fn homes(
        &self,
        names: &Names,
        events: &[BlockEvents],
        shape: &Shape,
        waits: &[(BlockId, Vec<Held>)],
    ) -> Vec<Home> {
        let flow = self.flow;
        let mut homes = vec![Home::Code; flow.locals.len()];
        // What never waits is code from one end to the other, once it has its arguments.
        let is_code = waits.is_empty() && shape.order.len() == 1;
        for home in homes.iter_mut().take(flow.parameters).filter(|_| !is_code) {
            *home = Home::Slot;
        }
        for (block, held) in waits {
            held.iter().for_each(|held| homes[held.local] = Home::Slot);
            if let Some(wait) = &flow.blocks[*block].wait {
                homes[wait.awaitee] = Home::Slot;
            }
        }
        let leaves_code = |local: LocalId, homes: &mut Vec<Home>| {
            if homes[local] == Home::Code {
                homes[local] = Home::Frame;
            }
        };
        let mut inits = vec![0; flow.locals.len()];
        for block in &shape.order {
            for event in all_events(&events[*block]) {
                match event.what {
                    What::Declare | What::InitAway => inits[event.local] += 2,
                    What::Init if event.maybe => inits[event.local] += 2,
                    What::Init => inits[event.local] += 1,
                    _ => {}
                }
            }
            // What is needed where the code goes on elsewhere.
            for (to, facts) in &self.facts.exits[*block] {
                if shape.is_head(*to) {
                    let live = &self.live[*to][0];
                    let wait = flow.blocks[*to].wait.as_ref().map(|wait| wait.output);
                    for local in self.taken(facts, live) {
                        if Some(local) != wait {
                            leaves_code(local, &mut homes);
                        }
                    }
                }
            }
            // What would have to be dropped in the middle of the code.
            let code = &flow.blocks[*block];
            for (index, op) in code.ops.iter().enumerate() {
                let Op::End(local) = op else { continue };
                // What is dropped last, after a value that nothing is done for, the code drops itself.
                let returns = matches!(&code.end, End::Return(value) if value.as_ref().is_none_or(places::is_pure))
                    && code.ops[index..].iter().all(|op| matches!(op, Op::End(_)));
                let fact = self.facts.points[*block][index][*local];
                if fact.init != Init::No && !flow.locals[*local].plain && !returns {
                    leaves_code(*local, &mut homes);
                }
            }
            // A receiver that is still there after its statement is more than a part of that.
            for (local, fact) in self.facts.points[*block][code.ops.len()].iter() {
                if fact.init != Init::No && flow.locals[local].kind == Kind::Receiver {
                    leaves_code(local, &mut homes);
                }
            }
        }
        // What a guard sees tells its type by the handle of what is bound.
        for block in &shape.order {
            if let End::Match { arms, .. } = &flow.blocks[*block].end {
                let seen = arms.iter().flat_map(|arm| &arm.sees);
                seen.for_each(|(bind, _)| leaves_code(*bind, &mut homes));
            }
        }
        for (local, inits) in inits.iter().enumerate() {
            if *inits > 1 || flow.locals[local].handed {
                leaves_code(local, &mut homes);
            }
        }
        // What is never written needs no place, and nobody knows its type.
        let mut written = vec![false; flow.locals.len()];
        for event in shape.order.iter().flat_map(|block| all_events(&events[*block])) {
            written[event.local] |=
                matches!(event.what, What::Init | What::InitAway | What::Assign);
        }
        for (local, home) in homes.iter_mut().enumerate() {
            if *home == Home::Frame && !written[local] {
                *home = Home::Code;
            }
        }
        self.keep_order(names, events, shape, &mut homes);
        // An argument that leaves its code stays in the slot in which it came.
        for home in homes.iter_mut().take(flow.parameters).filter(|home| **home == Home::Frame) {
            *home = Home::Slot;
        }
        homes
    }

    /// The variables of the code that something which isn't one may borrow when it gets its value. To
    /// rustc it looks at them when it goes, which is after them. What is moved in parts is better off
    /// in the code.
    fn lent_to_handles(&self, events: &[BlockEvents], shape: &Shape, homes: &[Home]) -> Live {
        let flow = self.flow;
        let all = shape.order.iter().flat_map(|block| all_events(&events[*block]));
        let parted = all.filter(|event| event.what == What::TakePart).map(|event| event.local);
        let parted: Live = parted.collect();
        let may_be_lent = |local: LocalId| homes[local] == Home::Code && !parted.contains(&local);
        let mut lent = Live::new();
        for block in &shape.order {
            for (facts, events) in self.facts.points[*block].iter().zip(&events[*block].ops) {
                let written = events.iter().filter(|event| {
                    matches!(event.what, What::Init | What::Assign)
                        && homes[event.local] != Home::Code
                        && !flow.locals[event.local].plain
                });
                for holder in written.map(|event| event.local) {
                    let there = facts.iter().filter(|(_, fact)| fact.init != Init::No);
                    let local = there.map(|(local, _)| local).filter(|local| may_be_lent(*local));
                    lent.extend(local.filter(|local| self.borrows.may_hold(holder, *local)));
                }
            }
        }
        lent
    }

    /// A variable of the code is dropped before everything that isn't one. So it can't be
    /// older than something else that lives at the same time; nor can the bindings of a
    /// match be variables when their places are found through a slot.
    fn keep_order(&self, names: &Names, events: &[BlockEvents], shape: &Shape, homes: &mut [Home]) {
        let (flow, age) = (self.flow, &self.age);
        let mut changed = true;
        while changed {
            changed = false;
            let mut young = Vec::new();
            let slots = (0..flow.parameters).rfind(|local| homes[*local] != Home::Code);
            young.extend((0..slots.unwrap_or(0)).filter(|local| homes[*local] == Home::Code));
            for block in &shape.order {
                let code = &flow.blocks[*block];
                let points = code.ops.len();
                for (index, facts) in self.facts.points[*block].iter().enumerate() {
                    let of_point = if index < points {
                        &events[*block].ops[index]
                    } else {
                        &events[*block].end
                    };
                    let inits = of_point
                        .iter()
                        .filter(|event| matches!(event.what, What::Init | What::Assign));
                    let after = match self.facts.points[*block].get(index + 1) {
                        Some(after) => after.clone(),
                        None => with_values(facts, inits.clone()),
                    };
                    // What gets its value together is dropped in the order of the pattern.
                    let mut others = after.clone();
                    inits.clone().for_each(|event| others.set(event.local, NOTHING));
                    for event in inits {
                        if homes[event.local] != Home::Code {
                            young.extend(older_code(flow, homes, age, &after, event.local));
                            young.extend(taken_later(flow, homes, age, of_point, event));
                            continue;
                        }
                        // Another value is where the first one was, among those of the code.
                        let is_renewed = event.what == What::Assign;
                        let is_rival =
                            |other: LocalId| !is_renewed || homes[other] != Home::Code;
                        if outlives_younger(flow, homes, age, &others, event.local, is_rival) {
                            young.push(event.local);
                        }
                    }
                }
                // Nor can it end before something else that ends by itself.
                let drops = |(index, op): (usize, &Op)| match op {
                    Op::End(local) => {
                        let fact = self.facts.points[*block][index][*local];
                        (fact.init != Init::No && !flow.locals[*local].plain).then_some(*local)
                    }
                    _ => None,
                };
                let ended: Vec<LocalId> = code.ops.iter().enumerate().filter_map(drops).collect();
                let last = ended.iter().rposition(|local| homes[*local] != Home::Code);
                let early = &ended[..last.unwrap_or(0)];
                young.extend(early.iter().filter(|local| homes[**local] == Home::Code));
                for op in &code.ops {
                    if let Op::Let { pat, value, binds, .. } = op
                        && let Some(root) = let_inside(names, pat, value)
                        && homes[root] != Home::Code
                        && !flow.locals[root].plain
                    {
                        young.extend(binds.iter().filter(|bind| homes[**bind] == Home::Code));
                    }
                }
                if let End::Match { place, arms } = &code.end {
                    let through_slot = names
                        .root(place)
                        .is_some_and(|root| homes[root] != Home::Code && !flow.locals[root].plain)
                        && match binds_of(arms.iter().map(|arm| &arm.pat)) {
                            Binds::Parts => true,
                            Binds::Everything => {
                                let root = names.expr(place);
                                let live = |to: BlockId| &self.live[to][0];
                                crate::flow::is_guarded(arms)
                                    || root.is_none_or(|root| may_stay(root, arms, live))
                            }
                            Binds::Nothing => false,
                        };
                    for ((_, facts), arm) in self.facts.exits[*block]
                        .iter()
                        .rev()
                        .take(arms.len())
                        .zip(arms.iter().rev())
                    {
                        for bind in &arm.binds {
                            if through_slot && homes[*bind] == Home::Code {
                                young.push(*bind);
                            }
                            if homes[*bind] != Home::Code {
                                young.extend(older_code(flow, homes, age, facts, *bind));
                            }
                        }
                    }
                }
            }
            young.extend(self.lent_to_handles(events, shape, homes));
            for local in young {
                if homes[local] == Home::Code {
                    homes[local] = Home::Frame;
                    changed = true;
                }
            }
        }
    }
}

/// Whether one arm takes all of a local that is still used in another: nobody knows whether it is
/// `Copy`.
pub fn may_stay<'a>(root: LocalId, arms: &[Arm], live: impl Fn(BlockId) -> &'a Live) -> bool {
    let is_used = |arm: &Arm| live(arm.to).contains(&root);
    let takes = |arm: &&Arm| binds_of([&arm.pat]) == Binds::Everything;
    arms.iter().any(is_used) && !arms.iter().filter(takes).all(is_used)
}

/// What is known when these have got their values.
fn with_values<'a>(facts: &Facts, inits: impl Iterator<Item = &'a Event>) -> Facts {
    let mut facts = facts.clone();
    inits.for_each(|event| facts.set(event.local, THERE));
    facts
}

/// The variables of the code that are alive and older than `local`.
fn older_code(
    flow: &Flow,
    homes: &[Home],
    age: &[usize],
    facts: &Facts,
    local: LocalId,
) -> Vec<LocalId> {
    let older = facts.iter().filter(|(other, fact)| {
        homes[*other] == Home::Code
            && fact.init != Init::No
            && !flow.locals[*other].plain
            && age[*other] < age[local]
    });
    older.map(|(other, _)| other).collect()
}

/// The variables of the code that are older than what gets a value in the middle of an op, and are
/// still there: the op takes them later.
///
/// ```text
/// let a = d();  (make().look(), a)        make() is dropped before `a`, should `look` panic
/// ```
fn taken_later(
    flow: &Flow,
    homes: &[Home],
    age: &[usize],
    events: &[Event],
    given: &Event,
) -> Vec<LocalId> {
    let given_at = events.iter().position(|event| std::ptr::eq(event, given));
    let later = events.iter().skip(given_at.map_or(0, |at| at + 1));
    let takes = |event: &&Event| {
        matches!(event.what, What::Take | What::TakeByMethod | What::MayTake | What::TakePart)
    };
    let is_older = |local: LocalId| {
        let about = &flow.locals[local];
        homes[local] == Home::Code
            && !about.plain
            && !matches!(about.kind, Kind::Output | Kind::Value)
            && age[local] < age[given.local]
    };
    later.filter(takes).map(|event| event.local).filter(|local| is_older(*local)).collect()
}

/// Whether a variable of the code that is about to have a value is dropped after a rival that
/// has one already. An argument that lives in the code gets there in its turn; and an output is used
/// before anything else happens.
fn outlives_younger(
    flow: &Flow,
    homes: &[Home],
    age: &[usize],
    facts: &Facts,
    local: LocalId,
    is_rival: impl Fn(LocalId) -> bool,
) -> bool {
    let arrives = |local: LocalId| local < flow.parameters && homes[local] == Home::Code;
    let waits = |local: LocalId| flow.locals[local].kind == Kind::Output;
    let drops = |local: LocalId| {
        let goes = !flow.locals[local].plain && !arrives(local) && !waits(local);
        facts[local].init != Init::No && goes
    };
    let mut others = facts.iter().map(|(other, _)| other).filter(|other| is_rival(*other));
    !flow.locals[local].plain && others.any(|other| drops(other) && age[other] > age[local])
}
