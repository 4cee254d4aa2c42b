//! Reads the machines that rustc built: from the debug info of a program which states each
//! coroutine has and what lies where in them, from the text of the MIR how it gets from one to
//! the next.
//!
//! [`coroutine`] is what debug info tells, [`annotated`] what it tells of the machines of
//! `#[pinata::desugar]`, and [`poll`] what the MIR tells: plain data, one type
//! or one body each. [`pair`](mod@pair) finds which body a type has. [`layout`] reads what a nightly
//! rustc tells by itself. The bytes and the text come from the caller; nothing here opens a file.
#![warn(missing_docs)]

pub mod annotated;
pub mod coroutine;
pub mod dwarf;
pub mod error;
pub mod layout;
pub mod mir;
pub mod pair;
pub mod poll;

pub use coroutine::Coroutine;
pub use error::Error;
pub use layout::CoroutineLayout;
pub use poll::Poll;
