//! From an `async fn` to its state machine.
#![warn(missing_docs)]

mod flow;
mod held;
mod layout;
mod macros;
mod mentions;
pub mod model;
mod names;
mod naming;
mod plain;
mod text;
