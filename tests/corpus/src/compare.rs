//! The tests of a crate, before and after.

use std::collections::{BTreeMap, BTreeSet};

use crate::bisect;
use crate::cargo::{Built, Task};
use crate::error::Error;
use crate::examine::Subject;
use crate::report::{Counts, Difference, Tests};
use crate::settle::with_attribute;
use crate::suite::{Outcome, Suite, Test};

/// How often a test that differs is run again, in both copies.
const AGAIN: usize = 2;

/// Runs the tests of both copies; looks for the functions that make one fail if `bisect`.
pub fn compare(
    subject: &Subject,
    before: &Built,
    after: &Built,
    on: &BTreeSet<usize>,
    bisect: bool,
) -> Result<Tests, Error> {
    let plain = subject.suite(subject.plain, before);
    let annotated = subject.suite(subject.annotated, after);
    subject.say("testing as published");
    let first = plain.run()?;
    subject.say("testing with the attribute");
    let second = annotated.run()?;
    let mut tests = Tests { before: counts(&first), after: counts(&second), ..Tests::default() };
    let worse = first.iter().filter(|(_, outcome)| **outcome == Outcome::Passed);
    let worse = worse.filter_map(|(test, _)| {
        let after = second.get(test).copied().unwrap_or(Outcome::Failed);
        (after != Outcome::Passed).then_some((test, after))
    });
    let mut differ = Vec::new();
    for (test, outcome) in worse {
        match is_steady(&plain, &annotated, test)? {
            true => differ.push((test, outcome)),
            false => tests.unsteady.push(test.shown()),
        }
    }
    // Last: it builds the annotated copy in other ways.
    for (test, outcome) in differ {
        let because_of = match bisect {
            true => because_of(subject, on, test)?,
            false => Vec::new(),
        };
        let because_of = because_of.iter().map(|&index| subject.named(index)).collect();
        tests.differ.push(Difference { test: test.shown(), outcome, because_of });
    }
    Ok(tests)
}

/// Whether the test passes without the attribute and fails with it, each time.
fn is_steady(plain: &Suite, annotated: &Suite, test: &Test) -> Result<bool, Error> {
    for _ in 0..AGAIN {
        let before = plain.run_alone(test)?;
        let after = annotated.run_alone(test)?;
        if before != Outcome::Passed || after == Outcome::Passed {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The functions that make a test fail.
fn because_of(subject: &Subject, on: &BTreeSet<usize>, test: &Test) -> Result<Vec<usize>, Error> {
    subject.say(&format!("halving, for the test {}", test.shown()));
    let found = bisect::culprits(on, |set| {
        let built = with_attribute(subject, set, Task::Tests)?;
        let suite = subject.suite(subject.annotated, &built);
        Ok(suite.run_alone(test)? != Outcome::Passed)
    });
    // The copy is left as it was.
    with_attribute(subject, on, Task::Tests)?;
    found
}

fn counts(outcomes: &BTreeMap<Test, Outcome>) -> Counts {
    let mut counts = Counts::default();
    for outcome in outcomes.values() {
        match outcome {
            Outcome::Passed => counts.passed += 1,
            Outcome::Failed => counts.failed += 1,
            Outcome::Ignored => counts.ignored += 1,
            Outcome::Hung => counts.hung += 1,
        }
    }
    counts
}
