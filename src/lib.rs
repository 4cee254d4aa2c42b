//! See inside an `async fn`.
#![no_std]
#![warn(missing_docs)]

pub use pinata_macro::desugar;
