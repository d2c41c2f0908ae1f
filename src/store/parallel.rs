//! Reads with two threads at the same time, each through its own connection: for checks that read
//! everything. Writes nothing.

use std::path::PathBuf;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use super::Store;
use super::engine::{Database, HaltFile};
use super::error::Result;
use super::options::Options;
use super::transaction::ReadTx;
use crate::model::clock::Timestamp;
use crate::model::health::HealthThresholds;

/// What a second thread needs to read the same database.
struct Reader {
    path: PathBuf,
    busy_timeout: Duration,
    health: HealthThresholds,
    now: Timestamp,
}

impl Store {
    /// Reads with this handle and, at the same time, in a second thread. Each sees a consistent
    /// view, and they need not be the same one.
    ///
    /// Where the system has no second thread or connection to give, or the file at the path
    /// is no longer this one, one follows the other.
    pub fn read_in_parallel<A, B: Send>(
        &mut self,
        here: impl FnOnce(&ReadTx<'_>) -> Result<A>,
        beside: impl Fn(&ReadTx<'_>) -> Result<B> + Sync,
    ) -> (Result<A>, Result<B>) {
        let reader = Reader {
            path: self.path().to_owned(),
            busy_timeout: self.busy_timeout,
            health: self.health,
            now: self.now(),
        };
        let (here, found) = thread::scope(|scope| {
            let thread = thread::Builder::new().spawn_scoped(scope, || reader.read(&beside));
            let here = self.read(here);
            (here, thread.ok().map(ScopedJoinHandle::join))
        });
        match found {
            Some(Ok(Some(found))) if self.check_identity().is_ok() => (here, found),
            _ => (here, self.read(beside)),
        }
    }
}

impl Reader {
    /// What `f` finds, or `None` if the database cannot be opened once more.
    fn read<T>(&self, f: impl Fn(&ReadTx<'_>) -> Result<T>) -> Option<Result<T>> {
        let options = Options {
            busy_timeout: self.busy_timeout,
            ..Options::default()
        };
        let database = Database::open_read_only(&self.path, &options).ok()?;
        let transaction = database.begin_read().ok()?;
        let halt_file = HaltFile::of(&self.path);
        let view = ReadTx::new(&transaction, &halt_file, self.now, self.health);
        Some(f(&view))
    }
}
