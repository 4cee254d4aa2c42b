//! The files that debug info comes in, and those that have none.

use std::sync::LazyLock;

use object::elf::{SHF_COMPRESSED, SHT_PROGBITS};
use object::{BinaryFormat, SectionFlags, SectionKind};
use pinata_compiled::coroutine::{Coroutine, DebugInfo};
use pinata_compiled::dwarf;

use super::build::{Built, build, build_bare};
use super::forge::{Forge, object};
use super::sound::assert_sound;
use super::{DEMO, LINKED, SMALL};

const LINES_ONLY: &str =
    "its debug info tells lines, but no types: build it with `debug = 2`, or `rustc -g`";

/// What debug info tells of an ordinary program.
static USUAL: LazyLock<Vec<Coroutine>> = LazyLock::new(|| coroutines(&["-g"]));

fn coroutines(arguments: &[&str]) -> Vec<Coroutine> {
    let DebugInfo { producers, coroutines, .. } = read(&build(DEMO, arguments));
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

/// Optimized as a whole, a program has units that refer to the types of others.
#[test]
fn units_that_refer_to_others() {
    let apart = read(&build_bare(SMALL, LINKED));
    let whole = read(&build_bare(SMALL, &[LINKED, &["-Clto=fat"]].concat()));
    let names = |info: DebugInfo| {
        info.coroutines.into_iter().map(|it| (it.path, it.size, it.states)).collect::<Vec<_>>()
    };
    assert_eq!(names(whole), names(apart));
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
    assert_eq!(error(&build(DEMO, &["-Cdebuginfo=1"])), LINES_ONLY);
    // The standard library comes with lines, so that there is some debug info.
    assert_eq!(error(&build(DEMO, &[])), LINES_ONLY);
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
    let thin = format!("!<thin>\n{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", "a.o/", 0, 0, 0, 644, 8);
    assert!(error(thin.as_bytes()).ends_with("only names its objects; give them instead"));
    for bytes in [&b""[..], b"fn main() {}", &[0; 1000], b"\x7fELF\x02\x01\x01", b"!<thin>\n"] {
        assert!(error(bytes).starts_with(expected), "{}", error(bytes));
    }
}

#[test]
fn of_macos() {
    let bytes = Forge::new().bytes_as(BinaryFormat::MachO);
    assert_eq!(dwarf::read(&bytes).unwrap_err().to_string(), LINES_ONLY);
    let mut forge = Forge::new();
    let kept = forge.structure("Kept");
    forge.keeping(kept, 0);
    let bytes = forge.bytes_as(BinaryFormat::MachO);
    assert_eq!(dwarf::read(&bytes).unwrap().coroutines.len(), 1);

    let empty = object(BinaryFormat::MachO).write().unwrap();
    assert_eq!(
        dwarf::read(&empty).unwrap_err().to_string(),
        "there is no debug info in it: on macOS it stands beside the program; build it with \
         `debug = 2` and `split-debuginfo = \"packed\"`, and give the file in \
         `PROGRAM.dSYM/Contents/Resources/DWARF`",
    );
}

#[test]
fn of_windows() {
    let empty = object(BinaryFormat::Coff).write().unwrap();
    assert_eq!(
        dwarf::read(&empty).unwrap_err().to_string(),
        "there is no debug info in it: a target of MSVC has it in a `.pdb`, which is not read \
         here; build it for another target",
    );
}

/// The sections of a file say themselves how much memory it takes to unpack them.
#[test]
fn compressed_too_well() {
    let mut file = object(BinaryFormat::Elf);
    let section = file.add_section(Vec::new(), b".debug_info".to_vec(), SectionKind::Debug);
    let zlib = [1_u64, 1 << 40, 1].map(u64::to_le_bytes).concat();
    file.append_section_data(section, &zlib, 1);
    file.section_mut(section).flags =
        SectionFlags::Elf { sh_type: SHT_PROGBITS, sh_flags: SHF_COMPRESSED };
    let error = dwarf::read(&file.write().unwrap()).unwrap_err().to_string();
    assert_eq!(error, "debug info: section .debug_info says it is larger than it can be");
}
