//! Puts cards into layers, and finds a way between them for each arrow that goes down.
//!
//! The layers, their order and the columns come from `dugong`, the layout of dagre. Of the
//! libraries that were tried, layout-rs lets long chains drift sideways and takes a hundred
//! times as long, rust-sugiyama has no ways for its edges, ascii-dag draws for terminals only,
//! and `dagre` makes the same pictures as `dugong` in thirty times the time. Arrows that go up
//! and ways out are not given to it: each would take a column of its own from top to bottom.

use std::collections::BTreeMap;

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, LabelPos, NodeLabel};
use kurbo::{Point, Rect, Size};

/// Between two cards of a layer.
const BESIDE: f64 = 44.0;
/// Between an arrow and what is beside it.
const CLEARANCE: f64 = 26.0;
/// Between two layers; half of it is above the label of an arrow, half of it below.
const BELOW: f64 = 44.0;

/// An arrow that goes down.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// Which node it leaves.
    pub from: usize,
    /// Which node it reaches.
    pub to: usize,
    /// The room for its label.
    pub label: Size,
    /// How much it wants to be short and straight. What weighs nothing only keeps the one node
    /// above the other.
    pub weight: f64,
}

/// Where everything is.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The nodes, as they were given.
    pub nodes: Vec<Rect>,
    /// The links, as they were given.
    pub ways: Vec<Way>,
    /// The layers from top to bottom: where each begins and ends. Between them there is
    /// nothing but arrows.
    pub bands: Vec<Band>,
}

/// A layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Where it begins.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
}

/// How an arrow gets from one node to the other.
#[derive(Debug, Clone)]
pub struct Way {
    /// In which column it crosses which layer.
    pub stops: Vec<(f64, Band)>,
    /// The middle of its label.
    pub label: Option<Point>,
}

impl Placed {
    /// The layer around a height.
    pub fn band(&self, y: f64) -> Band {
        let around = self.bands.iter().find(|band| band.top <= y && y <= band.bottom);
        *around.unwrap_or(&Band { top: y, bottom: y })
    }
}

/// Places nodes of these sizes.
pub fn place(nodes: &[Size], links: &[Link]) -> Placed {
    let options = GraphOptions { directed: true, multigraph: true, compound: false };
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(options);
    graph.set_graph(GraphLabel {
        nodesep: BESIDE,
        edgesep: CLEARANCE,
        ranksep: BELOW,
        ..GraphLabel::default()
    });
    for (index, size) in nodes.iter().enumerate() {
        let node = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
        graph.set_node(index.to_string(), node);
    }
    for (index, link) in links.iter().enumerate() {
        let edge = EdgeLabel {
            width: link.label.width,
            height: link.label.height,
            labelpos: LabelPos::C,
            minlen: 1,
            weight: link.weight,
            ..EdgeLabel::default()
        };
        graph.set_edge_named(
            link.from.to_string(),
            link.to.to_string(),
            Some(index.to_string()),
            Some(edge),
        );
    }
    dugong::layout(&mut graph).expect("every node and edge is in the graph");
    collect(&graph, nodes, links)
}

fn collect(
    graph: &Graph<NodeLabel, EdgeLabel, GraphLabel>,
    nodes: &[Size],
    links: &[Link],
) -> Placed {
    let nodes: Vec<Rect> = nodes
        .iter()
        .enumerate()
        .map(|(index, &size)| {
            let node = graph.node(&index.to_string());
            let at = node.and_then(|node| Some(Point::new(node.x?, node.y?)));
            // Whole numbers keep lines sharp.
            let center = at.unwrap_or_default();
            let corner =
                Point::new((center.x - size.width / 2.0).round(), center.y - size.height / 2.0);
            Rect::from_origin_size(corner, size)
        })
        .collect();
    let edges: Vec<_> = links
        .iter()
        .enumerate()
        .map(|(index, link)| {
            let (from, to) = (link.from.to_string(), link.to.to_string());
            graph.edge(&from, &to, Some(&index.to_string())).cloned().unwrap_or_default()
        })
        .collect();

    let mut layers = Layers::default();
    for node in &nodes {
        layers.add(node.center().y, node.height());
    }
    for (edge, link) in edges.iter().zip(links) {
        for point in inner(edge) {
            layers.add(point.y, 0.0);
        }
        if let Some(y) = edge.y {
            layers.add(y, link.label.height);
        }
    }
    let ways = edges
        .iter()
        .zip(links)
        .map(|(edge, link)| Way {
            stops: inner(edge).map(|point| (point.x.round(), layers.band(point.y))).collect(),
            label: match link.label.width > 0.0 {
                true => edge.x.zip(edge.y).map(|(x, y)| Point::new(x.round(), y)),
                false => None,
            },
        })
        .collect();
    Placed { nodes, ways, bands: layers.bands() }
}

/// The points of an edge but the first and the last, which lie on the nodes.
fn inner(edge: &EdgeLabel) -> impl Iterator<Item = &dugong::Point> {
    let last = edge.points.len().saturating_sub(1);
    edge.points.iter().take(last).skip(1)
}

/// The heights of the layers, by the middle of each in hundredths of a pixel.
#[derive(Debug, Default)]
struct Layers(BTreeMap<i64, f64>);

impl Layers {
    fn key(middle: f64) -> i64 {
        (middle * 100.0).round() as i64
    }

    fn add(&mut self, middle: f64, height: f64) {
        let layer = self.0.entry(Self::key(middle)).or_default();
        *layer = layer.max(height);
    }

    fn band(&self, middle: f64) -> Band {
        let height = self.0.get(&Self::key(middle)).copied().unwrap_or_default();
        Band { top: middle - height / 2.0, bottom: middle + height / 2.0 }
    }

    fn bands(&self) -> Vec<Band> {
        self.0.keys().map(|&key| self.band(key as f64 / 100.0)).collect()
    }
}
