//! Receiving: to claim what stands first, to look at it, to wait for it.
//!
//! Whoever waits holds no lock and asks the database nothing: it looks whether
//! anyone has committed.

use std::time::{Duration, Instant};

use serde_json::json;

use super::super::on_system;
use super::settle::{ack_claimed, bury};
use super::{MessageBus, types_that_flow};
use crate::model::agent::AgentName;
use crate::model::message::{Message, MessageStatus, MessageType};
use crate::model::operation::Action;
use crate::store::queue::{self, Moved, SWEEP};
use crate::store::{Error, Result, WriteTx, agent};

/// How often to look whether the halt file is gone: nothing tells of that.
const HALT_FILE_TICK: Duration = Duration::from_millis(100);

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

impl MessageBus<'_> {
    /// Claims messages for the actor, in the order of delivery. A command that was
    /// being claimed when a halt came is given back, and not among them.
    pub fn receive(&mut self, actor: &AgentName, how: &Receive) -> Result<Vec<Message>> {
        self.receive_by(actor, how, None)
    }

    /// The same; none where there was so much to bring back that the deadline came.
    fn receive_by(
        &mut self,
        actor: &AgentName,
        how: &Receive,
        deadline: Option<Instant>,
    ) -> Result<Vec<Message>> {
        let operation = on_system(actor, Action::MessageClaim);
        loop {
            let claimed = self.store.write(&operation, |tx| {
                // Past its bound there may be more that is back, and that may come
                // first: another transaction looks.
                if bring_back(tx, actor)? == SWEEP as usize {
                    return Ok(None);
                }
                // What has expired is in nobody's way: a part each time will do.
                let expired = queue::expire(tx, actor)?;
                record_moved(tx, actor, &expired)?;
                let claimed = claim(tx, actor, how)?;
                // Who has nothing else to do looks after what the others have left.
                if claimed.is_empty() && bring_back_of_others(tx, actor)? {
                    return claim(tx, actor, how).map(Some);
                }
                Ok(Some(claimed))
            })?;
            if let Some(messages) = claimed {
                return Ok(self.hold_back_commands(actor, messages));
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(Vec::new());
            }
        }
    }

    /// Gives back the commands of a claim during whose commit a halt came. Where they
    /// cannot be given back, their lease ends by itself: they are not handed out.
    fn hold_back_commands(&mut self, actor: &AgentName, mut claimed: Vec<Message>) -> Vec<Message> {
        if !self.store.was_halted_while_committing() {
            return claimed;
        }
        let is_command = |message: &mut Message| message.message_type == MessageType::Command;
        let commands: Vec<_> = claimed.extract_if(.., is_command).collect();
        if let Err(error) = self.give_back_undelivered(actor, &commands) {
            tracing::warn!(%error, "commands were claimed, and could not be given back");
        }
        claimed
    }

    /// Shows what [`Self::receive`] would claim now, and changes nothing.
    pub fn peek(
        &mut self,
        name: &AgentName,
        message_type: Option<MessageType>,
        limit: u32,
    ) -> Result<Vec<Message>> {
        self.store.read(|tx| {
            agent::get(tx, name)?;
            queue::peek(tx, name, &types_that_flow(tx, message_type)?, limit)
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
        let usual = self.store.busy_timeout();
        loop {
            // What is committed from here on is seen as a change.
            self.store.has_changed()?;
            let left = deadline.saturating_duration_since(Instant::now());
            self.store.set_busy_timeout(usual.min(left))?;
            match self.receive_by(actor, how, Some(deadline)) {
                // Others held the lock for all the time there was.
                Err(Error::Busy) if Instant::now() >= deadline => return Ok(Vec::new()),
                // A halt came while a command was being claimed: that is to be told.
                Ok(messages) if self.store.was_ever_halted() => return Ok(messages),
                Ok(messages) if messages.is_empty() && Instant::now() < deadline => {}
                outcome => return outcome,
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
            // Asked first: it may be lifted before the look at what stands ready.
            let is_held = self.store.halt_file().is_placed();
            let (ready, back_in) = self.store.read(|tx| {
                let types = types_that_flow(tx, how.message_type)?;
                let ready = queue::is_ready(tx, actor, &types)?;
                let back = queue::next_return(tx)?;
                Ok((ready, back.map(|back| back.since(tx.now()))))
            })?;
            if ready {
                return Ok(());
            }
            let back = back_in.map_or(deadline, |back_in| Instant::now() + back_in);
            let until = deadline.min(back);
            let look = if is_held {
                until.min(Instant::now() + HALT_FILE_TICK)
            } else {
                until
            };
            if !self.store.wait_for_change(look)? && Instant::now() >= until {
                return Ok(());
            }
        }
    }
}

fn claim(tx: &mut WriteTx<'_>, actor: &AgentName, how: &Receive) -> Result<Vec<Message>> {
    let types = types_that_flow(tx, how.message_type)?;
    let mut messages = queue::claim(tx, actor, &types, how.limit, how.lease)?;
    if messages.is_empty() {
        return Ok(messages);
    }
    let claims: Vec<_> = messages
        .iter()
        .map(|message| json!({"id": message.id.get(), "claim": message.life.claim.number()}))
        .collect();
    tx.record(Action::MessageClaim, actor, &json!({"claims": claims}))?;
    if messages
        .iter()
        .any(|message| message.message_type == MessageType::Command)
    {
        tx.hands_out_command();
    }
    if how.ack {
        for message in &mut messages {
            ack_claimed(tx, message)?;
        }
    }
    Ok(messages)
}

/// Brings back what time has given back, and buries what was delivered too often.
/// Returns how many messages it moved.
fn bring_back(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<usize> {
    let moved = queue::bring_back(tx, actor)?;
    record_moved(tx, actor, &moved)?;
    for &(id, status) in &moved {
        if status == MessageStatus::Dead {
            bury(tx, id, "it was never acked")?;
        }
    }
    Ok(moved.len())
}

/// Brings back what the others have left: one that is gone for good never does,
/// and the senders of what is dead are to be told. A part each time will do. Tells
/// whether there was anything.
fn bring_back_of_others(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<bool> {
    let agents = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = agents.filter(|name| name != actor).collect();
    let mut moved = 0;
    for other in others {
        moved += bring_back(tx, &other)?;
    }
    Ok(moved > 0)
}

fn record_moved(tx: &mut WriteTx<'_>, actor: &AgentName, moved: &[Moved]) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    let to = |status| -> Vec<_> {
        let moved = moved.iter().filter(|(_, now)| *now == status);
        moved.map(|(id, _)| id.get()).collect()
    };
    let details = json!({
        "pending": to(MessageStatus::Pending),
        "expired": to(MessageStatus::Expired),
        "dead": to(MessageStatus::Dead),
    });
    tx.record(Action::MessageOverdue, actor, &details)
}
