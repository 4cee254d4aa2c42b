//! A `select!` without a path that is not tokio's: it polls what has a name where it is.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

#[pinata::desugar]
pub async fn select_of_another_crate() -> u8 {
    let mut future = Fused(1);
    let first = select! { value = future => value };
    first + select! { value = future => value }
}

/// As that of the futures crate.
macro_rules! select {
    ($value:pat = $future:expr => $handler:expr $(,)?) => {{
        assert_fused_future(&$future);
        match Pin::new(&mut $future).await {
            $value => $handler,
        }
    }};
}
use select;

pub trait FusedFuture {}

fn assert_fused_future<F: FusedFuture>(_: &F) {}

pub struct Fused(u8);

impl FusedFuture for Fused {}

impl Future for Fused {
    type Output = u8;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u8> {
        Poll::Ready(self.0)
    }
}
