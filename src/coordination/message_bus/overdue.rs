//! Settles overdue messages: redelivers, dead-letters or expires those whose lease, delay or
//! lifetime has ended.

use super::dead_letter::record_dead_letter;
use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::events::{Event, MessageOverdue};
use crate::model::id::{AgentName, MessageId};
use crate::store::{Result, WriteTx, agent, message, queue};

/// A message whose lease, delay or lifetime has ended, and its status now.
type Moved = (MessageId, MessageStatus);

/// Returns messages whose lease or delay has ended to the queues of an agent, marks those that have
/// expired, and makes those that were delivered too often dead letters. Returns how many messages
/// it moved: at most [`queue::BATCH`].
pub(super) fn reclaim_expired(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<usize> {
    let found = queue::returning(tx, agent)?;
    let moved = move_on(tx, agent, found)?;
    for &(id, status) in &moved {
        if status == MessageStatus::Dead {
            record_dead_letter(tx, id, "it was never acked")?;
        }
    }
    Ok(moved.len())
}

/// Marks the expired messages in the queues of an agent. Returns their number: at most
/// [`queue::BATCH`].
pub(super) fn expire(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<usize> {
    let found = queue::expiring(tx, agent)?;
    Ok(move_on(tx, agent, found)?.len())
}

/// Stores the status at the present time of these messages. Returns it.
fn move_on(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    found: Vec<(MessageId, DeliveryState)>,
) -> Result<Vec<Moved>> {
    let max_deliveries = tx.limits()?.max_deliveries;
    let mut moved = Vec::with_capacity(found.len());
    for (id, delivery_state) in found {
        let delivery_state = delivery_state.at(tx.now(), max_deliveries);
        message::store_delivery_state(tx, id, &delivery_state)?;
        moved.push((id, delivery_state.status));
    }
    record_moved(tx, agent, &moved)?;
    Ok(moved)
}

/// Moves on messages to an agent whose time has run out, as many as one transaction should.
/// Tells whether there may be more.
pub(in crate::coordination) fn settle_overdue(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
) -> Result<bool> {
    let moved = reclaim_expired(tx, agent)?.max(expire(tx, agent)?);
    Ok(moved >= queue::BATCH as usize)
}

/// Like [`reclaim_expired`], for the inboxes of the other agents, one batch for each call: an agent
/// that is gone permanently never does it, and the senders of its dead letters must be notified.
/// Returns whether there was anything to move.
pub(super) fn reclaim_expired_of_others(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<bool> {
    let agents = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = agents.filter(|name| name != actor).collect();
    let mut moved = 0;
    for other in others {
        moved += reclaim_expired(tx, &other)?;
        expire(tx, &other)?;
    }
    Ok(moved > 0)
}

fn record_moved(tx: &mut WriteTx<'_>, actor: &AgentName, moved: &[Moved]) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    let to = |status| -> Vec<_> {
        let moved = moved.iter().filter(|(_, now)| *now == status);
        moved.map(|(id, _)| *id).collect()
    };
    let event = Event::MessageOverdue(MessageOverdue {
        dead: to(MessageStatus::Dead),
        expired: to(MessageStatus::Expired),
        pending: to(MessageStatus::Pending),
    });
    tx.record(&event, actor)
}
