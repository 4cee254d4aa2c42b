//! Pairs the states of a machine with those of a coroutine: by line, and in a line by order.

use std::collections::BTreeMap;

use pinata_compiled::coroutine::Coroutine;
use pinata_machine::model::{Machine, StateId, StateKind};

/// The first of the values of the tag that every coroutine has.
pub const UNRESUMED: u32 = 0;
const RETURNED: u32 = 1;
/// The last of them: what is larger waits.
pub const PANICKED: u32 = 2;

/// A state in the source, the state of the coroutine by its tag, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// In the source.
    pub state: Option<StateId>,
    /// In the coroutine.
    pub value: Option<u32>,
}

/// Pairs all states: those of the source in its order, then what only the coroutine has.
pub fn pair(machine: &Machine, coroutine: &Coroutine) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = machine
        .states
        .iter()
        .enumerate()
        .map(|(id, state)| {
            let value = match state.kind {
                StateKind::Unresumed => Some(UNRESUMED),
                StateKind::Returned => Some(RETURNED),
                StateKind::Panicked => Some(PANICKED),
                StateKind::Suspended { .. } => None,
            };
            Pair { state: Some(StateId(id)), value }
        })
        .collect();

    // What has the same line, in order.
    let mut by_line: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for state in coroutine.states.iter().filter(|state| state.value > PANICKED) {
        if state.file.is_none() {
            by_line.entry(state.line).or_default().push(state.value);
        }
    }
    for (pair, state) in pairs.iter_mut().zip(&machine.states) {
        if let StateKind::Suspended { line, .. } = state.kind
            && let Some(values) = by_line.get_mut(&line)
            && !values.is_empty()
        {
            pair.value = Some(values.remove(0));
        }
    }

    // What a macro awaits has a line in the macro's own file: in order as well, when nothing is
    // left over.
    let is_left = |value: &u32, pairs: &[Pair]| pairs.iter().all(|pair| pair.value != Some(*value));
    let values = coroutine.states.iter().map(|state| state.value);
    let mut left: Vec<u32> = values.filter(|value| is_left(value, &pairs)).collect();
    let lacking = || pairs.iter().filter(|pair| pair.value.is_none());
    if lacking().count() == left.len() {
        let mut left = std::mem::take(&mut left).into_iter();
        pairs
            .iter_mut()
            .filter(|pair| pair.value.is_none())
            .for_each(|pair| pair.value = left.next());
    }
    pairs.extend(left.into_iter().map(|value| Pair { state: None, value: Some(value) }));
    pairs
}
