//! How a crate is to be built: the first way in which it builds as it is.

use std::path::Path;

use crate::cargo::{self, Built, Plan, Task};
use crate::copy::{self, Lock};
use crate::error::Error;
use crate::fetch::Source;

/// What is built: everything, then less and less.
const TARGETS: &[&[&str]] = &[
    &["--all-targets"],
    &["--lib", "--bins", "--tests", "--examples"],
    &["--lib", "--bins", "--tests"],
    &["--lib", "--bins"],
];

/// The features to try, one set after the other.
pub fn features(wanted: Option<&str>, no_default: bool) -> Vec<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let no_default_features = "--no-default-features";
    match (wanted, no_default) {
        (Some(features), false) => vec![words(&["--features", features])],
        (Some(features), true) => vec![words(&[no_default_features, "--features", features])],
        (None, true) => vec![words(&[no_default_features])],
        (None, false) => {
            vec![words(&["--all-features"]), words(&[]), words(&["--features", "full"])]
        }
    }
}

/// Finds out how the plain copy builds, and leaves the lock file with which it does.
pub fn choose(
    source: &Source,
    plain: &Path,
    features: &[Vec<String>],
    basis: &Plan,
) -> Result<(Plan, Built, Lock), Error> {
    let locks: &[Lock] = match copy::has_lock(source) {
        true => &[Lock::Shipped, Lock::Fresh],
        false => &[Lock::Fresh],
    };
    let mut first_complaint = None;
    for lock in locks {
        copy::lock(source, plain, *lock)?;
        for targets in TARGETS {
            for features in features {
                let plan = Plan {
                    features: features.clone(),
                    targets: targets.iter().map(|&target| target.to_owned()).collect(),
                    ..basis.clone()
                };
                let built = cargo::build(plain, &plan, Task::Check)?;
                if built.succeeded {
                    return Ok((plan, built, *lock));
                }
                first_complaint.get_or_insert_with(|| built.complaint());
            }
        }
    }
    Err(Error::Plain {
        crate_name: source.name.clone(),
        message: first_complaint.unwrap_or_default(),
    })
}
