//! The colours of text, by meaning. Each is said in words or signs as well.

use anstyle::{AnsiColor, Style};
use pinata_machine::model::{StateKind, Why};

pub const PLAIN: Style = Style::new();
pub const QUIET: Style = Style::new().dimmed();
pub const TITLE: Style = Style::new().bold();
pub const NOTE: Style = AnsiColor::Yellow.on_default().bold();
pub const GAINED: Style = AnsiColor::Green.on_default();
pub const CONDITION: Style = Style::new().italic();

/// The name and the frame of a state.
pub fn state(kind: &StateKind) -> Style {
    match kind {
        StateKind::Unresumed => Style::new(),
        StateKind::Suspended { .. } => AnsiColor::Cyan.on_default(),
        StateKind::Returned => AnsiColor::Green.on_default(),
        StateKind::Panicked => AnsiColor::Red.on_default(),
    }
}

/// A reason to hold a local.
pub fn why(why: &Why) -> Style {
    match why {
        Why::Used { .. } => AnsiColor::BrightBlue.on_default(),
        Why::Borrowed { .. } => AnsiColor::Yellow.on_default(),
        Why::Dropped { .. } => AnsiColor::Magenta.on_default(),
    }
}
