//! Random `async fn`s, compiled plain and annotated, that must do the same.
//!
//! A body is written from a seed: [`writer`] knows what is borrowed, moved and without a value at
//! each point, so that rustc accepts nearly all of it. Batches of bodies are [compiled](compile)
//! twice and [run](run) by the harness of the twins: cancelled at every suspension point, with a
//! panic in every event. What differs is [shrunk](shrink).

#[allow(dead_code, unused_imports, unused_macros)]
#[macro_use]
#[path = "../../twins/harness/mod.rs"]
pub mod harness;

pub mod body;
mod choices;
pub mod compile;
mod control;
mod env;
mod exits;
mod expressions;
mod futures;
mod loops;
mod operands;
mod patterns;
mod places;
pub mod run;
pub mod shrink;
mod statements;
pub mod tally;
mod tree;
mod types;
pub mod world;
mod writer;
