//! The macros that are not seen through.

use syn::visit::Visit;
use syn::{Block, ExprAsync, ExprClosure, Item, Macro};

use crate::macros;
use crate::model::MacroCall;
use crate::text;

/// The calls in a body of macros that nobody knows, in source order.
pub fn of(body: &Block) -> Vec<MacroCall> {
    let mut search = Search { calls: Vec::new() };
    search.visit_block(body);
    search.calls
}

struct Search {
    calls: Vec<MacroCall>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match macros::parse(mac) {
            Some(arguments) => arguments.expressions().for_each(|value| self.visit_expr(value)),
            None if macros::returns(mac).is_some() => {}
            None => {
                let name = text::one_line(&mac.path);
                self.calls.push(MacroCall { name, line: mac.bang_token.span.start().line });
            }
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
    fn visit_item(&mut self, _: &'ast Item) {}
}
