//! What becomes of the locals that a rest holds: where they are used and where dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::{BlockId, End, Flow, LocalId, Op, marks};
use crate::held::events::{BlockEvents, Event, What};

/// What becomes of the value of one local.
#[derive(Debug, Default, Clone)]
pub struct Fate {
    /// The lines that may be the first to use it.
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
    let mut followed: Vec<Option<Values>> = vec![None; flow.blocks.len()];
    let mut todo = vec![(start, Values { unused: locals.clone(), there: locals.clone() })];
    while let Some((block, mut values)) = todo.pop() {
        if let Some(known) = &followed[block]
            && !values.add(known)
        {
            continue;
        }
        followed[block] = Some(values.clone());
        todo.extend(walk.through(block, &events[block], values));
    }
    walk.fates
}

/// The values that are followed.
#[derive(Clone)]
struct Values {
    /// Those that nothing has used yet.
    unused: BTreeSet<LocalId>,
    /// Those that are still there: not moved, not replaced, not dropped.
    there: BTreeSet<LocalId>,
}

impl Values {
    /// Adds what was followed before. The answer is whether anything is new to that.
    fn add(&mut self, known: &Values) -> bool {
        let is_new = !self.unused.is_subset(&known.unused) || !self.there.is_subset(&known.there);
        self.unused.extend(&known.unused);
        self.there.extend(&known.there);
        is_new
    }
}

struct Walk<'a> {
    flow: &'a Flow,
    fates: BTreeMap<LocalId, Fate>,
}

impl Walk<'_> {
    /// Follows values through a block, to what is left of them on each way out.
    fn through(
        &mut self,
        block: BlockId,
        events: &BlockEvents,
        mut values: Values,
    ) -> Vec<(BlockId, Values)> {
        let flow = self.flow;
        let block = &flow.blocks[block];
        let mut ways = Vec::new();
        let ops = block.ops.iter().map(Op::expressions).zip(&events.ops);
        for (code, events) in ops.chain([(block.end.expressions(), &events.end)]) {
            let jumps = code.into_iter().flat_map(marks::jumps);
            ways.extend(jumps.map(|to| (to, values.clone())));
            self.happens(events, &mut values);
        }
        match &block.end {
            End::Goto(to) => ways.push((*to, values)),
            End::If { then, otherwise, .. } => {
                ways.push((then.0, values.clone()));
                ways.push((otherwise.0, values));
            }
            End::Match { arms, .. } => {
                for (arm, events) in arms.iter().zip(&events.arms) {
                    let mut values = values.clone();
                    self.happens(events, &mut values);
                    ways.push((arm.to, values));
                }
            }
            End::Return(_) => values.there.into_iter().for_each(|local| self.ends(local)),
            End::Unreachable => {}
        }
        ways
    }

    fn happens(&mut self, events: &[Event], values: &mut Values) {
        for event in events {
            let local = event.local;
            let Some(fate) = self.fates.get_mut(&local) else {
                continue;
            };
            let (uses, ends) = match event.what {
                What::Take | What::TakeByMethod => (true, true),
                // A parameter named `_` is mentioned by generated code only.
                What::Use | What::Borrow => (event.line > 0, false),
                What::TakePart | What::MayTake => (true, false),
                What::Assign | What::End | What::Declare | What::Init => (false, true),
                What::InitAway | What::Settle => (false, false),
            };
            // Generated code has no line of its own.
            let introduced = self.flow.locals[local].span.start().line;
            let line = if event.line > 0 { event.line } else { introduced };
            if uses && values.unused.contains(&local) {
                fate.used.insert(line);
            }
            if values.there.contains(&local) {
                match event.what {
                    What::Assign => {
                        fate.dropped.insert(line);
                    }
                    What::End => self.ends(local),
                    _ => {}
                }
            }
            if !event.maybe {
                if uses || ends {
                    values.unused.remove(&local);
                }
                if ends {
                    values.there.remove(&local);
                }
            }
        }
    }

    fn ends(&mut self, local: LocalId) {
        let line = self.flow.locals[local].scope_end;
        self.fates.entry(local).or_default().dropped.insert(line);
    }
}
