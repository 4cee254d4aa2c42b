//! Indexes one unit of debug info: all its entries, once → the scopes of its types, and which of
//! them are coroutines.
//!
//! An entry does not know what it stands in, so whoever wants the path of a type needs this.

use gimli::{Abbreviation, AttributeValue, DwTag, Dwarf, EntriesRaw, Unit, UnitHeader, UnitOffset};

use super::load::Reader;
use super::{malformed, read_error};
use crate::Error;

/// A unit, and where its types stand.
pub(super) struct Indexed<'s> {
    pub unit: Unit<Reader<'s>>,
    /// The compiler, as it signs; none where it is not rustc.
    pub producer: Option<String>,
    /// The file that has the unit, where this one only says so.
    pub elsewhere: Option<String>,
    /// The types that are coroutines, by their names.
    pub coroutines: Vec<UnitOffset>,
    /// The types that may be the runtime's, by their names.
    pub of_runtime: Vec<UnitOffset>,
    /// Whether it describes any type at all.
    pub has_types: bool,
    /// In the order of their offsets.
    scopes: Vec<Scope>,
}

/// A module, a function or a type: whatever has a name, and may stand in another.
struct Scope {
    at: UnitOffset,
    /// Always an earlier one.
    parent: Option<ScopeId>,
}

/// Indexes [`Indexed::scopes`]. There may be millions, and 32 bits save a third of each.
type ScopeId = u32;

/// Indexes a unit. One that rustc did not build is not gone through.
pub(super) fn index<'s>(
    dwarf: &Dwarf<Reader<'s>>,
    header: UnitHeader<Reader<'s>>,
) -> Result<Indexed<'s>, Error> {
    let unit = dwarf.unit(header).map_err(read_error)?;
    let producer = producer(dwarf, &unit)?;
    let elsewhere = elsewhere(dwarf, &unit)?;
    let mut indexed = Indexed {
        unit,
        producer,
        elsewhere,
        coroutines: Vec::new(),
        of_runtime: Vec::new(),
        has_types: false,
        scopes: Vec::new(),
    };
    if indexed.producer.is_some() {
        indexed.fill(dwarf)?;
    }
    Ok(indexed)
}

/// `clang LLVM (rustc version 1.95.0 (…))` → `rustc version 1.95.0 (…)`.
fn producer(dwarf: &Dwarf<Reader<'_>>, unit: &Unit<Reader<'_>>) -> Result<Option<String>, Error> {
    let root = unit.entry(unit.header.root_offset()).map_err(read_error)?;
    let Some(value) = root.attr_value(gimli::DW_AT_producer) else { return Ok(None) };
    let signed = text(&dwarf.attr_string(unit, value).map_err(read_error)?)?;
    let Some(start) = signed.find("rustc version ") else { return Ok(None) };
    let rustc = &signed[start..];
    let wrapped = signed[..start].ends_with('(');
    Ok(Some(rustc.strip_suffix(')').filter(|_| wrapped).unwrap_or(rustc).to_string()))
}

/// With `split-debuginfo`, rustc leaves a unit that says where the debug info is, and not who
/// wrote it.
fn elsewhere(dwarf: &Dwarf<Reader<'_>>, unit: &Unit<Reader<'_>>) -> Result<Option<String>, Error> {
    let Some(name) = unit.dwo_name().map_err(read_error)? else { return Ok(None) };
    let file = text(&dwarf.attr_string(unit, name).map_err(read_error)?)?;
    Ok(Some(file).filter(|file| file.ends_with(".rcgu.dwo")))
}

/// The text that a reader stands before.
pub(super) fn text(reader: &Reader<'_>) -> Result<String, Error> {
    gimli::Reader::to_string_lossy(reader).map(String::from).map_err(read_error)
}

/// Whether a type of that name is a coroutine of an `async fn`, block or closure.
pub(super) fn is_coroutine(name: &[u8]) -> bool {
    [&b"{async_fn_env#"[..], b"{async_block_env#", b"{async_closure_env#"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Whether a type of that name may be one of those that `#[pinata::desugar]` uses for a machine.
fn is_of_runtime(name: &[u8]) -> bool {
    name.starts_with(b"Machine<") || name.starts_with(b"Layout<")
}

/// Whether other entries stand in it, and its name is part of their paths.
fn is_scope(tag: DwTag) -> bool {
    matches!(
        tag,
        gimli::DW_TAG_namespace
            | gimli::DW_TAG_structure_type
            | gimli::DW_TAG_union_type
            | gimli::DW_TAG_enumeration_type
    )
}

impl<'s> Indexed<'s> {
    fn fill(&mut self, dwarf: &Dwarf<Reader<'s>>) -> Result<(), Error> {
        // The scope that the entries of each depth stand in.
        let mut around: Vec<Option<ScopeId>> = vec![None];
        let mut entries = self.unit.entries_raw(None).map_err(read_error)?;
        while !entries.is_empty() {
            let depth = usize::try_from(entries.next_depth())
                .map_err(|_| malformed("a unit has more ends than beginnings"))?;
            let offset = entries.next_offset();
            let Some(abbreviation) = entries.read_abbreviation().map_err(read_error)? else {
                continue;
            };
            around.truncate(depth + 1);
            let mut scope = around.last().copied().flatten();
            if is_scope(abbreviation.tag()) {
                let entry = entry(&mut entries, abbreviation)?;
                if abbreviation.tag() != gimli::DW_TAG_namespace {
                    self.has_types = true;
                    match self.name(dwarf, entry.name)? {
                        Some(name) if !entry.declared && is_coroutine(name) => {
                            self.coroutines.push(offset);
                        }
                        Some(name) if !entry.declared && is_of_runtime(name) => {
                            self.of_runtime.push(offset);
                        }
                        _ => {}
                    }
                }
                let id = ScopeId::try_from(self.scopes.len())
                    .map_err(|_| malformed("a unit has more types than can be counted"))?;
                self.scopes.push(Scope { at: offset, parent: scope });
                scope = Some(id);
            } else {
                entries.skip_attributes(abbreviation.attributes()).map_err(read_error)?;
            }
            if abbreviation.has_children() {
                around.push(scope);
            }
        }
        Ok(())
    }

    fn name(
        &self,
        dwarf: &Dwarf<Reader<'s>>,
        name: Option<AttributeValue<Reader<'s>>>,
    ) -> Result<Option<&'s [u8]>, Error> {
        let Some(name) = name else { return Ok(None) };
        let name = dwarf.attr_string(&self.unit, name).map_err(read_error)?;
        Ok(Some(name.inner().slice()))
    }

    /// What a type stands in, from the innermost to the outermost.
    pub(super) fn scopes_of(&self, at: UnitOffset) -> impl Iterator<Item = UnitOffset> {
        let own = self.scopes.binary_search_by_key(&at, |scope| scope.at);
        let mut next = own.ok().and_then(|own| self.scopes[own].parent);
        std::iter::from_fn(move || {
            let scope = &self.scopes[next? as usize];
            next = scope.parent;
            Some(scope.at)
        })
    }

    /// Roughly how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.scopes.len() * size_of::<Scope>() + self.files() * 256
    }

    /// How many files and folders it names.
    pub(super) fn files(&self) -> usize {
        let header = self.unit.line_program.as_ref().map(|lines| lines.header());
        header.map_or(0, |header| header.file_names().len() + header.include_directories().len())
    }
}

/// What is needed of an entry while going through all of them.
struct Entry<'s> {
    name: Option<AttributeValue<Reader<'s>>>,
    /// Whether it is only named here, and described in another unit.
    declared: bool,
}

fn entry<'s>(
    entries: &mut EntriesRaw<'_, Reader<'s>>,
    abbreviation: &Abbreviation,
) -> Result<Entry<'s>, Error> {
    let mut entry = Entry { name: None, declared: false };
    for &attribute in abbreviation.attributes() {
        let read = entries.read_attribute(attribute).map_err(read_error)?;
        match read.name() {
            gimli::DW_AT_name => entry.name = Some(read.value()),
            gimli::DW_AT_declaration => entry.declared = true,
            _ => {}
        }
    }
    Ok(entry)
}
