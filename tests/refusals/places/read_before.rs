//! A number is read before it changes behind a reference.

#[pinata::desugar]
pub async fn read_before(count: &mut u32) -> u32 {
    count.pow({
        *count += 1;
        next().await
    })
}

async fn next() -> u32 {
    2
}
