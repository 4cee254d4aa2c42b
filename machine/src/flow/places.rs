//! Places and values, and the temporaries that a value leaves behind when it stands where
//! a place is needed.

use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprAwait, ExprCall, ExprClosure, ExprIndex, Item, Lit, Macro, UnOp};

use super::marks::{self, Mark};
use crate::macros::{self, Arguments, Shape};
use crate::mentions::binds_by_ref;

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
        Expr::Index(index) => is_steady(&index.expr) && is_steady_index(index),
        _ => false,
    }
}

/// Whether nothing is evaluated to find an element: `v[3]`, `v[i]`.
pub fn is_steady_index(index: &ExprIndex) -> bool {
    matches!(peel(&index.index), Expr::Lit(_) | Expr::Path(_))
}

/// Whether a place goes through an index.
pub fn is_indexed(place: &Expr) -> bool {
    match peel(place) {
        Expr::Field(field) => is_indexed(&field.base),
        Expr::Unary(unary) => is_indexed(&unary.expr),
        Expr::Index(_) => true,
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
        mark => matches!(marks::of(mark), Some(Mark::Seen(..) | Mark::PickUp { .. })),
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

/// Whether a borrow needs no temporary: `&5`, but not `&mut 5`, which may be changed.
pub fn is_lent_constant(reference: &syn::ExprReference) -> bool {
    match reference.mutability {
        Some(_) => matches!(peel(&reference.expr), Expr::Array(array) if array.elems.is_empty()),
        None => is_constant(&reference.expr),
    }
}

/// A path that names a variant or a unit struct: a value. Statics are places, and shout.
pub fn is_variant(expr: &Expr) -> bool {
    let Expr::Path(path) = peel(expr) else { return false };
    is_upper(path)
        && path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident.to_string().contains(char::is_lowercase))
}

/// A path that names a constant, a unit struct or a variant rather than a local.
pub fn is_upper(path: &syn::ExprPath) -> bool {
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident.to_string().starts_with(char::is_uppercase))
}

/// A path that names a tuple struct or a variant.
pub fn is_constructor(func: &Expr) -> bool {
    matches!(peel(func), Expr::Path(path) if is_upper(path))
}

/// Whether a value is called that has no name: it is a temporary, unless the call takes it. A
/// closure that isn't `move` has nothing to drop, unless the call takes it; one that moves all into
/// an `async` block is taken, unless it has nothing to drop.
pub fn calls_value(call: &ExprCall) -> bool {
    match peel(&call.func) {
        Expr::Closure(closure) => {
            let hands_on =
                matches!(peel(&closure.body), Expr::Async(block) if block.capture.is_some());
            closure.capture.is_some() && !hands_on
        }
        Expr::Macro(mac) => marks::read(&mac.mac).is_none(),
        func => !is_place(func),
    }
}

/// Whether an expression has blocks of its own.
pub fn is_construct(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::If(_)
            | Expr::Match(_)
            | Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
    )
}

/// Whether a `let` of this makes temporaries in a block, an `if` or a `match`, which live as
/// long as what it binds: `let x = if c { &f() } else { y };`.
pub fn extends_from_within(init: &Expr) -> bool {
    extends_at(init, false)
}

/// Whether a `let` of this makes temporaries that live as long as what it binds.
pub fn extends(init: &Expr) -> bool {
    extends_at(init, true)
}

/// `counts` tells whether a temporary that is found here is asked for.
fn extends_at(init: &Expr, counts: bool) -> bool {
    let extends = |expr: &Expr| extends_at(expr, counts);
    let within = |block: &syn::Block| tail(block).is_some_and(|tail| extends_at(tail, true));
    match peel(init) {
        Expr::Reference(reference) => {
            let bottom = bottom(&reference.expr);
            let lent = is_lent_constant(reference)
                || (reference.mutability.is_none() && is_constant(bottom));
            let changes = reference.mutability.is_some() && is_variant(&reference.expr);
            (counts && (changes || !is_place(bottom)) && !lent) || extends(bottom)
        }
        Expr::RawAddr(reference) => extends(bottom(&reference.expr)),
        Expr::Tuple(tuple) => tuple.elems.iter().any(extends),
        Expr::Array(array) => array.elems.iter().any(extends),
        Expr::Struct(value) => value.fields.iter().any(|field| extends(&field.expr)),
        Expr::Call(call) if is_constructor(&call.func) => call.args.iter().any(extends),
        Expr::Cast(cast) => extends(&cast.expr),
        Expr::Block(block) => match only_tail(&block.block) {
            Some(tail) => extends(tail),
            None => within(&block.block),
        },
        Expr::Unsafe(block) => match only_tail(&block.block) {
            Some(tail) => extends(tail),
            None => within(&block.block),
        },
        Expr::If(value) => value.else_branch.as_ref().is_some_and(|(_, otherwise)| {
            within(&value.then_branch) || extends_at(otherwise, true)
        }),
        Expr::Match(value) => value.arms.iter().any(|arm| extends_at(&arm.body, true)),
        _ => false,
    }
}

/// What is at the bottom of `f().x[0]`.
fn bottom(place: &Expr) -> &Expr {
    match peel(place) {
        Expr::Field(field) => bottom(&field.base),
        Expr::Index(index) => bottom(&index.expr),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => bottom(&unary.expr),
        bottom => bottom,
    }
}

/// Whether evaluating the expression now or later is the same, whatever happens between.
pub fn is_pure(expr: &Expr) -> bool {
    is_constant(expr)
        || match peel(expr) {
            Expr::Path(path) => path.path.segments.len() > 1,
            Expr::Tuple(tuple) => tuple.elems.iter().all(is_pure),
            // The compiler evaluates it.
            Expr::Const(_) => true,
            _ => false,
        }
}

/// Whether evaluating an operand can't panic.
pub fn is_settled(operand: &Expr) -> bool {
    match peel(operand) {
        Expr::Closure(_) | Expr::Async(_) => true,
        Expr::Reference(reference) => is_steady(&reference.expr),
        Expr::Binary(binary) if compares(&binary.op) => {
            let sides = [&*binary.left, &*binary.right];
            sides.iter().all(|side| is_settled(side))
                && sides.iter().any(|side| matches!(peel(side), Expr::Lit(_)))
        }
        operand => is_pure(operand) || is_steady(operand),
    }
}

/// Whether the expression, evaluated, leaves temporaries that live to the end of the
/// statement: a value stands where a place is needed.
pub fn leaves_temporaries(expr: &Expr, edition: u16) -> bool {
    let temporary = |expr: &Expr| !is_place(expr) && !is_constant(expr) && !is_arguments(expr);
    let leaves = |expr: &Expr| leaves_temporaries(expr, edition);
    let used = |place: &Expr| temporary(place) || leaves(place);
    match peel(expr) {
        Expr::MethodCall(call) => used(&call.receiver) || call.args.iter().any(leaves),
        Expr::Reference(reference) => {
            let place = &reference.expr;
            !(is_place(place) || is_lent_constant(reference) || is_arguments(place))
                || (reference.mutability.is_some() && is_variant(place))
                || leaves(place)
        }
        Expr::RawAddr(reference) => used(&reference.expr),
        Expr::Field(field) => used(&field.base),
        Expr::Index(index) => used(&index.expr) || leaves(&index.index),
        Expr::Unary(unary) => {
            (matches!(unary.op, UnOp::Deref(_)) && temporary(&unary.expr)) || leaves(&unary.expr)
        }
        Expr::Binary(binary) => {
            let sides = [&*binary.left, &*binary.right];
            sides.into_iter().any(leaves)
                || (compares(&binary.op) && sides.into_iter().any(temporary))
        }
        Expr::Call(call) => calls_value(call) || leaves(&call.func) || call.args.iter().any(leaves),
        Expr::Tuple(tuple) => tuple.elems.iter().any(leaves),
        Expr::Array(array) => array.elems.iter().any(leaves),
        Expr::Repeat(repeat) => leaves(&repeat.expr),
        Expr::Range(range) => {
            [&range.start, &range.end].into_iter().flatten().any(|end| leaves(end))
        }
        Expr::Struct(value) => {
            value.fields.iter().any(|field| leaves(&field.expr))
                || value.rest.as_deref().is_some_and(used)
        }
        Expr::Try(value) => leaves(&value.expr),
        Expr::Cast(cast) => leaves(&cast.expr),
        // `match None { ref mut x => … }` makes a temporary even of what else is a constant.
        Expr::Match(value) => {
            used(&value.expr)
                || is_variant(&value.expr) && value.arms.iter().any(|arm| binds_by_ref(&arm.pat))
        }
        Expr::If(value) => scrutinizes_temporary(&value.cond, edition),
        // Up to 2021 a block hands on what its tail leaves.
        Expr::Block(block) => edition < 2024 && tail(&block.block).is_some_and(leaves),
        Expr::Unsafe(block) => edition < 2024 && tail(&block.block).is_some_and(leaves),
        Expr::Macro(mac) => {
            pinned_by(mac).is_some()
                || values_of(mac).is_some_and(|values| values.expressions().any(leaves))
                || looks_into(mac).is_some_and(|looked| looked.expressions().any(used))
        }
        _ => false,
    }
}

/// The same of an expression that may suspend, as far as can be told: what it waits for may leave
/// some.
pub fn may_leave_temporaries(expr: &Expr, edition: u16) -> bool {
    struct Search {
        edition: u16,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_await(&mut self, wait: &'ast ExprAwait) {
            self.found |= leaves_temporaries(&wait.base, self.edition);
            visit::visit_expr_await(self, wait);
        }
        fn visit_macro(&mut self, _: &'ast Macro) {
            self.found = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}
        fn visit_item(&mut self, _: &'ast Item) {}
    }
    let mut search = Search { edition, found: leaves_temporaries(expr, edition) };
    search.visit_expr(expr);
    search.found
}

/// The value that `pin!(value)` of std makes a temporary of.
pub fn pinned_by(mac: &syn::ExprMacro) -> Option<Expr> {
    let mut names = mac.mac.path.segments.iter().rev().map(|segment| &segment.ident);
    let (name, of) = (names.next()?, names.next());
    let is_std = name == "pin" && of.is_none_or(|of| of == "pin");
    is_std.then(|| mac.mac.parse_body().ok()).flatten()
}

/// The expression that is all there is in a block.
pub fn only_tail(block: &syn::Block) -> Option<&Expr> {
    tail(block).filter(|_| block.stmts.len() == 1)
}

/// The expression at the end of a block.
fn tail(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.last()? {
        syn::Stmt::Expr(tail, None) => Some(tail),
        _ => None,
    }
}

/// What `vec![…]` takes; what is in it belongs to the statement around it.
pub fn values_of(mac: &syn::ExprMacro) -> Option<Arguments> {
    let parsed = macros::parse(&mac.mac)?;
    matches!(parsed.shape(), Shape::Values | Shape::Repeat).then_some(parsed)
}

/// What `matches!(…)` and `write!(…)` look into, which lives as long as the statement around it.
pub fn looks_into(mac: &syn::ExprMacro) -> Option<Arguments> {
    let parsed = macros::parse(&mac.mac)?;
    let writes = ["write", "writeln"].iter().any(|name| mac.mac.path.is_ident(name));
    (writes || parsed.shape() == Shape::Matches).then_some(parsed)
}

/// `format_args!(…)` borrows what only the whole statement keeps; it has no destructor.
pub fn is_arguments(expr: &Expr) -> bool {
    matches!(expr, Expr::Macro(mac) if mac.mac.path.is_ident("format_args"))
}

/// `if let PATTERN = f()`: what `f` makes lives on in the branches.
fn scrutinizes_temporary(cond: &Expr, edition: u16) -> bool {
    match peel(cond) {
        Expr::Let(value) => !is_place(&value.expr) || leaves_temporaries(&value.expr, edition),
        Expr::Binary(binary) => {
            scrutinizes_temporary(&binary.left, edition)
                || scrutinizes_temporary(&binary.right, edition)
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
