//! Halts: stopping cycles at once, for good, and saying so to everyone.
//!
//! A halt takes effect at its commit. It stops what would come; it takes
//! nothing back, and clearing it restarts nothing.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::message_bus::{Sending, deliver, others};
use super::{on_system, survivors};
use crate::model;
use crate::model::agent::AgentName;
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::halt::{Cleared, Halt, HaltInForce, HaltScope};
use crate::model::json::Json;
use crate::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::process::Remains;
use crate::model::text::{Reason, Subject};
use crate::store::{Error, ReadTx, Result, Store, WriteTx, cycle, halt};

/// A halt that was called, and is in force.
#[derive(Debug)]
pub struct Called {
    /// The halt.
    pub halt: Halt,
    /// Why it is not on record, if it is in force by the halt file only.
    pub unrecorded: Option<Error>,
}

/// Halts everything by the halt file where the database cannot even be opened,
/// for the reason `error`. Only if the file lies ready: otherwise who knows what
/// lies at that path.
pub fn without_database(
    path: &Path,
    actor: &AgentName,
    reason: &Reason,
    error: Error,
    now: Timestamp,
) -> Result<Called> {
    let file = Store::halt_file_of(path);
    if error.is_rule() || !(file.is_ready() || file.is_placed()) {
        return Err(error);
    }
    file.place(actor, reason)?;
    Ok(Called {
        halt: halt::by_file(&file, now),
        unrecorded: Some(error),
    })
}

/// Calls and lifts halts.
pub struct HaltControl<'s> {
    store: &'s mut Store,
}

impl<'s> HaltControl<'s> {
    /// The halts of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Halts what is in the scope. Anyone may. Asked by level 0, the cycles are
    /// `halted` at once; asked by a subordinate, they can no longer move, and the
    /// next operation of level 0 brings them to `halted`. Who does not show that it
    /// is who it says it is counts as a subordinate.
    ///
    /// A halt on everything is in force in the breath in which it is asked for: by
    /// the halt file, which needs neither the lock nor a free block, and then on
    /// the record. Where a record cannot be made, everything is halted by the file,
    /// whatever the scope: too much is the safe side.
    pub fn request(
        &mut self,
        actor: &AgentName,
        scope: &HaltScope,
        reason: &Reason,
    ) -> Result<Called> {
        if *scope == HaltScope::Global {
            // That it cannot be placed is no matter if it can be recorded.
            let _ = self.store.halt_file().place(actor, reason);
        }
        match self.put_on_record(actor, scope, reason) {
            Ok(halt) => Ok(Called {
                halt,
                unrecorded: None,
            }),
            Err(error) if error.is_rule() => Err(error),
            // Placed once more: somebody may have cleared it meanwhile.
            Err(error) => match self.store.halt_file().place(actor, reason) {
                Ok(()) => Ok(self.by_file(error)),
                Err(_) => Err(error),
            },
        }
    }

    fn by_file(&self, unrecorded: Error) -> Called {
        Called {
            halt: halt::by_file(self.store.halt_file(), self.store.now()),
            unrecorded: Some(unrecorded),
        }
    }

    fn put_on_record(
        &mut self,
        actor: &AgentName,
        scope: &HaltScope,
        reason: &Reason,
    ) -> Result<Halt> {
        let operation = on_system(actor, Action::HaltRequest);
        self.store.write(&operation, |tx| {
            let cycles = cycles_in(tx, scope)?;
            let correlation_id = tx.uuid().to_string();
            let halt = halt::insert(tx, scope, reason, &correlation_id)?;
            for cycle in &cycles {
                hit(tx, &halt, cycle)?;
            }
            let told = broadcast(tx, &halt, &correlation_id)?;
            let told: Vec<_> = told.iter().map(told_in_log).collect();
            let ids: Vec<_> = cycles.iter().map(|cycle| cycle.id.as_str()).collect();
            let details = json!({
                "scope": scope.to_string(), "reason": reason.as_str(), "cycles": ids,
                "proven": tx.is_proven(),
                "messages": told,
            });
            tx.record(
                Action::HaltRequest,
                format_args!("halt {}", halt.id),
                &details,
            )?;
            Ok(halt)
        })
    }

    /// Lifts a halt. What it stopped stays stopped.
    ///
    /// The halt file goes after the commit, so that whatever happens in between
    /// leaves too much halted and not too little.
    pub fn clear(&mut self, actor: &AgentName, id: i64, reason: &Reason) -> Result<Halt> {
        let operation = on_system(actor, Action::HaltClear);
        let halt = self.store.write(&operation, |tx| {
            let halt = match id {
                Halt::BY_FILE => clear_file(tx, reason)?,
                id => halt::clear(tx, id, reason)?,
            };
            let details = json!({
                "reason": reason.as_str(), "halt": halt.signed_reason(),
            });
            tx.record(Action::HaltClear, format_args!("halt {id}"), &details)?;
            Ok(halt)
        })?;
        if halt.scope == HaltScope::Global {
            self.lift_file(id)?;
        }
        Ok(halt)
    }

    /// Takes the halt file away with the halt of this number, unless another that is on
    /// record stands behind it: then it says so.
    fn lift_file(&mut self, id: i64) -> Result<()> {
        let left = self.store.read(halt::in_force)?;
        let is_recorded =
            |halt: &&Halt| halt.id != Halt::BY_FILE && halt.scope == HaltScope::Global;
        match left.iter().find(is_recorded) {
            Some(other) if id == Halt::BY_FILE => {
                self.store.lift_halt_file()?;
                // That it cannot be placed is no matter: the other is on record.
                let _ = (self.store.halt_file()).place(&other.requested_by, &other.reason);
                Ok(())
            }
            Some(_) => Ok(()),
            // One that was placed by hand is only taken away by its own number.
            None if id != Halt::BY_FILE && self.store.halt_file().words().is_none() => Ok(()),
            None => self.store.lift_halt_file(),
        }
    }

    /// What may run of agents that could not be killed, whether a halt is in force or not.
    pub fn remains(&mut self) -> Result<Vec<Remains>> {
        self.store.read(survivors::list)
    }

    /// Notes that a halt was tried out, and how long it took to stop an agent.
    pub fn passed_drill(&mut self, actor: &AgentName, took: Duration) -> Result<()> {
        let operation = on_system(actor, Action::HaltDrill);
        self.store.write(&operation, |tx| {
            let details = json!({"stopped_in_us": u64::try_from(took.as_micros()).ok()});
            tx.record(Action::HaltDrill, "halt", &details)
        })
    }

    /// What is in force, and what has become of it.
    pub fn status(&mut self) -> Result<Vec<HaltInForce>> {
        self.store.read(statuses)
    }
}

/// The halts in force with what has become of them, and what could not be killed.
pub(super) fn statuses(tx: &ReadTx<'_>) -> Result<Vec<HaltInForce>> {
    let mut statuses = halt::statuses(tx)?;
    let remains = survivors::list(tx)?;
    for status in &mut statuses {
        status.remains = survivors::covered_by(tx, &status.halt.scope, &remains)?;
    }
    Ok(statuses)
}

/// Clears the halt that the file stands for. It has no record, so the cycles that
/// it has stopped are brought to `halted` now.
fn clear_file(tx: &mut WriteTx<'_>, reason: &Reason) -> Result<Halt> {
    let halts = halt::in_force(tx)?;
    let by_file = halts.into_iter().find(|halt| halt.id == Halt::BY_FILE);
    let by_file = by_file.ok_or(model::Error::HaltNotFound(Halt::BY_FILE))?;
    for cycle in cycle::active(tx)? {
        cycle::request_halt(tx, &cycle.id, &by_file.signed_reason())?;
        let cycle = cycle::get(tx, &cycle.id)?;
        cycle::halt(tx, &cycle, &[])?;
    }
    Ok(Halt {
        cleared: Some(Cleared {
            at: tx.now(),
            by: tx.actor().name.clone(),
            reason: reason.clone(),
        }),
        ..by_file
    })
}

/// The active cycles that a halt with this scope hits.
fn cycles_in(tx: &WriteTx<'_>, scope: &HaltScope) -> Result<Vec<Cycle>> {
    if let HaltScope::Cycle(id) = scope {
        let cycle = cycle::get(tx, id)?;
        // Who halts what another has halted is right, and is recorded.
        if cycle.phase == Phase::Halted {
            return Ok(Vec::new());
        }
        cycle.check_open()?;
        return Ok(vec![cycle]);
    }
    let mut cycles = cycle::active(tx)?;
    cycles.retain(|cycle| scope.covers(&cycle.symbol, Some(&cycle.id)));
    Ok(cycles)
}

fn hit(tx: &mut WriteTx<'_>, halt: &Halt, cycle: &Cycle) -> Result<()> {
    halt::insert_hit(tx, halt, cycle)?;
    cycle::request_halt(tx, &cycle.id, &halt.signed_reason())?;
    if tx.has_authority() {
        let cycle = cycle::get(tx, &cycle.id)?;
        cycle::halt(tx, &cycle, &[])?;
    }
    Ok(())
}

/// Tells every agent but the one who called it. The message never expires: a
/// slow agent sees it too.
fn broadcast(tx: &mut WriteTx<'_>, halt: &Halt, correlation_id: &str) -> Result<Vec<Message>> {
    let payload = json!({
        "halt_id": halt.id,
        "scope": halt.scope.to_string(),
        "reason": halt.signed_reason(),
        "timestamp": halt.requested_at.to_string(),
    });
    let new = NewMessage {
        to: Recipient::All,
        message_type: MessageType::Halt,
        priority: Priority::Critical,
        subject: Subject::from_static("EMERGENCY HALT"),
        payload: Json::from_value(&payload),
        ttl: None,
        cycle: match &halt.scope {
            HaltScope::Cycle(cycle) => Some(cycle.clone()),
            _ => None,
        },
        dedup_key: None,
    };
    let recipients = others(tx, tx.actor())?;
    deliver(tx, &new, &recipients, correlation_id, Sending::default())
}

/// A message is never without its place in the audit log: those of a halt stand
/// in its event.
fn told_in_log(message: &Message) -> Value {
    json!({"id": message.id.get(), "to": message.to.as_str()})
}
