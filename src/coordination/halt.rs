//! Halts: stopping cycles at once, for good, and saying so to everyone.
//!
//! A halt takes effect at its commit. It stops what would come; it takes
//! nothing back, and clearing it restarts nothing.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use super::{on_system, survivors};
use crate::model;
use crate::model::caller::Caller;
use crate::model::clock::Ambient;
use crate::model::cycle::Cycle;
use crate::model::halt::{Halt, HaltInForce, HaltRef, HaltScope};
use crate::model::id::AgentName;
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::process::Remains;
use crate::model::text::Reason;
use crate::store::dispatch_lock::Undrained;
use crate::store::halt::signed;
use crate::store::halt_entry::Entry;
use crate::store::halt_record::record;
use crate::store::{Error, ReadTx, Result, Store, WriteTx, cycle, halt};

/// A halt that was called, and is in force.
#[derive(Debug)]
pub struct Called {
    /// The halt.
    pub halt: Halt,
    /// Why it is not on record, if it is in force by the halt file only.
    pub unrecorded: Option<Error>,
    /// Why a program may still be given its command, if one may.
    pub undrained: Option<Undrained>,
}

/// Halts everything by the halt file where the database cannot even be opened,
/// for the reason `error`. Only if the file lies ready, or lies there already:
/// otherwise who knows what lies at that path.
pub fn without_database(
    path: &Path,
    caller: &Caller,
    reason: &Reason,
    error: Error,
    ambient: &dyn Ambient,
) -> Result<Called> {
    let file = Store::halt_file_of(path);
    if error.is_rule() || !(file.is_ready() || file.is_placed()) {
        return Err(error);
    }
    let entry = entry(ambient.uuid(), &caller.agent, reason);
    match file.place(&entry)? {
        Some(_) => Ok(Called {
            halt: halt::by_file(&file, entry, ambient.now()),
            unrecorded: Some(error),
            undrained: Store::dispatch_lock_of(path).drain().err(),
        }),
        None => Err(error),
    }
}

/// The entry in the halt file of a halt that is called.
pub(super) fn entry(key: Uuid, actor: &AgentName, reason: &Reason) -> Entry {
    Entry {
        key,
        by: actor.clone(),
        reason: reason.clone(),
        by_hand: false,
    }
}

/// Calls and lifts halts.
pub struct HaltControl<'s> {
    store: &'s mut Store,
}

impl<'s> HaltControl<'s> {
    /// The halts of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Halts what is in the scope. Anyone may. Asked by level 0, the cycles are
    /// `halted` at once; asked by a subordinate, they can no longer move, and the
    /// next operation of level 0 brings them to `halted`. Who does not show that it
    /// is who it says it is counts as a subordinate.
    ///
    /// A halt on everything is in force in the breath in which it is asked for: by
    /// the halt file, which needs neither the lock nor a free block, and then on
    /// the record. Where a record cannot be made, everything is halted by the file,
    /// whatever the scope: too much is the safe side.
    ///
    /// When this returns, no program is given its command any more: a program that was
    /// checked before the halt is waited for.
    pub fn request(
        &mut self,
        caller: &Caller,
        scope: &HaltScope,
        reason: &Reason,
    ) -> Result<Called> {
        let entry = entry(self.store.uuid(), &caller.agent, reason);
        self.request_placed(caller, entry, scope)
    }

    /// The same for a halt of which another halt file may have this entry already.
    pub(super) fn request_placed(
        &mut self,
        caller: &Caller,
        entry: Entry,
        scope: &HaltScope,
    ) -> Result<Called> {
        let reason = &entry.reason;
        let key = if *scope == HaltScope::Global {
            // That it cannot be placed is no matter if it can be recorded.
            let _ = self.store.place_halt_file(&entry);
            self.store.key_of_called()
        } else {
            None
        };
        let (halt, unrecorded) = match self.put_on_record(caller, scope, reason, key) {
            Ok(halt) => (halt, None),
            Err(error) if error.is_rule() => return Err(error),
            // Placed once more: somebody may have taken it away meanwhile.
            Err(error) => match self.store.place_halt_file(&entry) {
                Ok(Some(_)) => (self.by_file(entry), Some(error)),
                // A file that lies there for another is cleared with that.
                Ok(None) | Err(_) => return Err(error),
            },
        };
        self.store.drain_dispatches();
        Ok(Called {
            halt,
            unrecorded,
            undrained: self.store.undrained().cloned(),
        })
    }

    /// The halt that is in force by its entry in the halt file only.
    fn by_file(&self, entry: Entry) -> Halt {
        let (file, now) = (self.store.halt_file(), self.store.now());
        file.sync();
        halt::by_file(file, entry, now)
    }

    fn put_on_record(
        &mut self,
        caller: &Caller,
        scope: &HaltScope,
        reason: &Reason,
        key: Option<Uuid>,
    ) -> Result<Halt> {
        let operation = on_system(caller, Action::HaltRequest);
        self.store.write(&operation, |tx| {
            if let Some(key) = key
                && let Some(halt) = halt::of_file_entry(tx, key)?
            {
                // Another transaction, or the beginning of this one, was faster.
                return Ok(halt);
            }
            let cycles = cycles_in(tx, scope)?;
            let (_, reason) = signed(tx, &caller.agent, reason)?;
            let halt = record(tx, scope, &reason, key, &cycles)?;
            if tx.has_authority() {
                for cycle in &cycles {
                    let cycle = cycle::get(tx, &cycle.id)?;
                    cycle::halt(tx, &cycle, &[])?;
                }
            }
            Ok(halt)
        })
    }

    /// Lifts a halt. What it stopped stays stopped, and every other halt in force. Its
    /// notices that are still pending are withdrawn.
    ///
    /// The halt file goes after the commit, so that whatever happens in between
    /// leaves too much halted and not too little. [`Halt::BY_FILE`] is the number of
    /// one that was placed by hand, as long as it has no other and no other halt is without
    /// a number. What stands in the halt
    /// file is on record by then, and can be named by its key there as well.
    pub fn clear(
        &mut self,
        caller: &Caller,
        halt: impl Into<HaltRef>,
        reason: &Reason,
    ) -> Result<Halt> {
        let named = halt.into();
        let operation = on_system(caller, Action::HaltClear);
        let halt = self.store.write(&operation, |tx| {
            let id = match named {
                HaltRef::Number(Halt::BY_FILE) => placed_by_hand(tx)?,
                HaltRef::Number(id) => id,
                HaltRef::Key(key) => {
                    let halt = halt::of_file_entry(tx, key)?;
                    halt.ok_or(model::Error::HaltNotFound(named))?.id
                }
            };
            let halt = halt::clear(tx, id, reason)?;
            let withdrawn = halt::withdraw_notices(tx, id)?;
            let withdrawn: Vec<_> = withdrawn.iter().map(|id| id.get()).collect();
            let details = json!({
                "reason": reason.as_str(), "halt": halt.signed_reason(),
                "withdrawn": withdrawn,
            });
            tx.record(Action::HaltClear, format_args!("halt {id}"), &details)?;
            tx.set_halt_file_aside(&halt)?;
            Ok(halt)
        })?;
        self.store.lift_halt_file(caller)?;
        Ok(halt)
    }

    /// What may run of agents that could not be killed, whether a halt is in force or not.
    pub fn remains(&mut self) -> Result<Vec<Remains>> {
        self.store.read(survivors::list)
    }

    /// Notes that a halt was tried out, and how long it took to stop an agent.
    pub fn passed_drill(&mut self, caller: &Caller, took: Duration) -> Result<()> {
        let operation = on_system(caller, Action::HaltDrill);
        self.store.write(&operation, |tx| {
            let details = json!({"stopped_in_us": u64::try_from(took.as_micros()).ok()});
            tx.record(Action::HaltDrill, "halt", &details)
        })
    }

    /// All halts, the newest first, cleared ones too; at most `limit` where there is one.
    pub fn list(&mut self, limit: Option<u32>) -> Result<Vec<Halt>> {
        self.store.read(|tx| halt::list(tx, limit))
    }

    /// What is in force, and what has become of it.
    pub fn status(&mut self) -> Result<Vec<HaltInForce>> {
        self.store.read(statuses)
    }
}

/// The halts in force with what has become of them, and what could not be killed.
pub(super) fn statuses(tx: &ReadTx<'_>) -> Result<Vec<HaltInForce>> {
    let mut statuses = halt::statuses(tx)?;
    let remains = survivors::list(tx)?;
    for status in &mut statuses {
        status.remains = survivors::covered_by(tx, &status.halt.scope, &remains)?;
    }
    Ok(statuses)
}

/// The number of the halt that was placed by hand and that nobody has seen with a
/// number yet: this transaction has put it on record. One that was called by command
/// is only cleared by its own number or key, and so is each of several.
fn placed_by_hand(tx: &WriteTx<'_>) -> Result<i64> {
    let from_file = tx.from_file();
    match from_file {
        [halt] if halt.by_hand => return Ok(halt.id),
        [_, _, ..] => return Err(model::Error::HaltAmbiguous(from_file.len()).into()),
        _ => {}
    }
    let in_force = halt::in_force(tx)?;
    let mut global = in_force
        .iter()
        .filter(|halt| halt.scope == HaltScope::Global);
    // The one that was shown with this number, where this transaction has recorded it.
    let shown = |halt: &&Halt| tx.from_file().iter().any(|one| one.id == halt.id);
    let recorded = global.clone().find(shown).or_else(|| global.next());
    Err(match recorded {
        Some(halt) if halt.id != Halt::BY_FILE => model::Error::HaltOnRecord {
            id: halt.id,
            reason: halt.signed_reason(),
        },
        _ => model::Error::HaltNotFound(Halt::BY_FILE.into()),
    }
    .into())
}

/// The active cycles that a halt with this scope hits.
fn cycles_in(tx: &WriteTx<'_>, scope: &HaltScope) -> Result<Vec<Cycle>> {
    if let HaltScope::Cycle(id) = scope {
        let cycle = cycle::get(tx, id)?;
        // Who halts what another has halted is right, and is recorded.
        if cycle.phase == Phase::Halted {
            return Ok(Vec::new());
        }
        cycle.check_open()?;
        return Ok(vec![cycle]);
    }
    let mut cycles = cycle::active(tx)?;
    cycles.retain(|cycle| scope.covers(&cycle.symbol, Some(&cycle.id)));
    Ok(cycles)
}
