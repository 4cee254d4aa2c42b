//! What a state holds that the states before it do not, and the other way round.

use petgraph::Direction::Incoming;
use pinata_machine::model::{LocalId, Machine, StateId};

use crate::graph::{self, StateGraph};

/// How a state differs from those before it.
///
/// "Before" are the states that lead here from earlier in the source. The way back of a loop is
/// left out: what an iteration lets go has been gained in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Held here, but not in every state before.
    pub gained: Vec<LocalId>,
    /// Held in a state before, but not here.
    pub let_go: Vec<LocalId>,
}

/// Compares a state with those before it.
pub fn changes(machine: &Machine, graph: &StateGraph, state: StateId) -> Changes {
    let held = |state: StateId| machine.states[state.0].held.iter().map(|held| held.local);
    let before: Vec<StateId> = graph
        .neighbors_directed(graph::node(state), Incoming)
        .map(|node| graph[node])
        .filter(|&from| !graph::loops(from, state))
        .collect();
    if before.is_empty() {
        return Changes::default();
    }
    let mut let_go: Vec<LocalId> = before
        .iter()
        .flat_map(|&from| held(from))
        .filter(|local| held(state).all(|kept| kept != *local))
        .collect();
    let_go.sort();
    let_go.dedup();
    Changes {
        gained: held(state)
            .filter(|local| {
                let knows = |&from: &StateId| held(from).any(|kept| kept == *local);
                !before.iter().all(knows)
            })
            .collect(),
        let_go,
    }
}
