//! Backups, and the head of the audit log that each of them holds.

use std::path::Path;

use super::Store;
use super::audit;
use super::engine::BackupDraft;
use super::error::{Error, Result};
use crate::model::database::Backup;

/// Writes what is committed now to a new file at `to`, readable by its owner only.
pub fn make(store: &mut Store, to: &Path) -> Result<Backup> {
    let draft = BackupDraft::create(to)?;
    let busy_timeout = store.busy_timeout();
    let copied = store.read(|tx| {
        // Read first: from here on, both see the same snapshot.
        let head = audit::head(tx)?;
        draft.copy(tx.connection, busy_timeout)?;
        Ok(head)
    });
    let head = copied.map_err(|error| of_file(error, draft.path()))?;
    let (path, bytes) = draft.place()?;
    Ok(Backup { path, bytes, head })
}

/// The error with the file in it that could not be written.
fn of_file(error: Error, path: &Path) -> Error {
    match error {
        Error::Io { problem, .. } => Error::Io {
            doing: format!("write {}", path.display()),
            problem,
        },
        other => other,
    }
}
