//! From the text to the functions in it.
//!
//! What begins in the first column with a line that ends in `{` ends with a line that is `}`: a
//! function, a constant, the bytes of an allocation. No other line is ever just `}`. Strings are
//! written with `\n`, and only the template of an `asm!` is not; but there a brace that stands
//! for itself is doubled.

use memchr::memmem;

use super::Fault;

/// A function, still text.
pub(super) struct Function<'a> {
    /// Its first line.
    pub head: &'a str,
    /// All lines between its first and its last.
    pub body: &'a str,
}

/// The functions, in the order of the text.
pub(super) fn functions(text: &str) -> impl Iterator<Item = Result<Function<'_>, Fault<'_>>> {
    let mut rest = text;
    let end = memmem::Finder::new("\n}\n").into_owned();
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (head, after) = rest.split_once('\n').unwrap_or((rest, ""));
            if head.starts_with([' ', '/', '|']) || !head.ends_with('{') {
                rest = after;
                continue;
            }
            // With the line break before it, for a body that has no lines.
            let tail = &rest[head.len()..];
            let found = end.find(tail.as_bytes());
            let closed = found.or_else(|| tail.ends_with("\n}").then(|| tail.len() - 2));
            let Some(closed) = closed else {
                rest = "";
                return Some(Err(Fault { at: head, reason: "what begins here has no end" }));
            };
            rest = tail.get(closed + 3..).unwrap_or("");
            if head.starts_with("fn ") {
                return Some(Ok(Function { head, body: &tail[1..=closed] }));
            }
        }
        None
    })
}
