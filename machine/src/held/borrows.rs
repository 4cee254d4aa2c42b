//! Who may hold a borrow of whom.
//!
//! A statement that borrows `x` may put the borrow into anything that it mentions or binds;
//! a statement that mentions that may carry it on. Without types this is all that is
//! known, and it errs on the side of keeping.

use std::collections::{BTreeSet, HashSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Shape;
use super::events::{BlockEvents, Event, What};
use crate::flow::{End, Flow, LocalId};

/// Who may hold a borrow of a local, directly or not.
///
/// Locals among which borrows go round are one group; groups are numbered so that borrows only
/// ever go to lower numbers.
pub struct Borrows {
    /// By local, the groups of those that it is borrowed into.
    direct: Vec<Vec<usize>>,
    /// By local, its group.
    group: Vec<usize>,
    /// By group, those that borrows go on to.
    onward: Vec<Vec<usize>>,
}

impl Borrows {
    /// Whether `holder` may hold a borrow of `local`.
    pub fn may_hold(&self, holder: LocalId, local: LocalId) -> bool {
        let target = self.group[holder];
        let mut left = self.direct[local].clone();
        let mut seen = HashSet::new();
        while let Some(group) = left.pop() {
            if group == target {
                return true;
            }
            if group > target && seen.insert(group) {
                left.extend(&self.onward[group]);
            }
        }
        false
    }

    fn new(borrowed_into: &[BTreeSet<LocalId>], flows_into: &[BTreeSet<LocalId>]) -> Self {
        let mut graph = DiGraph::<(), ()>::new();
        for _ in flows_into {
            graph.add_node(());
        }
        for (from, into) in flows_into.iter().enumerate() {
            for to in into {
                graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
            }
        }
        let mut group = vec![0; flows_into.len()];
        for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
            members.into_iter().for_each(|member| group[member.index()] = number);
        }
        let groups = |locals: &BTreeSet<LocalId>| -> BTreeSet<usize> {
            locals.iter().map(|local| group[*local]).collect()
        };
        let mut onward = vec![BTreeSet::new(); flows_into.len()];
        for (from, into) in flows_into.iter().enumerate() {
            onward[group[from]].extend(groups(into));
        }
        let direct = borrowed_into.iter().map(|into| groups(into).into_iter().collect());
        let (direct, onward) = (direct.collect(), onward.into_iter().enumerate());
        let onward = onward.map(|(from, into)| into.into_iter().filter(|to| *to != from).collect());
        Borrows { direct, onward: onward.collect(), group }
    }
}

/// Collects the borrows of a flow.
pub fn of(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Borrows {
    let count = flow.locals.len();
    let mut borrowed_into = vec![BTreeSet::new(); count];
    let mut flows_into = vec![BTreeSet::new(); count];
    let mut statement = |events: &[Event], flows_into: &mut Vec<BTreeSet<LocalId>>| {
        // What goes with the function can't be in what stays.
        let events = || events.iter().filter(|event| !event.away);
        let mentioned: BTreeSet<LocalId> = events()
            .filter(|event| !matches!(event.what, What::Declare | What::End))
            .map(|event| event.local)
            .collect();
        for event in events() {
            let into = mentioned.iter().copied().filter(|other| *other != event.local);
            match event.what {
                What::Borrow => borrowed_into[event.local].extend(into),
                What::Take
                | What::TakePart
                | What::MayTake
                | What::TakeByMethod
                | What::Emptied
                | What::Use => {
                    flows_into[event.local].extend(into);
                }
                _ => {}
            }
        }
        for event in events().filter(|event| event.what == What::Borrow) {
            let into = mentioned.iter().copied().filter(|other| *other != event.local);
            flows_into[event.local].extend(into);
        }
    };
    for block in &shape.order {
        let of_block = &events[*block];
        of_block.ops.iter().for_each(|op| statement(op, &mut flows_into));
        if let End::Match { .. } = flow.blocks[*block].end {
            for arm in &of_block.arms {
                statement(&[&of_block.end[..], &arm[..]].concat(), &mut flows_into);
            }
        } else {
            statement(&of_block.end, &mut flows_into);
        }
        // What an awaitee borrows may be in what it is ready with.
        if let Some(wait) = &flow.blocks[*block].wait {
            flows_into[wait.awaitee].insert(wait.output);
        }
    }
    Borrows::new(&borrowed_into, &flows_into)
}
