//! A thousand tasks, or a thousand threads?
//!
//! A relay: each runner waits for the baton, adds one to it, and passes it on. A thousand threads
//! run it, and a thousand tasks on one thread do. A thread reserves a stack for whatever it might
//! once call; a task holds what its machine holds at an await, and not a byte more.

use smol::LocalExecutor;
use smol::channel::{self, Receiver, Sender};
use std::sync::mpsc;
use std::thread;

const RUNNERS: usize = 1000;

/// What std gives a thread by default, unless `RUST_MIN_STACK` says otherwise.
const STACK: usize = 2 * 1024 * 1024;

#[pinata::desugar]
async fn runner(from: Receiver<usize>, to: Sender<usize>) {
    if let Ok(baton) = from.recv().await {
        // The receiver at the other end may be gone; then there is nobody left to run for.
        let _ = to.send(baton + 1).await;
    }
}

#[pinata::desugar]
async fn relay(executor: &LocalExecutor<'_>) -> Option<usize> {
    let (start, mut last) = channel::bounded(1);
    for _ in 0..RUNNERS {
        let (to, from) = channel::bounded(1);
        executor.spawn(runner(last, to)).detach();
        last = from;
    }
    start.send(0).await.ok()?;
    last.recv().await.ok()
}

fn relay_of_threads() -> Option<usize> {
    let (start, mut last) = mpsc::channel();
    let mut threads = vec![];
    for _ in 0..RUNNERS {
        let (to, from) = mpsc::channel();
        let before = std::mem::replace(&mut last, from);
        threads.push(thread::Builder::new().stack_size(STACK).spawn(move || {
            if let Ok(baton) = before.recv() {
                let _ = to.send(baton + 1);
            }
        }));
    }
    start.send(0).ok()?;
    let baton = last.recv().ok();
    for thread in threads.into_iter().flatten() {
        thread.join().ok()?;
    }
    baton
}

fn main() {
    let (to, from) = channel::bounded(1);
    let task = size_of_val(&runner(from, to));

    let executor = LocalExecutor::new();
    let baton = smol::block_on(executor.run(relay(&executor)));
    println!("tasks:   baton {baton:?}, {task} bytes for each machine");
    let baton = relay_of_threads();
    println!("threads: baton {baton:?}, {STACK} bytes for each stack");
}
