//! Lays the machine that `#[pinata::desugar]` made beside rustc's: the plan of its rooms is in the
//! source, and how large they came out is in the debug info.

use pinata_compiled::annotated::{Annotated, Room, Storage};
use pinata_compiled::coroutine::Range;
use pinata_machine::model::Machine;
use pinata_machine::plan::{self, Plan};

use crate::bytes;
use crate::model::{OurMachine, Stretch, StretchKind, Unknown};
use crate::states::Pair;

/// The machine of an annotated function, given the plans that it may have.
pub fn of(annotated: &Annotated, machine: &Machine, plans: &[Plan], pairs: &[Pair]) -> OurMachine {
    let Annotated { size, align, storage, .. } = annotated;
    let states = match storage {
        None => Err(Unknown::NotInDebugInfo),
        Some(storage) => states(plans, storage, machine, *size).ok_or(Unknown::NotInSource),
    };
    let of_pair = |states: &Vec<Vec<Stretch>>, pair: &Pair| {
        pair.state.and_then(|id| states.get(id.0).cloned()).unwrap_or_default()
    };
    OurMachine {
        size: *size,
        align: *align,
        unknown: states.as_ref().err().copied(),
        states: states.map_or_else(
            |_| vec![Vec::new(); pairs.len()],
            |states| pairs.iter().map(|pair| of_pair(&states, pair)).collect(),
        ),
    }
}

/// The bytes of each state, if one plan fits what was built and no other says something else.
fn states(
    plans: &[Plan],
    storage: &Storage,
    machine: &Machine,
    size: u64,
) -> Option<Vec<Vec<Stretch>>> {
    let mut fitting = plans.iter().filter_map(|plan| lay_out(plan, storage, machine, size));
    let first = fitting.next()?;
    fitting.all(|other| other == first).then_some(first)
}

fn lay_out(
    plan: &Plan,
    storage: &Storage,
    machine: &Machine,
    size: u64,
) -> Option<Vec<Vec<Stretch>>> {
    let mut slots = Vec::new();
    let is_same = plan.flags as u64 == storage.flags.size
        && plan.states.len() == machine.states.len()
        && fit(&plan.rooms, &storage.rooms, &mut slots)
        && slots.len() == plan.slots.len();
    if !is_same {
        return None;
    }
    let all = slots.iter().copied().chain([storage.tag, storage.flags]);
    let all = bytes::merge(all.collect());
    let states = plan.states.iter().map(|state| {
        let tag = Stretch { range: storage.tag, kind: StretchKind::Tag, name: None, local: None };
        let flags = state.flags.iter().map(|byte| {
            let range = Range { offset: storage.flags.offset + *byte as u64, size: 1 };
            Stretch { range, kind: StretchKind::Flag, name: None, local: None }
        });
        let held = state.slots.iter().map(|id| {
            let slot = &plan.slots[id.0];
            let kind = if slot.is_awaitee { StretchKind::Awaitee } else { StretchKind::Held };
            let name = slot.local.map(|id| machine.locals[id.0].name.clone());
            Stretch { range: slots[id.0], kind, name, local: slot.local }
        });
        let used = held.filter(|stretch| stretch.range.size > 0);
        bytes::fill(used.chain(flags).chain([tag]).collect(), &all, size)
    });
    Some(states.collect())
}

/// Whether both are the same rooms; if so, `slots` gets where each slot lies.
fn fit(plan: &[plan::Room], built: &[Room], slots: &mut Vec<Range>) -> bool {
    plan.len() == built.len()
        && plan.iter().zip(built).all(|pair| match pair {
            (plan::Room::Slot(_), Room::Slot { range, .. }) => {
                slots.push(*range);
                true
            }
            (plan::Room::Together(plan), Room::Together(built))
            | (plan::Room::InTurn(plan), Room::InTurn(built)) => fit(plan, built, slots),
            _ => false,
        })
}
