//! Halts: stopping cycles at once, for good, and saying so to everyone.
//!
//! A halt takes effect at its commit. It stops what would come; it takes
//! nothing back, and clearing it restarts nothing.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::message_bus::{deliver, others};
use super::on_system;
use crate::model;
use crate::model::agent::{AgentName, AuthorityLevel};
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::halt::{Cleared, Halt, HaltInForce, HaltScope};
use crate::model::json::Json;
use crate::model::message::{MessageType, NewMessage, Priority, Recipient};
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::text::{Reason, Subject};
use crate::store::{Error, Result, Store, WriteTx, cycle, halt};

/// A halt that was called, and is in force.
#[derive(Debug)]
pub struct Called {
    /// The halt.
    pub halt: Halt,
    /// Why it is not on record, if it is in force by the halt file only.
    pub unrecorded: Option<Error>,
}

impl Called {
    const fn on_record(halt: Halt) -> Self {
        Self {
            halt,
            unrecorded: None,
        }
    }
}

/// Halts everything by the halt file where the database cannot even be opened,
/// for the reason `error`. Only if the file lies ready: otherwise who knows what
/// lies at that path.
pub fn without_database(path: &Path, error: Error, now: Timestamp) -> Result<Called> {
    let file = Store::halt_file_of(path);
    if error.is_rule() || !(file.is_ready() || file.is_placed()) {
        return Err(error);
    }
    file.place()?;
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

    /// Halts everything, in the breath in which it is asked for: by the halt file,
    /// which needs neither the lock nor a free block, and then on the record.
    /// Where only the record is wanting, everything is halted all the same.
    fn request_everything(&mut self, actor: &AgentName, reason: &Reason) -> Result<Called> {
        let placed = self.store.halt_file().place();
        match (
            self.put_on_record(actor, &HaltScope::Global, reason),
            placed,
        ) {
            (Ok(halt), _) => Ok(Called::on_record(halt)),
            (Err(error), Ok(())) if !error.is_rule() => Ok(self.by_file(error)),
            (Err(error), _) => Err(error),
        }
    }

    /// Halts what is in the scope. If that cannot be recorded, halts everything
    /// by the halt file: too much is the safe side.
    pub fn request(
        &mut self,
        actor: &AgentName,
        scope: &HaltScope,
        reason: &Reason,
    ) -> Result<Called> {
        if *scope == HaltScope::Global {
            return self.request_everything(actor, reason);
        }
        match self.put_on_record(actor, scope, reason) {
            Err(error) if !error.is_rule() => match self.store.halt_file().place() {
                Ok(()) => Ok(self.by_file(error)),
                Err(_) => Err(error),
            },
            called => called.map(Called::on_record),
        }
    }

    fn by_file(&self, unrecorded: Error) -> Called {
        Called {
            halt: halt::by_file(self.store.halt_file(), self.store.now()),
            unrecorded: Some(unrecorded),
        }
    }

    /// Halts everything in the scope. Anyone may. Asked by level 0, the cycles
    /// are `halted` at once; asked by a subordinate, they can no longer move,
    /// and the next operation of level 0 brings them to `halted`.
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
            broadcast(tx, &halt, &correlation_id)?;
            let ids: Vec<_> = cycles.iter().map(|cycle| cycle.id.as_str()).collect();
            let details = json!({
                "scope": scope.to_string(), "reason": reason.as_str(), "cycles": ids,
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
    pub fn clear(&mut self, actor: &AgentName, id: i64, reason: &Reason) -> Result<Halt> {
        let operation = on_system(actor, Action::HaltClear);
        self.store.write(&operation, |tx| {
            let halt = clear(tx, id, reason)?;
            let details = json!({"reason": reason.as_str()});
            tx.record(Action::HaltClear, format_args!("halt {id}"), &details)?;
            Ok(halt)
        })
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
        self.store.read(|tx| {
            let halts = halt::in_force(tx)?;
            halts
                .into_iter()
                .map(|halt| halt::status(tx, halt))
                .collect()
        })
    }
}

/// Lifts a halt. With the last one on everything goes the file that stands for
/// it: within the transaction, so that it is never gone too early.
fn clear(tx: &mut WriteTx<'_>, id: i64, reason: &Reason) -> Result<Halt> {
    let is_global = |halt: &Halt| halt.scope == HaltScope::Global;
    let cleared = if id == Halt::BY_FILE {
        let halts = halt::in_force(tx)?;
        let by_file = halts.into_iter().find(|halt| halt.id == Halt::BY_FILE);
        Halt {
            cleared: Some(Cleared {
                at: tx.now(),
                by: tx.actor().name.clone(),
                reason: reason.clone(),
            }),
            ..by_file.ok_or(model::Error::HaltNotFound(id))?
        }
    } else {
        halt::clear(tx, id, reason)?
    };
    let left = halt::in_force(tx)?;
    let recorded = left
        .iter()
        .any(|halt| is_global(halt) && halt.id != Halt::BY_FILE);
    if is_global(&cleared) && !recorded {
        halt::lift_file(tx)?;
    }
    Ok(cleared)
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
    if tx.actor().level == AuthorityLevel::Supervisor {
        let cycle = cycle::get(tx, &cycle.id)?;
        cycle::halt(tx, &cycle, &[])?;
    }
    Ok(())
}

/// Tells every agent but the one who called it. The message never expires: a
/// slow agent sees it too.
fn broadcast(tx: &mut WriteTx<'_>, halt: &Halt, correlation_id: &str) -> Result<()> {
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
    };
    let recipients = others(tx, tx.actor())?;
    deliver(tx, &new, &recipients, correlation_id, None)?;
    Ok(())
}
