//! From the text of a poll to its blocks, and in each what matters for the way through them.

use super::Fault;
use super::cut::Function;
use super::line::{self, Field, Label, Operand, Statement, Terminator};
use crate::poll::SavedField;

/// A poll, as far as it matters.
#[derive(Default)]
pub(super) struct Body {
    /// The variables that live in the coroutine; sorted, each once.
    pub saved: Vec<SavedField>,
    /// The blocks. The first is where it begins.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Default)]
pub(super) struct Block {
    /// Whether it only cleans up after a panic.
    pub cleanup: bool,
    /// The fields that it assigns, each of some state.
    pub assigns: Vec<(u32, u32)>,
    /// The fields that it borrows, each of some state.
    pub borrows: Vec<(u32, u32)>,
    /// The state in which it leaves the coroutine.
    pub rests: Option<u32>,
    /// Whether it returns.
    pub returns: bool,
    /// Where it goes on.
    pub next: Next,
}

/// Where a block goes on.
pub(super) enum Next {
    /// To any of these.
    Any(Vec<usize>),
    /// By the state in which the coroutine was left.
    ByState { cases: Vec<(u32, usize)>, otherwise: Option<usize> },
}

/// Reads the lines of a poll.
pub(super) fn read<'a>(function: &Function<'a>) -> Result<Body, Fault<'a>> {
    let mut body = Body::default();
    let mut debugs = Vec::new();
    let mut machines = Vec::new();
    let mut rest = function.body;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        let Some((number, cleanup)) = line::block(line) else {
            debugs.extend(line::debug(line));
            continue;
        };
        let (inside, after) = after
            .split_once("\n    }\n")
            .ok_or(Fault { at: line, reason: "this block has no end" })?;
        if number != body.blocks.len() {
            return Err(Fault { at: line, reason: "this block is not the next" });
        }
        body.blocks.push(block(cleanup, inside, &mut machines)?);
        rest = after;
    }
    let fault = |reason| Err(Fault { at: function.head, reason });
    if machines.is_empty() {
        return fault("this poll never looks at its coroutine");
    }
    if body.blocks.iter().flat_map(|block| block.next.targets()).any(|to| to >= body.blocks.len()) {
        return fault("this poll goes on in a block that it does not have");
    }
    body.saved = debugs
        .into_iter()
        .filter(|debug| machines.contains(&debug.field.base))
        .map(|line::Debug { name, field: Field { state, index, .. }, ty }| SavedField {
            state,
            field: index,
            name: name.to_owned(),
            ty: ty.to_owned(),
        })
        .collect();
    body.saved.sort();
    body.saved.dedup();
    Ok(body)
}

/// Reads one block. `machines` are the locals that point to the coroutine, as far as is known:
/// the first block tells it before another uses them.
fn block<'a>(cleanup: bool, text: &'a str, machines: &mut Vec<u32>) -> Result<Block, Fault<'a>> {
    let (statements, last) = split_last(text);
    let terminator = line::terminator(last.trim_start());
    let not_understood = Fault { at: last, reason: "where this block goes on is not understood" };
    let Terminator { returns, on, fails, mut targets } = terminator.ok_or(not_understood)?;
    let mut block = Block { cleanup, returns, ..Block::default() };
    let mut tag = None;
    // A call may assign as well.
    for statement in statements.split('\n').chain([last]) {
        let saved = |field: Field| {
            field.state.filter(|_| machines.contains(&field.base)).map(|state| (state, field.index))
        };
        match line::statement(statement.trim_start()) {
            Statement::Machine { local } => machines.push(local),
            Statement::Tag { local, base } if machines.contains(&base) => tag = Some(local),
            Statement::Rest { base, state } if machines.contains(&base) => {
                block.rests = Some(state);
            }
            Statement::Borrow { field } => block.borrows.extend(saved(field)),
            Statement::Assign { field } => block.assigns.extend(saved(field)),
            Statement::Tag { .. } | Statement::Rest { .. } | Statement::Other => {}
        }
    }
    if on.is_some_and(|on| tag.map(Operand::Local) == Some(on)) {
        let by_state = by_state(&targets);
        block.next = by_state.ok_or(Fault { at: last, reason: "this is no number of a state" })?;
        return Ok(block);
    }
    if let Some(Operand::Const(value)) = on {
        keep_case(&mut targets, value);
    }
    if fails {
        targets.retain(|&(label, _)| label != Label::Success);
    }
    block.next = Next::Any(targets.into_iter().map(|(_, to)| to).collect());
    Ok(block)
}

/// The statements of a block, and the one that ends it. Each is a line but for an `asm!`, whose
/// template is written as it is; that always ends its block.
fn split_last(text: &str) -> (&str, &str) {
    const ASM: &str = "        asm!(";
    if text.starts_with(ASM) {
        return ("", text);
    }
    let asm = text.match_indices(ASM).find(|&(at, _)| text[..at].ends_with('\n'));
    let at = asm.map(|(at, _)| at).or_else(|| text.rfind('\n').map(|at| at + 1));
    at.map_or(("", text), |at| (&text[..at - 1], &text[at..]))
}

/// Of the targets of a switch those of one value.
fn keep_case(targets: &mut Vec<(Label, usize)>, value: u128) {
    let has_case = targets.iter().any(|&(label, _)| label == Label::Value(value));
    let taken = if has_case { Label::Value(value) } else { Label::Otherwise };
    targets.retain(|&(label, _)| label == taken);
}

fn by_state(targets: &[(Label, usize)]) -> Option<Next> {
    let mut cases = Vec::new();
    let mut otherwise = None;
    for &(label, to) in targets {
        match label {
            Label::Value(value) => cases.push((u32::try_from(value).ok()?, to)),
            Label::Otherwise => otherwise = Some(to),
            Label::Success | Label::Other => return None,
        }
    }
    Some(Next::ByState { cases, otherwise })
}

impl Default for Next {
    fn default() -> Self {
        Self::Any(Vec::new())
    }
}

impl Next {
    /// All of them.
    pub fn targets(&self) -> impl Iterator<Item = usize> {
        let (any, cases, otherwise) = match self {
            Self::Any(any) => (any.as_slice(), [].as_slice(), None),
            Self::ByState { cases, otherwise } => ([].as_slice(), cases.as_slice(), *otherwise),
        };
        any.iter().copied().chain(cases.iter().map(|&(_, to)| to)).chain(otherwise)
    }

    /// Where it goes on in a coroutine that was left in some state.
    pub fn from(&self, state: u32) -> impl Iterator<Item = usize> {
        let (any, case) = match self {
            Self::Any(any) => (any.as_slice(), None),
            Self::ByState { cases, otherwise } => {
                let case = cases.iter().find(|&&(value, _)| value == state).map(|&(_, to)| to);
                ([].as_slice(), case.or(*otherwise))
            }
        };
        any.iter().copied().chain(case)
    }
}
