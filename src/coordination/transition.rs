//! Changes of a cycle within a transaction, each with its event: how a cycle starts, moves
//! on, waits, is approved and ends, and how a value of its shared state is written. The
//! commands and the pipeline share them. Each takes the cycle as the transaction sees it, and
//! leaves it as it is stored then. Opens no transaction.

use serde_json::{Value, json};

use crate::failpoint::Failpoint;
use crate::model::audit::Hash;
use crate::model::caller::Caller;
use crate::model::cycle::{ApprovedHow, Cycle, NewCycle, Ownership, mode_for_cycle};
use crate::model::error::Error;
use crate::model::events::{
    CycleAdvance, CycleApprove, CycleComplete, CycleFail, CycleHalt, CycleStart, CycleWait, Event,
    MessageWithdraw, StateWrite,
};
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::mode::Mode;
use crate::model::operation::{Action, Operation, Target};
use crate::model::phase::Phase;
use crate::model::shared_state::StateEntry;
use crate::store::{ReadTx, Result, WriteTx, cycle, message, setting, shared_state};

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
) -> Result<Cycle> {
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
    let cycle = cycle::insert(tx, &id, new, mode, ownership)?;
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
    Ok(cycle)
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
    cycle: &mut Cycle,
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
    let from = cycle.phase;
    cycle::enter_phase(tx, cycle, to)?;
    tx.record(&Event::CycleAdvance(CycleAdvance { from, to }), &cycle.id)
}

/// Ends a cycle as intended.
pub(super) fn complete(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    result: Option<&Json>,
) -> Result<()> {
    end(tx, cycle, Phase::Completed, result, &[])?;
    let sha256 = result.map(sha256_of);
    tx.record(&Event::CycleComplete(CycleComplete { sha256 }), &cycle.id)
}

/// Ends a cycle with errors, and with what there is of a result.
pub(super) fn fail(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    errors: &[String],
    result: Option<&Json>,
) -> Result<()> {
    let from = cycle.phase;
    end(tx, cycle, Phase::Failed, result, errors)?;
    let event = Event::CycleFail(CycleFail {
        errors: errors.to_vec(),
        from,
        sha256: result.map(sha256_of),
    });
    tx.record(&event, &cycle.id)
}

/// Brings a cycle that a halt has hit to `halted`, with the errors that led to it.
pub(super) fn halt(tx: &mut WriteTx<'_>, cycle: &mut Cycle, errors: &[String]) -> Result<()> {
    let from = cycle.phase;
    end(tx, cycle, Phase::Halted, None, errors)?;
    let event = Event::CycleHalt(CycleHalt {
        from,
        reason: cycle.halt_reason.clone(),
    });
    tx.record(&event, &cycle.id)
}

/// Notes that a halt has hit the cycle: from here on it cannot move, and its open commands
/// are withdrawn. The first reason stays.
pub(super) fn request_halt(tx: &mut WriteTx<'_>, cycle: &mut Cycle, reason: &str) -> Result<()> {
    cycle::request_halt(tx, cycle, reason)?;
    withdraw_commands(tx, &cycle.id)
}

/// Ends a cycle in `to`, and withdraws its open commands.
fn end(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    to: Phase,
    result: Option<&Json>,
    errors: &[String],
) -> Result<()> {
    cycle.check_move(to)?;
    cycle::end(tx, cycle, to, result, errors)?;
    withdraw_commands(tx, &cycle.id)
}

/// Withdraws the commands of a cycle that were not carried out: nobody may act on them any
/// more.
pub(super) fn withdraw_commands(tx: &mut WriteTx<'_>, cycle: &CycleId) -> Result<()> {
    let commands = message::open_commands(tx, cycle)?;
    for (id, delivery_state) in &commands {
        message::store_delivery_state(tx, *id, &delivery_state.withdrawn())?;
    }
    if commands.is_empty() {
        return Ok(());
    }
    let ids = commands.iter().map(|(id, _)| *id).collect();
    tx.record(&Event::MessageWithdraw(MessageWithdraw { ids }), cycle)
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
pub(super) fn wait(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::release(tx, cycle)?;
    cycle::set_shown(tx, cycle, &digest)?;
    let event = Event::CycleWait(CycleWait {
        before: cycle.phase.next(),
        state: digest,
    });
    tx.record(&event, &cycle.id)
}

/// Approves what the phase of the cycle has left in the shared state.
pub(super) fn approve(tx: &mut WriteTx<'_>, cycle: &mut Cycle, how: ApprovedHow) -> Result<()> {
    let digest = shared_state::digest(tx, &cycle.id)?;
    cycle::approve(tx, cycle, &digest, how)?;
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

#[cfg(test)]
mod tests {
    use super::super::message_bus::query_plan_tests::{new as new_message, new_cycle, store};
    use super::super::message_bus::{Sending, send_one};
    use super::*;
    use crate::model::answer::AnswerStatus;
    use crate::model::clock::Timestamp;
    use crate::model::message::MessageType;

    fn gated(symbol: &str) -> NewCycle {
        NewCycle {
            gates: vec![Phase::RiskValidation],
            ..new_cycle(symbol)
        }
    }

    fn is_as_stored(tx: &ReadTx<'_>, cycle: &Cycle) {
        assert_eq!(*cycle, cycle::get(tx, &cycle.id).unwrap());
    }

    /// Starts a cycle that a process owns, and brings it to `strategy_analysis`.
    fn analysing(tx: &mut WriteTx<'_>, symbol: &str) -> Cycle {
        let owner = Ownership {
            owner: "process 1".to_owned(),
            lease_until: Timestamp::from_millis(1),
        };
        let mut cycle = start(tx, &gated(symbol), Some(&owner)).unwrap();
        is_as_stored(tx, &cycle);
        advance(
            tx,
            &mut cycle,
            Phase::StrategyAnalysis,
            ApprovedHow::Pipeline,
        )
        .unwrap();
        is_as_stored(tx, &cycle);
        cycle
    }

    /// Does `f` in a transaction of the supervisor.
    fn within(f: impl FnOnce(&mut WriteTx<'_>)) {
        let (_folder, mut store) = store();
        let boss = Caller::supervisor();
        let new = new_cycle("EURUSD");
        let done = store.write(&start_operation(&boss, &new), |tx| {
            f(tx);
            Ok(())
        });
        done.unwrap();
    }

    #[test]
    fn a_cycle_that_goes_to_its_end_is_known_as_it_is_stored() {
        within(|tx| {
            let mut cycle = analysing(tx, "EURUSD");
            cycle::renew_lease(tx, &mut cycle, std::time::Duration::from_secs(5)).unwrap();
            is_as_stored(tx, &cycle);
            let command = new_message(MessageType::Command, None);
            let command = send_one(tx, &command, Sending::default()).unwrap();
            let phase = cycle.phase;
            cycle::set_command(tx, &mut cycle, phase, command.id).unwrap();
            is_as_stored(tx, &cycle);
            cycle::set_answer(tx, &mut cycle, phase, AnswerStatus::Ok).unwrap();
            cycle::set_stderr(tx, &mut cycle, phase, "said").unwrap();
            is_as_stored(tx, &cycle);
            wait(tx, &mut cycle).unwrap();
            assert!(cycle.waiting_for().is_some());
            is_as_stored(tx, &cycle);
            approve(tx, &mut cycle, ApprovedHow::Person).unwrap();
            is_as_stored(tx, &cycle);
            let owner = Ownership {
                owner: "process 2".to_owned(),
                lease_until: Timestamp::from_millis(2),
            };
            cycle::assign_owner(tx, &mut cycle, &owner).unwrap();
            is_as_stored(tx, &cycle);
            for to in [Phase::RiskValidation, Phase::Execution, Phase::Monitoring] {
                advance(tx, &mut cycle, to, ApprovedHow::Person).unwrap();
                is_as_stored(tx, &cycle);
            }
            let result = Json::parse("{}").unwrap();
            complete(tx, &mut cycle, Some(&result)).unwrap();
            is_as_stored(tx, &cycle);
        });
    }

    #[test]
    fn a_cycle_that_fails_or_is_halted_is_known_as_it_is_stored() {
        within(|tx| {
            let mut failed = analysing(tx, "EURUSD");
            fail(tx, &mut failed, &["no".to_owned()], None).unwrap();
            is_as_stored(tx, &failed);
            let mut halted = analysing(tx, "GBPUSD");
            cycle::release(tx, &mut halted).unwrap();
            is_as_stored(tx, &halted);
            for reason in ["risk: first", "risk: second"] {
                request_halt(tx, &mut halted, reason).unwrap();
                is_as_stored(tx, &halted);
            }
            halt(tx, &mut halted, &["stopped".to_owned()]).unwrap();
            is_as_stored(tx, &halted);
            assert_eq!(halted.phase, Phase::Halted);
        });
    }
}
