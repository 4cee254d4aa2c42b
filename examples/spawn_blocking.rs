//! Long work belongs on a thread of its own.
//!
//! A segment that computes for long keeps its thread from every other task. `smol::unblock` moves
//! the work to a pool of threads and gives back a future that waits for its result. To the machine
//! it is one more suspension point. Meanwhile this thread is free to run something else.

use smol::future::zip;
use std::thread::{self, ThreadId};

/// Slow on purpose, as a hash of a password should be.
fn slow_digest(password: &str) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for _ in 0..100_000 {
        for byte in password.bytes() {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    digest
}

#[pinata::desugar]
async fn verify(password: String, expected: u64) -> (bool, ThreadId) {
    let digest = smol::unblock(move || (slow_digest(&password), thread::current().id()));
    let (digest, worker) = digest.await;
    (digest == expected, worker)
}

fn main() {
    let expected = slow_digest("open sesame");
    let ((right, worker), (wrong, _)) = smol::block_on(zip(
        verify("open sesame".to_owned(), expected),
        verify("open barley".to_owned(), expected),
    ));
    println!("open sesame: {right}");
    println!("open barley: {wrong}");
    println!("on another thread: {}", worker != thread::current().id());
}
