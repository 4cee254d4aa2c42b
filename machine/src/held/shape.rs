//! The shape of the graph: what is reachable, in which order, and which blocks can be
//! written inside the one before.

use petgraph::visit::DfsPostOrder;

use crate::flow::{BlockId, End, Flow, marks};

/// The order and nesting of the blocks.
pub struct Shape {
    /// The reachable blocks in reverse postorder: a value's first write precedes its uses.
    pub order: Vec<BlockId>,
    /// For each block, the block that it is nested in; `None` for the head of a step.
    pub parent: Vec<Option<BlockId>>,
    /// For each block, whether anything leads there.
    pub reachable: Vec<bool>,
}

impl Shape {
    /// Computes the shape of a flow.
    pub fn of(flow: &Flow) -> Self {
        let graph = flow.graph();
        let mut order = Vec::new();
        let mut search = DfsPostOrder::new(&graph, petgraph::graph::NodeIndex::new(0));
        while let Some(node) = search.next(&graph) {
            order.push(node.index());
        }
        order.reverse();
        let mut reachable = vec![false; flow.blocks.len()];
        order.iter().for_each(|block| reachable[*block] = true);
        let parent = parents(flow, &order);
        Shape { order, parent, reachable }
    }

    /// Whether a block stands by itself: the first, one that waits, one with several ways in.
    pub fn is_head(&self, block: BlockId) -> bool {
        self.parent[block].is_none()
    }
}

/// A block that doesn't wait and has one way in, at the end of a block, is nested there.
fn parents(flow: &Flow, order: &[BlockId]) -> Vec<Option<BlockId>> {
    let mut ways_in = vec![Vec::new(); flow.blocks.len()];
    let mut jumped_to = vec![false; flow.blocks.len()];
    for block in order {
        match &flow.blocks[*block].end {
            End::Goto(to) => ways_in[*to].push(*block),
            End::If { then, otherwise, .. } => {
                ways_in[then.0].push(*block);
                ways_in[otherwise.0].push(*block);
            }
            End::Match { arms, .. } => arms.iter().for_each(|arm| ways_in[arm.to].push(*block)),
            End::Return(_) | End::Unreachable => {}
        }
        for expr in flow.blocks[*block].expressions() {
            marks::jumps(expr).into_iter().for_each(|to| jumped_to[to] = true);
        }
    }
    (0..flow.blocks.len())
        .map(|block| match &*ways_in[block] {
            [one] if block != 0 && flow.blocks[block].wait.is_none() && !jumped_to[block] => {
                Some(*one)
            }
            _ => None,
        })
        .collect()
}
