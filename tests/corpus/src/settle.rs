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
    /// The last build of each task, with `on` annotated.
    pub built: Vec<Built>,
}

/// Takes the attribute off what does not compile, until the rest does.
pub fn settle(
    subject: &Subject,
    candidates: &BTreeSet<usize>,
    tasks: &[Task],
) -> Result<Settled, Error> {
    let mut on = candidates.clone();
    let mut failed = BTreeMap::new();
    for task in tasks {
        until_it_builds(subject, *task, &mut on, &mut failed)?;
    }
    // An error in one function may be the fault of another that it calls.
    let suspects: Vec<usize> = failed.keys().copied().take(SECOND_LOOKS).collect();
    for index in suspects {
        let mut with = on.clone();
        with.insert(index);
        match first_failure(subject, &with, tasks)? {
            None => {
                failed.remove(&index);
                on = with;
            }
            Some(built) => {
                let mut own = blame::blame(&built.errors, subject, &with);
                if let Some(complaint) = own.remove(&index) {
                    failed.insert(index, complaint);
                }
            }
        }
    }
    let built = tasks.iter().map(|task| with_attribute(subject, &on, *task));
    let built = built.collect::<Result<_, _>>()?;
    Ok(Settled { on, failed, built })
}

fn first_failure(
    subject: &Subject,
    on: &BTreeSet<usize>,
    tasks: &[Task],
) -> Result<Option<Built>, Error> {
    for task in tasks {
        let built = with_attribute(subject, on, *task)?;
        if !built.succeeded {
            return Ok(Some(built));
        }
    }
    Ok(None)
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
        let mut blamed = blame::blame(&built.errors, subject, on);
        if blamed.is_empty() {
            subject.say("halving, for errors that have no place");
            let is_bad = |set: &BTreeSet<usize>| Ok(!with_attribute(subject, set, task)?.succeeded);
            let nobody = BTreeSet::new();
            match bisect::culprit(on, is_bad)? {
                Some(index) if !is_bad(&nobody)? => {
                    blamed.insert(index, without_place(subject, &built));
                }
                _ => return Err(subject.nobody(&built)),
            }
        }
        subject.say(&format!("{} without the attribute, and again", counted(blamed.len())));
        for (index, complaint) in blamed {
            on.remove(&index);
            failed.insert(index, complaint);
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
