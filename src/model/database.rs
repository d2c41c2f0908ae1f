//! The database as a whole: what stands in it, and what may go from it.
//!
//! What may go is decided here, from the facts that a transaction has found.
//! The audit log never goes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::audit::Head;
use super::clock::Timestamp;
use super::cycle::Cycle;
use super::delivery_state::{DeliveryState, MessageStatus};
use super::halt::Halt;
use super::id::MessageId;
use super::message::Priority;

/// What stands in a database, in one consistent view.
#[derive(Clone, Debug)]
pub struct DatabaseStatus {
    /// Its file.
    pub file: FileFacts,
    /// Its messages.
    pub messages: MessageTally,
    /// How often those messages have been delivered.
    pub deliveries: u64,
    /// How many cycles have not ended.
    pub active_cycles: u64,
    /// How many cycles have ended.
    pub ended_cycles: u64,
    /// How many events the audit log holds.
    pub audit_events: u64,
    /// When it was looked at.
    pub at: Timestamp,
}

/// The file of a database.
#[derive(Clone, Debug)]
pub struct FileFacts {
    /// Its real path.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The size of the write-ahead log beside it, in bytes.
    pub log_bytes: u64,
    /// How long a page is, in bytes.
    pub page_bytes: u64,
    /// How many pages it has.
    pub pages: u64,
    /// How many of them hold nothing and are used before the file grows.
    pub free_pages: u64,
    /// The version of its schema.
    pub schema_version: i64,
    /// The version of the `SQLite` that is built in.
    pub sqlite_version: &'static str,
}

/// Counts of messages, each as the present time has left it.
#[derive(Clone, Debug)]
pub struct MessageTally {
    /// How many stand at each status; every status is there.
    pub by_status: BTreeMap<MessageStatus, u64>,
    /// How many stand at each status with each priority; only where some do.
    pub by_priority: BTreeMap<(MessageStatus, Priority), u64>,
    /// How many of the pending have each priority; every priority is there.
    pub pending: BTreeMap<Priority, u64>,
    /// The pending one that was sent first, and when.
    pub oldest_pending: Option<(MessageId, Timestamp)>,
}

impl Default for MessageTally {
    fn default() -> Self {
        Self {
            by_status: MessageStatus::ALL.iter().map(|&s| (s, 0)).collect(),
            by_priority: BTreeMap::new(),
            pending: Priority::ALL.iter().map(|&p| (p, 0)).collect(),
            oldest_pending: None,
        }
    }
}

impl MessageTally {
    /// Counts messages that now stand at `status`.
    pub fn add(&mut self, status: MessageStatus, priority: Priority, messages: u64) {
        if messages == 0 {
            return;
        }
        *self.by_status.entry(status).or_default() += messages;
        *self.by_priority.entry((status, priority)).or_default() += messages;
        if status == MessageStatus::Pending {
            *self.pending.entry(priority).or_default() += messages;
        }
    }
}

/// What a prune has deleted, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Messages.
    pub messages: u64,
    /// Cycles.
    pub cycles: u64,
    /// The phases of those cycles.
    pub phases: u64,
    /// Versions of values in the shared state of those cycles.
    pub state_versions: u64,
    /// Halts of those cycles alone, and records of halts that hit them. None of
    /// them was in force.
    pub halts: u64,
}

impl Pruned {
    /// How many rows it deleted in all.
    pub const fn rows(&self) -> u64 {
        self.messages + self.cycles + self.phases + self.state_versions + self.halts
    }
}

impl std::ops::AddAssign for Pruned {
    fn add_assign(&mut self, more: Self) {
        self.messages += more.messages;
        self.cycles += more.cycles;
        self.phases += more.phases;
        self.state_versions += more.state_versions;
        self.halts += more.halts;
    }
}

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Its file: an absolute path.
    pub path: PathBuf,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The head of the audit log in it.
    pub head: Head,
}

/// A backup that was put in the place of a database.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The database: its real path.
    pub path: PathBuf,
    /// The head of the audit log in the backup.
    pub head: Head,
    /// Where the old database went, if there was one.
    pub previous: Option<PathBuf>,
    /// The number of the halt that everything stands under.
    pub halt: i64,
    /// The halts of the old database that were called again in this one.
    pub kept: Vec<Halt>,
    /// Whether the halts of the old database could be read.
    pub knows_halts: bool,
}

/// A message, as far as it matters whether it may go.
#[derive(Clone, Copy, Debug)]
pub struct PruneCandidate {
    /// Where it stands, as the present time has left it.
    pub delivery_state: DeliveryState,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was processed.
    pub processed_at: Option<Timestamp>,
}

impl PruneCandidate {
    /// Whether it is over, and the last that happened to it (that it was sent,
    /// processed, or expired) happened before `before`.
    pub fn is_over_before(&self, before: Timestamp, now: Timestamp) -> bool {
        // One that was withdrawn is expired ahead of its time.
        let expired_at = self.delivery_state.expires_at.filter(|&end| end <= now);
        let last = match self.delivery_state.status {
            MessageStatus::Pending | MessageStatus::Claimed => return false,
            MessageStatus::Processed => self.processed_at,
            MessageStatus::Expired => expired_at,
            MessageStatus::Dead => None,
        };
        self.sent_at < before && last.is_none_or(|last| last < before)
    }
}

/// Whether a cycle may go, as far as its messages let it: it ended before
/// `before`, and is under none of the halts in force.
pub fn cycle_may_go(cycle: &Cycle, halts: &[Halt], before: Timestamp) -> bool {
    let is_halted = |halt: &Halt| halt.scope.covers(&cycle.symbol, Some(&cycle.id));
    cycle.completed_at.is_some_and(|ended| ended < before) && !halts.iter().any(is_halted)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn candidate(delivery_state: DeliveryState, processed_at: Option<Timestamp>) -> PruneCandidate {
        PruneCandidate {
            delivery_state,
            sent_at: at(10),
            processed_at,
        }
    }

    #[test]
    fn a_message_may_go_once_the_last_that_happened_to_it_is_old() {
        let now = at(1_000);
        let new = DeliveryState::new(None);
        let claimed = new.claimed(now.plus(Duration::from_secs(1))).unwrap();
        for open in [new, claimed] {
            assert!(!candidate(open, None).is_over_before(at(900), now));
        }
        let processed = candidate(new.processed(None).unwrap(), Some(at(500)));
        assert!(processed.is_over_before(at(501), now));
        assert!(!processed.is_over_before(at(500), now));

        let expired = candidate(DeliveryState::new(Some(at(600))).at(now, 5), None);
        assert!(expired.is_over_before(at(601), now));
        assert!(!expired.is_over_before(at(600), now));

        let withdrawn = candidate(DeliveryState::new(Some(at(i64::MAX))).withdrawn(), None);
        assert!(withdrawn.is_over_before(at(11), now));
        assert!(!withdrawn.is_over_before(at(10), now), "it was just sent");
    }
}
