//! The states of a machine, what each of them holds, and why.

use std::collections::BTreeSet;

use super::fate::{self, Fate};
use super::locals::Locals;
use crate::flow::{self, BlockId, Flow, LocalId, Wait};
use crate::held::events::{Event, What};
use crate::held::{self, Analysis};
use crate::model::{Held, State, StateKind, Why};
use crate::{naming, text};

/// All states in the order of the model; `waits` indexes [`Analysis::waits`].
pub fn of(flow: &Flow, analysis: &Analysis, waits: &[usize], locals: &Locals) -> Vec<State> {
    let reserved = |name: &str, kind, held| State { name: name.to_owned(), kind, held };
    let held = unresumed(flow, analysis, locals);
    let mut states = vec![reserved("Unresumed", StateKind::Unresumed, held)];
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
            held: suspended(flow, analysis, *block, wait, held, locals),
        });
    }
    states.push(reserved("Returned", StateKind::Returned, Vec::new()));
    states.push(reserved("Panicked", StateKind::Panicked, Vec::new()));
    states
}

/// Before the first poll all parameters are there. They are fields then, not yet locals:
/// they are dropped first to last.
fn unresumed(flow: &Flow, analysis: &Analysis, locals: &Locals) -> Vec<Held> {
    let parameters: BTreeSet<LocalId> = (0..flow.parameters).collect();
    let fates = fate::of(flow, &analysis.events, 0, &parameters);
    let held = fates.into_iter().filter_map(|(parameter, fate)| {
        let why = match fate.used.first() {
            Some(line) => Why::Used { line: *line },
            None => Why::Dropped { line: flow.locals[parameter].scope_end },
        };
        Some(Held { local: locals.id(parameter)?, why: vec![why] })
    });
    held.collect()
}

/// What is dropped first was created last.
fn suspended(
    flow: &Flow,
    analysis: &Analysis,
    block: BlockId,
    wait: &Wait,
    held: &[held::Held],
    locals: &Locals,
) -> Vec<Held> {
    let kept: BTreeSet<LocalId> = held.iter().map(|held| held.local).collect();
    let fates = fate::of(flow, &analysis.events, block, &kept);
    let age = |local: LocalId| flow.order.iter().position(|other| *other == local);
    let mut held: Vec<&held::Held> = held.iter().collect();
    held.sort_by_key(|held| std::cmp::Reverse(age(held.local)));
    let described = held.into_iter().filter_map(|held| {
        let borrow = || borrow_line(analysis, held.local, wait, &kept);
        let why = reasons(&flow.locals[held.local], held, &fates[&held.local], wait, borrow);
        Some(Held { local: locals.id(held.local)?, why })
    });
    described.collect()
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

/// The last borrow before the suspension that something held may have; else any borrow.
fn borrow_line(
    analysis: &Analysis,
    local: LocalId,
    wait: &Wait,
    kept: &BTreeSet<LocalId>,
) -> Option<usize> {
    let (mut lasting, mut any) = (BTreeSet::new(), BTreeSet::new());
    let blocks = analysis.shape.order.iter().map(|block| &analysis.events[*block]);
    for statement in blocks.flat_map(|block| block.ops.iter().chain([&block.end])) {
        let borrows = statement
            .iter()
            .filter(|event| event.local == local && event.what == What::Borrow && event.line > 0);
        let lines = borrows.map(|event| event.line);
        let holds = |event: &Event| event.local != local && kept.contains(&event.local);
        if statement.iter().any(holds) {
            lasting.extend(lines.clone());
        }
        any.extend(lines);
    }
    let lines = if lasting.is_empty() { any } else { lasting };
    let before = lines.range(..=wait.span.start().line).next_back();
    before.or(lines.first()).copied()
}
