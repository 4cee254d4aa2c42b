//! Reads debug info: the bytes of a program → the coroutines in it.
//!
//! ```text
//! load       bytes → the sections of each object
//! index      a unit → the scopes of its types, and its coroutines
//! types      a type → its name, its size, its members (`attributes`: one entry of it)
//! inside     a type → the coroutines inside of it
//! recognize  a type → a coroutine: its tag, its states (`files`: where they are written)
//! fields     the members of a state → what it keeps
//! annotated  a type of the runtime → a machine of `#[pinata::desugar]`
//! merge      what all the units tell → each coroutine once
//! ```
//!
//! The bytes may be anything. Whatever is wrong with them is an [`Error`]; what is read grows with
//! the bytes, however the debug info refers to itself.

use std::collections::BTreeSet;

use annotated::OfRuntime;
use inside::Inside;
use load::Sections;
use merge::{Merged, OfObject};
use types::Types;

use crate::Error;
use crate::coroutine::DebugInfo;

mod annotated;
mod attributes;
mod fields;
mod files;
mod index;
mod inside;
mod load;
mod merge;
mod recognize;
mod types;

/// What has been read so far.
#[derive(Default)]
struct Reading {
    producers: BTreeSet<String>,
    merged: Merged,
    /// Whether there was any object with debug info.
    has_debug_info: bool,
    /// Whether there was any type of Rust in it.
    has_types: bool,
}

/// Reads the debug info of a program, a dynamic library, an object file, or an `.rlib`.
pub fn read(bytes: &[u8]) -> Result<DebugInfo, Error> {
    let objects = load::objects(bytes)?;
    let mut reading = Reading::default();
    for object in &objects {
        if let Some(sections) = load::load(object)? {
            reading.add(&sections)?;
        }
    }
    if !reading.has_debug_info {
        let remedy = load::remedy(objects.first().unwrap_or(&bytes));
        return Err(Error::NoDebugInfo { remedy });
    }
    if reading.producers.is_empty() {
        return Err(Error::NotRust);
    }
    if !reading.has_types {
        return Err(Error::LinesOnly);
    }
    let producers = reading.producers.into_iter().collect();
    let (coroutines, annotated) = reading.merged.finish();
    Ok(DebugInfo { producers, coroutines, annotated })
}

impl Reading {
    fn add(&mut self, sections: &Sections<'_>) -> Result<(), Error> {
        let mut types = Types::new(sections.dwarf())?;
        let mut object = OfObject::default();
        for number in 0..types.units() {
            self.has_debug_info = true;
            let unit = types.unit(number)?;
            if let Some(file) = &unit.elsewhere {
                return Err(Error::Elsewhere { file: file.clone() });
            }
            let Some(producer) = &unit.producer else {
                types.forget(number);
                continue;
            };
            if !self.producers.contains(producer) {
                self.producers.insert(producer.clone());
            }
            self.has_types |= unit.has_types;
            let mut inside = Inside::default();
            for &offset in &unit.coroutines {
                let id = attributes::id(&unit.unit, offset)?;
                let draft = recognize::recognize(&mut types, &mut inside, &unit, id)?;
                self.merged.add(&mut object, id, draft);
            }
            for &offset in &unit.of_runtime {
                let id = attributes::id(&unit.unit, offset)?;
                match annotated::recognize(&mut types, id)? {
                    Some(OfRuntime::Machine(machine)) => object.machines.push(machine),
                    Some(OfRuntime::Layout(layout)) => self.merged.add_layout(layout),
                    None => {}
                }
            }
            if unit.coroutines.is_empty() && unit.of_runtime.is_empty() {
                types.forget(number);
            }
        }
        self.merged.settle(object)
    }
}

/// Debug info that is wrong.
fn malformed(reason: impl Into<String>) -> Error {
    Error::Malformed { what: "debug info", reason: reason.into() }
}

/// Debug info that could not be read.
fn read_error(error: gimli::Error) -> Error {
    malformed(error.to_string())
}
