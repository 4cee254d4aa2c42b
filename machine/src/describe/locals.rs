//! The locals that a reader wants to see, under the names of the source.

use std::collections::BTreeSet;

use syn::{FnArg, ReceiverKind, Signature};

use super::receivers;
use crate::flow::{self, Flow, Kind};
use crate::held::Analysis;
use crate::model::{Local, LocalId, LocalKind};
use crate::text;

/// How much of a temporary's expression is shown.
const LONGEST: usize = 40;

/// The locals of the model, and which local of the flow each of them is.
pub struct Locals {
    pub described: Vec<Local>,
    /// By local of the flow.
    ids: Vec<Option<LocalId>>,
}

impl Locals {
    pub fn of(flow: &Flow, analysis: &Analysis, signature: &Signature) -> Self {
        let held = analysis.waits.iter().flat_map(|(_, held)| held);
        let held: BTreeSet<flow::LocalId> = held.map(|held| held.local).collect();
        let held = &held - &receivers::taken(flow);
        let (mut described, mut ids) = (Vec::new(), Vec::new());
        for (id, local) in flow.locals.iter().enumerate() {
            let shown = match local.kind {
                Kind::Parameter => signature.inputs.get(id).map(parameter),
                Kind::Binding => Some(binding(local)),
                Kind::Temporary | Kind::Receiver => held.contains(&id).then(|| temporary(local)),
                Kind::Awaitee | Kind::Output | Kind::Value => None,
            };
            ids.push(shown.is_some().then_some(LocalId(described.len())));
            described.extend(shown);
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
        FnArg::Typed(typed) => (text::one_line(&typed.pat), text::one_line(&typed.ty)),
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
            ("self".to_owned(), ty)
        }
    };
    let name = name.strip_prefix("mut ").unwrap_or(&name).to_owned();
    Local { name, kind: LocalKind::Parameter, ty: Some(ty), line: text::line(input) }
}

fn binding(local: &flow::Local) -> Local {
    Local {
        name: local.written.clone(),
        kind: LocalKind::Binding,
        ty: local.ty.as_ref().map(text::one_line),
        line: local.span.start().line,
    }
}

fn temporary(local: &flow::Local) -> Local {
    Local {
        name: text::shortened(&local.written, LONGEST),
        kind: LocalKind::Temporary,
        ty: None,
        line: local.span.start().line,
    }
}
