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

async fn one() -> usize {
    1
}
