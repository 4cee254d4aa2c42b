//! Goes through the code for parts that it moves, and for new values that parts get.

use std::collections::BTreeSet;

use syn::Expr;
use syn::spanned::Spanned;

use super::gone::base_key;
use super::leads::is_told_from;
use super::{Moved, Part, Parts, arm_key, let_key, place_key};
use crate::flow::marks::Mark;
use crate::flow::{Arm, BlockId, End, Flow, LocalId, Op};
use crate::held::events::{BlockEvents, What};
use crate::held::{Analysis, Home};
use crate::mentions::{
    self, Binds, Capture, Captured, Visitor, binds_by_value, binds_of, let_inside,
};

/// Collects the parts that the code moves.
pub fn collect(flow: &Flow, analysis: &Analysis) -> Parts {
    let names = &analysis.names;
    let mut collector = Collector {
        flow,
        analysis,
        parts: Parts::default(),
        bases: Vec::new(),
        assigned: Vec::new(),
        emptied: BTreeSet::new(),
        gone: BTreeSet::new(),
        at: (0, 0),
    };
    for block in &analysis.shape.order {
        let code = &flow.blocks[*block];
        for (index, op) in code.ops.iter().enumerate() {
            collector.go_to(*block, index);
            match op {
                Op::Let { pat, value, otherwise, .. } => {
                    if let Some(root) = let_inside(names, pat, value)
                        && collector.apart(root)
                    {
                        let part = Part::Patterns(Box::new(value.clone()), vec![pat.clone()]);
                        collector.moves(root, vec![let_key(*block, index)], part);
                    }
                    mentions::walk_init(&mut value.clone(), pat, names, &mut collector);
                    if let Some(otherwise) = otherwise {
                        mentions::walk(&mut otherwise.clone(), names, &mut collector);
                    }
                }
                Op::Code(value) | Op::Set { value, .. } => {
                    mentions::walk(&mut value.clone(), names, &mut collector);
                }
                Op::Declare(_) | Op::End(_) => {}
            }
        }
        collector.go_to(*block, code.ops.len());
        match &code.end {
            End::If { cond, .. } => mentions::walk(&mut cond.clone(), names, &mut collector),
            End::Return(Some(value)) => {
                mentions::walk(&mut value.clone(), names, &mut collector);
            }
            End::Match { place, arms } => {
                mentions::walk_place(&mut place.clone(), names, &mut collector);
                let Some(root) = names.root(place) else { continue };
                if !collector.apart(root) {
                    continue;
                }
                // An arm that takes all of a local leaves no part.
                let whole = names.expr(place).is_some();
                if whole && arms.iter().any(|arm| binds_of([&arm.pat]) == Binds::Everything) {
                    collector.emptied.insert(root);
                }
                let taking: Vec<(usize, &Arm)> =
                    arms.iter().enumerate().filter(|(_, arm)| takes_part(arm, whole)).collect();
                for group in with_one_flag(&taking) {
                    let keys = group.iter().map(|(index, _)| arm_key(*block, *index)).collect();
                    let pats = group.iter().map(|(_, arm)| arm.pat.clone()).collect();
                    collector.moves(root, keys, Part::Patterns(Box::new(place.clone()), pats));
                }
            }
            _ => {}
        }
    }
    let Collector { mut parts, bases, assigned, emptied, .. } = collector;
    // What has a name comes first: for a base there may be no flag left.
    bases.into_iter().for_each(|(local, base)| parts.add_base(local, base));
    for local in parts.of.keys().copied().collect::<Vec<_>>() {
        let places = assigned.iter().filter(|assigned| assigned.local == local);
        parts.open_boxes(local, &places.map(|assigned| &assigned.place).collect::<Vec<_>>());
    }
    for Assigned { local, place, is_gone, is_parted } in assigned {
        // What went as a whole isn't given parts: it is `Copy`, or was lent on.
        if is_gone && emptied.contains(&local) {
            parts.emptied.insert((local, place_key(&place)));
        } else if is_parted && parts.assigned(local, &place).is_none() {
            parts.replaced.insert((local, place_key(&place)));
        }
    }
    parts
}

/// Whether an arm may leave a rest behind. `whole` tells whether the match is on a local.
fn takes_part(arm: &Arm, whole: bool) -> bool {
    arm.sees.is_empty()
        && match whole {
            true => binds_of([&arm.pat]) == Binds::Parts,
            false => binds_by_value(&arm.pat),
        }
}

/// The most arms of a match that have flags of their own, if they can do without.
const MOST_APART: usize = 3;

/// Puts arms together that can do with one flag, since the value tells which of them it was.
fn with_one_flag<'a>(taking: &[(usize, &'a Arm)]) -> Vec<Vec<(usize, &'a Arm)>> {
    let (mut together, mut groups): (Vec<(usize, &Arm)>, _) = (Vec::new(), Vec::new());
    for one in taking.iter().copied() {
        let before = together.iter().map(|(_, arm)| &arm.pat);
        let may_share = taking.len() > MOST_APART && one.1.guard.is_none();
        match may_share && is_told_from(&one.1.pat, before) {
            true => together.push(one),
            false => groups.push(vec![one]),
        }
    }
    if !together.is_empty() {
        groups.push(together);
    }
    groups
}

struct Collector<'a> {
    flow: &'a Flow,
    analysis: &'a Analysis,
    parts: Parts,
    /// The bases of literals.
    bases: Vec<(LocalId, Moved)>,
    /// The parts that are assigned when the local or parts of it may be gone.
    assigned: Vec<Assigned>,
    /// What patterns take all parts of, anywhere.
    emptied: BTreeSet<LocalId>,
    /// What may be gone, by a pattern or as a whole.
    gone: BTreeSet<LocalId>,
    /// The op at hand.
    at: (BlockId, usize),
}

/// `local.part = …`
struct Assigned {
    local: LocalId,
    place: Expr,
    is_gone: bool,
    is_parted: bool,
}

impl Collector<'_> {
    fn go_to(&mut self, block: BlockId, op: usize) {
        self.at = (block, op);
        self.gone = self.analysis.gone_before[block].get(op).cloned().unwrap_or_default();
    }

    fn is_parted(&self, local: LocalId) -> bool {
        let (block, op) = self.at;
        self.analysis.parted_before[block].get(op).is_some_and(|parted| parted.contains(&local))
    }

    /// Whether the op at hand moves a part; there may be a loop in it.
    fn is_being_parted(&self, local: LocalId) -> bool {
        let (block, op) = self.at;
        let BlockEvents { ops, end, .. } = &self.analysis.events[block];
        let mut events = ops.get(op).unwrap_or(end).iter();
        events.any(|event| event.local == local && event.what == What::TakePart)
    }

    fn moves(&mut self, local: LocalId, keys: Vec<String>, part: Part) {
        let (block, op) = self.at;
        let by = match &part {
            Part::Place(place) | Part::Base(place, _) => place_key(place),
            Part::Patterns(..) => format!("{op} of {block}"),
        };
        let late = self.is_parted(local);
        self.parts.add(local, Moved { keys, by, late, part });
    }

    fn apart(&self, local: LocalId) -> bool {
        self.analysis.homes[local] != Home::Code && !self.flow.locals[local].plain
    }
}

impl Visitor for Collector<'_> {
    fn value(&mut self, _: &mut Expr, _: LocalId) {}
    fn place(&mut self, _: &mut Expr, _: LocalId, _: bool) {}
    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        if self.apart(local) {
            self.moves(local, vec![place_key(expr)], Part::Place(Box::new(expr.clone())));
        }
    }
    fn base(&mut self, expr: &mut Expr, local: LocalId) {
        if let Expr::Struct(literal) = expr
            && let (Some(key), Some(place)) = (base_key(literal), literal.rest.clone())
            && self.apart(local)
        {
            let part = Part::Base(place, Box::new(literal.clone()));
            let (by, late) = (key.clone(), self.is_parted(local));
            self.bases.push((local, Moved { keys: vec![key], by, late, part }));
        }
    }
    fn receiver(&mut self, _: &mut Expr, _: LocalId) {}
    fn callee(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign(&mut self, _: &mut Expr, local: LocalId) {
        self.gone.remove(&local);
    }
    fn assign_part(&mut self, expr: &mut Expr, local: LocalId) {
        if let Expr::Assign(assign) = expr
            && self.apart(local)
        {
            let place = (*assign.left).clone();
            let is_gone = self.gone.contains(&local);
            let is_parted = self.is_parted(local) || self.is_being_parted(local);
            self.assigned.push(Assigned { local, place, is_gone, is_parted });
        }
    }
    fn scrutinee(&mut self, _: &mut Expr, local: LocalId, binds: Binds) {
        if binds == Binds::Everything {
            self.gone.insert(local);
            self.emptied.insert(local);
        }
    }
    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]) {
        // Before 2021 a closure captures all of a local.
        if self.flow.edition < 2021 {
            return;
        }
        for Capture { local, how } in captures.iter().copied() {
            if how == Captured::Parts && self.apart(local) {
                let name = &self.flow.locals[local].written;
                let message = format!(
                    "pinata: this captures a part of `{name}`, which is kept across an `.await`; move the part into a local first: `let part = {name}.…;`"
                );
                self.parts.refusals.push((expr.span(), message));
            }
        }
    }
    fn mark(&mut self, _: &mut Expr, _: Mark) {}
    fn kept(&mut self, _: &mut Expr, _: LocalId, _: Expr) {}
    fn picked_up(&mut self, _: &mut Expr, _: LocalId, _: LocalId) {}
    fn asked(&mut self, _: &mut Expr, mut part: Expr, local: LocalId) {
        self.part(&mut part, local);
    }
    fn unknown(&mut self, _: &mut Expr) {}
    fn leave(&mut self, _: &mut Expr) {}
}
