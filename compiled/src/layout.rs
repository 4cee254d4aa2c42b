//! From what a nightly rustc tells of the layout of a coroutine to what each state saves.
//!
//! `rustc -Zdump-mir=coroutine_resume` writes a file for each coroutine: first a comment with what
//! the compiler itself knows of it, then the body of its poll.
//!
//! ```text
//! /* coroutine_layout = CoroutineLayout {
//!     field_tys: {
//!         _s0: CoroutineSavedTy {
//!             ty: std::string::String,
//!             source_info: SourceInfo {
//!                 span: src/main.rs:3:9: 3:13 (#0),
//!                 scope: scope[0],
//!             },
//!             ignore_for_traits: false,
//!         },
//!         …
//!     },
//!     variant_fields: {
//!         Unresumed(0): [],
//!         …
//!         Suspend0 (3): [_s0, _s1],
//!     },
//!     storage_conflicts: BitMatrix(2x2) {
//!         (_s0, _s1),
//!         …
//!     },
//! } */
//!
//! fn once::{closure#0}(_1: Pin<&mut {async fn body of once()}>, _2: &mut Context<'_>) -> Poll<()> {
//! ```
//!
//! becomes `CoroutineLayout { path: "once::{closure#0}", fields: […], states: […], … }`. The text is
//! read line by line, and a line that is not understood is an error with its number.

mod lines;

use std::collections::BTreeSet;

use lines::Lines;

use crate::Error;
use crate::mir::head;
use crate::poll::Place;

/// What rustc itself knows of a coroutine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoroutineLayout {
    /// The path as MIR has it, like that of a [`Poll`](crate::Poll): `outer::{closure#0}`.
    pub path: String,
    /// The type as MIR has it, like that of a [`Poll`](crate::Poll).
    pub coroutine: String,
    /// All that any of its states saves.
    pub fields: Vec<Field>,
    /// Its states, in the order of their numbers.
    pub states: Vec<State>,
    /// Which fields are in use together, so that they cannot share bytes: the smaller index first,
    /// sorted, each pair once.
    pub conflicts: Vec<(usize, usize)>,
}

/// Something that is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its type, with its parameters, in one line. That of a coroutine is as the compiler numbers
    /// it.
    pub ty: String,
    /// The variable or the expression that it is the value of; none where it has no place.
    pub place: Option<Place>,
    /// Whether it does not count for what the future implements, such as `Send`; none where that
    /// is not told.
    pub ignore_for_traits: Option<bool>,
}

/// Where a coroutine rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// `Suspend0`.
    pub name: String,
    /// The value of the tag.
    pub value: u32,
    /// What it saves: indices into [`CoroutineLayout::fields`], in the order in which debug info
    /// has them as well. What the caller put there is none of them.
    pub fields: Vec<usize>,
}

/// How the comment begins.
const OPENS: &str = "/* coroutine_layout = CoroutineLayout {";

/// Reads one file; nothing of a body that is no poll of a future.
///
/// It takes no more than one pass over the text, however long that is.
pub fn read(text: &str) -> Result<Option<CoroutineLayout>, Error> {
    let mut lines = Lines::of(text);
    if !lines.skip_past(OPENS) {
        return Ok(None);
    }
    let fields = fields(&mut lines)?;
    let states = states(&mut lines, fields.len())?;
    let conflicts = conflicts(&mut lines, fields.len())?;
    lines.expect("} */")?;
    let Some(head) = lines.find(|line| line.starts_with("fn ")) else {
        return Err(lines.fault("no body follows"));
    };
    let Some(head) = head::poll(head) else { return Ok(None) };
    let (path, coroutine) = (head.path.to_owned(), head.coroutine.to_owned());
    Ok(Some(CoroutineLayout { path, coroutine, fields, states, conflicts }))
}

fn fields(lines: &mut Lines<'_>) -> Result<Vec<Field>, Error> {
    let mut fields = Vec::new();
    if !lines.opens("    field_tys: {")? {
        return Ok(fields);
    }
    while !lines.takes("    },") {
        lines.expect(&format!("        _s{}: CoroutineSavedTy {{", fields.len()))?;
        // Most types take one line, that of a coroutine several.
        let mut ty = lines.after("            ty: ")?.to_owned();
        while !lines.takes("            source_info: SourceInfo {") {
            ty.push(' ');
            ty.push_str(lines.next()?.trim());
        }
        let place = place(lines.after("                span: ")?);
        lines.after("                scope: ")?;
        lines.expect("            },")?;
        let mut ignore_for_traits = None;
        if !lines.takes("        },") {
            ignore_for_traits = match lines.after("            ignore_for_traits: ")? {
                "true," => Some(true),
                "false," => Some(false),
                _ => return Err(lines.fault("this is neither true nor false")),
            };
            lines.expect("        },")?;
        }
        let ty = ty.strip_suffix(',').unwrap_or(&ty).to_owned();
        fields.push(Field { ty, place, ignore_for_traits });
    }
    Ok(fields)
}

/// `src/main.rs:3:9: 3:13 (#0),`; none for `no-location (#0),`.
fn place(text: &str) -> Option<Place> {
    head::place(text.rsplit_once(" (#")?.0)
}

fn states(lines: &mut Lines<'_>, fields: usize) -> Result<Vec<State>, Error> {
    let mut states: Vec<State> = Vec::new();
    if !lines.opens("    variant_fields: {")? {
        return Ok(states);
    }
    while !lines.takes("    },") {
        let line = lines.after("        ")?;
        let Some(state) = state(line, fields) else {
            return Err(lines.fault("this is no state and what it saves"));
        };
        if state.value as usize != states.len() {
            return Err(lines.fault("this state is not the next"));
        }
        states.push(state);
    }
    Ok(states)
}

/// `Suspend0 (3): [_s0, _s1],`
fn state(line: &str, fields: usize) -> Option<State> {
    let (name, rest) = line.split_once('(')?;
    let (value, rest) = rest.split_once("): [")?;
    let saved = rest.strip_suffix("],")?;
    let saved = saved.split(", ").filter(|one| !one.is_empty());
    Some(State {
        name: name.trim_end().to_owned(),
        value: value.parse().ok()?,
        fields: saved.map(|one| field(one, fields)).collect::<Option<_>>()?,
    })
}

fn conflicts(lines: &mut Lines<'_>, fields: usize) -> Result<Vec<(usize, usize)>, Error> {
    let mut conflicts = BTreeSet::new();
    if !lines.opens(&format!("    storage_conflicts: BitMatrix({fields}x{fields}) {{"))? {
        return Ok(Vec::new());
    }
    while !lines.takes("    },") {
        let line = lines.after("        (")?;
        let pair = line.strip_suffix("),").and_then(|pair| pair.split_once(", "));
        let pair = pair.and_then(|(a, b)| Some((field(a, fields)?, field(b, fields)?)));
        match pair {
            // Each is in use together with itself, and each pair is there both ways.
            Some((a, b)) if a < b => drop(conflicts.insert((a, b))),
            Some((a, b)) if a > b => drop(conflicts.insert((b, a))),
            Some(_) => {}
            None => return Err(lines.fault("this is no pair of what is saved")),
        }
    }
    Ok(conflicts.into_iter().collect())
}

/// `_s7` → 7
fn field(text: &str, fields: usize) -> Option<usize> {
    text.strip_prefix("_s")?.parse().ok().filter(|index| *index < fields)
}
