//! How large are the machines, beside rustc's own?
//!
//! First the known wastes, then all twins: `cargo bench --bench size` prints both.

mod kernels;

use std::error::Error;
use std::process::Command;

use kernels::{annotated, plain};

/// A future, in both copies.
struct Sizes {
    what: String,
    annotated: usize,
    plain: usize,
}

impl Sizes {
    fn ratio(&self) -> f64 {
        self.annotated as f64 / self.plain as f64
    }
}

fn wastes() -> Vec<Sizes> {
    let sizes = |what: &str, annotated: usize, plain: usize| Sizes {
        what: what.to_owned(),
        annotated,
        plain,
    };
    vec![
        sizes(
            "1 KiB passed through four functions",
            size_of_val(&annotated::passed_on([0; 1024])),
            size_of_val(&plain::passed_on([0; 1024])),
        ),
        sizes(
            "blocks that hold 1 KiB, one after the other",
            size_of_val(&annotated::block_after_block()),
            size_of_val(&plain::block_after_block()),
        ),
        sizes(
            "match arms that hold 1 KiB",
            size_of_val(&annotated::arm_beside_arm(0)),
            size_of_val(&plain::arm_beside_arm(0)),
        ),
        sizes(
            "1 KiB moved out before the next 1 KiB",
            size_of_val(&annotated::moved_out()),
            size_of_val(&plain::moved_out()),
        ),
    ]
}

/// The sizes that the twins print about themselves.
fn twins() -> Result<Vec<Sizes>, Box<dyn Error>> {
    let words = ["test", "--package", "pinata", "--test", "twins", "--"];
    let output = Command::new(env!("CARGO"))
        .args(words)
        .args(["--nocapture", "--test-threads", "1"])
        .output()?;
    let said = String::from_utf8(output.stdout)?;
    if !output.status.success() {
        return Err(format!("the twins fail:\n{said}").into());
    }
    let mut twin = "";
    let mut sizes = Vec::new();
    for line in said.lines() {
        if let Some((_, test)) = line.split_once("test annotated::") {
            twin = test.split("::twin").next().unwrap_or(test).trim_start_matches("topics::");
        }
        let Some((_, of_twin)) = line.split_once("plain: ") else { continue };
        let mut numbers = of_twin.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let (Some(plain), Some(annotated)) = (numbers.next(), numbers.next()) else { continue };
        let (plain, annotated) = (plain.parse()?, annotated.parse()?);
        if plain > 0 {
            sizes.push(Sizes { what: twin.to_owned(), annotated, plain });
        }
    }
    Ok(sizes)
}

fn mean(sizes: &[Sizes]) -> f64 {
    let logarithms: f64 = sizes.iter().map(|sizes| sizes.ratio().ln()).sum();
    (logarithms / sizes.len() as f64).exp()
}

fn row(sizes: &Sizes) {
    let Sizes { what, annotated, plain } = sizes;
    println!("{what:<46} {annotated:>10} {plain:>9} {:>8.2}", sizes.ratio());
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("bytes                                           annotated     plain    ratio");
    wastes().iter().for_each(row);

    let mut twins = twins()?;
    let larger = |by: usize| twins.iter().filter(|t| t.annotated > t.plain + by).count();
    println!();
    println!("{} twins, geometric mean of the ratios: {:.2}", twins.len(), mean(&twins));
    println!(
        "smaller than rustc's own: {}",
        twins.iter().filter(|t| t.annotated < t.plain).count()
    );
    println!("larger: {}, by more than 8 bytes: {}", larger(0), larger(8));
    println!();
    println!("the largest differences:");
    twins.sort_by_key(|twin| twin.annotated as isize - twin.plain as isize);
    twins.iter().take(5).for_each(row);
    println!("…");
    twins.iter().rev().take(5).rev().for_each(row);
    Ok(())
}
