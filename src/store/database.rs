//! The database as a whole: what stands in it, and whether it holds together.
//! Changes nothing.

use std::fs;
use std::path::Path;

use super::{ReadTx, Result, audit, counts, metrics, setup};
use crate::model::database::{DatabaseStatus, FileFacts};
use crate::model::phase::Phase;

/// How closely the pages are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Each page and row by itself.
    Quick,
    /// Also that every index says what its table says.
    Full,
}

/// What stands in the database at `path`, which is that of the transaction.
pub fn status(tx: &ReadTx<'_>, path: &Path) -> Result<DatabaseStatus> {
    let (messages, deliveries) = counts::tally(tx)?;
    let cycles = metrics::cycles_by_phase(tx)?;
    let (ended, active): (Vec<_>, Vec<_>) = cycles.iter().partition(|(phase, _)| phase.is_end());
    let sum = |counts: Vec<(&Phase, &u64)>| counts.into_iter().map(|(_, count)| count).sum();
    Ok(DatabaseStatus {
        file: file_facts(tx, path)?,
        messages,
        deliveries,
        active_cycles: sum(active),
        ended_cycles: sum(ended),
        // Events are numbered without a gap: there is no need to count them.
        audit_events: audit::head(tx)?.seq,
        at: tx.now,
    })
}

/// What is wrong with the pages of the file, as far as it can tell by itself.
pub fn page_problems(tx: &ReadTx<'_>, depth: Depth) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare(match depth {
        Depth::Quick => "PRAGMA quick_check",
        Depth::Full => "PRAGMA integrity_check",
    })?;
    let found = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut problems: Vec<_> = found.collect::<rusqlite::Result<_>>()?;
    problems.retain(|problem| problem != "ok");
    Ok(problems)
}

/// The rows that refer to a row that is not there.
pub fn dangling_references(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare("PRAGMA foreign_key_check")?;
    let found = statement.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        // Tables without row numbers have none to tell.
        Ok(match row.get::<_, Option<i64>>(1)? {
            Some(id) => format!("row {id} of {table} refers to a row of {parent} that is gone"),
            None => format!("a row of {table} refers to a row of {parent} that is gone"),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn file_facts(tx: &ReadTx<'_>, path: &Path) -> Result<FileFacts> {
    let pragma = |name| -> Result<u64> {
        Ok(tx
            .connection
            .pragma_query_value(None, name, |row| row.get(0))?)
    };
    let bytes = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    Ok(FileFacts {
        path: path.to_owned(),
        bytes: bytes(path),
        log_bytes: bytes(&setup::append(path, "-wal")),
        page_bytes: pragma("page_size")?,
        pages: pragma("page_count")?,
        free_pages: pragma("freelist_count")?,
        schema_version: setup::SCHEMA_VERSION,
        sqlite_version: rusqlite::version(),
    })
}
