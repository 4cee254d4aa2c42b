//! An await that stands only in the macro itself: nothing tells of it.

macro_rules! wait_for {
    ($future:expr) => {
        $future.await
    };
}

#[pinata::desugar]
pub async fn in_the_expansion() -> usize {
    let one = wait_for!(one());
    one + 1
}

async fn one() -> usize {
    1
}
