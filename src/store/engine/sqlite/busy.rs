//! SQLite's busy handler: waits with back-off while another process holds a lock, and in the
//! write queue for the write lock.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::backoff::{Backoff, LONGEST};
use super::write_queue::{TURN_WAIT, Waited, WriteQueue};

/// The longest sleep of a writer that competes with no other waiter.
const OFTEN: Duration = Duration::from_micros(500);

/// How the connection of a database waits for locks of other processes.
#[derive(Clone)]
pub(super) struct Waiting(Arc<Mutex<State>>);

struct State {
    /// How long to wait outside the turn of a writer.
    limit: Duration,
    backoff: Backoff,
    queue: WriteQueue,
    way: Way,
    /// Whether the writer that has the turn in the queue makes no progress.
    is_stuck: bool,
}

/// How urgent a write is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// It waits for its turn in the write queue.
    Normal,
    /// It waits for the writer in progress only, and skips the queue.
    High,
}

/// How to wait for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// By trying again, less and less often. Each lock has the whole limit.
    Poll,
    /// In the queue of the writers. The deadline counts from the beginning of the write.
    Queue,
    /// By trying again very often, without the queue. The deadline counts in the same way.
    Hurry,
}

impl Way {
    fn of(urgency: Urgency, limit: Duration) -> Self {
        match urgency {
            Urgency::High => Self::Hurry,
            // With so short a limit, a full queue would never have its turn.
            Urgency::Normal if limit < TURN_WAIT => Self::Poll,
            Urgency::Normal => Self::Queue,
        }
    }
}

impl Waiting {
    /// For a connection to the database at this real path.
    pub(super) fn of(database: &Path, limit: Duration) -> Self {
        Self(Arc::new(Mutex::new(State {
            limit,
            backoff: Backoff::new(limit),
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

    /// Begins a write, which waits for others for at most `limit`. Where others are in the
    /// queue, waits for its turn. The turn ends when the result is dropped.
    pub(super) fn begin(&self, urgency: Urgency, limit: Duration) -> Turn {
        let mut state = self.state();
        state.backoff.limit = limit;
        state.way = Way::of(urgency, limit);
        if state.way != Way::Poll {
            state.backoff.since = Instant::now();
        }
        if state.way == Way::Queue {
            state.queue.enter(limit);
        }
        drop(state);
        Turn(self.clone())
    }

    /// Whether the write lock was taken past those who are in the queue.
    pub(super) fn went_around(&self) -> bool {
        let state = self.state();
        state.way == Way::Queue && state.queue.is_waiting()
    }

    /// Notes that the writer that has the turn in the queue makes no progress.
    pub(super) fn note_stuck(&self) {
        self.state().is_stuck = true;
    }

    /// Ends a write, and lets the next have its turn.
    fn end(&self) {
        let mut state = self.state();
        if std::mem::take(&mut state.is_stuck) {
            state.queue.renew();
        }
        state.queue.leave();
        state.way = Way::Poll;
        state.backoff.limit = state.limit;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The turn of a writer, which lasts for its transaction.
#[must_use = "dropping it ends the turn"]
pub(crate) struct Turn(Waiting);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl State {
    fn wait(&mut self, attempt: u32) -> bool {
        let often = OFTEN.min(Duration::from_micros(50) * (attempt + 1));
        match self.way {
            Way::Poll => self.backoff.wait(attempt),
            Way::Hurry => self.backoff.sleep(often),
            Way::Queue => {
                let left = self.backoff.left();
                if left.is_zero() {
                    return false;
                }
                // The only one in the queue that tries the lock itself.
                if self.queue.has_turn() {
                    return self.backoff.sleep(often);
                }
                // Newcomers may have overtaken it repeatedly: then it tries often.
                let limit = if self.backoff.since.elapsed() < 2 * TURN_WAIT {
                    TURN_WAIT
                } else {
                    LONGEST.mul_f64(fastrand::f64())
                };
                match self.queue.wait(left.min(limit)) {
                    Waited::Turn | Waited::NotYet => true,
                    Waited::Unusable => {
                        let ceiling = Duration::from_micros(200) * (attempt + 1);
                        self.backoff.sleep(LONGEST.min(ceiling))
                    }
                }
            }
        }
    }
}
