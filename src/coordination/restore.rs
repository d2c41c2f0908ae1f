//! Restoring a backup: it is checked, told in its own audit log, and halted, before it
//! takes the place of the database.

use std::path::Path;

use super::audit::AuditLog;
use super::database::Database;
use super::halt::{HaltControl, entry};
use super::on_system;
use crate::model::audit::Head;
use crate::model::caller::Caller;
use crate::model::check::Verdict;
use crate::model::database::Restored;
use crate::model::events::{DbRestore, Event};
use crate::model::halt::{Halt, HaltScope};
use crate::model::operation::Action;
use crate::model::sources::Sources;
use crate::model::text::Reason;
use crate::store::restore::{Draft, number_after, numbers_given};
use crate::store::{Error, Options, Result, Store, halt};

/// Puts a copy of the backup in the place of the database at `target`, under a halt on
/// everything. Only level 0 may, as the backup knows it.
///
/// With an `anchor`, the audit log of the backup must pass through that head.
pub fn restore(
    backup: &Path,
    target: &Path,
    anchor: Option<Head>,
    caller: &Caller,
    options: &Options,
    sources: &dyn Fn() -> Box<dyn Sources>,
) -> Result<Restored> {
    let draft = Draft::copy(backup, target, options)?;
    let must_exist = Options {
        must_exist: true,
        ..*options
    };
    let opened = Store::open(&draft.path(), &must_exist, sources());
    let mut store = opened.map_err(|error| of_backup(error, backup))?;
    let head = check(&mut store, anchor).map_err(|error| of_backup(error, backup))?;
    // Refused before anything outside the copy is touched.
    let operation = on_system(caller, Action::DbRestore);
    store.write(&operation, |_| Ok(()))?;
    let target = draft.target().to_owned();
    let halt = entry(store.uuid(), &caller.agent, &Reason::of_restore());
    let locked = draft.hold(&halt, options)?;
    // Only now: a halt that was called a moment ago is among them.
    let old = match locked.replaced()? {
        Some(old) => read_old(&old, &target, options, sources()),
        None => Some(Old::default()),
    };
    let knows_halts = old.is_some();
    let old = old.unwrap_or_default();
    store.write(&operation, |tx| {
        number_after(tx, &old.numbers)?;
        let event = Event::DbRestore(DbRestore {
            backup: backup.display().to_string(),
            head,
        });
        tx.record(&event, "database")
    })?;
    let outcome = HaltControl::new(&mut store).request_placed(caller, halt, &HaltScope::Global)?;
    if let Some(error) = outcome.unrecorded {
        return Err(error);
    }
    let kept = keep_halts(&mut store, caller, &old.halts)?;
    let now = store.now();
    store.settle()?;
    let previous = locked.put_in_place(now)?;
    Ok(Restored {
        path: target,
        head,
        previous,
        halt: outcome.halt.id,
        kept,
        knows_halts,
    })
}

/// What a database that is replaced leaves to the one in its place.
#[derive(Default)]
struct Old {
    /// The halts in force that only it knows of.
    halts: Vec<Halt>,
    /// The highest number that it has given, by table.
    numbers: Vec<(String, i64)>,
}

/// What the database at `path` leaves to the one at `target`; none where it cannot be read.
/// What stands in the halt file of the target stays there.
fn read_old(
    path: &Path,
    target: &Path,
    options: &Options,
    sources: Box<dyn Sources>,
) -> Option<Old> {
    let halt_file = Store::halt_file_of(target);
    let mut old = Store::open_current(path, options, sources).ok()??;
    let read = old.read(|tx| {
        Ok(Old {
            halts: halt::only_on_record(tx, &halt_file)?,
            numbers: numbers_given(tx)?,
        })
    });
    read.ok()
}

/// Calls in the copy each of these halts that it does not have: a restore lifts none. A halt
/// on a cycle that the copy does not have, or has seen end, has nothing left to stop.
fn keep_halts(store: &mut Store, caller: &Caller, halts: &[Halt]) -> Result<Vec<Halt>> {
    let known = store.read(halt::in_force)?;
    let is_known = |halt: &&Halt| {
        known.iter().any(|known| {
            known.scope == halt.scope
                && known.requested_by == halt.requested_by
                && known.requested_at == halt.requested_at
        })
    };
    let mut kept = Vec::new();
    for halt in halts.iter().filter(|halt| !is_known(halt)) {
        let by = format!("kept from before the restore, {}", halt.requested_by);
        let reason = halt.reason.by(&by);
        match HaltControl::new(store).request(caller, &halt.scope, &reason) {
            Ok(outcome) => kept.push(outcome.halt),
            Err(error) if error.is_rule() && matches!(halt.scope, HaltScope::Cycle(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
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
