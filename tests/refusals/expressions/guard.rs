//! What a guard that awaits can't look at.

#[pinata::desugar]
pub async fn guard_on_an_element(numbers: &[Option<usize>], at: usize) -> usize {
    match numbers[at] {
        Some(small) if small < one().await => small,
        _ => one().await,
    }
}

#[pinata::desugar]
pub async fn guard_with_a_closure(number: Option<usize>) -> usize {
    match number {
        Some(small) if (0..one().await).any(|n| n == small) => small,
        Some(large) if later(async { large }).await == 1 => large,
        _ => one().await,
    }
}

async fn one() -> usize {
    1
}

async fn later(number: impl Future<Output = usize>) -> usize {
    number.await
}
