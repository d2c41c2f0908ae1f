//! An open database file: its connection, the identity of its files, and how it waits for
//! other processes.

use std::path::{self, Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::OpenFlags;

use super::backoff::LONGEST;
use super::busy::{Turn, Urgency, Waiting};
use super::connection::{choose_close, connect, connect_with};
use super::identity::{Facts, Identity};
use super::migrations::{SCHEMA_VERSION, schema_version};
use super::path::append;
use super::setup::{self, Probed};
use super::statement::{Connection, Transaction};
use super::watch::ChangeCursor;
use super::{hardening, write_queue};
use crate::store::error::{Error, Result};
use crate::store::options::Options;

/// An open database.
pub(crate) struct Database {
    connection: Connection,
    path: PathBuf,
    identity: Identity,
    waiting: Waiting,
    created: bool,
    /// Whether it can only read: then closing it must write nothing either.
    is_read_only: bool,
}

impl Database {
    /// How long a writer waits in the queue at most before it also tries the lock itself.
    pub(crate) const TURN_WAIT: Duration = write_queue::TURN_WAIT;

    /// Opens the database at `path`, brings it up to date, and creates it if there is none,
    /// unless it must exist.
    ///
    /// A file that is not a coordination database, is newer or is damaged is refused before
    /// anything is written to it.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self> {
        let path = &absolute(path)?;
        let (found, created) = match setup::probe(path)? {
            Probed::Nothing if !options.must_exist => {
                let created = setup::create(path, options)?;
                (setup::probe(path)?, created)
            }
            found => (found, false),
        };
        let Probed::File(path, probed) = found else {
            return Err(setup::missing(path));
        };
        let mut raw = connect(&path, options)?;
        make_ready(&mut raw, &path, options).inspect_err(|_| choose_close(&raw, &path))?;
        tracing::debug!(path = %path.display(), created, "opened");
        let mut opened = Self::around(raw, (path, &probed), options)?;
        opened.created = created;
        Ok(opened)
    }

    /// Opens the database at `path` for reading if there is one of the current version.
    /// Creates nothing, and brings nothing up to date.
    pub(crate) fn open_current(path: &Path, options: &Options) -> Result<Option<Self>> {
        let Probed::File(path, probed) = setup::probe(&absolute(path)?)? else {
            return Ok(None);
        };
        let raw = connect(&path, options)?;
        if schema_version(&raw, &path)? != SCHEMA_VERSION {
            return Ok(None);
        }
        hardening::check_schema(&raw, &path)?;
        raw.pragma_update(None, "query_only", true)?;
        Self::around(raw, (path, &probed), options).map(Some)
    }

    /// Opens the database at `path` read-only: never waits for a writer, and writes nothing,
    /// not even when it is closed.
    pub(crate) fn open_read_only(path: &Path, options: &Options) -> Result<Self> {
        let path = absolute(path)?;
        let Probed::File(path, probed) = setup::probe(&path)? else {
            return Err(Error::Replaced { path });
        };
        let raw = connect_with(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, options)?;
        if schema_version(&raw, &path)? != SCHEMA_VERSION {
            return Err(Error::Replaced { path });
        }
        hardening::check_schema(&raw, &path)?;
        let mut opened = Self::around(raw, (path, &probed), options)?;
        opened.is_read_only = true;
        Ok(opened)
    }

    fn around(
        mut raw: rusqlite::Connection,
        (path, probed): (PathBuf, &Facts),
        options: &Options,
    ) -> Result<Self> {
        let waiting = Waiting::of(&path, options.busy_timeout);
        raw.busy_handler(Some(waiting.handler()))?;
        Ok(Self {
            connection: Connection::new(raw),
            identity: Identity::of(&path, probed)?,
            waiting,
            path,
            created: false,
            is_read_only: false,
        })
    }

    /// Its path, without symbolic links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether opening it created it.
    pub(crate) const fn was_created(&self) -> bool {
        self.created
    }

    /// Begins a transaction that reads from one consistent snapshot.
    pub(crate) fn begin_read(&self) -> Result<Transaction<'_>> {
        Ok(self.connection.begin_read()?)
    }

    /// Begins a transaction that writes.
    pub(crate) fn begin_write(&self) -> Result<Transaction<'_>> {
        Ok(self.connection.begin_write()?)
    }

    /// Begins a group: a transaction that writes, of which each further transaction is a part
    /// until it is committed or undone.
    pub(crate) fn begin_group(&self) -> Result<()> {
        Ok(self.connection.begin_group()?)
    }

    /// Commits the group. Returns false when nothing was committed because SQLite has already
    /// rolled it back.
    pub(crate) fn commit_group(&self) -> Result<bool> {
        self.connection
            .commit_group()
            .map_err(Error::while_committing)
    }

    /// Undoes the group.
    pub(crate) fn undo_group(&self) {
        self.connection.undo_group();
    }

    /// Waits for the turn of a writer, which ends when the result is dropped: later than the
    /// transaction. During the turn, waits for other processes for at most `limit`.
    pub(crate) fn take_turn(&self, urgency: Urgency, limit: Duration) -> Turn {
        self.waiting.begin(urgency, limit)
    }

    /// Whether the write lock was taken while others were still ahead in the queue.
    pub(crate) fn has_skipped_queue(&self) -> bool {
        self.waiting.went_around()
    }

    /// Replaces the queue when the turn ends, because its first writer does nothing.
    pub(crate) fn replace_queue(&self) {
        self.waiting.note_stuck();
    }

    /// Leaves the write lock to others between two transactions: for as long as any of them
    /// sleeps before it tries again.
    pub(crate) fn yield_lock() {
        thread::sleep(LONGEST);
    }

    /// Makes sure that the files at its path are still those that were opened.
    pub(crate) fn check_identity(&self) -> Result<()> {
        self.identity.check()
    }

    /// Whether another process has committed anything since the cursor was last used.
    /// Reads shared memory, and executes no query.
    pub(crate) fn has_changed(&self, cursor: &mut ChangeCursor) -> Result<bool> {
        let version = self
            .connection
            .raw()
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        Ok(cursor.move_to(version))
    }

    /// Waits until another process has committed something since the cursor was last used,
    /// or until `deadline`. Returns whether anything was committed.
    pub(crate) fn wait_for_change(
        &self,
        cursor: &mut ChangeCursor,
        deadline: Instant,
    ) -> Result<bool> {
        loop {
            self.identity.check()?;
            if self.has_changed(cursor)? {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            cursor.pause(&append(&self.path, "-wal"), deadline);
        }
    }

    /// Writes everything back into the file and closes it, so that no log remains.
    pub(crate) fn close_without_log(self) -> Result<()> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = (self.connection.raw()).query_row(sql, [], |row| row.get(0))?;
        let log = append(&self.path, "-wal");
        drop(self);
        if busy == 0 && !log.exists() {
            Ok(())
        } else {
            Err(Error::Busy)
        }
    }

    /// The connection, for tests that examine how SQLite executes statements.
    #[cfg(test)]
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.is_read_only {
            choose_close(self.connection.raw(), &self.path);
        }
    }
}

/// An absolute path is always a path: SQLite takes `file:…` for something else.
fn absolute(path: &Path) -> Result<PathBuf> {
    path::absolute(path).map_err(|error| Error::io("open", path, &error))
}

/// Makes sure that the file is one of ours, current, and that what is committed
/// to it stays.
fn make_ready(connection: &mut rusqlite::Connection, path: &Path, options: &Options) -> Result<()> {
    let version = schema_version(connection, path)?;
    if version < SCHEMA_VERSION {
        hardening::check_earlier_schema(connection, version, path)?;
        setup::migrate(path, connection, options)?;
    }
    hardening::check_schema(connection, path)?;
    // Reading a file in WAL mode creates that file, too.
    if !append(path, "-wal").exists() {
        setup::use_log(path, connection, options)?;
    }
    connection
        .execute_batch("PRAGMA synchronous = FULL")
        .map_err(|error| Error::while_opening(path, error))
}
