//! Macros that pin, and macros that have awaits of their own.

use super::*;
use crate::plain::pins_and_streams as plain;
use futures_util::StreamExt;
use std::task::Poll;

#[desugar]
async fn pinned(a: D) -> usize {
    let future = later(d("value"));
    let b = d("b");
    tokio::pin!(future);
    let c = d("c");
    step(1).await;
    assert!(futures_util::poll!(&mut future).is_pending());
    let value = future.as_mut().await;
    value.finish() + a.finish()
}
twin!(pinned(d("a")));

#[desugar]
async fn several() -> usize {
    let (one, two) = (step(1), later(2));
    futures_util::pin_mut!(one, two);
    (&mut one).await;
    two.await
}
twin!(several());

#[desugar]
async fn with_let(a: D) -> usize {
    tokio::pin! {
        let one = later(call(1));
        let two = later(d("two"));
    }
    let b = d("b");
    step(1).await;
    (&mut one).await + (&mut two).await.finish() + a.finish()
}
twin!(with_let(d("a")));

pub(crate) mod without_a_path {
    use super::*;
    use crate::plain::pins_and_streams::without_a_path as plain;
    use futures_util::pin_mut;
    use tokio::pin;

    #[desugar]
    async fn short(a: D) -> usize {
        let one = later(d("one"));
        let two = later(d("two"));
        pin!(one);
        pin_mut!(two);
        step(1).await;
        one.await.finish() + two.await.finish()
    }
    twin!(short(d("a")));
}

/// What is pinned in an expression lives to the end of the statement.
#[desugar]
async fn in_an_expression(a: D) -> usize {
    let b = d("b");
    let value = std::pin::pin!(later(d("value"))).await.finish();
    step(std::pin::pin!(later(1)).as_mut().await).await;
    value + a.finish()
}
twin!(in_an_expression(d("a")));

#[desugar]
async fn as_arguments(a: D) -> usize {
    use futures_util::future::{Either, select};
    let b = d("b");
    match select(std::pin::pin!(step(3)), std::pin::pin!(later(d("value")))).await {
        Either::Left(((), _)) => 0,
        Either::Right((value, _)) => {
            step(1).await;
            value.finish() + a.finish()
        }
    }
}
twin!(as_arguments(d("a")));

#[desugar]
async fn stream(a: D, count: usize) -> usize {
    let value = 5;
    let b = d("b");
    let mut numbers = Box::pin(async_stream::stream! {
        let c = d("c");
        for value in 0..count {
            later(value).await;
            yield value + a.touch().len();
        }
    });
    step(1).await;
    let mut sum = value;
    while let Some(number) = numbers.next().await {
        sum += number;
    }
    b.touch();
    sum
}
twin!(stream(d("a"), 2));

#[desugar]
async fn stream_that_fails(a: D) -> Result<usize, Oops> {
    let stream = async_stream::try_stream! {
        for number in [2, 4, 5] {
            step(1).await;
            let number = fallible(number)?;
            yield number + a.touch().len();
        }
    };
    tokio::pin!(stream);
    let mut sum = 0;
    while let Some(number) = stream.next().await {
        let number: Result<usize, Oops> = number;
        sum += number?;
    }
    Ok(sum)
}
twin!(stream_that_fails(d("a")));
