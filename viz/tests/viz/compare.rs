//! `cargo pinata compare`: what is built, what is said of it, and what is left alone.

use std::fs;
use std::process::Command;

use pinata_compare::Report;
use pinata_compare::model::{Difference, REPORT_VERSION, StretchKind};
use pinata_machine::model::MachineKind;

use crate::built::{Place, Ran, error, function, instance, ran, report};

/// A file that belongs to no package.
const ALONE: &str = "\
async fn tick() {}

async fn twice(text: String) -> usize {
    tick().await;
    let bytes = [1u8; 40];
    tick().await;
    text.len() + bytes.len()
}

fn main() {
    println!(\"{}\", size_of_val(&twice(String::new())));
}
";

const MANIFEST: &str = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

const LIBRARY: &str = "\
pub async fn tick() {}

macro_rules! wait {
    ($future:expr) => { $future.await };
}

pub async fn keep<T: Clone>(value: T) -> (T, T) {
    tick().await;
    (value.clone(), value)
}

pub struct Client { pub sent: Vec<u8> }

impl Client {
    pub async fn send(&mut self, byte: u8) -> usize {
        tick().await;
        self.sent.push(byte);
        tick().await;
        self.sent.len()
    }
}

pub fn block() -> impl Future<Output = usize> {
    let text = String::new();
    async move {
        tick().await;
        text.len()
    }
}

pub fn closure() -> impl AsyncFn(u32) -> u32 {
    async |number| {
        tick().await;
        number + 1
    }
}

pub async fn by_macro() -> usize {
    let kept = [0u8; 16];
    wait!(tick());
    kept.len()
}
";

/// Prints what is measured by the program itself.
const PROGRAM: &str = "\
use demo::{Client, block, by_macro, closure, keep};

fn main() {
    let mut client = Client { sent: Vec::new() };
    println!(\"Client::send {}\", size_of_val(&client.send(1)));
    println!(\"block {}\", size_of_val(&block()));
    println!(\"by_macro {}\", size_of_val(&by_macro()));
    println!(\"keep<u8> {}\", size_of_val(&keep(1u8)));
    println!(\"keep<[u64; 9]> {}\", size_of_val(&keep([1u64; 9])));
    let add = closure();
    println!(\"closure {}\", size_of_val(&add(1)));
}
";

const TEST: &str = "#[test]\nfn of_text() { let kept = demo::keep(String::new()); assert!(size_of_val(&kept) > 0); }\n";

fn package() -> Place {
    Place::of(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", LIBRARY),
        ("src/main.rs", PROGRAM),
        ("tests/kept.rs", TEST),
    ])
}

/// What the program that was built says of itself.
fn measured(place: &Place, profile: &str) -> Vec<(String, u64)> {
    let program = place.path().join("target/pinata").join(profile).join("demo");
    let lines = ran(&mut Command::new(program)).out;
    let pair = |line: &str| {
        let (name, size) = line.rsplit_once(' ').unwrap();
        (name.to_owned(), size.parse().unwrap())
    };
    lines.lines().map(pair).collect()
}

fn suspensions(report: &Report, path: &str) -> usize {
    instance(report, path).states.iter().filter(|one| one.value > Some(2)).count()
}

#[test]
fn a_file_of_no_package() {
    let place = Place::of(&[("alone.rs", ALONE)]);
    let all = place.report(&["compare", "alone.rs"]);
    assert_eq!((REPORT_VERSION, false), (all.version, all.release));
    assert!(all.rustc.starts_with("rustc 1."), "{}", all.rustc);
    let paths: Vec<_> = all.compared.iter().map(|one| &*one.path).collect();
    assert_eq!(["tick", "twice"], paths[..]);
    assert_eq!(2, suspensions(&all, "twice"));
    // As large as the program says it is.
    let program = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "alone.rs"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert!(program.status.success());
    let size = ran(&mut Command::new(place.path().join("alone"))).out;
    assert_eq!(size.trim().parse(), Ok(instance(&all, "twice").size));

    let one = place.report(&["compare", "alone.rs::twice"]);
    assert_eq!(["twice"], one.compared.iter().map(|one| &*one.path).collect::<Vec<_>>()[..]);
    assert_eq!(instance(&all, "twice").states, instance(&one, "twice").states);
}

#[test]
fn a_file_without_main_is_a_library() {
    let place = Place::of(&[(
        "a file.rs",
        "pub async fn f(n: u8) -> u8 { g().await; n }\nasync fn g() {}",
    )]);
    let report = place.report(&["compare", "a file.rs"]);
    assert_eq!(1, suspensions(&report, "f"));
    // Nothing is left beside it.
    assert_eq!(1, place.files("").len());
}

#[test]
fn a_package() {
    let place = package();
    let report = place.report(&["compare"]);
    let sizes = measured(&place, "debug");
    let size = |name: &str| sizes.iter().find(|(own, _)| own == name).unwrap().1;
    assert_eq!(size("Client::send"), instance(&report, "Client::send").size);
    assert_eq!(size("by_macro"), instance(&report, "by_macro").size);
    let by_kind = |kind| {
        let mut all = report.compared.iter().filter(|one| one.machine.kind == kind);
        let one = all.next().unwrap();
        assert!(all.next().is_none());
        &instance(&report, &one.path).size
    };
    assert_eq!(size("block"), *by_kind(MachineKind::Block));
    assert_eq!(size("closure"), *by_kind(MachineKind::Closure));

    // One for each choice of types.
    let keep = &function(&report, "keep").instances;
    let mut kept: Vec<_> = keep.iter().map(|one| (one.path.clone(), one.size)).collect();
    kept.sort();
    assert_eq!(2, kept.len(), "{kept:?}");
    assert!(kept[0].0.contains("[u64; 9]") && kept[1].0.contains("u8"), "{kept:?}");
    assert_eq!([size("keep<[u64; 9]>"), size("keep<u8>")], [kept[0].1, kept[1].1]);

    // What a macro awaits, the source does not show. What is kept meanwhile may well be needed.
    let states = &instance(&report, "by_macro").states;
    let [.., made] = states.as_slice() else { panic!("{states:?}") };
    assert_eq!((None, Some(3)), (made.state, made.value));
    assert_eq!(Some(Difference::MacroMade), made.reason);
    assert_eq!(("kept", None), (&*made.held[0].name, made.held[0].reason));
    assert!(made.bytes.iter().all(|stretch| stretch.kind != StretchKind::Waste), "{made:?}");

    // One more for the test.
    let report = place.report(&["compare", "--all-targets"]);
    let keep = &function(&report, "keep").instances;
    assert!(keep.iter().any(|one| one.path.contains("String")), "{keep:?}");
}

/// With the release profile a future is as large as the optimized program says.
#[test]
fn a_release() {
    let place = package();
    let report = place.report(&["compare", "--release", "."]);
    assert!(report.release);
    let sizes = measured(&place, "release");
    let send = sizes.iter().find(|(name, _)| name == "Client::send").unwrap();
    assert_eq!(send.1, instance(&report, "Client::send").size);
}

#[test]
fn all_formats() {
    let place = Place::of(&[("alone.rs", ALONE)]);
    let words = |format| ["compare", "alone.rs::twice", "--format", format];
    let text = place.run(&words("text"));
    assert_eq!((Some(0), ""), (text.code, &*text.err));
    for part in ["twice", "AwaitTick", "bytes", "Transitions: 3 in both", "rustc 1."] {
        assert!(text.out.contains(part), "{part} in\n{}", text.out);
    }
    assert!(!text.out.contains('\x1b'));
    let ascii = place.run(&["compare", "alone.rs::twice", "--ascii", "--width", "60"]);
    assert!(ascii.out.is_ascii());
    let svg = place.run(&words("svg")).out;
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
    let html = place.run(&words("html")).out;
    assert!(html.starts_with("<!") && html.trim_end().ends_with("</html>"), "{html}");
    // As it was written, after a way through the model.
    let json = place.run(&words("json")).out;
    let report: Report = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::to_string_pretty(&report).unwrap() + "\n");

    // The same in files, whose names say how.
    for (name, whole) in [("a.txt", &text.out), ("a", &text.out), ("a.svg", &svg), ("a.htm", &html)]
    {
        let Ran { out, err, code } = place.run(&["compare", "alone.rs::twice", "-o", name]);
        assert_eq!((Some(0), "", ""), (code, &*out, &*err));
        assert_eq!(*whole, place.read(name), "{name}");
    }
    assert_eq!(Some(0), place.run(&["compare", "alone.rs::twice", "-o", "a.png"]).code);
    let png = fs::read(place.path().join("a.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.ends_with(b"IEND\xaeB`\x82"));
}

#[test]
fn an_output_that_cannot_be() {
    let place = Place::of(&[("alone.rs", ALONE)]);
    let two = place.run(&["compare", "alone.rs", "-f", "svg"]);
    assert_eq!(
        "a picture shows the bytes of one future, and 2 were built: name one function, or ask for html",
        error(&two),
    );
    assert_eq!(
        "cannot tell the format of `a.painting` from its name: choose one with `--format`",
        error(&place.run(&["compare", "alone.rs", "-o", "a.painting"])),
    );
    assert_eq!(
        "cannot write `nowhere/a.txt`: No such file or directory",
        error(&place.run(&["compare", "alone.rs", "-o", "nowhere/a.txt"])),
    );
    assert_eq!(1, place.files("").len());
}

/// The user's own builds stay as they are, and so does what is built here.
#[test]
fn a_target_directory_of_its_own() {
    let place = Place::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY)]);
    let build = || ran(&mut place.command_of("cargo", &["build"]));
    assert_eq!(Some(0), build().code);
    let before = place.files("target/debug");
    assert!(!before.is_empty());
    let first = place.run(&["compare"]);
    assert!(first.err.contains("Compiling demo"), "{}", first.err);
    assert_eq!(before, place.files("target/debug"));
    let again = build();
    assert!(!again.err.contains("Compiling"), "{}", again.err);
    let second = place.run(&["compare"]);
    assert!(!second.err.contains("Compiling"), "{}", second.err);
    assert_eq!(first.out, second.out);
    let tops: Vec<_> = fs::read_dir(place.path().join("target"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "CACHEDIR.TAG" && !name.starts_with('.'))
        .collect();
    assert!(
        tops.iter().all(|name| name == "debug" || name == "pinata" || name == "tmp"),
        "{tops:?}"
    );
}

/// What takes debug info away, or puts it elsewhere.
#[test]
fn flags_and_profiles() {
    let all =
        "debug = 0\nstrip = true\nlto = true\nsplit-debuginfo = \"packed\"\ncodegen-units = 1\n";
    let manifest =
        format!("{MANIFEST}[profile.dev]\n{all}[profile.release]\n{all}panic = \"abort\"\n");
    let place =
        Place::of(&[("Cargo.toml", &manifest), ("src/lib.rs", LIBRARY), ("src/main.rs", PROGRAM)]);
    let plain = package().report(&["compare", "src"]);
    let same = |report: &Report| {
        for path in ["Client::send", "by_macro", "keep"] {
            let [was, is] = [&plain, report].map(|report| &function(report, path).instances);
            let sizes = |all: &[pinata_compare::model::Instance]| {
                all.iter().map(|one| (one.path.clone(), one.size)).collect::<Vec<_>>()
            };
            assert_eq!(sizes(was), sizes(is), "{path}");
        }
    };
    same(&place.report(&["compare", "src"]));
    place.report(&["compare", "src", "--release"]);
    let flags = "-C debuginfo=0 -C strip=symbols -C split-debuginfo=packed -C opt-level=1";
    same(&report(place.command(&["compare", "src"]).env("RUSTFLAGS", flags)));
}

/// Cargo may be told to keep what is not final in a place of its own.
#[test]
fn a_build_directory() {
    let place =
        Place::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY), ("src/main.rs", PROGRAM)]);
    place.write(".cargo/config.toml", "[build]\nbuild-dir = \"elsewhere\"\n");
    assert!(!place.report(&["compare"]).compared.is_empty());
    assert!(!place.path().join("elsewhere").exists());
}

#[cfg(unix)]
#[test]
fn a_wrapper_of_the_user() {
    let place = package();
    let wrapper = place.script("wrap.sh", "echo called >> wrapped\nexec \"$@\"");
    let all = report(place.command(&["compare", "src"]).env("RUSTC_WRAPPER", wrapper));
    assert_eq!(2, function(&all, "keep").instances.len());
    assert!(place.read("wrapped").lines().count() > 2);
}

/// A library that C can call, and one of constants: neither has what a plain one has.
#[test]
fn other_libraries() {
    let kinds = "[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n[workspace]\nmembers = [\"*-own\"]\n";
    let own = |name: &str| MANIFEST.replace("demo", name);
    let place = Place::of(&[
        ("Cargo.toml", &format!("{MANIFEST}{kinds}")),
        ("src/lib.rs", LIBRARY),
        ("src/main.rs", PROGRAM),
        ("constants-own/Cargo.toml", &own("constants-own")),
        ("constants-own/src/lib.rs", "pub const ONE: u32 = 1;"),
        ("plain-own/Cargo.toml", &own("plain-own")),
        ("plain-own/src/lib.rs", "pub fn plain() {}"),
        (
            "shared-own/Cargo.toml",
            &format!("{}[lib]\ncrate-type = [\"cdylib\"]\n", own("shared-own")),
        ),
        ("shared-own/src/lib.rs", "pub async fn shared() { plain().await }\nasync fn plain() {}"),
    ]);
    let report = place.report(&["compare"]);
    assert_eq!(2, function(&report, "keep").instances.len());
    assert!(instance(&report, "Client::send").transitions.is_some());
    // The root stands for all members.
    assert_eq!(1, suspensions(&report, "shared"));
    assert!(instance(&report, "shared").transitions.is_some());
}

#[test]
fn a_workspace() {
    let member = |name: &str| MANIFEST.replace("demo", name);
    let place = Place::of(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"inner/*\"]\nresolver = \"3\"\n"),
        ("inner/one/Cargo.toml", &member("one")),
        (
            "inner/one/src/lib.rs",
            "pub async fn first(n: u64) -> u64 { std::future::ready(()).await; n }",
        ),
        (
            "inner/two/Cargo.toml",
            &format!("{}[dependencies]\none.path = \"../one\"\n", member("two")),
        ),
        (
            "inner/two/src/main.rs",
            "async fn second() { one::first(1).await; }\nfn main() { drop(second()) }",
        ),
    ]);
    let all = place.report(&["compare"]);
    let paths = |report: &Report| -> Vec<String> {
        report.compared.iter().map(|one| format!("{}:{}", one.file.display(), one.path)).collect()
    };
    assert_eq!(["inner/one/src/lib.rs:first", "inner/two/src/main.rs:second"], paths(&all)[..]);
    // One is inside of the other.
    let second = &all.futures[instance(&all, "second").future.0];
    let inner = &all.futures[second.inner[0].future.0];
    assert!(inner.path.contains("first"), "{}", inner.path);
    assert!(second.size > inner.size && inner.size == instance(&all, "first").size);

    // A directory stands for the packages in it, a member for itself.
    assert_eq!(2, place.report(&["compare", "inner"]).compared.len());
    assert_eq!(2, place.report(&["compare", "."]).compared.len());
    assert_eq!(["inner/one/src/lib.rs:first"], paths(&place.report(&["compare", "inner/one"]))[..]);
    let of_member = place.report(&["compare", "--manifest-path", "inner/two/Cargo.toml"]);
    assert_eq!(["inner/two/src/main.rs:second"], paths(&of_member)[..]);
}

#[test]
fn what_is_not_built_is_named() {
    let source = "\
pub async fn built() {}
#[cfg(any())]
pub async fn configured_away() { built().await }
pub async fn never_called<T>(value: T) -> T { built().await; value }
";
    let place = Place::of(&[("a.rs", source)]);
    let some = place.run(&["compare", "a.rs"]);
    assert_eq!(Some(1), some.code);
    for line in ["not built: configured_away  a.rs:3", "not built: never_called  a.rs:4"] {
        assert!(some.out.contains(line), "{}", some.out);
    }
    assert_eq!(
        "note: `configured_away` and `never_called` are not built: generic and never called, configured away, or part of another \
         target; try `--all-targets` or `--features`\n",
        some.err,
    );
    assert_eq!(Some(0), place.run(&["compare", "a.rs::built"]).code);
    let json = place.run(&["compare", "a.rs::never_called", "--json"]);
    let report: Report = serde_json::from_str(&json.out).unwrap();
    assert_eq!((Some(1), 0, 1), (json.code, report.compared.len(), report.missing.len()));
    let html = place.run(&["compare", "a.rs", "-f", "html"]).out;
    assert!(html.contains("Not built: generic and never called"));
}

/// What cannot be parsed is left out, and the exit code says so.
#[test]
fn a_file_that_no_parser_reads() {
    let place = Place::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY)]);
    place.write("src/broken.rs", "async fn broken( {}");
    let Ran { out, err, code } = place.run(&["compare", "src"]);
    assert!(err.starts_with("skipped: src/broken.rs:1:16"), "{err}");
    assert!(out.contains("Client::send"));
    assert_eq!(Some(1), code);
}

#[test]
fn nothing_to_compare() {
    let place = Place::of(&[("a.rs", "fn main() {}"), ("folder/b.rs", "async fn f() {}")]);
    assert_eq!(
        "cannot read `none.rs`: No such file or directory",
        error(&place.run(&["compare", "none.rs"]))
    );
    assert_eq!("`a.rs` has nothing `async` with a body", error(&place.run(&["compare", "a.rs"])));
    let folder = place.path().join("folder").canonicalize().unwrap();
    assert_eq!(
        format!(
            "`{}` belongs to no package: name a file, or a directory with a Cargo.toml",
            folder.display(),
        ),
        error(&place.run(&["compare", "folder"])),
    );
    let nowhere = place.run(&["compare"]);
    assert!(error(&nowhere).starts_with("cargo: could not find `Cargo.toml`"), "{}", nowhere.err);
    // A package that is none of the workspace above it.
    place.write("Cargo.toml", "[workspace]\n");
    place.write("folder/Cargo.toml", MANIFEST);
    let stray = place.run(&["compare", "folder"]);
    assert!(error(&stray).starts_with("cargo: "), "{}", stray.err);
    assert_eq!(1, stray.err.lines().count(), "{}", stray.err);
}

#[test]
fn what_does_not_compile() {
    let place = Place::of(&[("a.rs", "async fn f() { let n: u8 = g().await; }\nasync fn g() {}")]);
    let alone = place.run(&["compare", "a.rs"]);
    let line = error(&alone);
    assert!(
        line.ends_with("the edition is 2024; if it needs others, put it into a package"),
        "{line}"
    );
    assert!(alone.err.contains("mismatched types"), "{}", alone.err);
    place.write("Cargo.toml", MANIFEST);
    place.write("src/lib.rs", "mod gone;\npub async fn f() {}");
    let package = place.run(&["compare"]);
    assert_eq!(
        "it does not build, for the reason above, and only what builds can be compared",
        error(&package),
    );
    assert!(package.err.contains("file not found for module `gone`"), "{}", package.err);
}

#[test]
fn without_rust() {
    let place =
        Place::of(&[("alone.rs", ALONE), ("p/Cargo.toml", MANIFEST), ("p/src/lib.rs", LIBRARY)]);
    let bare = |words: &[&str]| {
        let mut command = place.command(words);
        ran(command.env("PATH", "").env_remove("CARGO").env_remove("RUSTC"))
    };
    assert_eq!(
        "cannot run `rustc`: No such file or directory; install Rust from https://rustup.rs, or name \
         the program in `RUSTC`",
        error(&bare(&["compare", "alone.rs"])),
    );
    for words in [&["compare", "p"][..], &["compare", "--manifest-path", "p/Cargo.toml"]] {
        let line = error(&bare(words)).to_owned();
        assert!(
            line.contains("cannot run `cargo`") && line.contains("https://rustup.rs"),
            "{line}"
        );
    }
}

/// A linker that strips takes away what rustc was asked for.
#[cfg(target_os = "linux")]
#[test]
fn a_stripped_program() {
    let place = Place::of(&[("Cargo.toml", MANIFEST), ("src/main.rs", ALONE)]);
    let stripped = ran(place.command(&["compare"]).env("RUSTFLAGS", "-C link-arg=-s"));
    let line = error(&stripped);
    assert!(line.contains("there is no debug info in it"), "{line}");
    assert!(line.contains("a linker told to strip (`-C link-arg=-s`)"), "{line}");
}

/// A compiler that is not known here: it is said, and goes on.
#[cfg(unix)]
#[test]
fn a_compiler_of_tomorrow() {
    let place = Place::of(&[("alone.rs", ALONE)]);
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let calls = "[ \"$1\" = --version ] && echo 'rustc 1.999.0 (0123 2099-01-01)' && exit\n";
    let new = place.script("new.sh", &format!("{calls}exec {rustc} \"$@\""));
    let Ran { out, err, code } = ran(place.command(&["compare", "alone.rs"]).env("RUSTC", new));
    assert_eq!(Some(0), code, "{err}");
    assert!(out.contains("rustc 1.999.0"), "{out}");
    assert!(
        err.starts_with(
            "note: rustc 1.999.0 (0123 2099-01-01) is newer: this was made for rustc 1.95 to 1."
        ),
        "{err}",
    );
    // Whatever it writes that nobody understands is laid to it.
    let then = |what: &str| {
        format!(
            "{calls}{rustc} \"$@\" || exit\n\
             for word; do [ \"$last\" = --out-dir ] && directory=$word; last=$word; done\n\
             if [ \"$directory\" ]; then {what} \"$directory\"/*.mir; fi"
        )
    };
    let other = place.script("other.sh", &then("sed -i s/switchInt/select/"));
    let unread = ran(place.command(&["compare", "alone.rs"]).env("RUSTC", other));
    let line = error(&unread);
    assert!(line.contains("MIR: line ") && line.contains("rustc 1.999.0"), "{line}");
    assert!(line.contains("build with one of them, such as `cargo +1.95 pinata`"), "{line}");
    // One that writes none.
    let none = place.script("none.sh", &then("rm"));
    let place = Place::of(&[("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY)]);
    let without = ran(place.command(&["compare"]).env("RUSTC", none));
    assert!(error(&without).contains("there is no MIR beside"), "{}", without.err);
}

/// Whatever there is: a package, where a macro awaits, a block, a closure and two instances.
#[test]
fn a_nightly_rustc_confirms() {
    let nightly = Command::new("rustup").args(["run", "nightly", "rustc", "--version"]).output();
    let Some(nightly) = nightly.ok().filter(|nightly| nightly.status.success()) else {
        eprintln!("skipped: there is no nightly rustc");
        return;
    };
    let nightly = String::from_utf8(nightly.stdout).unwrap();
    let place = package();
    let report = place.report(&["compare", "--nightly"]);
    for one in report.compared.iter().flat_map(|one| &one.instances) {
        let confirmed = one.confirmed.as_ref().unwrap();
        assert_eq!(nightly.trim(), confirmed.rustc);
        assert!(confirmed.agrees, "{}: {:?}", one.path, confirmed.differences);
    }
    assert!(instance(&report, "by_macro").confirmed.as_ref().unwrap().saved.len() >= 2);
    assert_eq!(None, instance(&place.report(&["compare"]), "by_macro").confirmed);
    // Lines that moved are told anew.
    place.write("src/lib.rs", &format!("\n\n{LIBRARY}"));
    let text = place.run(&["compare", "--nightly", "src/lib.rs::by_macro"]).out;
    assert!(text.contains(&format!("  Confirmed by {}", nightly.trim())), "{text}");
}

#[cfg(unix)]
#[test]
fn no_nightly_rustc() {
    let place = Place::of(&[("alone.rs", ALONE)]);
    let path = |text| place.script("bin/rustup", text).parent().unwrap().to_owned();
    let run = |path: &std::path::Path| {
        ran(place.command(&["compare", "--nightly", "alone.rs"]).env("PATH", path))
    };
    let none = run(&path("echo stable-x86_64-unknown-linux-gnu"));
    assert!(error(&none).contains("no nightly rustc is installed: `rustup toolchain install"));
    let nothing = run(std::path::Path::new("/nowhere"));
    assert!(error(&nothing).contains("there is no rustup"), "{}", nothing.err);
}
