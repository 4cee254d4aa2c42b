//! What is held only for something that types could exclude.
//!
//! Nobody names such a local again. But it may have a destructor, or be borrowed by something that
//! has one, or that is used. Only rustc knows the types, and so `emit` has the room of the slot
//! depend on them.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{ExprAsync, ExprClosure, Item, Macro};

use super::events::{BlockEvents, Event, What};
use super::needs::Needs;
use super::{Held, Shape};
use crate::flow::{BlockId, Flow, Kind, LocalId};

/// Why a local that is in doubt may be needed after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// This one may have a destructor: itself, or what may look at it by then.
    Drop(LocalId),
    /// This one is used, and may have a borrow of it.
    Use(LocalId),
}

impl For {
    /// Whose type is asked for.
    pub fn local(self) -> LocalId {
        match self {
            For::Drop(local) | For::Use(local) => local,
        }
    }
}

/// By local, if it is in doubt: what it may be needed for.
pub type Doubts = Vec<Option<BTreeSet<For>>>;

/// Everything that is in doubt wherever it is held.
pub fn of(
    needs: &Needs<'_>,
    events: &[BlockEvents],
    shape: &Shape,
    waits: &[(BlockId, Vec<Held>)],
) -> Doubts {
    let flow = needs.flow;
    let mut doubts: Doubts = vec![None; flow.locals.len()];
    // Whether a closure is `Copy` rustc knows only when it knows all of the code.
    let closures = with_closures(flow, events, shape);
    let mut certain: BTreeSet<LocalId> = (0..flow.parameters).collect();
    for (block, held) in waits {
        let live = &needs.live[*block][0];
        for one in held {
            let local = one.local;
            let of_local = doubts[local].get_or_insert_default();
            if one.reasons.used || flow.locals[local].kind == Kind::Awaitee {
                certain.insert(local);
            }
            if one.reasons.dropped {
                of_local.insert(For::Drop(local));
            }
            let holders = held.iter().filter(|holder| {
                one.reasons.borrowed
                    && (holder.reasons.used || holder.reasons.dropped)
                    && needs.looks_at(holder.local, local, live)
            });
            for Held { local: holder, reasons, .. } in holders {
                let why = match flow.locals[*holder].kind {
                    Kind::Awaitee => None,
                    _ if !reasons.used => Some(For::Drop(*holder)),
                    // Where something is `unsafe`, a number may be an address.
                    _ => flow.is_safe.then_some(For::Use(*holder)),
                };
                match why {
                    Some(why) => of_local.insert(why),
                    None => certain.insert(local),
                };
            }
        }
    }
    for (local, why) in doubts.iter_mut().enumerate() {
        let unknown = |why: &For| matches!(why, For::Drop(local) if closures.contains(local));
        if certain.contains(&local) || why.iter().flatten().any(unknown) {
            *why = None;
        }
    }
    doubts
}

/// What may be a closure or an `async` block, or have one in it.
fn with_closures(flow: &Flow, events: &[BlockEvents], shape: &Shape) -> BTreeSet<LocalId> {
    let mut found = BTreeSet::new();
    let mut before = None;
    while before != Some(found.len()) {
        before = Some(found.len());
        for block in &shape.order {
            let (code, of_block) = (&flow.blocks[*block], &events[*block]);
            let ops = code.ops.iter().map(|op| op.expressions());
            for (expressions, events) in ops.zip(&of_block.ops) {
                spread(expressions.into_iter().any(has_closure), events.iter(), &mut found);
            }
            let end = of_block.end.iter().chain(of_block.arms.iter().flatten());
            spread(code.end.expressions().into_iter().any(has_closure), end, &mut found);
            if let Some(wait) = &code.wait
                && found.contains(&wait.awaitee)
            {
                found.insert(wait.output);
            }
        }
    }
    found
}

/// What a statement mentions may get a closure from anything else in it.
fn spread<'a>(
    has_closure: bool,
    events: impl Iterator<Item = &'a Event>,
    found: &mut BTreeSet<LocalId>,
) {
    let mentions = events.filter(|event| !matches!(event.what, What::Declare | What::End));
    let mentions: Vec<&Event> = mentions.collect();
    if has_closure || mentions.iter().any(|event| found.contains(&event.local)) {
        let changes = |event: &&&Event| {
            !matches!(event.what, What::Take | What::TakePart | What::Emptied | What::Use)
                || has_closure
        };
        found.extend(mentions.iter().filter(changes).map(|event| event.local));
    }
}

fn has_closure(expr: &syn::Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {
            self.0 = true;
        }
        fn visit_expr_async(&mut self, _: &'ast ExprAsync) {
            self.0 = true;
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.0 |= may_begin_closure(mac.tokens.clone());
        }
        fn visit_item(&mut self, _: &'ast Item) {}
    }
    let mut search = Search(false);
    search.visit_expr(expr);
    search.0
}

/// Whether there is a `|` or `async` among the tokens of a macro.
fn may_begin_closure(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == '|',
        TokenTree::Group(group) => may_begin_closure(group.stream()),
        TokenTree::Ident(ident) => ident == "async",
        TokenTree::Literal(_) => false,
    })
}
