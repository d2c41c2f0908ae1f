//! Maintenance of the database: status, pruning, backups and checks.

use std::path::Path;
use std::time::Duration;

use super::on_system;
use super::prune;
use crate::model::caller::Caller;
use crate::model::check::{Check, Verdict};
use crate::model::clock::Timestamp;
use crate::model::database::{Backup, DatabaseStatus, Pruned};
use crate::model::events::{DbBackup, DbPrune, Event, LimitsSet};
use crate::model::limits::Limits;
use crate::model::operation::Action;
use crate::store::contents::{self, Found};
use crate::store::database::{self, CheckLevel};
use crate::store::{Error, ReadTx, Result, Store, WriteTx, backup, counts, metrics, setting};

/// One way to search for what may go: after a row number, from before a time.
type Search = fn(&ReadTx<'_>, i64, Timestamp) -> Result<prune::Found>;

/// The database as a whole.
pub struct Database<'s> {
    store: &'s mut Store,
}

impl<'s> Database<'s> {
    /// This database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// How much is in it, and the facts of its file.
    pub fn status(&mut self) -> Result<DatabaseStatus> {
        let path = self.store.path().to_owned();
        self.store.read(|tx| database::status(tx, &path))
    }

    /// Deletes what is over and has been for longer than `older_than`: cycles with
    /// all that belongs to them, and whole exchanges of messages. Only level 0 may.
    ///
    /// In many short transactions, between which other writers get their turn. If it is
    /// interrupted, what was deleted so far stays deleted and is recorded.
    pub fn prune(&mut self, caller: &Caller, older_than: Duration) -> Result<Pruned> {
        let operation = on_system(caller, Action::DbPrune);
        // Who may not prune is refused also where there is nothing to delete.
        self.store.write(&operation, |_| Ok(()))?;
        let before = self.store.now().minus(older_than);
        let mut pruned = Pruned::default();
        for search in [prune::find_cycles as Search, prune::find_exchanges] {
            let mut from = Some(0);
            while let Some(after) = from {
                let prune::Found { mut units, next } =
                    self.store.read(|tx| search(tx, after, before))?;
                from = next;
                while !units.is_empty() {
                    pruned += self.store.write(&operation, |tx| {
                        let gone = prune::delete(tx, &mut units, before)?;
                        record(tx, gone, before)?;
                        Ok(gone)
                    })?;
                    self.store.yield_lock();
                }
            }
        }
        Ok(pruned)
    }

    /// The limits in force.
    pub fn limits(&mut self) -> Result<Limits> {
        self.store.read(|tx| Ok(tx.limits()?))
    }

    /// Sets those of the limits that are said, for everyone who uses the database.
    /// Only level 0 may. Returns all of them.
    pub fn set_limits(
        &mut self,
        caller: &Caller,
        max_pending: Option<u32>,
        max_deliveries: Option<u32>,
    ) -> Result<Limits> {
        let operation = on_system(caller, Action::LimitsSet);
        self.store.write(&operation, |tx| {
            let old = tx.limits()?;
            let limits = Limits {
                max_pending: max_pending.unwrap_or(old.max_pending),
                max_deliveries: max_deliveries.unwrap_or(old.max_deliveries),
            };
            setting::set_limits(tx, &limits)?;
            let event = Event::LimitsSet(LimitsSet {
                max_deliveries: limits.max_deliveries,
                max_pending: limits.max_pending,
            });
            tx.record(&event, "database")?;
            Ok(limits)
        })
    }

    /// Copies it to a new file, as it is now. The copy does not contain the event of the backup:
    /// [`Self::record_backup`] records that once the copy is complete.
    pub fn backup(&mut self, to: &Path) -> Result<Backup> {
        backup::make(self.store, to)
    }

    /// Notes in the audit log that a copy was made, and whether the caller has proved its identity.
    pub fn record_backup(&mut self, caller: &Caller, made: &Backup) -> Result<()> {
        let operation = on_system(caller, Action::DbBackup);
        self.store.write(&operation, |tx| {
            let event = Event::DbBackup(DbBackup {
                bytes: made.bytes,
                head: made.head,
                path: made.path.display().to_string(),
                proven: tx.is_proven(),
            });
            tx.record(&event, "database")
        })
    }

    /// Whether it is as it was written.
    pub fn check(&mut self) -> Result<Vec<Check>> {
        // The pages take as long as all the rest.
        let (pages, rest) = self.store.read_in_parallel(
            |tx| database::page_problems(tx, CheckLevel::Full),
            |tx| {
                let references = database::dangling_references(tx);
                Ok((references, contents::check(tx)?, counter_problems(tx)))
            },
        );
        let (references, found, counters) = rest?;
        let Found {
            contents,
            chain,
            unlisted,
        } = found;
        let counters = counters.map(|problems| [problems, unlisted].concat());
        Ok(vec![
            verdict("pages", "every page, row and index holds", pages)?,
            verdict("references", "every one leads to a row", references)?,
            verdict(
                "contents",
                "messages and values are as the audit log records them",
                contents,
            )?,
            verdict("counters", "every one is what counting comes to", counters)?,
            match chain {
                Ok(head) => {
                    let found = format!("{} events, unbroken", head.seq);
                    Check::new("audit log", Verdict::Ok, found)
                }
                Err(error) => damaged("audit log", error)?,
            },
        ])
    }
}

fn counter_problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut problems = counts::problems(tx)?;
    problems.extend(metrics::problems(tx)?);
    Ok(problems)
}

fn record(tx: &mut WriteTx<'_>, gone: Pruned, before: Timestamp) -> Result<()> {
    if gone == Pruned::default() {
        return Ok(());
    }
    let event = Event::DbPrune(DbPrune {
        before,
        cycles: gone.cycles,
        halts: gone.halts,
        messages: gone.messages,
        phases: gone.phases,
        state_versions: gone.state_versions,
    });
    tx.record(&event, "database")
}

fn verdict(name: &str, fine: &str, problems: Result<Vec<String>>) -> Result<Check> {
    let problems = match problems {
        Ok(problems) => problems,
        Err(error) => return damaged(name, error),
    };
    Ok(match problems.as_slice() {
        [] => Check::new(name, Verdict::Ok, fine),
        [only] => Check::new(name, Verdict::Failed, only.clone()),
        [first, others @ ..] => {
            let found = format!("{first}; and {} more", others.len());
            Check::new(name, Verdict::Failed, found)
        }
    })
}

/// The check that came upon damage; any other error says nothing of the file.
fn damaged(name: &str, error: Error) -> Result<Check> {
    match error {
        Error::Damaged(_) | Error::ChainBroken(_) => {
            Ok(Check::new(name, Verdict::Failed, error.to_string()))
        }
        other => Err(other),
    }
}
