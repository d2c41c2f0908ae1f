//! The write queue: writers take turns instead of polling for the write lock.
//!
//! It is an advisory lock (`flock`) on a file beside the database, which the kernel passes on
//! in the order of arrival. Correctness depends on `SQLite`'s lock only: a writer tries for
//! that when it has its turn, when it has waited for too long, and when it cannot use the
//! queue. So a program without the queue does no harm, and a process that is stopped during
//! its turn delays the others only briefly.
//!
//! The file is created when a writer first finds the write lock taken.

use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::lock_file;
use super::path::append;

/// How long a writer waits for its turn before it also tries the write lock itself: longer than the
/// transactions of a full queue take together, and short enough behind a process that is stopped.
pub(in crate::store) const TURN_WAIT: Duration = Duration::from_millis(250);

/// The waiting thread does nothing but wait.
const STACK: usize = 64 * 1024;

/// The place of one writer in the queue.
#[derive(Debug)]
pub(super) struct WriteQueue {
    database: PathBuf,
    path: PathBuf,
    file: Option<Arc<QueueFile>>,
}

/// How a wait for the turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waited {
    /// It is this writer's turn.
    Turn,
    /// Not yet.
    NotYet,
    /// There is no queue that can be used.
    Unusable,
}

/// An open queue file, and the place that this process has there.
#[derive(Debug)]
struct QueueFile {
    file: File,
    place: Mutex<Position>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// It is not in the queue.
    None,
    /// A thread waits for the turn.
    Waiting,
    /// A thread waits for the turn, and will give it up at once.
    Left,
    /// It has the turn.
    Turn,
}

impl WriteQueue {
    /// That of the database at this real path.
    pub(super) fn of(database: &Path) -> Self {
        Self {
            database: database.to_owned(),
            path: append(database, ".queue"),
            file: None,
        }
    }

    /// Takes the turn if nobody has it, or waits for it, for `limit` and [`TURN_WAIT`] at
    /// most. Where there was never a queue, there is none to wait in.
    pub(super) fn enter(&mut self, limit: Duration) {
        if self.file.is_none() {
            self.file = self.open().ok();
        }
        if self.file.is_some() {
            self.wait(limit.min(TURN_WAIT));
        }
    }

    /// Waits for the turn, for `limit` at most.
    pub(super) fn wait(&mut self, limit: Duration) -> Waited {
        let Ok(file) = self.current() else {
            return Waited::Unusable;
        };
        match file.take() {
            Ok(true) => return Waited::Turn,
            Ok(false) => {}
            Err(_) => return Waited::Unusable,
        }
        match file.wait(limit) {
            Ok(true) => Waited::Turn,
            Ok(false) => Waited::NotYet,
            Err(_) => Waited::Unusable,
        }
    }

    /// Whether it is this writer's turn.
    pub(super) fn has_turn(&self) -> bool {
        self.is_at(Position::Turn)
    }

    /// Whether this writer still waits for its turn.
    pub(super) fn is_waiting(&self) -> bool {
        self.is_at(Position::Waiting)
    }

    fn is_at(&self, place: Position) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| *file.place() == place)
    }

    /// Gives up the turn, or the place in the queue.
    pub(super) fn leave(&self) {
        if let Some(file) = &self.file {
            file.leave();
        }
    }

    /// Begins a new queue, because the process that has the turn does not use it. Those that wait
    /// in the old queue change over when their wait ends.
    pub(super) fn renew(&self) {
        // Others may have been faster. Where it cannot be done, each waits for its limit.
        if self.file.as_ref().is_some_and(|file| !self.is_stale(file)) {
            let _ = self.create(true);
        }
    }

    /// The present queue file. It is created if there is none.
    fn current(&mut self) -> io::Result<Arc<QueueFile>> {
        if let Some(file) = &self.file
            && (file.is_free() || !self.is_stale(file))
        {
            return Ok(Arc::clone(file));
        }
        self.leave();
        let opened = match self.open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.create(false).and_then(|()| self.open())
            }
            opened => opened,
        };
        let file = opened?;
        self.file = Some(Arc::clone(&file));
        Ok(file)
    }

    fn is_stale(&self, file: &QueueFile) -> bool {
        let lies_there = self.path.symlink_metadata().map(|file| file.ino());
        let opened = file.file.metadata().map(|file| file.ino());
        lies_there.ok() != opened.ok()
    }

    fn open(&self) -> io::Result<Arc<QueueFile>> {
        lock_file::open(&self.database, &self.path).map(|file| {
            Arc::new(QueueFile {
                file,
                place: Mutex::new(Position::None),
                changed: Condvar::new(),
            })
        })
    }

    /// Only accessible to those who may write to the database: nobody else may queue.
    fn create(&self, anew: bool) -> io::Result<()> {
        let mode = |database: u32| {
            let writers = database & 0o222;
            writers | writers << 1
        };
        let prefix = ".flowrex-coord-queue-";
        lock_file::create(&self.database, &self.path, prefix, mode, anew)
    }
}

impl Drop for WriteQueue {
    fn drop(&mut self) {
        self.leave();
    }
}

impl QueueFile {
    fn place(&self) -> MutexGuard<'_, Position> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether no thread waits in it.
    fn is_free(&self) -> bool {
        matches!(*self.place(), Position::None | Position::Turn)
    }

    /// Takes the turn if nobody has it.
    fn take(&self) -> io::Result<bool> {
        let mut place = self.place();
        match *place {
            Position::Turn => return Ok(true),
            Position::None => {}
            Position::Waiting | Position::Left => return Ok(false),
        }
        match self.file.try_lock() {
            Ok(()) => {
                *place = Position::Turn;
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Waits for the turn for at most `limit`. The system call has no deadline, so a separate
    /// thread makes it.
    fn wait(self: &Arc<Self>, limit: Duration) -> io::Result<bool> {
        let mut place = self.place();
        if *place == Position::None {
            let file = Arc::clone(self);
            let thread = thread::Builder::new().stack_size(STACK);
            drop(thread.spawn(move || file.wait_in_line())?);
        }
        if *place != Position::Turn {
            *place = Position::Waiting;
        }
        let (place, _) = self
            .changed
            .wait_timeout_while(place, limit, |place| *place == Position::Waiting)
            .unwrap_or_else(PoisonError::into_inner);
        match *place {
            Position::Turn => Ok(true),
            Position::Waiting => Ok(false),
            Position::None | Position::Left => Err(io::Error::other("the queue cannot be used")),
        }
    }

    fn wait_in_line(&self) {
        let locked = loop {
            match self.file.lock() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                ended => break ended,
            }
        };
        let mut place = self.place();
        *place = match *place {
            Position::Waiting if locked.is_ok() => Position::Turn,
            _ => {
                let _ = self.file.unlock();
                Position::None
            }
        };
        self.changed.notify_all();
    }

    fn leave(&self) {
        let mut place = self.place();
        *place = match *place {
            Position::Turn => {
                let _ = self.file.unlock();
                Position::None
            }
            Position::Waiting => Position::Left,
            kept => kept,
        };
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use tempfile::TempDir;

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    fn database() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("coord.db");
        File::create(&database).unwrap();
        (folder, database)
    }

    #[test]
    fn a_queue_is_made_only_where_somebody_must_wait() {
        let (_folder, database) = database();
        let mut queue = WriteQueue::of(&database);
        queue.enter(LONG);
        assert!(!queue.has_turn() && !queue.path.exists());
        assert_eq!(queue.wait(LONG), Waited::Turn);
        let mut next = WriteQueue::of(&database);
        next.enter(Duration::ZERO);
        assert!(next.is_waiting() && !next.has_turn());
        queue.leave();
        assert_eq!(next.wait(LONG), Waited::Turn);
    }

    #[test]
    fn nobody_stands_in_the_queue_who_may_not_write() {
        for (database_mode, mode) in [(0o600, 0o600), (0o644, 0o600), (0o664, 0o660)] {
            let (_folder, database) = database();
            fs::set_permissions(&database, Permissions::from_mode(database_mode)).unwrap();
            let mut queue = WriteQueue::of(&database);
            assert_eq!(queue.wait(LONG), Waited::Turn);
            assert_eq!(fs::metadata(&queue.path).unwrap().mode() & 0o777, mode);
        }
    }

    /// The length of the queue, including the writer that has the turn.
    fn length(queue: &WriteQueue) -> usize {
        let inode = fs::metadata(&queue.path).unwrap().ino();
        let locks = fs::read_to_string("/proc/locks").unwrap();
        let file = format!(":{inode} ");
        locks.lines().filter(|line| line.contains(&file)).count()
    }

    #[test]
    fn the_turn_goes_to_those_who_came_first() {
        let (_folder, database) = database();
        let mut first = WriteQueue::of(&database);
        assert_eq!(first.wait(LONG), Waited::Turn);
        let (had_turn, order) = std::sync::mpsc::channel();
        let mut threads = Vec::new();
        for number in 0..10 {
            let (database, had_turn) = (database.clone(), had_turn.clone());
            threads.push(thread::spawn(move || {
                let mut queue = WriteQueue::of(&database);
                assert_eq!(queue.wait(LONG), Waited::Turn);
                had_turn.send(number).unwrap();
                queue.leave();
            }));
            let deadline = std::time::Instant::now() + LONG;
            while length(&first) < number + 2 {
                assert!(std::time::Instant::now() < deadline);
                thread::yield_now();
            }
        }
        first.leave();
        let order: Vec<_> = (0..10).map(|_| order.recv_timeout(LONG).unwrap()).collect();
        assert_eq!(order, (0..10).collect::<Vec<_>>());
        for thread in threads {
            thread.join().unwrap();
        }
    }

    #[test]
    fn who_leaves_before_its_turn_does_not_take_it() {
        let (_folder, database) = database();
        let mut first = WriteQueue::of(&database);
        assert_eq!(first.wait(LONG), Waited::Turn);
        let mut gone = WriteQueue::of(&database);
        assert_eq!(gone.wait(Duration::ZERO), Waited::NotYet);
        let mut last = WriteQueue::of(&database);
        assert_eq!(last.wait(Duration::ZERO), Waited::NotYet);
        gone.leave();
        first.leave();
        while last.wait(TURN_WAIT) == Waited::NotYet {}
        assert!(last.has_turn());
        // Who comes back keeps the place, or gets a new one.
        assert_eq!(gone.wait(Duration::ZERO), Waited::NotYet);
        last.leave();
        while gone.wait(TURN_WAIT) == Waited::NotYet {}
        assert!(gone.has_turn());
    }

    #[test]
    fn a_new_queue_begins_behind_one_that_does_nothing_with_its_turn() {
        let (_folder, database) = database();
        let mut stuck = WriteQueue::of(&database);
        assert_eq!(stuck.wait(LONG), Waited::Turn);
        let mut next = WriteQueue::of(&database);
        assert_eq!(next.wait(Duration::ZERO), Waited::NotYet);
        next.renew();
        let mut other = WriteQueue::of(&database);
        assert_eq!(other.wait(LONG), Waited::Turn);
        // A second one would take the turn from those in the first.
        next.renew();
        other.leave();
        assert_eq!(next.wait(LONG), Waited::Turn);
        stuck.leave();
    }

    #[test]
    fn a_queue_that_cannot_be_trusted_is_none() {
        let (folder, database) = database();
        let victim = folder.path().join("victim");
        fs::write(&victim, "kept").unwrap();
        let mut queue = WriteQueue::of(&database);
        std::os::unix::fs::symlink(&victim, &queue.path).unwrap();
        queue.enter(LONG);
        assert_eq!(queue.wait(LONG), Waited::Unusable);
        assert_eq!(fs::read(&victim).unwrap(), b"kept");
        assert!(queue.path.is_symlink());
        fs::remove_file(&queue.path).unwrap();
        fs::create_dir(&queue.path).unwrap();
        assert_eq!(queue.wait(LONG), Waited::Unusable);
    }
}
