//! A temporary folder for a database, deleted with it.

use std::env;

use tempfile::TempDir;

use crate::store::Error;

/// Makes one among the system's temporary files.
pub(super) fn folder() -> Result<TempDir, Error> {
    tempfile::tempdir().map_err(|error| Error::Io {
        doing: format!("make a folder in {}", env::temp_dir().display()),
        problem: error.to_string(),
    })
}
