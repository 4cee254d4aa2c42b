//! Reads the debug info of programs that the rustc that is installed builds here.

/// One of each thing, and a `main` that runs it.
const DEMO: &str = include_str!("programs/demo.rs");

mod build;
mod coroutines;
mod damaged;
mod forge;
mod forged;
mod formats;
mod memory;
mod sound;
