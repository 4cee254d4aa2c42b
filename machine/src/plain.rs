//! What is known from the syntax alone: what has no destructor, and how large something is.

use syn::{BinOp, Expr, ExprLit, Lit, Type, UnOp};

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

/// How many bytes a value of a type takes for certain, where pointers take 8: no name in it can
/// stand for something else, and nothing in it is padded.
pub fn exact_size(ty: &Type) -> Option<u64> {
    let is_certain = match ty {
        Type::Paren(paren) => return exact_size(&paren.elem),
        Type::Group(group) => return exact_size(&group.elem),
        Type::Array(array) => exact_size(&array.elem).is_some(),
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(_) | Type::TraitObject(_) => true,
            elem => is_plain_type(elem),
        },
        Type::Ptr(_) => false,
        Type::Path(_) => is_plain_type(ty),
        _ => false,
    };
    let size = is_certain.then(|| size(ty)).flatten()?;
    u64::try_from(size).ok()
}

/// How many bytes a value of a type takes where pointers take 8, if one can see it.
pub fn size(ty: &Type) -> Option<usize> {
    match ty {
        Type::Paren(paren) => size(&paren.elem),
        Type::Group(group) => size(&group.elem),
        Type::Tuple(tuple) => tuple.elems.iter().map(size).sum(),
        Type::Array(array) => match &array.len {
            Expr::Lit(ExprLit { lit: Lit::Int(len), .. }) => {
                size(&array.elem)?.checked_mul(len.base10_parse().ok()?)
            }
            _ => None,
        },
        Type::Reference(reference) => Some(match &*reference.elem {
            Type::Slice(_) | Type::TraitObject(_) => 16,
            Type::Path(path) if path.path.is_ident("str") => 16,
            _ => 8,
        }),
        Type::Ptr(_) => Some(8),
        Type::Path(path) => {
            let name = path.path.get_ident()?.to_string();
            Some(match &*name {
                "bool" | "u8" | "i8" => 1,
                "u16" | "i16" => 2,
                "u32" | "i32" | "f32" | "char" => 4,
                "u64" | "i64" | "f64" | "usize" | "isize" => 8,
                "u128" | "i128" => 16,
                "String" => 24,
                _ => return None,
            })
        }
        _ => None,
    }
}
