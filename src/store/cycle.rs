//! The rows of `coordination_state`, and of `cycle_phases` that belong to them. Whatever
//! changes a row changes the [`Cycle`] that was read from it in the same way, so that nobody
//! has to read it again. Never decides whether a cycle may change.

use std::time::Duration;

use serde_json::json;

use super::engine::{self, Row, invalid, params, texts_in};
use super::error::Result;
use super::page::{self, Page};
use super::transaction::{ReadTx, WriteTx};
use super::{metrics, row};
use crate::model;
use crate::model::answer::AnswerStatus;
use crate::model::clock::Timestamp;
use crate::model::cycle::{Approval, ApprovedHow, Cycle, NewCycle, Ownership, PhaseRecord};
use crate::model::id::{CycleId, MessageId, Symbol};
use crate::model::json::Json;
use crate::model::mode::Mode;
use crate::model::phase::Phase;

/// The epoch of a cycle that has just started.
const FIRST_EPOCH: u64 = 1;

const COLUMNS: &str = "cycle_id, symbol, mode, phase, halt_requested, halt_reason, owner, \
     lease_until, epoch, cycle_started_at, cycle_completed_at, cycle_result, errors, gates";

/// The cycle with this id.
pub fn get(tx: &ReadTx<'_>, id: &CycleId) -> Result<Cycle> {
    let not_found = || model::Error::CycleNotFound(id.clone());
    Ok(first(tx, "cycle_id = :value", id.as_str())?.ok_or_else(not_found)?)
}

/// The active cycle of a symbol.
pub fn active_on(tx: &ReadTx<'_>, symbol: &Symbol) -> Result<Option<Cycle>> {
    first(
        tx,
        "symbol = :value AND cycle_completed_at IS NULL",
        symbol.as_str(),
    )
}

/// The active cycles, in the order of their symbols: that of the index of the
/// active ones, so that the others are not looked at.
pub fn active(tx: &ReadTx<'_>) -> Result<Vec<Cycle>> {
    select(tx, "cycle_completed_at IS NULL")
}

/// The active cycles that a halt has hit and nobody has brought to `halted`.
pub(super) fn halt_requested(tx: &ReadTx<'_>) -> Result<Vec<Cycle>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT cycle_id FROM coordination_state
         WHERE cycle_completed_at IS NULL AND halt_requested = 1",
    )?;
    let ids = statement
        .query_map(params! {}, |row| row::parsed(row, "cycle_id"))?
        .collect::<engine::Result<Vec<_>>>()?;
    ids.iter().map(|id| get(tx, id)).collect()
}

/// Which cycles to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those of this symbol.
    pub symbol: Option<Symbol>,
    /// Only those in one of these phases; with none, all.
    pub phases: Vec<Phase>,
    /// Only those started at this time or later.
    pub since: Option<Timestamp>,
    /// Only those that were started before this one.
    pub before: Option<Position>,
    /// At most so many, the newest.
    pub limit: u32,
}

/// Where a cycle stands in the order of starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(i64);

/// Where a cycle stands in the order of starting.
pub fn position(tx: &ReadTx<'_>, id: &CycleId) -> Result<Position> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT id FROM coordination_state WHERE cycle_id = :id")?;
    let position = statement.query_optional(params! {":id": id.as_str()}, |row| row.get(0))?;
    let not_found = || model::Error::CycleNotFound(id.clone());
    Ok(Position(position.ok_or_else(not_found)?))
}

/// The id of the newest cycle, of a symbol where one is named.
pub fn newest(tx: &ReadTx<'_>, symbol: Option<&Symbol>) -> Result<Option<CycleId>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT cycle_id FROM coordination_state
         WHERE :symbol IS NULL OR symbol = :symbol ORDER BY id DESC LIMIT 1",
    )?;
    let params = params! {":symbol": symbol.map(Symbol::as_str)};
    let id = statement.query_optional(params, |row| row::parsed(row, "cycle_id"))?;
    Ok(id)
}

/// The newest cycles that fit, newest first: at most as many as the filter says, and no
/// more than fit on a page. The next page begins before the position that it names.
pub fn list(tx: &ReadTx<'_>, filter: &Filter) -> Result<Page<Cycle, Position>> {
    let phases = filter.phases.iter().map(|phase| phase.as_str());
    let phases = json!(phases.collect::<Vec<_>>()).to_string();
    let mut statement = tx.connection.prepare(&format!(
        "SELECT id, {COLUMNS} FROM coordination_state
         WHERE id < :before
           AND (:symbol IS NULL OR symbol = :symbol)
           AND (:since IS NULL OR cycle_started_at >= :since)
           AND (:phases = '[]' OR phase IN ({}))
         ORDER BY id DESC",
        texts_in!(":phases")
    ))?;
    let params = params! {
        ":before": filter.before.map_or(i64::MAX, |position| position.0),
        ":symbol": filter.symbol.as_ref().map(Symbol::as_str),
        ":since": filter.since.map(Timestamp::as_millis),
        ":phases": phases,
    };
    let rows = statement.query_map(params, |row| Ok((from_row(row)?, Position(row.get("id")?))))?;
    let cycles = rows.map(|row| {
        let (cycle, position) = row?;
        Ok((with_phases(tx, cycle)?, position))
    });
    page::collect(cycles, filter.limit as usize, bytes)
}

/// About how much memory a cycle takes.
fn bytes(cycle: &Cycle) -> usize {
    let texts = cycle.errors.iter().chain(&cycle.halt_reason);
    let result = cycle.result.as_ref().map_or(0, |json| json.as_str().len());
    let phases = cycle.phases.len() * size_of::<PhaseRecord>();
    let stderr = cycle
        .phases
        .iter()
        .filter_map(|record| record.stderr.as_ref());
    let texts = texts.chain(stderr).map(String::len).sum::<usize>();
    size_of::<Cycle>() + result + phases + texts
}

/// The newest cycle that has ended.
pub fn last_ended(tx: &ReadTx<'_>) -> Result<Option<Cycle>> {
    let mut cycles = select(
        tx,
        "cycle_completed_at IS NOT NULL ORDER BY id DESC LIMIT 1",
    )?;
    Ok(cycles.pop())
}

/// Stores a cycle that has just started. Returns it.
pub fn insert(
    tx: &mut WriteTx<'_>,
    id: &CycleId,
    new: &NewCycle,
    mode: Mode,
    ownership: Option<&Ownership>,
) -> Result<Cycle> {
    let gates: Vec<_> = new.gates.iter().map(|phase| phase.as_str()).collect();
    tx.connection.execute(
        "INSERT INTO coordination_state
             (cycle_id, symbol, mode, phase, owner, lease_until, epoch, cycle_started_at, gates)
         VALUES (:id, :symbol, :mode, 'initializing', :owner, :lease_until, :epoch, :now, :gates)",
        params! {
            ":id": id.as_str(), ":symbol": new.symbol.as_str(), ":mode": mode.as_str(),
            ":owner": ownership.map(|o| o.owner.as_str()),
            ":lease_until": ownership.map(|o| o.lease_until.as_millis()),
            ":epoch": FIRST_EPOCH, ":now": tx.now.as_millis(), ":gates": json!(gates).to_string(),
        },
    )?;
    metrics::add_cycle(tx, Phase::Initializing)?;
    let mut cycle = Cycle {
        id: id.clone(),
        symbol: new.symbol.clone(),
        mode,
        phase: Phase::Initializing,
        halt_requested: false,
        halt_reason: None,
        gates: new.gates.clone(),
        ownership: ownership.cloned(),
        epoch: FIRST_EPOCH,
        started_at: tx.now,
        completed_at: None,
        result: None,
        errors: Vec::new(),
        phases: Vec::new(),
    };
    insert_phase(tx, &mut cycle)?;
    Ok(cycle)
}

/// Takes a cycle from the process that ran it: its lease is over, and what it
/// may still write carries an old epoch from now on.
pub fn release(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<()> {
    tx.connection.execute(
        "UPDATE coordination_state SET owner = NULL, lease_until = NULL, epoch = epoch + 1
         WHERE cycle_id = :id AND owner IS NOT NULL",
        params! {":id": cycle.id.as_str()},
    )?;
    if cycle.ownership.take().is_some() {
        cycle.epoch += 1;
    }
    Ok(())
}

/// Gives a cycle to a process, with a new epoch.
pub fn assign_owner(tx: &mut WriteTx<'_>, cycle: &mut Cycle, to: &Ownership) -> Result<()> {
    tx.connection.execute(
        "UPDATE coordination_state SET
             owner = :owner, lease_until = :lease_until, epoch = epoch + 1
         WHERE cycle_id = :id",
        params! {
            ":id": cycle.id.as_str(), ":owner": to.owner.as_str(),
            ":lease_until": to.lease_until.as_millis(),
        },
    )?;
    cycle.ownership = Some(to.clone());
    cycle.epoch += 1;
    Ok(())
}

/// Stores the digest of the shared state that is shown while the cycle waits for approval
/// to go on from its phase.
pub fn set_shown(tx: &mut WriteTx<'_>, cycle: &mut Cycle, digest: &str) -> Result<()> {
    tx.connection.execute(
        "UPDATE cycle_phases SET shown_state = :digest WHERE cycle_id = :id AND phase = :phase",
        params! {
            ":id": cycle.id.as_str(), ":phase": cycle.phase.as_str(), ":digest": digest,
        },
    )?;
    if let Some(record) = record(cycle, cycle.phase) {
        record.shown = Some(digest.to_owned());
    }
    Ok(())
}

/// Stores that the cycle leaves its phase and enters `to`, a phase of work.
pub fn enter_phase(tx: &mut WriteTx<'_>, cycle: &mut Cycle, to: Phase) -> Result<()> {
    set_phase(tx, cycle, to)?;
    insert_phase(tx, cycle)
}

/// Stores that the cycle ends in `to`: nobody runs it any more.
pub fn end(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    to: Phase,
    result: Option<&Json>,
    errors: &[String],
) -> Result<()> {
    set_phase(tx, cycle, to)?;
    let stored_errors = (!errors.is_empty()).then(|| json!(errors).to_string());
    tx.connection.execute(
        "UPDATE coordination_state SET
             cycle_result = :result, errors = :errors, owner = NULL, lease_until = NULL
         WHERE cycle_id = :id",
        params! {
            ":id": cycle.id.as_str(), ":errors": stored_errors, ":result": result.map(Json::as_str),
        },
    )?;
    cycle.result = result.cloned();
    cycle.errors = errors.to_vec();
    cycle.ownership = None;
    Ok(())
}

/// Stores that a halt has hit the cycle. The first reason stays.
pub fn request_halt(tx: &mut WriteTx<'_>, cycle: &mut Cycle, reason: &str) -> Result<()> {
    tx.connection.execute(
        "UPDATE coordination_state SET
             halt_requested = 1, halt_reason = coalesce(halt_reason, :reason)
         WHERE cycle_id = :id",
        params! {":id": cycle.id.as_str(), ":reason": reason},
    )?;
    cycle.halt_requested = true;
    cycle.halt_reason.get_or_insert_with(|| reason.to_owned());
    Ok(())
}

/// Extends the lease of the process that runs the cycle, if one does.
pub fn renew_lease(tx: &mut WriteTx<'_>, cycle: &mut Cycle, lease: Duration) -> Result<()> {
    let until = tx.now.plus(lease);
    tx.connection.execute(
        "UPDATE coordination_state SET lease_until = :until
         WHERE cycle_id = :id AND owner IS NOT NULL",
        params! {":id": cycle.id.as_str(), ":until": until.as_millis()},
    )?;
    if let Some(ownership) = &mut cycle.ownership {
        ownership.lease_until = until;
    }
    Ok(())
}

/// Stores the command that was sent for a phase: one more attempt, with no answer yet.
pub fn set_command(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    phase: Phase,
    command: MessageId,
) -> Result<()> {
    tx.connection.execute(
        "UPDATE cycle_phases SET
             command_id = :command, attempts = attempts + 1, answer = NULL, answered_at = NULL
         WHERE cycle_id = :id AND phase = :phase",
        params! {
            ":id": cycle.id.as_str(), ":phase": phase.as_str(), ":command": command.get(),
        },
    )?;
    if let Some(record) = record(cycle, phase) {
        record.command = Some(command);
        record.attempts += 1;
        record.answer = None;
    }
    Ok(())
}

/// Stores how the agent of a phase answered.
pub fn set_answer(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    phase: Phase,
    answer: AnswerStatus,
) -> Result<()> {
    tx.connection.execute(
        "UPDATE cycle_phases SET answer = :answer, answered_at = :now
         WHERE cycle_id = :id AND phase = :phase",
        params! {
            ":id": cycle.id.as_str(), ":phase": phase.as_str(), ":answer": answer.as_str(),
            ":now": tx.now.as_millis(),
        },
    )?;
    if let Some(record) = record(cycle, phase) {
        record.answer = Some((answer, tx.now));
    }
    Ok(())
}

/// Stores the last of what the program of a phase said on stderr.
pub fn set_stderr(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    phase: Phase,
    stderr: &str,
) -> Result<()> {
    tx.connection.execute(
        "UPDATE cycle_phases SET stderr = :stderr WHERE cycle_id = :id AND phase = :phase",
        params! {
            ":id": cycle.id.as_str(), ":phase": phase.as_str(), ":stderr": stderr,
        },
    )?;
    if let Some(record) = record(cycle, phase) {
        record.stderr = Some(stderr.to_owned());
    }
    Ok(())
}

/// Stores that the actor approved the shared state with this digest, to go on from the
/// phase of the cycle. Where the cycle waits, that is what was shown: the state may have
/// changed since it began to wait.
pub fn approve(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    digest: &str,
    how: ApprovedHow,
) -> Result<()> {
    tx.connection.execute(
        "UPDATE cycle_phases SET
             approved_by = :by, approved_at = :now, approved_state = :digest, approved_how = :how,
             shown_state = CASE WHEN shown_state IS NOT NULL THEN :digest END
         WHERE cycle_id = :id AND phase = :phase",
        params! {
            ":how": how.as_str(),
            ":id": cycle.id.as_str(), ":phase": cycle.phase.as_str(),
            ":by": tx.actor.name.as_str(), ":now": tx.now.as_millis(), ":digest": digest,
        },
    )?;
    if let Some(record) = record(cycle, cycle.phase) {
        record.approval = Some(Approval {
            by: tx.actor.name.clone(),
            how: Some(how),
            at: tx.now,
            state_digest: digest.to_owned(),
        });
        record.shown = record.shown.take().map(|_| digest.to_owned());
    }
    Ok(())
}

fn set_phase(tx: &mut WriteTx<'_>, cycle: &mut Cycle, to: Phase) -> Result<()> {
    metrics::remove_cycle(tx, &cycle.id)?;
    metrics::add_cycle(tx, to)?;
    metrics::leave_phase(tx, &cycle.id)?;
    let completed_at = to.is_end().then_some(tx.now);
    tx.connection.execute(
        "UPDATE coordination_state SET
             phase = :to, cycle_completed_at = :completed_at
         WHERE cycle_id = :id",
        params! {
            ":id": cycle.id.as_str(), ":to": to.as_str(),
            ":completed_at": completed_at.map(Timestamp::as_millis),
        },
    )?;
    tx.connection.execute(
        "UPDATE cycle_phases SET left_at = :now WHERE cycle_id = :id AND left_at IS NULL",
        params! {":id": cycle.id.as_str(), ":now": tx.now.as_millis()},
    )?;
    cycle.phase = to;
    cycle.completed_at = completed_at;
    for record in &mut cycle.phases {
        record.left_at.get_or_insert(tx.now);
    }
    Ok(())
}

fn insert_phase(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<()> {
    tx.connection.execute(
        "INSERT INTO cycle_phases (cycle_id, step, phase, entered_at)
         SELECT :id, count(*) + 1, :phase, :now FROM cycle_phases WHERE cycle_id = :id",
        params! {
            ":id": cycle.id.as_str(), ":phase": cycle.phase.as_str(),
            ":now": tx.now.as_millis(),
        },
    )?;
    cycle.phases.push(PhaseRecord {
        phase: cycle.phase,
        entered_at: tx.now,
        left_at: None,
        command: None,
        attempts: 0,
        answer: None,
        shown: None,
        approval: None,
        stderr: None,
    });
    Ok(())
}

/// What is recorded of a phase of the cycle, if it has entered that.
fn record(cycle: &mut Cycle, phase: Phase) -> Option<&mut PhaseRecord> {
    let mut records = cycle.phases.iter_mut();
    records.find(|record| record.phase == phase)
}

fn first(tx: &ReadTx<'_>, condition: &str, value: &str) -> Result<Option<Cycle>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM coordination_state WHERE {condition}"
    ))?;
    let cycle = statement.query_optional(params! {":value": value}, from_row)?;
    cycle.map(|cycle| with_phases(tx, cycle)).transpose()
}

fn select(tx: &ReadTx<'_>, condition: &str) -> Result<Vec<Cycle>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM coordination_state WHERE {condition}"
    ))?;
    let cycles = statement.query_map(params! {}, from_row)?;
    cycles.map(|cycle| with_phases(tx, cycle?)).collect()
}

fn with_phases(tx: &ReadTx<'_>, mut cycle: Cycle) -> Result<Cycle> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT phase, entered_at, left_at, command_id, attempts, answer, answered_at,
                shown_state, approved_by, approved_at, approved_state, approved_how, stderr
         FROM cycle_phases WHERE cycle_id = :id ORDER BY step",
    )?;
    let phases = statement.query_map(params! {":id": cycle.id.as_str()}, phase_from_row)?;
    cycle.phases = phases.collect::<engine::Result<_>>()?;
    Ok(cycle)
}

fn phase_from_row(row: &Row<'_>) -> engine::Result<PhaseRecord> {
    let answer = row::parsed_option(row, "answer")?.zip(row::time_option(row, "answered_at")?);
    let approval = match row::parsed_option(row, "approved_by")? {
        Some(by) => Some(Approval {
            by,
            how: row::parsed_option(row, "approved_how")?,
            at: row::time(row, "approved_at")?,
            state_digest: row.get("approved_state")?,
        }),
        None => None,
    };
    Ok(PhaseRecord {
        phase: row::parsed(row, "phase")?,
        entered_at: row::time(row, "entered_at")?,
        left_at: row::time_option(row, "left_at")?,
        command: row
            .get::<Option<i64>>("command_id")?
            .map(MessageId::from_row),
        attempts: row.get("attempts")?,
        answer,
        shown: row.get("shown_state")?,
        approval,
        stderr: row.get("stderr")?,
    })
}

fn from_row(row: &Row<'_>) -> engine::Result<Cycle> {
    let owner: Option<String> = row.get("owner")?;
    let gates: Vec<String> = row::list(row, "gates")?;
    let gates = gates.iter().map(|phase| phase.parse());
    Ok(Cycle {
        id: row::parsed(row, "cycle_id")?,
        symbol: row::parsed(row, "symbol")?,
        mode: row::parsed(row, "mode")?,
        phase: row::parsed(row, "phase")?,
        halt_requested: row.get("halt_requested")?,
        halt_reason: row.get("halt_reason")?,
        ownership: owner
            .zip(row::time_option(row, "lease_until")?)
            .map(|(owner, lease_until)| Ownership { owner, lease_until }),
        epoch: row.get("epoch")?,
        started_at: row::time(row, "cycle_started_at")?,
        completed_at: row::time_option(row, "cycle_completed_at")?,
        result: row::json_option(row, "cycle_result")?,
        errors: row::list(row, "errors")?,
        gates: gates
            .collect::<std::result::Result<_, _>>()
            .map_err(|problem: String| invalid("gates", problem))?,
        phases: Vec::new(),
    })
}
