//! The only SQL: opening the database, one way to read, one way to write, and a
//! file of plain statements per noun.
//!
//! The store decides nothing. It gathers the facts of a transaction, asks the
//! gate of the model ([`crate::model::operation::admit`]) and keeps the audit log, so that no
//! operation can forget either.

pub mod agent;
pub mod audit;
pub mod backup;
mod busy;
pub mod contents;
pub mod counts;
pub mod cycle;
pub mod database;
pub mod dispatch_lock;
pub mod error;
pub mod halt;
pub mod halt_entry;
pub mod halt_file;
pub mod halt_record;
mod hardening;
pub mod health;
mod identity;
mod listing;
mod merge;
pub mod message;
pub mod metrics;
pub mod page;
pub mod prune;
pub mod queue;
pub mod refusal;
pub mod restore;
mod row;
pub mod setting;
mod setup;
pub mod shared_state;
mod transaction;
mod watch;
mod write_queue;

use std::path::{self, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use uuid::Uuid;

use crate::failpoint::Failpoint;
use crate::model::clock::{Ambient, Timestamp};
use crate::model::health::HealthThresholds;
use crate::model::id::AgentName;
use crate::model::operation::{Action, Operation, Target};
use crate::model::token::TokenDigest;

use busy::{Patience, Waiting};
use database::Depth;
use dispatch_lock::{DispatchLock, Undrained};
pub use error::{Error, Result};
use halt_entry::Entry;
use halt_file::HaltFile;
pub use hardening::Build;
use identity::{Facts, Identity};
pub use transaction::{ReadTx, WriteTx};
use watch::Watch;

/// Up to this size the write-ahead log is left to the next process when the
/// last connection closes: 64 pages. Checkpointing at every close would cost a
/// short command two more waits for the disk; never doing so would let the log
/// grow, and every opener read all of it. `benches/wal.sh` compares other limits.
const WAL_LEFT_AT_CLOSE: u64 = 64 * 4096;

/// How many statements are kept ready: more than there are.
const STATEMENTS: usize = 128;

/// How often a waiting process looks whether anything has happened: twice within
/// the time in which it must have noticed.
pub const TICK: Duration = Duration::from_millis(2);

/// How to open a database.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How long to wait for others.
    pub busy_timeout: Duration,
    /// Whether a missing folder is made.
    pub create_folder: bool,
    /// Whether a missing database is an error, and not made.
    pub must_exist: bool,
    /// Of the token that shows who uses it, if there is one.
    pub token: Option<TokenDigest>,
    /// What agents' health is judged by.
    pub health: HealthThresholds,
}

/// An open coordination database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    halt_file: HaltFile,
    identity: Identity,
    busy_timeout: Duration,
    waiting: Waiting,
    created: bool,
    commits: u64,
    /// What `PRAGMA data_version` said when it was last looked at.
    seen: i64,
    /// Made by the first wait.
    watch: Option<Watch>,
    token: Option<TokenDigest>,
    health: HealthThresholds,
    /// Whether it can only read: then closing it must write nothing either.
    is_read_only: bool,
    undrained: Option<Undrained>,
    ambient: Box<dyn Ambient>,
    /// The halt that was called through this handle, as the halt file knows it.
    called: Option<(Uuid, Entry)>,
    /// Whether a halt came while the latest write was being committed.
    was_halted: bool,
    /// Whether that has ever been so.
    was_ever_halted: Arc<AtomicBool>,
}

impl Store {
    /// Opens the database at `path` and makes it when there is none, unless it must exist.
    ///
    /// A file that is not ours, newer or damaged is refused before anything is
    /// written to it.
    pub fn open(path: &Path, options: &Options, ambient: Box<dyn Ambient>) -> Result<Self> {
        // An absolute path is a path: SQLite takes `file:…` for something else.
        let path = &path::absolute(path).map_err(|error| Error::io("open", path, &error))?;
        let (found, created) = match setup::look(path)? {
            setup::Found::Nothing if !options.must_exist => {
                let created = setup::create(path, options)?;
                (setup::look(path)?, created)
            }
            found => (found, false),
        };
        let setup::Found::File(path, probed) = found else {
            return Err(setup::missing(path));
        };
        let mut connection = connect(&path, options)?;
        make_ready(&mut connection, &path, options)
            .inspect_err(|_| choose_close(&connection, &path))?;
        tracing::debug!(path = %path.display(), created, "opened");
        Self::around(connection, (path, &probed), created, options, ambient)
    }

    /// Opens the database at `path` for one who looks at it in passing: as it is, with
    /// nothing made or brought up to date. None where there is no current one.
    pub fn open_as_it_is(
        path: &Path,
        options: &Options,
        ambient: Box<dyn Ambient>,
    ) -> Result<Option<Self>> {
        let path = &path::absolute(path).map_err(|error| Error::io("open", path, &error))?;
        let setup::Found::File(path, probed) = setup::look(path)? else {
            return Ok(None);
        };
        let connection = connect(&path, options)?;
        if schema_version(&connection, &path)? != setup::SCHEMA_VERSION {
            return Ok(None);
        }
        hardening::check_schema(&connection, &path)?;
        connection.pragma_update(None, "query_only", true)?;
        Self::around(connection, (path, &probed), false, options, ambient).map(Some)
    }

    /// Opens the database at `path` for reading only, for one who watches it: never waits
    /// for a writer, and writes nothing, not even when it is closed.
    pub fn open_read_only(
        path: &Path,
        options: &Options,
        ambient: Box<dyn Ambient>,
    ) -> Result<Self> {
        let path = &path::absolute(path).map_err(|error| Error::io("open", path, &error))?;
        let setup::Found::File(path, probed) = setup::look(path)? else {
            return Err(Error::Replaced { path: path.clone() });
        };
        let connection = connect_with(&path, OpenFlags::SQLITE_OPEN_READ_ONLY, options)?;
        if schema_version(&connection, &path)? != setup::SCHEMA_VERSION {
            return Err(Error::Replaced { path });
        }
        hardening::check_schema(&connection, &path)?;
        let mut store = Self::around(connection, (path, &probed), false, options, ambient)?;
        store.is_read_only = true;
        Ok(store)
    }

    fn around(
        mut connection: Connection,
        (path, probed): (PathBuf, &Facts),
        created: bool,
        options: &Options,
        ambient: Box<dyn Ambient>,
    ) -> Result<Self> {
        let waiting = Waiting::of(&path, options.busy_timeout);
        connection.busy_handler(Some(waiting.handler()))?;
        Ok(Self {
            connection,
            halt_file: HaltFile::of(&path),
            identity: Identity::of(&path, probed)?,
            busy_timeout: options.busy_timeout,
            waiting,
            path,
            created,
            commits: 0,
            seen: 0,
            watch: None,
            token: options.token,
            health: options.health,
            is_read_only: false,
            undrained: None,
            ambient,
            called: None,
            was_halted: false,
            was_ever_halted: Arc::default(),
        })
    }

    /// Whether a halt came while the latest write was being committed: that stands,
    /// and nothing may be begun on the strength of it.
    pub const fn was_halted_while_committing(&self) -> bool {
        self.was_halted
    }

    /// Whether that has ever been so through this handle.
    pub fn was_ever_halted(&self) -> bool {
        self.was_ever_halted.load(Ordering::Relaxed)
    }

    /// Has it noted here when a halt comes while a write is being committed.
    pub fn note_late_halts_in(&mut self, noted: Arc<AtomicBool>) {
        self.was_ever_halted = noted;
    }

    /// A fresh random identifier.
    pub fn uuid(&self) -> Uuid {
        self.ambient.uuid()
    }

    /// The dispatch lock of the database at `path`, which may be damaged or missing.
    pub fn dispatch_lock_of(path: &Path) -> DispatchLock {
        DispatchLock::of(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Waits until every program that was being started before the last commit has its
    /// command: none is given one afterwards that the commit forbids.
    pub fn drain_dispatches(&mut self) {
        if let Err(undrained) = DispatchLock::of(&self.path).drain() {
            self.undrained = Some(undrained);
        }
    }

    /// Why [`Self::drain_dispatches`] could not wait for all of them, if it could not.
    pub const fn undrained(&self) -> Option<&Undrained> {
        self.undrained.as_ref()
    }

    /// The halt file of the database at `path`, which may be damaged or missing.
    pub fn halt_file_of(path: &Path) -> HaltFile {
        HaltFile::of(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// The halt file of this database.
    pub const fn halt_file(&self) -> &HaltFile {
        &self.halt_file
    }

    /// Halts everything by the halt file. Returns the key by which that knows the
    /// halt; none where the file of another lies there and cannot be written into.
    pub fn place_halt_file(&mut self, entry: &Entry) -> Result<Option<Uuid>> {
        let placed = self.halt_file.place(entry);
        // Where its folder could not be synced, it stands there all the same.
        let stands = || (self.halt_file.entries().iter()).any(|one| one.key == entry.key);
        let key = match placed {
            Ok(key) => key,
            Err(_) => stands().then_some(entry.key),
        };
        self.called = key.map(|key| (key, entry.clone()));
        placed.map(|_| key)
    }

    /// The key in the halt file of the halt that this handle has called last, where it
    /// stands there.
    pub fn key_of_called(&self) -> Option<Uuid> {
        self.called.as_ref().map(|(key, _)| *key)
    }

    /// Takes away the halt file that a clear has set aside, once everything in it is
    /// on record and cleared; whatever else stands in it is placed again.
    pub fn lift_halt_file(&mut self, actor: &AgentName) -> Result<()> {
        if !self.halt_file.is_set_aside() {
            return Ok(());
        }
        let operation = Operation {
            actor,
            action: Action::HaltRequest,
            target: Target::System,
        };
        // To begin a write is all that it takes.
        self.write(&operation, |_| Ok(()))?;
        if self.halt_file.is_set_aside() {
            return self.halt_file.lift();
        }
        Ok(())
    }

    /// What is wrong with the file, as far as the database can tell by itself.
    pub fn check(&mut self) -> Result<Vec<String>> {
        self.read(|tx| {
            let mut problems = database::page_problems(tx, Depth::Quick)?;
            problems.extend(database::dangling_references(tx)?);
            Ok(problems)
        })
    }

    /// The connection, for tests that look at how the database does its work.
    #[cfg(test)]
    pub(crate) const fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.ambient.now()
    }

    /// How long it waits for others.
    pub const fn busy_timeout(&self) -> Duration {
        self.busy_timeout
    }

    /// Waits for others for at most `limit` from now on.
    pub fn set_busy_timeout(&mut self, limit: Duration) -> Result<()> {
        self.busy_timeout = limit;
        self.waiting.set_limit(limit);
        Ok(())
    }

    /// Whether another process has committed anything since this was last asked.
    /// Costs a look at shared memory, and no query.
    pub fn has_changed(&mut self) -> Result<bool> {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        let changed = version != self.seen;
        self.seen = version;
        Ok(changed)
    }

    /// Makes sure that the files which lie there are still those that were opened.
    pub fn check_identity(&self) -> Result<()> {
        self.identity.check()
    }

    /// Lets the others have the write lock between two transactions: for as long
    /// as any of them sleeps before it looks again.
    pub fn give_way(&self) {
        thread::sleep(busy::LONGEST);
    }

    /// Waits until another process has committed something, or until `deadline`.
    /// Tells whether anything was committed.
    pub fn wait_for_change(&mut self, deadline: Instant) -> Result<bool> {
        loop {
            self.identity.check()?;
            if self.has_changed()? {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            let log = || Watch::on(&setup::append(&self.path, "-wal"));
            self.watch.get_or_insert_with(log).pause(deadline);
        }
    }

    /// The version of the `SQLite` that is built in.
    pub fn sqlite_version() -> &'static str {
        rusqlite::version()
    }

    /// How that `SQLite` was built.
    pub fn sqlite_build() -> Result<Build> {
        Build::of_this_program()
    }

    /// Where the database lies: its real path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether opening it made it.
    pub const fn was_created(&self) -> bool {
        self.created
    }

    /// How many durable commits were made through this handle.
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    /// Reads from one consistent view.
    pub fn read<T>(&mut self, look: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        let now = self.ambient.now();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Deferred)?;
        look(&ReadTx::new(
            &transaction,
            &self.halt_file,
            now,
            self.health,
        ))
    }

    /// Does one operation in one durable transaction: the gate, the deed and
    /// its record, all or nothing.
    ///
    /// A refusal, by the gate or by the deed, undoes the deed and is recorded
    /// in the same transaction.
    pub fn write<T>(
        &mut self,
        operation: &Operation<'_>,
        deed: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.waiting.begin(operation.action);
        let outcome = self.write_in_turn(operation, deed);
        self.waiting.end();
        outcome
    }

    /// The same, once those who came first have had their turn.
    fn write_in_turn<T>(
        &mut self,
        operation: &Operation<'_>,
        deed: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.identity.check()?;
        self.was_halted = false;
        let early = Failpoint::EarlyGate
            .is_active()
            .then(|| self.ask_early(operation));
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // The time is taken under the lock: waiting for it may have taken long.
        let read = ReadTx::new(
            &transaction,
            &self.halt_file,
            self.ambient.now(),
            self.health,
        );
        if self.waiting.went_around() && audit::is_quiet(&read, write_queue::PATIENCE)? {
            self.waiting.note_stuck();
        }
        let mut tx = WriteTx::begin(read, self.ambient.as_ref(), operation, self.token.as_ref())?;
        tx.record_halt_file(self.called.as_ref())?;
        // The gate judges what the actor found; only then is the halt enforced.
        let admitted = early.unwrap_or_else(|| tx.admit(operation));
        let enforced = tx.enforce_requested_halts()?;
        let outcome = admitted.and_then(|()| {
            tx.undoable(|tx| {
                let done = deed(tx)?;
                tx.check_halt_file()?;
                Ok(done)
            })
        });
        let outcome = match outcome {
            Err(Error::Rule(rule)) if rule.kind().is_refusal() => {
                let rule = tx.named_late_halt(self.called.as_ref(), rule)?;
                audit::append_refusal(&mut tx, operation, &rule)?;
                Err(Error::Rule(rule))
            }
            Err(Error::Rule(rule)) if rule.full_inbox().is_some() => {
                refusal::count(&mut tx, operation, &rule)?;
                Err(Error::Rule(rule))
            }
            Err(_) => return outcome,
            done => done,
        };
        let is_stoppable = tx.is_stoppable() && outcome.is_ok();
        let has_recorded = !tx.from_file.is_empty();
        let changed = tx.check_recorded()?;
        counts::flush(&mut tx)?;
        transaction.commit().map_err(Error::while_committing)?;
        self.identity.check()?;
        self.commits += u64::from(changed || enforced || has_recorded);
        // The disk may have taken its time.
        let is_noticed = || self.halt_file.is_placed() && !Failpoint::NoCheckAtCommit.is_active();
        if is_stoppable && changed && is_noticed() {
            self.was_halted = true;
            self.was_ever_halted.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// The same, but waits for others for no more than `limit`: what this one operation
    /// may take does not change how long the next one waits.
    pub fn write_within<T>(
        &mut self,
        limit: Duration,
        operation: &Operation<'_>,
        deed: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.waiting.set_limit(self.busy_timeout.min(limit));
        let outcome = self.write(operation, deed);
        self.waiting.set_limit(self.busy_timeout);
        outcome
    }

    /// Asks the gate outside the transaction: what [`Failpoint::EarlyGate`] does wrong.
    fn ask_early(&mut self, operation: &Operation<'_>) -> Result<()> {
        let view = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Deferred)?;
        let read = ReadTx::new(&view, &self.halt_file, self.ambient.now(), self.health);
        WriteTx::begin(read, self.ambient.as_ref(), operation, self.token.as_ref())?
            .admit(operation)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if !self.is_read_only {
            choose_close(&self.connection, &self.path);
        }
    }
}

/// Opens a connection that waits for others and, until it is known that the
/// file is ours, writes nothing back when it closes.
fn connect(path: &Path, options: &Options) -> Result<Connection> {
    connect_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE, options)
}

fn connect_with(path: &Path, access: OpenFlags, options: &Options) -> Result<Connection> {
    let opening = |error| Error::while_opening(path, error);
    // The path is a real one: what has become a link meanwhile is not followed.
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = open_file(path, access | flags).map_err(opening)?;
    leave_log_at_close(&connection, true).map_err(opening)?;
    hardening::harden(&connection).map_err(opening)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    be_patient(&mut connection, options.busy_timeout).map_err(opening)?;
    Ok(connection)
}

fn be_patient(connection: &mut Connection, limit: Duration) -> rusqlite::Result<()> {
    let mut patience = Patience::new(limit);
    connection.busy_handler(Some(move |attempt| {
        patience.wait(u32::try_from(attempt).unwrap_or_default())
    }))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a database is opened"
)]
fn open_file(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, flags)
}

/// Leaves a small write-ahead log to the next process, empties a large one, and
/// takes away one that has nothing in it.
fn choose_close(connection: &Connection, path: &Path) {
    let log = setup::append(path, "-wal");
    let size = fs::metadata(log).map_or(0, |metadata| metadata.len());
    if size == 0 || size > WAL_LEFT_AT_CLOSE {
        // A failure leaves the log as it is, which loses nothing.
        let _ = leave_log_at_close(connection, false);
    }
}

fn leave_log_at_close(connection: &Connection, leave: bool) -> rusqlite::Result<bool> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)
}

/// Makes sure that the file is one of ours, current, and that what is committed
/// to it stays.
fn make_ready(connection: &mut Connection, path: &Path, options: &Options) -> Result<()> {
    let version = schema_version(connection, path)?;
    if version < setup::SCHEMA_VERSION {
        hardening::check_earlier_schema(connection, version, path)?;
        setup::migrate(path, connection, options)?;
    }
    hardening::check_schema(connection, path)?;
    // Whoever reads a file with a log makes that, too.
    if !setup::append(path, "-wal").exists() {
        setup::use_log(path, connection, options)?;
    }
    connection
        .execute_batch("PRAGMA synchronous = FULL")
        .map_err(|error| Error::while_opening(path, error))
}

/// The schema version of a file, once it is known to be one of ours.
fn schema_version(connection: &Connection, path: &Path) -> Result<i64> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| Error::while_opening(path, error))
    };
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    // Ours have a version from the moment at which they can be seen.
    if application != setup::APPLICATION_ID || version < 1 {
        return Err(Error::NotOurs {
            path: path.to_owned(),
            problem: "it is the database of another program".to_owned(),
        });
    }
    if version > setup::SCHEMA_VERSION {
        return Err(Error::Newer {
            path: path.to_owned(),
            found: version,
            known: setup::SCHEMA_VERSION,
        });
    }
    Ok(version)
}
