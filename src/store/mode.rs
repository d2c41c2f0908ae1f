//! The mode of the system: one row of `system_config`.

use rusqlite::{OptionalExtension, named_params};

use super::{ReadTx, Result, WriteTx, row};
use crate::model::mode::Mode;

/// The mode in force; guide until another is set.
pub fn get(tx: &ReadTx<'_>) -> Result<Mode> {
    let mode = tx.connection.query_row(
        "SELECT value FROM system_config WHERE key = 'system_mode'",
        [],
        |row| row::parsed(row, "value"),
    );
    Ok(mode.optional()?.unwrap_or_default())
}

/// Sets the mode.
pub fn set(tx: &mut WriteTx<'_>, mode: Mode) -> Result<()> {
    tx.connection.execute(
        "INSERT INTO system_config (key, value, updated_by, updated_at)
         VALUES ('system_mode', :mode, :by, :now)
         ON CONFLICT (key) DO UPDATE SET
             value = excluded.value, updated_by = excluded.updated_by,
             updated_at = excluded.updated_at",
        named_params! {
            ":mode": mode.as_str(), ":by": tx.actor.name.as_str(), ":now": tx.now.as_millis(),
        },
    )?;
    Ok(())
}
