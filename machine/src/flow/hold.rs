//! Temporaries that outlive an await.
//!
//! ```text
//! registry.lock().unwrap().connect(&name()).await
//!
//! t0 = registry.lock().unwrap();  t1 = name();  awaitee = t0.connect(&t1);
//! ```
//!
//! Rust keeps the temporaries of a statement to its end; so does the machine.

use std::slice;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprStruct, UnOp};

use super::lower::{Dest, Lower};
use super::lower_expr::Use;
use super::{Kind, Op, marks, places};
use crate::mentions::{Guess, guess, takes_part};

impl Lower<'_> {
    /// Rewrites an expression without suspensions so that every temporary that it leaves
    /// is a local of the scope `depth`.
    pub(super) fn hold(&mut self, expr: &Expr, depth: usize) -> Expr {
        if !self.leaves_temporaries(expr) {
            return self.verbatim(expr);
        }
        self.enter_operands();
        let held = self.hold_operands(places::peel(expr), depth);
        self.leave_operands();
        held
    }

    /// The same in a scope for the operands.
    fn hold_operands(&mut self, expr: &Expr, depth: usize) -> Expr {
        match expr {
            Expr::MethodCall(call) => {
                let mut call = call.clone();
                let arguments_leave = call.args.iter().any(|arg| self.leaves_temporaries(arg));
                if places::is_place(&call.receiver)
                    || places::is_constant(&call.receiver)
                    || places::is_arguments(&call.receiver)
                {
                    let held = self.hold(&call.receiver, depth);
                    let args: Vec<Expr> = call.args.iter().cloned().collect();
                    *call.receiver = self.find_before(held, &args, Use::Value);
                    if arguments_leave && places::is_steady(&call.receiver) && takes_part(&call) {
                        let saved = self.save(&call.receiver);
                        *call.receiver = marks::owned(&saved, call.receiver.span());
                    }
                } else {
                    let receiver = self.hold(&call.receiver, depth);
                    let is_asked = marks::is_asked(&receiver);
                    if is_asked || is_part(&receiver) && guess(&call) != Guess::Takes {
                        if !is_asked {
                            *call.receiver = marks::asked(&receiver, call.receiver.span());
                        }
                        self.hold_all(call.args.iter_mut().collect(), depth);
                        return Expr::MethodCall(call);
                    }
                    if arguments_leave && takes_part(&call) {
                        *call.receiver = self.save(&receiver);
                        self.hold_all(call.args.iter_mut().collect(), depth);
                        return Expr::MethodCall(call);
                    }
                    if arguments_leave {
                        let is_asked = guess(&call) == Guess::Ask;
                        let written = call.receiver.clone();
                        *call.receiver = self.stay_for_arguments(
                            "receiver",
                            &written,
                            &receiver,
                            (depth, is_asked),
                        );
                    } else {
                        let local =
                            self.temporary("receiver", &call.receiver, Kind::Receiver, depth);
                        *call.receiver = marks::keep(local, &receiver, call.receiver.span());
                    }
                }
                self.hold_all(call.args.iter_mut().collect(), depth);
                Expr::MethodCall(call)
            }
            Expr::Call(call) => {
                let mut call = call.clone();
                if places::calls_value(&call) {
                    self.hold_callee(&mut call, depth);
                    self.hold_all(call.args.iter_mut().collect(), depth);
                } else if self.leaves_temporaries(&call.func) {
                    self.hold_all(
                        std::iter::once(&mut *call.func).chain(&mut call.args).collect(),
                        depth,
                    );
                } else {
                    self.hold_all(call.args.iter_mut().collect(), depth);
                }
                Expr::Call(call)
            }
            Expr::Tuple(tuple) => {
                let mut tuple = tuple.clone();
                self.hold_all(tuple.elems.iter_mut().collect(), depth);
                Expr::Tuple(tuple)
            }
            Expr::Array(array) => {
                let mut array = array.clone();
                self.hold_all(array.elems.iter_mut().collect(), depth);
                Expr::Array(array)
            }
            Expr::Struct(value) => {
                let mut value = value.clone();
                let is_value = value.rest.as_deref().is_some_and(|base| {
                    self.is_output(base) || !(places::is_place(base) || places::is_constant(base))
                });
                let fields = value.fields.iter_mut().map(|field| &mut field.expr);
                self.hold_all(fields.chain(value.rest.as_deref_mut()).collect(), depth);
                // What a base without a name is not asked for is a temporary.
                match value.rest.as_deref() {
                    Some(base) if is_value => self.update(value.clone(), base, depth),
                    _ => Expr::Struct(value),
                }
            }
            Expr::Reference(reference) => {
                let mut reference = reference.clone();
                *reference.expr = match places::is_lent_constant(&reference) {
                    true => self.verbatim(&reference.expr),
                    false => self.hold_changeable(&reference.expr, depth),
                };
                Expr::Reference(reference)
            }
            Expr::RawAddr(reference) => {
                let mut reference = reference.clone();
                *reference.expr = self.hold_place(&reference.expr, depth);
                Expr::RawAddr(reference)
            }
            Expr::Field(field) => {
                let mut field = field.clone();
                *field.base = self.hold_place(&field.base, depth);
                Expr::Field(field)
            }
            Expr::Index(index) => {
                let mut index = index.clone();
                let base = self.hold_place(&index.expr, depth);
                *index.expr = self.find_before(base, slice::from_ref(&index.index), Use::Value);
                *index.index = self.hold(&index.index, depth);
                Expr::Index(index)
            }
            Expr::Unary(unary) => {
                let mut unary = unary.clone();
                *unary.expr = match unary.op {
                    UnOp::Deref(_) => self.hold_place(&unary.expr, depth),
                    _ => self.hold(&unary.expr, depth),
                };
                Expr::Unary(unary)
            }
            Expr::Binary(binary) => {
                let mut binary = binary.clone();
                if places::compares(&binary.op) {
                    let left = self.hold_place(&binary.left, depth);
                    let later = slice::from_ref(&*binary.right);
                    *binary.left = match self.makes(later, Use::Place) && places::is_place(&left) {
                        true => self.compared_before(&left, later, depth),
                        false => left,
                    };
                    *binary.right = self.hold_place(&binary.right, depth);
                } else if !matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
                    self.hold_all(vec![&mut binary.left, &mut binary.right], depth);
                }
                Expr::Binary(binary)
            }
            Expr::Try(value) => {
                let mut value = value.clone();
                *value.expr = self.hold(&value.expr, depth);
                Expr::Try(value)
            }
            Expr::Cast(cast) => {
                let mut cast = cast.clone();
                *cast.expr = self.hold(&cast.expr, depth);
                Expr::Cast(cast)
            }
            Expr::Range(range) => {
                let mut range = range.clone();
                let ends = [range.start.as_deref_mut(), range.end.as_deref_mut()];
                self.hold_all(ends.into_iter().flatten().collect(), depth);
                Expr::Range(range)
            }
            Expr::Macro(mac) if let Some(value) = places::pinned_by(mac) => {
                let value = self.hold(&value, depth);
                self.pin(&value, mac.span(), depth)
            }
            Expr::Macro(mac) if let Some(mut values) = places::values_of(mac) => {
                let mut mac = mac.clone();
                self.hold_all(values.expressions_mut().collect(), depth);
                mac.mac.tokens = values.into_tokens();
                Expr::Macro(mac)
            }
            Expr::Macro(mac) if let Some(mut looked) = places::looks_into(mac) => {
                let mut mac = mac.clone();
                let later: Vec<Expr> = looked.expressions().cloned().collect();
                for (index, argument) in looked.expressions_mut().enumerate() {
                    let held = self.hold_place(argument, depth);
                    *argument = self.find_before(held, &later[index + 1..], Use::Place);
                }
                mac.mac.tokens = looked.into_tokens();
                Expr::Macro(mac)
            }
            Expr::Repeat(repeat) => {
                let mut repeat = repeat.clone();
                *repeat.expr = self.hold(&repeat.expr, depth);
                Expr::Repeat(repeat)
            }
            // What the scrutinee leaves lives as long as the statement.
            Expr::Match(_) | Expr::If(_) | Expr::Block(_) | Expr::Unsafe(_) => {
                let value = self.value_of(expr);
                self.construct_into(expr, Dest::Local(value));
                self.path(value)
            }
            _ => self.verbatim(expr),
        }
    }

    /// `make()(x)`: what is called is a temporary, unless the call takes it.
    fn hold_callee(&mut self, call: &mut ExprCall, depth: usize) {
        let func = self.hold(&call.func, depth);
        if call.args.iter().any(|arg| self.leaves_temporaries(arg)) {
            *call.func = self.put_by(&func, depth);
        } else {
            let local = self.temporary("callee", &call.func, Kind::Receiver, depth);
            *call.func = marks::keep(local, &func, call.func.span());
        }
    }

    /// What is called waits for its arguments.
    pub(super) fn put_by(&mut self, func: &Expr, depth: usize) -> Expr {
        // What a closure takes is not known as long as its types aren't.
        let is_asked = !matches!(places::peel(func), Expr::Closure(_));
        self.stay_for_arguments("callee", func, func, (depth, is_asked))
    }

    /// What a call is made on waits for its arguments: an operand if the call takes it, which may have
    /// to be asked, and a temporary otherwise.
    pub(super) fn stay_for_arguments(
        &mut self,
        base: &str,
        written: &Expr,
        value: &Expr,
        (depth, is_asked): (usize, bool),
    ) -> Expr {
        let kept = self.temporary(base, written, Kind::Temporary, depth);
        let operands = self.depth() - 1;
        if !is_asked || operands == depth {
            self.op(Op::Set { local: kept, value: value.clone() });
            return self.path(kept);
        }
        let taken = self.temporary("operand", written, Kind::Operand, operands);
        let [operand, temporary] = [taken, kept].map(|local| self.flow.locals[local].name.clone());
        self.op(Op::Let {
            pat: syn::parse_quote!((#operand, #temporary)),
            ty: None,
            value: marks::put_aside(value, value.span()),
            otherwise: None,
            binds: vec![taken, kept],
        });
        marks::pick_up(taken, kept, written.span())
    }

    /// `S { a, ..base() }`: what is left of the base is kept.
    pub(super) fn update(&mut self, value: ExprStruct, base: &Expr, depth: usize) -> Expr {
        let rest = self.temporary("rest", base, Kind::Temporary, depth);
        let span = value.span();
        marks::update(rest, &Expr::Struct(value), span)
    }

    /// `pin!(value)`: what is pinned is a temporary.
    pub(super) fn pin(&mut self, value: &Expr, span: Span, depth: usize) -> Expr {
        let local = self.temporary("pinned", value, Kind::Temporary, depth);
        self.op(Op::Set { local, value: value.clone() });
        marks::pin(local, span)
    }

    /// Whether an expression leaves temporaries that live to the end of the statement.
    pub(super) fn leaves_temporaries(&self, expr: &Expr) -> bool {
        places::leaves_temporaries(expr, self.edition)
    }

    /// Holds operands in order: what comes before one that leaves temporaries is saved.
    fn hold_all(&mut self, mut operands: Vec<&mut Expr>, depth: usize) {
        let last = operands.iter().rposition(|operand| self.leaves_temporaries(operand));
        for (index, operand) in operands.iter_mut().enumerate() {
            let value = self.hold(operand, depth);
            **operand = if last.is_some_and(|last| index < last) && !places::is_pure(&value) {
                self.save(&value)
            } else {
                value
            };
        }
    }

    /// What finds a place is evaluated before the temporaries of later operands are made, which
    /// are themselves temporaries where places are `used`.
    ///
    /// ```text
    /// v[f()] < g(&h())
    ///
    /// t = f();  &v[t];  t2 = h();  v[t] < g(&t2)
    /// ```
    fn find_before(&mut self, held: Expr, later: &[Expr], used: Use) -> Expr {
        if !self.makes(later, used) || !places::is_place(&held) || !places::is_indexed(&held) {
            return held;
        }
        self.find(&held, later)
    }

    /// Whether later operands make temporaries, or are some themselves where places are `used`.
    fn makes(&self, later: &[Expr], used: Use) -> bool {
        let is_temporary = |later: &Expr| !places::is_place(later) && !places::is_constant(later);
        later.iter().any(|later| {
            self.leaves_temporaries(later) || used == Use::Place && is_temporary(later)
        })
    }

    /// A place; if a value stands there, its temporary.
    pub(super) fn hold_place(&mut self, expr: &Expr, depth: usize) -> Expr {
        match places::is_constant(expr) {
            true => self.verbatim(expr),
            false => self.hold_changeable(expr, depth),
        }
    }

    /// A place that may be changed; if a value stands there, constant or not, its temporary.
    fn hold_changeable(&mut self, expr: &Expr, depth: usize) -> Expr {
        // `f().x` becomes `t.x`, which is a place.
        let held = self.hold(expr, depth);
        if places::is_place(&held) && !places::is_variant(&held) && !self.is_output(&held) {
            return held;
        }
        let local = self.temporary("temporary", expr, Kind::Temporary, depth);
        self.op(Op::Set { local, value: held });
        self.path(local)
    }
}

/// `t.x`, where `t` is a temporary that `f().x` was made of.
pub(super) fn is_part(held: &Expr) -> bool {
    matches!(places::peel(held), Expr::Field(_)) && places::is_place(held)
}
