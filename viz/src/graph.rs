//! A machine as a graph: its states joined by what leads from one to the next.

use petgraph::graph::{DiGraph, NodeIndex};
use pinata_machine::model::{Machine, StateId, StateKind, Transition};

/// States are nodes, in the order of the machine; an edge carries every transition between
/// the same two states, in the order of the machine, so that a picture has one arrow for them.
pub type StateGraph<'m> = DiGraph<StateId, Vec<&'m Transition>>;

/// Builds the graph of a machine.
pub fn connect(machine: &Machine) -> StateGraph<'_> {
    let mut graph = StateGraph::new();
    for index in 0..machine.states.len() {
        graph.add_node(StateId(index));
    }
    for transition in &machine.transitions {
        let (from, to) = (node(transition.from), node(transition.to));
        match graph.find_edge(from, to) {
            Some(edge) => graph[edge].push(transition),
            None => {
                graph.add_edge(from, to, vec![transition]);
            }
        }
    }
    graph
}

/// The states that are drawn, in the order of the machine: nothing leads to `Panicked` unless code
/// panics by itself.
pub fn drawn(machine: &Machine) -> impl Iterator<Item = StateId> {
    (0..machine.states.len()).map(StateId).filter(|id| {
        machine.states[id.0].kind != StateKind::Panicked
            || machine.transitions.iter().any(|transition| transition.to == *id)
    })
}

/// The node of a state.
pub fn node(state: StateId) -> NodeIndex {
    NodeIndex::new(state.0)
}

/// Whether an edge goes back to a state that comes no later in the source: a loop.
pub fn loops(from: StateId, to: StateId) -> bool {
    to <= from
}
