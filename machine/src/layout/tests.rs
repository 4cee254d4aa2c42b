//! Plans for random graphs, with random sizes: what meets never overlaps, and no plan is larger
//! than rustc's.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Graph, Rank, Room, arrange};
use super::guess::Sizes;
use super::pocket;

/// A machine as far as its storage goes: what each state holds, and how large that is.
struct Machine {
    states: Vec<BTreeSet<usize>>,
    sizes: Vec<usize>,
}

/// Small numbers that look random, and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Slots that live over some states each, as locals do.
fn machine(random: &mut Random) -> Machine {
    let (slots, states) = (1 + random.below(24), 1 + random.below(12));
    let mut machine = Machine { states: vec![BTreeSet::new(); states], sizes: Vec::new() };
    for slot in 0..slots {
        machine.sizes.push(1 + random.below(100));
        let first = random.below(states);
        let length = if random.below(2) == 0 { 1 } else { 1 + random.below(states) };
        machine.states.iter_mut().skip(first).take(length).for_each(|held| {
            held.insert(slot);
        });
    }
    machine
}

fn graph(machine: &Machine) -> Graph<usize> {
    let mut graph = Graph::new();
    for slot in 0..machine.sizes.len() {
        let states = machine.states.iter().filter(|held| held.contains(&slot)).count();
        let rank = if states > 1 { Rank::Long } else { Rank::Short };
        graph.add(slot, rank, Sizes::known(machine.sizes[slot]));
    }
    for held in &machine.states {
        for one in held {
            held.iter().for_each(|other| graph.join(*one, *other));
        }
    }
    graph
}

/// Where each slot begins, and how large it all is.
fn place(
    room: &Room<usize>,
    at: usize,
    sizes: &[usize],
    places: &mut BTreeMap<usize, usize>,
) -> usize {
    match room {
        Room::Slot(slot) => {
            assert_eq!(places.insert(*slot, at), None, "slot {slot} has two places");
            sizes[*slot]
        }
        Room::Together(rooms) => {
            rooms.iter().fold(0, |used, room| used + place(room, at + used, sizes, places))
        }
        Room::InTurn(rooms) => {
            rooms.iter().map(|room| place(room, at, sizes, places)).max().unwrap_or(0)
        }
    }
}

/// What rustc makes of the same: whatever rests in several states has a room to itself.
fn size_of_rustcs(machine: &Machine) -> usize {
    let states = |slot: usize| machine.states.iter().filter(|held| held.contains(&slot)).count();
    let long = (0..machine.sizes.len()).filter(|slot| states(*slot) > 1);
    let short = |held: &BTreeSet<usize>| {
        held.iter().filter(|slot| states(**slot) == 1).map(|slot| machine.sizes[*slot]).sum()
    };
    long.map(|slot| machine.sizes[slot]).sum::<usize>()
        + machine.states.iter().map(short).max().unwrap_or(0)
}

#[test]
fn nothing_overlaps_and_nothing_is_larger_than_rustcs() {
    let (mut ours, mut rustcs) = (0, 0);
    for seed in 0..3_000 {
        let machine = machine(&mut Random(seed));
        let plan = arrange(&graph(&machine)).expect("there are slots");
        let mut places = BTreeMap::new();
        let size = place(&plan, 0, &machine.sizes, &mut places);
        assert_eq!(places.len(), machine.sizes.len(), "seed {seed}: every slot has a place");
        for held in &machine.states {
            for (one, other) in held.iter().flat_map(|one| held.iter().map(move |o| (*one, *o))) {
                let end = places[&one] + machine.sizes[one];
                let apart = places[&one] > places[&other] || end <= places[&other];
                assert!(
                    one == other || apart,
                    "seed {seed}: {one} and {other} overlap in {plan:?}"
                );
            }
        }
        let rustc = size_of_rustcs(&machine);
        assert!(size <= rustc, "seed {seed}: {size} bytes, rustc {rustc}: {plan:?}");
        (ours, rustcs) = (ours + size, rustcs + rustc);
    }
    assert!(ours * 10 < rustcs * 9, "{ours} bytes in all, rustc {rustcs}");
}

#[test]
fn a_chain_takes_two_rooms() {
    let mut graph = Graph::new();
    (0..40).for_each(|slot| graph.add(slot, Rank::Long, Sizes::known(1)));
    (1..40).for_each(|slot| graph.join(slot - 1, slot));
    let plan = arrange(&graph).expect("there are slots");
    assert_eq!(place(&plan, 0, &[1; 40], &mut BTreeMap::new()), 2);
}

/// What is made of temporaries lies in the place of the future that they waited for:
/// `let c = (&a(), &b(), d().await); e().await`.
#[test]
fn what_is_made_last_shares_with_the_awaitee() {
    const NAMES: [&str; 5] = ["a", "b", "awaitee of d", "c", "awaitee of e"];
    let sizes = [24, 24, 100, 90, 40];
    let mut graph = Graph::new();
    for (slot, name) in NAMES.iter().enumerate() {
        let rank = if name.starts_with("awaitee") { Rank::Awaitee } else { Rank::Short };
        graph.add(slot, rank, Sizes::known(sizes[slot]));
    }
    for (one, other) in [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (3, 4)] {
        graph.join(one, other);
    }
    let plan = arrange(&graph).expect("there are slots");
    assert_eq!(place(&plan, 0, &sizes, &mut BTreeMap::new()), 24 + 24 + 100);
}

#[test]
fn without_slots_there_is_no_plan() {
    assert_eq!(arrange(&Graph::<usize>::new()), None);
}

/// `a` and `b` lie beside an awaitee each, of which there is one at a time.
fn two_in_turn() -> Vec<Room<char>> {
    let beside = |small, large| Room::Together(vec![Room::Slot(small), Room::Slot(large)]);
    vec![Room::Slot('x'), Room::InTurn(vec![beside('a', 'A'), beside('b', 'B')])]
}

#[test]
fn what_is_small_lies_beside_the_state() {
    let size = |slot: char| slot.is_lowercase().then_some(2);
    let large = || Room::InTurn(vec![Room::Slot('A'), Room::Slot('B')]);
    let [x, a, b] = ['x', 'a', 'b'].map(Room::Slot);
    let filled = pocket::fill(two_in_turn(), 1, size);
    assert_eq!(filled, [x.clone(), large(), a.clone(), b]);

    // One byte more is too much for both.
    let filled = pocket::fill(two_in_turn(), 3, size);
    let with_b = Room::Together(vec![Room::Slot('b'), Room::Slot('B')]);
    assert_eq!(filled, [x, Room::InTurn(vec![Room::Slot('A'), with_b]), a]);
}

#[test]
fn what_is_not_known_to_be_small_stays() {
    let rooms = two_in_turn();
    assert_eq!(pocket::fill(rooms.clone(), 1, |_| None), rooms);
    // Nothing here wants an alignment that would leave bytes unused.
    assert_eq!(pocket::fill(rooms.clone(), 1, |_| Some(2)), rooms);
    assert_eq!(pocket::fill(rooms.clone(), 1, |_| Some(8)), rooms);
}
