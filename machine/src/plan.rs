//! Where `#[pinata::desugar]` puts what a machine holds: the plan that `emit` writes down as types,
//! as plain data.
//!
//! Nobody here knows how large anything is. Who has the debug info of a program finds the same
//! rooms there, in the same order, with their bytes.

use std::collections::BTreeSet;

use crate::describe::locals::Locals;
use crate::emit::signature::{Function, name_impl_traits};
use crate::find::subject::Subject;
use crate::flow::{self, Flow, Kind};
use crate::held::Analysis;
use crate::layout::{self, Layout};
use crate::model::{LocalId, Machine};
use crate::{configure, expand, fetch, names, naming, parts};

/// Where everything lies in the machine of an annotated function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// All slots. A [`SlotId`] indexes this.
    pub slots: Vec<Slot>,
    /// How many bytes say what of the slots is there.
    pub flags: usize,
    /// What lies side by side, next to the number of the state and the flags.
    pub rooms: Vec<Room>,
    /// What is in use in each state of the [`Machine`], in its order.
    pub states: Vec<InUse>,
}

/// Indexes [`Plan::slots`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub usize);

/// The place of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The local of the machine that lies there; none for what it does not show.
    pub local: Option<LocalId>,
    /// Whether it is a future that some state waits for.
    pub is_awaitee: bool,
}

/// A part of the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Room {
    /// A slot.
    Slot(SlotId),
    /// These lie side by side.
    Together(Vec<Room>),
    /// These live in turn, in the same bytes.
    InTurn(Vec<Room>),
}

/// What a state uses of the storage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InUse {
    /// The slots, in their order.
    pub slots: Vec<SlotId>,
    /// Which bytes of the flags.
    pub flags: Vec<usize>,
}

/// How long temporaries live is not the same in each.
const EDITIONS: [u16; 2] = [2024, 2021];

/// The plans for a function that has the attribute: one for each edition that has another. None
/// where the attribute refuses it, or where the machine is another in each configuration.
pub(crate) fn plans(subject: &Subject, machine: &Machine) -> Vec<Plan> {
    let Some(function) = subject.annotated() else { return Vec::new() };
    if !machine.refusals.is_empty() || configure::is_conditional(&function) {
        return Vec::new();
    }
    let mut plans: Vec<Plan> = Vec::new();
    for edition in EDITIONS {
        let plan = plan(subject, &function, machine, edition);
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    }
    plans
}

/// Goes through the same phases as `desugar`, up to what is emitted.
fn plan(subject: &Subject, function: &Function, machine: &Machine, edition: u16) -> Plan {
    let mut signature = function.signature.clone();
    name_impl_traits(&mut signature);
    let krate = syn::parse_quote!(::pinata);
    let expanded = expand::expand_to_run(&signature, &function.body, &krate);
    let resolved = names::resolve(&signature, &expanded);
    let mut flow = flow::lower::lower(&resolved, edition);
    let analysis = fetch::analyse(&mut flow);
    let parts = parts::collect(&flow, &analysis);
    let layout = layout::lay_out(&flow, &analysis, &parts);
    let locals = Locals::of(&flow, &analysis, subject, &expanded.body);
    let mut planner = Planner { flow: &flow, locals: &locals, machine, of: Vec::new() };
    let rooms = layout.rooms.iter().map(|room| planner.room(room)).collect();
    Plan {
        slots: planner.of.iter().map(|local| planner.slot(*local)).collect(),
        flags: layout.flags.bytes,
        rooms,
        states: planner.states(&analysis, &layout),
    }
}

struct Planner<'a> {
    flow: &'a Flow,
    locals: &'a Locals,
    machine: &'a Machine,
    /// By slot, what lies there.
    of: Vec<flow::LocalId>,
}

impl Planner<'_> {
    fn room(&mut self, room: &layout::Room<flow::LocalId>) -> Room {
        match room {
            layout::Room::Slot(local) => {
                self.of.push(*local);
                Room::Slot(SlotId(self.of.len() - 1))
            }
            layout::Room::Together(rooms) => {
                Room::Together(rooms.iter().map(|room| self.room(room)).collect())
            }
            layout::Room::InTurn(rooms) => {
                Room::InTurn(rooms.iter().map(|room| self.room(room)).collect())
            }
        }
    }

    fn slot(&self, local: flow::LocalId) -> Slot {
        let is_awaitee = self.flow.locals[local].kind == Kind::Awaitee;
        Slot { local: self.locals.id(local).and_then(|id| self.of_machine(id)), is_awaitee }
    }

    /// The same local in the machine, which may be derived for another edition.
    fn of_machine(&self, id: LocalId) -> Option<LocalId> {
        let (own, all) = (&self.locals.described[id.0], &self.machine.locals);
        match all.get(id.0) == Some(own) {
            true => Some(id),
            false => all.iter().position(|local| local == own).map(LocalId),
        }
    }

    /// Before the first poll there are the parameters, and after the last nothing.
    fn states(&self, analysis: &Analysis, layout: &Layout) -> Vec<InUse> {
        let is_slot = |local: &usize| analysis.has_slot(self.flow, *local);
        let parameters: Vec<usize> = (0..self.flow.parameters).filter(is_slot).collect();
        let blocks: Vec<_> = analysis.waits.iter().map(|(block, _)| *block).collect();
        let waits = naming::in_source_order(self.flow, &blocks).into_iter();
        let waits = waits.map(|wait| {
            let held = analysis.waits[wait].1.iter().map(|held| held.local);
            let held: Vec<usize> = held.filter(is_slot).collect();
            // What has no destructor needs no flag.
            let flagged = held.iter().filter(|local| !self.flow.locals[**local].plain);
            let flags = flagged.filter_map(|local| layout.flags.of(*local));
            let flags: BTreeSet<usize> = flags.map(|flag| flag.byte).collect();
            InUse { flags: flags.into_iter().collect(), ..self.in_use(&held) }
        });
        let unresumed = self.in_use(&parameters);
        let last = [InUse::default(), InUse::default()];
        std::iter::once(unresumed).chain(waits).chain(last).collect()
    }

    fn in_use(&self, locals: &[flow::LocalId]) -> InUse {
        let slots = self.of.iter().enumerate().filter(|(_, local)| locals.contains(local));
        InUse { slots: slots.map(|(slot, _)| SlotId(slot)).collect(), flags: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use syn::visit::{self, Visit};
    use syn::{GenericArgument, PathArguments, Type, TypePath};

    use super::{Plan, Room};

    const BODIES: [&str; 4] = [
        "async fn chain(host: String, port: u16) -> usize {
            let socket = connect(&host, port).await;
            let request = format!(\"GET {host}\");
            write(&socket, &request).await;
            let mut response = String::new();
            read(&socket, &mut response).await;
            response.len()
        }",
        "async fn turns(a: A, b: impl Future<Output = u8>) -> u8 {
            if a.yes() { let x = one(&a).await; two(&x).await; } else { three(a).await; }
            for i in 0..3 { let y = [i; 4]; four(&y).await; }
            b.await
        }",
        "async fn moved(a: (String, String), yes: bool) {
            if yes { drop(a.0); }
            nap().await;
            let b = String::new();
            if yes { drop(b); }
            nap().await;
        }",
        "async fn nothing() {}",
    ];

    fn parse(body: &str) -> (Plan, String) {
        let source = format!("#[pinata::desugar] {body}");
        let mut found = crate::machines(&syn::parse_str(&source).expect("it is a function"));
        let plan = found.remove(0).plans.remove(0);
        let item = body.parse().expect("it is code");
        (plan, crate::desugar(Default::default(), item, 2024).to_string())
    }

    /// The type between the brackets of `Layout::<…>::new()`.
    #[derive(Default)]
    struct Find(Option<Type>);

    impl Visit<'_> for Find {
        fn visit_expr_path(&mut self, path: &syn::ExprPath) {
            for segment in &path.path.segments {
                if segment.ident == "Layout"
                    && let PathArguments::AngleBracketed(arguments) = &segment.arguments
                    && let Some(GenericArgument::Type(ty)) = arguments.args.first()
                {
                    self.0.get_or_insert_with(|| ty.clone());
                }
            }
            visit::visit_expr_path(self, path);
        }
    }

    /// `Or<Slot<u8>, (Slot<_>, Slot<_>)>` → `or(slot, (slot, slot))`
    fn written(ty: &Type) -> String {
        match ty {
            Type::Tuple(tuple) => {
                format!("({})", tuple.elems.iter().map(written).collect::<Vec<_>>().join(", "))
            }
            Type::Path(TypePath { path, .. }) => {
                let last = path.segments.last().expect("a path has a name");
                let PathArguments::AngleBracketed(inner) = &last.arguments else {
                    panic!("{} is generic", last.ident)
                };
                if last.ident == "Slot" {
                    return "slot".to_owned();
                }
                let inner = inner.args.iter().map(|inner| match inner {
                    GenericArgument::Type(ty) => written(ty),
                    _ => panic!("only types are here"),
                });
                format!("or({})", inner.collect::<Vec<_>>().join(", "))
            }
            _ => panic!("a room is a tuple, a slot, or for several in turn"),
        }
    }

    fn planned(rooms: &[Room]) -> Vec<String> {
        let one = |room: &Room| match room {
            Room::Slot(_) => "slot".to_owned(),
            Room::Together(rooms) => format!("({})", planned(rooms).join(", ")),
            Room::InTurn(rooms) => halves(rooms),
        };
        rooms.iter().map(one).collect()
    }

    fn halves(rooms: &[Room]) -> String {
        match rooms {
            [_] => planned(rooms).join(""),
            _ => {
                let (one, other) = rooms.split_at(rooms.len() / 2);
                format!("or({}, {})", halves(one), halves(other))
            }
        }
    }

    #[test]
    fn a_plan_is_what_is_emitted() {
        for body in BODIES {
            let (plan, emitted) = parse(body);
            let mut find = Find::default();
            find.visit_file(&syn::parse_str(&emitted).expect("what is emitted is code"));
            let Some(Type::Tuple(layout)) = find.0 else { panic!("no layout in {emitted}") };
            let rooms: Vec<String> = layout.elems.iter().skip(2).map(written).collect();
            assert_eq!(planned(&plan.rooms), rooms, "{body}");
            let flags = quote::quote!(#layout).to_string();
            assert!(flags.contains(&format!("[u8 ; {}usize]", plan.flags)), "{flags}");
        }
    }

    #[test]
    fn every_local_that_a_state_holds_has_a_slot() {
        for body in BODIES {
            let source = format!("#[pinata::desugar] {body}");
            let found = crate::machines(&syn::parse_str(&source).expect("it is a function"));
            let (machine, plans) = (&found[0].machine, &found[0].plans);
            for plan in plans {
                assert_eq!(plan.states.len(), machine.states.len(), "{body}");
                for (state, in_use) in machine.states.iter().zip(&plan.states) {
                    let slots = in_use.slots.iter().map(|slot| &plan.slots[slot.0]);
                    let locals: Vec<_> = slots.filter_map(|slot| slot.local).collect();
                    for held in &state.held {
                        assert!(locals.contains(&held.local), "{:?} in {body}", held.local);
                    }
                }
            }
        }
    }

    #[test]
    fn only_what_is_annotated_has_a_plan() {
        let file = syn::parse_str("async fn f() { g().await }").expect("it is a function");
        assert!(crate::machines(&file)[0].plans.is_empty());
    }
}
