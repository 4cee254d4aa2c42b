//! What holds for every comparison, tried with all the bodies that the readers are tested with.

use std::fs;
use std::path::Path;

use pinata_compare::build::{Request, Subject};
use pinata_compare::model::{Instance, Report};
use pinata_compare::{Source, build, compare, evidence};
use pinata_machine::survey;

/// Compares one of the files of `compiled/tests/bodies`.
fn report(file: &str, release: bool) -> Report {
    let bodies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../compiled/tests/bodies");
    // Elsewhere, where it belongs to no package.
    let folder = tempfile::tempdir().unwrap();
    for name in [file, "tick.rs"] {
        fs::copy(bodies.join(name), folder.path().join(name)).unwrap();
    }
    let path = folder.path().join(file);
    let found = survey(fs::read_to_string(&path).unwrap().parse().unwrap()).unwrap().found;
    let subject = Subject::Path(path.clone());
    let built = build(&Request { subject, release, ..Request::default() }).unwrap();
    let evidence = evidence::read(&built, None).unwrap();
    compare(&[Source { file: &path, found: &found }], &built, &evidence, release)
}

/// Checks a file, in which the source and rustc differ in nothing but `differences`.
fn holds(file: &str, differences: &[&str]) {
    for release in [false, true] {
        let report = report(file, release);
        assert!(report.compared.len() > 4, "{file}: {:?}", report.missing);
        for instance in report.compared.iter().flat_map(|one| &one.instances) {
            every_byte_once(instance);
            every_state_once(instance);
            inside(&report, instance);
        }
        let all = report.compared.iter().flat_map(|one| &one.instances);
        assert_eq!(differences, all.flat_map(differing).collect::<Vec<_>>(), "{file}");
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(report, serde_json::from_str(&json).unwrap());
    }
}

/// From the first to the last, one stretch after the other.
fn every_byte_once(instance: &Instance) {
    for state in &instance.states {
        let mut at = 0;
        for stretch in &state.bytes {
            assert_eq!(at, stretch.range.offset, "{}: {state:?}", instance.path);
            assert!(stretch.range.size > 0, "{}: {state:?}", instance.path);
            at += stretch.range.size;
        }
        let whole = if state.value.is_some() { instance.size } else { 0 };
        assert_eq!(whole, at, "{}: {state:?}", instance.path);
    }
}

/// What a state is paired with is paired with nothing else, and nothing is left out.
fn every_state_once(instance: &Instance) {
    let mut values: Vec<_> = instance.states.iter().filter_map(|pair| pair.value).collect();
    values.sort_unstable();
    assert_eq!((0..values.len() as u32).collect::<Vec<_>>(), values, "{}", instance.path);
}

/// No future is smaller than one inside of it.
fn inside(report: &Report, instance: &Instance) {
    let future = &report.futures[instance.future.0];
    assert_eq!((&instance.path, instance.size), (&future.path, future.size));
    assert!(future.own <= future.size && future.lean <= future.size, "{future:?}");
    for inner in &future.inner {
        let end = inner.offset + report.futures[inner.future.0].size;
        assert!(end <= future.size, "{future:?}");
    }
}

/// Where the source and the MIR don't agree: `name: 0 to 3 only in the source`, by rustc's numbers.
fn differing(instance: &Instance) -> impl Iterator<Item = String> {
    let ways = instance.transitions.as_ref().unwrap().iter();
    ways.filter(|way| !(way.in_source && way.in_rustc)).map(|way| {
        let number = |at: usize| {
            instance.states[at].value.map_or("none".to_owned(), |value| value.to_string())
        };
        let whose = if way.in_source { "the source" } else { "rustc" };
        let name = instance.path.split("::").nth(1).unwrap();
        format!("{name}: {} to {} only in {whose}", number(way.from), number(way.to))
    })
}

#[test]
fn loops() {
    // That `true` is true, only the compiler knows.
    let differences = [
        "forever_and_true: 0 to 1 only in the source",
        "forever_and_true: 3 to 1 only in the source",
    ];
    holds("loops.rs", &differences);
}

#[test]
fn ways() {
    // What is constant, what never returns, and a macro with awaits in its own code.
    let differences = [
        "if_false: 0 to 3 only in the source",
        "if_false: 3 to 4 only in the source",
        "if_flag: 0 to 3 only in the source",
        "if_flag: 3 to 4 only in the source",
        "exits: 3 to 1 only in the source",
        "and_or: 0 to 4 only in the source",
        "select: 0 to none only in the source",
        "select: 0 to 3 only in rustc",
        "select: none to none only in the source",
        "select: 3 to 1 only in rustc",
        "select: 3 to 4 only in rustc",
        "select: 3 to 5 only in rustc",
        "select: 4 to 3 only in rustc",
        "select: 5 to 1 only in rustc",
    ];
    holds("ways.rs", &differences);
}

#[test]
fn items() {
    holds("items.rs", &[]);
}

#[test]
fn texts() {
    // The await stands in the text of an assembler.
    holds("texts.rs", &["jumps: 0 to 1 only in rustc"]);
}

#[test]
fn twins() {
    holds("twins.rs", &[]);
}
