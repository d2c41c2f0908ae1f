//! Receives messages: claims the next ones, peeks at them, or waits for one.
//!
//! A waiting receiver holds no lock and queries nothing until another process has committed.

use std::time::{Duration, Instant};

use super::super::on_system;
use super::super::transition::withdraw_commands;
use super::bus::{MessageBus, types_that_flow};
use super::overdue::{expire, reclaim_expired, reclaim_expired_of_others};
use super::settle::ack_claimed;
use crate::failpoint::Failpoint;
use crate::model::caller::Caller;
use crate::model::delivery_state::MessageStatus;
use crate::model::error::{Error as Rule, ReceiverGone};
use crate::model::events::{ClaimedMessage, Event, MessageClaim, MessageReturn, ReturnedMessage};
use crate::model::id::{AgentName, Claim, CycleId, MessageId};
use crate::model::message::{Message, MessageType};
use crate::model::operation::Action;
use crate::store::page::Page;
use crate::store::queue::{self, BATCH, Claimed, Content, Ready};
use crate::store::{ChangeCursor, Error, Result, WriteTx, agent, cycle, message, page, refusal};

/// How often to check whether the halt file is gone: its removal causes no notification.
const HALT_FILE_TICK: Duration = Duration::from_millis(100);

/// How often to look, while waiting, whether there is still somebody to wait for.
pub(super) const RECEIVER_TICK: Duration = Duration::from_millis(100);

/// How to receive.
#[derive(Clone, Copy, Debug)]
pub struct Receive {
    /// Only this type.
    pub message_type: Option<MessageType>,
    /// The maximum number.
    pub limit: u32,
    /// How long the claim holds.
    pub lease: Duration,
    /// Whether to ack in the same transaction.
    pub ack: bool,
}

/// Who is handed what is claimed.
pub trait Receiver {
    /// What is handed to it of each message.
    fn content(&self) -> Content;

    /// Why nothing can be handed to it any more, if so.
    fn gone(&self) -> Option<ReceiverGone>;
}

/// A receiver in the same process, which is there as long as the call lasts.
pub(super) struct InProcess;

impl Receiver for InProcess {
    fn content(&self) -> Content {
        Content::Whole
    }

    fn gone(&self) -> Option<ReceiverGone> {
        None
    }
}

/// What one transaction has claimed.
#[derive(Debug)]
pub struct Batch {
    /// The messages, in the order of delivery.
    pub claimed: Vec<Claimed>,
    /// Whether there was more than fits into one transaction.
    pub has_more: bool,
}

impl Batch {
    /// Nothing.
    pub const EMPTY: Self = Self {
        claimed: Vec::new(),
        has_more: false,
    };

    fn into_messages(self) -> Vec<Message> {
        let claimed = self.claimed.into_iter();
        claimed.filter_map(|claimed| claimed.message).collect()
    }
}

impl MessageBus<'_> {
    /// Claims messages for the caller, in the order of delivery: in one transaction, and
    /// so no more than fits on a page (see [`page`]).
    pub fn receive(&mut self, caller: &Caller, how: &Receive) -> Result<Vec<Message>> {
        self.claim(caller, how, &InProcess)
            .map(Batch::into_messages)
    }

    /// The same. When there is none, waits for one to arrive, or for a lease or delay to end, for
    /// at most `patience`.
    pub fn receive_within(
        &mut self,
        caller: &Caller,
        how: &Receive,
        patience: Duration,
    ) -> Result<Vec<Message>> {
        let batch = self.claim_within(caller, how, &InProcess, patience);
        batch.map(Batch::into_messages)
    }

    /// Claims messages for the caller, to be handed to `receiver`. Where that is gone,
    /// nothing is claimed.
    pub fn claim(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
    ) -> Result<Batch> {
        self.claim_by(caller, how, receiver, None)
    }

    /// Claims more of what there was too much of for one transaction. Others have had
    /// their turn before.
    pub fn claim_more(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
    ) -> Result<Batch> {
        self.store.yield_lock();
        self.claim(caller, how, receiver)
    }

    /// Claims once, or `None` if the deadline came while expired leases were reclaimed.
    fn claim_by(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
        deadline: Option<Instant>,
    ) -> Result<Batch> {
        loop {
            let left = deadline.map(|end| end.saturating_duration_since(Instant::now()));
            let limited = left.map(|left| caller.within(left));
            let caller = limited.as_ref().unwrap_or(caller);
            if let Some(batch) = self.claim_step(caller, how, receiver)? {
                let was_halted = self.store.was_halted_while_committing();
                return self.check_claim(caller, how, receiver, batch, was_halted);
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(Batch::EMPTY);
            }
        }
    }

    /// Claims in one transaction. None where it has only reclaimed expired messages, of which
    /// there may be more: then it is called again. What it has claimed may be handed over once
    /// [`Self::check_claim`] has seen it after the commit.
    pub fn claim_step(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
    ) -> Result<Option<Batch>> {
        let operation = on_system(caller, Action::MessageClaim);
        self.store.write(&operation, |tx| {
            // Past its bound there may be more that is back, and that may come
            // first: another transaction looks.
            if reclaim_expired(tx, &caller.agent)? == BATCH as usize {
                return Ok(None);
            }
            // Expired messages delay no claim: a bounded number each time is enough.
            expire(tx, &caller.agent)?;
            refusal::settle(tx, &caller.agent)?;
            let mut batch = claim(tx, &caller.agent, how, receiver.content())?;
            // Who has nothing else to do looks after what the others have left.
            if batch.claimed.is_empty() && reclaim_expired_of_others(tx, &caller.agent)? {
                batch = claim(tx, &caller.agent, how, receiver.content())?;
            }
            // The last look before the commit: waiting for the lock may have
            // taken long.
            match receiver.gone() {
                Some(gone) if !batch.claimed.is_empty() => Err(Rule::ReceiverGone(gone).into()),
                _ => Ok(Some(batch)),
            }
        })
    }

    /// What follows the commit of a claim: gives back what cannot be handed over any more,
    /// because the receiver is gone or, of commands, because a halt came during the commit.
    pub fn check_claim(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
        batch: Batch,
        was_halted: bool,
    ) -> Result<Batch> {
        let batch = self.check_receiver(caller, how, receiver, batch)?;
        if was_halted {
            return Ok(self.hold_back_commands(caller, how, batch));
        }
        Ok(batch)
    }

    /// Releases the commands of a claim during whose commit a halt came. If they cannot be
    /// released, their lease expires; they are not handed out.
    fn hold_back_commands(&mut self, caller: &Caller, how: &Receive, mut batch: Batch) -> Batch {
        let is_command = |one: &mut Claimed| one.message_type == MessageType::Command;
        let commands: Vec<_> = batch.claimed.extract_if(.., is_command).collect();
        let undelivered: Vec<_> = commands
            .iter()
            .map(|one| Undelivered::of(one, how))
            .collect();
        let reason = "a halt came during the commit of the claim";
        if let Err(error) = self.return_undelivered(caller, &undelivered, reason) {
            tracing::warn!(%error, "commands were claimed, and could not be given back");
        }
        batch
    }

    /// Releases what was claimed for a receiver that has gone during the commit, which waits for
    /// the disk.
    fn check_receiver(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
        batch: Batch,
    ) -> Result<Batch> {
        let Some(gone) = receiver.gone().filter(|_| !batch.claimed.is_empty()) else {
            return Ok(batch);
        };
        let undelivered: Vec<_> = batch
            .claimed
            .iter()
            .map(|one| Undelivered::of(one, how))
            .collect();
        self.return_undelivered(caller, &undelivered, &gone.to_string())?;
        Err(Rule::ReceiverGone(gone).into())
    }

    /// Releases messages of which nothing reached their receiver: the next receiver gets them at
    /// once, and the delivery is not counted. The claim token stays as high as it is. Messages that
    /// others have settled or claimed meanwhile are left alone. Returns the released messages.
    pub fn return_undelivered(
        &mut self,
        caller: &Caller,
        undelivered: &[Undelivered],
        reason: &str,
    ) -> Result<Vec<MessageId>> {
        if Failpoint::ClaimForNobody.is_active() {
            return Ok(Vec::new());
        }
        let operation = on_system(caller, Action::MessageReturn);
        self.store.write(&operation, |tx| {
            let mut returned = Vec::new();
            let mut commands = Vec::new();
            for one in undelivered {
                let Some(outline) = return_one(tx, one)? else {
                    continue;
                };
                returned.push(one);
                if outline.message_type == MessageType::Command {
                    commands.extend(outline.cycle);
                }
            }
            if !returned.is_empty() {
                let claims = returned.iter().map(|one| ReturnedMessage {
                    acked: one.acked,
                    claim: one.claim,
                    id: one.id,
                });
                let event = Event::MessageReturn(MessageReturn {
                    claims: claims.collect(),
                    reason: reason.to_owned(),
                });
                tx.record(&event, &caller.agent)?;
            }
            for cycle in commands {
                withdraw_of_halted(tx, &cycle)?;
            }
            Ok(returned.into_iter().map(|one| one.id).collect())
        })
    }

    /// Shows what [`Self::receive`] would claim now, and changes nothing.
    pub fn peek(
        &mut self,
        name: &AgentName,
        message_type: Option<MessageType>,
        limit: u32,
    ) -> Result<Vec<Message>> {
        let ids = self.peek_numbers(name, message_type, limit)?;
        self.peek_page(&ids).map(|page| page.items)
    }

    /// The numbers of what would be claimed now, in the order of delivery.
    pub fn peek_numbers(
        &mut self,
        name: &AgentName,
        message_type: Option<MessageType>,
        limit: u32,
    ) -> Result<Vec<MessageId>> {
        self.store.read(|tx| {
            agent::get(tx, name)?;
            queue::peek(tx, name, &types_that_flow(tx, message_type)?, limit)
        })
    }

    /// The first of these messages, as many as fit on a page, without those that do not
    /// wait any more; and how many of the numbers that took.
    pub fn peek_page(&mut self, ids: &[MessageId]) -> Result<Page<Message, usize>> {
        self.store.read(|tx| {
            let rows = ids.iter().enumerate();
            let rows = rows.map(|(at, &id)| Ok((message::get(tx, id)?, at + 1)));
            let mut page = page::collect(rows, ids.len(), Message::bytes)?;
            page.items
                .retain(|message| message.delivery_state.status == MessageStatus::Pending);
            Ok(page)
        })
    }

    /// Claims messages for the caller, to be handed to `receiver`. When there is none, waits for
    /// one to arrive, or for a lease or delay to end, for at most `patience`, and while the
    /// receiver exists.
    pub fn claim_within(
        &mut self,
        caller: &Caller,
        how: &Receive,
        receiver: &dyn Receiver,
        patience: Duration,
    ) -> Result<Batch> {
        let deadline = Instant::now() + patience;
        let mut cursor = ChangeCursor::default();
        loop {
            // What is committed from here on is seen as a change.
            self.store.has_changed(&mut cursor)?;
            match self.claim_by(caller, how, receiver, Some(deadline)) {
                // Others held the lock for all the time there was.
                Err(Error::Busy) if Instant::now() >= deadline => return Ok(Batch::EMPTY),
                // A halt came while a command was being claimed: the caller must report that.
                Ok(batch) if self.store.was_ever_halted() => return Ok(batch),
                Ok(batch) if batch.claimed.is_empty() && Instant::now() < deadline => {}
                outcome => return outcome,
            }
            self.wait_for_message(&caller.agent, how, (receiver, &mut cursor), deadline)?;
        }
    }

    /// Waits until there may be something to claim. Takes no lock.
    fn wait_for_message(
        &mut self,
        actor: &AgentName,
        how: &Receive,
        (receiver, cursor): (&dyn Receiver, &mut ChangeCursor),
        deadline: Instant,
    ) -> Result<()> {
        loop {
            let readiness = self.readiness(actor, how)?;
            if readiness.is_ready {
                return Ok(());
            }
            // A waiting receiver has time to mark expired messages that nobody else marks, one
            // batch each time.
            if readiness.has_many_expired {
                self.store.yield_lock();
                return Ok(());
            }
            let until = readiness.until(deadline);
            if !self.wait_with(receiver, cursor, readiness.next_look(until))?
                && Instant::now() >= until
            {
                return Ok(());
            }
        }
    }

    /// Whether there is anything to claim now, or when there may be without a commit of others.
    /// Changes nothing.
    pub fn readiness(&mut self, actor: &AgentName, how: &Receive) -> Result<Readiness> {
        // Checked first: the file may be removed before the ready messages are read.
        let is_held = self.store.halt_file().is_placed();
        self.store.read(|tx| {
            let types = types_that_flow(tx, how.message_type)?;
            let is_ready = queue::is_ready(tx, actor, &types)?;
            let back = queue::next_return(tx)?;
            Ok(Readiness {
                is_ready,
                has_many_expired: queue::has_many_expired(tx)?,
                back_at: back.map(|back| Instant::now() + back.since(tx.now())),
                is_held,
            })
        })
    }

    /// Waits until another process has committed something, or until `deadline`, while the receiver
    /// exists. Returns whether anything was committed.
    fn wait_with(
        &self,
        receiver: &dyn Receiver,
        cursor: &mut ChangeCursor,
        deadline: Instant,
    ) -> Result<bool> {
        loop {
            if let Some(gone) = receiver.gone() {
                return Err(Rule::ReceiverGone(gone).into());
            }
            let tick = deadline.min(Instant::now() + RECEIVER_TICK);
            if self.store.wait_for_change(cursor, tick)? {
                return Ok(true);
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
        }
    }
}

/// Whether there is anything to claim, and when to look again.
#[derive(Clone, Copy, Debug)]
pub struct Readiness {
    /// Whether there is a message to claim.
    pub is_ready: bool,
    /// Whether a claim should end what has expired and nobody else ends.
    pub has_many_expired: bool,
    /// When the next claimed or delayed message is pending again.
    back_at: Option<Instant>,
    /// Whether the halt file is placed: no commit tells that it was lifted.
    is_held: bool,
}

impl Readiness {
    /// Until when only a commit of others can change it: `deadline` at the latest.
    pub fn until(&self, deadline: Instant) -> Instant {
        self.back_at.map_or(deadline, |back| deadline.min(back))
    }

    /// When to look again, where it waits until `until`.
    pub fn next_look(&self, until: Instant) -> Instant {
        if self.is_held {
            until.min(Instant::now() + HALT_FILE_TICK)
        } else {
            until
        }
    }
}

/// A delivery that reached nobody.
#[derive(Clone, Copy, Debug)]
pub struct Undelivered {
    /// The message.
    pub id: MessageId,
    /// The token of the delivery.
    pub claim: Claim,
    /// Whether it was acked as it was claimed.
    pub acked: bool,
}

impl Undelivered {
    /// What was claimed and could not be handed over.
    pub const fn of(claimed: &Claimed, how: &Receive) -> Self {
        Self {
            id: claimed.id,
            claim: claimed.delivery_state.claim,
            acked: how.ack,
        }
    }
}

/// Releases one message, and returns it as it was before, or `None` if it is left alone.
fn return_one(tx: &mut WriteTx<'_>, one: &Undelivered) -> Result<Option<message::Outline>> {
    let Some(outline) = message::outline(tx, one.id)?.filter(|outline| !outline.is_answered) else {
        return Ok(None);
    };
    let Some(delivery_state) = outline.delivery_state.returned(one.claim, one.acked) else {
        return Ok(None);
    };
    message::store_delivery_state(tx, one.id, &delivery_state)?;
    Ok(Some(outline))
}

/// Withdraws the commands that were returned to a cycle which a halt has hit or which has ended.
/// A halt withdraws open commands, and one that was acked as it was claimed was none.
fn withdraw_of_halted(tx: &mut WriteTx<'_>, id: &CycleId) -> Result<()> {
    let cycle = cycle::get(tx, id)?;
    if cycle.halt_requested || cycle.phase.is_end() {
        withdraw_commands(tx, id)?;
    }
    Ok(())
}

/// Claims the next messages in the order of delivery, and records that.
fn claim(
    tx: &mut WriteTx<'_>,
    actor: &AgentName,
    how: &Receive,
    content: Content,
) -> Result<Batch> {
    let types = types_that_flow(tx, how.message_type)?;
    let (ready, has_more) = queue::first_ready(tx, actor, &types, how.limit, content)?;
    let mut claimed = claim_each(tx, actor, ready, how.lease)?;
    if claimed.is_empty() {
        return Ok(Batch::EMPTY);
    }
    let claims = claimed.iter().map(|one| ClaimedMessage {
        claim: one.delivery_state.claim,
        id: one.id,
    });
    let claims = claims.collect();
    tx.record(&Event::MessageClaim(MessageClaim { claims }), actor)?;
    if claimed
        .iter()
        .any(|one| one.message_type == MessageType::Command)
    {
        tx.hands_out_command();
    }
    if how.ack {
        for one in &mut claimed {
            ack_claimed(tx, one)?;
        }
    }
    Ok(Batch { claimed, has_more })
}

/// Claims messages of the actor for `lease`, each with a new token.
fn claim_each(
    tx: &mut WriteTx<'_>,
    actor: &AgentName,
    ready: Vec<Ready>,
    lease: Duration,
) -> Result<Vec<Claimed>> {
    let until = if Failpoint::NoLease.is_active() {
        tx.now()
    } else {
        tx.now().plus(lease)
    };
    let mut claimed = Vec::with_capacity(ready.len());
    for one in ready {
        // What must not be done twice is not given twice.
        let own = one.delivery_state.expires_at.filter(|_| one.once);
        if let Some(delivery_state) = one.delivery_state.claimed(own.unwrap_or(until)) {
            claimed.push(queue::store_claim(tx, actor, one, delivery_state)?);
        }
    }
    Ok(claimed)
}
