//! What a database that is replaced by a restored backup leaves to it, besides its halts.

use super::Store;
pub use super::engine::RestoreDraft as Draft;
use super::error::Result;
use super::transaction::{ReadTx, WriteTx};

/// The highest number that was ever given in each table that numbers its rows.
pub fn numbers_given(tx: &ReadTx<'_>) -> Result<Vec<(String, i64)>> {
    Ok(tx.connection.numbers_given()?)
}

/// Makes new rows get higher numbers than these, so that no known number names another row.
pub fn number_after(tx: &mut WriteTx<'_>, given: &[(String, i64)]) -> Result<()> {
    Ok(tx.connection.number_after(given)?)
}

impl Store {
    /// Writes everything back into the file and closes it, so that no log remains.
    pub fn settle(self) -> Result<()> {
        self.database.close_without_log()
    }
}
