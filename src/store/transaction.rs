//! Transactions: a view to read from, and the one in which an operation changes
//! something. What may be changed is asked of the model, and what was changed is
//! kept in the audit log.

use std::cell::{Cell, OnceCell};
use std::ops::Deref;
use std::{fmt, mem};

use rusqlite::Connection;
use serde::Serialize;
use uuid::Uuid;

use super::counts::Changes;
use super::halt_entry::Entry;
use super::halt_file::HaltFile;
use super::halt_record::FromFile;
use super::{Error, Result, agent, audit, cycle, halt, setting};
use crate::failpoint::Failpoint;
use crate::model;
use crate::model::agent::{Agent, AuthorityLevel};
use crate::model::clock::{Ambient, Timestamp};
use crate::model::halt::{Halt, HaltRef, HaltScope};
use crate::model::health::HealthThresholds;
use crate::model::id::AgentName;
use crate::model::limits::Limits;
use crate::model::operation::{self, Action, Facts, Operation, Target};
use crate::model::token::TokenDigest;

/// A consistent view of the database.
pub struct ReadTx<'s> {
    pub(super) connection: &'s Connection,
    pub(super) halt_file: &'s HaltFile,
    pub(super) now: Timestamp,
    pub(super) health_thresholds: HealthThresholds,
    pub(super) agents: OnceCell<Vec<Agent>>,
    /// The limits in force, and whether refused messages are counted.
    limits: OnceCell<(Limits, bool)>,
}

/// The one transaction of an operation that changes something.
pub struct WriteTx<'s> {
    read: ReadTx<'s>,
    ambient: &'s dyn Ambient,
    /// What shows who acts, if anything does.
    token: Option<&'s TokenDigest>,
    pub(super) actor: Agent,
    changes_before: u64,
    pub(super) recorded: bool,
    /// Whether it does something that a halt stops.
    is_stoppable: Cell<bool>,
    /// What it has put on record because it stood in the halt file.
    pub(super) from_file: Vec<FromFile>,
    /// What it changes of the counters of messages.
    pub(super) counts: Changes,
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

    /// The limits in force.
    pub fn limits(&self) -> rusqlite::Result<Limits> {
        self.set().map(|(limits, _)| limits)
    }

    /// Whether there are refused messages that the audit log is yet to be told of.
    pub(super) fn has_refusals(&self) -> rusqlite::Result<bool> {
        self.set().map(|(_, has_refusals)| has_refusals)
    }

    fn set(&self) -> rusqlite::Result<(Limits, bool)> {
        match self.limits.get() {
            Some(set) => Ok(*set),
            None => setting::limits(self).map(|set| *self.limits.get_or_init(|| set)),
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
    pub(super) fn begin(
        read: ReadTx<'s>,
        ambient: &'s dyn Ambient,
        operation: &Operation<'_>,
        token: Option<&'s TokenDigest>,
    ) -> Result<Self> {
        let actor = match agent::find(&read, operation.actor)? {
            Some(actor) => actor,
            // Too much halted is the safe side: also by somebody unknown.
            None if operation.action == Action::HaltRequest => Agent::operator(),
            None => agent::get(&read, operation.actor)?,
        };
        Ok(Self {
            actor,
            changes_before: read.connection.total_changes(),
            read,
            ambient,
            token,
            recorded: false,
            is_stoppable: Cell::new(false),
            from_file: Vec::new(),
            counts: Changes::default(),
        })
    }

    /// Has the agents read anew: there is another one.
    pub(super) fn forget_agents(&mut self) {
        self.read.agents = OnceCell::new();
    }

    /// Who acts.
    pub const fn actor(&self) -> &Agent {
        &self.actor
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
        self.ambient.uuid()
    }

    /// Appends an event to the audit log, as the deed of the actor.
    pub fn record(
        &mut self,
        action: Action,
        subject: impl fmt::Display,
        details: &impl Serialize,
    ) -> Result<()> {
        audit::append(self, action.as_str(), &subject.to_string(), details)
    }

    /// Whether the operation has left an event so far.
    pub const fn has_recorded(&self) -> bool {
        self.recorded
    }

    /// Appends the refusal of the operation to the audit log: for a deed that is refused
    /// and yet leaves something on record.
    pub fn record_refusal(&mut self, operation: &Operation<'_>, rule: &model::Error) -> Result<()> {
        audit::append_refusal(self, operation, rule)
    }

    /// Brings what subordinates have asked to halt to `halted`: only level 0
    /// may, so it does so with whatever it does next. Tells whether there was any.
    pub(super) fn enforce_requested_halts(&mut self) -> Result<bool> {
        if !self.has_authority() {
            return Ok(false);
        }
        for cycle in cycle::halt_requested(self)? {
            cycle::halt(self, &cycle, &[])?;
        }
        self.leave_event()
    }

    /// Makes sure that what was changed so far has left an event: what comes must
    /// leave one of its own. Tells whether anything was changed.
    pub(super) fn leave_event(&mut self) -> Result<bool> {
        let changed = self.check_recorded()?;
        self.recorded = false;
        self.changes_before = self.connection.total_changes();
        Ok(changed)
    }

    /// The refusal because of a halt that has just been placed, with its number: it
    /// is put on record with the refusal.
    pub(super) fn named_late_halt(
        &mut self,
        called: Option<&(Uuid, Entry)>,
        rule: model::error::Error,
    ) -> Result<model::error::Error> {
        let model::error::Error::Halted { halt: late, .. } = rule else {
            return Ok(rule);
        };
        if !matches!(late, HaltRef::Key(_) | HaltRef::Number(Halt::BY_FILE)) {
            return Ok(rule);
        }
        self.record_halt_file(called)?;
        if let HaltRef::Key(key) = late
            && let Some(halt) = halt::of_file_entry(self, key)?
            && halt.cleared.is_none()
        {
            return Ok(model::error::Error::halted(&halt));
        }
        let global = halt::in_force(self)?.into_iter();
        let mut global = global.filter(|halt| halt.scope == HaltScope::Global);
        Ok(global
            .next()
            .map_or(rule, |halt| model::error::Error::halted(&halt)))
    }

    /// What the transaction has put on record because it stood in the halt file.
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

    /// Looks at the halt file once more: it may have been placed since the gate was
    /// asked.
    pub(super) fn check_halt_file(&self) -> Result<()> {
        let is_late = self.is_stoppable() && self.halt_file.is_placed();
        if is_late && !Failpoint::EarlyGate.is_active() && !Failpoint::NoCheckAtCommit.is_active() {
            let by_file = halt::of_file(self.halt_file, self.now);
            return Err(model::error::Error::halted(&by_file).into());
        }
        Ok(())
    }

    /// Does something as another agent: for whoever hands in what others say.
    pub fn acting_as<T>(
        &mut self,
        name: &AgentName,
        deed: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        if self.actor.name == *name {
            return deed(self);
        }
        let other = agent::get(self, name)?;
        self.acting_for(other, deed)
    }

    pub(super) fn acting_for<T>(
        &mut self,
        other: Agent,
        deed: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let actor = mem::replace(&mut self.actor, other);
        let outcome = deed(self);
        self.actor = actor;
        outcome
    }

    /// Asks the gate whether an operation may go ahead: for a deed that is more
    /// than one.
    pub fn admit(&self, operation: &Operation<'_>) -> Result<()> {
        let cycle = match operation.target {
            Target::Cycle { id, .. } => Some(cycle::get(self, id)?),
            Target::System | Target::Message(_) | Target::Symbol(_) => None,
        };
        let halts = if operation.action.is_stopped_by_halt() {
            self.is_stoppable.set(true);
            halt::in_force(self)?
        } else {
            Vec::new()
        };
        let facts = Facts {
            now: self.now,
            actor: &self.actor,
            token: self.token,
            cycle: cycle.as_ref(),
            halts: &halts,
        };
        Ok(operation::admit(operation, &facts)?)
    }

    /// Runs `deed`; when it fails, everything it changed is undone, and the
    /// transaction can still go on.
    pub(super) fn undoable<T>(&mut self, deed: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let connection = self.connection;
        let run = |sql| connection.prepare_cached(sql)?.execute([]);
        let counts = self.counts.clone();
        run("SAVEPOINT deed")?;
        let outcome = deed(self);
        // Where the disk is full, `SQLite` has undone the whole transaction itself.
        if outcome.is_err() && self.connection.is_autocommit() {
            return outcome;
        }
        if outcome.is_err() {
            run("ROLLBACK TO deed")?;
            self.counts = counts;
        }
        run("RELEASE deed")?;
        outcome
    }

    /// Makes sure that nothing was changed without a record of it, and tells
    /// whether anything was changed.
    pub(super) fn check_recorded(&self) -> Result<bool> {
        let changed = self.connection.total_changes() > self.changes_before;
        if changed && !self.recorded {
            return Err(Error::Internal(
                "an operation left no event in the audit log".to_owned(),
            ));
        }
        Ok(changed)
    }
}
