//! Locals of which parts are moved: what is left has to be dropped later.
//!
//! A moved part is forgotten where it was, and Rust itself drops the rest:
//!
//! ```text
//! |whole, moved| { if moved & 1 != 0 { forget(whole.name) } }
//! ```
//!
//! This is right whether the part was moved or copied, without knowing which.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Pat};

use super::{Emit, own};
use crate::flow::marks::Mark;
use crate::flow::{BlockId, End, Flow, LocalId, Op, places};
use crate::held::{Analysis, Home};
use crate::mentions::{self, Binds, Names, Visitor, binds_by_value, binds_of, let_inside};
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

/// The flags of a local are the lower bits of a byte.
const MOST_PARTS: usize = 7;

/// The parts of each local.
#[derive(Default)]
pub struct Parts {
    of: HashMap<LocalId, Vec<(String, Part)>>,
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
        let index = self.of.get(&local)?.iter().position(|(known, _)| known == key)?;
        u8::try_from(index)
            .ok()
            .filter(|index| usize::from(*index) < MOST_PARTS)
            .map(|index| 1 << index)
    }

    fn add(&mut self, local: LocalId, key: String, part: Part) {
        let parts = self.of.entry(local).or_default();
        if !parts.iter().any(|(known, _)| *known == key) {
            if let Part::Pattern(_, pat) = &part
                && matches!(**pat, Pat::Slice(_))
            {
                let message = "pinata: an array that is kept across an `.await` can't be moved out of in parts; take it apart where it is made, or use a tuple";
                self.refusals.push((pat.span(), message.into()));
            }
            if parts.len() == MOST_PARTS {
                let message = "pinata: too many parts of one local are moved on their own; take it apart with one `let`";
                self.refusals.push((part.span(), message.into()));
            }
            parts.push((key, part));
        }
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

/// The place with another name for its root: `whole.a` for `x.a`.
fn with_root(place: &Expr, root: &Ident) -> TokenStream {
    match places::peel(place) {
        Expr::Field(field) => {
            let (base, member) = (with_root(&field.base, root), &field.member);
            quote!((#base).#member)
        }
        Expr::Unary(unary) => {
            let inner = with_root(&unary.expr, root);
            quote!((*#inner))
        }
        _ => quote!(#root),
    }
}

/// Collects the parts that the code moves.
pub fn collect(flow: &Flow, analysis: &Analysis, names: &Names) -> Parts {
    let mut collector =
        Collector { flow, analysis, names, parts: Parts::default(), live: Default::default() };
    for block in &analysis.shape.order {
        let code = &flow.blocks[*block];
        for (index, op) in code.ops.iter().enumerate() {
            collector.live = analysis.live_after[*block][index].clone();
            match op {
                Op::Let { pat, value, otherwise, .. } => {
                    if let Some(root) = let_inside(names, pat, value)
                        && collector.apart(root)
                    {
                        let part = Part::Pattern(Box::new(value.clone()), Box::new(pat.clone()));
                        collector.parts.add(root, let_key(*block, index), part);
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
        collector.live = analysis.live_after[*block].last().cloned().unwrap_or_default();
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
                for (index, arm) in arms.iter().enumerate() {
                    let takes_part = match whole {
                        true => binds_of([&arm.pat]) == Binds::Parts,
                        false => binds_by_value(&arm.pat),
                    };
                    if takes_part {
                        let part =
                            Part::Pattern(Box::new(place.clone()), Box::new(arm.pat.clone()));
                        collector.parts.add(root, arm_key(*block, index), part);
                    }
                }
            }
            _ => {}
        }
    }
    collector.parts
}

struct Collector<'a> {
    flow: &'a Flow,
    analysis: &'a Analysis,
    names: &'a Names,
    parts: Parts,
    live: std::collections::BTreeSet<LocalId>,
}

impl Collector<'_> {
    fn apart(&self, local: LocalId) -> bool {
        self.analysis.homes[local] != Home::Code && !self.flow.locals[local].plain
    }
}

impl Visitor for Collector<'_> {
    fn value(&mut self, _: &mut Expr, _: LocalId) {}
    fn place(&mut self, _: &mut Expr, _: LocalId, _: bool) {}
    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        if self.apart(local) {
            self.parts.add(local, place_key(expr), Part::Place(Box::new(expr.clone())));
        }
    }
    fn receiver(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign_part(&mut self, _: &mut Expr, _: LocalId) {}
    fn scrutinee(&mut self, _: &mut Expr, _: LocalId, _: Binds) {}
    fn capture(&mut self, expr: &mut Expr, locals: &[LocalId], by_move: bool) {
        for local in locals.iter().copied() {
            if by_move && self.apart(local) && only_parts(expr, local, self.names) {
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
        let (whole, moved) = (own("whole"), own("moved"));
        let mut patterns = TokenStream::new();
        let mut fields = TokenStream::new();
        for (index, (_, part)) in parts.iter().enumerate().take(MOST_PARTS) {
            let flag = 1u8 << index;
            match part {
                Part::Place(place) => {
                    let place = with_root(place, &whole);
                    fields.extend(quote! {
                        if #moved & #flag != 0 { ::core::mem::forget(#place); }
                    });
                }
                Part::Pattern(place, pat) => {
                    let (place, bound) = (with_root(place, &whole), bound_by_value(pat));
                    patterns.extend(quote! {
                        if #moved & #flag != 0 {
                            match #place { #pat => { #(::core::mem::forget(#bound);)* } _ => {} }
                            return;
                        }
                    });
                }
            }
        }
        quote!(#handle.rest(|#whole, #moved: u8| { #patterns #fields });)
    }
}

/// Whether code mentions a local by its fields only, so that it captures these.
fn only_parts(code: &Expr, local: LocalId, names: &Names) -> bool {
    struct Whole<'a>(LocalId, &'a Names, bool);
    impl<'ast> Visit<'ast> for Whole<'_> {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            if self.1.expr(expr) == Some(self.0) {
                self.2 = true;
            } else if self.1.part(expr) != Some(self.0) {
                visit::visit_expr(self, expr);
            }
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.2 |= mentions::captured_by_tokens(mac.tokens.clone(), self.1).contains(&self.0);
        }
    }
    let mut whole = Whole(local, names, false);
    whole.visit_expr(code);
    !whole.2
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
