//! A value that logs when it is dropped.

use super::life::Life;
use super::log::event;
use std::cmp::Ordering;
use std::fmt::{self, Debug};

/// A droppable value with a name.
pub struct D(pub &'static str, Life);

/// Makes a `D`, and logs it.
#[track_caller]
pub fn d(name: &'static str) -> D {
    event(format!("new {name}"));
    D(name, Life::begin(name))
}

impl D {
    #[track_caller]
    pub fn touch(&self) -> &'static str {
        event(format!("touch {}", self.0));
        self.0
    }

    pub fn rename(&mut self, name: &'static str) -> &mut Self {
        event(format!("rename {} to {name}", self.0));
        self.0 = name;
        self.1.rename(name);
        self
    }

    /// Moves the value out of its place, and drops it.
    pub fn finish(self) -> usize {
        event(format!("finish {}", self.0));
        self.0.len()
    }
}

impl Clone for D {
    fn clone(&self) -> Self {
        event(format!("clone {}", self.0));
        D(self.0, Life::begin(self.0))
    }
}

impl Drop for D {
    fn drop(&mut self) {
        self.1.end();
    }
}

impl Debug for D {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl PartialEq for D {
    fn eq(&self, other: &D) -> bool {
        self.0 == other.0
    }
}

impl PartialOrd for D {
    fn partial_cmp(&self, other: &D) -> Option<Ordering> {
        self.0.partial_cmp(other.0)
    }
}
