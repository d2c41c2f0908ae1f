//! The rows of `agent_health`. Every update is one statement: nothing is read
//! to be written back.

use rusqlite::{Row, named_params};

use super::{ReadTx, Result, WriteTx, row};
use crate::model::agent::AgentName;
use crate::model::health::HealthRecord;

const RECORDS: &str = "SELECT name, last_heartbeat, avg_response_time_ms, last_response_ms, \
     responses, error_count, success_count, recent, status_message \
     FROM agents LEFT JOIN agent_health ON agent_name = name WHERE name <> 'operator'";

/// The records of all agents, in the order in which agents are listed; an agent
/// that was never heard of has an empty one.
pub fn list(tx: &ReadTx<'_>) -> Result<Vec<HealthRecord>> {
    let mut statement = tx
        .connection
        .prepare_cached(&format!("{RECORDS} ORDER BY authority_level, name"))?;
    let records = statement.query_map([], from_row)?;
    Ok(records.collect::<rusqlite::Result<_>>()?)
}

/// The record of one agent that is registered.
pub fn get(tx: &ReadTx<'_>, agent: &AgentName) -> Result<HealthRecord> {
    let mut statement = tx
        .connection
        .prepare_cached(&format!("{RECORDS} AND name = :agent"))?;
    Ok(statement.query_row(named_params! {":agent": agent.as_str()}, from_row)?)
}

/// Records a heartbeat, and the response time and message that came with it.
/// What is recorded of errors stays.
pub fn beat(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    response_ms: Option<f64>,
    message: Option<&str>,
) -> Result<()> {
    tx.connection
        .prepare_cached(
            "INSERT INTO agent_health AS h
                 (agent_name, last_heartbeat, avg_response_time_ms, last_response_ms, responses,
                  status_message)
             VALUES (:agent, :now, coalesce(:ms, 0), :ms, :ms IS NOT NULL, :message)
             ON CONFLICT (agent_name) DO UPDATE SET
                 last_heartbeat = excluded.last_heartbeat,
                 avg_response_time_ms = iif(:ms IS NULL, h.avg_response_time_ms,
                     h.avg_response_time_ms + (:ms - h.avg_response_time_ms) / (h.responses + 1)),
                 last_response_ms = coalesce(:ms, h.last_response_ms),
                 responses = h.responses + excluded.responses,
                 status_message = coalesce(:message, h.status_message)",
        )?
        .execute(named_params! {
            ":agent": agent.as_str(), ":now": tx.now.as_millis(), ":ms": response_ms,
            ":message": message,
        })?;
    Ok(())
}

/// Records one operation of the agent that succeeded.
pub fn success(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
    tx.connection
        .prepare_cached(
            "INSERT INTO agent_health AS h (agent_name, success_count) VALUES (:agent, 1)
             ON CONFLICT (agent_name) DO UPDATE SET
                 success_count = h.success_count + 1,
                 recent = (h.recent << 1) & 0xFFFFFF",
        )?
        .execute(named_params! {":agent": agent.as_str()})?;
    Ok(())
}

/// Records one operation of the agent that failed.
pub fn error(tx: &mut WriteTx<'_>, agent: &AgentName, message: &str) -> Result<()> {
    tx.connection
        .prepare_cached(
            "INSERT INTO agent_health AS h (agent_name, error_count, recent, status_message)
             VALUES (:agent, 1, 1, :message)
             ON CONFLICT (agent_name) DO UPDATE SET
                 error_count = h.error_count + 1,
                 recent = ((h.recent << 1) | 1) & 0xFFFFFF,
                 status_message = excluded.status_message",
        )?
        .execute(named_params! {":agent": agent.as_str(), ":message": message})?;
    Ok(())
}

/// Forgets all that is recorded of the agent's health.
pub fn reset(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
    tx.connection.execute(
        "DELETE FROM agent_health WHERE agent_name = :agent",
        named_params! {":agent": agent.as_str()},
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<HealthRecord> {
    let agent = row::parsed(row, "name")?;
    if row.get::<_, Option<i64>>("error_count")?.is_none() {
        return Ok(HealthRecord::unknown(agent));
    }
    Ok(HealthRecord {
        agent,
        last_heartbeat: row::time_option(row, "last_heartbeat")?,
        avg_response_time_ms: row.get("avg_response_time_ms")?,
        last_response_ms: row.get("last_response_ms")?,
        responses: row.get("responses")?,
        error_count: row.get("error_count")?,
        success_count: row.get("success_count")?,
        recent: row.get("recent")?,
        status_message: row.get("status_message")?,
    })
}
