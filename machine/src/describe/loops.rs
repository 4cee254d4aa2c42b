//! The loops in which a machine may rest.

use proc_macro2::{LineColumn, Span};
use syn::visit::{self, Visit};
use syn::{Block, ExprAsync, ExprClosure, ExprForLoop, ExprLoop, ExprWhile, Item, Label};

use crate::model::{LineRange, Loop, LoopId, LoopKind, State, StateId, StateKind};
use crate::text::one_line;

/// The loops of a body with a suspension point in them, those around others first.
pub fn of(body: &Block, states: &[State]) -> Vec<Loop> {
    let mut points: Vec<_> = states.iter().zip(0..).filter_map(point).collect();
    points.sort_by_key(|(at, _)| *at);
    let mut search = Search { points, around: None, loops: Vec::new() };
    search.visit_block(body);
    search.loops
}

/// Where a state waits, with columns from 0 as spans count them.
fn point((state, id): (&State, usize)) -> Option<(LineColumn, StateId)> {
    let StateKind::Suspended { line, column, .. } = state.kind else { return None };
    Some((LineColumn { line, column: column - 1 }, StateId(id)))
}

struct Search {
    points: Vec<(LineColumn, StateId)>,
    around: Option<LoopId>,
    loops: Vec<Loop>,
}

impl Search {
    /// Adds a loop that the source has, and looks for others in it.
    ///
    /// `turn` is what runs again and again.
    fn found(&mut self, found: &Head, turn: Span, end: Span, within: impl FnOnce(&mut Self)) {
        let states = self.rests(turn.start(), end.end());
        let keyword = match found.kind {
            LoopKind::Loop => "loop",
            LoopKind::While => "while",
            LoopKind::For => "for",
        };
        if states.is_empty() || found.span.source_text().as_deref() != Some(keyword) {
            return within(self);
        }
        let label = found.label.map(|label| label.name.to_string());
        let start = found.label.map_or(found.span, |label| label.name.apostrophe).start().line;
        let id = LoopId(self.loops.len());
        self.loops.push(Loop {
            kind: found.kind,
            label,
            head: format!("{keyword}{}", found.rest),
            lines: LineRange { start, end: end.end().line },
            parent: self.around,
            states,
        });
        let around = self.around.replace(id);
        within(self);
        self.around = around;
    }

    fn rests(&self, start: LineColumn, end: LineColumn) -> Vec<StateId> {
        let from = self.points.partition_point(|(at, _)| *at < start);
        let to = self.points.partition_point(|(at, _)| *at < end);
        let mut states: Vec<_> = self.points[from..to].iter().map(|(_, id)| *id).collect();
        states.sort();
        states
    }
}

/// What stands before the brace of a loop.
struct Head<'a> {
    kind: LoopKind,
    label: Option<&'a Label>,
    /// The keyword.
    span: Span,
    /// What stands after it.
    rest: String,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_expr_loop(&mut self, expr: &'ast ExprLoop) {
        let (span, label) = (expr.loop_token.span, expr.label.as_ref());
        let head = Head { kind: LoopKind::Loop, label, span, rest: String::new() };
        let close = expr.body.brace_token.span.close();
        self.found(&head, span, close, |search| visit::visit_expr_loop(search, expr));
    }

    fn visit_expr_while(&mut self, expr: &'ast ExprWhile) {
        let (span, label) = (expr.while_token.span, expr.label.as_ref());
        let rest = format!(" {}", one_line(&expr.cond));
        let head = Head { kind: LoopKind::While, label, span, rest };
        let close = expr.body.brace_token.span.close();
        self.found(&head, span, close, |search| visit::visit_expr_while(search, expr));
    }

    // What is iterated over is evaluated before the first turn.
    fn visit_expr_for_loop(&mut self, expr: &'ast ExprForLoop) {
        self.visit_expr(&expr.expr);
        let (span, label) = (expr.for_token.span, expr.label.as_ref());
        let rest = format!(" {} in {}", one_line(&expr.pat), one_line(&expr.expr));
        let head = Head { kind: LoopKind::For, label, span, rest };
        let braces = expr.body.brace_token.span;
        self.found(&head, braces.open(), braces.close(), |search| search.visit_block(&expr.body));
    }

    // Their loops are those of other machines.
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
