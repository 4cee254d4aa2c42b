//! What debug info tells of a coroutine: plain data.
//!
//! Sizes, offsets and alignments are in bytes; lines count from 1.

use std::path::PathBuf;

use pinata_machine::model::{LineRange, MachineKind};
use serde::{Deserialize, Serialize};

use crate::annotated::Annotated;

/// All that the debug info of one program or object tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebugInfo {
    /// The versions of rustc that wrote it, as they sign: `rustc version 1.95.0 (…)`; sorted, each
    /// once.
    pub producers: Vec<String>,
    /// The coroutines, in the order of their paths. A [`CoroutineId`] indexes this.
    pub coroutines: Vec<Coroutine>,
    /// The machines that `#[pinata::desugar]` made, in the order of their oracles.
    pub annotated: Vec<Annotated>,
}

/// Indexes [`DebugInfo::coroutines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CoroutineId(pub usize);

/// The type of one coroutine; of a generic function, that of one instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coroutine {
    /// The path as debug info has it: `mini::fetch::{async_fn_env#0}<u8>`.
    pub path: String,
    /// What it is the machine of.
    pub kind: MachineKind,
    /// The source file: from the root, even where the compiler was given `src/main.rs`. Only where
    /// it was told to hide its paths, it is as the compiler was told to write it.
    pub file: PathBuf,
    /// The lines of its body, from brace to brace.
    pub lines: LineRange,
    /// Its size.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// Where the number of the state lies.
    pub tag: Range,
    /// Its states, by their numbers: `Unresumed`, `Returned`, `Panicked`, `Suspend0`…
    pub states: Vec<State>,
}

/// Some bytes of a coroutine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// Where they begin.
    pub offset: u64,
    /// How many they are.
    pub size: u64,
}

/// Where a coroutine rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// `Suspend0`.
    pub name: String,
    /// The value of the tag.
    pub value: u32,
    /// The line: that of the `await` of a suspension point, that of a brace for the others.
    pub line: usize,
    /// The file of that line, where it is not the file of the coroutine: code of a macro.
    pub file: Option<PathBuf>,
    /// What it keeps, in the order of the fields.
    pub saved: Vec<Saved>,
}

/// Something that a state keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// What it is.
    pub kind: SavedKind,
    /// Its name in the source; none for what has no name there.
    pub name: Option<String>,
    /// The name of its type, with its path; none where debug info cannot tell.
    pub ty: Option<String>,
    /// Where it lies; none where debug info cannot tell.
    pub offset: Option<u64>,
    /// Its size; none where debug info cannot tell.
    pub size: Option<u64>,
    /// Its alignment; none where debug info cannot tell.
    pub align: Option<u64>,
    /// The coroutines inside of it, by value and however deep: itself at offset 0, when it is one.
    pub coroutines: Vec<Inner>,
}

/// What a [`Saved`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedKind {
    /// An argument or a captured variable, where the caller put it. An `async fn` moves each of its
    /// arguments into a variable at once, so that only `Unresumed` has them. A block and a closure
    /// have theirs at each suspension point: they use them in place, and whether one was moved out
    /// before, debug info does not tell.
    Upvar,
    /// A variable of the body.
    Local,
    /// The future that the state waits for.
    Awaitee,
    /// A temporary or a drop flag: it has no name.
    Unnamed,
}

/// A coroutine inside of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inner {
    /// Where in it, from its beginning.
    pub offset: u64,
    /// Which.
    pub coroutine: CoroutineId,
}
