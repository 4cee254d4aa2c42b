//! What a comparison says, in words.

use pinata_compare::model::{
    Difference, HeldPair, Instance, Reason, SavedBytes, StretchKind, Unknown,
};

/// Why only one of the two holds something.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::DropFlag => "whether something else still has its value",
        Reason::Captured => "captured, so it has its place for as long as the block runs",
        Reason::TakenOnceBorrowed => "taken before, but it was borrowed once, so its place stays",
        Reason::OnceBorrowed => "needed no more, but it was borrowed once and is in scope",
        Reason::Temporary => "a value without a name, kept to the end of its statement",
        Reason::Taken => "a call took it before, which only the types tell",
        Reason::NoDrop => "only its destructor is to run, and its type has none",
        Reason::NotBorrowed => "what is held could borrow from it, and by the types does not",
        Reason::NotReached => "rustc finds no way from here to the line that uses it next",
        Reason::Overwritten => "it only gets another value next, and its type has no destructor",
    }
}

/// Why only one of the two has a state or a transition.
pub fn difference(difference: Difference) -> &'static str {
    match difference {
        Difference::MacroMade => "a macro makes it, that the source does not show",
        Difference::NeverTaken => "rustc knows that nothing ever goes there",
    }
}

/// Who holds it.
pub fn who(pair: &HeldPair) -> &'static str {
    match (pair.local.is_some(), pair.saved.is_some()) {
        (true, true) => "both",
        (true, false) => "source only",
        _ => "rustc only",
    }
}

/// What the bytes are for.
pub fn stretch(kind: StretchKind) -> &'static str {
    match kind {
        StretchKind::Tag => "tag",
        StretchKind::Held => "held",
        StretchKind::Awaitee => "awaited future",
        StretchKind::Waste => "kept for nothing",
        StretchKind::Flag => "drop flag",
        StretchKind::Dead => "of other states",
        StretchKind::Padding => "padding",
    }
}

/// `16 bytes at 24`
pub fn place(saved: &SavedBytes) -> String {
    match (saved.size, saved.offset) {
        (Some(size), Some(offset)) => format!("{} at {offset}", bytes(size)),
        (Some(size), None) => bytes(size),
        _ => "shadowed: its place is not told".to_owned(),
    }
}

/// `1 byte`, `24 bytes`
pub fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".to_owned(),
        _ => format!("{count} bytes"),
    }
}

/// `456 bytes`, and `456 bytes by rustc, 280 by pinata` of what is annotated. `lean` is what would
/// do without what rustc wastes.
pub fn sizes(instance: &Instance, lean: u64) -> String {
    let size = bytes(instance.size);
    match (&instance.ours, lean < instance.size) {
        (Some(ours), _) => format!("{size} by rustc, {} by pinata", ours.size),
        (None, true) => format!("{size}, {lean} would do"),
        (None, false) => size,
    }
}

/// Why the machine of an annotated function is not drawn.
pub fn unknown(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::NotInDebugInfo => "the debug info does not tell what lies where in pinata's",
        Unknown::NotInSource => {
            "what lies where is not told by the source, as with a `#[cfg]` in the function"
        }
    }
}
