//! The result of a check.

use super::words::words;

words! {
    /// What a look has shown.
    Verdict, by word, "the verdicts are":
    /// As it should be.
    Ok = "ok",
    /// Works, but needs attention.
    Warning = "warning",
    /// Does not work.
    Failed = "failed",
}

/// One look, and what it has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// At what.
    pub name: String,
    /// Whether it is as it should be.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
}

impl Check {
    /// A check of `name`, and what was `found`.
    pub fn new(name: impl Into<String>, verdict: Verdict, found: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            verdict,
            found: found.into(),
        }
    }
}
