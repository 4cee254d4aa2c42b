//! Loads the sections with the debug info: bytes of a file → sections of each of its objects.
//!
//! A program, a dynamic library and an object file are one object each; an `.rlib` is an archive
//! of many. Sections are borrowed from the bytes, and only those that are compressed are copied.

use std::borrow::Cow;

use gimli::{DwarfSections, EndianSlice, Relocate, RelocateReader, RunTimeEndian, SectionId};
use object::read::archive::ArchiveFile;
use object::read::{CompressionFormat, RelocationMap};
use object::{BinaryFormat, FileKind, Object as _, ObjectKind, ObjectSection, RelocationKind};

use super::malformed;
use crate::Error;

/// Reads one section. In an object file that is not linked yet, what refers to other sections is
/// in the relocations.
pub(super) type Reader<'s> = RelocateReader<EndianSlice<'s, RunTimeEndian>, &'s Relocations>;

/// The sections of one object.
pub(super) struct Sections<'b> {
    sections: DwarfSections<Section<'b>>,
    endian: RunTimeEndian,
}

#[derive(Default)]
struct Section<'b> {
    bytes: Cow<'b, [u8]>,
    relocations: Relocations,
}

/// What the linker would write into a section.
#[derive(Debug, Default)]
pub(super) struct Relocations(RelocationMap);

impl Relocate for &Relocations {
    fn relocate_address(&self, offset: usize, value: u64) -> gimli::Result<u64> {
        Ok(self.0.relocate(offset as u64, value))
    }

    fn relocate_offset(&self, offset: usize, value: usize) -> gimli::Result<usize> {
        <usize as gimli::ReaderOffset>::from_u64(self.0.relocate(offset as u64, value as u64))
    }
}

/// What of debug info is about types: the rest, on addresses, is most of it.
const NEEDED: [SectionId; 7] = [
    SectionId::DebugAbbrev,
    SectionId::DebugAddr,
    SectionId::DebugInfo,
    SectionId::DebugLine,
    SectionId::DebugLineStr,
    SectionId::DebugStr,
    SectionId::DebugStrOffsets,
];

/// DEFLATE makes at most 1032 bytes of one. Whoever claims more wants our memory.
const MAX_COMPRESSION: u64 = 1100;

/// The bytes of each object in a file.
pub(super) fn objects(bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    match FileKind::parse(bytes).map_err(not_an_object)? {
        FileKind::Archive => members(bytes),
        _ => Ok(vec![bytes]),
    }
}

/// An `.rlib` has members that are no objects, such as rustc's metadata.
fn members(bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let archive = ArchiveFile::parse(bytes).map_err(not_an_object)?;
    if archive.is_thin() {
        let reason = "a thin archive only names its objects; give them instead".to_string();
        return Err(Error::NotAnObject { reason });
    }
    let mut members = Vec::new();
    for member in archive.members() {
        let data = member.and_then(|member| member.data(bytes)).map_err(not_an_object)?;
        if FileKind::parse(data).is_ok_and(|kind| kind != FileKind::Archive) {
            members.push(data);
        }
    }
    Ok(members)
}

fn not_an_object(error: object::Error) -> Error {
    Error::NotAnObject { reason: error.to_string() }
}

/// The sections of one object; none where it has no debug info.
pub(super) fn load(bytes: &[u8]) -> Result<Option<Sections<'_>>, Error> {
    let file = object::File::parse(bytes).map_err(not_an_object)?;
    if file.section_by_name(SectionId::DebugInfo.name()).is_none() {
        return Ok(None);
    }
    let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
    let sections = DwarfSections::load(|id| {
        if NEEDED.contains(&id) { section(&file, id) } else { Ok(Section::default()) }
    })?;
    Ok(Some(Sections { sections, endian }))
}

/// How to build a file so that it has debug info.
pub(super) fn remedy(bytes: &[u8]) -> &'static str {
    let format = object::File::parse(bytes).map(|file| file.format());
    match format {
        Ok(BinaryFormat::MachO) => {
            "on macOS it stands beside the program; build it with `debug = 2` and \
             `split-debuginfo = \"packed\"`, and give the file in \
             `PROGRAM.dSYM/Contents/Resources/DWARF`"
        }
        Ok(BinaryFormat::Pe | BinaryFormat::Coff) => {
            "a target of MSVC has it in a `.pdb`, which is not read here; build it for another \
             target"
        }
        _ => {
            "build it with `debug = 2`, `split-debuginfo = \"off\"` and `strip = \"none\"`, or \
             `rustc -g`"
        }
    }
}

fn section<'b>(file: &object::File<'b>, id: SectionId) -> Result<Section<'b>, Error> {
    let Some(section) = file.section_by_name(id.name()) else {
        return Ok(Section::default());
    };
    let bad = |error: object::Error| malformed(format!("section {}: {error}", id.name()));
    let data = section.compressed_data().map_err(bad)?;
    let limit = (data.data.len() as u64).saturating_mul(MAX_COMPRESSION);
    if data.format != CompressionFormat::None && data.uncompressed_size > limit {
        let name = id.name();
        return Err(malformed(format!("section {name} says it is larger than it can be")));
    }
    let bytes = data.decompress().map_err(bad)?;
    let mut relocations = RelocationMap::default();
    if file.kind() == ObjectKind::Relocatable {
        for (offset, relocation) in section.relocations() {
            // The others are addresses of code and of thread-locals, which say nothing of types.
            if relocation.kind() == RelocationKind::Absolute {
                relocations.add(file, offset, relocation).map_err(bad)?;
            }
        }
    }
    Ok(Section { bytes, relocations: Relocations(relocations) })
}

impl Sections<'_> {
    /// The debug info in them.
    pub(super) fn dwarf(&self) -> gimli::Dwarf<Reader<'_>> {
        self.sections.borrow(|section| {
            let slice = EndianSlice::new(&section.bytes, self.endian);
            RelocateReader::new(slice, &section.relocations)
        })
    }
}
