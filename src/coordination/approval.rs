//! Gates: a cycle waits before a phase until a person has approved what lies
//! there.
//!
//! An approval is bound to the shared state that was shown. What has changed
//! since was not approved.

use serde_json::json;

use super::cycle::fail;
use super::on_cycle;
use crate::model::agent::AgentName;
use crate::model::cycle::{Cycle, CycleId};
use crate::model::error::Error;
use crate::model::operation::Action;
use crate::model::text::Reason;
use crate::store::{ReadTx, Result, Store, WriteTx, cycle, shared_state};

/// Approves and rejects what cycles wait with.
pub struct Approvals<'s> {
    store: &'s mut Store,
}

impl<'s> Approvals<'s> {
    /// The approvals of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Approves the shared state with which a cycle waits: the one that was
    /// shown when it began to wait, or the one with the digest `seen`. Whoever
    /// runs the cycle next goes on with it.
    pub fn approve(
        &mut self,
        actor: &AgentName,
        id: &CycleId,
        seen: Option<&str>,
    ) -> Result<Cycle> {
        let operation = on_cycle(actor, Action::CycleApprove, id);
        self.store.write(&operation, |tx| {
            let waiting = waiting(tx, id)?;
            let current = shared_state::digest(tx, id)?;
            let shown = waiting.current().and_then(|record| record.shown.as_deref());
            match seen.or(shown) {
                Some(shown) if shown != current => Err(Error::StateChanged {
                    cycle: id.clone(),
                    shown: shown.to_owned(),
                    current,
                }
                .into()),
                _ => {
                    approve(tx, &waiting)?;
                    cycle::get(tx, id)
                }
            }
        })
    }

    /// Ends a cycle that waits, as failed.
    pub fn reject(&mut self, actor: &AgentName, id: &CycleId, reason: &Reason) -> Result<Cycle> {
        let operation = on_cycle(actor, Action::CycleReject, id);
        self.store.write(&operation, |tx| {
            let waiting = waiting(tx, id)?;
            tx.record(
                Action::CycleReject,
                id,
                &json!({"phase": waiting.phase.as_str(), "reason": reason.as_str()}),
            )?;
            fail(tx, &waiting, &[format!("rejected by {actor}: {reason}")])?;
            cycle::get(tx, id)
        })
    }
}

/// The cycle, if it stands before a gate with its work done.
fn waiting(tx: &ReadTx<'_>, id: &CycleId) -> Result<Cycle> {
    let cycle = cycle::get(tx, id)?;
    if let (Some(command), Some(worker)) = (cycle.unanswered(), cycle.phase.worker()) {
        return Err(cycle.not_answered(command, worker.name()).into());
    }
    let shown = cycle.current().is_some_and(|record| record.shown.is_some());
    if cycle.is_gated() && (shown || cycle.ownership.is_none()) {
        return Ok(cycle);
    }
    Err(Error::NothingToApprove {
        cycle: id.clone(),
        phase: cycle.phase,
    }
    .into())
}

/// Whether the cycle may go on to its next phase as far as approvals go.
pub(super) fn may_go_on(tx: &ReadTx<'_>, cycle: &Cycle) -> Result<bool> {
    Ok(!cycle.is_gated() || cycle.is_approved(&shared_state::digest(tx, &cycle.id)?))
}

/// Has the cycle wait until the shared state, as it is now, is approved. Nobody
/// runs it meanwhile.
pub(super) fn wait(tx: &mut WriteTx<'_>, cycle: &Cycle) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::wait_for_approval(tx, cycle, &digest)?;
    let before = cycle.phase.next().map(|phase| phase.as_str());
    let details = json!({"before": before, "state": digest});
    tx.record(Action::CycleWait, &cycle.id, &details)
}

/// Approves what the phase of the cycle has left in the shared state.
pub(super) fn approve(tx: &mut WriteTx<'_>, cycle: &Cycle) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::approve(tx, &cycle.id, cycle.phase, &digest)?;
    let details = json!({"phase": cycle.phase.as_str(), "state": digest});
    tx.record(Action::CycleApprove, &cycle.id, &details)
}
