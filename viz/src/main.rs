//! `cargo pinata`: see inside an `async fn`.

mod args;
mod compiled;
mod progress;

use std::io::{self, Write, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::thread::{self, JoinHandle};

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, Parser};
use pinata_compare::build::wrapper;
use pinata_machine::model::Refusal;
use pinata_viz::expand::{Expansion, Style, expand};
use pinata_viz::gather::{Gathered, gather};
use pinata_viz::{Error, Format, Look, Source, list, outputs, write};

use args::{Cli, Color, Command, Completions, ERROR, Expand, Graph, List, Scope, WARNING};
use progress::Progress;

/// The exit code when not everything that was asked for could be read.
const FINDINGS: u8 = 1;
/// The exit code for bad usage and bad input, clap's own.
const BAD_INPUT: u8 = 2;

/// The width of a drawing that does not go to a terminal.
const PAGE: usize = 100;

/// What a function may need that is nested as deep as its author liked; only what is touched is
/// ever taken.
const STACK: usize = 1 << 30;

fn main() -> ExitCode {
    // Cargo calls this program in place of rustc, when it was this program that called Cargo.
    if let Some(code) = wrapper::run() {
        return code;
    }
    let run = thread::Builder::new().stack_size(STACK).spawn(run);
    match run.map(JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic has been told already.
        Ok(Err(_)) | Err(_) => ExitCode::from(BAD_INPUT),
    }
}

fn run() -> ExitCode {
    let Cli { command, color } = Cli::parse_from(args::words());
    let done = match command {
        Command::List(list) => print_list(&list, color),
        Command::Graph(graph) => draw(graph, color),
        Command::Expand(expand) => print_expansion(&expand, color),
        Command::Compare(compare) => compiled::compare(&compare, color),
        Command::Size(size) => compiled::size(&size, color),
        Command::Completions(Completions { shell }) => complete(shell),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            // When the standard error is closed as well, the exit code has to say it all.
            let _ = writeln!(anstream::stderr(), "{ERROR}error:{ERROR:#} {error}");
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// Reads what is meant, and says on the standard error what is left out.
fn read(scope: &Scope) -> Result<(Gathered, ExitCode), Error> {
    let mut progress = Progress::start();
    let gathered = gather(&scope.chosen(), &mut |done, all| progress.reach(done, all));
    drop(progress);
    let gathered = gathered?;
    for error in &gathered.skipped {
        let _ = writeln!(anstream::stderr(), "{WARNING}skipped:{WARNING:#} {error}");
    }
    for source in gathered.sources.iter().filter(|source| !source.left_out.is_empty()) {
        let places = source.left_out.iter().map(|place| format!("{}:{}", place.line, place.column));
        let _ = writeln!(
            anstream::stderr(),
            "{WARNING}left out:{WARNING:#} {}: `async` in a macro at {}",
            source.path.display(),
            places.collect::<Vec<_>>().join(", "),
        );
    }
    let code = match gathered.skipped.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FINDINGS),
    };
    Ok((gathered, code))
}

fn print_list(args: &List, color: Color) -> Result<ExitCode, Error> {
    let (gathered, code) = read(&args.scope)?;
    let rows = list::rows(&gathered.sources, args.filter.as_deref(), args.sort);
    let (look, color) = look(args.look.width, args.look.ascii, color, None);
    match args.json {
        true => write::print(list::json(&rows).as_bytes(), ColorChoice::Never)?,
        false => write::print(list::table(&rows, args.sort, &look).as_bytes(), color)?,
    }
    Ok(code)
}

fn draw(args: Graph, color: Color) -> Result<ExitCode, Error> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) => Format::of_path(path)?,
        (None, None) => Format::default(),
    };
    let (Gathered { sources, .. }, code) = read(&args.scope)?;
    let (look, color) = look(args.look.width, args.look.ascii, color, args.output.as_deref());
    let look = Look { theme: args.theme, show: args.shown(), engine: args.engine, ..look };
    let color = if format == Format::Text { color } else { ColorChoice::Never };
    let machines: usize = sources.iter().map(|source| source.found.len()).sum();
    let is_whole = machines == 1 || format.holds_many();
    match args.output {
        Some(output) if is_whole && !outputs::is_directory(&output) => {
            write::save(&format.render(&sources, &look)?, &output)?;
        }
        Some(output) => {
            // All are drawn before the first is written.
            let apart = outputs::apart(sources, &output, format).into_iter();
            let drawn = apart.map(|(path, source)| Ok((path, format.render(&[source], &look)?)));
            for (path, drawing) in drawn.collect::<Result<Vec<_>, Error>>()? {
                write::save(&drawing, &path)?;
            }
        }
        None if is_whole => write::print(&format.render(&sources, &look)?, color)?,
        None => return Err(Error::TooMany { format, machines }),
    }
    Ok(code)
}

fn print_expansion(args: &Expand, color: Color) -> Result<ExitCode, Error> {
    let (Gathered { sources, .. }, mut code) = read(&args.scope)?;
    let (look, color) = look(None, false, color, args.output.as_deref());
    let style = Style { minimal: args.minimal, edition: args.edition.into(), color: look.color };
    let mut texts = Vec::new();
    for source in &sources {
        let Expansion { text, refused } = expand(source, style)?;
        texts.extend((!text.is_empty()).then_some(text));
        for (path, refusals) in refused {
            code = ExitCode::from(FINDINGS);
            for line in not_expanded(source, &path, &refusals) {
                let _ = writeln!(anstream::stderr(), "{WARNING}not expanded:{WARNING:#} {line}");
            }
        }
    }
    let text = texts.join("\n");
    match &args.output {
        _ if text.is_empty() => {}
        Some(output) => write::save(text.as_bytes(), output)?,
        None => write::print(text.as_bytes(), color)?,
    }
    Ok(code)
}

/// Why something is not expanded, a line for each reason.
fn not_expanded(source: &Source, path: &str, refusals: &[Refusal]) -> Vec<String> {
    let file = source.path.display();
    if refusals.is_empty() {
        return vec![format!("{file}: `{path}` is no `async fn`; see it with `--minimal`")];
    }
    let lines = refusals.iter().map(|refusal| {
        let message = refusal.message.strip_prefix("pinata: ").unwrap_or(&refusal.message);
        format!("{file}:{}:{}: `{path}`: {message}", refusal.line, refusal.column)
    });
    lines.collect()
}

fn complete(shell: clap_complete::Shell) -> Result<ExitCode, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cargo-pinata", &mut script);
    write::print(&script, ColorChoice::Never)?;
    Ok(ExitCode::SUCCESS)
}

/// How text looks, given where it goes.
fn look(
    width: Option<usize>,
    ascii: bool,
    color: Color,
    output: Option<&Path>,
) -> (Look, ColorChoice) {
    let color = match (color.into(), output) {
        (ColorChoice::Auto, Some(_)) => ColorChoice::Never,
        (ColorChoice::Auto, None) => AutoStream::choice(&io::stdout()),
        (choice, _) => choice,
    };
    let width =
        width.unwrap_or_else(|| match (output, terminal_size::terminal_size_of(stdout())) {
            (None, Some((width, _))) => width.0.into(),
            _ => PAGE,
        });
    let color_text = color != ColorChoice::Never;
    (Look { width, ascii, color: color_text, ..Look::default() }, color)
}
