//! The message of an assertion awaits.

#[pinata::desugar]
pub async fn message_of_an_assertion(number: usize) {
    assert!(number == 1, "not {}", one().await);
    assert_eq!(number, one().await, "not {}, {}", one().await, one().await);
    debug_assert_ne!(number, 2, "{}", one().await);
}

async fn one() -> usize {
    1
}
