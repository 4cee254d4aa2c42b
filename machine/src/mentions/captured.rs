//! The locals that a closure or an `async` block captures.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAsync, ExprClosure, ExprPath, Item, Macro};

use super::{Binds, Guess, Names, Visitor, guess};
use crate::flow::LocalId;
use crate::flow::marks::Mark;
use crate::{macros, tokens};

/// How a local is captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Captured {
    /// By `move`.
    Moved,
    /// By `move`, but nothing of it is mentioned except parts: only these are captured.
    Parts,
    /// Its value is taken inside: it is moved, unless its type is `Copy`.
    Taken,
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
    let taken = || Taken::find(|taken| super::walk(&mut closure.body.clone(), names, taken));
    let whole = |local| mentions_whole(|whole| whole.visit_expr(&closure.body), local, names);
    captures(by(&closure.body, names), closure.capture.is_some(), taken, whole)
}

/// What an `async` block captures.
pub fn of_async(block: &ExprAsync, names: &Names) -> Vec<Capture> {
    let taken = || Taken::find(|taken| super::walk_block(&mut block.block.clone(), names, taken));
    let whole = |local| mentions_whole(|whole| whole.visit_block(&block.block), local, names);
    captures(by_block(&block.block, names), block.capture.is_some(), taken, whole)
}

/// What a generator captures.
pub fn of_generator(body: &Block, names: &Names) -> Vec<Capture> {
    let whole = |local| mentions_whole(|whole| whole.visit_block(body), local, names);
    captures(by_block(body, names), true, HashSet::new, whole)
}

fn captures(
    locals: Vec<LocalId>,
    by_move: bool,
    taken: impl FnOnce() -> HashSet<LocalId>,
    whole: impl Fn(LocalId) -> bool,
) -> Vec<Capture> {
    let taken = if by_move { HashSet::new() } else { taken() };
    let captures = locals.into_iter().map(|local| {
        let how = match () {
            () if by_move && !whole(local) => Captured::Parts,
            () if by_move => Captured::Moved,
            () if taken.contains(&local) => Captured::Taken,
            () => Captured::Borrowed,
        };
        Capture { local, how }
    });
    captures.collect()
}

/// The locals whose value is taken in code.
struct Taken(HashSet<LocalId>);

impl Taken {
    fn find(walk: impl FnOnce(&mut Self)) -> HashSet<LocalId> {
        let mut taken = Taken(HashSet::new());
        walk(&mut taken);
        taken.0
    }
}

impl Visitor for Taken {
    fn value(&mut self, _: &mut Expr, local: LocalId) {
        self.0.insert(local);
    }
    fn receiver(&mut self, call: &mut Expr, local: LocalId) {
        if let Expr::MethodCall(call) = call
            && guess(call) == Guess::Takes
        {
            self.0.insert(local);
        }
    }
    fn capture(&mut self, _: &mut Expr, captures: &[Capture]) {
        let taken = captures.iter().filter(|capture| capture.how != Captured::Borrowed);
        self.0.extend(taken.map(|capture| capture.local));
    }
    fn place(&mut self, _: &mut Expr, _: LocalId, _: bool) {}
    fn part(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign_part(&mut self, _: &mut Expr, _: LocalId) {}
    fn scrutinee(&mut self, _: &mut Expr, local: LocalId, binds: Binds) {
        if binds == Binds::Everything {
            self.0.insert(local);
        }
    }
    fn mark(&mut self, _: &mut Expr, _: Mark) {}
    fn kept(&mut self, _: &mut Expr, _: LocalId, _: Expr) {}
    fn asked(&mut self, _: &mut Expr, _: Expr, _: LocalId) {}
    fn unknown(&mut self, _: &mut Expr) {}
    fn leave(&mut self, _: &mut Expr) {}
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

/// Whether code mentions a local by more than its fields.
fn mentions_whole(visit: impl FnOnce(&mut Whole<'_>), local: LocalId, names: &Names) -> bool {
    let mut whole = Whole { local, names, found: false };
    visit(&mut whole);
    whole.found
}

struct Whole<'a> {
    local: LocalId,
    names: &'a Names,
    found: bool,
}

impl<'ast> Visit<'ast> for Whole<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        if self.names.expr(expr) == Some(self.local) {
            self.found = true;
        } else if self.names.part(expr) != Some(self.local) {
            visit::visit_expr(self, expr);
        }
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macros::parse(mac).or_else(|| macros::guess(mac)) {
            Some(arguments) if arguments.body().is_none() => {
                arguments.expressions().for_each(|argument| self.visit_expr(argument));
            }
            _ => {
                let mentioned = by_tokens(mac.tokens.clone(), self.names);
                self.found |= mentioned.contains(&self.local);
            }
        }
    }
}
