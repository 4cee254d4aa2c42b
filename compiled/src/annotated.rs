//! What debug info tells of a machine that `#[pinata::desugar]` made: plain data.
//!
//! Sizes, offsets and alignments are in bytes.

use serde::{Deserialize, Serialize};

use crate::coroutine::{CoroutineId, Range};

/// The type of one machine; of a generic function, that of one instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotated {
    /// What rustc makes of the same body. It is part of the type of the machine, and never run.
    pub oracle: CoroutineId,
    /// Its size.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// What lies where; none where debug info cannot tell.
    pub storage: Option<Storage>,
}

/// What lies where in a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storage {
    /// The number of the state.
    pub tag: Range,
    /// The bytes that say what of the slots is there.
    pub flags: Range,
    /// What lies beside them.
    pub rooms: Vec<Room>,
}

/// A part of the storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// The place of one value.
    Slot {
        /// Where it lies in the machine.
        range: Range,
        /// The name of its type, with its path.
        ty: String,
    },
    /// These lie side by side.
    Together(Vec<Room>),
    /// These live in turn, in the same bytes.
    InTurn(Vec<Room>),
}
