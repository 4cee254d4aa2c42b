//! Locals of which parts are moved: what is left has to be dropped later.
//!
//! A moved part is forgotten where it was, and Rust itself drops the rest:
//!
//! ```text
//! |whole, moved| { if moved & 1 != 0 { forget(whole.name) } }
//! ```
//!
//! This is right whether the part was moved or copied, without knowing which.

mod boxes;
mod collect;
mod gone;
mod leads;
mod slices;

use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprStruct, Pat};

use crate::flow::{BlockId, LocalId, places};
use crate::mentions::binds_by_value;
use boxes::Boxes;
pub use collect::collect;
use gone::{base_key, members, name};
pub use leads::moving;
pub use slices::taken_apart;

/// A part that may be moved.
pub enum Part {
    /// `x.name.0`, through all the boxes that are known.
    Place(Box<Expr>),
    /// What a pattern binds in a place. If there are several, the value tells which it was.
    Patterns(Box<Expr>, Vec<Pat>),
    /// What a struct literal takes of its base: all but the members that it names.
    Base(Box<Expr>, Box<ExprStruct>),
}

impl Part {
    fn span(&self) -> Span {
        match self {
            Part::Place(place) | Part::Base(place, _) => place.span(),
            Part::Patterns(place, pats) => pats.first().map_or_else(|| place.span(), Pat::span),
        }
    }
}

/// A part with what is known about its move.
pub struct Moved {
    keys: Vec<String>,
    /// The statement that moves it: the arms of a match have this in common.
    by: String,
    /// Another part may be gone by then, or have been copied.
    pub late: bool,
    pub part: Part,
}

impl Moved {
    fn is(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    pub fn place(&self) -> &Expr {
        match &self.part {
            Part::Place(place) | Part::Patterns(place, _) | Part::Base(place, _) => place,
        }
    }

    /// The way from the local to the place: `a`, `0`, `*`.
    pub fn path(&self) -> Vec<String> {
        path_of(self.place())
    }
}

/// Ways that go on from the end of another.
fn below(to: &[String], paths: Vec<Vec<String>>) -> Vec<Vec<String>> {
    paths.into_iter().map(|path| [to, &path].concat()).collect()
}

/// The way from a local to a place: `a`, `0`, `*`.
pub fn path_of(place: &Expr) -> Vec<String> {
    match places::peel(place) {
        Expr::Field(field) => {
            let mut path = path_of(&field.base);
            path.push(field.member.to_token_stream().to_string());
            path
        }
        Expr::Unary(unary) => {
            let mut path = path_of(&unary.expr);
            path.push("*".into());
            path
        }
        _ => Vec::new(),
    }
}

fn overlap(a: &[String], b: &[String]) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// The flags of a local are the lower bits of a byte.
pub const MOST_PARTS: usize = 7;

/// The parts of each local.
#[derive(Default)]
pub struct Parts {
    pub of: HashMap<LocalId, Vec<Moved>>,
    /// The parts that get a value after a pattern took all of their local, unless it was copied.
    pub emptied: HashSet<(LocalId, String)>,
    /// The parts that get a value after a pattern took them with others, unless they were copied.
    pub replaced: HashSet<(LocalId, String)>,
    /// The boxes that the parts of each local are in.
    boxes: HashMap<LocalId, Boxes>,
    /// What can't be dropped as rustc would.
    pub refusals: Vec<(Span, String)>,
}

impl Parts {
    /// Whether parts of a local are moved on their own.
    pub fn any(&self, local: LocalId) -> bool {
        self.of.contains_key(&local)
    }

    /// The flag of the part that `x.a.b` names.
    pub fn flag_of_fields(&self, local: LocalId, expr: &Expr) -> Option<u8> {
        self.flag(local, &place_key(expr))
    }

    /// The flag of what a `let` moves.
    pub fn flag_of_let(&self, local: LocalId, block: BlockId, op: usize) -> Option<u8> {
        self.flag(local, &let_key(block, op))
    }

    /// Whether the flag of what the arm of a match moves is that of other arms, too.
    pub fn shares_flag(&self, local: LocalId, block: BlockId, arm: usize) -> bool {
        let moved = self.of.get(&local).into_iter().flatten();
        moved.filter(|moved| moved.keys.len() > 1).any(|moved| moved.is(&arm_key(block, arm)))
    }

    /// The flag of what the arm of a match moves.
    pub fn flag_of_arm(&self, local: LocalId, block: BlockId, arm: usize) -> Option<u8> {
        self.flag(local, &arm_key(block, arm))
    }

    /// The flag of what a literal takes of its base.
    pub fn flag_of_base(&self, local: LocalId, literal: &ExprStruct) -> Option<u8> {
        self.flag(local, &base_key(literal)?)
    }

    fn flag(&self, local: LocalId, key: &str) -> Option<u8> {
        let index = self.of.get(&local)?.iter().position(|moved| moved.is(key))?;
        u8::try_from(index)
            .ok()
            .filter(|index| usize::from(*index) < MOST_PARTS)
            .map(|index| 1 << index)
    }

    fn add(&mut self, local: LocalId, moved: Moved) {
        let parts = self.of.entry(local).or_default();
        if let Some(known) = parts.iter_mut().find(|known| known.keys == moved.keys) {
            known.late |= moved.late;
            return;
        }
        if let Part::Patterns(_, pats) = &moved.part
            && let Some(pat) = pats.iter().find(|pat| leads::may_change(pat))
        {
            let message = "pinata: which part this moves depends on a value that may change while the rest is kept; give each case an arm of its own";
            self.refusals.push((pat.span(), message.into()));
        }
        if parts.len() == MOST_PARTS {
            let message = "pinata: too many parts of one local are moved on their own; take it apart with one `let`";
            self.refusals.push((moved.part.span(), message.into()));
        }
        parts.push(moved);
    }

    /// Adds a base, if there is a flag for it. Without one it can only be copied.
    fn add_base(&mut self, local: LocalId, moved: Moved) {
        let parts = self.of.get(&local).map(Vec::as_slice).unwrap_or_default();
        if parts.len() < MOST_PARTS || parts.iter().any(|known| known.keys == moved.keys) {
            self.add(local, moved);
        }
    }

    /// The way from the local to a place, through all the boxes there are.
    pub fn path(&self, local: LocalId, place: &Expr) -> Vec<String> {
        match self.boxes.get(&local) {
            Some(boxes) => path_of(&boxes.explicit(place)),
            None => path_of(place),
        }
    }

    /// Leads to all parts of a local, and to what is assigned in it, through the same boxes.
    fn open_boxes(&mut self, local: LocalId, assigned: &[&Expr]) {
        let Some(parts) = self.of.get_mut(&local) else { return };
        let moved = parts.iter().map(Moved::place);
        let boxes = Boxes::among(&moved.chain(assigned.iter().copied()).collect::<Vec<_>>());
        for moved in parts {
            match &mut moved.part {
                Part::Place(place) | Part::Patterns(place, _) | Part::Base(place, _) => {
                    **place = boxes.explicit(place);
                }
            }
        }
        self.boxes.insert(local, boxes);
    }

    /// What an assignment to a part puts an end to: the flags of what may be gone of it, all
    /// at once or by parts. `None` if a pattern or a literal took this together with something
    /// else.
    pub fn assigned(&self, local: LocalId, place: &Expr) -> Option<(u8, u8)> {
        let (to, mut exact, mut below) = (self.path(local, place), 0, 0);
        for (index, moved) in self.of.get(&local).into_iter().flatten().take(MOST_PARTS).enumerate()
        {
            let (flag, path) = (1 << index, moved.path());
            match &moved.part {
                Part::Place(_) if path == to => exact |= flag,
                _ if path.starts_with(&to) => below |= flag,
                // What is in a member that is gone gets no value; but the member itself may.
                Part::Base(_, literal)
                    if to.len() == path.len() + 1
                        && to.starts_with(&path)
                        && !members(literal).any(|member| name(member) == to[path.len()]) =>
                {
                    return None;
                }
                Part::Patterns(_, pats) if to.starts_with(&path) => {
                    let bound: BTreeSet<_> = pats.iter().flat_map(bound_paths).collect();
                    let rest = &to[path.len()..];
                    if bound.len() == 1 && bound.contains(rest) {
                        exact |= flag;
                    } else if bound.iter().any(|bound| overlap(bound, rest)) {
                        return None;
                    }
                }
                _ => {}
            }
        }
        Some((exact, below))
    }
}

/// The ways to what a pattern binds by value; where that isn't known, the way to all of it.
fn bound_paths(pat: &Pat) -> Vec<Vec<String>> {
    match pat {
        pat if !binds_by_value(pat) => Vec::new(),
        Pat::Ident(_) => vec![Vec::new()],
        Pat::Or(or) => {
            let paths: BTreeSet<Vec<String>> = or.cases.iter().flat_map(bound_paths).collect();
            paths.into_iter().collect()
        }
        pat => match parts_of(pat) {
            Some(parts) => {
                parts.into_iter().flat_map(|(step, part)| below(&step, bound_paths(part))).collect()
            }
            None => vec![Vec::new()],
        },
    }
}

/// The patterns in a pattern, and the ways to them; `None` where these aren't known.
fn parts_of(pat: &Pat) -> Option<Vec<(Vec<String>, &Pat)>> {
    let elems = |elems: Vec<&'_ Pat>| -> Option<Vec<usize>> {
        let rest = elems.iter().position(|pat| matches!(pat, Pat::Rest(_)));
        let known = rest.unwrap_or(elems.len());
        let hidden = elems.iter().skip(known).any(|pat| binds_by_value(pat));
        (!hidden).then(|| (0..known).collect())
    };
    match pat {
        Pat::Paren(paren) => parts_of(&paren.pat),
        Pat::Tuple(tuple) => {
            let known = elems(tuple.elems.iter().collect())?;
            Some(known.into_iter().map(|at| (vec![at.to_string()], &tuple.elems[at])).collect())
        }
        Pat::TupleStruct(tuple) => {
            let known = elems(tuple.elems.iter().collect())?;
            Some(known.into_iter().map(|at| (vec![at.to_string()], &tuple.elems[at])).collect())
        }
        Pat::Struct(pat) => {
            let fields = pat.fields.iter();
            let parts =
                fields.map(|field| (vec![field.member.to_token_stream().to_string()], &*field.pat));
            Some(parts.collect())
        }
        _ => None,
    }
}

fn arm_key(block: BlockId, arm: usize) -> String {
    format!("arm {arm} of {block}")
}

fn let_key(block: BlockId, op: usize) -> String {
    format!("let {op} of {block}")
}

pub fn place_key(place: &Expr) -> String {
    places::peel(place).to_token_stream().to_string()
}
