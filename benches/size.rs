//! How large are the machines, beside rustc's own?
//!
//! First the known wastes, then all twins: `cargo bench --bench size` prints both. Crates that are
//! named, as in `cargo bench --bench size -- mini-redis@0.4.1`, are fetched and annotated, and the
//! futures of their tests are read.

mod kernels;

use std::collections::BTreeMap;
use std::error::Error;
use std::process::Command;

use kernels::{annotated, plain};
use serde_json::Value;

/// A future, in both copies.
struct Sizes {
    what: String,
    annotated: usize,
    plain: usize,
}

/// A published crate.
struct Crate {
    name: String,
    /// What is known of each function; of a generic one, a future for each type.
    functions: Vec<Vec<Sizes>>,
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

/// Annotates published crates.
fn published(crates: &[String]) -> Result<Vec<Crate>, Box<dyn Error>> {
    if crates.is_empty() {
        return Ok(Vec::new());
    }
    let corpus = ["run", "--quiet", "--package", "pinata-corpus", "--", "--json"];
    let output = Command::new(env!("CARGO"))
        .args(corpus)
        .args(crates)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let reports: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    if reports.len() < crates.len() {
        return Err("a crate could not be examined".into());
    }
    let read = |report| Ok(Crate { name: name(report)?, functions: functions(report)? });
    reports.iter().map(read).collect()
}

fn name(report: &Value) -> Result<String, &'static str> {
    let part = |key: &str| report[key].as_str().ok_or("a report has no name");
    Ok(format!("{} {}", part("crate")?, part("version")?))
}

fn functions(report: &Value) -> Result<Vec<Vec<Sizes>>, &'static str> {
    const OTHER: &str = "a report has no sizes";
    let mut functions = BTreeMap::<&str, Vec<Sizes>>::new();
    for size in report["sizes"].as_array().ok_or(OTHER)? {
        let bytes = |key: &str| size[key].as_u64().and_then(|bytes| bytes.try_into().ok());
        let what = size["function"].as_str().ok_or(OTHER)?;
        let sizes = Sizes {
            what: what.to_owned(),
            annotated: bytes("annotated").ok_or(OTHER)?,
            plain: bytes("plain").ok_or(OTHER)?,
        };
        if sizes.plain > 0 {
            functions.entry(what).or_default().push(sizes);
        }
    }
    Ok(functions.into_values().collect())
}

/// The mean of the logarithms of the ratios.
fn logarithm(sizes: &[Sizes]) -> f64 {
    average(&sizes.iter().map(|sizes| sizes.ratio().ln()).collect::<Vec<_>>())
}

fn average(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
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
    println!("geometric mean of the ratios");
    println!("{:>6.2}  {} twins", logarithm(&twins).exp(), twins.len());
    let crates: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut all: Vec<f64> = twins.iter().map(|twin| twin.ratio().ln()).collect();
    for Crate { name, functions } in published(&crates)? {
        let of_crate: Vec<f64> = functions.iter().map(|sizes| logarithm(sizes)).collect();
        println!("{:>6.2}  {} functions of {name}", average(&of_crate).exp(), of_crate.len());
        all.extend(of_crate);
    }
    println!("{:>6.2}  all of them", average(&all).exp());
    println!();
    println!(
        "twins smaller than rustc's own: {}",
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
