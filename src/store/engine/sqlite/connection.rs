//! Connections to a database file, and what happens to its write-ahead log when they close.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::backoff::Backoff;
use super::hardening;
use super::path::append;
use crate::store::error::{Error, Result};
use crate::store::options::Options;

/// Up to this size the write-ahead log is left to the next process when the
/// last connection closes: 64 pages. Checkpointing at every close would cost a
/// short command two more waits for the disk; never doing so would let the log
/// grow, and every opener read all of it. `benches/wal.sh` compares other limits.
const WAL_LEFT_AT_CLOSE: u64 = 64 * 4096;

/// How many statements are kept ready: more than there are.
const STATEMENTS: usize = 128;

/// Opens a connection that waits for others and, until the file is known to be a coordination
/// database, does not checkpoint when it closes.
pub(super) fn connect(path: &Path, options: &Options) -> Result<Connection> {
    connect_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE, options)
}

pub(super) fn connect_with(
    path: &Path,
    access: OpenFlags,
    options: &Options,
) -> Result<Connection> {
    let opening = |error| Error::while_opening(path, error);
    // The path is a real one: what has become a link meanwhile is not followed.
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = open_file(path, access | flags).map_err(opening)?;
    leave_log_at_close(&connection, true).map_err(opening)?;
    hardening::harden(&connection).map_err(opening)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    set_backoff(&mut connection, options.busy_timeout).map_err(opening)?;
    Ok(connection)
}

fn set_backoff(connection: &mut Connection, limit: Duration) -> rusqlite::Result<()> {
    let mut backoff = Backoff::new(limit);
    connection.busy_handler(Some(move |attempt| {
        backoff.wait(u32::try_from(attempt).unwrap_or_default())
    }))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a database is opened"
)]
fn open_file(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, flags)
}

/// Leaves a small write-ahead log to the next process, checkpoints a large one, and removes an
/// empty one.
pub(super) fn choose_close(connection: &Connection, path: &Path) {
    let log = append(path, "-wal");
    let size = fs::metadata(log).map_or(0, |metadata| metadata.len());
    if size == 0 || size > WAL_LEFT_AT_CLOSE {
        // A failure leaves the log as it is, which loses nothing.
        let _ = leave_log_at_close(connection, false);
    }
}

fn leave_log_at_close(connection: &Connection, leave: bool) -> rusqlite::Result<bool> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)
}
