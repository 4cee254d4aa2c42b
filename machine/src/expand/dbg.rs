//! `dbg!(…)`: it quotes what it shows, which is rewritten later.
//!
//! ```text
//! dbg!(f(n).await)
//!
//! match f(n).await {
//!     dbg_value => { eprintln!("[{}:{}:{}] {} = {:#?}", file!(), …, "f(n).await", &dbg_value); dbg_value }
//! }
//! ```

use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, Macro, Stmt};

use crate::{macros, text};

/// Writes out each `dbg!` of a body, those of its closures as well.
pub fn write_all(body: &mut Block) {
    WriteOut.visit_block_mut(body);
}

struct WriteOut;

impl VisitMut for WriteOut {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt
            && let Some(written) = written(&call.mac)
        {
            *stmt = Stmt::Expr(written, call.semi_token);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(written) = written(&call.mac)
        {
            *expr = written;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::visit_arguments_mut(mac, self);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// What a call becomes; `None` if it is no `dbg!` with a value.
fn written(mac: &Macro) -> Option<Expr> {
    if mac.path.segments.last()?.ident != "dbg" {
        return None;
    }
    let arguments = macros::parse(mac)?;
    let mut values: Vec<Expr> = arguments.expressions().map(|value| shown(mac, value)).collect();
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(syn::parse_quote_spanned!(mac.span()=> (#(#values),*))),
    }
}

fn shown(mac: &Macro, value: &Expr) -> Expr {
    let text = text::one_line(value);
    syn::parse_quote_spanned! {mac.span()=>
        match #value {
            dbg_value => {
                ::std::eprintln!(
                    "[{}:{}:{}] {} = {:#?}",
                    ::std::file!(), ::std::line!(), ::std::column!(), #text, &dbg_value
                );
                dbg_value
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    #[test]
    fn quotes_what_stood_there() {
        let source = r#"{
            dbg!();
            let pair = dbg!(f(n).await, n + 1);
            let later = || println!("{}", std::dbg!(pair.0));
        }"#;
        let mut body = syn::parse_str(source).expect("it is code");
        super::write_all(&mut body);
        let code = body.to_token_stream().to_string();
        for quoted in ["\"f(n).await\"", "\"n + 1\"", "\"pair.0\""] {
            assert!(code.contains(quoted), "{code}");
        }
        // What shows nothing stays.
        assert_eq!(code.matches("dbg !").count(), 1, "{code}");
    }
}
