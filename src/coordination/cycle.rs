//! Moves cycles step by step. The caller names each move, and the transition table of the model
//! must allow it. [`super::pipeline`] runs whole cycles.

use super::pipeline::{Settled, settle};
use super::transition::{
    advance, check_next, complete, fail, may_go_on, start, start_operation, wait,
};
use super::{breach, on_cycle};
use crate::failpoint::Failpoint;
use crate::model::caller::Caller;
use crate::model::cycle::{ApprovedHow, Cycle, CycleRef, NewCycle};
use crate::model::error::Error;
use crate::model::id::CycleId;
use crate::model::json::Json;
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::store::cycle::{self, Filter, Position};
use crate::store::page::Page;
use crate::store::{Result, Store, WriteTx};

/// Starts, moves and ends cycles.
pub struct CycleManager<'s> {
    store: &'s mut Store,
}

impl<'s> CycleManager<'s> {
    /// The cycles of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Starts a cycle that is moved step by step, by any permitted caller.
    pub fn start(&mut self, caller: &Caller, new: &NewCycle) -> Result<Cycle> {
        self.store
            .write(&start_operation(caller, new), |tx| start(tx, new, None))
    }

    /// Moves a cycle on to the next phase, which must be `to` where it is named.
    /// Moving on is the approval of what the phase before has left.
    ///
    /// Where the pipeline has sent a command for the phase, its answer is recorded first.
    /// So the cycle that comes back may also have ended over that answer, or wait for
    /// approval.
    pub fn advance(&mut self, caller: &Caller, id: &CycleId, to: Option<Phase>) -> Result<Cycle> {
        let operation = on_cycle(caller, Action::CycleAdvance, id);
        let cycle = self
            .store
            .write_on_cycle(&operation, |tx, cycle| advance_by_hand(tx, cycle, to))?;
        self.store.drain_dispatches();
        Ok(cycle)
    }

    /// Ends a cycle as intended. A breach of its mode that is found then halts it
    /// instead.
    pub fn complete(
        &mut self,
        caller: &Caller,
        id: &CycleId,
        result: Option<&Json>,
    ) -> Result<Cycle> {
        let operation = on_cycle(caller, Action::CycleComplete, id);
        let cycle = self
            .store
            .write_on_cycle(&operation, |tx, cycle| complete_by_hand(tx, cycle, result))?;
        self.store.drain_dispatches();
        Ok(cycle)
    }

    /// Ends a cycle with an error, and with what there is of a result. A breach of its mode
    /// in that halts it instead.
    pub fn fail(
        &mut self,
        caller: &Caller,
        id: &CycleId,
        error: &Reason,
        result: Option<&Json>,
    ) -> Result<Cycle> {
        let operation = on_cycle(caller, Action::CycleFail, id);
        let cycle = self.store.write_on_cycle(&operation, |tx, mut cycle| {
            cycle::release(tx, &mut cycle)?;
            let errors = [error.to_string()];
            if !breach::is_in_result(tx, &mut cycle, result, &errors)? {
                fail(tx, &mut cycle, &errors, result)?;
            }
            Ok(cycle)
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

    /// The newest cycles that fit, newest first, one page: the filter advances to the next.
    pub fn list_page(&mut self, filter: &mut Filter) -> Result<Page<Cycle, Position>> {
        let page = self.store.read(|tx| cycle::list(tx, filter))?;
        let taken = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
        filter.limit = filter.limit.saturating_sub(taken);
        filter.before = page.next.or(filter.before);
        Ok(page)
    }

    /// The position of a cycle in the list.
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

/// Moves a cycle on, records the answer that ends or holds it, or begins to wait.
fn advance_by_hand(tx: &mut WriteTx<'_>, mut cycle: Cycle, to: Option<Phase>) -> Result<Cycle> {
    let Some(to) = to.or(cycle.phase.next()) else {
        return Ok(cycle.check_open().map(|()| cycle)?);
    };
    if to == Phase::Completed {
        return complete_by_hand(tx, cycle, None);
    }
    check_next(&cycle, to)?;
    cycle::release(tx, &mut cycle)?;
    let settled = if Failpoint::RejectionWalkedPast.is_active() {
        Settled::Already
    } else {
        settle(tx, &mut cycle)?
    };
    let leaves_execution = cycle.phase == Phase::Execution;
    if matches!(settled, Settled::Ended)
        || (leaves_execution && !breach::may_leave_execution(tx, &mut cycle)?)
    {
        return Ok(cycle);
    }
    // One that waits already is refused: it keeps what it showed when it began to.
    let waits = matches!(settled, Settled::Now) || cycle.shown().is_none();
    if waits && !may_go_on(tx, &cycle)? {
        wait(tx, &mut cycle)?;
    } else {
        advance(tx, &mut cycle, to, ApprovedHow::Person)?;
    }
    Ok(cycle)
}

/// Ends a cycle as intended, or halts it for a breach of its mode.
fn complete_by_hand(
    tx: &mut WriteTx<'_>,
    mut cycle: Cycle,
    result: Option<&Json>,
) -> Result<Cycle> {
    if let (Some(command), Some(worker)) = (cycle.unanswered(), cycle.phase.worker()) {
        return Err(cycle.not_answered(command, worker.name()).into());
    }
    cycle.check_move(Phase::Completed)?;
    if !Failpoint::RejectionWalkedPast.is_active() {
        cycle.check_answered()?;
    }
    cycle::release(tx, &mut cycle)?;
    let keeps_mode = breach::may_leave_execution(tx, &mut cycle)?;
    if keeps_mode && !breach::is_in_result(tx, &mut cycle, result, &[])? {
        complete(tx, &mut cycle, result)?;
    }
    Ok(cycle)
}
