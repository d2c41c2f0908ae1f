//! The counters of cycles, phases, answers and response times. Each is kept in the
//! transaction that changes what it counts.

use std::collections::BTreeMap;
use std::time::Duration;

use super::engine::{self, Row, invalid, params};
use super::error::Result;
use super::row;
use super::transaction::{ReadTx, WriteTx};
use crate::model::id::{AgentName, CycleId};
use crate::model::metrics::{BOUNDS_MS, Durations, Outcome};
use crate::model::phase::Phase;

/// What is stored as the bound of what exceeds all bounds.
const ABOVE: &str = "above";

/// What is counted, as it is stored.
mod what {
    pub(super) const CYCLES: &str = "cycles";
    pub(super) const PHASES: &str = "phases";
    pub(super) const COMMANDS: &str = "commands";
    pub(super) const RESPONSES: &str = "responses";
}

/// The smallest bound that a time does not exceed, as it is stored.
fn bound(time: Duration) -> String {
    let mut bounds = BOUNDS_MS.into_iter();
    let within = bounds.find(|&bound| time <= Duration::from_millis(bound.into()));
    within.map_or_else(|| ABOVE.to_owned(), |bound| bound.to_string())
}

/// Counts one more.
fn add(tx: &WriteTx<'_>, what: &str, subject: &str, class: &str, sum: i64) -> Result<()> {
    let params = params! {
        ":what": what, ":subject": subject, ":class": class, ":sum": sum, ":most": i64::MAX,
    };
    let counted = tx
        .connection
        .prepare_cached(
            "UPDATE counters SET count = count + 1,
                 sum = CASE WHEN sum < :most - :sum THEN sum + :sum ELSE :most END
             WHERE what = :what AND subject = :subject AND class = :class",
        )?
        .execute(params)?;
    if counted == 0 {
        let params = params! {
            ":what": what, ":subject": subject, ":class": class, ":sum": sum,
        };
        tx.connection
            .prepare_cached(
                "INSERT INTO counters (what, subject, class, count, sum)
                 VALUES (:what, :subject, :class, 1, :sum)",
            )?
            .execute(params)?;
    }
    Ok(())
}

/// Counts a cycle in the phase in which it stands from now on.
pub(super) fn add_cycle(tx: &mut WriteTx<'_>, phase: Phase) -> Result<()> {
    add(tx, what::CYCLES, phase.as_str(), "", 0)
}

/// Counts a cycle no more in the phase in which it is stored.
pub(super) fn remove_cycle(tx: &mut WriteTx<'_>, cycle: &CycleId) -> Result<()> {
    tx.connection
        .prepare_cached(
            "UPDATE counters SET count = count - 1
             WHERE what = 'cycles' AND class = '' AND count > 0
               AND subject = (SELECT phase FROM coordination_state WHERE cycle_id = :id)",
        )?
        .execute(params! {":id": cycle.as_str()})?;
    Ok(())
}

/// Counts how long the phase took that a cycle leaves now. A clock that was set back makes
/// it no shorter than nothing.
pub(super) fn leave_phase(tx: &mut WriteTx<'_>, cycle: &CycleId) -> Result<()> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT phase, entered_at FROM cycle_phases
         WHERE cycle_id = :id AND left_at IS NULL",
    )?;
    let params = params! {":id": cycle.as_str()};
    let left = statement.query_map(params, |row| {
        Ok((row.get::<String>("phase")?, row::time(row, "entered_at")?))
    })?;
    for (phase, entered_at) in left.collect::<engine::Result<Vec<_>>>()? {
        let took = (tx.now.as_millis().saturating_sub(entered_at.as_millis())).max(0);
        let class = bound(Duration::from_millis(took.unsigned_abs()));
        add(tx, what::PHASES, &phase, &class, took)?;
    }
    Ok(())
}

/// Counts how a command of a cycle came out.
pub fn add_outcome(tx: &mut WriteTx<'_>, agent: &AgentName, outcome: Outcome) -> Result<()> {
    add(tx, what::COMMANDS, agent.as_str(), outcome.as_str(), 0)
}

/// Counts how long an agent took to respond.
pub(super) fn add_response(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    response_ms: Option<f64>,
) -> Result<()> {
    let took = response_ms.map(|ms| Duration::try_from_secs_f64(ms / 1000.0));
    let Some(Ok(took)) = took else { return Ok(()) };
    let us = i64::try_from(took.as_micros()).unwrap_or(i64::MAX);
    add(tx, what::RESPONSES, agent.as_str(), &bound(took), us)
}

/// The counters of one kind: of what, of which class, how many, and their sum.
fn read<T>(
    tx: &ReadTx<'_>,
    what: &str,
    mut each: impl FnMut(&Row<'_>) -> engine::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT subject, class, count, sum FROM counters WHERE what = :what")?;
    let read = statement.query_map(params! {":what": what}, |row| each(row))?;
    Ok(read.collect::<engine::Result<_>>()?)
}

/// How many cycles stand in each phase.
pub fn cycles_by_phase(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, u64>> {
    let counts = read(tx, what::CYCLES, |row| {
        Ok((row::parsed(row, "subject")?, row.get("count")?))
    })?;
    Ok(counts.into_iter().filter(|(_, count)| *count > 0).collect())
}

/// How long the phases took that cycles have left.
pub fn phase_durations(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, Durations>> {
    durations(tx, what::PHASES, 1_000, |row| row::parsed(row, "subject"))
}

/// How long agents took to respond.
pub fn response_times(tx: &ReadTx<'_>) -> Result<BTreeMap<AgentName, Durations>> {
    durations(tx, what::RESPONSES, 1, |row| row::parsed(row, "subject"))
}

fn durations<K: Ord>(
    tx: &ReadTx<'_>,
    what: &str,
    unit_us: u64,
    key: impl Fn(&Row<'_>) -> engine::Result<K>,
) -> Result<BTreeMap<K, Durations>> {
    let mut found: BTreeMap<K, Durations> = BTreeMap::new();
    read(tx, what, |row| {
        let up_to = match row.text("class")? {
            ABOVE => u64::MAX,
            bound => bound.parse().map_err(|problem| invalid("class", problem))?,
        };
        let sum: u64 = row.get("sum")?;
        let durations = found.entry(key(row)?).or_default();
        durations.add(up_to, row.get("count")?, sum.saturating_mul(unit_us));
        Ok(())
    })?;
    Ok(found)
}

/// How the commands of cycles came out, by the agent that they were sent to.
pub fn outcomes(tx: &ReadTx<'_>) -> Result<BTreeMap<(AgentName, Outcome), u64>> {
    let counts = read(tx, what::COMMANDS, |row| {
        let key = (row::parsed(row, "subject")?, row::parsed(row, "class")?);
        Ok((key, row.get("count")?))
    })?;
    Ok(counts.into_iter().collect())
}

/// Where the counters are not what counting comes to. What was pruned is still counted
/// among the durations, and so more may be counted there than is stored.
pub fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare(
        "SELECT phase, CAST(sum(counted) AS BIGINT), CAST(sum(stored) AS BIGINT) FROM (
             SELECT subject AS phase, count AS counted, 0 AS stored FROM counters
             WHERE what = 'cycles'
             UNION ALL SELECT phase, 0, count(*) FROM coordination_state GROUP BY phase) AS numbers
         GROUP BY phase HAVING sum(counted) <> sum(stored)",
    )?;
    let cycles = statement.query_map(params! {}, |row| {
        let (phase, counted, stored): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!(
            "{counted} cycles in {phase} are counted, and {stored} are stored"
        ))
    })?;
    let mut problems: Vec<_> = cycles.collect::<engine::Result<_>>()?;
    let counted = phase_durations(tx)?;
    let mut statement = tx.connection.prepare(
        "SELECT phase, count(*), CAST(sum(
                CASE WHEN left_at > entered_at THEN left_at - entered_at ELSE 0 END) AS BIGINT)
         FROM cycle_phases
         WHERE left_at IS NOT NULL GROUP BY phase",
    )?;
    let mut rows = statement.query(params! {})?;
    while let Some(row) = &rows.next()? {
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
