//! What a cancellation drops.
//!
//! To cancel a future is to drop it between two polls. The machine then drops what its state holds:
//! first the awaitee, then the locals, the youngest first, then the parameters. The example cancels
//! `visit` in each of its states: before the first poll, and at each of the three awaits. The last
//! time it lets `visit` finish, and nothing is left to drop.

use smol::future::yield_now;
use std::task::{Context, Waker};

/// Says when it is dropped.
struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("  drop {}", self.0);
    }
}

/// Waits once. Dropped early or late, it says so.
#[pinata::desugar]
async fn wait(name: &'static str) {
    let _loud = Loud(name);
    yield_now().await;
}

#[pinata::desugar]
async fn visit(_guest: Loud) {
    let _coat = Loud("coat");
    wait("the bell").await;
    {
        let _tea = Loud("tea");
        wait("the kettle").await;
    }
    let _cake = Loud("cake");
    wait("the oven").await;
    println!("  goodbye");
}

fn main() {
    for polls in 0..=4 {
        println!("polls: {polls}");
        let mut future = Box::pin(visit(Loud("guest")));
        // Nobody has to be woken: the next poll comes anyway.
        let mut context = Context::from_waker(Waker::noop());
        let done = (0..polls).any(|_| future.as_mut().poll(&mut context).is_ready());
        println!("  {}", if done { "done" } else { "cancel" });
        drop(future);
    }
}
