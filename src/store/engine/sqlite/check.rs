//! What SQLite says about a file: whether it is intact, how large it is, and the numbers
//! that its tables have given.

use std::fs;
use std::path::Path;

use super::migrations::SCHEMA_VERSION;
use super::path::append;
use super::statement::Connection;
use crate::model::database::FileFacts;
use crate::store::engine::error::Result;
use crate::store::engine::value::params;

/// How thoroughly the pages are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckLevel {
    /// Each page and row by itself.
    Quick,
    /// Also that each index agrees with its table.
    Full,
}

/// The highest number that is believed of a database that is replaced: rows can still be
/// added after it, and JSON can hold it.
const HIGHEST_NUMBER: i64 = 1 << 53;

/// The version of the SQLite that is built in.
pub(crate) fn version() -> &'static str {
    rusqlite::version()
}

impl Connection {
    /// What is wrong with the pages of the file.
    pub(crate) fn page_problems(&self, level: CheckLevel) -> Result<Vec<String>> {
        let mut statement = self.prepare(match level {
            CheckLevel::Quick => "PRAGMA quick_check",
            CheckLevel::Full => "PRAGMA integrity_check",
        })?;
        let found = statement.query_map(params! {}, |row| row.get(0))?;
        let mut problems: Vec<String> = found.collect::<Result<_>>()?;
        problems.retain(|problem| problem != "ok");
        Ok(problems)
    }

    /// The rows that refer to a row that does not exist.
    pub(crate) fn dangling_references(&self) -> Result<Vec<String>> {
        let mut statement = self.prepare("PRAGMA foreign_key_check")?;
        let found = statement.query_map(params! {}, |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            // Tables without row ids have none to report.
            Ok(match row.get::<Option<i64>>(1)? {
                Some(id) => format!("row {id} of {table} refers to a row of {parent} that is gone"),
                None => format!("a row of {table} refers to a row of {parent} that is gone"),
            })
        })?;
        found.collect()
    }

    /// How large the file at `path` is, which is that of this connection.
    pub(crate) fn file_facts(&self, path: &Path) -> Result<FileFacts> {
        let pragma = |name| -> Result<u64> {
            let read = |row: &rusqlite::Row<'_>| row.get(0);
            Ok(self.raw().pragma_query_value(None, name, read)?)
        };
        let bytes = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        Ok(FileFacts {
            path: path.to_owned(),
            bytes: bytes(path),
            log_bytes: bytes(&append(path, "-wal")),
            page_bytes: pragma("page_size")?,
            pages: pragma("page_count")?,
            free_pages: pragma("freelist_count")?,
            schema_version: SCHEMA_VERSION,
            sqlite_version: version(),
        })
    }

    /// The highest number that was ever given in each table that numbers its rows.
    pub(crate) fn numbers_given(&self) -> Result<Vec<(String, i64)>> {
        let mut statement = self.prepare(
            "SELECT name, max(seq) FROM sqlite_sequence
             WHERE typeof(name) = 'text' AND typeof(seq) = 'integer' AND seq BETWEEN 1 AND :most
             GROUP BY name",
        )?;
        let params = params! {":most": HIGHEST_NUMBER};
        let numbers = statement.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
        numbers.collect()
    }

    /// Makes new rows get higher numbers than these.
    pub(crate) fn number_after(&self, given: &[(String, i64)]) -> Result<()> {
        for (table, number) in given {
            let params = params! {":table": table, ":number": *number};
            self.execute(
                "UPDATE sqlite_sequence SET seq = :number WHERE name = :table AND seq < :number",
                params,
            )?;
            self.execute(
                "INSERT INTO sqlite_sequence (name, seq)
                 SELECT name, :number FROM sqlite_schema AS tables
                 WHERE type = 'table' AND name = :table
                   AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = tables.name)",
                params,
            )?;
        }
        Ok(())
    }
}
