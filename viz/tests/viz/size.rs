//! `cargo pinata size`: a budget, and a baseline.

use pinata_compare::budget::{SIZES_VERSION, Sizes};

use crate::built::{Place, Ran, error};

const SOURCE: &str = "\
async fn tick() {}

async fn small(n: u8) -> u8 {
    tick().await;
    n
}

async fn large() -> usize {
    let text = [1u8; 300];
    small(1).await;
    text.len()
}

async fn outer() {
    large().await;
}

fn block() -> impl Future<Output = usize> {
    async {
        let kept = [2u8; 20];
        tick().await;
        kept.len()
    }
}

fn main() {
    drop((outer(), block()));
}
";

fn place() -> Place {
    Place::of(&[("a.rs", SOURCE)])
}

fn sizes(ran: &Ran) -> Sizes {
    serde_json::from_str(&ran.out).unwrap_or_else(|wrong| panic!("{wrong}: {ran:?}"))
}

#[test]
fn a_table() {
    let place = place();
    let table = place.run(&["size", "a.rs"]);
    assert_eq!((Some(0), ""), (table.code, &*table.err));
    let lines: Vec<_> = table.out.lines().map(str::trim).collect();
    let size = |line: &str| line.split(' ').next().unwrap().parse::<u64>().unwrap();
    // The largest first.
    assert_eq!(5, lines.len(), "{}", table.out);
    assert!(lines[0].ends_with("outer  a.rs:14"), "{}", table.out);
    assert!(lines[1].ends_with("large  a.rs:8"), "{}", table.out);
    assert!(lines[4].ends_with("tick  a.rs:1"), "{}", table.out);
    assert!(lines.windows(2).all(|pair| size(pair[0]) >= size(pair[1])), "{}", table.out);
    // The same for other programs.
    let json = place.run(&["size", "a.rs", "--json"]);
    let sizes = sizes(&json);
    assert_eq!((SIZES_VERSION, false), (sizes.version, sizes.release));
    let own: Vec<_> = sizes.functions.iter().map(|one| one.size).collect();
    assert_eq!(lines.iter().map(|line| size(line)).collect::<Vec<_>>(), own);
    assert_eq!(json.out, serde_json::to_string_pretty(&sizes).unwrap() + "\n");
    let large = &sizes.functions[1];
    assert_eq!(
        ("text", 300, false),
        (&*large.parts[0].name, large.parts[0].size, large.parts[0].is_awaitee)
    );
    assert!(large.parts.iter().any(|part| part.is_awaitee && part.name == "small(1)"), "{large:?}");
}

#[test]
fn a_limit() {
    let place = place();
    let kept = place.run(&["size", "a.rs", "--max", "1000"]);
    assert_eq!((Some(0), ""), (kept.code, &*kept.err));
    assert!(kept.out.contains(", none too large: the largest, `"), "{}", kept.out);
    // A future that is as large as the limit keeps to it.
    let largest = sizes(&place.run(&["size", "a.rs", "--json"])).functions[0].size.to_string();
    assert_eq!(Some(0), place.run(&["size", "a.rs", "--max", &largest]).code);

    let over = place.run(&["size", "a.rs", "--max", "100"]);
    assert_eq!((Some(1), ""), (over.code, &*over.err));
    for part in [
        "outer  a.rs:14",
        "over the 100 that are allowed\n",
        "  awaits `large()` at line 15: ",
        "large  a.rs:8",
        "  holds `text` at line 10: 300 bytes\n",
    ] {
        assert!(over.out.contains(part), "{part} in\n{}", over.out);
    }
    assert!(!over.out.contains("block"), "{}", over.out);
    // One function of a file has a limit of its own.
    assert_eq!(Some(0), place.run(&["size", "a.rs::small", "--max", "100"]).code);

    let json = place.run(&["size", "a.rs", "--max", "100", "--json"]);
    let findings: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((Some(1), 2), (json.code, findings.as_array().unwrap().len()));
    assert_eq!((&findings[0]["over"], &findings[0]["before"]), (&100.into(), &().into()));
}

#[test]
fn a_baseline() {
    let place = place();
    let saved = place.run(&["size", "a.rs", "--save", "sizes.json"]);
    assert_eq!((Some(0), ""), (saved.code, &*saved.err));
    let baseline = &["size", "a.rs", "--baseline", "sizes.json"];
    let same = place.run(baseline);
    assert_eq!((Some(0), ""), (same.code, &*same.err));
    assert!(same.out.contains(", none too large"), "{}", same.out);

    // A line above moves all, and nothing grows: neither function nor block.
    place.write("a.rs", &format!("// A line.\n{SOURCE}"));
    let moved = place.run(baseline);
    assert_eq!((Some(0), &same.out), (moved.code, &moved.out), "{}", moved.err);

    // What shrinks is no finding.
    place.write("a.rs", &SOURCE.replace("300", "200"));
    assert_eq!(Some(0), place.run(baseline).code);

    // What grows is told with what made it so.
    let grown = SOURCE.replace("300", "400").replace("[2u8; 20]", "[2u8; 30]");
    place.write("a.rs", &format!("// A line.\n{grown}"));
    let grew = place.run(baseline);
    assert_eq!((Some(1), ""), (grew.code, &*grew.err));
    for part in [
        "large  a.rs:9",
        ", 100 more than the baseline\n",
        "  holds `text` at line 11: 400 bytes, 300 before\n",
        "outer  a.rs:15",
        "  awaits `large()` at line 16: ",
        "block::{async block at line 20}",
        ", 10 more than the baseline\n",
        "  holds `kept` at line 22: 30 bytes, 20 before\n",
    ] {
        assert!(grew.out.contains(part), "{part} in\n{}", grew.out);
    }
    assert!(!grew.out.contains("small  "), "{}", grew.out);
    // Both at once, and the new baseline.
    let both = ["size", "a.rs", "--baseline", "sizes.json", "--max", "350", "--save", "new.json"];
    let both = place.run(&both);
    assert!(
        both.out.contains("100 more than the baseline, over the 350 that are allowed"),
        "{}",
        both.out
    );
    assert_eq!(Some(1), both.code);
    assert_eq!(Some(0), place.run(&["size", "a.rs", "--baseline", "new.json"]).code);
    // What is new has nothing before it.
    place.write("a.rs", &format!("{grown}\nasync fn fresh() {{ large().await; }}"));
    assert_eq!(Some(0), place.run(&["size", "a.rs", "--baseline", "new.json"]).code);
}

#[test]
fn a_baseline_of_another_build() {
    let place = place();
    place.run(&["size", "a.rs", "--save", "sizes.json"]);
    let rustc = sizes(&Ran { out: place.read("sizes.json"), err: String::new(), code: None }).rustc;
    place.write("old.json", &place.read("sizes.json").replace(&rustc, "rustc 1.80.0 (old)"));
    let old = place.run(&["size", "a.rs", "--baseline", "old.json"]);
    let note = |was: &str, is: &str| {
        format!("note: the baseline is of {was} profile; this is {rustc}, {is} profile\n")
    };
    assert_eq!((Some(0), note("rustc 1.80.0 (old), dev", "dev")), (old.code, old.err));
    let release = place.run(&["size", "a.rs", "--baseline", "sizes.json", "--release"]);
    assert_eq!(note(&format!("{rustc}, dev"), "release"), release.err);
}

#[test]
fn what_is_no_baseline() {
    let place = place();
    let run = |name: &str| place.run(&["size", "a.rs", "--baseline", name]);
    assert_eq!(
        "there is no baseline `none.json`: write it first, with `--save none.json`",
        error(&run("none.json")),
    );
    place.write("broken.json", "{\"version\": 1");
    let broken = run("broken.json");
    let line = error(&broken);
    assert!(line.starts_with("`broken.json` is no baseline: EOF while parsing"), "{line}");
    assert!(line.ends_with("; write one with `--save`"), "{line}");
    let future = r#"{"version": 99, "rustc": "", "release": false, "functions": []}"#;
    place.write("future.json", future);
    assert_eq!(
        "`future.json` is no baseline: it has version 99, and this reads 1; write one with `--save`",
        error(&run("future.json")),
    );
    // Of a later version, in a form that nobody knows yet.
    place.write("other.json", r#"{"version": 99, "futures": {}}"#);
    assert!(error(&run("other.json")).contains("it has version 99, and this reads 1"));
    assert!(error(&run(".")).starts_with("cannot read `.`"));
}

/// Nothing of a baseline is here: then it holds nothing back, and that is said.
#[test]
fn a_baseline_of_other_functions() {
    let place = place();
    place.write("b.rs", "async fn elsewhere() {}\nfn main() { drop(elsewhere()) }");
    place.run(&["size", "b.rs", "--save", "b.json"]);
    let other = place.run(&["size", "a.rs", "--baseline", "b.json"]);
    assert_eq!("note: nothing that is measured here is in the baseline `b.json`\n", other.err,);
    assert_eq!(Some(1), other.code);
}

/// What is not built has no size: the others keep to the budget or not.
#[test]
fn what_is_not_built() {
    let place = place();
    place.write("a.rs", &format!("{SOURCE}#[cfg(any())]\nasync fn away() {{ tick().await }}\n"));
    let some = place.run(&["size", "a.rs", "--max", "1000"]);
    assert_eq!(Some(0), some.code);
    assert!(some.err.starts_with("note: `away` is not built: "), "{}", some.err);
    assert_eq!(Some(1), place.run(&["size", "a.rs::away", "--max", "1000"]).code);
}

#[test]
fn what_cannot_be_measured() {
    let place = place();
    assert_eq!(
        "cannot read `b.rs`: No such file or directory",
        error(&place.run(&["size", "b.rs"]))
    );
    let unwritten = place.run(&["size", "a.rs", "--save", "nowhere/sizes.json"]);
    assert_eq!("cannot write `nowhere/sizes.json`: No such file or directory", error(&unwritten));
    place.write("a.rs", "async fn f() { g().await }");
    let broken = place.run(&["size", "a.rs"]);
    assert!(error(&broken).starts_with("`"), "{}", broken.err);
    assert!(broken.err.contains("cannot find function `g`"), "{}", broken.err);
    for words in [&["size", "a.rs", "--max", "many"][..], &["size", "a.rs", "--max", "-1"]] {
        assert_eq!(Some(2), place.run(words).code);
    }
}
