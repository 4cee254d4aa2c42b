//! A macro that nobody knows is given jumps, or hides one.

macro_rules! unless {
    ($condition:expr, $otherwise:expr) => {
        if !$condition {
            $otherwise
        }
    };
}

macro_rules! code {
    ($($code:tt)*) => { $($code)* };
}

macro_rules! skip {
    () => {
        continue
    };
}

#[pinata::desugar]
pub async fn jumps(numbers: Vec<usize>) -> usize {
    let mut sum = 0;
    'all: for number in numbers {
        unless!(number > 3, continue);
        sum += one().await;
        unless!(number > 4, { break });
        code!(let next = number + 1; if next > 5 { break 'all });
    }
    sum
}

#[pinata::desugar]
pub async fn hidden(numbers: Vec<usize>) -> usize {
    let mut sum = 0;
    for number in numbers {
        sum += number + one().await;
        if sum > 3 {
            skip!();
        }
        sum += 1;
    }
    sum
}

async fn one() -> usize {
    1
}
