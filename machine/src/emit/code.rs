//! The user's code, with every mention of a kept local led to where it lives.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMacro, Pat};

use super::poll::label;
use super::{Emit, own, respan};
use crate::flow::LocalId;
use crate::flow::marks::Mark;
use crate::held::Home;
use crate::macros;
use crate::mentions::{self, Binds, Capture, Visitor};

impl Emit<'_> {
    /// An expression whose value is taken.
    pub fn value(&self, expr: &Expr, live_after: &BTreeSet<LocalId>) -> TokenStream {
        self.rewrite(expr, live_after, |expr, rewrite| {
            mentions::walk(expr, self.names, rewrite);
        })
    }

    /// What decides which way the code goes.
    pub fn condition(&self, expr: &Expr, live_after: &BTreeSet<LocalId>) -> TokenStream {
        self.rewrite(expr, live_after, |expr, rewrite| {
            mentions::walk_condition(expr, self.names, rewrite);
        })
    }

    /// What a `let` takes its value from.
    pub fn init(&self, expr: &Expr, pat: &Pat, live_after: &BTreeSet<LocalId>) -> TokenStream {
        self.rewrite(expr, live_after, |expr, rewrite| {
            mentions::walk_init(expr, pat, self.names, rewrite);
        })
    }

    /// A guard: what its pattern binds is there under its name.
    pub fn guard_value(&self, guard: &Expr, binds: &[LocalId]) -> TokenStream {
        self.bound.replace(binds.to_vec());
        let value = self.condition(guard, &BTreeSet::new());
        self.bound.take();
        value
    }

    /// A place that patterns look into.
    pub fn place_of(&self, expr: &Expr) -> TokenStream {
        self.rewrite(expr, &BTreeSet::new(), |expr, rewrite| {
            mentions::walk_place(expr, self.names, rewrite);
        })
    }

    fn rewrite(
        &self,
        expr: &Expr,
        live_after: &BTreeSet<LocalId>,
        walk: impl FnOnce(&mut Expr, &mut Rewrite<'_, '_>),
    ) -> TokenStream {
        let mut expr = expr.clone();
        let mut rewrite = self.rewriting(live_after);
        walk(&mut expr, &mut rewrite);
        self.before.borrow_mut().extend(rewrite.before);
        expr.to_token_stream()
    }

    /// What replaces.
    pub fn rewriting<'a>(&'a self, live_after: &'a BTreeSet<LocalId>) -> Rewrite<'a, 'a> {
        Rewrite { emit: self, live_after, away: 0, before: TokenStream::new() }
    }
}

/// The visitor that replaces.
pub struct Rewrite<'a, 'b> {
    pub emit: &'a Emit<'b>,
    live_after: &'a BTreeSet<LocalId>,
    /// How many times the code at hand ends with the function.
    away: usize,
    /// Statements to stand before the expression.
    pub before: TokenStream,
}

impl Rewrite<'_, '_> {
    pub fn outside(&self, local: LocalId) -> bool {
        self.emit.home(local) != Home::Code && !self.emit.bound.borrow().contains(&local)
    }

    /// `(*__x.get())`, or `(*__x.at)` where the handle has no destructor: what can't be moved out of
    /// there is told of the pointer, and not of the handle.
    pub fn get(&self, local: LocalId, span: Span) -> Expr {
        let handle = self.emit.handle_at(local, span);
        Expr::Verbatim(match self.emit.drops(local) || self.emit.parts.any(local) {
            true => quote_spanned!(span=> (*#handle.get())),
            false => quote_spanned!(span=> (*#handle.at)),
        })
    }

    /// Where the local is, wherever it lives.
    pub fn place_at(&self, local: LocalId, span: Span) -> Expr {
        match self.outside(local) {
            true => self.get(local, span),
            false => parse(self.emit.flow.locals[local].name.to_token_stream()),
        }
    }

    /// Whether a method may take the local: nothing needs it afterwards. If it is mentioned
    /// again all the same, on another path or because it is `Copy`, the question does no harm.
    pub fn may_take(&self, local: LocalId) -> bool {
        !self.is_live_after(local) && !self.emit.flow.locals[local].plain
    }

    /// Whether something after the code at hand needs the local.
    pub fn is_live_after(&self, local: LocalId) -> bool {
        self.away == 0 && self.live_after.contains(&local)
    }
}

/// What was put together here is an expression.
pub fn parse(tokens: TokenStream) -> Expr {
    syn::parse2(tokens.clone()).unwrap_or(Expr::Verbatim(tokens))
}

impl Visitor for Rewrite<'_, '_> {
    fn value(&mut self, expr: &mut Expr, local: LocalId) {
        if self.outside(local) {
            let span = expr.span();
            let handle = self.emit.handle_at(local, span);
            *expr = Expr::Verbatim(match self.emit.flow.locals[local].handed {
                true => quote_spanned!(span=> #handle.hand()),
                false => quote_spanned!(span=> #handle.take()),
            });
        }
    }

    fn place(&mut self, expr: &mut Expr, local: LocalId, _: bool) {
        if self.outside(local) {
            *expr = self.get(local, expr.span());
        }
    }

    fn part(&mut self, expr: &mut Expr, local: LocalId) {
        if !self.outside(local) {
            return;
        }
        let flag = self.emit.parts.flag_of_fields(local, expr);
        let mut place = expr.clone();
        self.lead_root(&mut place, local);
        *expr = match flag {
            Some(flag) => {
                let (span, handle) = (expr.span(), self.emit.handle_at(local, expr.span()));
                parse(quote_spanned!(span=> #handle.take_part(&raw const #place, #flag)))
            }
            None => place,
        };
    }

    fn base(&mut self, expr: &mut Expr, local: LocalId) {
        if self.outside(local) {
            self.literal_of(expr, local);
        }
    }

    fn taken(&mut self, part: &mut Expr) {
        if matches!(part, Expr::MethodCall(_)) {
            // Borrowing from it is an error: the method has to take it.
            let rt = &self.emit.rt;
            *part = parse(quote_spanned!(part.span()=> #rt::Owned { place: #part }.place));
        }
    }

    fn receiver(&mut self, call: &mut Expr, local: LocalId) {
        if self.outside(local) {
            self.method_on(call, local);
        }
    }

    fn callee(&mut self, func: &mut Expr, local: LocalId) {
        if self.outside(local) {
            let handle = self.emit.handle_at(local, func.span());
            *func = parse(
                quote_spanned!(func.span()=> (#handle.type_of().pick_callee(&#handle).place)),
            );
        }
    }

    fn assign(&mut self, expr: &mut Expr, local: LocalId) {
        let Expr::Assign(assign) = &*expr else { return };
        if self.outside(local) {
            let (span, right) = (assign.left.span(), &assign.right);
            let handle = self.emit.handle_at(local, span);
            let rt = respan(&self.emit.rt, span);
            let assign = quote_spanned!(span=> #rt::assign(#handle.type_of(), #right, &#handle));
            let rest = self.emit.tell_rest(local);
            *expr = parse(match rest.is_empty() {
                true => assign,
                false => quote_spanned!(span=> { #assign; #rest }),
            });
        }
    }

    fn assign_part(&mut self, expr: &mut Expr, local: LocalId) {
        let Expr::Assign(assign) = expr else { return };
        if !self.outside(local) {
            return;
        }
        let mut left = (*assign.left).clone();
        self.lead_root(&mut left, local);
        match self.emit.assign_part(local, &assign.left, &left, &assign.right) {
            Some(assigned) => *expr = parse(assigned),
            None => *assign.left = left,
        }
    }

    fn scrutinee(&mut self, expr: &mut Expr, local: LocalId, binds: Binds) {
        if !self.outside(local) {
            return;
        }
        if binds == Binds::Everything && !self.live_after.contains(&local) {
            self.value(expr, local);
        } else {
            self.place(expr, local, true);
        }
    }

    fn capture(&mut self, expr: &mut Expr, captures: &[Capture]) {
        let captures: Vec<Capture> =
            captures.iter().copied().filter(|capture| self.outside(capture.local)).collect();
        if !captures.is_empty() {
            self.captured(expr, &captures);
        }
    }

    fn mark(&mut self, expr: &mut Expr, mark: Mark) {
        let span = expr.span();
        *expr = match mark {
            Mark::Jump(block) => {
                let jump = self.emit.jump(block);
                parse(quote_spanned!(span=> { #jump }))
            }
            Mark::SetAndJump(block, local, value) => {
                let (jump, handle) = (self.emit.jump(block), self.emit.handle(local));
                parse(quote_spanned!(span=> { #handle.init(#value); #jump }))
            }
            Mark::Keep(_, value) | Mark::Asked(value) => value,
            Mark::PutAside(value) => {
                let rt = respan(&self.emit.rt, span);
                parse(quote_spanned!(span=> #rt::put_aside(#value)))
            }
            Mark::PickUp { .. } => return,
            Mark::Owned(value) => {
                let rt = &self.emit.rt;
                parse(quote_spanned!(span=> #rt::Owned { place: #value }.place))
            }
            Mark::Compared(place) => {
                let rt = &self.emit.rt;
                parse(quote_spanned! {span=>
                    { use #rt::BeforeInPlace as _; #rt::Compared(&#place).before() }
                })
            }
            Mark::Pin(local) => {
                let place = self.place_at(local, span);
                parse(quote_spanned!(span=> ::core::pin::Pin::new_unchecked(&mut #place)))
            }
            Mark::Update(rest, Expr::Struct(value)) => self.update(rest, value),
            Mark::Update(_, value) => value,
            Mark::Seen(bind, reference) => {
                let (rt, handle) = (&self.emit.rt, self.emit.handle(bind));
                let reference = self.place_at(reference, span);
                parse(quote_spanned!(span=> (*#rt::seen(&#handle, &#reference))))
            }
        };
    }

    fn kept(&mut self, call: &mut Expr, local: LocalId, value: Expr) {
        match call {
            Expr::Call(call) => self.call_of_kept(call, local, value),
            call => self.method_on_kept(call, local, value),
        }
    }

    fn picked_up(&mut self, call: &mut Expr, taken: LocalId, kept: LocalId) {
        match call {
            Expr::Call(call) => self.call_of_put_aside(call, taken, kept),
            call => self.method_on_put_aside(call, taken, kept),
        }
    }

    fn asked(&mut self, call: &mut Expr, part: Expr, local: LocalId) {
        self.method_on_part(call, part, local);
    }

    fn unknown(&mut self, expr: &mut Expr) {
        let Expr::Macro(mac) = expr else { return };
        // What it mentions is there under its name.
        let tokens = mac.mac.tokens.clone();
        let locals = mentions::captured_by_tokens(tokens, self.emit.names);
        let locals: Vec<LocalId> =
            locals.into_iter().filter(|local| self.outside(*local)).collect();
        if !locals.is_empty() {
            let lets = locals.iter().map(|local| {
                let (name, place) =
                    (&self.emit.flow.locals[*local].name, self.get(*local, expr.span()));
                quote!(let #name = &#place;)
            });
            *expr = parse(quote!({ #(#lets)* #expr }));
        }
    }

    fn called(&mut self, expr: &mut Expr) {
        let Expr::Macro(mac) = expr else { return };
        if let Some(goes_on) = macros::returns(&mac.mac) {
            *expr = self.returning(mac, goes_on);
        }
    }

    fn condition(&mut self, expr: &mut Expr) {
        self.untie(expr, |call| quote!(if #call { true } else { false }));
    }

    fn tail(&mut self, expr: &mut Expr) {
        if self.emit.flow.edition >= 2024 {
            self.untie(expr, |call| quote!({ #call }));
        }
    }

    fn away(&mut self) {
        self.away += 1;
    }

    fn back(&mut self) {
        self.away -= 1;
    }

    fn leave(&mut self, expr: &mut Expr) {
        let rt = respan(&self.emit.rt, expr.span());
        *expr = match &*expr {
            Expr::Return(value) => {
                let (span, value) = (value.return_token.span, &value.expr);
                let value = match value {
                    Some(value) => quote!(#value),
                    None => quote!(()),
                };
                let (output, value) = (own("output"), self.emit.let_output(&value, span));
                let returned = label("returned");
                parse(quote_spanned!(span=> { #value break #returned #output }))
            }
            Expr::Try(value) => {
                let (span, inner) = (value.question_token.span(), &value.expr);
                let (go_on, residual) = (own("value"), own("residual"));
                let returned = label("returned");
                parse(quote_spanned! {span=>
                    match #rt::branch(#inner) {
                        ::core::ops::ControlFlow::Continue(#go_on) => #go_on,
                        ::core::ops::ControlFlow::Break(#residual) => {
                            break #returned #rt::from_branch(#residual)
                        }
                    }
                })
            }
            _ => return,
        };
    }
}

impl Rewrite<'_, '_> {
    /// A macro with a `return` in its expansion, which must not leave `poll` with a value that
    /// isn't a `Poll`. So it leaves an `async` block, which otherwise stays where it is.
    ///
    /// ```text
    /// ensure!(x > 0, "{x}")
    ///
    /// match returned(async { ensure!(x > 0, "{x}"); pending().await }) {
    ///     Some(output) => break 'returned output,
    ///     None => (),
    /// }
    /// ```
    fn returning(&self, mac: &ExprMacro, goes_on: bool) -> Expr {
        let (rt, output, span) = (&self.emit.rt, own("output"), mac.span());
        let returned = label("returned");
        let otherwise = match goes_on {
            true => quote!(()),
            false => quote!(::core::unreachable!()),
        };
        parse(quote_spanned! {span=>
            match #rt::returned(async { #mac; ::core::future::pending().await }) {
                ::core::option::Option::Some(#output) => break #returned #output,
                ::core::option::Option::None => #otherwise,
            }
        })
    }

    /// Leads the `x` of `x.a.b` to its slot.
    pub fn lead_root(&self, expr: &mut Expr, local: LocalId) {
        match expr {
            Expr::Field(field) => self.lead_root(&mut field.base, local),
            Expr::Unary(unary) => self.lead_root(&mut unary.expr, local),
            Expr::Paren(paren) => self.lead_root(&mut paren.expr, local),
            Expr::Group(group) => self.lead_root(&mut group.expr, local),
            Expr::Path(_) => *expr = self.get(local, expr.span()),
            _ => {}
        }
    }
}
