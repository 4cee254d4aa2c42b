//! What happens to locals, op by op.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprStruct};

use super::Shape;
use crate::flow::marks::{self, Mark};
use crate::flow::{Arm, BlockId, End, Flow, LocalId, Op};
use crate::mentions::{
    self, Binds, Capture, Captured, Guess, Names, Visitor, binds_of, captured_by_tokens, guess,
    let_inside,
};
use crate::text::line_of;

/// Something that happens to a local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Its storage is there from now on.
    Declare,
    /// It gets its first value.
    Init,
    /// It gets its value on the way out of the op: what comes after the op doesn't see it.
    InitAway,
    /// It gets another value; what was there is dropped.
    Assign,
    /// Its value is moved or copied.
    Take,
    /// It is called, or a method of it is, which may take it.
    MayTake,
    /// A method is called on it that takes it, unless it is `Copy`.
    TakeByMethod,
    /// A pattern shows that there is nothing in it to drop, unless it is used again.
    Emptied,
    /// A part of it is moved or copied.
    TakePart,
    /// It is looked at in place.
    Use,
    /// It is borrowed, by what may outlive the statement.
    Borrow,
    /// Whichever way the code went, it has got a value.
    Settle,
    /// Its scope ends.
    End,
}

/// An event with the local it happens to.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub local: LocalId,
    pub what: What,
    /// Whether it happens on some paths through the op only.
    pub maybe: bool,
    /// Whether the local has got its value in this very op, whatever it was before.
    pub renewed: bool,
    /// Whether it happens where the function ends for sure: nothing outlives it.
    pub away: bool,
    /// The code that does it.
    pub span: Span,
}

impl Event {
    fn new(local: LocalId, what: What, span: Span) -> Self {
        Event { local, what, maybe: false, renewed: false, away: false, span }
    }

    /// The line of the code that does it; 0 for generated code.
    pub fn line(&self) -> usize {
        line_of(self.span)
    }
}

/// The events of one block: a list for each op, one for the end, one for each way out.
#[derive(Debug, Default, Clone)]
pub struct BlockEvents {
    pub ops: Vec<Vec<Event>>,
    pub end: Vec<Event>,
    /// For each arm of a match, in order.
    pub arms: Vec<Vec<Event>>,
}

/// Every event of a block.
pub fn all_events(events: &BlockEvents) -> impl Iterator<Item = &Event> {
    events.ops.iter().chain([&events.end]).chain(&events.arms).flatten()
}

/// The events of every reachable block.
pub fn of(flow: &Flow, names: &Names, shape: &Shape) -> Vec<BlockEvents> {
    (0..flow.blocks.len())
        .map(|block| match shape.reachable[block] {
            true => of_block(flow, names, block),
            false => BlockEvents::default(),
        })
        .collect()
}

fn of_block(flow: &Flow, names: &Names, block: BlockId) -> BlockEvents {
    let block = &flow.blocks[block];
    let ops = block.ops.iter().map(|op| of_op(op, names)).collect();
    let (end, arms) = match &block.end {
        End::If { cond, .. } => (record(cond, names, mentions::walk), Vec::new()),
        End::Match { place, arms } => {
            let mut end = record(place, names, mentions::walk_place);
            for arm in arms {
                // What the arm binds has no value before it.
                let guard = arm.guard.iter().flat_map(|guard| record(guard, names, mentions::walk));
                end.extend(guard.filter(|event| !arm.binds.contains(&event.local)));
            }
            let root = names.expr(place);
            // What is bound by value is out of the place; what is bound through a reference
            // borrows what that refers to.
            let borrows = arms.iter().any(|arm| mentions::binds_by_ref(&arm.pat));
            if !borrows {
                end.iter_mut()
                    .filter(|event| event.what == What::Borrow)
                    .for_each(|event| event.what = What::Use);
            }
            (end, arms.iter().map(|arm| of_arm(arm, root, names, place)).collect())
        }
        End::Return(Some(value)) => (record(value, names, mentions::walk), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    };
    BlockEvents { ops, end, arms }
}

fn of_op(op: &Op, names: &Names) -> Vec<Event> {
    let happens = |local: LocalId, what: What, span: Span| Event::new(local, what, span);
    match op {
        Op::Code(value) => record(value, names, mentions::walk),
        Op::Set { local, value } => {
            let mut events = record(value, names, mentions::walk);
            events.push(happens(*local, What::Init, value.span()));
            events
        }
        Op::Let { pat, value, otherwise, binds, .. } => {
            let mut events = record(value, names, |expr, names, visitor| {
                mentions::walk_init(expr, pat, names, visitor);
            });
            if let Some(root) = let_inside(names, pat, value) {
                let of_root = events.iter_mut().filter(|event| event.local == root);
                of_root.for_each(|event| event.what = What::TakePart);
                // What it binds may be references into it.
                events.push(happens(root, What::Borrow, value.span()));
            }
            if let Some(otherwise) = otherwise {
                let mut leaving = record(otherwise, names, mentions::walk);
                leaving.iter_mut().for_each(|event| event.maybe = true);
                events.extend(leaving);
            }
            let span = pat.span();
            events.extend(binds.iter().map(|bind| happens(*bind, What::Init, span)));
            events
        }
        Op::Declare(local) => vec![happens(*local, What::Declare, Span::call_site())],
        Op::End(local) => vec![happens(*local, What::End, Span::call_site())],
    }
}

/// The locals that an op gives a value.
pub fn written(op: &Op, names: &Names) -> Vec<LocalId> {
    let writes = |event: &Event| {
        matches!(event.what, What::Declare | What::Init | What::InitAway | What::Assign)
    };
    of_op(op, names).iter().filter(|event| writes(event)).map(|event| event.local).collect()
}

/// What choosing an arm does.
fn of_arm(arm: &Arm, root: Option<LocalId>, names: &Names, place: &Expr) -> Vec<Event> {
    let span = arm.pat.span();
    let event = |local, what| Event::new(local, what, span);
    let mut events = Vec::new();
    if !arm.sees.is_empty() {
        // Nothing is taken yet.
        let looked_at = names.root(place).map(|root| event(root, What::Borrow));
        events.extend(looked_at);
    } else if let Some(root) = root {
        match binds_of([&arm.pat]) {
            Binds::Everything => events.push(event(root, What::Take)),
            Binds::Parts => events.push(event(root, What::TakePart)),
            Binds::Nothing if mentions::is_empty(&arm.pat) => {
                events.push(event(root, What::Emptied));
            }
            Binds::Nothing => {}
        }
    } else if let Some(root) = names.part(place)
        && binds_of([&arm.pat]) != Binds::Nothing
    {
        events.push(event(root, What::TakePart));
    }
    events.extend(arm.binds.iter().map(|bind| event(*bind, What::Init)));
    events
}

fn record(
    expr: &Expr,
    names: &Names,
    walk: impl FnOnce(&mut Expr, &Names, &mut dyn Visitor),
) -> Vec<Event> {
    let mut recorder = Recorder {
        names,
        events: Vec::new(),
        path: Vec::new(),
        branches: 0,
        written: Vec::new(),
        rejoined: Vec::new(),
        away: 0,
    };
    walk(&mut expr.clone(), names, &mut recorder);
    let mut events = recorder.events;
    // A jump may leave what else would end the function.
    if !marks::exits(expr).is_empty() {
        events.iter_mut().for_each(|event| event.away = false);
    }
    events
}

struct Recorder<'a> {
    names: &'a Names,
    events: Vec<Event>,
    /// The branches around the code at hand, outermost first.
    path: Vec<usize>,
    /// How many branches there were.
    branches: usize,
    /// What got a value, and in which branch.
    written: Vec<(LocalId, Vec<usize>)>,
    /// The branches that are done.
    rejoined: Vec<Vec<usize>>,
    /// How many ways around the code at hand end with the function.
    away: usize,
}

impl Recorder<'_> {
    fn push(&mut self, local: LocalId, what: What, at: &impl ToTokens) {
        self.push_at(local, what, at.span());
    }

    fn push_at(&mut self, local: LocalId, what: What, span: Span) {
        let mut written = self.written.iter();
        let renewed = written.any(|(other, path)| *other == local && self.path.starts_with(path));
        let maybe = !self.path.is_empty();
        let away = self.away > 0;
        self.events.push(Event { local, what, maybe, renewed, away, span });
        if matches!(what, What::Declare | What::Init | What::Assign | What::Settle) {
            self.written.push((local, self.path.clone()));
        }
    }

    /// What gets a value in a branch whichever way it goes.
    fn written_in(&self, branch: &[usize]) -> BTreeSet<LocalId> {
        let written = self.written.iter().filter(|(_, path)| path == branch);
        written.map(|(local, _)| *local).collect()
    }
}

impl Visitor for Recorder<'_> {
    fn value(&mut self, expr: &mut Expr, local: LocalId) {
        self.push(local, What::Take, expr);
    }
    fn place(&mut self, expr: &mut Expr, local: LocalId, escapes: bool) {
        self.push(local, if escapes { What::Borrow } else { What::Use }, expr);
    }
    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        self.push(local, What::TakePart, expr);
    }
    fn base(&mut self, literal: &mut Expr, local: LocalId) {
        if let Expr::Struct(ExprStruct { rest: Some(base), .. }) = literal {
            self.push(local, What::TakePart, base);
        }
    }
    fn receiver(&mut self, call: &mut Expr, local: LocalId) {
        self.push(local, What::Borrow, call);
        if let Expr::MethodCall(method) = &*call {
            match guess(method) {
                Guess::Takes => self.push(local, What::TakeByMethod, call),
                Guess::Looks => {}
                Guess::Ask => self.push(local, What::MayTake, call),
            }
        }
    }
    fn callee(&mut self, func: &mut Expr, local: LocalId) {
        self.push(local, What::Use, func);
        self.push(local, What::MayTake, func);
    }
    fn assign(&mut self, expr: &mut Expr, local: LocalId) {
        self.push(local, What::Assign, expr);
    }
    fn assign_part(&mut self, expr: &mut Expr, local: LocalId) {
        self.push(local, What::Use, expr);
    }
    fn scrutinee(&mut self, expr: &mut Expr, local: LocalId, binds: Binds) {
        let what = match binds {
            Binds::Everything => What::Take,
            Binds::Parts | Binds::Nothing => What::Borrow,
        };
        self.push(local, what, expr);
    }
    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]) {
        for Capture { local, how } in captures {
            match how {
                Captured::Moved | Captured::Rest => self.push(*local, What::Take, expr),
                Captured::Parts => self.push(*local, What::TakePart, expr),
                Captured::Borrowed => self.push(*local, What::Borrow, expr),
                Captured::Untouched => self.push(*local, What::Use, expr),
                Captured::Taken | Captured::Matched => {
                    self.push(*local, What::Borrow, expr);
                    self.push(*local, What::MayTake, expr);
                }
            }
        }
    }
    fn mark(&mut self, expr: &mut Expr, mark: Mark) {
        match mark {
            Mark::Jump(_)
            | Mark::Owned(_)
            | Mark::Asked(_)
            | Mark::Compared(_)
            | Mark::PutAside(_)
            | Mark::PickUp { .. } => {}
            Mark::SetAndJump(_, local, _) => self.push(local, What::InitAway, expr),
            Mark::Keep(local, _) => self.push(local, What::Init, expr),
            // Not by the code itself, which has no name for it.
            Mark::Update(local, _) => {
                let event = Event::new(local, What::Init, expr.span());
                self.events.push(Event { maybe: true, ..event });
            }
            Mark::Pin(local) => self.push(local, What::Borrow, expr),
            Mark::Seen(_, reference) => self.push(reference, What::Borrow, expr),
        }
    }
    fn kept(&mut self, call: &mut Expr, local: LocalId, _: Expr) {
        self.push(local, What::Init, call);
        self.push(local, What::Borrow, call);
    }
    fn picked_up(&mut self, call: &mut Expr, taken: LocalId, kept: LocalId) {
        self.push(taken, What::Take, call);
        self.push(kept, What::Borrow, call);
    }
    fn asked(&mut self, call: &mut Expr, _: Expr, local: LocalId) {
        self.push(local, What::Borrow, call);
        self.push(local, What::TakePart, call);
    }
    fn unknown(&mut self, expr: &mut Expr) {
        let Expr::Macro(mac) = &*expr else { return };
        for local in captured_by_tokens(mac.mac.tokens.clone(), self.names) {
            self.push(local, What::Borrow, expr);
        }
    }
    fn leave(&mut self, _: &mut Expr) {}
    fn away(&mut self) {
        self.away += 1;
    }
    fn back(&mut self) {
        self.away -= 1;
    }
    fn branch(&mut self) {
        self.path.push(self.branches);
        self.branches += 1;
    }
    fn rejoin(&mut self) {
        self.rejoined.push(self.path.clone());
        self.path.pop();
    }
    fn alternatives(&mut self, leaving: &[bool]) {
        let depth = self.path.len() + 1;
        let siblings = self.rejoined.iter().rev().filter(|path| path.len() == depth);
        let going_on = siblings.zip(leaving.iter().rev()).filter(|(_, leaves)| !**leaves);
        let written = going_on.map(|(path, _)| self.written_in(path));
        let settled = written.reduce(|all, more| all.intersection(&more).copied().collect());
        for local in settled.unwrap_or_default() {
            self.push_at(local, What::Settle, Span::call_site());
        }
    }
}
