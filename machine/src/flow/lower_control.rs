//! Control flow with a suspension in it: branches, matches, loops, jumps.

use syn::spanned::Spanned;
use syn::{
    BinOp, Block, Expr, ExprForLoop, ExprIf, ExprLet, ExprLoop, ExprMatch, ExprWhile, Label, Pat,
};

use super::lower::{Dest, Lower, Target};
use super::{Arm, BlockId, End, Kind, LocalId, Op, ends, marks, places, suspends};
use crate::mentions::complement;
use crate::model::Condition;
use crate::text::one_line;

impl Lower<'_> {
    /// Evaluates an expression to where its value goes.
    pub(super) fn expr_into(&mut self, expr: &Expr, dest: Dest) {
        let is_whole = std::mem::take(&mut self.is_whole);
        let jumps = matches!(expr, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_));
        if !jumps && !self.comes_apart(expr) {
            let value = self.verbatim(expr);
            let goes_on = ends::reaches_end(expr);
            self.store(value, if goes_on { dest } else { Dest::Discard });
            if !goes_on {
                self.end(End::Unreachable);
                self.start_unreachable();
            }
            return;
        }
        match expr {
            Expr::Paren(paren) => {
                self.is_whole = is_whole;
                self.expr_into(&paren.expr, dest);
            }
            Expr::Group(group) => {
                self.is_whole = is_whole;
                self.expr_into(&group.expr, dest);
            }
            Expr::Return(value) => {
                let value = value.expr.as_deref().map(|value| self.expr(value));
                self.end(End::Return(value));
                self.start_unreachable();
            }
            Expr::Break(value) => {
                let inner = value.expr.as_deref().map(|inner| self.expr(inner));
                self.break_with(value.label.as_ref(), inner);
            }
            Expr::Continue(inner) => {
                if let Some((to, depth, _)) = self.target(inner.label.as_ref(), false) {
                    self.jump(to, depth);
                }
            }
            construct if places::is_construct(construct) => self.construct_into(expr, dest),
            _ => {
                self.is_whole = is_whole;
                let value = self.expr(expr);
                self.store(value, dest);
            }
        }
    }

    /// Takes a construct apart, whether it suspends or not.
    pub(super) fn construct_into(&mut self, expr: &Expr, dest: Dest) {
        match expr {
            Expr::If(expr) => self.if_into(expr, dest),
            Expr::Match(expr) => self.match_into(expr, dest),
            Expr::Loop(expr) => self.loop_into(expr, dest),
            Expr::While(expr) => self.while_into(expr, dest),
            Expr::ForLoop(expr) => self.for_into(expr, dest),
            Expr::Unsafe(expr) => self.body(&expr.block, dest),
            Expr::Block(expr) => match &expr.label {
                None => self.body(&expr.block, dest),
                Some(label) => self.labelled(label, &expr.block, dest),
            },
            _ => self.expr_into(expr, dest),
        }
    }

    /// The body of a loop or of a branch: what its tail leaves dies with it.
    fn branch_body(&mut self, body: &Block, dest: Dest) {
        self.enter_statement(body.brace_token.span.close());
        self.body(body, dest);
        self.leave();
    }

    fn break_with(&mut self, label: Option<&syn::Lifetime>, value: Option<Expr>) {
        let Some((to, depth, dest)) = self.target(label, true) else { return };
        match (value, dest) {
            (Some(value), dest @ Dest::Local(_)) => self.store(value, dest),
            (Some(value), _) => self.op(Op::Code(value)),
            (None, dest @ Dest::Local(_)) => self.store(syn::parse_quote!(()), dest),
            (None, _) => {}
        }
        self.jump(to, depth);
    }

    /// The value of a construct that jumps produce can't be returned from within them.
    fn local_dest(&mut self, expr: &Expr, dest: Dest) -> Dest {
        match dest {
            Dest::Return => Dest::Local(self.value_of(expr)),
            dest => dest,
        }
    }

    /// Passes on what `local_dest` put aside.
    fn forward(&mut self, from: Dest, to: Dest) {
        if let (Dest::Local(local), Dest::Return) = (from, to) {
            let value = self.path(local);
            self.store(value, to);
        }
    }

    fn labelled(&mut self, label: &Label, block: &Block, dest: Dest) {
        let whole: Expr = syn::parse_quote!(#block);
        let inner = self.local_dest(&whole, dest);
        let after = self.block("After");
        self.targets.push(Target {
            label: Some(label.name.clone()),
            breaks_to: after,
            continues_to: None,
            depth: self.depth(),
            dest: inner,
        });
        self.body(block, inner);
        self.targets.pop();
        self.goto(after);
        self.current = after;
        self.forward(inner, dest);
    }

    // Branches.

    fn if_into(&mut self, expr: &ExprIf, dest: Dest) {
        let (otherwise, join) = (self.block("Else"), self.block("AfterIf"));
        let line = expr.if_token.span.start().line;
        // Up to 2021 what the scrutinee leaves belongs to the statement.
        let (outer, end) = (self.temporaries(), expr.then_branch.brace_token.span.close());
        let temporaries = if self.edition >= 2024 {
            self.enter_statement(end);
            self.depth() - 1
        } else {
            self.enter(end);
            outer
        };
        self.condition(&expr.cond, otherwise, temporaries, ("if", line));
        let ends = self.innermost_ends();
        self.branch_body(&expr.then_branch, dest);
        self.leave();
        self.goto(join);

        self.current = otherwise;
        self.flow.blocks[otherwise].ops.extend(ends.into_iter().map(Op::End));
        match &expr.else_branch {
            Some((_, branch)) => {
                self.enter_statement(branch.span());
                self.expr_into(branch, dest);
                self.leave();
            }
            None if dest == Dest::Discard => {}
            None => self.store(syn::parse_quote!(()), dest),
        }
        self.goto(join);
        self.current = join;
    }

    /// Goes on in the current block if the condition holds, else to `otherwise`. Bindings
    /// go to the innermost scope, temporaries of a scrutinee to the scope `temporaries`.
    fn condition(&mut self, cond: &Expr, otherwise: BlockId, temporaries: usize, head: Head) {
        match places::peel(cond) {
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::And(_))
                    && (has_let(cond) || self.comes_apart(cond)) =>
            {
                self.condition(&binary.left, otherwise, temporaries, head);
                self.condition(&binary.right, otherwise, temporaries, head);
            }
            Expr::Let(binding) => self.let_condition(binding, otherwise, temporaries, head),
            _ => {
                self.enter_whole(cond.span());
                let value = self.expr(cond);
                let value = self.save_if_scope_is_used(&value);
                self.leave();
                let then = self.block("Then");
                let (yes, no) = decided(head, &one_line(cond));
                self.end(End::If { cond: value, then: (then, yes), otherwise: (otherwise, no) });
                self.current = then;
            }
        }
    }

    fn let_condition(
        &mut self,
        binding: &ExprLet,
        otherwise: BlockId,
        temporaries: usize,
        head: Head,
    ) {
        let place = self.scrutinee(&binding.expr, temporaries);
        let binds = self.declare_bindings(&binding.pat, None);
        let then = self.block("Then");
        let text = format!("let {} = {}", one_line(&binding.pat), one_line(&binding.expr));
        let (yes, no) = decided(head, &text);
        self.end(End::Match {
            place,
            arms: two_arms(&binding.pat, binds, then, yes, otherwise, no),
        });
        self.current = then;
    }

    /// The place that a pattern looks into. A value becomes a temporary.
    fn scrutinee(&mut self, expr: &Expr, depth: usize) -> Expr {
        let value = if self.comes_apart(expr) { self.expr(expr) } else { expr.clone() };
        let held = self.hold(&value, depth);
        if places::is_place(&held) && !places::is_variant(&held) && !self.is_output(&held) {
            return held;
        }
        let local = self.temporary("scrutinee", expr, Kind::Temporary, depth);
        self.flow.locals[local].plain = crate::plain::is_plain_value(expr);
        self.op(Op::Set { local, value: held });
        self.path(local)
    }

    fn match_into(&mut self, expr: &ExprMatch, dest: Dest) {
        let place = self.scrutinee(&expr.expr, self.temporaries());
        let join = self.block("AfterMatch");
        self.arms_into(&place, &expr.arms, dest, join);
        self.current = join;
    }

    /// Chooses between arms, and goes on at `join` after each of them.
    pub(super) fn arms_into(&mut self, place: &Expr, arms: &[syn::Arm], dest: Dest, join: BlockId) {
        let from = self.current;
        let mut chosen = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let (pat, guard) = split_guard(&arm.pat);
            if let Some(guard) = guard.filter(|guard| suspends::expr(guard)) {
                let rest = &arms[index + 1..];
                return self.guard_into((from, chosen), place, (arm, guard), rest, (dest, join));
            }
            let to = self.block("Arm");
            self.current = to;
            self.enter(arm.body.span());
            let binds = self.declare_bindings(pat, None);
            let guard = guard.map(|guard| self.verbatim(guard));
            self.settle_exits(guard.iter().collect(), None);
            self.arm_body(arm, dest, join);
            let condition = condition_of(arm);
            chosen.push(Arm { pat: pat.clone(), guard, binds, sees: Vec::new(), to, condition });
        }
        self.end_of(from, End::Match { place: place.clone(), arms: chosen });
    }

    /// What an arm does; its bindings are in the innermost scope.
    pub(super) fn arm_body(&mut self, arm: &syn::Arm, dest: Dest, join: BlockId) {
        self.enter_statement(arm.body.span());
        self.expr_into(&arm.body, dest);
        self.leave();
        self.leave();
        self.goto(join);
    }

    // Loops.

    fn target_for(
        &mut self,
        label: Option<&Label>,
        breaks_to: BlockId,
        continues_to: BlockId,
        depth: usize,
        dest: Dest,
    ) {
        let label = label.map(|label| label.name.clone());
        let continues_to = Some(continues_to);
        self.targets.push(Target { label, breaks_to, continues_to, depth, dest });
    }

    fn loop_into(&mut self, expr: &ExprLoop, dest: Dest) {
        let whole = Expr::Loop(expr.clone());
        let inner = self.local_dest(&whole, dest);
        let (head, after) = (self.block("Loop"), self.block("AfterLoop"));
        self.goto(head);
        self.current = head;
        self.target_for(expr.label.as_ref(), after, head, self.depth(), inner);
        self.branch_body(&expr.body, Dest::Discard);
        self.targets.pop();
        self.goto(head);
        self.current = after;
        self.forward(inner, dest);
    }

    fn while_into(&mut self, expr: &ExprWhile, dest: Dest) {
        let (head, ended, after) =
            (self.block("While"), self.block("Ended"), self.block("AfterWhile"));
        self.goto(head);
        self.current = head;
        let depth = self.depth();
        self.enter_statement(expr.body.brace_token.span.close());
        let line = expr.while_token.span.start().line;
        self.target_for(expr.label.as_ref(), after, head, depth, Dest::Discard);
        self.condition(&expr.cond, ended, self.depth() - 1, ("while", line));
        let ends = self.innermost_ends();
        self.branch_body(&expr.body, Dest::Discard);
        self.targets.pop();
        self.leave();
        self.goto(head);
        self.flow.blocks[ended].ops.extend(ends.into_iter().map(Op::End));
        self.flow.blocks[ended].end = End::Goto(after);
        self.current = after;
        self.finish_unit(dest);
    }

    /// ```text
    /// iterator = IntoIterator::into_iter(EXPR);
    /// loop { match Iterator::next(&mut iterator) { Some(PATTERN) => BODY, None => break } }
    /// ```
    ///
    /// The temporaries of `EXPR` die with the loop, be it a statement or a tail.
    fn for_into(&mut self, expr: &ExprForLoop, dest: Dest) {
        let (head, ended, after) = (self.block("For"), self.block("Ended"), self.block("AfterFor"));
        let body = self.block("Body");
        let span = expr.for_token.span;
        let line = span.start().line;
        self.enter_statement(expr.body.brace_token.span.close());
        let outer = self.temporaries();
        let value = self.expr(&expr.expr);
        let value = self.hold(&value, outer);
        let iterator = self.temporary("iterator", &expr.expr, Kind::Temporary, outer);
        let into_iter: Expr =
            syn::parse_quote_spanned!(span=> ::core::iter::IntoIterator::into_iter(#value));
        self.op(Op::Set { local: iterator, value: into_iter });
        self.goto(head);

        self.current = head;
        let depth = self.depth();
        self.enter(expr.body.brace_token.span.close());
        let name = self.path(iterator);
        let next: Expr = syn::parse_quote_spanned!(span=> ::core::iter::Iterator::next(&mut #name));
        let scrutinee = self.temporary("item", &next, Kind::Temporary, self.depth() - 1);
        self.flow.locals[scrutinee].written = one_line(&expr.pat);
        self.op(Op::Set { local: scrutinee, value: next });
        let pat = &expr.pat;
        let some: Pat = syn::parse_quote!(::core::option::Option::Some(#pat));
        let binds = self.declare_bindings(pat, None);
        let text = format!("for {} in {}", one_line(pat), one_line(&expr.expr));
        let no = Condition { text: format!("{text} ends"), line };
        let yes = Condition { text, line };
        let place = self.path(scrutinee);
        let mut arms = two_arms(&some, binds, body, yes, ended, no);
        arms[1].pat = syn::parse_quote!(::core::option::Option::None);
        self.end(End::Match { place, arms });

        self.current = body;
        self.target_for(expr.label.as_ref(), after, head, depth, Dest::Discard);
        self.branch_body(&expr.body, Dest::Discard);
        self.targets.pop();
        let ends = self.innermost_ends();
        self.leave();
        self.goto(head);
        self.flow.blocks[ended].ops.extend(ends.into_iter().map(Op::End));
        self.flow.blocks[ended].end = End::Goto(after);
        self.current = after;
        self.leave();
        self.finish_unit(dest);
    }

    fn finish_unit(&mut self, dest: Dest) {
        if dest != Dest::Discard {
            self.store(syn::parse_quote!(()), dest);
        }
    }
}

/// `if` or `while`, and its line.
type Head = (&'static str, usize);

/// What it means in words that a condition holds, and that it doesn't.
fn decided((keyword, line): Head, text: &str) -> (Condition, Condition) {
    let no = match keyword {
        "while" => format!("while {text} ends"),
        _ => format!("else of {keyword} {text}"),
    };
    let yes = Condition { text: format!("{keyword} {text}"), line };
    (yes, Condition { text: no, line })
}

fn two_arms(
    pat: &Pat,
    binds: Vec<LocalId>,
    to: BlockId,
    condition: Condition,
    otherwise: BlockId,
    no: Condition,
) -> Vec<Arm> {
    vec![
        Arm { pat: pat.clone(), guard: None, binds, sees: Vec::new(), to, condition },
        Arm {
            pat: complement(pat),
            guard: None,
            binds: Vec::new(),
            sees: Vec::new(),
            to: otherwise,
            condition: no,
        },
    ]
}

/// A pattern without its guard, and the guard.
pub(super) fn split_guard(pat: &Pat) -> (&Pat, Option<&Expr>) {
    match pat {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pat => (pat, None),
    }
}

/// What choosing an arm means, in the words of the source.
pub(super) fn condition_of(arm: &syn::Arm) -> Condition {
    let written = marks::written(&arm.attrs).unwrap_or_else(|| one_line(&arm.pat));
    Condition { text: format!("{written} =>"), line: arm.pat.span().start().line }
}

/// Whether a condition binds names.
fn has_let(cond: &Expr) -> bool {
    match places::peel(cond) {
        Expr::Let(_) => true,
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::And(_)) && (has_let(&binary.left) || has_let(&binary.right))
        }
        _ => false,
    }
}
