//! What a closure or an `async` block takes the value of.

use std::collections::HashSet;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure, ExprMethodCall, ExprStruct, Item, Macro, parse_quote_spanned};

use super::{Binds, Capture, Captured, Guess, Names, Visitor, guess};
use crate::flow::marks::Mark;
use crate::flow::{LocalId, places};
use crate::macros;

/// What code takes the value of.
pub struct Taken<'a> {
    names: &'a Names,
    locals: HashSet<LocalId>,
    parts: Vec<(LocalId, Expr)>,
    calls: Vec<(LocalId, ExprMethodCall)>,
}

impl<'a> Taken<'a> {
    fn new(names: &'a Names) -> Self {
        Taken { names, locals: HashSet::new(), parts: Vec::new(), calls: Vec::new() }
    }

    /// The locals that a walk finds taken.
    pub fn find(names: &'a Names, walk: impl FnOnce(&mut Self)) -> HashSet<LocalId> {
        let mut taken = Taken::new(names);
        walk(&mut taken);
        taken.locals
    }
}

/// The parts of locals whose value is taken in a closure or an `async` block.
pub fn parts_taken(capturing: &Expr, names: &Names) -> Vec<(LocalId, Expr)> {
    let mut taken = Taken::new(names);
    match capturing {
        Expr::Closure(closure) => super::walk(&mut closure.body.clone(), names, &mut taken),
        Expr::Async(block) => super::walk_block(&mut block.block.clone(), names, &mut taken),
        _ => {}
    }
    taken.parts
}

/// The members that literals in a closure or an `async` block leave of a local, of which it is
/// their base.
pub fn left_by_literals(capturing: &Expr, local: LocalId, names: &Names) -> Vec<Expr> {
    struct Search<'a>(&'a Names, LocalId, Vec<Expr>);
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
            if let Some(base) = &literal.rest
                && self.0.root(base) == Some(self.1)
            {
                let members = literal.fields.iter().map(|field| &field.member);
                self.2.extend(
                    members.map(|member| parse_quote_spanned!(base.span()=> (#base).#member)),
                );
            }
            visit::visit_expr_struct(self, literal);
        }
        fn visit_item(&mut self, _: &'ast Item) {}
    }
    let mut search = Search(names, local, Vec::new());
    search.visit_expr(capturing);
    search.2
}

/// What a closure takes of what it captures, if its type lets it.
pub enum Takes {
    /// A local, unless it is `Copy` or lent on.
    Local(LocalId),
    /// The receiver of a method, if that takes it. The arguments mean the same outside.
    Receiver(LocalId, ExprMethodCall),
}

/// What would make a `move` closure one that can be called no more than once.
pub fn takes(closure: &ExprClosure, names: &Names) -> Vec<Takes> {
    let mut taken = Taken::new(names);
    super::walk(&mut closure.body.clone(), names, &mut taken);
    let captured = super::captured_by_closure(closure, names);
    let moved = captured.iter().filter(|capture| capture.how == Captured::Moved);
    let of_local = |local: LocalId| {
        let whole = taken.locals.contains(&local).then_some(Takes::Local(local));
        let calls = taken.calls.iter().filter(move |(receiver, call)| {
            *receiver == local && call.args.iter().all(places::is_constant)
        });
        whole.into_iter().chain(calls.map(|(local, call)| Takes::Receiver(*local, call.clone())))
    };
    moved.flat_map(|capture| of_local(capture.local)).collect()
}

impl Visitor for Taken<'_> {
    fn value(&mut self, _: &mut Expr, local: LocalId) {
        self.locals.insert(local);
    }
    fn receiver(&mut self, call: &mut Expr, local: LocalId) {
        let Expr::MethodCall(call) = call else { return };
        match guess(call) {
            Guess::Takes => {
                self.locals.insert(local);
            }
            Guess::Ask => self.calls.push((local, call.clone())),
            Guess::Looks => {}
        }
    }
    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]) {
        for Capture { local, how } in captures.iter().copied() {
            match how {
                Captured::Moved | Captured::Rest | Captured::Taken => {
                    self.locals.insert(local);
                }
                Captured::Parts => {
                    let mut places = Places { names: self.names, local, found: Vec::new() };
                    places.visit_expr(expr);
                    self.parts.extend(places.found.into_iter().map(|place| (local, place)));
                }
                Captured::Matched | Captured::Borrowed | Captured::Untouched => {}
            }
        }
    }
    fn place(&mut self, _: &mut Expr, _: LocalId, _: bool) {}
    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        self.parts.push((local, expr.clone()));
    }
    fn base(&mut self, _: &mut Expr, _: LocalId) {}
    fn taken(&mut self, _: &mut Expr) {
        // Only by the name of the method, which may look at it as well.
        self.parts.pop();
    }
    fn callee(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign(&mut self, _: &mut Expr, _: LocalId) {}
    fn assign_part(&mut self, _: &mut Expr, _: LocalId) {}
    fn scrutinee(&mut self, _: &mut Expr, local: LocalId, binds: Binds) {
        if binds == Binds::Everything {
            self.locals.insert(local);
        }
    }
    fn mark(&mut self, _: &mut Expr, _: Mark) {}
    fn kept(&mut self, _: &mut Expr, _: LocalId, _: Expr) {}
    fn picked_up(&mut self, _: &mut Expr, _: LocalId, _: LocalId) {}
    fn asked(&mut self, _: &mut Expr, _: Expr, _: LocalId) {}
    fn unknown(&mut self, _: &mut Expr) {}
    fn leave(&mut self, _: &mut Expr) {}
}

/// The places in a local that code mentions, each as a whole.
struct Places<'a> {
    names: &'a Names,
    local: LocalId,
    found: Vec<Expr>,
}

impl<'ast> Visit<'ast> for Places<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match self.names.root(expr) == Some(self.local) {
            true => self.found.push(expr.clone()),
            false => visit::visit_expr(self, expr),
        }
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        let arguments = macros::arguments(mac).into_iter();
        arguments.for_each(|arguments| {
            arguments.expressions().for_each(|argument| self.visit_expr(argument));
        });
    }
    fn visit_item(&mut self, _: &'ast Item) {}
}
