//! Sorts out what a state keeps: its members → variables, temporaries, the awaitee and upvars.
//!
//! `recognize` says how they stand there, and what of it is not as it seems.

use std::collections::HashSet;
use std::rc::Rc;

use pinata_machine::model::MachineKind;

use super::inside::InnerType;
use super::recognize::Recognizer;
use super::types::{Member, Types};
use crate::Error;
use crate::coroutine::{Saved, SavedKind};

/// A member of a state.
#[derive(Clone)]
pub(super) struct Field {
    kind: SavedKind,
    /// As debug info has it: `_ref__name` is the reference by which `name` was captured.
    name: Rc<str>,
    /// What is told of it; none where that is lost.
    told: Option<Told>,
}

#[derive(Clone)]
struct Told {
    ty: Rc<str>,
    offset: u64,
    size: Option<u64>,
    align: Option<u64>,
    inside: Rc<[InnerType]>,
}

/// The upvars of a coroutine, from the members of `Unresumed`.
pub(super) fn upvars<'s>(
    recognizer: &mut Recognizer<'_, 's>,
    members: &[Member<'s>],
) -> Result<Vec<Field>, Error> {
    read(recognizer, members, |_, _| SavedKind::Upvar)
}

/// What a suspension point keeps, from its members.
pub(super) fn kept<'s>(
    recognizer: &mut Recognizer<'_, 's>,
    members: &[Member<'s>],
    upvars: &[Field],
    kind: MachineKind,
) -> Result<Vec<Field>, Error> {
    let own = members.len().checked_sub(upvars.len());
    let (own, last) = members.split_at(own.unwrap_or(0));
    let mut same = last.len() == upvars.len();
    for (member, upvar) in last.iter().zip(upvars) {
        same &= recognizer.text(member.name.as_ref())? == *upvar.name;
    }
    if !same {
        return Err(recognizer.unexpected("each state ends with what Unresumed has"));
    }
    let mut kept = read(recognizer, own, |name, number| match name.strip_prefix("__") {
        Some("awaitee") => SavedKind::Awaitee,
        Some(unnamed) if unnamed == number.to_string() || is_argument(unnamed) => {
            SavedKind::Unnamed
        }
        _ => SavedKind::Local,
    })?;
    if kind != MachineKind::Function {
        kept.extend_from_slice(upvars);
    }
    Ok(kept)
}

fn read<'s>(
    recognizer: &mut Recognizer<'_, 's>,
    members: &[Member<'s>],
    kind: impl Fn(&str, usize) -> SavedKind,
) -> Result<Vec<Field>, Error> {
    let mut names = HashSet::new();
    let mut fields = Vec::with_capacity(members.len());
    for (number, member) in members.iter().enumerate() {
        let name: Rc<str> = recognizer.text(member.name.as_ref())?.into();
        let told = match names.insert(name.clone()) {
            true => Some(Told {
                ty: recognizer.types.name(member.ty)?,
                offset: member.offset,
                size: size(recognizer.types, member)?,
                align: member.align,
                inside: recognizer.inside.of(recognizer.types, member.ty)?,
            }),
            false => None,
        };
        fields.push(Field { kind: kind(&name, number), name, told });
    }
    Ok(fields)
}

/// `__arg1` is what rustc calls an argument that has a pattern instead of a name, less the `__`.
fn is_argument(name: &str) -> bool {
    name.strip_prefix("arg").is_some_and(|number| number.parse::<u32>().is_ok())
}

/// How many bytes a member takes. A function that is a value of its own takes none. It is described
/// as a pointer to itself, and only its alignment gives it away.
fn size(types: &mut Types<'_>, member: &Member<'_>) -> Result<Option<u64>, Error> {
    match member.align {
        Some(1) if types.is_function(member.ty)? => Ok(Some(0)),
        _ => types.size(member.ty),
    }
}

/// The name of an upvar in the source. What was captured by reference has `_ref__` before it, and
/// only an upvar has `r#`.
fn captured(name: &str) -> Option<&str> {
    if name.strip_prefix("__").is_some_and(is_argument) {
        return None;
    }
    let name = name.strip_prefix("_ref__").unwrap_or(name);
    Some(name.strip_prefix("r#").unwrap_or(name))
}

impl Field {
    /// The coroutines inside of it.
    pub(super) fn inside(&self) -> Rc<[InnerType]> {
        self.told.as_ref().map(|told| told.inside.clone()).unwrap_or_default()
    }

    /// As the model has it, but for the coroutines inside.
    pub(super) fn into_saved(self) -> Saved {
        let name = match self.kind {
            SavedKind::Upvar => captured(&self.name),
            SavedKind::Local => Some(&*self.name),
            SavedKind::Awaitee | SavedKind::Unnamed => None,
        };
        let told = self.told.as_ref();
        Saved {
            kind: self.kind,
            name: name.map(String::from),
            ty: told.map(|told| told.ty.to_string()),
            offset: told.map(|told| told.offset),
            size: told.and_then(|told| told.size),
            align: told.and_then(|told| told.align),
            coroutines: Vec::new(),
        }
    }
}
