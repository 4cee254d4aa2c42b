//! Ways out of the middle of code that is not taken apart: `?`, `return`, `break`.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprClosure, Item, Macro, Pat, Stmt};

use super::pieces::{To, Way};
use crate::flow::ends::{block_reaches_end, reaches_end};
use crate::flow::marks::{self, Mark};
use crate::flow::{End, Op, places};
use crate::macros;
use crate::model::Condition;
use crate::text::{is_generated, line, one_line};

/// How code ends that may leave early.
#[derive(Default)]
pub struct Exits {
    /// The ways out, in the order of the source.
    pub ways: Vec<Way>,
    /// Under which conditions the code after it is reached; `None` if it never is.
    pub goes_on: Option<Vec<Condition>>,
}

/// The ways out of an op.
pub fn of_op(op: &Op) -> Exits {
    match op {
        Op::Code(value) | Op::Set { value, .. } => of([value]),
        Op::Let { pat, value, otherwise: Some(otherwise), .. } => {
            let mut exits = of([value]);
            let (matched, missed) = let_conditions(pat, value);
            let mut walk = Walk { conditions: vec![missed], ways: exits.ways };
            walk.visit_expr(otherwise);
            exits.ways = walk.ways;
            exits.goes_on = exits.goes_on.map(|_| vec![matched]);
            exits
        }
        Op::Let { value, .. } => of([value]),
        Op::Declare(_) | Op::End(_) => of([]),
    }
}

/// The ways out of what a block ends with.
pub fn of_end(end: &End) -> Exits {
    of(end.expressions())
}

fn of<'a>(code: impl IntoIterator<Item = &'a Expr>) -> Exits {
    let mut walk = Walk { conditions: Vec::new(), ways: Vec::new() };
    let mut goes_on = Some(Vec::new());
    for expr in code {
        walk.visit_expr(expr);
        match passes(expr) {
            Some(conditions) => goes_on.iter_mut().for_each(|all| all.extend(conditions.clone())),
            None => goes_on = None,
        }
    }
    Exits { ways: walk.ways, goes_on }
}

/// Under which conditions an expression comes to its end; `None` if it never does.
fn passes(expr: &Expr) -> Option<Vec<Condition>> {
    let branches: Vec<(Condition, bool)> = match places::peel(expr) {
        Expr::If(branch) => {
            let then = (if_condition(branch), block_reaches_end(&branch.then_branch));
            let otherwise = branch.else_branch.as_ref().is_none_or(|(_, other)| reaches_end(other));
            vec![then, (else_condition(branch), otherwise)]
        }
        Expr::Match(choice) => {
            choice.arms.iter().map(|arm| (arm_condition(arm), reaches_end(&arm.body))).collect()
        }
        other => return reaches_end(other).then(Vec::new),
    };
    let count = branches.len();
    let mut passing = branches.into_iter().filter(|(_, passes)| *passes);
    let (first, _) = passing.next()?;
    let is_only = count > 1 && passing.next().is_none();
    Some(if is_only { vec![first] } else { Vec::new() })
}

fn if_condition(branch: &syn::ExprIf) -> Condition {
    let text = format!("if {}", one_line(&branch.cond));
    Condition { text, line: line(&branch.if_token) }
}

fn else_condition(branch: &syn::ExprIf) -> Condition {
    let Condition { text, line } = if_condition(branch);
    Condition { text: format!("else of {text}"), line }
}

/// `let PATTERN = VALUE else`: that it matches, and that it doesn't.
fn let_conditions(pat: &Pat, value: &Expr) -> (Condition, Condition) {
    let text = format!("let {} = {}", one_line(pat), one_line(stands_for(value)));
    let line = line(pat);
    let missed = Condition { text: format!("else of {text}"), line };
    (Condition { text, line }, missed)
}

/// A value that ran earlier stands in the code as `{ output_3 }`; that name knows its source.
fn stands_for(value: &Expr) -> &Expr {
    match value {
        Expr::Block(block) if is_generated(block.block.brace_token.span.open()) => {
            match &*block.block.stmts {
                [Stmt::Expr(value, None)] => value,
                _ => value,
            }
        }
        _ => value,
    }
}

fn arm_condition(arm: &syn::Arm) -> Condition {
    Condition { text: format!("{} =>", one_line(&arm.pat)), line: line(&arm.pat) }
}

/// Collects the ways out, each with the branches around it.
struct Walk {
    conditions: Vec<Condition>,
    ways: Vec<Way>,
}

impl Walk {
    fn under(&mut self, condition: Condition, walk: impl FnOnce(&mut Self)) {
        self.conditions.push(condition);
        walk(self);
        self.conditions.pop();
    }

    /// A way out that something in the code decides which no branch shows.
    fn leaves(&mut self, text: &str, line: usize, to: To) {
        let mut conditions = self.conditions.clone();
        conditions.push(Condition { text: text.to_owned(), line });
        self.ways.push(Way::new(conditions, to));
    }

    /// A way out that the branches around it decide, if there are any.
    fn jumps(&mut self, text: &str, line: usize, to: To) {
        if self.conditions.is_empty() {
            self.leaves(text, line, to);
        } else {
            self.ways.push(Way::new(self.conditions.clone(), to));
        }
    }
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.visit_expr(&branch.cond);
        self.under(if_condition(branch), |walk| walk.visit_block(&branch.then_branch));
        if let Some((_, otherwise)) = &branch.else_branch {
            self.under(else_condition(branch), |walk| walk.visit_expr(otherwise));
        }
    }

    fn visit_expr_match(&mut self, choice: &'ast syn::ExprMatch) {
        self.visit_expr(&choice.expr);
        for arm in &choice.arms {
            self.under(arm_condition(arm), |walk| visit::visit_arm(walk, arm));
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let Some(init) = &local.init else { return };
        self.visit_expr(&init.expr);
        if let Some((_, otherwise)) = &init.diverge {
            let (_, missed) = let_conditions(&local.pat, &init.expr);
            self.under(missed, |walk| walk.visit_expr(otherwise));
        }
    }

    fn visit_expr_try(&mut self, expr: &'ast syn::ExprTry) {
        visit::visit_expr_try(self, expr);
        self.leaves("? returns", line(&expr.question_token), To::Return);
    }

    fn visit_expr_return(&mut self, expr: &'ast syn::ExprReturn) {
        visit::visit_expr_return(self, expr);
        self.jumps("return", line(&expr.return_token), To::Return);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let at = line(&mac.path);
        // The mark of a jump stands where its keyword stood.
        let keyword = mac.path.span().source_text().unwrap_or_else(|| "break".to_owned());
        match marks::read(mac) {
            Some(Mark::Jump(to)) => return self.jumps(&keyword, at, To::Block(to)),
            Some(Mark::SetAndJump(to, _, value)) => {
                self.visit_expr(&value);
                return self.jumps(&keyword, at, To::Block(to));
            }
            Some(mark) => return mark.into_inner().iter().for_each(|inner| self.visit_expr(inner)),
            None => {}
        }
        macros::visit_arguments(mac, self);
        // The macros of error-handling crates that return.
        let name = mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        match macros::returns(mac) {
            Some(true) => self.leaves(&format!("{name}! returns"), at, To::Return),
            Some(false) => self.jumps(&format!("{name}!"), at, To::Return),
            None => {}
        }
    }

    // What leaves these leaves only them.
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
