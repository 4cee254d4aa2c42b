//! Walks a type by value: a type → the coroutines inside of it, and where.
//!
//! A pointer is where it ends, and so is a coroutine: what is inside of that one is told by its
//! own states.

use std::collections::HashMap;
use std::rc::Rc;

use super::index::is_coroutine;
use super::malformed;
use super::types::{Body, Type, TypeId, Types, is_alias};
use crate::Error;

/// A coroutine inside of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InnerType {
    pub offset: u64,
    pub coroutine: TypeId,
}

/// Remembers what is inside of the types that it met.
#[derive(Default)]
pub(super) struct Inside {
    /// Nothing yet where it is on its way through a type.
    known: HashMap<TypeId, Option<Rc<[InnerType]>>>,
}

/// A type that it is on its way through.
struct Open {
    id: TypeId,
    /// Which types are where in it.
    parts: Vec<(u64, TypeId)>,
    /// How many of them are known.
    done: usize,
}

/// How many coroutines may be inside of one type, where an array of them counts once.
const MAX_INNER: usize = 1024;

impl Inside {
    /// What is inside of a type. Types nest as deep as somebody likes, so this is no recursion.
    pub(super) fn of(
        &mut self,
        types: &mut Types<'_>,
        id: TypeId,
    ) -> Result<Rc<[InnerType]>, Error> {
        let mut opened = Vec::new();
        opened.extend(self.open(types, id)?);
        while let Some(open) = opened.last_mut() {
            if let Some(&(_, part)) = open.parts.get(open.done) {
                open.done += 1;
                opened.extend(self.open(types, part)?);
            } else {
                let inner = self.join(&open.parts)?;
                self.known.insert(open.id, Some(inner));
                opened.pop();
            }
        }
        Ok(self.known.get(&id).cloned().flatten().unwrap_or_default())
    }

    /// Begins a type, unless it is known or a coroutine.
    fn open(&mut self, types: &mut Types<'_>, id: TypeId) -> Result<Option<Open>, Error> {
        match self.known.get(&id) {
            Some(Some(_)) => return Ok(None),
            Some(None) => return Err(malformed("a type is inside of itself")),
            None => {}
        }
        let ty = types.read(id)?;
        if !ty.declared && ty.name.as_ref().is_some_and(|name| is_coroutine(name.inner().slice())) {
            self.known.insert(id, Some([InnerType { offset: 0, coroutine: id }].into()));
            return Ok(None);
        }
        self.known.insert(id, None);
        Ok(Some(Open { id, parts: parts(types, id, &ty)?, done: 0 }))
    }

    /// What is inside of a type whose parts are known.
    fn join(&self, parts: &[(u64, TypeId)]) -> Result<Rc<[InnerType]>, Error> {
        let mut inner = Vec::new();
        for (offset, id) in parts {
            for &found in self.known.get(id).and_then(Option::as_deref).unwrap_or_default() {
                let offset = offset.checked_add(found.offset);
                let offset = offset.ok_or_else(|| malformed("an offset overflows"))?;
                inner.push(InnerType { offset, ..found });
            }
            if inner.len() > MAX_INNER {
                return Err(malformed("a type has more coroutines inside than it can"));
            }
        }
        inner.sort();
        inner.dedup();
        Ok(inner.into())
    }
}

/// Which types are where in a type.
fn parts(types: &mut Types<'_>, id: TypeId, ty: &Type<'_>) -> Result<Vec<(u64, TypeId)>, Error> {
    Ok(match (ty.tag, ty.target) {
        // What is inside of it is told elsewhere, and not where.
        _ if ty.declared => Vec::new(),
        (gimli::DW_TAG_structure_type | gimli::DW_TAG_union_type, _) => {
            let Body { members, variants, .. } = types.body(id)?;
            let variants = variants.into_iter().flat_map(|part| part.variants);
            let members = members.into_iter().chain(variants.flat_map(|variant| variant.members));
            members.map(|member| (member.offset, member.ty)).collect()
        }
        (gimli::DW_TAG_array_type, Some(item)) if types.count(id)? != Some(0) => vec![(0, item)],
        (tag, Some(target)) if is_alias(tag) => vec![(0, target)],
        _ => Vec::new(),
    })
}
