//! What is shown of the database as a whole, its backups and its limits.

use std::collections::BTreeMap;

use humantime::format_duration;
use serde::Serialize;

use super::{View, or_dash};
use crate::model::clock::Timestamp;
use crate::model::database::{Backup, DatabaseStatus, MessageTally, Pruned, Restored};
use crate::model::delivery_state::MessageStatus;
use crate::model::id::AgentName;
use crate::model::limits::Limits;
use crate::model::message::Priority;

/// What is in a database.
#[derive(Debug, Serialize)]
pub struct DatabaseStatusView {
    path: String,
    file_bytes: u64,
    log_bytes: u64,
    page_bytes: u64,
    pages: u64,
    free_pages: u64,
    schema_version: i64,
    sqlite_version: &'static str,
    messages: MessagesView,
    pending: PendingView,
    oldest_pending: Option<OldestView>,
    cycles: CyclesView,
    audit_events: u64,
}

/// Messages by status.
#[derive(Debug, Serialize)]
struct MessagesView {
    pending: u64,
    claimed: u64,
    processed: u64,
    expired: u64,
    dead: u64,
}

/// Pending messages by priority.
#[derive(Debug, Serialize)]
struct PendingView {
    critical: u64,
    high: u64,
    normal: u64,
    low: u64,
}

/// The pending message that was sent first.
#[derive(Debug, Serialize)]
struct OldestView {
    id: i64,
    sent_at: String,
    age_ms: u64,
}

/// Cycles.
#[derive(Debug, Serialize)]
struct CyclesView {
    active: u64,
    ended: u64,
}

impl From<&DatabaseStatus> for DatabaseStatusView {
    fn from(status: &DatabaseStatus) -> Self {
        let file = &status.file;
        Self {
            path: file.path.display().to_string(),
            file_bytes: file.bytes,
            log_bytes: file.log_bytes,
            page_bytes: file.page_bytes,
            pages: file.pages,
            free_pages: file.free_pages,
            schema_version: file.schema_version,
            sqlite_version: file.sqlite_version,
            messages: MessagesView::from(&status.messages),
            pending: PendingView::from(&status.messages),
            oldest_pending: OldestView::new(&status.messages, status.at),
            cycles: CyclesView {
                active: status.active_cycles,
                ended: status.ended_cycles,
            },
            audit_events: status.audit_events,
        }
    }
}

impl From<&MessageTally> for MessagesView {
    fn from(tally: &MessageTally) -> Self {
        let count = |status| of(&tally.by_status, &status);
        Self {
            pending: count(MessageStatus::Pending),
            claimed: count(MessageStatus::Claimed),
            processed: count(MessageStatus::Processed),
            expired: count(MessageStatus::Expired),
            dead: count(MessageStatus::Dead),
        }
    }
}

impl From<&MessageTally> for PendingView {
    fn from(tally: &MessageTally) -> Self {
        let count = |priority| of(&tally.pending, &priority);
        Self {
            critical: count(Priority::Critical),
            high: count(Priority::High),
            normal: count(Priority::Normal),
            low: count(Priority::Low),
        }
    }
}

impl OldestView {
    fn new(tally: &MessageTally, now: Timestamp) -> Option<Self> {
        let (id, sent_at) = tally.oldest_pending?;
        let age = now.since(sent_at).as_millis();
        Some(Self {
            id: id.get(),
            sent_at: sent_at.to_string(),
            age_ms: u64::try_from(age).unwrap_or(u64::MAX),
        })
    }

    fn text(&self) -> String {
        let age = format_duration(std::time::Duration::from_secs(self.age_ms / 1000));
        format!("{} (sent {}, {age} ago)", self.id, self.sent_at)
    }
}

impl View for DatabaseStatusView {
    const COLUMNS: &'static [&'static str] = &[
        "Database",
        "File",
        "Log",
        "Pages",
        "Schema",
        "SQLite",
        "Messages",
        "Pending",
        "Oldest pending",
        "Cycles",
        "Audit log",
    ];

    fn row(&self) -> Vec<String> {
        let MessagesView {
            pending,
            claimed,
            processed,
            expired,
            dead,
        } = self.messages;
        let PendingView {
            critical,
            high,
            normal,
            low,
        } = self.pending;
        vec![
            self.path.clone(),
            format!("{} bytes", self.file_bytes),
            format!("{} bytes", self.log_bytes),
            format!(
                "{} of {} bytes, {} free",
                self.pages, self.page_bytes, self.free_pages
            ),
            self.schema_version.to_string(),
            self.sqlite_version.to_owned(),
            format!(
                "{pending} pending, {claimed} claimed, {processed} processed, {expired} expired, \
                 {dead} dead"
            ),
            format!("{critical} critical, {high} high, {normal} normal, {low} low"),
            or_dash(self.oldest_pending.as_ref().map(OldestView::text)),
            format!("{} active, {} ended", self.cycles.active, self.cycles.ended),
            format!("{} events", self.audit_events),
        ]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}

/// What a prune has deleted.
#[derive(Debug, Serialize)]
pub struct PrunedView {
    messages: u64,
    cycles: u64,
    phases: u64,
    state_versions: u64,
    halts: u64,
}

impl From<Pruned> for PrunedView {
    fn from(pruned: Pruned) -> Self {
        Self {
            messages: pruned.messages,
            cycles: pruned.cycles,
            phases: pruned.phases,
            state_versions: pruned.state_versions,
            halts: pruned.halts,
        }
    }
}

impl View for PrunedView {
    const COLUMNS: &'static [&'static str] =
        &["Messages", "Cycles", "Phases", "State versions", "Halts"];

    fn row(&self) -> Vec<String> {
        let counts = [
            self.messages,
            self.cycles,
            self.phases,
            self.state_versions,
            self.halts,
        ];
        counts.map(|count| count.to_string()).to_vec()
    }

    fn id(&self) -> String {
        format!("{} messages {} cycles", self.messages, self.cycles)
    }
}

/// A backup that was made.
#[derive(Debug, Serialize)]
pub struct BackupView {
    path: String,
    file_bytes: u64,
    head: String,
}

impl From<&Backup> for BackupView {
    fn from(backup: &Backup) -> Self {
        Self {
            path: backup.path.display().to_string(),
            file_bytes: backup.bytes,
            head: backup.head.to_string(),
        }
    }
}

impl View for BackupView {
    const COLUMNS: &'static [&'static str] = &["Backup", "File", "Head of its audit log"];

    fn row(&self) -> Vec<String> {
        vec![
            self.path.clone(),
            format!("{} bytes", self.file_bytes),
            self.head.clone(),
        ]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}

/// A backup that was put in the place of a database.
#[derive(Debug, Serialize)]
pub struct RestoredView {
    path: String,
    head: String,
    previous: Option<String>,
    halt: i64,
    returned_agents: Vec<String>,
}

impl From<&Restored> for RestoredView {
    fn from(restored: &Restored) -> Self {
        let previous = restored.previous.as_ref();
        Self {
            path: restored.path.display().to_string(),
            head: restored.head.to_string(),
            previous: previous.map(|path| path.display().to_string()),
            halt: restored.halt,
            returned_agents: restored.returned.iter().map(AgentName::to_string).collect(),
        }
    }
}

impl View for RestoredView {
    const COLUMNS: &'static [&'static str] =
        &["Database", "Head of the backup", "Previous", "Halt"];

    fn row(&self) -> Vec<String> {
        vec![
            self.path.clone(),
            self.head.clone(),
            or_dash(self.previous.as_ref()),
            self.halt.to_string(),
        ]
    }

    fn id(&self) -> String {
        self.halt.to_string()
    }
}

/// A database that is there and up to date.
#[derive(Debug, Serialize)]
pub struct InitView {
    path: String,
    created: bool,
    schema_version: i64,
}

impl InitView {
    /// The database at this path, and whether it was created just now.
    pub fn new(status: &DatabaseStatus, created: bool) -> Self {
        Self {
            path: status.file.path.display().to_string(),
            created,
            schema_version: status.file.schema_version,
        }
    }
}

impl View for InitView {
    const COLUMNS: &'static [&'static str] = &["Database", "Created", "Schema"];

    fn row(&self) -> Vec<String> {
        let created = if self.created { "yes" } else { "no" };
        vec![
            self.path.clone(),
            created.to_owned(),
            self.schema_version.to_string(),
        ]
    }

    fn id(&self) -> String {
        self.path.clone()
    }
}

fn of<K: Ord>(counts: &BTreeMap<K, u64>, key: &K) -> u64 {
    counts.get(key).copied().unwrap_or_default()
}

/// The limits of the message bus.
#[derive(Debug, Serialize)]
pub struct LimitsView {
    max_pending: u32,
    max_deliveries: u32,
}

impl From<Limits> for LimitsView {
    fn from(limits: Limits) -> Self {
        Self {
            max_pending: limits.max_pending,
            max_deliveries: limits.max_deliveries,
        }
    }
}

impl View for LimitsView {
    const COLUMNS: &'static [&'static str] = &["Max pending", "Max deliveries"];

    fn row(&self) -> Vec<String> {
        vec![
            self.max_pending.to_string(),
            self.max_deliveries.to_string(),
        ]
    }

    fn id(&self) -> String {
        self.row().join(" ")
    }
}
