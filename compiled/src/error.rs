//! Why a compiled machine cannot be read: one line each.

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It ends too early, or contradicts itself.
    #[error("{what}: {reason}")]
    Malformed {
        /// What was read: `debug info`, `MIR`, `coroutine layout`.
        what: &'static str,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// These bytes are of another kind.
    #[error("neither a program, nor a library, nor an object file: {reason}")]
    NotAnObject {
        /// What is wrong with it.
        reason: String,
    },
    /// There is no debug info at all.
    #[error("there is no debug info in it: {remedy}")]
    NoDebugInfo {
        /// How to build it instead.
        remedy: &'static str,
    },
    /// The debug info is enough for a backtrace, and no more.
    #[error("its debug info tells lines, but no types: build it with `debug = 2`, or `rustc -g`")]
    LinesOnly,
    /// The debug info stands in another file.
    #[error("its debug info stands in `{file}`: build it with `split-debuginfo = \"off\"`")]
    Elsewhere {
        /// That file, as the compiler calls it.
        file: String,
    },
    /// There is debug info, but none of it is of Rust.
    #[error("nothing in it was built by rustc")]
    NotRust,
    /// A compiler describes coroutines in another way than those that are known here.
    #[error(
        "{producer} does not describe `{path}` as expected: {expected}. \
         Build it with a version of rustc that is known here, and report this one"
    )]
    Unexpected {
        /// The compiler, as it signs.
        producer: String,
        /// The coroutine.
        path: String,
        /// What was expected, and what was there instead.
        expected: String,
    },
}
