//! What the MIR tells of the `poll` of a coroutine: plain data.
//!
//! MIR is generic: there is one [`Poll`] for all the instances of a function.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The body into which rustc turned one `async fn`, block or closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// The path as MIR has it: `outer::{closure#0}`,
    /// `<impl at src/client.rs:19:1: 19:12>::get::{closure#0}`. Where the last names of a path
    /// mean one thing only in the whole crate, MIR leaves the first away.
    pub path: String,
    /// The type as MIR has it: `{async fn body of outer<T>()}`,
    /// `{async block@src/main.rs:15:23: 15:33}`.
    pub coroutine: String,
    /// Where it stands: the body of a function or a closure, from brace to brace, or the words
    /// `async move` of a block. None where the MIR does not tell.
    pub place: Option<Place>,
    /// How many states it tells apart, `Unresumed`, `Returned` and `Panicked` among them.
    pub states: u32,
    /// How it gets from one state to the next; sorted, each once. A future that is ready at once
    /// is passed like any other. A poll that finds its future pending again is none of them, and
    /// neither is a panic.
    pub transitions: Vec<Transition>,
    /// The states that nothing leads to, not even a panic; sorted.
    pub unreachable: Vec<u32>,
    /// What each state keeps under which name, as far as MIR has names.
    pub saved: Vec<SavedField>,
}

/// Where in the source; lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the compiler was given it.
    pub file: PathBuf,
    /// The line where it begins.
    pub line: usize,
    /// The column where it begins.
    pub column: usize,
    /// The line where it ends.
    pub end_line: usize,
    /// The column where it ends.
    pub end_column: usize,
}

/// From one state to another, by the values of the tag: 0 is `Unresumed`, 1 `Returned`,
/// 2 `Panicked`, and 3 is the first suspension point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Transition {
    /// Where it starts.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

/// A variable that lives in the coroutine.
///
/// MIR names a field after one of the states that keep it: the last, where there are several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SavedField {
    /// The value of the tag; none for what the caller put there.
    pub state: Option<u32>,
    /// Which field.
    pub field: u32,
    /// Its name in the source.
    pub name: String,
    /// Its type.
    pub ty: String,
}
