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
//! wait: a future that is ready at once is passed like any other. To find the same future pending
//! again is no transition.
//!
//! An `await` begins where its awaitee is assigned: the field that is first borrowed after the
//! state is resumed. Where nothing assigns it, because it has no bytes, the `await` begins in the
//! block where the way of those that resume meets another: `poll`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// The blocks in which an await begins, each with its state.
    begins: BTreeMap<usize, u32>,
    /// Of the awaits that begin where they are resumed as well, that block.
    meetings: BTreeMap<u32, usize>,
}

impl<'a> Ways<'a> {
    fn new(body: &'a Body) -> Self {
        let mut ways =
            Self { blocks: &body.blocks, begins: BTreeMap::new(), meetings: BTreeMap::new() };
        let mut assigning = HashMap::<_, Vec<_>>::new();
        let mut leading_to = vec![0; body.blocks.len()];
        for (at, block) in body.blocks.iter().enumerate().filter(|(_, block)| !block.cleanup) {
            let targets: BTreeSet<_> = block.next.targets().collect();
            targets.into_iter().for_each(|to| leading_to[to] += 1);
            block.assigns.iter().for_each(|&field| assigning.entry(field).or_default().push(at));
        }
        for state in known(body).range(FIRST_SUSPENSION..) {
            let resumed = ways.resumed(*state);
            let mut borrows = resumed.iter().flat_map(|&at| &body.blocks[at].borrows);
            let awaitee = borrows.find(|&(of, _)| of == state);
            if let Some(blocks) = awaitee.and_then(|awaitee| assigning.get(awaitee)) {
                ways.begins.extend(blocks.iter().map(|&at| (at, *state)));
            } else if let Some(&meeting) = resumed.iter().find(|&&at| leading_to[at] > 1) {
                ways.begins.insert(meeting, *state);
                ways.meetings.insert(*state, meeting);
            }
        }
        ways
    }

    /// The states to which the ways from one state lead.
    fn ends(&self, from: u32) -> Result<BTreeSet<u32>, &'static str> {
        let mut found = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut todo = match self.meetings.get(&from) {
            Some(&meeting) => self.next(meeting, from).collect(),
            None => vec![0],
        };
        while let Some(at) = todo.pop() {
            if !seen.insert(at) {
                continue;
            }
            let block = &self.blocks[at];
            match (self.begins.get(&at), block.rests) {
                (Some(&to), _) | (None, Some(to @ ..FIRST_SUSPENSION)) => found.extend([to]),
                (None, Some(to)) if to == from => {}
                (None, Some(_)) => return Err("this poll waits where no await begins"),
                (None, None) if block.returns => return Err("this poll returns in no state"),
                (None, None) => todo.extend(self.next(at, from)),
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
}
