//! Requests: sends a message and waits for its answer.
//!
//! A waiting sender holds no lock. Each wait has a deadline, and a request that would deadlock
//! is rejected.

use std::time::{Duration, Instant};

use super::super::on_message;
use super::bus::{MessageBus, subject};
use super::receive::{InProcess, RECEIVER_TICK, Receiver};
use super::send::{Sending, send_one, send_operation};
use super::settle::take;
use crate::model::caller::Caller;
use crate::model::error::Error;
use crate::model::events::{Event, MessageAwait};
use crate::model::id::MessageId;
use crate::model::message::{Message, NewMessage};
use crate::model::operation::Action;
use crate::store::{Result, WriteTx, health, message};

impl MessageBus<'_> {
    /// Sends a message to one agent and waits for the answer for at most `patience`. A request that
    /// would deadlock is rejected.
    pub fn request(
        &mut self,
        caller: &Caller,
        new: &NewMessage,
        patience: Duration,
    ) -> Result<Message> {
        let answer = self.request_for(caller, new, patience, &InProcess)?;
        self.take_answer(caller, &answer)?;
        Ok(answer)
    }

    /// Marks the answer to a request as processed, once its receiver has it.
    pub fn take_answer(&mut self, caller: &Caller, answer: &Message) -> Result<()> {
        let operation = on_message(caller, Action::MessageAck, answer.id);
        self.store.write(&operation, |tx| take(tx, answer.id))
    }

    /// The same for `receiver`, which is yet to get the answer: that stays pending until
    /// [`Self::take_answer`], and is returned as it will be then. If the receiver is gone, the wait
    /// ends.
    pub fn request_for(
        &mut self,
        caller: &Caller,
        new: &NewMessage,
        patience: Duration,
        receiver: &dyn Receiver,
    ) -> Result<Message> {
        let deadline = Instant::now() + patience;
        let id = self.ask(caller, new, patience)?;
        let mut cursor = self.store.cursor()?;
        loop {
            let found = self.answer(id);
            if let Some(gone) = receiver.gone() {
                return Err(Error::AskerGone { message: id, gone }.into());
            }
            let left = match found? {
                Awaited::Answer(answer) => return Ok(*answer),
                Awaited::Open { left } => left,
            };
            let until = left.map_or(deadline, |left| deadline.min(Instant::now() + left));
            let look = until.min(Instant::now() + RECEIVER_TICK);
            if !self.store.wait_for_change(&mut cursor, look)? && Instant::now() >= deadline {
                return Err(self.no_reply(id)?.into());
            }
        }
    }

    /// Sends a message to one agent, whose answer is then awaited for at most `patience`. A
    /// wait that would close a circle is refused.
    pub fn ask(
        &mut self,
        caller: &Caller,
        new: &NewMessage,
        patience: Duration,
    ) -> Result<MessageId> {
        let sending = Sending {
            awaited: Some(patience),
            no_deadlock: true,
            ..Sending::default()
        };
        let operation = send_operation(caller, new);
        self.store.write(&operation, |tx| {
            let sent = send_one(tx, new, sending)?;
            if new.dedup_key.is_some() {
                await_again(tx, &sent, patience)?;
            }
            Ok(sent.id)
        })
    }

    /// The answer to a message, as it will stand once it is taken, or how long one can come.
    /// Where none can come any more, that is an error.
    pub fn answer(&mut self, asked: MessageId) -> Result<Awaited> {
        self.store.read(|tx| {
            let asked = message::get(tx, asked)?;
            if let Some(response) = asked.response {
                let mut answer = message::get(tx, response)?;
                if let Ok(delivery_state) = answer.delivery_state.processed(None) {
                    answer.delivery_state = delivery_state;
                    answer.processed_at = Some(tx.now());
                }
                return Ok(Awaited::Answer(Box::new(answer)));
            }
            if !asked.delivery_state.is_open() {
                return Err(Error::NoAnswer {
                    message: asked.id,
                    status: asked.delivery_state.status,
                }
                .into());
            }
            let left = asked
                .delivery_state
                .expires_at
                .map(|end| end.since(tx.now()));
            Ok(Awaited::Open { left })
        })
    }

    /// That nobody answered, and how the one is who was asked.
    pub fn no_reply(&mut self, asked: MessageId) -> Result<Error> {
        self.store.read(|tx| {
            let to = message::get(tx, asked)?.to;
            let status = health::get(tx, &to)?.status(tx.now());
            Ok(Error::NoReply {
                to,
                message: asked,
                health: status.to_string(),
            })
        })
    }
}

/// What has become of a message whose answer is awaited.
#[derive(Debug)]
pub enum Awaited {
    /// Its answer.
    Answer(Box<Message>),
    /// It can still be answered, for as long as this where there is an end.
    Open {
        /// How long.
        left: Option<Duration>,
    },
}

/// Waits for the answer to a message that may have been stored, and waited for,
/// before.
fn await_again(tx: &mut WriteTx<'_>, sent: &Message, patience: Duration) -> Result<()> {
    let until = tx.now().plus(patience);
    message::set_awaited(tx, sent.id, until)?;
    let event = Event::MessageAwait(MessageAwait { until });
    tx.record(&event, subject(sent.id))
}
