//! The edition of the crate that is being compiled.
//!
//! It decides how long the temporaries of a block's tail and of an `if let` live, and no
//! span tells it to a macro on stable Rust. But the macro runs inside the compiler, whose
//! arguments do.

use std::ffi::OsString;
use std::path::Path;

/// What rustc assumes when it isn't told.
const DEFAULT: u16 = 2015;

/// The edition that rustc was told; the latest one in an editor, which runs nothing.
pub fn of_this_crate() -> u16 {
    let mut arguments = std::env::args_os();
    let program = arguments.next();
    let found = find(&arguments.collect::<Vec<_>>(), true);
    let is_rustc = program
        .as_deref()
        .and_then(|program| Path::new(program).file_stem())
        .is_some_and(|name| name.to_string_lossy().contains("rustc"));
    found.unwrap_or(if is_rustc { DEFAULT } else { 2024 })
}

fn find(arguments: &[OsString], follow: bool) -> Option<u16> {
    let arguments: Vec<String> =
        arguments.iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if let Some(edition) = argument.strip_prefix("--edition=") {
            return edition.parse().ok();
        }
        if argument == "--edition" {
            return rest.next()?.parse().ok();
        }
        // A long command line is passed in a file, one argument a line.
        if let Some(file) = argument.strip_prefix('@').filter(|_| follow)
            && let Ok(text) = std::fs::read_to_string(file)
        {
            let inner: Vec<OsString> = text.lines().map(OsString::from).collect();
            if let Some(edition) = find(&inner, false) {
                return Some(edition);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn reads_both_spellings() {
        let arguments = |text: &str| text.split(' ').map(Into::into).collect::<Vec<_>>();
        assert_eq!(find(&arguments("--crate-name x --edition=2021"), true), Some(2021));
        assert_eq!(find(&arguments("--edition 2024 x.rs"), true), Some(2024));
        assert_eq!(find(&arguments("x.rs"), true), None);
    }
}
