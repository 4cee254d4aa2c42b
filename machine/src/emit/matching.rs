//! Matches on a value that lives in a slot.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprPath, Macro, Pat};

use super::Emit;
use super::block::in_head;
use crate::flow::{Arm, BlockId, LocalId, Op, is_guarded, places};
use crate::held::Home;
use crate::macros;
use crate::mentions::{
    Binds, binds_by_ref, binds_by_ref_mut, binds_of, bound_by_ref, bound_by_value, is_empty,
    let_inside,
};

impl Emit<'_> {
    pub fn matching(&self, block: BlockId, place: &Expr, arms: &[Arm]) -> TokenStream {
        let whole = self.names.expr(place).is_some();
        let root = self.names.root(place).filter(|root| self.is_apart(*root));
        if arms.iter().any(|arm| !arm.sees.is_empty()) {
            return self.match_inside(block, place, root, arms);
        }
        match (root, binds_of(arms.iter().map(|arm| &arm.pat))) {
            (Some(root), Binds::Everything)
                if whole && !is_guarded(arms) && !self.is_live_in_arms(root, arms) =>
            {
                // All of it goes into the bindings.
                let handle = self.handle(root);
                self.match_plainly(block, (&quote!(#handle.take()), false), None, arms)
            }
            (Some(_), Binds::Parts) => self.match_inside(block, place, root, arms),
            (Some(root), Binds::Everything)
                if !whole || is_guarded(arms) || self.analysis.may_stay(root, arms) =>
            {
                self.match_inside(block, place, Some(root), arms)
            }
            _ => {
                let is_reference = self.is_reference(block, place);
                let place = in_head(place, self.place_of(place));
                let emptied = root.filter(|_| whole);
                self.match_plainly(block, (&place, is_reference), emptied, arms)
            }
        }
    }

    /// Whether a local lives outside of the code and may have a destructor.
    fn is_apart(&self, local: LocalId) -> bool {
        self.home(local) != Home::Code && self.drops(local)
    }

    fn is_live_in_arms(&self, root: LocalId, arms: &[Arm]) -> bool {
        arms.iter().any(|arm| self.analysis.live_at_start[arm.to].contains(&root))
    }

    /// The match as written; what it binds is stored. An arm that found nothing in `emptied`
    /// leaves nothing to drop.
    fn match_plainly(
        &self,
        block: BlockId,
        (scrutinee, is_reference): (&TokenStream, bool),
        emptied: Option<LocalId>,
        arms: &[Arm],
    ) -> TokenStream {
        let guards: Vec<Option<TokenStream>> = arms
            .iter()
            .map(|arm| {
                let guard = self.guard_value(arm.guard.as_ref()?, &arm.binds);
                Some(quote!(if #guard))
            })
            .collect();
        let before = self.before.take();
        let loosens =
            is_reference || arms.iter().any(|arm| arm.guard.is_some() || binds_by_ref(&arm.pat));
        let arms = arms.iter().zip(guards).map(|(arm, guard)| {
            let emptied = emptied.filter(|root| {
                is_empty(&arm.pat) && !self.analysis.live_at_start[arm.to].contains(root)
            });
            let keep = emptied.map(|root| self.gone(root));
            let loosened = loosens.then(|| self.loosen(&arm.binds));
            let (pat, code) = (&arm.pat, self.arm(block, arm));
            let code = quote!(#keep #loosened #code);
            quote!(#pat #guard => { #code })
        });
        quote!(#before match #scrutinee { #(#arms)* })
    }

    /// References into a variable of the code, which a handle would lend out for good: to rustc it may
    /// be used until the frame ends, on the ways through other arms as well.
    fn loosen(&self, binds: &[LocalId]) -> TokenStream {
        let rt = &self.rt;
        let stored = binds.iter().filter(|bind| self.home(**bind) != Home::Code);
        let names: Vec<&Ident> = stored.map(|bind| &self.flow.locals[*bind].name).collect();
        match names.is_empty() {
            true => TokenStream::new(),
            false => quote!(use #rt::Tight as _; #(let #names = #rt::Found(#names).loosen();)*),
        }
    }

    /// Whether a place is a reference that was made for the match: `match &mut x { … }`.
    fn is_reference(&self, block: BlockId, place: &Expr) -> bool {
        let is_made = |op: &Op| match op {
            Op::Set { local, value } if self.names.expr(place) == Some(*local) => {
                matches!(places::peel(value), Expr::Reference(_))
            }
            _ => false,
        };
        self.flow.blocks[block].ops.iter().any(is_made)
    }

    /// Stores what an arm binds and goes on.
    fn arm(&self, block: BlockId, arm: &Arm) -> TokenStream {
        let stores = arm.binds.iter().map(|bind| self.store_bound(*bind));
        let on = self.go(block, arm.to);
        quote!(#(#stores)* #on)
    }

    /// The patterns look at the value where it lies; what they bind moves out of it, or is
    /// copied, or is a reference into it: the types of the bindings tell, and dead code that
    /// matches by value tells the types.
    fn match_inside(
        &self,
        block: BlockId,
        place: &Expr,
        root: Option<LocalId>,
        arms: &[Arm],
    ) -> TokenStream {
        let whole = self.names.expr(place).is_some();
        let place = self.place_of(place);
        let types: Vec<TokenStream> =
            arms.iter().map(|arm| self.types_of(&arm.pat, &bound_by(arm))).collect();
        let unique = arms.iter().any(|arm| binds_by_ref_mut(&arm.pat));
        let look = self.look(&place, unique);
        // The guards come before the code of the arms, whose statements have their own.
        let guards: Vec<Option<TokenStream>> = arms
            .iter()
            .map(|arm| {
                let by_ref = if unique { bound_by_ref(&arm.pat) } else { Vec::new() };
                arm.guard.as_ref().map(|guard| self.guard(guard, &arm.binds, by_ref))
            })
            .collect();
        let before = self.before.take();
        let arms: Vec<TokenStream> = arms
            .iter()
            .zip(guards)
            .enumerate()
            .map(|(index, (arm, guard))| {
                let pat = without_modifiers(&arm.pat);
                if !arm.sees.is_empty() {
                    let first = self.see(arm);
                    let on = self.go(block, arm.to);
                    return quote!(#pat => { #first #on });
                }
                let after = root.and_then(|root| self.after_arm(root, whole, (block, index), arm));
                // Should the guard fail, the other arms look at the same.
                let frees = match unique && arm.guard.is_some() {
                    true => self.frees(&arm.pat, &arm.binds),
                    false => TokenStream::new(),
                };
                let first = self.bind_found(&arm.binds, after);
                let first = quote!(#frees #first);
                let on = self.go(block, arm.to);
                quote!(#pat #guard => { #first #on })
            })
            .collect();
        quote! {
            #before
            if false {
                loop {}
                match #place { #(#types)* _ => {} }
            }
            match #look { #(#arms)* }
        }
    }

    /// What an arm leaves of the local that it looks into. If it takes everything, nothing is left
    /// to drop; the bindings may lie where the value was.
    fn after_arm(
        &self,
        root: LocalId,
        whole: bool,
        (block, index): (BlockId, usize),
        arm: &Arm,
    ) -> Option<TokenStream> {
        let handle = self.handle(root);
        let is_live = self.analysis.live_at_start[arm.to].contains(&root);
        match binds_of([&arm.pat]) {
            Binds::Everything if whole && is_live => {
                let (moves, gone) = (self.moves(&arm.binds), self.gone(root));
                Some(quote!(if #moves { #gone }))
            }
            Binds::Everything if whole => Some(self.gone(root)),
            Binds::Nothing if whole && !is_live && is_empty(&arm.pat) => Some(self.gone(root)),
            Binds::Nothing => None,
            Binds::Everything | Binds::Parts => {
                let flag = self.parts.flag_of_arm(root, block, index)?;
                let moved = quote!(#handle.moved(#flag););
                if !self.parts.shares_flag(root, block, index) {
                    return Some(moved);
                }
                // What was copied doesn't tell which arm it was.
                let names = bound_by_value(&arm.pat);
                let by_value = |bind: &LocalId| names.contains(&self.flow.locals[*bind].name);
                let binds: Vec<LocalId> = arm.binds.iter().copied().filter(by_value).collect();
                let moves = self.moves(&binds);
                Some(quote!(if #moves { #moved }))
            }
        }
    }

    /// Stores the references that a guard sees.
    fn see(&self, arm: &Arm) -> TokenStream {
        let stores = arm.sees.iter().map(|(bind, reference)| {
            let found = &self.flow.locals[*bind].name;
            let (name, handle) = (&self.flow.locals[*reference].name, self.handle(*reference));
            match self.home(*reference) {
                Home::Code => quote!(let #name = #found;),
                Home::Slot | Home::Frame => quote!(#handle.init(#found);),
            }
        });
        stores.collect()
    }

    /// `let PATTERN = x;`, where `x` keeps the rest.
    pub fn let_inside(
        &self,
        (block, op): (BlockId, usize),
        (pat, value): (&Pat, &Expr),
        root: LocalId,
        otherwise: Option<TokenStream>,
        binds: &[LocalId],
    ) -> TokenStream {
        let (handle, place) = (self.handle(root), self.place_of(value));
        let (types, stripped) = (self.types_of(pat, binds), without_modifiers(pat));
        let look = self.look(&place, binds_by_ref_mut(pat));
        let flag = self.parts.flag_of_let(root, block, op);
        let found = self.bind_found(binds, flag.map(|flag| quote!(#handle.moved(#flag);)));
        quote! {
            if false {
                loop {}
                match #place { #types _ => {} }
            }
            let #stripped = #look #otherwise;
            #found
        }
    }

    pub fn is_let_inside(&self, pat: &Pat, value: &Expr) -> Option<LocalId> {
        let_inside(self.names, pat, value).filter(|root| self.is_apart(*root))
    }

    /// A case of the dead match that tells the types of the bindings.
    fn types_of(&self, pat: &Pat, binds: &[LocalId]) -> TokenStream {
        let links = binds.iter().map(|bind| {
            let (name, handle) = (&self.flow.locals[*bind].name, self.handle(*bind));
            quote!(#handle.init(#name);)
        });
        quote!(#pat => { #(#links)* })
    }

    /// A reference to the place, or the reference that is there.
    fn look(&self, place: &TokenStream, unique: bool) -> TokenStream {
        let rt = &self.rt;
        match unique {
            true => quote!((#rt::Look(&raw mut #place).look_mut())),
            // What lies behind a shared reference can only be looked at.
            false => quote!((#rt::Look((&raw const #place).cast_mut()).look())),
        }
    }

    /// Stores what patterns found: first everything is taken, then the value it was in
    /// learns of it, then the bindings are written.
    fn bind_found(&self, binds: &[LocalId], taken: Option<TokenStream>) -> TokenStream {
        let rt = &self.rt;
        let takes = binds.iter().map(|bind| {
            let (name, handle) = (&self.flow.locals[*bind].name, self.handle(*bind));
            quote!(let #name = #rt::bound(&#handle, #name);)
        });
        let stores = binds.iter().map(|bind| {
            let (name, handle) = (&self.flow.locals[*bind].name, self.handle(*bind));
            let rest = self.tell_rest(*bind);
            quote!(#handle.init(#name); #rest)
        });
        quote!(#(#takes)* #taken #(#stores)*)
    }

    /// References that a pattern binds no longer depend on how long the match looks.
    fn frees(&self, pat: &Pat, binds: &[LocalId]) -> TokenStream {
        let rt = &self.rt;
        let names = binds.iter().map(|bind| &self.flow.locals[*bind].name);
        let references = names.filter(|name| bound_by_ref(pat).contains(name));
        references.map(|name| quote!(let #name = #rt::free(#name);)).collect()
    }

    /// Whether one of the bindings was moved rather than copied: what is still used may have
    /// been, or gets another value first.
    fn moves(&self, binds: &[LocalId]) -> TokenStream {
        let rt = &self.rt;
        let moves = binds.iter().map(|bind| {
            let handle = self.handle(*bind);
            quote!(|| #handle.type_of().moves())
        });
        quote!({ use #rt::Moves as _; false #(#moves)* })
    }

    /// A guard sees its bindings in place. What is bound `by_ref` is seen for as long as need be.
    fn guard(&self, guard: &Expr, binds: &[LocalId], by_ref: Vec<Ident>) -> TokenStream {
        struct Seen<'a, 'b>(&'a Emit<'b>, &'a [LocalId], Vec<Ident>);
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
                    let found = match self.2.iter().any(|by_ref| name.path.is_ident(by_ref)) {
                        true => quote!(#rt::freed(&#name)),
                        false => quote!(&#name),
                    };
                    let look = quote!((*#rt::seen(&#handle, #found)));
                    if let Ok(look) = syn::parse2(look) {
                        *expr = look;
                    }
                    return;
                }
                visit_mut::visit_expr_mut(self, expr);
            }
            fn visit_macro_mut(&mut self, mac: &mut Macro) {
                let Some(mut arguments) = macros::parse(mac) else { return };
                arguments.expressions_mut().for_each(|argument| self.visit_expr_mut(argument));
                if let Some(Pat::Guard(guarded)) = arguments.pattern_mut() {
                    self.visit_expr_mut(&mut guarded.guard);
                }
                mac.tokens = arguments.into_tokens();
            }
        }
        let mut guard = guard.clone();
        Seen(self, binds, by_ref).visit_expr_mut(&mut guard);
        let guard = self.guard_value(&guard, binds);
        quote!(if #guard)
    }
}

/// What the pattern of an arm binds, now or after its guard.
fn bound_by(arm: &Arm) -> Vec<LocalId> {
    match arm.sees.is_empty() {
        true => arm.binds.clone(),
        false => arm.sees.iter().map(|(bind, _)| *bind).collect(),
    }
}

/// A pattern without `ref` and `mut`, to be matched against a reference.
fn without_modifiers(pat: &Pat) -> Pat {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
            (pat.by_ref, pat.mutability) = (None, None);
            visit_mut::visit_pat_ident_mut(self, pat);
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    let mut pat = pat.clone();
    Strip.visit_pat_mut(&mut pat);
    pat
}
