//! Two numbers or not: that decides whether the place or the value comes first.

#[pinata::desugar]
pub async fn compound_assignment(numbers: &mut Vec<usize>) {
    numbers[index()] += one().await;
    *numbers.last_mut().unwrap() <<= one().await;
    (numbers[index()]) *= numbers[0] + one().await;
}

fn index() -> usize {
    0
}

async fn one() -> usize {
    1
}

/// These are fine: nothing is computed to find the place, or the value.
#[pinata::desugar]
pub async fn steady(numbers: &mut [usize; 2], mut pair: (usize, usize), at: usize) -> usize {
    numbers[1] += one().await;
    numbers[at] += one().await;
    pair.0 += one().await;
    numbers[one().await] -= at;
    let place = &mut numbers[index()];
    *place += one().await;
    pair.0
}
