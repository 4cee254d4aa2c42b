//! Backwards: what may be used from a point on.

use std::collections::BTreeSet;

use super::Shape;
use super::events::{BlockEvents, Event, What};
use crate::flow::{End, Flow, LocalId, marks};

/// The locals that may be used.
pub type Live = BTreeSet<LocalId>;

/// For each block, what is live before each op, before the end, and on the way out.
pub fn solve(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> Vec<Vec<Live>> {
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
            What::Declare | What::Init | What::Assign | What::Settle if !event.maybe => {
                live.remove(&event.local);
            }
            What::Declare | What::Init | What::InitAway | What::Assign | What::Settle => {}
            What::End => {}
            _ if event.renewed => {}
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
