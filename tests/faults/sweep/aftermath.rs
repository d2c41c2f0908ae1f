//! What is looked at after a fault: whether the database holds, whether what was
//! there before is still there, and whether it can be worked with.

use std::path::Path;
use std::time::Duration;

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::database::Database;
use flowrex_coord::model::audit::Head;
use flowrex_coord::model::check::Verdict;
use flowrex_coord::store::{Options, Store};
use rusqlite::Connection;

use crate::common::{Sandbox, TestSources};

/// Opens a database as the next command would.
pub fn open(path: &Path) -> Result<Store, String> {
    let options = Options {
        busy_timeout: Duration::from_secs(10),
        ..Options::default()
    };
    let store = Store::open(path, &options, Box::new(TestSources::new()));
    store.map_err(|error| format!("the next command cannot open it: {error}"))
}

/// That everything in the file holds, and that the audit log goes on from `before`:
/// so that every event from then is still there.
pub fn is_whole(path: &Path, before: Head) -> Result<(), String> {
    let mut store = open(path)?;
    let checks = Database::new(&mut store).check();
    for check in checks.map_err(|error| error.to_string())? {
        if check.verdict != Verdict::Ok {
            return Err(format!("CORRUPT: {}: {}", check.name, check.found));
        }
    }
    let head = AuditLog::new(&mut store).verify(Some(before));
    head.map(|_| ()).map_err(|error| format!("LOST: {error}"))
}

/// The end of the audit log.
pub fn head(path: &Path) -> Head {
    AuditLog::new(&mut open(path).unwrap()).head().unwrap()
}

/// A number from the database.
#[expect(clippy::disallowed_methods, reason = "looks at the file from outside")]
pub fn number(path: &Path, sql: &str) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// That a message can be sent now.
pub fn works(sandbox: &Sandbox) -> Result<(), String> {
    let ran = sandbox.try_line("msg send --to execution --subject next -q");
    match ran.code {
        0 => Ok(()),
        code => Err(format!("the next command ends with {code}: {}", ran.stderr)),
    }
}

/// That what a command does is there once if it was acknowledged, and is there whole
/// or not at all if it was not: its rows and its event.
pub fn happened_whole(rows: i64, events: i64, acked: bool) -> Result<(), String> {
    if rows != events {
        return Err(format!(
            "HALF: {rows} times in the tables, {events} in the log"
        ));
    }
    match (rows, acked) {
        (0, true) => Err("LOST: it was acknowledged, and is not there".to_owned()),
        (0 | 1, _) => Ok(()),
        _ => Err(format!("it is there {rows} times")),
    }
}
