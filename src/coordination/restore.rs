//! Restoring a backup: it is checked, told in its own audit log, and halted, before it
//! takes the place of the database.

use std::path::Path;

use serde_json::json;

use super::audit::AuditLog;
use super::database::Database;
use super::halt::HaltControl;
use super::on_system;
use crate::model::agent::AgentName;
use crate::model::audit::Head;
use crate::model::check::Verdict;
use crate::model::clock::Ambient;
use crate::model::database::Restored;
use crate::model::halt::HaltScope;
use crate::model::operation::Action;
use crate::model::text::Reason;
use crate::store::restore::Draft;
use crate::store::{Error, Options, Result, Store};

/// Puts a copy of the backup in the place of the database at `target`, under a halt on
/// everything. Only level 0 may, as the backup knows it.
///
/// With an `anchor`, the audit log of the backup must pass through that head.
pub fn restore(
    backup: &Path,
    target: &Path,
    anchor: Option<Head>,
    actor: &AgentName,
    options: &Options,
    ambient: Box<dyn Ambient>,
) -> Result<Restored> {
    let draft = Draft::copy(backup, target, options)?;
    let must_exist = Options {
        must_exist: true,
        ..*options
    };
    let opened = Store::open(&draft.path(), &must_exist, ambient);
    let mut store = opened.map_err(|error| of_backup(error, backup))?;
    let head = check(&mut store, anchor).map_err(|error| of_backup(error, backup))?;
    store.write(&on_system(actor, Action::DbRestore), |tx| {
        let details = json!({
            "backup": backup.display().to_string(),
            "head": head.to_string(),
        });
        tx.record(Action::DbRestore, "database", &details)
    })?;
    let reason = Reason::of_restore();
    let called = HaltControl::new(&mut store).request(actor, &HaltScope::Global, &reason)?;
    if let Some(error) = called.unrecorded {
        return Err(error);
    }
    let now = store.now();
    store.settle()?;
    let path = draft.target().to_owned();
    let previous = draft.put_in_place(now, options)?;
    Ok(Restored {
        path,
        head,
        previous,
        halt: called.halt.id,
    })
}

/// Makes sure that everything in the copy holds, and that something is recorded in it.
/// Returns the head of its audit log.
fn check(store: &mut Store, anchor: Option<Head>) -> Result<Head> {
    let checks = Database::new(store).check()?;
    let failed = checks.iter().find(|check| check.verdict != Verdict::Ok);
    if let Some(failed) = failed {
        return Err(Error::Damaged(format!("{}: {}", failed.name, failed.found)));
    }
    let head = AuditLog::new(store).verify(anchor)?;
    if head == Head::EMPTY {
        return Err(Error::Damaged("nothing was ever recorded in it".to_owned()));
    }
    Ok(head)
}

/// The error of what is wrong with the copy, as one of the backup.
fn of_backup(error: Error, backup: &Path) -> Error {
    let problem = match error {
        Error::NotOurs { problem, .. } | Error::Damaged(problem) => problem,
        Error::ChainBroken(problem) => problem.to_string(),
        other => return other,
    };
    Error::BadBackup {
        path: backup.to_owned(),
        problem,
    }
}
