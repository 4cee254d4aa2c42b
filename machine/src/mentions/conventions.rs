//! What the name of a method says of its receiver. A guess that is wrong doesn't compile.

use syn::ExprMethodCall;

/// Methods that take their receiver by convention, and that the probe can't ask about, or where
/// what a closure returns may follow from what is done with the result: a wrong guess doesn't
/// compile.
const TAKING: [&str; 14] = [
    "clamp",
    "collect",
    "into",
    "map_err",
    "map_or",
    "map_or_else",
    "max",
    "min",
    "ok_or_else",
    "pipe",
    "product",
    "sum",
    "try_into",
    "unwrap_or_else",
];

/// Methods that look at their receiver by convention; a wrong guess doesn't compile. Asking
/// would be right too, but costs time, and a flag in the machine.
const LOOKING: [&str; 29] = [
    "accept",
    "acquire",
    "as_bytes",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "borrow",
    "changed",
    "clone",
    "cmp",
    "contains",
    "deref",
    "deref_mut",
    "eq",
    "fmt",
    "hash",
    "is_empty",
    "iter",
    "iter_mut",
    "len",
    "lock",
    "ne",
    "notified",
    "recv",
    "to_owned",
    "to_string",
    "try_recv",
    "type_id",
];

/// The same for those that change what they look at: `&TcpStream` can be written to, although
/// `TcpStream` may have no such method.
const CHANGING: [&str; 17] = [
    "borrow_mut",
    "flush",
    "insert",
    "next",
    "poll_recv",
    "push",
    "push_str",
    "read",
    "read_buf",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "tick",
    "write",
    "write_all",
    "write_buf",
];

/// What the name of a method says of its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    Takes,
    Looks,
    /// Nothing: the type checker has to be asked.
    Ask,
}

/// What the name of the method says of the receiver of a call.
pub fn guess(call: &ExprMethodCall) -> Guess {
    let name = call.method.to_string();
    let turbofish = call.turbofish.is_some();
    match &*name {
        "collect" | "sum" | "product" if turbofish => Guess::Ask,
        name if name.starts_with("into_") => Guess::Takes,
        name if TAKING.contains(&name) => Guess::Takes,
        name if LOOKING.contains(&name) || CHANGING.contains(&name) => Guess::Looks,
        _ => Guess::Ask,
    }
}

/// Whether a method, by its name, looks at no more than what its receiver refers to, if that is a
/// reference. A guess that is wrong doesn't compile.
pub fn looks_through(call: &ExprMethodCall) -> bool {
    LOOKING.iter().any(|name| call.method == name)
}

/// Methods of `Option` and `Result` that take a part: `self.name.expect("a name")`. The type
/// checker can't be asked about parts.
const TAKING_A_PART: [&str; 12] = [
    "and_then",
    "expect",
    "expect_err",
    "map",
    "ok",
    "ok_or",
    "or",
    "or_else",
    "unwrap",
    "unwrap_err",
    "unwrap_or",
    "unwrap_or_default",
];

/// Whether a method, by its name, takes the part of a local that it is called on.
pub fn takes_part(call: &ExprMethodCall) -> bool {
    guess(call) == Guess::Takes || TAKING_A_PART.iter().any(|name| call.method == name)
}
