//! `break` and `continue` in code that stays as it is, out of a loop that doesn't.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, ExprAsync, ExprClosure, Item, Label, Lifetime, Macro};

use super::lower::{Dest, Lower};
use super::{BlockId, End, LocalId, Op, marks};
use crate::macros;

/// Replaces the jumps that leave the code by marks.
pub fn rewrite(lower: &mut Lower<'_>, expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    Exits { lower, loops: 0, labels: Vec::new(), unknown: None }.visit_expr_mut(&mut expr);
    expr
}

struct Exits<'a, 'b> {
    lower: &'a mut Lower<'b>,
    /// How many loops of the code itself are around.
    loops: usize,
    labels: Vec<Lifetime>,
    /// The macro around the code at hand that may put it into a loop of its own.
    unknown: Option<Unknown>,
}

struct Unknown {
    name: String,
    /// Whether it is given values, which are walked through; of statements nobody knows.
    values: bool,
    /// Whether its code was changed.
    left: bool,
}

impl Exits<'_, '_> {
    fn within(&mut self, label: Option<&Label>, is_loop: bool, walk: impl FnOnce(&mut Self)) {
        self.loops += usize::from(is_loop);
        self.labels.extend(label.map(|label| label.name.clone()));
        walk(self);
        self.loops -= usize::from(is_loop);
        if label.is_some() {
            self.labels.pop();
        }
    }

    fn stays(&self, label: Option<&Lifetime>) -> bool {
        match label {
            Some(label) => self.labels.contains(label),
            None => self.loops > 0,
        }
    }

    /// Where a jump leaves to, which the code doesn't stay in.
    fn exit(&mut self, jump: &str, label: Option<&Lifetime>, span: Span) -> Option<(usize, Dest)> {
        if let Some(unknown) = &mut self.unknown {
            let name = &unknown.name;
            let refusal = if !unknown.values {
                Some(format!(
                    "pinata: `{jump}` can't leave what is given to `{name}!`, which isn't only values; give it a value that tells, and `{jump}` after it"
                ))
            } else if label.is_none() {
                Some(format!(
                    "pinata: which loop `{jump}` is about within `{name}!` only that knows; give the loop a label, and name it: `{jump} 'label`"
                ))
            } else {
                None
            };
            if let Some(refusal) = refusal {
                self.lower.refuse(span, refusal);
                return None;
            }
            unknown.left = true;
        }
        self.lower.exit(label, jump == "break")
    }

    /// What is given to a macro that nobody knows, if it is code.
    fn unknown(&mut self, mac: &mut Macro) {
        let Some(mut arguments) = macros::guess(mac) else { return };
        let name = mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let inner = Unknown { name, values: arguments.is_only_values(), left: false };
        let outer = self.unknown.replace(inner);
        arguments.expressions_mut().for_each(|argument| self.visit_expr_mut(argument));
        arguments.body_mut().into_iter().for_each(|body| self.visit_block_mut(body));
        let inner = std::mem::replace(&mut self.unknown, outer);
        if inner.is_some_and(|inner| inner.left) {
            mac.tokens = arguments.into_tokens();
            self.unknown.iter_mut().for_each(|outer| outer.left = true);
        }
    }
}

impl VisitMut for Exits<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Loop(inner) => {
                let label = inner.label.clone();
                self.within(label.as_ref(), true, |exits| exits.visit_block_mut(&mut inner.body));
            }
            Expr::While(inner) => {
                let label = inner.label.clone();
                self.within(label.as_ref(), true, |exits| {
                    exits.visit_expr_mut(&mut inner.cond);
                    exits.visit_block_mut(&mut inner.body);
                });
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                let label = inner.label.clone();
                self.within(label.as_ref(), true, |exits| exits.visit_block_mut(&mut inner.body));
            }
            Expr::Block(inner) if inner.label.is_some() => {
                let label = inner.label.clone();
                self.within(label.as_ref(), false, |exits| exits.visit_block_mut(&mut inner.block));
            }
            Expr::Break(inner) if !self.stays(inner.label.as_ref()) => {
                let span = inner.break_token.span;
                let value = inner.expr.clone().map(|mut value| {
                    self.visit_expr_mut(&mut value);
                    *value
                });
                let Some((block, dest)) = self.exit("break", inner.label.as_ref(), span) else {
                    return;
                };
                *expr = match (value, dest) {
                    (Some(value), Dest::Local(local)) => {
                        marks::set_and_jump(block, local, &value, span)
                    }
                    (Some(value), _) => {
                        let jump = marks::jump(block, span);
                        syn::parse_quote!({ #value; #jump })
                    }
                    (None, Dest::Local(local)) => {
                        marks::set_and_jump(block, local, &syn::parse_quote!(()), span)
                    }
                    (None, _) => marks::jump(block, span),
                };
            }
            Expr::Continue(inner) if !self.stays(inner.label.as_ref()) => {
                let span = inner.continue_token.span;
                if let Some((block, _)) = self.exit("continue", inner.label.as_ref(), span) {
                    *expr = marks::jump(block, span);
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        marks::forget_written(&mut arm.attrs);
        visit_mut::visit_arm_mut(self, arm);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let is_known = macros::parse(mac).is_some() || marks::read(mac).is_some();
        if !macros::visit_arguments_mut(mac, self) && !is_known {
            self.unknown(mac);
        }
    }

    // A jump can't leave these.
    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}

impl Lower<'_> {
    /// The block that leaves to the target of a `break` or `continue`.
    fn exit(&mut self, label: Option<&Lifetime>, breaks: bool) -> Option<(usize, Dest)> {
        let (to, depth, dest) = self.target(label, breaks)?;
        Some((self.exit_block(to, depth), dest))
    }

    /// A block that leaves code in the middle of a statement. What it ends is known when the
    /// statement is written down, whose operands may have become temporaries.
    fn exit_block(&mut self, to: BlockId, depth: usize) -> BlockId {
        let block = self.block("Leave");
        self.flow.blocks[block].end = End::Goto(to);
        self.exits.insert(block, depth);
        block
    }

    /// Fills the blocks that code leaves by, which is about to be written down. What it only `set`s
    /// has no value on the way out.
    pub(super) fn settle_exits(&mut self, code: Vec<&Expr>, set: Option<LocalId>) {
        if self.exits.is_empty() {
            return;
        }
        for block in code.into_iter().flat_map(marks::jumps) {
            if let Some(depth) = self.exits.remove(&block) {
                let mut ends = self.ends(depth);
                ends.retain(|end| !matches!(end, Op::End(local) if Some(*local) == set));
                self.flow.blocks[block].ops = ends;
            }
        }
    }

    /// Where a `break` or `continue` goes, the scopes that it leaves, and where the value
    /// of a `break` goes.
    pub(super) fn target(
        &self,
        label: Option<&Lifetime>,
        breaks: bool,
    ) -> Option<(usize, usize, Dest)> {
        let target = self.targets.iter().rev().find(|target| match label {
            Some(label) => target.label.as_ref() == Some(label),
            None => target.continues_to.is_some(),
        })?;
        let to = if breaks { target.breaks_to } else { target.continues_to? };
        Some((to, target.depth, target.dest))
    }
}
