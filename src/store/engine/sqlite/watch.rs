//! Waits for a commit of another process with inotify on the write-ahead log.
//!
//! A notification comes shortly before the commit is visible, and does not promise one: the
//! caller checks again.

use std::os::fd::OwnedFd;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

/// How often a waiting process polls: twice within the time in which it must have noticed
/// a change.
pub const TICK: Duration = Duration::from_millis(2);

/// How long after a write to the log its commit may be seen at the latest, unless
/// the disk is very slow.
const SETTLED: Duration = Duration::from_millis(100);

/// How often to poll in that time.
const SOON: Duration = Duration::from_millis(1);

/// In how much of that time a commit can be seen as a rule: what a fast disk takes to
/// write it down.
const AT_ONCE: Duration = Duration::from_millis(3);

/// How often to poll then.
const VERY_SOON: Duration = Duration::from_micros(50);

/// How often to poll without a notification, in case one was lost.
const SELDOM: Duration = Duration::from_millis(100);

/// How far one waiter has seen the commits of other processes.
///
/// Belongs to the waiter: several can wait on one connection, each with its own cursor.
/// Used with one open database only. A new one has seen nothing, so that its first use
/// reports a change.
#[derive(Default)]
pub struct ChangeCursor {
    /// What `PRAGMA data_version` returned last.
    seen: Option<i64>,
    /// Created by the first wait.
    watch: Option<Watch>,
}

impl ChangeCursor {
    /// Moves to this version. Returns whether it is another one.
    pub(super) fn move_to(&mut self, version: i64) -> bool {
        self.seen.replace(version) != Some(version)
    }

    /// Pauses until it is worth a look, or until `deadline`.
    pub(super) fn pause(&mut self, log: &Path, deadline: Instant) {
        let watch = self.watch.get_or_insert_with(|| Watch::on(log));
        watch.pause(deadline);
    }
}

/// Watches the write-ahead log of a database.
struct Watch {
    /// `None` if the system watches nothing more for this user.
    inotify: Option<OwnedFd>,
    /// When it last reported a write.
    notified_at: Instant,
}

impl Watch {
    /// Begins to watch the log with this path.
    fn on(log: &Path) -> Self {
        let watch = || {
            let inotify = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            add_watch(&inotify, log, WatchFlags::MODIFY)?;
            rustix::io::Result::Ok(inotify)
        };
        Self {
            inotify: watch().ok(),
            notified_at: Instant::now(),
        }
    }

    /// Pauses until it is worth a look, or until `deadline`.
    fn pause(&mut self, deadline: Instant) {
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        let since = now.saturating_duration_since(self.notified_at);
        match &self.inotify {
            None => thread::sleep(left.min(TICK)),
            Some(_) if since < AT_ONCE => thread::sleep(left.min(VERY_SOON)),
            Some(inotify) => {
                let limit = if since < SETTLED { SOON } else { SELDOM };
                if is_notified_within(inotify, left.min(limit)) {
                    self.notified_at = Instant::now();
                }
            }
        }
    }
}

/// Waits for a write to the log. Several notifications are taken together.
fn is_notified_within(inotify: &OwnedFd, limit: Duration) -> bool {
    let limit = Timespec::try_from(limit).ok();
    let mut ready = [PollFd::new(inotify, PollFlags::IN)];
    if !matches!(poll(&mut ready, limit.as_ref()), Ok(1..)) {
        return false;
    }
    let mut events = [0; 4096];
    while matches!(rustix::io::read(inotify, &mut events), Ok(1..)) {}
    true
}
