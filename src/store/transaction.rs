//! Transactions: a snapshot to read from, and the one transaction of an operation that
//! changes something, which must record an event. Admits nothing: that is for the gate.

use std::cell::{Cell, OnceCell};
use std::mem;
use std::ops::Deref;

use uuid::Uuid;

use super::count_change::Changes;
use super::engine::{Connection, HaltFile};
use super::error::{Error, Result};
use super::halt_entry::FromFile;
use crate::model::agent::{Agent, AuthorityLevel};
use crate::model::caller::Caller;
use crate::model::clock::Timestamp;
use crate::model::health::HealthThresholds;
use crate::model::id::IdSource;
use crate::model::limits::Limits;
use crate::model::token::TokenDigest;

/// A consistent view of the database.
pub struct ReadTx<'s> {
    pub(super) connection: &'s Connection,
    pub(super) halt_file: &'s HaltFile,
    pub(super) now: Timestamp,
    pub(super) health_thresholds: HealthThresholds,
    pub(super) agents: OnceCell<Vec<Agent>>,
    /// The limits in force, and whether refused messages are counted.
    pub(super) limits: OnceCell<(Limits, bool)>,
}

/// The one transaction of an operation that changes something.
pub struct WriteTx<'s> {
    read: ReadTx<'s>,
    ids: &'s dyn IdSource,
    /// What shows who acts, if anything does.
    pub(super) token: Option<&'s TokenDigest>,
    pub(super) actor: Agent,
    changes_before: u64,
    pub(super) recorded: bool,
    /// Whether the gate has read a cycle that may have changed since: the halt rules have ended
    /// some.
    pub(super) is_found_stale: bool,
    /// Whether it does something that a halt stops.
    pub(super) is_stoppable: Cell<bool>,
    /// The halts that it has recorded because they were in the halt file.
    pub(super) from_file: Vec<FromFile>,
    /// What it changes of the counters of messages.
    pub(super) counts: Changes,
}

/// What a group of operations knows until it is committed.
#[derive(Default)]
pub(super) struct Group {
    /// Whether one of them has changed something that a halt stops.
    pub(super) is_stoppable: bool,
}

/// What became of a group of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "what was not committed has not happened"]
pub enum Grouped {
    /// All that succeeded in it is durable, and so is the record of each refusal.
    Committed,
    /// Nothing of it was kept: a halt came before the commit, or SQLite has rolled all of it
    /// back. Run alone, each operation succeeds or says why it does not.
    Undone,
}

impl<'s> ReadTx<'s> {
    pub(super) const fn new(
        connection: &'s Connection,
        halt_file: &'s HaltFile,
        now: Timestamp,
        health_thresholds: HealthThresholds,
    ) -> Self {
        Self {
            connection,
            halt_file,
            now,
            health_thresholds,
            agents: OnceCell::new(),
            limits: OnceCell::new(),
        }
    }

    /// The time at which the transaction began.
    pub const fn now(&self) -> Timestamp {
        self.now
    }
}

impl<'s> Deref for WriteTx<'s> {
    type Target = ReadTx<'s>;

    fn deref(&self) -> &ReadTx<'s> {
        &self.read
    }
}

impl<'s> WriteTx<'s> {
    /// The transaction of an operation by `actor`, which shows `token`.
    pub(super) fn new(
        read: ReadTx<'s>,
        ids: &'s dyn IdSource,
        actor: Agent,
        token: Option<&'s TokenDigest>,
    ) -> Self {
        Self {
            actor,
            changes_before: read.connection.changes(),
            read,
            ids,
            token,
            recorded: false,
            is_found_stale: false,
            is_stoppable: Cell::new(false),
            from_file: Vec::new(),
            counts: Changes::default(),
        }
    }

    /// Discards the agents that were read: they have changed.
    pub(super) fn forget_agents(&mut self) {
        self.read.agents = OnceCell::new();
    }

    /// Who acts.
    pub const fn actor(&self) -> &Agent {
        &self.actor
    }

    /// Who acts, with the token that was presented: to ask the gate about a part of the
    /// operation.
    pub fn caller(&self) -> Caller {
        Caller {
            agent: self.actor.name.clone(),
            token: self.token.copied(),
            wait_limit: None,
        }
    }

    /// Whether the actor is what it says it is: it has shown that, or need not.
    pub fn is_proven(&self) -> bool {
        self.actor.check_token(self.token).is_ok()
    }

    /// Whether the actor acts with the authority of the supervisor.
    pub fn has_authority(&self) -> bool {
        self.actor.level == AuthorityLevel::Supervisor && self.is_proven()
    }

    /// A fresh random identifier.
    pub fn uuid(&self) -> Uuid {
        self.ids.uuid()
    }

    /// Whether the operation has left an event so far.
    pub const fn has_recorded(&self) -> bool {
        self.recorded
    }

    /// Makes sure that what was changed so far has left an event; what follows must leave another.
    /// Returns whether anything was changed.
    pub(super) fn leave_event(&mut self) -> Result<bool> {
        let changed = self.check_recorded()?;
        self.recorded = false;
        self.changes_before = self.connection.changes();
        Ok(changed)
    }

    /// The halts that the transaction has recorded because they were in the halt file.
    pub fn from_file(&self) -> &[FromFile] {
        &self.from_file
    }

    /// Notes that a command is handed out, or taken, which a halt stops.
    pub fn hands_out_command(&self) {
        self.is_stoppable.set(true);
    }

    /// Whether a halt must stop it until its commit.
    pub(super) const fn is_stoppable(&self) -> bool {
        self.is_stoppable.get()
    }

    /// Does something as another agent.
    pub fn acting_for<T>(
        &mut self,
        other: Agent,
        f: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let actor = mem::replace(&mut self.actor, other);
        let outcome = f(self);
        self.actor = actor;
        outcome
    }

    /// Runs `f`; when it fails, everything it changed is undone, and the
    /// transaction can still go on.
    pub(super) fn undoable<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let savepoint = self.connection.begin_savepoint()?;
        let counts = self.counts.clone();
        let outcome = f(self);
        if outcome.is_ok() {
            savepoint.keep()?;
        } else if savepoint.undo()? {
            self.counts = counts;
        }
        outcome
    }

    /// Makes sure that nothing was changed without a record of it, and returns whether anything was
    /// changed.
    pub(super) fn check_recorded(&self) -> Result<bool> {
        let changed = self.connection.changes() > self.changes_before;
        if changed && !self.recorded {
            return Err(Error::Internal(
                "an operation left no event in the audit log".to_owned(),
            ));
        }
        Ok(changed)
    }
}
