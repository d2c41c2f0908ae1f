//! Sends messages: to one agent or to all, once per idempotency key, and never into a full
//! inbox.

use std::time::Duration;

use super::super::{on_cycle, on_system};
use super::bus::{MessageBus, content_hash, hash_of_content, subject};
use super::overdue::expire;
use crate::failpoint::Failpoint;
use crate::model::agent::Agent;
use crate::model::caller::Caller;
use crate::model::delivery_state::MessageStatus;
use crate::model::error::Error;
use crate::model::events::{Event, MessageSend, SentMessage};
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{Message, MessageType, NewMessage, Recipient};
use crate::model::operation::{Action, Operation};
use crate::model::text::DedupKey;
use crate::model::wait::{Wait, find_deadlock};
use crate::store::message::{self, Draft};
use crate::store::{self, ReadTx, Result, WriteTx, agent, counts, health};

/// How a message is sent.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::coordination) struct Sending {
    /// How long its sender waits for the answer.
    pub(in crate::coordination) awaited: Option<Duration>,
    /// For how long it is claimed at once, on behalf of its recipient, so that
    /// nobody else is given it.
    pub(in crate::coordination) claimed: Option<Duration>,
    /// Whether it is delivered once only.
    pub(in crate::coordination) once: bool,
    /// Whether a wait that would deadlock is rejected.
    pub(in crate::coordination) no_deadlock: bool,
    /// Whether it is stored even if the inbox is full.
    pub(in crate::coordination) past_limit: bool,
}

/// What was sent.
#[derive(Debug)]
pub struct Sent {
    /// The messages, one for each recipient. With a key that was used before,
    /// those that were stored then.
    pub messages: Vec<Message>,
    /// Those of the messages that were stored before and will not be delivered any more: they are
    /// expired or dead.
    pub over: Vec<Over>,
    /// Those of the recipients of whom no fresh heartbeat is known.
    pub absent: Vec<AgentName>,
}

/// A message that was stored before under the key of a new one, and will not be delivered any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over {
    /// The message that is stored.
    pub id: MessageId,
    /// Whether it is expired or dead.
    pub status: MessageStatus,
}

impl Over {
    /// Those of the stored messages that will not be delivered any more.
    pub(super) fn among(stored: &[Message]) -> Vec<Self> {
        let is_over = |status| matches!(status, MessageStatus::Expired | MessageStatus::Dead);
        let over = stored
            .iter()
            .filter(|message| is_over(message.delivery_state.status));
        over.map(|message| Self {
            id: message.id,
            status: message.delivery_state.status,
        })
        .collect()
    }
}

impl MessageBus<'_> {
    /// Sends a message; to all, one to every agent but the sender, in one
    /// exchange.
    pub fn send(&mut self, caller: &Caller, new: &NewMessage) -> Result<Sent> {
        let operation = send_operation(caller, new);
        self.store.write(&operation, |tx| {
            let messages = send(tx, new, Sending::default())?;
            let absent = absent(tx, &messages)?;
            // What was sent just now is pending.
            let over = Over::among(&messages);
            Ok(Sent {
                messages,
                over,
                absent,
            })
        })
    }
}

/// The action of sending a message of this type: a halt stops commands only.
const fn send_action(message_type: MessageType) -> Action {
    match message_type {
        MessageType::Command => Action::CommandSend,
        _ => Action::MessageSend,
    }
}

pub(super) fn send_operation<'a>(caller: &'a Caller, new: &'a NewMessage) -> Operation<'a> {
    let action = send_action(new.message_type);
    match &new.cycle {
        Some(cycle) => on_cycle(caller, action, cycle).operation(),
        None => on_system(caller, action),
    }
}

/// Sends a message as the actor, within a transaction that has passed the gate.
fn send(tx: &mut WriteTx<'_>, new: &NewMessage, sending: Sending) -> Result<Vec<Message>> {
    let recipients = recipients(tx, new)?;
    if let Some(stored) = stored_before(tx, new)? {
        return Ok(stored);
    }
    if !sending.past_limit {
        for recipient in &recipients {
            check_room(tx, &recipient.name)?;
        }
    }
    let correlation_id = tx.uuid().to_string();
    let sent = deliver(tx, new, &recipients, &correlation_id, sending)?;
    for message in &sent {
        record_sent(tx, message)?;
    }
    Ok(sent)
}

fn record_sent(tx: &mut WriteTx<'_>, message: &Message) -> Result<()> {
    let sent = SentMessage {
        cycle: message.cycle.clone(),
        id: None,
        priority: message.priority,
        sha256: content_hash(message),
        to: message.to.clone(),
        r#type: message.message_type,
    };
    let event = match message.message_type {
        MessageType::Command => Event::CommandSend(sent),
        _ => Event::MessageSend(MessageSend::One(sent)),
    };
    tx.record(&event, subject(message.id))
}

/// Records a command that was sent among many messages.
pub(super) fn record_command(tx: &mut WriteTx<'_>, id: MessageId, sent: &Draft<'_>) -> Result<()> {
    let command = SentMessage {
        id: None,
        ..among_many(id, sent)
    };
    tx.record(&Event::CommandSend(command), subject(id))
}

/// What the audit log keeps of a message that was sent among many.
pub(super) fn among_many(id: MessageId, stored: &Draft<'_>) -> SentMessage {
    SentMessage {
        cycle: stored.cycle.cloned(),
        id: Some(id),
        priority: stored.priority,
        sha256: hash_of_content(stored.subject, stored.payload),
        to: stored.to.clone(),
        r#type: stored.message_type,
    }
}

/// Those to whom the actor may send this.
pub(super) fn recipients(tx: &WriteTx<'_>, new: &NewMessage) -> Result<Vec<Agent>> {
    let from = tx.actor();
    let recipients = match &new.to {
        Recipient::Agent(name) => vec![agent::get(tx, name)?],
        Recipient::All => others(tx, from)?,
    };
    for recipient in &recipients {
        new.check_sender(from, recipient)?;
    }
    Ok(recipients)
}

/// What the actor has stored under the key of this message, if it has one and
/// used it before: with the same content, or it is a conflict.
pub(super) fn stored_before(tx: &WriteTx<'_>, new: &NewMessage) -> Result<Option<Vec<Message>>> {
    let Some(key) = &new.dedup_key else {
        return Ok(None);
    };
    let stored = message::under_key(tx, &tx.actor().name, key)?;
    let Some(first) = stored.first() else {
        return Ok(None);
    };
    let same_recipients = match &new.to {
        Recipient::Agent(to) => stored.len() == 1 && first.to == *to,
        // There may be more agents now than there were then.
        Recipient::All => stored.len() > 1,
    };
    if !same_recipients || stored.iter().any(|stored| !stored.says(new)) {
        return Err(conflict(key, first).into());
    }
    Ok(Some(stored))
}

fn conflict(key: &DedupKey, stored: &Message) -> Error {
    Error::DedupConflict {
        key: key.clone(),
        message: stored.id,
    }
}

/// Refuses a message for an inbox that is full.
pub(super) fn check_room(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
    room(tx, agent).map(|_| ())
}

/// How many more messages the inbox of an agent accepts: at least 1.
///
/// Expired messages do not count. They are checked only if the inbox seems full; a batch of them is
/// then marked as expired, so that the next sender has fewer to check.
pub(super) fn room(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<u32> {
    let limit = tx.limits()?.max_pending;
    let mut pending = counts::pending(tx, agent)?;
    if pending >= u64::from(limit) {
        expire(tx, agent)?;
        pending = counts::pending(tx, agent)?;
        if let Some(above) = pending.checked_sub(u64::from(limit)) {
            pending -= counts::expired(tx, agent, above + 1)?;
        }
    }
    let room = u64::from(limit).saturating_sub(pending);
    match u32::try_from(room).unwrap_or(limit) {
        0 => Err(Error::InboxFull {
            from: tx.actor().name.clone(),
            agent: agent.clone(),
            limit,
        }
        .into()),
        room => Ok(room),
    }
}

/// Those of the recipients of whom no fresh heartbeat is known.
fn absent(tx: &ReadTx<'_>, sent: &[Message]) -> Result<Vec<AgentName>> {
    let mut absent = Vec::new();
    for message in sent {
        if !health::get(tx, &message.to)?.is_responsive(tx.now()) {
            absent.push(message.to.clone());
        }
    }
    Ok(absent)
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
    recipients
        .iter()
        .map(|to| {
            message::insert(
                tx,
                &draft(tx, new, (&from, &to.name), correlation_id, sending),
            )
        })
        .collect()
}

/// A message as it is stored for one recipient.
pub(super) fn draft<'a>(
    tx: &ReadTx<'_>,
    new: &'a NewMessage,
    (from, to): (&'a AgentName, &'a AgentName),
    correlation_id: &'a str,
    sending: Sending,
) -> Draft<'a> {
    Draft {
        from,
        to,
        message_type: new.message_type,
        priority: new.priority,
        subject: &new.subject,
        payload: &new.payload,
        expires_at: new.ttl.map(|ttl| tx.now().plus(ttl)),
        cycle: new.cycle.as_ref(),
        correlation_id,
        reply_to: None,
        awaited_until: sending.awaited.map(|patience| tx.now().plus(patience)),
        once: sending.once,
        dedup_key: (new.dedup_key.as_ref()).filter(|_| !Failpoint::LostKey.is_active()),
    }
}

/// Sends a message to its one recipient, for an answer that may be waited for.
pub(in crate::coordination) fn send_one(
    tx: &mut WriteTx<'_>,
    new: &NewMessage,
    sending: Sending,
) -> Result<Message> {
    if let (true, Recipient::Agent(to)) = (sending.no_deadlock, &new.to)
        && !is_answered(tx, new)?
    {
        let wait = Wait {
            from: tx.actor().name.clone(),
            to: to.clone(),
        };
        if let Some(agents) = find_deadlock(&message::waits(tx)?, &wait) {
            return Err(Error::Deadlock(agents).into());
        }
    }
    let sent = send(tx, new, sending)?.into_iter().next();
    let sent =
        sent.ok_or_else(|| store::Error::Internal("a message without recipient".to_owned()))?;
    if let Some(lease) = sending.claimed
        && let Some(delivery_state) = sent.delivery_state.claimed(tx.now().plus(lease))
    {
        message::store_delivery_state(tx, sent.id, &delivery_state)?;
    }
    Ok(sent)
}

/// Whether it was sent before under its key and has its answer: nobody waits then.
fn is_answered(tx: &WriteTx<'_>, new: &NewMessage) -> Result<bool> {
    let stored = stored_before(tx, new)?.into_iter().flatten();
    Ok(stored.into_iter().any(|stored| stored.response.is_some()))
}

/// Every agent but this one.
fn others(tx: &ReadTx<'_>, but: &Agent) -> Result<Vec<Agent>> {
    let others = agent::list(tx)?.iter();
    Ok(others
        .filter(|agent| agent.name != but.name)
        .cloned()
        .collect())
}
