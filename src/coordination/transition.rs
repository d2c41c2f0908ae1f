//! Changes of a cycle within a transaction, each with its event: how a cycle starts, moves
//! on, waits, is approved and ends, and how a value of its shared state is written. The
//! commands and the pipeline share them. Opens no transaction.

use serde_json::{Value, json};

use crate::failpoint::Failpoint;
use crate::model::audit::Hash;
use crate::model::caller::Caller;
use crate::model::cycle::{ApprovedHow, Cycle, NewCycle, Ownership, mode_for_cycle};
use crate::model::error::Error;
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::mode::Mode;
use crate::model::operation::{Action, Operation, Target};
use crate::model::phase::Phase;
use crate::model::shared_state::StateEntry;
use crate::store::cycle::{self, Ending};
use crate::store::{ReadTx, Result, WriteTx, setting, shared_state};

/// The operation that starts a cycle.
pub(super) const fn start_operation<'a>(caller: &'a Caller, new: &'a NewCycle) -> Operation<'a> {
    Operation {
        caller,
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
    let details = json!({
        "symbol": new.symbol.as_str(),
        "mode": mode.as_str(),
        "owner": ownership.map(|ownership| &ownership.owner),
        "gates": new.gates.iter().map(|phase| phase.as_str()).collect::<Vec<_>>(),
    });
    tx.record(Action::CycleStart, &id, &details)?;
    let writer = tx.actor().name.clone();
    for (key, value) in inputs(new, mode) {
        put(tx, &id, &key, &Json::from_value(&value), &writer)?;
    }
    Ok(id)
}

/// Whether `to` is a phase that the cycle may be moved on to by name.
pub(super) fn check_next(cycle: &Cycle, to: Phase) -> Result<()> {
    match to {
        Phase::Halted | Phase::Failed => Err(needs_reason(cycle, to).into()),
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
    let details = json!({"from": cycle.phase.as_str(), "to": to.as_str()});
    tx.record(Action::CycleAdvance, &cycle.id, &details)
}

/// Ends a cycle as intended.
pub(super) fn complete(tx: &mut WriteTx<'_>, cycle: &Cycle, result: Option<&Json>) -> Result<()> {
    let ending = Ending {
        result,
        ..Ending::default()
    };
    cycle::end(tx, cycle, Phase::Completed, &ending)?;
    let sha256 = result.map(sha256_of);
    tx.record(Action::CycleComplete, &cycle.id, &json!({"sha256": sha256}))
}

/// Ends a cycle with errors, and with what there is of a result.
pub(super) fn fail(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    errors: &[String],
    result: Option<&Json>,
) -> Result<()> {
    cycle::end(tx, cycle, Phase::Failed, &Ending { result, errors })?;
    let details = json!({
        "from": cycle.phase.as_str(), "errors": errors, "sha256": result.map(sha256_of),
    });
    tx.record(Action::CycleFail, &cycle.id, &details)
}

/// What the audit log keeps of a result.
fn sha256_of(result: &Json) -> String {
    Hash::of_parts([result.as_str().as_bytes()]).to_string()
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

fn needs_reason(cycle: &Cycle, to: Phase) -> Error {
    let by = if to == Phase::Halted {
        format!("`halt --cycle {} --reason TEXT`", cycle.id)
    } else {
        format!("`cycle fail {} --error TEXT`", cycle.id)
    };
    Error::InvalidArgument {
        argument: "--to".to_owned(),
        problem: format!("a cycle ends as {to} for a reason: use {by}"),
    }
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
pub(super) fn approve(tx: &mut WriteTx<'_>, cycle: &Cycle, how: ApprovedHow) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::approve(tx, &cycle.id, cycle.phase, &digest, how)?;
    let details = json!({
        "phase": cycle.phase.as_str(), "state": digest, "by": how.as_str(),
    });
    tx.record(Action::CycleApprove, &cycle.id, &details)
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
    let details = json!({
        "key": key.as_str(),
        "version": entry.version,
        "writer": writer.as_str(),
        "sha256": Hash::of_parts([value.as_str().as_bytes()]).to_string(),
    });
    tx.record(Action::StateWrite, cycle, &details)?;
    Ok(entry)
}
