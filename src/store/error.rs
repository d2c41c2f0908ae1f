//! What can go wrong between the program and its file, besides a rule that was
//! not met.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error as ThisError;

use super::engine::error as engine;
use crate::model;
use crate::model::audit::ChainBreak;
use crate::model::error::ErrorKind;
use crate::model::next_step::NextStep;

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operation on the database did not happen.
#[derive(Clone, Debug, ThisError)]
pub enum Error {
    /// A rule was not met.
    #[error(transparent)]
    Rule(#[from] model::Error),
    /// The folder for a database that was named does not exist.
    #[error("cannot create {path}: its folder does not exist")]
    NoFolder {
        /// The database.
        path: PathBuf,
    },
    /// There is no database, and the command does not create one.
    #[error(
        "there is no database at {path}{}{}",
        if *.interrupted { ": a restore was interrupted" } else { "" },
        placed_there(halt_file.as_deref())
    )]
    Missing {
        /// Where it was expected.
        path: PathBuf,
        /// The halt file, where that is there without the database.
        halt_file: Option<PathBuf>,
        /// Whether a restore has moved the old one away, and not put the new one in place.
        interrupted: bool,
    },
    /// The file of the database is a mount point.
    #[error(
        "{path} is a mount point: a process that sees it under another path would write another log"
    )]
    MountPoint {
        /// The file.
        path: PathBuf,
    },
    /// A file beside the database belongs to somebody else.
    #[error(
        "{path} belongs to user {uid} and the database to user {owner}, in a folder that others \
         can write to: it is not trusted"
    )]
    Planted {
        /// The file.
        path: PathBuf,
        /// Who owns it.
        uid: u32,
        /// Who owns the database.
        owner: u32,
    },
    /// The clear of a halt is recorded, but its file cannot be removed.
    #[error("everything stays halted by {path}, which cannot be removed: {problem}")]
    HaltFileStays {
        /// The file.
        path: PathBuf,
        /// Why not.
        problem: String,
    },
    /// The file at the path is not a coordination database.
    #[error("{path} is not a usable coordination database: {problem}")]
    NotOurs {
        /// The path.
        path: PathBuf,
        /// What it is instead.
        problem: String,
    },
    /// What was to be restored is not a coordination database, or not whole.
    #[error("the backup {path} cannot be restored: {problem}")]
    BadBackup {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no file where the backup should be.
    #[error("there is no backup at {path}")]
    NoBackup {
        /// Where it was expected.
        path: PathBuf,
    },
    /// Others held the database that was to be replaced, until the deadline.
    #[error("{path} is in use{}", listed(users))]
    InUse {
        /// The database.
        path: PathBuf,
        /// The processes that have it open, as far as they are known.
        users: Vec<String>,
    },
    /// The database was made by a later version of this program.
    #[error(
        "{path} was made by a newer version of this program (schema {found}, this one knows {known})"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest schema version known here.
        known: i64,
    },
    /// The database is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The audit log is not as it was written.
    #[error("the audit log is not intact: {0}")]
    ChainBroken(#[from] ChainBreak),
    /// Others held the database until the deadline.
    #[error("the database is busy: other processes held the write lock until the deadline")]
    Busy,
    /// The operating system reported an error; nothing was changed.
    #[error("cannot {doing}: {problem}")]
    Io {
        /// What was tried.
        doing: String,
        /// What came back.
        problem: String,
    },
    /// The commit itself failed: what was to be written may be there or not.
    #[error("the outcome is unknown, since the commit failed: {0}")]
    CommitUnknown(String),
    /// The files of the database were replaced after it was opened.
    #[error("{path} was moved, removed or replaced while the database was in use")]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// What an agent answered is not recorded: it may report an order.
    #[error("the answer of {agent} could not be recorded ({error}): {answer}")]
    Unrecorded {
        /// The agent.
        agent: String,
        /// Its answer, byte for byte.
        answer: String,
        /// Why not.
        error: Box<Error>,
    },
    /// A defect of this program.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// Whether a rule said no, and nothing is wrong with the file.
    pub const fn is_rule(&self) -> bool {
        matches!(self, Self::Rule(_) | Self::NoFolder { .. })
    }

    /// The kind, which decides the exit code.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Rule(rule) => rule.kind(),
            Self::NoFolder { .. } => ErrorKind::InvalidInput,
            Self::Missing { .. } | Self::NoBackup { .. } => ErrorKind::NotFound,
            Self::NotOurs { .. }
            | Self::MountPoint { .. }
            | Self::Planted { .. }
            | Self::BadBackup { .. }
            | Self::Newer { .. }
            | Self::Damaged(_)
            | Self::ChainBroken(_) => ErrorKind::UnusableDatabase,
            Self::Busy | Self::InUse { .. } => ErrorKind::Busy,
            Self::HaltFileStays { .. }
            | Self::Io { .. }
            | Self::CommitUnknown(_)
            | Self::Replaced { .. }
            | Self::Unrecorded { .. } => ErrorKind::Io,
            Self::Internal(_) => ErrorKind::Internal,
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::Rule(rule) => rule.next_step(),
            Self::NoFolder { .. } => NextStep::CreateFolder,
            Self::Missing {
                interrupted: true, ..
            } => NextStep::CompleteRestore,
            Self::Missing { .. } => NextStep::CreateDatabase,
            Self::MountPoint { .. } => NextStep::MountFolder,
            Self::Planted { .. } => NextStep::SecureFolder,
            Self::HaltFileStays { .. } => NextStep::RemoveHaltFile,
            Self::NotOurs { .. } => NextStep::NameAnotherDatabase,
            Self::BadBackup { .. } => NextStep::RestoreAnother,
            Self::NoBackup { .. } => NextStep::NameBackup,
            Self::InUse { .. } => NextStep::StopUsers,
            Self::Newer { .. } => NextStep::InstallNewer,
            Self::Damaged(_) => NextStep::RestoreBackup,
            Self::ChainBroken(_) => NextStep::CompareWithBackup,
            Self::Busy => NextStep::TryAgain,
            Self::Io { .. } => NextStep::CheckDisk,
            Self::CommitUnknown(_) => NextStep::CheckChange,
            Self::Replaced { .. } => NextStep::CheckFile,
            Self::Unrecorded { .. } => NextStep::KeepAnswer,
            Self::Internal(_) => NextStep::Report,
        }
    }

    pub(super) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::Io {
            doing: format!("{doing} {}", path.display()),
            problem: error.to_string(),
        }
    }

    /// The error of a statement on a file that is not yet known to be ours.
    pub(super) fn while_opening(path: &Path, error: impl Into<engine::Error>) -> Self {
        match Self::from(error.into()) {
            // `SQLite` calls a format that it does not know a plain error.
            Self::Damaged(problem) | Self::Internal(problem) => Self::NotOurs {
                path: path.to_owned(),
                problem,
            },
            Self::Io { problem, .. } => Self::Io {
                doing: format!("open {}", path.display()),
                problem,
            },
            other => other,
        }
    }

    /// The error of a commit. A failed commit may nevertheless have reached the disk.
    pub(super) fn while_committing(error: engine::Error) -> Self {
        match Self::from(error) {
            Self::Io { problem, .. } => Self::CommitUnknown(problem),
            other => other,
        }
    }
}

/// That everything is halted by a file without its database, for the end of a sentence.
fn placed_there(halt_file: Option<&Path>) -> String {
    halt_file.map_or_else(String::new, |file| {
        format!("; everything there is halted by {}", file.display())
    })
}

/// The processes that use a file, for the end of a sentence.
fn listed(users: &[String]) -> String {
    match users {
        [] => String::new(),
        users => format!(" by process {}", users.join(", ")),
    }
}

impl From<engine::Error> for Error {
    fn from(error: engine::Error) -> Self {
        let text = error.to_string();
        match error.kind() {
            engine::ErrorKind::Busy => Self::Busy,
            engine::ErrorKind::Corrupt => Self::Damaged(text),
            engine::ErrorKind::Io | engine::ErrorKind::Full => Self::Io {
                doing: "use the database".to_owned(),
                problem: text,
            },
            engine::ErrorKind::TooBig
            | engine::ErrorKind::Constraint
            | engine::ErrorKind::NoRow
            | engine::ErrorKind::Other => Self::Internal(text),
        }
    }
}
