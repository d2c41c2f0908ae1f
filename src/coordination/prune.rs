//! Which rows may be deleted, and in which order: those that are settled and old. Never touches the
//! audit log.
//!
//! A search proceeds by row numbers, from where the last one stopped, and judges each row once. It
//! holds no lock: what it found is judged again in the transaction that deletes it.

use std::collections::VecDeque;

use crate::model::clock::Timestamp;
use crate::model::database::{PruneCandidate, Pruned, cycle_may_go};
use crate::model::delivery_state::MessageStatus;
use crate::model::error::Error as Rule;
use crate::model::id::CycleId;
use crate::store::prune::{self, Item, Stored, Unit};
use crate::store::{Error, ReadTx, Result, WriteTx, cycle, halt};

/// How many rows one transaction deletes at most.
const ROWS: usize = 500;

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    /// What may be deleted: at most [`ROWS`] units.
    pub(super) units: VecDeque<Unit>,
    /// After which row number to search on; none at the end of the table.
    pub(super) next: Option<i64>,
}

/// The cycles that may be deleted, from that after row number `after` on.
pub(super) fn find_cycles(tx: &ReadTx<'_>, after: i64, before: Timestamp) -> Result<Found> {
    let may_go = |unit: &Unit| may_go(tx, unit, before);
    let (units, next) = prune::find_cycles(tx, (after, ROWS), before, may_go)?;
    let units = units.into();
    Ok(Found { units, next })
}

/// The exchanges that may be deleted, from that after row number `after` on. Each is found by its
/// first message; those whose first message may not be deleted are skipped.
pub(super) fn find_exchanges(tx: &ReadTx<'_>, after: i64, before: Timestamp) -> Result<Found> {
    let may_go = |unit: &Unit| may_go(tx, unit, before);
    let (units, next) = prune::find_exchanges(tx, (after, ROWS), before, may_go)?;
    let units = units.into();
    Ok(Found { units, next })
}

fn may_go(tx: &ReadTx<'_>, unit: &Unit, before: Timestamp) -> Result<bool> {
    Ok(items_of(tx, unit, before)?.is_some())
}

/// Deletes units from the front of `units`, and removes from it those that are gone or may not be
/// deleted any more. Units are deleted as a whole, up to [`ROWS`] rows in total. Only a unit with
/// more rows than that is deleted in parts: its values first, then its newest messages, the unit
/// itself last.
pub(super) fn delete(
    tx: &mut WriteTx<'_>,
    units: &mut VecDeque<Unit>,
    before: Timestamp,
) -> Result<Pruned> {
    prune::defer_references(tx)?;
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
            prune::delete(tx, item)?;
        }
        gone.append(&mut items);
        if !is_whole {
            break;
        }
        units.pop_front();
    }
    prune::cut_links(tx, &gone)?;
    Ok(tally(&gone))
}

/// The rows of a unit, those that refer to others before those, or `None` if it may not be deleted.
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
        Ok(_) | Err(Error::Rule(Rule::CycleNotFound(_))) => return Ok(None),
        Err(error) => return Err(error),
    }
    // Rows beyond the limit of a transaction need not be read.
    let mut items = prune::state_versions(tx, id, ROWS + 1)?;
    for correlation in prune::exchanges(tx, id)? {
        match message_items(tx, &correlation, Some(id), before)? {
            Some(messages) => items.extend(messages),
            None => return Ok(None),
        }
    }
    items.extend(prune::own_rows(tx, id)?);
    Ok(Some(items))
}

/// The messages of an exchange, the newest first, or `None` if they may not be deleted.
fn message_items(
    tx: &ReadTx<'_>,
    correlation: &str,
    of: Option<&CycleId>,
    before: Timestamp,
) -> Result<Option<Vec<Item>>> {
    // `halt status` uses them to show who has acknowledged it.
    if prune::tells_of_halt(tx, correlation)? {
        return Ok(None);
    }
    let max_deliveries = tx.limits()?.max_deliveries;
    prune::messages(tx, correlation, |stored: &Stored| {
        let delivery_state = stored.delivery_state.at(tx.now(), max_deliveries);
        // So far dead only because of the time: its sender was not notified yet.
        let is_recorded = delivery_state.status != MessageStatus::Dead
            || stored.delivery_state.status == delivery_state.status;
        let candidate = PruneCandidate {
            delivery_state,
            sent_at: stored.sent_at,
            processed_at: stored.processed_at,
        };
        let is_anothers = stored.cycle.is_some() && stored.cycle.as_ref() != of;
        is_recorded && !is_anothers && candidate.is_over_before(before, tx.now())
    })
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
