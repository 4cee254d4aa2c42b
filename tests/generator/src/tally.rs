//! Runs many bodies, counts what became of them, and tells.

use crate::body::{Body, body};
use crate::compile::Workshop;
use crate::run::{Outcome, outcomes};
use crate::shrink::shrink;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// What to run.
#[derive(Clone, Debug)]
pub struct Order {
    pub seed: u64,
    pub bodies: u64,
    pub edition: &'static str,
    /// How many bodies are compiled at a time.
    pub batch: u64,
    /// How many bodies whose logs differ are made smaller.
    pub shrinks: usize,
    /// How many bodies of each kind of error.
    pub errors: usize,
    pub jobs: usize,
    /// Only look whether rustc accepts the bodies plain.
    pub only_plain: bool,
}

impl Default for Order {
    fn default() -> Self {
        Order {
            seed: 1,
            bodies: 200,
            edition: "2024",
            batch: 150,
            shrinks: 3,
            errors: 1,
            jobs: 2,
            only_plain: false,
        }
    }
}

/// What became of all bodies.
#[derive(Default)]
pub struct Tally {
    pub alike: usize,
    pub long: usize,
    pub rejected: BTreeMap<String, Vec<u64>>,
    pub refused: BTreeMap<String, Vec<u64>>,
    pub loud: BTreeMap<String, Vec<u64>>,
    pub differing: Vec<u64>,
    cases: Vec<(Body, Outcome)>,
}

/// Runs bodies, and shrinks what went wrong.
pub fn run(order: &Order) -> Tally {
    let workshop = Workshop::new(order.edition, order.only_plain);
    let tally = Mutex::new(Tally::default());
    let next = AtomicU64::new(0);
    let work = || loop {
        let first = next.fetch_add(order.batch, Ordering::Relaxed);
        if first >= order.bodies {
            break;
        }
        let seeds = first..(first + order.batch).min(order.bodies);
        let bodies: Vec<Body> =
            seeds.map(|number| body(order.seed.wrapping_add(number), order.edition)).collect();
        let results = outcomes(&workshop, &first.to_string(), &bodies);
        let mut tally = tally.lock().expect("no job panics while it counts");
        for (body, outcome) in bodies.into_iter().zip(results) {
            tally.count(body, outcome);
        }
        eprintln!("{tally}");
    };
    thread::scope(|scope| {
        for _ in 0..order.jobs {
            scope.spawn(work);
        }
    });
    let mut tally = tally.into_inner().expect("all jobs are done");
    tally.report(&workshop, order);
    workshop.close();
    tally
}

impl Tally {
    /// How many bodies were of no use: a mistake of the generator.
    pub fn unfit(&self) -> usize {
        self.long + self.rejected.values().map(Vec::len).sum::<usize>()
    }

    fn count(&mut self, body: Body, outcome: Outcome) {
        let seed = body.seed;
        match &outcome {
            Outcome::Alike => self.alike += 1,
            Outcome::Long => self.long += 1,
            Outcome::Differs(_) => self.differing.push(seed),
            Outcome::Rejected(complaint) => {
                let reason = format!("{}: {}", complaint.code, general(&complaint.message));
                self.rejected.entry(reason).or_default().push(seed);
            }
            Outcome::Refused(reason) => {
                self.refused.entry(general(reason)).or_default().push(seed);
            }
            Outcome::Loud(complaint) => {
                let reason = format!("{}: {}", complaint.code, general(&complaint.message));
                self.loud.entry(reason).or_default().push(seed);
            }
        }
        if matches!(outcome, Outcome::Differs(_) | Outcome::Loud(_)) {
            self.cases.push((body, outcome));
        }
    }

    /// Tells all, with small cases of what went wrong.
    fn report(&mut self, workshop: &Workshop, order: &Order) {
        for (what, seeds) in [
            ("rejected plain", &self.rejected),
            ("refused", &self.refused),
            ("rejected annotated", &self.loud),
        ] {
            for (reason, seeds) in seeds {
                let some: Vec<String> = seeds.iter().take(4).map(u64::to_string).collect();
                println!("{what}, {} times: {reason} (seeds {})", seeds.len(), some.join(", "));
            }
        }
        if !self.differing.is_empty() {
            let seeds: Vec<String> = self.differing.iter().map(u64::to_string).collect();
            println!("the logs differ, {} times (seeds {})", seeds.len(), seeds.join(", "));
        }
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let mut cases = std::mem::take(&mut self.cases);
        // Wrong logs are worse than errors, and what is small already becomes small soon.
        cases.sort_by_key(|(body, outcome)| (matches!(outcome, Outcome::Loud(_)), body.size()));
        cases.retain(|(_, outcome)| {
            let done = kinds.entry(kind(outcome)).or_default();
            *done += 1;
            let most = match outcome {
                Outcome::Loud(_) => order.errors,
                _ => order.shrinks,
            };
            *done <= most
        });
        let cases = Mutex::new(cases.into_iter());
        let work = || loop {
            let case = cases.lock().expect("no job panics while it takes a case").next();
            let Some((body, outcome)) = case else { break };
            println!("{}", case_report(workshop, body, outcome));
        };
        thread::scope(|scope| {
            for _ in 0..order.jobs {
                scope.spawn(work);
            }
        });
        println!("{self}");
    }
}

/// What went wrong, in a few words.
fn kind(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Loud(complaint) => format!("{}: {}", complaint.code, general(&complaint.message)),
        _ => "the logs differ".into(),
    }
}

/// A case made small, and how to see it again.
fn case_report(workshop: &Workshop, body: Body, outcome: Outcome) -> String {
    let (seed, edition) = (body.seed, workshop.edition);
    let (body, outcome) = shrink(workshop, &format!("shrink{seed}"), body, outcome);
    let difference = match &outcome {
        Outcome::Differs(text) => text.clone(),
        Outcome::Loud(complaint) => format!("{}: {}", complaint.code, complaint.message),
        _ => String::new(),
    };
    format!(
        "\n== seed {seed}, edition {edition}: {}\n{}\n{difference}\n\
         again: cargo run -p pinata-generator --release -- --bodies 1 --seed {seed} --edition {edition}",
        kind(&outcome),
        body.pretty()
    )
}

/// A message without the names in it.
fn general(message: &str) -> String {
    let pieces = message.split('`').enumerate();
    pieces.map(|(index, piece)| if index % 2 == 0 { piece } else { "…" }).collect()
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |map: &BTreeMap<String, Vec<u64>>| map.values().map(Vec::len).sum::<usize>();
        write!(
            f,
            "{} alike, {} differ, {} rejected annotated, {} refused, {} rejected plain, {} too long",
            self.alike,
            self.differing.len(),
            count(&self.loud),
            count(&self.refused),
            count(&self.rejected),
            self.long
        )
    }
}
