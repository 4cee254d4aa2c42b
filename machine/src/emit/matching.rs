//! Matches on a value that lives in a slot.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprPath};

use super::parts::{binds_by_ref_mut, without_modifiers};
use super::Emit;
use crate::flow::{Arm, BlockId, LocalId};
use crate::held::Home;
use crate::mentions::{Binds, binds_by_value, binds_of};

impl Emit<'_> {
    pub fn matching(
        &self,
        block: BlockId,
        place: &Expr,
        arms: &[Arm],
        placed: &BTreeSet<LocalId>,
    ) -> TokenStream {
        let root = self.names.expr(place).filter(|root| self.home(*root) != Home::Code);
        let binds = binds_of(arms.iter().map(|arm| &arm.pat));
        match (root, binds) {
            (Some(root), Binds::Parts) if !self.flow.locals[root].plain => {
                self.match_inside(block, root, arms, placed)
            }
            (Some(root), Binds::Everything) if !self.is_live_in_arms(root, arms) => {
                // All of it goes into the bindings.
                let handle = self.handle(root);
                self.match_plainly(block, &quote!(#handle.take()), arms, placed)
            }
            _ => {
                let place = self.place_of(place);
                self.match_plainly(block, &place, arms, placed)
            }
        }
    }

    fn is_live_in_arms(&self, root: LocalId, arms: &[Arm]) -> bool {
        arms.iter().any(|arm| self.analysis.live_at_start[arm.to].contains(&root))
    }

    /// The match as written; what it binds is stored.
    fn match_plainly(
        &self,
        block: BlockId,
        scrutinee: &TokenStream,
        arms: &[Arm],
        placed: &BTreeSet<LocalId>,
    ) -> TokenStream {
        let guards: Vec<Option<TokenStream>> = arms
            .iter()
            .map(|arm| {
                let guard = self.value(arm.guard.as_ref()?, &BTreeSet::new());
                Some(quote!(if #guard))
            })
            .collect();
        let before = self.before.take();
        let arms = arms.iter().zip(guards).map(|(arm, guard)| {
            let (pat, code) = (&arm.pat, self.arm(block, arm, placed, TokenStream::new()));
            quote!(#pat #guard => { #code })
        });
        quote!(#before match #scrutinee { #(#arms)* })
    }

    /// Stores what an arm binds and goes on.
    fn arm(
        &self,
        block: BlockId,
        arm: &Arm,
        placed: &BTreeSet<LocalId>,
        first: TokenStream,
    ) -> TokenStream {
        let mut placed = placed.clone();
        let mut stores = first;
        for bind in &arm.binds {
            if self.home(*bind) == Home::Slot && placed.insert(*bind) {
                stores.extend(self.place(*bind));
            }
        }
        stores.extend(arm.binds.iter().map(|bind| self.store_bound(*bind)));
        let on = self.go(block, arm.to, &placed);
        quote!(#stores #on)
    }

    /// The patterns look at the value where it lies; what they bind moves out of it, or is
    /// copied, or is a reference into it: the types of the bindings tell, and dead code that
    /// matches by value tells the types.
    fn match_inside(
        &self,
        block: BlockId,
        root: LocalId,
        arms: &[Arm],
        placed: &BTreeSet<LocalId>,
    ) -> TokenStream {
        let (rt, handle) = (&self.rt, self.handle(root));
        let types = arms.iter().map(|arm| {
            let pat = &arm.pat;
            let links = arm.binds.iter().map(|bind| {
                let (name, handle) = (&self.flow.locals[*bind].name, self.handle(*bind));
                quote!(#handle.init(#name);)
            });
            quote!(#pat => { #(#links)* })
        });
        let types: Vec<TokenStream> = types.collect();
        let look = match arms.iter().any(|arm| binds_by_ref_mut(&arm.pat)) {
            true => quote!(look_mut),
            false => quote!(look),
        };
        let arms: Vec<TokenStream> = arms
            .iter()
            .enumerate()
            .map(|(index, arm)| {
                let pat = without_modifiers(&arm.pat);
                let guard = arm.guard.as_ref().map(|guard| self.guard(guard, &arm.binds));
                let mut first = TokenStream::new();
                for bind in &arm.binds {
                    let (name, handle) = (&self.flow.locals[*bind].name, self.handle(*bind));
                    if self.home(*bind) == Home::Slot {
                        first.extend(self.place(*bind));
                    }
                    let rest = self.tell_rest(*bind);
                    first.extend(quote!(#rt::Bind::bind(&#handle, #name); #rest));
                }
                if binds_by_value(&arm.pat)
                    && let Some(flag) = self.parts.flag_of_arm(root, block, index)
                {
                    first.extend(quote!(#handle.moved(#flag);));
                }
                let mut placed = placed.clone();
                placed.extend(&arm.binds);
                let on = self.go(block, arm.to, &placed);
                quote!(#pat #guard => { #first #on })
            })
            .collect();
        quote! {
            if false {
                loop {}
                match #handle.take() { #(#types)* _ => {} }
            }
            match {
                use #rt::LookInside as _;
                #rt::Look(#handle.get()).#look()
            } { #(#arms)* }
        }
    }

    /// A guard sees its bindings in place.
    fn guard(&self, guard: &Expr, binds: &[LocalId]) -> TokenStream {
        struct Seen<'a, 'b>(&'a Emit<'b>, &'a [LocalId]);
        impl VisitMut for Seen<'_, '_> {
            fn visit_expr_mut(&mut self, expr: &mut Expr) {
                if let Some(local) = self.0.names.expr(expr)
                    && self.1.contains(&local)
                {
                    let (rt, handle) = (&self.0.rt, self.0.handle(local));
                    let name: &ExprPath = match expr {
                        Expr::Path(path) => path,
                        _ => return,
                    };
                    let look = quote!((*#rt::seen(&#handle, &#name)));
                    if let Ok(look) = syn::parse2(look) {
                        *expr = look;
                    }
                    return;
                }
                visit_mut::visit_expr_mut(self, expr);
            }
        }
        let mut guard = guard.clone();
        Seen(self, binds).visit_expr_mut(&mut guard);
        let guard = self.value(&guard, &BTreeSet::new());
        quote!(if #guard)
    }
}
