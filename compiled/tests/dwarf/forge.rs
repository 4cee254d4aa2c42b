//! Writes debug info that no compiler writes.

use gimli::write::{
    Address, AttributeValue, DwarfUnit, EndianVec, FileId, LineProgram, LineString, Sections,
    UnitEntryId,
};
use gimli::{DwAt, DwTag, Encoding, Format, LineEncoding, LittleEndian, SectionId};
use object::write::{Object, StandardSegment};
use object::{Architecture, BinaryFormat, Endianness, SectionKind};

/// A unit to be written.
pub struct Forge {
    unit: DwarfUnit,
    file: FileId,
}

impl Forge {
    pub fn new() -> Self {
        let encoding = Encoding { format: Format::Dwarf32, version: 4, address_size: 8 };
        let mut unit = DwarfUnit::new(encoding);
        let text = |text: &str| LineString::String(text.into());
        let mut lines = LineProgram::new(
            encoding,
            LineEncoding::default(),
            text("/demo"),
            None,
            text("a.rs"),
            None,
        );
        let folder = lines.default_directory();
        let file = lines.add_file(text("a.rs"), folder, None);
        unit.unit.line_program = lines;
        let mut forge = Self { unit, file };
        let root = forge.root();
        forge.set(root, gimli::DW_AT_producer, string("clang LLVM (rustc version 9.9.9 (forged))"));
        forge.set(root, gimli::DW_AT_comp_dir, string("/demo"));
        forge.set(root, gimli::DW_AT_low_pc, AttributeValue::Address(Address::Constant(0)));
        forge
    }

    pub fn root(&self) -> UnitEntryId {
        self.unit.unit.root()
    }

    pub fn set(&mut self, entry: UnitEntryId, attribute: DwAt, value: AttributeValue) {
        self.unit.unit.get_mut(entry).set(attribute, value);
    }

    /// An entry with a name; `""` is none.
    pub fn add(&mut self, parent: UnitEntryId, tag: DwTag, name: &str) -> UnitEntryId {
        let entry = self.unit.unit.add(parent, tag);
        if !name.is_empty() {
            // The name stands in a section of its own, once for all that have it.
            let name = AttributeValue::StringRef(self.unit.strings.add(name));
            self.set(entry, gimli::DW_AT_name, name);
        }
        entry
    }

    /// A type of some size, whose alignment is 1.
    pub fn ty(&mut self, parent: UnitEntryId, tag: DwTag, name: &str, size: u64) -> UnitEntryId {
        let entry = self.add(parent, tag, name);
        self.set(entry, gimli::DW_AT_byte_size, AttributeValue::Udata(size));
        self.set(entry, gimli::DW_AT_alignment, AttributeValue::Udata(1));
        entry
    }

    pub fn member(
        &mut self,
        parent: UnitEntryId,
        name: &str,
        ty: UnitEntryId,
        offset: u64,
    ) -> UnitEntryId {
        let entry = self.add(parent, gimli::DW_TAG_member, name);
        self.set(entry, gimli::DW_AT_type, AttributeValue::UnitRef(ty));
        self.set(entry, gimli::DW_AT_alignment, AttributeValue::Udata(1));
        self.set(entry, gimli::DW_AT_data_member_location, AttributeValue::Udata(offset));
        entry
    }

    pub fn array(&mut self, item: UnitEntryId, count: u64) -> UnitEntryId {
        let array = self.add(self.root(), gimli::DW_TAG_array_type, "");
        self.set(array, gimli::DW_AT_type, AttributeValue::UnitRef(item));
        let range = self.add(array, gimli::DW_TAG_subrange_type, "");
        self.set(range, gimli::DW_AT_count, AttributeValue::Udata(count));
        array
    }

    /// A structure.
    pub fn structure(&mut self, name: &str) -> UnitEntryId {
        self.ty(self.root(), gimli::DW_TAG_structure_type, name, 64)
    }

    /// The states that every coroutine has, and one more.
    pub fn states(&mut self, last: &str) -> [UnitEntryId; 4] {
        ["Unresumed", "Returned", "Panicked", last].map(|name| self.structure(name))
    }

    /// A coroutine `f`, whose tag has a name.
    pub fn coroutine(&mut self, tag: &str, states: &[UnitEntryId]) -> UnitEntryId {
        let scope = self.add(self.root(), gimli::DW_TAG_namespace, "f");
        let coroutine = self.ty(scope, gimli::DW_TAG_structure_type, "{async_fn_env#0}", 64);
        let byte = self.ty(self.root(), gimli::DW_TAG_base_type, "u8", 1);
        let part = self.add(coroutine, gimli::DW_TAG_variant_part, "");
        self.member(part, tag, byte, 0);
        for (number, &state) in states.iter().enumerate() {
            let variant = self.add(part, gimli::DW_TAG_variant, "");
            self.set(variant, gimli::DW_AT_discr_value, AttributeValue::Udata(number as u64));
            let member = self.member(variant, "", state, 0);
            let file = AttributeValue::FileIndex(Some(self.file));
            self.set(member, gimli::DW_AT_decl_file, file);
            self.set(member, gimli::DW_AT_decl_line, AttributeValue::Udata(10 + number as u64));
        }
        coroutine
    }

    /// A coroutine that keeps something of a type at an offset.
    pub fn keeping(&mut self, ty: UnitEntryId, offset: u64) {
        let states = self.states("Suspend0");
        self.member(states[3], "kept", ty, offset);
        self.coroutine("__state", &states);
    }

    /// An object file with it.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes_as(BinaryFormat::Elf)
    }

    /// An object file of some format with it.
    pub fn bytes_as(mut self, format: BinaryFormat) -> Vec<u8> {
        let mut sections = Sections::new(EndianVec::new(LittleEndian));
        self.unit.write(&mut sections).unwrap();
        let mut object = object(format);
        let segment = object.segment_name(StandardSegment::Debug).to_vec();
        sections
            .for_each(|id, bytes| {
                let name = match format {
                    BinaryFormat::MachO => id.name().replace('.', "__"),
                    _ => id.name().to_string(),
                };
                let section =
                    object.add_section(segment.clone(), name.into_bytes(), SectionKind::Debug);
                object.append_section_data(section, bytes.slice(), 1);
                Ok::<_, gimli::write::Error>(())
            })
            .unwrap();
        object.write().unwrap()
    }
}

/// An object file with nothing in it.
pub fn object(format: BinaryFormat) -> Object<'static> {
    Object::new(format, Architecture::X86_64, Endianness::Little)
}

/// An object file with sections that were made by hand.
pub fn object_with(sections: &[(SectionId, &[u8])]) -> Vec<u8> {
    let mut object = object(BinaryFormat::Elf);
    for (id, bytes) in sections {
        let name = id.name().as_bytes().to_vec();
        let section = object.add_section(Vec::new(), name, SectionKind::Debug);
        object.append_section_data(section, bytes, 1);
    }
    object.write().unwrap()
}

fn string(text: &str) -> AttributeValue {
    AttributeValue::String(text.into())
}
