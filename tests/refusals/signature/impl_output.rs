//! An output whose type has no name.

#[pinata::desugar]
pub async fn numbers() -> impl Iterator<Item = usize> {
    pause().await;
    0..3
}

#[pinata::desugar]
pub async fn inside(text: &str) -> Result<(usize, impl Fn() -> usize), std::io::Error> {
    pause().await;
    let length = text.len();
    Ok((1, move || length))
}

async fn pause() {}

/// Both can still be called, and their types are known.
pub async fn uses() -> usize {
    let first = numbers().await.sum::<usize>();
    first + (inside("a").await.unwrap().1)()
}
