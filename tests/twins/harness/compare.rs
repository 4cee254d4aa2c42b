//! Goes through all cancellations and panics of a twin, and shows a difference.

use super::Driver;
use super::log::{Record, record};
use std::fmt;

/// A twin that wants more polls than this is taken for an endless loop.
const ENDLESS: usize = 64;

/// One way to run a twin.
#[derive(Clone, Copy)]
struct Scenario {
    /// The future is polled so often, then dropped.
    polls: usize,
    /// The event that panics.
    fuse: Option<usize>,
}

/// Panics unless both copies of a twin do the same in every scenario.
///
/// The future is cancelled after each possible number of polls, none and one
/// too many included. For each of these, each event panics in turn.
pub fn compare(plain: fn(&mut Driver), annotated: fn(&mut Driver)) {
    for polls in 0..ENDLESS {
        let calm = Scenario { polls, fuse: None };
        let (events, exhausted) = calm.check(plain, annotated);
        for fuse in 0..events {
            Scenario { polls, fuse: Some(fuse) }.check(plain, annotated);
        }
        if exhausted {
            return calm.report_sizes(plain, annotated);
        }
    }
    panic!("not finished after {ENDLESS} polls");
}

impl Scenario {
    fn run(self, twin: fn(&mut Driver)) -> (Record, Driver) {
        let mut driver = Driver::new(self.polls);
        let record = record(self.fuse, || twin(&mut driver));
        (record, driver)
    }

    /// Runs both copies and compares them. Returns the number of events, and
    /// whether the future was polled even after its end.
    fn check(self, plain: fn(&mut Driver), annotated: fn(&mut Driver)) -> (usize, bool) {
        let (expected, driver) = self.run(plain);
        let (found, _) = self.run(annotated);
        if !self.alike(&expected, &found) {
            panic!("{self}:\n{}", side_by_side(&expected.lines, &found.lines));
        }
        (expected.events, driver.exhausted)
    }

    /// Whether both did the same; but what rustc leaks, the other may drop.
    ///
    /// When the drop of an awaitee panics, rustc leaks the value that it was
    /// ready with; when the drop of a local does, the value that is returned.
    /// Nobody asks for that to be imitated.
    fn alike(self, expected: &Record, found: &Record) -> bool {
        let mut leaked = match self.fuse {
            Some(_) => expected.leaked.clone(),
            None => Vec::new(),
        };
        let mut left = expected.lines.iter().peekable();
        for line in &found.lines {
            if left.next_if_eq(&line).is_some() {
                continue;
            }
            let dropped = leaked.iter().position(|name| *line == format!("  drop {name}"));
            let Some(dropped) = dropped else { return false };
            leaked.swap_remove(dropped);
        }
        left.next().is_none()
    }

    fn report_sizes(self, plain: fn(&mut Driver), annotated: fn(&mut Driver)) {
        let (plain, annotated) = (self.run(plain).1.size, self.run(annotated).1.size);
        println!("plain: {plain} bytes, annotated: {annotated} bytes");
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {} polls", self.polls)?;
        match self.fuse {
            Some(event) => write!(f, ", with a panic in event {event}"),
            None => Ok(()),
        }
    }
}

/// Two logs in two columns, with a mark between the lines that differ.
fn side_by_side(plain: &[String], annotated: &[String]) -> String {
    let width = plain.iter().map(|line| line.chars().count()).max().unwrap_or(0).max(5);
    let mut table = format!("{:width$}   annotated\n", "plain");
    for row in 0..plain.len().max(annotated.len()) {
        let [left, right] = [plain, annotated].map(|log| log.get(row).map_or("", String::as_str));
        let mark = if left == right { ' ' } else { '≠' };
        table.push_str(&format!("{left:width$} {mark} {right}\n"));
    }
    table
}
