//! Halts: stopping cycles at once, for good, and saying so to everyone.
//!
//! A halt takes effect at its commit. It stops what would come; it takes
//! nothing back, and clearing it restarts nothing.

use serde_json::json;

use super::message_bus::{deliver, others};
use super::on_system;
use crate::model::agent::{AgentName, AuthorityLevel};
use crate::model::cycle::Cycle;
use crate::model::halt::{Halt, HaltInForce, HaltScope};
use crate::model::json::Json;
use crate::model::message::{MessageType, NewMessage, Priority, Recipient};
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::text::{Reason, Subject};
use crate::store::{Result, Store, WriteTx, cycle, halt};

/// Calls and lifts halts.
pub struct HaltControl<'s> {
    store: &'s mut Store,
}

impl<'s> HaltControl<'s> {
    /// The halts of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Halts everything in the scope. Anyone may. Asked by level 0, the cycles
    /// are `halted` at once; asked by a subordinate, they can no longer move,
    /// and the next operation of level 0 brings them to `halted`.
    pub fn request(
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
            let halt = halt::clear(tx, id, reason)?;
            let details = json!({"reason": reason.as_str()});
            tx.record(Action::HaltClear, format_args!("halt {id}"), &details)?;
            Ok(halt)
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
    deliver(tx, &new, &recipients, correlation_id)?;
    Ok(())
}
