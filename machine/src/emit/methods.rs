//! Method calls on what lives in a slot: does the method take it, or look at it?

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, GenericArgument, Ident, Type};

use super::code::{Rewrite, parse};
use crate::flow::{LocalId, places};
use crate::held::Home;
use crate::mentions::{self, Guess, Visitor, guess, looks_through};

impl Rewrite<'_, '_> {
    /// `x.method(…)`
    pub fn method_on(&mut self, expr: &mut Expr, local: LocalId) {
        let Expr::MethodCall(call) = expr else { return };
        let span = call.receiver.span();
        let itself = call.args.iter().any(|arg| mentions::mentions(arg, local, self.emit.names));
        let guess = if self.may_take(local) && !itself { guess(call) } else { Guess::Looks };
        let (rt, handle) = (self.emit.rt.clone(), self.emit.handle_at(local, span));
        match guess {
            Guess::Looks => *call.receiver = self.get(local, span),
            Guess::Takes => {
                *call.receiver = parse(quote_spanned! {span=>
                    #rt::Type::<#rt::ByValue>::new().pick(&#handle).place
                });
            }
            Guess::Ask => {
                let out = self.fresh("out");
                let probe = self.probe(call, &quote!(#handle.type_of()), &out);
                *call.receiver = parse(quote_spanned!(span=> #probe.pick(&#handle).place));
                *expr = self.tie(call, &out);
            }
        }
    }

    /// `value.method(…)`, where the value may have to be kept for the statement.
    pub fn method_on_kept(&mut self, expr: &mut Expr, local: LocalId, value: Expr) {
        let Expr::MethodCall(call) = expr else { return };
        if self.emit.home(local) == Home::Code {
            *call.receiver = value;
            return;
        }
        let span = value.span();
        let (rt, handle) = (self.emit.rt.clone(), self.emit.handle(local));
        let verdict = match guess(call) {
            Guess::Takes => quote!(#rt::Type::<#rt::ByValue>::new()),
            Guess::Looks if looks_through(call) => {
                let x = self.fresh("kept");
                self.before.extend(quote!(use #rt::LookedAt as _;));
                *call.receiver = parse(quote_spanned! {span=>
                    #rt::hold(#x, #value, #rt::Ask(#x).looked_at()).keep(&#handle).place
                });
                return;
            }
            Guess::Looks => quote!(#rt::Type::<#rt::Unique>::new()),
            Guess::Ask => {
                let (x, out) = (self.fresh("kept"), self.fresh("out"));
                let probe = self.probe(call, &quote!(#x), &out);
                *call.receiver = parse(quote_spanned! {span=>
                    #rt::hold(#x, #value, #probe).keep(&#handle).place
                });
                *expr = self.tie(call, &out);
                return;
            }
        };
        *call.receiver = parse(quote_spanned! {span=>
            #rt::hold(#rt::Type::new(), #value, #verdict).keep(&#handle).place
        });
    }

    /// `value(…)`, where the value may have to be kept for the statement.
    ///
    /// ```text
    /// make()(x)
    ///
    /// (hold(kept, make(), {
    ///     if false { loop {} out.same(Type::of(&(kept.dead())(a0.dead()))); }
    ///     Called(kept, (a0,), out).called()
    /// }).keep(&callee).place)(x)
    /// ```
    pub fn call_of_kept(&mut self, call: &mut ExprCall, local: LocalId, value: Expr) {
        if self.emit.home(local) == Home::Code {
            *call.func = value;
            return;
        }
        let span = value.span();
        let (rt, handle) = (self.emit.rt.clone(), self.emit.handle(local));
        // What a closure takes is not known as long as its types aren't.
        if is_closure(places::peel(&value)) {
            *call.func = parse(quote_spanned! {span=>
                (#rt::hold(#rt::Type::new(), #value, #rt::Type::<#rt::Unique>::new()).keep(&#handle).place)
            });
            return;
        }
        let x = self.fresh("kept");
        let called = self.called_how(call, &x);
        *call.func = parse(quote_spanned! {span=>
            (#rt::hold(#x, #value, #called).keep(&#handle).place)
        });
    }

    /// The question whether a call takes what it calls, whose type is `callee`.
    fn called_how(&mut self, call: &ExprCall, callee: &Ident) -> TokenStream {
        let (rt, out) = (self.emit.rt.clone(), self.fresh("out"));
        let args: Vec<Ident> = call.args.iter().map(|_| self.fresh("argument")).collect();
        quote!({
            if false {
                loop {}
                #out.same(#rt::type_of((#callee.dead())(#(#args.dead()),*)));
            }
            use #rt::CalledOnce as _;
            #rt::Called(#callee, (#(#args,)*), #out).called()
        })
    }

    /// `x.method(…)`, where `x` was put aside until the arguments are there.
    ///
    /// ```text
    /// make().method(f().await)
    ///
    /// (taken, kept) = put_aside(make());  …;
    /// probe(put_there(&kept), …).pick_up(taken, &mut kept).place.method(output)
    /// ```
    pub fn method_on_put_aside(&mut self, expr: &mut Expr, taken: LocalId, kept: LocalId) {
        let Expr::MethodCall(call) = expr else { return };
        let (rt, span) = (self.emit.rt.clone(), call.receiver.span());
        let (taken, kept) = (self.taken_at(taken, span), self.place_at(kept, span));
        let out = self.fresh("out");
        let probe = self.probe(call, &quote!(#rt::put_there(&raw const #kept)), &out);
        *call.receiver = parse(quote_spanned! {span=>
            #probe.pick_up(#taken, &raw mut #kept).place
        });
        *expr = self.tie(call, &out);
    }

    /// `x(…)`, where `x` was put aside until the arguments are there.
    pub fn call_of_put_aside(&mut self, call: &mut ExprCall, taken: LocalId, kept: LocalId) {
        let (rt, span) = (self.emit.rt.clone(), call.func.span());
        let (taken, kept) = (self.taken_at(taken, span), self.place_at(kept, span));
        let x = self.fresh("callee");
        let called = self.called_how(call, &x);
        self.before.extend(quote!(#x.same(#rt::put_there(&raw const #kept));));
        *call.func = parse(quote_spanned! {span=>
            (#called.pick_up(#taken, &raw mut #kept).place)
        });
    }

    /// The value of a local, moved out of where it lives.
    fn taken_at(&mut self, local: LocalId, span: Span) -> Expr {
        let mut name = self.emit.flow.locals[local].name.clone();
        name.set_span(span);
        let mut value = parse(name.to_token_stream());
        self.value(&mut value, local);
        value
    }

    /// `x.part.method(…)`, where the call may take the part.
    pub fn method_on_part(&mut self, expr: &mut Expr, part: Expr, local: LocalId) {
        let Expr::MethodCall(call) = expr else { return };
        let flag = self.emit.parts.flag_of_fields(local, &part);
        let (span, mut place) = (part.span(), part);
        let Some(flag) = flag.filter(|_| self.outside(local)) else {
            *call.receiver = place;
            return;
        };
        self.lead_root(&mut place, local);
        let (rt, handle) = (self.emit.rt.clone(), self.emit.handle_at(local, span));
        let (x, out) = (self.fresh("part"), self.fresh("out"));
        self.before.extend(quote!(if false { loop {} #x.same(#rt::Type::of(&#place)); }));
        let probe = self.probe(call, &quote!(#x), &out);
        *call.receiver = parse(quote_spanned! {span=>
            #probe.pick_part(&raw mut #place, #flag, &#handle).place
        });
        *expr = self.tie(call, &out);
    }

    /// A type to be found out: `let out_1 = Type::new();` before the statement.
    pub fn fresh(&mut self, base: &str) -> Ident {
        let number = self.emit.probes.get();
        self.emit.probes.set(number + 1);
        let name = format_ident!("{base}_{number}", span = proc_macro2::Span::mixed_site());
        let rt = &self.emit.rt;
        self.before.extend(quote!(let #name = #rt::Type::new();));
        name
    }

    /// The question whether the call takes its receiver.
    pub fn probe(&self, call: &ExprMethodCall, receiver: &TokenStream, out: &Ident) -> TokenStream {
        let krate = &self.emit.rt;
        let method = &call.method;
        let generics: Vec<&GenericArgument> =
            call.turbofish.iter().flat_map(|turbofish| &turbofish.args).collect();
        let plain = generics.iter().all(|argument| match argument {
            GenericArgument::Type(ty) => !mentions_infer(ty),
            _ => false,
        });
        let declared = generics.iter().enumerate().filter(|_| plain).map(|(index, ty)| {
            let name = format_ident!("G{index}");
            quote!(#name = #ty)
        });
        let args = call.args.iter().enumerate().map(|(index, arg)| {
            let name = format_ident!("a{index}", span = proc_macro2::Span::mixed_site());
            match is_closure(arg) {
                true => quote!(#name => #arg),
                false => quote!(#name = #arg),
            }
        });
        quote!(#krate::__probe!(#receiver, #out, #method [#(#generics),*] [#(#declared),*] (#(#args),*)))
    }

    /// The result of the real call is that of the question, unless a closure in it has a type
    /// of its own.
    pub fn tie(&self, call: &ExprMethodCall, out: &Ident) -> Expr {
        let rt = &self.emit.rt;
        match call.args.iter().any(makes_closure) {
            true => Expr::MethodCall(call.clone()),
            false => parse(quote!(#rt::tie(#out, #call))),
        }
    }

    /// A call that is all of a condition, or of the tail of a block, drops its operands among its
    /// temporaries, should it panic. So it stays all of one.
    ///
    /// ```text
    /// tie(out, x.method(…))
    ///
    /// tie(out, { x.method(…) })
    /// ```
    pub fn untie(&self, expr: &mut Expr, all_of: impl Fn(&Expr) -> TokenStream) {
        let rt = &self.emit.rt;
        match expr {
            Expr::Paren(paren) => self.untie(&mut paren.expr, all_of),
            Expr::Call(tie)
                if tie.func.to_token_stream().to_string() == quote!(#rt::tie).to_string() =>
            {
                if let Some(call) = tie.args.last_mut() {
                    *call = parse(all_of(call));
                }
            }
            _ => {}
        }
    }
}

fn is_closure(arg: &Expr) -> bool {
    match arg {
        Expr::Closure(_) => true,
        Expr::Block(block) => {
            matches!(block.block.stmts.last(), Some(syn::Stmt::Expr(Expr::Closure(_), None)))
        }
        _ => false,
    }
}

fn makes_closure(arg: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
            self.0 = true;
        }
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_expr(arg);
    search.0
}

fn mentions_infer(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_type_infer(&mut self, infer: &'ast syn::TypeInfer) {
            self.0 = true;
            visit::visit_type_infer(self, infer);
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}
