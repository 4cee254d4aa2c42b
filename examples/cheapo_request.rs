//! One HTTP request, and what it costs to wait for it.
//!
//! `cheapo_request` waits three times: for the connection, for the request to be written and for
//! the response to be read. So its machine has three suspension points. The example prints the
//! response and then two sizes: that of the annotated future, and that of rustc's own.
//!
//! See the machine with `cargo run -- graph examples/cheapo_request.rs`.

mod plain;
mod shared;

use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::TcpStream;
use std::net::Shutdown;

#[pinata::desugar]
async fn cheapo_request(host: &str, port: u16, path: &str) -> std::io::Result<String> {
    let mut socket = TcpStream::connect((host, port)).await?;
    let request = format!("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", path, host);
    socket.write_all(request.as_bytes()).await?;
    socket.shutdown(Shutdown::Write)?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    Ok(response)
}

fn main() -> std::io::Result<()> {
    let (port, server) = shared::serve(1)?;

    let annotated = cheapo_request(shared::HOST, port, "/");
    let plain = plain::cheapo_request(shared::HOST, port, "/");
    let sizes = (size_of_val(&annotated), size_of_val(&plain));

    println!("{}", smol::block_on(annotated)?);
    println!("annotated: {} bytes", sizes.0);
    println!("plain:     {} bytes", sizes.1);

    server.join().expect("the server does not panic")
}
