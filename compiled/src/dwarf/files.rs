//! Names source files: the number of a file in a unit → its path.
//!
//! A compiler is given `src/main.rs`, and notes where it ran. Only both together tell the files of
//! two crates apart, or know a file again that another crate's unit has from its root.

use std::path::PathBuf;

use gimli::Dwarf;

use super::index::{Indexed, text};
use super::load::Reader;
use super::{malformed, read_error};
use crate::Error;

/// The path of a file of a unit: from the root, unless the compiler was told to hide that.
pub(super) fn path(
    dwarf: &Dwarf<Reader<'_>>,
    indexed: &Indexed<'_>,
    number: u64,
) -> Result<PathBuf, Error> {
    let unit = &indexed.unit;
    let missing = || malformed(format!("there is no file number {number}"));
    let header = unit.line_program.as_ref().ok_or_else(missing)?.header();
    let file = header.file(number).ok_or_else(missing)?;
    let part = |value| dwarf.attr_string(unit, value).map_err(read_error).and_then(|it| text(&it));
    let mut path = PathBuf::from(unit.comp_dir.as_ref().map(text).transpose()?.unwrap_or_default());
    if let Some(directory) = file.directory(header) {
        path.push(part(directory)?);
    }
    path.push(part(file.path_name())?);
    Ok(path)
}
