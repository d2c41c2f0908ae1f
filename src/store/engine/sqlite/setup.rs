//! Creates a database, and brings an older one up to date. Refuses what is not one of ours,
//! and an orphaned write-ahead log, which SQLite would replay.
//!
//! Both happen under a lock on a sibling file, since migrations race when many processes open
//! a new file at once. A new database is built under another name and renamed into place when
//! it is complete. Opening a file of the current version needs none of this.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FileType;

use super::backoff::Backoff;
use super::halt_file::HaltFile;
use super::identity::{Facts, Owner};
use super::path::{UNLINKED, append, folder_of, sibling, sync_folder};
use super::{connection, migrations};
use crate::store::error::{Error, Result};
use crate::store::options::Options;

/// The suffix of the copy that a restore moves into the place of a database, once the copy
/// is complete.
pub(super) const RESTORED: &str = ".restore";

/// What was found at the path of a database.
pub(super) enum Probed {
    /// A regular file, at its real path, and what the file system says of it.
    File(PathBuf, Facts),
    /// Nothing.
    Nothing,
}

/// Examines what is at the path without opening it.
pub(super) fn probe(path: &Path) -> Result<Probed> {
    let refuse = |problem: &str| {
        Err(Error::NotOurs {
            path: path.to_owned(),
            problem: problem.to_owned(),
        })
    };
    let real = match fs::canonicalize(path) {
        Ok(real) => real,
        // Read the link itself: between two calls, another process may well
        // have moved a new database into place.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match fs::read_link(path) {
                Ok(_) => refuse("it is a symbolic link to nothing"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Probed::Nothing),
                Err(_) => probe(path),
            };
        }
        Err(error) => return Err(Error::io("open", path, &error)),
    };
    let facts = Facts::of(&real).map_err(|error| Error::io("open", path, &error.into()))?;
    match facts.kind {
        FileType::RegularFile => {}
        FileType::Directory => return refuse("it is a folder"),
        _ => return refuse("it is not a regular file"),
    }
    if facts.is_mount_root {
        return Err(Error::MountPoint { path: real });
    }
    if facts.size == 0 {
        return refuse("it is an empty file");
    }
    // Our files never have one, and opening the file of another program would roll it back.
    if append(&real, "-journal").exists() {
        return refuse("there is a rollback journal next to it");
    }
    if facts.links > 1 {
        return refuse(
            "it has more than one name (hard link), and each would get a log of its own",
        );
    }
    for beside in ["-wal", "-shm"].map(|end| append(&real, end)) {
        match Facts::of(&beside) {
            Ok(its) if !its.is_file() || its.links > 1 => {
                return refuse(&format!("{} is a link, or no file", beside.display()));
            }
            Ok(its) if its.is_mount_root => return Err(Error::MountPoint { path: beside }),
            Ok(its) => facts.owner().check_beside(&beside, &its)?,
            // Any other problem is reported when it is opened.
            Err(_) => {}
        }
    }
    Ok(Probed::File(real, facts))
}

/// The error of a database that is not there.
pub(super) fn missing(path: &Path) -> Error {
    let halt_file = HaltFile::of(path);
    Error::Missing {
        path: path.to_owned(),
        halt_file: halt_file.is_placed().then(|| halt_file.path().to_owned()),
        interrupted: is_being_restored(path),
    }
}

/// Whether a restore was interrupted after it had moved the old database away.
fn is_being_restored(path: &Path) -> bool {
    append(path, RESTORED).exists()
}

/// Creates the database, unless another process has done so meanwhile. Returns whether this
/// one did.
pub(super) fn create(path: &Path, options: &Options) -> Result<bool> {
    make_folder(path, options)?;
    let _lock = lock(path, options)?;
    if let Probed::File(..) = probe(path)? {
        return Ok(false);
    }
    // The restored one must not find another in its place.
    if is_being_restored(path) {
        return Err(missing(path));
    }
    refuse_orphaned_log(path)?;
    let draft = sibling(path, "new");
    remove_leftovers(&draft)?;
    make(&draft, options)?;
    HaltFile::of(path).make_ready()?;
    fs::rename(&draft, path).map_err(|error| Error::io("create", path, &error))?;
    sync_folder(path)?;
    Ok(true)
}

/// Applies the migrations that `connection` lacks.
pub(super) fn migrate(path: &Path, connection: &mut Connection, options: &Options) -> Result<()> {
    let _lock = lock(path, options)?;
    migrations::run_all(connection)?;
    HaltFile::of(path).make_ready()
}

/// Switches the file back to a write-ahead log, after another program has switched it off.
pub(super) fn use_log(path: &Path, connection: &Connection, options: &Options) -> Result<()> {
    let _lock = lock(path, options)?;
    switch_to_log(connection)?;
    // The first read creates the log.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
}

/// Where `SQLite` cannot switch, it reports no error, but the old mode.
fn switch_to_log(connection: &Connection) -> Result<()> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    match mode.as_str() {
        "wal" => Ok(()),
        _ => Err(Error::Io {
            doing: "switch the database to a write-ahead log".to_owned(),
            problem: format!("its journal mode stays {mode}"),
        }),
    }
}

/// Refuses an orphaned log, which SQLite would replay into the new database.
fn refuse_orphaned_log(path: &Path) -> Result<()> {
    for remains in ["-wal", "-journal"].map(|end| append(path, end)) {
        if remains.exists() {
            return Err(Error::NotOurs {
                path: path.to_owned(),
                problem: format!(
                    "it is gone, and its log {} is still there: move that away first",
                    remains.display()
                ),
            });
        }
    }
    Ok(())
}

fn make(draft: &Path, options: &Options) -> Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(draft)
        .map_err(|error| Error::io("create", draft, &error))?;
    let mut connection = connection::connect(draft, options)?;
    migrations::run_all(&mut connection)?;
    switch_to_log(&connection)?;
    connection.close().map_err(|(_, error)| Error::from(error))
}

/// Creates the folder of a database where the options say so: only that of the default one.
pub(super) fn make_folder(path: &Path, options: &Options) -> Result<()> {
    let folder = folder_of(path);
    if folder.is_dir() {
        return Ok(());
    }
    if !options.create_folder {
        return Err(Error::NoFolder {
            path: path.to_owned(),
        });
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| Error::io("create", folder, &error))
}

/// Takes the lock on the sibling file, which is released when the result is dropped. The file
/// stays: removing it would let two processes hold locks on two files of the same name.
pub(super) fn lock(path: &Path, options: &Options) -> Result<File> {
    let lock_path = sibling(path, "lock");
    let problem = |error: &io::Error| Error::io("lock", &lock_path, error);
    let opened = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(UNLINKED)
        .open(&lock_path);
    // Its owner could hold the lock for ever.
    if let Ok(facts) = Facts::of(&lock_path) {
        let owner = Facts::of(path).map_or_else(|_| Owner::of_new_files(), |it| it.owner());
        owner.check_beside(&lock_path, &facts)?;
    }
    let file = opened.map_err(|error| problem(&error))?;
    let mut backoff = Backoff::new(options.busy_timeout);
    let mut attempt = 0;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(problem(&error)),
            Err(TryLockError::WouldBlock) if backoff.wait(attempt) => attempt += 1,
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
        }
    }
}

/// Removes what a process that died while creating a database left behind.
fn remove_leftovers(draft: &Path) -> Result<()> {
    let sides = ["-journal", "-wal", "-shm"].map(|end| append(draft, end));
    for leftover in sides.iter().map(PathBuf::as_path).chain([draft]) {
        match fs::remove_file(leftover) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", leftover, &error));
            }
            _ => {}
        }
    }
    Ok(())
}
