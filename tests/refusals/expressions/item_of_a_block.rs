//! A block that awaits has an item, whose name means something else around it.

const LIMIT: usize = 10;

#[pinata::desugar]
pub async fn item_of_a_block() -> usize {
    let inner = {
        const LIMIT: usize = 2;
        next(LIMIT).await
    };
    inner + LIMIT
}

async fn next(number: usize) -> usize {
    number + 1
}
