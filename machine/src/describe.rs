//! The public model of a machine, out of what the analysis found.

mod exits;
mod fate;
mod inits;
mod lines;
mod locals;
mod loops;
mod pieces;
mod receivers;
mod states;
mod transitions;

use syn::{Block, Signature};

use crate::flow::{BlockId, Flow};
use crate::held::Analysis;
use crate::model::{LineRange, MODEL_VERSION, Machine, MachineKind, Refusal};
use crate::{naming, text};
use lines::Lines;
use locals::Locals;

/// Describes a function, given its flow and the analysis of that. `body` is that of the source,
/// with its macros written out.
pub(crate) fn describe(
    name: &str,
    signature: &Signature,
    body: &Block,
    flow: &Flow,
    analysis: &Analysis,
) -> Machine {
    let blocks: Vec<BlockId> = analysis.waits.iter().map(|(block, _)| *block).collect();
    let waits = naming::in_source_order(flow, &blocks);
    let locals = Locals::of(flow, analysis, signature, body);
    let lines = Lines::of(flow, body);
    let states = states::of(flow, analysis, &waits, &locals);
    Machine {
        version: MODEL_VERSION,
        name: name.to_owned(),
        kind: MachineKind::Function,
        signature: text::one_line(signature).trim_end_matches(',').to_owned(),
        lines: LineRange {
            start: text::line(signature),
            end: body.brace_token.span.close().end().line,
        },
        transitions: transitions::of(flow, analysis, &waits, &lines),
        loops: loops::of(body, &states),
        states,
        locals: locals.described,
        refusals: refusals(flow),
    }
}

fn refusals(flow: &Flow) -> Vec<Refusal> {
    let described = flow.refusals.iter().map(|(span, message)| {
        let start = span.start();
        Refusal { message: message.clone(), line: start.line, column: start.column + 1 }
    });
    described.collect()
}
