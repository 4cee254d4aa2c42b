//! What does a poll cost, in instructions?
//!
//! Each kernel runs under callgrind, for some rounds and for twice as many; the difference is what
//! the rounds cost, without the start of the program. Both copies are polled equally often, so the
//! ratio of their instructions is that of a poll. `cargo bench --bench poll` prints it for each
//! kernel. It needs valgrind.

mod kernels;

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::process::Command;
use std::task::{Context, Poll, Waker};

use kernels::{annotated, plain};

/// How many rounds, and then twice as many.
const ROUNDS: usize = 2_000;

/// The kernels: each with the function that runs a copy of it, `true` for the annotated one.
macro_rules! kernels {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), |annotated, rounds| match annotated {
            true => drive(annotated::$name(black_box(rounds))),
            false => drive(plain::$name(black_box(rounds))),
        })),*]
    };
}

type Run = fn(bool, usize) -> usize;

const KERNELS: &[(&str, Run)] = kernels![
    ready_loop,
    yield_loop,
    deep_nesting,
    wide_branching,
    big_local,
    many_locals,
    moved_on_some_paths,
    question_marks,
    patterns,
    borrows,
    operands,
    boxed,
];

/// Polls a future until it is ready; how often that was. Like an executor, it doesn't know which.
fn drive(future: impl Future<Output = usize>) -> usize {
    let future: Pin<&mut dyn Future<Output = usize>> = pin!(future);
    let mut future = black_box(future);
    let mut cx = Context::from_waker(Waker::noop());
    let mut polls = 1;
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(value) => {
                black_box(value);
                return polls;
            }
            Poll::Pending => polls += 1,
        }
    }
}

/// How many instructions this program takes to run a kernel, as callgrind counts them.
fn instructions(name: &str, annotated: bool, rounds: usize) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["run", name, &annotated.to_string(), &rounds.to_string()])
        .output()
        .map_err(|error| format!("valgrind can't be run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = collected.ok_or_else(|| format!("callgrind counted nothing: {said}"))?;
    Ok(count.trim().parse()?)
}

/// What the program does under callgrind.
fn run(words: &[String]) -> Result<(), Box<dyn Error>> {
    let [name, annotated, rounds] = words else { return Err("a kernel, a copy, rounds".into()) };
    let kernel = KERNELS.iter().find(|(kernel, _)| kernel == name);
    let (_, kernel) = kernel.ok_or("there is no such kernel")?;
    black_box(kernel(annotated.parse()?, rounds.parse()?));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "run") {
        return run(&words[1..]);
    }
    println!("                      instructions a poll");
    println!("kernel                 annotated     plain    ratio");
    let mut product = 1.0;
    for (name, kernel) in KERNELS {
        let polls = kernel(true, 2 * ROUNDS) - kernel(true, ROUNDS);
        let polls = polls.max(1) as f64;
        let mut each = [0.0; 2];
        for (cost, annotated) in each.iter_mut().zip([true, false]) {
            let twice = instructions(name, annotated, 2 * ROUNDS)?;
            *cost = (twice - instructions(name, annotated, ROUNDS)?) as f64 / polls;
        }
        let ratio = each[0] / each[1];
        product *= ratio;
        println!("{name:<21} {:>10.1} {:>9.1} {ratio:>8.2}", each[0], each[1]);
    }
    let mean = f64::powf(product, 1.0 / KERNELS.len() as f64);
    println!("geometric mean {mean:>36.2}");
    Ok(())
}
