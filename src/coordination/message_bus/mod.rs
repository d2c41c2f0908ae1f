//! The message bus: priority delivery, leases, replies, dead letters.
//!
//! It never looks into a payload, and nothing is deleted by being read.

mod batch;
#[cfg(test)]
mod cost;
mod receive;
mod request;
mod send;
mod settle;

pub use receive::{Batch, Receive, Receiver, Undelivered};
pub use send::Sent;
pub(super) use send::{Sending, deliver, others, send_one};
pub use settle::GiveBack;
pub(super) use settle::{take, take_response};

use crate::model::audit::Hash;
use crate::model::halt::{Halt, HaltScope};
use crate::model::message::{Message, MessageId, MessageType};
use crate::model::thread::{self, Thread};
use crate::store::message::{self, Filter};
use crate::store::{ReadTx, Result, Store, agent, halt};

/// Carries messages between agents.
pub struct MessageBus<'s> {
    store: &'s mut Store,
}

impl<'s> MessageBus<'s> {
    /// The bus of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// The newest messages that fit, oldest first and each once however often it is
    /// asked: the filter goes on to the end of what was looked at.
    pub fn list_on(&mut self, filter: &mut Filter) -> Result<Vec<Message>> {
        let (mut messages, newest) = self
            .store
            .read(|tx| Ok((list(tx, filter)?, message::newest(tx)?)))?;
        messages.reverse();
        filter.after = newest.max(filter.after);
        filter.limit = u32::MAX;
        Ok(messages)
    }

    /// The newest messages that fit, newest first.
    pub fn list(&mut self, filter: &Filter) -> Result<Vec<Message>> {
        self.store.read(|tx| list(tx, filter))
    }

    /// One message.
    pub fn get(&mut self, id: MessageId) -> Result<Message> {
        self.store.read(|tx| message::get(tx, id))
    }

    /// The whole exchange that a message belongs to, as a tree.
    pub fn trace(&mut self, id: MessageId) -> Result<Thread> {
        self.store.read(|tx| {
            let correlation_id = message::get(tx, id)?.correlation_id;
            Ok(thread::arrange(message::exchange(tx, &correlation_id)?))
        })
    }
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

/// The types that are handed out now. While everything is halted, no command is;
/// the commands of a cycle that a halt has hit were withdrawn by the halt itself.
fn types_that_flow(tx: &ReadTx<'_>, wanted: Option<MessageType>) -> Result<Vec<MessageType>> {
    let is_halted = global_halt(tx)?.is_some();
    let flows = |kind: &MessageType| {
        wanted.is_none_or(|wanted| wanted == *kind) && !(is_halted && *kind == MessageType::Command)
    };
    Ok(MessageType::ALL.iter().copied().filter(flows).collect())
}

fn global_halt(tx: &ReadTx<'_>) -> Result<Option<Halt>> {
    let mut halts = halt::in_force(tx)?.into_iter();
    Ok(halts.find(|halt| halt.scope == HaltScope::Global))
}

fn list(tx: &ReadTx<'_>, filter: &Filter) -> Result<Vec<Message>> {
    if let Some(name) = &filter.agent {
        agent::get(tx, name)?;
    }
    message::list(tx, filter)
}
