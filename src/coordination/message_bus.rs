//! The message bus: priority delivery, leases, replies.
//!
//! It never looks into a payload, and nothing is deleted by being read.

use std::time::Duration;

use serde_json::json;

use super::{on_cycle, on_message, on_system};
use crate::model::agent::{Agent, AgentName};
use crate::model::audit::Hash;
use crate::model::clock::Timestamp;
use crate::model::error::Error;
use crate::model::halt::{Halt, HaltScope};
use crate::model::json::Json;
use crate::model::message::{
    Claim, Life, Message, MessageId, MessageStatus, MessageType, NewMessage, NotSettled, Recipient,
};
use crate::model::operation::{Action, Operation};
use crate::model::wait::{Wait, circle};
use crate::store::message::{self, Draft, Filter};
use crate::store::{self, ReadTx, Result, Store, WriteTx, agent, halt};

/// How to receive.
#[derive(Clone, Copy, Debug)]
pub struct Receive {
    /// Only this type.
    pub message_type: Option<MessageType>,
    /// At most so many.
    pub limit: u32,
    /// How long the claim holds.
    pub lease: Duration,
    /// Whether to ack in the same transaction.
    pub ack: bool,
}

/// How a message is sent to the one who is to answer it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sending {
    /// How long its sender waits for the answer.
    pub(super) awaited: Option<Duration>,
    /// For how long it is claimed at once, on behalf of its recipient, so that
    /// nobody else is given it.
    pub(super) claimed: Option<Duration>,
    /// Whether it is delivered once only.
    pub(super) once: bool,
    /// Whether a wait that would close a circle is refused.
    pub(super) no_circle: bool,
}

/// Carries messages between agents.
pub struct MessageBus<'s> {
    pub(super) store: &'s mut Store,
}

impl<'s> MessageBus<'s> {
    /// The bus of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Sends a message; to all, one to every agent but the sender, in one
    /// exchange. Returns what was stored.
    pub fn send(&mut self, from: &AgentName, new: &NewMessage) -> Result<Vec<Message>> {
        let operation = send_operation(from, new);
        self.store
            .write(&operation, |tx| send(tx, new, Sending::default()))
    }

    /// Claims messages for the actor, in the order of delivery.
    pub fn receive(&mut self, actor: &AgentName, how: &Receive) -> Result<Vec<Message>> {
        let operation = on_system(actor, Action::MessageClaim);
        loop {
            let claimed = self.store.write(&operation, |tx| {
                let moved = sweep(tx, actor)?;
                // Past its bound there may be more that is overdue, and that
                // may come first: another transaction looks.
                if moved == message::SWEEP as usize {
                    return Ok(None);
                }
                claim(tx, actor, how).map(Some)
            })?;
            if let Some(messages) = claimed {
                return Ok(messages);
            }
        }
    }

    /// Shows what stands ready for the agent, and changes nothing: what was
    /// claimed and is overdue is put back by the next one who receives.
    pub fn peek(
        &mut self,
        name: &AgentName,
        message_type: Option<MessageType>,
        limit: u32,
    ) -> Result<Vec<Message>> {
        self.store.read(|tx| {
            agent::get(tx, name)?;
            message::ready(tx, name, message_type, commands_flow(tx)?, limit)
        })
    }

    /// Marks messages as processed: all of them, or none.
    pub fn ack(
        &mut self,
        actor: &AgentName,
        ids: &[MessageId],
        token: Option<Claim>,
    ) -> Result<Vec<Message>> {
        let operation = match ids {
            [id] => on_message(actor, Action::MessageAck, *id),
            _ => on_system(actor, Action::MessageAck),
        };
        self.store.write(&operation, |tx| {
            for &id in ids {
                let message = settle(tx, id, "ack", token)?;
                record_settled(tx, Action::MessageAck, &message)?;
            }
            ids.iter().map(|&id| message::get(tx, id)).collect()
        })
    }

    /// Answers a message that was addressed to the actor, and marks it as
    /// processed. Returns the response.
    pub fn reply(
        &mut self,
        actor: &AgentName,
        id: MessageId,
        payload: &Json,
        token: Option<Claim>,
    ) -> Result<Message> {
        let operation = on_message(actor, Action::MessageReply, id);
        self.store.write(&operation, |tx| {
            let original = settle(tx, id, "reply to", token)?;
            respond(tx, &original, payload)
        })
    }

    /// The newest messages that fit, newest first.
    pub fn list(&mut self, filter: &Filter) -> Result<Vec<Message>> {
        self.store.read(|tx| {
            if let Some(name) = &filter.agent {
                agent::get(tx, name)?;
            }
            message::list(tx, filter)
        })
    }

    /// One message.
    pub fn get(&mut self, id: MessageId) -> Result<Message> {
        self.store.read(|tx| message::get(tx, id))
    }
}

/// What it is to send a message of this type: a halt stops commands only.
const fn send_action(message_type: MessageType) -> Action {
    match message_type {
        MessageType::Command => Action::CommandSend,
        _ => Action::MessageSend,
    }
}

pub(super) fn send_operation<'a>(from: &'a AgentName, new: &'a NewMessage) -> Operation<'a> {
    let action = send_action(new.message_type);
    match &new.cycle {
        Some(cycle) => on_cycle(from, action, cycle),
        None => on_system(from, action),
    }
}

/// Sends a message as the actor, within a transaction that has passed the gate.
fn send(tx: &mut WriteTx<'_>, new: &NewMessage, sending: Sending) -> Result<Vec<Message>> {
    let from = tx.actor().clone();
    let recipients = match &new.to {
        Recipient::Agent(name) => vec![agent::get(tx, name)?],
        Recipient::All => others(tx, &from)?,
    };
    for recipient in &recipients {
        new.check_sender(&from, recipient)?;
    }
    let correlation_id = tx.uuid().to_string();
    let sent = deliver(tx, new, &recipients, &correlation_id, sending)?;
    let action = send_action(new.message_type);
    for message in &sent {
        let details = json!({
            "to": message.to.as_str(),
            "type": message.message_type.as_str(),
            "priority": message.priority.as_str(),
            "cycle": message.cycle.as_ref().map(ToString::to_string),
            "sha256": content_hash(message),
        });
        tx.record(action, subject(message.id), &details)?;
    }
    Ok(sent)
}

/// Stores one message per recipient, all in one exchange.
pub(super) fn deliver(
    tx: &mut WriteTx<'_>,
    new: &NewMessage,
    recipients: &[Agent],
    correlation_id: &str,
    sending: Sending,
) -> Result<Vec<Message>> {
    let from = tx.actor().name.clone();
    let expires_at: Option<Timestamp> = new.ttl.map(|ttl| tx.now().plus(ttl));
    let awaited_until = sending.awaited.map(|patience| tx.now().plus(patience));
    recipients
        .iter()
        .map(|to| {
            let draft = Draft {
                from: &from,
                to: &to.name,
                message_type: new.message_type,
                priority: new.priority,
                subject: &new.subject,
                payload: &new.payload,
                expires_at,
                cycle: new.cycle.as_ref(),
                correlation_id,
                reply_to: None,
                awaited_until,
                once: sending.once,
            };
            message::insert(tx, &draft)
        })
        .collect()
}

/// Sends a message to its one recipient, for an answer that may be waited for.
pub(super) fn send_one(
    tx: &mut WriteTx<'_>,
    new: &NewMessage,
    sending: Sending,
) -> Result<Message> {
    if let (true, Recipient::Agent(to)) = (sending.no_circle, &new.to) {
        let wait = Wait {
            from: tx.actor().name.clone(),
            to: to.clone(),
        };
        if let Some(circle) = circle(&message::waits(tx)?, &wait) {
            return Err(Error::WaitCircle(circle).into());
        }
    }
    let sent = send(tx, new, sending)?.into_iter().next();
    let sent =
        sent.ok_or_else(|| store::Error::Internal("a message without recipient".to_owned()))?;
    if let Some(lease) = sending.claimed
        && let Some(life) = sent.life.claimed(tx.now().plus(lease))
    {
        message::store_life(tx, sent.id, &life)?;
    }
    Ok(sent)
}

/// Records the response to a command on behalf of the agent that gave it. Both
/// are processed: the sender of the command has the response in hand.
pub(super) fn take_response(tx: &mut WriteTx<'_>, id: MessageId, payload: &Json) -> Result<()> {
    let command = message::get(tx, id)?;
    if command.life.status == MessageStatus::Claimed {
        message::store_life(tx, id, &processed(&command, None)?)?;
    }
    let response = respond(tx, &command, payload)?;
    message::store_life(tx, response.id, &processed(&response, None)?)
}

/// Settles a response that its recipient has in hand. Another process of the
/// same agent may have received it first: that is no harm.
pub(super) fn take(tx: &mut WriteTx<'_>, id: MessageId) -> Result<()> {
    let response = message::get(tx, id)?;
    if let Ok(life) = response.life.processed(None) {
        message::store_life(tx, id, &life)?;
        record_settled(tx, Action::MessageAck, &Message { life, ..response })?;
    }
    Ok(())
}

/// Stores the response to `original` from its recipient, linked both ways.
fn respond(tx: &mut WriteTx<'_>, original: &Message, payload: &Json) -> Result<Message> {
    let draft = Draft {
        from: &original.to,
        to: &original.from,
        message_type: MessageType::Response,
        priority: original.priority,
        subject: &original.subject.reply(),
        payload,
        expires_at: None,
        cycle: original.cycle.as_ref(),
        correlation_id: &original.correlation_id,
        reply_to: Some(original.id),
        awaited_until: None,
        once: false,
    };
    let response = message::insert(tx, &draft)?;
    message::link_response(tx, original.id, response.id)?;
    let details = json!({
        "reply_to": original.id.get(),
        "from": response.from.as_str(),
        "to": response.to.as_str(),
        "sha256": content_hash(&response),
    });
    tx.record(Action::MessageReply, subject(response.id), &details)?;
    Ok(response)
}

/// Every agent but this one.
pub(super) fn others(tx: &ReadTx<'_>, but: &Agent) -> Result<Vec<Agent>> {
    let mut agents = agent::list(tx)?;
    agents.retain(|agent| agent.name != but.name);
    Ok(agents)
}

/// What ties the content of a message to the audit log.
fn content_hash(message: &Message) -> String {
    let parts = [message.subject.as_str(), message.payload.as_str()];
    Hash::of_parts(parts.map(str::as_bytes)).to_string()
}

/// How the audit log names a message.
fn subject(id: MessageId) -> String {
    format!("message {id}")
}

fn claim(tx: &mut WriteTx<'_>, actor: &AgentName, how: &Receive) -> Result<Vec<Message>> {
    let commands = commands_flow(tx)?;
    let mut messages = message::claim(tx, actor, how.message_type, commands, how.limit, how.lease)?;
    if messages.is_empty() {
        return Ok(messages);
    }
    let claims: Vec<_> = messages
        .iter()
        .map(|message| json!({"id": message.id.get(), "claim": message.life.claim.number()}))
        .collect();
    tx.record(Action::MessageClaim, actor, &json!({"claims": claims}))?;
    if how.ack {
        for message in &mut messages {
            *message = settle(tx, message.id, "ack", Some(message.life.claim))?;
            record_settled(tx, Action::MessageAck, message)?;
        }
    }
    Ok(messages)
}

/// While everything is halted, no command is handed out. The commands of a
/// cycle that a halt has hit were withdrawn by the halt itself.
pub(super) fn commands_flow(tx: &ReadTx<'_>) -> Result<bool> {
    Ok(global_halt(tx)?.is_none())
}

fn global_halt(tx: &ReadTx<'_>) -> Result<Option<Halt>> {
    let mut halts = halt::in_force(tx)?.into_iter();
    Ok(halts.find(|halt| halt.scope == HaltScope::Global))
}

fn sweep(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<usize> {
    let moved = message::sweep(tx, actor)?;
    if !moved.is_empty() {
        let to = |status| -> Vec<_> {
            let moved = moved.iter().filter(|(_, now)| *now == status);
            moved.map(|(id, _)| id.get()).collect()
        };
        let details = json!({
            "pending": to(MessageStatus::Pending),
            "expired": to(MessageStatus::Expired),
            "dead": to(MessageStatus::Dead),
        });
        tx.record(Action::MessageOverdue, actor, &details)?;
    }
    Ok(moved.len())
}

/// Marks a message of the actor's as processed. Returns it as it then stands.
fn settle(
    tx: &mut WriteTx<'_>,
    id: MessageId,
    verb: &str,
    token: Option<Claim>,
) -> Result<Message> {
    let mut message = message::get(tx, id)?;
    if message.to != tx.actor().name {
        return Err(Error::Denied {
            actor: tx.actor().name.clone(),
            what: format!("{verb} message {id}"),
            who_may: format!("only its recipient, {},", message.to),
        }
        .into());
    }
    // To settle a command that still waits is to take it.
    let takes_command = message.message_type == MessageType::Command
        && message.life.status == MessageStatus::Pending;
    if takes_command && let Some(halt) = global_halt(tx)? {
        return Err(Error::halted(&halt).into());
    }
    message.life = processed(&message, token)?;
    message::store_life(tx, id, &message.life)?;
    message.processed_at = Some(tx.now());
    Ok(message)
}

fn processed(message: &Message, token: Option<Claim>) -> Result<Life> {
    let refused = |why| match why {
        NotSettled::StaleClaim(given) => Error::StaleClaim {
            message: message.id,
            given,
            current: message.life.claim,
        },
        NotSettled::Over(status) => Error::MessageOver {
            message: message.id,
            status,
        },
    };
    Ok(message.life.processed(token).map_err(refused)?)
}

fn record_settled(tx: &mut WriteTx<'_>, action: Action, message: &Message) -> Result<()> {
    let details = json!({"claim": message.life.claim.number()});
    tx.record(action, subject(message.id), &details)
}
