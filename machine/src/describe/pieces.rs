//! Blocks, cut where their code may leave early.
//!
//! ```text
//! let n = read()?;  if n == 0 { break }  f(n)
//!
//! piece 0: let n = read()?       ? returns -> Returned   else piece 1
//! piece 1: if n == 0 { break }   if n == 0 -> after      else piece 2
//! piece 2: f(n)                  -> …
//! ```

use std::collections::BTreeSet;

use super::exits::{self, Exits};
use super::lines::Lines;
use crate::flow::{Block, BlockId, End, Flow, Op};
use crate::held::Shape;
use crate::model::Condition;

/// Indexes [`Pieces::all`].
pub type PieceId = usize;

/// Where a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Piece(PieceId),
    Block(BlockId),
    Return,
}

/// A way out of a piece.
#[derive(Debug, Clone)]
pub struct Way {
    pub conditions: Vec<Condition>,
    /// The lines that only this way runs.
    pub lines: BTreeSet<usize>,
    pub to: To,
}

impl Way {
    pub fn new(conditions: Vec<Condition>, to: To) -> Self {
        let lines = conditions.iter().map(|condition| condition.line).collect();
        Way { conditions, lines, to }
    }
}

/// Code that runs from its first line to its last.
#[derive(Debug, Default)]
pub struct Piece {
    pub lines: BTreeSet<usize>,
    pub ways: Vec<Way>,
}

/// The pieces of all reachable blocks.
pub struct Pieces {
    pub all: Vec<Piece>,
    /// By block, where it starts.
    pub first: Vec<Option<PieceId>>,
}

impl Pieces {
    pub fn of(flow: &Flow, shape: &Shape, lines: &Lines) -> Self {
        let mut pieces = Pieces { all: Vec::new(), first: vec![None; flow.blocks.len()] };
        for block in &shape.order {
            pieces.first[*block] = Some(pieces.all.len());
            pieces.cut(&flow.blocks[*block], lines);
        }
        pieces
    }

    fn cut(&mut self, block: &Block, lines: &Lines) {
        let mut piece = Piece::default();
        // What is left of the statement that waited.
        piece.lines.extend(block.wait.as_ref().map(|wait| wait.span.start().line));
        for op in &block.ops {
            piece.lines.extend(covered(op, lines));
            if !self.leaves(&mut piece, exits::of_op(op)) {
                return;
            }
        }
        if let End::If { cond: value, .. }
        | End::Match { place: value, .. }
        | End::Return(Some(value)) = &block.end
        {
            piece.lines.extend(lines.covered(value));
        }
        if self.leaves(&mut piece, exits::of_end(&block.end)) {
            piece.ways.extend(ways(&block.end, lines));
            self.all.push(piece);
        }
    }

    /// Ends a piece if its last code may leave. The answer is whether anything follows.
    fn leaves(&mut self, piece: &mut Piece, exits: Exits) -> bool {
        let goes_on = exits.goes_on.is_some();
        if goes_on && exits.ways.is_empty() {
            return true;
        }
        let mut done = std::mem::take(piece);
        done.ways = exits.ways;
        let next = To::Piece(self.all.len() + 1);
        done.ways.extend(exits.goes_on.map(|conditions| Way::new(conditions, next)));
        self.all.push(done);
        goes_on
    }
}

fn covered(op: &Op, lines: &Lines) -> BTreeSet<usize> {
    match op {
        Op::Let { pat, value, otherwise, .. } => {
            let mut covered = lines.covered(pat);
            covered.extend(lines.covered(value));
            covered.extend(otherwise.iter().flat_map(|otherwise| lines.covered(otherwise)));
            covered
        }
        Op::Code(value) | Op::Set { value, .. } => lines.covered(value),
        Op::Declare(_) | Op::End(_) => BTreeSet::new(),
    }
}

fn ways(end: &End, lines: &Lines) -> Vec<Way> {
    let chosen =
        |to: BlockId, condition: &Condition| Way::new(vec![condition.clone()], To::Block(to));
    match end {
        End::Goto(to) => vec![Way::new(Vec::new(), To::Block(*to))],
        End::If { then, otherwise, .. } => {
            vec![chosen(then.0, &then.1), chosen(otherwise.0, &otherwise.1)]
        }
        End::Match { arms, .. } => {
            // A guard runs before its own arm and before those below.
            let mut guards = BTreeSet::new();
            let ways = arms.iter().map(|arm| {
                guards.extend(arm.guard.iter().flat_map(|guard| lines.covered(guard)));
                let mut way = chosen(arm.to, &arm.condition);
                way.lines.extend(&guards);
                way
            });
            ways.collect()
        }
        End::Return(_) => vec![Way::new(Vec::new(), To::Return)],
        End::Unreachable => Vec::new(),
    }
}
