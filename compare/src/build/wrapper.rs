//! What stands between Cargo and rustc: this program itself, called once more.
//!
//! Cargo calls `RUSTC_WORKSPACE_WRAPPER rustc ARGUMENTS…` for the crates of the workspace and
//! nothing else. What is added comes last, and the last one counts:
//!
//! ```text
//! rustc --crate-name mini --emit=dep-info,metadata,link -C debuginfo=0 …
//! rustc --crate-name mini --emit=dep-info,metadata,link -C debuginfo=0 … --emit=mir -C debuginfo=2 …
//! ```

use std::env;
use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode};

/// Tells this program, when it is called, to be the wrapper.
pub const ASKED: &str = "PINATA_WRAPS_RUSTC";

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
