//! Jittered back-off while another process holds a lock.
//!
//! There is nothing to wait on, so this sleeps and tries again: briefly and with jitter, so
//! that many waiters do not come back at the same moment, and never past the deadline.

use std::thread;
use std::time::{Duration, Instant};

/// The longest sleep between two attempts.
pub(super) const LONGEST: Duration = Duration::from_millis(12);

/// Waits with growing, jittered sleeps up to a deadline.
pub(super) struct Backoff {
    pub(super) limit: Duration,
    pub(super) since: Instant,
}

impl Backoff {
    /// Waits for at most `limit`, beginning now.
    pub(super) fn new(limit: Duration) -> Self {
        Self {
            limit,
            since: Instant::now(),
        }
    }

    /// Sleeps before attempt number `attempt` (from 0); false once the deadline
    /// has passed. Attempt 0 starts a new wait.
    pub(super) fn wait(&mut self, attempt: u32) -> bool {
        if attempt == 0 {
            self.since = Instant::now();
        }
        self.sleep(LONGEST.min(Duration::from_micros(200) * (attempt + 1)))
    }

    /// Sleeps for a part of `ceiling`; false once the deadline has passed.
    pub(super) fn sleep(&self, ceiling: Duration) -> bool {
        let left = self.left();
        if left.is_zero() {
            return false;
        }
        thread::sleep(left.min(ceiling.mul_f64(fastrand::f64())));
        true
    }

    /// The time until the deadline.
    pub(super) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.since.elapsed())
    }
}
