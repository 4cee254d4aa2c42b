//! Suspensions that the attribute refuses. They are lowered all the same: the drawings show
//! them.

use syn::spanned::Spanned;
use syn::{Expr, ExprMacro};

use super::lower::Lower;
use super::{BlockId, End, suspends};
use crate::model::Condition;
use crate::text::one_line;

impl Lower<'_> {
    /// A macro whose expansion awaits is a suspension point of its own.
    pub(super) fn hidden_wait(&mut self, mac: &ExprMacro) -> Expr {
        let name = one_line(&mac.mac.path);
        let message = match suspends::tokens(&mac.mac.tokens) {
            true => format!(
                "pinata: when `{name}!` evaluates this `.await`, and how often, isn't known; await before it: `let value = ….await;`"
            ),
            false => format!(
                "pinata: `{name}!` awaits where it can't be seen; write what it expands to, or move it into an `async fn` without the attribute"
            ),
        };
        self.refuse(mac.span(), message);
        let whole = Expr::Macro(mac.clone());
        self.wait(whole.clone(), whole.clone(), &whole, mac.mac.path.span())
    }

    /// A guard goes on in the current block if it holds. The answer is the block where it
    /// doesn't: the next arm is asked there.
    pub(super) fn suspending_guard(&mut self, guard: &Expr) -> BlockId {
        let message =
            "pinata: `.await` in a guard isn't supported; await before the `match`, or in the arm";
        self.refuse(guard.span(), message);
        let cond = self.expr(guard);
        let (then, failed) = (self.block("Then"), self.block("NextArm"));
        let (text, line) = (one_line(guard), guard.span().start().line);
        let yes = Condition { text: format!("if {text}"), line };
        let no = Condition { text: format!("else of if {text}"), line };
        self.end(End::If { cond, then: (then, yes), otherwise: (failed, no) });
        self.current = then;
        failed
    }
}
