//! Indexes one unit of debug info: all its entries, once → the scopes of its types, and which of
//! them are coroutines.
//!
//! An entry does not know what it stands in, so whoever wants the path of a type needs this.

use gimli::{DwTag, Dwarf, Unit, UnitHeader, UnitOffset};

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
    /// Whether it describes any type at all.
    pub has_types: bool,
    scopes: Vec<Scope<'s>>,
    /// The scope of each type that has one, in the order of the offsets.
    types: Vec<(UnitOffset, ScopeId)>,
}

/// A module, a function or a type that something stands in.
struct Scope<'s> {
    name: Reader<'s>,
    /// Always an earlier one.
    parent: Option<ScopeId>,
}

/// Indexes [`Indexed::scopes`]; 32 bits are enough for what stands in memory, and save half of it.
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
        has_types: false,
        scopes: Vec::new(),
        types: Vec::new(),
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
                let mut name = None;
                let mut declared = false;
                for &attribute in abbreviation.attributes() {
                    let read = entries.read_attribute(attribute).map_err(read_error)?;
                    match read.name() {
                        gimli::DW_AT_name => {
                            name = Some(dwarf.attr_string(&self.unit, read.value()));
                        }
                        gimli::DW_AT_declaration => declared = true,
                        _ => {}
                    }
                }
                let name = name.transpose().map_err(read_error)?;
                if abbreviation.tag() != gimli::DW_TAG_namespace {
                    self.has_types = true;
                    self.types.extend(scope.map(|scope| (offset, scope)));
                    let coroutine = |name: &Reader<'_>| is_coroutine(name.inner().slice());
                    if !declared && name.as_ref().is_some_and(coroutine) {
                        self.coroutines.push(offset);
                    }
                }
                if let Some(name) = name.filter(|_| abbreviation.has_children()) {
                    let id = ScopeId::try_from(self.scopes.len())
                        .map_err(|_| malformed("a unit has more types than can be counted"))?;
                    self.scopes.push(Scope { name, parent: scope });
                    scope = Some(id);
                }
            } else {
                entries.skip_attributes(abbreviation.attributes()).map_err(read_error)?;
            }
            if abbreviation.has_children() {
                around.push(scope);
            }
        }
        Ok(())
    }

    /// The names of the scopes around a type, from the innermost to the outermost.
    pub(super) fn scopes_of(&self, at: UnitOffset) -> impl Iterator<Item = &Reader<'s>> {
        let found = self.types.binary_search_by_key(&at, |&(offset, _)| offset);
        let mut next = found.ok().map(|found| self.types[found].1);
        std::iter::from_fn(move || {
            let scope = &self.scopes[next? as usize];
            next = scope.parent;
            Some(&scope.name)
        })
    }

    /// Roughly how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.scopes.len() * size_of::<Scope<'_>>()
            + self.types.len() * size_of::<(UnitOffset, ScopeId)>()
            + self.unit.line_program.as_ref().map_or(0, |lines| lines.header().file_names().len())
                * 256
    }
}
