//! The locals that a reader wants to see, under the names of the source.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, FnArg, ReceiverKind, Type};

use super::inits::{self, Inits};
use super::receivers;
use crate::find::subject::Subject;
use crate::flow::{self, Flow, Kind};
use crate::held::Analysis;
use crate::held::events::{What, all_events};
use crate::model::{Local, LocalId, LocalKind};
use crate::{plain, text};

/// How much of a temporary's expression is shown.
const LONGEST: usize = 40;

/// The locals of the model, and which local of the flow each of them is.
pub struct Locals {
    pub described: Vec<Local>,
    /// By local of the flow.
    ids: Vec<Option<LocalId>>,
}

impl Locals {
    pub fn of(flow: &Flow, analysis: &Analysis, subject: &Subject, body: &Block) -> Self {
        let held = analysis.waits.iter().flat_map(|(_, held)| held);
        let held: BTreeSet<flow::LocalId> = held.map(|held| held.local).collect();
        let held = &held - &receivers::taken(flow);
        let (inits, mut mentions) = (inits::of(body), mentions(flow, analysis));
        let (mut described, mut ids) = (Vec::new(), Vec::new());
        for (id, local) in flow.locals.iter().enumerate() {
            let shown = match local.kind {
                Kind::Parameter => subject.signature.inputs.get(id).map(|input| match id {
                    id if id < subject.captured => captured(input),
                    _ => parameter(input),
                }),
                Kind::Binding => Some(binding(local, &inits)),
                Kind::Temporary | Kind::Receiver => {
                    held.contains(&id).then(|| temporary(flow, local))
                }
                Kind::Operand | Kind::Awaitee | Kind::Output | Kind::Value => None,
            };
            ids.push(shown.is_some().then_some(LocalId(described.len())));
            let Mentions { all, moves, assigns } = std::mem::take(&mut mentions[id]);
            let [uses, moves, assigns] =
                [all, moves, assigns].map(|lines| lines.into_iter().collect());
            described.extend(shown.map(|local| Local { uses, moves, assigns, ..local }));
        }
        Locals { described, ids }
    }

    /// The local of the model, if it is one.
    pub fn id(&self, local: flow::LocalId) -> Option<LocalId> {
        self.ids[local]
    }
}

/// A parameter as the signature writes it, with its pattern for a name.
fn parameter(input: &FnArg) -> Local {
    let (name, ty) = match input {
        FnArg::Typed(typed) => {
            // A closure need not say what it takes.
            let ty = (!matches!(*typed.ty, Type::Infer(_))).then(|| text::one_line(&typed.ty));
            (text::one_line(&typed.pat), ty)
        }
        FnArg::Receiver(receiver) => {
            let ty = match &receiver.kind {
                ReceiverKind::Typed(_, ty) => text::one_line(ty),
                ReceiverKind::Reference(_, lifetime, mutability) => {
                    let lifetime = lifetime.as_ref().map(|lifetime| format!("{lifetime} "));
                    let mutability = mutability.map_or("", |_| "mut ");
                    format!("&{}{mutability}Self", lifetime.unwrap_or_default())
                }
                _ => "Self".to_owned(),
            };
            ("self".to_owned(), Some(ty))
        }
    };
    let name = name.strip_prefix("mut ").unwrap_or(&name).to_owned();
    let bytes = match input {
        FnArg::Typed(typed) => plain::exact_size(&typed.ty),
        FnArg::Receiver(_) => None,
    };
    Local { bytes, ..local(name, LocalKind::Parameter, ty, input.span()) }
}

/// A captured variable, at its first mention.
fn captured(input: &FnArg) -> Local {
    let (name, span) = match input {
        FnArg::Typed(typed) => (typed.pat.to_token_stream().to_string(), typed.pat.span()),
        FnArg::Receiver(receiver) => ("self".to_owned(), receiver.self_token.span),
    };
    local(name, LocalKind::Captured, None, span)
}

fn binding(binding: &flow::Local, inits: &Inits) -> Local {
    let ty = binding.ty.as_ref().map(text::one_line);
    let init = inits.get(&binding.span.start()).cloned();
    let bytes = binding.ty.as_ref().and_then(plain::exact_size);
    Local { init, bytes, ..local(binding.written.clone(), LocalKind::Binding, ty, binding.span) }
}

/// A value without a name, called what it comes from. `{ output_2 }` moves what an await gave.
fn temporary(flow: &Flow, temporary: &flow::Local) -> Local {
    let inner = temporary.written.strip_prefix("{ ").and_then(|rest| rest.strip_suffix(" }"));
    let output = inner.and_then(|name| {
        flow.locals.iter().find(|one| one.kind == Kind::Output && one.name == name)
    });
    let written = output.map_or(&temporary.written, |output| &output.written);
    local(text::shortened(written, LONGEST), LocalKind::Temporary, None, temporary.span)
}

fn local(name: String, kind: LocalKind, ty: Option<String>, span: Span) -> Local {
    let start = span.start();
    let (line, column) = (start.line, start.column + 1);
    let [uses, moves, assigns] = [const { Vec::new() }; 3];
    Local { name, kind, ty, line, column, bytes: None, init: None, uses, moves, assigns }
}

/// The lines that mention a local once it is there.
#[derive(Default)]
struct Mentions {
    all: BTreeSet<usize>,
    moves: BTreeSet<usize>,
    assigns: BTreeSet<usize>,
}

/// By local of the flow, the lines that mention it.
fn mentions(flow: &Flow, analysis: &Analysis) -> Vec<Mentions> {
    let mut mentions: Vec<Mentions> = flow.locals.iter().map(|_| Mentions::default()).collect();
    for event in analysis.events.iter().flat_map(all_events).filter(|event| event.line() > 0) {
        let of = &mut mentions[event.local];
        match event.what {
            What::Declare | What::Init | What::InitAway | What::Settle | What::End => continue,
            What::Take | What::MayTake | What::TakeByMethod => {
                of.moves.insert(event.line());
            }
            What::Assign => {
                of.assigns.insert(event.line());
            }
            What::TakePart | What::Emptied | What::Use | What::Borrow => {}
        }
        of.all.insert(event.line());
    }
    mentions
}
