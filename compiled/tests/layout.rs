//! What a nightly rustc tells of the layout of a coroutine.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use pinata_compiled::layout;

/// As rustc writes it, but by hand: a type that takes several lines, and a value without a place.
const ONCE: &str = "\
// MIR for `once::{closure#0}` 0 coroutine_resume
/* coroutine_layout = CoroutineLayout {
    field_tys: {
        _s0: CoroutineSavedTy {
            ty: std::string::String,
            source_info: SourceInfo {
                span: src/main.rs:3:9: 3:13 (#0),
                scope: scope[0],
            },
            ignore_for_traits: false,
        },
        _s1: CoroutineSavedTy {
            ty: Coroutine(
                DefId(0:5 ~ demo[f8e9]::tick::{closure#0}),
                [
                    (),
                ],
            ),
            source_info: SourceInfo {
                span: no-location (#0),
                scope: scope[1],
            },
            ignore_for_traits: true,
        },
    },
    variant_fields: {
        Unresumed(0): [],
        Returned (1): [],
        Panicked (2): [],
        Suspend0 (3): [_s0, _s1],
        Suspend1 (4): [_s1],
    },
    storage_conflicts: BitMatrix(2x2) {
        (_s0, _s0),
        (_s0, _s1),
        (_s1, _s0),
        (_s1, _s1),
    },
} */

fn once::{closure#0}(_1: Pin<&mut {async fn body of once()}>, _2: &mut Context<'_>) -> Poll<()> {
}
";

#[test]
fn by_hand() {
    insta::assert_debug_snapshot!(layout::read(ONCE).unwrap().unwrap());
}

#[test]
fn of_nothing_else() {
    assert_eq!(None, layout::read("").unwrap());
    assert_eq!(None, layout::read("fn main() -> () {\n}\n").unwrap());
    // A generator that is no future.
    let other = ONCE.replace("{async fn body of once()}", "{gen block@src/main.rs:3:1: 3:4}");
    assert_eq!(None, layout::read(&other).unwrap());
}

#[test]
fn messages() {
    let mut messages = String::new();
    for (from, to) in [
        ("        _s1: C", "        _s2: C"),
        ("            ignore_for_traits: true,\n", "            ignore_for_traits: maybe,\n"),
        ("span: no", "place: no"),
        ("Suspend0 (3)", "Suspend0 (4)"),
        ("[_s0, _s1]", "[_s0, _s2]"),
        ("        (_s1, _s1),\n", "        (_s1),\n"),
        ("2x2", "3x3"),
        ("} */", "}"),
        ("\nfn once", "\nonce"),
    ] {
        assert!(ONCE.contains(from), "{from}");
        let error = layout::read(&ONCE.replace(from, to)).unwrap_err();
        messages += &format!("{from:?} replaced by {to:?}\n    {error}\n");
    }
    insta::assert_snapshot!(messages);
}

/// Wherever it ends, and whichever line is lost, doubled or swapped, or a letter of it: it is read,
/// or the error names a line of it.
#[test]
fn damaged() {
    let (mut read, mut refused) = (0, 0);
    let mut check = |text: &str| match layout::read(text) {
        Ok(_) => read += 1,
        Err(error) => {
            let message = error.to_string();
            let line = message.strip_prefix("coroutine layout: line ").unwrap();
            let line: usize = line.split_once(':').unwrap().0.parse().unwrap();
            assert!((1..=text.split('\n').count()).contains(&line), "{message}");
            refused += 1;
        }
    };
    for end in 0..ONCE.len() {
        check(&ONCE[..end]);
        for piece in ["", "\n", "é", "\0", "_s99999999999999999999", "},", "(", "[", "    "] {
            check(&format!("{}{piece}{}", &ONCE[..end], &ONCE[end + 1..]));
        }
    }
    let lines: Vec<&str> = ONCE.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        for other in 0..lines.len() {
            let mut lines = lines.clone();
            lines.swap(at, other);
            check(&lines.concat());
            lines.insert(at, lines[other]);
            check(&lines.concat());
            lines.remove(other);
            check(&lines.concat());
        }
    }
    assert!(read > 1000 && refused > 1000, "{read} read, {refused} refused");
}

/// However many fields there are.
#[test]
fn long() {
    let count = 20_000;
    let field = |at: usize| {
        format!(
            "        _s{at}: CoroutineSavedTy {{\n            ty: u8,\n            source_info: \
             SourceInfo {{\n                span: a.rs:1:1: 1:2 (#0),\n                scope: \
             scope[0],\n            }},\n        }},\n"
        )
    };
    let fields: String = (0..count).map(field).collect();
    let text = format!(
        "/* coroutine_layout = CoroutineLayout {{\n    field_tys: {{\n{fields}    }},\n    \
         variant_fields: {{}},\n    storage_conflicts: BitMatrix({count}x{count}) {{}},\n}} */\n\nfn \
         a(_1: Pin<&mut {{async fn body of a()}}>, _2: &mut Context<'_>) -> Poll<()> {{\n}}\n"
    );
    let layout = layout::read(&text).unwrap().unwrap();
    assert_eq!((count, None), (layout.fields.len(), layout.fields[0].ignore_for_traits));
}

/// What the installed nightly rustc writes.
#[test]
fn by_rustc() {
    const SOURCE: &str = "\
async fn tick() {}

pub async fn kept(text: String) -> usize {
    tick().await;
    let unit = ();
    tick()
        .await;
    drop(unit);
    text.len()
}
";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("demo.rs"), SOURCE).unwrap();
    let built = Command::new("rustup")
        .args(["run", "nightly", "rustc", "--edition=2024", "--crate-type=lib", "--emit=mir"])
        .args([
            "--cap-lints=allow",
            "-Zdump-mir=coroutine_resume",
            "-Zdump-mir-dir=dump",
            "demo.rs",
        ])
        .current_dir(folder.path())
        .output();
    if !built.is_ok_and(|built| built.status.success()) {
        eprintln!("skipped: there is no nightly rustc");
        return;
    }
    let layouts = layouts(&folder.path().join("dump")).unwrap();
    let kept = layouts.iter().find(|one| one.path == "kept::{closure#0}").unwrap();
    assert_eq!("{async fn body of kept()}", kept.coroutine);
    let saved: Vec<_> = kept.states.iter().map(|state| state.fields.len()).collect();
    // The text and the future; later the value without bytes as well.
    assert_eq!([0, 0, 0, 2, 3], saved[..]);
    let awaits = kept.fields.iter().filter(|field| field.ty.contains("tick::{closure#0}"));
    let lines: Vec<_> = awaits.map(|field| field.place.as_ref().unwrap().end_line).collect();
    assert_eq!([4, 7], lines[..]);
    let is_string = |at: &usize| kept.fields[*at].ty == "std::string::String";
    let text = (0..kept.fields.len()).find(is_string).unwrap();
    // The text is there all the time, and the two futures never are together.
    let with_text = kept.conflicts.iter().filter(|(a, b)| *a == text || *b == text).count();
    assert_eq!(kept.fields.len() - 1, with_text);
    assert!(layouts.iter().any(|one| one.path == "tick::{closure#0}" && one.fields.is_empty()));
}

fn layouts(folder: &Path) -> io::Result<Vec<layout::CoroutineLayout>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let texts = paths.map(|path| path.and_then(fs::read_to_string));
    texts.filter_map(|text| text.map(|text| layout::read(&text).unwrap()).transpose()).collect()
}
