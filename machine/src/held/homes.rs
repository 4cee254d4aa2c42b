//! Where each local lives.

use super::events::{BlockEvents, What, all_events};
use super::facts::Init;
use super::needs::Needs;
use super::{Held, Home, Shape, order};
use crate::flow::{BlockId, End, Kind, LocalId, Op, places};
use crate::mentions::Names;

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
        order::keep(self, names, events, shape, &mut homes);
        // An argument that leaves its code stays in the slot in which it came.
        for home in homes.iter_mut().take(flow.parameters).filter(|home| **home == Home::Frame) {
            *home = Home::Slot;
        }
        homes
    }
}
