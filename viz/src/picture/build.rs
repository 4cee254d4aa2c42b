//! From a machine to its picture.
//!
//! What ends the machine beside its state, and what goes back, stands in a lane to the right and
//! to the left of the card: a function with forty `?` would otherwise be all lines.

use kurbo::{Point, Rect, Size};
use petgraph::visit::EdgeRef;
use pinata_machine::model::{Machine, StateId, StateKind, Transition};

use super::arrow::{Arrow, Kind, Toward};
use super::card::{self, Card};
use super::frame::{self, Frame};
use super::label::Label;
use super::place::{self, Link, Placed};
use super::{Show, back, route};
use crate::graph::{self, StateGraph};
use crate::phrase::Names;

/// Between a card and the label beside it.
const REACH: f64 = 12.0;
/// From the label beside a card to the sign of the end.
const SIGN: f64 = 34.0;
/// From a card to the outer end of the lane, beside the label.
const TURN: f64 = 14.0;
/// Between two labels of a lane.
const APART: f64 = 10.0;
/// Above the states of a loop, for its head; and below them.
const ABOVE: f64 = 28.0;
const BELOW: f64 = 12.0;

/// What stands beside a card.
struct Aside<'m> {
    kind: Kind,
    to: Option<StateId>,
    ways: Vec<&'m Transition>,
    label: Label,
}

/// A node of the layout: a card with its lanes, and room for the frames of loops.
struct Node<'m> {
    card: Card,
    /// The ways back, and what is pending.
    left: Vec<Aside<'m>>,
    /// The ways out.
    right: Vec<Aside<'m>>,
    above: f64,
    below: f64,
}

/// The cards, arrows and frames of a machine, placed.
pub struct Drawing {
    pub cards: Vec<Card>,
    pub arrows: Vec<Arrow>,
    pub frames: Vec<Frame>,
}

pub fn build(machine: &Machine, show: Show) -> Drawing {
    let graph = graph::connect(machine);
    let (down, mut nodes) = sort(machine, &graph, show);
    let index = |state: StateId| nodes.iter().position(|node| node.card.state == state);
    let mut links: Vec<Link> = down
        .iter()
        .filter_map(|edge| {
            let (width, height) = edge.label.size();
            let weight = if edge.to.0 == edge.from.0 + 1 { 8.0 } else { 1.0 };
            let (from, to) = (index(edge.from)?, index(edge.to)?);
            Some(Link { from, to, label: Size::new(width, height), weight })
        })
        .collect();
    for (from, to) in frame::order(machine, &graph) {
        if let (Some(from), Some(to)) = (index(from), index(to)) {
            links.push(Link { from, to, label: Size::ZERO, weight: 0.0 });
        }
    }
    for node in &mut nodes {
        node.card.frame.y1 = node.height();
    }
    let sizes: Vec<_> = nodes.iter().map(Node::size).collect();
    let placed = place::place(&sizes, &links);
    for (node, at) in nodes.iter_mut().zip(&placed.nodes) {
        node.card.frame = node.card.frame
            + (Point::new(at.center().x - node.card.frame.width() / 2.0, at.y0 + node.above))
                .round()
                .to_vec2();
    }

    let mut arrows = draw_down(&nodes, &down, &links, &placed);
    for node in &nodes {
        arrows.extend(draw_right(node));
    }
    arrows.extend(draw_left(machine, &nodes, &placed, &arrows));
    arrows.sort_by_key(|arrow| (arrow.from, arrow.kind, arrow.to));
    let cards: Vec<_> = nodes.into_iter().map(|node| node.card).collect();
    let frames = frame::frames(machine, &cards, &arrows);
    Drawing { cards, arrows, frames }
}

/// An arrow that goes down to another card.
struct Down<'m> {
    from: StateId,
    to: StateId,
    kind: Kind,
    ways: Vec<&'m Transition>,
    label: Label,
}

/// Decides which transition is drawn how.
fn sort<'m>(
    machine: &'m Machine,
    graph: &StateGraph<'m>,
    show: Show,
) -> (Vec<Down<'m>>, Vec<Node<'m>>) {
    let kind = |id: StateId| &machine.states[id.0].kind;
    let is_end = |id: StateId| matches!(kind(id), StateKind::Returned | StateKind::Panicked);
    let states = || (0..machine.states.len()).map(StateId);
    let to = |from: StateId| graph.neighbors(graph::node(from)).map(|to| graph[to]);
    // An early return stands beside its state. But some arrow has to reach the end: from where
    // nothing else follows, or else from where nothing later follows, or else from the last.
    let returns = |&from: &StateId| to(from).any(|to| *kind(to) == StateKind::Returned);
    let goes_on = |from: StateId| to(from).any(|to| !is_end(to));
    let goes_down = |from: StateId| to(from).any(|to| to > from && !is_end(to));
    let mut last: Vec<_> = states().filter(returns).filter(|&from| !goes_on(from)).collect();
    if last.is_empty() {
        last = states().filter(returns).filter(|&from| !goes_down(from)).collect();
    }
    if last.is_empty() {
        last.extend(states().rfind(returns));
    }

    let names = Names::of(machine);
    let mut down = vec![];
    let mut nodes: Vec<Node> = states()
        .filter(|&id| *kind(id) != StateKind::Panicked)
        .map(|id| Node {
            card: card::card(machine, graph, &names, id),
            left: vec![],
            right: vec![],
            above: ABOVE * frame::opening(machine, graph, id) as f64,
            below: BELOW * frame::closing(machine, graph, id) as f64,
        })
        .collect();
    for edge in graph.edge_references() {
        let (from, to) = (graph[edge.source()], graph[edge.target()]);
        let Some(node) = nodes.iter_mut().find(|node| node.card.state == from) else {
            continue;
        };
        let (ways, label) = (edge.weight().clone(), Label::of(edge.weight()));
        match kind(to) {
            StateKind::Panicked => {
                node.right.push(Aside { kind: Kind::Panic, to: Some(to), ways, label });
            }
            StateKind::Returned if !last.contains(&from) => {
                node.right.push(Aside { kind: Kind::Return, to: Some(to), ways, label });
            }
            StateKind::Returned => down.push(Down { from, to, kind: Kind::Return, ways, label }),
            _ if graph::loops(from, to) => {
                node.left.push(Aside { kind: Kind::Back, to: Some(to), ways, label });
            }
            _ => down.push(Down { from, to, kind: Kind::Onward, ways, label }),
        }
    }
    for node in &mut nodes {
        node.add_on_request(machine, show);
    }
    (down, nodes)
}

impl Node<'_> {
    /// What may happen anywhere, and is drawn only when it is asked for.
    fn add_on_request(&mut self, machine: &Machine, show: Show) {
        let id = self.card.state;
        let aside =
            |kind, to, words: &str| Aside { kind, to, ways: vec![], label: Label::words(words) };
        let is_suspended = matches!(self.card.kind, StateKind::Suspended { .. });
        if is_suspended && show.pending {
            self.left.push(aside(Kind::Pending, Some(id), "Pending"));
        }
        if self.card.kind == StateKind::Returned {
            return;
        }
        if show.cancel {
            let held = machine.states[id.0].held.len();
            let words = match (is_suspended, held) {
                (true, 0) => "dropped: the awaitee".to_owned(),
                (true, held) => format!("dropped: the awaitee, {held} held"),
                (false, held) => format!("dropped: {held} held"),
            };
            self.right.push(aside(Kind::Cancel, None, &words));
        }
        let panicked = machine.states.iter().position(|one| one.kind == StateKind::Panicked);
        let is_drawn = self.right.iter().any(|aside| aside.kind == Kind::Panic);
        if let Some(panicked) = panicked.filter(|_| show.panic && !is_drawn) {
            self.right.push(aside(Kind::Panic, Some(StateId(panicked)), "a panic in poll"));
        }
    }

    /// How wide a lane is. Both are alike, so that cards of a chain are one below the other.
    fn lane(&self) -> f64 {
        self.left_lane().max(self.right_lane())
    }

    fn left_lane(&self) -> f64 {
        widest(&self.left, REACH + TURN)
    }

    fn right_lane(&self) -> f64 {
        widest(&self.right, REACH + SIGN)
    }

    /// How high the card is: all that leaves it leaves it beside what is written on it.
    fn height(&self) -> f64 {
        let stack = |lane: &[Aside], first: f64| {
            let heights = lane.iter().map(|aside| aside.label.size().1.max(18.0) + APART);
            first + heights.sum::<f64>()
        };
        let lanes = stack(&self.right, 0.0).max(stack(&self.left, card::HEADER));
        self.card.frame.height().max(lanes)
    }

    fn size(&self) -> Size {
        let height = self.card.frame.height();
        let width = self.card.frame.width() + 2.0 * self.lane();
        Size::new(width, self.above + height + self.below)
    }

    /// The card with what really stands beside it.
    fn whole(&self) -> Rect {
        let Rect { x0, y0, x1, y1 } = self.card.frame;
        Rect::new(x0 - self.left_lane(), y0, x1 + self.right_lane(), y1)
    }
}

/// How wide a lane is with what is beside its labels.
fn widest(lane: &[Aside], more: f64) -> f64 {
    lane.iter().map(|aside| (aside.label.size().0 + more).ceil()).fold(0.0, f64::max)
}

fn draw_down(nodes: &[Node], down: &[Down], links: &[Link], placed: &Placed) -> Vec<Arrow> {
    // What is beyond the arrows of `down` only keeps states in order.
    let links = &links[..down.len()];
    let ports = |is_from: bool| {
        let mut found = vec![0.0; links.len()];
        for (index, node) in nodes.iter().enumerate() {
            let mine: Vec<usize> = (0..links.len())
                .filter(|&link| index == if is_from { links[link].from } else { links[link].to })
                .collect();
            let wanted: Vec<f64> = mine
                .iter()
                .map(|&link| {
                    let stops = &placed.ways[link].stops;
                    let stop = if is_from { stops.first() } else { stops.last() };
                    stop.map_or(node.card.frame.center().x, |stop| stop.0)
                })
                .collect();
            for (link, port) in mine.into_iter().zip(route::ports(node.card.frame, &wanted)) {
                found[link] = port;
            }
        }
        found
    };
    let (leave, arrive) = (ports(true), ports(false));
    down.iter()
        .enumerate()
        .map(|(index, edge)| {
            let link = links[index];
            let (from, to) = (nodes[link.from].card.frame, nodes[link.to].card.frame);
            let start = Point::new(leave[index], from.y1);
            let end = Point::new(arrive[index], to.y0);
            let way = &placed.ways[index];
            let path = route::down(
                (start, placed.band(from.center().y)),
                way,
                (end, placed.band(to.center().y)),
            );
            let label = way
                .label
                .map(|middle| (edge.label.clone(), Rect::from_center_size(middle, link.label)));
            Arrow {
                kind: edge.kind,
                from: edge.from,
                to: Some(edge.to),
                path,
                head: Some((end, Toward::Down)),
                sign: None,
                label,
                lines: lines(&edge.ways),
            }
        })
        .collect()
}

/// The ways out: a short arrow to a sign.
fn draw_right<'a>(node: &'a Node) -> impl Iterator<Item = Arrow> + use<'a> {
    let frame = node.card.frame;
    let mut top = frame.y0;
    node.right.iter().map(move |aside| {
        let (width, height) = aside.label.size();
        let height = height.max(18.0);
        let middle = top + height / 2.0;
        let label =
            Rect::new(0.0, 0.0, width, height) + Point::new(frame.x1 + REACH, top).to_vec2();
        top += height + APART;
        let sign = Point::new(label.x1 + SIGN - 8.0, middle);
        let end = Point::new(sign.x - 8.0, middle);
        Arrow {
            kind: aside.kind,
            from: node.card.state,
            to: aside.to,
            path: route::corners(&[Point::new(frame.x1, middle), Point::new(end.x - 2.0, middle)]),
            head: None,
            sign: Some(sign),
            label: Some((aside.label.clone(), label)),
            lines: lines(&aside.ways),
        }
    })
}

/// The ways back and what is pending.
fn draw_left(machine: &Machine, nodes: &[Node], placed: &Placed, arrows: &[Arrow]) -> Vec<Arrow> {
    let mut drawn = vec![];
    let mut returning = vec![];
    for node in nodes {
        let frame = node.card.frame;
        let mut top = frame.y0 + card::HEADER;
        for aside in &node.left {
            let (width, height) = aside.label.size();
            let height = height.max(18.0);
            let middle = top + height / 2.0;
            let label = Rect::new(frame.x0 - REACH - width, top, frame.x0 - REACH, top + height);
            top += height + APART;
            let arrow = Arrow {
                kind: aside.kind,
                from: node.card.state,
                to: aside.to,
                path: route::corners(&[
                    Point::new(frame.x0, middle),
                    Point::new(label.x0 - 8.0, middle),
                    Point::new(label.x0 - 8.0, top - APART / 2.0),
                    Point::new(frame.x0 - route::HEAD, top - APART / 2.0),
                ]),
                head: Some((Point::new(frame.x0, top - APART / 2.0), Toward::Right)),
                sign: None,
                label: Some((aside.label.clone(), label)),
                lines: lines(&aside.ways),
            };
            match aside.kind {
                Kind::Back => returning.push((arrow, node.whole().x0)),
                _ => drawn.push(arrow),
            }
        }
    }
    let cells: Vec<_> = nodes
        .iter()
        .map(|node| back::Cell {
            state: node.card.state,
            card: node.card.frame,
            whole: node.whole(),
        })
        .collect();
    drawn.extend(back::draw(machine, &cells, returning, placed, arrows));
    drawn
}

fn lines(ways: &[&Transition]) -> Vec<pinata_machine::model::LineRange> {
    let mut lines: Vec<_> = ways.iter().flat_map(|way| way.lines.iter().copied()).collect();
    lines.sort();
    lines.dedup();
    lines
}
