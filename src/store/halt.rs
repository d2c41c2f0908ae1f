//! The rows of `halts` and `halted_cycles`.

use uuid::Uuid;

use super::engine::{self, HaltFile, Row, params};
use super::error::Result;
use super::halt_entry::Entry;
use super::transaction::{ReadTx, WriteTx};
use super::{agent, message, row};
use crate::model::agent::Agent;
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::error::Error;
use crate::model::halt::{Cleared, Halt, HaltInForce, HaltScope};
use crate::model::id::{AgentName, CycleId};
use crate::model::message::{Message, MessageType};
use crate::model::text::Reason;

const COLUMNS: &str = "id, symbol, cycle_id, requested_by, reason, requested_at, cleared_by, \
     clear_reason, cleared_at";

/// The halts in force, oldest first. What stands in the halt file and is not yet on
/// record counts, with the number 0.
pub fn in_force(tx: &ReadTx<'_>) -> Result<Vec<Halt>> {
    let mut halts = Vec::new();
    for entry in unrecorded(tx)? {
        let known = agent::find(tx, &entry.by)?;
        let (by, reason) = Agent::signing(known, &entry.by, &entry.reason);
        let entry = Entry {
            by: by.name,
            reason,
            ..entry
        };
        halts.push(by_file(tx.halt_file, entry, tx.now));
    }
    halts.extend(recorded(tx)?);
    let is_global = |halt: &Halt| halt.scope == HaltScope::Global;
    if tx.halt_file.is_placed() && !halts.iter().any(is_global) {
        halts.insert(0, of_file(tx.halt_file, tx.now));
    }
    Ok(halts)
}

/// All halts, the newest first, cleared ones too; at most `limit` where there is one. What
/// stands in the halt file and is not yet on record comes first.
pub fn list(tx: &ReadTx<'_>, limit: Option<u32>) -> Result<Vec<Halt>> {
    let mut halts = in_force(tx)?;
    halts.retain(|halt| halt.id == Halt::BY_FILE);
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM halts ORDER BY id DESC LIMIT :limit"
    ))?;
    // A negative limit is none.
    let most = limit.map_or(-1, i64::from);
    let recorded = statement.query_map(params! {":limit": most}, from_row)?;
    for halt in recorded {
        halts.push(halt?);
    }
    if let Some(limit) = limit {
        halts.truncate(limit as usize);
    }
    Ok(halts)
}

/// What stands in the halt file and has no record.
pub(super) fn unrecorded(tx: &ReadTx<'_>) -> Result<Vec<Entry>> {
    if !tx.halt_file.is_placed() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Entry> = Vec::new();
    for entry in tx.halt_file.entries() {
        // One that was cleared and lies there again was placed again.
        if of_file_entry(tx, entry.key)?.is_none_or(|halt| halt.cleared.is_some()) {
            found.push(entry);
        }
    }
    for entry in tx.halt_file.settled_entries() {
        let is_new = found.iter().all(|known| known.key != entry.key);
        if is_new && of_file_entry(tx, entry.key)?.is_none() {
            found.push(entry);
        }
    }
    Ok(found)
}

/// A halt that stands in the halt file and nowhere else.
pub fn by_file(file: &HaltFile, entry: Entry, now: Timestamp) -> Halt {
    Halt {
        file_key: Some(entry.key),
        ..without_entry(file, entry.by, entry.reason, now)
    }
}

fn without_entry(file: &HaltFile, by: AgentName, reason: Reason, now: Timestamp) -> Halt {
    Halt {
        id: Halt::BY_FILE,
        scope: HaltScope::Global,
        requested_by: by,
        reason,
        requested_at: file.placed_at().unwrap_or(now),
        cleared: None,
        file_key: None,
    }
}

/// The first halt that the file stands for, where the records cannot be asked.
pub fn of_file(file: &HaltFile, now: Timestamp) -> Halt {
    let by_hand = || {
        let reason = Reason::of_file(file.path());
        without_entry(file, AgentName::operator(), reason, now)
    };
    let first = file.entries().into_iter().next();
    first.map_or_else(by_hand, |entry| by_file(file, entry, now))
}

fn recorded(tx: &ReadTx<'_>) -> Result<Vec<Halt>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM halts WHERE cleared_at IS NULL ORDER BY id"
    ))?;
    let halts = statement.query_map(params! {}, from_row)?;
    Ok(halts.collect::<engine::Result<_>>()?)
}

/// The halts in force that are on record and do not stand in this halt file.
pub fn only_on_record(tx: &ReadTx<'_>, halt_file: &HaltFile) -> Result<Vec<Halt>> {
    let entries = halt_file.entries();
    let mut halts = Vec::new();
    for halt in recorded(tx)? {
        let key = file_key(tx, halt.id)?;
        if !key.is_some_and(|key| entries.iter().any(|entry| entry.key == key)) {
            halts.push(halt);
        }
    }
    Ok(halts)
}

/// The halt with this number.
pub fn get(tx: &ReadTx<'_>, id: i64) -> Result<Halt> {
    let mut statement = tx
        .connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM halts WHERE id = :id"))?;
    let halt = statement.query_optional(params! {":id": id}, from_row)?;
    Ok(halt.ok_or(Error::HaltNotFound(id.into()))?)
}

/// The latest halt that is the record of this entry in the halt file.
pub fn of_file_entry(tx: &ReadTx<'_>, key: Uuid) -> Result<Option<Halt>> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM halts WHERE file_key = :key ORDER BY id DESC LIMIT 1"
    ))?;
    let halt = statement.query_optional(params! {":key": key.to_string()}, from_row)?;
    Ok(halt)
}

/// The key of the entry in the halt file that a halt is the record of.
pub fn file_key(tx: &ReadTx<'_>, id: i64) -> Result<Option<Uuid>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT file_key FROM halts WHERE id = :id")?;
    let key: Option<String> =
        statement.query_one(params! {":id": id}, |row| row.get("file_key"))?;
    Ok(key.and_then(|key| Uuid::try_parse(&key).ok()))
}

/// The halts in force with what has become of them, oldest first.
pub fn statuses(tx: &ReadTx<'_>) -> Result<Vec<HaltInForce>> {
    let halts = in_force(tx)?.into_iter();
    halts.map(|halt| status(tx, halt)).collect()
}

fn status(tx: &ReadTx<'_>, halt: Halt) -> Result<HaltInForce> {
    let receivers = |processed: bool| -> Result<Vec<AgentName>> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT to_agent FROM agent_messages
             WHERE correlation_id = (SELECT correlation_id FROM halts WHERE id = :id)
               AND message_type = 'halt' AND CASE WHEN status = 'processed' THEN 1 ELSE 0 END = :processed
             ORDER BY id",
        )?;
        let params = params! {":id": halt.id, ":processed": processed};
        let names = statement.query_map(params, |row| row::parsed(row, "to_agent"))?;
        Ok(names.collect::<engine::Result<_>>()?)
    };
    let mut statement = tx.connection.prepare_cached(
        "SELECT cycle_id FROM halted_cycles
         WHERE halt_id = :id AND phase IN ('execution', 'monitoring') ORDER BY cycle_id",
    )?;
    let not_undone = statement
        .query_map(params! {":id": halt.id}, |row| row::parsed(row, "cycle_id"))?
        .collect::<engine::Result<_>>()?;
    Ok(HaltInForce {
        acked_by: receivers(true)?,
        waiting_for: receivers(false)?,
        not_undone,
        remains: Vec::new(),
        halt,
    })
}

/// Stores a halt called by the actor.
pub fn insert(
    tx: &mut WriteTx<'_>,
    scope: &HaltScope,
    reason: &Reason,
    correlation_id: &str,
    file_key: Option<Uuid>,
) -> Result<Halt> {
    let (symbol, cycle) = match scope {
        HaltScope::Global => (None, None),
        HaltScope::Symbol(symbol) => (Some(symbol.as_str()), None),
        HaltScope::Cycle(cycle) => (None, Some(cycle.as_str())),
    };
    tx.connection.execute(
        "INSERT INTO halts
             (symbol, cycle_id, requested_by, reason, requested_at, correlation_id, file_key)
         VALUES (:symbol, :cycle, :by, :reason, :now, :correlation, :key)",
        params! {
            ":symbol": symbol, ":cycle": cycle, ":by": tx.actor.name.as_str(),
            ":reason": reason.as_str(), ":now": tx.now.as_millis(),
            ":correlation": correlation_id, ":key": file_key.map(|key| key.to_string()),
        },
    )?;
    get(tx, tx.connection.last_id())
}

/// Notes that a halt has hit a cycle, and in which phase it found it.
pub fn insert_hit(tx: &mut WriteTx<'_>, halt: &Halt, cycle: &Cycle) -> Result<()> {
    tx.connection.execute(
        "INSERT INTO halted_cycles (halt_id, cycle_id, phase) VALUES (:halt, :cycle, :phase)",
        params! {
            ":halt": halt.id, ":cycle": cycle.id.as_str(), ":phase": cycle.phase.as_str(),
        },
    )?;
    Ok(())
}

/// Whether a halt has hit this cycle.
pub fn has_hit(tx: &ReadTx<'_>, cycle: &CycleId) -> Result<bool> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT 1 FROM halted_cycles WHERE cycle_id = :cycle")?;
    Ok(statement.exists(params! {":cycle": cycle.as_str()})?)
}

/// Stores that a halt was cleared by the actor. Returns it as it then stands.
pub fn clear(tx: &mut WriteTx<'_>, id: i64, reason: &Reason) -> Result<Halt> {
    tx.connection.execute(
        "UPDATE halts SET cleared_by = :by, clear_reason = :reason, cleared_at = :now
         WHERE id = :id",
        params! {
            ":id": id, ":by": tx.actor.name.as_str(), ":reason": reason.as_str(),
            ":now": tx.now.as_millis(),
        },
    )?;
    get(tx, id)
}

/// The messages that tell of a halt.
pub fn notices(tx: &ReadTx<'_>, id: i64) -> Result<Vec<Message>> {
    let correlation_id: String = tx.connection.query_one(
        "SELECT correlation_id FROM halts WHERE id = :id",
        params! {":id": id},
        |row| row.get(0),
    )?;
    let mut notices = message::exchange(tx, &correlation_id)?;
    notices.retain(|notice| notice.message_type == MessageType::Halt);
    Ok(notices)
}

fn from_row(row: &Row<'_>) -> engine::Result<Halt> {
    let scope = match row::parsed_option::<CycleId>(row, "cycle_id")? {
        Some(cycle) => HaltScope::Cycle(cycle),
        None => row::parsed_option(row, "symbol")?.map_or(HaltScope::Global, HaltScope::Symbol),
    };
    let cleared = match row::parsed_option(row, "cleared_by")? {
        Some(by) => Some(Cleared {
            by,
            at: row::time(row, "cleared_at")?,
            reason: row::parsed(row, "clear_reason")?,
        }),
        None => None,
    };
    Ok(Halt {
        id: row.get("id")?,
        scope,
        requested_by: row::author(row, "requested_by")?,
        reason: row::parsed(row, "reason")?,
        requested_at: row::time(row, "requested_at")?,
        cleared,
        file_key: None,
    })
}
