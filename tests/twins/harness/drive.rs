//! Polls one future by hand.

use super::log::{event, note};
use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// Polls futures a given number of times, then drops them.
pub struct Driver {
    /// How often each future is polled, whether it is finished by then or not.
    polls: usize,
    /// Whether every future was finished and polled once more after that.
    pub exhausted: bool,
    /// The size of the largest future.
    pub size: usize,
}

impl Driver {
    pub fn new(polls: usize) -> Self {
        Driver { polls, exhausted: true, size: 0 }
    }

    /// Makes a future, polls it, drops it, and logs all that happens meanwhile.
    pub fn drive<F: Future<Output: Debug>>(&mut self, make: impl FnOnce() -> F) {
        let Some(future) = attempt("call", make) else {
            return;
        };
        self.size = self.size.max(size_of_val(&future));
        let mut future = Box::pin(future);
        let mut finished = None;
        for number in 0..self.polls {
            let waker = Waker::from(Arc::new(LoggingWaker(number)));
            let mut context = Context::from_waker(&waker);
            let polled = attempt("poll", || future.as_mut().poll(&mut context));
            match polled {
                Some(Poll::Pending) => note("= pending"),
                Some(Poll::Ready(output)) => {
                    finished = finished.or(Some(number));
                    note(format!("= ready {output:?}"));
                    attempt("drop output", || drop(output));
                }
                None => finished = finished.or(Some(number)),
            }
        }
        self.exhausted &= finished.is_some_and(|number| number + 1 < self.polls);
        attempt("drop future", || drop(future));
    }

    /// Logs which auto traits the future has.
    pub fn markers(&self, markers: String) {
        note(markers);
    }
}

/// Does something that may panic; `None` when it did.
fn attempt<T>(what: &str, action: impl FnOnce() -> T) -> Option<T> {
    note(what);
    let result = catch_unwind(AssertUnwindSafe(action));
    if result.is_err() {
        note("= unwound");
    }
    result.ok()
}

/// A waker that logs its use and knows for which poll it was made.
struct LoggingWaker(usize);

impl Wake for LoggingWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        event(format!("wake, by the waker of poll {}", self.0));
    }
}
