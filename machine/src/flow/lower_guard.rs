//! Guards that await.
//!
//! ```text
//! match x { A => a, P if g.await => b, Q => c }
//!
//! match x { A => a, P => guard, _ => rest }
//! guard:  with references to what `P` binds, if g.await { bound } else { rest }
//! bound:  match x { P => b }
//! rest:   match x { Q => c }
//! ```
//!
//! Until its guard holds, an arm takes nothing out of the value: the guard sees it in place.

use std::collections::HashMap;

use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprAsync, ExprClosure, Macro};

use super::lower::{Dest, Lower};
use super::lower_control::{condition_of, split_guard};
use super::{Arm, BlockId, End, Kind, LocalId, Op, marks, places};
use crate::macros;
use crate::model::Condition;
use crate::text::one_line;
use crate::tokens;

impl Lower<'_> {
    /// The arm whose guard awaits, after those in front of it, and the arms behind it.
    pub(super) fn guard_into(
        &mut self,
        (from, mut chosen): (BlockId, Vec<Arm>),
        place: &Expr,
        (arm, guard): (&syn::Arm, &Expr),
        rest: &[syn::Arm],
        (dest, join): (Dest, BlockId),
    ) {
        let (guarding, bound, next) =
            (self.block("Guard"), self.block("Arm"), self.block("NextArm"));
        let (pat, _) = split_guard(&arm.pat);
        self.current = guarding;
        self.enter(arm.body.span());
        let binds = self.declare_bindings(pat, None);
        if !binds.is_empty() && !is_of_a_local(place) {
            let message = "pinata: a guard that awaits looks into a local; give this a name before the `match`: `let value = …;`";
            self.refuse(place.span(), message);
        }
        let line = arm.pat.span().start().line;
        let no = Condition { text: "_ =>".to_owned(), line };
        self.enter(guard.span());
        let sees: Vec<(LocalId, LocalId)> =
            binds.iter().map(|bind| (*bind, self.reference_to(*bind))).collect();
        let references = sees.iter().map(|(_, reference)| *reference).collect();
        chosen.push(Arm {
            pat: pat.clone(),
            guard: None,
            binds: references,
            sees: sees.clone(),
            to: guarding,
            condition: condition_of(arm),
        });
        chosen.push(Arm {
            pat: syn::parse_quote!(_),
            guard: None,
            binds: Vec::new(),
            sees: Vec::new(),
            to: next,
            condition: no.clone(),
        });
        self.end_of(from, End::Match { place: place.clone(), arms: chosen });
        let seeing = guard_that_sees(self, guard, &sees);
        self.guard_holds(&seeing, guard, bound, next);

        self.current = bound;
        let (body, never) = (self.block("Arm"), self.block("Unreachable"));
        let yes = Condition { text: format!("{} =>", one_line(pat)), line };
        self.end(End::Match {
            place: place.clone(),
            arms: vec![
                Arm {
                    pat: pat.clone(),
                    guard: None,
                    binds,
                    sees: Vec::new(),
                    to: body,
                    condition: yes,
                },
                Arm {
                    pat: syn::parse_quote!(_),
                    guard: None,
                    binds: Vec::new(),
                    sees: Vec::new(),
                    to: never,
                    condition: no,
                },
            ],
        });
        self.current = body;
        self.arm_body(arm, dest, join);

        self.current = next;
        self.arms_into(place, rest, dest, join);
    }

    /// Evaluates the guard; the references that it sees end with it.
    fn guard_holds(&mut self, guard: &Expr, written: &Expr, bound: BlockId, next: BlockId) {
        self.enter_whole(guard.span());
        let cond = self.expr(guard);
        let cond = self.save_if_scope_is_used(&cond);
        self.leave();
        let (text, line) = (one_line(written), written.span().start().line);
        let yes = Condition { text: format!("if {text}"), line };
        let no = Condition { text: format!("else of if {text}"), line };
        let (holds, fails) = (self.block("Then"), self.block("Else"));
        self.end(End::If { cond, then: (holds, yes), otherwise: (fails, no) });
        let ends = self.innermost_ends();
        self.current = fails;
        ends.into_iter().for_each(|local| self.op(Op::End(local)));
        self.goto(next);
        self.current = holds;
        self.leave();
        self.goto(bound);
    }

    /// The reference to what a pattern binds.
    fn reference_to(&mut self, bind: LocalId) -> LocalId {
        let name = self.path(bind);
        let depth = self.depth() - 1;
        let reference = self.temporary("seen", &name, Kind::Temporary, depth);
        self.flow.locals[reference].plain = true;
        reference
    }
}

/// Whether a place is found through a local.
fn is_of_a_local(place: &Expr) -> bool {
    match places::peel(place) {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => is_of_a_local(&field.base),
        Expr::Unary(unary) => is_of_a_local(&unary.expr),
        _ => false,
    }
}

/// The guard with what it sees of the bindings in their place.
fn guard_that_sees(lower: &mut Lower<'_>, guard: &Expr, sees: &[(LocalId, LocalId)]) -> Expr {
    let named = sees
        .iter()
        .map(|(bind, reference)| (lower.flow.locals[*bind].name.to_string(), (*bind, *reference)));
    let mut seen = Seen { sees: named.collect(), hidden: None };
    let mut guard = guard.clone();
    seen.visit_expr_mut(&mut guard);
    if let Some(span) = seen.hidden {
        let message = "pinata: this mentions what the pattern binds, in a guard that awaits; move the guard into the arm";
        lower.refuse(span, message);
    }
    guard
}

struct Seen {
    sees: HashMap<String, (LocalId, LocalId)>,
    /// Where a binding is mentioned that can't be led to its place.
    hidden: Option<proc_macro2::Span>,
}

impl Seen {
    fn hides(&mut self, code: &impl quote::ToTokens) {
        let mentions = tokens::mentions(code.to_token_stream());
        if mentions.iter().any(|name| self.sees.contains_key(&name.to_string())) {
            self.hidden = Some(code.span());
        }
    }
}

impl VisitMut for Seen {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = expr
            && let Some(name) = path.path.get_ident()
            && let Some((bind, reference)) = self.sees.get(&name.to_string())
        {
            *expr = marks::seen(*bind, *reference, name.span());
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.hides(closure);
    }
    fn visit_expr_async_mut(&mut self, block: &mut ExprAsync) {
        self.hides(block);
    }
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if !macros::visit_arguments_mut(mac, self) {
            self.hides(&mac.tokens);
        }
    }
}
