//! Places and values, and the temporaries that a value leaves behind when it stands where
//! a place is needed.

use syn::{Expr, Lit, UnOp};

/// Strips parentheses and the invisible groups of macros.
pub fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => peel(&paren.expr),
        Expr::Group(group) => peel(&group.expr),
        _ => expr,
    }
}

/// Whether evaluating the place later, or again, is the same: a path, its fields, what it
/// points to.
pub fn is_steady(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_steady(&field.base),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && is_steady(&unary.expr),
        Expr::Index(index) => {
            is_steady(&index.expr) && matches!(peel(&index.index), Expr::Lit(_) | Expr::Path(_))
        }
        _ => false,
    }
}

/// Whether an expression denotes a place; a temporary is made for every other one that
/// stands where a place is needed.
pub fn is_place(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Path(_) | Expr::Index(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// Whether a borrow of the expression is a borrow of a constant: `&5`, `&[1, 2]`, `&None`.
pub fn is_constant(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Lit(lit) => !matches!(lit.lit, Lit::Verbatim(_)),
        Expr::Path(path) => is_upper(path),
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_constant(&unary.expr),
        Expr::Reference(reference) => {
            reference.mutability.is_none() && is_constant(&reference.expr)
        }
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_constant),
        Expr::Array(array) => array.elems.iter().all(is_constant),
        Expr::Repeat(repeat) => is_constant(&repeat.expr),
        Expr::Binary(binary) => is_constant(&binary.left) && is_constant(&binary.right),
        _ => false,
    }
}

/// A path that names a constant, a unit struct or a variant rather than a local.
fn is_upper(path: &syn::ExprPath) -> bool {
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident.to_string().starts_with(char::is_uppercase))
}

/// Whether a callee is a tuple struct or a variant rather than a function.
pub fn is_constructor(callee: &Expr) -> bool {
    matches!(peel(callee), Expr::Path(path) if is_upper(path))
}

/// Whether evaluating the expression now or later is the same, whatever happens between.
pub fn is_pure(expr: &Expr) -> bool {
    is_constant(expr)
        || match peel(expr) {
            Expr::Path(path) => path.path.segments.len() > 1,
            Expr::Tuple(tuple) => tuple.elems.iter().all(is_pure),
            _ => false,
        }
}

/// Whether the expression, evaluated, leaves temporaries that live to the end of the
/// statement: a value stands where a place is needed.
pub fn leaves_temporaries(expr: &Expr) -> bool {
    let temporary = |expr: &Expr| !is_place(expr) && !is_constant(expr) && !is_arguments(expr);
    match peel(expr) {
        Expr::MethodCall(call) => {
            temporary(&call.receiver)
                || leaves_temporaries(&call.receiver)
                || call.args.iter().any(leaves_temporaries)
        }
        Expr::Reference(reference) => {
            temporary(&reference.expr) || leaves_temporaries(&reference.expr)
        }
        Expr::Field(field) => temporary(&field.base) || leaves_temporaries(&field.base),
        Expr::Index(index) => {
            temporary(&index.expr)
                || leaves_temporaries(&index.expr)
                || leaves_temporaries(&index.index)
        }
        Expr::Unary(unary) => {
            (matches!(unary.op, UnOp::Deref(_)) && temporary(&unary.expr))
                || leaves_temporaries(&unary.expr)
        }
        Expr::Binary(binary) => {
            let sides = [&*binary.left, &*binary.right];
            sides.into_iter().any(leaves_temporaries)
                || (compares(&binary.op) && sides.into_iter().any(temporary))
        }
        Expr::Call(call) => call.args.iter().any(leaves_temporaries),
        Expr::Tuple(tuple) => tuple.elems.iter().any(leaves_temporaries),
        Expr::Array(array) => array.elems.iter().any(leaves_temporaries),
        Expr::Repeat(repeat) => leaves_temporaries(&repeat.expr),
        Expr::Struct(value) => {
            value.fields.iter().any(|field| leaves_temporaries(&field.expr))
                || value.rest.as_deref().is_some_and(leaves_temporaries)
        }
        Expr::Try(value) => leaves_temporaries(&value.expr),
        Expr::Cast(cast) => leaves_temporaries(&cast.expr),
        Expr::Match(value) => temporary(&value.expr) || leaves_temporaries(&value.expr),
        Expr::If(value) => scrutinizes_temporary(&value.cond),
        _ => false,
    }
}

/// `format_args!(…)` borrows what only the whole statement keeps; it has no destructor.
pub fn is_arguments(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(mac) if mac.mac.path.is_ident("format_args"))
}

/// `if let PATTERN = f()`: what `f` makes lives on in the branches.
fn scrutinizes_temporary(cond: &Expr) -> bool {
    match peel(cond) {
        Expr::Let(value) => !is_place(&value.expr) || leaves_temporaries(&value.expr),
        Expr::Binary(binary) => {
            scrutinizes_temporary(&binary.left) || scrutinizes_temporary(&binary.right)
        }
        _ => false,
    }
}

/// The operators that borrow their operands.
pub fn compares(op: &syn::BinOp) -> bool {
    use syn::BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
    matches!(op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

/// The operators that assign: `+=` and its like.
pub fn assigns(op: &syn::BinOp) -> bool {
    use syn::BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}
