//! Locals of which parts are moved: what is left has to be dropped later.
//!
//! A moved part is forgotten where it was, and Rust itself drops the rest:
//!
//! ```text
//! |whole, moved| { if moved & 1 != 0 { forget(whole.name) } }
//! ```
//!
//! This is right whether the part was moved or copied, without knowing which.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

use super::{Emit, own};
use crate::flow::marks::Mark;
use crate::flow::{BlockId, End, Flow, LocalId, Op, places};
use crate::held::{Analysis, Home};
use crate::mentions::{
    self, Binds, Capture, Captured, Names, Visitor, binds_by_value, binds_of, let_inside,
};
use crate::names::binds;

/// A part that may be moved.
enum Part {
    /// `x.name.0`, as written.
    Place(Box<Expr>),
    /// What a pattern binds in a place.
    Pattern(Box<Expr>, Box<Pat>),
}

impl Part {
    fn span(&self) -> Span {
        match self {
            Part::Place(place) => place.span(),
            Part::Pattern(_, pat) => pat.span(),
        }
    }
}

/// A part with what is known about its move.
struct Moved {
    key: String,
    /// The statement that moves it: the arms of a match have this in common.
    by: String,
    /// Another part may be gone by then, or have been copied.
    late: bool,
    part: Part,
}

impl Moved {
    fn place(&self) -> &Expr {
        match &self.part {
            Part::Place(place) | Part::Pattern(place, _) => place,
        }
    }

    /// The way from the local to the place: `a`, `0`, `*`.
    fn path(&self) -> Vec<String> {
        path_of(self.place())
    }

    /// The ways to what is gone.
    fn gone(&self) -> Vec<Vec<String>> {
        match &self.part {
            Part::Place(place) => vec![path_of(place)],
            Part::Pattern(place, pat) => below(&path_of(place), bound_paths(pat)),
        }
    }

    /// Whether all that is gone of another part is gone with this one.
    fn covers(&self, other: &Moved) -> bool {
        let ours = self.gone();
        let mut theirs = other.gone().into_iter();
        theirs.all(|theirs| ours.iter().any(|ours| theirs.starts_with(ours)))
    }

    /// Whether another part, of which this one was not the smaller, can't be gone as well. What
    /// was only copied counts as gone, but not together with what is around it.
    fn excludes(&self, other: &Moved) -> bool {
        let is_pattern = |part: &Moved| matches!(part.part, Part::Pattern(..));
        let each_is_first = !self.late && !other.late && (is_pattern(self) || is_pattern(other));
        self.by == other.by || each_is_first || self.covers(other)
    }
}

/// Ways that go on from the end of another.
fn below(to: &[String], paths: Vec<Vec<String>>) -> Vec<Vec<String>> {
    paths.into_iter().map(|path| [to, &path].concat()).collect()
}

/// The way from a local to a place: `a`, `0`, `*`.
fn path_of(place: &Expr) -> Vec<String> {
    match places::peel(place) {
        Expr::Field(field) => {
            let mut path = path_of(&field.base);
            path.push(field.member.to_token_stream().to_string());
            path
        }
        Expr::Unary(unary) => {
            let mut path = path_of(&unary.expr);
            path.push("*".into());
            path
        }
        _ => Vec::new(),
    }
}

fn overlap(a: &[String], b: &[String]) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// The flags of a local are the lower bits of a byte.
const MOST_PARTS: usize = 7;

/// The parts of each local.
#[derive(Default)]
pub struct Parts {
    of: HashMap<LocalId, Vec<Moved>>,
    /// The parts that get a value after a pattern took all of their local, unless it was copied.
    emptied: HashSet<(LocalId, String)>,
    /// What can't be dropped as rustc would.
    pub refusals: Vec<(Span, String)>,
}

impl Parts {
    /// Whether parts of a local are moved on their own.
    pub fn any(&self, local: LocalId) -> bool {
        self.of.contains_key(&local)
    }

    /// The flag of the part that `x.a.b` names.
    pub fn flag_of_fields(&self, local: LocalId, expr: &Expr) -> Option<u8> {
        self.flag(local, &place_key(expr))
    }

    /// The flag of what a `let` moves.
    pub fn flag_of_let(&self, local: LocalId, block: BlockId, op: usize) -> Option<u8> {
        self.flag(local, &let_key(block, op))
    }

    /// The flag of what the arm of a match moves.
    pub fn flag_of_arm(&self, local: LocalId, block: BlockId, arm: usize) -> Option<u8> {
        self.flag(local, &arm_key(block, arm))
    }

    fn flag(&self, local: LocalId, key: &str) -> Option<u8> {
        let index = self.of.get(&local)?.iter().position(|moved| moved.key == key)?;
        u8::try_from(index)
            .ok()
            .filter(|index| usize::from(*index) < MOST_PARTS)
            .map(|index| 1 << index)
    }

    fn add(&mut self, local: LocalId, moved: Moved) {
        let parts = self.of.entry(local).or_default();
        if let Some(known) = parts.iter_mut().find(|known| known.key == moved.key) {
            known.late |= moved.late;
            return;
        }
        if let Part::Pattern(_, pat) = &moved.part
            && matches!(**pat, Pat::Slice(_))
        {
            let message = "pinata: an array that is kept across an `.await` can't be moved out of in parts; take it apart where it is made, or use a tuple";
            self.refusals.push((pat.span(), message.into()));
        }
        if parts.len() == MOST_PARTS {
            let message = "pinata: too many parts of one local are moved on their own; take it apart with one `let`";
            self.refusals.push((moved.part.span(), message.into()));
        }
        parts.push(moved);
    }

    /// What an assignment to a part puts an end to: the flags of what may be gone of it, all
    /// at once or by parts. `None` if a pattern took this together with something else.
    fn assigned(&self, local: LocalId, place: &Expr) -> Option<(u8, u8)> {
        let (to, mut exact, mut below) = (path_of(place), 0, 0);
        for (index, moved) in self.of.get(&local).into_iter().flatten().take(MOST_PARTS).enumerate()
        {
            let (flag, path) = (1 << index, moved.path());
            match &moved.part {
                Part::Place(_) if path == to => exact |= flag,
                _ if path.starts_with(&to) => below |= flag,
                Part::Pattern(_, pat) if to.starts_with(&path) => {
                    let bound = bound_paths(pat);
                    let rest = &to[path.len()..];
                    if bound.len() == 1 && bound[0] == rest {
                        exact |= flag;
                    } else if bound.iter().any(|bound| overlap(bound, rest)) {
                        return None;
                    }
                }
                _ => {}
            }
        }
        Some((exact, below))
    }
}

/// The ways to what a pattern binds by value; where that isn't known, the way to all of it.
fn bound_paths(pat: &Pat) -> Vec<Vec<String>> {
    match pat {
        pat if !binds_by_value(pat) => Vec::new(),
        Pat::Ident(_) => vec![Vec::new()],
        pat => match parts_of(pat) {
            Some(parts) => {
                parts.into_iter().flat_map(|(step, part)| below(&step, bound_paths(part))).collect()
            }
            None => vec![Vec::new()],
        },
    }
}

/// The patterns in a pattern, and the ways to them; `None` where these aren't known.
fn parts_of(pat: &Pat) -> Option<Vec<(Vec<String>, &Pat)>> {
    let elems = |elems: Vec<&'_ Pat>| -> Option<Vec<usize>> {
        let rest = elems.iter().position(|pat| matches!(pat, Pat::Rest(_)));
        let known = rest.unwrap_or(elems.len());
        let hidden = elems.iter().skip(known).any(|pat| binds_by_value(pat));
        (!hidden).then(|| (0..known).collect())
    };
    match pat {
        Pat::Paren(paren) => parts_of(&paren.pat),
        Pat::Tuple(tuple) => {
            let known = elems(tuple.elems.iter().collect())?;
            Some(known.into_iter().map(|at| (vec![at.to_string()], &tuple.elems[at])).collect())
        }
        Pat::TupleStruct(tuple) => {
            let known = elems(tuple.elems.iter().collect())?;
            Some(known.into_iter().map(|at| (vec![at.to_string()], &tuple.elems[at])).collect())
        }
        Pat::Struct(pat) => {
            let fields = pat.fields.iter();
            let parts =
                fields.map(|field| (vec![field.member.to_token_stream().to_string()], &*field.pat));
            Some(parts.collect())
        }
        _ => None,
    }
}

fn arm_key(block: BlockId, arm: usize) -> String {
    format!("arm {arm} of {block}")
}

fn let_key(block: BlockId, op: usize) -> String {
    format!("let {op} of {block}")
}

fn place_key(place: &Expr) -> String {
    places::peel(place).to_token_stream().to_string()
}

/// The place with another name for its root, which is `depth` steps into it: `whole.a` for
/// `x.a`.
fn with_root(place: &Expr, depth: usize, root: &Ident) -> TokenStream {
    match places::peel(place) {
        place if path_of(place).len() == depth => quote!(#root),
        Expr::Field(field) => {
            let (base, member) = (with_root(&field.base, depth, root), &field.member);
            quote!((#base).#member)
        }
        Expr::Unary(unary) => {
            let inner = with_root(&unary.expr, depth, root);
            quote!((*#inner))
        }
        _ => quote!(#root),
    }
}

/// Collects the parts that the code moves.
pub fn collect(flow: &Flow, analysis: &Analysis, names: &Names) -> Parts {
    let mut collector = Collector {
        flow,
        analysis,
        parts: Parts::default(),
        assigned: Vec::new(),
        gone: BTreeSet::new(),
        at: (0, 0),
    };
    for block in &analysis.shape.order {
        let code = &flow.blocks[*block];
        for (index, op) in code.ops.iter().enumerate() {
            collector.go_to(*block, index);
            match op {
                Op::Let { pat, value, otherwise, .. } => {
                    if let Some(root) = let_inside(names, pat, value)
                        && collector.apart(root)
                    {
                        let part = Part::Pattern(Box::new(value.clone()), Box::new(pat.clone()));
                        collector.moves(root, let_key(*block, index), part);
                    }
                    mentions::walk_init(&mut value.clone(), pat, names, &mut collector);
                    if let Some(otherwise) = otherwise {
                        mentions::walk(&mut otherwise.clone(), names, &mut collector);
                    }
                }
                Op::Code(value) | Op::Set { value, .. } => {
                    mentions::walk(&mut value.clone(), names, &mut collector);
                }
                Op::Declare(_) | Op::End(_) => {}
            }
        }
        collector.go_to(*block, code.ops.len());
        match &code.end {
            End::If { cond, .. } => mentions::walk(&mut cond.clone(), names, &mut collector),
            End::Return(Some(value)) => {
                mentions::walk(&mut value.clone(), names, &mut collector);
            }
            End::Match { place, arms } => {
                mentions::walk_place(&mut place.clone(), names, &mut collector);
                let Some(root) = names.root(place) else { continue };
                if !collector.apart(root) {
                    continue;
                }
                // An arm that takes all of a local leaves no part.
                let whole = names.expr(place).is_some();
                for (index, arm) in arms.iter().enumerate().filter(|(_, arm)| arm.sees.is_empty()) {
                    let takes_part = match whole {
                        true => binds_of([&arm.pat]) == Binds::Parts,
                        false => binds_by_value(&arm.pat),
                    };
                    if takes_part {
                        let part =
                            Part::Pattern(Box::new(place.clone()), Box::new(arm.pat.clone()));
                        collector.moves(root, arm_key(*block, index), part);
                    }
                }
            }
            _ => {}
        }
    }
    let Collector { mut parts, assigned, .. } = collector;
    for (local, place) in assigned {
        if parts.assigned(local, &place).is_none() {
            let message = "pinata: a pattern moved this together with other parts, and it gets a new value; move it by its name before: `let part = ….part;`";
            parts.refusals.push((place.span(), message.into()));
        }
    }
    parts
}

struct Collector<'a> {
    flow: &'a Flow,
    analysis: &'a Analysis,
    parts: Parts,
    /// The parts that are assigned when parts may be gone.
    assigned: Vec<(LocalId, Expr)>,
    /// What patterns have taken all parts of.
    gone: BTreeSet<LocalId>,
    /// The op at hand.
    at: (BlockId, usize),
}

impl Collector<'_> {
    fn go_to(&mut self, block: BlockId, op: usize) {
        self.at = (block, op);
        self.gone = self.analysis.gone_before[block].get(op).cloned().unwrap_or_default();
    }

    fn is_parted(&self, local: LocalId) -> bool {
        let (block, op) = self.at;
        self.analysis.parted_before[block].get(op).is_some_and(|parted| parted.contains(&local))
    }

    fn moves(&mut self, local: LocalId, key: String, part: Part) {
        let (block, op) = self.at;
        let by = match &part {
            Part::Place(_) => key.clone(),
            Part::Pattern(..) => format!("{op} of {block}"),
        };
        let late = self.is_parted(local);
        self.parts.add(local, Moved { key, by, late, part });
    }

    fn apart(&self, local: LocalId) -> bool {
        self.analysis.homes[local] != Home::Code && !self.flow.locals[local].plain
    }
}

impl Visitor for Collector<'_> {
    fn value(&mut self, _: &mut Expr, _: LocalId) {}
    fn place(&mut self, _: &mut Expr, _: LocalId, _: bool) {}
    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        if self.apart(local) {
            self.moves(local, place_key(expr), Part::Place(Box::new(expr.clone())));
        }
    }
    fn receiver(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign(&mut self, _: &mut Expr, local: LocalId) {
        self.gone.remove(&local);
    }
    fn assign_part(&mut self, expr: &mut Expr, local: LocalId) {
        if let Expr::Assign(assign) = expr
            && self.apart(local)
        {
            if self.gone.contains(&local) {
                self.parts.emptied.insert((local, place_key(&assign.left)));
            } else if self.is_parted(local) {
                self.assigned.push((local, (*assign.left).clone()));
            }
        }
    }
    fn scrutinee(&mut self, _: &mut Expr, local: LocalId, binds: Binds) {
        if binds == Binds::Everything {
            self.gone.insert(local);
        }
    }
    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]) {
        // Before 2021 a closure captures all of a local.
        if self.flow.edition < 2021 {
            return;
        }
        for Capture { local, how } in captures.iter().copied() {
            if how == Captured::Parts && self.apart(local) {
                let name = &self.flow.locals[local].written;
                let message = format!(
                    "pinata: this captures a part of `{name}`, which is kept across an `.await`; move the part into a local first: `let part = {name}.…;`"
                );
                self.parts.refusals.push((expr.span(), message));
            }
        }
    }
    fn mark(&mut self, _: &mut Expr, _: Mark) {}
    fn kept(&mut self, _: &mut Expr, _: LocalId, _: Expr) {}
    fn asked(&mut self, _: &mut Expr, mut part: Expr, local: LocalId) {
        self.part(&mut part, local);
    }
    fn unknown(&mut self, _: &mut Expr) {}
    fn leave(&mut self, _: &mut Expr) {}
}

impl Emit<'_> {
    /// Tells a handle how to drop what is left of its value: once, where the type of the
    /// value is known.
    pub fn tell_rest(&self, local: LocalId) -> TokenStream {
        let Some(parts) = self.parts.of.get(&local) else { return TokenStream::new() };
        if self.told.borrow().contains(&local) {
            return TokenStream::new();
        }
        self.told.borrow_mut().push(local);
        let handle = self.handle(local);
        let take_apart = take_apart(&flagged(parts, &[]), 0);
        quote!(#handle.rest(#take_apart);)
    }

    /// `x.a = value`, where something of `x.a` may be gone. The place is led to its slot.
    pub fn assign_part(
        &self,
        local: LocalId,
        written: &Expr,
        place: &Expr,
        value: &Expr,
    ) -> Option<TokenStream> {
        let span = written.span();
        if self.parts.emptied.contains(&(local, place_key(written))) {
            let (rt, handle) = (&self.rt, self.handle_at(local, span));
            return Some(quote_spanned!(span=> #rt::remains(#handle.type_of(), #place = #value)));
        }
        let (exact, below) = self.parts.assigned(local, written)?;
        let handle = self.handle_at(local, span);
        // The value comes first, and it may change where the part is; but its type is known.
        let at = quote!(if false {
            ::core::option::Option::Some(&raw mut #place)
        } else {
            ::core::option::Option::None
        });
        if below != 0 {
            let (path, parts) = (path_of(written), self.parts.of.get(&local)?);
            let inside = flagged(parts, &path).into_iter().filter(|(flag, _)| flag & below != 0);
            let take_apart = take_apart(&inside.collect::<Vec<_>>(), path.len());
            return Some(quote_spanned! {span=>
                #handle.assign_parted(#at, (#exact, #below), #value, &raw mut #place, #take_apart)
            });
        }
        (exact != 0).then(
            || quote_spanned!(span=> #handle.assign_part(#at, #exact, #value, &raw mut #place)),
        )
    }
}

/// The parts at and below a path with their flags.
fn flagged<'a>(parts: &'a [Moved], path: &[String]) -> Vec<(u8, &'a Moved)> {
    let parts = parts.iter().take(MOST_PARTS).enumerate();
    let parts = parts.map(|(index, moved)| (1u8 << index, moved));
    parts.filter(|(_, moved)| moved.path().starts_with(path)).collect()
}

/// The closure that forgets what was moved. The place that it is given is `depth` steps into
/// the local.
fn take_apart(parts: &[(u8, &Moved)], depth: usize) -> TokenStream {
    // What is around others is looked at before them.
    let mut parts = parts.to_vec();
    let covered = |part: &Moved| parts.iter().filter(|(_, other)| part.covers(other)).count();
    let ranks: Vec<usize> = parts.iter().map(|(_, part)| covered(part)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| (Reverse(ranks[*index]), parts[*index].1.late));
    parts = order.into_iter().map(|index| parts[index]).collect();
    let code = forget_gone(&parts, depth);
    let (whole, moved) = (own("whole"), own("moved"));
    quote!(|mut #whole, #moved: u8| { #code })
}

/// Forgets what is gone; what excludes each other stands in branches.
fn forget_gone(parts: &[(u8, &Moved)], depth: usize) -> TokenStream {
    let Some(((flag, first), others)) = parts.split_first() else { return TokenStream::new() };
    let (moved, forget, rest) = (own("moved"), forget(first, depth), forget_gone(others, depth));
    let beside: Vec<_> =
        others.iter().copied().filter(|(_, other)| !first.excludes(other)).collect();
    if beside.len() == others.len() {
        return quote!(if #moved & #flag != 0 { #forget } #rest);
    }
    let beside = forget_gone(&beside, depth);
    let is_chain = others.iter().skip(1).all(|(_, other)| others[0].1.excludes(other));
    let otherwise = if is_chain { rest } else { quote!({ #rest }) };
    quote!(if #moved & #flag != 0 { #forget #beside } else #otherwise)
}

/// Forgets a part that is gone.
fn forget(part: &Moved, depth: usize) -> TokenStream {
    let place = with_root(part.place(), depth, &own("whole"));
    match &part.part {
        Part::Place(_) => quote!(::core::mem::forget(#place);),
        Part::Pattern(_, pat) => {
            let bound = bound_by_value(pat);
            quote!(match #place { #pat => { #(::core::mem::forget(#bound);)* } _ => {} })
        }
    }
}

/// The names that a pattern binds by value.
fn bound_by_value(pat: &Pat) -> Vec<syn::Ident> {
    struct ByValue(Vec<syn::Ident>);
    impl<'ast> Visit<'ast> for ByValue {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            if binds(pat) && pat.by_ref.is_none() && !self.0.contains(&pat.ident) {
                self.0.push(pat.ident.clone());
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = ByValue(Vec::new());
    found.visit_pat(pat);
    found.0
}

/// A pattern without `ref` and `mut`, to be matched against a reference.
pub fn without_modifiers(pat: &Pat) -> Pat {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
            (pat.by_ref, pat.mutability) = (None, None);
            visit_mut::visit_pat_ident_mut(self, pat);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    let mut pat = pat.clone();
    Strip.visit_pat_mut(&mut pat);
    pat
}

/// Whether a pattern says `ref mut`.
pub fn binds_by_ref_mut(pat: &Pat) -> bool {
    struct RefMut(bool);
    impl<'ast> Visit<'ast> for RefMut {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0 |= pat.by_ref.is_some() && pat.mutability.is_some();
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut found = RefMut(false);
    found.visit_pat(pat);
    found.0
}
