//! How code mentions the locals of the function: takes, copies, borrows, assigns.
//!
//! One walk serves everyone who asks: the liveness analysis records what it meets, the
//! emitter replaces it. The walk goes in order of evaluation and knows, for each operand,
//! whether its value is taken or its place is needed.

mod captured;
mod conventions;
pub mod destructure;
mod matched;
mod patterns;
mod taken;

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::format_ident;
use syn::{BinOp, Block, Expr, ExprMethodCall, ExprStruct, Local, Pat, Stmt, UnOp};

use crate::flow::ends::{block_reaches_end, block_returns, reaches_end, returns};
use crate::flow::marks::{self, Mark};
use crate::flow::{Called, Flow, LocalId, places};
use crate::macros;
use crate::names::binds;

pub use captured::{
    Capture, Captured, by_tokens as captured_by_tokens, of_async as captured_by_async,
    of_closure as captured_by_closure,
};
pub use conventions::{Guess, guess, looks_through, takes_part};
pub use matched::matched;
pub use patterns::{
    Binds, binds_by_ref, binds_by_ref_mut, binds_by_value, binds_of, binds_of_let, bound_by_ref,
    bound_by_value, complement, is_empty, is_irrefutable,
};
pub use taken::{Takes, left_by_literals, parts_taken, takes};

/// The locals by their unique names.
pub struct Names {
    locals: HashMap<String, LocalId>,
    /// Those that a call takes, or may take.
    called: HashMap<LocalId, Called>,
    /// The edition decides how much of a local is captured.
    edition: u16,
}

impl Names {
    pub fn of(flow: &Flow) -> Self {
        let named = || flow.locals.iter().enumerate();
        Names {
            locals: named().map(|(id, local)| (local.name.to_string(), id)).collect(),
            called: named().map(|(id, local)| (id, local.called)).collect(),
            edition: flow.edition,
        }
    }

    pub fn ident(&self, ident: &Ident) -> Option<LocalId> {
        self.locals.get(&ident.to_string()).copied()
    }

    /// The local that a plain path names.
    pub fn expr(&self, expr: &Expr) -> Option<LocalId> {
        match places::peel(expr) {
            Expr::Path(path) if path.qself.is_none() => self.ident(path.path.get_ident()?),
            _ => None,
        }
    }

    /// The local that `x.a.b` or `*x` is a part of.
    pub fn part(&self, expr: &Expr) -> Option<LocalId> {
        match places::peel(expr) {
            Expr::Field(field) => self.root(&field.base),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.root(&unary.expr),
            _ => None,
        }
    }

    /// The local that a place is, or is a part of.
    pub fn root(&self, place: &Expr) -> Option<LocalId> {
        self.expr(place).or_else(|| self.part(place))
    }
}

/// What the walk meets. Each method may replace what it is given.
pub trait Visitor {
    /// `x` where its value is taken: a move, or a copy.
    fn value(&mut self, expr: &mut Expr, local: LocalId);
    /// `x` in place. `escapes` tells whether a borrow of it may outlive the expression.
    fn place(&mut self, expr: &mut Expr, local: LocalId, escapes: bool);
    /// `x.a.b` where its value is taken.
    fn part(&mut self, expr: &mut Expr, local: LocalId);
    /// `S { a: f(), ..x.b }`, where all that the literal doesn't name is taken of `x.b`; the values
    /// that it names have been walked.
    fn base(&mut self, literal: &mut Expr, local: LocalId);
    /// A part that a method takes, walked.
    fn taken(&mut self, _part: &mut Expr) {}
    /// `x.method(…)`; the arguments have been walked.
    fn receiver(&mut self, call: &mut Expr, local: LocalId);
    /// `x(…)`, which may take `x`; the arguments come later.
    fn callee(&mut self, func: &mut Expr, local: LocalId);
    /// `x = …`; the right side has been walked.
    fn assign(&mut self, expr: &mut Expr, local: LocalId);
    /// `x.a = …`; the right side has been walked.
    fn assign_part(&mut self, expr: &mut Expr, local: LocalId);
    /// `match x { … }` and the like, whose patterns may move out of `x`.
    fn scrutinee(&mut self, expr: &mut Expr, local: LocalId, binds: Binds);
    /// A closure or an `async` block and what it captures.
    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]);
    /// A mark of the lowering; what is in it has been walked.
    fn mark(&mut self, expr: &mut Expr, mark: Mark);
    /// A call of what a `keep` mark keeps, or of a method of that; everything in it has been walked.
    fn kept(&mut self, call: &mut Expr, local: LocalId, value: Expr);
    /// A call on a part of a local, which it may take; the arguments have been walked.
    fn asked(&mut self, call: &mut Expr, part: Expr, local: LocalId);
    /// A call of what was put aside, or of a method of that; the arguments have been walked.
    fn picked_up(&mut self, call: &mut Expr, taken: LocalId, kept: LocalId);
    /// A call of a macro that nobody knows, whose tokens aren't expressions.
    fn unknown(&mut self, expr: &mut Expr);
    /// A call of a macro that nobody knows; its arguments have been walked.
    fn called(&mut self, _expr: &mut Expr) {}
    /// `…?` and `return …`, walked.
    fn leave(&mut self, expr: &mut Expr);
    /// What decides which way the code goes, walked.
    fn condition(&mut self, _expr: &mut Expr) {}
    /// The tail of a block, walked.
    fn tail(&mut self, _expr: &mut Expr) {}
    /// What follows, up to `back`, ends with the function.
    fn away(&mut self) {}
    /// The end of what `away` began.
    fn back(&mut self) {}
    /// What follows, up to `rejoin`, runs on some paths only.
    fn branch(&mut self) {}
    /// The end of what `branch` began.
    fn rejoin(&mut self) {}
    /// The last branches were all the ways there are; some of them may leave for good.
    fn alternatives(&mut self, _leaving: &[bool]) {}
}

/// Walks an expression whose value is taken.
pub fn walk(expr: &mut Expr, names: &Names, visitor: &mut dyn Visitor) {
    Walk { names, visitor }.value(expr);
}

/// Walks what decides which way the code goes.
pub fn walk_condition(expr: &mut Expr, names: &Names, visitor: &mut dyn Visitor) {
    Walk { names, visitor }.condition(expr);
}

/// Walks a block whose value is taken.
fn walk_block(block: &mut Block, names: &Names, visitor: &mut dyn Visitor) {
    Walk { names, visitor }.block(block);
}

/// Walks an expression whose place is needed.
pub fn walk_place(expr: &mut Expr, names: &Names, visitor: &mut dyn Visitor) {
    Walk { names, visitor }.place(expr, true);
}

/// Walks what a `let` takes its value from.
pub fn walk_init(expr: &mut Expr, pat: &Pat, names: &Names, visitor: &mut dyn Visitor) {
    Walk { names, visitor }.init(expr, pat);
}

/// The local of which a `let` takes a part by its pattern.
pub fn let_inside(names: &Names, pat: &Pat, value: &Expr) -> Option<LocalId> {
    let root = names.root(value)?;
    let simple =
        matches!(pat, Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none());
    let all_at_once = names.expr(value).is_some() && binds_of_let(pat) == Binds::Everything;
    (!simple && !all_at_once && binds_by_value(pat)).then_some(root)
}

/// Whether an expression mentions a local.
pub fn mentions(expr: &Expr, local: LocalId, names: &Names) -> bool {
    captured::by(expr, names).contains(&local)
}

struct Walk<'a> {
    names: &'a Names,
    visitor: &'a mut dyn Visitor,
}

impl Walk<'_> {
    fn value(&mut self, expr: &mut Expr) {
        if let Some(local) = self.names.expr(expr) {
            return self.visitor.value(expr, local);
        }
        if let Some(local) = self.names.part(expr) {
            return self.visitor.part(expr, local);
        }
        match expr {
            Expr::Paren(paren) => self.value(&mut paren.expr),
            Expr::Group(group) => self.value(&mut group.expr),
            Expr::Field(_) | Expr::Index(_) => self.place(expr, false),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => self.place(&mut unary.expr, false),
                _ => self.value(&mut unary.expr),
            },
            Expr::Reference(reference) => self.place(&mut reference.expr, true),
            Expr::RawAddr(reference) => self.place(&mut reference.expr, true),
            Expr::MethodCall(_) => self.method_call(expr),
            Expr::Call(call) => {
                if let Some((local, mut value)) = kept(&call.func) {
                    self.value(&mut value);
                    call.args.iter_mut().for_each(|arg| self.value(arg));
                    return self.visitor.kept(expr, local, value);
                }
                if let Some((taken, kept)) = picked_up(&call.func) {
                    call.args.iter_mut().for_each(|arg| self.value(arg));
                    return self.visitor.picked_up(expr, taken, kept);
                }
                let local = self.names.expr(&call.func);
                match local.and_then(|local| Some((local, self.names.called.get(&local)?))) {
                    Some((_, Called::Taken)) => self.value(&mut call.func),
                    Some((local, Called::Ask)) => self.visitor.callee(&mut call.func, local),
                    _ => self.place(&mut call.func, false),
                }
                call.args.iter_mut().for_each(|arg| self.value(arg));
            }
            Expr::Binary(binary) => match binary.op {
                BinOp::And(_) | BinOp::Or(_) => {
                    self.condition(&mut binary.left);
                    self.branch(returns(&binary.right), |walk| walk.condition(&mut binary.right));
                }
                op if places::compares(&op) => {
                    self.place(&mut binary.left, false);
                    self.place(&mut binary.right, false);
                }
                op if places::assigns(&op) => {
                    self.value(&mut binary.right);
                    self.place(&mut binary.left, false);
                }
                _ => {
                    self.value(&mut binary.left);
                    self.value(&mut binary.right);
                }
            },
            Expr::Assign(_) => self.assign(expr),
            Expr::Closure(closure) => {
                let captures = captured::of_closure(closure, self.names);
                self.visitor.capture(expr, &captures);
            }
            Expr::Async(block) => {
                let captures = captured::of_async(block, self.names);
                self.visitor.capture(expr, &captures);
            }
            Expr::Block(block) => self.block(&mut block.block),
            Expr::Unsafe(block) => self.block(&mut block.block),
            Expr::Loop(inner) => self.branch(false, |walk| walk.block(&mut inner.body)),
            Expr::While(inner) => self.branch(false, |walk| {
                walk.condition(&mut inner.cond);
                walk.block(&mut inner.body);
            }),
            Expr::ForLoop(inner) => {
                self.value(&mut inner.expr);
                self.branch(false, |walk| walk.block(&mut inner.body));
            }
            Expr::If(inner) => {
                self.condition(&mut inner.cond);
                let then_leaves = !block_reaches_end(&inner.then_branch);
                let then_returns = block_returns(&inner.then_branch);
                self.branch(then_returns, |walk| walk.block(&mut inner.then_branch));
                if let Some((_, otherwise)) = &mut inner.else_branch {
                    let else_leaves = !reaches_end(otherwise);
                    self.branch(returns(otherwise), |walk| walk.value(otherwise));
                    self.visitor.alternatives(&[then_leaves, else_leaves]);
                }
            }
            Expr::Let(binding) => {
                let binds = binds_of_let(&binding.pat);
                self.scrutinee(&mut binding.expr, binds);
            }
            Expr::Match(inner) => {
                let binds = binds_of(inner.arms.iter().map(|arm| &arm.pat));
                self.scrutinee(&mut inner.expr, binds);
                let leaving: Vec<bool> =
                    inner.arms.iter().map(|arm| !reaches_end(&arm.body)).collect();
                for arm in &mut inner.arms {
                    self.branch(false, |walk| {
                        if let Pat::Guard(guarded) = &mut arm.pat {
                            walk.condition(&mut guarded.guard);
                        }
                        let arm_returns = returns(&arm.body);
                        walk.perhaps_away(arm_returns, |walk| walk.value(&mut arm.body));
                    });
                }
                self.visitor.alternatives(&leaving);
            }
            Expr::Struct(value) => {
                self.fields(value);
                let Some(base) = &mut value.rest else { return };
                match self.names.root(base) {
                    Some(local) => self.visitor.base(expr, local),
                    None => self.place(base, false),
                }
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|elem| self.value(elem)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|elem| self.value(elem)),
            Expr::Repeat(repeat) => {
                self.value(&mut repeat.expr);
            }
            Expr::Range(range) => {
                let ends = [range.start.as_deref_mut(), range.end.as_deref_mut()];
                ends.into_iter().flatten().for_each(|end| self.value(end));
            }
            Expr::Cast(cast) => self.value(&mut cast.expr),
            // In an `async` block.
            Expr::Await(inner) => self.value(&mut inner.base),
            Expr::Break(inner) => {
                inner.expr.iter_mut().for_each(|value| self.value(value));
            }
            Expr::Try(inner) => {
                self.value(&mut inner.expr);
                self.visitor.leave(expr);
            }
            Expr::Return(inner) => {
                self.perhaps_away(true, |walk| {
                    inner.expr.iter_mut().for_each(|value| walk.value(value));
                });
                self.visitor.leave(expr);
            }
            Expr::Macro(_) => self.macro_call(expr),
            _ => {}
        }
    }

    fn condition(&mut self, expr: &mut Expr) {
        self.value(expr);
        self.visitor.condition(expr);
    }

    fn place(&mut self, expr: &mut Expr, escapes: bool) {
        if let Some(local) = self.names.expr(expr) {
            return self.visitor.place(expr, local, escapes);
        }
        match expr {
            Expr::Paren(paren) => self.place(&mut paren.expr, escapes),
            Expr::Group(group) => self.place(&mut group.expr, escapes),
            Expr::Field(field) => self.place(&mut field.base, escapes),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&mut unary.expr, escapes);
            }
            Expr::Index(index) => {
                self.place(&mut index.expr, escapes);
                self.value(&mut index.index);
            }
            _ => self.value(expr),
        }
    }

    fn branch(&mut self, returns: bool, walk: impl FnOnce(&mut Self)) {
        self.visitor.branch();
        self.perhaps_away(returns, walk);
        self.visitor.rejoin();
    }

    fn perhaps_away(&mut self, returns: bool, walk: impl FnOnce(&mut Self)) {
        if !returns {
            return walk(self);
        }
        self.visitor.away();
        walk(self);
        self.visitor.back();
    }

    fn scrutinee(&mut self, expr: &mut Expr, binds: Binds) {
        match self.names.expr(expr) {
            Some(local) => self.visitor.scrutinee(expr, local, binds),
            None if places::is_place(expr) => self.place(expr, true),
            None => self.value(expr),
        }
    }

    fn fields(&mut self, literal: &mut ExprStruct) {
        literal.fields.iter_mut().for_each(|field| self.value(&mut field.expr));
    }

    fn init(&mut self, expr: &mut Expr, pat: &Pat) {
        // What its values borrow lives as long as the `let` only where it is left as it is.
        if let Expr::Struct(literal @ ExprStruct { rest: Some(_), .. }) = expr
            && literal.fields.iter().any(|field| places::extends(&field.expr))
        {
            self.fields(literal);
            return literal.rest.iter_mut().for_each(|base| self.place(base, false));
        }
        match pat {
            // `let _ = x;` doesn't touch `x`.
            Pat::Wild(_) if places::is_place(expr) => self.place(expr, false),
            Pat::Ident(ident)
                if binds(ident) && ident.by_ref.is_none() && ident.subpat.is_none() =>
            {
                self.value(expr);
            }
            _ => self.scrutinee(expr, binds_of_let(pat)),
        }
    }

    fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            match stmt {
                Stmt::Local(local) => self.local(local),
                Stmt::Item(_) => {}
                Stmt::Expr(expr, None) => {
                    self.value(expr);
                    self.visitor.tail(expr);
                }
                Stmt::Expr(expr, Some(_)) => self.value(expr),
                Stmt::Macro(mac) => {
                    let mac_expr =
                        syn::ExprMacro { attrs: mac.attrs.clone(), mac: mac.mac.clone() };
                    let mut expr = Expr::Macro(mac_expr);
                    self.value(&mut expr);
                    *stmt = Stmt::Expr(expr, Some(Default::default()));
                }
            }
        }
    }

    fn local(&mut self, local: &mut Local) {
        let Local { pat, init, .. } = local;
        let pat = match pat {
            Pat::Type(typed) => &*typed.pat,
            pat => pat,
        };
        if let Some(init) = init {
            self.init(&mut init.expr, pat);
            if let Some((_, otherwise)) = &mut init.diverge {
                self.branch(returns(otherwise), |walk| walk.value(otherwise));
            }
        }
    }

    fn method_call(&mut self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        if let Some((local, mut value)) = kept(&call.receiver) {
            self.value(&mut value);
            call.args.iter_mut().for_each(|arg| self.value(arg));
            return self.visitor.kept(expr, local, value);
        }
        if let Some((taken, kept)) = picked_up(&call.receiver) {
            call.args.iter_mut().for_each(|arg| self.value(arg));
            return self.visitor.picked_up(expr, taken, kept);
        }
        if let Some(part) = asked(call)
            && let Some(local) = self.names.part(&part)
        {
            call.args.iter_mut().for_each(|arg| self.value(arg));
            return self.visitor.asked(expr, part, local);
        }
        let local = self.names.expr(&call.receiver);
        if local.is_none() {
            match self.names.part(&call.receiver) {
                // `x.items.into_iter()`
                Some(root) if takes_part(call) => {
                    self.visitor.part(&mut call.receiver, root);
                    self.visitor.taken(&mut call.receiver);
                }
                _ => self.place(&mut call.receiver, true),
            }
        }
        call.args.iter_mut().for_each(|arg| self.value(arg));
        if let Some(local) = local {
            self.visitor.receiver(expr, local);
        }
    }

    fn assign(&mut self, expr: &mut Expr) {
        if let Some(spelled_out) =
            destructure::spell_out(expr, &mut |index| format_ident!("to_{index}"))
        {
            *expr = spelled_out;
            return self.value(expr);
        }
        let Expr::Assign(assign) = expr else { return };
        self.value(&mut assign.right);
        if let Some(local) = self.names.expr(&assign.left) {
            self.visitor.assign(expr, local);
        } else if let Some(local) = self.names.part(&assign.left) {
            self.visitor.assign_part(expr, local);
        } else {
            self.place(&mut assign.left, false);
        }
    }

    /// An argument of a macro that nobody knows: a place may be all that it wants.
    fn argument(&mut self, argument: &mut Expr) {
        match places::is_place(argument) {
            true => self.place(argument, true),
            false => self.value(argument),
        }
    }

    fn macro_call(&mut self, expr: &mut Expr) {
        let Expr::Macro(mac) = expr else { return };
        if let Some(mark) = marks::read(&mac.mac) {
            let mark = match mark {
                Mark::SetAndJump(block, local, mut value) => {
                    self.value(&mut value);
                    Mark::SetAndJump(block, local, value)
                }
                Mark::Keep(local, mut value) => {
                    self.value(&mut value);
                    Mark::Keep(local, value)
                }
                // It takes its base, which has no name.
                Mark::Update(local, Expr::Struct(mut value)) => {
                    self.fields(&mut value);
                    value.rest.iter_mut().for_each(|base| self.value(base));
                    Mark::Update(local, Expr::Struct(value))
                }
                Mark::Owned(mut value) => {
                    self.value(&mut value);
                    Mark::Owned(value)
                }
                Mark::PutAside(mut value) => {
                    self.value(&mut value);
                    Mark::PutAside(value)
                }
                Mark::Compared(mut place) => {
                    self.place(&mut place, true);
                    Mark::Compared(place)
                }
                mark => mark,
            };
            return self.visitor.mark(expr, mark);
        }
        if macros::is_quotation(&mac.mac) {
            return;
        }
        let Some(mut arguments) = macros::parse(&mac.mac) else {
            return match macros::guess(&mac.mac).filter(|arguments| arguments.body().is_none()) {
                Some(mut arguments) => {
                    // Nobody knows whether the macro evaluates them.
                    self.branch(false, |walk| {
                        arguments.expressions_mut().for_each(|argument| walk.argument(argument));
                    });
                    mac.mac.tokens = arguments.into_tokens();
                    self.visitor.called(expr);
                }
                None => self.visitor.unknown(expr),
            };
        };
        if let Some(body) = arguments.body() {
            let captures = captured::of_generator(body, self.names);
            return self.visitor.capture(expr, &captures);
        }
        let takes: Vec<bool> =
            (0..arguments.expressions().count()).map(|index| arguments.takes(index)).collect();
        for (argument, takes) in arguments.expressions_mut().zip(takes) {
            if takes {
                self.value(argument);
            } else {
                self.place(argument, false);
            }
        }
        if let Some(Pat::Guard(guarded)) = arguments.pattern_mut() {
            self.value(&mut guarded.guard);
        }
        mac.mac.tokens = arguments.into_tokens();
    }
}

/// The part that a call with an `asked` mark is made on.
fn asked(call: &ExprMethodCall) -> Option<Expr> {
    match marks::of(&call.receiver)? {
        Mark::Asked(part) => Some(part),
        _ => None,
    }
}

/// The locals of a `pick_up` mark.
fn picked_up(expr: &Expr) -> Option<(LocalId, LocalId)> {
    match marks::of(places::peel(expr))? {
        Mark::PickUp { taken, kept } => Some((taken, kept)),
        _ => None,
    }
}

/// The local and the value of a `keep` mark.
fn kept(expr: &Expr) -> Option<(LocalId, Expr)> {
    match marks::of(expr)? {
        Mark::Keep(local, value) => Some((local, value)),
        _ => None,
    }
}
