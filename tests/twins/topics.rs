//! The topics. What they all need comes to them from here.

pub(crate) use super::desugar;
pub(crate) use crate::harness::prelude::*;

pub(crate) mod exits;
pub(crate) mod locals;
pub(crate) mod parameters;
