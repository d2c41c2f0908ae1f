//! Facts about the database as a whole, and checks of it. Changes nothing.

use std::path::Path;

pub use super::engine::CheckLevel;
use super::error::Result;
use super::transaction::ReadTx;
use super::{audit, counts, metrics};
use crate::model::database::DatabaseStatus;
use crate::model::phase::Phase;

/// Facts about the database at `path`, which is that of the transaction.
pub fn status(tx: &ReadTx<'_>, path: &Path) -> Result<DatabaseStatus> {
    let (messages, deliveries) = counts::tally(tx)?;
    let cycles = metrics::cycles_by_phase(tx)?;
    let (ended, active): (Vec<_>, Vec<_>) = cycles.iter().partition(|(phase, _)| phase.is_end());
    let sum = |counts: Vec<(&Phase, &u64)>| counts.into_iter().map(|(_, count)| count).sum();
    Ok(DatabaseStatus {
        file: tx.connection.file_facts(path)?,
        messages,
        deliveries,
        active_cycles: sum(active),
        ended_cycles: sum(ended),
        // Events are numbered without a gap: there is no need to count them.
        audit_events: audit::head(tx)?.seq,
        at: tx.now,
    })
}

/// What is wrong with the pages of the file.
pub fn page_problems(tx: &ReadTx<'_>, level: CheckLevel) -> Result<Vec<String>> {
    Ok(tx.connection.page_problems(level)?)
}

/// The rows that refer to a row that does not exist.
pub fn dangling_references(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    Ok(tx.connection.dangling_references()?)
}
