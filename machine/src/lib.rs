//! From an `async fn` to its state machine.
#![warn(missing_docs)]

mod accept;
mod configure;
mod describe;
mod desugar;
mod diagram;
mod emit;
mod expand;
mod fetch;
mod find;
mod flow;
mod held;
mod layout;
mod macros;
mod mentions;
pub mod model;
mod names;
mod naming;
mod parts;
pub mod phrase;
mod plain;
pub mod plan;
mod text;
mod tokens;

pub use desugar::desugar;
pub use find::{Found, Item, Place, Survey, functions, machines, survey};
