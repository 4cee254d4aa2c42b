//! Which variant of the enum holds which slot, and in which order.
//!
//! Variants that share a prefix of fields keep those at the same address. So every slot gets
//! a *parent*: the deepest slot in use when it is first written. A variant lists the path
//! from the root to the deepest slot that it holds; what is dead on that path is a hole.
//!
//! ```text
//! host ─ path ─ awaitee of connect          AwaitConnect  { host, path, awaitee }
//!      └ socket ─ request ─ awaitee …       AwaitWriteAll { host, socket, request, awaitee }
//! ```

use std::collections::BTreeSet;

use crate::flow::{Flow, LocalId, Op, marks};
use crate::held::{Analysis, Home};

/// A field of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub local: LocalId,
    /// Whether the state holds it; otherwise it keeps the address of what follows.
    pub held: bool,
}

/// The fields of every variant.
pub struct Layout {
    /// The slots in the order of the type parameters.
    pub slots: Vec<LocalId>,
    /// The fields of `Unresumed`.
    pub unresumed: Vec<Field>,
    /// The fields of each suspension, in the order of the analysis.
    pub suspended: Vec<Vec<Field>>,
}

/// Lays out the slots.
pub fn lay_out(flow: &Flow, analysis: &Analysis) -> Layout {
    let mut tree = Tree { parent: vec![None; flow.locals.len()], slots: Vec::new() };
    let parameters = parameters_by_life(flow, analysis);
    let mut below = None;
    for parameter in &parameters {
        tree.add(*parameter, below);
        below = Some(*parameter);
    }
    for block in &analysis.shape.order {
        let code = &flow.blocks[*block];
        let taken = &analysis.taken_before[*block];
        for (index, op) in code.ops.iter().enumerate() {
            let after = taken.get(index + 1).or(taken.last());
            let Some(after) = after else { continue };
            for local in written(op) {
                tree.place(local, after, analysis);
            }
        }
        // Bindings of a match are written on the way to their arm.
        if let crate::flow::End::Match { arms, .. } = &code.end {
            for arm in arms {
                let after = analysis.taken_before[arm.to].first();
                for bind in &arm.binds {
                    if let Some(after) = after {
                        tree.place(*bind, after, analysis);
                    }
                }
            }
        }
    }
    let unresumed = parameters.iter().map(|local| Field { local: *local, held: true }).collect();
    let suspended = analysis
        .waits
        .iter()
        .map(|(_, held)| {
            let held: BTreeSet<LocalId> = held.iter().map(|held| held.local).collect();
            tree.path_to_deepest(&held)
                .into_iter()
                .map(|local| Field { local, held: held.contains(&local) })
                .collect()
        })
        .collect();
    Layout { slots: tree.slots, unresumed, suspended }
}

/// What lives longest comes first, so that the others leave no hole below it. Among equals,
/// small numbers come last, where they cost no padding.
fn parameters_by_life(flow: &Flow, analysis: &Analysis) -> Vec<LocalId> {
    let mut parameters: Vec<LocalId> = (0..flow.parameters).collect();
    let last_held = |local: LocalId| {
        analysis.waits.iter().rposition(|(_, held)| held.iter().any(|held| held.local == local))
    };
    let small = |local: LocalId| {
        flow.locals[local].ty.as_ref().is_some_and(|ty| {
            let text = quote::quote!(#ty).to_string();
            ["bool", "u8", "i8", "u16", "i16", "u32", "i32", "char", "f32"].contains(&&*text)
        })
    };
    parameters.sort_by_key(|local| (std::cmp::Reverse(last_held(*local)), small(*local)));
    parameters
}

/// The locals whose storage an op begins.
fn written(op: &Op) -> Vec<LocalId> {
    match op {
        Op::Set { local, value } => {
            let mut all = marks::keeps(value);
            all.push(*local);
            all
        }
        Op::Let { binds, value, .. } => {
            let mut all = marks::keeps(value);
            all.extend(binds);
            all
        }
        Op::Declare(local) => vec![*local],
        Op::Code(value) => marks::keeps(value),
        Op::End(_) => Vec::new(),
    }
}

struct Tree {
    parent: Vec<Option<LocalId>>,
    slots: Vec<LocalId>,
}

impl Tree {
    fn add(&mut self, local: LocalId, parent: Option<LocalId>) {
        if !self.slots.contains(&local) {
            self.parent[local] = parent;
            self.slots.push(local);
        }
    }

    /// Puts a slot above the deepest of those in use.
    fn place(&mut self, local: LocalId, taken: &BTreeSet<LocalId>, analysis: &Analysis) {
        if analysis.homes[local] != Home::Slot {
            return;
        }
        let others = taken.iter().copied().filter(|other| *other != local);
        let deepest = others
            .filter(|other| self.slots.contains(other))
            .max_by_key(|other| self.depth(*other));
        self.add(local, deepest);
    }

    fn depth(&self, local: LocalId) -> usize {
        self.path(local).len()
    }

    fn path(&self, local: LocalId) -> Vec<LocalId> {
        let mut path = vec![local];
        let mut at = local;
        while let Some(parent) = self.parent[at] {
            path.push(parent);
            at = parent;
        }
        path.reverse();
        path
    }

    fn path_to_deepest(&self, held: &BTreeSet<LocalId>) -> Vec<LocalId> {
        let deepest = held
            .iter()
            .copied()
            .filter(|local| self.slots.contains(local))
            .max_by_key(|local| self.depth(*local));
        deepest.map(|local| self.path(local)).unwrap_or_default()
    }
}
