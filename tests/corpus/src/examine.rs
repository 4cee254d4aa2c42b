//! One crate from its source to its report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::diagnostic::Diagnostic;
use cargo_metadata::{MetadataCommand, Package, TargetKind};

use crate::args::Cli;
use crate::blame::{self, Complaint};
use crate::cargo::{self, Built, Plan, Task};
use crate::copy::{self, Lock};
use crate::error::Error;
use crate::fetch::Source;
use crate::find::{self, Function};
use crate::refuse::{OURS, Refusal, refusals, without_prefix};
use crate::report::{Apart, Build, Failed, Named, Refused, Report, Tests, Warning};
use crate::{compare, marks, only, plan, settle};

/// A crate while it is examined.
pub struct Subject<'a> {
    pub name: &'a str,
    pub plain: &'a Path,
    pub annotated: &'a Path,
    pub functions: &'a [Function],
    pub plan: &'a Plan,
}

impl Subject<'_> {
    pub fn say(&self, what: &str) {
        say(self.name, what);
    }

    pub fn nobody(&self, built: &Built) -> Error {
        Error::Nobody { crate_name: self.name.to_owned(), message: built.complaint() }
    }

    pub fn named(&self, index: usize) -> Named {
        named(&self.functions[index])
    }
}

/// The directory that all the copies are in.
pub fn work(cli: &Cli) -> Result<PathBuf, Error> {
    let work = match &cli.work {
        Some(work) => work.clone(),
        None => {
            let metadata = MetadataCommand::new().current_dir(copy::pinata()).no_deps().exec();
            let metadata = metadata.map_err(|error| match error {
                cargo_metadata::Error::Io(cause) => Error::Cargo(cause),
                other => Error::Manifest { path: copy::pinata(), message: other.to_string() },
            })?;
            metadata.target_directory.into_std_path_buf().join("corpus")
        }
    };
    fs::create_dir_all(&work).map_err(Error::file("make", &work))?;
    work.canonicalize().map_err(Error::file("find", &work))
}

/// Does it all.
pub fn examine(source: &Source, work: &Path, cli: &Cli) -> Result<Report, Error> {
    let home = work.join(format!("{}-{}", source.name, source.version));
    let [plain, marked, annotated] = ["plain", "marked", "annotated"].map(|n| home.join(n));
    copy::copy(source, &plain)?;
    let basis = Plan {
        offline: cli.offline,
        build_directory: home.join("build"),
        target_directory: home.join("target"),
        ..Plan::default()
    };
    say(&source.name, "building as published");
    let (plan, before, lock) = plan::choose(source, &plain, cli.features.as_deref(), &basis)?;
    for other in [&marked, &annotated] {
        copy::copy(source, other)?;
        let (from, to) = (plain.join("Cargo.lock"), other.join("Cargo.lock"));
        fs::copy(&from, &to).map_err(Error::file("copy", &from))?;
    }

    let package = package(&plain, cli.offline)?;
    let functions = find::functions(&plain, &build_scripts(&package))?;
    let chosen: BTreeSet<usize> = match &cli.only {
        Some(name) => only::choose(&functions, name, &source.name)?.into_iter().collect(),
        None => (0..functions.len()).collect(),
    };
    let subject = Subject {
        name: &source.name,
        plain: &plain,
        annotated: &annotated,
        functions: &functions,
        plan: &plan,
    };

    let (apart, ours): (BTreeSet<usize>, _) =
        chosen.iter().partition(|index| functions[**index].under.is_some());
    subject.say("finding what is part of the build");
    let built = marks::built(&plain, &marked, &functions, &ours, &plan, &source.name)?;
    let not_built = ours.difference(&built).map(|&index| subject.named(index)).collect();
    let (mut refused, candidates) = refuse(&functions, &built, edition(&package));

    subject.say(&format!("building with the attribute on {} functions", candidates.len()));
    let settled = settle::settle(&subject, &candidates)?;
    let mut failed = Vec::new();
    for (index, complaint) in &settled.failed {
        match complaint.message.strip_prefix(OURS) {
            Some(_) => {
                refused.insert(*index, vec![as_refusal(complaint)]);
            }
            None => failed.push(as_failed(subject.named(*index), complaint)),
        }
    }
    let tests = tests(&subject, &settled, cli)?;
    Ok(Report {
        name: source.name.clone(),
        version: source.version.clone(),
        build: Build {
            features: shown(&plan.features, "the default features"),
            targets: shown(&plan.targets, ""),
            lock: match lock {
                Lock::Shipped => "its own lock file",
                Lock::Fresh => "the newest dependencies",
            },
            plain: plain.clone(),
            annotated: annotated.clone(),
        },
        found: chosen.len(),
        accepted: settled.on.len(),
        refused: refused
            .into_iter()
            .map(|(index, refusals)| Refused { named: subject.named(index), refusals })
            .collect(),
        failed,
        apart: apart
            .iter()
            .map(|&index| Apart {
                named: subject.named(index),
                under: functions[index].under.clone().unwrap_or_default(),
            })
            .collect(),
        not_built,
        warnings: new_warnings((&before, &plain), (&settled.checked, &annotated)),
        tests,
    })
}

fn tests(subject: &Subject, settled: &settle::Settled, cli: &Cli) -> Result<Tests, Error> {
    let before = cargo::build(subject.plain, subject.plan, Task::Tests)?;
    if !before.succeeded {
        return Ok(Tests::default());
    }
    compare::compare(subject, &before, &settled.tests, &settled.on, cli.bisect, cli.timeout)
}

/// Parts what is refused from what is worth a try.
fn refuse(
    functions: &[Function],
    among: &BTreeSet<usize>,
    edition: u16,
) -> (BTreeMap<usize, Vec<Refusal>>, BTreeSet<usize>) {
    let asked = among.iter().map(|&index| (index, refusals(&functions[index], edition)));
    let (refused, accepted): (BTreeMap<_, _>, BTreeMap<_, _>) =
        asked.partition(|(_, refusals)| !refusals.is_empty());
    (refused, accepted.into_keys().collect())
}

/// What rustc warns of after, and not before.
fn new_warnings(before: (&Built, &Path), after: (&Built, &Path)) -> Vec<Warning> {
    let all = |(built, copy): (&Built, &Path)| -> BTreeSet<Warning> {
        let warning = |warning: &Diagnostic| {
            let Complaint { message, code, place, .. } = blame::complaint(warning, copy);
            // “3 warnings emitted” has no place, and tells nothing.
            (!place.is_empty()).then_some(Warning { warning: message, at: place, lint: code })
        };
        built.warnings.iter().filter_map(warning).collect()
    };
    all(after).difference(&all(before)).cloned().collect()
}

fn as_refusal(complaint: &Complaint) -> Refusal {
    Refusal { reason: without_prefix(&complaint.message), place: complaint.place.clone() }
}

fn as_failed(named: Named, complaint: &Complaint) -> Failed {
    let Complaint { message, code, place, text } = complaint.clone();
    Failed { named, error: message, code, at: place, text }
}

fn named(function: &Function) -> Named {
    Named { function: function.path.clone(), place: function.place() }
}

fn package(plain: &Path, offline: bool) -> Result<Package, Error> {
    let mut command = MetadataCommand::new();
    command.current_dir(plain).no_deps();
    if offline {
        command.other_options(["--offline".to_owned()]);
    }
    let bad = |message: String| Error::Manifest { path: plain.to_owned(), message };
    let metadata = command.exec().map_err(|error| bad(error.to_string()))?;
    let package = metadata.packages.into_iter().next();
    package.ok_or_else(|| bad("cargo sees no package there".to_owned()))
}

fn build_scripts(package: &Package) -> Vec<PathBuf> {
    let scripts = package.targets.iter().filter(|target| target.is_kind(TargetKind::CustomBuild));
    scripts.map(|target| target.src_path.clone().into_std_path_buf()).collect()
}

fn edition(package: &Package) -> u16 {
    package.edition.as_str().parse().unwrap_or(2024)
}

fn shown(words: &[String], when_empty: &str) -> String {
    match words {
        [] => when_empty.to_owned(),
        words => words.join(" "),
    }
}

fn say(name: &str, what: &str) {
    eprintln!("{name}: {what}");
}
