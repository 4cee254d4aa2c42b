//! Closures and `async` blocks over what lives in slots.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro};

use super::code::{Rewrite, parse};
use super::{Emit, respan};
use crate::flow::LocalId;
use crate::macros::{self, Arguments};
use crate::mentions::{self, Capture, Captured};
use crate::tokens;

impl Rewrite<'_, '_> {
    /// What is moved in is a local around the closure; what is borrowed is reached through a
    /// reference, and what is taken unless it is `Copy` through the one or the other.
    pub fn captured(&mut self, expr: &mut Expr, captures: &[Capture]) {
        let span = expr.span();
        self.ask_about_parts(expr, captures);
        let (mut lets, mut through) = (TokenStream::new(), Through::new(self.emit));
        for Capture { local, how } in captures.iter().copied() {
            let name = &self.emit.flow.locals[local].name;
            let handle = self.emit.handle(local);
            lets.extend(match how {
                Captured::Moved | Captured::Parts | Captured::Rest => {
                    quote!(let mut #name = #handle.take();)
                }
                Captured::Taken if !self.is_live_after(local) => {
                    through.taken.push(local);
                    let rt = &self.emit.rt;
                    quote! {
                        let mut #name = {
                            use #rt::CaptureByValue as _;
                            #handle.type_of().capture().pick_captured(&#handle)
                        };
                    }
                }
                Captured::Matched if !self.is_live_after(local) => {
                    through.taken.push(local);
                    self.matched(expr, local)
                }
                Captured::Taken | Captured::Matched | Captured::Borrowed | Captured::Untouched => {
                    through.borrowed.push(local);
                    quote!(let #name = &mut *#handle.at;)
                }
            });
        }
        match expr {
            Expr::Closure(closure) => through.visit_expr_mut(&mut closure.body),
            Expr::Async(block) => through.visit_block_mut(&mut block.block),
            _ => {}
        }
        *expr = parse(quote_spanned!(span=> { #lets #expr }));
    }

    /// What patterns look at is captured by value if they move a part of it. Dead code that matches
    /// the same tells the types of the parts.
    ///
    /// ```text
    /// async { if let Shape::Two(x, _) = shape { … } }
    ///
    /// let bound_1 = Type::new();
    /// if false { loop {} match __shape.type_of().dead() { Shape::Two(x, _) => bound_1.same(Type::of(&x)), … } }
    /// let mut shape = Stays.or(bound_1.taken()).capture().pick_captured(&__shape);
    /// async { if let Shape::Two(x, _) = shape.place { … } }
    /// ```
    fn matched(&mut self, expr: &Expr, local: LocalId) -> TokenStream {
        let (rt, name) = (self.emit.rt.clone(), &self.emit.flow.locals[local].name);
        let handle = self.emit.handle(local);
        let (mut matches, mut bound) = (TokenStream::new(), Vec::new());
        for pat in mentions::matched(expr, local, self.emit.names) {
            let names = mentions::bound_by_value(&pat);
            let types: Vec<_> = names.iter().map(|_| self.fresh("bound")).collect();
            matches.extend(quote! {
                match #handle.type_of().dead() {
                    #pat => { #(#types.same(#rt::Type::of(&#names));)* }
                    _ => {}
                }
            });
            bound.extend(types);
        }
        quote! {
            let mut #name = {
                if false { loop {} #matches }
                use #rt::{TakenPart as _, TakenReference as _};
                #rt::Stays #(.or(#bound.taken()))*.capture().pick_captured(&#handle)
            };
        }
    }

    /// What is captured by reference can't be taken in parts, unless these are `Copy`
    /// or references. Nor can a literal leave anything else of what is moved in.
    fn ask_about_parts(&mut self, expr: &Expr, captures: &[Capture]) {
        let names = self.emit.names;
        let captured = |local, how| captures.iter().any(|c| c.local == local && c.how == how);
        for (local, part) in mentions::parts_taken(expr, names) {
            if captured(local, Captured::Borrowed) {
                self.ask_about(part, local);
            }
        }
        for capture in captures.iter().filter(|capture| capture.how == Captured::Rest) {
            for left in mentions::left_by_literals(expr, capture.local, names) {
                self.ask_about(left, capture.local);
            }
        }
    }

    fn ask_about(&mut self, mut part: Expr, local: LocalId) {
        let span = part.span();
        let rt = respan(&self.emit.rt, span);
        self.lead_root(&mut part, local);
        self.before.extend(quote_spanned! {span=>
            if false {
                loop {}
                use #rt::{TakenPart as _, TakenReference as _};
                #rt::Lends::lends(#rt::Type::of(&#part).taken());
            }
        });
    }
}

/// Whether a local moves in as a whole.
fn takes_all(how: Captured) -> bool {
    matches!(how, Captured::Moved | Captured::Rest)
}

/// How a closure reaches what it captures: `(*x)`, or `x.place`.
#[derive(Clone)]
struct Through<'a, 'e> {
    emit: &'a Emit<'e>,
    borrowed: Vec<LocalId>,
    taken: Vec<LocalId>,
}

impl<'a, 'e> Through<'a, 'e> {
    fn new(emit: &'a Emit<'e>) -> Self {
        Through { emit, borrowed: Vec::new(), taken: Vec::new() }
    }

    fn way(&self, local: Option<LocalId>, name: &dyn ToTokens) -> Option<TokenStream> {
        let (local, span) = (local?, name.span());
        if self.borrowed.contains(&local) {
            return Some(quote_spanned!(span=> (*#name)));
        }
        self.taken.contains(&local).then(|| quote_spanned!(span=> #name.place))
    }

    /// What moves a value on takes it out of what leads to it, or else would take that.
    ///
    /// ```text
    /// |_| async move { x.get() }
    ///
    /// |_| { let mut x = x.place; async move { x.get() } }
    /// ```
    fn moved_on(&self, expr: &mut Expr, captures: &[Capture]) {
        let (mut inside, mut lets) = (self.clone(), TokenStream::new());
        for Capture { local, .. } in captures.iter().filter(|c| takes_all(c.how)) {
            let name = &self.emit.flow.locals[*local].name;
            if let Some(way) = self.way(Some(*local), name) {
                lets.extend(quote!(let mut #name = #way;));
                inside.borrowed.retain(|borrowed| borrowed != local);
                inside.taken.retain(|taken| taken != local);
            }
        }
        visit_mut::visit_expr_mut(&mut inside, expr);
        if !lets.is_empty() {
            let span = expr.span();
            *expr = parse(quote_spanned!(span=> { #lets #expr }));
        }
    }
}

impl VisitMut for Through<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(way) = self.way(self.emit.names.expr(expr), expr) {
            *expr = parse(way);
            return;
        }
        let captures = match expr {
            Expr::Closure(closure) if closure.capture.is_some() => {
                mentions::captured_by_closure(closure, self.emit.names)
            }
            Expr::Async(block) if block.capture.is_some() => {
                mentions::captured_by_async(block, self.emit.names)
            }
            _ => return visit_mut::visit_expr_mut(self, expr),
        };
        self.moved_on(expr, &captures);
    }
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(mut arguments) = macros::arguments(mac).filter(Arguments::is_only_values) {
            arguments.expressions_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = arguments.into_tokens();
            return;
        }
        mac.tokens = tokens::replace(std::mem::take(&mut mac.tokens), &mut |ident| {
            self.way(self.emit.names.ident(ident), ident)
        });
    }
}
