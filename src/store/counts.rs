//! The counters of messages: how many are stored for each recipient, status and
//! priority, and how often they were delivered.
//!
//! A transaction collects its changes and writes them once, before its commit. The counters
//! describe messages as stored. Reads correct them for messages whose lease, delay or expiry
//! has passed, which they find by indexes on these times, so the result is exact.

use std::collections::BTreeMap;

use super::count_change::{Count, Counted, Key, Standing};
use super::engine::{self, by_index, invalid, params};
use super::error::Result;
use super::row;
use super::transaction::{ReadTx, WriteTx};
use crate::model::clock::Timestamp;
use crate::model::database::MessageTally;
use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::id::{AgentName, Claim, MessageId};
use crate::model::message::{MessageType, Priority};
use crate::model::overview::Backlog;

/// A message as it is stored; none where there is none.
pub(super) fn stored(tx: &ReadTx<'_>, id: MessageId) -> Result<Option<Counted>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT to_agent, priority, status, deliveries, not_before IS NOT NULL
         FROM agent_messages WHERE id = :id",
    )?;
    let counted = statement.query_optional(params! {":id": id.get()}, |row| {
        let status: MessageStatus = row::parsed(row, "status")?;
        let standing = match status {
            MessageStatus::Pending if row.get(4)? => Standing::Delayed,
            MessageStatus::Pending => Standing::Pending,
            MessageStatus::Claimed => Standing::Claimed,
            MessageStatus::Processed => Standing::Processed,
            MessageStatus::Expired => Standing::Expired,
            MessageStatus::Dead => Standing::Dead,
        };
        Ok(Counted {
            to: row::parsed(row, "to_agent")?,
            standing,
            priority: row::priority(row)?,
            deliveries: row.get("deliveries")?,
        })
    })?;
    Ok(counted)
}

/// Writes down what the transaction has changed. A counter that somebody has tampered with
/// stops nobody: that is for a check to tell.
pub(super) fn flush(tx: &mut WriteTx<'_>) -> Result<()> {
    let changes = std::mem::take(&mut tx.counts).0;
    for ((to, standing, priority), change) in changes {
        if change == Count::default() {
            continue;
        }
        let params = params! {
            ":to": to.as_str(), ":status": standing.as_str(), ":priority": priority.number(),
            ":count": change.messages, ":deliveries": change.deliveries,
        };
        // Two statements: that is less to prepare than one that does both.
        let counted = tx
            .connection
            .prepare_cached(
                "UPDATE message_counts SET
                     count = CASE WHEN count + :count > 0 THEN count + :count ELSE 0 END,
                     deliveries = CASE WHEN deliveries + :deliveries > 0
                         THEN deliveries + :deliveries ELSE 0 END
                 WHERE to_agent = :to AND status = :status AND priority = :priority",
            )?
            .execute(params)?;
        if counted == 0 {
            tx.connection
                .prepare_cached(
                    "INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
                     VALUES (:to, :status, :priority,
                         CASE WHEN :count > 0 THEN :count ELSE 0 END,
                         CASE WHEN :deliveries > 0 THEN :deliveries ELSE 0 END)",
                )?
                .execute(params)?;
        }
    }
    Ok(())
}

/// How many messages stand in the queues of an agent, whatever has expired there.
pub fn pending(tx: &WriteTx<'_>, agent: &AgentName) -> Result<u64> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT coalesce(CAST(sum(count) AS BIGINT), 0) FROM message_counts
         WHERE to_agent = :agent AND status = 'pending'",
    )?;
    let stored: i64 = statement.query_one(params! {":agent": agent.as_str()}, |row| row.get(0))?;
    let own = tx.counts.0.iter();
    let own = own
        .filter(|((to, standing, _), _)| to == agent && *standing == Standing::Pending)
        .map(|(_, change)| change.messages);
    Ok(non_negative(stored.saturating_add(own.sum())))
}

/// How many of those have expired; at most `limit` are counted.
pub fn expired(tx: &ReadTx<'_>, agent: &AgentName, limit: u64) -> Result<u64> {
    let mut statement = tx.connection.prepare_cached(concat!(
        "SELECT count(*) FROM (
             SELECT 1 FROM agent_messages ",
        by_index!("expiring_messages"),
        " WHERE to_agent = :agent AND status = 'pending' AND not_before IS NULL
               AND expires_at <= :now
             LIMIT :limit) AS expired"
    ))?;
    let params = params! {
        ":agent": agent.as_str(), ":now": tx.now.as_millis(), ":limit": limit,
    };
    Ok(statement.query_one(params, |row| row.get(0))?)
}

/// The counters as the time has left the messages.
#[derive(Debug, Default)]
struct Current {
    counts: BTreeMap<Key, Count>,
    /// The first of the messages that time has brought back to a queue.
    first_back: Option<MessageId>,
}

impl Current {
    fn is_any(&self, agent: &AgentName, standings: &[Standing]) -> bool {
        self.counts.iter().any(|((to, standing, _), count)| {
            to == agent && standings.contains(standing) && count.messages > 0
        })
    }

    fn move_on(&mut self, (to, from, priority): Key, now: Standing, messages: i64) {
        if from != now && messages > 0 {
            let counted = &mut self.counts;
            counted
                .entry((to.clone(), from, priority))
                .or_default()
                .messages -= messages;
            counted.entry((to, now, priority)).or_default().messages += messages;
        }
    }
}

fn current(tx: &ReadTx<'_>) -> Result<Current> {
    let mut current = Current {
        counts: all(tx)?,
        first_back: None,
    };
    let agents: Vec<_> = agents(&current.counts);
    for agent in &agents {
        if current.is_any(agent, &[Standing::Claimed, Standing::Delayed]) {
            add_returned(tx, agent, &mut current)?;
        }
        if current.is_any(agent, &[Standing::Pending]) {
            add_expired(tx, agent, &mut current)?;
        }
    }
    Ok(current)
}

fn agents(counts: &BTreeMap<Key, Count>) -> Vec<AgentName> {
    let mut agents: Vec<_> = counts.keys().map(|(to, ..)| to.clone()).collect();
    agents.dedup();
    agents
}

fn all(tx: &ReadTx<'_>) -> Result<BTreeMap<Key, Count>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT to_agent, status, priority, count, deliveries FROM message_counts",
    )?;
    let counts = statement.query_map(params! {}, |row| {
        let key = (
            row::parsed(row, "to_agent")?,
            row::parsed(row, "status")?,
            row::priority(row)?,
        );
        let count = Count {
            messages: row.get("count")?,
            deliveries: row.get("deliveries")?,
        };
        Ok((key, count))
    })?;
    Ok(counts.collect::<engine::Result<_>>()?)
}

/// What is claimed or delayed, and what time has brought back or ended.
const RETURNED: &str = concat!(
    "SELECT id, priority, status, deliveries, lease_until, not_before, expires_at
     FROM agent_messages ",
    by_index!("returning_messages"),
    " WHERE to_agent = :agent AND (status = 'claimed' OR not_before IS NOT NULL)
       AND due_at <= :now"
);

fn add_returned(tx: &ReadTx<'_>, agent: &AgentName, current: &mut Current) -> Result<()> {
    let max_deliveries = tx.limits()?.max_deliveries;
    let mut statement = tx.connection.prepare_cached(RETURNED)?;
    let params = params! {":agent": agent.as_str(), ":now": tx.now.as_millis()};
    let mut rows = statement.query(params)?;
    let mut moved: BTreeMap<(Standing, Priority, Standing), i64> = BTreeMap::new();
    while let Some(row) = &rows.next()? {
        let time = |column| -> engine::Result<Option<Timestamp>> {
            Ok(row.get::<Option<i64>>(column)?.map(Timestamp::from_millis))
        };
        let stored = DeliveryState {
            status: row::parsed(row, "status")?,
            claim: Claim::NONE,
            deliveries: row.get(3)?,
            lease_until: time(4)?,
            not_before: time(5)?,
            expires_at: time(6)?,
        };
        let now = Standing::of(&stored.at(tx.now, max_deliveries));
        if now == Standing::Pending {
            let id = MessageId::from_row(row.get(0)?);
            current.first_back = earlier(current.first_back, Some(id));
        }
        *moved
            .entry((Standing::of(&stored), row::priority(row)?, now))
            .or_default() += 1;
    }
    for ((from, priority, now), messages) in moved {
        current.move_on((agent.clone(), from, priority), now, messages);
    }
    Ok(())
}

/// What has expired in the queues of an agent, by priority.
const EXPIRED: &str = concat!(
    "SELECT priority FROM agent_messages ",
    by_index!("expiring_messages"),
    " WHERE to_agent = :agent AND status = 'pending' AND not_before IS NULL
       AND expires_at <= :now"
);

fn add_expired(tx: &ReadTx<'_>, agent: &AgentName, current: &mut Current) -> Result<()> {
    let mut statement = tx.connection.prepare_cached(EXPIRED)?;
    let params = params! {":agent": agent.as_str(), ":now": tx.now.as_millis()};
    let mut rows = statement.query(params)?;
    let mut expired: BTreeMap<i64, i64> = BTreeMap::new();
    while let Some(row) = &rows.next()? {
        *expired.entry(row.get(0)?).or_default() += 1;
    }
    for (number, messages) in expired {
        let priority = Priority::from_number(number);
        let priority = priority.ok_or_else(|| invalid("priority", number))?;
        let key = (agent.clone(), Standing::Pending, priority);
        current.move_on(key, Standing::Expired, messages);
    }
    Ok(())
}

/// What waits to be delivered to anyone, and what is in flight.
pub fn backlog(tx: &ReadTx<'_>) -> Result<Backlog> {
    let current = current(tx)?;
    let mut backlog = Backlog::default();
    for ((to, standing, priority), count) in &current.counts {
        let count = non_negative(count.messages);
        match standing {
            Standing::Pending if count > 0 => {
                backlog.pending.insert((to.clone(), *priority), count);
            }
            Standing::Claimed | Standing::Delayed => backlog.in_flight += count,
            _ => {}
        }
    }
    let oldest = oldest_ready(tx, &current)?;
    backlog.oldest = oldest.map(|id| sent(tx, id)).transpose()?.flatten();
    Ok(backlog)
}

/// How many messages have which status, and how often they were delivered.
pub fn tally(tx: &ReadTx<'_>) -> Result<(MessageTally, u64)> {
    let current = current(tx)?;
    let mut tally = MessageTally::default();
    let mut deliveries = 0_u64;
    for ((_, standing, priority), count) in &current.counts {
        tally.add(standing.status(), *priority, non_negative(count.messages));
        deliveries = deliveries.saturating_add(non_negative(count.deliveries));
    }
    let delayed = first_delayed(tx, &current)?;
    let oldest = earlier(oldest_ready(tx, &current)?, delayed);
    tally.oldest_pending = oldest.map(|id| sent(tx, id)).transpose()?.flatten();
    Ok((tally, deliveries))
}

/// The first message with this priority in one queue that has not expired.
const FIRST_READY: &str = concat!(
    "SELECT id FROM agent_messages ",
    by_index!("ready_messages"),
    " WHERE to_agent = :agent AND message_type = :type AND priority = :priority
       AND status = 'pending' AND not_before IS NULL
       AND (expires_at IS NULL OR expires_at > :now)
     ORDER BY id LIMIT 1"
);

/// The one that was sent first of all that stand in a queue.
fn oldest_ready(tx: &ReadTx<'_>, current: &Current) -> Result<Option<MessageId>> {
    let mut statement = tx.connection.prepare_cached(FIRST_READY)?;
    let mut oldest = current.first_back;
    let is_pending = |(_, standing, _): &&Key| *standing == Standing::Pending;
    for (to, _, priority) in current.counts.keys().filter(is_pending) {
        for message_type in MessageType::ALL {
            let params = params! {
                ":agent": to.as_str(), ":type": message_type.as_str(),
                ":priority": priority.number(), ":now": tx.now.as_millis(),
            };
            let first = statement.query_optional(params, |row| row.get(0))?;
            oldest = earlier(oldest, first.map(MessageId::from_row));
        }
    }
    Ok(oldest)
}

/// The first message of one type that a delay holds back.
const FIRST_DELAYED: &str = concat!(
    "SELECT id FROM agent_messages ",
    by_index!("other_messages"),
    " WHERE (status <> 'pending' OR not_before IS NOT NULL)
       AND to_agent = :agent AND status = 'pending' AND message_type = :type
       AND (expires_at IS NULL OR expires_at > :now)
     ORDER BY id LIMIT 1"
);

fn first_delayed(tx: &ReadTx<'_>, current: &Current) -> Result<Option<MessageId>> {
    let mut statement = tx.connection.prepare_cached(FIRST_DELAYED)?;
    let mut oldest: Option<MessageId> = None;
    for agent in agents(&current.counts) {
        if !current.is_any(&agent, &[Standing::Delayed]) {
            continue;
        }
        for message_type in MessageType::ALL {
            let params = params! {
                ":agent": agent.as_str(), ":type": message_type.as_str(),
                ":now": tx.now.as_millis(),
            };
            let first = statement.query_optional(params, |row| row.get(0))?;
            oldest = earlier(oldest, first.map(MessageId::from_row));
        }
    }
    Ok(oldest)
}

/// The one that was sent first, if there is one.
fn earlier(one: Option<MessageId>, other: Option<MessageId>) -> Option<MessageId> {
    one.into_iter().chain(other).min()
}

fn sent(tx: &ReadTx<'_>, id: MessageId) -> Result<Option<(MessageId, Timestamp)>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT sent_at FROM agent_messages WHERE id = :id")?;
    let sent =
        statement.query_optional(params! {":id": id.get()}, |row| row::time(row, "sent_at"))?;
    Ok(sent.map(|at| (id, at)))
}

/// Where the counters are not what counting the messages comes to.
pub fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let stored = recount(tx)?;
    let mut counted = all(tx)?;
    for key in stored.keys() {
        counted.entry(key.clone()).or_default();
    }
    let differ = counted.into_iter().filter_map(|(key, counted)| {
        let stored = stored.get(&key).copied().unwrap_or_default();
        let (to, standing, priority) = key;
        let what = format!("{priority} messages to {to} that are {standing}");
        if counted.messages != stored.messages {
            return Some(format!(
                "{} {what} are counted, and {} are stored",
                counted.messages, stored.messages
            ));
        }
        (counted.deliveries != stored.deliveries).then(|| {
            format!(
                "{} deliveries of {what} are counted, and {} are stored",
                counted.deliveries, stored.deliveries
            )
        })
    });
    Ok(differ.collect())
}

/// Counts the messages that are stored, one by one.
fn recount(tx: &ReadTx<'_>) -> Result<BTreeMap<Key, Count>> {
    type Counts = [[Count; Priority::ALL.len()]; Standing::ALL.len()];
    let mut statement = tx.connection.prepare(
        "SELECT to_agent, status, priority, deliveries, not_before IS NOT NULL FROM agent_messages",
    )?;
    let mut rows = statement.query(params! {})?;
    let mut found: BTreeMap<String, Counts> = BTreeMap::new();
    while let Some(row) = &rows.next()? {
        let to = row.text(0)?;
        let status = row.text(1)?;
        let standing = match status.parse() {
            Ok(Standing::Pending) if row.get(4)? => Standing::Delayed,
            Ok(standing) => standing,
            Err(problem) => return Err(invalid("status", problem).into()),
        };
        if !found.contains_key(to) {
            found.insert(to.to_owned(), Counts::default());
        }
        let priority = row::priority(row)?;
        let counts = found.get_mut(to).map(|of| &mut of[standing as usize]);
        if let Some(count) = counts.map(|of| &mut of[priority as usize]) {
            count.messages += 1;
            count.deliveries = count.deliveries.saturating_add(row.get(3)?);
        }
    }
    let mut stored = BTreeMap::new();
    for (to, counts) in found {
        let to: AgentName = to.parse().map_err(|problem| invalid("to_agent", problem))?;
        for (&standing, counts) in Standing::ALL.iter().zip(counts) {
            for (&priority, count) in Priority::ALL.iter().zip(counts) {
                if count.messages > 0 {
                    stored.insert((to.clone(), standing, priority), count);
                }
            }
        }
    }
    Ok(stored)
}

fn non_negative(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

/// How a message is counted that stands in a queue.
pub(super) fn ready(to: &AgentName, priority: i64, deliveries: u32) -> Result<Counted> {
    let known = Priority::from_number(priority);
    Ok(Counted {
        deliveries,
        ..inserted(to, known.ok_or_else(|| invalid("priority", priority))?)
    })
}

/// How a message is counted that was just sent.
pub(super) fn inserted(to: &AgentName, priority: Priority) -> Counted {
    Counted {
        to: to.clone(),
        standing: Standing::Pending,
        priority,
        deliveries: 0,
    }
}

/// Notes that a message, of which `old` was stored, now stands where `delivery_state` says.
pub(super) fn moved(tx: &mut WriteTx<'_>, old: Counted, delivery_state: &DeliveryState) {
    let now = Counted {
        standing: Standing::of(delivery_state),
        deliveries: delivery_state.deliveries,
        ..old.clone()
    };
    tx.counts.removed(old);
    tx.counts.added(now);
}

#[cfg(test)]
mod tests {
    use super::super::count_change::Changes;
    use super::*;

    #[test]
    fn the_changes_of_one_message_add_up() {
        let mut changes = Changes::default();
        let sent = inserted(&AgentName::risk(), Priority::High);
        let claimed = Counted {
            standing: Standing::Claimed,
            deliveries: 1,
            ..sent.clone()
        };
        changes.added(sent.clone());
        changes.removed(sent);
        changes.added(claimed);
        let counts: Vec<_> = changes.0.into_values().collect();
        let one = Count {
            messages: 1,
            deliveries: 1,
        };
        assert_eq!(counts, [Count::default(), one]);
    }
}
