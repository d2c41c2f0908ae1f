//! Messages that were refused because an inbox was full. Senders try again and again, so
//! that one event tells of many refusals: one at most for each sender, recipient and
//! minute.
//!
//! What no event has told of yet is counted in `system_config`, under a key for each
//! recipient and sender; the time of that row is that of the latest event. The rest is
//! told of by the first refusal in another minute, or when the recipient next receives.

use super::engine::{self, params};
use super::error::Result;
use super::setting::REFUSED;
use super::transaction::WriteTx;
use super::{audit, row};
use crate::model::clock::Timestamp;
use crate::model::error::{Error, ErrorKind};
use crate::model::events::{Event, Refused};
use crate::model::id::AgentName;
use crate::model::operation::{Action, Operation};

/// The milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// Counts a message that was refused, and tells of it if nothing was told in this minute.
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
    let untold = known.map_or(0, |(count, _)| count) + 1;
    match known {
        Some((_, told_at)) if minute(told_at) == minute(tx.now) => {
            store(tx, &key, untold, from, told_at)?;
            // Told of later.
            tx.recorded = true;
            Ok(())
        }
        _ => {
            store(tx, &key, 0, from, tx.now)?;
            let subject = audit::subject_of(operation);
            let event = Event::Refused(Refused {
                count: Some(untold),
                to: Some(to.clone()),
                ..audit::refused(operation, rule)
            });
            tx.acting_as(from, |tx| audit::append(tx, &event, subject))
        }
    }
}

/// Tells of what was refused in earlier minutes because the inbox of `to` was full, and
/// was not told of yet.
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
    for (key, count, from, told_at) in rows {
        if minute(told_at) == minute(tx.now) {
            continue;
        }
        tx.connection
            .prepare_cached("DELETE FROM system_config WHERE key = :key")?
            .execute(params! {":key": &key})?;
        // Told of already.
        tx.recorded = true;
        if count > 0 {
            let event = Event::Refused(Refused {
                action: Action::MessageSend.as_str().to_owned(),
                count: Some(count),
                error: ErrorKind::Busy.as_str().to_owned(),
                reason: format!("the inbox of {to} was full"),
                since: Some(told_at),
                to: Some(to.clone()),
            });
            tx.acting_as(&from, |tx| audit::append(tx, &event, "system".to_owned()))?;
        }
    }
    Ok(())
}

fn store(
    tx: &WriteTx<'_>,
    key: &str,
    count: u64,
    from: &AgentName,
    told_at: Timestamp,
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
            ":at": told_at.as_millis(),
        })?;
    Ok(())
}

const fn minute(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(MINUTE)
}
