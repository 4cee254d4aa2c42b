//! Receivers that a method takes, going by its name.
//!
//! In `lock().unwrap().read().await` the guard outlives the await, and the `Result` around it
//! doesn't: `unwrap` takes it. Types would tell; the names of std's methods do as well.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{ExprMethodCall, Macro};

use crate::flow::marks::{self, Mark};
use crate::flow::{Flow, LocalId};
use crate::macros;

/// Methods of `Option`, `Result` and iterators that take what they are called on.
const TAKING: [&str; 30] = [
    "and_then",
    "boxed",
    "chain",
    "cloned",
    "collect",
    "copied",
    "count",
    "cycle",
    "enumerate",
    "err",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fold",
    "inspect",
    "map",
    "map_err",
    "map_while",
    "ok",
    "or_else",
    "peekable",
    "product",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "sum",
    "take_while",
    "zip",
];

/// The receivers that are gone once their method is called.
pub fn taken(flow: &Flow) -> BTreeSet<LocalId> {
    let mut search = Search::default();
    for expr in flow.blocks.iter().flat_map(|block| block.expressions()) {
        search.visit_expr(expr);
    }
    search.taken
}

#[derive(Default)]
struct Search {
    taken: BTreeSet<LocalId>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if let Some(Mark::Keep(local, _)) = marks::of(&call.receiver)
            && takes(&call.method.to_string())
        {
            self.taken.insert(local);
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        match marks::read(mac) {
            Some(mark) => mark.into_inner().iter().for_each(|inner| self.visit_expr(inner)),
            None => macros::visit_arguments(mac, self),
        }
    }
}

fn takes(method: &str) -> bool {
    let prefixes = ["expect", "into_", "unwrap"];
    TAKING.contains(&method) || prefixes.iter().any(|prefix| method.starts_with(prefix))
}
