//! Blocks: statements one after the other, and the way on.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::{Emit, own};
use crate::flow::{Block, BlockId, End, Kind, LocalId, Op};
use crate::held::Home;

impl Emit<'_> {
    /// The code of a step: its head block, and what is nested in it.
    pub fn step(&self, head: BlockId) -> TokenStream {
        let mut placed: BTreeSet<LocalId> = match self.flow.blocks[head].wait {
            Some(_) => self
                .analysis
                .waits
                .iter()
                .filter(|(block, _)| *block == head)
                .flat_map(|(_, held)| held.iter().map(|held| held.local))
                .collect(),
            None => BTreeSet::new(),
        };
        let told = (head == 0).then(|| {
            let parameters = 0..self.flow.parameters;
            parameters.map(|local| self.tell_rest(local)).collect::<TokenStream>()
        });
        if head == 0 {
            placed.extend(0..self.flow.parameters);
        }
        let code = self.block(head, placed);
        quote!(#told #code)
    }

    fn block(&self, block: BlockId, mut placed: BTreeSet<LocalId>) -> TokenStream {
        let code = &self.flow.blocks[block];
        let wait = self.wait(block);
        let mut out = quote!(#wait);
        let last = self.last_awaited(code);
        for (index, op) in code.ops.iter().enumerate() {
            let live_after = &self.analysis.live_after[block][index];
            match op {
                Op::Code(awaited) if last == Some(index) => {
                    let (rt, unit) = (&self.rt, own("unit"));
                    out.extend(quote!(let #unit = { #rt::given(#awaited); };));
                }
                op => out.extend(self.op((block, index), op, live_after, &mut placed)),
            }
        }
        match last {
            Some(_) => {
                let (output, mut unit) = (own("output"), own("unit"));
                let at = self.function.body.brace_token.span.open();
                unit.set_span(unit.span().located_at(at));
                let value = self.let_output(&quote!(#unit), Span::call_site());
                out.extend(quote!(#value return ::core::task::Poll::Ready(#output);));
            }
            None => out.extend(self.end(block, &placed)),
        }
        out
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
                let (place, handle) = (self.place_if_slot(wait.output), self.handle(wait.output));
                quote!(#place #handle.init(#output);)
            }
        };
        let poll = quote_spanned!(wait.span=> #awaitee.poll(#cx));
        Some(quote! {
            let ::core::task::Poll::Ready(#output) = #poll else { #suspend };
            #awaitee.end();
            #store
        })
    }

    fn place_if_slot(&self, local: LocalId) -> Option<TokenStream> {
        (self.home(local) == Home::Slot).then(|| self.place(local))
    }

    /// Finds the slots that an op writes, where the handles don't know them yet.
    fn places(&self, op: &Op, placed: &mut BTreeSet<LocalId>) -> TokenStream {
        let mut written = crate::held::events::written(op, &self.names);
        written.retain(|local| self.home(*local) == Home::Slot && placed.insert(*local));
        written.into_iter().map(|local| self.place(local)).collect()
    }

    fn op(
        &self,
        at: (BlockId, usize),
        op: &Op,
        live_after: &BTreeSet<LocalId>,
        placed: &mut BTreeSet<LocalId>,
    ) -> TokenStream {
        let places = self.places(op, placed);
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
                let (value, handle) = (self.init(value, &whole, live_after), self.handle(local));
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
                _ => {
                    let handle = self.handle(*local);
                    quote!(#handle.end();)
                }
            },
        };
        let before = self.before.take();
        quote!(#before #places #code)
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

    fn end(&self, block: BlockId, placed: &BTreeSet<LocalId>) -> TokenStream {
        let live_after = self.analysis.live_after[block].last();
        let nothing = BTreeSet::new();
        let live_after = live_after.unwrap_or(&nothing);
        match &self.flow.blocks[block].end {
            End::Goto(to) => self.go(block, *to, placed),
            End::If { cond, then, otherwise } => {
                let cond = self.value(cond, live_after);
                let before = self.before.take();
                let (then, otherwise) =
                    (self.go(block, then.0, placed), self.go(block, otherwise.0, placed));
                quote!(#before if #cond { #then } else { #otherwise })
            }
            End::Match { place, arms } => self.matching(block, place, arms, placed),
            End::Return(value) => {
                let value: Expr = value.clone().unwrap_or_else(|| syn::parse_quote!(()));
                let value = match self.end_of_body(&value) {
                    Some(never) => never,
                    None => self.value(&value, live_after),
                };
                let before = self.before.take();
                let (output, value) = (own("output"), self.let_output(&value, value.span()));
                quote!(#before #value return ::core::task::Poll::Ready(#output);)
            }
            End::Unreachable => quote!(::core::unreachable!()),
        }
    }

    /// Goes to a block: right here if it is nested, by the next step otherwise.
    pub fn go(&self, from: BlockId, to: BlockId, placed: &BTreeSet<LocalId>) -> TokenStream {
        if self.analysis.shape.parent[to] == Some(from) {
            return self.block(to, placed.clone());
        }
        self.jump(to)
    }

    /// Goes to a step.
    pub fn jump(&self, to: BlockId) -> TokenStream {
        let (step, step_type, name) = (own("step"), &self.step_type, self.steps[to].iter());
        quote!(#step = #step_type::#(#name)*; continue 'machine;)
    }
}
