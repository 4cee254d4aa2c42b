//! From what is in use together to what lies side by side.
//!
//! Slots that never meet can share their room. What is in use together with everything else has to
//! lie beside it. In between one has to choose: what rests in several states goes first, and with
//! it all that it never meets, which shares its room; then what is left falls apart. Awaitees go
//! last: they are large, and each of them meets little.
//!
//! ```text
//! a ─ b ─ c ─ d        in turn: b | d    beside    in turn: a | c
//! ```
//!
//! So a plan is never larger than rustc's own, in which whatever rests in several states has a room
//! to itself, and only what rests in one shares.

use std::collections::{BTreeMap, BTreeSet};

/// What is in use together.
pub struct Graph<S> {
    /// For each slot, those that it meets.
    meets: BTreeMap<S, BTreeSet<S>>,
    /// How early the room of a slot is chosen.
    rank: BTreeMap<S, Rank>,
}

/// What is known of a slot: those with the least are given their room first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It rests in several states.
    Long,
    /// It rests in one.
    Short,
    /// It is what a state waits for.
    Awaitee,
}

/// A part of the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room<S> {
    /// A slot.
    Slot(S),
    /// These lie side by side.
    Together(Vec<Room<S>>),
    /// These live in turn, in the same bytes.
    InTurn(Vec<Room<S>>),
}

impl<S: Ord + Copy> Graph<S> {
    pub fn new() -> Self {
        Graph { meets: BTreeMap::new(), rank: BTreeMap::new() }
    }

    pub fn add(&mut self, slot: S, rank: Rank) {
        self.meets.entry(slot).or_default();
        self.rank.insert(slot, rank);
    }

    /// These two are in use at the same time.
    pub fn join(&mut self, one: S, other: S) {
        if one != other {
            self.meets.entry(one).or_default().insert(other);
            self.meets.entry(other).or_default().insert(one);
        }
    }

    pub fn meet(&self, one: S, other: S) -> bool {
        self.meets.get(&one).is_some_and(|others| others.contains(&other))
    }

    /// How many of `slots` a slot meets.
    fn degree(&self, slot: S, slots: &BTreeSet<S>) -> usize {
        match self.meets.get(&slot) {
            Some(others) if others.len() < slots.len() => {
                others.iter().filter(|other| slots.contains(other)).count()
            }
            Some(others) => slots.iter().filter(|slot| others.contains(slot)).count(),
            None => 0,
        }
    }

    /// The parts of `slots` that never meet each other.
    fn components(&self, slots: &BTreeSet<S>) -> Vec<BTreeSet<S>> {
        let mut left = slots.clone();
        let mut components = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut component = BTreeSet::from([first]);
            let mut todo = vec![first];
            while let Some(slot) = todo.pop() {
                for other in self.meets.get(&slot).into_iter().flatten() {
                    if left.remove(other) {
                        component.insert(*other);
                        todo.push(*other);
                    }
                }
            }
            components.push(component);
        }
        components
    }
}

/// A plan in which no two slots that meet overlap; `None` without slots.
pub fn arrange<S: Ord + Copy>(graph: &Graph<S>) -> Option<Room<S>> {
    let slots: BTreeSet<S> = graph.meets.keys().copied().collect();
    (!slots.is_empty()).then(|| in_turn(graph, &slots))
}

fn in_turn<S: Ord + Copy>(graph: &Graph<S>, slots: &BTreeSet<S>) -> Room<S> {
    let mut rooms: Vec<Room<S>> =
        graph.components(slots).iter().map(|component| together(graph, component)).collect();
    match rooms.len() {
        1 => rooms.remove(0),
        _ => Room::InTurn(rooms),
    }
}

/// A plan for slots that are all connected.
fn together<S: Ord + Copy>(graph: &Graph<S>, slots: &BTreeSet<S>) -> Room<S> {
    let everywhere = |slot: &&S| graph.degree(**slot, slots) + 1 == slots.len();
    let mut first: BTreeSet<S> = slots.iter().filter(everywhere).copied().collect();
    let mut rooms: Vec<Room<S>> = first.iter().copied().map(Room::Slot).collect();
    if rooms.is_empty() {
        first = independent(graph, slots);
        let shared: Vec<Room<S>> = first.iter().copied().map(Room::Slot).collect();
        rooms.extend(if shared.len() == 1 { shared } else { vec![Room::InTurn(shared)] });
    }
    let rest: BTreeSet<S> = slots.difference(&first).copied().collect();
    if !rest.is_empty() {
        match in_turn(graph, &rest) {
            Room::Together(more) => rooms.extend(more),
            room => rooms.push(room),
        }
    }
    match rooms.len() {
        1 => rooms.remove(0),
        _ => Room::Together(rooms),
    }
}

/// Of the first rank that there is, the slot that meets the most others, and with it what it never
/// meets.
fn independent<S: Ord + Copy>(graph: &Graph<S>, slots: &BTreeSet<S>) -> BTreeSet<S> {
    let first = slots.iter().filter_map(|slot| graph.rank.get(slot)).min();
    let mut candidates: Vec<S> =
        slots.iter().copied().filter(|slot| graph.rank.get(slot) == first).collect();
    candidates.sort_by_key(|slot| std::cmp::Reverse(graph.degree(*slot, slots)));
    let mut chosen = BTreeSet::new();
    for slot in candidates {
        if chosen.iter().all(|other| !graph.meet(slot, *other)) {
            chosen.insert(slot);
        }
    }
    chosen
}
