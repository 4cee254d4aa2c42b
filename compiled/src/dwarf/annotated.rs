//! Recognizes what `#[pinata::desugar]` made: a type of its runtime → a machine, or what lies where
//! in one.
//!
//! ```text
//! structure_type pinata::rt::machine::Machine<O, C, P>     size and alignment
//!   O: f::{async_block_env#0}                              the oracle: the same body by rustc
//!   C: f::{closure#1}::{async_block_env#0}                 the witness
//!        Suspend0: held_1: [u8; 1], held_2: Slot<String>…  keeps all rooms at once
//! structure_type pinata::rt::machine::Layout<S>
//!   S: (Slot<f::FState>, [u8; 1], Slot<String>, Or<Slot<u8>, (Slot<u64>, Slot<Nap>)>)
//! ```
//!
//! No type names both a machine and its layout. But the enum of the states stands in the same
//! function as the oracle, and the witness keeps what the layout has beside the state: so they are
//! `join`ed, in whichever units they are described.

use std::rc::Rc;

use super::load::Reader;
use super::types::{TypeId, Types};
use crate::Error;
use crate::annotated::{Room, Storage};
use crate::coroutine::Range;

/// A type of the runtime.
pub(super) enum OfRuntime {
    Machine(Machine),
    Layout(Layout),
}

/// A machine, before its oracle and its layout are found.
pub(super) struct Machine {
    pub oracle: TypeId,
    /// The path of the function.
    pub scope: String,
    pub size: u64,
    pub align: u64,
    /// Where its storage begins.
    start: u64,
    /// The types of the rooms that the witness keeps, by their places in the layout.
    held: Vec<(usize, Rc<str>)>,
}

/// What lies where, before it is known in which machine.
#[derive(PartialEq, Eq)]
pub(super) struct Layout {
    /// The path of the function.
    pub scope: String,
    /// The types of the parts, with their sizes.
    parts: Vec<(Rc<str>, u64)>,
    storage: Storage,
}

const MACHINE: &str = "pinata::rt::machine::Machine<";
const LAYOUT: &str = "pinata::rt::machine::Layout<";
const SLOT: &str = "pinata::rt::slot::Slot<";
const OR: &str = "pinata::rt::slot::Or<";

/// How deep rooms may be inside of others.
const MAX_DEPTH: usize = 100;

/// Which state of a witness keeps something.
const SUSPENDED: usize = 3;

/// Describes a type of the runtime; none for what only has such a name.
pub(super) fn recognize(types: &mut Types<'_>, id: TypeId) -> Result<Option<OfRuntime>, Error> {
    let name = types.name(id)?;
    Ok(if name.starts_with(MACHINE) {
        machine(types, id)?.map(OfRuntime::Machine)
    } else if name.starts_with(LAYOUT) {
        match types.body(id)?.parameters.as_slice() {
            [storage] => layout(types, *storage)?.map(OfRuntime::Layout),
            _ => None,
        }
    } else {
        None
    })
}

fn machine(types: &mut Types<'_>, id: TypeId) -> Result<Option<Machine>, Error> {
    let ty = types.read(id)?;
    let body = types.body(id)?;
    let (Some(size), Some(align)) = (ty.size, ty.align) else { return Ok(None) };
    let [oracle, witness, _] = *body.parameters.as_slice() else { return Ok(None) };
    let (scope, mut start) = (types.scope(oracle)?, 0);
    for member in &body.members {
        if let Some(name) = &member.name
            && types.text(name)? == "storage"
        {
            start = member.offset;
        }
    }
    let mut held = Vec::new();
    let variants = types.body(witness)?.variants.map(|of| of.variants).unwrap_or_default();
    if let Some(state) = variants.get(SUSPENDED).and_then(|variant| variant.members.first()) {
        for member in types.body(state.ty)?.members {
            if let Some(place) = number(types, member.name.as_ref(), "held_")? {
                held.push((place, types.name(member.ty)?));
            }
        }
    }
    Ok(Some(Machine { oracle, scope, size, align, start, held }))
}

fn layout(types: &mut Types<'_>, id: TypeId) -> Result<Option<Layout>, Error> {
    let parts = fields(types, id)?;
    let [(tag_at, tag), (flags_at, flags), rooms @ ..] = parts.as_slice() else {
        return Ok(None);
    };
    let [states] = *types.body(*tag)?.parameters.as_slice() else { return Ok(None) };
    let (Some(tag_size), Some(flags_size)) = (types.size(*tag)?, types.size(*flags)?) else {
        return Ok(None);
    };
    let mut found = Vec::new();
    for (at, ty) in rooms {
        let Some(room) = room(types, *ty, *at, MAX_DEPTH)? else { return Ok(None) };
        found.push(room);
    }
    let mut sizes = Vec::new();
    for (_, ty) in &parts {
        let Some(size) = types.size(*ty)? else { return Ok(None) };
        sizes.push((types.name(*ty)?, size));
    }
    let storage = Storage {
        tag: Range { offset: *tag_at, size: tag_size },
        flags: Range { offset: *flags_at, size: flags_size },
        rooms: found,
    };
    Ok(Some(Layout { scope: types.scope(states)?, parts: sizes, storage }))
}

/// A type of the runtime that stands for rooms; none for any other.
fn room(types: &mut Types<'_>, id: TypeId, at: u64, depth: usize) -> Result<Option<Room>, Error> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(None) };
    let name = types.name(id)?;
    if name.starts_with(SLOT) {
        let [value] = *types.body(id)?.parameters.as_slice() else { return Ok(None) };
        let (Some(size), ty) = (types.size(id)?, types.name(value)?) else { return Ok(None) };
        return Ok(Some(Room::Slot { range: Range { offset: at, size }, ty: ty.to_string() }));
    }
    let is_or = name.starts_with(OR);
    let inner = match is_or {
        true => types.body(id)?.parameters.into_iter().map(|ty| (0, ty)).collect(),
        false if name.starts_with('(') => fields(types, id)?,
        false => return Ok(None),
    };
    let mut rooms = Vec::new();
    for (offset, ty) in inner {
        let Some(inner) = at.checked_add(offset) else { return Ok(None) };
        match room(types, ty, inner, depth)? {
            None => return Ok(None),
            // Any number of them live in turn as halves of halves.
            Some(Room::InTurn(more)) if is_or => rooms.extend(more),
            Some(room) => rooms.push(room),
        }
    }
    Ok(Some(if is_or { Room::InTurn(rooms) } else { Room::Together(rooms) }))
}

/// The fields of a tuple in their order, and where they lie.
fn fields(types: &mut Types<'_>, id: TypeId) -> Result<Vec<(u64, TypeId)>, Error> {
    let mut fields = Vec::new();
    for member in types.body(id)?.members {
        if let Some(place) = number(types, member.name.as_ref(), "__")? {
            fields.push((place, member.offset, member.ty));
        }
    }
    fields.sort_by_key(|(place, ..)| *place);
    Ok(fields.into_iter().map(|(_, offset, ty)| (offset, ty)).collect())
}

/// `__2` → 2
fn number<'s>(
    types: &mut Types<'s>,
    name: Option<&Reader<'s>>,
    before: &str,
) -> Result<Option<usize>, Error> {
    let Some(name) = name else { return Ok(None) };
    let name = types.text(name)?;
    Ok(name.strip_prefix(before).and_then(|number| number.parse().ok()))
}

impl Machine {
    /// What lies where in it, by the layouts of its function; none where that is not known, or two
    /// layouts could be its own.
    pub(super) fn join(&self, layouts: &[Layout]) -> Option<Storage> {
        let mut own = layouts.iter().filter(|layout| self.is_laid_out(layout));
        let storage = &own.next()?.storage;
        own.all(|other| other.storage == *storage).then(|| storage.at(self.start))?
    }

    /// Whether what the witness keeps is what the layout has. What takes no room need not be kept.
    fn is_laid_out(&self, layout: &Layout) -> bool {
        let held = |place| self.held.iter().find(|(held, _)| *held == place).map(|(_, ty)| ty);
        let mut parts = layout.parts.iter().enumerate();
        self.held.iter().all(|(place, _)| *place < layout.parts.len())
            && parts.all(|(place, (ty, size))| match held(place) {
                Some(held) => held == ty,
                // The state has its own byte in the witness.
                None => place == 0 || *size == 0,
            })
    }
}

impl Storage {
    /// The same as part of something, from `start` on.
    fn at(&self, start: u64) -> Option<Self> {
        let shift = |range: Range| {
            Some(Range { offset: range.offset.checked_add(start)?, size: range.size })
        };
        let rooms = self.rooms.iter().map(|room| room.at(&shift)).collect::<Option<_>>()?;
        Some(Storage { tag: shift(self.tag)?, flags: shift(self.flags)?, rooms })
    }
}

impl Room {
    fn at(&self, shift: &impl Fn(Range) -> Option<Range>) -> Option<Self> {
        let all = |rooms: &[Room]| rooms.iter().map(|room| room.at(shift)).collect::<Option<_>>();
        Some(match self {
            Room::Slot { range, ty } => Room::Slot { range: shift(*range)?, ty: ty.clone() },
            Room::Together(rooms) => Room::Together(all(rooms)?),
            Room::InTurn(rooms) => Room::InTurn(all(rooms)?),
        })
    }
}
