//! Awaits that are hidden in the expansion of a macro.

use super::*;
use crate::plain::hidden as plain;

macro_rules! double {
    ($value:expr) => {
        $value * 2
    };
}

macro_rules! wait_for {
    ($value:expr) => {
        later($value).await
    };
}

#[desugar]
async fn in_the_arguments() -> usize {
    double!(later(1).await) + call(1)
}
twin!(in_the_arguments());

#[desugar]
async fn in_the_expansion(a: D) -> usize {
    let first = wait_for!(1);
    a.touch();
    first + wait_for!(call(2))
}
twin!(in_the_expansion(d("a")));

#[desugar]
async fn in_a_guard(number: usize) -> usize {
    match number {
        small if later(small).await < 2 => small,
        other => later(other).await,
    }
}
twin!(in_a_guard, |driver| {
    driver.drive(|| super::in_a_guard(1));
    driver.drive(|| super::in_a_guard(2));
});
