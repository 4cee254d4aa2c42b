//! Any number of futures at once, without a task.
//!
//! A join of two can keep both in one slot, because their number is known. For a list each future
//! is boxed, so that it stays where it is while the list is worked on. The bodies come in the order
//! of the list, whichever was ready first.

mod shared;

use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::TcpStream;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;

#[pinata::desugar]
async fn body(port: u16, path: &str) -> io::Result<String> {
    let mut socket = TcpStream::connect((shared::HOST, port)).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", shared::HOST);
    socket.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    match response.split_once("\r\n\r\n") {
        Some((_head, body)) => Ok(body.trim_end().to_owned()),
        None => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// A future in the list, or what came of it.
enum Entry<F: Future> {
    Waiting(Pin<Box<F>>),
    Done(F::Output),
}

/// Waits for all of them.
async fn join_all<F>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Unpin>,
{
    let mut entries: Vec<_> =
        futures.into_iter().map(|future| Entry::Waiting(Box::pin(future))).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for entry in &mut entries {
            if let Entry::Waiting(future) = entry {
                match future.as_mut().poll(context) {
                    Poll::Ready(output) => *entry = Entry::Done(output),
                    Poll::Pending => waiting = true,
                }
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    entries
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Done(output) => Some(output),
            Entry::Waiting(_) => None,
        })
        .collect()
}

#[pinata::desugar]
async fn bodies(port: u16, paths: &[&str]) -> io::Result<Vec<String>> {
    let results = join_all(paths.iter().map(|path| body(port, path))).await;
    results.into_iter().collect()
}

fn main() -> io::Result<()> {
    let paths = ["/one", "/two", "/three", "/missing"];
    let (port, server) = shared::serve(paths.len())?;
    for body in smol::block_on(bodies(port, &paths))? {
        println!("{body}");
    }
    server.join().expect("the server does not panic")
}
