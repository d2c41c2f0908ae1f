//! The rows of `shared_state`: every version of every value, only ever appended.

use super::engine::{self, Row, params, texts_in};
use super::error::Result;
use super::page::{self, PAGE_ITEMS, Page};
use super::row;
use super::transaction::{ReadTx, WriteTx};
use crate::model::audit::HashOfParts;
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::shared_state::{Size, StateEntry};

/// How many versions are too many to be looked at one by one.
const FEW: usize = 100;

const COLUMNS: &str = "cycle_id, key, version, value, written_by, written_at";

/// The newest version under a key.
pub fn get(tx: &ReadTx<'_>, cycle: &CycleId, key: &StateKey) -> Result<Option<StateEntry>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shared_state
         WHERE cycle_id = :cycle AND key = :key ORDER BY version DESC LIMIT 1"
    ))?;
    let params = params! {":cycle": cycle.as_str(), ":key": key.as_str()};
    Ok(statement.query_optional(params, from_row)?)
}

/// How much the current values of a cycle are, but for those under `except`. Goes from key
/// to key by the index, past all older versions, and reads no value: it costs one step for
/// each key.
pub fn size(tx: &ReadTx<'_>, cycle: &CycleId, except: &[&StateKey]) -> Result<Size> {
    let except: Vec<_> = except.iter().map(|key| key.as_str()).collect();
    let mut statement = tx.connection.prepare_cached(concat!(
        "WITH RECURSIVE keys (key) AS (
             SELECT min(key) FROM shared_state WHERE cycle_id = :cycle
             UNION ALL
             SELECT (SELECT min(key) FROM shared_state
                     WHERE cycle_id = :cycle AND key > keys.key)
             FROM keys WHERE keys.key IS NOT NULL)
         SELECT count(*) AS keys, coalesce(CAST(sum(
                    (SELECT octet_length(value) FROM shared_state
                     WHERE cycle_id = :cycle AND key = keys.key
                     ORDER BY version DESC LIMIT 1)) AS BIGINT), 0) AS bytes
         FROM keys
         WHERE key IS NOT NULL AND key NOT IN (",
        texts_in!(":except"),
        ")"
    ))?;
    let except = serde_json::json!(except).to_string();
    let params = params! {":cycle": cycle.as_str(), ":except": except};
    Ok(statement.query_one(params, |row| {
        Ok(Size {
            keys: row.get("keys")?,
            bytes: row.get("bytes")?,
        })
    })?)
}

/// How much all versions of all values of a cycle are, where they are few: an upper bound
/// of `size` that costs a fraction of it. None where they are many.
pub fn size_of_few_versions(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Option<Size>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT count(*) AS versions, coalesce(CAST(sum(octet_length(value)) AS BIGINT), 0) AS bytes
         FROM (SELECT value FROM shared_state WHERE cycle_id = :cycle LIMIT :few) AS first",
    )?;
    let params = params! {":cycle": cycle.as_str(), ":few": FEW};
    let size = statement.query_one(params, |row| {
        Ok(Size {
            keys: row.get("versions")?,
            bytes: row.get("bytes")?,
        })
    })?;
    Ok(Some(size).filter(|size| size.keys < FEW))
}

/// How many bytes the current value under a key has, if there is one.
pub fn bytes(tx: &ReadTx<'_>, cycle: &CycleId, key: &StateKey) -> Result<Option<usize>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT octet_length(value) FROM shared_state
         WHERE cycle_id = :cycle AND key = :key ORDER BY version DESC LIMIT 1",
    )?;
    let params = params! {":cycle": cycle.as_str(), ":key": key.as_str()};
    Ok(statement.query_optional(params, |row| row.get(0))?)
}

/// The newest version under every key, in the order of the keys.
pub fn list(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<Vec<StateEntry>> {
    let mut entries = Vec::new();
    let mut after = None;
    loop {
        let page = list_page(tx, cycle, after.as_ref())?;
        entries.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(entries);
        }
    }
}

/// The same after a key, as many as fit on a page.
pub fn list_page(
    tx: &ReadTx<'_>,
    cycle: &CycleId,
    after: Option<&StateKey>,
) -> Result<Page<StateEntry, StateKey>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shared_state AS s
         WHERE cycle_id = :cycle AND key > :after AND version = (
             SELECT max(version) FROM shared_state
             WHERE cycle_id = s.cycle_id AND key = s.key)
         ORDER BY key"
    ))?;
    // No key is empty.
    let after = after.map_or("", StateKey::as_str);
    let params = params! {":cycle": cycle.as_str(), ":after": after};
    let rows = statement.query_map(params, from_row)?;
    let entries = rows.map(|entry| {
        let entry = entry?;
        let key = entry.key.clone();
        Ok((entry, key))
    });
    page::collect(entries, usize::MAX, StateEntry::bytes)
}

/// Every version under one key, in the order of writing.
pub fn history(tx: &ReadTx<'_>, cycle: &CycleId, key: &StateKey) -> Result<Vec<StateEntry>> {
    let mut entries = Vec::new();
    let mut after = Some(0);
    while let Some(id) = after {
        let page = history_page(tx, cycle, Some(key), id)?;
        entries.extend(page.items);
        after = page.next;
    }
    Ok(entries)
}

/// The versions under one key, or under all, in the order of writing: those after the row
/// with this number, as many as fit on a page.
pub fn history_page(
    tx: &ReadTx<'_>,
    cycle: &CycleId,
    key: Option<&StateKey>,
    after: i64,
) -> Result<Page<StateEntry, i64>> {
    // The numbers come from an index, so that no value is read to be sorted.
    let mut statement = tx.connection.prepare_cached(
        "SELECT id FROM shared_state
         WHERE cycle_id = :cycle AND (:key IS NULL OR key = :key) AND id > :after
         ORDER BY id LIMIT :limit",
    )?;
    let params = params! {
        ":cycle": cycle.as_str(), ":key": key.map(StateKey::as_str), ":after": after,
        ":limit": PAGE_ITEMS + 1,
    };
    let ids = statement.query_map(params, |row| row.get::<i64>(0))?;
    let mut version = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM shared_state WHERE id = :id"
    ))?;
    let rows = ids.map(|id| {
        let id = id?;
        Ok((version.query_one(params! {":id": id}, from_row)?, id))
    });
    page::collect(rows, usize::MAX, StateEntry::bytes)
}

/// Appends the next version of a value.
pub fn insert(
    tx: &mut WriteTx<'_>,
    cycle: &CycleId,
    key: &StateKey,
    value: &Json,
    writer: &AgentName,
) -> Result<StateEntry> {
    let version = tx
        .connection
        .prepare_cached(
            "INSERT INTO shared_state (cycle_id, key, version, value, written_by, written_at)
             SELECT :cycle, :key, coalesce(max(version), 0) + 1, :value, :writer, :now
             FROM shared_state WHERE cycle_id = :cycle AND key = :key
             RETURNING version",
        )?
        .query_one(
            params! {
                ":cycle": cycle.as_str(), ":key": key.as_str(), ":value": value.as_str(),
                ":writer": writer.as_str(), ":now": tx.now.as_millis(),
            },
            |row| row.get("version"),
        )?;
    Ok(StateEntry {
        cycle: cycle.clone(),
        key: key.clone(),
        value: value.clone(),
        version,
        written_by: writer.clone(),
        written_at: tx.now,
    })
}

/// A digest of the newest version of every value: what an approval is bound to.
pub fn digest(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<String> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT key, value FROM shared_state AS s
         WHERE cycle_id = :cycle AND version = (
             SELECT max(version) FROM shared_state
             WHERE cycle_id = s.cycle_id AND key = s.key)
         ORDER BY key",
    )?;
    let mut rows = statement.query(params! {":cycle": cycle.as_str()})?;
    // The text is hashed where it lies: it need not be parsed, nor held all at once.
    let mut digest = HashOfParts::default();
    while let Some(row) = &rows.next()? {
        for column in ["key", "value"] {
            digest.add(row.text(column)?.as_bytes());
        }
    }
    Ok(digest.finish().to_string())
}

fn from_row(row: &Row<'_>) -> engine::Result<StateEntry> {
    Ok(StateEntry {
        cycle: row::parsed(row, "cycle_id")?,
        key: row::parsed(row, "key")?,
        value: row::json(row, "value")?,
        version: row.get("version")?,
        written_by: row::parsed(row, "written_by")?,
        written_at: row::time(row, "written_at")?,
    })
}
