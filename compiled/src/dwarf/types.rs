//! Describes one type at a time: where it stands in the debug info → its name, its size, its
//! members. Nothing of it is specific to coroutines.
//!
//! Only what is asked for is read, straight from the section. A [`TypeId`] is good for all the
//! units of one object, since a type may refer to another unit's.

use std::collections::HashMap;
use std::rc::Rc;

use gimli::{Abbreviation, DebugInfoOffset, DwTag, Dwarf, EntriesRaw, UnitHeader, UnitOffset};

use super::attributes::{self, Attributes};
use super::index::{self, Indexed};
use super::load::Reader;
use super::{malformed, read_error};
use crate::Error;

/// Where a type stands in the debug info of its object.
pub(super) type TypeId = DebugInfoOffset;

/// The types of one object.
pub(super) struct Types<'s> {
    pub dwarf: Dwarf<Reader<'s>>,
    headers: Vec<UnitHeader<Reader<'s>>>,
    /// The units that were needed lately.
    units: HashMap<usize, Rc<Indexed<'s>>>,
    /// The names that were needed lately.
    names: HashMap<TypeId, Rc<str>>,
    /// How much may be read yet. What is read again and again would else take forever, in debug
    /// info that refers to itself.
    budget: u64,
}

/// An entry that describes a type.
pub(super) struct Type<'s> {
    pub tag: DwTag,
    pub name: Option<Reader<'s>>,
    /// Whether it is only named here, and described in another unit.
    pub declared: bool,
    pub size: Option<u64>,
    pub align: Option<u64>,
    /// What it consists of or points to.
    pub target: Option<TypeId>,
}

/// What a `struct` or an `enum` consists of.
#[derive(Default)]
pub(super) struct Body<'s> {
    pub members: Vec<Member<'s>>,
    /// The types that it is generic over.
    pub parameters: Vec<TypeId>,
    /// What an `enum` has in its place, and a coroutine.
    pub variants: Option<Variants<'s>>,
}

/// One member of a type.
pub(super) struct Member<'s> {
    pub name: Option<Reader<'s>>,
    pub ty: TypeId,
    pub align: Option<u64>,
    pub offset: u64,
    /// The number of the file that it is written in.
    pub file: Option<u64>,
    pub line: Option<u64>,
}

/// The variants of a type.
#[derive(Default)]
pub(super) struct Variants<'s> {
    /// The member that tells them apart.
    pub tag: Option<Member<'s>>,
    pub variants: Vec<Variant<'s>>,
}

/// One of the variants of a type.
pub(super) struct Variant<'s> {
    /// Which value of the tag it has; none where it has all that is left.
    pub value: Option<u64>,
    pub members: Vec<Member<'s>>,
}

/// How deep one type may name another: `[[[u8; 2]; 2]; 2]` is three deep.
const MAX_DEPTH: usize = 100;

/// How much may be read of debug info: a step is about one entry. What rustc writes takes a quarter
/// of a step for each of its bytes, at most.
const BUDGET_PER_BYTE: u64 = 4;
const LEAST_BUDGET: u64 = 100_000;

/// How many bytes the units take, at most, that are kept because they may be needed again.
const MAX_KEPT: usize = 64 << 20;

impl<'s> Types<'s> {
    pub(super) fn new(dwarf: Dwarf<Reader<'s>>) -> Result<Self, Error> {
        let mut headers = Vec::new();
        let mut units = dwarf.units();
        while let Some(header) = units.next().map_err(read_error)? {
            headers.push(header);
        }
        let size = gimli::Section::reader(&dwarf.debug_info).inner().slice().len() as u64;
        let budget = LEAST_BUDGET.saturating_add(size.saturating_mul(BUDGET_PER_BYTE));
        Ok(Self { dwarf, headers, units: HashMap::new(), names: HashMap::new(), budget })
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.headers.len()
    }

    /// One unit.
    pub(super) fn unit(&mut self, number: usize) -> Result<Rc<Indexed<'s>>, Error> {
        if let Some(unit) = self.units.get(&number) {
            return Ok(unit.clone());
        }
        let kept: usize = self.units.values().map(|unit| unit.weight()).sum();
        if kept > MAX_KEPT {
            self.units.clear();
        }
        let header = self.headers[number].clone();
        // The abbreviations are read from where the unit says to some end that nobody knows yet.
        let abbreviations = gimli::Section::reader(&self.dwarf.debug_abbrev).inner().slice();
        let unread = abbreviations.len().saturating_sub(header.debug_abbrev_offset().0);
        self.spend(unread / 64 + header.length_including_self() / 16)?;
        let unit = Rc::new(index::index(&self.dwarf, header)?);
        self.spend(unit.files() + unit.producer.as_ref().map_or(0, String::len))?;
        self.units.insert(number, unit.clone());
        Ok(unit)
    }

    /// Forgets what was kept of a unit, where nothing is likely to refer to it.
    pub(super) fn forget(&mut self, number: usize) {
        self.units.remove(&number);
    }

    fn find(&mut self, id: TypeId) -> Result<(Rc<Indexed<'s>>, UnitOffset), Error> {
        let after = self.headers.partition_point(|header| header.offset().0 <= id.0);
        let outside = || malformed(format!("a type at {:#x}, which is in no unit", id.0));
        let number = after.checked_sub(1).ok_or_else(outside)?;
        let offset = id.to_unit_offset(&self.headers[number]).ok_or_else(outside)?;
        Ok((self.unit(number)?, offset))
    }

    fn spend(&mut self, amount: usize) -> Result<(), Error> {
        self.budget = self
            .budget
            .checked_sub(amount as u64)
            .ok_or_else(|| malformed("it refers to the same entries again and again"))?;
        Ok(())
    }

    /// The entry of a type.
    pub(super) fn read(&mut self, id: TypeId) -> Result<Type<'s>, Error> {
        let (unit, offset) = self.find(id)?;
        let mut entries = unit.unit.entries_raw(Some(offset)).map_err(read_error)?;
        let Some(abbreviation) = entries.read_abbreviation().map_err(read_error)? else {
            return Err(malformed(format!("no type at {:#x}", id.0)));
        };
        let read = self.attributes(&unit, &mut entries, abbreviation)?;
        let Attributes { name, declared, size, align, target, .. } = read;
        Ok(Type { tag: abbreviation.tag(), name, declared, size, align, target })
    }

    /// The text that a reader stands before.
    pub(super) fn text(&mut self, reader: &Reader<'s>) -> Result<String, Error> {
        self.spend(reader.inner().slice().len() / 16 + 1)?;
        index::text(reader)
    }

    /// Its path and name: `core::option::Option<u8>`, `[u8; 4]`.
    pub(super) fn name(&mut self, id: TypeId) -> Result<Rc<str>, Error> {
        let name = self.name_within(id, MAX_DEPTH)?;
        // Whoever asks is going to copy it.
        self.spend(name.len() / 16 + 1)?;
        Ok(name)
    }

    fn name_within(&mut self, id: TypeId, depth: usize) -> Result<Rc<str>, Error> {
        if let Some(name) = self.names.get(&id) {
            return Ok(name.clone());
        }
        let ty = self.read(id)?;
        let depth = depth.checked_sub(1).ok_or_else(|| malformed("a type without an end"))?;
        let name = match (&ty.name, ty.tag, ty.target) {
            (Some(name), ..) => self.path(id, name)?,
            (None, gimli::DW_TAG_array_type, Some(item)) => {
                let count = self.count(id)?.map_or("_".to_string(), |count| count.to_string());
                format!("[{}; {count}]", self.name_within(item, depth)?)
            }
            (None, gimli::DW_TAG_pointer_type, Some(item)) => {
                format!("*{}", self.name_within(item, depth)?)
            }
            _ => return Err(malformed(format!("the type at {:#x} has no name", id.0))),
        };
        if self.names.len() > MAX_KEPT / 1024 {
            self.names.clear();
        }
        let name: Rc<str> = name.into();
        self.names.insert(id, name.clone());
        Ok(name)
    }

    fn path(&mut self, id: TypeId, name: &Reader<'s>) -> Result<String, Error> {
        let mut parts = self.scopes(id)?;
        parts.push(self.text(name)?);
        Ok(parts.join("::"))
    }

    /// The path of what it stands in.
    pub(super) fn scope(&mut self, id: TypeId) -> Result<String, Error> {
        Ok(self.scopes(id)?.join("::"))
    }

    /// What it stands in, from the outermost to the innermost.
    fn scopes(&mut self, id: TypeId) -> Result<Vec<String>, Error> {
        let (unit, offset) = self.find(id)?;
        let mut parts = Vec::new();
        for scope in unit.scopes_of(offset) {
            let scope = attributes::id(&unit.unit, scope)?;
            if let Some(name) = self.read(scope)?.name {
                parts.push(self.text(&name)?);
            }
        }
        parts.reverse();
        Ok(parts)
    }

    /// How many bytes it takes; none where that is not known when the program is built.
    pub(super) fn size(&mut self, id: TypeId) -> Result<Option<u64>, Error> {
        self.size_within(id, MAX_DEPTH)
    }

    fn size_within(&mut self, id: TypeId, depth: usize) -> Result<Option<u64>, Error> {
        let ty = self.read(id)?;
        let depth = depth.checked_sub(1).ok_or_else(|| malformed("a type without an end"))?;
        Ok(match (ty.size, ty.tag, ty.target) {
            (Some(size), ..) => Some(size),
            (None, gimli::DW_TAG_pointer_type | gimli::DW_TAG_reference_type, _) => {
                Some(self.find(id)?.0.unit.encoding().address_size.into())
            }
            (None, gimli::DW_TAG_array_type, Some(item)) => {
                match (self.count(id)?, self.size_within(item, depth)?) {
                    (Some(count), Some(size)) => Some(
                        size.checked_mul(count)
                            .ok_or_else(|| malformed("an array is larger than any memory"))?,
                    ),
                    _ => None,
                }
            }
            (None, tag, Some(target)) if is_alias(tag) => self.size_within(target, depth)?,
            _ => None,
        })
    }

    /// Whether it is a function, by a pointer or itself, or an array of them.
    pub(super) fn is_function(&mut self, id: TypeId) -> Result<bool, Error> {
        let mut next = Some(id);
        for _ in 0..MAX_DEPTH {
            let Some(id) = next else { return Ok(false) };
            let ty = self.read(id)?;
            match ty.tag {
                gimli::DW_TAG_subroutine_type => return Ok(true),
                gimli::DW_TAG_pointer_type | gimli::DW_TAG_array_type => next = ty.target,
                _ => return Ok(false),
            }
        }
        Err(malformed("a type without an end"))
    }

    /// How many items an array has.
    pub(super) fn count(&mut self, id: TypeId) -> Result<Option<u64>, Error> {
        let (unit, offset) = self.find(id)?;
        let mut entries = unit.unit.entries_raw(Some(offset)).map_err(read_error)?;
        let mut count = None;
        self.children(&unit, &mut entries, |_, tag, read| {
            if tag == gimli::DW_TAG_subrange_type {
                let last = read.last.and_then(|last| last.checked_add(1));
                count = count.or(read.count).or(last);
            }
            Ok(())
        })?;
        Ok(count)
    }

    /// What it consists of.
    pub(super) fn body(&mut self, id: TypeId) -> Result<Body<'s>, Error> {
        let (unit, offset) = self.find(id)?;
        let mut entries = unit.unit.entries_raw(Some(offset)).map_err(read_error)?;
        let mut body = Body::default();
        // The tags of the entries around, from the child of the type inwards.
        let mut around = Vec::new();
        self.children(&unit, &mut entries, |depth, tag, read| {
            around.truncate(depth - 1);
            around.push(tag);
            match around.as_slice() {
                [gimli::DW_TAG_member] => body.members.push(member(read)?),
                [gimli::DW_TAG_template_type_parameter] => body.parameters.extend(read.target),
                [gimli::DW_TAG_variant_part] => body.variants = Some(Variants::default()),
                [gimli::DW_TAG_variant_part, inner @ ..] => {
                    let Some(part) = &mut body.variants else { return Ok(()) };
                    match inner {
                        [gimli::DW_TAG_member] => part.tag = Some(member(read)?),
                        [gimli::DW_TAG_variant] => {
                            part.variants.push(Variant { value: read.value, members: Vec::new() });
                        }
                        [gimli::DW_TAG_variant, gimli::DW_TAG_member] => {
                            if let Some(variant) = part.variants.last_mut() {
                                variant.members.push(member(read)?);
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(body)
    }

    /// Visits what stands in an entry, with its depth: 1 for what stands directly in it. Of what
    /// stands deeper, only variants are of interest; other types have members of their own.
    fn children(
        &mut self,
        unit: &Indexed<'s>,
        entries: &mut EntriesRaw<'_, Reader<'s>>,
        mut visit: impl FnMut(usize, DwTag, Attributes<'s>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(parent) = entries.read_abbreviation().map_err(read_error)? else {
            return Ok(());
        };
        entries.skip_attributes(parent.attributes()).map_err(read_error)?;
        while let Ok(depth @ 1..) = usize::try_from(entries.next_depth()) {
            self.spend(1)?;
            let Some(abbreviation) = entries.read_abbreviation().map_err(read_error)? else {
                continue;
            };
            if depth <= 3 {
                let read = self.attributes(unit, entries, abbreviation)?;
                visit(depth, abbreviation.tag(), read)?;
            } else {
                entries.skip_attributes(abbreviation.attributes()).map_err(read_error)?;
            }
        }
        Ok(())
    }

    fn attributes(
        &mut self,
        unit: &Indexed<'s>,
        entries: &mut EntriesRaw<'_, Reader<'s>>,
        abbreviation: &Abbreviation,
    ) -> Result<Attributes<'s>, Error> {
        self.spend(1)?;
        attributes::read(&self.dwarf, &unit.unit, entries, abbreviation)
    }
}

fn member(read: Attributes<'_>) -> Result<Member<'_>, Error> {
    let Attributes { name, align, target, offset, file, line, .. } = read;
    let ty = target.ok_or_else(|| malformed("a member without a type"))?;
    // What stands at the beginning need not say so: the members of a `union`.
    Ok(Member { name, ty, align, offset: offset.unwrap_or(0), file, line })
}

/// Whether it is another name for its target, or a form of it.
pub(super) fn is_alias(tag: DwTag) -> bool {
    matches!(tag, gimli::DW_TAG_typedef | gimli::DW_TAG_const_type | gimli::DW_TAG_volatile_type)
}
