//! Walks a type by value: a type → the coroutines inside of it, and where.
//!
//! A pointer is where it ends, and so is a coroutine: what is inside of that one is told by its
//! own states.

use std::collections::HashMap;
use std::rc::Rc;

use super::index::is_coroutine;
use super::malformed;
use super::types::{Body, TypeId, Types, is_alias};
use crate::Error;

/// A coroutine inside of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InnerType {
    pub offset: u64,
    pub coroutine: TypeId,
}

/// Remembers what is inside of the types that it met. While it is on its way through a type,
/// there is nothing yet.
#[derive(Default)]
pub(super) struct Inside {
    known: HashMap<TypeId, Option<Rc<[InnerType]>>>,
}

/// How deep types may be inside of each other.
const MAX_DEPTH: usize = 200;

/// How many coroutines may be inside of one type, where an array of them counts once.
const MAX_INNER: usize = 1024;

impl Inside {
    pub(super) fn of(
        &mut self,
        types: &mut Types<'_>,
        id: TypeId,
    ) -> Result<Rc<[InnerType]>, Error> {
        self.within(types, id, MAX_DEPTH)
    }

    fn within(
        &mut self,
        types: &mut Types<'_>,
        id: TypeId,
        depth: usize,
    ) -> Result<Rc<[InnerType]>, Error> {
        match self.known.get(&id) {
            Some(Some(known)) => return Ok(known.clone()),
            Some(None) => return Err(malformed("a type is inside of itself")),
            None => {}
        }
        let depth = depth.checked_sub(1).ok_or_else(|| malformed("types nest too deep"))?;
        self.known.insert(id, None);
        let ty = types.read(id)?;
        let mut inner = Vec::new();
        match (ty.tag, ty.target) {
            // What is inside of it is told elsewhere, and not where.
            _ if ty.declared => {}
            (gimli::DW_TAG_structure_type, _)
                if ty.name.as_ref().is_some_and(|name| is_coroutine(name.inner().slice())) =>
            {
                inner.push(InnerType { offset: 0, coroutine: id });
            }
            (gimli::DW_TAG_structure_type | gimli::DW_TAG_union_type, _) => {
                let Body { members, variants } = types.body(id)?;
                let variants = variants.into_iter().flat_map(|part| part.variants);
                for member in
                    members.into_iter().chain(variants.flat_map(|variant| variant.members))
                {
                    for &found in &*self.within(types, member.ty, depth)? {
                        let offset = member.offset.checked_add(found.offset);
                        let offset = offset.ok_or_else(|| malformed("an offset overflows"))?;
                        inner.push(InnerType { offset, ..found });
                    }
                    if inner.len() > MAX_INNER {
                        return Err(malformed("a type has more coroutines inside than it can"));
                    }
                }
            }
            (gimli::DW_TAG_array_type, Some(item)) if types.count(id)? != Some(0) => {
                inner.extend_from_slice(&self.within(types, item, depth)?);
            }
            (tag, Some(target)) if is_alias(tag) => {
                inner.extend_from_slice(&self.within(types, target, depth)?);
            }
            _ => {}
        }
        inner.sort();
        inner.dedup();
        let inner: Rc<[InnerType]> = inner.into();
        self.known.insert(id, Some(inner.clone()));
        Ok(inner)
    }
}
