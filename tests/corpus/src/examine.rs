//! One crate from its source to its report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{MetadataCommand, Package, TargetKind};

use crate::args::Cli;
use crate::blame::{self, Complaint};
use crate::cargo::{self, Built, Plan, Task};
use crate::compare;
use crate::copy::{self, COPIES, Lock};
use crate::error::Error;
use crate::fetch::Source;
use crate::find::{self, Function};
use crate::refuse::{OURS, Refusal, refusals, without_prefix};
use crate::report::{Apart, Build, Failed, Named, Refused, Report, Size, Tests, Warning};
use crate::settle::{self, Settled};
use crate::sizes;
use crate::suite::Suite;
use crate::{marks, only, plan};

/// A crate while it is examined.
pub struct Subject<'a> {
    pub name: &'a str,
    pub plain: &'a Path,
    pub annotated: &'a Path,
    pub functions: &'a [Function],
    pub plan: &'a Plan,
    pub cli: &'a Cli,
}

impl<'a> Subject<'a> {
    pub fn say(&self, what: &str) {
        say(self.name, what);
    }

    pub fn nobody(&self, built: &Built) -> Error {
        Error::Nobody { crate_name: self.name.to_owned(), message: built.complaint() }
    }

    pub fn named(&self, index: usize) -> Named {
        let function = &self.functions[index];
        Named { function: function.path.clone(), place: function.place() }
    }

    pub fn suite(&self, copy: &'a Path, built: &'a Built) -> Suite<'a> {
        let Cli { no_doc_tests, timeout, .. } = *self.cli;
        Suite { copy, built, plan: self.plan, docs: !no_doc_tests, timeout }
    }
}

/// The directory that all the copies are in.
pub fn work(chosen: Option<&Path>) -> Result<PathBuf, Error> {
    let work = match chosen {
        Some(work) => work.to_owned(),
        None => copy::target_directory()?.join("corpus"),
    };
    fs::create_dir_all(&work).map_err(Error::file("make", &work))?;
    work.canonicalize().map_err(Error::file("find", &work))
}

/// Does it all.
pub fn examine(source: &Source, work: &Path, cli: &Cli) -> Result<Report, Error> {
    let home = work.join(format!("{}-{}", source.name, source.version));
    let [plain, marked, annotated] = COPIES.map(|n| home.join(n));
    copy::copy(source, &plain)?;
    let basis = Plan {
        offline: cli.offline,
        package: source.name.clone(),
        build_directory: home.join("build"),
        target_directory: home.join("target"),
        ..Plan::default()
    };
    say(&source.name, "building as published");
    let features = plan::features(cli.features.as_deref(), cli.no_default_features);
    let (plan, checked, lock) = plan::choose(source, &plain, &features, &basis)?;
    for other in [&marked, &annotated] {
        copy::copy(source, other)?;
        let (from, to) = (plain.join("Cargo.lock"), other.join("Cargo.lock"));
        fs::copy(&from, &to).map_err(Error::file("copy", &from))?;
    }

    let package = package(&plain, cli.offline)?;
    let mut functions = find::functions(&plain, &build_scripts(&package))?;
    if cli.bodies {
        functions.iter_mut().for_each(Function::move_body);
    }
    let subject = Subject {
        name: &source.name,
        plain: &plain,
        annotated: &annotated,
        functions: &functions,
        plan: &plan,
        cli,
    };
    let chosen: BTreeSet<usize> = match &cli.only {
        Some(name) => only::choose(&functions, name, &source.name)?.into_iter().collect(),
        None => (0..functions.len()).collect(),
    };
    let (apart, ours): (BTreeSet<usize>, _) =
        chosen.iter().partition(|index| functions[**index].under.is_some());
    subject.say("finding what is part of the build");
    let built = marks::built(&subject, &marked, &ours)?;
    let (refused, candidates) = refuse(&functions, &built, edition(&package));

    let tests = cargo::build(&plain, &plan, Task::Tests)?;
    let tasks: &[Task] = match tests.succeeded {
        true => &[Task::Check, Task::Tests],
        false => &[Task::Check],
    };
    subject.say(&format!("building with the attribute on {} functions", candidates.len()));
    let settled = settle::settle(&subject, &candidates, tasks)?;
    let seen = match settled.built.get(1) {
        Some(after) => (
            compare::compare(&subject, &tests, after, &settled.on, cli.bisect)?,
            sizes::sizes(&tests, after)?,
        ),
        None => (Tests { do_not_build: Some(tests.complaint()), ..Tests::default() }, Vec::new()),
    };
    let build = Build {
        features: shown(&plan.features, "the default features"),
        targets: shown(&plan.targets, ""),
        lock: match lock {
            Lock::Shipped => "its own lock file",
            Lock::Fresh => "a new lock file",
        },
        plain: plain.clone(),
        annotated: annotated.clone(),
    };
    let sorted = Sorted { chosen, apart, not_built: &ours - &built, refused };
    Ok(report(&subject, source, build, sorted, &checked, &settled, seen))
}

/// The functions by what became of them, before anything was annotated.
struct Sorted {
    chosen: BTreeSet<usize>,
    apart: BTreeSet<usize>,
    not_built: BTreeSet<usize>,
    refused: BTreeMap<usize, Vec<Refusal>>,
}

fn report(
    subject: &Subject,
    source: &Source,
    build: Build,
    mut sorted: Sorted,
    before: &Built,
    settled: &Settled,
    (tests, sizes): (Tests, Vec<Size>),
) -> Report {
    let mut failed = Vec::new();
    for (&index, complaint) in &settled.failed {
        // What only the real expansion refuses: in a macro, the function is another one.
        match complaint.message.starts_with(OURS) {
            true => drop(sorted.refused.insert(index, vec![as_refusal(complaint)])),
            false => failed.push(as_failed(subject.named(index), complaint)),
        }
    }
    let refused = sorted.refused.into_iter();
    let apart = |&index: &usize| {
        let under = subject.functions[index].under.clone();
        Apart { named: subject.named(index), under: under.unwrap_or_default() }
    };
    Report {
        name: source.name.clone(),
        version: source.version.clone(),
        build,
        found: sorted.chosen.len(),
        accepted: settled.on.len(),
        refused: refused
            .map(|(index, refusals)| Refused { named: subject.named(index), refusals })
            .collect(),
        failed,
        apart: sorted.apart.iter().map(apart).collect(),
        not_built: sorted.not_built.iter().map(|&index| subject.named(index)).collect(),
        warnings: new_warnings(subject, before, &settled.built),
        tests,
        sizes,
    }
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
fn new_warnings(subject: &Subject, before: &Built, after: &[Built]) -> Vec<Warning> {
    let all = |built: &Built, copy: &Path| -> BTreeSet<Warning> {
        let told = built.warnings.iter().map(|warning| blame::complaint(warning, copy));
        // “3 warnings emitted” has no place, and tells nothing.
        let told = told.filter(|complaint| !complaint.place.is_empty());
        told.map(|Complaint { message, place, code, .. }| Warning {
            warning: message,
            at: place,
            lint: code,
        })
        .collect()
    };
    let after = after.first().map_or_else(BTreeSet::new, |built| all(built, subject.annotated));
    after.difference(&all(before, subject.plain)).cloned().collect()
}

fn as_refusal(complaint: &Complaint) -> Refusal {
    Refusal { reason: without_prefix(&complaint.message), place: complaint.place.clone() }
}

fn as_failed(named: Named, complaint: &Complaint) -> Failed {
    let Complaint { message, code, place, text } = complaint.clone();
    Failed { named, error: message, code, at: place, text }
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
