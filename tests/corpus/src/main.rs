//! Puts `#[pinata::desugar]` on every `async fn` of a published crate, and runs its tests.
//!
//! The crate is fetched ([`fetch`]) and copied ([`copy`]), and [`plan`] finds out how it builds.
//! Its functions are found ([`find`]). Those that another attribute [`rewrites`], that are not
//! part of the build ([`marks`]) or that are refused ([`refuse`]) stay plain; the others get
//! the attribute ([`annotate`]). What then does not compile is found ([`blame`], [`bisect`])
//! and made plain again ([`settle`]). The tests run on both copies ([`suite`], [`compare`]),
//! and the [`sizes`] of the futures in both are read.
//! [`examine`] is the order of it all, and a [`report`] what comes out of it ([`table`]).
//!
//! Or else everything that is `async` in a crate is drawn ([`draw`]), or compared with what rustc
//! builds of it ([`compiled`]).

mod annotate;
mod args;
mod bisect;
mod blame;
mod cargo;
mod compare;
mod compiled;
mod copy;
mod draw;
mod error;
mod examine;
mod fetch;
mod find;
mod marks;
mod only;
mod plan;
mod process;
mod refuse;
mod report;
mod rewrites;
mod settle;
mod sizes;
mod suite;
mod table;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use pinata_compare::build::wrapper;

use args::{Cli, Command, Compare, Draw, ERROR};
use error::Error;
use report::Report;

/// The exit code when there is something to look at.
const FINDINGS: u8 = 1;

/// The exit code for bad usage and bad input, clap's own.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    // Cargo calls this program in place of rustc, when it was this program that called Cargo.
    if let Some(code) = wrapper::run() {
        return code;
    }
    let cli = Cli::parse();
    let (text, errors, has_findings) = match &cli.command {
        Some(Command::Draw(draw)) => draw_all(draw),
        Some(Command::Compare(compare)) => compare_all(compare),
        None => {
            let (reports, errors) = examine_all(&cli);
            let text = match cli.json {
                true => serde_json::to_string_pretty(&reports).unwrap_or_default() + "\n",
                false => table::table(&reports),
            };
            (text, errors, reports.iter().any(Report::has_findings))
        }
    };
    if let Err(cause) = anstream::stdout().write_all(text.as_bytes())
        && cause.kind() != io::ErrorKind::BrokenPipe
    {
        complain(&format!("cannot write the output: {cause}"));
        return ExitCode::from(BAD_INPUT);
    }
    match (errors, has_findings) {
        (1.., _) => ExitCode::from(BAD_INPUT),
        (0, true) => ExitCode::from(FINDINGS),
        (0, false) => ExitCode::SUCCESS,
    }
}

/// A table of crates, how many can't be drawn at all, and whether there is something to look at.
fn draw_all(args: &Draw) -> (String, usize, bool) {
    let work = match examine::work(None) {
        Ok(work) => work,
        Err(error) => {
            complain(&error.to_string());
            return (String::new(), 1, false);
        }
    };
    let formats = draw::formats(&args.format);
    let (mut all, mut errors) = (Vec::new(), 0);
    for spec in &args.crates {
        let drawn = match fetch::published(spec, &work, args.offline) {
            Ok(source) => draw::draw(&source, &formats).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match drawn {
            Ok(drawn) => all.push(drawn),
            Err(error) => {
                complain(&error);
                errors += 1;
            }
        }
    }
    let has_findings = all.iter().any(draw::Drawn::has_findings);
    (draw::table(&all), errors, has_findings)
}

/// A table of crates, how many can't be compared at all, and whether something is not explained.
fn compare_all(args: &Compare) -> (String, usize, bool) {
    let (mut all, mut errors) = (Vec::new(), 0);
    let mut keep = |compared: Result<compiled::Compared, Error>| match compared {
        Ok(compared) => all.push(compared),
        Err(error) => {
            complain(&error.to_string());
            errors += 1;
        }
    };
    match examine::work(None) {
        Ok(work) => {
            for spec in &args.crates {
                let source = fetch::published(spec, &work, args.offline);
                keep(source.and_then(|source| compiled::compare(&source, &work, args.offline)));
            }
        }
        Err(error) => keep(Err(error)),
    }
    let has_findings = all.iter().any(compiled::Compared::has_findings);
    (compiled::table(&all, args.details), errors, has_findings)
}

/// One crate after the other; one that can't be examined is no reason to skip the next.
fn examine_all(cli: &Cli) -> (Vec<Report>, usize) {
    let mut reports = Vec::new();
    let mut errors = 0;
    let mut keep = |report: Result<Report, Error>| match report {
        Ok(report) => reports.push(report),
        Err(error) => {
            complain(&error.to_string());
            errors += 1;
        }
    };
    let work = match examine::work(cli.work.as_deref()) {
        Ok(work) => work,
        Err(error) => {
            complain(&error.to_string());
            return (Vec::new(), 1);
        }
    };
    for spec in &cli.crates {
        let source = fetch::published(spec, &work, cli.offline);
        keep(source.and_then(|source| examine::examine(&source, &work, cli)));
    }
    for path in &cli.path {
        let source = fetch::local(path, cli.offline);
        keep(source.and_then(|source| examine::examine(&source, &work, cli)));
    }
    (reports, errors)
}

fn complain(text: &str) {
    // When the standard error is closed as well, the exit code has to say it all.
    let _ = writeln!(anstream::stderr(), "{ERROR}error:{ERROR:#} {text}");
}
