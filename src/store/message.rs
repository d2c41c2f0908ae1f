//! The rows of `agent_messages`, independent of queues, which are in [`super::queue`].

use super::count_change::Counted;
use super::engine::{self, Params, Row, Value, by_index, params};
use super::error::{Error, Result};
pub use super::merge::Order;
pub use super::message_filter::Filter;
use super::page::{self, Page};
use super::sections::{self, Log};
use super::transaction::{ReadTx, WriteTx};
use super::{counts, listing, row};
use crate::model::clock::Timestamp;
use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::error::Error as Rule;
use crate::model::id::{AgentName, CycleId, MessageId};
use crate::model::json::Json;
use crate::model::message::{Message, MessageType, Priority};
use crate::model::text::{DedupKey, Subject};
use crate::model::wait::Wait;

/// A message as it is inserted.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Who sends it.
    pub from: &'a AgentName,
    /// Who receives it.
    pub to: &'a AgentName,
    /// What kind.
    pub message_type: MessageType,
    /// How urgent.
    pub priority: Priority,
    /// What about.
    pub subject: &'a Subject,
    /// The content.
    pub payload: &'a Json,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// The cycle it belongs to.
    pub cycle: Option<&'a CycleId>,
    /// Shared by all messages of one exchange.
    pub correlation_id: &'a str,
    /// What it answers.
    pub reply_to: Option<MessageId>,
    /// Until when its sender waits for the answer.
    pub awaited_until: Option<Timestamp>,
    /// Whether it is delivered once only.
    pub once: bool,
    /// What its sender calls it.
    pub dedup_key: Option<&'a DedupKey>,
}

const COLUMNS: &str = "id, from_agent, to_agent, message_type, priority, subject, payload, status, \
     claim, deliveries, lease_until, not_before, expires_at, processed_at, response_message_id, \
     reply_to, correlation_id, cycle_id, dedup_key, reason, once, sent_at";

/// The message with this id, as the present time has left it.
pub fn get(tx: &ReadTx<'_>, id: MessageId) -> Result<Message> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent_messages WHERE id = :id"
    ))?;
    let message = statement.query_optional(params! {":id": id.get()}, |row| from_row(tx, row))?;
    Ok(message.ok_or(Rule::MessageNotFound(id))?)
}

/// What a delivery changes of a message, and how long its payload is. Of the payload
/// itself nothing is read.
#[derive(Clone, Debug)]
pub struct Outline {
    /// What kind it is.
    pub message_type: MessageType,
    /// Its delivery state, as it is stored.
    pub delivery_state: DeliveryState,
    /// The cycle that it belongs to, if any.
    pub cycle: Option<CycleId>,
    /// Whether it is delivered once only.
    pub once: bool,
    /// Whether it was answered.
    pub is_answered: bool,
    /// The length of its payload.
    pub bytes: usize,
}

/// The message with this id without its payload, or `None` if there is none.
pub fn outline(tx: &ReadTx<'_>, id: MessageId) -> Result<Option<Outline>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT message_type, status, claim, deliveries, lease_until, not_before, expires_at, once,
                cycle_id, response_message_id IS NOT NULL AS answered, octet_length(payload) AS bytes
         FROM agent_messages WHERE id = :id",
    )?;
    let outline = statement.query_optional(params! {":id": id.get()}, |row| {
        Ok(Outline {
            message_type: row::parsed(row, "message_type")?,
            delivery_state: row::delivery_state(row)?,
            cycle: row::parsed_option(row, "cycle_id")?,
            once: row.get("once")?,
            is_answered: row.get("answered")?,
            bytes: row.get("bytes")?,
        })
    })?;
    Ok(outline)
}

/// The commands of a cycle, in the order in which they were sent.
pub fn commands_of(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Vec<Message>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent_messages
         WHERE cycle_id = :cycle AND message_type = 'command' ORDER BY id"
    ))?;
    let params = params! {":cycle": cycle.as_str()};
    let commands = statement.query_map(params, |row| from_row(tx, row))?;
    Ok(commands.collect::<engine::Result<_>>()?)
}

/// What an agent has replied to the commands of a cycle, in the order of sending.
pub fn replies_to_commands(
    tx: &ReadTx<'_>,
    cycle: &CycleId,
    agent: &AgentName,
) -> Result<Vec<(MessageId, Json)>> {
    let mut statement = tx.connection.prepare_cached(concat!(
        "SELECT reply.id, reply.payload
         FROM agent_messages AS command ",
        by_index!("messages_of_a_cycle"),
        " JOIN agent_messages AS reply ",
        by_index!("replies"),
        " ON reply.reply_to = command.id
         WHERE command.cycle_id = :cycle AND command.message_type = 'command'
           AND command.to_agent = :agent AND reply.message_type = 'response'
         ORDER BY reply.id"
    ))?;
    let params = params! {":cycle": cycle.as_str(), ":agent": agent.as_str()};
    let replies = statement.query_map(params, |row| {
        let id = MessageId::from_row(row.get("id")?);
        Ok((id, row::json(row, "payload")?))
    })?;
    Ok(replies.collect::<engine::Result<_>>()?)
}

/// The messages that fit, at most `filter.limit`, and no more than fit on a page. Where
/// the next page begins is the message before which, or after which, to go on.
pub fn list(tx: &ReadTx<'_>, filter: &Filter, order: Order) -> Result<Page<Message, MessageId>> {
    select(tx, filter, order, COLUMNS, Message::bytes, |row| {
        let message = from_row(tx, row)?;
        Ok((message.delivery_state, message.id, message))
    })
}

/// The numbers of the messages that fit, in the same way. No payload is read.
pub fn list_numbers(
    tx: &ReadTx<'_>,
    filter: &Filter,
    order: Order,
) -> Result<Page<MessageId, MessageId>> {
    const SLIM: &str = "id, status, claim, deliveries, lease_until, not_before, expires_at";
    let max_deliveries = tx.limits()?.max_deliveries;
    let size = |_: &MessageId| 0;
    select(tx, filter, order, SLIM, size, |row| {
        let id = MessageId::from_row(row.get("id")?);
        Ok((row::delivery_state(row)?.at(tx.now, max_deliveries), id, id))
    })
}

/// The filter, without what is known to have been sent before the time for which it asks.
fn after_earlier(tx: &ReadTx<'_>, filter: &Filter) -> Result<Filter> {
    let mut filter = filter.clone();
    if let Some(since) = filter.since {
        let earlier = MessageId::from_row(sections::before(tx, Log::Messages, since)?);
        filter.after = filter.after.max(Some(earlier));
    }
    Ok(filter)
}

fn select<T>(
    tx: &ReadTx<'_>,
    filter: &Filter,
    order: Order,
    columns: &str,
    size: impl Fn(&T) -> usize,
    read: impl Fn(&Row<'_>) -> engine::Result<(DeliveryState, MessageId, T)>,
) -> Result<Page<T, MessageId>> {
    let filter = &after_earlier(tx, filter)?;
    // The status depends on the time, so it is looked at where that is known.
    let fitting = |(life, id, item): (DeliveryState, MessageId, T)| {
        filter.has_status(life.status).then_some((item, id))
    };
    let (conditions, values): (Vec<_>, Vec<_>) = filter.conditions().into_iter().unzip();
    let Some(candidates) = listing::candidates(tx, filter, order)? else {
        let all = if conditions.is_empty() {
            "true".to_owned()
        } else {
            conditions.join(" AND ")
        };
        let order = order.as_sql();
        let mut statement = tx.connection.prepare(&format!(
            "SELECT {columns} FROM agent_messages WHERE {all} ORDER BY id {order}"
        ))?;
        let rows = statement.query_map(Params::Positional(&values), read)?;
        let fitting = rows.filter_map(|found| found.map(fitting).map_err(Error::from).transpose());
        return page::collect(fitting, filter.limit as usize, size);
    };
    let all = ["id = ?"].into_iter().chain(conditions);
    let all = all.collect::<Vec<_>>().join(" AND ");
    let mut statement = tx
        .connection
        .prepare(&format!("SELECT {columns} FROM agent_messages WHERE {all}"))?;
    let mut values: Vec<_> = [Value::Null].into_iter().chain(values).collect();
    let mut one = |id: i64| -> Result<Option<(T, MessageId)>> {
        values[0] = Value::Integer(id);
        let found = statement.query_optional(Params::Positional(&values), &read)?;
        Ok(found.and_then(fitting))
    };
    let listing::Candidates { numbers, known_to } = candidates;
    let rows = numbers.filter_map(|id| id.and_then(&mut one).transpose());
    let mut page = page::collect(rows, filter.limit as usize, size)?;
    if page.next.is_none() && page.items.len() < filter.limit as usize {
        page.next = known_to;
    }
    Ok(page)
}

/// The message that was sent last, of those that are stored.
pub fn newest(tx: &ReadTx<'_>) -> Result<Option<MessageId>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT max(id) FROM agent_messages")?;
    let newest: Option<i64> = statement.query_one(params! {}, |row| row.get(0))?;
    Ok(newest.map(MessageId::from_row))
}

/// The messages of one exchange, in the order in which they were sent.
pub fn exchange(tx: &ReadTx<'_>, correlation_id: &str) -> Result<Vec<Message>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent_messages WHERE correlation_id = :correlation ORDER BY id"
    ))?;
    let params = params! {":correlation": correlation_id};
    let messages = statement.query_map(params, |row| from_row(tx, row))?;
    Ok(messages.collect::<engine::Result<_>>()?)
}

/// The messages of one exchange that were sent after this one, or from its beginning, in
/// the order in which they were sent: at most `limit`, and no more than fit on a page. The
/// next page begins after the message that it names.
pub fn exchange_page(
    tx: &ReadTx<'_>,
    correlation_id: &str,
    after: Option<MessageId>,
    limit: usize,
) -> Result<Page<Message, MessageId>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent_messages
         WHERE correlation_id = :correlation AND id > :after ORDER BY id"
    ))?;
    let params = params! {
        ":correlation": correlation_id, ":after": after.map_or(0, MessageId::get),
    };
    let rows = statement.query_map(params, |row| from_row(tx, row))?;
    let rows = rows.map(|row| {
        let message = row?;
        let id = message.id;
        Ok((message, id))
    });
    // One more than requested shows whether there are more.
    let mut page = page::collect(rows, limit.saturating_add(1), Message::bytes)?;
    if page.items.len() > limit {
        page.items.truncate(limit);
        page.next = page.items.last().map(|message| message.id);
    }
    Ok(page)
}

/// What `from` has stored under a key: one message for each recipient, in
/// the order of sending.
pub fn under_key(tx: &ReadTx<'_>, from: &AgentName, key: &DedupKey) -> Result<Vec<Message>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM agent_messages WHERE from_agent = :from AND dedup_key = :key"
    ))?;
    let params = params! {":from": from.as_str(), ":key": key.as_str()};
    let messages = statement.query_map(params, |row| from_row(tx, row))?;
    let mut messages: Vec<_> = messages.collect::<engine::Result<_>>()?;
    messages.sort_unstable_by_key(|message| message.id);
    Ok(messages)
}

/// Forgets what an agent has called its messages: one of the same name that comes after it
/// may use these keys for its own.
pub fn forget_keys(tx: &mut WriteTx<'_>, from: &AgentName) -> Result<()> {
    tx.connection.execute(
        concat!(
            "UPDATE agent_messages ",
            by_index!("one_message_per_dedup_key"),
            " SET dedup_key = NULL
         WHERE from_agent = :from AND dedup_key IS NOT NULL"
        ),
        params! {":from": from.as_str()},
    )?;
    Ok(())
}

/// How many messages one statement stores: what it costs to begin a statement, and to
/// prepare what the constraints compare with, is shared by all of them.
pub const ROWS: usize = 16;

/// How many values a message is stored with.
const VALUES: usize = 14;

/// The statement that stores this many messages.
fn insertion(rows: usize) -> String {
    const INSERT: &str = "INSERT INTO agent_messages
             (from_agent, to_agent, message_type, priority, subject, payload, expires_at,
              cycle_id, correlation_id, reply_to, awaited_until, once, dedup_key, sent_at)
         VALUES ";
    let row = format!("({})", ["?"; VALUES].join(", "));
    INSERT.to_owned() + &vec![row; rows].join(", ")
}

/// The values of a message, in the order of the parameters.
fn values<'d>(draft: &Draft<'d>, now: Timestamp) -> [Value<'d>; VALUES] {
    [
        draft.from.as_str().into(),
        draft.to.as_str().into(),
        draft.message_type.as_str().into(),
        draft.priority.number().into(),
        draft.subject.as_str().into(),
        draft.payload.as_str().into(),
        draft.expires_at.map(Timestamp::as_millis).into(),
        draft.cycle.map(CycleId::as_str).into(),
        draft.correlation_id.into(),
        draft.reply_to.map(MessageId::get).into(),
        draft.awaited_until.map(Timestamp::as_millis).into(),
        draft.once.into(),
        draft.dedup_key.map(DedupKey::as_str).into(),
        now.as_millis().into(),
    ]
}

/// Stores messages, pending, and returns their ids in the same order.
pub fn insert_many(tx: &mut WriteTx<'_>, drafts: &[Draft<'_>]) -> Result<Vec<MessageId>> {
    let mut ids = Vec::with_capacity(drafts.len());
    let (whole, rest) = drafts.as_chunks::<ROWS>();
    for rows in whole {
        insert_rows(tx, rows, &mut ids)?;
    }
    for row in rest {
        insert_rows(tx, std::slice::from_ref(row), &mut ids)?;
    }
    Ok(ids)
}

/// Stores messages with one statement.
fn insert_rows(tx: &mut WriteTx<'_>, drafts: &[Draft<'_>], ids: &mut Vec<MessageId>) -> Result<()> {
    let mut statement = tx.connection.prepare_cached(&insertion(drafts.len()))?;
    let values: Vec<_> = drafts.iter().flat_map(|it| values(it, tx.now)).collect();
    statement.execute(Params::Positional(&values))?;
    drop(statement);
    for draft in drafts {
        tx.counts.added(counts::inserted(draft.to, draft.priority));
    }
    // Each is one higher than any before it: that is what AUTOINCREMENT means.
    let end = tx.connection.last_id() + 1;
    let rows = i64::try_from(drafts.len()).unwrap_or_default();
    ids.extend((end - rows..end).map(MessageId::from_row));
    sections::describe(tx, Log::Messages, end - rows..end)
}

/// Stores a message, pending.
pub fn insert(tx: &mut WriteTx<'_>, draft: &Draft<'_>) -> Result<Message> {
    let mut statement = tx.connection.prepare_cached(&insertion(1))?;
    statement.execute(Params::Positional(&values(draft, tx.now)))?;
    drop(statement);
    let id = MessageId::from_row(tx.connection.last_id());
    tx.counts.added(counts::inserted(draft.to, draft.priority));
    sections::describe(tx, Log::Messages, id.get()..id.get() + 1)?;
    Ok(Message {
        id,
        from: draft.from.clone(),
        to: draft.to.clone(),
        message_type: draft.message_type,
        priority: draft.priority,
        subject: draft.subject.clone(),
        payload: draft.payload.clone(),
        delivery_state: DeliveryState::new(draft.expires_at),
        processed_at: None,
        response: None,
        reply_to: draft.reply_to,
        correlation_id: draft.correlation_id.to_owned(),
        cycle: draft.cycle.cloned(),
        dedup_key: draft.dedup_key.cloned(),
        reason: None,
        once: draft.once,
        sent_at: tx.now,
    })
}

/// Who waits for whom now: senders that wait for the answer to a message that
/// still can be answered.
pub fn waits(tx: &ReadTx<'_>) -> Result<Vec<Wait>> {
    let mut statement = tx.connection.prepare_cached(concat!(
        "SELECT from_agent, to_agent FROM agent_messages ",
        by_index!("awaited_messages"),
        " WHERE awaited_until > :now AND status IN ('pending', 'claimed')
           AND (expires_at IS NULL OR expires_at > :now)"
    ))?;
    let waits = statement.query_map(params! {":now": tx.now.as_millis()}, |row| {
        Ok(Wait {
            from: row::parsed(row, "from_agent")?,
            to: row::parsed(row, "to_agent")?,
        })
    })?;
    Ok(waits.collect::<engine::Result<_>>()?)
}

/// Stores the delivery state of a message.
pub fn store_delivery_state(
    tx: &mut WriteTx<'_>,
    id: MessageId,
    delivery_state: &DeliveryState,
) -> Result<()> {
    let old = counts::stored(tx, id)?;
    store_delivery_state_of(tx, id, old, delivery_state)
}

/// The same, where it is known how the message is counted so far.
pub(super) fn store_delivery_state_of(
    tx: &mut WriteTx<'_>,
    id: MessageId,
    old: Option<Counted>,
    delivery_state: &DeliveryState,
) -> Result<()> {
    let is_processed = delivery_state.status == MessageStatus::Processed;
    tx.connection
        .prepare_cached(
            "UPDATE agent_messages SET
                 status = :status, claim = :claim, deliveries = :deliveries,
                 lease_until = :lease_until, not_before = :not_before,
                 processed_at = :processed_at
             WHERE id = :id",
        )?
        .execute(params! {
            ":id": id.get(), ":status": delivery_state.status.as_str(), ":claim": delivery_state.claim.number(),
            ":deliveries": delivery_state.deliveries,
            ":lease_until": delivery_state.lease_until.map(Timestamp::as_millis),
            ":not_before": delivery_state.not_before.map(Timestamp::as_millis),
            ":processed_at": is_processed.then_some(tx.now.as_millis()),
        })?;
    if let Some(old) = old {
        counts::moved(tx, old, delivery_state);
    }
    Ok(())
}

/// Stores why a message was negatively acknowledged, withdrawn or made a dead letter.
pub fn set_reason(tx: &mut WriteTx<'_>, id: MessageId, reason: Option<&str>) -> Result<()> {
    tx.connection
        .prepare_cached("UPDATE agent_messages SET reason = :reason WHERE id = :id")?
        .execute(params! {":id": id.get(), ":reason": reason})?;
    Ok(())
}

/// Notes until when its sender waits for the answer to a message.
pub fn set_awaited(tx: &mut WriteTx<'_>, id: MessageId, until: Timestamp) -> Result<()> {
    tx.connection
        .prepare_cached("UPDATE agent_messages SET awaited_until = :until WHERE id = :id")?
        .execute(params! {":id": id.get(), ":until": until.as_millis()})?;
    Ok(())
}

/// Links a message to the response to it.
pub fn link_response(tx: &mut WriteTx<'_>, id: MessageId, response: MessageId) -> Result<()> {
    tx.connection
        .prepare_cached("UPDATE agent_messages SET response_message_id = :response WHERE id = :id")?
        .execute(params! {":id": id.get(), ":response": response.get()})?;
    Ok(())
}

/// The commands of a cycle that are neither processed nor dead, with their delivery states.
pub fn open_commands(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Vec<(MessageId, DeliveryState)>> {
    let mut statement = tx.connection.prepare_cached(concat!(
        "SELECT id, status, claim, deliveries, lease_until, not_before, expires_at
         FROM agent_messages ",
        by_index!("open_commands"),
        " WHERE cycle_id = :cycle AND message_type = 'command'
           AND status IN ('pending', 'claimed')"
    ))?;
    let commands = statement.query_map(params! {":cycle": cycle.as_str()}, |row| {
        Ok((
            MessageId::from_row(row.get("id")?),
            row::delivery_state(row)?,
        ))
    })?;
    Ok(commands.collect::<engine::Result<_>>()?)
}

fn from_row(tx: &ReadTx<'_>, row: &Row<'_>) -> engine::Result<Message> {
    let id_option = |column| -> engine::Result<Option<MessageId>> {
        Ok(row.get::<Option<i64>>(column)?.map(MessageId::from_row))
    };
    // In the order of the columns: each is looked for after the last one.
    Ok(Message {
        id: MessageId::from_row(row.get("id")?),
        from: row::author(row, "from_agent")?,
        to: row::parsed(row, "to_agent")?,
        message_type: row::parsed(row, "message_type")?,
        priority: row::priority(row)?,
        subject: row::parsed(row, "subject")?,
        payload: row::json(row, "payload")?,
        delivery_state: row::delivery_state(row)?.at(tx.now, tx.limits()?.max_deliveries),
        processed_at: row::time_option(row, "processed_at")?,
        response: id_option("response_message_id")?,
        reply_to: id_option("reply_to")?,
        correlation_id: row.get("correlation_id")?,
        cycle: row::parsed_option(row, "cycle_id")?,
        dedup_key: row::parsed_option(row, "dedup_key")?,
        reason: row.get("reason")?,
        once: row.get("once")?,
        sent_at: row::time(row, "sent_at")?,
    })
}
