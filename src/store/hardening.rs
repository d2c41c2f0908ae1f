//! What keeps a file that somebody else has prepared from doing anything: it is data,
//! and nothing in it runs.
//!
//! A file is only worked with whose schema is, to the letter, the one that our
//! migrations make. Whatever got past that would still find its triggers and views
//! switched off.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::{Error, Result, setup};

/// The schema as it stands: the statements that the migrations leave behind, in the
/// order in which they made what is there.
const SCHEMA: &str = include_str!("schema.sql");

/// What stands behind each statement of it.
const END: &str = ";\n\n";

/// What is switched, and to what.
const SWITCHES: [(DbConfig, bool); 8] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
    // A plan never depends on a value that is bound. Otherwise every statement on a
    // table with partial indexes would be prepared anew whenever one is.
    (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
];

/// How large anything may be: more than anything of ours, and far less than what
/// would take the memory of the machine.
const LIMITS: [(Limit, i32); 9] = [
    (Limit::SQLITE_LIMIT_LENGTH, 16 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10),
    (Limit::SQLITE_LIMIT_COLUMN, 64),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 64),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 8),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 64),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Switches off what a file could do by itself, and bounds what it could hold.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    for (switch, on) in SWITCHES {
        connection.set_db_config(switch, on)?;
    }
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    Ok(())
}

/// Makes sure that the schema of a file of the current version is ours.
pub(super) fn check_schema(connection: &Connection, path: &Path) -> Result<()> {
    compare(connection, SCHEMA.split_terminator(END), path)
}

/// Makes sure that the schema of a file of an earlier version is the one that it
/// had then.
pub(super) fn check_earlier_schema(
    connection: &Connection,
    version: i64,
    path: &Path,
) -> Result<()> {
    let then = schema_of(&setup::in_memory(version)?)?;
    compare(connection, then.iter().map(String::as_str), path)
}

fn compare<'a>(
    connection: &Connection,
    ours: impl Iterator<Item = &'a str> + Clone,
    path: &Path,
) -> Result<()> {
    let found = schema_of(connection).map_err(|error| Error::while_opening(path, error))?;
    let found = found.iter().map(String::as_str);
    // In another order where somebody has had the file vacuumed.
    if found.clone().eq(ours.clone()) || sorted(found) == sorted(ours) {
        return Ok(());
    }
    Err(Error::NotOurs {
        path: path.to_owned(),
        problem: "its tables are not as this program has made them".to_owned(),
    })
}

fn sorted<'a>(statements: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut statements: Vec<_> = statements.collect();
    statements.sort_unstable();
    statements
}

/// The statements that made everything that is in the file, but for what belongs to
/// `SQLite` and to the migrations themselves.
fn schema_of(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    // An index without a statement belongs to a constraint of its table.
    let mut statement =
        connection.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
    let mut rows = statement.query([])?;
    let mut schema = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, name) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        if kind != "table" || !is_of_others(name) {
            schema.push(row.get(2)?);
        }
    }
    Ok(schema)
}

/// Whether a table is one of `SQLite` itself, or of the migrations.
fn is_of_others(table: &str) -> bool {
    let is_known = ["sqlite_sequence", "refinery_schema_history"].contains(&table);
    is_known || table.starts_with("sqlite_stat")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_SCHEMA=1 cargo test schema` writes it down anew.
    #[test]
    fn the_schema_is_the_one_that_the_migrations_make() {
        let made = setup::in_memory(setup::SCHEMA_VERSION).unwrap();
        let made = schema_of(&made).unwrap().join(END) + END;
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema.sql");
            std::fs::write(file, made).unwrap();
            return;
        }
        assert_eq!(made, SCHEMA, "UPDATE_SCHEMA=1 cargo test schema");
    }

    #[test]
    fn a_trigger_is_inert_and_a_view_cannot_be_read() {
        let connection = setup::in_memory(setup::SCHEMA_VERSION).unwrap();
        connection
            .execute_batch(
                "CREATE TRIGGER t AFTER INSERT ON agents BEGIN DELETE FROM agents; END;
                 CREATE VIEW v AS SELECT * FROM agents;",
            )
            .unwrap();
        harden(&connection).unwrap();
        let insert = "INSERT INTO agents (name, authority_level) VALUES ('news', 1)";
        connection.execute(insert, []).unwrap();
        let count = |from: &str| {
            let sql = format!("SELECT count(*) FROM {from}");
            connection.query_row(&sql, [], |row| row.get::<_, i64>(0))
        };
        assert_eq!(count("agents").unwrap(), 6);
        assert!(count("v").is_err());
    }

    #[test]
    fn the_schema_cannot_be_written_to() {
        let connection = setup::in_memory(setup::SCHEMA_VERSION).unwrap();
        harden(&connection).unwrap();
        let written = connection
            .execute_batch("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''");
        assert!(written.is_err());
    }
}
