//! What is awaited: other kinds of futures, polled by hand or by reference.

use super::*;
use crate::plain::futures as plain;
use std::future::{poll_fn, ready};
use std::pin::pin;
use std::task::Poll;

#[desugar]
async fn into_future(a: D) -> usize {
    let first = Order(call(1)).await;
    a.touch();
    let order = Order(2);
    step(1).await;
    first + order.await
}
twin!(into_future(d("a")));

#[desugar]
async fn never_pending() -> usize {
    let a = d("a");
    ready(1).await + now(2).await + async { 3 }.await
}
twin!(never_pending());

#[desugar]
async fn boxed_futures() -> usize {
    let mut all: Vec<Pin<Box<dyn Future<Output = usize>>>> = Vec::new();
    all.push(Box::pin(later(1)));
    all.push(Box::pin(async { later(2).await + now(3).await }));
    let mut sum = 0;
    for future in all {
        sum += future.await;
    }
    sum
}
twin!(boxed_futures());

#[desugar]
async fn by_reference() -> usize {
    let mut future = step(2);
    (&mut future).await;
    let mut pinned = pin!(async { later(3).await });
    step(1).await;
    pinned.as_mut().await
}
twin!(by_reference());

#[desugar]
async fn poll_functions() -> usize {
    let mut left = 2;
    let a = d("a");
    poll_fn(|context| {
        a.touch();
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    step(1).await;
    left + a.finish()
}
twin!(poll_functions());

/// Two futures at once; the one that loses is dropped with the block.
#[desugar]
async fn race(a: D) -> &'static str {
    let winner = {
        let mut slow = pin!(step(2));
        let mut fast = pin!(step(1));
        poll_fn(|context| match (slow.as_mut().poll(context), fast.as_mut().poll(context)) {
            (Poll::Ready(()), _) => Poll::Ready("slow"),
            (_, Poll::Ready(())) => Poll::Ready("fast"),
            _ => Poll::Pending,
        })
        .await
    };
    step(3).await;
    winner
}
twin!(race(d("a")));

#[desugar]
async fn created_early_awaited_late(a: D) -> usize {
    let first = later(1);
    let second = async { a.touch().len() };
    step(2).await;
    second.await + first.await
}
twin!(created_early_awaited_late(d("a")));

/// A future that is held in a structure, and taken out of it.
#[desugar]
async fn taken_from_a_structure() -> usize {
    let mut waiting = Some(later(1));
    let mut pair = (later(2), d("a"));
    step(1).await;
    let mut sum = 0;
    if let Some(future) = waiting.take() {
        sum += future.await;
    }
    sum + (&mut pair.0).await + pair.1.touch().len()
}
twin!(taken_from_a_structure());

#[desugar]
async fn units_and_odd_outputs() -> ((), (usize,), [(); 2]) {
    let unit = step(1).await;
    let one = later((1,)).await;
    (unit, one, later([(), ()]).await)
}
twin!(units_and_odd_outputs());

/// The context is the one of this poll.
#[desugar]
async fn contexts() -> usize {
    let wakers = RefCell::new(Vec::new());
    for _ in 0..2 {
        let mut first = true;
        poll_fn(|context| {
            wakers.borrow_mut().push(context.waker().clone());
            if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }
    let wakers = wakers.into_inner();
    for waker in &wakers {
        waker.wake_by_ref();
    }
    step(1).await;
    wakers.len()
}
twin!(contexts());

/// Whoever waits forever is only ever cancelled, so the twin ends its wait from outside.
#[desugar]
async fn until(flag: &Cell<bool>, a: D) {
    let b = d("b");
    poll_fn(|_| if flag.replace(true) { Poll::Ready(()) } else { Poll::Pending }).await;
    b.touch();
}
twin!(until, |driver| {
    let flag = Cell::new(false);
    driver.drive(|| super::until(&flag, d("a")));
});
