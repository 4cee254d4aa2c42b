//! From the coroutines of a program and the polls of a crate to which of them are the same.
//!
//! Debug info and MIR name the same thing differently:
//!
//! | debug info | MIR |
//! |---|---|
//! | `demo::fetch::{async_fn_env#0}<u8>` | `fetch::{closure#0}` |
//! | `demo::fetch::{async_fn#0}::{async_block_env#1}` | `fetch::{closure#0}::{closure#1}` |
//! | `demo::net::{impl#2}::get::{async_fn_env#0}` | `net::<impl at src/net.rs:19:1: 19:12>::get::{closure#0}` |
//! | `demo::net::deep::lone::{async_fn_env#0}` | `lone::{closure#0}`, for there is no other |
//!
//! So the names are made alike, and one has to end in the other. What still fits is told apart
//! by where it stands, and then by what it keeps. What a macro makes several times stands in one
//! place; there the order decides, if none is missing.

mod name;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use name::{Name, without_paths};

use crate::Poll;
use crate::coroutine::Coroutine;

/// What debug info calls the future that a state waits for.
const AWAITEE: &str = "__awaitee";

/// Which poll a coroutine has: an index into the polls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pairing {
    /// This one, or one that could as well be it: with the same states and transitions.
    Found(usize),
    /// One of these, and they differ.
    Ambiguous(Vec<usize>),
    /// None of them: it is in another crate, or the MIR is of another build.
    Missing,
}

/// Finds for each coroutine its poll among those of one crate.
///
/// ```
/// # fn demo(program: &[u8], mir: &str) -> Result<(), pinata_compiled::Error> {
/// use pinata_compiled::pair::{Pairing, pair};
///
/// let coroutines = pinata_compiled::dwarf::read(program)?.coroutines;
/// let polls = pinata_compiled::mir::read(mir)?;
/// for (coroutine, pairing) in coroutines.iter().zip(pair(&coroutines, "demo", &polls)) {
///     if let Pairing::Found(poll) = pairing {
///         println!("{}: {:?}", coroutine.path, polls[poll].transitions);
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub fn pair(coroutines: &[Coroutine], krate: &str, polls: &[Poll]) -> Vec<Pairing> {
    let mut by_name = HashMap::<_, Vec<usize>>::new();
    for (index, poll) in polls.iter().enumerate() {
        by_name.entry(name::of_poll(&poll.path)).or_default().push(index);
    }
    let names: Vec<_> =
        coroutines.iter().map(|coroutine| name::of_coroutine(&coroutine.path, krate)).collect();
    let mut candidates = Vec::new();
    for (coroutine, name) in coroutines.iter().zip(&names) {
        let parts = name.as_ref().map_or([].as_slice(), |name| &name.parts);
        let named = (0..parts.len()).filter_map(|from| by_name.get(&parts[from..]));
        candidates.push(narrow(coroutine, named, polls));
    }
    in_order(&mut candidates, &names);
    candidates.into_iter().map(|candidates| decide(candidates, polls)).collect()
}

/// Of the polls with the name of a coroutine those that fit best. The first have the longest name.
fn narrow<'a>(
    coroutine: &Coroutine,
    named: impl Iterator<Item = &'a Vec<usize>>,
    polls: &[Poll],
) -> Vec<usize> {
    let with = |found: &[usize], fits: &dyn Fn(&Poll) -> bool| {
        found.iter().copied().filter(|&index| fits(&polls[index])).collect::<Vec<_>>()
    };
    let mut named = named.map(|found| with(found, &|poll| may_be(coroutine, poll)));
    let mut longest = named.find(|found| !found.is_empty()).unwrap_or_default();
    // What follows is sure where it holds, but a type parameter or the optimizer may be in the way.
    let fits: [&dyn Fn(&Poll) -> bool; 2] =
        [&|poll| keeps_the_same(coroutine, poll), &|poll| has_the_same_self(coroutine, poll)];
    for fits in fits {
        let fitting = with(&longest, fits);
        if !fitting.is_empty() {
            longest = fitting;
        }
    }
    longest
}

/// Whether both have as many states and stand in the same lines. If not, the MIR is of another
/// build. The one may name the file from the root and the other not, and where an attribute wrote
/// the block, the MIR may have but a word of it for a place.
fn may_be(coroutine: &Coroutine, poll: &Poll) -> bool {
    poll.states as usize == coroutine.states.len()
        && poll.place.as_ref().is_none_or(|place| {
            (coroutine.lines.start..=coroutine.lines.end).contains(&place.line)
                && place.file.file_name() == coroutine.file.file_name()
        })
}

/// Whether debug info has each variable that the MIR has, in the same state.
fn keeps_the_same(coroutine: &Coroutine, poll: &Poll) -> bool {
    let kept: HashSet<_> = coroutine
        .states
        .iter()
        .flat_map(|state| state.saved.iter().map(|saved| (state.value, saved.name.as_deref())))
        .collect();
    let mut named = poll.saved.iter().filter(|field| field.name != AWAITEE);
    named.all(|field| kept.contains(&(field.state.unwrap_or(0), Some(&field.name))))
}

/// Whether the methods are of one type.
fn has_the_same_self(coroutine: &Coroutine, poll: &Poll) -> bool {
    let given = coroutine.states.first().and_then(|state| {
        let mut saved = state.saved.iter();
        saved.find(|saved| saved.name.as_deref() == Some("self"))?.ty.as_deref()
    });
    let taken = poll.saved.iter().find(|field| field.state.is_none() && field.name == "self");
    let types = given.zip(taken);
    types.is_some_and(|(given, taken)| without_paths(given) == without_paths(&taken.ty))
}

/// Tells those apart that have the same candidates: both the impls of debug info and the polls are
/// in the order of the source. That is only sure where there are as many of the ones as the others.
fn in_order(candidates: &mut [Vec<usize>], names: &[Option<Name>]) {
    let mut rivals = BTreeMap::<_, BTreeSet<&Name>>::new();
    for (polls, name) in candidates.iter().zip(names) {
        rivals.entry(polls.clone()).or_default().extend(name);
    }
    for (polls, name) in candidates.iter_mut().zip(names) {
        let rivals = &rivals[polls.as_slice()];
        let is_ordered = |name: &Name| rivals.iter().all(|rival| rival.parts == name.parts);
        let name = name.as_ref().filter(|name| rivals.len() == polls.len() && is_ordered(name));
        if let Some(rank) = name.and_then(|name| rivals.iter().position(|rival| *rival == name)) {
            *polls = vec![polls[rank]];
        }
    }
}

/// It does not matter which it is of those that tell the same.
fn decide(candidates: Vec<usize>, polls: &[Poll]) -> Pairing {
    let tells = |index: usize| (polls[index].states, &polls[index].transitions);
    match candidates.as_slice() {
        [] => Pairing::Missing,
        [first, others @ ..] if others.iter().all(|&other| tells(other) == tells(*first)) => {
            Pairing::Found(*first)
        }
        _ => Pairing::Ambiguous(candidates),
    }
}
