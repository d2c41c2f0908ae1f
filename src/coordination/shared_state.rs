//! The shared state of a cycle: one source of truth, each part written by its
//! owner only, and only while that is still of use.

use super::transition::put;
use super::{breach, on_cycle};
use crate::failpoint::Failpoint;
use crate::model::caller::Caller;
use crate::model::error::Error;
use crate::model::id::{AgentName, CycleId, StateKey};
use crate::model::json::Json;
use crate::model::operation::Action;
use crate::model::phase::Worker;
use crate::model::shared_state::{StateEntry, is_result, may_write, no_room};
use crate::store::page::Page;
use crate::store::{Result, Store, WriteTx, agent, cycle, shared_state};

/// Manages what agents share within a cycle.
pub struct SharedStateManager<'s> {
    store: &'s mut Store,
}

impl<'s> SharedStateManager<'s> {
    /// The shared state of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Writes the next version of a value. With `if_version`, only when the
    /// newest version is that one (0: when there is none).
    pub fn write(
        &mut self,
        caller: &Caller,
        cycle: &CycleId,
        key: &StateKey,
        value: &Json,
        if_version: Option<u64>,
    ) -> Result<StateEntry> {
        let operation = on_cycle(caller, Action::StateWrite, cycle);
        self.store.write_on_cycle(&operation, |tx, mut stored| {
            let owner = match key.owner() {
                Some(name) => agent::find(tx, &name)?.map(|agent| agent.name),
                None => None,
            };
            may_write(tx.actor(), key, owner.as_ref(), stored.phase)?;
            if let Some(expected) = if_version.filter(|_| !Failpoint::AnyVersion.is_active()) {
                check_version(tx, cycle, key, expected)?;
            }
            check_room(tx, cycle, key, value)?;
            let entry = put(tx, cycle, key, value, &caller.agent)?;
            // A cycle that is moved by hand is held to its mode too.
            if entry.key == StateKey::result_of(&AgentName::execution()) {
                let source = format!("{key} version {}", entry.version);
                breach::enforce(tx, &mut stored, value, &source, &[])?;
            }
            Ok(entry)
        })
    }

    /// The newest version of a value.
    pub fn read(&mut self, cycle: &CycleId, key: &StateKey) -> Result<StateEntry> {
        self.store.read(|tx| {
            cycle::get(tx, cycle)?;
            let missing = || Error::KeyNotFound {
                cycle: cycle.clone(),
                key: key.clone(),
            };
            Ok(shared_state::get(tx, cycle, key)?.ok_or_else(missing)?)
        })
    }

    /// The newest version of every value of a cycle.
    pub fn list(&mut self, cycle: &CycleId) -> Result<Vec<StateEntry>> {
        self.store.read(|tx| {
            cycle::get(tx, cycle)?;
            shared_state::list(tx, cycle)
        })
    }

    /// The newest version of every value of a cycle whose key comes after this one, as
    /// many as fit on a page.
    pub fn list_page(
        &mut self,
        cycle: &CycleId,
        after: Option<&StateKey>,
    ) -> Result<Page<StateEntry, StateKey>> {
        self.store.read(|tx| {
            cycle::get(tx, cycle)?;
            shared_state::list_page(tx, cycle, after)
        })
    }

    /// Every version of one value, or of all, in the order of writing.
    pub fn history(&mut self, cycle: &CycleId, key: Option<&StateKey>) -> Result<Vec<StateEntry>> {
        let mut entries = Vec::new();
        let mut after = None;
        loop {
            let page = self.history_page(cycle, key, after)?;
            entries.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(entries);
            }
        }
    }

    /// The same from where the page before ended, as many as fit on a page.
    pub fn history_page(
        &mut self,
        cycle: &CycleId,
        key: Option<&StateKey>,
        after: Option<i64>,
    ) -> Result<Page<StateEntry, i64>> {
        self.store.read(|tx| {
            cycle::get(tx, cycle)?;
            shared_state::history_page(tx, cycle, key, after.unwrap_or_default())
        })
    }
}

/// Refuses a value for which the cycle has no room.
fn check_room(tx: &WriteTx<'_>, cycle: &CycleId, key: &StateKey, value: &Json) -> Result<()> {
    if is_result(key.as_str()) {
        return Ok(());
    }
    let all = shared_state::size_of_few_versions(tx, cycle)?;
    if all.is_some_and(|all| no_room(all, None, value.as_str().len()).is_none()) {
        return Ok(());
    }
    let results = Worker::ALL
        .iter()
        .map(|worker| StateKey::result_of(&worker.name()));
    let results: Vec<_> = results.collect();
    let except: Vec<_> = results.iter().chain([key]).collect();
    let others = shared_state::size(tx, cycle, &except)?;
    let old = shared_state::bytes(tx, cycle, key)?;
    match no_room(others, old, value.as_str().len()) {
        None => Ok(()),
        Some(problem) => Err(Error::StateFull {
            cycle: cycle.clone(),
            key: key.clone(),
            problem,
        }
        .into()),
    }
}

fn check_version(tx: &WriteTx<'_>, cycle: &CycleId, key: &StateKey, expected: u64) -> Result<()> {
    let found = shared_state::get(tx, cycle, key)?.map_or(0, |entry| entry.version);
    if found == expected {
        return Ok(());
    }
    Err(Error::VersionConflict {
        key: key.clone(),
        expected,
        found,
    }
    .into())
}
