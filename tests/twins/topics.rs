//! The topics. What they all need comes to them from here.

pub(crate) use super::desugar;
pub(crate) use crate::harness::prelude::*;

pub(crate) mod assignments;
pub(crate) mod auto_traits;
pub(crate) mod blocks;
pub(crate) mod borrows;
pub(crate) mod calls;
pub(crate) mod captures;
pub(crate) mod closures;
pub(crate) mod conditions;
pub(crate) mod evaluation;
pub(crate) mod exits;
pub(crate) mod futures;
pub(crate) mod generics;
pub(crate) mod joins;
pub(crate) mod locals;
pub(crate) mod loops;
pub(crate) mod macros;
pub(crate) mod matches;
pub(crate) mod methods;
pub(crate) mod mixed_patterns;
pub(crate) mod moves;
pub(crate) mod nested;
pub(crate) mod operands;
pub(crate) mod overlaps;
pub(crate) mod panics;
pub(crate) mod parameters;
pub(crate) mod parts;
pub(crate) mod patterns;
pub(crate) mod pins_and_streams;
pub(crate) mod races;
pub(crate) mod receivers;
pub(crate) mod shared;
pub(crate) mod temporaries;
pub(crate) mod traits;
