//! Bugs that a build can have on purpose, so that it is seen that the tests find
//! them: only with the feature `planted-bugs`, and never in a release.
//!
//! Without the feature [`is_planted`] is a constant, and nothing of it is built.

/// A rule that the program forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The gate is asked before the lock is taken, so that a halt slips in.
    EarlyGate,
    /// What stands in the halt file only is not put on record, so that the clear of another
    /// halt takes it away.
    ClearLiftsFile,
    /// The halt file is looked at when a transaction begins, and not again at or after its
    /// commit.
    NoCheckAtCommit,
    /// What execution says of its outcome in guide mode is not looked at.
    OutcomeUnchecked,
    /// A command that is delivered once only can be queued again.
    OnceOnlyRedelivered,
    /// A phase is left by hand without a look at the answer to its command.
    RejectionWalkedPast,
    /// A late answer is recorded only by one who shows the token of the supervisor.
    LateAnswerDenied,
    /// A receiver goes on to wait and claim when nobody reads what it prints, and gives
    /// nothing back.
    ClaimForNobody,
    /// A message is settled without a look at the claim token.
    AnyClaim,
    /// A claim holds for no time, so that a claimed message is handed out again.
    NoLease,
    /// The key of a message is forgotten, so that it is stored again.
    LostKey,
    /// A value is written without a look at its version.
    AnyVersion,
    /// A program is given its command without a check for halts and without the lock.
    UncheckedDispatch,
}

/// Whether this bug was chosen, by its name in `FLOWREX_PLANTED_BUG`.
#[cfg(feature = "planted-bugs")]
pub fn is_planted(bug: Bug) -> bool {
    std::env::var("FLOWREX_PLANTED_BUG").is_ok_and(|name| name == format!("{bug:?}"))
}

/// Never: this build has no bugs on purpose.
#[cfg(not(feature = "planted-bugs"))]
pub const fn is_planted(_: Bug) -> bool {
    false
}
