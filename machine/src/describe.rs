//! The public model of a machine, out of what the analysis found.

mod exits;
mod fate;
mod inits;
mod lines;
pub(crate) mod locals;
mod loops;
mod macros;
mod pieces;
mod receivers;
mod states;
mod transitions;

use proc_macro2::Span;
use syn::Block;

use crate::find::subject::Subject;
use crate::flow::{BlockId, Flow};
use crate::held::Analysis;
use crate::model::{LineRange, MODEL_VERSION, Machine, MachineKind, Refusal};
use crate::{fetch, naming, parts};
use lines::Lines;
use locals::Locals;

/// Describes a function, given its flow and the analysis of that. `body` is that of the source,
/// with its macros written out.
pub(crate) fn describe(
    name: String,
    subject: &Subject,
    body: &Block,
    flow: &Flow,
    analysis: &Analysis,
) -> Machine {
    let blocks: Vec<BlockId> = analysis.waits.iter().map(|(block, _)| *block).collect();
    let waits = naming::in_source_order(flow, &blocks);
    let locals = Locals::of(flow, analysis, subject, body);
    let lines = Lines::of(flow, body);
    let states = states::of(flow, analysis, &waits, &locals);
    Machine {
        version: MODEL_VERSION,
        name,
        kind: subject.kind,
        signature: subject.written.clone(),
        lines: LineRange {
            start: subject.start.line,
            end: body.brace_token.span.close().end().line,
        },
        transitions: transitions::of(flow, analysis, &waits, &lines),
        loops: loops::of(body, &states),
        macros: macros::of(body),
        states,
        locals: locals.described,
        refusals: refusals(subject, flow, analysis),
    }
}

/// What the attribute refuses of parts that are moved: not those that it fetches.
fn refusals_of_parts(flow: &Flow, analysis: &Analysis) -> Vec<(Span, String)> {
    let refusals = parts::collect(flow, analysis).refusals;
    if refusals.is_empty() {
        return refusals;
    }
    let mut flow = flow.clone();
    let analysis = fetch::analyse(&mut flow);
    parts::collect(&flow, &analysis).refusals
}

/// What the attribute refuses, in source order.
fn refusals(subject: &Subject, flow: &Flow, analysis: &Analysis) -> Vec<Refusal> {
    let at_sight = subject.refused.iter().map(|error| (error.span(), error.to_string()));
    let in_flow = flow.refusals.iter().cloned();
    // The attribute never stands on anything else than a function.
    let is_function = subject.kind == MachineKind::Function;
    let of_parts = is_function.then(|| refusals_of_parts(flow, analysis));
    let of_parts = of_parts.into_iter().flatten();
    let all = at_sight.chain(in_flow).chain(of_parts);
    let mut described: Vec<Refusal> = all
        .map(|(span, message)| {
            let start = span.start();
            Refusal { message, line: start.line, column: start.column + 1 }
        })
        .collect();
    described.sort_by_key(|refusal| (refusal.line, refusal.column));
    described
}
