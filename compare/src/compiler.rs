//! Which compilers are known here, and what to say of others.
//!
//! rustc promises nothing about how debug info describes a coroutine, and nothing about the text
//! of its MIR. The tests build with what is installed, so these are the versions that they ran
//! with:
//!
//! | rustc | debug info | MIR |
//! |---|---|---|
//! | 1.95 | `{async_fn_env#0}` has a variant for each state, with the line of its await | `--emit=mir` |
//! | 1.97 | the same | the same |

use std::fmt;

/// The first version that is known.
pub const OLDEST: Version = Version { major: 1, minor: 95 };

/// The last version that is known.
pub const NEWEST: Version = Version { major: 1, minor: 97 };

/// A version of rustc: what it writes does not change with the third number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
}

impl Version {
    /// `rustc 1.97.0-nightly (e50aa6fba 2026-05-19)` → 1.97
    pub fn of(rustc: &str) -> Option<Self> {
        let mut numbers = rustc.split(' ').nth(1)?.split('.');
        let mut number = || numbers.next()?.parse().ok();
        Some(Self { major: number()?, minor: number()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What to say before anything is read; nothing of a compiler that is known.
pub fn note(rustc: &str) -> Option<String> {
    let what = match Version::of(rustc) {
        Some(version) if version > NEWEST => "is newer",
        Some(version) if version < OLDEST => "is older",
        Some(_) => return None,
        None => "is another compiler",
    };
    Some(format!("{rustc} {what}: this was made for rustc {OLDEST} to {NEWEST}, so look twice"))
}

/// What to do when something that rustc wrote is not understood.
pub fn advice(rustc: &str) -> String {
    match Version::of(rustc) {
        Some(version) if (OLDEST..=NEWEST).contains(&version) => {
            format!("{rustc} wrote it: please report this")
        }
        _ => format!(
            "{rustc} wrote it, and only rustc {OLDEST} to {NEWEST} are known here: build with one \
             of them, such as `cargo +{OLDEST} pinata`, or update Pinata",
        ),
    }
}
