//! A lock is held as long as its guard is.
//!
//! Whatever lives across an await is part of the state, and a guard is no exception: until the
//! future is polled again, nobody else gets the lock. Each of these functions is polled once, so
//! that it rests at its first await, and then somebody else tries the lock.
//!
//! The last two are the ones to remember. A temporary lives to the end of its statement, and for a
//! `match` that is the end of the last arm. Bind the value first, and the guard is gone in time.

use smol::future::{poll_once, yield_now};
use smol::lock::Mutex;
use std::pin::pin;

#[pinata::desugar]
async fn guard_in_a_local(balance: &Mutex<u32>) {
    let mut guard = balance.lock().await;
    yield_now().await;
    *guard += 1;
}

#[pinata::desugar]
async fn guard_in_a_block(balance: &Mutex<u32>) {
    {
        let mut guard = balance.lock().await;
        *guard += 1;
    }
    yield_now().await;
}

#[pinata::desugar]
async fn guard_in_a_match(balance: &Mutex<u32>) {
    match *balance.lock().await {
        0 => {}
        _ => yield_now().await,
    }
}

#[pinata::desugar]
async fn guard_before_a_match(balance: &Mutex<u32>) {
    let amount = *balance.lock().await;
    match amount {
        0 => {}
        _ => yield_now().await,
    }
}

/// Lets `visitor` come to rest at its await, and then tries the lock.
fn try_beside(name: &str, balance: &Mutex<u32>, visitor: impl Future<Output = ()>) {
    let mut visitor = pin!(visitor);
    let output = smol::block_on(poll_once(&mut visitor));
    assert!(output.is_none(), "every visitor has an await to rest at");
    let lock = match balance.try_lock() {
        Some(_) => "free",
        None => "taken",
    };
    println!("{name:20}  {lock}");
}

fn main() {
    let balance = &Mutex::new(1);
    try_beside("guard in a local", balance, guard_in_a_local(balance));
    try_beside("guard in a block", balance, guard_in_a_block(balance));
    try_beside("guard in a match", balance, guard_in_a_match(balance));
    try_beside("guard before a match", balance, guard_before_a_match(balance));
}
