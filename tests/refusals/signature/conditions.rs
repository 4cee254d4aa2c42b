//! Each condition doubles the function.

#[pinata::desugar]
pub async fn too_many(
    #[cfg(unix)] a: usize,
    #[cfg(windows)] b: usize,
    #[cfg(test)] c: usize,
    #[cfg(not(test))] d: usize,
    #[cfg(debug_assertions)] e: usize,
) -> usize {
    #[cfg(unix)]
    pause().await;
    #[cfg(not(unix))]
    pause().await;
    1
}

async fn pause() {}
