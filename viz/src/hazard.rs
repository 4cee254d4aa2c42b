//! What is dear to hold across an await: a guard that locks others out, and much memory.
//!
//! No type is known here but what is written, so this reads the words: it may miss something,
//! and it names only what those words say.

use std::fmt;

use pinata_machine::model::Local;
use syn::{Expr, Lit, Type};

/// From how many bytes on an array is large.
const LARGE: u64 = 512;

/// Why a local is dear to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hazard {
    /// It keeps a lock, or a `RefCell` borrowed.
    Guard,
    /// It is an array of so many bytes or more.
    Large {
        /// How many at least.
        bytes: u64,
    },
}

/// What is to be said about a local.
pub fn hazard(local: &Local) -> Option<Hazard> {
    let ty = local.ty.as_deref().and_then(|ty| syn::parse_str::<Type>(ty).ok());
    let init = local.init.as_deref().and_then(|init| syn::parse_str::<Expr>(init).ok());
    let bytes = ty.as_ref().and_then(bytes_of).or_else(|| init.as_ref().and_then(bytes_in));
    if let Some(bytes) = bytes.filter(|&bytes| bytes >= LARGE) {
        return Some(Hazard::Large { bytes });
    }
    // What a temporary is named after is the expression itself.
    let temporary = || syn::parse_str::<Expr>(&local.name).ok();
    let is_guard = match (&ty, init.or_else(temporary)) {
        (Some(Type::Path(path)), _) => {
            let last = path.path.segments.last();
            last.is_some_and(|last| last.ident.to_string().ends_with("Guard"))
        }
        (None, Some(init)) => locks(&init),
        _ => false,
    };
    is_guard.then_some(Hazard::Guard)
}

impl fmt::Display for Hazard {
    /// The words of a badge: `guard`, `4 KiB`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Self::Guard => f.write_str("guard"),
            Self::Large { bytes: bytes @ 0..1024 } => write!(f, "{bytes} B"),
            Self::Large { bytes: bytes @ 1024..1_048_576 } => write!(f, "{} KiB", bytes / 1024),
            Self::Large { bytes } => write!(f, "{} MiB", bytes / 1_048_576),
        }
    }
}

/// Whether an expression ends in a call that takes a lock, as far as its name tells.
fn locks(expr: &Expr) -> bool {
    match expr {
        Expr::Await(inner) => locks(&inner.base),
        Expr::Try(inner) => locks(&inner.expr),
        Expr::MethodCall(call) => {
            let is_bare = call.args.is_empty();
            match call.method.to_string().as_str() {
                "unwrap" | "expect" => locks(&call.receiver),
                "lock" | "borrow_mut" => is_bare,
                // A lock is read and written without arguments, a file never is.
                "read" | "write" => is_bare,
                "lock_owned" | "read_owned" | "write_owned" => true,
                _ => false,
            }
        }
        _ => false,
    }
}

/// The size of an array type whose length is a number.
fn bytes_of(ty: &Type) -> Option<u64> {
    match ty {
        Type::Array(array) => bytes_of(&array.elem).unwrap_or(1).checked_mul(number(&array.len)?),
        Type::Path(path) => match path.path.get_ident()?.to_string().as_str() {
            "u8" | "i8" | "bool" => Some(1),
            "u16" | "i16" => Some(2),
            "u32" | "i32" | "f32" | "char" => Some(4),
            "u64" | "i64" | "f64" | "usize" | "isize" => Some(8),
            "u128" | "i128" => Some(16),
            _ => None,
        },
        _ => None,
    }
}

/// The size of `[x; N]`, where an element takes one byte unless it says more.
fn bytes_in(expr: &Expr) -> Option<u64> {
    let Expr::Repeat(repeat) = expr else { return None };
    let element = match &*repeat.expr {
        Expr::Repeat(_) => bytes_in(&repeat.expr)?,
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => match int.suffix() {
                "" => 1,
                suffix => bytes_of(&syn::parse_str(suffix).ok()?)?,
            },
            _ => 1,
        },
        _ => 1,
    };
    element.checked_mul(number(&repeat.len)?)
}

/// A number, or a product of numbers.
fn number(expr: &Expr) -> Option<u64> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        Expr::Binary(product) if matches!(product.op, syn::BinOp::Mul(_)) => {
            number(&product.left)?.checked_mul(number(&product.right)?)
        }
        Expr::Paren(inner) => number(&inner.expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn badge(ty: &str, init: &str) -> String {
        let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let local = Local {
            name: "x".to_owned(),
            kind: pinata_machine::model::LocalKind::Binding,
            ty: words(ty),
            line: 1,
            column: 1,
            init: words(init),
            uses: vec![],
            moves: vec![],
            assigns: vec![],
            bytes: None,
        };
        hazard(&local).map(|one| one.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_dear() {
        assert_eq!("guard", badge("MutexGuard<'_, State>", ""));
        assert_eq!("guard", badge("", "self.state.lock().await"));
        assert_eq!("guard", badge("", "map.read().unwrap()"));
        assert_eq!("guard", badge("", "cell.borrow_mut()"));
        assert_eq!("4 KiB", badge("[u8; 4096]", "make()"));
        assert_eq!("4 KiB", badge("", "[0u32; 1024]"));
        assert_eq!("1 MiB", badge("", "[[0; 1024]; 1024]"));
        assert_eq!("16 KiB", badge("", "[0u8; 16 * 1024]"));
    }

    #[test]
    fn what_is_not() {
        assert_eq!("", badge("", "file.read(&mut buffer).await"));
        assert_eq!("", badge("", "state.lock().await.count()"));
        assert_eq!("", badge("[u8; 64]", ""));
        assert_eq!("", badge("[u8; LENGTH]", ""));
        assert_eq!("", badge("Vec<u8>", "vec![0; 4096]"));
        assert_eq!("", badge("[u8; 99999999999999999999]", "]"));
    }
}
