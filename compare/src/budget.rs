//! Holds the sizes of futures against a limit, and against what they were before.

use std::cmp::Reverse;
use std::path::PathBuf;

use pinata_machine::model::StateKind;
use serde::{Deserialize, Serialize};

use crate::model::{Compared, Instance, Report, StatePair, StretchKind};

/// The version of [`Sizes`]. It grows whenever a reader written for the one before could misread
/// them.
pub const SIZES_VERSION: u32 = 1;

/// What a baseline records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// [`SIZES_VERSION`] of the writer.
    pub version: u32,
    /// The compiler that built it: `rustc 1.95.0 (…)`.
    pub rustc: String,
    /// Whether with the release profile.
    pub release: bool,
    /// The functions, the largest first.
    pub functions: Vec<Measured>,
}

/// The size of one function, block or closure; of a generic one, with one choice of types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The file as the user named it.
    pub file: PathBuf,
    /// The path inside the file.
    pub path: String,
    /// The line where it begins.
    pub line: usize,
    /// The path of the coroutine, which tells instances apart.
    pub instance: String,
    /// Its size, in bytes.
    pub size: u64,
    /// What lies in the state that takes the most, the largest first.
    pub parts: Vec<Part>,
}

/// Something in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The local, or what is awaited.
    pub name: String,
    /// Whether it is the future that the state waits for.
    pub is_awaitee: bool,
    /// The line of the await.
    pub line: usize,
    /// How many bytes.
    pub size: u64,
}

/// Something that does not keep to the budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The function.
    pub measured: Measured,
    /// What it was before; none for what is new, and without a baseline.
    pub before: Option<u64>,
    /// The limit that it is over, if it is.
    pub over: Option<u64>,
    /// What makes it so large, or made it grow: the most first.
    pub by: Vec<Growth>,
}

/// What a part has to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Growth {
    /// The part.
    pub part: Part,
    /// How many bytes it had before; none for what is new, and without a baseline.
    pub before: Option<u64>,
}

/// The sizes of all that was compared.
pub fn measure(report: &Report) -> Sizes {
    let instances = report.compared.iter().flat_map(|one| {
        one.instances.iter().map(move |instance| Measured {
            file: one.file.clone(),
            path: one.path.clone(),
            line: one.machine.lines.start,
            instance: instance.path.clone(),
            size: instance.size,
            parts: parts(one, instance),
        })
    });
    let mut functions: Vec<Measured> = instances.collect();
    functions.sort_by_key(|one| Reverse(one.size));
    let (rustc, release) = (report.rustc.clone(), report.release);
    Sizes { version: SIZES_VERSION, rustc, release, functions }
}

/// What does not keep to the budget: over `max`, or larger than in the baseline.
pub fn check(now: &Sizes, max: Option<u64>, baseline: Option<&Sizes>) -> Vec<Finding> {
    let findings = now.functions.iter().filter_map(|measured| {
        let before = baseline.and_then(|baseline| find(baseline, measured));
        let over = max.filter(|max| measured.size > *max);
        let grew = before.is_some_and(|before| measured.size > before.size);
        (over.is_some() || grew).then(|| Finding {
            by: growth(measured, before.filter(|_| grew)),
            measured: measured.clone(),
            before: before.map(|before| before.size),
            over,
        })
    });
    findings.collect()
}

/// Whether a baseline has anything of what is measured now.
pub fn knows(baseline: &Sizes, now: &Sizes) -> bool {
    now.functions.iter().any(|measured| find(baseline, measured).is_some())
}

/// The same function in a baseline. Lines move, and with them the path of a block, which has its
/// line in it; what rustc calls it stays.
fn find<'b>(baseline: &'b Sizes, measured: &Measured) -> Option<&'b Measured> {
    let same = || {
        baseline
            .functions
            .iter()
            .filter(|one| (&one.file, &one.instance) == (&measured.file, &measured.instance))
    };
    same().find(|one| one.path == measured.path).or_else(|| same().next())
}

/// What is new or larger than before, or all there is when there is no before.
fn growth(measured: &Measured, before: Option<&Measured>) -> Vec<Growth> {
    let Some(before) = before else {
        let all = measured.parts.iter().map(|part| Growth { part: part.clone(), before: None });
        return all.collect();
    };
    let mut known: Vec<&Part> = before.parts.iter().collect();
    let mut all = Vec::new();
    for part in &measured.parts {
        let is_same = |one: &&Part| one.name == part.name && one.is_awaitee == part.is_awaitee;
        let was = known.iter().position(is_same).map(|at| known.remove(at).size);
        if was.is_none_or(|was| part.size > was) {
            all.push(Growth { part: part.clone(), before: was });
        }
    }
    all.sort_by_key(|one| Reverse(one.part.size - one.before.unwrap_or(0)));
    all
}

/// What takes the most bytes, in whichever state.
pub fn dearest(compared: &Compared, instance: &Instance) -> Option<Part> {
    let all = instance.states.iter().flat_map(|state| parts_of(compared, state));
    all.max_by_key(|part| part.size)
}

/// What lies in the state that takes the most.
fn parts(compared: &Compared, instance: &Instance) -> Vec<Part> {
    let all = instance.states.iter().map(|state| parts_of(compared, state));
    let mut most = all.max_by_key(|parts| parts.iter().map(|part| part.size).sum::<u64>());
    let parts = most.get_or_insert_default();
    parts.sort_by_key(|part| Reverse(part.size));
    std::mem::take(parts)
}

fn parts_of(compared: &Compared, pair: &StatePair) -> Vec<Part> {
    let state = pair.state.map(|id| &compared.machine.states[id.0]);
    let awaited = state.and_then(|state| match &state.kind {
        StateKind::Suspended { awaits, .. } => Some(awaits.clone()),
        _ => None,
    });
    let used = pair.bytes.iter().filter(|stretch| {
        !matches!(stretch.kind, StretchKind::Dead | StretchKind::Padding | StretchKind::Tag)
    });
    let line = pair.line.unwrap_or(compared.machine.lines.start);
    let parts = used.map(|stretch| {
        let is_awaitee = stretch.kind == StretchKind::Awaitee;
        let awaited = awaited.clone().filter(|_| is_awaitee);
        let name = awaited.or_else(|| stretch.name.clone()).unwrap_or_default();
        Part { name, is_awaitee, line, size: stretch.range.size }
    });
    parts.collect()
}
