//! What isn't stable Rust.

#[pinata::desugar]
pub async fn yields() {
    yield;
}

#[pinata::desugar]
pub async fn tries() {
    let result: Option<usize> = try { one().await? };
}

async fn one() -> Option<usize> {
    None
}
