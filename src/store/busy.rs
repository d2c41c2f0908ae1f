//! Patience: how to wait for a lock that another process holds.
//!
//! SQLite offers nothing to wait on, so this sleeps and looks again: briefly
//! and with jitter, so that many waiters do not come back at the same moment,
//! and never past the deadline. Writers queue for their lock, so that only the first
//! of them looks.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::write_queue::{self, Waited, WriteQueue};
use crate::model::operation::Action;

/// The longest sleep between two looks.
pub(super) const LONGEST: Duration = Duration::from_millis(12);

/// The longest sleep of one that need not mind other waiters.
const OFTEN: Duration = Duration::from_micros(500);

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
        self.sleep(LONGEST.min(Duration::from_micros(200) * (attempt + 1)))
    }

    /// Sleeps for a part of `ceiling`; false once the deadline has passed.
    fn sleep(&self, ceiling: Duration) -> bool {
        let left = self.left();
        if left.is_zero() {
            return false;
        }
        thread::sleep(left.min(ceiling.mul_f64(fastrand::f64())));
        true
    }

    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.since.elapsed())
    }
}

/// How the connection of a store waits for the locks that others hold.
#[derive(Clone)]
pub(super) struct Waiting(Arc<Mutex<State>>);

struct State {
    patience: Patience,
    queue: WriteQueue,
    way: Way,
    /// Whether whoever has the turn in the queue was seen to do nothing with it.
    is_stuck: bool,
}

/// How to wait for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// By looking again, ever less often. Each lock has all the time there is.
    Poll,
    /// In the queue of the writers. The deadline counts from the beginning of the write.
    Queue,
    /// By looking again very often, past the queue. The deadline counts in the same way.
    Hurry,
}

impl Way {
    fn of(action: Action, limit: Duration) -> Self {
        match action {
            // A halt waits for the writer in progress only; and a sign of life that comes
            // too late would cost a cycle its process.
            Action::HaltRequest | Action::CycleHalt | Action::CycleRenew => Self::Hurry,
            // With so little patience, a full queue would never have its turn.
            _ if limit < write_queue::PATIENCE => Self::Poll,
            _ => Self::Queue,
        }
    }
}

impl Waiting {
    /// For a connection to the database at this real path.
    pub(super) fn of(database: &Path, limit: Duration) -> Self {
        Self(Arc::new(Mutex::new(State {
            patience: Patience::new(limit),
            queue: WriteQueue::of(database),
            way: Way::Poll,
            is_stuck: false,
        })))
    }

    /// What `SQLite` calls while another holds a lock that it needs.
    pub(super) fn handler(&self) -> impl FnMut(i32) -> bool + Send + 'static {
        let waiting = self.clone();
        move |attempt| {
            let attempt = u32::try_from(attempt).unwrap_or_default();
            waiting.state().wait(attempt)
        }
    }

    /// Waits for others for at most `limit` from now on.
    pub(super) fn set_limit(&self, limit: Duration) {
        self.state().patience.limit = limit;
    }

    /// Begins a write. Where others are in the queue, waits for its turn.
    pub(super) fn begin(&self, action: Action) {
        let mut state = self.state();
        state.way = Way::of(action, state.patience.limit);
        if state.way != Way::Poll {
            state.patience.since = Instant::now();
        }
        if state.way == Way::Queue {
            let limit = state.patience.limit;
            state.queue.enter(limit);
        }
    }

    /// Whether the write lock was taken past those who are in the queue.
    pub(super) fn went_around(&self) -> bool {
        let state = self.state();
        state.way == Way::Queue && state.queue.is_waiting()
    }

    /// Notes that whoever has the turn in the queue does nothing with it.
    pub(super) fn note_stuck(&self) {
        self.state().is_stuck = true;
    }

    /// Ends a write, and lets the next have its turn.
    pub(super) fn end(&self) {
        let mut state = self.state();
        if std::mem::take(&mut state.is_stuck) {
            state.queue.renew();
        }
        state.queue.leave();
        state.way = Way::Poll;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait(&mut self, attempt: u32) -> bool {
        let often = OFTEN.min(Duration::from_micros(50) * (attempt + 1));
        match self.way {
            Way::Poll => self.patience.wait(attempt),
            Way::Hurry => self.patience.sleep(often),
            Way::Queue => {
                let left = self.patience.left();
                if left.is_zero() {
                    return false;
                }
                // The only one in the queue that looks at the lock itself.
                if self.queue.has_turn() {
                    return self.patience.sleep(often);
                }
                match self.queue.wait(left) {
                    Waited::Turn | Waited::NotYet => true,
                    Waited::Unusable => {
                        let ceiling = Duration::from_micros(200) * (attempt + 1);
                        self.patience.sleep(LONGEST.min(ceiling))
                    }
                }
            }
        }
    }
}
