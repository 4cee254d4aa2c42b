//! `cargo pinata`: see inside an `async fn`.

mod args;

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::Parser;
use pinata_viz::{Error, Format, read, text::Look, write};

use args::{Cli, Command, ERROR, Graph};

/// The exit code for bad usage and bad input, clap's own.
const BAD_INPUT: u8 = 2;

/// The width of a drawing that does not go to a terminal.
const PAGE: usize = 100;

fn main() -> ExitCode {
    let Cli { command } = Cli::parse_from(args::words());
    let done = match command {
        Command::Graph(graph) => draw(&graph),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // When the standard error is closed as well, the exit code has to say it all.
            let _ = writeln!(anstream::stderr(), "{ERROR}error:{ERROR:#} {error}");
            ExitCode::from(BAD_INPUT)
        }
    }
}

fn draw(graph: &Graph) -> Result<(), Error> {
    let format = match (graph.format, &graph.output) {
        (Some(format), _) => format,
        (None, Some(path)) => Format::of_path(path)?,
        (None, None) => Format::default(),
    };
    let mut source = read::read(&graph.target.file)?;
    source.found = graph.target.choose(source.found)?;
    let color = match (graph.color.into(), &graph.output) {
        (ColorChoice::Auto, Some(_)) => ColorChoice::Never,
        (ColorChoice::Auto, None) => AutoStream::choice(&stdout()),
        (choice, _) => choice,
    };
    let look = Look {
        width: graph.width.unwrap_or_else(|| width(graph.output.as_deref())),
        ascii: graph.ascii,
        color: color != ColorChoice::Never,
    };
    let drawing = format.render(&[source], &look)?;
    match &graph.output {
        Some(path) => write::save(&drawing, path),
        None => write::print(&drawing, color),
    }
}

/// The width of the terminal if that is where the drawing goes.
fn width(output: Option<&Path>) -> usize {
    match (output, terminal_size::terminal_size_of(stdout())) {
        (None, Some((width, _))) => width.0.into(),
        _ => PAGE,
    }
}
