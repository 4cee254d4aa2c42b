//! How large a slot may be whose type nobody wrote.
//!
//! Nobody here knows, so a plan is tried with several sizes of each slot that look random, and are
//! the same each time. The plan that takes the fewest bytes over all of these is a good one whatever
//! the types turn out to be. What goes into something is known to be in it: a future is larger than
//! the arguments that made it, and a tuple is as large as its fields.

use syn::{BinOp, Expr, Lit, Pat};

use crate::flow::{Flow, Kind, LocalId, Op, places};
use crate::held::Analysis;
use crate::mentions::Names;
use crate::plain;

/// How many sizes are tried.
const TRIED: usize = 128;

/// A number, a reference, a handle, a string, and what is larger.
const VALUES: [usize; 8] = [8, 8, 16, 24, 24, 48, 72, 104];

/// What a future takes beside its arguments.
const FUTURES: [usize; 8] = [8, 16, 32, 32, 40, 64, 104, 400];

/// The sizes of something, in each of the trials. They live elsewhere: plans are made of plans, and
/// the stack is not large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes(Box<[usize]>);

impl Sizes {
    pub fn known(size: usize) -> Self {
        Sizes::from_fn(|_| size)
    }

    /// Of what lies side by side.
    pub fn together(sizes: impl IntoIterator<Item = Sizes>) -> Self {
        sizes.into_iter().fold(Sizes::known(0), |all, one| all.with(&one, usize::saturating_add))
    }

    /// Of what lies in the same bytes.
    pub fn in_turn(sizes: impl IntoIterator<Item = Sizes>) -> Self {
        sizes.into_iter().fold(Sizes::known(0), |all, one| all.with(&one, usize::max))
    }

    /// The size, if it is the same in all trials.
    pub fn certain(&self) -> Option<usize> {
        let first = *self.0.first()?;
        self.0.iter().all(|size| *size == first).then_some(first)
    }

    /// All trials taken together.
    pub fn sum(&self) -> usize {
        self.0.iter().fold(0, |sum, size| sum.saturating_add(*size))
    }

    /// Of what may turn out to need no room.
    fn perhaps(&self) -> Self {
        Sizes::from_fn(|trial| if trial % 2 == 0 { self.0[trial] } else { 0 })
    }

    fn with(mut self, other: &Sizes, combine: impl Fn(usize, usize) -> usize) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(size, other)| *size = combine(*size, *other));
        self
    }

    fn drawn_from(choices: &[usize; 8], local: LocalId) -> Self {
        Sizes::from_fn(|trial| choices[mixed(local * TRIED + trial) % choices.len()])
    }

    fn from_fn(size: impl Fn(usize) -> usize) -> Self {
        Sizes((0..TRIED).map(size).collect())
    }
}

/// The sizes of every local.
pub fn of(flow: &Flow, analysis: &Analysis) -> Vec<Sizes> {
    let unseen = |local| Sizes::drawn_from(&VALUES, local);
    let mut guess =
        Guess { names: &analysis.names, sizes: (0..flow.locals.len()).map(unseen).collect() };
    for block in &analysis.shape.order {
        for op in &flow.blocks[*block].ops {
            match op {
                Op::Set { local, value } if flow.locals[*local].kind == Kind::Awaitee => {
                    guess.sizes[*local] = guess.of_future(value, *local);
                }
                Op::Set { local, value } => guess.sizes[*local] = guess.of_value(value, *local),
                Op::Let { pat: Pat::Ident(_), value, binds, .. } => {
                    for local in binds {
                        guess.sizes[*local] = guess.of_value(value, *local);
                    }
                }
                _ => {}
            }
        }
    }
    for (sizes, local) in guess.sizes.iter_mut().zip(&flow.locals) {
        if let Some(known) = local.ty.as_ref().and_then(plain::size) {
            *sizes = Sizes::known(known);
        }
    }
    for (sizes, doubt) in guess.sizes.iter_mut().zip(&analysis.doubts) {
        if doubt.is_some() {
            *sizes = sizes.perhaps();
        }
    }
    guess.sizes
}

struct Guess<'a> {
    names: &'a Names,
    /// By local.
    sizes: Vec<Sizes>,
}

impl Guess<'_> {
    /// The sizes of a value, as far as one can see what is in it.
    fn of_value(&self, value: &Expr, local: LocalId) -> Sizes {
        if let Some(local) = self.names.expr(value) {
            return self.sizes[local].clone();
        }
        match places::peel(value) {
            Expr::Lit(literal) => Sizes::known(of_literal(&literal.lit)),
            Expr::Binary(binary) if is_condition(&binary.op) => Sizes::known(1),
            Expr::Cast(cast) if let Some(size) = plain::size(&cast.ty) => Sizes::known(size),
            Expr::Reference(_) | Expr::RawAddr(_) => Sizes::known(8),
            Expr::Tuple(tuple) => self.of_values(&tuple.elems, local),
            Expr::Array(array) => self.of_values(&array.elems, local),
            Expr::Struct(value) => {
                self.of_values(value.fields.iter().map(|field| &field.expr), local)
            }
            _ => Sizes::drawn_from(&VALUES, local),
        }
    }

    fn of_values<'a>(&self, values: impl IntoIterator<Item = &'a Expr>, local: LocalId) -> Sizes {
        Sizes::together(values.into_iter().map(|value| self.of_value(value, local)))
    }

    fn of_future(&self, future: &Expr, local: LocalId) -> Sizes {
        let beside = Sizes::drawn_from(&FUTURES, local);
        match places::peel(future) {
            Expr::Call(call) => Sizes::together([beside, self.of_values(&call.args, local)]),
            Expr::MethodCall(call) => Sizes::together([beside, self.of_values(&call.args, local)]),
            Expr::Reference(_) => self.of_value(future, local),
            // It may be what makes the future.
            Expr::Path(_) => Sizes::in_turn([beside, self.of_value(future, local)]),
            _ => beside,
        }
    }
}

fn of_literal(literal: &Lit) -> usize {
    let suffixed = |suffix: &str| syn::parse_str(suffix).ok().and_then(|ty| plain::size(&ty));
    match literal {
        Lit::Str(_) => 16,
        Lit::Bool(_) | Lit::Byte(_) => 1,
        Lit::Char(_) => 4,
        Lit::Int(number) => suffixed(number.suffix()).unwrap_or(8),
        Lit::Float(number) => suffixed(number.suffix()).unwrap_or(8),
        _ => 8,
    }
}

/// Whether an operator makes a `bool`.
fn is_condition(op: &BinOp) -> bool {
    places::compares(op) || matches!(op, BinOp::And(_) | BinOp::Or(_))
}

/// The last step of the generator `splitmix64`.
fn mixed(number: usize) -> usize {
    let mut bits = (number as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) as usize
}
