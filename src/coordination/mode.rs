//! The mode of the system. The pipeline enforces it.

use serde_json::json;

use super::on_system;
use super::pipeline::unhealthy;
use crate::model::caller::Caller;
use crate::model::error::Error;
use crate::model::events::{Event, ModeNotice, ModeSet};
use crate::model::halt::HaltScope;
use crate::model::json::Json;
use crate::model::message::{MessageType, Priority};
use crate::model::mode::Mode;
use crate::model::operation::Action;
use crate::model::text::{Reason, Subject};
use crate::store::message::Draft;
use crate::store::{ReadTx, Result, Store, WriteTx, agent, halt, message, setting};

/// The mode that cycles start in.
pub struct SystemMode<'s> {
    store: &'s mut Store,
}

impl<'s> SystemMode<'s> {
    /// The mode of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// The mode in force.
    pub fn get(&mut self) -> Result<Mode> {
        self.store.read(setting::mode)
    }

    /// Sets the mode of the cycles that start from now on, and tells all other agents where
    /// that changes it. Autonomous is refused while everything is halted or an agent is
    /// unhealthy.
    pub fn set(&mut self, caller: &Caller, to: Mode, reason: &Reason) -> Result<Mode> {
        self.store.write(&on_system(caller, Action::ModeSet), |tx| {
            if to == Mode::Autonomous {
                check_autonomous(tx)?;
            }
            let from = setting::mode(tx)?;
            setting::set_mode(tx, to)?;
            let notices = if from == to {
                Vec::new()
            } else {
                announce(tx, from, to, reason)?
            };
            let event = Event::ModeSet(ModeSet {
                from,
                messages: notices,
                reason: reason.to_string(),
                to,
            });
            tx.record(&event, "mode")?;
            Ok(to)
        })
    }
}

/// Whether the system may become autonomous now.
fn check_autonomous(tx: &ReadTx<'_>) -> Result<()> {
    let halts = halt::in_force(tx)?;
    if let Some(halt) = halts.iter().find(|halt| halt.scope == HaltScope::Global) {
        return Err(Error::halted(halt).into());
    }
    match unhealthy(tx)? {
        Some(problem) => Err(Error::AgentsUnfit(problem).into()),
        None => Ok(()),
    }
}

/// Tells every agent but the actor of a change of mode, whether its inbox is full or not.
/// Returns what the audit log keeps of the messages.
fn announce(
    tx: &mut WriteTx<'_>,
    from: Mode,
    to: Mode,
    reason: &Reason,
) -> Result<Vec<ModeNotice>> {
    let actor = tx.actor().name.clone();
    let payload = Json::from_value(&json!({
        "from": from.as_str(), "to": to.as_str(), "reason": reason.as_str(),
        "set_by": actor.as_str(),
    }));
    let subject = Subject::from_static("MODE CHANGED");
    let correlation_id = tx.uuid().to_string();
    let names = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = names.filter(|name| *name != actor).collect();
    let mut notices = Vec::new();
    for name in &others {
        let draft = Draft {
            from: &actor,
            to: name,
            message_type: MessageType::Event,
            priority: Priority::High,
            subject: &subject,
            payload: &payload,
            expires_at: None,
            cycle: None,
            correlation_id: &correlation_id,
            reply_to: None,
            awaited_until: None,
            once: false,
            dedup_key: None,
        };
        let message = message::insert(tx, &draft)?;
        notices.push(ModeNotice {
            id: message.id,
            priority: message.priority,
            to: message.to,
            r#type: message.message_type,
        });
    }
    Ok(notices)
}
