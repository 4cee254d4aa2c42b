//! Constants that are borrowed in a statement with an await.
//!
//! `&LIMIT` is a borrow that needs no temporary, unless the value has a destructor: then
//! rustc drops it at the end of the statement, after the await. Nobody can tell from the
//! name. So the borrow checker is asked, who knows what lives for ever:
//!
//! ```text
//! near(&LIMIT).await      { let constant = identity(&LIMIT); drop(constant); } …
//! ```

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath};

use super::lower::Lower;
use super::{Op, places};

impl Lower<'_> {
    /// Asks about the constants that an expression borrows.
    pub(super) fn ask_about_constants(&mut self, expr: &Expr) {
        let mut found = Borrowed(Vec::new());
        found.visit_expr(expr);
        for path in found.0 {
            let asks = quote_spanned! {path.span()=> {
                let constant = ::core::convert::identity(&#path);
                ::core::mem::drop(constant);
            }};
            self.op(Op::Code(syn::parse2(asks).unwrap_or(Expr::Path(path))));
        }
    }
}

/// The constants that are borrowed, by `&` or by a method.
struct Borrowed(Vec<ExprPath>);

impl Borrowed {
    fn place(&mut self, place: &Expr) {
        match places::peel(place) {
            Expr::Field(field) => self.place(&field.base),
            Expr::Index(index) => self.place(&index.expr),
            Expr::Path(path)
                if places::is_upper(path) && !is_known(path) && !self.0.contains(path) =>
            {
                self.0.push(path.clone());
            }
            _ => {}
        }
    }
}

/// `None`, `u8::MAX`
fn is_known(path: &ExprPath) -> bool {
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, of) = (names.next().unwrap_or_default(), names.next());
    last == "None" || of.is_some_and(|of| is_primitive(&of))
}

fn is_primitive(name: &str) -> bool {
    const PRIMITIVES: [&str; 16] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize",
    ];
    PRIMITIVES.contains(&name)
}

impl<'ast> Visit<'ast> for Borrowed {
    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        self.place(&reference.expr);
        visit::visit_expr_reference(self, reference);
    }
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.place(&call.receiver);
        visit::visit_expr_method_call(self, call);
    }
    // Their temporaries are their own.
    fn visit_block(&mut self, _: &'ast syn::Block) {}
    fn visit_arm(&mut self, _: &'ast syn::Arm) {}
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
