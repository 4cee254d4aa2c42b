//! Finds the coroutines that are built of a machine: by the file and the lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pinata_compiled::coroutine::{Coroutine, CoroutineId};
use pinata_machine::model::{Machine, MachineKind, StateKind};

use crate::evidence::Evidence;
use crate::states::PANICKED;

/// The coroutines of each file.
#[derive(Debug)]
pub struct Functions<'e> {
    evidence: &'e [Evidence],
    by_file: HashMap<PathBuf, Vec<Place>>,
}

/// Where something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// In which artifact.
    pub artifact: usize,
    /// Which coroutine of it.
    pub coroutine: CoroutineId,
}

impl<'e> Functions<'e> {
    /// Sorts all coroutines by their files. `root` is where rustc was run.
    pub fn of(evidence: &'e [Evidence], root: &Path) -> Self {
        let mut full = HashMap::new();
        let mut by_file: HashMap<PathBuf, Vec<Place>> = HashMap::new();
        for (artifact, known) in evidence.iter().enumerate() {
            for (id, coroutine) in known.debug_info.coroutines.iter().enumerate() {
                let file =
                    full.entry(&coroutine.file).or_insert_with(|| canonical(root, &coroutine.file));
                let place = Place { artifact, coroutine: CoroutineId(id) };
                by_file.entry(file.clone()).or_default().push(place);
            }
        }
        Self { evidence, by_file }
    }

    /// The coroutine at a place.
    pub fn coroutine(&self, place: Place) -> &'e Coroutine {
        &self.evidence[place.artifact].debug_info.coroutines[place.coroutine.0]
    }

    /// For each machine of a file, the coroutines that are built of it: equal ones once.
    pub fn built_of(&self, file: &Path, machines: &[&Machine]) -> Vec<Vec<Place>> {
        let mut built = vec![Vec::<Place>::new(); machines.len()];
        let places = self.by_file.get(&canonical(Path::new(""), file));
        for place in places.into_iter().flatten() {
            let coroutine = self.coroutine(*place);
            let all = || machines.iter().enumerate();
            // The innermost one that ends where the coroutine ends.
            let around = all().filter(|(_, machine)| is_of(coroutine, machine));
            let of = around.max_by_key(|(_, machine)| machine.lines.start);
            // The first one below the attribute.
            let below = || all().filter(|(_, machine)| is_rewritten_from(coroutine, machine));
            let first = || below().min_by_key(|(_, machine)| machine.lines.start);
            let Some((index, _)) = of.or_else(first) else {
                continue;
            };
            if !built[index].iter().any(|known| self.is_same(*known, *place)) {
                built[index].push(*place);
            }
        }
        for (machine, places) in machines.iter().zip(&mut built) {
            // An attribute such as `#[instrument]` puts the body into a block, and the block into
            // a function that awaits it. What waits where the source does is the body.
            let waits = |place: &Place| waits_alike(self.coroutine(*place), machine);
            if places.iter().any(waits) {
                places.retain(waits);
            }
        }
        built
    }

    /// Whether two artifacts have the same code of a coroutine.
    fn is_same(&self, one: Place, other: Place) -> bool {
        let (a, b) = (self.coroutine(one), self.coroutine(other));
        let layout = |one: &Coroutine| {
            let states = one.states.iter().map(|state| {
                let saved = state.saved.iter().map(|saved| (saved.name.clone(), saved.offset));
                (state.line, saved.collect::<Vec<_>>())
            });
            (one.path.clone(), one.size, states.collect::<Vec<_>>())
        };
        layout(a) == layout(b)
    }
}

/// Debug info has the lines of the braces, of a block also its keyword. An attribute may have
/// turned a function into one that returns a block.
fn is_of(coroutine: &Coroutine, machine: &Machine) -> bool {
    let kind = coroutine.kind == machine.kind
        || machine.kind == MachineKind::Function && coroutine.kind == MachineKind::Block;
    kind && coroutine.lines.end == machine.lines.end
        && machine.lines.start <= coroutine.lines.start
        && coroutine.lines.start <= machine.lines.end
}

/// An attribute such as `#[tokio::test]` may make a block of the body that has the attribute's own
/// line. What it is called, and where it waits, is still that of the function.
fn is_rewritten_from(coroutine: &Coroutine, machine: &Machine) -> bool {
    let machine_name = machine.name.rsplit("::").next();
    let waits = coroutine.states.iter().filter(|state| state.value > PANICKED);
    let mut own_waits = waits.filter(|state| state.file.is_none());
    machine.kind == MachineKind::Function
        && coroutine.lines.start == coroutine.lines.end
        && coroutine.lines.end <= machine.lines.start
        && machine_name == name(&coroutine.path)
        && own_waits.all(|state| (machine.lines.start..=machine.lines.end).contains(&state.line))
}

/// Whether a coroutine has as many suspension points as a machine, and in the same lines; those
/// of macros may have theirs elsewhere.
fn waits_alike(coroutine: &Coroutine, machine: &Machine) -> bool {
    let theirs = coroutine.states.iter().filter(|state| state.value > PANICKED);
    let ours = machine.states.iter().filter_map(|state| match state.kind {
        StateKind::Suspended { line, in_macro, .. } => Some((line, in_macro)),
        _ => None,
    });
    let has = |line| ours.clone().any(|(own, in_macro)| in_macro || own == line);
    theirs.clone().count() == ours.clone().count()
        && theirs.clone().all(|state| state.file.is_some() || has(state.line))
}

/// The name of the function that has a coroutine:
/// `test::ok::{async_block_env#0}<u8>` → `ok`, but nothing for a block in a block.
fn name(path: &str) -> Option<&str> {
    let (before, _) = path.rsplit_once("::{async_")?;
    before.rsplit("::").next().filter(|name| !name.starts_with('{'))
}

fn canonical(root: &Path, file: &Path) -> PathBuf {
    let file = root.join(file);
    file.canonicalize().unwrap_or(file)
}
