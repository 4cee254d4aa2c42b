//! From an `async fn` to its state machine.
#![warn(missing_docs)]

pub mod model;
