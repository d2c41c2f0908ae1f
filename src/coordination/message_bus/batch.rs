//! Sending many messages at once: one transaction for many lines.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::json;

use super::super::on_system;
use super::MessageBus;
use super::send::{
    Details, Over, Sending, deliver, recipients, record_sent, room, send_operation, stored_before,
};
use crate::model::agent::AgentName;
use crate::model::batch::Line;
use crate::model::error::Error;
use crate::model::message::{Message, MessageId, MessageType, NewMessage};
use crate::model::operation::Action;
use crate::store::{self, Result, WriteTx};

impl MessageBus<'_> {
    /// Sends the message of every line, or none. The lines have their numbers,
    /// for what is said of one.
    pub fn send_batch(&mut self, actor: &AgentName, lines: &[(u64, Line)]) -> Result<SentBatch> {
        let operation = on_system(actor, Action::MessageSend);
        self.store.write(&operation, |tx| {
            let mut batch = Batch::default();
            for (number, line) in lines {
                let from = line.from.as_ref().unwrap_or(actor);
                tx.acting_as(from, |tx| batch.send(tx, *number, &line.new))
                    .map_err(|problem| in_lines(lines, *number, problem))?;
            }
            batch.record(tx)?;
            Ok(SentBatch {
                ids: batch.ids,
                over: batch.over,
            })
        })
    }
}

/// A rule that one of the lines broke, and with it all of them.
fn in_lines(lines: &[(u64, Line)], number: u64, problem: store::Error) -> store::Error {
    match (problem, lines) {
        (store::Error::Rule(rule), [(first, _), ..]) => Error::InLines {
            first: *first,
            problems: vec![(number, rule)],
        }
        .into(),
        (other, _) => other,
    }
}

/// What was sent with one transaction.
#[derive(Debug)]
pub struct SentBatch {
    /// The ids of the messages, in the order of the lines.
    pub ids: Vec<MessageId>,
    /// Those that were stored before and that nobody will be given any more, by line.
    pub over: Vec<(u64, Over)>,
}

/// What one transaction has sent so far.
#[derive(Default)]
struct Batch {
    ids: Vec<MessageId>,
    over: Vec<(u64, Over)>,
    /// How many more messages an inbox takes.
    rooms: HashMap<AgentName, u32>,
    /// What the audit log is yet to be told, by sender.
    sent: BTreeMap<AgentName, Vec<Entry>>,
}

/// What the audit log is told of one message among many.
#[derive(Serialize)]
struct Entry {
    id: i64,
    #[serde(flatten)]
    details: Details,
}

impl Batch {
    /// Sends a message as the actor.
    fn send(&mut self, tx: &mut WriteTx<'_>, number: u64, new: &NewMessage) -> Result<()> {
        let from = tx.actor().name.clone();
        tx.admit(&send_operation(&from, new))?;
        let recipients = recipients(tx, new)?;
        if let Some(stored) = stored_before(tx, new)? {
            self.ids.extend(stored.iter().map(|message| message.id));
            let over = Over::among(&stored).into_iter();
            self.over.extend(over.map(|over| (number, over)));
            return Ok(());
        }
        for recipient in &recipients {
            self.take_room(tx, &recipient.name)?;
        }
        let correlation_id = tx.uuid().to_string();
        for message in deliver(tx, new, &recipients, &correlation_id, Sending::default())? {
            self.ids.push(message.id);
            self.note(tx, &from, &message)?;
        }
        Ok(())
    }

    fn take_room(&mut self, tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
        let left = match self.rooms.get(agent) {
            Some(&left) if left > 0 => left,
            // None is left, or was not looked for yet: that is for the bus to say.
            _ => room(tx, agent)?,
        };
        self.rooms.insert(agent.clone(), left - 1);
        Ok(())
    }

    /// A command has an event of its own; of the rest, there is one for many.
    fn note(&mut self, tx: &mut WriteTx<'_>, from: &AgentName, message: &Message) -> Result<()> {
        if message.message_type == MessageType::Command {
            return record_sent(tx, message);
        }
        let entry = Entry {
            id: message.id.get(),
            details: Details::of(message),
        };
        match self.sent.get_mut(from) {
            Some(sent) => sent.push(entry),
            None => drop(self.sent.insert(from.clone(), vec![entry])),
        }
        Ok(())
    }

    fn record(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (from, sent) in std::mem::take(&mut self.sent) {
            let details = json!({"messages": sent});
            tx.acting_as(&from, |tx| {
                tx.record(Action::MessageSend, "batch", &details)
            })?;
        }
        Ok(())
    }
}
