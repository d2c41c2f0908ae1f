//! Putting halts on record: those that are called, and those that stand in the
//! halt file and nowhere else.

use serde_json::json;
use uuid::Uuid;

use super::error::Result;
use super::halt_entry::{Entry, FromFile};
use super::message::Draft;
use super::transaction::WriteTx;
use super::{agent, cycle, halt, message};
use crate::failpoint::Failpoint;
use crate::model::cycle::Cycle;
use crate::model::events::{Event, HaltNotice, HaltRequest};
use crate::model::halt::{Halt, HaltScope};
use crate::model::id::AgentName;
use crate::model::json::Json;
use crate::model::message::{Message, MessageType, Priority};
use crate::model::text::{Reason, Subject};

impl WriteTx<'_> {
    /// Puts on record what stands in the halt file and is not, and takes away what
    /// a clear has set aside, once nothing in it is in force by it alone.
    ///
    /// `called` is the halt that this process has called, and the key by which the
    /// file knows it: there may have been no room for its words.
    pub(super) fn record_halt_file(&mut self, called: Option<&(Uuid, Entry)>) -> Result<()> {
        let missing = if Failpoint::ClearLiftsFile.is_active() {
            Vec::new()
        } else {
            halt::unrecorded(self)?
        };
        for mut entry in missing {
            if let Some((_, words)) = called.filter(|(key, _)| *key == entry.key) {
                entry = Entry {
                    key: entry.key,
                    ..words.clone()
                };
            }
            let (by, reason) = halt::signed(self, &entry.by, &entry.reason)?;
            let cycles = cycle::active(self)?;
            let (key, by_hand) = (Some(entry.key), entry.by_hand);
            let halt = self.acting_for(by, |tx| {
                let halt = record(tx, &HaltScope::Global, &reason, key, &cycles)?;
                tx.leave_event()?;
                Ok(halt)
            })?;
            self.from_file.push(FromFile {
                id: halt.id,
                by_hand,
            });
        }
        if self.halt_file.is_set_aside() {
            self.settle_halt_file()?;
        }
        Ok(())
    }

    /// What is in force of what was set aside is placed again. That something cannot
    /// be taken away halts too much, and keeps nobody from going on with the rest.
    fn settle_halt_file(&mut self) -> Result<()> {
        let mut in_force = Vec::new();
        for entry in self.halt_file.settled_entries() {
            let halt = halt::of_file_entry(self, entry.key)?;
            if halt.is_some_and(|halt| halt.cleared.is_none()) {
                in_force.push(entry);
            }
        }
        if !in_force.is_empty() && self.halt_file.place_again(&in_force).is_err() {
            return Ok(());
        }
        if let Err(error) = self.halt_file.lift() {
            tracing::warn!(%error, "the halt file stays");
        }
        Ok(())
    }

    /// Takes up the halt file in which this halt stands, to lift it when the clear
    /// of the halt is committed.
    pub fn set_halt_file_aside(&self, halt: &Halt) -> Result<()> {
        let key = halt::file_key(self, halt.id)?;
        let entries = self.halt_file.entries();
        let is_its_entry = key.is_some_and(|key| entries.iter().any(|entry| entry.key == key));
        if is_its_entry || Failpoint::ClearLiftsFile.is_active() {
            self.halt_file.set_aside()?;
        }
        Ok(())
    }
}

/// Records a halt by the actor on these cycles, and tells everyone else. `key` is
/// that of its entry in the halt file.
pub fn record(
    tx: &mut WriteTx<'_>,
    scope: &HaltScope,
    reason: &Reason,
    key: Option<Uuid>,
    cycles: &[Cycle],
) -> Result<Halt> {
    let correlation_id = tx.uuid().to_string();
    let halt = halt::insert(tx, scope, reason, &correlation_id, key)?;
    for cycle in cycles {
        halt::insert_hit(tx, &halt, cycle)?;
        cycle::request_halt(tx, &cycle.id, &halt.signed_reason())?;
    }
    let told = broadcast(tx, &halt, &correlation_id)?;
    let event = Event::HaltRequest(HaltRequest {
        cycles: cycles.iter().map(|cycle| cycle.id.clone()).collect(),
        messages: told.into_iter().map(told_in_log).collect(),
        proven: tx.is_proven(),
        reason: reason.to_string(),
        scope: scope.clone(),
    });
    tx.record(&event, format_args!("halt {}", halt.id))?;
    Ok(halt)
}

/// Tells every agent but the one who called it. The message never expires: a
/// slow agent sees it too.
fn broadcast(tx: &mut WriteTx<'_>, halt: &Halt, correlation_id: &str) -> Result<Vec<Message>> {
    let payload = Json::from_value(&json!({
        "halt_id": halt.id,
        "scope": halt.scope.to_string(),
        "reason": halt.signed_reason(),
        "timestamp": halt.requested_at.to_string(),
    }));
    let subject = Subject::from_static("EMERGENCY HALT");
    let from = tx.actor().name.clone();
    let names = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = names.filter(|name| *name != from).collect();
    let tell = |to: &AgentName| {
        let draft = Draft {
            from: &from,
            to,
            message_type: MessageType::Halt,
            priority: Priority::Critical,
            subject: &subject,
            payload: &payload,
            expires_at: None,
            cycle: match &halt.scope {
                HaltScope::Cycle(cycle) => Some(cycle),
                _ => None,
            },
            correlation_id,
            reply_to: None,
            awaited_until: None,
            once: false,
            dedup_key: None,
        };
        message::insert(tx, &draft)
    };
    others.iter().map(tell).collect()
}

/// A message is never without its place in the audit log: those of a halt stand
/// in its event.
fn told_in_log(message: Message) -> HaltNotice {
    HaltNotice {
        id: message.id,
        to: message.to,
    }
}
