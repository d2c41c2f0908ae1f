//! Moves on the messages whose lease, delay or life has ended: back into the queue, to the
//! dead letters, or to their end.

use super::dead_letter::bury;
use crate::model::events::{Event, MessageOverdue};
use crate::model::id::AgentName;
use crate::model::life::MessageStatus;
use crate::store::queue::{self, Moved};
use crate::store::{Result, WriteTx, agent};

/// Brings back what time has given back, and buries what was delivered too often.
/// Returns how many messages it moved.
pub(super) fn bring_back(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<usize> {
    let moved = queue::bring_back(tx, actor)?;
    record_moved(tx, actor, &moved)?;
    for &(id, status) in &moved {
        if status == MessageStatus::Dead {
            bury(tx, id, "it was never acked")?;
        }
    }
    Ok(moved.len())
}

/// Moves on all messages to an agent whose time has run out.
pub(in crate::coordination) fn settle_overdue(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
) -> Result<()> {
    while bring_back(tx, agent)? > 0 {}
    loop {
        let expired = queue::expire(tx, agent)?;
        if expired.is_empty() {
            return Ok(());
        }
        record_moved(tx, agent, &expired)?;
    }
}

/// Brings back what the others have left, and ends what has expired there: one that is gone
/// for good never does, and the senders of what is dead are to be told. A part each time
/// will do. Tells whether there was anything to bring back.
pub(super) fn bring_back_of_others(tx: &mut WriteTx<'_>, actor: &AgentName) -> Result<bool> {
    let agents = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = agents.filter(|name| name != actor).collect();
    let mut moved = 0;
    for other in others {
        moved += bring_back(tx, &other)?;
        let expired = queue::expire(tx, &other)?;
        record_moved(tx, &other, &expired)?;
    }
    Ok(moved > 0)
}

pub(super) fn record_moved(tx: &mut WriteTx<'_>, actor: &AgentName, moved: &[Moved]) -> Result<()> {
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
