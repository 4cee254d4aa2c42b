//! The files that debug info comes in, and those that have none.

use std::sync::LazyLock;

use pinata_compiled::coroutine::{Coroutine, DebugInfo};
use pinata_compiled::dwarf;

use super::DEMO;
use super::build::{Built, build};
use super::sound::assert_sound;

/// What debug info tells of an ordinary program.
static USUAL: LazyLock<Vec<Coroutine>> = LazyLock::new(|| coroutines(&["-g"]));

fn coroutines(arguments: &[&str]) -> Vec<Coroutine> {
    let DebugInfo { producers, coroutines } = read(&build(DEMO, arguments));
    assert!(producers.len() == 1 && producers[0].starts_with("rustc version "), "{producers:?}");
    // Each program is built in a folder of its own.
    let outside = |coroutine| Coroutine { file: "demo.rs".into(), ..coroutine };
    coroutines.into_iter().map(outside).collect()
}

fn read(built: &Built) -> DebugInfo {
    let info = dwarf::read(&built.bytes()).unwrap();
    assert_sound(&info);
    info
}

fn error(built: &Built) -> String {
    dwarf::read(&built.bytes()).unwrap_err().to_string()
}

#[test]
fn optimized_it_is_the_same() {
    assert_eq!(coroutines(&["-g", "-O"]), *USUAL);
}

#[test]
fn whole_program_optimized_it_is_the_same() {
    assert_eq!(coroutines(&["-g", "-O", "-Clto=fat", "-Ccodegen-units=4"]), *USUAL);
}

#[test]
fn a_type_is_listed_once_however_many_units_use_it() {
    assert_eq!(coroutines(&["-g", "-Ccodegen-units=16"]), *USUAL);
}

#[test]
fn compressed() {
    let zlib = "-Clink-arg=-Wl,--compress-debug-sections=zlib";
    assert_eq!(coroutines(&["-g", zlib]), *USUAL);
}

#[test]
fn an_object_file_has_relocations() {
    assert_eq!(coroutines(&["-g", "--emit=obj"]), *USUAL);
}

#[test]
fn a_library_is_an_archive() {
    // It has no `main`, so that the others have other numbers.
    let numberless = |mut coroutine: Coroutine| {
        let states = coroutine.states.iter_mut();
        states.flat_map(|state| &mut state.saved).for_each(|saved| saved.coroutines.clear());
        coroutine
    };
    let usual: Vec<_> = USUAL.iter().cloned().map(numberless).collect();
    let library = coroutines(&["-g", "--crate-type=rlib", "-Ccodegen-units=4"]);
    let library: Vec<_> = library.into_iter().map(numberless).collect();
    assert!(library.iter().all(|coroutine| usual.contains(coroutine)), "{library:#?}");
    let paths: Vec<_> = library.iter().map(|coroutine| coroutine.path.as_str()).collect();
    assert!(paths.contains(&"demo::fetch::{async_fn_env#0}"), "{paths:#?}");
}

#[test]
fn a_dynamic_library() {
    let source = "#[unsafe(no_mangle)]
        pub extern \"C\" fn go() { measure(\"\", async { Nap(1).await }); }";
    let info = read(&build(source, &["-g", "--crate-type=cdylib"]));
    assert_eq!(info.coroutines[0].path, "demo::go::{async_block_env#0}");
}

#[test]
fn without_async_there_is_nothing_to_list() {
    let info = read(&build("fn main() {}", &["-g"]));
    assert_eq!(info.coroutines, []);
    assert_eq!(info.producers.len(), 1);
}

#[test]
fn without_debug_info() {
    let expected = "there is no debug info in it: build it with `debug = 2`, \
        `split-debuginfo = \"off\"` and `strip = \"none\"`, or `rustc -g`";
    assert_eq!(error(&build("fn main() {}", &["-Cstrip=symbols"])), expected);
    assert_eq!(error(&build(DEMO, &["--crate-type=rlib"])), expected);
}

#[test]
fn with_lines_only() {
    let expected = "its debug info tells lines, but no types: build it with `debug = 2`, or \
        `rustc -g`";
    assert_eq!(error(&build(DEMO, &["-Cdebuginfo=1"])), expected);
    // The standard library comes with lines, so that there is some debug info.
    assert_eq!(error(&build(DEMO, &[])), expected);
}

#[test]
fn with_debug_info_elsewhere() {
    let error = error(&build(DEMO, &["-g", "-Csplit-debuginfo=unpacked"]));
    assert!(error.starts_with("its debug info stands in `built.demo."), "{error}");
    assert!(error.ends_with(".rcgu.dwo`: build it with `split-debuginfo = \"off\"`"), "{error}");
}

#[test]
fn something_else() {
    let error = |bytes: &[u8]| dwarf::read(bytes).unwrap_err().to_string();
    let expected = "neither a program, nor a library, nor an object file";
    for bytes in [&b""[..], b"fn main() {}", &[0; 1000], b"\x7fELF\x02\x01\x01", b"!<thin>\n"] {
        assert!(error(bytes).starts_with(expected), "{}", error(bytes));
    }
}
