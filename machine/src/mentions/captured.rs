//! The locals that a closure or an `async` block captures.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAsync, ExprClosure, ExprPath, ExprStruct, Item, Macro, Pat};

use super::patterns::{leaves_parts, touches_nothing};
use super::taken::Taken;
use super::{Names, matched};
use crate::flow::{LocalId, places};
use crate::{macros, tokens};

/// How a local is captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Captured {
    /// By `move`.
    Moved,
    /// By `move`, but nothing of it is mentioned except parts: only these are captured.
    Parts,
    /// By `move`, but for what literals leave of it, of which it is their base.
    Rest,
    /// Not at all: `let _ = x;` mentions it, but doesn't touch it.
    Untouched,
    /// Its value is taken inside: it is moved, unless its type is `Copy`.
    Taken,
    /// Patterns look at all of it and take parts: it is moved, unless these are `Copy`.
    Matched,
    Borrowed,
}

/// A local that a closure captures.
#[derive(Debug, Clone, Copy)]
pub struct Capture {
    pub local: LocalId,
    pub how: Captured,
}

/// What a closure captures, in order of mention.
pub fn of_closure(closure: &ExprClosure, names: &Names) -> Vec<Capture> {
    let taken = || Taken::find(names, |taken| super::walk(&mut closure.body.clone(), names, taken));
    let how_much = |local| how_much(|search| search.visit_expr(&closure.body), local, names);
    let matched = |local| is_matched(&Expr::Closure(closure.clone()), local, names);
    let by_move = closure.capture.is_some();
    captures(by(&closure.body, names), by_move, taken, (how_much, matched))
}

/// What an `async` block captures.
pub fn of_async(block: &ExprAsync, names: &Names) -> Vec<Capture> {
    let taken =
        || Taken::find(names, |taken| super::walk_block(&mut block.block.clone(), names, taken));
    let how_much = |local| how_much(|search| search.visit_block(&block.block), local, names);
    let matched = |local| is_matched(&Expr::Async(block.clone()), local, names);
    let by_move = block.capture.is_some();
    captures(by_block(&block.block, names), by_move, taken, (how_much, matched))
}

/// What a generator captures.
pub fn of_generator(body: &Block, names: &Names) -> Vec<Capture> {
    let how_much = |local| how_much(|search| search.visit_block(body), local, names);
    captures(by_block(body, names), true, HashSet::new, (how_much, |_| false))
}

fn is_matched(capturing: &Expr, local: LocalId, names: &Names) -> bool {
    !matched(capturing, local, names).is_empty()
}

fn captures(
    locals: Vec<LocalId>,
    by_move: bool,
    taken: impl FnOnce() -> HashSet<LocalId>,
    (how_much, matched): (impl Fn(LocalId) -> Much, impl Fn(LocalId) -> bool),
) -> Vec<Capture> {
    let taken = if by_move { HashSet::new() } else { taken() };
    let captures = locals.into_iter().map(|local| {
        let how = match how_much(local) {
            Much::Nothing => Captured::Untouched,
            Much::Parts if by_move => Captured::Parts,
            Much::Rest if by_move => Captured::Rest,
            Much::All if by_move => Captured::Moved,
            _ if taken.contains(&local) => Captured::Taken,
            _ if !by_move && matched(local) => Captured::Matched,
            _ => Captured::Borrowed,
        };
        Capture { local, how }
    });
    captures.collect()
}

/// What code mentions, in order.
pub fn by(body: &Expr, names: &Names) -> Vec<LocalId> {
    let mut captured = Mentioned { names, locals: Vec::new() };
    captured.visit_expr(body);
    captured.distinct()
}

fn by_block(block: &Block, names: &Names) -> Vec<LocalId> {
    let mut captured = Mentioned { names, locals: Vec::new() };
    captured.visit_block(block);
    captured.distinct()
}

/// What the tokens of a macro mention.
pub fn by_tokens(tokens: TokenStream, names: &Names) -> Vec<LocalId> {
    let mut captured = Mentioned { names, locals: Vec::new() };
    captured.tokens(tokens);
    captured.distinct()
}

struct Mentioned<'a> {
    names: &'a Names,
    locals: Vec<LocalId>,
}

impl Mentioned<'_> {
    fn distinct(self) -> Vec<LocalId> {
        let mut seen = HashSet::new();
        self.locals.into_iter().filter(|local| seen.insert(*local)).collect()
    }

    fn push(&mut self, local: Option<LocalId>) {
        self.locals.extend(local);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for ident in tokens::mentions(tokens) {
            self.push(self.names.ident(&ident));
        }
    }
}

impl<'ast> Visit<'ast> for Mentioned<'_> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(ident) = path.path.get_ident() {
            self.push(self.names.ident(ident));
        }
        visit::visit_expr_path(self, path);
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(body) = macros::parse(mac).as_ref().and_then(macros::Arguments::body) {
            return self.locals.extend(by_block(body, self.names));
        }
        self.tokens(mac.tokens.clone());
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// How much of a local is captured.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Much {
    Nothing,
    Parts,
    /// What literals take of their base.
    Rest,
    All,
}

/// How much of a local code captures. Before 2021 that is all of it, whatever the code mentions.
fn how_much(visit: impl FnOnce(&mut HowMuch<'_>), local: LocalId, names: &Names) -> Much {
    let mut search = HowMuch { local, names, much: None };
    visit(&mut search);
    if names.edition < 2021 { Much::All } else { search.much.unwrap_or(Much::All) }
}

struct HowMuch<'a> {
    local: LocalId,
    names: &'a Names,
    /// Nothing is known as long as nothing was found.
    much: Option<Much>,
}

impl HowMuch<'_> {
    fn captures(&mut self, much: Much) {
        self.much = self.much.max(Some(much));
    }

    /// `match PLACE { PATTERNS }`, where the patterns may look into parts of the place only.
    fn looks(&mut self, place: &Expr, pats: &[&Pat], always_match: bool) {
        if self.names.root(place) != Some(self.local) {
            self.visit_expr(place);
        } else if pats.iter().all(|pat| touches_nothing(pat, always_match)) {
            self.captures(Much::Nothing);
        } else if !is_behind(place) && pats.iter().any(|pat| leaves_parts(pat, always_match)) {
            self.captures(Much::Parts);
        } else {
            self.visit_expr(place);
        }
    }
}

/// `*x`, `(*x).a`: what is behind a pointer is captured by the pointer.
fn is_behind(place: &Expr) -> bool {
    match places::peel(place) {
        Expr::Field(field) => is_behind(&field.base),
        Expr::Unary(unary) => {
            matches!(places::peel(&unary.expr), Expr::Path(_)) || is_behind(&unary.expr)
        }
        _ => false,
    }
}

impl<'ast> Visit<'ast> for HowMuch<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            // `if let _ = x` looks at all of `x`, whatever its pattern says.
            Expr::Let(binding) => return self.visit_expr(&binding.expr),
            Expr::Match(inner) => {
                let pats: Vec<&Pat> = inner.arms.iter().map(|arm| &arm.pat).collect();
                self.looks(&inner.expr, &pats, pats.len() == 1);
                return inner.arms.iter().for_each(|arm| self.visit_arm(arm));
            }
            // `_ = x;`
            Expr::Assign(assign)
                if matches!(places::peel(&assign.left), Expr::Infer(_))
                    && self.names.root(&assign.right) == Some(self.local) =>
            {
                return self.captures(Much::Nothing);
            }
            Expr::Struct(ExprStruct { fields, rest: Some(base), .. })
                if self.names.root(base) == Some(self.local) && !is_behind(base) =>
            {
                fields.iter().for_each(|field| self.visit_expr(&field.expr));
                return self.captures(Much::Rest);
            }
            _ => {}
        }
        if self.names.expr(expr) == Some(self.local) {
            self.captures(Much::All);
        } else if self.names.part(expr) == Some(self.local) {
            self.captures(if is_behind(expr) { Much::All } else { Much::Parts });
        } else {
            visit::visit_expr(self, expr);
        }
    }
    fn visit_local(&mut self, local: &'ast syn::Local) {
        let Some(init) = &local.init else { return };
        self.looks(&init.expr, &[&local.pat], init.diverge.is_none());
        init.diverge.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macros::arguments(mac) {
            Some(mut arguments) if arguments.body().is_none() => {
                let Some(pat) = arguments.pattern_mut().cloned() else {
                    return arguments.expressions().for_each(|argument| self.visit_expr(argument));
                };
                arguments.expressions().for_each(|place| self.looks(place, &[&pat], false));
                if let Pat::Guard(guarded) = &pat {
                    self.visit_expr(&guarded.guard);
                }
            }
            _ => {
                let mentioned = by_tokens(mac.tokens.clone(), self.names);
                if mentioned.contains(&self.local) {
                    self.captures(Much::All);
                }
            }
        }
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}
