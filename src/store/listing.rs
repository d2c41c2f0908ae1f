//! Selects the index ranges for a list of messages, so that the cost of a page does not
//! depend on the size of the table.
//!
//! Pending messages are in the indexes of the queues, all others in one by recipient, status
//! and type. Messages whose lease, delay or expiry has passed are found by these times.

use std::collections::BinaryHeap;

use super::engine::{self, Value, by_index, params};
use super::error::Result;
use super::merge::{Merge, Order, Source};
use super::message_filter::Filter;
use super::row;
use super::transaction::ReadTx;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::MessageId;
use crate::model::message::{MessageType, Priority};

/// The most numbers of due messages that are held at a time.
const DUE: usize = 10_000;

/// Messages that a list may hold, in its order.
pub(super) struct Candidates<'c> {
    /// Their numbers.
    pub(super) numbers: Merge<'c>,
    /// The number up to which these are all, where there are more.
    pub(super) known_to: Option<MessageId>,
}

/// One queue and priority.
const READY: Source = Source {
    table: "agent_messages",
    index: by_index!("ready_messages"),
    number: "id",
    condition: "to_agent = ? AND message_type = ? AND priority = ?
         AND status = 'pending' AND not_before IS NULL",
};

/// The same, without what has expired.
const READY_NOW: Source = Source {
    condition: "to_agent = ? AND message_type = ? AND priority = ?
         AND status = 'pending' AND not_before IS NULL
         AND (expires_at IS NULL OR expires_at > ?)",
    ..READY
};

/// What does not stand in a queue, by its status and type.
const OTHERS: Source = Source {
    table: "agent_messages",
    index: by_index!("other_messages"),
    number: "id",
    condition: "(status <> 'pending' OR not_before IS NOT NULL)
         AND to_agent = ? AND status = ? AND message_type = ?",
};

/// Where to look for the messages of a list; none where the table itself, or what it asks of
/// a cycle or an exchange, serves best.
pub(super) fn candidates<'c>(
    tx: &'c ReadTx<'_>,
    filter: &Filter,
    order: Order,
) -> Result<Option<Candidates<'c>>> {
    let asks_of_status =
        !filter.statuses.is_empty() || filter.to.is_some() || filter.message_type.is_some();
    let has_own_index = filter.cycle.is_some() || filter.correlation.is_some();
    if has_own_index || !asks_of_status {
        return Ok(None);
    }
    let mut ranges = Vec::new();
    let (mut after, mut before) = (
        filter.after.map_or(0, MessageId::get),
        filter.before.map_or(i64::MAX, MessageId::get),
    );
    let mut due = Due::new(order, after, before);
    let recipients = match &filter.to {
        Some(to) => vec![to.to_string()],
        None => agents(tx)?,
    };
    for to in &recipients {
        add_of_recipient(tx, filter, &mut ranges, to);
        if !filter.statuses.is_empty() {
            due.look(tx, filter, to)?;
        }
    }
    let (due, known_to) = due.into_known();
    // Beyond that there may be more that is due.
    match (order, known_to) {
        (Order::NewestFirst, Some(last)) => after = last.get() - 1,
        (Order::OldestFirst, Some(last)) => before = last.get() + 1,
        (_, None) => {}
    }
    let mut numbers = Merge::new(tx.connection, order, after, before);
    for (source, values) in ranges {
        numbers.add(source, values);
    }
    numbers.add_known(due);
    Ok(Some(Candidates { numbers, known_to }))
}

/// Adds what was sent to one agent, as far as it is stored with a status that fits.
fn add_of_recipient(
    tx: &ReadTx<'_>,
    filter: &Filter,
    ranges: &mut Vec<(Source, Vec<Value<'static>>)>,
    to: &str,
) {
    let text = |text: &str| Value::from(text.to_owned());
    let types = MessageType::ALL
        .iter()
        .filter(|&&kind| filter.message_type.is_none_or(|wanted| wanted == kind));
    for message_type in types {
        if filter.has_status(MessageStatus::Pending) {
            for priority in Priority::ALL {
                let mut values = vec![
                    text(to),
                    text(message_type.as_str()),
                    Value::from(priority.number()),
                ];
                let source = if filter.statuses.is_empty() {
                    READY
                } else {
                    values.push(Value::from(tx.now().as_millis()));
                    READY_NOW
                };
                ranges.push((source, values));
            }
        }
        let statuses = MessageStatus::ALL.iter();
        for status in statuses.filter(|&&status| filter.has_status(status)) {
            let values = vec![text(to), text(status.as_str()), text(message_type.as_str())];
            ranges.push((OTHERS, values));
        }
    }
}

/// Whoever may have been sent something.
fn agents(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare_cached("SELECT name FROM agents")?;
    let names = statement.query_map(params! {}, |row| row.get(0))?;
    Ok(names.collect::<engine::Result<_>>()?)
}

/// What time has moved on.
const MOVED: [&str; 2] = [
    concat!(
        "SELECT id, status, 0 AS claim, deliveries, lease_until, not_before, expires_at
     FROM agent_messages ",
        by_index!("returning_messages"),
        " WHERE to_agent = :agent AND (status = 'claimed' OR not_before IS NOT NULL)
       AND due_at <= :now"
    ),
    concat!(
        "SELECT id, status, 0 AS claim, 0 AS deliveries, NULL AS lease_until, NULL AS not_before,
            expires_at
     FROM agent_messages ",
        by_index!("expiring_messages"),
        " WHERE to_agent = :agent AND status = 'pending' AND not_before IS NULL
       AND expires_at <= :now"
    ),
];

/// The first of the messages that time has moved on to a status that fits.
struct Due {
    order: Order,
    after: i64,
    before: i64,
    /// Their numbers by their rank, the last on top.
    first: BinaryHeap<(i64, i64)>,
    is_cut: bool,
}

impl Due {
    const fn new(order: Order, after: i64, before: i64) -> Self {
        Self {
            order,
            after,
            before,
            first: BinaryHeap::new(),
            is_cut: false,
        }
    }

    fn look(&mut self, tx: &ReadTx<'_>, filter: &Filter, to: &str) -> Result<()> {
        let max_deliveries = tx.limits()?.max_deliveries;
        for sql in MOVED {
            let mut statement = tx.connection.prepare_cached(sql)?;
            let params = params! {":agent": to, ":now": tx.now().as_millis()};
            let mut rows = statement.query(params)?;
            while let Some(row) = &rows.next()? {
                let delivery_state = row::delivery_state(row)?.at(tx.now(), max_deliveries);
                let id: i64 = row.get(0)?;
                if filter.has_status(delivery_state.status) && id > self.after && id < self.before {
                    self.keep(id);
                }
            }
        }
        Ok(())
    }

    fn keep(&mut self, id: i64) {
        self.first.push((self.order.rank(id).saturating_neg(), id));
        if self.first.len() > DUE {
            self.first.pop();
            self.is_cut = true;
        }
    }

    fn into_known(self) -> (Vec<i64>, Option<MessageId>) {
        let last = self.first.peek().map(|&(_, id)| MessageId::from_row(id));
        let ids = self.first.into_iter().map(|(_, id)| id).collect();
        (ids, last.filter(|_| self.is_cut))
    }
}
