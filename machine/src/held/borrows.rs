//! Who may hold a borrow of whom.
//!
//! A statement that borrows `x` may put the borrow into anything that it mentions or binds;
//! a statement that mentions that may carry it on. Without types this is all that is
//! known, and it errs on the side of keeping.

use std::collections::BTreeSet;

use super::Shape;
use super::events::{BlockEvents, Event, What};
use crate::flow::{End, Flow, LocalId};

/// For each local, those that may hold a borrow of it, directly or not.
pub struct Borrows {
    holders: Vec<BTreeSet<LocalId>>,
}

impl Borrows {
    /// Whether anything may still look at `local` when only `live` is.
    pub fn of_is_live(&self, local: LocalId, live: impl Fn(LocalId) -> bool) -> bool {
        self.holders[local].iter().any(|holder| live(*holder))
    }
}

/// Collects the borrows of a flow.
pub fn of(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Borrows {
    let count = flow.locals.len();
    let mut borrowed_into = vec![BTreeSet::new(); count];
    let mut flows_into = vec![BTreeSet::new(); count];
    let mut statement = |events: &[Event], flows_into: &mut Vec<BTreeSet<LocalId>>| {
        let mentioned: BTreeSet<LocalId> = events
            .iter()
            .filter(|event| !matches!(event.what, What::Declare | What::End))
            .map(|event| event.local)
            .collect();
        for event in events {
            let into = mentioned.iter().copied().filter(|other| *other != event.local);
            match event.what {
                What::Borrow => borrowed_into[event.local].extend(into),
                What::Take | What::TakePart | What::MayTake | What::TakeByMethod | What::Use => {
                    flows_into[event.local].extend(into);
                }
                _ => {}
            }
        }
        for event in events.iter().filter(|event| event.what == What::Borrow) {
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
    let holders = borrowed_into
        .into_iter()
        .map(|direct| {
            let mut all = direct.clone();
            let mut left: Vec<LocalId> = direct.into_iter().collect();
            while let Some(local) = left.pop() {
                for next in &flows_into[local] {
                    if all.insert(*next) {
                        left.push(*next);
                    }
                }
            }
            all
        })
        .collect();
    Borrows { holders }
}
