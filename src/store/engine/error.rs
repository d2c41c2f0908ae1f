//! What an engine reports when a statement fails, without the types of its driver.

use std::fmt;

/// A result of the engine.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a statement failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    text: String,
}

/// The kinds of failure that callers distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Another connection held a lock until the deadline.
    Busy,
    /// The disk is full.
    Full,
    /// The operating system failed to read, write, open or lock a file.
    Io,
    /// The file is damaged, or holds a value that the program does not store.
    Corrupt,
    /// A value exceeds a limit of the engine.
    TooBig,
    /// A value violates a constraint of the schema.
    Constraint,
    /// A query returned no row where one was expected.
    NoRow,
    /// Any other failure.
    Other,
}

impl Error {
    /// A failure of this kind, described by `text`.
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind, text }
    }

    /// The kind.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
