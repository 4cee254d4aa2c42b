//! Holds what was read of a coroutine against what a nightly rustc tells of it: how many states
//! there are, how much each saves, where each awaits, and what cannot share bytes.

use pinata_compiled::CoroutineLayout;
use pinata_compiled::coroutine::{Coroutine, Saved, SavedKind, State};
use pinata_compiled::layout;

use crate::model::Confirmation;

/// Tells whether both tell the same.
pub fn confirm(
    coroutine: &Coroutine,
    layout: Option<&CoroutineLayout>,
    rustc: &str,
) -> Confirmation {
    let differences = match layout {
        Some(layout) => differences(coroutine, layout),
        None => vec!["it tells nothing of this coroutine".to_owned()],
    };
    let saved = layout.iter().flat_map(|layout| &layout.fields).map(|field| field.ty.clone());
    Confirmation {
        rustc: rustc.to_owned(),
        agrees: differences.is_empty(),
        differences,
        saved: saved.collect(),
        conflicts: layout.map(|layout| layout.conflicts.clone()).unwrap_or_default(),
    }
}

fn differences(coroutine: &Coroutine, layout: &CoroutineLayout) -> Vec<String> {
    let (ours, theirs) = (coroutine.states.len(), layout.states.len());
    if ours != theirs {
        return vec![format!("it has {theirs} states, not {ours}")];
    }
    let mut differences = Vec::new();
    for theirs in &layout.states {
        let Some(state) = coroutine.states.iter().find(|state| state.value == theirs.value) else {
            differences.push(format!("it has a state {}", theirs.name));
            continue;
        };
        let saved: Vec<&Saved> = own(state).collect();
        if saved.len() != theirs.fields.len() {
            let (of, all) = (theirs.fields.len(), saved.len());
            differences.push(format!("{} saves {of} values, not {all}", state.name));
            continue;
        }
        differences.extend(awaits_elsewhere(coroutine, state, &saved, theirs, layout));
        differences.extend(shared(state, &saved, theirs, layout));
    }
    differences
}

/// What a state saves, but for what the caller put there: the layout does not tell of that.
fn own(state: &State) -> impl Iterator<Item = &Saved> {
    state.saved.iter().filter(|saved| saved.kind != SavedKind::Upvar)
}

/// The future that is awaited is the value of an expression that ends with `.await`. That of a
/// macro may stand anywhere.
fn awaits_elsewhere(
    coroutine: &Coroutine,
    state: &State,
    saved: &[&Saved],
    theirs: &layout::State,
    layout: &CoroutineLayout,
) -> Option<String> {
    let at = saved.iter().position(|saved| saved.kind == SavedKind::Awaitee)?;
    let place = layout.fields[theirs.fields[at]].place.as_ref()?;
    let is_here = state.file.is_none() && place.file.file_name() == coroutine.file.file_name();
    (is_here && place.end_line != state.line).then(|| {
        format!("{} awaits in line {}, not in line {}", state.name, place.end_line, state.line)
    })
}

/// What is in use together and shares bytes all the same, in one state.
fn shared(
    state: &State,
    saved: &[&Saved],
    theirs: &layout::State,
    layout: &CoroutineLayout,
) -> Vec<String> {
    let mut shared = Vec::new();
    for (at, a) in saved.iter().enumerate() {
        for (b, other) in saved.iter().zip(&theirs.fields).skip(at + 1) {
            let field = theirs.fields[at];
            let pair = (field.min(*other), field.max(*other));
            if overlap(a, b) && layout.conflicts.binary_search(&pair).is_ok() {
                shared.push(format!(
                    "{}: {} and {} are in use together, and share bytes",
                    state.name,
                    name(a),
                    name(b),
                ));
            }
        }
    }
    shared
}

/// Whether both have bytes, and some in common; nothing is known of what debug info does not tell.
fn overlap(a: &Saved, b: &Saved) -> bool {
    let range = |saved: &Saved| Some((saved.offset?, saved.offset?.checked_add(saved.size?)?));
    let (Some((a, a_end)), Some((b, b_end))) = (range(a), range(b)) else { return false };
    a.max(b) < a_end.min(b_end)
}

fn name(saved: &Saved) -> String {
    match (&saved.name, &saved.ty) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(ty)) => format!("a value of `{ty}`"),
        (None, None) => "a value".to_owned(),
    }
}
