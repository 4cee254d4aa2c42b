//! Blocks: statements one after the other, and the way on.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, ExprStruct, Pat};

use super::poll::{label, state_label};
use super::{Emit, own};
use crate::flow::{Block, BlockId, End, Kind, LocalId, Op};
use crate::held::Home;

impl Emit<'_> {
    /// The code from a state on: its head block, and what is nested in it.
    pub fn segment(&self, head: BlockId) -> TokenStream {
        let told = (head == 0).then(|| {
            let parameters = 0..self.flow.parameters;
            parameters.map(|local| self.tell_rest(local)).collect::<TokenStream>()
        });
        let code = self.block(head);
        quote!(#told #code)
    }

    fn block(&self, block: BlockId) -> TokenStream {
        let code = &self.flow.blocks[block];
        let wait = self.wait(block);
        let mut out = quote!(#wait);
        let last = self.last_awaited(code);
        let mut arguments = 0..if block == 0 { self.flow.parameters } else { 0 };
        for (index, op) in code.ops.iter().enumerate() {
            out.extend(self.arrive(&mut arguments, self.taken_apart(op)));
            let live_after = &self.analysis.live_after[block][index];
            match op {
                Op::Code(awaited) if last == Some(index) => {
                    let (rt, unit) = (&self.rt, own("unit"));
                    out.extend(quote!(let #unit = { #rt::given(#awaited); };));
                }
                op => out.extend(self.op((block, index), op, live_after)),
            }
        }
        out.extend(self.arrive(&mut arguments, None));
        match last {
            Some(_) => {
                let (output, mut unit) = (own("output"), own("unit"));
                let at = self.function.body.brace_token.span.open();
                unit.set_span(unit.span().located_at(at));
                let value = self.let_output(&quote!(#unit), Span::call_site());
                let returned = label("returned");
                out.extend(quote!(#value break #returned #output;));
            }
            None => out.extend(self.end(block)),
        }
        out
    }

    /// The arguments that the code takes out of their slots: those up to one whose pattern takes it
    /// apart, or the rest.
    ///
    /// ```text
    /// async fn f(a: A, (b, c): B, d: D)
    ///
    /// let mut a = __a.take(); let mut argument = __argument.take(); let (b, c) = argument;
    /// let mut d = __d.take();
    /// ```
    fn arrive(&self, left: &mut Range<LocalId>, up_to: Option<LocalId>) -> TokenStream {
        let end = up_to.map_or(left.end, |local| local + 1);
        let arrived = std::mem::replace(left, end.max(left.start)..left.end);
        let in_code = (arrived.start..end).filter(|local| self.home(*local) == Home::Code);
        let takes = in_code.map(|local| {
            let (name, handle) = (&self.flow.locals[local].name, self.handle(local));
            quote!(let mut #name = #handle.take();)
        });
        takes.collect()
    }

    /// The argument that its own pattern takes apart here.
    fn taken_apart(&self, op: &Op) -> Option<LocalId> {
        let Op::Let { value, .. } = op else { return None };
        let argument = self.names.expr(value)?;
        self.resolved.parameters.get(argument)?.pattern.as_ref().map(|_| argument)
    }

    /// A function without a tail that ends with `f().await;`, which is `()`, or anything at
    /// all if `f` never returns: `let unit = { given(output); };` is both.
    fn last_awaited(&self, code: &Block) -> Option<usize> {
        let End::Return(Some(Expr::Tuple(unit))) = &code.end else { return None };
        let last = code.ops.iter().rposition(|op| !matches!(op, Op::End(_)))?;
        let Op::Code(awaited) = &code.ops[last] else { return None };
        let local = self.names.expr(awaited)?;
        let is_output = self.flow.locals[local].kind == Kind::Output;
        (unit.elems.is_empty() && is_output && self.home(local) == Home::Code).then_some(last)
    }

    /// Polls the awaitee; goes on when it is ready.
    fn wait(&self, block: BlockId) -> Option<TokenStream> {
        let wait = self.flow.blocks[block].wait.as_ref()?;
        let (cx, output) = (own("cx"), &self.flow.locals[wait.output].name);
        let awaitee = self.handle(wait.awaitee);
        let suspend = self.suspend(block);
        let store = match self.home(wait.output) {
            Home::Code => quote!(),
            _ => {
                let handle = self.handle(wait.output);
                quote!(#handle.init(#output);)
            }
        };
        let poll = quote_spanned!(wait.span=> #awaitee.poll(#cx));
        Some(quote! {
            let ::core::task::Poll::Ready(#output) = #poll else { #suspend };
            #store
        })
    }

    fn op(&self, at: (BlockId, usize), op: &Op, live_after: &BTreeSet<LocalId>) -> TokenStream {
        let code = match op {
            Op::Code(value) => {
                let value = self.value(value, live_after);
                quote!(#value;)
            }
            Op::Set { local, value } => {
                let span = value.span();
                let kind = self.flow.locals[*local].kind;
                let value = self.value(value, live_after);
                let value = match kind {
                    Kind::Awaitee => quote_spanned! {span=>
                        ::core::future::IntoFuture::into_future(#value)
                    },
                    _ => value,
                };
                self.set(*local, &value)
            }
            Op::Let { pat, value, otherwise, binds, .. }
                if let Some(root) = self.is_let_inside(pat, value) =>
            {
                let otherwise = otherwise.as_ref().map(|otherwise| {
                    let otherwise = self.value(otherwise, live_after);
                    quote!(else #otherwise)
                });
                self.let_inside(at, (pat, value), root, otherwise, binds)
            }
            // The value is in its place before the temporaries of the statement die.
            Op::Let { pat: Pat::Ident(pat), ty, value, otherwise: None, binds }
                if let [local] = **binds
                    && self.home(local) != Home::Code
                    && pat.by_ref.is_none()
                    && pat.subpat.is_none() =>
            {
                let whole = Pat::Ident(pat.clone());
                let handle = self.handle(local);
                let value = match self.callee(local, value) {
                    Some((verdict, closure)) => {
                        let closure = self.init(&closure, &whole, live_after);
                        quote!(#verdict.callee(#closure))
                    }
                    None => self.init(value, &whole, live_after),
                };
                let ty = ty.as_ref().map(|ty| {
                    let rt = &self.rt;
                    quote!(#rt::Type::<#ty>::new().same(#handle.type_of());)
                });
                let rest = self.tell_rest(local);
                quote!(#ty #handle.init(#value); #rest)
            }
            Op::Let { pat, ty, value, otherwise, binds } => {
                let value = self.init(value, pat, live_after);
                let value = match otherwise {
                    Some(_) => quote!((#value)),
                    None => value,
                };
                let otherwise = otherwise.as_ref().map(|otherwise| {
                    let otherwise = self.value(otherwise, live_after);
                    quote!(else #otherwise)
                });
                let ty = ty.as_ref().map(|ty| quote!(: #ty));
                let stores = binds.iter().map(|bind| self.store_bound(*bind));
                quote!(let #pat #ty = #value #otherwise; #(#stores)*)
            }
            // A type that is written need not wait for the first value.
            Op::Declare(local) => match (&self.flow.locals[*local].ty, self.home(*local)) {
                (Some(ty), Home::Frame | Home::Slot) => {
                    let (rt, handle) = (&self.rt, self.handle(*local));
                    quote!(#rt::Type::<#ty>::new().same(#handle.type_of());)
                }
                _ => TokenStream::new(),
            },
            Op::End(local) => match self.home(*local) {
                Home::Code => TokenStream::new(),
                _ if !self.drops(*local) => TokenStream::new(),
                _ => {
                    let handle = self.handle(*local);
                    quote!(#handle.end();)
                }
            },
        };
        let mut before = self.before.take();
        if before.is_empty() {
            return code;
        }
        before.extend(code);
        before
    }

    fn set(&self, local: LocalId, value: &TokenStream) -> TokenStream {
        if self.home(local) == Home::Code {
            let name = &self.flow.locals[local].name;
            return quote!(let mut #name = #value;);
        }
        let (handle, rest) = (self.handle(local), self.tell_rest(local));
        // What doesn't fit is reported where it stands.
        let init = quote_spanned!(value.span()=> #handle.init(#value));
        quote!(#init; #rest)
    }

    /// A binding moves into its slot.
    pub fn store_bound(&self, local: LocalId) -> TokenStream {
        if self.home(local) == Home::Code {
            return TokenStream::new();
        }
        let name = &self.flow.locals[local].name;
        self.set(local, &name.to_token_stream())
    }

    fn end(&self, block: BlockId) -> TokenStream {
        let live_after = self.analysis.live_after[block].last();
        let nothing = BTreeSet::new();
        let live_after = live_after.unwrap_or(&nothing);
        match &self.flow.blocks[block].end {
            End::Goto(to) => self.go(block, *to),
            End::If { cond, then, otherwise } => {
                let cond = in_head(cond, self.condition(cond, live_after));
                let before = self.before.take();
                let (then, otherwise) = (self.go(block, then.0), self.go(block, otherwise.0));
                quote!(#before if #cond { #then } else { #otherwise })
            }
            End::Match { place, arms } => self.matching(block, place, arms),
            End::Return(value) => {
                let value: Expr = value.clone().unwrap_or_else(|| syn::parse_quote!(()));
                let value = match self.end_of_body(&value) {
                    Some(never) => never,
                    None => self.value(&value, live_after),
                };
                let before = self.before.take();
                let (output, value) = (own("output"), self.let_output(&value, value.span()));
                let returned = label("returned");
                quote!(#before #value break #returned #output;)
            }
            End::Unreachable => quote!(::core::unreachable!()),
        }
    }

    /// Goes to a block: right here if it is nested, by the next state otherwise.
    pub fn go(&self, from: BlockId, to: BlockId) -> TokenStream {
        if self.analysis.shape.parent[to] == Some(from) {
            return self.block(to);
        }
        self.jump(to)
    }

    /// Goes to a state.
    pub fn jump(&self, to: BlockId) -> TokenStream {
        let to = self.analysis.shape.arrives[to];
        if self.later.borrow().contains(&to) {
            let label = state_label(to);
            return quote!(break #label;);
        }
        let name = self.states[to].iter();
        let (next, state_type) = (own("next"), &self.state_type);
        let machine = label("machine");
        quote!(#next = #state_type::#(#name)*; continue #machine;)
    }
}

/// What stands before a brace: there a struct literal has to be in parentheses.
pub fn in_head(expr: &Expr, tokens: TokenStream) -> TokenStream {
    struct Literals(bool);
    impl<'ast> Visit<'ast> for Literals {
        fn visit_expr_struct(&mut self, _: &'ast ExprStruct) {
            self.0 = true;
        }
    }
    let mut found = Literals(false);
    found.visit_expr(expr);
    match found.0 {
        true => quote!((#tokens)),
        false => tokens,
    }
}
