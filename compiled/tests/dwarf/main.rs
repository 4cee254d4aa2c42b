//! Reads the debug info of programs that the rustc that is installed builds here.

/// One of each thing, and a `main` that runs it.
const DEMO: &str = include_str!("programs/demo.rs");

/// Few things, in a file that is small.
const SMALL: &str = include_str!("programs/small.rs");

/// How to link it.
const LINKED: &[&str] =
    &["-g", "--crate-type=cdylib", "--cfg=program", "-Cpanic=abort", "-Clink-arg=-nostdlib"];

mod build;
mod coroutines;
mod damaged;
mod forge;
mod forged;
mod formats;
mod memory;
mod sound;
