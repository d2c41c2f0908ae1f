//! Sends a batch: many messages in one transaction.

use std::collections::{BTreeMap, HashMap};

use super::super::on_system;
use super::bus::MessageBus;
use super::send::{
    Over, Sending, among_many, draft, recipients, record_command, room, send_operation,
    stored_before,
};
use crate::model::batch::Line;
use crate::model::caller::Caller;
use crate::model::error::Error;
use crate::model::events::{Event, MessageSend, SentMessage};
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{MessageType, NewMessage};
use crate::model::operation::Action;
use crate::store::message::{self, Draft};
use crate::store::{self, Result, WriteTx};

impl MessageBus<'_> {
    /// Sends the message of every line, or none. The lines have their numbers,
    /// for what is said of one.
    pub fn send_batch(&mut self, caller: &Caller, lines: &[(u64, Line)]) -> Result<SentBatch> {
        let operation = on_system(caller, Action::MessageSend);
        self.store.write(&operation, |tx| {
            let mut batch = Batch::default();
            for (number, line) in lines {
                let from = line.from.as_ref().unwrap_or(&caller.agent);
                tx.acting_as(from, |tx| batch.send(tx, *number, &line.new))
                    .map_err(|problem| in_lines(lines, *number, problem))?;
            }
            batch.store(tx)?;
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
    /// Those that were stored before and will not be delivered any more, by line.
    pub over: Vec<(u64, Over)>,
}

/// What one transaction has sent so far.
#[derive(Default)]
struct Batch<'a> {
    /// What is yet to be stored, in the order of the lines.
    unsent: Vec<Unsent<'a>>,
    ids: Vec<MessageId>,
    over: Vec<(u64, Over)>,
    /// How many more messages an inbox takes.
    rooms: HashMap<AgentName, u32>,
    /// What is not yet recorded in the audit log, by sender.
    sent: BTreeMap<AgentName, Vec<SentMessage>>,
}

/// A message that is yet to be stored. Many are stored with one statement.
struct Unsent<'a> {
    new: &'a NewMessage,
    from: AgentName,
    to: AgentName,
    correlation_id: String,
}

impl<'a> Batch<'a> {
    /// Sends a message as the actor.
    fn send(&mut self, tx: &mut WriteTx<'_>, number: u64, new: &'a NewMessage) -> Result<()> {
        let caller = tx.caller();
        tx.admit(&send_operation(&caller, new))?;
        let recipients = recipients(tx, new)?;
        if let Some(stored) = stored_before(tx, new)? {
            self.store(tx)?;
            self.ids.extend(stored.iter().map(|message| message.id));
            let over = Over::among(&stored).into_iter();
            self.over.extend(over.map(|over| (number, over)));
            return Ok(());
        }
        for recipient in &recipients {
            self.take_room(tx, &recipient.name)?;
        }
        let correlation_id = tx.uuid().to_string();
        self.unsent.extend(recipients.into_iter().map(|to| Unsent {
            new,
            from: caller.agent.clone(),
            to: to.name,
            correlation_id: correlation_id.clone(),
        }));
        // A later line may ask for a key, and the event of a command comes at its place.
        let is_asked_for = new.dedup_key.is_some() || new.message_type == MessageType::Command;
        if is_asked_for || self.unsent.len() >= message::ROWS {
            self.store(tx)?;
        }
        Ok(())
    }

    /// Stores what is yet to be stored.
    fn store(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let unsent = std::mem::take(&mut self.unsent);
        let drafts: Vec<_> = unsent
            .iter()
            .map(|one| {
                let between = (&one.from, &one.to);
                draft(
                    tx,
                    one.new,
                    between,
                    &one.correlation_id,
                    Sending::default(),
                )
            })
            .collect();
        for (id, stored) in message::insert_many(tx, &drafts)?.into_iter().zip(&drafts) {
            self.ids.push(id);
            self.note(tx, stored.from, id, stored)?;
        }
        Ok(())
    }

    fn take_room(&mut self, tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
        match self.rooms.get_mut(agent) {
            Some(left) if *left > 0 => *left -= 1,
            // No room is left, or it was not checked yet: the bus decides, which counts what is
            // stored.
            _ => {
                self.store(tx)?;
                let left = room(tx, agent)?;
                self.rooms.insert(agent.clone(), left - 1);
            }
        }
        Ok(())
    }

    /// A command has its own event; of the rest, there is one for many.
    fn note(
        &mut self,
        tx: &mut WriteTx<'_>,
        from: &AgentName,
        id: MessageId,
        stored: &Draft<'_>,
    ) -> Result<()> {
        if stored.message_type == MessageType::Command {
            return record_command(tx, id, stored);
        }
        let details = among_many(id, stored);
        match self.sent.get_mut(from) {
            Some(sent) => sent.push(details),
            None => drop(self.sent.insert(from.clone(), vec![details])),
        }
        Ok(())
    }

    fn record(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (from, messages) in std::mem::take(&mut self.sent) {
            let event = Event::MessageSend(MessageSend::Batch { messages });
            tx.acting_as(&from, |tx| tx.record(&event, "batch"))?;
        }
        Ok(())
    }
}
