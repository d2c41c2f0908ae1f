//! Cycles step by step: each move is asked for by name and checked against the
//! one table of moves. Running a whole cycle is [`super::pipeline`]'s business.

use serde_json::{Value, json};

use super::pipeline::{Settled, settle};
use super::{approval, breach, on_cycle, shared_state};
use crate::failpoint::Failpoint;
use crate::model::audit::Hash;
use crate::model::cycle::{ApprovedHow, Cycle, CycleRef, NewCycle, Ownership, mode_for_cycle};
use crate::model::error::Error;
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::mode::Mode;
use crate::model::operation::{Action, Operation, Target};
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::store::cycle::{self, Ending, Filter, Position};
use crate::store::page::Page;
use crate::store::{Result, Store, WriteTx, setting};

/// Starts, moves and ends cycles.
pub struct CycleManager<'s> {
    store: &'s mut Store,
}

impl<'s> CycleManager<'s> {
    /// The cycles of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Starts a cycle that is moved step by step, by whoever may.
    pub fn start(&mut self, actor: &AgentName, new: &NewCycle) -> Result<Cycle> {
        self.store.write(&start_operation(actor, new), |tx| {
            let id = start(tx, new, None)?;
            cycle::get(tx, &id)
        })
    }

    /// Moves a cycle on to the next phase, which must be `to` where it is named.
    /// Moving on is the approval of what the phase before has left.
    ///
    /// Where the pipeline has sent a command for the phase, its answer is recorded first.
    /// So the cycle that comes back may also have ended over that answer, or wait for
    /// approval.
    pub fn advance(&mut self, actor: &AgentName, id: &CycleId, to: Option<Phase>) -> Result<Cycle> {
        let operation = on_cycle(actor, Action::CycleAdvance, id);
        let cycle = self.store.write(&operation, |tx| {
            let cycle = cycle::get(tx, id)?;
            let Some(to) = to.or(cycle.phase.next()) else {
                return Ok(cycle.check_open().map(|()| cycle)?);
            };
            if to == Phase::Completed {
                return complete_by_hand(tx, id, None);
            }
            check_next(&cycle, to)?;
            cycle::take_over(tx, id)?;
            let settled = if Failpoint::RejectionWalkedPast.is_active() {
                Settled::Already
            } else {
                settle(tx, &cycle)?
            };
            let cycle = cycle::get(tx, id)?;
            let leaves_execution = cycle.phase == Phase::Execution;
            if matches!(settled, Settled::Ended)
                || (leaves_execution && !breach::may_leave_execution(tx, &cycle)?)
            {
                return cycle::get(tx, id);
            }
            // One that waits already is refused: it keeps what it showed when it began to.
            let waits = matches!(settled, Settled::Now) || cycle.shown().is_none();
            if waits && !approval::may_go_on(tx, &cycle)? {
                approval::wait(tx, &cycle)?;
                return cycle::get(tx, id);
            }
            advance(tx, &cycle, to, ApprovedHow::Person)?;
            cycle::get(tx, id)
        })?;
        self.store.drain_dispatches();
        Ok(cycle)
    }

    /// Ends a cycle as intended. A breach of its mode that is found then halts it
    /// instead.
    pub fn complete(
        &mut self,
        actor: &AgentName,
        id: &CycleId,
        result: Option<&Json>,
    ) -> Result<Cycle> {
        let operation = on_cycle(actor, Action::CycleComplete, id);
        let cycle = self
            .store
            .write(&operation, |tx| complete_by_hand(tx, id, result))?;
        self.store.drain_dispatches();
        Ok(cycle)
    }

    /// Ends a cycle with an error, and with what there is of a result. A breach of its mode
    /// in that halts it instead.
    pub fn fail(
        &mut self,
        actor: &AgentName,
        id: &CycleId,
        error: &Reason,
        result: Option<&Json>,
    ) -> Result<Cycle> {
        let operation = on_cycle(actor, Action::CycleFail, id);
        let cycle = self.store.write(&operation, |tx| {
            cycle::take_over(tx, id)?;
            let cycle = cycle::get(tx, id)?;
            let errors = [error.to_string()];
            if !breach::is_in_result(tx, &cycle, result, &errors)? {
                fail(tx, &cycle, &errors, result)?;
            }
            cycle::get(tx, id)
        })?;
        self.store.drain_dispatches();
        Ok(cycle)
    }

    /// The newest cycles, newest first.
    pub fn list(&mut self, limit: u32) -> Result<Vec<Cycle>> {
        let mut filter = Filter {
            limit,
            ..Filter::default()
        };
        let mut cycles = Vec::new();
        loop {
            let page = self.list_page(&mut filter)?;
            cycles.extend(page.items);
            if page.next.is_none() {
                return Ok(cycles);
            }
        }
    }

    /// The newest cycles that fit, newest first, a page of them: the filter goes on to
    /// the next.
    pub fn list_page(&mut self, filter: &mut Filter) -> Result<Page<Cycle, Position>> {
        let page = self.store.read(|tx| cycle::list(tx, filter))?;
        let taken = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
        filter.limit = filter.limit.saturating_sub(taken);
        filter.before = page.next.or(filter.before);
        Ok(page)
    }

    /// Where a cycle stands in the list.
    pub fn position(&mut self, id: &CycleId) -> Result<Position> {
        self.store.read(|tx| cycle::position(tx, id))
    }

    /// The id of the cycle that is meant.
    pub fn id_of(&mut self, named: &CycleRef) -> Result<CycleId> {
        let symbol = match named {
            CycleRef::Id(id) => return Ok(id.clone()),
            CycleRef::Latest(symbol) => symbol.as_ref(),
        };
        let newest = self.store.read(|tx| cycle::newest(tx, symbol))?;
        Ok(newest.ok_or_else(|| Error::NoLatestCycle(symbol.cloned()))?)
    }

    /// One cycle.
    pub fn get(&mut self, id: &CycleId) -> Result<Cycle> {
        self.store.read(|tx| cycle::get(tx, id))
    }

    /// The active cycles; none means that the system is idle.
    pub fn active(&mut self) -> Result<Vec<Cycle>> {
        self.store.read(cycle::active)
    }
}

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
    let details = json!({
        "symbol": new.symbol.as_str(),
        "mode": mode.as_str(),
        "owner": ownership.map(|ownership| &ownership.owner),
        "gates": new.gates.iter().map(|phase| phase.as_str()).collect::<Vec<_>>(),
    });
    tx.record(Action::CycleStart, &id, &details)?;
    let writer = tx.actor().name.clone();
    for (key, value) in inputs(new, mode) {
        shared_state::put(tx, &id, &key, &Json::from_value(&value), &writer)?;
    }
    Ok(id)
}

/// Whether `to` is a phase that the cycle may be moved on to by name.
fn check_next(cycle: &Cycle, to: Phase) -> Result<()> {
    match to {
        Phase::Halted | Phase::Failed => Err(needs_reason(cycle, to).into()),
        _ if Failpoint::RejectionWalkedPast.is_active() => Ok(cycle.check_move(to)?),
        _ => Ok(cycle.check_move(to).and_then(|()| cycle.check_answered())?),
    }
}

/// Ends a cycle as intended, or halts it for a breach of its mode.
fn complete_by_hand(tx: &mut WriteTx<'_>, id: &CycleId, result: Option<&Json>) -> Result<Cycle> {
    let cycle = cycle::get(tx, id)?;
    if let (Some(command), Some(worker)) = (cycle.unanswered(), cycle.phase.worker()) {
        return Err(cycle.not_answered(command, worker.name()).into());
    }
    cycle.check_move(Phase::Completed)?;
    if !Failpoint::RejectionWalkedPast.is_active() {
        cycle.check_answered()?;
    }
    cycle::take_over(tx, id)?;
    let keeps_mode = breach::may_leave_execution(tx, &cycle)?;
    if keeps_mode && !breach::is_in_result(tx, &cycle, result, &[])? {
        complete(tx, &cycle, result)?;
    }
    cycle::get(tx, id)
}

/// Moves a cycle on and records who let it: a person by hand, or the pipeline by itself.
pub(super) fn advance(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    to: Phase,
    how: ApprovedHow,
) -> Result<()> {
    check_next(cycle, to)?;
    if !approval::may_go_on(tx, cycle)? {
        return Err(Error::ApprovalNeeded {
            cycle: cycle.id.clone(),
            before: to,
        }
        .into());
    }
    let leaves_work = matches!(cycle.phase, Phase::StrategyAnalysis | Phase::RiskValidation);
    if leaves_work && !cycle.is_gated() {
        approval::approve(tx, cycle, how)?;
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
