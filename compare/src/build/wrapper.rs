//! What stands between Cargo and rustc: this program itself, called once more.
//!
//! Cargo calls `RUSTC_WORKSPACE_WRAPPER rustc ARGUMENTS…` for the crates of the workspace and
//! nothing else. What is added comes last, and the last one counts:
//!
//! ```text
//! rustc --crate-name mini --emit=dep-info,metadata,link -C debuginfo=0 …
//! rustc --crate-name mini --emit=dep-info,metadata,link -C debuginfo=0 … --emit=mir -C debuginfo=2 …
//! ```

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

/// Tells this program, when it is called, to be the wrapper.
pub const ASKED: &str = "PINATA_WRAPS_RUSTC";

/// Tells the wrapper as well that the rustc is a nightly one, to be asked for layouts.
pub const LAYOUTS: &str = "PINATA_WANTS_LAYOUTS";

/// What rustc is asked for besides: its MIR, all debug info in the binary itself, and code of
/// every function that needs no type to be known, called or not.
pub const FLAGS: [&str; 9] = [
    "--emit=mir",
    "-C",
    "debuginfo=2",
    "-C",
    "split-debuginfo=off",
    "-C",
    "strip=none",
    "-C",
    "link-dead-code",
];

/// Runs rustc if this program was called as the wrapper around it, and says how that ended.
///
/// To be called first thing in `main`.
pub fn run() -> Option<ExitCode> {
    env::var_os(ASKED)?;
    let mut words = env::args_os().skip(1);
    let rustc = words.next()?;
    let arguments: Vec<OsString> = words.collect();
    let mut command = Command::new(&rustc);
    command.args(&arguments);
    if is_wanted(&arguments) {
        command.args(FLAGS);
        if let Some(mir) = env::var_os(LAYOUTS).and_then(|_| mir(&arguments)) {
            let layouts = layouts(&mir);
            // What an earlier build told is no longer true.
            let _ = fs::remove_dir_all(&layouts);
            command.args(dump(&layouts));
        }
    }
    let code = match command.status() {
        Ok(status) => u8::try_from(status.code().unwrap_or(1)).unwrap_or(1),
        Err(cause) => {
            eprintln!("error: cannot run `{}`: {cause}", rustc.display());
            1
        }
    };
    Some(ExitCode::from(code))
}

/// How to ask a nightly rustc for the layout of each coroutine, a file each.
pub fn dump(directory: &Path) -> [OsString; 2] {
    let mut flag = OsString::from("-Zdump-mir-dir=");
    flag.push(directory);
    ["-Zdump-mir=coroutine_resume".into(), flag]
}

/// Where the layouts of a crate go: `deps/mini-0123.mir` → `deps/mini-0123.layouts`.
pub fn layouts(mir: &Path) -> PathBuf {
    mir.with_extension("layouts")
}

/// Where rustc writes the MIR, by what Cargo tells it:
/// `--crate-name mini --out-dir deps -C extra-filename=-0123` → `deps/mini-0123.mir`.
fn mir(arguments: &[OsString]) -> Option<PathBuf> {
    let after = |flag: &str| arguments.iter().skip_while(|word| *word != flag).nth(1);
    let name = after("--crate-name")?.to_str()?;
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let extra = words
        .find_map(|word| word.strip_prefix("-C").unwrap_or(word).strip_prefix("extra-filename="));
    let file = format!("{name}{}.mir", extra.unwrap_or_default());
    Some(Path::new(after("--out-dir")?).join(file))
}

/// Whether it is a crate to look into: no question about rustc itself, nothing that only the
/// build runs.
fn is_wanted(arguments: &[OsString]) -> bool {
    let follows = |flag: &str, value: &str| {
        let joined = format!("{flag}={value}");
        arguments.windows(2).any(|pair| pair[0] == flag && pair[1] == value)
            || arguments.iter().any(|argument| *argument == *joined)
    };
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    let is_build_script = name.is_some_and(|name| {
        name.to_str().is_some_and(|name| name.starts_with("build_script_")) || name == "___"
    });
    let prints = arguments.iter().any(|argument| {
        argument == "-vV" || argument.to_str().is_some_and(|text| text.starts_with("--print"))
    });
    name.is_some()
        && !is_build_script
        && !prints
        && !follows("--crate-type", "proc-macro")
        && has_link(arguments)
}

/// Whether code is generated: `cargo check` has no use for debug info.
fn has_link(arguments: &[OsString]) -> bool {
    let emits =
        arguments.iter().filter_map(|argument| OsStr::to_str(argument)?.strip_prefix("--emit="));
    emits.flat_map(|emit| emit.split(',')).any(|what| what == "link")
}
