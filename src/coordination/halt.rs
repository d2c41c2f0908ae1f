//! Halts: stop cycles at once and for good, and notify every agent.
//!
//! A halt takes effect at its commit. It stops what would follow and undoes nothing, and
//! clearing it restarts nothing.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use super::transition::{self, request_halt};
use super::{on_system, survivors};
use crate::model;
use crate::model::agent::Agent;
use crate::model::caller::Caller;
use crate::model::cycle::Cycle;
use crate::model::delivery_state::MessageStatus;
use crate::model::events::{Event, HaltClear, HaltDrill, HaltNotice, HaltRequest};
use crate::model::halt::{Halt, HaltInForce, HaltRef, HaltScope};
use crate::model::id::{AgentName, MessageId};
use crate::model::json::Json;
use crate::model::message::{Message, MessageType, Priority};
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::model::process::Remains;
use crate::model::sources::Sources;
use crate::model::text::{Reason, Subject};
use crate::store::dispatch_lock::Undrained;
use crate::store::halt_entry::Entry;
use crate::store::message::Draft;
use crate::store::{Error, HaltRules, ReadTx, Result, Store, WriteTx, agent, cycle, halt, message};

/// What every write does about halts before its operation.
pub(super) const HALT_RULES: HaltRules = HaltRules {
    record: record_entry,
    enforce: |tx, cycle| transition::halt(tx, cycle, &[]),
};

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
    sources: &dyn Sources,
) -> Result<Called> {
    let file = Store::halt_file_of(path);
    if error.is_rule() || !(file.is_ready() || file.is_placed()) {
        return Err(error);
    }
    let entry = entry(sources.uuid(), &caller.agent, reason);
    match file.place(&entry)? {
        Some(_) => Ok(Called {
            halt: halt::by_file(&file, entry, sources.now()),
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
    /// A halt on everything takes effect at once by the halt file, which needs neither the lock
    /// nor a free block, and is then recorded. Where it cannot be recorded, the file halts
    /// everything, whatever the scope: to halt too much is the safe side.
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
            let mut cycles = cycles_in(tx, scope)?;
            let known = agent::find(tx, &caller.agent)?;
            let (_, reason) = Agent::signing(known, &caller.agent, reason);
            let halt = record(tx, scope, &reason, key, &mut cycles)?;
            if tx.has_authority() {
                for cycle in &mut cycles {
                    transition::halt(tx, cycle, &[])?;
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
            if halt::get(tx, id)?.cleared.is_some() {
                return Err(model::Error::HaltCleared(id).into());
            }
            let halt = halt::clear(tx, id, reason)?;
            let withdrawn = withdraw_notices(tx, id)?;
            let event = Event::HaltClear(HaltClear {
                halt: halt.signed_reason(),
                reason: reason.to_string(),
                withdrawn,
            });
            tx.record(&event, format_args!("halt {id}"))?;
            tx.set_halt_file_aside(&halt)?;
            Ok(halt)
        })?;
        self.lift_halt_file(caller)?;
        Ok(halt)
    }

    /// Removes the halt file that a clear has set aside, once every halt in it is recorded and
    /// cleared. Other halts in it are placed again.
    fn lift_halt_file(&mut self, caller: &Caller) -> Result<()> {
        if !self.store.halt_file().is_set_aside() {
            return Ok(());
        }
        // To begin a write is all that it takes.
        self.store
            .write(&on_system(caller, Action::HaltRequest), |_| Ok(()))?;
        self.store.lift_halt_file()
    }

    /// What may run of agents that could not be killed, whether a halt is in force or not.
    pub fn remains(&mut self) -> Result<Vec<Remains>> {
        self.store.read(survivors::list)
    }

    /// Notes that a halt was tried out, and how long it took to stop an agent.
    pub fn passed_drill(&mut self, caller: &Caller, took: Duration) -> Result<()> {
        let operation = on_system(caller, Action::HaltDrill);
        self.store.write(&operation, |tx| {
            let event = Event::HaltDrill(HaltDrill {
                stopped_in_us: u64::try_from(took.as_micros()).ok(),
            });
            tx.record(&event, "halt")
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

/// Records a halt that is in force by its entry in the halt file only, as a halt by the agent
/// that the entry names.
fn record_entry(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<Halt> {
    let known = agent::find(tx, &entry.by)?;
    let (by, reason) = Agent::signing(known, &entry.by, &entry.reason);
    let mut cycles = cycle::active(tx)?;
    tx.acting_for(by, |tx| {
        record(
            tx,
            &HaltScope::Global,
            &reason,
            Some(entry.key),
            &mut cycles,
        )
    })
}

/// Withdraws the pending notices of a halt, which is over. Notices that an agent has claimed
/// stay claimed.
fn withdraw_notices(tx: &mut WriteTx<'_>, id: i64) -> Result<Vec<MessageId>> {
    let mut notices = halt::notices(tx, id)?;
    notices.retain(|notice| notice.delivery_state.status == MessageStatus::Pending);
    let reason = format!("halt {id} was cleared");
    for notice in &notices {
        message::store_delivery_state(tx, notice.id, &notice.delivery_state.withdrawn())?;
        message::set_reason(tx, notice.id, Some(&reason))?;
    }
    Ok(notices.into_iter().map(|notice| notice.id).collect())
}

/// Records a halt by the actor on these cycles, and tells everyone else. `key` is
/// that of its entry in the halt file.
fn record(
    tx: &mut WriteTx<'_>,
    scope: &HaltScope,
    reason: &Reason,
    key: Option<Uuid>,
    cycles: &mut [Cycle],
) -> Result<Halt> {
    let correlation_id = tx.uuid().to_string();
    let halt = halt::insert(tx, scope, reason, &correlation_id, key)?;
    for cycle in cycles.iter_mut() {
        halt::insert_hit(tx, &halt, cycle)?;
        request_halt(tx, cycle, &halt.signed_reason())?;
    }
    let notices = broadcast(tx, &halt, &correlation_id)?;
    let event = Event::HaltRequest(HaltRequest {
        cycles: cycles.iter().map(|cycle| cycle.id.clone()).collect(),
        messages: notices.into_iter().map(notice_in_log).collect(),
        proven: tx.is_proven(),
        reason: reason.to_string(),
        scope: scope.clone(),
    });
    tx.record(&event, format_args!("halt {}", halt.id))?;
    Ok(halt)
}

/// Tells every agent but the one who called it. The message never expires: a
/// slow agent sees it too.
fn broadcast(tx: &mut WriteTx<'_>, halt: &Halt, correlation_id: &str) -> Result<Vec<Message>> {
    let payload = Json::from_value(&json!({
        "halt_id": halt.id,
        "scope": halt.scope.to_string(),
        "reason": halt.signed_reason(),
        "timestamp": halt.requested_at.to_string(),
    }));
    let subject = Subject::from_static("EMERGENCY HALT");
    let from = tx.actor().name.clone();
    let names = agent::list(tx)?.iter().map(|agent| agent.name.clone());
    let others: Vec<_> = names.filter(|name| *name != from).collect();
    let tell = |to: &AgentName| {
        let draft = Draft {
            from: &from,
            to,
            message_type: MessageType::Halt,
            priority: Priority::Critical,
            subject: &subject,
            payload: &payload,
            expires_at: None,
            cycle: match &halt.scope {
                HaltScope::Cycle(cycle) => Some(cycle),
                _ => None,
            },
            correlation_id,
            reply_to: None,
            awaited_until: None,
            once: false,
            dedup_key: None,
        };
        message::insert(tx, &draft)
    };
    others.iter().map(tell).collect()
}

/// A message is never without its place in the audit log: those of a halt stand
/// in its event.
fn notice_in_log(message: Message) -> HaltNotice {
    HaltNotice {
        id: message.id,
        to: message.to,
    }
}
