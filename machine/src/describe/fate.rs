//! What becomes of the locals that a rest holds: where they are used and where dropped.
//!
//! This is found backwards, from what happens last. Nothing is known, and nothing is asked, of
//! a local before it has a value.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::{BlockId, End, Flow, LocalId, Op, marks};
use crate::held::Analysis;
use crate::held::events::{BlockEvents, Event, What};

/// What becomes of the value of one local.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Fate {
    /// The lines that may be the first to use it.
    pub used: BTreeSet<usize>,
    /// The lines where it may be dropped.
    pub dropped: BTreeSet<usize>,
}

impl Fate {
    fn join(&mut self, other: &Fate) {
        self.used.extend(&other.used);
        self.dropped.extend(&other.dropped);
    }
}

/// What becomes of all locals from a point on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Point {
    /// Whether the function may return from here: then what has no fate of its own is dropped
    /// at the end of its scope.
    returns: bool,
    fates: BTreeMap<LocalId, Fate>,
}

impl Point {
    fn of(&self, flow: &Flow, local: LocalId) -> Fate {
        self.fates.get(&local).cloned().unwrap_or_else(|| {
            let scope_end = flow.locals[local].scope_end;
            let dropped = self.returns.then_some(scope_end);
            Fate { used: BTreeSet::new(), dropped: dropped.into_iter().collect() }
        })
    }

    /// Another way may be gone as well.
    fn join(&mut self, flow: &Flow, other: &Point) {
        let known: BTreeSet<LocalId> =
            self.fates.keys().chain(other.fates.keys()).copied().collect();
        for local in known {
            let mut fate = self.of(flow, local);
            fate.join(&other.of(flow, local));
            self.fates.insert(local, fate);
        }
        self.returns |= other.returns;
    }
}

/// The fates of all locals at the beginning of each block.
pub struct Fates<'a> {
    flow: &'a Flow,
    starts: Vec<Point>,
}

impl<'a> Fates<'a> {
    pub fn of(flow: &'a Flow, analysis: &Analysis) -> Self {
        let Analysis { shape, events, known_at_start, .. } = analysis;
        let mut fates = Fates { flow, starts: vec![Point::default(); flow.blocks.len()] };
        let mut changed = true;
        while changed {
            changed = false;
            for block in shape.order.iter().rev() {
                let start = fates.before(*block, &events[*block], &known_at_start[*block]);
                changed |= start != fates.starts[*block];
                fates.starts[*block] = start;
            }
        }
        fates
    }

    /// What becomes of the value that a local has where a block begins.
    pub fn at(&self, block: BlockId, local: LocalId) -> Fate {
        self.starts[block].of(self.flow, local)
    }

    /// From what is known of the blocks after it to where a block begins.
    fn before(&self, block: BlockId, events: &BlockEvents, known: &BTreeSet<LocalId>) -> Point {
        let block = &self.flow.blocks[block];
        let mut point = match &block.end {
            End::Goto(to) => self.starts[*to].clone(),
            End::If { then, otherwise, .. } => {
                let mut point = self.starts[then.0].clone();
                point.join(self.flow, &self.starts[otherwise.0]);
                point
            }
            End::Match { arms, .. } => {
                let mut points = arms.iter().zip(&events.arms).map(|(arm, events)| {
                    let mut point = self.starts[arm.to].clone();
                    self.happens(events, &mut point);
                    point
                });
                let mut point = points.next().unwrap_or_default();
                points.for_each(|other| point.join(self.flow, &other));
                point
            }
            End::Return(_) => Point { returns: true, fates: BTreeMap::new() },
            End::Unreachable => Point::default(),
        };
        let ops = block.ops.iter().map(Op::expressions).zip(&events.ops);
        let all: Vec<_> = ops.chain([(block.end.expressions(), &events.end)]).collect();
        for (code, events) in all.into_iter().rev() {
            self.happens(events, &mut point);
            for to in code.into_iter().flat_map(marks::jumps) {
                point.join(self.flow, &self.starts[to]);
            }
        }
        // A scope may end for what never came to be.
        point.fates.retain(|local, _| known.contains(local));
        point
    }

    fn happens(&self, events: &[Event], point: &mut Point) {
        for event in events.iter().rev() {
            let local = event.local;
            // Generated code has no line of its own.
            let introduced = self.flow.locals[local].span.start().line;
            let line = if event.line() > 0 { event.line() } else { introduced };
            let after = point.of(self.flow, local);
            let (used, dropped) = (BTreeSet::from([line]), after.dropped.clone());
            let mut before = match event.what {
                What::Take | What::TakeByMethod | What::Emptied => Fate { used, ..Fate::default() },
                What::TakePart | What::MayTake => Fate { used, dropped },
                // A parameter named `_` is mentioned by generated code only.
                What::Use | What::Borrow if event.line() > 0 => Fate { used, dropped },
                What::Use | What::Borrow | What::InitAway | What::Settle => continue,
                What::Assign => Fate { used: BTreeSet::new(), dropped: used },
                What::End => {
                    let dropped = BTreeSet::from([self.flow.locals[local].scope_end]);
                    Fate { used: BTreeSet::new(), dropped }
                }
                What::Declare | What::Init if event.maybe => Fate::default(),
                What::Declare | What::Init => {
                    point.fates.remove(&local);
                    continue;
                }
            };
            if event.maybe {
                before.join(&after);
            }
            point.fates.insert(local, before);
        }
    }
}
