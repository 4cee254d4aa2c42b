//! Some bodies, as part of all tests; `cargo run -p pinata-generator --release` runs more.
//!
//! What the attribute refuses, and what rustc rejects annotated, is told but lets the tests pass:
//! nobody is misled by it.

use pinata_generator::tally::{Order, run};

/// As many as a minute or so has room for.
fn check(edition: &'static str, seed: u64, bodies: u64) {
    let tally =
        run(&Order { seed, bodies, edition, shrinks: 1, errors: 0, jobs: 1, ..Order::default() });
    assert!(tally.differing.is_empty(), "some bodies don't do the same: {tally}");
    assert!(tally.unfit() as u64 * 100 <= bodies, "the generator makes too much that is rejected");
}

#[test]
fn bodies() {
    check("2024", 1, 150);
}

#[test]
fn bodies_2021() {
    check("2021", 1_000_001, 75);
}
