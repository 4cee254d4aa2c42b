//! From what is in use together to what lies side by side.
//!
//! Slots that never meet can share their room. What is in use together with everything else has to
//! lie beside it. In between one has to choose: what rests in several states goes first, and with
//! it all that it never meets, which shares its room; then what is left falls apart. Where there is
//! much, awaitees go last: they are large, and each of them meets little. Where there is little, all
//! choices are tried, with many guesses at what nobody knows, and the one that takes the fewest
//! bytes in all of them together is taken.
//!
//! ```text
//! a ─ b ─ c ─ d        in turn: b | d    beside    in turn: a | c
//! ```
//!
//! So a plan is never larger than rustc's own, in which whatever rests in several states has a room
//! to itself, and only what rests in one shares.

use std::collections::{BTreeMap, BTreeSet};

use super::guess::Sizes;

/// What is in use together.
pub struct Graph<S> {
    /// For each slot, those that it meets.
    meets: BTreeMap<S, BTreeSet<S>>,
    /// How early the room of a slot is chosen, and how large it may be.
    known: BTreeMap<S, (Rank, Sizes)>,
    /// How large it is, all trials taken together.
    sums: BTreeMap<S, usize>,
}

/// What is known of a slot: those with the least are given their room first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It rests in several states.
    Long,
    /// It rests in one.
    Short,
    /// It rests in one, and goes into an awaitee.
    Passed,
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
        Graph { meets: BTreeMap::new(), known: BTreeMap::new(), sums: BTreeMap::new() }
    }

    pub fn add(&mut self, slot: S, rank: Rank, sizes: Sizes) {
        self.meets.entry(slot).or_default();
        self.sums.insert(slot, sizes.sum());
        self.known.insert(slot, (rank, sizes));
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

    /// How large a slot is, where that is known.
    pub fn known_size(&self, slot: S) -> Option<usize> {
        self.known.get(&slot).and_then(|(_, sizes)| sizes.certain())
    }

    fn rank(&self, slot: S) -> Option<Rank> {
        self.known.get(&slot).map(|(rank, _)| *rank)
    }

    fn sizes(&self, slot: S) -> Sizes {
        self.known.get(&slot).map_or_else(|| Sizes::known(0), |(_, sizes)| sizes.clone())
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
    let mut planner = Planner { graph, plans: BTreeMap::new() };
    (!slots.is_empty()).then(|| planner.in_turn(&slots).room)
}

/// How many slots may be connected for every choice to be tried.
const FEW: usize = 9;

/// A room, and how large it may be.
#[derive(Clone)]
struct Plan<S> {
    room: Room<S>,
    sizes: Sizes,
}

struct Planner<'a, S> {
    graph: &'a Graph<S>,
    /// The plans for slots that are all connected.
    plans: BTreeMap<BTreeSet<S>, Plan<S>>,
}

impl<S: Ord + Copy> Planner<'_, S> {
    fn in_turn(&mut self, slots: &BTreeSet<S>) -> Plan<S> {
        let components = self.graph.components(slots);
        let mut plans: Vec<Plan<S>> =
            components.iter().map(|component| self.together(component)).collect();
        if plans.len() == 1 {
            return plans.remove(0);
        }
        Plan {
            sizes: Sizes::in_turn(plans.iter().map(|plan| plan.sizes.clone())),
            room: Room::InTurn(plans.into_iter().map(|plan| plan.room).collect()),
        }
    }

    /// A plan for slots that are all connected.
    fn together(&mut self, slots: &BTreeSet<S>) -> Plan<S> {
        if let Some(plan) = self.plans.get(slots) {
            return plan.clone();
        }
        let everywhere = |slot: &&S| self.graph.degree(**slot, slots) + 1 == slots.len();
        let everywhere: BTreeSet<S> = slots.iter().filter(everywhere).copied().collect();
        let plan = if everywhere.is_empty() {
            let choices = self.choices(slots);
            let plans = choices.into_iter().map(|choice| {
                let sizes = Sizes::in_turn(choice.iter().map(|slot| self.graph.sizes(*slot)));
                let shared: Vec<Room<S>> = choice.iter().copied().map(Room::Slot).collect();
                let first = if shared.len() == 1 { shared } else { vec![Room::InTurn(shared)] };
                self.beside((first, sizes), slots, &choice)
            });
            let best = plans.min_by_key(|plan| plan.sizes.sum());
            best.expect("slots that are connected are not empty")
        } else {
            let sizes = Sizes::together(everywhere.iter().map(|slot| self.graph.sizes(*slot)));
            let first = everywhere.iter().copied().map(Room::Slot).collect();
            self.beside((first, sizes), slots, &everywhere)
        };
        self.plans.insert(slots.clone(), plan.clone());
        plan
    }

    /// The rooms of the slots that were chosen, and beside them a plan for the others.
    fn beside(
        &mut self,
        (mut rooms, mut sizes): (Vec<Room<S>>, Sizes),
        slots: &BTreeSet<S>,
        chosen: &BTreeSet<S>,
    ) -> Plan<S> {
        let rest: BTreeSet<S> = slots.difference(chosen).copied().collect();
        if !rest.is_empty() {
            let plan = self.in_turn(&rest);
            sizes = Sizes::together([sizes, plan.sizes]);
            match plan.room {
                Room::Together(more) => rooms.extend(more),
                room => rooms.push(room),
            }
        }
        let room = if rooms.len() == 1 { rooms.remove(0) } else { Room::Together(rooms) };
        Plan { room, sizes }
    }

    /// What might be given its room next: a slot of the first rank that there is, alone or with
    /// what it never meets. Where there are many slots, only the best guess.
    fn choices(&self, slots: &BTreeSet<S>) -> Vec<BTreeSet<S>> {
        let graph = self.graph;
        let first = slots.iter().map(|slot| graph.rank(*slot)).min().flatten();
        // Among few, what rests in one state may share with an awaitee.
        let is_open = first > Some(Rank::Long) && slots.len() <= FEW;
        let is_candidate = |slot: &S| is_open || graph.rank(*slot) == first;
        let mut candidates: Vec<S> = slots.iter().copied().filter(is_candidate).collect();
        // The most that it meets for each byte that it takes.
        candidates.sort_by_cached_key(|slot| {
            let bytes = graph.sums.get(slot).copied().unwrap_or(0);
            std::cmp::Reverse(graph.degree(*slot, slots) * 100_000 / bytes.max(1))
        });
        let independent = |slot: S| {
            let mut chosen = BTreeSet::from([slot]);
            for other in &candidates {
                if chosen.iter().all(|chosen| chosen != other && !graph.meet(*chosen, *other)) {
                    chosen.insert(*other);
                }
            }
            chosen
        };
        if slots.len() > FEW {
            return vec![independent(candidates[0])];
        }
        let alone = candidates.iter().map(|slot| BTreeSet::from([*slot]));
        candidates.iter().map(|slot| independent(*slot)).chain(alone).collect()
    }
}
