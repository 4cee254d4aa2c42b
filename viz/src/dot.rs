//! Machines as a DOT graph for Graphviz, with a table in each node.
//!
//! Every machine is a cluster of its own, so that a whole file is one picture. Labels are
//! HTML-like tables of fixed colours; the legend below the picture says what they mean.

mod html;
mod label;
mod legend;
mod palette;
mod state;

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use petgraph::visit::EdgeRef;
use pinata_machine::model::{LoopId, Machine, StateId, StateKind};

use crate::graph::{self, StateGraph};
use crate::phrase::Names;
use crate::{Found, phrase};

/// Draws the machines side by side in one graph.
pub fn render(found: &[&Found]) -> String {
    let mut stmts = vec![
        Stmt::from(GraphAttributes::Graph(vec![
            text("fontname", palette::SANS),
            text("bgcolor", palette::PAPER),
            text("rankdir", "TB"),
            text("nodesep", "0.5"),
            text("ranksep", "0.55"),
            text("labelloc", "b"),
            markup("label", &legend::legend()),
        ])),
        Stmt::from(GraphAttributes::Node(vec![
            text("fontname", palette::SANS),
            text("shape", "plain"),
        ])),
        Stmt::from(GraphAttributes::Edge(vec![
            text("fontname", palette::SANS),
            text("arrowsize", "0.8"),
            text("penwidth", "1.4"),
        ])),
    ];
    let clusters = found.iter().enumerate().map(|(index, one)| cluster(index, one));
    stmts.extend(clusters.map(Stmt::from));
    let graph = Graph::DiGraph { id: Id::Plain("pinata".to_owned()), strict: false, stmts };
    graph.print(&mut PrinterContext::default()) + "\n"
}

/// One machine, framed only by its title.
fn cluster(index: usize, found: &Found) -> Subgraph {
    let Found { path, machine, .. } = found;
    let (graph, names) = (graph::connect(machine), Names::of(machine));
    let id = |state: StateId| node_id(index, &machine.states[state.0].name);

    let mut stmts = vec![
        Stmt::from(text("labelloc", "t")),
        Stmt::from(text("labeljust", "l")),
        Stmt::from(text("color", palette::PAPER)),
        Stmt::from(markup("label", &label::title(path, machine))),
    ];
    if !machine.refusals.is_empty() {
        stmts.extend(note(index, machine));
    }
    let node =
        |state: StateId| Stmt::from(Node::new(id(state), resting(machine, &graph, &names, state)));
    stmts.extend(nested(index, machine, None, &node));
    stmts.push(Stmt::from(ends(index, machine)));
    for edge in graph.edge_references() {
        let (from, to) = (graph[edge.source()], graph[edge.target()]);
        stmts.push(Stmt::from(Edge {
            ty: EdgeTy::Pair(Vertex::from(id(from)), Vertex::from(id(to))),
            attributes: transition(machine, from, to, &label::transitions(edge.weight())),
        }));
    }
    Subgraph { id: quoted(&format!("cluster_{index}")), stmts }
}

/// The states that are in a loop, but in none inside of it; and the loops inside of it, as frames.
fn nested(
    index: usize,
    machine: &Machine,
    parent: Option<LoopId>,
    node: &dyn Fn(StateId) -> Stmt,
) -> Vec<Stmt> {
    let innermost = |state: &StateId| {
        let around = machine.loops.iter().rposition(|one| one.states.contains(state));
        around.map(LoopId) == parent
    };
    let states = graph::drawn(machine);
    let mut stmts: Vec<Stmt> = states.filter(innermost).map(node).collect();
    for (number, one) in machine.loops.iter().enumerate().filter(|(_, one)| one.parent == parent) {
        let mut inside = vec![
            Stmt::from(text("labelloc", "t")),
            Stmt::from(text("labeljust", "l")),
            Stmt::from(text("style", "rounded,dashed,filled")),
            Stmt::from(text("color", palette::LOOP)),
            Stmt::from(text("fillcolor", palette::FRAME)),
            Stmt::from(markup("label", &label::head(one))),
        ];
        inside.extend(nested(index, machine, Some(LoopId(number)), node));
        let id = quoted(&format!("cluster_{index}_loop_{number}"));
        stmts.push(Stmt::from(Subgraph { id, stmts: inside }));
    }
    stmts
}

fn resting(machine: &Machine, graph: &StateGraph, names: &Names, id: StateId) -> Vec<Attribute> {
    let kind = &machine.states[id.0].kind;
    vec![
        text("tooltip", &phrase::resting(kind)),
        markup("label", &state::state(machine, graph, names, id)),
    ]
}

fn transition(machine: &Machine, from: StateId, to: StateId, label: &str) -> Vec<Attribute> {
    let mut attributes = vec![
        text("color", palette::edge(machine, from, to)),
        text("tooltip", &format!("{} → {}", name(machine, from), name(machine, to))),
        markup("label", label),
    ];
    // What goes on to the next state is the spine of the picture: it should be straight.
    if to.0 == from.0 + 1 {
        attributes.push(text("weight", "100"));
    }
    if graph::loops(from, to) {
        attributes.push(text("style", "dashed"));
        // A way back must not lift what is below: the entry stays on top.
        attributes.push(text("constraint", "false"));
    }
    attributes
}

/// Keeps the states that end the machine at the bottom, beside each other.
fn ends(index: usize, machine: &Machine) -> Subgraph {
    let is_end = |kind: &StateKind| matches!(kind, StateKind::Returned | StateKind::Panicked);
    let drawn = graph::drawn(machine).map(|id| &machine.states[id.0]);
    let ends = drawn.filter(|state| is_end(&state.kind));
    let mut stmts = vec![Stmt::from(text("rank", "same"))];
    stmts.extend(ends.map(|state| Stmt::from(Node::new(node_id(index, &state.name), vec![]))));
    Subgraph { id: quoted(&format!("ends_{index}")), stmts }
}

/// What keeps the function from being desugared, beside the state where it begins.
fn note(index: usize, machine: &Machine) -> Vec<Stmt> {
    let note = node_id(index, "refusals");
    let first = node_id(index, &machine.states[0].name);
    let rank = Subgraph {
        id: quoted(&format!("begin_{index}")),
        stmts: vec![
            Stmt::from(text("rank", "same")),
            Stmt::from(Node::new(first.clone(), vec![])),
            Stmt::from(Node::new(note.clone(), vec![markup("label", &label::refusals(machine))])),
        ],
    };
    let line = Edge {
        ty: EdgeTy::Pair(Vertex::from(first), Vertex::from(note)),
        attributes: vec![
            text("color", palette::NOTE_EDGE),
            text("style", "dotted"),
            text("arrowhead", "none"),
        ],
    };
    vec![Stmt::from(rank), Stmt::from(line)]
}

fn name(machine: &Machine, id: StateId) -> &str {
    &machine.states[id.0].name
}

/// Names are unique in a machine; the index keeps the machines of a file apart.
fn node_id(index: usize, name: &str) -> NodeId {
    NodeId(quoted(&format!("{index}.{name}")), None)
}

fn text(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), quoted(value))
}

fn markup(name: &str, html: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Html(format!("<{html}>")))
}

/// A string of the DOT language. A backslash begins an escape there, such as `\N`.
fn quoted(text: &str) -> Id {
    let text = phrase::printable(text).replace('\\', "\\\\").replace('"', "\\\"");
    Id::Escaped(format!("\"{text}\""))
}
