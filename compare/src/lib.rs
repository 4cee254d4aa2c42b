//! Lays the machine that stands in the source of an `async fn` beside the one that rustc built.
//!
//! [`build`](mod@build) has Cargo build it so that rustc tells everything, [`evidence`] reads
//! what it told, [`functions`] finds which coroutine is built of which function, and
//! [`compare`](mod@compare) lays them side by side: [`states`], what is [`held`],
//! [`transitions`], [`bytes`], [`futures`], [`ours`] when the function is annotated, and [`confirm`]
//! when a [`nightly`] rustc was asked as well. [`model`]
//! is what comes of it; [`budget`] holds the sizes against a limit, and [`compiler`] knows which
//! rustc is known.
#![warn(missing_docs)]

pub mod budget;
pub mod build;
pub mod bytes;
pub mod compare;
pub mod compiler;
pub mod confirm;
pub mod error;
pub mod evidence;
pub mod functions;
pub mod futures;
pub mod held;
pub mod model;
pub mod nightly;
pub mod ours;
pub mod states;
pub mod transitions;

pub use build::build;
pub use compare::{Source, compare};
pub use error::Error;
pub use model::Report;
