//! The states of a machine, what each of them holds, and why.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::fate::{Fate, Fates};
use super::locals::Locals;
use crate::flow::{self, BlockId, Flow, LocalId, Wait};
use crate::held::events::{Event, What};
use crate::held::{self, Analysis};
use crate::model::{Held, State, StateKind, Why};
use crate::{naming, text};

/// All states in the order of the model; `waits` indexes [`Analysis::waits`].
pub fn of(flow: &Flow, analysis: &Analysis, waits: &[usize], locals: &Locals) -> Vec<State> {
    let reserved = |name: &str, kind, held| State { name: name.to_owned(), kind, held };
    let book = Book {
        flow,
        locals,
        fates: Fates::of(flow, analysis),
        borrows: borrows(flow, analysis),
        age: ages(flow),
    };
    let mut states = vec![reserved("Unresumed", StateKind::Unresumed, book.unresumed())];
    let blocks: Vec<BlockId> = waits.iter().map(|wait| analysis.waits[*wait].0).collect();
    for (wait, name) in waits.iter().zip(naming::state_names(flow, &blocks)) {
        let (block, held) = &analysis.waits[*wait];
        let Some(wait) = &flow.blocks[*block].wait else {
            continue;
        };
        let start = wait.span.start();
        states.push(State {
            name: name.to_string(),
            kind: StateKind::Suspended {
                awaits: text::one_line(&wait.awaits),
                line: start.line,
                column: start.column + 1,
                in_macro: wait.span.source_text().is_none_or(|keyword| keyword != "await"),
            },
            held: book.suspended(*block, wait, held),
        });
    }
    states.push(reserved("Returned", StateKind::Returned, Vec::new()));
    states.push(reserved("Panicked", StateKind::Panicked, Vec::new()));
    states
}

/// By local, how late it was made.
fn ages(flow: &Flow) -> Vec<usize> {
    let mut age = vec![0; flow.locals.len()];
    flow.order.iter().zip(0..).for_each(|(local, made)| age[*local] = made);
    age
}

/// A statement that borrows a local.
struct Borrow {
    line: usize,
    /// The locals that it mentions.
    mentions: Rc<BTreeSet<LocalId>>,
}

/// By local, the statements that borrow it, in the order of the source.
fn borrows(flow: &Flow, analysis: &Analysis) -> Vec<Vec<Borrow>> {
    let mut borrows: Vec<Vec<Borrow>> = flow.locals.iter().map(|_| Vec::new()).collect();
    let blocks = analysis.shape.order.iter().map(|block| &analysis.events[*block]);
    for statement in blocks.flat_map(|block| block.ops.iter().chain([&block.end])) {
        let mentions = Rc::new(statement.iter().map(|event| event.local).collect());
        let borrowing = |event: &&Event| event.what == What::Borrow && event.line() > 0;
        for event in statement.iter().filter(borrowing) {
            let borrow = Borrow { line: event.line(), mentions: Rc::clone(&mentions) };
            borrows[event.local].push(borrow);
        }
    }
    borrows.iter_mut().for_each(|borrows| borrows.sort_by_key(|borrow| borrow.line));
    borrows
}

/// Everything that tells what a state holds, and why.
struct Book<'a> {
    flow: &'a Flow,
    locals: &'a Locals,
    fates: Fates<'a>,
    borrows: Vec<Vec<Borrow>>,
    age: Vec<usize>,
}

impl Book<'_> {
    /// Before the first poll all parameters are there. They are fields then, not yet locals:
    /// they are dropped first to last.
    fn unresumed(&self) -> Vec<Held> {
        let held = (0..self.flow.parameters).filter_map(|parameter| {
            let why = match self.fates.at(0, parameter).used.first() {
                Some(line) => Why::Used { line: *line },
                None => Why::Dropped { line: self.flow.locals[parameter].scope_end },
            };
            Some(Held { local: self.locals.id(parameter)?, why: vec![why] })
        });
        held.collect()
    }

    /// What is dropped first was created last.
    fn suspended(&self, block: BlockId, wait: &Wait, held: &[held::Held]) -> Vec<Held> {
        let kept: BTreeSet<LocalId> = held.iter().map(|held| held.local).collect();
        let mut held: Vec<&held::Held> = held.iter().collect();
        held.sort_by_key(|held| std::cmp::Reverse(self.age[held.local]));
        let described = held.into_iter().filter_map(|held| {
            let id = self.locals.id(held.local)?;
            let fate = self.fates.at(block, held.local);
            let borrow = || self.borrow_line(held.local, wait, &kept);
            let why = reasons(&self.flow.locals[held.local], held, &fate, wait, borrow);
            Some(Held { local: id, why })
        });
        described.collect()
    }

    /// The last borrow before the suspension that something held may have; else any borrow.
    fn borrow_line(&self, local: LocalId, wait: &Wait, kept: &BTreeSet<LocalId>) -> Option<usize> {
        let borrows = &self.borrows[local];
        let since = borrows.partition_point(|borrow| borrow.line <= wait.span.start().line);
        let lasts = |borrow: &&Borrow| {
            let mut holders = borrow.mentions.iter().filter(|holder| **holder != local);
            holders.any(|holder| kept.contains(holder))
        };
        let nearest = || borrows[..since].iter().rev().chain(&borrows[since..]);
        let borrow = nearest().find(lasts).or_else(|| nearest().next());
        borrow.map(|borrow| borrow.line)
    }
}

fn reasons(
    local: &flow::Local,
    held: &held::Held,
    fate: &Fate,
    wait: &Wait,
    borrow_line: impl Fn() -> Option<usize>,
) -> Vec<Why> {
    let since = wait.span.start().line;
    let introduced = local.span.start().line;
    let mut why = Vec::new();
    if held.reasons.used {
        let line = first_since(&fate.used, since).unwrap_or(introduced);
        why.push(Why::Used { line });
    }
    if held.reasons.borrowed {
        why.push(Why::Borrowed { line: borrow_line().unwrap_or(introduced) });
    }
    // What is moved before its scope ends is not held for its destructor.
    if held.reasons.dropped && (!fate.dropped.is_empty() || why.is_empty()) {
        let line = first_since(&fate.dropped, since).unwrap_or(local.scope_end);
        why.push(Why::Dropped { line });
    }
    why
}

/// The first line after the suspension; in a loop that may be one before it.
fn first_since(lines: &BTreeSet<usize>, since: usize) -> Option<usize> {
    lines.range(since..).chain(lines).next().copied()
}
