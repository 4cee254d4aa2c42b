//! A `const fn` can't be `async`.

#[pinata::desugar]
pub const async fn constant() {}
