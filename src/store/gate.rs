//! The gate of a transaction: who acts, whether the model admits the operation, and whether
//! a halt stops it. Decides nothing itself.

use uuid::Uuid;

use super::error::Result;
use super::halt_entry::Entry;
use super::transaction::{ReadTx, WriteTx};
use super::{agent, cycle, halt};
use crate::failpoint::Failpoint;
use crate::model;
use crate::model::agent::Agent;
use crate::model::cycle::Cycle;
use crate::model::halt::{Halt, HaltRef, HaltScope};
use crate::model::id::IdSource;
use crate::model::operation::{self, Action, CycleOperation, Facts, Operation, Target};

/// What every write does about halts before its operation. The store decides when; the module
/// that provides these functions decides what is changed and recorded.
#[derive(Clone, Copy, Debug)]
pub struct HaltRules {
    /// Puts a halt on record that is in force by its entry in the halt file only.
    pub record: fn(&mut WriteTx<'_>, &Entry) -> Result<Halt>,
    /// Brings a cycle that a halt has hit to `halted`.
    pub enforce: fn(&mut WriteTx<'_>, &mut Cycle) -> Result<()>,
}

impl<'s> WriteTx<'s> {
    /// Begins an operation: looks up who acts.
    pub(super) fn begin(
        read: ReadTx<'s>,
        ids: &'s dyn IdSource,
        operation: &Operation<'s>,
    ) -> Result<Self> {
        let actor = match agent::find(&read, &operation.caller.agent)? {
            Some(actor) => actor,
            // Too much halted is the safe side: also by somebody unknown.
            None if operation.action == Action::HaltRequest => Agent::operator(),
            None => agent::get(&read, &operation.caller.agent)?,
        };
        Ok(Self::new(read, ids, actor, operation.caller.token.as_ref()))
    }

    /// Asks the gate whether an operation may go ahead: for one that consists of several.
    pub fn admit(&self, operation: &Operation<'_>) -> Result<()> {
        match operation.target {
            Target::Cycle { id, .. } => self.judge(operation, Some(&cycle::get(self, id)?)),
            Target::System | Target::Message(_) | Target::Symbol(_) => self.judge(operation, None),
        }
    }

    /// The same for an operation on this cycle, as it stands in this transaction.
    pub fn admit_on(&self, operation: &CycleOperation<'_>, cycle: &Cycle) -> Result<()> {
        self.judge(&operation.operation(), Some(cycle))
    }

    fn judge(&self, operation: &Operation<'_>, cycle: Option<&Cycle>) -> Result<()> {
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
            cycle,
            halts: &halts,
        };
        Ok(operation::admit(operation, &facts)?)
    }

    /// Has the rules enforce what subordinates have asked to halt: only level 0 may, so
    /// that happens with whatever it does next. Tells whether there was any.
    pub(super) fn enforce_requested_halts(&mut self, rules: &HaltRules) -> Result<bool> {
        if !self.has_authority() {
            return Ok(false);
        }
        for mut cycle in cycle::halt_requested(self)? {
            (rules.enforce)(self, &mut cycle)?;
        }
        self.leave_event()
    }

    /// The refusal because of a halt that has just been placed, with its number: it
    /// is put on record with the refusal.
    pub(super) fn named_late_halt(
        &mut self,
        rules: &HaltRules,
        called: Option<&(Uuid, Entry)>,
        rule: model::error::Error,
    ) -> Result<model::error::Error> {
        let model::error::Error::Halted { halt: late, .. } = rule else {
            return Ok(rule);
        };
        if !matches!(late, HaltRef::Key(_) | HaltRef::Number(Halt::BY_FILE)) {
            return Ok(rule);
        }
        self.record_halt_file(rules, called)?;
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
}
