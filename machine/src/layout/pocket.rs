//! What is small goes into the bytes beside the state, which would be there unused.
//!
//! A room of several slots is as large as its alignment wants. Most machines are aligned to eight
//! bytes, so that beside the state and the flags there are some to spare; in a room of its own a
//! single byte may cost another eight, or, beside the timer of a runtime, a hundred and more.
//!
//! ```text
//! state, flags, ….……   in turn: side by side: a: u8, awaitee     awaitee of another
//!
//! state, flags, a, …   in turn: awaitee, awaitee of another
//! ```

use super::arrange::Room;

/// How many bytes there are in all, with the state: what most machines are aligned to.
const POCKET: usize = 8;

/// Moves what is small and lies side by side with something inside of a room out of all rooms, as
/// far as there are bytes for it. `used` are those of the state and of the flags; `size` is that of
/// a slot, where it is known.
pub fn fill<S: Ord + Copy>(
    mut rooms: Vec<Room<S>>,
    used: usize,
    size: impl Fn(S) -> Option<usize>,
) -> Vec<Room<S>> {
    if !rooms.iter().any(|room| is_any_large(room, &size)) {
        return rooms;
    }
    let is_small = |slot: &S| size(*slot).is_some_and(|size| size < POCKET);
    let mut inside = Vec::new();
    rooms.iter().for_each(|room| small_inside(room, &is_small, false, &mut inside));
    // rustc puts the smallest first.
    let beside = rooms.iter().filter_map(|room| match room {
        Room::Slot(slot) if is_small(slot) => Some(*slot),
        _ => None,
    });
    let mut pocket: Vec<S> = beside.collect();
    inside.sort_by_key(|slot| size(*slot));
    for slot in inside {
        pocket.push(slot);
        if end(used, pocket.iter().filter_map(|slot| size(*slot))) > POCKET {
            pocket.pop();
            continue;
        }
        rooms = rooms.into_iter().filter_map(|room| without(room, slot)).collect();
        rooms.push(Room::Slot(slot));
    }
    rooms
}

/// Whether something makes the machine as aligned as most are.
fn is_any_large<S: Copy>(room: &Room<S>, size: &impl Fn(S) -> Option<usize>) -> bool {
    match room {
        Room::Slot(slot) => size(*slot).is_none_or(|size| size >= POCKET),
        Room::Together(rooms) | Room::InTurn(rooms) => {
            rooms.iter().any(|room| is_any_large(room, size))
        }
    }
}

/// Where small things end that are laid out one after the other, the smallest first.
fn end(used: usize, sizes: impl Iterator<Item = usize>) -> usize {
    let mut sizes: Vec<usize> = sizes.filter(|size| *size > 0).collect();
    sizes.sort_unstable();
    sizes.into_iter().fold(used, |end, size| end.next_multiple_of(size.next_power_of_two()) + size)
}

/// The small slots that lie side by side with others in a room.
fn small_inside<S: Copy>(
    room: &Room<S>,
    is_small: &impl Fn(&S) -> bool,
    is_beside: bool,
    found: &mut Vec<S>,
) {
    match room {
        Room::Slot(slot) if is_beside && is_small(slot) => found.push(*slot),
        Room::Slot(_) => {}
        Room::Together(rooms) => {
            rooms.iter().for_each(|room| small_inside(room, is_small, true, found));
        }
        Room::InTurn(rooms) => {
            rooms.iter().for_each(|room| small_inside(room, is_small, false, found));
        }
    }
}

/// A room without a slot; none if it had no other.
fn without<S: Copy + PartialEq>(room: Room<S>, slot: S) -> Option<Room<S>> {
    let rest = |rooms: Vec<Room<S>>| -> Vec<Room<S>> {
        rooms.into_iter().filter_map(|room| without(room, slot)).collect()
    };
    match room {
        Room::Slot(other) => (other != slot).then_some(Room::Slot(other)),
        Room::Together(rooms) => one_or(rest(rooms), Room::Together),
        Room::InTurn(rooms) => one_or(rest(rooms), Room::InTurn),
    }
}

fn one_or<S>(
    mut rooms: Vec<Room<S>>,
    several: impl Fn(Vec<Room<S>>) -> Room<S>,
) -> Option<Room<S>> {
    match rooms.len() {
        0 | 1 => rooms.pop(),
        _ => Some(several(rooms)),
    }
}
