//! Patience: how to wait for a lock that another process holds.
//!
//! SQLite offers nothing to wait on, so this sleeps and looks again: briefly
//! and with jitter, so that many waiters do not come back at the same moment,
//! and never past the deadline.

use std::thread;
use std::time::{Duration, Instant};

/// The longest sleep between two looks.
pub(super) const LONGEST: Duration = Duration::from_millis(12);

/// Waits with growing, jittered sleeps up to a deadline.
pub(super) struct Patience {
    limit: Duration,
    since: Instant,
}

impl Patience {
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            limit,
            since: Instant::now(),
        }
    }

    /// Sleeps before look number `attempt` (from 0); false once the deadline
    /// has passed. Attempt 0 starts a new wait.
    pub(super) fn wait(&mut self, attempt: u32) -> bool {
        if attempt == 0 {
            self.since = Instant::now();
        }
        let left = self.limit.saturating_sub(self.since.elapsed());
        if left.is_zero() {
            return false;
        }
        let ceiling = LONGEST.min(Duration::from_micros(200) * (attempt + 1));
        thread::sleep(left.min(ceiling.mul_f64(fastrand::f64())));
        true
    }
}
