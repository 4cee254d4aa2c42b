//! What has to be taken apart: code that suspends, and code that moves parts out of a local,
//! or move it after a guard, because what is left of one that is kept has to be known.

use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprClosure, Item, Local, Macro, Pat};

use super::lower::Lower;
use super::lower_control::split_guard;
use super::{places, suspends};
use crate::macros::{self, Shape};
use crate::mentions::{Binds, binds_of, binds_of_let};

impl Lower<'_> {
    /// Whether an expression can't be passed through as it stands.
    pub(super) fn comes_apart(&self, expr: &Expr) -> bool {
        let mut search = Search { lower: self, found: suspends::expr(expr) };
        if !search.found {
            search.visit_expr(expr);
        }
        search.found
    }

    /// Whether patterns that bind move parts out of a local.
    fn moves_parts(&self, place: &Expr, binds: Binds) -> bool {
        match places::peel(place) {
            Expr::Path(_) => self.is_droppable(place) && binds == Binds::Parts,
            // What a pattern takes of a part is a part.
            Expr::Field(field) => {
                self.is_droppable(bottom_of_fields(&field.base)) && binds != Binds::Nothing
            }
            _ => false,
        }
    }

    /// Whether patterns move a local, but not before a guard has been evaluated.
    fn moves_after_guard<'a>(
        &self,
        place: &Expr,
        pats: impl Iterator<Item = &'a Pat> + Clone,
    ) -> bool {
        let mut guards = pats.clone().filter_map(|pat| split_guard(pat).1);
        guards.any(|guard| !places::is_settled(guard))
            && self.is_droppable(place)
            && binds_of(pats) == Binds::Everything
    }

    /// Whether an expression names a local that may have a destructor.
    fn is_droppable(&self, place: &Expr) -> bool {
        let Expr::Path(path) = places::peel(place) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local_named(name));
        local.is_some_and(|local| !self.flow.locals[local].plain)
    }
}

/// `x` in `x.a.b`.
fn bottom_of_fields(place: &Expr) -> &Expr {
    match places::peel(place) {
        Expr::Field(field) => bottom_of_fields(&field.base),
        place => place,
    }
}

struct Search<'a, 'b> {
    lower: &'a Lower<'b>,
    found: bool,
}

impl<'ast> Visit<'ast> for Search<'_, '_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.found |= match expr {
            Expr::Match(inner) => {
                let pats = || inner.arms.iter().map(|arm| &arm.pat);
                self.lower.moves_parts(&inner.expr, binds_of(pats()))
                    || self.lower.moves_after_guard(&inner.expr, pats())
            }
            Expr::Let(binding) => self.lower.moves_parts(&binding.expr, binds_of_let(&binding.pat)),
            _ => false,
        };
        if !self.found {
            visit::visit_expr(self, expr);
        }
    }
    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init
            && !matches!(local.pat, Pat::Ident(_) | Pat::Wild(_))
        {
            self.found |= self.lower.moves_parts(&init.expr, binds_of_let(&local.pat));
        }
        visit::visit_local(self, local);
    }
    fn visit_macro(&mut self, mac: &'ast Macro) {
        let Some(arguments) = macros::parse(mac) else { return };
        // The body of a generator is captured, and the message of an assertion is seldom made.
        let evaluated = match arguments.shape() {
            Shape::Generator => 0,
            Shape::Assert => 1,
            Shape::Compare => 2,
            _ => usize::MAX,
        };
        for argument in arguments.expressions().take(evaluated) {
            self.found |= self.lower.comes_apart(argument);
        }
    }
    // What is moved out of there is captured.
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
