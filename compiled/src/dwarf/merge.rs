//! Merges what all the units of all the objects tell: drafts → each coroutine once, in the order
//! of their paths, with those inside of it, and the machines that have one for an oracle.
//!
//! A type is described by each unit that uses it. Two descriptions are of one coroutine when they
//! say the same. Two coroutines may well have one path: those of two versions of a crate have other
//! files, and the two machines that an async closure may have keep other things.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::annotated::{Layout, Machine};
use super::inside::InnerType;
use super::malformed;
use super::recognize::Draft;
use super::types::TypeId;
use crate::Error;
use crate::annotated::Annotated;
use crate::coroutine::{Coroutine, CoroutineId, Inner};

/// The coroutines so far.
#[derive(Default)]
pub(super) struct Merged {
    /// Nothing is inside of them yet, so that they can be compared.
    coroutines: Vec<Coroutine>,
    /// What is inside of what they keep, in the order of the states. Those inside have the numbers
    /// that they have in `coroutines`.
    inside: Vec<Vec<Vec<Inner>>>,
    /// The coroutines of each path.
    by_path: HashMap<String, Vec<usize>>,
    /// The machines of each oracle.
    machines: BTreeMap<usize, Vec<Machine>>,
    /// The layouts of the machines of each function.
    layouts: HashMap<String, Vec<Layout>>,
}

/// The coroutines of one object.
#[derive(Default)]
pub(super) struct OfObject {
    by_type: HashMap<TypeId, usize>,
    /// What is inside of those that no object before had, in their order.
    new: Vec<Vec<Rc<[InnerType]>>>,
    /// The machines of `#[pinata::desugar]`.
    pub machines: Vec<Machine>,
}

impl Merged {
    /// Adds what a type of an object describes.
    pub(super) fn add(&mut self, object: &mut OfObject, id: TypeId, draft: Draft) {
        let of_path = self.by_path.entry(draft.coroutine.path.clone()).or_default();
        let known = of_path.iter().find(|&&known| self.coroutines[known] == draft.coroutine);
        let number = known.copied().unwrap_or_else(|| {
            let number = self.coroutines.len();
            of_path.push(number);
            self.coroutines.push(draft.coroutine);
            object.new.push(draft.inside);
            number
        });
        object.by_type.insert(id, number);
    }

    /// Adds what lies where in some machine.
    pub(super) fn add_layout(&mut self, layout: Layout) {
        let of_function = self.layouts.entry(layout.scope.clone()).or_default();
        if !of_function.contains(&layout) {
            of_function.push(layout);
        }
    }

    /// Settles what is inside of the coroutines of an object, when all of them are there, and
    /// which of them are oracles.
    pub(super) fn settle(&mut self, object: OfObject) -> Result<(), Error> {
        let OfObject { by_type, new, machines } = object;
        for inside in new {
            let inner = |inner: &InnerType| {
                let missing = || malformed("a coroutine is inside of another, and in no unit");
                let coroutine = *by_type.get(&inner.coroutine).ok_or_else(missing)?;
                Ok(Inner { offset: inner.offset, coroutine: CoroutineId(coroutine) })
            };
            let saved = inside.iter().map(|saved| saved.iter().map(inner).collect());
            self.inside.push(saved.collect::<Result<_, Error>>()?);
        }
        for machine in machines {
            if let Some(oracle) = by_type.get(&machine.oracle) {
                self.machines.entry(*oracle).or_default().push(machine);
            }
        }
        Ok(())
    }

    /// Each coroutine once, and the machine of each that is an oracle.
    pub(super) fn finish(self) -> (Vec<Coroutine>, Vec<Annotated>) {
        let Self { machines, layouts, .. } = &self;
        let machines: Vec<_> = machines
            .iter()
            .filter_map(|(oracle, of)| Some((*oracle, annotated(of, layouts)?)))
            .collect();
        let mut all: Vec<_> = self.coroutines.into_iter().zip(self.inside).enumerate().collect();
        all.sort_by(|(_, (a, _)), (_, (b, _))| {
            let key = |it: &Coroutine| (it.lines, it.size);
            (&a.path, &a.file, key(a)).cmp(&(&b.path, &b.file, key(b)))
        });
        let mut places = vec![0; all.len()];
        for (place, (number, _)) in all.iter().enumerate() {
            places[*number] = place;
        }
        let fill = |(_, (mut coroutine, inside)): (usize, (Coroutine, Vec<Vec<Inner>>))| {
            let saved = coroutine.states.iter_mut().flat_map(|state| &mut state.saved);
            for (saved, mut inner) in saved.zip(inside) {
                for inner in &mut inner {
                    inner.coroutine = CoroutineId(places[inner.coroutine.0]);
                }
                saved.coroutines = inner;
            }
            coroutine
        };
        let coroutines = all.into_iter().map(fill).collect();
        let mut annotated: Vec<Annotated> = machines
            .into_iter()
            .map(|(oracle, machine)| Annotated { oracle: CoroutineId(places[oracle]), ..machine })
            .collect();
        annotated.sort_by_key(|machine| machine.oracle);
        (coroutines, annotated)
    }
}

/// The machine of one oracle, as all units describe it; none where they do not agree.
fn annotated(of: &[Machine], layouts: &HashMap<String, Vec<Layout>>) -> Option<Annotated> {
    let machine = of.first()?;
    let same = |other: &Machine| (other.size, other.align) == (machine.size, machine.align);
    of.iter().all(same).then(|| Annotated {
        // It gets its number when all are sorted.
        oracle: CoroutineId(0),
        size: machine.size,
        align: machine.align,
        storage: layouts.get(&machine.scope).and_then(|layouts| machine.join(layouts)),
    })
}
