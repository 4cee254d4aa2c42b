//! Where in the machine each slot lies.
//!
//! A slot never moves, and two that are in use at the same time never overlap. Nobody here knows
//! how large they are, so a layout is a plan: what lies side by side, and what shares its room
//! because it lives in turn. rustc fills in the bytes.
//!
//! ```text
//! side by side: socket
//!               in turn: side by side: host, path, in turn: port | awaitee of connect
//!                        side by side: request, in turn: awaitee of write_all
//!                                                        side by side: response, awaitee of read
//! ```

mod arrange;
mod flags;
mod guess;
mod interference;
mod pocket;
#[cfg(test)]
mod tests;

use crate::flow::{Flow, LocalId};
use crate::held::Analysis;
use crate::parts::Parts;
pub use arrange::Room;
pub use flags::Flags;

/// The plan of a machine's storage.
pub struct Layout {
    /// What lies side by side next to the state.
    pub rooms: Vec<Room<LocalId>>,
    /// Which bits say what of the slots.
    pub flags: Flags,
}

/// Lays out the slots.
pub fn lay_out(flow: &Flow, analysis: &Analysis, parts: &Parts) -> Layout {
    let graph = interference::of(flow, analysis);
    let flags = flags::assign(flow, analysis, parts, &graph);
    let rooms = match arrange::arrange(&graph) {
        None => Vec::new(),
        Some(Room::Together(rooms)) => rooms,
        Some(room) => vec![room],
    };
    // One byte is the state.
    let rooms = pocket::fill(rooms, 1 + flags.bytes, |slot| graph.known_size(slot));
    Layout { rooms, flags }
}
