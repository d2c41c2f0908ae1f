//! The only SQL: opening the database, one way to read, one way to write, and a
//! file of plain statements per noun.
//!
//! The store decides nothing. It gathers the facts of a transaction, asks the
//! gate of the model ([`crate::model::operation::admit`]) and keeps the audit log, so that no
//! operation can forget either. What every write does about halts is given to it
//! ([`HaltRules`]). An identifier that leads to no row is an error of the lookup.

pub mod agent;
pub mod audit;
pub mod backup;
pub mod contents;
pub mod count_change;
pub mod counts;
pub mod cycle;
pub mod database;
mod engine;
pub mod error;
mod gate;
mod group;
pub mod halt;
pub mod halt_entry;
pub mod halt_record;
pub mod health;
mod listing;
mod merge;
pub mod message;
mod message_filter;
pub mod metrics;
mod options;
pub mod page;
mod parallel;
pub mod prune;
pub mod queue;
pub mod refusal;
pub mod restore;
mod row;
mod sections;
pub mod setting;
pub mod shared_state;
mod transaction;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::failpoint::Failpoint;
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::health::HealthThresholds;
use crate::model::operation::{Action, CycleOperation, Operation};
use crate::model::sources::Sources;

use dispatch_lock::{DispatchLock, Undrained};
pub use engine::{Build, ChangeCursor, HaltFile, TICK, dispatch_lock};
use engine::{Database, Turn, Urgency};
pub use error::{Error, Result};
pub use gate::HaltRules;
use halt_entry::Entry;
pub use options::Options;
use transaction::Group;
pub use transaction::{Grouped, ReadTx, WriteTx};

/// An open coordination database.
pub struct Store {
    database: Database,
    halt_file: HaltFile,
    busy_timeout: Duration,
    commits: u64,
    health: HealthThresholds,
    undrained: Option<Undrained>,
    sources: Box<dyn Sources>,
    /// The halt that was called through this handle, as the halt file knows it.
    called: Option<(Uuid, Entry)>,
    /// Set while several operations are committed together.
    group: Option<Group>,
    /// Whether a halt came while the latest write was being committed.
    was_halted: bool,
    /// Whether that has ever been so.
    was_ever_halted: Arc<AtomicBool>,
}

impl Store {
    /// Opens the database at `path`, brings it up to date, and creates it if there is none,
    /// unless it must exist.
    ///
    /// A file that is not a coordination database, is newer or is damaged is refused before
    /// anything is written to it.
    pub fn open(path: &Path, options: &Options, sources: Box<dyn Sources>) -> Result<Self> {
        let database = Database::open(path, options)?;
        Ok(Self::around(database, options, sources))
    }

    /// Opens the database at `path` for reading if there is one of the current version.
    /// Creates nothing, and brings nothing up to date.
    pub fn open_current(
        path: &Path,
        options: &Options,
        sources: Box<dyn Sources>,
    ) -> Result<Option<Self>> {
        let database = Database::open_current(path, options)?;
        Ok(database.map(|database| Self::around(database, options, sources)))
    }

    /// Opens the database at `path` read-only: never waits for a writer, and writes nothing,
    /// not even when it is closed.
    pub fn open_read_only(
        path: &Path,
        options: &Options,
        sources: Box<dyn Sources>,
    ) -> Result<Self> {
        let database = Database::open_read_only(path, options)?;
        Ok(Self::around(database, options, sources))
    }

    fn around(database: Database, options: &Options, sources: Box<dyn Sources>) -> Self {
        Self {
            halt_file: HaltFile::of(database.path()),
            database,
            busy_timeout: options.busy_timeout,
            commits: 0,
            health: options.health,
            undrained: None,
            sources,
            called: None,
            group: None,
            was_halted: false,
            was_ever_halted: Arc::default(),
        }
    }

    /// Whether a halt came while the latest write was being committed: the write is committed, but
    /// nothing may be begun because of it.
    pub const fn was_halted_while_committing(&self) -> bool {
        self.was_halted
    }

    /// Whether that has ever been so through this handle.
    pub fn was_ever_halted(&self) -> bool {
        self.was_ever_halted.load(Ordering::Relaxed)
    }

    /// Sets the flag that a halt sets while a write is being committed.
    pub fn note_late_halts_in(&mut self, noted: Arc<AtomicBool>) {
        self.was_ever_halted = noted;
    }

    /// A fresh random identifier.
    pub fn uuid(&self) -> Uuid {
        self.sources.uuid()
    }

    /// The dispatch lock of the database at `path`, which may be damaged or missing.
    pub fn dispatch_lock_of(path: &Path) -> DispatchLock {
        DispatchLock::of(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// Waits until every program that was being started before the last commit has its
    /// command: none is given one afterwards that the commit forbids.
    pub fn drain_dispatches(&mut self) {
        if let Err(undrained) = DispatchLock::of(self.path()).drain() {
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

    /// Halts everything by the halt file. Returns the key of the halt in the file, or `None` if
    /// another's file exists there and cannot be written to.
    pub fn place_halt_file(&mut self, entry: &Entry) -> Result<Option<Uuid>> {
        let placed = self.halt_file.place(entry);
        // If its folder could not be synced, the entry may exist nevertheless.
        let stands = || (self.halt_file.entries().iter()).any(|one| one.key == entry.key);
        let key = match placed {
            Ok(key) => key,
            Err(_) => stands().then_some(entry.key),
        };
        self.called = key.map(|key| (key, entry.clone()));
        placed.map(|_| key)
    }

    /// The key of the halt that this handle has called last, if it is in the halt file.
    pub fn key_of_called(&self) -> Option<Uuid> {
        self.called.as_ref().map(|(key, _)| *key)
    }

    /// Removes the halt file that a clear has set aside, if there is one.
    pub fn lift_halt_file(&self) -> Result<()> {
        if self.halt_file.is_set_aside() {
            return self.halt_file.lift();
        }
        Ok(())
    }

    /// The connection, for tests that examine how it executes statements.
    #[cfg(test)]
    pub(crate) fn connection(&mut self) -> &mut engine::Connection {
        self.database.connection()
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.sources.now()
    }

    /// How long it waits for others.
    pub const fn busy_timeout(&self) -> Duration {
        self.busy_timeout
    }

    /// A cursor for one waiter, which notices what other processes commit from now on.
    pub fn cursor(&self) -> Result<ChangeCursor> {
        let mut cursor = ChangeCursor::default();
        self.has_changed(&mut cursor)?;
        Ok(cursor)
    }

    /// Whether another process has committed anything since the cursor was last used.
    /// Reads shared memory, and executes no query.
    pub fn has_changed(&self, cursor: &mut ChangeCursor) -> Result<bool> {
        self.database.has_changed(cursor)
    }

    /// Makes sure that the files at the path are still those that were opened.
    pub fn check_identity(&self) -> Result<()> {
        self.database.check_identity()
    }

    /// Leaves the write lock to others between two transactions: for as long as any of them
    /// sleeps before it tries again.
    pub fn yield_lock(&self) {
        Database::yield_lock();
    }

    /// Waits until another process has committed something since the cursor was last
    /// used, or until `deadline`. Returns whether anything was committed.
    pub fn wait_for_change(&self, cursor: &mut ChangeCursor, deadline: Instant) -> Result<bool> {
        self.database.wait_for_change(cursor, deadline)
    }

    /// The version of the `SQLite` that is built in.
    pub fn sqlite_version() -> &'static str {
        engine::version()
    }

    /// How that `SQLite` was built.
    pub fn sqlite_build() -> Result<Build> {
        Build::of_this_program()
    }

    /// The real path of the database.
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// Whether opening it made it.
    pub const fn was_created(&self) -> bool {
        self.database.was_created()
    }

    /// How many durable commits were made through this handle.
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    /// Reads from one consistent view.
    pub fn read<T>(&mut self, f: impl FnOnce(&ReadTx<'_>) -> Result<T>) -> Result<T> {
        let now = self.sources.now();
        let transaction = self.database.begin_read()?;
        f(&ReadTx::new(
            &transaction,
            &self.halt_file,
            now,
            self.health,
        ))
    }

    /// Does one operation in one durable transaction: the halt rules, the gate, `f` and its
    /// record, all or nothing. Operations call this through `write` and `write_on_cycle`, which
    /// add the rules.
    ///
    /// A refusal, by the gate or by `f`, undoes `f` and is recorded in the same transaction.
    /// Waits for other processes for as long as the caller may.
    pub fn transact<T>(
        &mut self,
        rules: &HaltRules,
        operation: &Operation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        let admit = |tx: &WriteTx<'_>| tx.admit(operation);
        self.admitted(rules, operation, admit, |tx, ()| f(tx))
    }

    /// The same for an operation on one cycle: `f` is given the cycle that the gate has read, or
    /// reads it again where it may have changed since.
    pub fn transact_on_cycle<T>(
        &mut self,
        rules: &HaltRules,
        operation: &CycleOperation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>, Cycle) -> Result<T>,
    ) -> Result<T> {
        let admit = |tx: &WriteTx<'_>| {
            let cycle = cycle::get(tx, operation.cycle)?;
            tx.admit_on(operation, &cycle)?;
            Ok(cycle)
        };
        self.admitted(rules, &operation.operation(), admit, |tx, found| {
            let cycle = if tx.is_found_stale {
                cycle::get(tx, operation.cycle)?
            } else {
                found
            };
            f(tx, cycle)
        })
    }

    /// Does an operation that `admit` lets go ahead with what it has found.
    fn admitted<F, T>(
        &mut self,
        rules: &HaltRules,
        operation: &Operation<'_>,
        admit: impl Fn(&WriteTx<'_>) -> Result<F>,
        f: impl FnOnce(&mut WriteTx<'_>, F) -> Result<T>,
    ) -> Result<T> {
        let limit = operation.caller.wait_limit.unwrap_or(self.busy_timeout);
        let limit = limit.min(self.busy_timeout);
        // A group has done this for all of its operations.
        let _turn = match self.group {
            Some(_) => None,
            None => Some(self.begin_alone(urgency(operation.action), limit)?),
        };
        let early = Failpoint::EarlyGate
            .is_active()
            .then(|| self.ask_early(operation, &admit));
        let transaction = self.database.begin_write()?;
        // The time is taken under the lock: waiting for it may have taken long.
        let read = ReadTx::new(
            &transaction,
            &self.halt_file,
            self.sources.now(),
            self.health,
        );
        if self.database.has_skipped_queue() && audit::is_quiet(&read, Database::TURN_WAIT)? {
            self.database.replace_queue();
        }
        let mut tx = WriteTx::begin(read, self.sources.as_ref(), operation)?;
        tx.record_halt_file(rules, self.called.as_ref())?;
        // The gate judges what the actor found; only then is the halt enforced.
        let is_early = early.is_some();
        let admitted = early.unwrap_or_else(|| admit(&tx));
        let enforced = tx.enforce_requested_halts(rules)?;
        tx.is_found_stale = enforced || is_early;
        let outcome = admitted.and_then(|found| {
            tx.undoable(|tx| {
                let done = f(tx, found)?;
                tx.check_halt_file()?;
                Ok(done)
            })
        });
        let outcome = match outcome {
            Err(Error::Rule(rule)) if rule.kind().is_refusal() => {
                let rule = tx.named_late_halt(rules, self.called.as_ref(), rule)?;
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
        let is_stoppable = is_stoppable && changed;
        if let Some(group) = &mut self.group {
            group.is_stoppable |= is_stoppable;
            return outcome;
        }
        self.database.check_identity()?;
        self.commits += u64::from(changed || enforced || has_recorded);
        // The disk may have taken its time.
        let is_noticed = || self.halt_file.is_placed() && !Failpoint::NoCheckAtCommit.is_active();
        if is_stoppable && is_noticed() {
            self.note_late_halt();
        }
        outcome
    }

    /// Makes sure that the database can be written to now, or after at most `limit`. Writes
    /// nothing.
    pub fn check_writable(&mut self, limit: Duration) -> Result<()> {
        let _turn = self.begin_alone(Urgency::Normal, limit)?;
        self.database.begin_write()?;
        Ok(())
    }

    /// Begins a write that is no part of a group.
    fn begin_alone(&mut self, urgency: Urgency, limit: Duration) -> Result<Turn> {
        let turn = self.database.take_turn(urgency, limit);
        self.database.check_identity()?;
        self.was_halted = false;
        Ok(turn)
    }

    /// Notes that a halt came while the latest write was being committed.
    fn note_late_halt(&mut self) {
        self.was_halted = true;
        self.was_ever_halted.store(true, Ordering::Relaxed);
    }

    /// Asks the gate outside the transaction: what [`Failpoint::EarlyGate`] does wrong.
    fn ask_early<F>(
        &mut self,
        operation: &Operation<'_>,
        admit: impl Fn(&WriteTx<'_>) -> Result<F>,
    ) -> Result<F> {
        let view = self.database.begin_read()?;
        let read = ReadTx::new(&view, &self.halt_file, self.sources.now(), self.health);
        admit(&WriteTx::begin(read, self.sources.as_ref(), operation)?)
    }
}

/// How urgent an operation is. A halt waits for the writer in progress only; and a lease that
/// is renewed too late would cost a cycle its process.
const fn urgency(action: Action) -> Urgency {
    match action {
        Action::HaltRequest | Action::CycleHalt | Action::CycleRenew => Urgency::High,
        _ => Urgency::Normal,
    }
}
