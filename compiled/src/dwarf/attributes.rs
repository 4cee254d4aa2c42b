//! Reads the attributes of one entry.

use gimli::{Abbreviation, AttributeValue, DebugInfoOffset, Dwarf, EntriesRaw, Unit, UnitOffset};

use super::load::Reader;
use super::types::TypeId;
use super::{malformed, read_error};
use crate::Error;

/// The attributes of an entry that matter here.
#[derive(Default)]
pub(super) struct Attributes<'s> {
    pub name: Option<Reader<'s>>,
    pub declared: bool,
    pub size: Option<u64>,
    pub align: Option<u64>,
    /// What it refers to as its type.
    pub target: Option<TypeId>,
    /// Where a member lies.
    pub offset: Option<u64>,
    pub file: Option<u64>,
    pub line: Option<u64>,
    /// Which value of the tag a variant has.
    pub value: Option<u64>,
    /// How many items an array has, or else the number of the last.
    pub count: Option<u64>,
    pub last: Option<u64>,
}

/// Reads the attributes of the entry that has this abbreviation.
pub(super) fn read<'s>(
    dwarf: &Dwarf<Reader<'s>>,
    unit: &Unit<Reader<'s>>,
    entries: &mut EntriesRaw<'_, Reader<'s>>,
    abbreviation: &Abbreviation,
) -> Result<Attributes<'s>, Error> {
    let mut read = Attributes::default();
    for &attribute in abbreviation.attributes() {
        let attribute = entries.read_attribute(attribute).map_err(read_error)?;
        let value = attribute.value();
        match attribute.name() {
            gimli::DW_AT_name => {
                let name = dwarf.attr_string(unit, value).map_err(read_error)?;
                read.name = Some(name);
            }
            gimli::DW_AT_declaration => read.declared = true,
            gimli::DW_AT_type => read.target = target(unit, value)?,
            gimli::DW_AT_byte_size => read.size = value.udata_value(),
            gimli::DW_AT_alignment => read.align = value.udata_value(),
            gimli::DW_AT_data_member_location => read.offset = value.udata_value(),
            gimli::DW_AT_decl_line => read.line = value.udata_value(),
            gimli::DW_AT_decl_file => {
                read.file = match value {
                    AttributeValue::FileIndex(file) => Some(file),
                    other => other.udata_value(),
                }
            }
            gimli::DW_AT_discr_value => read.value = value.udata_value(),
            gimli::DW_AT_count => read.count = value.udata_value(),
            gimli::DW_AT_upper_bound => read.last = value.udata_value(),
            _ => {}
        }
    }
    Ok(read)
}

/// The type that a reference leads to.
fn target<'s>(
    unit: &Unit<Reader<'s>>,
    value: AttributeValue<Reader<'s>>,
) -> Result<Option<TypeId>, Error> {
    match value {
        AttributeValue::UnitRef(offset) => id(unit, offset).map(Some),
        AttributeValue::DebugInfoRef(offset) => Ok(Some(offset)),
        _ => Ok(None),
    }
}

/// The identity of the type at some offset of a unit.
pub(super) fn id(unit: &Unit<Reader<'_>>, offset: UnitOffset) -> Result<TypeId, Error> {
    let start = unit.header.offset().0;
    let offset = start.checked_add(offset.0).ok_or_else(|| malformed("an offset overflows"))?;
    Ok(DebugInfoOffset(offset))
}
