//! See inside an `async fn`.
#![no_std]
#![warn(missing_docs)]

#[doc(hidden)]
pub mod rt;

pub use pinata_macro::desugar;
