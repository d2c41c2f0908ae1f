//! The queues of the bus: what stands ready for an agent, in the order of
//! delivery, and what time alone brings back or ends. What becomes of it is not decided here.
//!
//! A queue is one range of an index for each agent and type. Nothing here walks
//! over what is not to be handed out, so a claim costs the same whatever else
//! lies in the table.

use super::engine::{self, Row, by_index, params};
use super::error::Result;
use super::page::{PAGE_ITEMS, Room};
use super::transaction::{ReadTx, WriteTx};
use super::{agent, counts, message, row};
use crate::model::clock::Timestamp;
use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::error::Error;
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{Message, MessageType};

/// How many messages one transaction moves on because of the time.
pub const BATCH: u32 = 500;

/// What orders the messages to one agent: the priority, then the order of sending.
type QueueKey = (i64, i64);

/// What is read of a message that is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// All of it.
    Whole,
    /// Its number only: its payload is not read.
    Number,
}

/// A message that was claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number.
    pub id: MessageId,
    /// What kind it is.
    pub message_type: MessageType,
    /// Where it stands now.
    pub delivery_state: DeliveryState,
    /// What it says, where that was asked for.
    pub message: Option<Message>,
}

/// The first of one queue, in the order of delivery.
const HEAD: &str = concat!(
    "SELECT priority, id FROM agent_messages ",
    by_index!("ready_messages"),
    " WHERE to_agent = :agent AND message_type = :type
       AND status = 'pending' AND not_before IS NULL
       AND (expires_at IS NULL OR expires_at > :now)
     ORDER BY priority, id LIMIT :limit"
);

/// What time has brought back, the longest overdue first.
const RETURNING: &str = concat!(
    "SELECT id, priority, message_type, status, claim, deliveries,
            lease_until, not_before, expires_at
     FROM agent_messages ",
    by_index!("returning_messages"),
    " WHERE to_agent = :agent AND (status = 'claimed' OR not_before IS NOT NULL)
       AND due_at <= :now
     ORDER BY due_at LIMIT :limit"
);

/// What has expired in its queue, the longest overdue first.
const EXPIRING: &str = concat!(
    "SELECT id, status, claim, deliveries, lease_until, not_before, expires_at
     FROM agent_messages ",
    by_index!("expiring_messages"),
    " WHERE to_agent = :agent AND status = 'pending' AND not_before IS NULL
       AND expires_at <= :now
     ORDER BY expires_at LIMIT :limit"
);

/// When time will next bring something back.
const NEXT_RETURN: &str = concat!(
    "SELECT min(due_at) FROM agent_messages ",
    by_index!("returning_messages"),
    " WHERE to_agent = :agent AND (status = 'claimed' OR not_before IS NOT NULL)"
);

/// Whether more has expired in the queue of an agent than one transaction ends.
const MANY_EXPIRED: &str = concat!(
    "SELECT 1 FROM agent_messages ",
    by_index!("expiring_messages"),
    " WHERE to_agent = :agent AND status = 'pending' AND not_before IS NULL
       AND expires_at <= :now
     LIMIT 1 OFFSET :most"
);

/// Whether anything of these types stands ready for the agent.
pub fn is_ready(tx: &ReadTx<'_>, agent: &AgentName, types: &[MessageType]) -> Result<bool> {
    Ok(!heads(tx, agent, types, 1)?.is_empty())
}

/// A message that stands ready, as far as it is asked for.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its number.
    pub id: MessageId,
    /// Where it stands.
    pub delivery_state: DeliveryState,
    /// Whether it is delivered once only.
    pub once: bool,
    priority: i64,
    message_type: MessageType,
    bytes: usize,
    message: Option<Message>,
}

/// What stands first among these types: at most `limit`, and no more than fits on a page.
/// Tells whether there is more than that.
pub fn first_ready(
    tx: &ReadTx<'_>,
    agent: &AgentName,
    types: &[MessageType],
    limit: u32,
    content: Content,
) -> Result<(Vec<Ready>, bool)> {
    // One more than fits on a page, to know that there is one.
    let most = u32::try_from(PAGE_ITEMS + 1).unwrap_or(u32::MAX);
    let mut room = Room::default();
    let mut found = Vec::new();
    for key in heads(tx, agent, types, limit.min(most))? {
        let ready = read(tx, key, content)?;
        if !room.take(ready.bytes) {
            return Ok((found, true));
        }
        found.push(ready);
    }
    Ok((found, false))
}

/// Stores that a message of the agent was claimed, and stands where `delivery_state` says.
pub fn store_claim(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    ready: Ready,
    delivery_state: DeliveryState,
) -> Result<Claimed> {
    let old = counts::ready(agent, ready.priority, ready.delivery_state.deliveries)?;
    message::store_delivery_state_of(tx, ready.id, Some(old), &delivery_state)?;
    Ok(Claimed {
        id: ready.id,
        message_type: ready.message_type,
        delivery_state,
        message: ready.message.map(|message| Message {
            delivery_state,
            ..message
        }),
    })
}

fn read(tx: &ReadTx<'_>, (priority, id): QueueKey, content: Content) -> Result<Ready> {
    let id = MessageId::from_row(id);
    Ok(match content {
        Content::Whole => {
            let message = message::get(tx, id)?;
            Ready {
                id,
                delivery_state: message.delivery_state,
                once: message.once,
                priority,
                message_type: message.message_type,
                bytes: message.bytes(),
                message: Some(message),
            }
        }
        Content::Number => {
            let outline = message::outline(tx, id)?.ok_or(Error::MessageNotFound(id))?;
            Ready {
                id,
                delivery_state: outline.delivery_state,
                once: outline.once,
                priority,
                message_type: outline.message_type,
                bytes: outline.bytes,
                message: None,
            }
        }
    })
}

/// The numbers of what a claim would find now, in the order of delivery. Changes
/// nothing.
pub fn peek(
    tx: &ReadTx<'_>,
    agent: &AgentName,
    types: &[MessageType],
    limit: u32,
) -> Result<Vec<MessageId>> {
    let max_deliveries = tx.limits()?.max_deliveries;
    let mut keys = heads(tx, agent, types, limit)?;
    let mut statement = tx.connection.prepare_cached(RETURNING)?;
    let mut rows = statement.query(params! {
        ":agent": agent.as_str(), ":now": tx.now.as_millis(), ":limit": -1,
    })?;
    while let Some(row) = &rows.next()? {
        let delivery_state = row::delivery_state(row)?.at(tx.now, max_deliveries);
        let is_back = delivery_state.status == MessageStatus::Pending;
        if is_back && types.contains(&row::parsed(row, "message_type")?) {
            keys.push(key(row)?);
            keep_first(&mut keys, limit, BATCH);
        }
    }
    keep_first(&mut keys, limit, 0);
    let ids = keys.into_iter().map(|(_, id)| MessageId::from_row(id));
    Ok(ids.collect())
}

/// What time has brought back to the queues of `agent`: claims whose lease ran out, and what
/// a delay held back. At most [`BATCH`], with where they are stored to stand.
pub fn returning(tx: &ReadTx<'_>, agent: &AgentName) -> Result<Vec<(MessageId, DeliveryState)>> {
    overdue(tx, agent, RETURNING)
}

/// What has expired in the queues of `agent`: at most [`BATCH`], with where they are stored
/// to stand.
pub fn expiring(tx: &ReadTx<'_>, agent: &AgentName) -> Result<Vec<(MessageId, DeliveryState)>> {
    overdue(tx, agent, EXPIRING)
}

fn overdue(
    tx: &ReadTx<'_>,
    agent: &AgentName,
    sql: &str,
) -> Result<Vec<(MessageId, DeliveryState)>> {
    let mut statement = tx.connection.prepare_cached(sql)?;
    let params = params! {
        ":agent": agent.as_str(), ":now": tx.now.as_millis(), ":limit": BATCH,
    };
    let found = statement.query_map(params, |row| Ok((id(row)?, row::delivery_state(row)?)))?;
    Ok(found.collect::<engine::Result<_>>()?)
}

/// Whether so much has expired in the queue of any agent that ending it takes more than one
/// transaction.
pub fn has_many_expired(tx: &ReadTx<'_>) -> Result<bool> {
    let mut statement = tx.connection.prepare_cached(MANY_EXPIRED)?;
    for agent in agent::list(tx)? {
        let params = params! {
            ":agent": agent.name.as_str(), ":now": tx.now.as_millis(), ":most": BATCH,
        };
        if statement.exists(params)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// When time alone will next bring something back to any queue.
pub fn next_return(tx: &ReadTx<'_>) -> Result<Option<Timestamp>> {
    let mut statement = tx.connection.prepare_cached(NEXT_RETURN)?;
    let mut next: Option<i64> = None;
    for agent in agent::list(tx)? {
        let params = params! {":agent": agent.name.as_str()};
        let due: Option<i64> = statement.query_one(params, |row| row.get(0))?;
        next = next.into_iter().chain(due).min();
    }
    Ok(next.map(Timestamp::from_millis))
}

/// The first keys of all the queues of these types together.
fn heads(
    tx: &ReadTx<'_>,
    agent: &AgentName,
    types: &[MessageType],
    limit: u32,
) -> Result<Vec<QueueKey>> {
    let mut statement = tx.connection.prepare_cached(HEAD)?;
    let mut keys = Vec::new();
    for message_type in types {
        let params = params! {
            ":agent": agent.as_str(), ":type": message_type.as_str(),
            ":now": tx.now.as_millis(), ":limit": limit,
        };
        let mut rows = statement.query(params)?;
        while let Some(row) = &rows.next()? {
            keys.push(key(row)?);
        }
    }
    keep_first(&mut keys, limit, 0);
    Ok(keys)
}

/// Keeps the first `limit` keys, in order; `slack` more may gather before that
/// is done.
fn keep_first(keys: &mut Vec<QueueKey>, limit: u32, slack: u32) {
    if slack == 0 || keys.len() > (limit + slack) as usize {
        keys.sort_unstable();
        keys.truncate(limit as usize);
    }
}

fn key(row: &Row<'_>) -> engine::Result<QueueKey> {
    Ok((row.get("priority")?, row.get("id")?))
}

fn id(row: &Row<'_>) -> engine::Result<MessageId> {
    Ok(MessageId::from_row(row.get("id")?))
}
