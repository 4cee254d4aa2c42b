//! What becomes of the locals that a rest holds: where they are used and where dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::{BlockId, End, Flow, LocalId, marks};
use crate::held::events::{BlockEvents, Event, What};

/// What becomes of one local, up to where it is moved or gets another value.
#[derive(Debug, Default, Clone)]
pub struct Fate {
    /// The lines that may use it.
    pub used: BTreeSet<usize>,
    /// The lines where it may be dropped.
    pub dropped: BTreeSet<usize>,
}

/// Follows `locals` from the start of a block on.
pub fn of(
    flow: &Flow,
    events: &[BlockEvents],
    start: BlockId,
    locals: &BTreeSet<LocalId>,
) -> BTreeMap<LocalId, Fate> {
    let fates = locals.iter().map(|local| (*local, Fate::default())).collect();
    let mut walk = Walk { flow, fates };
    // A block is entered again as long as there is more to follow.
    let mut followed: Vec<Option<Alive>> = vec![None; flow.blocks.len()];
    let mut todo = vec![(start, locals.clone())];
    while let Some((block, mut alive)) = todo.pop() {
        if let Some(known) = &followed[block] {
            if alive.is_subset(known) {
                continue;
            }
            alive.extend(known);
        }
        followed[block] = Some(alive.clone());
        todo.extend(walk.through(block, &events[block], alive));
    }
    walk.fates
}

type Alive = BTreeSet<LocalId>;

struct Walk<'a> {
    flow: &'a Flow,
    fates: BTreeMap<LocalId, Fate>,
}

impl Walk<'_> {
    /// Follows what is alive through a block, to what is alive on each way out.
    fn through(
        &mut self,
        block: BlockId,
        events: &BlockEvents,
        mut alive: Alive,
    ) -> Vec<(BlockId, Alive)> {
        let flow = self.flow;
        let block = &flow.blocks[block];
        let mut ways = Vec::new();
        for (op, events) in block.ops.iter().zip(&events.ops) {
            let jumps = op.expressions().into_iter().flat_map(marks::jumps);
            ways.extend(jumps.map(|to| (to, alive.clone())));
            self.happens(events, &mut alive);
        }
        let jumps = block.end.expressions().into_iter().flat_map(marks::jumps);
        ways.extend(jumps.map(|to| (to, alive.clone())));
        self.happens(&events.end, &mut alive);
        match &block.end {
            End::Goto(to) => ways.push((*to, alive)),
            End::If { then, otherwise, .. } => {
                ways.push((then.0, alive.clone()));
                ways.push((otherwise.0, alive));
            }
            End::Match { arms, .. } => {
                for (arm, events) in arms.iter().zip(&events.arms) {
                    let mut alive = alive.clone();
                    self.happens(events, &mut alive);
                    ways.push((arm.to, alive));
                }
            }
            End::Return(_) => {
                for local in alive {
                    self.ends(local);
                }
            }
            End::Unreachable => {}
        }
        ways
    }

    fn happens(&mut self, events: &[Event], alive: &mut Alive) {
        for event in events.iter() {
            let Some(fate) = self.fates.get_mut(&event.local) else { continue };
            if !alive.contains(&event.local) {
                continue;
            }
            // Generated code has no line.
            let line = (event.line > 0).then_some(event.line);
            match event.what {
                What::Take | What::TakePart | What::MayTake | What::Use | What::Borrow => {
                    fate.used.extend(line);
                }
                What::Assign => fate.dropped.extend(line),
                What::End => self.ends(event.local),
                What::Declare | What::Init | What::InitAway => {}
            }
            let ends = !matches!(
                event.what,
                What::TakePart
                    | What::MayTake
                    | What::Use
                    | What::Borrow
                    | What::InitAway
            );
            if ends && !event.maybe {
                alive.remove(&event.local);
            }
        }
    }

    fn ends(&mut self, local: LocalId) {
        let line = self.flow.locals[local].scope_end;
        self.fates.entry(local).or_default().dropped.insert(line);
    }
}
