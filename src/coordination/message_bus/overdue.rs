//! Settles overdue messages: redelivers, dead-letters or expires those whose lease, delay or
//! lifetime has ended.

use super::dead_letter::bury;
use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::events::{Event, MessageOverdue};
use crate::model::id::{AgentName, MessageId};
use crate::store::{Result, WriteTx, agent, message, queue};

/// A message whose lease, delay or lifetime has ended, and its status now.
type Moved = (MessageId, MessageStatus);

/// Brings back what time has given back to the queues of an agent, or ends it where it has
/// expired, and buries what was delivered too often. Returns how many messages it moved: at
/// most [`queue::BATCH`].
pub(super) fn reclaim_expired(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<usize> {
    let found = queue::returning(tx, agent)?;
    let moved = move_on(tx, agent, found)?;
    for &(id, status) in &moved {
        if status == MessageStatus::Dead {
            bury(tx, id, "it was never acked")?;
        }
    }
    Ok(moved.len())
}

/// Ends what has expired in the queues of an agent. Returns how many messages that were: at
/// most [`queue::BATCH`].
pub(super) fn expire(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<usize> {
    let found = queue::expiring(tx, agent)?;
    Ok(move_on(tx, agent, found)?.len())
}

/// Moves on messages to where the time has left them. Returns where that is.
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

/// Moves on all messages to an agent whose time has run out.
pub(in crate::coordination) fn settle_overdue(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
) -> Result<()> {
    while reclaim_expired(tx, agent)? > 0 {}
    while expire(tx, agent)? > 0 {}
    Ok(())
}

/// Brings back what the others have left, and ends what has expired there: one that is gone
/// for good never does, and the senders of what is dead are to be told. A part each time
/// will do. Tells whether there was anything to bring back.
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
