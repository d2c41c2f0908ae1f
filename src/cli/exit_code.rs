//! The exit codes: a promise to scripts.

use crate::model::error::ErrorKind;

/// Done.
pub const DONE: u8 = 0;
/// A defect of this program.
pub const INTERNAL: u8 = 1;
/// Usage or bad input; nothing was changed.
pub const USAGE: u8 = 2;
/// What was named does not exist.
pub const NOT_FOUND: u8 = 3;
/// What was asked does not fit what is.
pub const CONFLICT: u8 = 4;
/// Nothing came before the deadline.
pub const DEADLINE: u8 = 5;
/// An agent is not healthy.
pub const UNHEALTHY: u8 = 6;
/// The cycle failed.
pub const CYCLE_FAILED: u8 = 7;
/// The actor has no authority for it.
pub const DENIED: u8 = 8;
/// The cycle waits for approval.
pub const WAITING: u8 = 9;
/// Halted.
pub const HALTED: u8 = 10;
/// Not a usable database.
pub const UNUSABLE_DATABASE: u8 = 65;
/// The operating system reported an error.
pub const IO: u8 = 74;
/// Busy: try again.
pub const BUSY: u8 = 75;

/// Hung up: SIGHUP.
pub const HUNG_UP: u8 = 129;
/// Interrupted: SIGINT.
pub const INTERRUPTED: u8 = 130;
/// Terminated: SIGTERM.
pub const TERMINATED: u8 = 143;

/// Every exit code and what it says.
pub const MEANINGS: [(u8, &str); 17] = [
    (DONE, "done"),
    (INTERNAL, "internal"),
    (USAGE, "usage or bad input"),
    (NOT_FOUND, "not found"),
    (CONFLICT, "conflict"),
    (DEADLINE, "nothing before the deadline"),
    (UNHEALTHY, "unhealthy"),
    (CYCLE_FAILED, "cycle failed"),
    (DENIED, "denied"),
    (WAITING, "waiting for approval"),
    (HALTED, "halted"),
    (UNUSABLE_DATABASE, "not a usable database"),
    (IO, "I/O error"),
    (BUSY, "busy, try again"),
    (HUNG_UP, "hung up (SIGHUP)"),
    (INTERRUPTED, "interrupted (SIGINT)"),
    (TERMINATED, "terminated (SIGTERM)"),
];

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit(u8);

impl Exit {
    /// The command did what it was asked to.
    pub const DONE: Self = Self(DONE);

    /// The terminal is gone.
    pub const HUNG_UP: Self = Self(HUNG_UP);

    /// The end that belongs to an error of this kind.
    pub const fn of(kind: ErrorKind) -> Self {
        Self(match kind {
            ErrorKind::Internal => INTERNAL,
            ErrorKind::InvalidInput => USAGE,
            ErrorKind::NotFound => NOT_FOUND,
            ErrorKind::Conflict => CONFLICT,
            ErrorKind::Deadline => DEADLINE,
            ErrorKind::Unhealthy => UNHEALTHY,
            ErrorKind::CycleFailed => CYCLE_FAILED,
            ErrorKind::Denied => DENIED,
            ErrorKind::WaitingForApproval => WAITING,
            ErrorKind::Halted => HALTED,
            ErrorKind::UnusableDatabase => UNUSABLE_DATABASE,
            ErrorKind::Io => IO,
            ErrorKind::Busy => BUSY,
        })
    }

    /// The end that belongs to a signal.
    pub const fn by_signal(number: u8) -> Self {
        Self(128 + number)
    }

    /// The code for the operating system.
    pub const fn code(self) -> u8 {
        self.0
    }
}
