//! Why a compiled machine cannot be read: one line each.

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It ends too early, or contradicts itself.
    #[error("{what}: {reason}")]
    Malformed {
        /// What was read: `debug info`, `MIR`.
        what: &'static str,
        /// What is wrong with it, and where.
        reason: String,
    },
}
