//! Recovery: what to do about cycles whose process is gone.
//!
//! One that died while execution worked is failed: its outcome is unknown, and it is never run
//! again. Any other can be resumed, which a person decides.

use super::on_system;
use super::pipeline::task::{LEFT, UNKNOWN};
use super::transition::fail;
use crate::model::caller::Caller;
use crate::model::cycle::Cycle;
use crate::model::error::Error;
use crate::model::events::{CycleRecover, Event};
use crate::model::operation::Action;
use crate::store::{self, ReadTx, Result, Store, WriteTx, cycle, message};

/// Finds and settles cycles whose process is gone.
pub struct Recovery<'s> {
    store: &'s mut Store,
}

impl<'s> Recovery<'s> {
    /// The recovery of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Settles what can be settled. Returns the cycles that were found, each as it is now:
    /// `failed`, or where it can be resumed.
    pub fn recover(&mut self, caller: &Caller) -> Result<Vec<Cycle>> {
        let operation = on_system(caller, Action::CycleRecover);
        let found = self.store.write(&operation, |tx| {
            let mut stalled = cycle::active(tx)?;
            stalled.retain(|cycle| cycle.is_stalled(tx.now()));
            stalled.into_iter().map(|cycle| settle(tx, cycle)).collect()
        })?;
        self.store.drain_dispatches();
        Ok(found)
    }
}

/// Fails a cycle that cannot continue. Returns its new state.
fn settle(tx: &mut WriteTx<'_>, mut cycle: Cycle) -> Result<Cycle> {
    if is_lost(tx, &cycle)? {
        let phase = cycle.phase;
        tx.record(&Event::CycleRecover(CycleRecover { phase }), &cycle.id)?;
        fail(tx, &mut cycle, &[format!("{LEFT}{UNKNOWN}")], None)?;
    }
    Ok(cycle)
}

/// Whether execution was begun and its outcome is unknown: an agent on the bus may have answered
/// anyway.
fn is_lost(tx: &ReadTx<'_>, cycle: &Cycle) -> Result<bool> {
    let command = cycle.current().and_then(|record| record.command);
    let answered = match command {
        Some(id) => message::get(tx, id)?.response.is_some(),
        None => false,
    };
    Ok(cycle.outcome_is_unknown() && !answered)
}

/// The error for running another cycle while one is active. If its process is gone, it is settled
/// first.
pub(super) fn in_the_way(
    store: &mut Store,
    caller: &Caller,
    refusal: Error,
) -> Result<store::Error> {
    let Error::CycleActive {
        symbol,
        cycle: id,
        phase,
    } = refusal
    else {
        return Ok(refusal.into());
    };
    let is_stalled = store.read(|tx| Ok(cycle::get(tx, &id)?.is_stalled(tx.now())))?;
    let found = if is_stalled {
        let operation = on_system(caller, Action::CycleRecover);
        let settled = store.write(&operation, |tx| {
            // Its process may have renewed the lease while this waited for the lock.
            let cycle = cycle::get(tx, &id)?;
            let is_stalled = cycle.is_stalled(tx.now());
            is_stalled.then(|| settle(tx, cycle)).transpose()
        })?;
        store.drain_dispatches();
        settled
    } else {
        None
    };
    Ok(match found {
        None => Error::CycleActive {
            symbol,
            cycle: id,
            phase,
        },
        Some(cycle) if cycle.phase.is_end() => Error::OutcomeUnknown(id),
        Some(cycle) => cycle.stalled(),
    }
    .into())
}
