//! Many requests at once, on one thread.
//!
//! `many_requests` starts a task for each request, and then waits for every task in turn. The
//! requests overlap, yet the responses come in the order of the list.
//!
//! `cheapo_request` borrows its arguments, and a task may outlive whatever it would borrow. So each
//! task runs `cheapo_owning_request`, whose machine holds the strings itself.

mod shared;

use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::TcpStream;
use smol::{LocalExecutor, Task};
use std::io;
use std::net::Shutdown;
use std::rc::Rc;

thread_local! {
    static EXECUTOR: Rc<LocalExecutor<'static>> = Rc::default();
}

/// Starts a task on this thread's executor.
fn spawn_local<T: 'static>(future: impl Future<Output = T> + 'static) -> Task<T> {
    EXECUTOR.with(|executor| executor.spawn(future))
}

#[pinata::desugar]
async fn cheapo_request(host: &str, port: u16, path: &str) -> io::Result<String> {
    let mut socket = TcpStream::connect((host, port)).await?;
    let request = format!("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", path, host);
    socket.write_all(request.as_bytes()).await?;
    socket.shutdown(Shutdown::Write)?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    Ok(response)
}

#[pinata::desugar]
async fn cheapo_owning_request(host: String, port: u16, path: String) -> io::Result<String> {
    cheapo_request(&host, port, &path).await
}

#[pinata::desugar]
async fn many_requests(requests: Vec<(String, u16, String)>) -> Vec<io::Result<String>> {
    let mut handles = vec![];
    for (host, port, path) in requests {
        handles.push(spawn_local(cheapo_owning_request(host, port, path)));
    }
    let mut results = vec![];
    for handle in handles {
        results.push(handle.await);
    }
    results
}

fn main() -> io::Result<()> {
    let paths = ["/apples", "/pears", "/missing"];
    let (port, server) = shared::serve(paths.len())?;
    let requests =
        paths.iter().map(|path| (shared::HOST.to_owned(), port, path.to_string())).collect();

    let executor = EXECUTOR.with(Rc::clone);
    for result in smol::block_on(executor.run(many_requests(requests))) {
        match result {
            Ok(response) => println!("{response}"),
            Err(error) => println!("error: {error}"),
        }
    }

    server.join().expect("the server does not panic")
}
