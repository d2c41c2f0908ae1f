//! Selects the index ranges for a list of messages, so that the cost of a page does not
//! depend on the size of the table.
//!
//! Pending messages are in the indexes of the queues, all others in one by recipient, status
//! and type. Messages whose lease, delay or expiry has passed are found by these times. What an
//! agent has sent is in the sections that name it.

use std::collections::BinaryHeap;

use super::engine::{self, Value, by_index, params};
use super::error::Result;
use super::merge::{Merge, Order, Source};
use super::message_filter::Filter;
use super::transaction::ReadTx;
use super::{counts, row, sections};
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, MessageId};
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

/// The messages that are in no queue, by status and type.
const OTHERS: Source = Source {
    table: "agent_messages",
    index: by_index!("other_messages"),
    number: "id",
    condition: "(status <> 'pending' OR not_before IS NOT NULL)
         AND to_agent = ? AND status = ? AND message_type = ?",
};

/// Which index ranges lead to the messages of a list.
#[derive(Clone, Copy)]
enum Way<'f> {
    /// Those of the recipients, by status and type.
    Recipients,
    /// What an agent has sent.
    Sender(&'f AgentName),
    /// What an agent has sent or was sent.
    Both(&'f AgentName),
}

impl<'f> Way<'f> {
    /// The one that may have to read the fewest messages; none where the table itself, or
    /// what the list asks of a cycle or an exchange, serves best.
    fn of(tx: &ReadTx<'_>, filter: &'f Filter) -> Result<Option<Self>> {
        if filter.cycle.is_some() || filter.correlation.is_some() {
            return Ok(None);
        }
        let asks_of_status =
            !filter.statuses.is_empty() || filter.to.is_some() || filter.message_type.is_some();
        let ways = [
            asks_of_status.then_some(Self::Recipients),
            filter.from.as_ref().map(Self::Sender),
            filter.agent.as_ref().map(Self::Both),
        ];
        let ways: Vec<_> = ways.into_iter().flatten().collect();
        if let [only] = ways[..] {
            return Ok(Some(only));
        }
        let mut best: Option<(i64, Self)> = None;
        for way in ways {
            let most = way.most(tx, filter)?;
            if best.is_none_or(|(least, _)| most < least) {
                best = Some((most, way));
            }
        }
        Ok(best.map(|(_, way)| way))
    }

    /// About how many messages it leads to, at most.
    fn most(self, tx: &ReadTx<'_>, filter: &Filter) -> Result<i64> {
        let sent_to = |to| counts::stored_for(tx, to, |status| filter.has_status(status));
        match self {
            Self::Recipients => sent_to(filter.to.as_ref()),
            Self::Sender(from) => sections::may_have_sent(tx, from),
            Self::Both(agent) => {
                let sent = sections::may_have_sent(tx, agent)?;
                Ok(sent.saturating_add(sent_to(Some(agent))?))
            }
        }
    }

    /// The agent whose messages it leads to by who has sent them.
    const fn sender(self) -> Option<&'f AgentName> {
        match self {
            Self::Recipients => None,
            Self::Sender(agent) | Self::Both(agent) => Some(agent),
        }
    }

    /// The agents whose messages it leads to by who receives them.
    fn recipients(self, tx: &ReadTx<'_>, filter: &Filter) -> Result<Vec<String>> {
        match (self, &filter.to) {
            (Self::Sender(_), _) => Ok(Vec::new()),
            (Self::Both(agent), _) => Ok(vec![agent.to_string()]),
            (Self::Recipients, Some(to)) => Ok(vec![to.to_string()]),
            (Self::Recipients, None) => agents(tx),
        }
    }
}

/// Where to look for the messages of a list; none where the table itself, or what it asks of
/// a cycle or an exchange, serves best.
pub(super) fn candidates<'c>(
    tx: &'c ReadTx<'_>,
    filter: &Filter,
    order: Order,
) -> Result<Option<Candidates<'c>>> {
    let Some(way) = Way::of(tx, filter)? else {
        return Ok(None);
    };
    let mut ranges = Vec::new();
    let (mut after, mut before) = (
        filter.after.map_or(0, MessageId::get),
        filter.before.map_or(i64::MAX, MessageId::get),
    );
    let mut due = Due::new(order, after, before);
    for to in &way.recipients(tx, filter)? {
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
    if let Some(agent) = way.sender() {
        sections::add_sent_by(tx, &mut numbers, agent)?;
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

/// The agents that may have received messages.
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
