//! Recognizes a coroutine: a type → its states and what they keep.
//!
//! rustc describes a coroutine as an `enum` whose tag is the member `__state`, with one variant for
//! each state:
//!
//! ```text
//! structure_type {async_fn_env#0}          size and alignment
//!   variant_part                           discriminant: __state
//!     member __state: u8                   offset of the tag
//!     variant 0
//!       member "0": Unresumed              file and line of the opening brace
//!     variant 1 Returned, 2 Panicked       those of the closing brace
//!     variant 3
//!       member "3": Suspend0               those of the await
//!   structure_type Unresumed
//!     member a: String                     the arguments, or the captured variables: “upvars”
//!   structure_type Suspend0
//!     member name: String                  what the state keeps,
//!     member __1: bool                     without a name: after its number,
//!     member __awaitee: Nap
//!     member a: String                     and the upvars once more
//! ```
//!
//! Three things are not as they seem.
//!
//! **Upvars stand in every state**, since their bytes are never used for anything else. Those of an
//! `async fn` are its arguments, and the first thing it does is to move each of them into a variable
//! of the body. So they are left out of all the states but `Unresumed`. A block works on its upvars
//! where they are, so they belong to each of its suspension points; whether one was moved out before,
//! debug info does not tell. In a closure, arguments and captured variables look the same, and are
//! treated as those of a block.
//!
//! **A name is there once.** LLVM takes two members with one name in one type for the same. The
//! second of two variables that shadow each other, or an upvar with the name of a variable, has the
//! type and the place of the first. Those of an upvar are right in `Unresumed`; those of a variable
//! are lost.
//!
//! **`Returned` and `Panicked` list the upvars**, and keep nothing.

use std::rc::Rc;

use pinata_machine::model::{LineRange, MachineKind};

use super::fields::{self, Field};
use super::files;
use super::index::Indexed;
use super::inside::{InnerType, Inside};
use super::load::Reader;
use super::types::{Member, TypeId, Types, Variant};
use crate::Error;
use crate::coroutine::{Coroutine, Range, State};

/// A coroutine, before it is known which of the others are inside of it.
pub(super) struct Draft {
    pub coroutine: Coroutine,
    /// What is inside of each `Saved`, in their order through all the states.
    pub inside: Vec<Rc<[InnerType]>>,
}

/// The coroutine at hand, and what is needed to read of it.
pub(super) struct Recognizer<'r, 's> {
    pub types: &'r mut Types<'s>,
    pub inside: &'r mut Inside,
    unit: &'r Indexed<'s>,
    /// Its path.
    path: Rc<str>,
}

/// The states before the first suspension point.
const RESERVED: [&str; 3] = ["Unresumed", "Returned", "Panicked"];

/// A state as it stands there.
struct RawState<'s> {
    name: String,
    /// The number of the file.
    file: u64,
    line: usize,
    members: Vec<Member<'s>>,
}

/// Describes one coroutine of a unit.
pub(super) fn recognize<'s>(
    types: &mut Types<'s>,
    inside: &mut Inside,
    unit: &Indexed<'s>,
    id: TypeId,
) -> Result<Draft, Error> {
    let path = types.name(id)?;
    Recognizer { types, inside, unit, path }.draft(id)
}

impl<'s> Recognizer<'_, 's> {
    fn draft(&mut self, id: TypeId) -> Result<Draft, Error> {
        let ty = self.types.read(id)?;
        let name = self.text(ty.name.as_ref())?;
        let kind = kind(&name).ok_or_else(|| self.unexpected("its name tells its kind"))?;
        let size = ty.size.ok_or_else(|| self.unexpected("it has a size"))?;
        let align = ty.align.ok_or_else(|| self.unexpected("it has an alignment"))?;
        let variants = self.types.body(id)?.variants;
        let variants =
            variants.ok_or_else(|| self.unexpected("it has a variant for each state"))?;
        let tag = self.tag(variants.tag.as_ref())?;
        let states: Vec<_> = variants
            .variants
            .iter()
            .enumerate()
            .map(|(number, variant)| self.state(number, variant))
            .collect::<Result<_, _>>()?;
        let [unresumed, returned, _, ..] = states.as_slice() else {
            return Err(self.unexpected("it has the states Unresumed, Returned and Panicked"));
        };
        let mut draft = Draft {
            coroutine: Coroutine {
                path: self.path.to_string(),
                kind,
                file: files::path(self.types, self.unit, unresumed.file)?,
                lines: LineRange { start: unresumed.line, end: returned.line },
                size,
                align,
                tag,
                states: Vec::with_capacity(states.len()),
            },
            inside: Vec::new(),
        };
        let upvars = fields::upvars(self, &unresumed.members)?;
        for (number, state) in states.iter().enumerate() {
            let kept = match number {
                0 => upvars.clone(),
                1 | 2 => Vec::new(),
                _ => fields::kept(self, &state.members, &upvars, kind)?,
            };
            self.add(&mut draft, number, state, kept, unresumed.file)?;
        }
        Ok(draft)
    }

    /// Adds a state to a coroutine, whose own file has the number `home`.
    fn add(
        &mut self,
        draft: &mut Draft,
        number: usize,
        state: &RawState<'_>,
        kept: Vec<Field>,
        home: u64,
    ) -> Result<(), Error> {
        let file = match state.file {
            file if file == home => None,
            file => Some(files::path(self.types, self.unit, file)?),
        };
        let value = u32::try_from(number).map_err(|_| self.unexpected("it has fewer states"))?;
        draft.inside.extend(kept.iter().map(Field::inside));
        draft.coroutine.states.push(State {
            name: state.name.clone(),
            value,
            line: state.line,
            file: file.filter(|file| *file != draft.coroutine.file),
            saved: kept.into_iter().map(Field::into_saved).collect(),
        });
        Ok(())
    }

    fn tag(&mut self, member: Option<&Member<'s>>) -> Result<Range, Error> {
        let member = member.ok_or_else(|| self.unexpected("a member tells its states apart"))?;
        if self.text(member.name.as_ref())? != "__state" {
            return Err(self.unexpected("the member that tells its states apart is `__state`"));
        }
        let size = self.types.size(member.ty)?;
        let size = size.ok_or_else(|| self.unexpected("`__state` has a size"))?;
        Ok(Range { offset: member.offset, size })
    }

    /// The state with that number. It is a variant with one member, whose type has what it keeps.
    fn state(&mut self, number: usize, variant: &Variant<'s>) -> Result<RawState<'s>, Error> {
        if variant.value != Some(number as u64) {
            return Err(self.unexpected(format!("the state number {number} has that number")));
        }
        let [member] = variant.members.as_slice() else {
            return Err(self.unexpected(format!("the state number {number} has one member")));
        };
        let ty = self.types.read(member.ty)?;
        let name = self.text(ty.name.as_ref())?;
        let usual = match RESERVED.get(number) {
            Some(reserved) => reserved.to_string(),
            None => format!("Suspend{}", number - RESERVED.len()),
        };
        if name != usual {
            return Err(self.unexpected(format!("its state `{name}` is called `{usual}`")));
        }
        let place = member.file.zip(member.line.and_then(|line| usize::try_from(line).ok()));
        let (file, line) =
            place.ok_or_else(|| self.unexpected(format!("its state `{name}` has a line")))?;
        Ok(RawState { name, file, line, members: self.types.body(member.ty)?.members })
    }

    /// A name; nothing where there is none.
    pub(super) fn text(&mut self, name: Option<&Reader<'s>>) -> Result<String, Error> {
        name.map_or(Ok(String::new()), |name| self.types.text(name))
    }

    /// What to say of a coroutine that is not as it should be.
    pub(super) fn unexpected(&self, expected: impl Into<String>) -> Error {
        Error::Unexpected {
            producer: self.unit.producer.clone().unwrap_or_default(),
            path: self.path.to_string(),
            expected: expected.into(),
        }
    }
}

/// `{async_fn_env#0}<u8>` → an `async fn`.
fn kind(name: &str) -> Option<MachineKind> {
    let name = name.strip_prefix('{')?;
    Some(match name.split_once('#')?.0 {
        "async_fn_env" => MachineKind::Function,
        "async_block_env" => MachineKind::Block,
        "async_closure_env" => MachineKind::Closure,
        _ => return None,
    })
}
