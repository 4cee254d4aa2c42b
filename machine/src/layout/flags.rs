//! The bits that remember what of a slot is there.
//!
//! Where a value is there on some paths only, or parts of it are gone, a state has to remember. One
//! bit does for a value that is moved as a whole or not at all; parts take a byte. Slots that never
//! meet share their bits.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::Graph;
use crate::flow::{Flow, LocalId};
use crate::held::Analysis;
use crate::parts::Parts;

/// Where the flags of a local are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// Which byte.
    pub byte: usize,
    /// Which bit of it, as a mask; all of them if there is none.
    pub bit: Option<u8>,
}

/// The flags of a machine.
pub struct Flags {
    /// How many bytes there are.
    pub bytes: usize,
    of: BTreeMap<LocalId, Flag>,
}

impl Flags {
    /// Those of a local, if it has any.
    pub fn of(&self, local: LocalId) -> Option<Flag> {
        self.of.get(&local).copied()
    }
}

/// Gives each local that needs some its bits.
pub fn assign(flow: &Flow, analysis: &Analysis, parts: &Parts, graph: &Graph<LocalId>) -> Flags {
    let flagged = (0..flow.locals.len())
        .filter(|local| analysis.flagged[*local] && analysis.has_slot(flow, *local));
    let (bytes, bits): (Vec<LocalId>, Vec<LocalId>) = flagged.partition(|local| parts.any(*local));
    // Each color is a byte, or a bit, that its slots share.
    let (bytes, bits) = (colors(graph, &bytes), colors(graph, &bits));
    let first = bytes.len();
    let mut of = BTreeMap::new();
    for (byte, locals) in bytes.iter().enumerate() {
        of.extend(locals.iter().map(|local| (*local, Flag { byte, bit: None })));
    }
    for ((index, locals), bit) in bits.iter().enumerate().zip((0..u8::BITS).cycle()) {
        let flag = Flag { byte: first + index / 8, bit: Some(1 << bit) };
        of.extend(locals.iter().map(|local| (*local, flag)));
    }
    Flags { bytes: first + bits.len().div_ceil(8), of }
}

/// Parts the locals into sets of which no two meet.
fn colors(graph: &Graph<LocalId>, locals: &[LocalId]) -> Vec<BTreeSet<LocalId>> {
    let mut colors: Vec<BTreeSet<LocalId>> = Vec::new();
    for local in locals {
        let free = |color: &&mut BTreeSet<LocalId>| !color.iter().any(|o| graph.meet(*local, *o));
        match colors.iter_mut().find(free) {
            Some(color) => {
                color.insert(*local);
            }
            None => colors.push([*local].into()),
        }
    }
    colors
}
