//! Changes of a cycle within a transaction, each with its event: how a cycle starts, moves
//! on, waits, is approved and ends, and how a value of its shared state is written. The
//! commands and the pipeline share them. Opens no transaction.

use serde_json::{Value, json};

use crate::failpoint::Failpoint;
use crate::model::audit::Hash;
use crate::model::cycle::{ApprovedHow, Cycle, NewCycle, Ownership, mode_for_cycle};
use crate::model::error::Error;
use crate::model::events::{
    CycleAdvance, CycleApprove, CycleComplete, CycleFail, CycleStart, CycleWait, Event, StateWrite,
};
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::mode::Mode;
use crate::model::operation::{Action, Operation, Target};
use crate::model::phase::Phase;
use crate::model::shared_state::StateEntry;
use crate::store::cycle::{self, Ending};
use crate::store::{ReadTx, Result, WriteTx, setting, shared_state};

/// The operation that starts a cycle.
pub(super) const fn start_operation<'a>(actor: &'a AgentName, new: &'a NewCycle) -> Operation<'a> {
    Operation {
        actor,
        action: Action::CycleStart,
        target: Target::Symbol(&new.symbol),
    }
}

/// Starts a cycle and writes its inputs as shared state.
pub(super) fn start(
    tx: &mut WriteTx<'_>,
    new: &NewCycle,
    ownership: Option<&Ownership>,
) -> Result<CycleId> {
    if let Some(active) = cycle::active_on(tx, &new.symbol)? {
        return Err(Error::CycleActive {
            symbol: active.symbol,
            cycle: active.id,
            phase: active.phase,
        }
        .into());
    }
    let mode = mode_for_cycle(setting::mode(tx)?, new.mode)?;
    let id = CycleId::new(tx.now(), tx.uuid());
    cycle::insert(tx, &id, new, mode, ownership)?;
    let event = Event::CycleStart(CycleStart {
        gates: new.gates.clone(),
        mode,
        owner: ownership.map(|ownership| ownership.owner.clone()),
        symbol: new.symbol.clone(),
    });
    tx.record(&event, &id)?;
    let writer = tx.actor().name.clone();
    for (key, value) in inputs(new, mode) {
        put(tx, &id, &key, &Json::from_value(&value), &writer)?;
    }
    Ok(id)
}

/// Whether `to` is a phase that the cycle may be moved on to by name.
pub(super) fn check_next(cycle: &Cycle, to: Phase) -> Result<()> {
    match to {
        Phase::Halted | Phase::Failed => Err(Error::ReasonNeeded {
            cycle: cycle.id.clone(),
            to,
        }
        .into()),
        _ if Failpoint::RejectionWalkedPast.is_active() => Ok(cycle.check_move(to)?),
        _ => Ok(cycle.check_move(to).and_then(|()| cycle.check_answered())?),
    }
}

/// Moves a cycle on and records who let it: a person by hand, or the pipeline by itself.
pub(super) fn advance(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    to: Phase,
    how: ApprovedHow,
) -> Result<()> {
    check_next(cycle, to)?;
    if !may_go_on(tx, cycle)? {
        return Err(Error::ApprovalNeeded {
            cycle: cycle.id.clone(),
            before: to,
        }
        .into());
    }
    let leaves_work = matches!(cycle.phase, Phase::StrategyAnalysis | Phase::RiskValidation);
    if leaves_work && !cycle.is_gated() {
        approve(tx, cycle, how)?;
    }
    cycle::advance(tx, cycle, to)?;
    let from = cycle.phase;
    tx.record(&Event::CycleAdvance(CycleAdvance { from, to }), &cycle.id)
}

/// Ends a cycle as intended.
pub(super) fn complete(tx: &mut WriteTx<'_>, cycle: &Cycle, result: Option<&Json>) -> Result<()> {
    let ending = Ending {
        result,
        ..Ending::default()
    };
    cycle::end(tx, cycle, Phase::Completed, &ending)?;
    let sha256 = result.map(sha256_of);
    tx.record(&Event::CycleComplete(CycleComplete { sha256 }), &cycle.id)
}

/// Ends a cycle with errors, and with what there is of a result.
pub(super) fn fail(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    errors: &[String],
    result: Option<&Json>,
) -> Result<()> {
    cycle::end(tx, cycle, Phase::Failed, &Ending { result, errors })?;
    let event = Event::CycleFail(CycleFail {
        errors: errors.to_vec(),
        from: cycle.phase,
        sha256: result.map(sha256_of),
    });
    tx.record(&event, &cycle.id)
}

/// What the audit log keeps of a result, or of a value of the shared state.
fn sha256_of(value: &Json) -> Hash {
    Hash::of_parts([value.as_str().as_bytes()])
}

/// The inputs of a cycle, as its supervisor writes them into the shared state.
fn inputs(new: &NewCycle, mode: Mode) -> [(StateKey, Value); 5] {
    let strategies: Vec<_> = new.strategies.iter().map(|name| name.as_str()).collect();
    [
        ("symbol", json!(new.symbol.as_str())),
        ("strategies", json!(strategies)),
        ("account_balance", json!(new.account.balance())),
        ("peak_balance", json!(new.account.peak())),
        ("mode", json!(mode.as_str())),
    ]
    .map(|(key, value)| (StateKey::from_static(key), value))
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
    let event = Event::CycleWait(CycleWait {
        before: cycle.phase.next(),
        state: digest,
    });
    tx.record(&event, &cycle.id)
}

/// Approves what the phase of the cycle has left in the shared state.
pub(super) fn approve(tx: &mut WriteTx<'_>, cycle: &Cycle, how: ApprovedHow) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::approve(tx, &cycle.id, cycle.phase, &digest, how)?;
    let event = Event::CycleApprove(CycleApprove {
        by: how,
        phase: cycle.phase,
        state: digest,
    });
    tx.record(&event, &cycle.id)
}

/// Appends a version and its event. Whether `writer` may is already settled.
pub(super) fn put(
    tx: &mut WriteTx<'_>,
    cycle: &CycleId,
    key: &StateKey,
    value: &Json,
    writer: &AgentName,
) -> Result<StateEntry> {
    let entry = shared_state::insert(tx, cycle, key, value, writer)?;
    let event = Event::StateWrite(StateWrite {
        key: key.clone(),
        sha256: sha256_of(value),
        version: entry.version,
        writer: writer.clone(),
    });
    tx.record(&event, cycle)?;
    Ok(entry)
}
