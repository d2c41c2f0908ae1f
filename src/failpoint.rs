//! Failpoints: deliberate defects, each of which the tests must find.
//!
//! They exist only in a build with the feature `failpoints`, which no release has. Without
//! it, [`Failpoint::is_active`] is a constant, and the compiler removes what depends on it.
//! An active failpoint disables the check around its call. This module uses no other module.

/// A defect that a build with the feature `failpoints` can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failpoint {
    /// Admit an operation before its lock is taken, and not again inside the transaction.
    EarlyGate,
    /// Lift a halt that exists only in the halt file when another halt is cleared.
    ClearLiftsFile,
    /// Check for the halt file when a transaction begins, and not again at its commit.
    NoCheckAtCommit,
    /// Accept any outcome of the execution agent in guide mode.
    OutcomeUnchecked,
    /// Queue an at-most-once command again.
    OnceOnlyRedelivered,
    /// Advance a cycle by hand without reading the answer to the command of its phase.
    RejectionWalkedPast,
    /// Require the supervisor's token to record a late answer.
    LateAnswerDenied,
    /// Wait for and claim messages after the reader of the output is gone, and keep them.
    ClaimForNobody,
    /// Settle a message without comparing the claim token.
    AnyClaim,
    /// Let a lease expire at once, so that a claimed message is redelivered.
    NoLease,
    /// Store a message without its idempotency key, so that a repetition is stored again.
    LostKey,
    /// Write a shared value without comparing its version.
    AnyVersion,
    /// Start a program without checking for halts and without the dispatch lock.
    UncheckedDispatch,
}

impl Failpoint {
    /// Whether the variable `FLOWREX_FAILPOINT` names this failpoint.
    #[cfg(feature = "failpoints")]
    pub fn is_active(self) -> bool {
        std::env::var("FLOWREX_FAILPOINT").is_ok_and(|name| name == format!("{self:?}"))
    }

    /// Never: this build has no failpoints.
    #[cfg(not(feature = "failpoints"))]
    pub const fn is_active(self) -> bool {
        false
    }
}
