//! Lays the machines of the source beside what was built.

use std::collections::HashMap;
use std::path::Path;

use pinata_compiled::coroutine::{self as compiled, Coroutine, Saved, SavedKind};
use pinata_machine::Found;
use pinata_machine::model::{Machine, State, StateKind};

use crate::build::Built;
use crate::evidence::Evidence;
use crate::functions::{Functions, Place};
use crate::futures::Futures;
use crate::held;
use crate::model::{
    Compared, FutureId, Instance, Missing, REPORT_VERSION, Reason, Report, SavedBytes, StatePair,
};
use crate::states::{self, Pair, UNRESUMED};
use crate::{bytes, confirm, ours, transitions};

/// The machines of a file.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// The file as the user named it.
    pub file: &'s Path,
    /// All machines in it.
    pub found: &'s [Found],
}

/// Compares all machines of the sources.
pub fn compare(sources: &[Source], built: &Built, evidence: &[Evidence], release: bool) -> Report {
    let functions = Functions::of(evidence, &built.root);
    let (mut compared, mut missing, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for Source { file, found } in sources {
        let machines: Vec<&Machine> = found.iter().map(|one| &one.machine).collect();
        for (one, of) in found.iter().zip(functions.built_of(file, &machines)) {
            let (file, path) = (file.to_path_buf(), one.path.clone());
            if of.is_empty() {
                missing.push(Missing { file, path, line: one.machine.lines.start });
                continue;
            }
            let instances = of.iter().map(|place| instance(one, evidence, *place));
            let instances: Vec<Instance> = instances.collect();
            compared.push(Compared { file, path, machine: one.machine.clone(), instances });
            places.push(of);
        }
    }
    let futures = follow(&mut compared, &places, evidence);
    let rustc = built.rustc.clone();
    Report { version: REPORT_VERSION, rustc, release, compared, missing, futures }
}

/// Gives each instance its place among the futures.
fn follow(
    compared: &mut [Compared],
    places: &[Vec<Place>],
    evidence: &[Evidence],
) -> Vec<crate::model::Future> {
    let known = compared.iter().zip(places);
    let known = known.flat_map(|(one, of)| of.iter().copied().zip(&one.instances));
    let mut futures = Futures::new(evidence, known.collect::<HashMap<_, _>>());
    let ids: Vec<Vec<FutureId>> =
        places.iter().map(|of| of.iter().map(|place| futures.meet(*place)).collect()).collect();
    let futures = futures.met();
    for (one, ids) in compared.iter_mut().zip(ids) {
        one.instances.iter_mut().zip(ids).for_each(|(instance, id)| instance.future = id);
    }
    futures
}

fn instance(found: &Found, evidence: &[Evidence], place: Place) -> Instance {
    let Found { machine, plans, .. } = found;
    let evidence = &evidence[place.artifact];
    let coroutine = &evidence.debug_info.coroutines[place.coroutine.0];
    let annotated = &evidence.debug_info.annotated;
    let annotated = annotated.iter().find(|one| one.oracle == place.coroutine);
    let pairs = states::pair(machine, coroutine);
    let twice = twice(coroutine);
    // The oracle stands in for a function, which takes all of its arguments out; a block that an
    // attribute or a user wrote uses what it captured where it is.
    let is_dead =
        |saved: &Saved| annotated.is_some() || twice.iter().any(|one| one.name == saved.name);
    let poll = evidence.polls[place.coroutine.0].as_ref();
    Instance {
        path: coroutine.path.clone(),
        size: coroutine.size,
        align: coroutine.align,
        tag: coroutine.tag,
        states: pairs.iter().map(|pair| state(machine, coroutine, &is_dead, *pair)).collect(),
        transitions: poll.map(|poll| transitions::pair(machine, poll, &pairs)),
        twice,
        // Found when all are compared.
        future: FutureId(0),
        confirmed: evidence.told.as_ref().map(|told| {
            confirm::confirm(coroutine, told.layouts[place.coroutine.0].as_ref(), &told.rustc)
        }),
        ours: annotated.map(|annotated| ours::of(annotated, machine, plans, &pairs)),
    }
}

fn state(
    machine: &Machine,
    coroutine: &Coroutine,
    is_dead: &dyn Fn(&Saved) -> bool,
    pair: Pair,
) -> StatePair {
    let ours = pair.state.map(|id| &machine.states[id.0]);
    let value = |value| coroutine.states.iter().find(|state| state.value == value);
    let theirs = pair.value.and_then(value).map(|state| without_dead(state, is_dead));
    let theirs = theirs.as_ref();
    let line = match (ours.map(|state| &state.kind), theirs) {
        (Some(StateKind::Suspended { line, .. }), _) => *line,
        (_, Some(state)) => state.line,
        _ => machine.lines.start,
    };
    let mut held = match theirs {
        Some(theirs) => {
            let ours = ours.map(|state: &State| &*state.held).unwrap_or_default();
            held::pair(machine, ours, &theirs.saved, line)
        }
        None => Vec::new(),
    };
    if ours.is_none() {
        // What the code of a macro needs, the source does not show.
        held.iter_mut().for_each(|pair| pair.reason = pair.reason.filter(Reason::is_certain));
    }
    StatePair {
        state: pair.state,
        value: theirs.map(|state| state.value),
        rustc_name: theirs.map(|state| state.name.clone()),
        line: theirs.map(|state| state.line),
        macro_file: theirs.and_then(|state| state.file.clone()),
        reason: transitions::difference(machine, ours.is_some(), theirs.is_some()),
        bytes: theirs.map(|state| bytes::of(coroutine, state, &held)).unwrap_or_default(),
        held,
    }
}

/// A state without those arguments in which nothing is any more once the body runs.
fn without_dead(state: &compiled::State, is_dead: &dyn Fn(&Saved) -> bool) -> compiled::State {
    let mut state = state.clone();
    if state.value != UNRESUMED {
        state.saved.retain(|saved| saved.kind != SavedKind::Upvar || !is_dead(saved));
    }
    state
}

/// The arguments that are saved again under their names.
fn twice(coroutine: &Coroutine) -> Vec<SavedBytes> {
    let states = || coroutine.states.iter().flat_map(|state| &state.saved);
    let arguments = coroutine.states.first().into_iter().flat_map(|state| &state.saved);
    let again = arguments.filter(|argument| {
        states().any(|saved| {
            saved.kind == SavedKind::Local
                && saved.name.is_some()
                && saved.name == argument.name
                && saved.ty == argument.ty
        })
    });
    again.map(held::bytes).collect()
}
