//! A task gives way only where it awaits.
//!
//! Two counters share a thread. Without an await that is ever pending, the first one counts to its
//! end before the second one starts. With `yield_now` between the steps, they take turns.

use smol::LocalExecutor;
use smol::future::yield_now;

#[pinata::desugar]
async fn count(name: &str, polite: bool) {
    for step in 1..=3 {
        println!("  {name} {step}");
        if polite {
            yield_now().await;
        }
    }
}

#[pinata::desugar]
async fn race(executor: &LocalExecutor<'_>, polite: bool) {
    let first = executor.spawn(count("first", polite));
    let second = executor.spawn(count("second", polite));
    first.await;
    second.await;
}

fn main() {
    let executor = LocalExecutor::new();
    println!("selfish:");
    smol::block_on(executor.run(race(&executor, false)));
    println!("polite:");
    smol::block_on(executor.run(race(&executor, true)));
}
