//! How far it is, when it takes long and somebody watches.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// What is done sooner needs no bar.
const LONG: Duration = Duration::from_millis(400);

/// A bar on the standard error, if that is a terminal.
pub struct Progress {
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub fn start() -> Self {
        Self { since: Instant::now(), bar: None }
    }

    /// Says how many files are read, out of how many.
    pub fn reach(&mut self, done: usize, all: usize) {
        if self.bar.is_none() && self.since.elapsed() > LONG && stderr().is_terminal() {
            self.bar = Some(ProgressBar::new(all as u64).with_style(style()));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{pos}/{len} files {bar:40}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
