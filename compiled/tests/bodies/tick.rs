//! What the other files wait for.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Ready when it is polled again.
pub struct Tick(pub bool);

impl Future for Tick {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut self.0, true) { Poll::Ready(1) } else { Poll::Pending }
    }
}

/// A future without a byte.
pub struct Never;

impl Future for Never {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        Poll::Pending
    }
}

pub fn tick() -> Tick {
    Tick(false)
}

/// Whose drop may panic.
pub struct Guard(pub u32);

impl Drop for Guard {
    fn drop(&mut self) {
        assert!(self.0 < 1000);
    }
}

pub fn ask() -> bool {
    std::hint::black_box(true)
}
