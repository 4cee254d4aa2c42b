//! The commands that build: `compare` and `size`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;
use pinata_compare::budget::{self, SIZES_VERSION, Sizes};
use pinata_compare::build::{Request, nightly};
use pinata_compare::{Report, Source, build, compare as lay_side_by_side, compiler, evidence};
use pinata_viz::comparison::{Format, sizes};
use pinata_viz::gather::{self, Gathered, gather};
use pinata_viz::{Error, Look, Target, write};
use serde::Deserialize;

use crate::args::{Building, Color, Compare, Scope, Size, WARNING};
use crate::{FINDINGS, look};

/// How many of those that are not built are named.
const NAMED: usize = 3;

/// Lays machines beside what rustc builds of them.
pub fn compare(args: &Compare, color: Color) -> Result<ExitCode, Error> {
    let format = match (args.format, args.json, &args.output) {
        (Some(format), ..) => format,
        (None, true, _) => Format::Json,
        (None, false, Some(path)) => Format::of_path(path)?,
        (None, false, None) => Format::default(),
    };
    let Compiled { report, meant, code } = compiled(&args.scope, &args.building, args.nightly)?;
    let (look, color) = look(args.look.width, args.look.ascii, color, args.output.as_deref());
    let look = Look { theme: args.theme, ..look };
    let color = if format == Format::Text { color } else { ColorChoice::Never };
    let shown = format.render(&report, &meant, &look)?;
    match &args.output {
        Some(output) => write::save(&shown, output)?,
        None => write::print(&shown, color)?,
    }
    Ok(if report.missing.is_empty() { code } else { ExitCode::from(FINDINGS) })
}

/// Holds sizes against a limit and a baseline.
pub fn size(args: &Size, color: Color) -> Result<ExitCode, Error> {
    let baseline = args.baseline.as_deref().map(load).transpose()?;
    let Compiled { report, code, .. } = compiled(&args.scope, &args.building, false)?;
    let sizes = budget::measure(&report);
    let compares = baseline.as_ref().is_none_or(|baseline| budget::knows(baseline, &sizes));
    if let (Some(baseline), Some(path)) = (&baseline, &args.baseline) {
        foreign(baseline, &sizes);
        if !compares {
            let path = path.display();
            note(&format!("nothing that is measured here is in the baseline `{path}`"));
        }
    }
    if let Some(path) = &args.save {
        let json = serde_json::to_string_pretty(&sizes).expect("sizes are plain data") + "\n";
        write::save(json.as_bytes(), path)?;
    }
    let (look, color) = look(args.look.width, args.look.ascii, color, None);
    let findings = budget::check(&sizes, args.max, baseline.as_ref());
    let has_budget = args.max.is_some() || baseline.is_some();
    let text = match (args.json, has_budget) {
        (true, true) => serde_json::to_string_pretty(&findings).expect("plain data") + "\n",
        (true, false) => serde_json::to_string_pretty(&sizes).expect("plain data") + "\n",
        (false, true) if findings.is_empty() && compares => sizes::kept(&sizes, &look),
        (false, true) => sizes::findings(&findings, &look),
        (false, false) => sizes::table(&sizes, &look),
    };
    write::print(text.as_bytes(), if args.json { ColorChoice::Never } else { color })?;
    // What is configured away can never be built, and the others keep to the budget.
    let is_kept = findings.is_empty() && compares && !sizes.functions.is_empty();
    Ok(if is_kept { code } else { ExitCode::from(FINDINGS) })
}

/// Says when a baseline is of another compiler or profile: then sizes differ for no reason of the
/// user's own.
fn foreign(baseline: &Sizes, now: &Sizes) {
    let of = |sizes: &Sizes| {
        format!("{}, {} profile", sizes.rustc, if sizes.release { "release" } else { "dev" })
    };
    let (before, now) = (of(baseline), of(now));
    if before != now {
        note(&format!("the baseline is of {before}; this is {now}"));
    }
}

/// What is meant, and what was built of it.
struct Compiled {
    report: Report,
    meant: Vec<pinata_viz::Source>,
    /// Whether every file could be read.
    code: ExitCode,
}

/// Reads the sources, builds them, and compares the two: what is meant, and no more. A nightly
/// rustc may build the same once more.
fn compiled(scope: &Scope, building: &Building, by_nightly: bool) -> Result<Compiled, Error> {
    let nightly_rustc = by_nightly.then(nightly::find).transpose()?;
    // A function is told from the blocks inside of it only when all of a file is known.
    let whole = match &scope.target {
        Some(Target { file, .. }) => {
            gather::Scope::Path(Target { file: file.clone(), function: None })
        }
        None => scope.chosen(),
    };
    let Gathered { sources, skipped, .. } = gather(&whole, &mut |_, _| {})?;
    for error in &skipped {
        let _ = writeln!(anstream::stderr(), "{WARNING}skipped:{WARNING:#} {error}");
    }
    let meant = match &scope.target {
        Some(target) => target.choose(sources.clone())?,
        None => sources.clone(),
    };
    let request = scope.request(building);
    let built = build(&request)?;
    if let Some(doubt) = compiler::note(&built.rustc) {
        note(&doubt);
    }
    let nightly = nightly_rustc.map(|rustc| {
        let built = build(&Request { nightly: Some(rustc), ..request.clone() })?;
        pinata_compare::nightly::read(&built)
    });
    let evidence = evidence::read(&built, nightly.transpose()?.as_ref())?;
    let all: Vec<Source> =
        sources.iter().map(|one| Source { file: &one.path, found: &one.found }).collect();
    let mut report = lay_side_by_side(&all, &built, &evidence, request.release);
    let is_meant = |file: &Path, path: &str| {
        meant.iter().any(|one| one.path == file && one.found.iter().any(|one| one.path == path))
    };
    report.compared.retain(|one| is_meant(&one.file, &one.path));
    report.missing.retain(|one| is_meant(&one.file, &one.path));
    say_missing(&report);
    let code = if skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) };
    Ok(Compiled { report, meant, code })
}

fn load(path: &Path) -> Result<Sizes, Error> {
    let text = fs::read_to_string(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => Error::NoBaseline { path: path.to_owned() },
        _ => Error::Read { path: path.to_owned(), cause },
    })?;
    let wrong = |reason: String| Error::Baseline { path: path.to_owned(), reason };
    // Another version may have another form as well.
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let parse = |cause: serde_json::Error| wrong(cause.to_string());
    match serde_json::from_str::<Versioned>(&text).map_err(parse)?.version {
        SIZES_VERSION => serde_json::from_str(&text).map_err(parse),
        version => Err(wrong(format!("it has version {version}, and this reads {SIZES_VERSION}"))),
    }
}

/// Says what was asked for and is not there.
fn say_missing(report: &Report) {
    let names = report.missing.iter().take(NAMED).map(|one| format!("`{}`", one.path));
    let mut names: Vec<String> = names.collect();
    if let Some(more) = report.missing.len().checked_sub(NAMED).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    let (names, are) = match names.as_slice() {
        [] => return,
        [one] => (one.clone(), "is"),
        [init @ .., last] => (format!("{} and {last}", init.join(", ")), "are"),
    };
    note(&format!(
        "{names} {are} not built: generic and never called, configured away, or part of another \
         target; try `--all-targets` or `--features`",
    ));
}

fn note(text: &str) {
    // When the standard error is closed as well, the exit code has to say it all.
    let _ = writeln!(anstream::stderr(), "{WARNING}note:{WARNING:#} {text}");
}
