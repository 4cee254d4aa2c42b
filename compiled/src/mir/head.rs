//! The first line of a function: whether it is the poll of a coroutine, or makes one.

use std::collections::HashMap;
use std::path::PathBuf;

use memchr::memmem;

use super::cut::Function;
use crate::poll::Place;

/// What the first line of a poll tells.
pub(crate) struct Head<'a> {
    /// `outer::{closure#0}`.
    pub path: &'a str,
    /// `{async fn body of outer<T>()}`.
    pub coroutine: &'a str,
}

/// What a coroutine is called that is the body of a function, and of a block, and of a closure.
const COROUTINES: [&str; 3] = ["{async fn body of ", "{async block@", "{async closure body@"];

/// The first line of a poll:
/// `fn PATH(_1: Pin<&mut COROUTINE>, _2: &mut std::task::Context<'_>) -> std::task::Poll<…> {`.
///
/// The paths of `Pin` and the others are as long as they have to be in that crate. Some function
/// may take a coroutine just so, but only when it is generic, and then its type is a parameter.
pub(crate) fn poll(line: &str) -> Option<Head<'_>> {
    let (path, rest) = line.strip_prefix("fn ")?.split_once("(_1: ")?;
    let (pin, rest) = rest.split_once("Pin<&mut ")?;
    let (coroutine, rest) = rest.split_once(">, _2: &mut ")?;
    let (context, output) = rest.split_once("Context<'_>) -> ")?;
    let is_path =
        |path: &str| path.is_empty() || path.ends_with("::") && !path.contains([' ', '<']);
    let is_coroutine = COROUTINES.iter().any(|prefix| coroutine.starts_with(prefix));
    let is_poll = is_path(pin) && is_path(context) && output.contains("Poll<");
    (is_poll && is_coroutine).then_some(Head { path, coroutine })
}

/// The path of a function that makes the coroutine of its body, and where that stands:
/// `_0 = {coroutine@t.rs:3:59: 12:2 (#0)} { n: copy _1, v: move _2 };`.
pub(super) fn maker<'a>(function: &Function<'a>) -> Option<(&'a str, &'a str)> {
    const MAKES: &str = "\n        _0 = {coroutine@";
    let at = memmem::find(function.body.as_bytes(), MAKES.as_bytes())?;
    let (place, _) = function.body[at + MAKES.len()..].split_once(" (#")?;
    let head = function.head.strip_prefix("fn ")?;
    // The path of an impl names a file, which may have any parenthesis but these.
    let (path, _) = head.split_once("(_1: ").or_else(|| head.split_once("() -> "))?;
    Some((path, place))
}

impl Head<'_> {
    /// Where the coroutine stands. The type of a block or a closure tells it; that of a function
    /// does not, but what makes it precedes it and has the path without the last part.
    pub fn place(&self, makers: &HashMap<&str, &str>) -> Option<Place> {
        let own = self.coroutine.strip_suffix('}').and_then(|inside| inside.split_once('@'));
        match own {
            Some(("{async block" | "{async closure body", place)) => self::place(place),
            _ => place(makers.get(self.path.strip_suffix("::{closure#0}")?)?),
        }
    }
}

/// `src/main.rs:15:23: 15:33`; the path may have colons of its own.
pub(crate) fn place(text: &str) -> Option<Place> {
    let (start, end) = text.rsplit_once(": ")?;
    let (end_line, end_column) = end.split_once(':')?;
    let (start, column) = start.rsplit_once(':')?;
    let (file, line) = start.rsplit_once(':')?;
    Some(Place {
        file: PathBuf::from(file),
        line: line.parse().ok()?,
        column: column.parse().ok()?,
        end_line: end_line.parse().ok()?,
        end_column: end_column.parse().ok()?,
    })
}
