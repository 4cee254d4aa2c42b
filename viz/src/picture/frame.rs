//! The frames around loops.

use kurbo::{Point, Rect, Shape};
use petgraph::algo::has_path_connecting;
use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeFiltered, EdgeRef};
use pinata_machine::model::{Loop, LoopId, Machine, StateId, StateKind};

use super::arrow::{Arrow, Kind};
use super::card::Card;
use super::font::{Face, Text};
use crate::graph::{self, StateGraph};

/// Between what is in a loop and its frame.
const ASIDE: f64 = 14.0;
const ABOVE: f64 = 24.0;
const BELOW: f64 = 10.0;
/// The widest head of a loop, in pixels.
const WIDEST: f64 = 300.0;

/// A loop, framed.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Which.
    pub id: LoopId,
    /// Where.
    pub rect: Rect,
    /// What stands before its brace.
    pub head: Text,
    /// The start of its base line.
    pub at: Point,
}

/// Which states have to be above which: all that is in a loop comes before what follows it.
pub fn order(machine: &Machine, graph: &StateGraph) -> Vec<(StateId, StateId)> {
    let mut order = vec![];
    for one in &machine.loops {
        let is_inside = |state: StateId| one.states.contains(&state);
        let forward = |from: StateId| {
            let to = graph.neighbors(graph::node(from)).map(|to| graph[to]);
            to.filter(move |&to| to > from && machine.states[to.0].kind != StateKind::Panicked)
        };
        let last: Vec<_> =
            one.states.iter().filter(|&&from| !forward(from).any(is_inside)).copied().collect();
        let after = one.states.iter().flat_map(|&from| forward(from));
        let after: Vec<_> = after.filter(|&to| !is_inside(to)).collect();
        for &to in &after {
            order.extend(last.iter().map(|&from| (from, to)));
        }
    }
    order.sort();
    order.dedup();
    needed(machine, graph, order)
}

/// Leaves out what other arrows that go down see to already: each link takes room.
fn needed(
    machine: &Machine,
    graph: &StateGraph,
    order: Vec<(StateId, StateId)>,
) -> Vec<(StateId, StateId)> {
    let mut down = DiGraph::<(), ()>::new();
    for _ in &machine.states {
        down.add_node(());
    }
    for edge in graph.edge_references().filter(|edge| graph[edge.target()] > graph[edge.source()]) {
        down.add_edge(edge.source(), edge.target(), ());
    }
    let links: Vec<_> = order
        .iter()
        .map(|&(from, to)| down.add_edge(graph::node(from), graph::node(to), ()))
        .collect();
    let mut needed = vec![];
    for (pair, link) in order.into_iter().zip(links) {
        // Links stay in the graph, so that the indices of the others do, too.
        let others = EdgeFiltered::from_fn(&down, |edge| edge.id() != link);
        if !has_path_connecting(&others, graph::node(pair.0), graph::node(pair.1), None) {
            needed.push(pair);
        }
    }
    needed
}

/// How many frames begin above a state.
pub fn opening(machine: &Machine, graph: &StateGraph, id: StateId) -> usize {
    let enters = |one: &&Loop| {
        let mut from = graph
            .neighbors_directed(graph::node(id), petgraph::Direction::Incoming)
            .map(|from| graph[from]);
        one.states.contains(&id)
            && (one.states.iter().min() == Some(&id)
                || from.any(|from| from < id && !one.states.contains(&from)))
    };
    machine.loops.iter().filter(enters).count()
}

/// How many frames may end below a state.
pub fn closing(machine: &Machine, graph: &StateGraph, id: StateId) -> usize {
    let leaves = |one: &&Loop| {
        let mut to = graph.neighbors(graph::node(id)).map(|to| graph[to]);
        one.states.contains(&id) && !to.any(|to| to > id && one.states.contains(&to))
    };
    machine.loops.iter().filter(leaves).count()
}

fn padded(content: Rect) -> Rect {
    let Rect { x0, y0, x1, y1 } = content;
    Rect::new(x0 - ASIDE, y0 - ABOVE, x1 + ASIDE, y1 + BELOW).round()
}

/// Frames the loops around which there is room.
pub fn frames(machine: &Machine, cards: &[Card], arrows: &[Arrow]) -> Vec<Frame> {
    let mut frames: Vec<Frame> = vec![];
    // Loops inside of others come after them.
    for (index, one) in machine.loops.iter().enumerate().rev() {
        let is_inside = |state: StateId| one.states.contains(&state);
        let mut content: Vec<Rect> = vec![];
        let mut around: Vec<Rect> = vec![];
        let mut passing: Vec<Rect> = vec![];
        for card in cards {
            let place = if is_inside(card.state) { &mut content } else { &mut around };
            place.push(card.frame);
        }
        for arrow in arrows {
            let is_aside = arrow.sign.is_some() || arrow.kind == Kind::Pending;
            let is_within = arrow.to.is_some_and(is_inside) || is_aside;
            let label = arrow.label.iter().map(|(_, rect)| *rect);
            match is_inside(arrow.from) && is_within {
                true => {
                    content.extend(label);
                    content.push(arrow.path.bounding_box());
                    content.extend(arrow.sign.map(|at| Rect::from_center_size(at, (16.0, 16.0))));
                }
                // The label of an arrow that comes or goes may be on either side of the frame.
                false if is_inside(arrow.from) || arrow.to.is_some_and(is_inside) => {
                    passing.extend(label);
                }
                false => around.extend(label),
            }
        }
        let inner = frames.iter().filter(|frame| {
            let parent = machine.loops[frame.id.0].parent;
            parent == Some(LoopId(index))
        });
        content.extend(inner.map(|frame| frame.rect));
        let Some(content) = content.into_iter().reduce(|a, b| a.union(b)) else { continue };
        let mut rect = padded(content);
        // It is not on the line of the frame itself.
        while let Some(cut) =
            passing.iter().find(|one| one.overlaps(rect) && !rect.contains_rect(**one))
        {
            rect = rect.union(cut.inset(6.0)).round();
        }
        if around.iter().any(|other| other.overlaps(rect)) {
            continue;
        }
        let words = match &one.label {
            Some(label) => format!("{label}: {}", one.head),
            None => one.head.clone(),
        };
        let head = Text::new(&words, Face::Code, 11.5, WIDEST);
        let (from, to) = gap(rect, arrows, head.width);
        let head = match head.width <= to - from {
            true => head,
            false => Text::new(&words, Face::Code, 11.5, to - from),
        };
        let at = Point::new(from, rect.y0 + 17.0);
        frames.push(Frame { id: LoopId(index), rect, head, at });
    }
    frames.reverse();
    frames
}

/// Where there is room for the head: between what crosses the upper edge of the frame,
/// at the first place that is wide enough, or else at the widest.
fn gap(rect: Rect, arrows: &[Arrow], wanted: f64) -> (f64, f64) {
    let strip = Rect::new(rect.x0, rect.y0 + 2.0, rect.x1, rect.y0 + ABOVE - 2.0);
    let segments = arrows.iter().flat_map(|arrow| arrow.path.segments());
    let labels = arrows.iter().flat_map(|arrow| &arrow.label).map(|(_, rect)| *rect);
    let mut lines: Vec<Rect> = segments
        .map(|line| line.bounding_box())
        .chain(labels)
        .filter(|line| line.overlaps(strip))
        .collect();
    lines.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut gaps = vec![];
    let mut from = rect.x0 + 12.0;
    for line in lines {
        gaps.push((from, line.x0 - 8.0));
        from = from.max(line.x1 + 8.0);
    }
    gaps.push((from, rect.x1 - 12.0));
    let width = |&(from, to): &(f64, f64)| to - from;
    let first = gaps.iter().find(|gap| width(gap) >= wanted).copied();
    first
        .or_else(|| gaps.into_iter().max_by(|a, b| width(a).total_cmp(&width(b))))
        .unwrap_or((from, from))
}
