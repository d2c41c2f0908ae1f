//! The dispatch lock: makes handing a command to a program one step towards halts.
//!
//! It is an advisory lock (`flock`) on a file beside the database. The watchdog of a
//! program holds it shared from its last check until the program has its command. A
//! halt, and whatever takes a cycle from its process, takes it exclusively after its
//! commit and before it returns: it waits for the programs whose check it did not reach,
//! and every later check sees what was committed.
//!
//! Only watchdogs make the file. Where there is none, no program is being started.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::backoff::Backoff;
use super::lock_file;
use super::path::append;
use crate::store::error::{Error, Result};

/// How long a halt waits for programs that are being started. A watchdog holds the lock
/// for a fraction of it, unless it was stopped or hangs.
pub const DRAIN: Duration = Duration::from_secs(1);

/// How long a waiting halt sleeps between two attempts.
pub(crate) const RETRY: Duration = Duration::from_micros(500);

/// The dispatch lock of one database.
#[derive(Clone, Debug)]
pub struct DispatchLock {
    database: PathBuf,
    path: PathBuf,
}

/// The lock, held shared: a program is being given its command.
#[derive(Debug)]
pub struct Dispatching {
    _file: File,
}

/// Why a halt could not wait for every program that was being started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undrained {
    /// These processes did not release the lock in time. Empty if the system does not say which.
    Held(Vec<i32>),
    /// The lock cannot be used.
    Unusable(String),
}

impl DispatchLock {
    /// That of the database at this real path.
    pub(in crate::store) fn of(database: &Path) -> Self {
        Self {
            database: database.to_owned(),
            path: append(database, ".dispatch"),
        }
    }

    /// Takes the lock for handing over a command, within `limit`.
    pub fn share(&self, limit: Duration) -> Result<Dispatching> {
        let file = match self.open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.create().and_then(|()| self.open())
            }
            opened => opened,
        };
        let problem = |error: &io::Error| Error::io("lock", &self.path, error);
        let file = file.map_err(|error| problem(&error))?;
        let mut backoff = Backoff::new(limit);
        let mut attempt = 0;
        loop {
            match file.try_lock_shared() {
                Ok(()) => return Ok(Dispatching { _file: file }),
                Err(TryLockError::Error(error)) => return Err(problem(&error)),
                Err(TryLockError::WouldBlock) if backoff.wait(attempt) => attempt += 1,
                Err(TryLockError::WouldBlock) => {
                    return Err(problem(&io::Error::other("another process holds it")));
                }
            }
        }
    }

    /// Waits for every program that is being given its command, for [`DRAIN`] at most.
    pub fn drain(&self) -> std::result::Result<(), Undrained> {
        let unusable = |error: io::Error| {
            Undrained::Unusable(Error::io("lock", &self.path, &error).to_string())
        };
        let file = match self.open() {
            // A watchdog that makes it later checks later.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(unusable)?,
        };
        let deadline = Instant::now() + DRAIN;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::Error(error)) => return Err(unusable(error)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(RETRY),
                Err(TryLockError::WouldBlock) => return Err(Undrained::Held(holders(&file))),
            }
        }
    }

    fn open(&self) -> io::Result<File> {
        lock_file::open(&self.database, &self.path)
    }

    /// Creates the file with the access rights of the database.
    fn create(&self) -> io::Result<()> {
        let prefix = ".flowrex-coord-dispatch-";
        lock_file::create(
            &self.database,
            &self.path,
            prefix,
            |mode| mode & 0o666,
            false,
        )
    }
}

/// The processes that hold the lock, as far as the system says.
fn holders(file: &File) -> Vec<i32> {
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let inode = file.metadata().map_or(0, |file| file.ino()).to_string();
    let mut holders: Vec<_> = locks
        .lines()
        .filter_map(|line| holder(line, &inode))
        .collect();
    holders.sort_unstable();
    holders.dedup();
    holders
}

/// The process in a line of `/proc/locks`, if it holds a lock of this kind on the file
/// with this inode.
fn holder(line: &str, inode: &str) -> Option<i32> {
    let words: Vec<_> = line.split_ascii_whitespace().collect();
    let [_, "FLOCK", _, _, pid, file, ..] = words[..] else {
        return None;
    };
    let pid = pid.parse().ok().filter(|pid| *pid > 0)?;
    (file.rsplit(':').next() == Some(inode)).then_some(pid)
}

impl fmt::Display for Undrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = humantime::format_duration(DRAIN);
        match self {
            Self::Held(pids) if pids.is_empty() => write!(
                f,
                "a program was being started, and that did not end within {limit}: it may still \
                 be given its command"
            ),
            Self::Held(pids) => {
                let pids: Vec<_> = pids.iter().map(ToString::to_string).collect();
                let pids = pids.join(" ");
                write!(
                    f,
                    "a program was being started, and that did not end within {limit}: it may \
                     still be given its command; to prevent that: kill -KILL {pids}"
                )
            }
            Self::Unusable(problem) => write!(
                f,
                "a program that was being started may still be given its command: {problem}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_holder_is_read_from_its_line() {
        let line = "12: FLOCK  ADVISORY  READ 4242 fd:00:1234567 0 EOF";
        assert_eq!(holder(line, "1234567"), Some(4242));
        assert_eq!(holder(line, "234567"), None);
        let waits = "12: -> FLOCK  ADVISORY  WRITE 4243 fd:00:1234567 0 EOF";
        assert_eq!(holder(waits, "1234567"), None);
        let posix = "3: POSIX  ADVISORY  READ 4242 fd:00:1234567 0 EOF";
        assert_eq!(holder(posix, "1234567"), None);
    }

    #[test]
    fn a_halt_waits_for_no_program_where_none_was_ever_started() {
        let folder = tempfile::tempdir().unwrap();
        let lock = DispatchLock::of(&folder.path().join("coord.db"));
        assert_eq!(lock.drain(), Ok(()));
        assert!(!lock.path.exists());
    }

    #[test]
    fn the_file_is_for_whoever_may_use_the_database() {
        for mode in [0o600, 0o660] {
            let folder = tempfile::tempdir().unwrap();
            let database = folder.path().join("coord.db");
            File::create(&database).unwrap();
            fs::set_permissions(&database, Permissions::from_mode(mode)).unwrap();
            let lock = DispatchLock::of(&database);
            let held = lock.share(Duration::ZERO).unwrap();
            assert_eq!(fs::metadata(&lock.path).unwrap().mode() & 0o777, mode);
            // Others may start programs at the same time.
            lock.share(Duration::ZERO).unwrap();
            let own = i32::try_from(std::process::id()).unwrap();
            assert_eq!(lock.drain(), Err(Undrained::Held(vec![own])));
            drop(held);
            assert_eq!(lock.drain(), Ok(()));
        }
    }

    #[test]
    fn a_link_in_its_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("coord.db");
        File::create(&database).unwrap();
        let lock = DispatchLock::of(&database);
        std::os::unix::fs::symlink("coord.db", &lock.path).unwrap();
        assert!(lock.share(Duration::ZERO).is_err());
        assert!(matches!(lock.drain(), Err(Undrained::Unusable(_))));
    }
}
