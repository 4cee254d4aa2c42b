//! Tasks on several threads have to be `Send`.
//!
//! An executor with four threads may poll a task on one thread now and on another one later. So the
//! machine must be `Send`, and so must all that it holds at an await. `length_of` holds a socket
//! and strings, so it is. Let it hold an `Rc` across an await, and this file no longer compiles.

mod shared;

use smol::channel::{self, Receiver};
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::TcpStream;
use smol::{Executor, Task};
use std::io;
use std::sync::Arc;
use std::thread;

#[pinata::desugar]
async fn length_of(host: &'static str, port: u16, path: String) -> io::Result<usize> {
    let mut socket = TcpStream::connect((host, port)).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    socket.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    let (_, body) = response.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
    Ok(body.len())
}

#[pinata::desugar]
async fn total(tasks: Vec<Task<io::Result<usize>>>) -> io::Result<usize> {
    let mut total = 0;
    for task in tasks {
        total += task.await?;
    }
    Ok(total)
}

/// Runs tasks until the other end of `stop` is dropped.
fn work(executor: &Executor<'_>, stop: Receiver<()>) {
    // The channel never carries anything: its closing is the signal.
    let _ = smol::block_on(executor.run(stop.recv()));
}

fn main() -> io::Result<()> {
    let paths = ["/a", "/bb", "/ccc", "/dddd"];
    let (port, server) = shared::serve(paths.len())?;

    let executor = Arc::new(Executor::new());
    let (running, stop) = channel::bounded(1);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (executor, stop) = (executor.clone(), stop.clone());
            thread::spawn(move || work(&executor, stop))
        })
        .collect();

    let tasks = paths
        .iter()
        .map(|path| executor.spawn(length_of(shared::HOST, port, path.to_string())))
        .collect();
    println!("{} bytes in all", smol::block_on(total(tasks))?);

    drop(running);
    for thread in threads {
        thread.join().expect("the workers do not panic");
    }
    server.join().expect("the server does not panic")
}
