//! What only the edition of 2024 can parse.

use super::*;
use crate::plain::edition2024 as plain;

#[desugar]
async fn let_chain(value: Option<usize>, a: D) -> usize {
    if let Some(number) = value
        && number > 1
        && let Ok(even) = fallible(number)
    {
        step(1).await;
        even
    } else {
        later(a.touch().len()).await
    }
}
twin!(let_chain, |driver| {
    for value in [None, Some(1), Some(2), Some(3)] {
        driver.drive(|| super::let_chain(value, d("a")));
    }
});

#[desugar]
async fn awaits_in_a_let_chain(value: Option<usize>) -> usize {
    if let Some(number) = later(value).await
        && later(number > 1).await
        && let Ok(even) = later(fallible(number)).await
    {
        later(even).await
    } else {
        later(0).await
    }
}
twin!(awaits_in_a_let_chain, |driver| {
    for value in [None, Some(1), Some(2), Some(3)] {
        driver.drive(|| super::awaits_in_a_let_chain(value));
    }
});

#[desugar]
async fn temporaries_in_a_let_chain(lock: &Lock<usize>) {
    if let number @ 1.. = *lock.lock()
        && let a = d("a")
        && later(number).await == 1
        && a.touch() == "a"
    {
        step(1).await;
        call(lock.is_held());
    } else {
        step(2).await;
        call(lock.is_held());
    }
    step(3).await;
}
twin!(temporaries_in_a_let_chain, |driver| {
    for number in 0..3 {
        let lock = Lock::new(number);
        driver.drive(|| super::temporaries_in_a_let_chain(&lock));
    }
});

#[desugar]
async fn while_let_chain() -> usize {
    let mut numbers = vec![1, 2, 3, 4];
    let mut sum = 0;
    while let Some(number) = numbers.pop()
        && number > 1
        && later(number).await != 2
    {
        let a = d("a");
        sum += later(number).await;
    }
    sum
}
twin!(while_let_chain());
