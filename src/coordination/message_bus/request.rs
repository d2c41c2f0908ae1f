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
        let sending = Sending {
            awaited: Some(patience),
            no_deadlock: true,
            ..Sending::default()
        };
        let operation = send_operation(caller, new);
        let sent = self.store.write(&operation, |tx| {
            let sent = send_one(tx, new, sending)?;
            if new.dedup_key.is_some() {
                await_again(tx, &sent, patience)?;
            }
            Ok(sent)
        })?;
        let mut cursor = self.store.cursor()?;
        loop {
            let asked = self.store.read(|tx| message::get(tx, sent.id))?;
            if let Some(gone) = receiver.gone() {
                let message = asked.id;
                return Err(Error::AskerGone { message, gone }.into());
            }
            if let Some(response) = asked.response {
                return self.store.read(|tx| {
                    let mut answer = message::get(tx, response)?;
                    if let Ok(delivery_state) = answer.delivery_state.processed(None) {
                        answer.delivery_state = delivery_state;
                        answer.processed_at = Some(tx.now());
                    }
                    Ok(answer)
                });
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
                .map(|end| end.since(self.store.now()));
            let until = left.map_or(deadline, |left| deadline.min(Instant::now() + left));
            let next_check = until.min(Instant::now() + RECEIVER_TICK);
            if !self.store.wait_for_change(&mut cursor, next_check)? && Instant::now() >= deadline {
                return Err(self.no_reply(&asked)?.into());
            }
        }
    }

    /// The error that nobody answered, with the health of the recipient.
    fn no_reply(&mut self, asked: &Message) -> Result<Error> {
        self.store.read(|tx| {
            let status = health::get(tx, &asked.to)?.status(tx.now());
            Ok(Error::NoReply {
                to: asked.to.clone(),
                message: asked.id,
                health: status.to_string(),
            })
        })
    }
}

/// Waits for the answer to a message that may have been stored, and waited for,
/// before.
fn await_again(tx: &mut WriteTx<'_>, sent: &Message, patience: Duration) -> Result<()> {
    let until = tx.now().plus(patience);
    message::set_awaited(tx, sent.id, until)?;
    let event = Event::MessageAwait(MessageAwait { until });
    tx.record(&event, subject(sent.id))
}
