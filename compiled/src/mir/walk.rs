//! From the blocks of a poll to the transitions between its states.
//!
//! A poll begins in its first block, switches on the state in which it was left, and goes on until
//! it leaves the coroutine in a state again.
//!
//! ```text
//! begin: awaitee = into_future(…);
//! poll:  match Pin::new(&mut awaitee).poll(cx) {
//!            Pending => { state = 3; return }
//!            Ready(result) => …                    // in a loop, this goes on to `begin`
//!        }
//! // resumed in state 3: goto poll
//! ```
//!
//! A transition goes from one `await` to the next one that is begun, whether or not that has to
//! wait: a future that is ready at once is passed like any other. An `await` is begun where the way
//! comes to its `poll`, the block in which the ways of those that begin and those that resume
//! meet. To find the same future pending again is no transition.
//!
//! Where the two ways have no block in common, because the optimizer made two of it, an `await`
//! counts as begun where it is left pending; at itself only if its awaitee was assigned on the
//! way. The awaitee is the field that debug info calls `__awaitee`, and the first that is borrowed
//! after the state is resumed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::body::{Block, Body, Next};
use crate::poll::Transition;

/// What the walks through a poll find; see [`Poll`](crate::Poll).
pub(super) struct Walk {
    pub states: u32,
    pub transitions: Vec<Transition>,
    pub unreachable: Vec<u32>,
}

const UNRESUMED: u32 = 0;
const PANICKED: u32 = 2;
const FIRST_SUSPENSION: u32 = 3;

/// Walks from each state that something leads to; or says why there is none.
pub(super) fn walk(body: &Body) -> Result<Walk, &'static str> {
    let ways = Ways::new(body);
    let mut reached = BTreeSet::from([UNRESUMED]);
    let mut transitions = BTreeSet::new();
    let mut todo = vec![UNRESUMED];
    while let Some(from) = todo.pop() {
        if from >= FIRST_SUSPENSION && !ways.switches {
            return Err("this poll does not look at its state");
        }
        for to in ways.ends(from)? {
            transitions.insert(Transition { from, to });
            if reached.insert(to) {
                todo.push(to);
            }
        }
    }
    if body.blocks.iter().any(|block| block.rests == Some(PANICKED)) {
        reached.insert(PANICKED);
    }
    let known = known(body);
    Ok(Walk {
        states: known.last().map_or(FIRST_SUSPENSION, |last| last.saturating_add(1)),
        transitions: transitions.into_iter().collect(),
        unreachable: known.difference(&reached).copied().collect(),
    })
}

/// Every state that is mentioned, and those that every coroutine has.
fn known(body: &Body) -> BTreeSet<u32> {
    let cases = body.blocks.iter().flat_map(|block| match &block.next {
        Next::ByState { cases, .. } => cases.as_slice(),
        Next::Any(_) => &[],
    });
    let cases = cases.map(|&(state, _)| state);
    let rests = body.blocks.iter().filter_map(|block| block.rests);
    let saved = body.saved.iter().filter_map(|field| field.state);
    (UNRESUMED..FIRST_SUSPENSION).chain(cases).chain(rests).chain(saved).collect()
}

/// The ways through a poll.
struct Ways<'a> {
    blocks: &'a [Block],
    /// From how many blocks a way leads to each.
    leading_to: Vec<usize>,
    /// What is called an awaitee: the state and the field.
    awaitees: BTreeSet<(u32, u32)>,
    /// What is assigned anywhere.
    assigned: HashSet<(u32, u32)>,
    /// Whether the state matters for where it goes.
    switches: bool,
    /// The blocks in which an await begins, each with its state.
    begins: BTreeMap<usize, u32>,
}

impl<'a> Ways<'a> {
    fn new(body: &'a Body) -> Self {
        let mut leading_to = vec![0; body.blocks.len()];
        for block in body.blocks.iter().filter(|block| !block.cleanup) {
            let targets: BTreeSet<_> = block.next.targets().collect();
            targets.into_iter().for_each(|to| leading_to[to] += 1);
        }
        let awaitees = body.saved.iter().filter(|field| field.name == "__awaitee");
        let awaitees = awaitees.filter_map(|awaitee| Some((awaitee.state?, awaitee.field)));
        let assigned = body.blocks.iter().flat_map(|block| &block.assigns);
        let mut ways = Self {
            blocks: &body.blocks,
            leading_to,
            awaitees: awaitees.collect(),
            assigned: assigned.copied().collect(),
            switches: body.blocks.iter().any(|block| matches!(block.next, Next::ByState { .. })),
            begins: BTreeMap::new(),
        };
        let suspensions = known(body).into_iter().filter(|state| *state >= FIRST_SUSPENSION);
        let begins = suspensions
            .filter_map(|state| Some((ways.meeting(&ways.resumed(state))?, state)))
            .collect();
        ways.begins = begins;
        ways
    }

    /// The states where the ways from one state end: at itself only if it awaits anew.
    fn ends(&self, from: u32) -> Result<BTreeSet<u32>, &'static str> {
        let resumed = self.resumed(from);
        let start = self.meeting(&resumed).filter(|_| from >= FIRST_SUSPENSION);
        let awaitees = self.awaitees(from, &resumed);
        let mut found = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut todo = vec![(start.unwrap_or(0), false)];
        let mut is_start = start.is_some();
        while let Some((at, anew)) = todo.pop() {
            let begun = self.begins.get(&at).filter(|_| !std::mem::take(&mut is_start));
            if let Some(to) = begun {
                found.insert(*to);
                continue;
            }
            if !seen.insert((at, anew)) {
                continue;
            }
            let block = &self.blocks[at];
            let anew = anew || block.assigns.iter().any(|field| awaitees.contains(field));
            match block.rests {
                Some(to) if to == from && !anew => {}
                Some(to) => found.extend([to]),
                None if block.returns => return Err("this poll returns in no state"),
                None => todo.extend(self.next(at, from).map(|to| (to, anew))),
            }
        }
        Ok(found)
    }

    /// Where a block goes on, but for a panic.
    fn next(&self, at: usize, from: u32) -> impl Iterator<Item = usize> {
        self.blocks[at].next.from(from).filter(|&to| !self.blocks[to].cleanup)
    }

    /// The blocks that follow when a state is resumed, as far as there is but one way.
    fn resumed(&self, from: u32) -> Vec<usize> {
        let mut way = vec![0];
        let mut seen = HashSet::from([0]);
        while let Some(&at) = way.last() {
            let mut next = self.next(at, from);
            match (next.next(), next.next()) {
                (Some(to), None) if seen.insert(to) => way.push(to),
                _ => break,
            }
        }
        way
    }

    /// Those fields that may be the awaitee of a state, as far as they are assigned anywhere.
    fn awaitees(&self, from: u32, resumed: &[usize]) -> Vec<(u32, u32)> {
        let borrows = resumed.iter().flat_map(|&at| &self.blocks[at].borrows);
        let borrowed = borrows.copied().find(|&(state, _)| state == from);
        let called = self.awaitees.range((from, 0)..=(from, u32::MAX)).copied();
        called.chain(borrowed).filter(|field| self.assigned.contains(field)).collect()
    }

    /// Where the ways of those that begin to wait meet the way of those that resume.
    fn meeting(&self, resumed: &[usize]) -> Option<usize> {
        resumed.iter().copied().find(|&at| self.leading_to[at] > 1)
    }
}
