//! The harness notices what it is there for: a future that is wrong in one respect.

use super::droppable::d;
use super::instruments::{call, later};
use super::log::event;
use super::{Driver, compare};
use std::future::{self, Future};
use std::task::Poll;
use std::thread;

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Nothing,
    Output,
    Wake,
    DropsWhenCancelled,
    DropsWhenPanicking,
    DropsTwice,
    PlaceOfAPanic,
    PollAfterTheEnd,
}

async fn body(fault: Fault) -> usize {
    let _report = Report(fault);
    let mut pair = [d("a"), d("b")];
    if fault == Fault::DropsTwice {
        // The value owns no memory, so this does no harm.
        drop(unsafe { std::ptr::read(&pair[1]) });
    }
    if fault == Fault::DropsWhenCancelled {
        pair.swap(0, 1);
    }
    let output = later(1).await;
    if fault == Fault::DropsWhenCancelled {
        pair.swap(0, 1);
    }
    if fault == Fault::Wake {
        wake_once_more().await;
    }
    match fault {
        Fault::PlaceOfAPanic => call(output),
        Fault::Output => call(output) + 1,
        _ => call(output),
    }
}

async fn wake_once_more() {
    future::poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::Ready(())
    })
    .await;
}

/// Logs a panic that passes by.
struct Report(Fault);

impl Drop for Report {
    fn drop(&mut self) {
        if self.0 == Fault::DropsWhenPanicking && thread::panicking() {
            event("a drop that should not be");
        }
    }
}

/// The future of `body`, which may forget that it must not be polled after its end.
fn future(fault: Fault) -> impl Future<Output = usize> {
    let mut future = Box::pin(body(fault));
    let mut finished = false;
    future::poll_fn(move |context| {
        if finished && fault == Fault::PollAfterTheEnd {
            return Poll::Pending;
        }
        let polled = future.as_mut().poll(context);
        finished = polled.is_ready();
        polled
    })
}

macro_rules! notices {
    ($($(#[$attribute:meta])* $name:ident: $fault:ident;)*) => {
        $(
            #[test]
            $(#[$attribute])*
            fn $name() {
                let right = |driver: &mut Driver| driver.drive(|| future(Fault::Nothing));
                let wrong = |driver: &mut Driver| driver.drive(|| future(Fault::$fault));
                compare(right, wrong);
            }
        )*
    };
}

notices! {
    nothing: Nothing;

    #[should_panic = "after 2 polls:"]
    output: Output;

    #[should_panic = "after 2 polls:"]
    wake: Wake;

    #[should_panic = "after 1 polls:"]
    drops_when_cancelled: DropsWhenCancelled;

    #[should_panic = "after 1 polls, with a panic in event 0:"]
    drops_when_panicking: DropsWhenPanicking;

    #[should_panic = "b is dropped once more"]
    drops_twice: DropsTwice;

    #[should_panic = "after 2 polls, with a panic in event 6:"]
    place_of_a_panic: PlaceOfAPanic;

    #[should_panic = "after 3 polls:"]
    poll_after_the_end: PollAfterTheEnd;
}
