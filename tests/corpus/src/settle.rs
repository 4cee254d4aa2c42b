//! Annotates as much as compiles.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::{self, Note};
use crate::bisect;
use crate::blame::{self, Complaint};
use crate::cargo::{self, Built, Task};
use crate::error::Error;
use crate::examine::Subject;

/// How often what has failed is looked at again by itself: each look is a build.
const SECOND_LOOKS: usize = 40;

/// Which functions compile with the attribute.
pub struct Settled {
    pub on: BTreeSet<usize>,
    pub failed: BTreeMap<usize, Complaint>,
    /// The last build, with `on` annotated.
    pub checked: Built,
    pub tests: Built,
}

/// Takes the attribute off what does not compile, until the rest does.
pub fn settle(subject: &Subject, candidates: &BTreeSet<usize>) -> Result<Settled, Error> {
    let mut on = candidates.clone();
    let mut failed = BTreeMap::new();
    until_it_builds(subject, Task::Check, &mut on, &mut failed)?;
    until_it_builds(subject, Task::Tests, &mut on, &mut failed)?;
    // An error in one function may be the fault of another that it calls.
    let suspects: Vec<usize> = failed.keys().copied().take(SECOND_LOOKS).collect();
    for index in suspects {
        let mut with = on.clone();
        with.insert(index);
        let built = with_attribute(subject, &with, Task::Check)?;
        if built.succeeded && with_attribute(subject, &with, Task::Tests)?.succeeded {
            failed.remove(&index);
            on = with;
        } else if let Some(own) =
            blame::blame(&built.errors, subject.annotated, subject.functions, &with).remove(&index)
        {
            failed.insert(index, own);
        }
    }
    let checked = with_attribute(subject, &on, Task::Check)?;
    let tests = with_attribute(subject, &on, Task::Tests)?;
    Ok(Settled { on, failed, checked, tests })
}

fn until_it_builds(
    subject: &Subject,
    task: Task,
    on: &mut BTreeSet<usize>,
    failed: &mut BTreeMap<usize, Complaint>,
) -> Result<(), Error> {
    loop {
        let built = with_attribute(subject, on, task)?;
        if built.succeeded {
            return Ok(());
        }
        let mut blamed = blame::blame(&built.errors, subject.annotated, subject.functions, on);
        if blamed.is_empty() {
            subject.say("halving, for errors that have no place");
            let is_bad = |set: &BTreeSet<usize>| Ok(!with_attribute(subject, set, task)?.succeeded);
            let Some(index) = bisect::culprit(on, is_bad)? else {
                return Err(subject.nobody(&built));
            };
            blamed.insert(index, without_place(subject, &built));
        }
        subject.say(&format!("{} without the attribute, and again", counted(blamed.len())));
        for (index, complaint) in blamed {
            on.remove(&index);
            failed.insert(index, complaint);
        }
        if on.is_empty() && !with_attribute(subject, on, task)?.succeeded {
            return Err(subject.nobody(&built));
        }
    }
}

/// Builds with the attribute on these functions, and no others.
pub fn with_attribute(subject: &Subject, on: &BTreeSet<usize>, task: Task) -> Result<Built, Error> {
    let Subject { plain, annotated, functions, .. } = subject;
    annotate::annotate(plain, annotated, functions, on, &Note::Attribute)?;
    cargo::build(annotated, subject.plan, task)
}

fn without_place(subject: &Subject, built: &Built) -> Complaint {
    match built.errors.first() {
        Some(error) => blame::complaint(error, subject.annotated),
        None => Complaint {
            message: built.complaint(),
            code: None,
            place: String::new(),
            text: built.stderr.clone(),
        },
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 function".to_owned(),
        _ => format!("{count} functions"),
    }
}
