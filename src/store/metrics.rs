//! The counters of cycles, phases, answers and response times. Each is kept in the
//! transaction that changes what it counts.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::{Params, Row, named_params};

use super::{ReadTx, Result, WriteTx, row};
use crate::model::agent::AgentName;
use crate::model::cycle::CycleId;
use crate::model::metrics::{BOUNDS_MS, Durations, Outcome};
use crate::model::phase::Phase;

/// What is stored as the bound of what exceeds all bounds.
const ABOVE: i64 = i64::MAX;

/// The smallest bound that a time does not exceed, as it is stored.
fn bound(time: Duration) -> i64 {
    let mut bounds = BOUNDS_MS.into_iter();
    let within = bounds.find(|&bound| time <= Duration::from_millis(bound.into()));
    within.map_or(ABOVE, i64::from)
}

fn run(tx: &WriteTx<'_>, sql: &str, params: impl Params) -> Result<()> {
    tx.connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Counts a cycle in the phase in which it stands from now on.
pub(super) fn add_cycle(tx: &mut WriteTx<'_>, phase: Phase) -> Result<()> {
    run(
        tx,
        "INSERT INTO cycles_by_phase AS old (phase, count) VALUES (:phase, 1)
         ON CONFLICT DO UPDATE SET count = old.count + 1",
        named_params! {":phase": phase.as_str()},
    )
}

/// Counts a cycle no more in the phase in which it is stored.
pub(super) fn remove_cycle(tx: &mut WriteTx<'_>, cycle: &CycleId) -> Result<()> {
    run(
        tx,
        "UPDATE cycles_by_phase SET count = max(0, count - 1)
         WHERE phase = (SELECT phase FROM coordination_state WHERE cycle_id = :id)",
        named_params! {":id": cycle.as_str()},
    )
}

/// Counts how long the phase took that a cycle leaves now. A clock that was set back makes
/// it no shorter than nothing.
pub(super) fn leave_phase(tx: &mut WriteTx<'_>, cycle: &CycleId) -> Result<()> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT phase, max(0, :now - entered_at) AS took FROM cycle_phases
         WHERE cycle_id = :id AND left_at IS NULL",
    )?;
    let params = named_params! {":id": cycle.as_str(), ":now": tx.now.as_millis()};
    let left = statement.query_map(params, |row| {
        Ok((row.get::<_, String>("phase")?, row.get::<_, u64>("took")?))
    })?;
    for (phase, took) in left.collect::<rusqlite::Result<Vec<_>>>()? {
        run(
            tx,
            "INSERT INTO phase_durations AS old (phase, up_to, count, sum)
             VALUES (:phase, :up_to, 1, :took)
             ON CONFLICT DO UPDATE SET count = old.count + 1, sum = old.sum + excluded.sum",
            named_params! {
                ":phase": phase, ":up_to": bound(Duration::from_millis(took)), ":took": took,
            },
        )?;
    }
    Ok(())
}

/// Counts how a command of a cycle came out.
pub fn add_outcome(tx: &mut WriteTx<'_>, agent: &AgentName, outcome: Outcome) -> Result<()> {
    run(
        tx,
        "INSERT INTO command_outcomes AS old (agent, outcome, count) VALUES (:agent, :outcome, 1)
         ON CONFLICT DO UPDATE SET count = old.count + 1",
        named_params! {":agent": agent.as_str(), ":outcome": outcome.as_str()},
    )
}

/// Counts how long an agent took to respond.
pub(super) fn add_response(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    response_ms: Option<f64>,
) -> Result<()> {
    let took = response_ms.map(|ms| Duration::try_from_secs_f64(ms / 1000.0));
    let Some(Ok(took)) = took else { return Ok(()) };
    run(
        tx,
        "INSERT INTO response_times AS old (agent, up_to, count, sum)
         VALUES (:agent, :up_to, 1, :took)
         ON CONFLICT DO UPDATE SET
             count = old.count + 1, sum = min(old.sum, :most - excluded.sum) + excluded.sum",
        named_params! {
            ":agent": agent.as_str(), ":up_to": bound(took), ":most": i64::MAX,
            ":took": i64::try_from(took.as_micros()).unwrap_or(i64::MAX),
        },
    )
}

/// How many cycles stand in each phase.
pub fn cycles_by_phase(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, u64>> {
    let mut statement = tx
        .connection
        .prepare("SELECT phase, count FROM cycles_by_phase WHERE count > 0")?;
    let counts = statement.query_map([], |row| {
        Ok((row::parsed(row, "phase")?, row.get("count")?))
    })?;
    Ok(counts.collect::<rusqlite::Result<_>>()?)
}

/// How long the phases took that cycles have left.
pub fn phase_durations(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, Durations>> {
    let sql = "SELECT phase, up_to, count, sum FROM phase_durations";
    durations(tx, sql, 1_000, |row| row::parsed(row, "phase"))
}

/// How long agents took to respond.
pub fn response_times(tx: &ReadTx<'_>) -> Result<BTreeMap<AgentName, Durations>> {
    let sql = "SELECT agent, up_to, count, sum FROM response_times";
    durations(tx, sql, 1, |row| row::parsed(row, "agent"))
}

fn durations<K: Ord>(
    tx: &ReadTx<'_>,
    sql: &str,
    unit_us: u64,
    key: impl Fn(&Row<'_>) -> rusqlite::Result<K>,
) -> Result<BTreeMap<K, Durations>> {
    let mut statement = tx.connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut found: BTreeMap<K, Durations> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let up_to: i64 = row.get("up_to")?;
        let sum: u64 = row.get("sum")?;
        found.entry(key(row)?).or_default().add(
            u64::try_from(up_to).unwrap_or_default(),
            row.get("count")?,
            sum.saturating_mul(unit_us),
        );
    }
    Ok(found)
}

/// How the commands of cycles came out, by the agent that they were sent to.
pub fn outcomes(tx: &ReadTx<'_>) -> Result<BTreeMap<(AgentName, Outcome), u64>> {
    let mut statement = tx
        .connection
        .prepare("SELECT agent, outcome, count FROM command_outcomes")?;
    let counts = statement.query_map([], |row| {
        let key = (row::parsed(row, "agent")?, row::parsed(row, "outcome")?);
        Ok((key, row.get("count")?))
    })?;
    Ok(counts.collect::<rusqlite::Result<_>>()?)
}

/// Where the counters are not what counting comes to. What was pruned is still counted
/// among the durations, and so more may be counted there than is stored.
pub fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare(
        "SELECT phase, sum(counted), sum(stored) FROM (
             SELECT phase, count AS counted, 0 AS stored FROM cycles_by_phase
             UNION ALL SELECT phase, 0, count(*) FROM coordination_state GROUP BY phase)
         GROUP BY phase HAVING sum(counted) <> sum(stored)",
    )?;
    let cycles = statement.query_map([], |row| {
        let (phase, counted, stored): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!(
            "{counted} cycles in {phase} are counted, and {stored} are stored"
        ))
    })?;
    let mut problems: Vec<_> = cycles.collect::<rusqlite::Result<_>>()?;
    let counted = phase_durations(tx)?;
    let mut statement = tx.connection.prepare(
        "SELECT phase, count(*), sum(max(0, left_at - entered_at)) FROM cycle_phases
         WHERE left_at IS NOT NULL GROUP BY phase",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let phase: Phase = row::parsed(row, "phase")?;
        let (stored, took): (u64, u64) = (row.get(1)?, row.get(2)?);
        let counted = counted.get(&phase).cloned().unwrap_or_default();
        if counted.count < stored || counted.sum_us < took.saturating_mul(1_000) {
            problems.push(format!(
                "{} phases of {phase} in {} ms are counted, and {stored} in {took} ms are stored",
                counted.count,
                counted.sum_us / 1_000
            ));
        }
    }
    Ok(problems)
}
