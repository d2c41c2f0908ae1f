//! What is set for the whole system: the rows of `system_config`.

use std::str::FromStr;

use super::engine::{self, Row, invalid, params};
use super::error::Result;
use super::transaction::{ReadTx, WriteTx};
use crate::model::limits::Limits;
use crate::model::mode::Mode;

const MODE: &str = "system_mode";
const MAX_PENDING: &str = "max_pending";
const MAX_DELIVERIES: &str = "max_deliveries";
const SURVIVORS: &str = "survivors";

/// The mode in force; guide until another is set.
pub fn mode(tx: &ReadTx<'_>) -> Result<Mode> {
    Ok(get(tx, MODE)?.unwrap_or_default())
}

/// Sets the mode.
pub fn set_mode(tx: &mut WriteTx<'_>, mode: Mode) -> Result<()> {
    set(tx, MODE, mode.as_str())
}

/// With what the keys begin under which refused messages are counted.
pub(super) const REFUSED: &str = "refused:";

/// What most operations on messages look up: the limits in force (see
/// [`Limits::default`] until others are set), and whether refused messages are counted.
pub(super) fn limits(tx: &ReadTx<'_>) -> engine::Result<(Limits, bool)> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT key, value FROM system_config")?;
    let mut rows = statement.query(params! {})?;
    let (mut limits, mut has_refusals) = (Limits::default(), false);
    while let Some(row) = &rows.next()? {
        match row.text("key")? {
            MAX_PENDING => limits.max_pending = value(row)?,
            MAX_DELIVERIES => limits.max_deliveries = value(row)?,
            key => has_refusals |= key.starts_with(REFUSED),
        }
    }
    Ok((limits, has_refusals))
}

impl ReadTx<'_> {
    /// The limits in force.
    pub fn limits(&self) -> engine::Result<Limits> {
        self.set().map(|(limits, _)| limits)
    }

    /// Whether there are refused messages that the audit log does not cover yet.
    pub(super) fn has_refusals(&self) -> engine::Result<bool> {
        self.set().map(|(_, has_refusals)| has_refusals)
    }

    fn set(&self) -> engine::Result<(Limits, bool)> {
        match self.limits.get() {
            Some(set) => Ok(*set),
            None => limits(self).map(|set| *self.limits.get_or_init(|| set)),
        }
    }
}

/// Sets the limits.
pub fn set_limits(tx: &mut WriteTx<'_>, limits: &Limits) -> Result<()> {
    set(tx, MAX_PENDING, &limits.max_pending.to_string())?;
    set(tx, MAX_DELIVERIES, &limits.max_deliveries.to_string())
}

/// What is kept of processes that could not be killed, as JSON.
pub fn survivors(tx: &ReadTx<'_>) -> Result<Option<String>> {
    Ok(get(tx, SURVIVORS)?)
}

/// Keeps that.
pub fn set_survivors(tx: &mut WriteTx<'_>, json: &str) -> Result<()> {
    set(tx, SURVIVORS, json)
}

fn get<T: FromStr<Err: std::fmt::Display>>(
    tx: &ReadTx<'_>,
    key: &str,
) -> engine::Result<Option<T>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT value FROM system_config WHERE key = :key")?;
    statement.query_optional(params! {":key": key}, value)
}

fn value<T: FromStr<Err: std::fmt::Display>>(found: &Row<'_>) -> engine::Result<T> {
    let text = found.text("value")?;
    text.parse().map_err(|error| invalid("value", error))
}

fn set(tx: &mut WriteTx<'_>, key: &str, value: &str) -> Result<()> {
    tx.connection.execute(
        "INSERT INTO system_config (key, value, updated_by, updated_at)
         VALUES (:key, :value, :by, :now)
         ON CONFLICT (key) DO UPDATE SET
             value = excluded.value, updated_by = excluded.updated_by,
             updated_at = excluded.updated_at",
        params! {
            ":key": key, ":value": value,
            ":by": tx.actor.name.as_str(), ":now": tx.now.as_millis(),
        },
    )?;
    Ok(())
}
