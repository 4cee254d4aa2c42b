//! Reads and compares what rustc says.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// One error.
#[derive(Clone)]
pub struct Diagnostic {
    /// The code of the error, or its message when it has no code.
    pub reason: String,
    /// The line with the mistake.
    pub line: u64,
    /// All lines that the error points at.
    lines: BTreeSet<u64>,
    message: String,
}

impl Diagnostic {
    /// What errors in rustc's JSON say.
    pub fn all(errors: &[Value]) -> Vec<Diagnostic> {
        errors.iter().filter_map(Diagnostic::read).collect()
    }

    /// `None` for the summary at the end, which points nowhere.
    fn read(diagnostic: &Value) -> Option<Diagnostic> {
        let spans = diagnostic["spans"].as_array()?;
        let primary = spans.iter().find(|span| span["is_primary"] == true)?;
        let message = diagnostic["message"].as_str()?.to_owned();
        let reason = diagnostic["code"]["code"].as_str().unwrap_or(&message).to_owned();
        let lines = spans.iter().filter_map(|span| span["line_start"].as_u64()).collect();
        Some(Diagnostic { reason, line: primary["line_start"].as_u64()?, lines, message })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {}", self.line, self.reason, self.message)
    }
}

/// Every error must remain, and a new one may only be about lines that had one.
pub fn differences(plain: &[Diagnostic], annotated: &[Diagnostic]) -> Vec<String> {
    let key = |error: &Diagnostic| (error.line, error.reason.clone());
    let found: BTreeSet<_> = annotated.iter().map(key).collect();
    let related: BTreeSet<_> = plain.iter().flat_map(|error| &error.lines).collect();

    let missing = plain.iter().filter(|error| !found.contains(&key(error)));
    let missing =
        missing.map(|error| format!("{} on line {} is missing", error.reason, error.line));
    let new = annotated.iter().filter(|error| !related.contains(&error.line));
    let new = new.map(|error| format!("{} on line {} is new", error.reason, error.line));
    missing.chain(new).collect()
}
