//! Gates: a cycle waits before a phase until a person has approved the shared state.
//!
//! An approval is bound to the shared state that was shown. What has changed
//! since was not approved.

use super::on_cycle;
use super::transition::{approve, fail};
use crate::model::caller::Caller;
use crate::model::cycle::{ApprovedHow, Cycle};
use crate::model::error::Error;
use crate::model::events::{CycleReject, Event};
use crate::model::id::{CycleId, StateKey};
use crate::model::operation::Action;
use crate::model::phase::Worker;
use crate::model::text::Reason;
use crate::model::waiting::{Held, Shown, Waiting};
use crate::store::{ReadTx, Result, Store, cycle, message, shared_state};

/// Approves and rejects what cycles wait with.
pub struct Approvals<'s> {
    store: &'s mut Store,
}

impl<'s> Approvals<'s> {
    /// The approvals of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// What the cycle waits with, and what an approval leads to, or `None` if it does not wait.
    pub fn waiting(&mut self, id: &CycleId) -> Result<Option<Waiting>> {
        self.store.read(|tx| waits_with(tx, &cycle::get(tx, id)?))
    }

    /// The same for those of these cycles that wait, by their ids.
    pub fn waiting_among(&mut self, cycles: &[Cycle]) -> Result<Vec<Waiting>> {
        let waits = |cycle: &&Cycle| cycle.waiting_for().is_some();
        if !cycles.iter().any(|cycle| waits(&cycle)) {
            return Ok(Vec::new());
        }
        self.store.read(|tx| {
            let waiting = cycles.iter().filter(waits);
            let waiting = waiting.map(|cycle| cycle::get(tx, &cycle.id));
            all_waiting(tx, &waiting.collect::<Result<Vec<_>>>()?)
        })
    }

    /// Approves the shared state with which a cycle waits: the one that was shown when it began to
    /// wait, or the one with the digest `seen`. The next run of the cycle continues from there.
    pub fn approve(&mut self, caller: &Caller, id: &CycleId, seen: Option<&str>) -> Result<Cycle> {
        let operation = on_cycle(caller, Action::CycleApprove, id);
        self.store.write_on_cycle(&operation, |tx, mut cycle| {
            check_waits(&cycle)?;
            let current = shared_state::digest(tx, id)?;
            let shown = cycle.current().and_then(|record| record.shown.as_deref());
            match seen.or(shown) {
                Some(shown) if shown != current => Err(Error::StateChanged {
                    cycle: id.clone(),
                    shown: shown.to_owned(),
                    current,
                }
                .into()),
                _ => {
                    approve(tx, &mut cycle, ApprovedHow::Person)?;
                    Ok(cycle)
                }
            }
        })
    }

    /// Approves what was shown: this cycle, before this phase and with this state.
    pub fn approve_shown(&mut self, caller: &Caller, shown: &Shown) -> Result<Cycle> {
        let id = &shown.cycle;
        let operation = on_cycle(caller, Action::CycleApprove, id);
        self.store.write_on_cycle(&operation, |tx, mut cycle| {
            check_waits(&cycle)?;
            check_shown(tx, &cycle, shown)?;
            approve(tx, &mut cycle, ApprovedHow::Person)?;
            Ok(cycle)
        })
    }

    /// Ends a cycle that waits, as failed.
    pub fn reject(&mut self, caller: &Caller, id: &CycleId, reason: &Reason) -> Result<Cycle> {
        self.reject_if(caller, id, reason, |_, _| Ok(()))
    }

    /// The same for what was shown: this cycle, before this phase and with this state.
    pub fn reject_shown(
        &mut self,
        caller: &Caller,
        shown: &Shown,
        reason: &Reason,
    ) -> Result<Cycle> {
        self.reject_if(caller, &shown.cycle, reason, |tx, waiting| {
            check_shown(tx, waiting, shown)
        })
    }

    fn reject_if(
        &mut self,
        caller: &Caller,
        id: &CycleId,
        reason: &Reason,
        check: impl FnOnce(&ReadTx<'_>, &Cycle) -> Result<()>,
    ) -> Result<Cycle> {
        let operation = on_cycle(caller, Action::CycleReject, id);
        self.store.write_on_cycle(&operation, |tx, mut cycle| {
            check_waits(&cycle)?;
            check(tx, &cycle)?;
            let event = Event::CycleReject(CycleReject {
                phase: cycle.phase,
                reason: reason.to_string(),
            });
            tx.record(&event, id)?;
            fail(
                tx,
                &mut cycle,
                &[format!("rejected by {}: {reason}", caller.agent)],
                None,
            )?;
            Ok(cycle)
        })
    }
}

/// What the cycle waits with, if it waits.
fn waits_with(tx: &ReadTx<'_>, cycle: &Cycle) -> Result<Option<Waiting>> {
    if cycle.waiting_for().is_none() {
        return Ok(None);
    }
    let mut results = Vec::new();
    for worker in Worker::ALL {
        let agent = worker.name();
        let key = StateKey::result_of(&agent);
        if let Some(entry) = shared_state::get(tx, &cycle.id, &key)? {
            let replies = message::replies_to_commands(tx, &cycle.id, &agent)?;
            let answer = replies.last().map(|(_, answer)| answer);
            results.push(Held {
                worker: *worker,
                is_answer: entry.written_by == agent && answer == Some(&entry.value),
                written_by: entry.written_by,
                value: entry.value,
            });
        }
    }
    let digest = shared_state::digest(tx, &cycle.id)?;
    Ok(Waiting::of(cycle, &results, &digest))
}

/// What those of these cycles that wait do wait with.
pub(super) fn all_waiting(tx: &ReadTx<'_>, cycles: &[Cycle]) -> Result<Vec<Waiting>> {
    let waiting = cycles.iter().map(|cycle| waits_with(tx, cycle));
    waiting.filter_map(Result::transpose).collect()
}

/// Checks that the cycle still waits before the phase and with the state that were shown.
fn check_shown(tx: &ReadTx<'_>, waiting: &Cycle, shown: &Shown) -> Result<()> {
    let state = shared_state::digest(tx, &waiting.id)?;
    let before = waiting.phase.next().unwrap_or(waiting.phase);
    if before == shown.before && state == shown.state {
        return Ok(());
    }
    Err(Error::NotAsShown {
        cycle: waiting.id.clone(),
        before,
        state,
    }
    .into())
}

/// Checks that the cycle is at a gate and its work is done.
fn check_waits(cycle: &Cycle) -> Result<()> {
    if let (Some(command), Some(worker)) = (cycle.unanswered(), cycle.phase.worker()) {
        return Err(cycle.not_answered(command, worker.name()).into());
    }
    let shown = cycle.current().is_some_and(|record| record.shown.is_some());
    if cycle.is_gated() && (shown || cycle.ownership.is_none()) {
        return Ok(());
    }
    Err(Error::NothingToApprove {
        cycle: cycle.id.clone(),
        phase: cycle.phase,
    }
    .into())
}
