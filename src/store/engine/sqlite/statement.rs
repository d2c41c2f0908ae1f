//! Statements, their parameters and their rows, and transactions. Knows no statement of
//! the program.

use std::cell::Cell;
use std::ops::Deref;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ToSql};

use crate::store::engine::error::{Error, ErrorKind, Result};
use crate::store::engine::value::{Column, FromValue, Params, Value, invalid};

/// A connection to a database.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
    /// Whether a group is open: transactions are then savepoints within it.
    is_grouped: Cell<bool>,
    /// Whether a part of the group could not be undone: then none of it may be committed.
    is_broken: Cell<bool>,
}

impl Connection {
    pub(super) const fn new(raw: rusqlite::Connection) -> Self {
        Self {
            raw,
            is_grouped: Cell::new(false),
            is_broken: Cell::new(false),
        }
    }

    pub(super) const fn raw(&self) -> &rusqlite::Connection {
        &self.raw
    }

    #[cfg(test)]
    pub(super) const fn raw_mut(&mut self) -> &mut rusqlite::Connection {
        &mut self.raw
    }

    /// Prepares a statement, or takes it from the cache, to which it returns when dropped.
    pub(crate) fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>> {
        let statement = self.raw.prepare_cached(sql)?;
        Ok(Statement(Prepared::Cached(statement)))
    }

    /// Prepares a statement that is used rarely or never again.
    pub(crate) fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        let statement = self.raw.prepare(sql)?;
        Ok(Statement(Prepared::Once(statement)))
    }

    /// Executes a statement that is used rarely. Returns the number of rows that it changed.
    pub(crate) fn execute(&self, sql: &str, params: Params<'_>) -> Result<usize> {
        self.prepare(sql)?.execute(params)
    }

    /// Reads the one row of a statement that is used rarely.
    pub(crate) fn query_one<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.query_one(params, read)
    }

    /// The number of the row that was inserted last.
    pub(crate) fn last_id(&self) -> i64 {
        self.raw.last_insert_rowid()
    }

    /// The number of rows that this connection has inserted, changed or deleted so far.
    pub(crate) fn changes(&self) -> u64 {
        self.raw.total_changes()
    }

    /// Begins a transaction that reads from one consistent snapshot.
    pub(crate) fn begin_read(&self) -> Result<Transaction<'_>> {
        self.begin("BEGIN DEFERRED")
    }

    /// Begins a transaction that writes: takes the write lock now, or waits for it.
    pub(crate) fn begin_write(&self) -> Result<Transaction<'_>> {
        self.begin("BEGIN IMMEDIATE")
    }

    fn begin(&self, sql: &str) -> Result<Transaction<'_>> {
        let is_member = self.is_grouped.get();
        if !is_member {
            self.run(sql)?;
        } else if self.is_in_transaction() {
            self.run("SAVEPOINT member")?;
        } else {
            return Err(Error::new(ErrorKind::Other, "the group was rolled back"));
        }
        Ok(Transaction {
            connection: self,
            is_member,
            is_over: false,
        })
    }

    /// Begins a group: takes the write lock now, or waits for it. Until the group ends, each
    /// transaction is a part of it that can be undone by itself.
    pub(crate) fn begin_group(&self) -> Result<()> {
        self.run("BEGIN IMMEDIATE")?;
        self.is_grouped.set(true);
        self.is_broken.set(false);
        Ok(())
    }

    /// Commits the group. Returns false when SQLite has already rolled it back, as it does
    /// when the disk is full, or when a part could not be undone: then nothing of it was
    /// committed.
    pub(crate) fn commit_group(&self) -> Result<bool> {
        if self.is_broken.get() {
            self.undo_group();
            return Ok(false);
        }
        self.is_grouped.set(false);
        if !self.is_in_transaction() {
            return Ok(false);
        }
        let committed = self.run("COMMIT");
        if self.is_in_transaction() {
            let _ = self.run("ROLLBACK");
        }
        committed.map(|()| true)
    }

    /// Undoes the group.
    pub(crate) fn undo_group(&self) {
        self.is_grouped.set(false);
        if self.is_in_transaction() {
            // A failure leaves it open: the connection refuses to begin another.
            let _ = self.run("ROLLBACK");
        }
    }

    /// Begins a savepoint within a transaction.
    pub(crate) fn begin_savepoint(&self) -> Result<Savepoint<'_>> {
        self.run("SAVEPOINT operation")?;
        Ok(Savepoint { connection: self })
    }

    /// Checks references at the commit of this transaction, and not after each statement:
    /// rows that refer to each other can be deleted one by one.
    pub(crate) fn defer_references(&self) -> Result<()> {
        Ok(self.raw.execute_batch("PRAGMA defer_foreign_keys = ON")?)
    }

    fn is_in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.raw.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

/// A transaction, or a part of a group. It is rolled back when it is dropped without a commit.
pub(crate) struct Transaction<'c> {
    connection: &'c Connection,
    is_member: bool,
    is_over: bool,
}

impl Transaction<'_> {
    /// Commits. A failed commit may nevertheless have reached the disk. A part of a group is
    /// durable only when the group is.
    pub(crate) fn commit(mut self) -> Result<()> {
        let sql = if self.is_member {
            "RELEASE member"
        } else {
            "COMMIT"
        };
        self.connection.run(sql)?;
        self.is_over = true;
        Ok(())
    }

    fn roll_back(&self) -> Result<()> {
        if self.is_member {
            self.connection.run("ROLLBACK TO member")?;
            return self.connection.run("RELEASE member");
        }
        self.connection.run("ROLLBACK")
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // A failure leaves it open: the connection refuses to begin another.
        if !self.is_over && self.connection.is_in_transaction() && self.roll_back().is_err() {
            self.connection.is_broken.set(self.is_member);
        }
    }
}

/// A part of a transaction that can be undone by itself.
#[must_use = "it is kept or undone"]
pub(crate) struct Savepoint<'c> {
    connection: &'c Connection,
}

impl Savepoint<'_> {
    /// Keeps what was changed since it began.
    pub(crate) fn keep(self) -> Result<()> {
        self.connection.run("RELEASE operation")
    }

    /// Undoes what was changed since it began. Returns false when SQLite has already rolled
    /// back the whole transaction, as it does when the disk is full.
    pub(crate) fn undo(self) -> Result<bool> {
        if !self.connection.is_in_transaction() {
            return Ok(false);
        }
        self.connection.run("ROLLBACK TO operation")?;
        self.keep()?;
        Ok(true)
    }
}

/// A prepared statement.
pub(crate) struct Statement<'c>(Prepared<'c>);

enum Prepared<'c> {
    Cached(CachedStatement<'c>),
    Once(rusqlite::Statement<'c>),
}

impl<'c> Statement<'c> {
    /// Executes it. Returns the number of rows that it changed.
    pub(crate) fn execute(&mut self, params: Params<'_>) -> Result<usize> {
        Ok(self.bound(params)?.raw_execute()?)
    }

    /// Reads its rows one at a time.
    pub(crate) fn query(&mut self, params: Params<'_>) -> Result<Rows<'_>> {
        Ok(Rows(self.bound(params)?.raw_query()))
    }

    /// Reads its first row, which must be there.
    pub(crate) fn query_one<T>(
        &mut self,
        params: Params<'_>,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let found = self.query_optional(params, read)?;
        found.ok_or_else(|| Error::new(ErrorKind::NoRow, "the query returned no row"))
    }

    /// Reads its first row, if it has any.
    pub(crate) fn query_optional<T>(
        &mut self,
        params: Params<'_>,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut rows = self.query(params)?;
        rows.next()?.map(|row| read(&row)).transpose()
    }

    /// Reads each of its rows with `read`.
    pub(crate) fn query_map<'s, T, F>(
        &'s mut self,
        params: Params<'_>,
        mut read: F,
    ) -> Result<impl Iterator<Item = Result<T>> + use<'s, 'c, T, F>>
    where
        F: FnMut(&Row<'_>) -> Result<T>,
    {
        let mut rows = self.query(params)?;
        Ok(std::iter::from_fn(move || {
            let row = rows.next().transpose()?;
            Some(row.and_then(|row| read(&row)))
        }))
    }

    /// Whether it has any row.
    pub(crate) fn exists(&mut self, params: Params<'_>) -> Result<bool> {
        let mut rows = self.query(params)?;
        Ok(rows.next()?.is_some())
    }

    fn bound(&mut self, params: Params<'_>) -> Result<&mut rusqlite::Statement<'c>> {
        let raw: &mut rusqlite::Statement<'c> = match &mut self.0 {
            Prepared::Cached(statement) => statement,
            Prepared::Once(statement) => statement,
        };
        match params {
            Params::Named(values) => {
                for (name, value) in values {
                    raw.raw_bind_parameter(*name, Bound(value))?;
                }
            }
            Params::Positional(values) => {
                for (at, value) in values.iter().enumerate() {
                    raw.raw_bind_parameter(at + 1, Bound(value))?;
                }
            }
        }
        Ok(raw)
    }
}

/// A value as SQLite takes it.
struct Bound<'a>(&'a Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The rows of a statement that is being executed.
pub(crate) struct Rows<'s>(rusqlite::Rows<'s>);

impl Rows<'_> {
    /// The next row. It borrows from the statement, so this is no iterator.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>> {
        Ok(self.0.next()?.map(Row::new))
    }
}

/// A row, valid until the next one is read.
pub(crate) struct Row<'r> {
    row: &'r rusqlite::Row<'r>,
    /// Where a column is looked for first: after the last one. Most are read in their order,
    /// and comparing a name with all before it was a sixth of the time of a message.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    const fn new(row: &'r rusqlite::Row<'r>) -> Self {
        Self {
            row,
            next: Cell::new(0),
        }
    }

    /// Reads a column as `T`.
    pub(crate) fn get<'c, T: FromValue>(&self, column: impl Into<Column<'c>>) -> Result<T> {
        let column = column.into();
        self.value(column)?.read(column)
    }

    /// Reads a column of text without copying it.
    pub(crate) fn text<'c>(&self, column: impl Into<Column<'c>>) -> Result<&'r str> {
        let column = column.into();
        match self.raw(column)? {
            ValueRef::Text(text) => utf8(text, column),
            _ => Err(invalid(column, "it is not a text")),
        }
    }

    fn value(&self, column: Column<'_>) -> Result<Value<'r>> {
        Ok(match self.raw(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) => Value::from(utf8(text, column)?),
            ValueRef::Blob(bytes) => Value::from(bytes),
        })
    }

    fn raw(&self, column: Column<'_>) -> Result<ValueRef<'r>> {
        Ok(match column {
            Column::Name(name) => match self.position(name) {
                Some(position) => self.row.get_ref(position)?,
                None => self.row.get_ref(name)?,
            },
            Column::Position(position) => self.row.get_ref(position)?,
        })
    }

    fn position(&self, name: &str) -> Option<usize> {
        let statement: &rusqlite::Statement<'_> = self.row.as_ref();
        let (next, end) = (self.next.get(), statement.column_count());
        let is_it = |&at: &usize| statement.column_name(at).is_ok_and(|known| known == name);
        let position = (next..end).chain(0..next.min(end)).find(is_it)?;
        self.next.set(position + 1);
        Some(position)
    }
}

fn utf8<'r>(text: &'r [u8], column: Column<'_>) -> Result<&'r str> {
    std::str::from_utf8(text).map_err(|error| invalid(column, error))
}
