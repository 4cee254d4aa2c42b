//! Closures that are called once: does the call take them?

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Item};

use super::Emit;
use crate::flow::{Called, LocalId, places};
use crate::held::Home;
use crate::mentions::{self, Takes};

impl Emit<'_> {
    /// What a `move` closure takes of what it captures, as types tell, is what its call takes: the
    /// verdict becomes a part of the type of its slot.
    ///
    /// ```text
    /// let f = move || x.finish();  step().await;  f()
    ///
    /// let verdict = Stays.or(probe.takes(__x.type_of().taken()));
    /// __f.init(verdict.callee({ …; move || tie(out, x.finish()) }));
    /// …
    /// (__f.type_of().pick_callee(&__f).place)()
    /// ```
    pub fn callee(&self, local: LocalId, value: &Expr) -> Option<(TokenStream, Expr)> {
        let Expr::Closure(closure) = places::peel(value) else { return None };
        if self.flow.locals[local].called != Called::Ask {
            return None;
        }
        let rt = &self.rt;
        let mut value = value.clone();
        let nothing = BTreeSet::new();
        let mut rewrite = self.rewriting(&nothing);
        let takes = mentions::takes(closure, self.names).into_iter();
        let takes: Vec<TokenStream> = takes
            .map(|takes| match takes {
                Takes::Local(local) => {
                    let ty = self.type_of(local);
                    quote!(#ty.taken())
                }
                Takes::Receiver(local, call) => {
                    let (ty, out) = (self.type_of(local), rewrite.fresh("out"));
                    let probe = rewrite.probe(&call, &ty, &out);
                    let (call, tied) = (Expr::MethodCall(call.clone()), rewrite.tie(&call, &out));
                    Tie { call: call.to_token_stream().to_string(), tied }
                        .visit_expr_mut(&mut value);
                    quote!(#probe.takes(#ty.taken()))
                }
            })
            .collect();
        self.before.borrow_mut().extend(rewrite.before);
        let verdict = quote!({
            use #rt::{TakenPart as _, TakenReference as _};
            #rt::Stays #(.or(#takes))*
        });
        Some((verdict, value))
    }

    fn type_of(&self, local: LocalId) -> TokenStream {
        let (rt, name, handle) = (&self.rt, &self.flow.locals[local].name, self.handle(local));
        match self.home(local) {
            Home::Code => quote!(#rt::Type::of(&#name)),
            Home::Slot | Home::Frame => quote!(#handle.type_of()),
        }
    }
}

/// Has the calls that were asked about tell the types of what they return.
struct Tie {
    call: String,
    tied: Expr,
}

impl VisitMut for Tie {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::MethodCall(call) if call.to_token_stream().to_string() == self.call => {
                *expr = self.tied.clone();
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
