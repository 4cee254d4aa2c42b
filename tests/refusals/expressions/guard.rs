//! A guard that awaits.

#[pinata::desugar]
pub async fn guard(number: Option<usize>) -> usize {
    match number {
        Some(small) if small < one().await => small,
        Some(other) if other == 7 || one().await == 2 => 8,
        _ => one().await,
    }
}

async fn one() -> usize {
    1
}
