//! `cargo pinata`.
fn main() {}
