//! The connection below the statements: opening a database, preparing a statement, binding
//! its parameters by name, reading typed rows, transactions and savepoints, waiting for a
//! commit of another process, checks and backups.
//!
//! The statements themselves are in the files of their nouns, once for every engine. What only one
//! engine understands is in its folder; today, `sqlite` is the only one. No signature here names a
//! type of a database driver, so that a second engine can provide the same names.

pub(super) mod error;
mod sqlite;
pub(super) mod value;

pub use sqlite::check::CheckLevel;
pub use sqlite::dispatch_lock;
pub use sqlite::halt_file::HaltFile;
pub use sqlite::hardening::Build;
pub use sqlite::restore::Draft as RestoreDraft;
pub use sqlite::watch::{ChangeCursor, TICK};

pub(super) use error::Result;
pub(super) use sqlite::backup::Draft as BackupDraft;
pub(super) use sqlite::busy::{Turn, Urgency};
pub(super) use sqlite::check::version;
pub(super) use sqlite::database::Database;
pub(super) use sqlite::dialect::{by_index, texts_in};
pub(super) use sqlite::statement::{Connection, Row, Rows, Statement};
pub(super) use value::{FromValue, Params, Value, invalid, params};

#[cfg(test)]
mod tests {
    use super::error::{Error, ErrorKind};
    use super::*;

    fn table() -> Connection {
        let connection = Connection::in_memory();
        connection.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE)");
        connection
    }

    /// Binds a value, and reads it as `T`.
    fn read<T: FromValue>(value: Value<'_>) -> Result<T> {
        let connection = Connection::in_memory();
        let mut statement = connection.prepare_cached("SELECT :value AS found")?;
        statement.query_one(params! {":value": value}, |row| row.get("found"))
    }

    #[test]
    fn each_type_is_read_as_it_was_bound() {
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(read(number.into()), Ok(number));
        }
        assert_eq!(read(7_u32.into()), Ok(7_u64));
        assert_eq!(read(u64::MAX.into()), Ok(i64::MAX));
        assert_eq!(read(true.into()), Ok(true));
        assert_eq!(read(0.25.into()), Ok(0.25));
        assert_eq!(read(3.into()), Ok(3.0));
        assert_eq!(read("é\0".into()), Ok("é\0".to_owned()));
        assert_eq!(read(Value::from(&[1, 255])), Ok([1_u8, 255]));
        assert_eq!(read(Value::from(&[1, 255])), Ok(vec![1_u8, 255]));
        assert_eq!(read(Some("x").into()), Ok(Some("x".to_owned())));
        assert_eq!(read(None::<i64>.into()), Ok(None::<String>));
    }

    #[test]
    fn a_value_of_another_type_or_out_of_range_is_damage_and_names_its_column() {
        let problems = [
            read::<i64>("x".into()).unwrap_err(),
            read::<String>(1.into()).unwrap_err(),
            read::<u32>((-1).into()).unwrap_err(),
            read::<u32>(i64::MAX.into()).unwrap_err(),
            read::<i64>(Value::Null).unwrap_err(),
            read::<[u8; 3]>(Value::from(&[1, 2])).unwrap_err(),
        ];
        for error in problems {
            assert_eq!(error.kind(), ErrorKind::Corrupt);
            assert!(error.to_string().starts_with("found: "), "{error}");
        }
        let connection = Connection::in_memory();
        let broken =
            connection.query_one("SELECT CAST(x'ff' AS TEXT) AS found", params! {}, |row| {
                row.get::<String>(0)
            });
        assert_eq!(
            broken.map_err(|error| error.kind()),
            Err(ErrorKind::Corrupt)
        );
    }

    #[test]
    fn parameters_are_bound_by_name_or_by_position() {
        let connection = Connection::in_memory();
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let named = params! {":b": 2, ":a": 1};
        let found = connection.query_one("SELECT :a, :b", named, read);
        assert_eq!(found, Ok((1_i64, 2_i64)));
        let values = [Value::from(1), Value::from(2)];
        let found = connection.query_one("SELECT ?, ?", Params::Positional(&values), read);
        assert_eq!(found, Ok((1, 2)));
        let unknown = connection.query_one("SELECT :a, 1", params! {":c": 1}, read);
        assert_eq!(unknown.map_err(|error| error.kind()), Err(ErrorKind::Other));
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_as_often_as_they_are_read() {
        let connection = Connection::in_memory();
        let sql = "SELECT 1 AS a, 2 AS b, 3 AS c";
        let found = connection.query_one(sql, params! {}, |row| {
            let names = ["c", "a", "a", "b", "c", "B", "b", "a"];
            let values: Result<Vec<i64>> = names.into_iter().map(|name| row.get(name)).collect();
            assert!(row.get::<i64>("d").is_err());
            values
        });
        assert_eq!(found, Ok(vec![3, 1, 1, 2, 3, 2, 2, 1]));
    }

    #[test]
    fn a_row_that_is_missing_is_an_error_only_where_one_is_expected() {
        let connection = table();
        let mut statement = connection.prepare("SELECT a FROM t").unwrap();
        let get = |row: &Row<'_>| row.get::<i64>("a");
        assert_eq!(statement.query_optional(params! {}, get), Ok(None));
        assert_eq!(statement.exists(params! {}), Ok(false));
        let missing = statement.query_one(params! {}, get).unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NoRow);
        let insert = "INSERT INTO t (a) VALUES (1), (2)";
        assert_eq!(connection.execute(insert, params! {}), Ok(2));
        assert_eq!((connection.last_id(), connection.changes()), (2, 2));
        assert_eq!(statement.exists(params! {}), Ok(true));
        let all: Result<Vec<_>> = statement.query_map(params! {}, get).unwrap().collect();
        assert_eq!(all, Ok(vec![1, 2]));
    }

    /// What is in the table.
    fn stored(connection: &Connection) -> Vec<i64> {
        let mut statement = connection.prepare("SELECT a FROM t ORDER BY a").unwrap();
        let rows = statement.query_map(params! {}, |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    #[test]
    fn what_is_not_committed_or_was_undone_is_gone() {
        let connection = table();
        let insert = |a: i64| {
            let params = params! {":a": a};
            let inserted = connection.execute("INSERT INTO t (a) VALUES (:a)", params);
            assert_eq!(inserted, Ok(1));
        };
        let transaction = connection.begin_write().unwrap();
        insert(1);
        drop(transaction);
        assert_eq!(stored(&connection), [0_i64; 0]);
        let transaction = connection.begin_write().unwrap();
        insert(2);
        let savepoint = transaction.begin_savepoint().unwrap();
        insert(3);
        assert_eq!(savepoint.undo(), Ok(true));
        let savepoint = transaction.begin_savepoint().unwrap();
        insert(4);
        savepoint.keep().unwrap();
        transaction.commit().unwrap();
        assert_eq!(stored(&connection), [2, 4]);
        let transaction = connection.begin_write().unwrap();
        let savepoint = transaction.begin_savepoint().unwrap();
        connection.run_script("ROLLBACK");
        assert_eq!(savepoint.undo(), Ok(false));
    }

    #[test]
    fn failures_are_told_apart() {
        let connection = table();
        let kind = |sql: &str| {
            let failed = connection.execute(sql, params! {});
            failed.as_ref().map_err(Error::kind).err()
        };
        assert_eq!(kind("INSERT INTO t (a) VALUES (1)"), None);
        let twice = kind("INSERT INTO t (a) VALUES (1)");
        assert_eq!(twice, Some(ErrorKind::Constraint));
        let large = kind("INSERT INTO t (a) VALUES (zeroblob(2000000000))");
        assert_eq!(large, Some(ErrorKind::TooBig));
        assert_eq!(kind("nonsense"), Some(ErrorKind::Other));
    }
}
