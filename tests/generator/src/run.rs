//! Runs bodies from end to end: written, compiled, driven and compared.

use crate::body::Body;
use crate::compile::{Batch, Complaint, Workshop};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long one body may take, and a smaller one that is tried in its place.
const PATIENCE: Duration = Duration::from_secs(30);
const LITTLE_PATIENCE: Duration = Duration::from_secs(5);

const ENDLESS: &str = "it does not end";

/// What became of a body.
#[derive(Clone, Debug)]
pub enum Outcome {
    Alike,
    /// The logs differ, or the annotated copy did not even come to its end.
    Differs(String),
    /// It runs for too long, plain and annotated.
    Long,
    /// rustc does not accept it plain.
    Rejected(Complaint),
    /// The attribute refuses it.
    Refused(String),
    /// rustc does not accept it annotated.
    Loud(Complaint),
}

impl Outcome {
    /// Whether another body has the same trouble.
    pub fn is_like(&self, other: &Outcome) -> bool {
        match (self, other) {
            (Outcome::Differs(left), Outcome::Differs(right)) => {
                left.starts_with(ENDLESS) == right.starts_with(ENDLESS)
            }
            (Outcome::Refused(left), Outcome::Refused(right)) => left == right,
            (Outcome::Loud(left), Outcome::Loud(right)) => left.code == right.code,
            _ => false,
        }
    }
}

/// Finds out what becomes of some bodies.
pub fn outcomes(workshop: &Workshop, name: &str, bodies: &[Body]) -> Vec<Outcome> {
    finish(workshop, name, bodies.len(), workshop.compile(name, bodies), PATIENCE)
}

/// The same, but as little of it as it takes to recognise what went wrong before.
pub fn attempts(
    workshop: &Workshop,
    name: &str,
    bodies: &[Body],
    before: &Outcome,
) -> Vec<Outcome> {
    let batch = match before {
        Outcome::Loud(_) => workshop.compile_unlinked(name, bodies),
        _ => workshop.compile_unchecked(name, bodies),
    };
    finish(workshop, name, bodies.len(), batch, LITTLE_PATIENCE)
}

fn finish(
    workshop: &Workshop,
    name: &str,
    count: usize,
    batch: Batch,
    patience: Duration,
) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Alike; count];
    for (index, complaint) in batch.rejected {
        outcomes[index] = Outcome::Rejected(complaint);
    }
    for (index, complaint) in batch.loud {
        outcomes[index] = match complaint.message.strip_prefix("pinata: ") {
            Some(reason) => Outcome::Refused(reason.to_owned()),
            None => Outcome::Loud(complaint),
        };
    }
    if let Some(program) = batch.program {
        let mut first = 0;
        while let Some(fallen) = drive(&program, first, &mut outcomes, patience) {
            first = fallen + 1;
        }
    }
    workshop.clear(name);
    outcomes
}

/// Runs a batch from a body on; returns the body that brought it down.
fn drive(
    program: &Path,
    first: usize,
    outcomes: &mut [Outcome],
    patience: Duration,
) -> Option<usize> {
    let mut child = Command::new(program)
        .arg(first.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("what was compiled can be run");
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in stdout.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let mut running = None;
    let reason = loop {
        let line = match lines.recv_timeout(patience) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => break ENDLESS.to_owned(),
            Err(RecvTimeoutError::Disconnected) => break "it was brought down".to_owned(),
        };
        let mut words = line.splitn(3, ' ');
        let (word, number, rest) = (words.next(), words.next(), words.next());
        let number: Option<usize> = number.and_then(|number| number.parse().ok());
        match (word, number) {
            (Some("@begin"), Some(number)) => running = Some(number),
            (Some("@differs"), Some(number)) => {
                let text = rest.unwrap_or_default().replace("\\n", "\n");
                outcomes[number] = match text.contains("not finished after") {
                    true => Outcome::Long,
                    false => Outcome::Differs(text),
                };
            }
            (Some("@end"), _) => {
                child.wait().expect("it ends");
                return None;
            }
            _ => {}
        }
    };
    // It may have ended by itself.
    let _ = child.kill();
    let status = child.wait().expect("it ends");
    let fallen = running.unwrap_or(first);
    outcomes[fallen] = Outcome::Differs(format!("{reason}: {status}"));
    Some(fallen)
}
