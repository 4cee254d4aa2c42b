//! Debug info that no compiler writes: that of a compiler that is not known yet, and that of
//! somebody who means ill.

use std::time::{Duration, Instant};

use gimli::SectionId;
use gimli::write::AttributeValue;
use pinata_compiled::coroutine::DebugInfo;

use super::forge::{Forge, object_with};
use super::memory::most_held;

/// What is said of debug info, which has to be said soon and with little memory.
fn error(forge: Forge) -> String {
    read(forge).unwrap_err()
}

fn read(forge: Forge) -> Result<DebugInfo, String> {
    read_bytes(&forge.bytes())
}

fn read_bytes(bytes: &[u8]) -> Result<DebugInfo, String> {
    let start = Instant::now();
    let mut read = None;
    let held = most_held(|| read = Some(pinata_compiled::dwarf::read(bytes)));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(held < 64 << 20, "{held} bytes");
    read.unwrap().map_err(|error| error.to_string())
}

#[test]
fn as_expected() {
    let mut forge = Forge::new();
    let inner = forge.structure("Inner");
    forge.keeping(inner, 8);
    let info = read(forge).unwrap();
    assert_eq!(info.producers, ["rustc version 9.9.9 (forged)"]);
    let coroutine = &info.coroutines[0];
    assert_eq!(coroutine.path, "f::{async_fn_env#0}");
    assert_eq!((coroutine.lines.start, coroutine.lines.end), (10, 11));
    assert_eq!(coroutine.file.to_str(), Some("/demo/a.rs"));
    let kept = &coroutine.states[3].saved[0];
    assert_eq!((kept.name.as_deref(), kept.ty.as_deref()), (Some("kept"), Some("Inner")));
    assert_eq!((kept.offset, kept.size, kept.align), (Some(8), Some(64), Some(1)));
}

/// Rather nothing than something that is nearly right.
#[test]
fn another_shape() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    forge.coroutine("__tag", &states);
    assert_eq!(
        error(forge),
        "rustc version 9.9.9 (forged) does not describe `f::{async_fn_env#0}` as expected: the \
         member that tells its states apart is `__state`. Build it with a version of rustc that \
         is known here, and report this one",
    );
}

#[track_caller]
fn assert_unexpected(forge: Forge, expected: &str) {
    let error = error(forge);
    let expected = format!("does not describe `f::{{async_fn_env#0}}` as expected: {expected}. ");
    assert!(error.contains(&expected), "{error}");
}

#[test]
fn other_states() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend7");
    forge.coroutine("__state", &states);
    assert_unexpected(forge, "its state `Suspend7` is called `Suspend0`");

    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    forge.coroutine("__state", &states[..2]);
    assert_unexpected(forge, "it has the states Unresumed, Returned and Panicked");

    let mut forge = Forge::new();
    let scope = forge.add(forge.root(), gimli::DW_TAG_namespace, "f");
    forge.ty(scope, gimli::DW_TAG_structure_type, "{async_fn_env#0}", 64);
    assert_unexpected(forge, "it has a variant for each state");
}

#[test]
fn arguments_elsewhere() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    let ty = forge.structure("Inner");
    forge.member(states[0], "argument", ty, 0);
    forge.member(states[3], "argument", ty, 0);
    forge.member(states[3], "local", ty, 0);
    forge.coroutine("__state", &states);
    assert_unexpected(forge, "each state ends with what Unresumed has");
}

#[test]
fn a_type_inside_of_itself() {
    let mut forge = Forge::new();
    let ty = forge.structure("Endless");
    forge.member(ty, "again", ty, 0);
    forge.keeping(ty, 0);
    assert_eq!(error(forge), "debug info: a type is inside of itself");
}

#[test]
fn an_array_of_itself() {
    let mut forge = Forge::new();
    let item = forge.structure("Item");
    let array = forge.array(item, 2);
    forge.set(array, gimli::DW_AT_type, AttributeValue::UnitRef(array));
    forge.keeping(array, 0);
    assert_eq!(error(forge), "debug info: a type without an end");
}

#[test]
fn an_array_larger_than_memory() {
    let mut forge = Forge::new();
    let item = forge.structure("Item");
    let array = forge.array(item, u64::MAX);
    forge.keeping(array, 0);
    assert_eq!(error(forge), "debug info: an array is larger than any memory");
}

#[test]
fn a_member_beyond_memory() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    let coroutine = forge.coroutine("__state", &states);
    let far = forge.structure("Far");
    let farther = forge.structure("Farther");
    forge.member(far, "inner", coroutine, u64::MAX);
    forge.member(farther, "far", far, 1);
    forge.keeping(farther, 0);
    assert_eq!(error(forge), "debug info: an offset overflows");
}

/// Each type has the next one twice, so that the last is in the first 2⁴⁰ times.
#[test]
fn more_inside_than_can_be_listed() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    let mut ty = forge.coroutine("__state", &states);
    for number in 0..40 {
        let outer = forge.structure("Twice");
        forge.member(outer, "left", ty, 0);
        forge.member(outer, "right", ty, 1 << number);
        ty = outer;
    }
    forge.keeping(ty, 0);
    assert_eq!(error(forge), "debug info: a type has more coroutines inside than it can");
}

/// What takes little in the file is read over and over.
#[test]
fn the_same_state_many_times() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    let ty = forge.structure("Inner");
    for number in 0..3000 {
        forge.member(states[3], &format!("kept{number}"), ty, number);
    }
    for _ in 0..3000 {
        forge.coroutine("__state", &states);
    }
    assert_eq!(error(forge), "debug info: it refers to the same entries again and again");
}

#[test]
fn the_same_long_name_many_times() {
    let mut forge = Forge::new();
    let ty = forge.structure(&"x".repeat(1 << 20));
    let states = forge.states("Suspend0");
    for number in 0..3000 {
        forge.member(states[3], &format!("kept{number}"), ty, number);
    }
    forge.coroutine("__state", &states);
    assert_eq!(error(forge), "debug info: it refers to the same entries again and again");
}

/// Each unit says where its abbreviations begin, and all of them may say the same.
#[test]
fn the_same_abbreviations_many_times() {
    // Of the first kind, which is all that a unit here has, and of many others.
    let mut abbreviations = vec![1, gimli::DW_TAG_compile_unit.0 as u8, 0, 0, 0];
    for kind in 2..100_000_u32 {
        let digits = [kind as u8 | 0x80, (kind >> 7) as u8 | 0x80, (kind >> 14) as u8];
        abbreviations.extend(digits.into_iter().chain([1, 0, 0, 0]));
    }
    abbreviations.push(0);
    // Its length, the version, where its abbreviations begin, the size of an address.
    let unit = [8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 8, 1];
    let bytes = object_with(&[
        (SectionId::DebugAbbrev, &abbreviations),
        (SectionId::DebugInfo, &unit.repeat(5)),
    ]);
    assert_eq!(read_bytes(&bytes).unwrap_err(), "nothing in it was built by rustc");
    let bytes = object_with(&[
        (SectionId::DebugAbbrev, &abbreviations),
        (SectionId::DebugInfo, &unit.repeat(2000)),
    ]);
    let expected = "debug info: it refers to the same entries again and again";
    assert_eq!(read_bytes(&bytes).unwrap_err(), expected);
}

#[test]
fn modules_in_modules() {
    let mut forge = Forge::new();
    let mut scope = forge.root();
    for _ in 0..1000 {
        scope = forge.add(scope, gimli::DW_TAG_namespace, "m");
    }
    let ty = forge.ty(scope, gimli::DW_TAG_structure_type, "Deep", 1);
    forge.keeping(ty, 0);
    let info = read(forge).unwrap();
    assert!(info.coroutines[0].states[3].saved[0].ty.as_ref().unwrap().ends_with("m::m::Deep"));
}

#[test]
fn types_in_types() {
    let mut forge = Forge::new();
    let states = forge.states("Suspend0");
    let mut ty = forge.coroutine("__state", &states);
    for _ in 0..5000 {
        let outer = forge.structure("Outer");
        forge.member(outer, "inner", ty, 1);
        ty = outer;
    }
    forge.keeping(ty, 0);
    let info = read(forge).unwrap();
    let mut saved = info.coroutines.iter().flat_map(|it| &it.states[3].saved);
    assert_eq!(saved.next().unwrap().coroutines[0].offset, 5000);
}
