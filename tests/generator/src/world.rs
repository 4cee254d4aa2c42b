//! What generated bodies are made of, besides the instruments of the twins.

use crate::harness::compare;
pub use crate::harness::prelude::*;
use std::io::Write;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Each body is driven once for each input, which decides how its coins fall.
pub const INPUTS: usize = 4;

thread_local! {
    static INPUT: Cell<usize> = const { Cell::new(0) };
    static FLIPS: Cell<usize> = const { Cell::new(0) };
}

/// Begins anew with the coins of this run's input.
pub fn begin() {
    FLIPS.set(0);
}

/// A coin: the same in both copies, as long as they do the same.
pub fn flip() -> bool {
    let number = FLIPS.replace(FLIPS.get() + 1);
    let bits = (INPUT.get() * 64 + number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (bits ^ (bits >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 63 == 1
}

/// Counts the turns of a loop, so that it ends: by a panic if its `break` goes on with the next turn.
pub fn count(turns: &mut usize) -> usize {
    *turns += 1;
    assert!(*turns < 10, "the loop doesn't end");
    *turns
}

/// Says that a closure is called once, so that what it returns may borrow.
pub fn once<T, F: FnOnce() -> T>(make: F) -> F {
    make
}

/// Parts that can be moved one by one.
#[derive(Debug)]
pub struct Parts {
    pub left: D,
    pub right: D,
    pub n: usize,
}

#[track_caller]
pub fn parts(left: &'static str, right: &'static str) -> Parts {
    Parts { left: d(left), right: d(right), n: 2 }
}

impl Parts {
    #[track_caller]
    pub fn count(&self) -> usize {
        event(format!("count {:?}", self));
        self.n
    }

    #[track_caller]
    pub fn grow(&mut self, by: usize) -> usize {
        event(format!("grow {:?} by {by}", self));
        self.n += by;
        self.n
    }

    #[track_caller]
    pub fn into_left(self) -> D {
        event("into_left");
        self.left
    }
}

/// Variants that patterns tell apart.
#[derive(Debug)]
pub enum Shape {
    One(D),
    Two(D, D),
    Named { a: D, n: usize },
    Empty,
}

impl Shape {
    #[track_caller]
    pub fn sides(&self) -> usize {
        event("sides");
        match self {
            Shape::Empty => 0,
            Shape::One(_) | Shape::Named { .. } => 1,
            Shape::Two(..) => 2,
        }
    }
}

/// Looks at a value, until it is dropped.
#[derive(Debug)]
pub struct Peek<'a>(&'a D);

#[track_caller]
pub fn peek(value: &D) -> Peek<'_> {
    event(format!("peek {value:?}"));
    Peek(value)
}

impl Deref for Peek<'_> {
    type Target = D;

    fn deref(&self) -> &D {
        self.0
    }
}

impl Drop for Peek<'_> {
    fn drop(&mut self) {
        event(format!("unpeek {:?}", self.0));
    }
}

#[track_caller]
pub fn look(value: &D) -> usize {
    event(format!("look {value:?}"));
    value.0.len()
}

#[track_caller]
pub fn alter(value: &mut D, by: usize) -> usize {
    event(format!("alter {value:?} by {by}"));
    value.rename("altered");
    by
}

#[track_caller]
pub fn bump(number: &mut usize) -> usize {
    event(format!("bump {number}"));
    *number += 1;
    *number
}

#[track_caller]
pub fn add(a: usize, b: usize, c: usize) -> usize {
    event(format!("add {a} {b} {c}"));
    a.wrapping_add(b).wrapping_add(c)
}

#[track_caller]
pub fn mix(a: D, b: &D, c: usize) -> usize {
    event(format!("mix {a:?} {b:?} {c}"));
    c
}

#[track_caller]
pub fn choose(a: D, b: D, first: bool) -> D {
    event(format!("choose {a:?} {b:?} {first}"));
    if first { a } else { b }
}

pub async fn pass<T>(value: T) -> T {
    step(1).await;
    value
}

/// How to run the two copies of one body.
pub type Case = (usize, fn(&mut Driver), fn(&mut Driver));

/// Runs all cases from a number on, and says on standard output how each went.
pub fn run(cases: &[Case]) {
    std::panic::set_hook(Box::new(|_| {}));
    let first: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    for &(number, plain, annotated) in cases.iter().filter(|case| case.0 >= first) {
        say(&format!("@begin {number}"));
        let result = catch_unwind(AssertUnwindSafe(|| {
            for input in 0..INPUTS {
                INPUT.set(input);
                compare(plain, annotated);
            }
        }));
        match result {
            Ok(()) => say(&format!("@alike {number}")),
            Err(payload) => {
                let text = payload.downcast_ref::<String>().cloned().unwrap_or_default();
                let text = format!("input {}, {text}", INPUT.get());
                say(&format!("@differs {number} {}", text.replace('\n', "\\n")));
            }
        }
    }
    say("@end");
}

fn say(line: &str) {
    println!("{line}");
    std::io::stdout().flush().expect("somebody listens");
}
