//! Messages that were refused because an inbox was full. Senders retry often, so one event covers
//! many refusals: at most one for each sender, recipient and minute.
//!
//! Refusals that no event covers yet are counted in `system_config`, under a key for each recipient
//! and sender; the time of that row is that of the latest event. The first refusal in another
//! minute records the rest, or the next time that the recipient receives.

use super::engine::{self, params};
use super::error::Result;
use super::setting::REFUSED;
use super::transaction::WriteTx;
use super::{agent, audit, row};
use crate::model::agent::Agent;
use crate::model::clock::Timestamp;
use crate::model::error::{Error, ErrorKind};
use crate::model::events::{Event, Refused};
use crate::model::id::AgentName;
use crate::model::operation::{Action, Operation};

/// The milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// Counts a refused message, and records an event unless there was one in this minute.
pub(super) fn count(tx: &mut WriteTx<'_>, operation: &Operation<'_>, rule: &Error) -> Result<()> {
    let Some((from, to)) = rule.full_inbox() else {
        return Ok(());
    };
    let key = format!("{REFUSED}{to}:{from}");
    let mut statement = tx.connection.prepare_cached(
        "SELECT CAST(value AS BIGINT) AS count, updated_at FROM system_config WHERE key = :key",
    )?;
    let known = statement.query_optional(params! {":key": &key}, |row| {
        Ok((row.get::<u64>("count")?, row::time(row, "updated_at")?))
    })?;
    drop(statement);
    let unrecorded = known.map_or(0, |(count, _)| count) + 1;
    match known {
        Some((_, recorded_at)) if minute(recorded_at) == minute(tx.now) => {
            store(tx, &key, unrecorded, from, recorded_at)?;
            // A later event covers it.
            tx.recorded = true;
            Ok(())
        }
        _ => {
            store(tx, &key, 0, from, tx.now)?;
            let subject = audit::subject_of(operation);
            let event = Event::Refused(Refused {
                count: Some(unrecorded),
                to: Some(to.clone()),
                ..audit::refused(operation, rule)
            });
            tx.acting_as(from, |tx| audit::append(tx, &event, subject))
        }
    }
}

/// Records the refusals of earlier minutes because of the full inbox of `to` that no event covers
/// yet.
pub fn settle(tx: &mut WriteTx<'_>, to: &AgentName) -> Result<()> {
    if !tx.has_refusals()? {
        return Ok(());
    }
    let prefix = format!("{REFUSED}{to}:");
    let mut statement = tx.connection.prepare_cached(
        "SELECT key, CAST(value AS BIGINT) AS count, updated_by, updated_at FROM system_config
         WHERE key > :prefix AND key < :prefix || '~'",
    )?;
    let rows = statement.query_map(params! {":prefix": prefix}, |row| {
        let from: AgentName = row::parsed(row, "updated_by")?;
        let key: String = row.get("key")?;
        Ok((
            key,
            row.get::<u64>("count")?,
            from,
            row::time(row, "updated_at")?,
        ))
    })?;
    let rows = rows.collect::<engine::Result<Vec<_>>>()?;
    drop(statement);
    for (key, count, from, recorded_at) in rows {
        if minute(recorded_at) == minute(tx.now) {
            continue;
        }
        tx.connection
            .prepare_cached("DELETE FROM system_config WHERE key = :key")?
            .execute(params! {":key": &key})?;
        // An earlier event covers it.
        tx.recorded = true;
        if count > 0 {
            let event = Event::Refused(Refused {
                action: Action::MessageSend.as_str().to_owned(),
                count: Some(count),
                error: ErrorKind::Busy.as_str().to_owned(),
                reason: format!("the inbox of {to} was full"),
                since: Some(recorded_at),
                to: Some(to.clone()),
            });
            // The sender may have been removed since.
            let sender = agent::find(tx, &from)?.unwrap_or_else(|| Agent::inactive(from));
            tx.acting_for(sender, |tx| audit::append(tx, &event, "system".to_owned()))?;
        }
    }
    Ok(())
}

fn store(
    tx: &WriteTx<'_>,
    key: &str,
    count: u64,
    from: &AgentName,
    recorded_at: Timestamp,
) -> Result<()> {
    tx.connection
        .prepare_cached(
            "INSERT INTO system_config (key, value, updated_by, updated_at)
             VALUES (:key, :value, :from, :at)
             ON CONFLICT (key) DO UPDATE SET
                 value = excluded.value, updated_at = excluded.updated_at",
        )?
        .execute(params! {
            ":key": key, ":value": count.to_string(), ":from": from.as_str(),
            ":at": recorded_at.as_millis(),
        })?;
    Ok(())
}

const fn minute(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(MINUTE)
}
