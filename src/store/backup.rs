//! A copy of the database in a file of its own, made while others go on.
//!
//! It is whole and on the disk before it bears its name, and it never takes the
//! place of anything.

use std::fs::File;
use std::io;
use std::path::{self, Path};

use rusqlite::Connection;
use rusqlite::backup::{Backup as Copying, StepResult};
use tempfile::{Builder, NamedTempFile};

use super::{Error, Options, ReadTx, Result, Store, audit, connect, setup};
use crate::model;
use crate::model::audit::Head;
use crate::model::database::Backup;

/// Writes what is committed now to a new file at `to`, readable by its owner only.
pub fn make(store: &mut Store, to: &Path) -> Result<Backup> {
    let path = path::absolute(to).map_err(|error| Error::io("write", to, &error))?;
    check_is_free(&path)?;
    let problem = |error: &io::Error| Error::io("write", &path, error);
    let folder = setup::folder_of(&path);
    // Made with mode 0600, and removed if it is not given its name.
    let draft = Builder::new()
        .prefix(".flowrex-coord-backup-")
        .tempfile_in(folder)
        .map_err(|error| problem(&error))?;
    let options = Options {
        busy_timeout: store.busy_timeout(),
        create_folder: false,
        ..Options::default()
    };
    let head = store
        .read(|tx| copy(tx, draft.path(), &options))
        .map_err(|error| of_file(error, &path))?;
    let bytes = sync(draft.as_file()).map_err(|error| problem(&error))?;
    place(draft, &path)?;
    setup::sync_folder(&path)?;
    Ok(Backup { path, bytes, head })
}

/// That nothing lies at the path, nor beside it what would be read into a
/// database there.
fn check_is_free(path: &Path) -> Result<()> {
    let lies = |path: &Path| path.symlink_metadata().is_ok();
    if lies(path) {
        return Err(exists(path));
    }
    if !setup::folder_of(path).is_dir() {
        return Err(refused(format!(
            "the folder of {} does not exist",
            path.display()
        )));
    }
    let is_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    if is_folder || path.file_name().is_none() {
        return Err(refused(format!(
            "{} is not the name of a file",
            path.display()
        )));
    }
    let remains = ["-wal", "-journal"].map(|end| setup::append(path, end));
    match remains.iter().find(|log| lies(log)) {
        Some(log) => Err(refused(format!(
            "{} would be read into it: move that away first",
            log.display()
        ))),
        None => Ok(()),
    }
}

/// Copies what the transaction sees, and returns the head of the audit log in it.
fn copy(tx: &ReadTx<'_>, to: &Path, options: &Options) -> Result<Head> {
    // Read first: from here on both stand on the same view.
    let head = audit::head(tx)?;
    copy_pages(tx.connection, to, options)?;
    Ok(head)
}

/// Copies every page to a file that holds nothing.
pub(super) fn copy_pages(from: &Connection, to: &Path, options: &Options) -> Result<()> {
    let mut draft = connect(to, options)?;
    // A draft is thrown away if anything fails, and synced when it is whole.
    draft.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let copying = Copying::new(from, &mut draft)?;
    match copying.step(-1)? {
        StepResult::Done => {}
        _ => return Err(Error::Busy),
    }
    drop(copying);
    draft.close().map_err(|(_, error)| Error::from(error))
}

/// Returns how many bytes are on the disk.
fn sync(file: &File) -> io::Result<u64> {
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

fn place(draft: NamedTempFile, path: &Path) -> Result<()> {
    match draft.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(failed) => Err(Error::io("write", path, &failed.error)),
    }
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

fn exists(path: &Path) -> Error {
    refused(format!(
        "{} exists already, and a backup takes the place of nothing",
        path.display()
    ))
}

fn refused(problem: String) -> Error {
    model::Error::InvalidArgument {
        argument: "<FILE>".to_owned(),
        problem,
    }
    .into()
}
