//! Hardens connections against crafted database files: nothing in a file is executed.
//!
//! A file is used only if its schema is, statement by statement, the one that the migrations
//! create. Triggers and views are disabled in addition.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::migrations;
use crate::store::error::{Error, Result};

/// The current schema: the statements that the migrations leave in the schema table, in
/// its order.
const SCHEMA: &str = include_str!("schema.generated.sql");

/// What separates its statements.
const END: &str = ";\n\n";

/// The configuration of a connection.
const SWITCHES: [(DbConfig, bool); 12] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
    // A name in double quotes that is misspelt is an error, not a text.
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    // It would take the address of code from a text.
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    // A plan never depends on a value that is bound. Otherwise every statement on a
    // table with partial indexes would be prepared anew whenever one is.
    (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
];

/// Size limits: more than this program needs, and far less than would exhaust the memory
/// of the machine.
const LIMITS: [(Limit, i32); 9] = [
    (Limit::SQLITE_LIMIT_LENGTH, 16 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10),
    (Limit::SQLITE_LIMIT_COLUMN, 64),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 64),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 8),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 256),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Checks each cell of a page that is read, and creates no temporary files. Neither reads
/// nor changes the file.
const PRAGMAS: &str = "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";

/// What `SQLite` is built without, as `PRAGMA compile_options` says it.
/// `.cargo/config.toml` asks for it, which only applies to builds in the repository; so
/// nothing relies on these alone: [`harden`] switches off what they leave out.
const BUILT_WITH: [&str; 1] = ["OMIT_LOAD_EXTENSION"];

/// What `SQLite` is built without, since a file could use it.
const BUILT_WITHOUT: [&str; 7] = [
    "ENABLE_DBSTAT_VTAB",
    "ENABLE_FTS3",
    "ENABLE_FTS3_PARENTHESIS",
    "ENABLE_FTS5",
    "ENABLE_LOAD_EXTENSION",
    "ENABLE_RTREE",
    "SOUNDEX",
];

/// The safety options that `SQLite` was built with.
#[derive(Debug, PartialEq, Eq)]
pub struct Build {
    /// The options that matter and that it was built with.
    pub options: Vec<String>,
    /// How they differ from the intended ones.
    pub differences: Vec<String>,
}

impl Build {
    /// That of the `SQLite` in this program.
    pub fn of_this_program() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        let mut statement = connection.prepare("PRAGMA compile_options")?;
        let options = statement.query_map([], |row| row.get(0))?;
        Ok(Self::with(options.collect::<rusqlite::Result<_>>()?))
    }

    fn with(mut options: Vec<String>) -> Self {
        let name_of = |option: &str| option.split('=').next().unwrap_or_default().to_owned();
        let wanted: Vec<_> = BUILT_WITH.iter().map(|option| name_of(option)).collect();
        options.retain(|option| {
            let name = name_of(option);
            wanted.contains(&name) || BUILT_WITHOUT.contains(&name.as_str())
        });
        let has = |wanted: &str| options.iter().any(|option| option == wanted);
        let lacks = BUILT_WITH.iter().filter(|wanted| !has(wanted));
        let extra = options
            .iter()
            .filter(|option| !wanted.contains(&name_of(option)));
        let differences = lacks
            .map(|wanted| format!("without {wanted}"))
            .chain(extra.map(|option| format!("with {option}")))
            .collect();
        Self {
            options,
            differences,
        }
    }
}

/// Disables what a file could execute, and limits the size of what it holds.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    for (switch, on) in SWITCHES {
        connection.set_db_config(switch, on)?;
    }
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most)?;
    }
    connection.execute_batch(PRAGMAS)
}

/// Makes sure that the schema of a file of the current version is exactly the expected one.
pub(super) fn check_schema(connection: &Connection, path: &Path) -> Result<()> {
    compare(connection, SCHEMA.split_terminator(END), path)
}

/// Makes sure that the schema of a file of an earlier version is the one of that version.
pub(super) fn check_earlier_schema(
    connection: &Connection,
    version: i64,
    path: &Path,
) -> Result<()> {
    let then = schema_of(&migrations::in_memory(version)?)?;
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
        let made = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
        let made = schema_of(&made).unwrap().join(END) + END;
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            let file = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/store/engine/sqlite/schema.generated.sql"
            );
            std::fs::write(file, made).unwrap();
            return;
        }
        assert_eq!(made, SCHEMA, "UPDATE_SCHEMA=1 cargo test schema");
    }

    #[test]
    fn a_trigger_is_inert_and_a_view_cannot_be_read() {
        let connection = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
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
        let connection = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
        harden(&connection).unwrap();
        let written = connection
            .execute_batch("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''");
        assert!(written.is_err());
    }

    fn hardened() -> Connection {
        let connection = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
        harden(&connection).unwrap();
        connection
    }

    #[test]
    fn every_switch_is_set_whatever_sqlite_was_built_with() {
        let connection = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
        // As the least careful build would leave it.
        let opened = [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, true),
            (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, true),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, false),
        ];
        for (switch, on) in opened {
            connection.set_db_config(switch, on).unwrap();
            assert_eq!(connection.db_config(switch).unwrap(), on, "{switch:?}");
        }
        harden(&connection).unwrap();
        for (switch, on) in opened {
            assert_eq!(connection.db_config(switch).unwrap(), !on, "{switch:?}");
        }
    }

    #[test]
    fn a_file_that_is_attached_is_neither_made_nor_written() {
        let folder = tempfile::tempdir().unwrap();
        let connection = hardened();
        let missing = folder.path().join("missing.db");
        let attach = |path: &Path, name: &str| {
            let sql = format!("ATTACH '{}' AS {name}", path.display());
            connection.execute_batch(&sql)
        };
        assert!(attach(&missing, "a").is_err());
        assert!(!missing.exists());
        let empty = folder.path().join("empty.db");
        std::fs::write(&empty, "").unwrap();
        attach(&empty, "b").unwrap();
        assert!(connection.execute_batch("CREATE TABLE b.t (a)").is_err());
        assert_eq!(std::fs::metadata(&empty).unwrap().len(), 0);
    }

    /// A statement that is as large in something as `n` says.
    type Sized = fn(i32) -> String;

    fn list(n: i32, separator: &str) -> String {
        vec!["1"; usize::try_from(n).unwrap()].join(separator)
    }

    #[test]
    fn nothing_may_be_larger_than_its_limit() {
        let limits: [(Limit, i32, Sized); 8] = [
            (Limit::SQLITE_LIMIT_LENGTH, 16 << 20, |n| {
                format!("SELECT length(CAST(zeroblob({n}) AS TEXT))")
            }),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10, |n| {
                format!("SELECT 1{}", " ".repeat(usize::try_from(n).unwrap() - 8))
            }),
            (Limit::SQLITE_LIMIT_COLUMN, 64, |n| {
                format!("SELECT {}", list(n, ","))
            }),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 64, |n| {
                format!("SELECT {}", list(n, "+"))
            }),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 8, |n| {
                format!("SELECT {}", list(n, " UNION ALL SELECT "))
            }),
            (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8, |n| {
                format!("SELECT max({})", list(n, ","))
            }),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256, |n| {
                format!("SELECT 'x' LIKE printf('%.*c', {n}, 'x')")
            }),
            (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 256, |n| {
                format!("SELECT ?{n}")
            }),
        ];
        let connection = hardened();
        for (limit, most, sized) in limits {
            let tried = |n| {
                let mut statement = connection.prepare(&sized(n))?;
                statement.raw_query().next().map(|_| ())
            };
            assert_eq!(tried(most), Ok(()), "{limit:?}: {most}");
            assert!(tried(most + 1).is_err(), "{limit:?}: {}", most + 1);
        }
        // A build whose temporary files are always in memory never has any.
        let threads = Limit::SQLITE_LIMIT_WORKER_THREADS;
        connection.set_limit(threads, 4).unwrap();
        harden(&connection).unwrap();
        assert_eq!(connection.limit(threads), Ok(0));
    }

    #[test]
    fn a_file_cannot_have_code_loaded_and_a_name_is_no_text() {
        let connection = hardened();
        let problem = |sql: &str| {
            connection
                .prepare(sql)
                .and_then(|mut s| s.raw_query().next().map(|_| ()))
                .unwrap_err()
                .to_string()
        };
        let loaded = problem("SELECT load_extension('nothing')");
        assert!(
            loaded.contains("no such function") || loaded.contains("not authorized"),
            "{loaded}"
        );
        let text = problem(r#"SELECT "nothing""#);
        assert!(text.contains("no such column"), "{text}");
    }

    #[test]
    fn pages_are_checked_and_nothing_temporary_is_written_to_a_disk() {
        let connection = migrations::in_memory(migrations::SCHEMA_VERSION).unwrap();
        connection
            .execute_batch("PRAGMA cell_size_check = OFF; PRAGMA temp_store = FILE")
            .unwrap();
        harden(&connection).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        assert_eq!(pragma("cell_size_check"), Ok(1));
        assert_eq!(pragma("temp_store"), Ok(2));
    }

    #[test]
    fn another_build_is_told_by_what_it_has_and_what_it_lacks() {
        let build = |options: &[&str]| {
            let options = options.iter().map(|&option| option.to_owned());
            let build = Build::with(options.collect());
            (build.options.join(" "), build.differences)
        };
        let intended = ["MUTEX_OMIT", "OMIT_LOAD_EXTENSION", "TEMP_STORE=1"];
        assert_eq!(build(&intended), ("OMIT_LOAD_EXTENSION".to_owned(), vec![]));
        let other = ["ENABLE_FTS3", "ENABLE_LOAD_EXTENSION=1"];
        assert_eq!(
            build(&other),
            (
                other.join(" "),
                [
                    "without OMIT_LOAD_EXTENSION",
                    "with ENABLE_FTS3",
                    "with ENABLE_LOAD_EXTENSION=1",
                ]
                .map(str::to_owned)
                .to_vec()
            )
        );
    }

    #[test]
    fn a_build_in_the_repository_is_the_intended_one() {
        let flags = option_env!("LIBSQLITE3_FLAGS").unwrap_or_default();
        let is_intended = flags.contains("OMIT_LOAD_EXTENSION");
        let build = Build::of_this_program().unwrap();
        assert_eq!(build.differences.is_empty(), is_intended, "{build:?}");
    }
}
