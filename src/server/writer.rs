//! The one writer of the server: commits operations that arrive together with one commit.
//!
//! If no write is in progress, a request runs its operation at once, on its own thread.
//! Otherwise the operation waits in a queue, and one thread commits everything in the queue as
//! one group (see [`Store::group`]). An outcome is sent only after its commit is durable. Decides
//! nothing about the operations.

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;
use tokio::task::block_in_place;

use super::changes::Changes;
use crate::store::{Error, Grouped, Result, Store};

/// How many operations are committed together at most, so that none waits long for the others.
const GROUP: usize = 256;

/// An operation that waits to be committed.
trait Job: Send {
    /// Runs it, and stores its outcome. Called again if the group was undone.
    fn run(&mut self, store: &mut Store);

    /// Stores this error as its outcome.
    fn fail(&mut self, error: &Error);

    /// Does what follows its commit, and sends its outcome.
    fn send(self: Box<Self>, store: &mut Store, was_halted: bool);

    /// Whether its request still waits for the outcome.
    fn is_awaited(&self) -> bool;
}

struct Operation<F, T, A, U> {
    f: F,
    outcome: Option<Result<T>>,
    /// What follows the commit. It is given what `f` returned, and whether a halt came during the
    /// commit.
    after: A,
    /// Receives the outcome; `None` for an operation that was posted.
    sender: Option<oneshot::Sender<Result<U>>>,
}

impl<F, T, A, U> Job for Operation<F, T, A, U>
where
    F: FnMut(&mut Store) -> Result<T> + Send,
    T: Send,
    A: FnOnce(&mut Store, T, bool) -> Result<U> + Send,
    U: Send,
{
    fn run(&mut self, store: &mut Store) {
        self.outcome = Some(guarded(|| (self.f)(store)));
    }

    fn fail(&mut self, error: &Error) {
        self.outcome = Some(Err(error.clone()));
    }

    fn send(self: Box<Self>, store: &mut Store, was_halted: bool) {
        let not_run = || Err(Error::Internal("an operation was not run".to_owned()));
        let Self {
            outcome,
            after,
            sender,
            ..
        } = *self;
        let outcome = outcome.unwrap_or_else(not_run);
        let outcome = outcome.and_then(|value| guarded(|| after(store, value, was_halted)));
        // It fails if the request was dropped meanwhile.
        let _ = sender.map(|sender| sender.send(outcome));
    }

    fn is_awaited(&self) -> bool {
        let sender = self.sender.as_ref();
        sender.is_none_or(|sender| !sender.is_closed())
    }
}

/// Commits the operations of all requests.
pub(super) struct Writer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// Queues operations without waiting for their outcome.
#[derive(Clone)]
pub(super) struct Poster(Arc<Shared>);

impl Poster {
    /// Queues an operation.
    pub(super) fn post<F>(&self, f: F)
    where
        F: FnMut(&mut Store) -> Result<()> + Send + 'static,
    {
        self.0.enqueue(Box::new(Operation {
            f,
            outcome: None,
            after: |_: &mut Store, (), _| Ok(()),
            sender: None,
        }));
    }
}

struct Shared {
    store: Mutex<Store>,
    queue: Mutex<Queue>,
    filled: Condvar,
    changes: Arc<Changes>,
}

#[derive(Default)]
struct Queue {
    jobs: Vec<Box<dyn Job>>,
    is_closed: bool,
}

impl Writer {
    /// Begins to write to this database. Tells `changes` of each commit.
    pub(super) fn start(store: Store, changes: Arc<Changes>) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            store: Mutex::new(store),
            queue: Mutex::default(),
            filled: Condvar::new(),
            changes,
        });
        let own = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || own.empty_queue())?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Queues operations without waiting for their outcome.
    pub(super) fn poster(&self) -> Poster {
        Poster(Arc::clone(&self.shared))
    }

    /// Runs an operation, and returns once it is durable or refused. The operation may run twice:
    /// then the changes of the first run were undone.
    pub(super) async fn write<T, F>(&self, f: F) -> Result<T>
    where
        F: FnMut(&mut Store) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.write_then(f, |_, value, _| Ok(value)).await
    }

    /// The same, followed by `after` once the commit is durable. `after` has its own transactions.
    pub(super) async fn write_then<T, F, A, U>(&self, mut f: F, after: A) -> Result<U>
    where
        F: FnMut(&mut Store) -> Result<T> + Send + 'static,
        A: FnOnce(&mut Store, T, bool) -> Result<U> + Send + 'static,
        T: Send + 'static,
        U: Send + 'static,
    {
        if let Some(mut store) = self.shared.idle_store() {
            return block_in_place(|| self.shared.write_alone(&mut store, &mut f, after));
        }
        let (sender, receiver) = oneshot::channel();
        self.shared.enqueue(Box::new(Operation {
            f,
            outcome: None,
            after,
            sender: Some(sender),
        }));
        let closed = |_| Err(Error::Internal("the writer has ended".to_owned()));
        receiver.await.unwrap_or_else(closed)
    }
}

impl Drop for Writer {
    /// Ends once everything in the queue is committed.
    fn drop(&mut self) {
        lock(&self.shared.queue).is_closed = true;
        self.shared.filled.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// The database, if no write is in progress or queued.
    fn idle_store(&self) -> Option<MutexGuard<'_, Store>> {
        if !lock(&self.queue).jobs.is_empty() {
            return None;
        }
        match self.store.try_lock() {
            Ok(store) => Some(store),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn write_alone<T, U>(
        &self,
        store: &mut Store,
        f: &mut impl FnMut(&mut Store) -> Result<T>,
        after: impl FnOnce(&mut Store, T, bool) -> Result<U>,
    ) -> Result<U> {
        let value = guarded(|| f(store));
        self.changes.notify();
        let was_halted = store.was_halted_while_committing();
        after(store, value?, was_halted)
    }

    fn enqueue(&self, job: Box<dyn Job>) {
        lock(&self.queue).jobs.push(job);
        self.filled.notify_one();
    }

    fn empty_queue(&self) {
        while let Some(jobs) = self.next_jobs() {
            let mut store = lock(&self.store);
            // While the lock was awaited, more may have come.
            let jobs = self.fill_up(jobs);
            self.write_together(&mut store, jobs);
        }
    }

    /// Waits until something is queued, and returns all of it; `None` when the writer ends.
    fn next_jobs(&self) -> Option<Vec<Box<dyn Job>>> {
        let mut queue = lock(&self.queue);
        loop {
            if !queue.jobs.is_empty() {
                return Some(mem::take(&mut queue.jobs));
            }
            if queue.is_closed {
                return None;
            }
            queue = (self.filled.wait(queue)).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn fill_up(&self, mut jobs: Vec<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
        jobs.append(&mut lock(&self.queue).jobs);
        jobs.retain(|job| job.is_awaited());
        jobs
    }

    fn write_together(&self, store: &mut Store, mut jobs: Vec<Box<dyn Job>>) {
        while !jobs.is_empty() {
            let rest = jobs.split_off(jobs.len().min(GROUP));
            self.write_group(store, jobs);
            jobs = rest;
        }
    }

    fn write_group(&self, store: &mut Store, mut jobs: Vec<Box<dyn Job>>) {
        let is_alone = jobs.len() == 1;
        let grouped = if is_alone {
            Ok(Grouped::Undone)
        } else {
            store.group(|store| jobs.iter_mut().for_each(|job| job.run(store)))
        };
        match grouped {
            Ok(Grouped::Committed) => self.send(store, jobs),
            Ok(Grouped::Undone) => {
                for mut job in jobs {
                    job.run(store);
                    self.send(store, vec![job]);
                }
            }
            Err(error) => {
                for job in &mut jobs {
                    job.fail(&error);
                }
                self.send(store, jobs);
            }
        }
    }

    fn send(&self, store: &mut Store, jobs: Vec<Box<dyn Job>>) {
        self.changes.notify();
        let was_halted = store.was_halted_while_committing();
        for job in jobs {
            job.send(store, was_halted);
        }
    }
}

/// Turns a panic of an operation into its error. Its transaction is rolled back, and the other
/// operations continue. Has no effect in a build that aborts on panic.
fn guarded<T>(f: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        tracing::error!("an operation panicked");
        Err(Error::Internal("an operation panicked".to_owned()))
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use uuid::Uuid;

    use super::*;
    use crate::coordination::health_monitor::HealthMonitor;
    use crate::model::caller::Caller;
    use crate::model::clock::{Clock, Timestamp};
    use crate::model::id::{AgentName, IdSource};
    use crate::store::Options;

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(1_800_000_000_000)
        }
    }

    impl IdSource for Fixed {
        fn uuid(&self) -> Uuid {
            Uuid::from_u128(fastrand::u128(..))
        }
    }

    fn store(folder: &TempDir) -> Store {
        let path = folder.path().join("coord.db");
        Store::open(&path, &Options::default(), Box::new(Fixed)).unwrap()
    }

    /// A queued operation, and where its outcome arrives.
    fn queued(
        f: impl FnMut(&mut Store) -> Result<()> + Send + 'static,
    ) -> (Box<dyn Job>, oneshot::Receiver<Result<()>>) {
        let (sender, receiver) = oneshot::channel();
        let operation = Operation {
            f,
            outcome: None,
            after: |_: &mut Store, (), _| Ok(()),
            sender: Some(sender),
        };
        (Box::new(operation), receiver)
    }

    fn report_success(store: &mut Store) -> Result<()> {
        HealthMonitor::new(store).success(&Caller::from(AgentName::risk()), None)
    }

    #[test]
    fn an_operation_that_panics_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(&folder);
        let changes = Changes::watch(self::store(&folder)).unwrap();
        let writer = Writer::start(self::store(&folder), changes).unwrap();
        let (jobs, outcomes): (Vec<_>, Vec<_>) = [
            queued(report_success),
            queued(|_| panic!("a defect")),
            queued(report_success),
        ]
        .into_iter()
        .unzip();
        writer.shared.write_group(&mut store, jobs);
        let outcomes = outcomes.into_iter().map(|outcome| outcome.blocking_recv());
        let are_done: Vec<_> = outcomes.map(|outcome| outcome.unwrap().is_ok()).collect();
        assert_eq!(are_done, [true, false, true]);
        let (record, _) = HealthMonitor::new(&mut store)
            .check_one(&AgentName::risk())
            .unwrap();
        assert_eq!(record.success_count, 2);
    }
}
