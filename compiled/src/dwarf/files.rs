//! Names source files: the number of a file in a unit → its path.
//!
//! A compiler is given `src/main.rs`, and notes where it ran. Only both together tell the files of
//! two crates apart, or know a file again that another crate's unit has from its root.

use std::path::PathBuf;

use gimli::AttributeValue;

use super::index::Indexed;
use super::load::Reader;
use super::types::Types;
use super::{malformed, read_error};
use crate::Error;

/// The path of a file of a unit: from the root, unless the compiler was told to hide that.
pub(super) fn path<'s>(
    types: &mut Types<'s>,
    unit: &Indexed<'s>,
    number: u64,
) -> Result<PathBuf, Error> {
    let unit = &unit.unit;
    let missing = || malformed(format!("there is no file number {number}"));
    let header = unit.line_program.as_ref().ok_or_else(missing)?.header();
    let file = header.file(number).ok_or_else(missing)?;
    let here = unit.comp_dir.clone().map(AttributeValue::String);
    let mut path = PathBuf::new();
    for part in [here, file.directory(header), Some(file.path_name())].into_iter().flatten() {
        let part: Reader<'s> = types.dwarf.attr_string(unit, part).map_err(read_error)?;
        path.push(types.text(&part)?);
    }
    Ok(path)
}
