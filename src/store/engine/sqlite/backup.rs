//! A copy of the database in another file, made while others go on.
//!
//! It is complete and on the disk before it gets its name, and it never replaces a file.

use std::fs::File;
use std::io;
use std::path::{self, Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use tempfile::{Builder, NamedTempFile};

use super::connection::connect;
use super::path::{append, folder_of, sync_folder};
use super::statement::Connection;
use crate::model;
use crate::model::error::Field;
use crate::store::error::{Error, Result};
use crate::store::options::Options;

/// A backup that is being written. It is removed if it is not placed.
pub(crate) struct Draft {
    file: NamedTempFile,
    path: PathBuf,
}

impl Draft {
    /// Creates an empty one for the path `to`, readable by its owner only.
    pub(crate) fn create(to: &Path) -> Result<Self> {
        let path = path::absolute(to).map_err(|error| Error::io("write", to, &error))?;
        check_is_free(&path)?;
        // Created with mode 0600, and removed if it is not given its name.
        let file = Builder::new()
            .prefix(".flowrex-coord-backup-")
            .tempfile_in(folder_of(&path))
            .map_err(|error| Error::io("write", &path, &error))?;
        Ok(Self { file, path })
    }

    /// Its path, once it is placed.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Copies everything that the transaction on this connection sees.
    pub(crate) fn copy(&self, from: &Connection, busy_timeout: Duration) -> Result<()> {
        let options = Options {
            busy_timeout,
            ..Options::default()
        };
        copy_pages(from.raw(), self.file.path(), &options)
    }

    /// Waits until it is on the disk, and gives it its name. Returns its path and its size
    /// in bytes.
    pub(crate) fn place(self) -> Result<(PathBuf, u64)> {
        let Self { file, path } = self;
        let bytes = sync(file.as_file()).map_err(|error| Error::io("write", &path, &error))?;
        match file.persist_noclobber(&path) {
            Ok(_) => {}
            Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(exists(&path));
            }
            Err(failed) => return Err(Error::io("write", &path, &failed.error)),
        }
        sync_folder(&path)?;
        Ok((path, bytes))
    }
}

/// Checks that there is no file at the path, nor one beside it that would be read into a database
/// there.
fn check_is_free(path: &Path) -> Result<()> {
    let lies = |path: &Path| path.symlink_metadata().is_ok();
    if lies(path) {
        return Err(exists(path));
    }
    if !folder_of(path).is_dir() {
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
    let remains = ["-wal", "-journal"].map(|end| append(path, end));
    match remains.iter().find(|log| lies(log)) {
        Some(log) => Err(refused(format!(
            "{} would be read into it: move that away first",
            log.display()
        ))),
        None => Ok(()),
    }
}

/// Copies every page to a file that holds nothing.
pub(super) fn copy_pages(from: &rusqlite::Connection, to: &Path, options: &Options) -> Result<()> {
    let mut draft = connect(to, options)?;
    // A draft is thrown away if anything fails, and synced when it is whole.
    draft.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let copying = Backup::new(from, &mut draft)?;
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

fn exists(path: &Path) -> Error {
    refused(format!(
        "{} exists already, and a backup takes the place of nothing",
        path.display()
    ))
}

fn refused(problem: String) -> Error {
    model::Error::InvalidValue {
        field: Field::BackupFile,
        problem,
    }
    .into()
}
