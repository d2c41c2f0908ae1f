//! The statements with which old rows are found and deleted. Which may go is decided by
//! whoever calls them. The audit log is never touched.

use super::engine::{self, FromValue, Params, Row, Rows, Value, params};
use super::error::Result;
use super::transaction::{ReadTx, WriteTx};
use super::{counts, metrics, row};
use crate::model::clock::Timestamp;
use crate::model::delivery_state::DeliveryState;
use crate::model::id::{CycleId, MessageId};

/// What goes together: all of it, or nothing yet.
#[derive(Clone, Debug)]
pub enum Unit {
    /// A cycle, with all that belongs to it, also its messages.
    Cycle(CycleId),
    /// The messages with this correlation id, none of which belongs to a cycle.
    Exchange(String),
}

/// A row that is to go.
#[derive(Clone, Debug)]
pub enum Item {
    /// A version of a value of the shared state.
    StateVersion(i64),
    /// A message.
    Message(i64),
    /// That this halt hit this cycle.
    Hit(i64, CycleId),
    /// A halt.
    Halt(i64),
    /// This step of this cycle.
    Phase(i64, CycleId),
    /// A cycle.
    Cycle(CycleId),
}

/// A message, as far as it matters whether it may go.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its number.
    pub id: i64,
    /// Its delivery state, as it is stored.
    pub delivery_state: DeliveryState,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was processed.
    pub processed_at: Option<Timestamp>,
    /// The cycle it belongs to.
    pub cycle: Option<CycleId>,
}

/// The cycles that ended before `before`, from that after row number `after` on, for which
/// `may_go` holds: at most `most`. Also after which row number to search on; none at the end
/// of the table.
pub fn find_cycles(
    tx: &ReadTx<'_>,
    (after, most): (i64, usize),
    before: Timestamp,
    may_go: impl Fn(&Unit) -> Result<bool>,
) -> Result<(Vec<Unit>, Option<i64>)> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT id, cycle_id FROM coordination_state
         WHERE id > :after AND cycle_completed_at < :before ORDER BY id",
    )?;
    let rows = statement.query(params! {":after": after, ":before": before.as_millis()})?;
    let unit = |row: &Row<'_>| Ok(Unit::Cycle(row::parsed(row, "cycle_id")?));
    search(rows, most, unit, may_go)
}

/// The same for exchanges whose first message was sent before `before` and is not open. Each
/// is met at its first message; those whose first message is open are passed over.
pub fn find_exchanges(
    tx: &ReadTx<'_>,
    (after, most): (i64, usize),
    before: Timestamp,
    may_go: impl Fn(&Unit) -> Result<bool>,
) -> Result<(Vec<Unit>, Option<i64>)> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT id, correlation_id FROM agent_messages AS first
         WHERE id > :after AND sent_at < :before AND cycle_id IS NULL
           AND (status NOT IN ('pending', 'claimed') OR due_at <= :now)
           AND NOT EXISTS (SELECT 1 FROM agent_messages
                           WHERE correlation_id = first.correlation_id AND id < first.id)
         ORDER BY id",
    )?;
    let rows = statement.query(params! {
        ":after": after, ":before": before.as_millis(), ":now": tx.now.as_millis(),
    })?;
    let unit = |row: &Row<'_>| Ok(Unit::Exchange(row.get("correlation_id")?));
    search(rows, most, unit, may_go)
}

fn search(
    mut rows: Rows<'_>,
    most: usize,
    unit: impl Fn(&Row<'_>) -> engine::Result<Unit>,
    may_go: impl Fn(&Unit) -> Result<bool>,
) -> Result<(Vec<Unit>, Option<i64>)> {
    let mut units = Vec::new();
    while let Some(row) = &rows.next()? {
        let unit = unit(row)?;
        if !may_go(&unit)? {
            continue;
        }
        units.push(unit);
        if units.len() == most {
            return Ok((units, Some(row.get("id")?)));
        }
    }
    Ok((units, None))
}

/// Has references between rows checked at the commit only: messages refer to each other in
/// circles.
pub fn defer_references(tx: &WriteTx<'_>) -> Result<()> {
    Ok(tx.connection.defer_references()?)
}

/// The versions of the values of a cycle: at most `most`.
pub fn state_versions(tx: &ReadTx<'_>, cycle: &CycleId, most: usize) -> Result<Vec<Item>> {
    let sql = format!("SELECT id FROM shared_state WHERE cycle_id = :cycle LIMIT {most}");
    let ids = rows_of(tx, cycle, &sql)?;
    Ok(ids.into_iter().map(Item::StateVersion).collect())
}

/// The correlation ids of the messages of a cycle.
pub fn exchanges(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT correlation_id FROM agent_messages WHERE cycle_id = :cycle";
    rows_of(tx, cycle, sql)
}

/// The rest of what belongs to a cycle, those that refer to others before those: which halts
/// hit it, the halts on it, its phases, and itself.
pub fn own_rows(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Vec<Item>> {
    let hits = "SELECT halt_id FROM halted_cycles WHERE cycle_id = :cycle";
    let halts = "SELECT id FROM halts WHERE cycle_id = :cycle";
    let phases = "SELECT step FROM cycle_phases WHERE cycle_id = :cycle";
    let hits = rows_of(tx, cycle, hits)?.into_iter();
    let halts = rows_of(tx, cycle, halts)?.into_iter();
    let phases = rows_of(tx, cycle, phases)?.into_iter();
    Ok(hits
        .map(|halt| Item::Hit(halt, cycle.clone()))
        .chain(halts.map(Item::Halt))
        .chain(phases.map(|step| Item::Phase(step, cycle.clone())))
        .chain([Item::Cycle(cycle.clone())])
        .collect())
}

/// Whether the messages with this correlation id tell of a halt in force.
pub fn tells_of_halt(tx: &ReadTx<'_>, correlation: &str) -> Result<bool> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT 1 FROM halts WHERE cleared_at IS NULL AND correlation_id = :correlation",
    )?;
    Ok(statement.exists(params! {":correlation": correlation})?)
}

/// The messages with this correlation id for which `may_go` holds, the newest first; none
/// once it does not hold for one.
pub fn messages(
    tx: &ReadTx<'_>,
    correlation: &str,
    may_go: impl Fn(&Stored) -> bool,
) -> Result<Option<Vec<Item>>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT id, status, claim, deliveries, lease_until, not_before, expires_at, sent_at,
                processed_at, cycle_id
         FROM agent_messages WHERE correlation_id = :correlation ORDER BY id DESC",
    )?;
    let mut rows = statement.query(params! {":correlation": correlation})?;
    let mut items = Vec::new();
    while let Some(row) = &rows.next()? {
        let stored = Stored {
            id: row.get("id")?,
            delivery_state: row::delivery_state(row)?,
            sent_at: row::time(row, "sent_at")?,
            processed_at: row::time_option(row, "processed_at")?,
            cycle: row::parsed_option(row, "cycle_id")?,
        };
        if !may_go(&stored) {
            return Ok(None);
        }
        items.push(Item::Message(stored.id));
    }
    Ok(Some(items))
}

/// One column of what belongs to a cycle.
fn rows_of<T: FromValue>(tx: &ReadTx<'_>, cycle: &CycleId, sql: &str) -> Result<Vec<T>> {
    let mut statement = tx.connection.prepare_cached(sql)?;
    let found = statement.query_map(params! {":cycle": cycle.as_str()}, |row| row.get(0))?;
    Ok(found.collect::<engine::Result<_>>()?)
}

/// Deletes a row.
pub fn delete(tx: &mut WriteTx<'_>, item: &Item) -> Result<()> {
    if let Item::Message(id) = item
        && let Some(stored) = counts::stored(tx, MessageId::from_row(*id))?
    {
        tx.counts.removed(stored);
    }
    if let Item::Cycle(cycle) = item {
        metrics::remove_cycle(tx, cycle)?;
    }
    let (sql, params): (_, &[(&str, Value<'_>)]) = match item {
        Item::StateVersion(id) => (
            "DELETE FROM shared_state WHERE id = :id",
            &[(":id", Value::from(*id))],
        ),
        Item::Message(id) => (
            "DELETE FROM agent_messages WHERE id = :id",
            &[(":id", Value::from(*id))],
        ),
        Item::Halt(id) => (
            "DELETE FROM halts WHERE id = :id",
            &[(":id", Value::from(*id))],
        ),
        Item::Hit(halt, cycle) => (
            "DELETE FROM halted_cycles WHERE halt_id = :halt AND cycle_id = :cycle",
            &[
                (":halt", Value::from(*halt)),
                (":cycle", cycle.as_str().into()),
            ],
        ),
        Item::Phase(step, cycle) => (
            "DELETE FROM cycle_phases WHERE step = :step AND cycle_id = :cycle",
            &[
                (":step", Value::from(*step)),
                (":cycle", cycle.as_str().into()),
            ],
        ),
        Item::Cycle(cycle) => (
            "DELETE FROM coordination_state WHERE cycle_id = :cycle",
            &[(":cycle", cycle.as_str().into())],
        ),
    };
    let mut statement = tx.connection.prepare_cached(sql)?;
    statement.execute(Params::Named(params))?;
    Ok(())
}

/// Has what stays refer to nothing that is gone.
pub fn cut_links(tx: &WriteTx<'_>, gone: &[Item]) -> Result<()> {
    for sql in [
        "UPDATE agent_messages SET reply_to = NULL WHERE reply_to = :id",
        "UPDATE agent_messages SET response_message_id = NULL WHERE response_message_id = :id",
        "UPDATE cycle_phases SET command_id = NULL WHERE command_id = :id",
    ] {
        let mut statement = tx.connection.prepare_cached(sql)?;
        for item in gone {
            if let Item::Message(id) = item {
                statement.execute(params! {":id": *id})?;
            }
        }
    }
    Ok(())
}
