//! A picture by Graphviz, where it is installed: its own layout of the [`dot`](crate::dot) graph.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;

use crate::Error;

/// What places the boxes of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Engine {
    /// Our own, which is always there
    #[default]
    Pinata,
    /// Graphviz, which has to be installed
    Dot,
}

/// Has `dot` draw a graph in one of its formats: `svg`, `png`.
pub fn render(graph: String, format: &str) -> Result<Vec<u8>, Error> {
    let mut dot = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| Error::NoGraphviz { cause })?;
    let stdin = dot.stdin.take();
    // `dot` may begin to write before it has read everything.
    let writer = thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(graph.as_bytes()),
        None => Ok(()),
    });
    let output = dot.wait_with_output().map_err(|cause| Error::NoGraphviz { cause })?;
    let written = writer.join().unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into()));
    if output.status.success() && written.is_ok() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().next().unwrap_or("it failed without a word").to_owned();
    Err(Error::Graphviz { reason })
}
