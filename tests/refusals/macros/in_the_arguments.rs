//! An await among the arguments of a macro that isn't one of std's.

macro_rules! double {
    ($value:expr) => {
        $value * 2
    };
}

mod mine {
    macro_rules! println {
        ($value:expr) => {
            $value
        };
    }
    pub(crate) use println;
}

#[pinata::desugar]
pub async fn in_the_arguments() -> usize {
    let value = double!(one().await) + 1;
    mine::println!(one().await);
    double! { value + { one().await } }
}

#[pinata::desugar]
pub async fn selects() -> usize {
    select! {
        number = one() => number,
    }
}

macro_rules! select {
    ($pattern:pat = $future:expr => $value:expr,) => {{
        let $pattern = $future.await;
        $value
    }};
}
use select;

async fn one() -> usize {
    1
}
