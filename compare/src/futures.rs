//! Follows futures into the futures inside of them, and says what each level takes.

use std::collections::HashMap;

use pinata_compiled::coroutine::{Coroutine, CoroutineId, Saved, SavedKind, State};

use crate::evidence::Evidence;
use crate::functions::Place;
use crate::model::{Future, FutureId, InnerFuture, Instance, Reason};

/// The futures that were met, and what is known of those in the source.
pub struct Futures<'e> {
    evidence: &'e [Evidence],
    instances: HashMap<Place, &'e Instance>,
    ids: HashMap<Place, FutureId>,
    all: Vec<Future>,
}

impl<'e> Futures<'e> {
    /// Nothing is met yet. `instances` are the coroutines that were compared with a source.
    pub fn new(evidence: &'e [Evidence], instances: HashMap<Place, &'e Instance>) -> Self {
        Self { evidence, instances, ids: HashMap::new(), all: Vec::new() }
    }

    /// All that were met, each once.
    pub fn met(self) -> Vec<Future> {
        self.all
    }

    /// Meets a coroutine, and all that is inside of it.
    pub fn meet(&mut self, place: Place) -> FutureId {
        if let Some(id) = self.ids.get(&place) {
            return *id;
        }
        let coroutine = self.coroutine(place);
        // It is known before what is inside of it, so that debug info which goes in circles ends.
        let id = FutureId(self.all.len());
        self.ids.insert(place, id);
        let Coroutine { path, size, .. } = coroutine;
        let (path, size) = (path.clone(), *size);
        self.all.push(Future { path, size, own: size, lean: size, inner: Vec::new() });

        let mut inner = Vec::new();
        let (mut most_inside, mut most_lean) = (0, 0);
        for state in &coroutine.states {
            let met = self.inside(place, state);
            let sizes = met.iter().map(|one| self.all[one.future.0].size);
            most_inside = most_inside.max(sizes.sum());
            most_lean = most_lean.max(self.lean_state(place, state));
            inner.extend(met);
        }
        inner.sort_by_key(|one| std::cmp::Reverse(self.all[one.future.0].size));
        let lean = (most_lean + coroutine.tag.size).next_multiple_of(coroutine.align.max(1));
        let future = &mut self.all[id.0];
        future.own = size.saturating_sub(most_inside);
        future.lean = lean.min(size);
        future.inner = inner;
        id
    }

    fn coroutine(&self, place: Place) -> &'e Coroutine {
        &self.evidence[place.artifact].debug_info.coroutines[place.coroutine.0]
    }

    fn inside(&mut self, place: Place, state: &State) -> Vec<InnerFuture> {
        let mut met = Vec::new();
        for saved in &state.saved {
            for one in &saved.coroutines {
                let future = self.meet(Place { coroutine: one.coroutine, ..place });
                let offset = saved.offset.unwrap_or(0) + one.offset;
                met.push(InnerFuture { future, offset, value: state.value, line: state.line });
            }
        }
        met
    }

    /// What a state has to take: what the source needs, and the futures inside as lean as they
    /// can be.
    fn lean_state(&mut self, place: Place, state: &State) -> u64 {
        let needed = state.saved.iter().filter(|saved| !self.is_waste(place, state.value, saved));
        let needed: Vec<&Saved> = needed.collect();
        needed.into_iter().map(|saved| self.lean_value(place, saved)).sum()
    }

    fn lean_value(&mut self, place: Place, saved: &Saved) -> u64 {
        let futures = saved.coroutines.iter().map(|one| one.coroutine);
        let too_much = futures.map(|coroutine: CoroutineId| {
            let id = self.meet(Place { coroutine, ..place });
            self.all[id.0].size - self.all[id.0].lean
        });
        saved.size.unwrap_or(0).saturating_sub(too_much.sum())
    }

    /// Whether the source lets it go before.
    fn is_waste(&self, place: Place, value: u32, saved: &Saved) -> bool {
        let Some(instance) = self.instances.get(&place) else {
            return false;
        };
        let state = instance.states.iter().find(|state| state.value == Some(value));
        let held = state.into_iter().flat_map(|state| &state.held);
        let mut reasons = held.filter(|pair| {
            pair.saved.as_ref().is_some_and(|of| of.name == saved.name && of.offset == saved.offset)
        });
        saved.kind != SavedKind::Awaitee
            && reasons.any(|pair| {
                matches!(pair.reason, Some(Reason::TakenOnceBorrowed | Reason::OnceBorrowed))
            })
    }
}
