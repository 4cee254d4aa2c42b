//! Where a nightly rustc tells something else than what was read.

use pinata_compare::confirm::confirm;
use pinata_compiled::coroutine::{Coroutine, Range, Saved, SavedKind, State};
use pinata_compiled::layout::{self, CoroutineLayout, Field};
use pinata_compiled::poll::Place;
use pinata_machine::model::{LineRange, MachineKind};

/// A future of 4 bytes, and a local of 8.
fn coroutine() -> Coroutine {
    let saved = |kind, name: Option<&str>, offset, size| Saved {
        kind,
        name: name.map(str::to_owned),
        ty: None,
        offset: Some(offset),
        size: Some(size),
        align: Some(4),
        coroutines: Vec::new(),
    };
    let text = saved(SavedKind::Local, Some("text"), 0, 8);
    let awaitee = saved(SavedKind::Awaitee, None, 8, 4);
    let state = State {
        name: "Suspend0".to_owned(),
        value: 0,
        line: 3,
        file: None,
        saved: vec![text, awaitee],
    };
    Coroutine {
        path: "demo::once::{async_fn_env#0}".to_owned(),
        kind: MachineKind::Function,
        file: "/demo/src/main.rs".into(),
        lines: LineRange { start: 1, end: 5 },
        size: 16,
        align: 4,
        tag: Range { offset: 12, size: 1 },
        states: vec![state],
    }
}

fn layout() -> CoroutineLayout {
    let field = |ty: &str, line, end_line| Field {
        ty: ty.to_owned(),
        place: Some(Place { file: "src/main.rs".into(), line, column: 5, end_line, end_column: 9 }),
        ignore_for_traits: None,
    };
    CoroutineLayout {
        path: "once::{closure#0}".to_owned(),
        coroutine: "{async fn body of once()}".to_owned(),
        fields: vec![field("Text", 1, 1), field("Tick", 2, 3)],
        states: vec![layout::State { name: "Suspend0".to_owned(), value: 0, fields: vec![0, 1] }],
        conflicts: vec![(0, 1)],
    }
}

/// What is told otherwise of these two.
fn told(coroutine: &Coroutine, layout: &CoroutineLayout) -> Vec<String> {
    let confirmation = confirm(coroutine, Some(layout), "rustc");
    assert_eq!(confirmation.agrees, confirmation.differences.is_empty());
    confirmation.differences
}

#[test]
fn differences() {
    assert!(told(&coroutine(), &layout()).is_empty());

    let mut other = layout();
    other.states.pop();
    assert_eq!(["it has 0 states, not 1"], told(&coroutine(), &other)[..]);

    let mut other = layout();
    other.states[0].fields.pop();
    assert_eq!(["Suspend0 saves 1 values, not 2"], told(&coroutine(), &other)[..]);

    let mut other = coroutine();
    other.states[0].line = 2;
    assert_eq!(["Suspend0 awaits in line 3, not in line 2"], told(&other, &layout())[..]);

    let mut other = coroutine();
    other.states[0].saved[1].offset = Some(4);
    let shared = "Suspend0: `text` and a value are in use together, and share bytes";
    assert_eq!([shared], told(&other, &layout())[..]);

    let nothing = confirm(&coroutine(), None, "rustc");
    assert_eq!((false, 1), (nothing.agrees, nothing.differences.len()));
}
