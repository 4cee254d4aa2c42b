//! What a comparison says: plain data, enough for every way to show it.
//!
//! Sizes and offsets are in bytes; lines count from 1.

use std::path::PathBuf;

use pinata_compiled::coroutine::Range;
use pinata_machine::model::{LocalId, Machine, StateId};
use serde::{Deserialize, Serialize};

/// The version of this model. It grows whenever a reader written for the one before could
/// misread a [`Report`].
pub const REPORT_VERSION: u32 = 1;

/// The comparison of all that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// [`REPORT_VERSION`] of the writer.
    pub version: u32,
    /// The compiler: `rustc 1.95.0 (…)`.
    pub rustc: String,
    /// Whether it was built with the release profile.
    pub release: bool,
    /// What was compared, in the order of the source.
    pub compared: Vec<Compared>,
    /// What is in no binary, in the order of the source.
    pub missing: Vec<Missing>,
    /// The types of all futures that were met, each once. A [`FutureId`] indexes this.
    pub futures: Vec<Future>,
}

/// A function, block or closure, and what rustc made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The file as the user named it.
    pub file: PathBuf,
    /// The path inside the file: `Client::get`.
    pub path: String,
    /// The machine that stands in the source.
    pub machine: Machine,
    /// What rustc built of it: one for each choice of types, and at least one.
    pub instances: Vec<Instance>,
}

/// A function that is in no binary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The file as the user named it.
    pub file: PathBuf,
    /// The path inside the file.
    pub path: String,
    /// The line where it begins.
    pub line: usize,
}

/// One coroutine beside the machine in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// The path of the coroutine: `mini::fetch::{async_fn_env#0}<u8>`.
    pub path: String,
    /// Its size.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// Where the number of the state lies.
    pub tag: Range,
    /// The states, those of the source first and in its order.
    pub states: Vec<StatePair>,
    /// The transitions, by the states of the source; none when there is no MIR to tell.
    pub transitions: Option<Vec<TransitionPair>>,
    /// The arguments that have a second place, for the body, while the first is never used again.
    pub twice: Vec<SavedBytes>,
    /// Its type, among those of all futures.
    pub future: FutureId,
    /// The machine that `#[pinata::desugar]` made of the same function, where that was built.
    #[serde(default)]
    pub ours: Option<OurMachine>,
    /// What a nightly rustc tells of the same coroutine, if it was asked.
    #[serde(default)]
    pub confirmed: Option<Confirmation>,
}

/// What a nightly rustc tells of a coroutine, beside what was read of the build.
///
/// The two may be different compilers, and then each may be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The nightly compiler: `rustc 1.97.0-nightly (…)`.
    pub rustc: String,
    /// Whether it tells the same.
    pub agrees: bool,
    /// What it tells otherwise, a sentence each.
    pub differences: Vec<String>,
    /// The types of all that any state saves.
    pub saved: Vec<String>,
    /// Which of `saved` are in use together, so that they share no byte: by their indices, the
    /// smaller first.
    pub conflicts: Vec<(usize, usize)>,
}

/// The machine of an annotated function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OurMachine {
    /// Its size.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// By the order of [`Instance::states`], all its bytes while it rests there; none for what only
    /// rustc has, and for all where it is not known what lies where.
    pub states: Vec<Vec<Stretch>>,
    /// Why it is not known what lies where.
    pub unknown: Option<Unknown>,
}

/// Why it is not known what lies where in the machine of an annotated function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// Debug info does not describe its rooms.
    NotInDebugInfo,
    /// The rooms that were built are not those that the source has: what was built is not the
    /// function as it stands there, or not what this version makes of it.
    NotInSource,
}

/// A state in the source beside one of rustc's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatePair {
    /// The state in the source; none for what only rustc has.
    pub state: Option<StateId>,
    /// The state of the coroutine, by its tag; none for what only the source has.
    pub value: Option<u32>,
    /// Its name there: `Suspend0`.
    pub rustc_name: Option<String>,
    /// The line of the `await` according to rustc: in another file, when a macro made it.
    pub line: Option<usize>,
    /// The file of a macro that made it.
    pub macro_file: Option<PathBuf>,
    /// Why only one of them has it, as far as that is known.
    pub reason: Option<Difference>,
    /// What is held, by either.
    pub held: Vec<HeldPair>,
    /// All the bytes while it rests here, from the first to the last; none for what only the
    /// source has.
    pub bytes: Vec<Stretch>,
}

/// Something that a state holds, in the source or according to rustc.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPair {
    /// Its name; that of its type for what has none.
    pub name: String,
    /// The local of the source, when that holds it.
    pub local: Option<LocalId>,
    /// What rustc saved, when it did.
    pub saved: Option<SavedBytes>,
    /// Why only one of them holds it, as far as that is known.
    pub reason: Option<Reason>,
}

/// What rustc saved of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedBytes {
    /// Its name; none for what has no name in the source.
    pub name: Option<String>,
    /// The name of the type; none where debug info cannot tell.
    pub ty: Option<String>,
    /// Where it lies; none where debug info cannot tell.
    pub offset: Option<u64>,
    /// How many bytes it takes; none where debug info cannot tell.
    pub size: Option<u64>,
    /// Its alignment; none where debug info cannot tell.
    pub align: Option<u64>,
}

/// Why only one of two machines holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// rustc only: whether something else still has its value.
    DropFlag,
    /// rustc only: a captured variable has its place for as long as the block runs.
    Captured,
    /// rustc only: its value was taken before, but it was borrowed once, and rustc keeps the place.
    TakenOnceBorrowed,
    /// rustc only: nothing needs it any more, but it was borrowed once and is in scope.
    OnceBorrowed,
    /// rustc only: a value without a name that the source does not need to keep.
    Temporary,
    /// Source only: a call before may take it or not, by the names alone; by the types it does.
    Taken,
    /// Source only: only its destructor is still to run, and its type has none.
    NoDrop,
    /// Source only: what is held may borrow from it, by the names alone; by the types it does not.
    NotBorrowed,
    /// Source only: what comes next gives it another value, and the one before has no destructor.
    Overwritten,
    /// Source only: rustc finds no way from here to the line that uses it next.
    NotReached,
}

impl Reason {
    /// Whether rustc's side alone tells it, with no look at the source.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::DropFlag | Self::Captured)
    }
}

/// A transition, in the source or according to rustc.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransitionPair {
    /// Where it starts, by the order of [`Instance::states`].
    pub from: usize,
    /// Where it ends, by the order of [`Instance::states`].
    pub to: usize,
    /// Whether the source has it.
    pub in_source: bool,
    /// Whether rustc has it.
    pub in_rustc: bool,
    /// Why only one of them has it, as far as that is known.
    pub reason: Option<Difference>,
}

/// Why only one of two machines has a state or a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// rustc only: a macro makes it, that the source does not show.
    MacroMade,
    /// Source only: rustc knows by the types that nothing ever goes this way.
    NeverTaken,
}

/// Bytes that follow one another and have one use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Where and how many.
    pub range: Range,
    /// What they are for.
    pub kind: StretchKind,
    /// What lies there, if it has a name.
    pub name: Option<String>,
    /// The local of the source that lies there, if its state holds it.
    pub local: Option<LocalId>,
}

/// What some bytes are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StretchKind {
    /// The number of the state.
    Tag,
    /// Something that the state needs.
    Held,
    /// The future that it waits for.
    Awaitee,
    /// Something that rustc keeps and the source does not need.
    Waste,
    /// A drop flag.
    Flag,
    /// Of use to other states only.
    Dead,
    /// Of use to none.
    Padding,
}

impl StretchKind {
    /// Every one, those first that matter most to a reader.
    pub const ALL: [Self; 7] =
        [Self::Held, Self::Awaitee, Self::Waste, Self::Flag, Self::Tag, Self::Dead, Self::Padding];
}

/// Indexes [`Report::futures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FutureId(pub usize);

/// The type of a future that rustc built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Future {
    /// The path of the coroutine.
    pub path: String,
    /// Its size.
    pub size: u64,
    /// The bytes that are its own, whichever future inside of it is running.
    pub own: u64,
    /// What it would take without what rustc wastes, here and inside: no local kept that the
    /// source lets go, no argument in two places, nothing apart that never lives together.
    pub lean: u64,
    /// The futures inside of it, the largest first.
    pub inner: Vec<InnerFuture>,
}

/// A future inside of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InnerFuture {
    /// Which.
    pub future: FutureId,
    /// Where it lies in the other.
    pub offset: u64,
    /// The state that has it, by its tag.
    pub value: u32,
    /// The line of that state.
    pub line: usize,
}
