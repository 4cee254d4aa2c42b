//! The polls of real programs: what rustc is given stands in `bodies/`, and above each coroutine
//! where each of its states leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use pinata_compiled::{Poll, mir};

mod rustc;

#[test]
fn loops() {
    agree("loops.rs");
}

#[test]
fn ways() {
    agree("ways.rs");
}

#[test]
fn items() {
    agree("items.rs");
}

#[test]
fn texts() {
    agree("texts.rs");
}

/// More states than a byte counts.
#[test]
fn three_hundred_states() {
    let mut source = String::from("mod tick; use tick::tick;\npub async fn long() {\n");
    (0..300).for_each(|_| source.push_str("    tick().await;\n"));
    source.push_str("}\n");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.rs");
    std::fs::write(&file, source).unwrap();
    std::fs::copy(rustc::bodies().join("tick.rs"), folder.path().join("tick.rs")).unwrap();
    for optimize in [false, true] {
        let polls = mir::read(&rustc::emit(&file, optimize)).unwrap();
        let [poll] = polls.as_slice() else { panic!("{polls:?}") };
        assert_eq!((poll.states, poll.unreachable.as_slice()), (303, [].as_slice()));
        // Each leads to the one that follows, and the last to the end.
        let all = (3..302).map(|from| (from, from + 1)).chain([(0, 3), (302, 1)]);
        let all = all.collect::<BTreeSet<_>>();
        let found = poll.transitions.iter().map(|way| (way.from, way.to)).collect::<BTreeSet<_>>();
        assert_eq!(found, all);
    }
}

/// As if no future had a byte: then nothing has to be assigned.
#[test]
fn without_assignments() {
    for (file, optimize) in [("loops.rs", false), ("loops.rs", true), ("ways.rs", false)] {
        let path = rustc::bodies().join(file);
        let text = rustc::emit(&path, optimize);
        let line = |line: &str| match line.trim_start().split_once(" = ") {
            Some((place, value)) if place.starts_with("(((*_") => format!("        _0 = {value}\n"),
            _ => format!("{line}\n"),
        };
        let without = text.lines().map(line).collect::<String>();
        assert_ne!(without, text);
        let found = by_line(&path, &mir::read(&without).unwrap());
        assert_eq!(found, by_line(&path, &mir::read(&text).unwrap()), "{file}");
    }
}

/// Types and paths name files, and those are called as people like.
#[cfg(unix)]
#[test]
fn odd_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it's (o\"d}d) -> [return: bb3]; @a::b.rs");
    let source = std::fs::read_to_string(rustc::bodies().join("items.rs")).unwrap();
    std::fs::write(&file, &source).unwrap();
    std::fs::copy(rustc::bodies().join("tick.rs"), folder.path().join("tick.rs")).unwrap();
    for optimize in [false, true] {
        let text = rustc::emit(&file, optimize);
        assert_eq!(by_line(&file, &mir::read(&text).unwrap()), expected(&source));
    }
}

/// What the debug lines tell.
#[test]
fn saved() {
    let text = rustc::emit(&rustc::bodies().join("items.rs"), false);
    let polls = mir::read(&text).unwrap();
    let mut list = String::new();
    for poll in &polls {
        writeln!(list, "{} {}", poll.path, poll.coroutine).unwrap();
        for field in &poll.saved {
            let state = field.state.map_or("-".to_owned(), |state| state.to_string());
            writeln!(list, "    {state}.{} {}: {}", field.field, field.name, field.ty).unwrap();
        }
    }
    insta::assert_snapshot!(list);
}

fn agree(file: &str) {
    let path = rustc::bodies().join(file);
    let expected = expected(&std::fs::read_to_string(&path).unwrap());
    for optimize in [false, true] {
        let found = by_line(&path, &mir::read(&rustc::emit(&path, optimize)).unwrap());
        assert_eq!(found, expected, "{file}, optimized: {optimize}");
    }
}

/// Where the states lead to of the coroutine that begins in a line.
fn by_line(file: &Path, polls: &[Poll]) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    for poll in polls {
        let place = poll.place.as_ref().unwrap();
        assert!(file.ends_with(&place.file), "{place:?}");
        let ways = described(poll);
        // What a macro makes twice, and a closure that has a body by value as well.
        assert_eq!(found.insert(place.line, ways.clone()).unwrap_or(ways.clone()), ways);
    }
    found
}

/// As it stands above a coroutine: `0: 1 3, 3: 1, unreachable: 2`.
fn described(poll: &Poll) -> String {
    let mut ways = BTreeMap::from([(0, String::new())]);
    for way in &poll.transitions {
        write!(ways.entry(way.from).or_default(), " {}", way.to).unwrap();
    }
    let mut parts = ways.iter().map(|(from, to)| format!("{from}:{to}")).collect::<Vec<_>>();
    if !poll.unreachable.is_empty() {
        let list = poll.unreachable.iter().map(|state| format!(" {state}")).collect::<String>();
        parts.push(format!("unreachable:{list}"));
    }
    parts.join(", ")
}

/// By the first line below the comment that has a coroutine begin in it.
fn expected(source: &str) -> BTreeMap<usize, String> {
    let mut expected = BTreeMap::new();
    let mut ways = None;
    for (line, text) in source.lines().enumerate() {
        if let Some(text) = text.trim().strip_prefix("//= ") {
            assert_eq!(ways.replace(text.replace(" ,", ",")), None, "line {line}");
        } else if text.contains("async ") || ways.is_some() && text.contains("async") {
            expected.extend(ways.take().map(|ways| (line + 1, ways)));
        }
    }
    expected
}
