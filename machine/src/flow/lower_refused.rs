//! Suspensions that the attribute refuses. They are lowered all the same: the drawings show
//! them.

use syn::spanned::Spanned;
use syn::{Expr, ExprMacro};

use super::lower::Lower;
use super::suspends;
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
}
