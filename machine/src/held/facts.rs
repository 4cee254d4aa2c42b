//! Forwards: which locals have a value, and which of them is whole.

use std::collections::BTreeMap;
use std::ops::Index;

use super::Shape;
use super::events::{BlockEvents, Event, What};
use super::live::Live;
use crate::flow::{BlockId, End, Flow, Kind, LocalId, Op, marks};

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
pub struct Fact {
    pub init: Init,
    /// Its scope is open.
    pub scope: bool,
    /// A part of it may be gone.
    pub parted: bool,
}

/// There is no such thing yet.
pub const NOTHING: Fact = Fact { init: Init::No, scope: false, parted: false };

/// It has a value, and all of it.
pub const THERE: Fact = Fact { init: Init::Yes, scope: true, parted: false };

/// What is known of every local; of most of them there is nothing to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(BTreeMap<LocalId, Fact>);

impl Facts {
    pub fn set(&mut self, local: LocalId, fact: Fact) {
        if fact == NOTHING {
            self.0.remove(&local);
        } else {
            self.0.insert(local, fact);
        }
    }

    /// The locals of which something is known.
    pub fn iter(&self) -> impl Iterator<Item = (LocalId, Fact)> {
        self.0.iter().map(|(local, fact)| (*local, *fact))
    }
}

impl Index<LocalId> for Facts {
    type Output = Fact;

    fn index(&self, local: LocalId) -> &Fact {
        self.0.get(&local).unwrap_or(&NOTHING)
    }
}

/// What is known at every point.
pub struct Solution {
    /// For each block, before each op and before the end.
    pub points: Vec<Vec<Facts>>,
    /// For each block, on its ways out.
    pub exits: Vec<Vec<(BlockId, Facts)>>,
}

/// Solves the forward problem, given what is live.
pub fn solve(flow: &Flow, events: &[BlockEvents], live: &[Vec<Live>], shape: &Shape) -> Solution {
    let count = flow.blocks.len();
    let mut solution = Solution { points: vec![Vec::new(); count], exits: vec![Vec::new(); count] };
    let mut entries: Vec<Option<Facts>> = vec![None; count];
    let mut start = Facts::default();
    for parameter in 0..flow.parameters {
        start.set(parameter, THERE);
    }
    entries[0] = Some(start);
    let mut changed = true;
    while changed {
        changed = false;
        for block in &shape.order {
            let Some(entry) = entries[*block].clone() else { continue };
            let (points, exits) = Walk { flow, events, live }.through(*block, entry);
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
            solution.points[*block] = points;
            solution.exits[*block] = exits;
        }
    }
    solution
}

struct Walk<'a> {
    flow: &'a Flow,
    events: &'a [BlockEvents],
    live: &'a [Vec<Live>],
}

impl Walk<'_> {
    /// The facts at every point of a block, and on its ways out.
    fn through(&self, block: BlockId, mut now: Facts) -> (Vec<Facts>, Vec<(BlockId, Facts)>) {
        let (of_block, code) = (&self.events[block], &self.flow.blocks[block]);
        let (mut points, mut exits) = (Vec::new(), Vec::new());
        if let Some(wait) = &code.wait {
            now.set(wait.awaitee, NOTHING);
            now.set(wait.output, THERE);
        }
        for (index, op) in code.ops.iter().enumerate() {
            points.push(now.clone());
            let after = self.after(&of_block.ops[index], &now, &self.live[block][index + 1]);
            match op {
                // `else` runs when the value is there, and binds nothing.
                Op::Let { value, otherwise: Some(otherwise), binds, .. } => {
                    let mut missed = after.clone();
                    binds.iter().for_each(|bind| missed.set(*bind, now[*bind]));
                    exits.extend(leaving(self.flow, [value], &now, &after));
                    exits.extend(leaving(self.flow, [otherwise], &missed, &missed));
                }
                op => exits.extend(leaving(self.flow, op.expressions(), &now, &after)),
            }
            now = after;
        }
        points.push(now.clone());
        let live_after = &self.live[block][code.ops.len() + 1];
        let after = self.after(&of_block.end, &now, live_after);
        exits.extend(leaving(self.flow, code.end.expressions(), &now, &after));
        match &code.end {
            End::Goto(to) => exits.push((*to, after)),
            End::If { then, otherwise, .. } => {
                exits.push((then.0, after.clone()));
                exits.push((otherwise.0, after));
            }
            End::Match { arms, .. } => {
                for (arm, arm_events) in arms.iter().zip(&of_block.arms) {
                    let facts = self.after(arm_events, &after, &self.live[arm.to][0]);
                    exits.push((arm.to, facts));
                }
            }
            End::Return(_) | End::Unreachable => {}
        }
        (points, exits)
    }

    fn after(&self, events: &[Event], before: &Facts, live: &Live) -> Facts {
        let mut now = before.clone();
        for event in events {
            let old = now[event.local];
            let mut fact = old;
            match event.what {
                What::Declare => fact = Fact { scope: true, ..NOTHING },
                What::Init | What::Assign => {
                    fact = THERE;
                }
                What::Emptied if live.contains(&event.local) => {}
                What::Take | What::Emptied => {
                    fact.init = Init::No;
                    // Nobody puts an end to what is used once.
                    if matches!(self.flow.locals[event.local].kind, Kind::Output | Kind::Value) {
                        fact.scope = false;
                    }
                }
                What::MayTake => {
                    let plain = self.flow.locals[event.local].plain;
                    if old.init == Init::Yes && !live.contains(&event.local) && !plain {
                        fact.init = Init::Maybe;
                    }
                }
                What::TakeByMethod => {
                    if !live.contains(&event.local) {
                        fact.init = Init::No;
                    }
                }
                What::TakePart => fact.parted |= !self.flow.locals[event.local].plain,
                What::End => fact = NOTHING,
                What::Use | What::Borrow | What::InitAway | What::Settle => {}
            }
            if event.maybe {
                fact = join_fact(old, fact);
            }
            now.set(event.local, fact);
        }
        now
    }
}

/// The facts where code jumps out of the middle of an op.
fn leaving<'a>(
    flow: &Flow,
    expressions: impl IntoIterator<Item = &'a syn::Expr>,
    before: &Facts,
    after: &Facts,
) -> Vec<(BlockId, Facts)> {
    let exits = expressions.into_iter().flat_map(marks::exits);
    exits
        .map(|(to, set)| {
            let mut facts = join(before, after);
            // An output is a variable of the code that is left, wherever the jump stands.
            facts.0.retain(|local, _| {
                flow.locals[*local].kind != Kind::Output || after[*local].init != Init::No
            });
            if let Some(local) = set {
                facts.set(local, THERE);
            }
            (to, facts)
        })
        .collect()
}

fn join(a: &Facts, b: &Facts) -> Facts {
    let mut joined = a.clone();
    for (local, fact) in b.iter() {
        joined.set(local, join_fact(a[local], fact));
    }
    for (local, fact) in a.iter() {
        joined.set(local, join_fact(fact, b[local]));
    }
    joined
}

fn join_fact(a: Fact, b: Fact) -> Fact {
    Fact { init: a.init.join(b.init), scope: a.scope || b.scope, parted: a.parted || b.parted }
}
