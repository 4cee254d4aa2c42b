//! The control-flow graph of a function: blocks of code without a suspension, and the
//! ways from one to the next.
//!
//! ```text
//! let x = a().await?;  f(x);
//!
//! start:    awaitee = into_future(a());      goto await_a
//! await_a:  output = poll awaitee until ready
//!           let x = output?; f(x);           return
//! ```

mod apart;
mod called_once;
mod changes;
mod constants;
pub mod ends;
pub mod exits;
pub mod hold;
mod items;
pub mod lower;
mod lower_control;
mod lower_expr;
mod lower_guard;
mod lower_let;
mod lower_refused;
pub mod marks;
pub mod places;
pub mod suspends;

use std::collections::HashSet;

use petgraph::graph::{DiGraph, NodeIndex};
use proc_macro2::{Ident, Span};
use syn::{Expr, Item, Pat, Type};

use crate::model::Condition;

/// Indexes [`Flow::locals`].
pub type LocalId = usize;
/// Indexes [`Flow::blocks`].
pub type BlockId = usize;

/// A function, taken apart at its suspension points.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Everything that may have to be kept, in the order of first mention.
    pub locals: Vec<Local>,
    /// The locals in the order in which Rust would have created them: what is live is
    /// dropped in the reverse of this order, whatever the reason.
    pub order: Vec<LocalId>,
    /// The first block is where the first poll starts.
    pub blocks: Vec<Block>,
    /// How many of the first locals are parameters.
    pub parameters: usize,
    /// Items declared in the body: they see no local and can stand anywhere.
    pub items: Vec<Item>,
    /// What can't be taken apart.
    pub refusals: Vec<(Span, String)>,
    /// Nothing in it is `unsafe`: a number is not an address.
    pub is_safe: bool,
    /// The edition of the code.
    pub edition: u16,
    /// Every identifier in the code.
    pub taken: HashSet<String>,
}

/// What a local is, as far as the flow cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Parameter,
    Binding,
    /// A value that outlives the Rust expression that makes it.
    Temporary,
    /// The receiver of a method call, which the call may take or only borrow.
    Receiver,
    /// The same, put aside until the arguments of the call are there: what stands here if the call
    /// takes it. Otherwise it is a temporary beside this.
    Operand,
    /// The future that a suspension point polls.
    Awaitee,
    /// What an awaitee was ready with; used at once.
    Output,
    /// What the branches of a construct evaluate to; used at once.
    Value,
}

/// What a call of a local does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// It looks at it, or changes it.
    InPlace,
    /// It takes it: `F: FnOnce()`.
    Taken,
    /// Types decide.
    Ask,
}

#[derive(Debug, Clone)]
pub struct Local {
    pub name: Ident,
    pub written: String,
    pub kind: Kind,
    pub ty: Option<Type>,
    pub span: Span,
    /// Known from the syntax to have no destructor.
    pub plain: bool,
    /// What a call does to it.
    pub called: Called,
    /// It lies in the frame of `poll` until who is handed it takes it up, before `poll` returns.
    pub handed: bool,
    /// The last line of its scope.
    pub scope_end: usize,
}

#[derive(Debug, Clone)]
pub struct Block {
    /// A block may begin by waiting.
    pub wait: Option<Wait>,
    pub ops: Vec<Op>,
    pub end: End,
    /// What the block is for, as a name: `LoopHead`, `Then`.
    pub label: &'static str,
}

/// A suspension point.
#[derive(Debug, Clone)]
pub struct Wait {
    pub awaitee: LocalId,
    pub output: LocalId,
    /// The awaited expression, as written.
    pub awaits: Expr,
    /// The `await` keyword.
    pub span: Span,
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most ops are as large as the largest")]
pub enum Op {
    /// A statement.
    Code(Expr),
    /// `let PATTERN: TYPE = VALUE else { OTHERWISE };`
    Let { pat: Pat, ty: Option<Type>, value: Expr, otherwise: Option<Expr>, binds: Vec<LocalId> },
    /// The first write of a local that has no pattern: a temporary, an awaitee.
    Set { local: LocalId, value: Expr },
    /// `let x;`
    Declare(LocalId),
    /// The end of a local's scope.
    End(LocalId),
}

#[derive(Debug, Clone)]
pub enum End {
    Goto(BlockId),
    If {
        cond: Expr,
        then: (BlockId, Condition),
        otherwise: (BlockId, Condition),
    },
    Match {
        place: Expr,
        arms: Vec<Arm>,
    },
    Return(Option<Expr>),
    /// Nothing gets here.
    Unreachable,
}

#[derive(Debug, Clone)]
pub struct Arm {
    pub pat: Pat,
    pub guard: Option<Expr>,
    pub binds: Vec<LocalId>,
    /// For a guard that awaits: what the pattern binds, and the reference to it that the guard
    /// sees, which is bound instead.
    pub sees: Vec<(LocalId, LocalId)>,
    pub to: BlockId,
    pub condition: Condition,
}

impl Flow {
    /// Where a block may go, code that jumps from within its statements included.
    pub fn successors(&self, block: BlockId) -> Vec<BlockId> {
        let block = &self.blocks[block];
        let mut next = match &block.end {
            End::Goto(to) => vec![*to],
            End::If { then, otherwise, .. } => vec![then.0, otherwise.0],
            End::Match { arms, .. } => arms.iter().map(|arm| arm.to).collect(),
            End::Return(_) | End::Unreachable => Vec::new(),
        };
        for expr in block.expressions() {
            next.extend(marks::jumps(expr));
        }
        next
    }

    /// The blocks as a graph; nodes have the index of their block. What comes first in the source has
    /// its edge last: a search finishes it last, and reverse postorder is the order of the source.
    pub fn graph(&self) -> DiGraph<(), ()> {
        let mut graph = DiGraph::new();
        for _ in &self.blocks {
            graph.add_node(());
        }
        for block in 0..self.blocks.len() {
            for next in self.successors(block).into_iter().rev() {
                graph.update_edge(NodeIndex::new(block), NodeIndex::new(next), ());
            }
        }
        graph
    }
}

impl Block {
    /// Every expression of the block in order of evaluation.
    pub fn expressions(&self) -> Vec<&Expr> {
        let of_ops = self.ops.iter().flat_map(Op::expressions);
        of_ops.chain(self.end.expressions()).collect()
    }
}

impl Op {
    /// Its expressions in order of evaluation.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Op::Code(value) | Op::Set { value, .. } => vec![value],
            Op::Let { value, otherwise, .. } => {
                [Some(value), otherwise.as_ref()].into_iter().flatten().collect()
            }
            Op::Declare(_) | Op::End(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Op::Code(value) | Op::Set { value, .. } => vec![value],
            Op::Let { value, otherwise, .. } => {
                [Some(value), otherwise.as_mut()].into_iter().flatten().collect()
            }
            Op::Declare(_) | Op::End(_) => Vec::new(),
        }
    }
}

impl End {
    /// Its expressions in order of evaluation.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            End::If { cond, .. } => vec![cond],
            End::Match { place, arms } => {
                let guards = arms.iter().filter_map(|arm| arm.guard.as_ref());
                std::iter::once(place).chain(guards).collect()
            }
            End::Return(Some(value)) => vec![value],
            End::Return(None) | End::Goto(_) | End::Unreachable => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            End::If { cond, .. } => vec![cond],
            End::Match { place, arms } => {
                let guards = arms.iter_mut().filter_map(|arm| arm.guard.as_mut());
                std::iter::once(place).chain(guards).collect()
            }
            End::Return(Some(value)) => vec![value],
            End::Return(None) | End::Goto(_) | End::Unreachable => Vec::new(),
        }
    }
}

/// Whether something happens between the choice of an arm and the move of what it binds.
pub fn is_guarded(arms: &[Arm]) -> bool {
    arms.iter().any(|arm| arm.guard.as_ref().is_some_and(|guard| !places::is_settled(guard)))
}
