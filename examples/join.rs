//! Two futures at once, without a task.
//!
//! `first.await` and then `second.await` waits for one after the other. A join is one awaitee that
//! polls both, so the machine that awaits it rests at a single suspension point and holds the two
//! futures in one slot. The example joins twice: by hand, and with `zip` of futures-lite.

mod shared;

use smol::future::zip;
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::TcpStream;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::Poll;

#[pinata::desugar]
async fn status(port: u16, path: &str) -> io::Result<String> {
    let mut socket = TcpStream::connect((shared::HOST, port)).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", shared::HOST);
    socket.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    Ok(response.lines().next().unwrap_or_default().to_owned())
}

/// Waits for both. A future that is done must not be polled again, so its output is kept instead.
async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut from_a, mut from_b) = (None, None);
    poll_fn(|context| {
        if from_a.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(context)
        {
            from_a = Some(output);
        }
        if from_b.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(context)
        {
            from_b = Some(output);
        }
        match (from_a.take(), from_b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (from_a, from_b) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}

#[pinata::desugar]
async fn both_by_hand(port: u16) -> io::Result<(String, String)> {
    let (found, missing) = join(status(port, "/here"), status(port, "/missing")).await;
    Ok((found?, missing?))
}

#[pinata::desugar]
async fn both_with_zip(port: u16) -> io::Result<(String, String)> {
    let (found, missing) = zip(status(port, "/here"), status(port, "/missing")).await;
    Ok((found?, missing?))
}

fn main() -> io::Result<()> {
    let (port, server) = shared::serve(4)?;
    println!("by hand:  {:?}", smol::block_on(both_by_hand(port))?);
    println!("with zip: {:?}", smol::block_on(both_with_zip(port))?);
    server.join().expect("the server does not panic")
}
