//! Everything that is in the way of one function is said at once, in one go.

macro_rules! double {
    ($value:expr) => {
        $value * 2
    };
}

#[pinata::desugar(fast)]
pub async fn several(numbers: &mut [usize], number: usize) -> usize {
    numbers[index()] += one().await;
    match number {
        1 if one().await == 1 => double!(one().await),
        _ => 2,
    }
}

fn index() -> usize {
    0
}

async fn one() -> usize {
    1
}
