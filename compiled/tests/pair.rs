//! The coroutines of a real program and the polls in its MIR.

use std::fmt::Write as _;

use pinata_compiled::pair::{Pairing, pair};
use pinata_compiled::{Coroutine, Poll, dwarf, mir};

mod rustc;

/// Each has its own, but for those of which debug info has too few.
#[test]
fn twins() {
    let all = pairs(false);
    insta::assert_snapshot!(all.concat());
    // What the optimizer removes all of has no debug info either.
    let optimized = pairs(true);
    assert!(optimized.len() > 30 && optimized.iter().all(|one| all.contains(one)), "{optimized:?}");
}

#[test]
fn another_build() {
    let (coroutines, polls) = built(false);
    let other = mir::read(&rustc::emit(&rustc::bodies().join("loops.rs"), false)).unwrap();
    assert!(pair(&coroutines, "demo", &other).iter().all(|found| *found == Pairing::Missing));
    assert!(pair(&coroutines, "dem", &polls).iter().all(|found| *found == Pairing::Missing));
    assert!(pair(&coroutines, "demo", &[]).iter().all(|found| *found == Pairing::Missing));
    assert!(pair(&[], "demo", &polls).is_empty());
    // As if another await stood there by now.
    let more = |poll: &Poll| Poll { states: poll.states + 1, ..poll.clone() };
    let changed: Vec<_> = polls.iter().map(more).collect();
    let found = pair(&coroutines, "demo", &changed);
    assert!(found.iter().zip(&coroutines).all(|(found, coroutine)| match found {
        Pairing::Found(poll) => changed[*poll].states as usize == coroutine.states.len(),
        Pairing::Ambiguous(_) | Pairing::Missing => true,
    }));
    assert!(found.iter().filter(|found| **found == Pairing::Missing).count() > 20);
}

/// Where the files are not known by their names.
#[test]
fn without_places() {
    let (coroutines, polls) = built(false);
    let expected = pair(&coroutines, "demo", &polls);
    let polls: Vec<_> = polls.into_iter().map(|poll| Poll { place: None, ..poll }).collect();
    for ((coroutine, found), expected) in
        coroutines.iter().zip(pair(&coroutines, "demo", &polls)).zip(expected)
    {
        let Pairing::Found(index) = found else { continue };
        let Pairing::Found(expected) = expected else { panic!("{}", coroutine.path) };
        assert_eq!(polls[index].transitions, polls[expected].transitions, "{}", coroutine.path);
    }
}

/// Below each coroutine the polls it may have.
fn pairs(optimize: bool) -> Vec<String> {
    let (coroutines, polls) = built(optimize);
    let own = coroutines.iter().zip(pair(&coroutines, "demo", &polls));
    let own = own.filter(|(coroutine, _)| coroutine.path.starts_with("demo::"));
    own.map(|(coroutine, pairing)| {
        let found = match pairing {
            Pairing::Found(poll) => vec![poll],
            Pairing::Ambiguous(polls) => polls,
            Pairing::Missing => Vec::new(),
        };
        let mut list = format!("{}\n", coroutine.path);
        for Poll { path, coroutine, .. } in found.into_iter().map(|poll| &polls[poll]) {
            writeln!(list, "    {path} {coroutine}").unwrap();
        }
        list
    })
    .collect()
}

fn built(optimize: bool) -> (Vec<Coroutine>, Vec<Poll>) {
    let (program, text) = rustc::build(&rustc::bodies().join("twins.rs"), optimize);
    (dwarf::read(&program).unwrap().coroutines, mir::read(&text).unwrap())
}
