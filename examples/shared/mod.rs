//! A small HTTP server on loopback, so that the examples need no network.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// Where the server listens.
pub const HOST: &str = "127.0.0.1";

/// Starts a server that answers `requests` requests, one after another, and then ends.
///
/// The port is one that was free.
pub fn serve(requests: usize) -> io::Result<(u16, JoinHandle<io::Result<()>>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let server = thread::spawn(move || {
        for _ in 0..requests {
            let (client, _) = listener.accept()?;
            answer(client)?;
        }
        Ok(())
    });
    Ok((port, server))
}

/// Reads one request and answers it with a line of text about its path.
fn answer(mut client: TcpStream) -> io::Result<()> {
    let mut head = BufReader::new(&client).lines();
    let request = head.next().transpose()?.unwrap_or_default();
    // An empty line ends the head. What is left unread at the close would reset the connection.
    for line in head {
        if line?.is_empty() {
            break;
        }
    }

    let mut words = request.split(' ');
    let (status, body) = match (words.next(), words.next(), words.next()) {
        (Some("GET"), Some("/missing"), Some("HTTP/1.1")) => {
            ("404 Not Found", "There is nothing here.\n".to_owned())
        }
        (Some("GET"), Some(path), Some("HTTP/1.1")) => ("200 OK", format!("This is {path}.\n")),
        _ => ("400 Bad Request", "Only GET is understood.\n".to_owned()),
    };
    write!(
        client,
        "HTTP/1.1 {status}\r\n\
         Content-Type: text/plain\r\n\
         Content-Length: {}\r\n\
         Connection: close\r\n\
         \r\n\
         {body}",
        body.len(),
    )
}
