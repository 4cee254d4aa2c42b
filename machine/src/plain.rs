//! What is known, from the syntax alone, to have no destructor.

use syn::{BinOp, Expr, Lit, Type, UnOp};

use crate::flow::places::{compares, peel};

/// References, numbers, and tuples and arrays of them.
pub fn is_plain_type(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) | Type::Ptr(_) | Type::FnPtr(_) | Type::Never(_) => true,
        Type::Paren(paren) => is_plain_type(&paren.elem),
        Type::Group(group) => is_plain_type(&group.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain_type),
        Type::Array(array) => is_plain_type(&array.elem),
        Type::Path(path) => {
            const PRIMITIVES: [&str; 17] = [
                "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16",
                "i32", "i64", "i128", "isize", "f32", "f64",
            ];
            path.qself.is_none()
                && path.path.get_ident().is_some_and(|name| PRIMITIVES.iter().any(|p| name == p))
        }
        _ => false,
    }
}

/// Numbers, characters and truths, for whose operators nobody can write an `impl`.
fn is_primitive_value(value: &Expr) -> bool {
    match peel(value) {
        Expr::Lit(lit) => !matches!(lit.lit, Lit::Verbatim(_)),
        Expr::Unary(unary) => {
            !matches!(unary.op, UnOp::Deref(_)) && is_primitive_value(&unary.expr)
        }
        Expr::Binary(binary) => {
            compares(&binary.op) || matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
        }
        _ => false,
    }
}

/// Values whose type is plain whatever their parts are.
pub fn is_plain_value(value: &Expr) -> bool {
    match peel(value) {
        Expr::Lit(lit) => !matches!(lit.lit, Lit::Verbatim(_)),
        Expr::Reference(_) | Expr::RawAddr(_) => true,
        // A `Box` may be cast to a `Box<dyn …>`.
        Expr::Cast(cast) => is_plain_type(&cast.ty),
        Expr::Unary(_) | Expr::Binary(_) => is_primitive_value(value),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_plain_value),
        Expr::Array(array) => array.elems.iter().all(is_plain_value),
        Expr::Repeat(repeat) => is_plain_value(&repeat.expr),
        _ => false,
    }
}
