//! The smallest executor: `block_on`, by hand.
//!
//! It polls a future. If the future is not ready, the thread parks until the waker unparks it, and
//! then polls again. Everything else that an executor does is about having more than one future.
//!
//! `nap` waits for a timer twice, so it is polled three times: once to start, and once per timer.

use smol::Timer;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};
use std::time::Duration;

/// Wakes a parked thread.
struct Unpark {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Runs a future to its end on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    let unpark = Arc::new(Unpark { thread: thread::current(), woken: AtomicBool::new(false) });
    let waker = unpark.clone().into();
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => {
                println!("poll: ready");
                return output;
            }
            Poll::Pending => println!("poll: pending, so the thread parks"),
        }
        // A thread may be unparked for no reason at all. Only the waker's word counts.
        while !unpark.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

#[pinata::desugar]
async fn nap(each: Duration) -> &'static str {
    Timer::after(each).await;
    println!("  half awake");
    Timer::after(each).await;
    "well rested"
}

fn main() {
    println!("{}", block_on(nap(Duration::from_millis(100))));
}
