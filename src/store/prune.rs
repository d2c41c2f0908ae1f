//! Deleting what is over and old. The audit log is never touched.
//!
//! A search goes by row numbers, from where the last one stopped, and judges
//! what it meets once. It holds no lock: what it found is judged again in the
//! transaction that deletes it.

use std::collections::VecDeque;

use super::engine::{self, FromValue, Params, Row, Rows, Value, params};
use super::error::{Error, Result};
use super::transaction::{ReadTx, WriteTx};
use super::{counts, cycle, halt, metrics, row};
use crate::model;
use crate::model::clock::Timestamp;
use crate::model::database::{Pruned, Remnant, cycle_may_go};
use crate::model::id::{CycleId, MessageId};
use crate::model::life::MessageStatus;

/// How many rows one transaction deletes at most.
pub const ROWS: usize = 500;

/// What goes together: all of it, or nothing yet.
#[derive(Clone, Debug)]
pub enum Unit {
    /// A cycle, with all that belongs to it, also its messages.
    Cycle(CycleId),
    /// The messages with this correlation id, none of which belongs to a cycle.
    Exchange(String),
}

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// What may go: at most [`ROWS`] units.
    pub units: VecDeque<Unit>,
    /// After which row number to search on; none at the end of the table.
    pub next: Option<i64>,
}

/// A row that is to go.
enum Item {
    StateVersion(i64),
    Message(i64),
    /// That this halt hit this cycle.
    Hit(i64, CycleId),
    Halt(i64),
    /// This step of this cycle.
    Phase(i64, CycleId),
    Cycle(CycleId),
}

/// The cycles that may go, from that after row number `after` on.
pub fn find_cycles(tx: &ReadTx<'_>, after: i64, before: Timestamp) -> Result<Found> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT id, cycle_id FROM coordination_state
         WHERE id > :after AND cycle_completed_at < :before ORDER BY id",
    )?;
    let rows = statement.query(params! {":after": after, ":before": before.as_millis()})?;
    search(tx, rows, before, |row| {
        Ok(Unit::Cycle(row::parsed(row, "cycle_id")?))
    })
}

/// The exchanges that may go, from that after row number `after` on. Each is met
/// at its first message; those whose first message may not go are passed over.
pub fn find_exchanges(tx: &ReadTx<'_>, after: i64, before: Timestamp) -> Result<Found> {
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
    search(tx, rows, before, |row| {
        Ok(Unit::Exchange(row.get("correlation_id")?))
    })
}

fn search(
    tx: &ReadTx<'_>,
    mut rows: Rows<'_>,
    before: Timestamp,
    unit: impl Fn(&Row<'_>) -> engine::Result<Unit>,
) -> Result<Found> {
    let mut units = VecDeque::new();
    while let Some(row) = &rows.next()? {
        let unit = unit(row)?;
        if items_of(tx, &unit, before)?.is_none() {
            continue;
        }
        units.push_back(unit);
        if units.len() == ROWS {
            let next = Some(row.get("id")?);
            return Ok(Found { units, next });
        }
    }
    Ok(Found { units, next: None })
}

/// Deletes units from the front of `units`, and takes away those that are gone
/// or may not go any more: each whole, as long as that is [`ROWS`] rows at most
/// in all. Only a unit that has more rows than that goes in parts: its values
/// first, then its newest messages, itself last.
pub fn delete(
    tx: &mut WriteTx<'_>,
    units: &mut VecDeque<Unit>,
    before: Timestamp,
) -> Result<Pruned> {
    // Messages refer to each other in circles. Holds until the commit.
    tx.connection.defer_references()?;
    let mut gone = Vec::new();
    while let Some(unit) = units.front() {
        let mut items = items_of(tx, unit, before)?.unwrap_or_default();
        let room = ROWS - gone.len();
        let is_whole = items.len() <= room;
        if !is_whole && !gone.is_empty() {
            break;
        }
        items.truncate(room);
        for item in &items {
            delete_item(tx, item)?;
        }
        gone.append(&mut items);
        if !is_whole {
            break;
        }
        units.pop_front();
    }
    cut_links(tx, &gone)?;
    Ok(tally(&gone))
}

/// The rows of a unit, those that refer to others before those; none when it may
/// not go.
fn items_of(tx: &ReadTx<'_>, unit: &Unit, before: Timestamp) -> Result<Option<Vec<Item>>> {
    match unit {
        Unit::Cycle(id) => cycle_items(tx, id, before),
        Unit::Exchange(correlation) => message_items(tx, correlation, None, before),
    }
}

fn cycle_items(tx: &ReadTx<'_>, id: &CycleId, before: Timestamp) -> Result<Option<Vec<Item>>> {
    match cycle::get(tx, id) {
        Ok(cycle) if cycle_may_go(&cycle, &halt::in_force(tx)?, before) => {}
        // Another process may have pruned it meanwhile.
        Ok(_) | Err(Error::Rule(model::Error::CycleNotFound(_))) => return Ok(None),
        Err(error) => return Err(error),
    }
    // More than a transaction has room for need not be looked up.
    let some = ROWS + 1;
    let values = format!("SELECT id FROM shared_state WHERE cycle_id = :cycle LIMIT {some}");
    let values = rows_of(tx, id, &values)?;
    let mut items: Vec<_> = values.into_iter().map(Item::StateVersion).collect();
    let exchanges: Vec<String> = rows_of(
        tx,
        id,
        "SELECT DISTINCT correlation_id FROM agent_messages WHERE cycle_id = :cycle",
    )?;
    for correlation in exchanges {
        match message_items(tx, &correlation, Some(id), before)? {
            Some(messages) => items.extend(messages),
            None => return Ok(None),
        }
    }
    let hits = rows_of(
        tx,
        id,
        "SELECT halt_id FROM halted_cycles WHERE cycle_id = :cycle",
    )?;
    let halts = rows_of(tx, id, "SELECT id FROM halts WHERE cycle_id = :cycle")?;
    let phases = rows_of(
        tx,
        id,
        "SELECT step FROM cycle_phases WHERE cycle_id = :cycle",
    )?;
    items.extend(hits.into_iter().map(|halt| Item::Hit(halt, id.clone())));
    items.extend(halts.into_iter().map(Item::Halt));
    items.extend(phases.into_iter().map(|step| Item::Phase(step, id.clone())));
    items.push(Item::Cycle(id.clone()));
    Ok(Some(items))
}

/// The messages of an exchange, the newest first; none when they may not go.
fn message_items(
    tx: &ReadTx<'_>,
    correlation: &str,
    of: Option<&CycleId>,
    before: Timestamp,
) -> Result<Option<Vec<Item>>> {
    // `halt status` tells by them who has acked it.
    let tells_of_halt = tx
        .connection
        .prepare_cached(
            "SELECT 1 FROM halts WHERE cleared_at IS NULL AND correlation_id = :correlation",
        )?
        .exists(params! {":correlation": correlation})?;
    if tells_of_halt {
        return Ok(None);
    }
    let mut statement = tx.connection.prepare_cached(
        "SELECT id, status, claim, deliveries, lease_until, not_before, expires_at, sent_at,
                processed_at, cycle_id
         FROM agent_messages WHERE correlation_id = :correlation ORDER BY id DESC",
    )?;
    let max_deliveries = tx.limits()?.max_deliveries;
    let mut rows = statement.query(params! {":correlation": correlation})?;
    let mut items = Vec::new();
    while let Some(row) = &rows.next()? {
        let stored = row::life(row)?;
        let life = stored.at(tx.now, max_deliveries);
        // Dead by time alone, so far: nobody has told its sender yet.
        if life.status == MessageStatus::Dead && stored.status != life.status {
            return Ok(None);
        }
        let remnant = Remnant {
            life,
            sent_at: row::time(row, "sent_at")?,
            processed_at: row::time_option(row, "processed_at")?,
        };
        let cycle: Option<CycleId> = row::parsed_option(row, "cycle_id")?;
        let is_anothers = cycle.is_some() && cycle.as_ref() != of;
        if is_anothers || !remnant.is_over_before(before, tx.now) {
            return Ok(None);
        }
        items.push(Item::Message(row.get("id")?));
    }
    Ok(Some(items))
}

/// One column of what belongs to a cycle.
fn rows_of<T: FromValue>(tx: &ReadTx<'_>, cycle: &CycleId, sql: &str) -> Result<Vec<T>> {
    let mut statement = tx.connection.prepare_cached(sql)?;
    let found = statement.query_map(params! {":cycle": cycle.as_str()}, |row| row.get(0))?;
    Ok(found.collect::<engine::Result<_>>()?)
}

fn delete_item(tx: &mut WriteTx<'_>, item: &Item) -> Result<()> {
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

/// What stays refers to nothing that is gone.
fn cut_links(tx: &WriteTx<'_>, gone: &[Item]) -> Result<()> {
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

fn tally(gone: &[Item]) -> Pruned {
    let mut pruned = Pruned::default();
    for item in gone {
        *match item {
            Item::StateVersion(_) => &mut pruned.state_versions,
            Item::Message(_) => &mut pruned.messages,
            Item::Hit(..) | Item::Halt(_) => &mut pruned.halts,
            Item::Phase(..) => &mut pruned.phases,
            Item::Cycle(_) => &mut pruned.cycles,
        } += 1;
    }
    pruned
}
