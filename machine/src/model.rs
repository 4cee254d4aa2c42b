//! The public model of a machine: plain data, enough to draw every picture.
//!
//! Everything that renders, compares or emits reads this; nothing here refers to `syn`.
//! Lines and columns count from 1, as compilers print them.

use serde::{Deserialize, Serialize};

/// The version of this model. It grows whenever a reader written for the one before
/// could misread a [`Machine`].
pub const MODEL_VERSION: u32 = 2;

/// The whole state machine of one `async fn`, `async` block or `async` closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Machine {
    /// [`MODEL_VERSION`] of the writer.
    pub version: u32,
    /// The function's name, with its type before it for a method: `Client::request`.
    /// A block or closure is named after its place: `Client::request::{async block at line 12}`.
    pub name: String,
    /// What it is the machine of.
    pub kind: MachineKind,
    /// The signature as written, on one line; of a block what stands before its brace.
    pub signature: String,
    /// The lines that the function covers.
    pub lines: LineRange,
    /// Everything that may have to be kept: parameters, bindings, temporaries.
    /// A [`LocalId`] indexes this.
    pub locals: Vec<Local>,
    /// `Unresumed` first, the suspension points in source order, `Returned`, `Panicked`.
    /// A [`StateId`] indexes this.
    pub states: Vec<State>,
    /// How the machine gets from one rest to the next.
    pub transitions: Vec<Transition>,
    /// The loops in which it rests, in source order: those around others come first.
    /// A [`LoopId`] indexes this.
    pub loops: Vec<Loop>,
    /// The macros that are not seen through, in source order: what they make of their arguments,
    /// a `return` or an await, is not in this model.
    #[serde(default)]
    pub macros: Vec<MacroCall>,
    /// What `#[pinata::desugar]` refuses about this function; empty when it is accepted.
    /// The states and transitions are those of the source all the same.
    pub refusals: Vec<Refusal>,
}

/// What a [`Machine`] is the machine of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MachineKind {
    /// An `async fn`.
    Function,
    /// An `async` block.
    Block,
    /// An `async` closure: the machine is that of one call.
    Closure,
}

/// Where in the source, from the first line to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineRange {
    /// The first line.
    pub start: usize,
    /// The last line; the same as `start` for one line.
    pub end: usize,
}

/// Indexes [`Machine::locals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct LocalId(pub usize);

/// Indexes [`Machine::states`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StateId(pub usize);

/// Indexes [`Machine::loops`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct LoopId(pub usize);

/// Something that has a value and a drop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Local {
    /// The name in the source; for a temporary, its expression, shortened.
    pub name: String,
    /// What it is.
    pub kind: LocalKind,
    /// The type as written, when one is written.
    pub ty: Option<String>,
    /// The line that introduces it.
    pub line: usize,
    /// Where in the line.
    pub column: usize,
    /// How many bytes it takes where pointers take 8, when the type as written tells.
    #[serde(default)]
    pub bytes: Option<u64>,
    /// The expression that it gets its first value from, or a part of that; shortened, on one
    /// line. Only for what a `let` or a pattern binds.
    pub init: Option<String>,
    /// The lines that mention it after that, sorted.
    pub uses: Vec<usize>,
    /// Those of them that may move its value away, or copy it: only its type knows.
    #[serde(default)]
    pub moves: Vec<usize>,
    /// Those of them that give it another value, and drop what was there.
    #[serde(default)]
    pub assigns: Vec<usize>,
}

/// What a [`Local`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LocalKind {
    /// A parameter of the function, `self` among them.
    Parameter,
    /// A variable around an `async` block or closure that it captures.
    Captured,
    /// A `let` or pattern binding.
    Binding,
    /// A value without a name that lives across a suspension point.
    Temporary,
}

/// Where a machine rests between polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct State {
    /// `Unresumed`, `AwaitConnect`, `Returned`, `Panicked`; unique in its machine.
    pub name: String,
    /// Which of rustc's kinds of state.
    pub kind: StateKind,
    /// What is kept while it rests here, in drop order: what is dropped first comes first.
    pub held: Vec<Held>,
}

/// Which of rustc's kinds of state a [`State`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StateKind {
    /// Called, never polled.
    Unresumed,
    /// Waiting at a suspension point.
    Suspended {
        /// The awaited expression as written, without the `.await`, on one line.
        awaits: String,
        /// The line of the `.await`.
        line: usize,
        /// The column of the `await` keyword.
        column: usize,
        /// Whether a macro waits, such as `select!`: there is no `.await` in the source, and
        /// `line` and `column` are those of the macro.
        in_macro: bool,
    },
    /// Finished: the value is out.
    Returned,
    /// A panic went through a poll.
    Panicked,
}

/// A local that a state keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// Which.
    pub local: LocalId,
    /// Why: never empty.
    pub why: Vec<Why>,
}

/// Why a local is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// It is used after the suspension.
    Used {
        /// The first line, in source order, that may use it.
        line: usize,
    },
    /// The awaited future or a held local may borrow from it.
    Borrowed {
        /// The line of the borrow.
        line: usize,
    },
    /// Its destructor runs later, at the end of its scope.
    Dropped {
        /// The line where its scope ends.
        line: usize,
    },
}

/// An edge: from a rest, through a segment, to a rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transition {
    /// Where it starts.
    pub from: StateId,
    /// Where it ends.
    pub to: StateId,
    /// What has to hold, in the order in which it is decided; empty when nothing chooses.
    pub conditions: Vec<Condition>,
    /// The lines of the code that runs, merged and sorted.
    pub lines: Vec<LineRange>,
}

/// One decision on the way of a [`Transition`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// In the words of the source: `if i % 2 == 0`, `else`, `Err(e) =>`, `? returns`,
    /// `for … ends`.
    pub text: String,
    /// The line that decides.
    pub line: usize,
}

/// A loop in which a machine may rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Loop {
    /// Which of the three.
    pub kind: LoopKind,
    /// Its label with the quote: `'outer`.
    pub label: Option<String>,
    /// What stands before its brace, on one line: `while let Some(x) = rx.recv().await`.
    pub head: String,
    /// The lines that it covers.
    pub lines: LineRange,
    /// The loop around it.
    pub parent: Option<LoopId>,
    /// The suspension points of a turn, those of the loops inside of it as well; never empty.
    pub states: Vec<StateId>,
}

/// Which of Rust's loops a [`Loop`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoopKind {
    /// `loop { … }`
    Loop,
    /// `while … { … }`
    While,
    /// `for … in … { … }`
    For,
}

/// A call of a macro.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MacroCall {
    /// Its path: `tracing::info`.
    pub name: String,
    /// The line where it is called.
    pub line: usize,
}

/// Something that the macro does not take, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// The whole message.
    pub message: String,
    /// Where.
    pub line: usize,
    /// Where in the line.
    pub column: usize,
}
