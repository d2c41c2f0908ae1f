//! Waiting on the bus: for the answer to a request, and for a message to arrive.
//!
//! Whoever waits holds no lock. Each wait has a deadline, and none closes a circle.

use std::time::{Duration, Instant};

use super::message_bus::{
    MessageBus, Receive, Sending, commands_flow, send_one, send_operation, take,
};
use super::on_message;
use crate::model::agent::AgentName;
use crate::model::error::Error;
use crate::model::health::HealthStatus;
use crate::model::message::{Message, NewMessage};
use crate::model::operation::Action;
use crate::store::{Result, health, message};

impl MessageBus<'_> {
    /// Sends a message to one agent and waits for the answer for at most
    /// `patience`. A wait that would close a circle is refused.
    pub fn request(
        &mut self,
        from: &AgentName,
        new: &NewMessage,
        patience: Duration,
    ) -> Result<Message> {
        let deadline = Instant::now() + patience;
        let sending = Sending {
            awaited: Some(patience),
            no_circle: true,
            ..Sending::default()
        };
        let operation = send_operation(from, new);
        let sent = self
            .store
            .write(&operation, |tx| send_one(tx, new, sending))?;
        loop {
            let asked = self.store.read(|tx| message::get(tx, sent.id))?;
            if let Some(response) = asked.response {
                let operation = on_message(from, Action::MessageAck, response);
                return self.store.write(&operation, |tx| {
                    take(tx, response)?;
                    message::get(tx, response)
                });
            }
            if !self.store.wait_for_change(deadline)? {
                return Err(self.no_reply(&asked)?.into());
            }
        }
    }

    /// That nobody answered, and how the one is who was asked.
    fn no_reply(&mut self, asked: &Message) -> Result<Error> {
        self.store.read(|tx| {
            let records = health::list(tx)?;
            let record = records.iter().find(|record| record.agent == asked.to);
            let status = record.map_or(HealthStatus::Unknown, |record| record.status(tx.now()));
            Ok(Error::NoReply {
                to: asked.to.clone(),
                message: asked.id,
                health: status.to_string(),
            })
        })
    }

    /// Claims messages for the actor, in the order of delivery. When there is
    /// none, waits for one to arrive, or for time to give one back, for at most
    /// `patience`.
    pub fn receive_within(
        &mut self,
        actor: &AgentName,
        how: &Receive,
        patience: Duration,
    ) -> Result<Vec<Message>> {
        let deadline = Instant::now() + patience;
        loop {
            // What is committed from here on is seen as a change.
            self.store.has_changed()?;
            let messages = self.receive(actor, how)?;
            if !messages.is_empty() || Instant::now() >= deadline {
                return Ok(messages);
            }
            self.wait_for_message(actor, how, deadline)?;
        }
    }

    /// Waits until there may be something to claim. Takes no lock.
    fn wait_for_message(
        &mut self,
        actor: &AgentName,
        how: &Receive,
        deadline: Instant,
    ) -> Result<()> {
        loop {
            let (ready, due_in) = self.store.read(|tx| {
                let commands = commands_flow(tx)?;
                let ready = message::ready(tx, actor, how.message_type, commands, 1)?;
                let due = message::next_due(tx, actor)?;
                Ok((!ready.is_empty(), due.map(|due| due.since(tx.now()))))
            })?;
            if ready {
                return Ok(());
            }
            let due = due_in.map_or(deadline, |due_in| Instant::now() + due_in);
            if !self.store.wait_for_change(deadline.min(due))? {
                return Ok(());
            }
        }
    }
}
