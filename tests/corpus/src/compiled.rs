//! Compares everything that is `async` in a published crate with what rustc builds of it: its
//! states, where they wait, what leads from one to the next, and what they hold.

use std::collections::BTreeMap;
use std::path::Path;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use pinata_compare::build::{self, Request, Subject};
use pinata_compare::model::{Compared as Function, Difference, Instance, Reason, StatePair};
use pinata_compare::{Report, Source, compare as lay_side_by_side, evidence};
use pinata_machine::model::StateKind;
use pinata_viz::{files, read};

use crate::cargo::Plan;
use crate::copy;
use crate::error::Error;
use crate::fetch;
use crate::plan;

/// What came of comparing a crate.
#[derive(Debug, Default)]
pub struct Compared {
    name: String,
    /// Functions, blocks and closures that were built.
    built: usize,
    /// Those that were not: no types are known for them, or this build leaves them out.
    not_built: Vec<String>,
    /// How many coroutines there are of what was built.
    instances: usize,
    states: Tally,
    /// Where the suspension points are.
    lines: Tally,
    transitions: Tally,
    /// How many locals both hold, summed over all states.
    held: usize,
    /// What only one of them holds, and nobody knows why.
    held_by_one: Vec<String>,
    /// How many only one of them holds, and why.
    reasons: BTreeMap<Reason, usize>,
}

/// How much agrees.
#[derive(Debug, Default)]
struct Tally {
    equal: usize,
    /// What a macro makes that the source does not show.
    of_macros: usize,
    /// Ways in the source that rustc knows nothing ever goes.
    never_taken: usize,
    /// What is not explained.
    differing: Vec<String>,
}

impl Tally {
    fn count(&mut self, difference: Option<Option<Difference>>, what: impl FnOnce() -> String) {
        match difference {
            None => self.equal += 1,
            Some(Some(Difference::MacroMade)) => self.of_macros += 1,
            Some(Some(Difference::NeverTaken)) => self.never_taken += 1,
            Some(None) => self.differing.push(what()),
        }
    }
}

impl Compared {
    /// Whether something is not explained.
    pub fn has_findings(&self) -> bool {
        let tallies = [&self.states, &self.lines, &self.transitions];
        tallies.iter().any(|tally| !tally.differing.is_empty()) || !self.held_by_one.is_empty()
    }
}

/// Builds a copy of a crate with its tests, and compares all that is in it.
pub fn compare(source: &fetch::Source, work: &Path, offline: bool) -> Result<Compared, Error> {
    let home = work.join(format!("{}-{}", source.name, source.version));
    let plain = home.join("compared");
    copy::copy(source, &plain)?;
    let basis = Plan {
        offline,
        package: source.name.clone(),
        build_directory: home.join("build"),
        target_directory: home.join("target"),
        ..Plan::default()
    };
    let (plan, ..) = plan::choose(source, &plain, &plan::features(None, false), &basis)?;
    let offline = offline.then(|| "--offline".to_owned());
    let request = Request {
        subject: Subject::Packages(Some(plain.join("Cargo.toml"))),
        arguments: plan.features.into_iter().chain(plan.targets).chain(offline).collect(),
        // The copy is made anew each time; what was built of its dependencies stays.
        target_directory: Some(home.join("target").join("compared")),
        ..Request::default()
    };
    let failed = |cause: pinata_compare::Error| Error::Compare {
        crate_name: source.name.clone(),
        message: cause.to_string(),
    };
    let built = build::build(&request).map_err(failed)?;
    let evidence = evidence::read(&built, None).map_err(failed)?;
    let files = files::in_directory(&plain).map_err(|cause| failed_to_read(source, &cause))?;
    // A file that is no Rust by itself is included by a macro.
    let read: Vec<_> = files.iter().filter_map(|file| read::read(file).ok()).collect();
    let sources: Vec<Source> =
        read.iter().map(|one| Source { file: &one.path, found: &one.found }).collect();
    let report = lay_side_by_side(&sources, &built, &evidence, false);
    Ok(tally(source, &report, &plain))
}

fn failed_to_read(source: &fetch::Source, cause: &pinata_viz::Error) -> Error {
    Error::Compare { crate_name: source.name.clone(), message: cause.to_string() }
}

fn tally(source: &fetch::Source, report: &Report, root: &Path) -> Compared {
    let mut compared = Compared {
        name: format!("{} {}", source.name, source.version),
        built: report.compared.len(),
        ..Compared::default()
    };
    let place = |file: &Path, line: usize| {
        format!("{}:{line}", file.strip_prefix(root).unwrap_or(file).display())
    };
    let not_built =
        report.missing.iter().map(|one| format!("{} {}", place(&one.file, one.line), one.path));
    compared.not_built = not_built.collect();
    for function in &report.compared {
        let name =
            format!("{} {}", place(&function.file, function.machine.lines.start), function.path);
        for instance in &function.instances {
            compared.instances += 1;
            compared.count(&name, function, instance);
        }
    }
    compared
}

impl Compared {
    fn count(&mut self, name: &str, function: &Function, instance: &Instance) {
        let state_name = |pair: &StatePair| {
            let ours = pair.state.map(|id| function.machine.states[id.0].name.clone());
            ours.or_else(|| pair.rustc_name.clone()).unwrap_or_default()
        };
        for pair in &instance.states {
            let is_paired = pair.state.is_some() && pair.value.is_some();
            let what = || format!("{name}: {}", state_name(pair));
            self.states.count((!is_paired).then_some(pair.reason), what);
            if let Some(is_alike) = waits_in_its_line(function, pair) {
                let what = || format!("{name}: {}", state_name(pair));
                self.lines.count((!is_alike).then(|| made_by_a_macro(function, pair)), what);
            }
            for held in &pair.held {
                match held.reason {
                    Some(reason) => *self.reasons.entry(reason).or_default() += 1,
                    None if held.local.is_some() && held.saved.is_some() => self.held += 1,
                    // The source does not show the state, nor what it holds.
                    None if pair.state.is_none() => {}
                    None => {
                        let what = format!("{name}: `{}` in {}", held.name, state_name(pair));
                        self.held_by_one.push(what);
                    }
                }
            }
        }
        let Some(transitions) = &instance.transitions else {
            self.transitions.differing.push(format!("{name}: no MIR tells"));
            return;
        };
        for way in transitions {
            let is_in_both = way.in_source && way.in_rustc;
            let what = || {
                let [from, to] = [way.from, way.to].map(|at| state_name(&instance.states[at]));
                format!("{name}: from {from} to {to}")
            };
            self.transitions.count((!is_in_both).then_some(way.reason), what);
        }
    }
}

/// Whether a suspension point of both is in the same line for both.
fn waits_in_its_line(function: &Function, pair: &StatePair) -> Option<bool> {
    pair.value?;
    match function.machine.states[pair.state?.0].kind {
        StateKind::Suspended { line, .. } => {
            Some(pair.macro_file.is_none() && pair.line == Some(line))
        }
        _ => None,
    }
}

/// What waits in a macro has its line there, or in the arguments of the call.
fn made_by_a_macro(function: &Function, pair: &StatePair) -> Option<Difference> {
    let state = pair.state.map(|id| &function.machine.states[id.0].kind);
    let in_macro = matches!(state, Some(StateKind::Suspended { in_macro: true, .. }));
    (in_macro || pair.macro_file.is_some()).then_some(Difference::MacroMade)
}

/// A table of all crates, and below it what is not explained.
pub fn table(all: &[Compared], details: bool) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    let header = [
        "crate",
        "built",
        "not built",
        "coroutines",
        "states",
        "await lines",
        "transitions",
        "held by both",
        "differing",
    ];
    table.set_header(header);
    for one in all {
        let differing = one.reasons.values().sum::<usize>() + one.held_by_one.len();
        table.add_row([
            one.name.clone(),
            one.built.to_string(),
            one.not_built.len().to_string(),
            one.instances.to_string(),
            agreement(&one.states),
            agreement(&one.lines),
            agreement(&one.transitions),
            one.held.to_string(),
            differing.to_string(),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n{}{}", reasons(all), explained(all, details))
}

/// `412 of 412`, and what of them a macro makes or nothing ever goes.
fn agreement(tally: &Tally) -> String {
    let Tally { equal, of_macros, never_taken, differing } = tally;
    let all = equal + of_macros + never_taken + differing.len();
    let mut text = format!("{equal} of {all}");
    for (count, what) in
        [(*of_macros, "macros"), (*never_taken, "never taken"), (differing.len(), "UNEXPLAINED")]
    {
        if count > 0 {
            text += &format!("\n{count} {what}");
        }
    }
    text
}

/// Why something is held by one only, a column for each crate.
fn reasons(all: &[Compared]) -> String {
    let mut known: Vec<Reason> = all.iter().flat_map(|one| one.reasons.keys().copied()).collect();
    known.sort();
    known.dedup();
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(
        ["held by one only, because"]
            .into_iter()
            .map(str::to_owned)
            .chain(all.iter().map(|one| one.name.clone())),
    );
    for reason in known {
        let counts =
            all.iter().map(|one| one.reasons.get(&reason).copied().unwrap_or(0).to_string());
        table.add_row(
            std::iter::once(pinata_viz::comparison::words::reason(reason).to_owned()).chain(counts),
        );
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}

fn explained(all: &[Compared], details: bool) -> String {
    let mut text = String::new();
    for one in all {
        let mut list = vec![
            ("states that differ", &one.states.differing),
            ("lines that differ", &one.lines.differing),
            ("transitions that differ", &one.transitions.differing),
            ("held by one only, for a reason that is not known", &one.held_by_one),
        ];
        if details {
            list.push(("not built", &one.not_built));
        }
        for (what, lines) in list.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            text += &format!("\n{}, {what}:\n", one.name);
            lines.iter().for_each(|line| text += &format!("  {line}\n"));
        }
    }
    text
}
