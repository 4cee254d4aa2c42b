//! `let`: patterns, extended temporaries, `else`.

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, Pat, Stmt, Type};

use super::lower::{Dest, Lower};
use super::lower_expr::as_temporary;
use super::{Arm, Called, End, Kind, LocalId, Op, called_once, marks, places};
use crate::mentions::{
    Binds, Names, binds_by_ref, binds_by_ref_mut, binds_by_value, binds_of, takes,
};
use crate::model::Condition;
use crate::{names, plain, text};

impl Lower<'_> {
    /// `async fn f((a, b): (A, B))`: the argument is a local of its own, taken apart first.
    pub(super) fn parameter_pattern(&mut self, argument: &Ident, pattern: &Pat) -> Vec<LocalId> {
        let binds = self.declare_bindings(pattern, None);
        let (value, otherwise) = (syn::parse_quote!(#argument), None);
        let (pat, bound) = (pattern.clone(), binds.clone());
        self.op(Op::Let { pat, ty: None, value, otherwise, binds });
        bound
    }

    pub(super) fn let_statement(&mut self, local: &syn::Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => ((*typed.pat).clone(), Some((*typed.ty).clone())),
            pat => (pat.clone(), None),
        };
        let Some(init) = &local.init else {
            for bind in self.declare_bindings(&pat, ty) {
                self.op(Op::Declare(bind));
            }
            return;
        };
        if let Expr::Reference(_) = places::peel(&init.expr) {
            self.ask_about_constants(&init.expr);
        }
        let block_scope = self.depth() - 1;
        let is_shared = shares_statement(&pat, &init.expr);
        if is_shared {
            self.enter_statement(local.span());
        }
        let extended_before = self.scope_locals(block_scope).len();
        let init_expr = self.extend_temporaries(&init.expr, &pat, block_scope);
        let extended = self.scope_locals(block_scope)[extended_before..].to_vec();
        if !is_shared {
            self.enter_statement(local.span());
        }
        let otherwise = init.diverge.as_ref().map(|(_, otherwise)| &**otherwise);
        let binds = self.declare_bindings_at(&pat, ty.clone(), block_scope);
        if let Some(otherwise) = otherwise
            && (!extended.is_empty() || self.comes_apart(otherwise))
        {
            return self.let_else_suspending((&pat, ty), binds, &init_expr, otherwise, &extended);
        }
        if let ([bind], Pat::Ident(_)) = (&*binds, &pat)
            && plain::is_plain_value(&init_expr)
        {
            self.flow.locals[*bind].plain = true;
        }
        if let [bind] = *binds
            && ty.is_none()
        {
            self.flow.locals[bind].called = self.called(&pat, &init_expr);
        }
        if marks::is_handed(&local.attrs) {
            binds.iter().for_each(|bind| self.flow.locals[*bind].handed = true);
        }
        let value = self.expr(&init_expr);
        if let Some(otherwise) = otherwise.filter(|_| self.holds_temporaries()) {
            let (place, ends) = self.set_scrutinee(&value, ty);
            return self.choose(&pat, binds, place, (&ends, &extended), otherwise);
        }
        // What a pattern doesn't take of a value dies with the statement.
        let simple =
            matches!(&pat, Pat::Ident(name) if names::binds(name) && name.subpat.is_none());
        let value = match !simple && self.holds_temporaries() {
            // Among the temporaries of the statement, and after what is bound.
            true if binds_of([&pat]) == Binds::Parts => self.hold_place(&value, self.temporaries()),
            // What it leaves dies before what is bound, and so do the temporaries before it.
            true => self.hold(&value, self.temporaries()),
            false => value,
        };
        let value = match self.is_output(&value) && !simple {
            true => as_temporary(&value),
            false => value,
        };
        let otherwise = otherwise.map(|otherwise| self.verbatim(otherwise));
        self.op(Op::Let { pat, ty, value, otherwise, binds });
        self.leave();
    }

    /// What a call does to what a `let` binds.
    fn called(&self, pat: &Pat, init: &Expr) -> Called {
        let closure = called_once::named_closure(pat, init);
        match closure.filter(|(name, _)| self.called_once.contains(&name.to_string())) {
            Some((_, closure)) if closure.capture.is_none() => Called::Taken,
            Some((_, closure)) if !takes(closure, &Names::of(&self.flow)).is_empty() => Called::Ask,
            _ => Called::InPlace,
        }
    }

    /// An `else` that awaits before it leaves.
    fn let_else_suspending(
        &mut self,
        (pat, ty): (&Pat, Option<Type>),
        binds: Vec<LocalId>,
        init: &Expr,
        otherwise: &Expr,
        extended: &[LocalId],
    ) {
        // A place stays where it is: what doesn't match is not moved out of it.
        let (place, ends) = if places::is_place(init) && !self.comes_apart(init) {
            (self.verbatim(init), self.take_scope())
        } else {
            let value = self.expr(init);
            self.set_scrutinee(&value, ty)
        };
        self.choose(pat, binds, place, (&ends, extended), otherwise);
    }

    /// Gives the value that a pattern is tried on a place, and leaves the scope of its
    /// temporaries: what comes back as well is what ends with it.
    fn set_scrutinee(&mut self, value: &Expr, ty: Option<Type>) -> (Expr, Vec<LocalId>) {
        let scrutinee = self.unowned("value", value, Kind::Temporary);
        let value = self.hold(value, self.temporaries());
        if ty.is_some() {
            self.flow.locals[scrutinee].ty = ty;
            self.op(Op::Declare(scrutinee));
        }
        self.op(Op::Set { local: scrutinee, value });
        let mut ends = vec![scrutinee];
        ends.extend(self.take_scope());
        (self.path(scrutinee), ends)
    }

    /// Goes on if the pattern matches, and leaves otherwise. What is left of a value, and its
    /// temporaries, die before what is done otherwise.
    fn choose(
        &mut self,
        pat: &Pat,
        binds: Vec<LocalId>,
        place: Expr,
        (ends, extended): (&[LocalId], &[LocalId]),
        otherwise: &Expr,
    ) {
        let (matched, missed) = (self.block("Matched"), self.block("Else"));
        let condition = |text: String| Condition { text, line: pat.span().start().line };
        let arms = vec![
            Arm {
                pat: pat.clone(),
                guard: None,
                binds,
                sees: Vec::new(),
                to: matched,
                condition: condition(text::one_line(pat)),
            },
            Arm {
                pat: syn::parse_quote!(_),
                guard: None,
                binds: Vec::new(),
                sees: Vec::new(),
                to: missed,
                condition: condition("else".into()),
            },
        ];
        self.end(End::Match { place, arms });
        self.current = missed;
        ends.iter().for_each(|local| self.op(Op::End(*local)));
        extended.iter().rev().for_each(|local| self.op(Op::End(*local)));
        self.expr_into(otherwise, Dest::Discard);
        self.end(End::Unreachable);
        self.current = matched;
        ends.iter().for_each(|local| self.op(Op::End(*local)));
    }

    /// Declares what a pattern binds, in the innermost scope.
    pub(super) fn declare_bindings(&mut self, pat: &Pat, ty: Option<Type>) -> Vec<LocalId> {
        self.declare_bindings_at(pat, ty, self.depth() - 1)
    }

    /// The same in the scope `depth`.
    fn declare_bindings_at(&mut self, pat: &Pat, ty: Option<Type>, depth: usize) -> Vec<LocalId> {
        let mut found = Bindings::default();
        found.visit_pat(pat);
        let single = matches!(pat, Pat::Ident(_));
        let mut locals = Vec::new();
        for ident in found.idents {
            if self.local_named(&ident).is_none() {
                let ty = ty.clone().filter(|_| single);
                locals.push(self.declare(&ident, Kind::Binding, ty, depth));
            }
        }
        locals
    }

    /// `let x = &f();`: what `f` makes lives as long as `x`. It becomes a local of the
    /// block, declared before `x`.
    fn extend_temporaries(&mut self, init: &Expr, pat: &Pat, depth: usize) -> Expr {
        if binds_by_ref(pat) {
            // What may change is no constant.
            return match binds_by_ref_mut(pat) && places::is_constant(init) {
                true => self.extended(init, depth),
                false => self.extend_place(init, depth),
            };
        }
        match init {
            Expr::Reference(reference) if !places::is_lent_constant(reference) => {
                let mut reference = reference.clone();
                *reference.expr = match reference.mutability {
                    Some(_) if places::is_constant(&reference.expr) => {
                        self.extended(&reference.expr, depth)
                    }
                    _ => self.extend_place(&reference.expr, depth),
                };
                Expr::Reference(reference)
            }
            Expr::RawAddr(reference) => {
                let mut reference = reference.clone();
                *reference.expr = self.extend_place(&reference.expr, depth);
                Expr::RawAddr(reference)
            }
            Expr::Tuple(tuple) => {
                let mut tuple = tuple.clone();
                self.extend_all(tuple.elems.iter_mut().collect(), depth);
                Expr::Tuple(tuple)
            }
            Expr::Array(array) => {
                let mut array = array.clone();
                self.extend_all(array.elems.iter_mut().collect(), depth);
                Expr::Array(array)
            }
            Expr::Cast(cast) => {
                let mut cast = cast.clone();
                *cast.expr = self.extend_temporaries(&cast.expr, &syn::parse_quote!(_), depth);
                Expr::Cast(cast)
            }
            Expr::Struct(value) => {
                let mut value = value.clone();
                let fields = value.fields.iter_mut().map(|field| &mut field.expr);
                self.extend_all(fields.collect(), depth);
                Expr::Struct(value)
            }
            // `Some(&f())`, unlike a call of a function.
            Expr::Call(call) if places::is_constructor(&call.func) => {
                let mut call = call.clone();
                self.extend_all(call.args.iter_mut().collect(), depth);
                Expr::Call(call)
            }
            Expr::Paren(paren) => self.extend_temporaries(&paren.expr, pat, depth),
            // `unsafe { &mut *f() }`
            Expr::Unsafe(block) if let Some(tail) = places::only_tail(&block.block) => {
                let mut block = block.clone();
                block.block.stmts =
                    vec![Stmt::Expr(self.extend_temporaries(tail, pat, depth), None)];
                Expr::Unsafe(block)
            }
            Expr::Block(block) if let Some(tail) = places::only_tail(&block.block) => {
                let mut block = block.clone();
                block.block.stmts =
                    vec![Stmt::Expr(self.extend_temporaries(tail, pat, depth), None)];
                Expr::Block(block)
            }
            Expr::Macro(mac) if let Some(value) = places::pinned_by(mac) => {
                let local = self.extended_local(&value, depth);
                marks::pin(local, mac.span())
            }
            _ => init.clone(),
        }
    }

    /// Operands of which some leave extended temporaries: what comes before these is
    /// evaluated before them.
    fn extend_all(&mut self, mut operands: Vec<&mut Expr>, depth: usize) {
        let last = operands.iter().rposition(|operand| places::extends(operand));
        self.enter_operands();
        for (index, operand) in operands.iter_mut().enumerate() {
            let value = self.extend_temporaries(operand, &syn::parse_quote!(_), depth);
            let settled = places::is_pure(&value)
                || matches!(&value, Expr::Reference(to) if places::is_steady(&to.expr));
            **operand = if last.is_some_and(|last| index < last) && !settled {
                let held = self.expr(&value);
                let held = self.hold(&held, self.temporaries());
                self.save(&held)
            } else {
                value
            };
        }
        self.leave_operands();
    }

    /// The operand of an extended borrow: what is at the bottom of `f().x[0]` is extended.
    fn extend_place(&mut self, place: &Expr, depth: usize) -> Expr {
        match places::peel(place) {
            place if places::is_constant(place) => place.clone(),
            Expr::Path(_) => place.clone(),
            Expr::Field(field) => {
                let mut field = field.clone();
                *field.base = self.extend_place(&field.base, depth);
                Expr::Field(field)
            }
            Expr::Index(index) => {
                let mut index = index.clone();
                *index.expr = self.extend_place(&index.expr, depth);
                Expr::Index(index)
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                let mut unary = unary.clone();
                *unary.expr = self.extend_place(&unary.expr, depth);
                Expr::Unary(unary)
            }
            value => {
                let inner = self.extend_temporaries(value, &syn::parse_quote!(_), depth);
                self.extended(&inner, depth)
            }
        }
    }

    fn extended(&mut self, value: &Expr, depth: usize) -> Expr {
        let local = self.extended_local(value, depth);
        self.path(local)
    }

    fn extended_local(&mut self, value: &Expr, depth: usize) -> LocalId {
        let local = self.temporary("extended", value, Kind::Temporary, depth);
        let is_shared = self.temporaries() > depth;
        if !is_shared {
            self.enter_statement(value.span());
        }
        let mut value = self.expr(value);
        if is_shared {
            value = self.hold(&value, self.temporaries());
        }
        self.op(Op::Set { local, value });
        if !is_shared {
            self.leave();
        }
        local
    }
}

/// Whether the temporaries of what is extended have to live to the end of the `let`: something
/// happens between.
///
/// ```text
/// let pair = (&f(&a()), b());     // a, f, b; then a is dropped
/// let (ref x, y) = (f(&a()), b());
/// ```
fn shares_statement(pat: &Pat, init: &Expr) -> bool {
    let is_place = places::is_place(init);
    (binds_by_ref(pat) && binds_by_value(pat) && !is_place)
        || (places::extends(init) && evaluates_more(init))
}

/// Whether there is more in a value than what it borrows.
fn evaluates_more(value: &Expr) -> bool {
    let more = |elems: &mut dyn Iterator<Item = &Expr>| {
        let elems: Vec<&Expr> = elems.collect();
        elems.len() > 1 || elems.into_iter().any(evaluates_more)
    };
    match places::peel(value) {
        Expr::Reference(reference) => evaluates_more(&reference.expr),
        Expr::RawAddr(reference) => evaluates_more(&reference.expr),
        Expr::Field(field) => evaluates_more(&field.base),
        Expr::Index(_) => true,
        Expr::Unary(unary) => evaluates_more(&unary.expr),
        Expr::Cast(cast) => evaluates_more(&cast.expr),
        Expr::Tuple(tuple) => more(&mut tuple.elems.iter()),
        Expr::Array(array) => more(&mut array.elems.iter()),
        Expr::Struct(value) => more(&mut value.fields.iter().map(|field| &field.expr)),
        Expr::Call(call) if places::is_constructor(&call.func) => more(&mut call.args.iter()),
        Expr::Block(block) => places::only_tail(&block.block).is_some_and(evaluates_more),
        Expr::Unsafe(block) => places::only_tail(&block.block).is_some_and(evaluates_more),
        _ => false,
    }
}

/// The names that a pattern binds.
#[derive(Default)]
struct Bindings {
    idents: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if names::binds(pat) && !self.idents.contains(&pat.ident) {
            self.idents.push(pat.ident.clone());
        }
        visit::visit_pat_ident(self, pat);
    }
    fn visit_expr(&mut self, _: &'ast Expr) {}
}
