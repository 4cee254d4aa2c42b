//! The two fixed points: backwards, what may be used; forwards, what has a value.

use std::collections::BTreeSet;

use super::borrows::Borrows;
use super::events::{BlockEvents, Event, What};
use super::{Analysis, Held, Home, Reasons, Shape};
use crate::flow::{BlockId, End, Flow, Kind, LocalId, Op, marks};
use crate::mentions::{Binds, Names, binds_of, let_inside};

/// Whether a local has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Init {
    No,
    Maybe,
    Yes,
}

impl Init {
    fn join(self, other: Init) -> Init {
        if self == other { self } else { Init::Maybe }
    }
}

/// What is known of one local at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fact {
    init: Init,
    /// Its scope is open.
    scope: bool,
    /// A part of it may be gone.
    parted: bool,
}

const NOTHING: Fact = Fact { init: Init::No, scope: false, parted: false };

type Facts = Vec<Fact>;
type Live = BTreeSet<LocalId>;

pub struct Solution {
    /// For each block, what is live before each op, before the end, and after nothing.
    live: Vec<Vec<Live>>,
    /// For each block, the facts before each op and before the end.
    facts: Vec<Vec<Facts>>,
    /// For each block, its ways out with the facts there.
    exits: Vec<Vec<(BlockId, Facts)>>,
    /// By local: its storage stays its own as long as its scope is open.
    reserved: Vec<bool>,
}

/// Solves both problems.
pub fn solve(flow: &Flow, events: &[BlockEvents], _borrows: &Borrows, shape: &Shape) -> Solution {
    let live = solve_live(flow, events, shape);
    let reserved = reserved(flow, events, shape);
    let mut solution = Solution {
        live,
        facts: vec![Vec::new(); flow.blocks.len()],
        exits: vec![Vec::new(); flow.blocks.len()],
        reserved,
    };
    solution.solve_facts(flow, events, shape);
    solution
}

/// What gets a value at more than one place keeps its storage between them.
fn reserved(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Vec<bool> {
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

fn all_events(events: &BlockEvents) -> impl Iterator<Item = &Event> {
    events.ops.iter().chain([&events.end]).chain(&events.arms).flatten()
}

fn solve_live(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Vec<Vec<Live>> {
    let mut live: Vec<Vec<Live>> =
        flow.blocks.iter().map(|block| vec![Live::new(); block.ops.len() + 2]).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for block in shape.order.iter().rev() {
            let of_block = &events[*block];
            let count = flow.blocks[*block].ops.len();
            let mut now = Live::new();
            match &flow.blocks[*block].end {
                End::Match { arms, .. } => {
                    for (arm, arm_events) in arms.iter().zip(&of_block.arms) {
                        now.extend(before(arm_events, live[arm.to][0].clone()));
                    }
                }
                End::Goto(to) => now.extend(live[*to][0].iter().copied()),
                End::If { then, otherwise, .. } => {
                    now.extend(live[then.0][0].iter().copied());
                    now.extend(live[otherwise.0][0].iter().copied());
                }
                End::Return(_) | End::Unreachable => {}
            }
            let mut points = vec![now.clone()];
            now = before(&of_block.end, now);
            now.extend(jump_live(flow.blocks[*block].end.expressions(), &live));
            points.push(now.clone());
            for index in (0..count).rev() {
                now = before(&of_block.ops[index], now);
                now.extend(jump_live(flow.blocks[*block].ops[index].expressions(), &live));
                points.push(now.clone());
            }
            // Before the wait there is no output.
            if let (Some(wait), Some(first)) = (&flow.blocks[*block].wait, points.last_mut()) {
                first.remove(&wait.output);
            }
            points.reverse();
            if points != live[*block] {
                live[*block] = points;
                changed = true;
            }
        }
    }
    live
}

fn before(events: &[Event], mut live: Live) -> Live {
    for event in events.iter().rev() {
        match event.what {
            What::Declare | What::Init | What::Assign if !event.maybe => {
                live.remove(&event.local);
            }
            What::Declare | What::Init | What::InitAway | What::Assign | What::End => {}
            _ => {
                live.insert(event.local);
            }
        }
    }
    live
}

fn jump_live(expressions: Vec<&syn::Expr>, live: &[Vec<Live>]) -> Live {
    let exits = expressions.into_iter().flat_map(marks::exits);
    exits
        .flat_map(|(to, set)| live[to][0].iter().copied().filter(move |local| Some(*local) != set))
        .collect()
}

impl Solution {
    fn solve_facts(&mut self, flow: &Flow, events: &[BlockEvents], shape: &Shape) {
        let mut entries: Vec<Option<Facts>> = vec![None; flow.blocks.len()];
        let mut start = vec![NOTHING; flow.locals.len()];
        for fact in start.iter_mut().take(flow.parameters) {
            *fact = Fact { init: Init::Yes, scope: true, parted: false };
        }
        entries[0] = Some(start);
        let mut changed = true;
        while changed {
            changed = false;
            for block in &shape.order {
                let Some(entry) = entries[*block].clone() else { continue };
                let (points, exits) = self.through(flow, events, *block, entry);
                for (to, facts) in &exits {
                    let joined = match &entries[*to] {
                        None => facts.clone(),
                        Some(known) => join(known, facts),
                    };
                    if entries[*to].as_ref() != Some(&joined) {
                        entries[*to] = Some(joined);
                        changed = true;
                    }
                }
                self.facts[*block] = points;
                self.exits[*block] = exits;
            }
        }
    }

    /// The facts at every point of a block, and on its ways out.
    fn through(
        &self,
        flow: &Flow,
        events: &[BlockEvents],
        block: BlockId,
        mut now: Facts,
    ) -> (Vec<Facts>, Vec<(BlockId, Facts)>) {
        let (of_block, code) = (&events[block], &flow.blocks[block]);
        let (mut points, mut exits) = (Vec::new(), Vec::new());
        if let Some(wait) = &code.wait {
            now[wait.awaitee] = NOTHING;
            now[wait.output] = Fact { init: Init::Yes, scope: true, parted: false };
        }
        for (index, op) in code.ops.iter().enumerate() {
            points.push(now.clone());
            let after = self.after(flow, &of_block.ops[index], &now, &self.live[block][index + 1]);
            match op {
                // `else` runs when the value is there, and binds nothing.
                Op::Let { value, otherwise: Some(otherwise), binds, .. } => {
                    let mut missed = after.clone();
                    binds.iter().for_each(|bind| missed[*bind] = now[*bind]);
                    exits.extend(leaving([value], &now, &after));
                    exits.extend(leaving([otherwise], &missed, &missed));
                }
                op => exits.extend(leaving(op.expressions(), &now, &after)),
            }
            now = after;
        }
        points.push(now.clone());
        let live_after = &self.live[block][code.ops.len() + 1];
        let after = self.after(flow, &of_block.end, &now, live_after);
        exits.extend(leaving(code.end.expressions(), &now, &after));
        match &code.end {
            End::Goto(to) => exits.push((*to, after)),
            End::If { then, otherwise, .. } => {
                exits.push((then.0, after.clone()));
                exits.push((otherwise.0, after));
            }
            End::Match { arms, .. } => {
                for (arm, arm_events) in arms.iter().zip(&of_block.arms) {
                    let facts = self.after(flow, arm_events, &after, &self.live[arm.to][0]);
                    exits.push((arm.to, facts));
                }
            }
            End::Return(_) | End::Unreachable => {}
        }
        (points, exits)
    }

    fn after(&self, flow: &Flow, events: &[Event], before: &Facts, live: &Live) -> Facts {
        let mut now = before.clone();
        for event in events {
            let fact = &mut now[event.local];
            let old = *fact;
            match event.what {
                What::Declare => *fact = Fact { scope: true, ..NOTHING },
                What::Init | What::Assign => {
                    *fact = Fact { init: Init::Yes, scope: true, parted: false };
                }
                What::Take => {
                    fact.init = Init::No;
                    // Nobody puts an end to what is used once.
                    if flow.locals[event.local].kind == Kind::Output {
                        fact.scope = false;
                    }
                }
                What::MayTake => {
                    let plain = flow.locals[event.local].plain;
                    if old.init == Init::Yes && !live.contains(&event.local) && !plain {
                        fact.init = Init::Maybe;
                    }
                }
                What::TakeByMethod => {
                    if !live.contains(&event.local) {
                        fact.init = Init::No;
                    }
                }
                What::TakePart => fact.parted |= !flow.locals[event.local].plain,
                What::End => *fact = NOTHING,
                What::Use | What::Borrow | What::InitAway => {}
            }
            if event.maybe {
                *fact = join_fact(old, *fact);
            }
        }
        now
    }

    /// Why the storage of a local is needed at a point.
    fn reasons(
        &self,
        flow: &Flow,
        borrows: &Borrows,
        local: LocalId,
        facts: &Facts,
        live: &Live,
    ) -> Reasons {
        let needed = |local: LocalId| {
            live.contains(&local) || (facts[local].init != Init::No && !flow.locals[local].plain)
        };
        let fact = facts[local];
        Reasons {
            used: live.contains(&local),
            borrowed: fact.scope
                && borrows.of_is_live(local, |holder| holder != local && needed(holder)),
            dropped: fact.init != Init::No && !flow.locals[local].plain,
        }
    }

    fn taken(&self, flow: &Flow, borrows: &Borrows, facts: &Facts, live: &Live) -> Live {
        (0..flow.locals.len())
            .filter(|local| {
                let reasons = self.reasons(flow, borrows, *local, facts, live);
                let reserved = self.reserved[*local] && facts[*local].scope;
                reserved || reasons.used || reasons.borrowed || reasons.dropped
            })
            .collect()
    }

    /// Draws the conclusions.
    pub fn conclude(
        self,
        flow: &Flow,
        events: Vec<BlockEvents>,
        borrows: &Borrows,
        shape: Shape,
    ) -> Analysis {
        let waits = self.waits(flow, borrows, &shape);
        let homes = self.homes(flow, &events, borrows, &shape, &waits);
        let mut flagged = vec![false; flow.locals.len()];
        for block in &shape.order {
            if flow.blocks[*block].wait.is_some() {
                for (local, fact) in self.facts[*block].first().into_iter().flatten().enumerate() {
                    flagged[local] |=
                        fact.init == Init::Maybe || (fact.parted && fact.init != Init::No);
                }
            }
        }
        let taken_before = (0..flow.blocks.len())
            .map(|block| {
                let points = self.facts[block].iter().enumerate();
                points
                    .map(|(index, facts)| {
                        self.taken(flow, borrows, facts, &self.live[block][index])
                    })
                    .collect()
            })
            .collect();
        let live_at_start = self.live.iter().map(|points| points[0].clone()).collect();
        let live_after = self.live.iter().map(|points| points[1..].to_vec()).collect();
        Analysis { shape, homes, flagged, waits, live_after, live_at_start, taken_before, events }
    }

    fn waits(&self, flow: &Flow, borrows: &Borrows, shape: &Shape) -> Vec<(BlockId, Vec<Held>)> {
        let mut waits = Vec::new();
        for block in &shape.order {
            let Some(wait) = &flow.blocks[*block].wait else { continue };
            let (mut facts, live) = (self.facts[*block][0].clone(), &self.live[*block][0]);
            facts[wait.output] = NOTHING;
            facts[wait.awaitee] = Fact { init: Init::Yes, scope: true, parted: false };
            let held = flow.order.iter().copied().filter(|local| *local != wait.output);
            let held = held
                .map(|local| (local, self.reasons(flow, borrows, local, &facts, live)))
                .filter(|(local, why)| {
                    *local == wait.awaitee || why.used || why.borrowed || why.dropped
                })
                .map(|(local, reasons)| Held { local, reasons, init: facts[local].init })
                .collect();
            waits.push((*block, held));
        }
        waits
    }

    /// Decides where each local lives.
    fn homes(
        &self,
        flow: &Flow,
        events: &[BlockEvents],
        borrows: &Borrows,
        shape: &Shape,
        waits: &[(BlockId, Vec<Held>)],
    ) -> Vec<Home> {
        let mut homes = vec![Home::Code; flow.locals.len()];
        for home in homes.iter_mut().take(flow.parameters) {
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
            for (to, facts) in &self.exits[*block] {
                if shape.is_head(*to) {
                    let live = &self.live[*to][0];
                    let wait = flow.blocks[*to].wait.as_ref().map(|wait| wait.output);
                    for local in self.taken(flow, borrows, facts, live) {
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
                let returns = matches!(code.end, End::Return(_))
                    && code.ops[index..].iter().all(|op| matches!(op, Op::End(_)));
                let fact = self.facts[*block][index][*local];
                if fact.init != Init::No && !flow.locals[*local].plain && !returns {
                    leaves_code(*local, &mut homes);
                }
            }
        }
        for (local, inits) in inits.iter().enumerate() {
            if *inits > 1 {
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
        self.keep_order(flow, &Names::of(flow), events, shape, &mut homes);
        homes
    }

    /// A variable of the code is dropped before everything that isn't one. So it can't be
    /// older than something else that lives at the same time; nor can the bindings of a
    /// match be variables when their places are found through a slot.
    fn keep_order(
        &self,
        flow: &Flow,
        names: &Names,
        events: &[BlockEvents],
        shape: &Shape,
        homes: &mut [Home],
    ) {
        let mut age = vec![0; flow.locals.len()];
        flow.order.iter().enumerate().for_each(|(age_of, local)| age[*local] = age_of);
        let mut changed = true;
        while changed {
            changed = false;
            let mut young = Vec::new();
            for block in &shape.order {
                let code = &flow.blocks[*block];
                let points = code.ops.len();
                for (index, facts) in self.facts[*block].iter().enumerate() {
                    let of_point = if index < points {
                        &events[*block].ops[index]
                    } else {
                        &events[*block].end
                    };
                    let inits = of_point.iter().filter(|event| event.what == What::Init);
                    let after = self.facts[*block].get(index + 1).unwrap_or(facts);
                    for event in inits.filter(|event| homes[event.local] != Home::Code) {
                        young.extend(older_code(flow, homes, &age, after, event.local));
                    }
                }
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
                            Binds::Everything => names.expr(place).is_none(),
                            Binds::Nothing => false,
                        };
                    for ((_, facts), arm) in
                        self.exits[*block].iter().rev().take(arms.len()).zip(arms.iter().rev())
                    {
                        for bind in &arm.binds {
                            if through_slot && homes[*bind] == Home::Code {
                                young.push(*bind);
                            }
                            if homes[*bind] != Home::Code {
                                young.extend(older_code(flow, homes, &age, facts, *bind));
                            }
                        }
                    }
                }
            }
            for local in young {
                if homes[local] == Home::Code {
                    homes[local] = Home::Frame;
                    changed = true;
                }
            }
        }
    }
}

/// The variables of the code that are alive and older than `local`.
fn older_code(
    flow: &Flow,
    homes: &[Home],
    age: &[usize],
    facts: &Facts,
    local: LocalId,
) -> Vec<LocalId> {
    let all = 0..flow.locals.len();
    all.filter(|other| {
        homes[*other] == Home::Code
            && facts[*other].init != Init::No
            && !flow.locals[*other].plain
            && age[*other] < age[local]
    })
    .collect()
}

/// The facts where code jumps out of the middle of an op.
fn leaving<'a>(
    expressions: impl IntoIterator<Item = &'a syn::Expr>,
    before: &Facts,
    after: &Facts,
) -> Vec<(BlockId, Facts)> {
    let exits = expressions.into_iter().flat_map(marks::exits);
    exits
        .map(|(to, set)| {
            let mut facts = join(before, after);
            if let Some(local) = set {
                facts[local] = Fact { init: Init::Yes, scope: true, parted: false };
            }
            (to, facts)
        })
        .collect()
}

fn join(a: &Facts, b: &Facts) -> Facts {
    a.iter().zip(b).map(|(a, b)| join_fact(*a, *b)).collect()
}

fn join_fact(a: Fact, b: Fact) -> Fact {
    Fact { init: a.init.join(b.init), scope: a.scope || b.scope, parted: a.parted || b.parted }
}
