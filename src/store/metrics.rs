//! Counts over whole tables, for those who watch from afar. Changes nothing.

use std::collections::BTreeMap;

use super::{ReadTx, Result, row};
use crate::model::metrics::Durations;
use crate::model::phase::Phase;

/// How many cycles stand in each phase.
pub fn cycles_by_phase(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, u64>> {
    let mut statement = tx
        .connection
        .prepare("SELECT phase, count(*) AS count FROM coordination_state GROUP BY phase")?;
    let counts = statement.query_map([], |row| {
        Ok((row::parsed(row, "phase")?, row.get("count")?))
    })?;
    Ok(counts.collect::<rusqlite::Result<_>>()?)
}

/// How long the phases took that cycles have left. A clock that was set back makes
/// none of them negative.
pub fn phase_durations(tx: &ReadTx<'_>) -> Result<BTreeMap<Phase, Durations>> {
    let mut statement = tx.connection.prepare(
        "SELECT phase, max(0, left_at - entered_at) AS took FROM cycle_phases
         WHERE left_at IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut phases: BTreeMap<Phase, Durations> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let durations = phases.entry(row::parsed(row, "phase")?).or_default();
        durations.add(row.get("took")?);
    }
    Ok(phases)
}

/// How often the messages that are stored have been delivered.
pub fn deliveries(tx: &ReadTx<'_>) -> Result<u64> {
    let sql = "SELECT coalesce(sum(deliveries), 0) FROM agent_messages";
    Ok(tx.connection.query_row(sql, [], |row| row.get(0))?)
}
