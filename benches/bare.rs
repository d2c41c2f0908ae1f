//! The least that a program on rusqlite can do for one durable insert: what the whole
//! commands are compared with.
//!
//! `bare FILE [PAGES]`: leaves a log of at most so many pages when it closes.

use std::error::Error;
use std::fs;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

#[expect(
    clippy::disallowed_methods,
    reason = "nothing of the program's own is in this"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("which file?")?;
    let pages: u64 = args.next().map_or(Ok(0), |pages| pages.parse())?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&file, flags)?;
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    connection.execute(
        "INSERT INTO agent_messages
             (from_agent, to_agent, message_type, priority, subject, payload,
              correlation_id, sent_at)
         VALUES ('supervisor', 'risk', 'event', 2, 'x', '{}', 'c', 1)",
        [],
    )?;
    let leave = fs::metadata(file + "-wal")?.len() <= pages * 4096;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)?;
    Ok(connection.close().map_err(|(_, error)| error)?)
}
