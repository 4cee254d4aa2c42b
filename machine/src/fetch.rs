//! Fetches what is moved in parts out of its slot, once it waits for nothing more.
//!
//! Of a variable of the code rustc knows itself what is left, and drops that:
//!
//! ```text
//! step().await;  f(pair.left.take());  end pair
//!
//! step().await;  let (pair_9,) = (pair,);  f(pair_9.left.take());  end pair_9;  end pair
//! ```

use std::collections::BTreeSet;

use quote::{ToTokens, format_ident};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprLet, ExprMatch, ExprMethodCall, ExprPath, ExprStruct, FieldValue, Ident, Macro, Pat,
};

use crate::flow::marks;
use crate::flow::{BlockId, Flow, Kind, Local, LocalId, Op};
use crate::held::events::{What, all_events};
use crate::held::{self, Analysis, Home};
use crate::mentions::{Guess, Names, binds_by_value, guess};
use crate::{macros, tokens};

/// Analyses a flow, and fetches in it what is better off in the code.
pub fn analyse(flow: &mut Flow) -> Analysis {
    let analysis = held::analyse(flow);
    let fetched = Fetcher { flow, analysis: &analysis }.all();
    if fetched.is_empty() {
        return analysis;
    }
    for (block, locals) in fetched {
        rewrite(flow, block, &locals);
    }
    held::analyse(flow)
}

struct Fetcher<'a> {
    flow: &'a Flow,
    analysis: &'a Analysis,
}

impl Fetcher<'_> {
    /// What is fetched in which block, the oldest first.
    fn all(&self) -> Vec<(BlockId, Vec<LocalId>)> {
        // Code that isn't safe may know the address of anything.
        if !self.flow.is_safe {
            return Vec::new();
        }
        let fetched = self.analysis.shape.order.iter().map(|block| (*block, self.fetched(*block)));
        fetched.filter(|(_, locals)| !locals.is_empty()).collect()
    }

    fn fetched(&self, block: BlockId) -> Vec<LocalId> {
        let is_named = |local: LocalId| {
            matches!(self.flow.locals[local].kind, Kind::Parameter | Kind::Binding)
        };
        let mut parted = self.parted(block);
        parted.retain(|local| self.is_apart(*local) && is_named(*local));
        if parted.is_empty() {
            return Vec::new();
        }
        let mut fetched = BTreeSet::new();
        for local in parted {
            // What is younger is dropped before it, and has to go along.
            let together: Vec<LocalId> = self.with_younger(block, local);
            if together.iter().all(|one| self.is_free(block, *one)) {
                fetched.extend(together);
            }
        }
        let order = self.flow.order.iter().copied();
        order.filter(|local| fetched.contains(local)).collect()
    }

    /// What a block may move parts of.
    fn parted(&self, block: BlockId) -> BTreeSet<LocalId> {
        let events = all_events(&self.analysis.events[block]);
        let parted = events.filter(|event| event.what == What::TakePart).map(|event| event.local);
        let names = &self.analysis.names;
        let mut moves = Moves { names, found: parted.collect(), sliced: BTreeSet::new() };
        for op in &self.flow.blocks[block].ops {
            if let Op::Let { pat, value, .. } = op {
                moves.looks(value, pat);
            }
        }
        let expressions = self.flow.blocks[block].expressions();
        expressions.into_iter().for_each(|expr| moves.visit_expr(expr));
        moves.found.difference(&moves.sliced).copied().collect()
    }

    fn is_apart(&self, local: LocalId) -> bool {
        self.analysis.homes[local] != Home::Code && !self.flow.locals[local].plain
    }

    /// A local, and what of the younger ones has a handle and a value.
    fn with_younger(&self, block: BlockId, local: LocalId) -> Vec<LocalId> {
        let known = &self.analysis.known_at_start[block];
        let younger = self.flow.order.iter().skip_while(|other| **other != local);
        younger.copied().filter(|one| known.contains(one) && self.is_apart(*one)).collect()
    }

    fn is_free(&self, block: BlockId, local: LocalId) -> bool {
        self.ends_in(block, local) && self.analysis.is_loose(self.flow, local, block)
    }

    /// Whether a local is not known any more wherever the block leads to; nor does the block do
    /// anything to it that it can't do to a variable.
    fn ends_in(&self, block: BlockId, local: LocalId) -> bool {
        let of_locals = matches!(
            self.flow.locals[local].kind,
            Kind::Parameter | Kind::Binding | Kind::Temporary | Kind::Operand
        );
        let mut next = self.flow.successors(block).into_iter();
        let code = &self.flow.blocks[block];
        let writes = |op: &Op| match op {
            Op::Let { binds, .. } => binds.contains(&local),
            Op::Set { local: set, .. } | Op::Declare(set) => *set == local,
            Op::Code(_) | Op::End(_) => false,
        };
        let mut marked = Marked { local, found: false };
        code.expressions().into_iter().for_each(|expr| marked.visit_expr(expr));
        of_locals
            && !self.flow.locals[local].handed
            && next.all(|to| !self.analysis.known_at_start[to].contains(&local))
            && !code.ops.iter().any(writes)
            && !marked.found
    }
}

/// Looks for what may move a part, wherever it stands in the code.
struct Moves<'a> {
    names: &'a Names,
    found: BTreeSet<LocalId>,
    /// What may be an array that is taken apart: the order in which rustc drops the rest of that
    /// depends on where else it drops it.
    sliced: BTreeSet<LocalId>,
}

impl Moves<'_> {
    fn looks(&mut self, place: &Expr, pat: &Pat) {
        if binds_by_value(pat) {
            self.found.extend(self.names.root(place));
            if has_slice(pat) {
                self.sliced.extend(self.names.root(place));
            }
        }
    }
}

fn has_slice(pat: &Pat) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_pat_slice(&mut self, _: &'ast syn::PatSlice) {
            self.0 = true;
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut search = Search(false);
    search.visit_pat(pat);
    search.0
}

impl<'ast> Visit<'ast> for Moves<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if guess(call) != Guess::Looks {
            self.found.extend(self.names.part(&call.receiver));
        }
        visit::visit_expr_method_call(self, call);
    }
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.looks(&init.expr, &local.pat);
        }
        visit::visit_local(self, local);
    }
    fn visit_expr_let(&mut self, binding: &'ast ExprLet) {
        self.looks(&binding.expr, &binding.pat);
        visit::visit_expr_let(self, binding);
    }
    fn visit_expr_match(&mut self, inner: &'ast ExprMatch) {
        inner.arms.iter().for_each(|arm| self.looks(&inner.expr, &arm.pat));
        visit::visit_expr_match(self, inner);
    }
    fn visit_expr_struct(&mut self, value: &'ast ExprStruct) {
        self.found.extend(value.rest.iter().filter_map(|base| self.names.root(base)));
        visit::visit_expr_struct(self, value);
    }
}

/// Looks for marks that name a local by its number.
struct Marked {
    local: LocalId,
    found: bool,
}

impl<'ast> Visit<'ast> for Marked {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        let Some(mark) = marks::read(mac) else { return macros::visit_arguments(mac, self) };
        self.found |= mark.locals().contains(&self.local);
        mark.into_inner().iter().for_each(|inner| self.visit_expr(inner));
    }
}

/// Gives locals other names in one block, which begins by moving them there.
fn rewrite(flow: &mut Flow, block: BlockId, locals: &[LocalId]) {
    let names = Names::of(flow);
    let fetched: Vec<(LocalId, LocalId)> =
        locals.iter().map(|local| (*local, variable_for(flow, *local))).collect();
    let name = |local: LocalId| flow.locals[local].name.clone();
    let mut rename = Rename {
        names: &names,
        renamed: fetched.iter().map(|(from, to)| (*from, name(*to))).collect(),
    };
    let (slots, variables): (Vec<Ident>, Vec<Ident>) =
        fetched.iter().map(|(from, to)| (name(*from), name(*to))).unzip();
    // All at once, so that none of them is without the others.
    let moves = Op::Let {
        pat: syn::parse_quote!((#(mut #variables,)*)),
        ty: None,
        value: syn::parse_quote!((#(#slots,)*)),
        otherwise: None,
        binds: fetched.iter().map(|(_, to)| *to).collect(),
    };
    let code = &mut flow.blocks[block];
    let mut ops = vec![moves];
    for mut op in code.ops.drain(..) {
        op.expressions_mut().into_iter().for_each(|expr| rename.visit_expr_mut(expr));
        if let Op::End(ended) = &op
            && let Some((_, variable)) = fetched.iter().find(|(local, _)| local == ended)
        {
            ops.push(Op::End(*variable));
        }
        ops.push(op);
    }
    code.ops = ops;
    code.end.expressions_mut().into_iter().for_each(|expr| rename.visit_expr_mut(expr));
}

/// A new local beside another, for its value.
fn variable_for(flow: &mut Flow, local: LocalId) -> LocalId {
    let old = &flow.locals[local];
    let is_free = |name: &Ident| {
        let name = name.to_string();
        !flow.taken.contains(&name) && flow.locals.iter().all(|other| other.name != name)
    };
    let mut names = (flow.locals.len()..).map(|number| {
        let name = old.name.to_string();
        format_ident!("{}_{number}", name.trim_start_matches("r#"), span = old.name.span())
    });
    let Some(name) = names.find(is_free) else { return local };
    let new = Local { name, kind: Kind::Binding, ..old.clone() };
    flow.locals.push(new);
    let new = flow.locals.len() - 1;
    let place = flow.order.iter().position(|other| *other == local);
    flow.order.insert(place.map_or(flow.order.len(), |place| place + 1), new);
    new
}

struct Rename<'a> {
    names: &'a Names,
    renamed: Vec<(LocalId, Ident)>,
}

impl Rename<'_> {
    fn of(&self, ident: &Ident) -> Option<Ident> {
        let local = self.names.ident(ident)?;
        let (_, name) = self.renamed.iter().find(|(renamed, _)| *renamed == local)?;
        Some(Ident::new(&name.to_string(), ident.span()))
    }
}

impl VisitMut for Rename<'_> {
    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        if let Some(name) = path.path.get_ident().and_then(|ident| self.of(ident)) {
            path.path = name.into();
        }
    }
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        field.colon_token.get_or_insert_default();
        visit_mut::visit_field_value_mut(self, field);
    }
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if macros::visit_arguments_mut(mac, self) {
            return;
        }
        let all = std::mem::take(&mut mac.tokens);
        mac.tokens = tokens::replace(all, &mut |ident| Some(self.of(ident)?.into_token_stream()));
    }
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
