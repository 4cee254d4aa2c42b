//! What is told of each coroutine.

use std::sync::LazyLock;

use pinata_compiled::coroutine::{Coroutine, DebugInfo, Saved, SavedKind, State};
use pinata_compiled::dwarf;
use pinata_machine::model::{LineRange, MachineKind};

use super::DEMO;
use super::build::{Built, build, build_beside};
use super::sound::assert_sound;

/// What one seldom sees.
const ODD: &str = include_str!("programs/odd.rs");

/// What debug info tells of the usual things.
static INFO: LazyLock<DebugInfo> = LazyLock::new(|| read(&build(DEMO, &["-g"])));

fn read(built: &Built) -> DebugInfo {
    let info = dwarf::read(&built.bytes()).unwrap();
    assert_sound(&info);
    info
}

/// The only coroutine with that path.
fn find<'i>(info: &'i DebugInfo, path: &str) -> &'i Coroutine {
    let all: Vec<_> = info.coroutines.iter().filter(|coroutine| coroutine.path == path).collect();
    let paths = || info.coroutines.iter().map(|it| it.path.as_str()).collect::<Vec<_>>();
    assert_eq!(all.len(), 1, "{path} among {:#?}", paths());
    all[0]
}

fn state<'c>(coroutine: &'c Coroutine, name: &str) -> &'c State {
    coroutine.states.iter().find(|state| state.name == name).unwrap()
}

/// What a state keeps of some kind, by name.
fn names(state: &State, kind: SavedKind) -> Vec<&str> {
    let saved = state.saved.iter().filter(|saved| saved.kind == kind);
    saved.map(|saved| saved.name.as_deref().unwrap_or("_")).collect()
}

fn saved<'s>(state: &'s State, name: &str) -> &'s Saved {
    state.saved.iter().find(|saved| saved.name.as_deref() == Some(name)).unwrap()
}

fn awaitee(state: &State) -> &Saved {
    state.saved.iter().find(|saved| saved.kind == SavedKind::Awaitee).unwrap()
}

#[test]
fn sizes_are_those_of_the_program() {
    for program in [DEMO, ODD] {
        let built = build(program, &["-g"]);
        let info = read(&built);
        let printed = built.run();
        assert!(printed.lines().count() > 4, "{printed}");
        for line in printed.lines() {
            let (path, numbers) = line.split_once(": ").unwrap();
            let coroutine = find(&info, &format!("demo::{path}"));
            assert_eq!(numbers, format!("{} {}", coroutine.size, coroutine.align), "{path}");
        }
    }
}

#[test]
fn a_function() {
    let info = &*INFO;
    let fetch = find(info, "demo::fetch::{async_fn_env#0}");
    assert_eq!(fetch.kind, MachineKind::Function);
    assert!(fetch.file.is_absolute() && fetch.file.ends_with("demo.rs"), "{:?}", fetch.file);
    assert_eq!(fetch.lines, LineRange { start: 1, end: 5 });
    assert_eq!(fetch.tag.size, 1);
    let states = fetch.states.iter().map(|state| (state.name.as_str(), state.value, state.line));
    assert_eq!(
        states.collect::<Vec<_>>(),
        [
            ("Unresumed", 0, 1),
            ("Returned", 1, 5),
            ("Panicked", 2, 5),
            ("Suspend0", 3, 2),
            ("Suspend1", 4, 3),
        ],
    );

    // Arguments are moved out at once, and nothing is left at the end.
    assert_eq!(names(state(fetch, "Unresumed"), SavedKind::Upvar), ["name", "count"]);
    assert!(state(fetch, "Returned").saved.is_empty());
    assert!(state(fetch, "Panicked").saved.is_empty());
    let [first, second] = ["Suspend0", "Suspend1"].map(|name| state(fetch, name));
    assert!(names(first, SavedKind::Upvar).is_empty());
    assert_eq!(names(first, SavedKind::Local), ["name"]);
    assert_eq!(names(second, SavedKind::Local), ["name", "first"]);
    assert_eq!(awaitee(first).ty.as_deref(), Some("demo::Nap"));

    // A variable of the name of an argument lies elsewhere, and stays there.
    let argument = saved(state(fetch, "Unresumed"), "name");
    assert_eq!(argument.ty.as_deref(), Some("alloc::string::String"));
    assert_eq!((argument.size, argument.align), (Some(24), Some(8)));
    assert_ne!(argument.offset, saved(first, "name").offset);
    assert_eq!(saved(first, "name"), saved(second, "name"));
}

#[test]
fn a_shadowed_variable_is_lost() {
    let info = &*INFO;
    let shadowing = find(info, "demo::shadowing::{async_fn_env#0}");
    let both: Vec<_> = (state(shadowing, "Suspend1").saved.iter())
        .filter(|saved| saved.name.as_deref() == Some("x"))
        .map(|saved| (saved.kind, saved.ty.as_deref(), saved.size, saved.offset.is_some()))
        .collect();
    let known = (SavedKind::Local, Some("u64"), Some(8), true);
    assert_eq!(both, [known, (SavedKind::Local, None, None, false)]);
}

#[test]
fn arguments_without_a_name() {
    let info = &*INFO;
    let unused = find(info, "demo::unused::{async_fn_env#0}");
    assert_eq!(names(state(unused, "Unresumed"), SavedKind::Upvar), ["_", "_"]);
    let first = state(unused, "Suspend0");
    assert_eq!(names(first, SavedKind::Local), ["_", "_right"]);
}

#[test]
fn methods_and_instances_have_paths() {
    let info = &*INFO;
    let load = find(info, "demo::{impl#0}::load::{async_fn_env#0}");
    assert_eq!(names(state(load, "Unresumed"), SavedKind::Upvar), ["self", "key"]);
    let key = saved(state(load, "Suspend0"), "key");
    assert_eq!((key.ty.as_deref(), key.size, key.align), (Some("[u8; 300]"), Some(300), Some(1)));
    find(info, "demo::{impl#1}::name::{async_fn_env#0}");
    let small = find(info, "demo::generic::{async_fn_env#0}<u8, 4>");
    let large = find(info, "demo::generic::{async_fn_env#0}<u64, 9>");
    assert!(small.size < large.size);
    assert_eq!(small.lines, large.lines);
    assert_eq!(find(info, "demo::nothing::{async_fn_env#0}").states.len(), 3);
}

#[test]
fn a_block_keeps_what_it_captured() {
    let info = &*INFO;
    let moving = find(info, "demo::blocks::{async_fn#0}::{async_block_env#0}");
    assert_eq!(moving.kind, MachineKind::Block);
    assert_eq!(moving.lines, LineRange { start: 49, end: 53 });
    let captured = state(moving, "Unresumed").saved.clone();
    assert_eq!(names(state(moving, "Unresumed"), SavedKind::Upvar), ["text", "bytes"]);
    for suspended in &moving.states[3..] {
        assert!(suspended.saved.ends_with(&captured), "{suspended:#?}");
        // Whether each of them was moved out is a flag.
        assert_eq!(names(suspended, SavedKind::Unnamed), ["_", "_"]);
    }
    let borrowing = find(info, "demo::blocks::{async_fn#0}::{async_block_env#1}");
    assert_eq!(saved(state(borrowing, "Suspend0"), "number").ty.as_deref(), Some("&u32"));
}

/// A closure that owns what it captured has two machines: one borrows it from the closure, the
/// other, of the call that consumes the closure, owns it.
#[test]
fn a_closure_may_have_two_machines() {
    let info = &*INFO;
    let path = "demo::closures::{async_fn#0}::{closure#0}::{async_closure_env#0}";
    let both: Vec<_> = info.coroutines.iter().filter(|it| it.path == path).collect();
    assert!(both.iter().all(|machine| machine.kind == MachineKind::Closure));
    let types = both.iter().map(|machine| saved(&machine.states[0], "text").ty.as_deref().unwrap());
    assert_eq!(types.collect::<Vec<_>>(), ["&alloc::string::String", "alloc::string::String"]);
    let closures = find(info, "demo::closures::{async_fn_env#0}");
    let called = awaitee(state(closures, "Suspend0")).coroutines[0].coroutine;
    assert_eq!(info.coroutines[called.0], *both[0]);
}

#[test]
fn coroutines_inside() {
    let info = &*INFO;
    let inside = |saved: &Saved| {
        let inner = saved.coroutines.iter();
        inner.map(|it| (it.offset, &*info.coroutines[it.coroutine.0].path)).collect::<Vec<_>>()
    };
    let nested = find(info, "demo::nested::{async_fn_env#0}");
    let first = state(nested, "Suspend0");
    let generic = "demo::generic::{async_fn_env#0}<u8, 4>";
    let fetch = "demo::fetch::{async_fn_env#0}";
    // In an `Option` in a tuple, whose fields rustc is free to place.
    assert!(matches!(inside(saved(first, "pair"))[..], [(4.., path)] if path == generic));
    // In an array: where the first item is.
    assert_eq!(inside(saved(first, "several")), [(0, fetch)]);
    assert_eq!(inside(awaitee(first)), []);
    assert_eq!(inside(awaitee(state(nested, "Suspend1"))), [(0, generic)]);
    assert_eq!(inside(awaitee(state(nested, "Suspend2"))), [(0, fetch)]);
    // Behind a pointer there is nothing inside.
    assert_eq!(inside(awaitee(state(nested, "Suspend3"))), []);
}

#[test]
fn states_beyond_a_byte() {
    let awaits = "Nap(1).await;\n".repeat(300);
    let source =
        format!("pub async fn long() {{\n{awaits}}}\nfn main() {{ measure(\"\", long()); }}");
    let info = read(&build(&source, &["-g"]));
    let long = find(&info, "demo::long::{async_fn_env#0}");
    assert_eq!((long.tag.size, long.states.len()), (2, 303));
    let last = long.states.last().unwrap();
    assert_eq!((last.name.as_str(), last.value, last.line), ("Suspend299", 302, 301));
}

#[test]
fn a_state_of_a_macro_has_its_own_file() {
    let source = "#[macro_use]
        mod macros;
        pub async fn outer() {
            wait!();
            Nap(2).await;
        }
        fn main() { measure(\"\", outer()); }";
    let macros = "macro_rules! wait { () => {\n\nNap(1).await\n} }";
    let info = read(&build_beside(source, &[("macros.rs", macros)], &["-g"]));
    let outer = find(&info, "demo::outer::{async_fn_env#0}");
    let places = outer.states[3..].iter().map(|state| (state.line, state.file.as_deref()));
    let places: Vec<_> = places.collect();
    assert!(places[0].1.is_some_and(|file| file.ends_with("macros.rs")), "{places:?}");
    assert_eq!((places[0].0, places[1]), (3, (5, None)));
}

#[test]
fn odd_ones() {
    let info = read(&build(ODD, &["-g"]));

    // Two captured variables, which only a macro can tell apart.
    let block = find(&info, "demo::hygiene::{async_fn#0}::{async_block_env#0}");
    let captured = state(block, "Suspend0").saved.iter().filter(|it| it.kind == SavedKind::Upvar);
    let captured: Vec<_> = captured.map(|it| (it.name.as_deref(), it.ty.as_deref())).collect();
    assert_eq!(captured, [(Some("name"), Some("alloc::string::String")), (Some("name"), None)]);

    let raw = find(&info, "demo::raw::{async_fn_env#0}");
    assert_eq!(names(state(raw, "Unresumed"), SavedKind::Upvar), ["type"]);
    assert_eq!(names(state(raw, "Suspend0"), SavedKind::Local), ["type"]);

    // A function is a value without bytes, however it is described.
    let functions = find(&info, "demo::functions::{async_fn_env#0}<fn(u32) -> demo::Nap>");
    let first = state(functions, "Suspend0");
    let sizes = ["items", "pointer"].map(|name| saved(first, name).size);
    assert_eq!(sizes, [Some(0), Some(8)]);

    let maybe = find(&info, "demo::maybe::{async_fn_env#0}");
    let inner = saved(state(maybe, "Suspend0"), "maybe").coroutines[0].coroutine;
    assert_eq!(info.coroutines[inner.0].path, "demo::never::{async_fn_env#0}");

    // What is left of an argument of which a part was moved out.
    let partly = find(&info, "demo::partly::{async_fn_env#0}");
    assert_eq!(names(state(partly, "Suspend0"), SavedKind::Unnamed), ["_"]);
    assert_eq!(names(state(partly, "Suspend0"), SavedKind::Local), ["name", "name"]);
}
