//! The rows of `agent_health`. Every update is one statement: nothing is read
//! to be written back.

use super::engine::{self, Row, params};
use super::error::Result;
use super::transaction::{ReadTx, WriteTx};
use super::{metrics, row};
use crate::model::health::{self, HealthRecord, HeartbeatSource};
use crate::model::id::AgentName;

const RECORDS: &str = "SELECT name, last_heartbeat, own_heartbeat, avg_response_time_ms, \
     last_response_ms, response_2_ms, response_3_ms, response_4_ms, response_5_ms, responses, \
     error_count, success_count, recent, status_message \
     FROM agents LEFT JOIN agent_health ON agent_name = name WHERE name <> 'operator'";

/// The columns of the latest response times, the newest first.
const RECENT_RESPONSES: [&str; health::RECENT_RESPONSES] = [
    "last_response_ms",
    "response_2_ms",
    "response_3_ms",
    "response_4_ms",
    "response_5_ms",
];

/// The assignments of an update that adds the response time `:ms`, where there is one.
const ADD_RESPONSE: &str = "
     avg_response_time_ms = CASE WHEN :ms IS NULL THEN h.avg_response_time_ms
         ELSE h.avg_response_time_ms + (:ms - h.avg_response_time_ms) / (h.responses + 1) END,
     last_response_ms = CASE WHEN :ms IS NULL THEN h.last_response_ms ELSE :ms END,
     response_2_ms = CASE WHEN :ms IS NULL THEN h.response_2_ms ELSE h.last_response_ms END,
     response_3_ms = CASE WHEN :ms IS NULL THEN h.response_3_ms ELSE h.response_2_ms END,
     response_4_ms = CASE WHEN :ms IS NULL THEN h.response_4_ms ELSE h.response_3_ms END,
     response_5_ms = CASE WHEN :ms IS NULL THEN h.response_5_ms ELSE h.response_4_ms END,
     responses = h.responses + excluded.responses";

/// The records of all agents, in the order in which agents are listed; an agent
/// that was never heard of has an empty one.
pub fn list(tx: &ReadTx<'_>) -> Result<Vec<HealthRecord>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "{RECORDS} AND removed_at IS NULL ORDER BY authority_level, name"
    ))?;
    let records = statement.query_map(params! {}, |row| from_row(tx, row))?;
    Ok(records.collect::<engine::Result<_>>()?)
}

/// The record of one agent that is registered, or was until it was removed.
pub fn get(tx: &ReadTx<'_>, agent: &AgentName) -> Result<HealthRecord> {
    let mut statement = tx
        .connection
        .prepare_cached(&format!("{RECORDS} AND name = :agent"))?;
    let params = params! {":agent": agent.as_str()};
    Ok(statement.query_one(params, |row| from_row(tx, row))?)
}

/// Records a heartbeat, and the response time and message that came with it.
/// What is recorded of errors stays.
pub fn beat(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    source: HeartbeatSource,
    response_ms: Option<f64>,
    message: Option<&str>,
) -> Result<()> {
    tx.connection
        .prepare_cached(&format!(
            "INSERT INTO agent_health AS h
                 (agent_name, last_heartbeat, own_heartbeat, avg_response_time_ms,
                  last_response_ms, responses, status_message)
             VALUES (:agent, :now, :own, coalesce(:ms, 0), :ms,
                 CASE WHEN :ms IS NULL THEN 0 ELSE 1 END, :message)
             ON CONFLICT (agent_name) DO UPDATE SET
                 last_heartbeat = excluded.last_heartbeat,
                 own_heartbeat = excluded.own_heartbeat,
                 status_message = coalesce(:message, h.status_message),
                 {ADD_RESPONSE}"
        ))?
        .execute(params! {
            ":agent": agent.as_str(), ":now": tx.now.as_millis(),
            ":own": source == HeartbeatSource::Agent, ":ms": response_ms, ":message": message,
        })?;
    metrics::add_response(tx, agent, response_ms)
}

/// Records one operation of the agent that succeeded, and how long it took.
pub fn success(tx: &mut WriteTx<'_>, agent: &AgentName, response_ms: Option<f64>) -> Result<()> {
    tx.connection
        .prepare_cached(&format!(
            "INSERT INTO agent_health AS h
                 (agent_name, success_count, avg_response_time_ms, last_response_ms, responses)
             VALUES (:agent, 1, coalesce(:ms, 0), :ms,
                 CASE WHEN :ms IS NULL THEN 0 ELSE 1 END)
             ON CONFLICT (agent_name) DO UPDATE SET
                 success_count = h.success_count + 1,
                 recent = (h.recent << 1) & 16777215,
                 {ADD_RESPONSE}"
        ))?
        .execute(params! {":agent": agent.as_str(), ":ms": response_ms})?;
    metrics::add_response(tx, agent, response_ms)
}

/// Records one operation of the agent that failed, and how long it took.
pub fn error(
    tx: &mut WriteTx<'_>,
    agent: &AgentName,
    message: &str,
    response_ms: Option<f64>,
) -> Result<()> {
    tx.connection
        .prepare_cached(&format!(
            "INSERT INTO agent_health AS h
                 (agent_name, error_count, recent, status_message, avg_response_time_ms,
                  last_response_ms, responses)
             VALUES (:agent, 1, 1, :message, coalesce(:ms, 0), :ms,
                 CASE WHEN :ms IS NULL THEN 0 ELSE 1 END)
             ON CONFLICT (agent_name) DO UPDATE SET
                 error_count = h.error_count + 1,
                 recent = ((h.recent << 1) | 1) & 16777215,
                 status_message = excluded.status_message,
                 {ADD_RESPONSE}"
        ))?
        .execute(params! {
            ":agent": agent.as_str(), ":message": message, ":ms": response_ms,
        })?;
    metrics::add_response(tx, agent, response_ms)
}

/// Creates the record of an agent that has none: it was heard of now, and has done nothing
/// yet. Tells whether it had none.
pub fn initialize(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<bool> {
    let created = tx.connection.execute(
        "INSERT INTO agent_health (agent_name, last_heartbeat) VALUES (:agent, :now)
         ON CONFLICT (agent_name) DO NOTHING",
        params! {":agent": agent.as_str(), ":now": tx.now.as_millis()},
    )?;
    Ok(created > 0)
}

/// Forgets all that is recorded of the agent's health.
pub fn reset(tx: &mut WriteTx<'_>, agent: &AgentName) -> Result<()> {
    tx.connection.execute(
        "DELETE FROM agent_health WHERE agent_name = :agent",
        params! {":agent": agent.as_str()},
    )?;
    Ok(())
}

fn from_row(tx: &ReadTx<'_>, row: &Row<'_>) -> engine::Result<HealthRecord> {
    let agent = row::parsed(row, "name")?;
    if row.get::<Option<i64>>("error_count")?.is_none() {
        return Ok(HealthRecord::unknown(agent, tx.health_thresholds));
    }
    let responses = RECENT_RESPONSES.into_iter().map(|column| row.get(column));
    let responses: Vec<Option<f64>> = responses.collect::<engine::Result<_>>()?;
    Ok(HealthRecord {
        agent,
        last_heartbeat: row::time_option(row, "last_heartbeat")?,
        heartbeat_source: if row.get("own_heartbeat")? {
            HeartbeatSource::Agent
        } else {
            HeartbeatSource::Pipeline
        },
        avg_response_time_ms: row.get("avg_response_time_ms")?,
        recent_responses_ms: responses.into_iter().flatten().collect(),
        responses: row.get("responses")?,
        error_count: row.get("error_count")?,
        success_count: row.get("success_count")?,
        recent: row.get("recent")?,
        status_message: row.get("status_message")?,
        thresholds: tx.health_thresholds,
    })
}
