//! Converts the errors of SQLite and of the migrations into those of the engine and the store.

use std::error::Error as _;

use rusqlite::ErrorCode;

use crate::store::engine::error::{Error, ErrorKind};
use crate::store::error::Error as StoreError;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(kind(&error), error.to_string())
    }
}

fn kind(error: &rusqlite::Error) -> ErrorKind {
    let Some(code) = error.sqlite_error_code() else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => ErrorKind::Corrupt,
            rusqlite::Error::QueryReturnedNoRows => ErrorKind::NoRow,
            _ => ErrorKind::Other,
        };
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => ErrorKind::Corrupt,
        ErrorCode::DiskFull => ErrorKind::Full,
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::NoLargeFileSupport
        | ErrorCode::OutOfMemory => ErrorKind::Io,
        ErrorCode::TooBig => ErrorKind::TooBig,
        ErrorCode::ConstraintViolation => ErrorKind::Constraint,
        _ => ErrorKind::Other,
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<refinery::Error> for StoreError {
    fn from(error: refinery::Error) -> Self {
        let mut source = error.source();
        while let Some(cause) = source {
            if let Some(sqlite) = cause.downcast_ref::<rusqlite::Error>() {
                return match kind(sqlite) {
                    ErrorKind::Busy => Self::Busy,
                    _ => Self::Io {
                        doing: "set up the database".to_owned(),
                        problem: sqlite.to_string(),
                    },
                };
            }
            source = cause.source();
        }
        Self::Damaged(error.to_string())
    }
}
