//! Knows what was made in a run and has not been dropped yet.

use super::log::{event, note};
use std::cell::RefCell;

thread_local! {
    /// Everything that was made in this run. Its names are kept here, and not in
    /// the values, so that a value that is dropped twice can still tell its name.
    static LIVES: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

struct Entry {
    name: String,
    over: bool,
}

/// Part of every value whose drop is logged: its number in this run.
pub struct Life(usize);

impl Life {
    pub fn begin(name: impl Into<String>) -> Life {
        let entry = Entry { name: name.into(), over: false };
        LIVES.with_borrow_mut(|lives| {
            lives.push(entry);
            Life(lives.len() - 1)
        })
    }

    pub fn name(&self) -> String {
        LIVES.with_borrow(|lives| lives[self.0].name.clone())
    }

    pub fn rename(&self, name: &str) {
        LIVES.with_borrow_mut(|lives| lives[self.0].name = name.to_owned());
    }

    /// Logs the drop of the value, and whether it was dropped before.
    pub fn end(&self) {
        let name = self.name();
        if LIVES.with_borrow_mut(|lives| std::mem::replace(&mut lives[self.0].over, true)) {
            note(format!("  {name} is dropped once more"));
        }
        event(format!("drop {name}"));
    }
}

/// Forgets this run, and returns the names of what was never dropped.
pub fn take_leaked() -> Vec<String> {
    LIVES.take().into_iter().filter(|entry| !entry.over).map(|entry| entry.name).collect()
}
