//! The commands that build: `compare` and `size`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;
use pinata_compare::budget::{self, SIZES_VERSION, Sizes};
use pinata_compare::{Report, Source, build, compare as lay_side_by_side, evidence};
use pinata_viz::comparison::{Format, sizes};
use pinata_viz::gather::{self, Gathered, gather};
use pinata_viz::{Error, Look, Target, write};

use crate::args::{Building, Color, Compare, Scope, Size, WARNING};
use crate::{FINDINGS, look};

/// Lays machines beside what rustc builds of them.
pub fn compare(args: &Compare, color: Color) -> Result<ExitCode, Error> {
    let format = match (args.format, args.json, &args.output) {
        (Some(format), ..) => format,
        (None, true, _) => Format::Json,
        (None, false, Some(path)) => Format::of_path(path)?,
        (None, false, None) => Format::default(),
    };
    let (report, meant) = report(&args.scope, &args.building)?;
    let (look, color) = look(args.look.width, args.look.ascii, color, args.output.as_deref());
    let look = Look { theme: args.theme, ..look };
    let color = if format == Format::Text { color } else { ColorChoice::Never };
    let shown = format.render(&report, &meant, &look)?;
    match &args.output {
        Some(output) => write::save(&shown, output)?,
        None => write::print(&shown, color)?,
    }
    Ok(complete(&report))
}

/// Holds sizes against a limit and a baseline.
pub fn size(args: &Size, color: Color) -> Result<ExitCode, Error> {
    let baseline = args.baseline.as_deref().map(load).transpose()?;
    let (report, _) = report(&args.scope, &args.building)?;
    let sizes = budget::measure(&report);
    if let Some(baseline) = &baseline
        && (&baseline.rustc, baseline.release) != (&sizes.rustc, sizes.release)
    {
        let profile = |release| if release { "release" } else { "dev" };
        let _ = writeln!(
            anstream::stderr(),
            "{WARNING}note:{WARNING:#} the baseline is of {}, {} profile; this is {}, {} profile",
            baseline.rustc,
            profile(baseline.release),
            sizes.rustc,
            profile(sizes.release),
        );
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
        (false, true) => sizes::findings(&findings, &look),
        (false, false) => sizes::table(&sizes, &look),
    };
    write::print(text.as_bytes(), if args.json { ColorChoice::Never } else { color })?;
    match findings.is_empty() {
        true => Ok(complete(&report)),
        false => Ok(ExitCode::from(FINDINGS)),
    }
}

/// Reads the sources, builds them, and compares the two: what is meant, and no more.
fn report(scope: &Scope, building: &Building) -> Result<(Report, Vec<pinata_viz::Source>), Error> {
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
    let evidence = evidence::read(&built)?;
    let all: Vec<Source> =
        sources.iter().map(|one| Source { file: &one.path, found: &one.found }).collect();
    let mut report = lay_side_by_side(&all, &built, &evidence, request.release);
    let is_meant = |file: &Path, path: &str| {
        meant.iter().any(|one| one.path == file && one.found.iter().any(|one| one.path == path))
    };
    report.compared.retain(|one| is_meant(&one.file, &one.path));
    report.missing.retain(|one| is_meant(&one.file, &one.path));
    Ok((report, meant))
}

fn load(path: &Path) -> Result<Sizes, Error> {
    let text =
        fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    let wrong = |reason: String| Error::Baseline { path: path.to_owned(), reason };
    let sizes: Sizes = serde_json::from_str(&text).map_err(|cause| wrong(cause.to_string()))?;
    match sizes.version {
        SIZES_VERSION => Ok(sizes),
        version => Err(wrong(format!("it has version {version}, and this reads {SIZES_VERSION}"))),
    }
}

/// Whether all that was asked for was there to be compared.
fn complete(report: &Report) -> ExitCode {
    if report.missing.is_empty() {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(
        anstream::stderr(),
        "{WARNING}note:{WARNING:#} {} not built: generic and never called, configured away, or part of \
         another target; try `--all-targets` or `--features`",
        match report.missing.len() {
            1 => "one is".to_owned(),
            count => format!("{count} are"),
        },
    );
    ExitCode::from(FINDINGS)
}
