//! Expressions with a suspension in them: operands in order.
//!
//! ```text
//! f(a(), b().await, c())
//!
//! t = a();  awaitee = b();  …ready: output…   f(t, output, c())
//! ```

use std::slice;

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprAwait, ExprBinary, ExprCall, ExprMacro, ExprMethodCall, UnOp};

use super::changes::{self, Change};
use super::hold::is_part;
use super::lower::{Dest, Lower};
use super::{Called, End, Kind, LocalId, Op, Wait, marks, places, suspends};
use crate::macros::{self, Arguments, Shape};
use crate::mentions::{Guess, guess, takes_part};
use crate::model::Condition;
use crate::tokens;

/// How an operand is used by the expression around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Its value is taken.
    Value,
    /// It is borrowed, or looked into: a value standing here is a temporary.
    Place,
    /// It is compared with what comes after it: copied before, or borrowed.
    Compared,
}

impl Lower<'_> {
    /// Evaluates an expression up to its last suspension. What comes back is evaluated
    /// exactly once, by the very next thing that is written down.
    pub(super) fn expr(&mut self, expr: &Expr) -> Expr {
        let is_whole = std::mem::take(&mut self.is_whole);
        if !self.comes_apart(expr) {
            return self.verbatim(expr);
        }
        let nests = matches!(places::peel(expr), Expr::Macro(mac) if macros::nests(&mac.mac));
        match places::peel(expr) {
            Expr::Await(expr) => self.await_point(expr),
            expr if is_whole && !nests => {
                self.shares_scope = true;
                self.expr_of_operands(expr)
            }
            expr => {
                self.shares_scope = false;
                self.enter_operands();
                let value = self.expr_of_operands(expr);
                self.leave_operands();
                value
            }
        }
    }

    /// The same in a scope for the operands.
    fn expr_of_operands(&mut self, expr: &Expr) -> Expr {
        match expr {
            Expr::Call(call) => {
                let mut call = call.clone();
                if places::calls_value(&call) {
                    return self.value_call(call);
                }
                let mut operands: Vec<(&mut Expr, Use)> = Vec::new();
                let args: Vec<Expr> = call.args.iter().cloned().collect();
                let changes = changes::of(&call.func, &args) != Change::Nothing;
                let once = self.is_called_once(&call.func);
                if changes || once || !places::is_steady(&call.func) {
                    operands.push((&mut call.func, Use::Value));
                }
                operands.extend(call.args.iter_mut().map(|arg| (arg, Use::Value)));
                self.operands(operands);
                if let Some(saved) = self.local_of(&call.func).filter(|_| once) {
                    self.flow.locals[saved].called = Called::Taken;
                }
                Expr::Call(call)
            }
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Field(field) => {
                let mut field = field.clone();
                self.operands(vec![(&mut field.base, Use::Place)]);
                Expr::Field(field)
            }
            Expr::Index(index) => {
                let mut index = index.clone();
                self.operands(vec![(&mut index.expr, Use::Place), (&mut index.index, Use::Value)]);
                Expr::Index(index)
            }
            Expr::Unary(unary) => {
                let mut unary = unary.clone();
                let used = if matches!(unary.op, UnOp::Deref(_)) { Use::Place } else { Use::Value };
                self.operands(vec![(&mut unary.expr, used)]);
                Expr::Unary(unary)
            }
            Expr::Reference(reference) => {
                let mut reference = reference.clone();
                self.operands(vec![(&mut reference.expr, Use::Place)]);
                Expr::Reference(reference)
            }
            Expr::RawAddr(reference) => {
                let mut reference = reference.clone();
                self.operands(vec![(&mut reference.expr, Use::Place)]);
                Expr::RawAddr(reference)
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Assign(assign) => {
                let mut assign = assign.clone();
                *assign.right = self.expr(&assign.right);
                if self.comes_apart(&assign.left) {
                    let right = self.save(&assign.right);
                    *assign.right = right;
                    *assign.left = self.expr(&assign.left);
                } else {
                    *assign.left = self.verbatim(&assign.left);
                    if self.is_output(&assign.right) && !places::is_place(&assign.left) {
                        *assign.right = as_temporary(&assign.right);
                    }
                }
                Expr::Assign(assign)
            }
            Expr::Struct(value) => {
                let mut value = value.clone();
                let is_value = value.rest.as_deref().is_some_and(|base| !places::is_place(base));
                let mut operands: Vec<_> =
                    value.fields.iter_mut().map(|field| (&mut field.expr, Use::Value)).collect();
                operands.extend(value.rest.as_deref_mut().map(|rest| (rest, Use::Place)));
                self.operands(operands);
                match value.rest.as_deref() {
                    // It was put aside.
                    Some(base) if is_value && places::is_place(base) => {
                        self.update(value.clone(), base, self.temporaries())
                    }
                    _ => Expr::Struct(value),
                }
            }
            Expr::Tuple(tuple) => {
                let mut tuple = tuple.clone();
                self.operands(tuple.elems.iter_mut().map(|elem| (elem, Use::Value)).collect());
                Expr::Tuple(tuple)
            }
            Expr::Array(array) => {
                let mut array = array.clone();
                self.operands(array.elems.iter_mut().map(|elem| (elem, Use::Value)).collect());
                Expr::Array(array)
            }
            Expr::Repeat(repeat) => {
                let mut repeat = repeat.clone();
                self.operands(vec![(&mut repeat.expr, Use::Value)]);
                Expr::Repeat(repeat)
            }
            Expr::Range(range) => {
                let mut range = range.clone();
                let ends = [range.start.as_deref_mut(), range.end.as_deref_mut()];
                self.operands(ends.into_iter().flatten().map(|end| (end, Use::Value)).collect());
                Expr::Range(range)
            }
            Expr::Cast(cast) => {
                let mut cast = cast.clone();
                self.operands(vec![(&mut cast.expr, Use::Value)]);
                Expr::Cast(cast)
            }
            Expr::Try(value) => {
                let mut value = value.clone();
                self.operands(vec![(&mut value.expr, Use::Value)]);
                Expr::Try(value)
            }
            Expr::Macro(mac) => self.macro_call(mac),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                self.expr_into(expr, Dest::Discard);
                syn::parse_quote!(::core::unreachable!())
            }
            construct if places::is_construct(construct) => {
                let value = self.value_of(expr);
                self.construct_into(expr, Dest::Local(value));
                self.path(value)
            }
            _ => {
                self.refuse(expr.span(), "pinata: `.await` isn't supported in this expression; give what is awaited a name first: `let value = ….await;`");
                expr.clone()
            }
        }
    }

    /// Writes down an awaited future and the block that waits for it.
    fn await_point(&mut self, expr: &ExprAwait) -> Expr {
        self.ask_about_constants(&expr.base);
        let depth = self.temporaries();
        let base = if self.comes_apart(&expr.base) {
            let base = self.expr(&expr.base);
            self.hold(&base, depth)
        } else {
            self.hold(&expr.base, depth)
        };
        let whole = Expr::Await(expr.clone());
        let awaits = marks::awaits(&expr.attrs).unwrap_or_else(|| (*expr.base).clone());
        self.wait(base, awaits, &whole, expr.await_token.span)
    }

    /// Waits for a future; what comes back is what it is ready with.
    pub(super) fn wait(&mut self, future: Expr, awaits: Expr, whole: &Expr, span: Span) -> Expr {
        let awaitee = self.unowned("awaitee", &awaits, Kind::Awaitee);
        self.op(Op::Set { local: awaitee, value: future });
        let output = self.unowned("output", whole, Kind::Output);
        let block = self.block("Await");
        self.goto(block);
        self.current = block;
        self.flow.blocks[block].wait = Some(Wait { awaitee, output, awaits, span });
        self.path(output)
    }

    /// Evaluates operands in order, in place. Those before the last suspension are saved.
    fn operands(&mut self, operands: Vec<(&mut Expr, Use)>) {
        self.operands_after(false, operands);
    }

    /// The same where a receiver, or what is called, may have come before.
    fn operands_after(&mut self, receiver: bool, mut operands: Vec<(&mut Expr, Use)>) {
        let Some(last) = operands.iter().rposition(|(operand, _)| self.comes_apart(operand)) else {
            return;
        };
        let shares_scope = std::mem::take(&mut self.shares_scope);
        let written: Vec<Expr> = operands.iter().map(|(operand, _)| (**operand).clone()).collect();
        let leaves_more = written[last + 1..].iter().any(|expr| self.leaves_temporaries(expr));
        for (index, (operand, used)) in operands.iter_mut().enumerate() {
            let suspending = self.comes_apart(operand);
            if index < last {
                **operand = self.operand_before(operand, *used, &written[index + 1..]);
            } else if suspending {
                **operand = self.expr(operand);
                let more = written[index + 1..].iter().any(|operand| !places::is_settled(operand));
                if shares_scope
                    && (self.holds_temporaries() || leaves_more)
                    && (more || (receiver || index > 0) && !self.is_output(operand))
                {
                    let later = &written[index + 1..];
                    **operand = self.put_aside(operand, *used, self.temporaries(), later);
                } else if *used != Use::Value && self.is_output(operand) {
                    **operand = as_temporary(operand);
                }
            } else if shares_scope
                && (self.holds_temporaries() || leaves_more)
                && !places::is_settled(operand)
            {
                // Should it panic, the operands before it die after the temporaries.
                let later = &written[index + 1..];
                **operand = self.put_aside(operand, *used, self.temporaries(), later);
            } else {
                **operand = self.verbatim(operand);
            }
        }
    }

    /// An operand that a later one suspends after.
    fn operand_before(&mut self, operand: &Expr, used: Use, later: &[Expr]) -> Expr {
        let depth = self.temporaries();
        if places::is_pure(operand) {
            return operand.clone();
        }
        if used == Use::Compared && places::is_place(operand) && !self.comes_apart(operand) {
            let place = self.hold_place(operand, depth);
            return self.compared_before(&place, later, depth);
        }
        if used != Use::Value && places::is_steady(operand) {
            return self.steady_before(operand, later);
        }
        let value = self.expr(operand);
        self.put_aside(&value, used, depth, later)
    }

    /// Finds a place before later operands are evaluated.
    pub(super) fn find(&mut self, place: &Expr, later: &[Expr]) -> Expr {
        let place = self.settle(place);
        self.steady_before(&place, later)
    }

    /// `v[f()]` becomes `v[t]`: what a place is found by is evaluated now.
    fn settle(&mut self, place: &Expr) -> Expr {
        let mut place = places::peel(place).clone();
        match &mut place {
            Expr::Field(field) => *field.base = self.settle(&field.base),
            Expr::Unary(unary) => *unary.expr = self.settle(&unary.expr),
            Expr::Index(index) => {
                *index.expr = self.settle(&index.expr);
                if !places::is_steady_index(index) {
                    *index.index = self.save(&index.index);
                }
            }
            _ => {}
        }
        place
    }

    fn put_aside(&mut self, value: &Expr, used: Use, depth: usize, later: &[Expr]) -> Expr {
        match used {
            Use::Compared if places::is_place(value) => {
                let held = self.hold_place(value, depth);
                self.compared_before(&held, later, depth)
            }
            Use::Place | Use::Compared => {
                let held = self.hold_place(value, depth);
                if !places::is_indexed(&held) || places::is_steady(&held) {
                    return held;
                }
                self.find(&held, later)
            }
            Use::Value => {
                let value = self.hold(value, depth);
                self.save(&value)
            }
        }
    }

    /// A place that is compared with what comes later. It may change meanwhile, if rustc has copied
    /// its value before.
    ///
    /// ```text
    /// x.n < next(&mut x).await
    ///
    /// operand = Compared(&x.n).before();  …;  *operand < output
    /// ```
    pub(super) fn compared_before(&mut self, place: &Expr, later: &[Expr], depth: usize) -> Expr {
        let is_mentioned = |name: &syn::Ident| {
            later.iter().any(|later| tokens::mentions(later.to_token_stream()).contains(name))
        };
        if let Expr::Path(path) = places::peel(place)
            && path.path.get_ident().is_none_or(|name| !is_mentioned(name))
        {
            return self.steady_before(place, later);
        }
        let local = self.temporary("compared", place, Kind::Temporary, depth);
        self.flow.locals[local].plain = true;
        self.op(Op::Set { local, value: marks::compared(place, place.span()) });
        let path = self.path(local);
        syn::parse_quote_spanned!(place.span()=> (*#path))
    }

    /// A place that a later operand suspends after stays where it is, unless that operand
    /// changes it.
    fn steady_before(&mut self, place: &Expr, later: &[Expr]) -> Expr {
        match changes::of(place, later) {
            Change::Nothing => {
                // An index that is out of bounds is noticed at once.
                if places::is_indexed(place) {
                    let place = self.verbatim(place);
                    self.op(Op::Code(syn::parse_quote!(&#place)));
                }
                place.clone()
            }
            Change::Itself => self.save(place),
            Change::Behind => {
                let message = "pinata: this is read before it changes around the `.await`; give its value a name first: `let value = …;`";
                self.refuse(place.span(), message);
                place.clone()
            }
        }
    }

    /// Puts a value aside until the other operands have theirs.
    pub(super) fn save(&mut self, value: &Expr) -> Expr {
        let local = self.temporary("operand", value, Kind::Temporary, self.depth() - 1);
        if crate::plain::is_plain_value(value) {
            self.flow.locals[local].plain = true;
        }
        self.op(Op::Set { local, value: value.clone() });
        self.path(local)
    }

    pub(super) fn is_output(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = places::peel(expr) else { return false };
        path.path
            .get_ident()
            .and_then(|name| self.local_named(name))
            .is_some_and(|local| matches!(self.flow.locals[local].kind, Kind::Output | Kind::Value))
    }

    fn is_called_once(&self, func: &Expr) -> bool {
        self.local_of(func).is_some_and(|local| self.flow.locals[local].called == Called::Taken)
    }

    /// `make()(x)`
    fn value_call(&mut self, mut call: ExprCall) -> Expr {
        let depth = self.temporaries();
        let func = self.expr(&call.func);
        if call.args.iter().any(|arg| self.comes_apart(arg)) {
            let func = self.hold(&func, depth);
            *call.func = self.put_by(&func, depth);
            let args = call.args.iter_mut().map(|arg| (arg, Use::Value));
            self.operands_after(true, args.collect());
        } else {
            *call.func = as_temporary(&func);
            for arg in &mut call.args {
                *arg = self.verbatim(arg);
            }
        }
        Expr::Call(call)
    }

    /// The local that a path names.
    fn local_of(&self, expr: &Expr) -> Option<LocalId> {
        let Expr::Path(path) = places::peel(expr) else { return None };
        self.local_named(path.path.get_ident()?)
    }

    fn method_call(&mut self, call: &ExprMethodCall) -> Expr {
        let mut call = call.clone();
        let depth = self.temporaries();
        if call.args.iter().any(|arg| self.comes_apart(arg)) {
            // The receiver comes first. A place is borrowed by the call itself.
            if places::is_steady(&call.receiver) && takes_part(&call) {
                let saved = self.save(&call.receiver);
                *call.receiver = marks::owned(&saved, call.receiver.span());
            } else if !places::is_steady(&call.receiver) {
                let receiver = self.expr(&call.receiver);
                let receiver = self.hold(&receiver, depth);
                // What the method takes is an operand, what it borrows a temporary.
                *call.receiver = if takes_part(&call) {
                    self.save(&receiver)
                } else if places::is_place(&receiver) && places::is_indexed(&receiver) {
                    let args: Vec<Expr> = call.args.iter().cloned().collect();
                    self.find(&receiver, &args)
                } else if is_part(&receiver) {
                    marks::asked(&receiver, call.receiver.span())
                } else {
                    let is_asked = guess(&call) == Guess::Ask
                        && call
                            .args
                            .iter()
                            .any(|arg| places::may_leave_temporaries(arg, self.edition));
                    let written = call.receiver.clone();
                    self.stay_for_arguments("receiver", &written, &receiver, (depth, is_asked))
                };
            } else {
                let args: Vec<Expr> = call.args.iter().cloned().collect();
                *call.receiver = self.steady_before(&call.receiver, &args);
            }
            let args = call.args.iter_mut().map(|arg| (arg, Use::Value));
            self.operands_after(true, args.collect());
        } else {
            let receiver = self.expr(&call.receiver);
            *call.receiver = as_temporary(&receiver);
            for arg in &mut call.args {
                *arg = self.verbatim(arg);
            }
        }
        Expr::MethodCall(call)
    }

    fn binary(&mut self, binary: &ExprBinary) -> Expr {
        let mut binary = binary.clone();
        if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
            return self.lazy(&binary);
        }
        let compound = places::assigns(&binary.op);
        if compound {
            if !places::is_steady(&binary.left) && !is_same_later(&binary) {
                let message = "pinata: whether the place or the value comes first depends on their types; give the place a name: `let place = &mut …; *place += ….await;`, or the value: `let value = ….await; … += value;`";
                self.refuse(binary.left.span(), message);
            }
            *binary.right = self.expr(&binary.right);
            *binary.left = self.expr(&binary.left);
            return Expr::Binary(binary);
        }
        let (left, right) = match places::compares(&binary.op) {
            true => (Use::Compared, Use::Place),
            false => (Use::Value, Use::Value),
        };
        self.operands(vec![(&mut binary.left, left), (&mut binary.right, right)]);
        Expr::Binary(binary)
    }

    /// `a && b.await`: the right side is a branch.
    fn lazy(&mut self, binary: &ExprBinary) -> Expr {
        let whole = Expr::Binary(binary.clone());
        let value = self.value_of(&whole);
        self.flow.locals[value].plain = true;
        let is_and = matches!(binary.op, BinOp::And(_));
        let (right, short, join) = (self.block("Right"), self.block("Short"), self.block("Join"));
        self.enter_whole(binary.left.span());
        let left = self.expr(&binary.left);
        let left = self.save_if_scope_is_used(&left);
        let line = binary.left.span().start().line;
        let text = crate::text::one_line(&binary.left);
        let condition = |text: String| Condition { text, line };
        let (yes, no) = (condition(text.clone()), condition(format!("!({text})")));
        let (then, otherwise) =
            if is_and { ((right, yes), (short, no)) } else { ((short, yes), (right, no)) };
        self.leave();
        self.end(End::If { cond: left, then, otherwise });
        self.current = short;
        let known: Expr = if is_and { syn::parse_quote!(false) } else { syn::parse_quote!(true) };
        self.op(Op::Set { local: value, value: known });
        self.goto(join);
        self.current = right;
        let right = &*binary.right;
        self.whole_into(
            right,
            Dest::Local(value),
            |right| syn::parse_quote_spanned!(right.span()=> if #right { true } else { false }),
        );
        self.goto(join);
        self.current = join;
        self.path(value)
    }

    /// A condition is known before the temporaries of its expression die.
    pub(super) fn save_if_scope_is_used(&mut self, condition: &Expr) -> Expr {
        if self.innermost_ends().is_empty() {
            return condition.clone();
        }
        let local = self.unowned("condition", condition, Kind::Output);
        self.flow.locals[local].plain = true;
        self.op(Op::Set { local, value: condition.clone() });
        self.path(local)
    }

    /// A macro of std with a suspension among its arguments.
    fn macro_call(&mut self, mac: &ExprMacro) -> Expr {
        let mut mac = mac.clone();
        if let Some(value) = places::pinned_by(&mac) {
            let value = self.expr(&value);
            let value = self.hold(&value, self.temporaries());
            return self.pin(&value, mac.span(), self.temporaries());
        }
        let Some(mut arguments) = macros::parse(&mac.mac) else {
            return self.hidden_wait(&mac);
        };
        let shape = arguments.shape();
        let compared = if shape == Shape::Compare { 2 } else { 1 };
        let late = arguments.expressions().skip(compared).find(|arg| suspends::expr(arg));
        if let Some(late) = late.filter(|_| matches!(shape, Shape::Assert | Shape::Compare)) {
            let message =
                "pinata: the message of an assertion is made only when it fails; await before it";
            self.refuse(late.span(), message);
        }
        if shape == Shape::Assert {
            return self.assert(mac, arguments);
        }
        // `format!` and `println!` have a statement of their own.
        let own = macros::is_statement(&mac.mac).then(|| {
            self.enter_statement(mac.span());
            self.unowned("value", &Expr::Macro(mac.clone()), Kind::Value)
        });
        let uses: Vec<Use> = (0..arguments.expressions().count())
            .map(|index| if arguments.takes(index) { Use::Value } else { Use::Place })
            .collect();
        // The message of a comparison stays where it is made, if at all.
        let evaluated = if shape == Shape::Compare { compared } else { uses.len() };
        let mut expressions = arguments.expressions_mut().zip(uses);
        self.operands(expressions.by_ref().take(evaluated).collect());
        expressions.for_each(|(message, _)| *message = self.verbatim(message));
        mac.mac.tokens = arguments.into_tokens();
        let Some(value) = own else { return Expr::Macro(mac) };
        self.op(Op::Set { local: value, value: Expr::Macro(mac) });
        self.leave();
        self.path(value)
    }

    /// The condition is known, and what it left is dropped, before the assertion fails.
    fn assert(&mut self, mut mac: ExprMacro, mut arguments: Arguments) -> Expr {
        // The message quotes a condition that will not be there.
        if arguments.expressions().count() == 1 {
            let condition = crate::text::one_line(&arguments.expressions().next());
            let message = format!("assertion failed: {condition}");
            arguments.push(syn::parse_quote!("{}"));
            arguments.push(syn::parse_quote!(#message));
        }
        if let Some(condition) = arguments.expressions_mut().next() {
            self.enter_whole(condition.span());
            let value = self.expr(condition);
            *condition = self.save_if_scope_is_used(&value);
            self.leave();
        }
        let message = arguments.expressions_mut().skip(1);
        message.for_each(|part| *part = self.verbatim(part));
        mac.mac.tokens = arguments.into_tokens();
        Expr::Macro(mac)
    }
}

/// Whether a value is the same before and after the place that it is added to is found:
/// `*x.lock().await += n`.
fn is_same_later(compound: &ExprBinary) -> bool {
    let (place, value) = (&compound.left, &compound.right);
    places::is_constant(value)
        || places::is_steady(value) && changes::of(value, slice::from_ref(place)) == Change::Nothing
}

/// `{output}`: a value again, whose temporary dies with the statement.
pub(super) fn as_temporary(value: &Expr) -> Expr {
    match places::peel(value) {
        Expr::Path(_) => syn::parse_quote!({ #value }),
        _ => value.clone(),
    }
}
