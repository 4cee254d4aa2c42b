//! Lays the transitions in the source beside those of the MIR.

use std::collections::{BTreeMap, BTreeSet};

use pinata_compiled::Poll;
use pinata_machine::model::{Machine, StateKind};

use crate::model::{Difference, TransitionPair};
use crate::states::Pair;

/// All transitions, by the order of `pairs`, each once. A way in the source that rustc's machine
/// goes by an await which a macro hides is in both.
///
/// A panic may come from nearly everywhere, and neither side lists where from.
pub fn pair(machine: &Machine, poll: &Poll, pairs: &[Pair]) -> Vec<TransitionPair> {
    let panicked = machine.states.iter().position(|state| state.kind == StateKind::Panicked);
    let of_state: BTreeMap<usize, usize> =
        pairs.iter().zip(0..).filter_map(|(pair, at)| Some((pair.state?.0, at))).collect();
    let of_value: BTreeMap<u32, usize> =
        pairs.iter().zip(0..).filter_map(|(pair, at)| Some((pair.value?, at))).collect();

    let ours = machine.transitions.iter().filter(|one| Some(one.to.0) != panicked);
    let ours: BTreeSet<(usize, usize)> =
        ours.map(|one| (of_state[&one.from.0], of_state[&one.to.0])).collect();
    let theirs = poll.transitions.iter();
    let theirs: BTreeSet<(usize, usize)> = theirs
        .filter_map(|one| Some((*of_value.get(&one.from)?, *of_value.get(&one.to)?)))
        .collect();
    let hidden: Vec<usize> = (0..pairs.len())
        .filter(|at| pairs[*at].state.is_none() && !machine.macros.is_empty())
        .collect();
    let through = without(&hidden, &theirs);
    let all = ours.union(&theirs).map(|&(from, to)| {
        let way = (from, to);
        let in_rustc = theirs.contains(&way) || ours.contains(&way) && through.contains(&way);
        let in_source = ours.contains(&way);
        let reason = difference(machine, in_source, in_rustc);
        TransitionPair { from, to, in_source, in_rustc, reason }
    });
    all.collect()
}

/// The ways that are left when one goes through the awaits that a macro hides without a stop:
/// `a → hidden → b` becomes `a → b`.
fn without(hidden: &[usize], ways: &BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
    let mut ways = ways.clone();
    for state in hidden {
        let from = ways.iter().filter(|(_, to)| to == state).map(|(from, _)| *from);
        let to = ways.iter().filter(|(from, _)| from == state).map(|(_, to)| *to);
        let (from, to): (Vec<usize>, Vec<usize>) = (from.collect(), to.collect());
        ways.extend(from.iter().flat_map(|from| to.iter().map(|to| (*from, *to))));
        ways.retain(|(from, to)| from != state && to != state);
    }
    ways
}

/// Why only one of two machines has something.
pub fn difference(machine: &Machine, in_source: bool, in_rustc: bool) -> Option<Difference> {
    match (in_source, in_rustc) {
        (true, false) => Some(Difference::NeverTaken),
        (false, true) if !machine.macros.is_empty() => Some(Difference::MacroMade),
        _ => None,
    }
}
