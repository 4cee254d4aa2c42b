//! The shape of the graph: what is reachable, in which order, and which blocks can be
//! written inside the one before.

use petgraph::graph::NodeIndex;
use petgraph::visit::DfsPostOrder;

use crate::flow::{Block, BlockId, End, Flow, marks};

/// The order and nesting of the blocks.
pub struct Shape {
    /// The reachable blocks in reverse postorder, and else in that of the source: a value's first
    /// write precedes its uses.
    pub order: Vec<BlockId>,
    /// For each block, the block that it is nested in; `None` for the head of a step.
    pub parent: Vec<Option<BlockId>>,
    /// For each block, whether anything leads there.
    pub reachable: Vec<bool>,
    /// For each block, where a jump to it arrives: what has no code only leads on.
    pub arrives: Vec<BlockId>,
}

impl Shape {
    /// Computes the shape of a flow.
    pub fn of(flow: &Flow) -> Self {
        let graph = flow.graph();
        let mut order = Vec::new();
        let mut search = DfsPostOrder::new(&graph, NodeIndex::new(0));
        while let Some(node) = search.next(&graph) {
            order.push(node.index());
        }
        order.reverse();
        let mut reachable = vec![false; flow.blocks.len()];
        order.iter().for_each(|block| reachable[*block] = true);
        let parent = parents(flow, &order);
        let arrives = (0..flow.blocks.len()).map(|block| arrives(flow, &parent, block)).collect();
        Shape { order, parent, reachable, arrives }
    }

    /// Whether a block stands by itself: the first, one that waits, one with several ways in.
    pub fn is_head(&self, block: BlockId) -> bool {
        self.parent[block].is_none()
    }

    /// Whether a block stands by itself and has code.
    pub fn is_place(&self, block: BlockId) -> bool {
        self.is_head(block) && (block == 0 || self.arrives[block] == block)
    }
}

/// The first block with code, nested or its own; the block itself if there is none, as in `loop {}`.
fn arrives(flow: &Flow, parent: &[Option<BlockId>], block: BlockId) -> BlockId {
    let (mut at, mut steps) = (block, 0);
    while let Block { wait: None, ops, end: End::Goto(to), .. } = &flow.blocks[at]
        && ops.is_empty()
        && parent[*to].is_none()
    {
        (at, steps) = (*to, steps + 1);
        if steps > flow.blocks.len() {
            return block;
        }
    }
    at
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
