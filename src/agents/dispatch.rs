//! Hands a command to its program, and watches the cycle while the program works.
//!
//! Both run on their own thread of the watchdog, over a read-only connection, so that a database
//! that does not answer blocks nothing else in the watchdog.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, PipeReader, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::process::ChildStdin;
use std::str::FromStr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use std::{env, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::coordination::pipeline::{CycleCheck, CycleWatch};
use crate::failpoint::Failpoint;
use crate::model::id::CycleId;
use crate::model::phase::Phase;
use crate::model::sources::Sources;
use crate::store::dispatch_lock::{DRAIN, Dispatching};
use crate::store::{self, Store};

/// How often the watchdog looks for the halt file and at the database.
pub(super) const GLANCE: Duration = Duration::from_millis(20);

/// How long a program counts as starting. During that, a halt of its cycle only returns
/// once the program is dead, so that it cannot be seen to begin after the halt.
const STARTING: Duration = Duration::from_millis(250);

/// How often the watchdog looks while a program is starting.
const STARTING_GLANCE: Duration = Duration::from_millis(1);

/// For how long the lock is let go where something was committed that does not stop the
/// program: who waits for the lock tries more often.
const GAP: Duration = Duration::from_millis(2);

/// How long the watchdog waits for the lock, which everyone else holds for a moment.
const LOCK_WITHIN: Duration = Duration::from_secs(2);

/// How much of a command is written under the lock: what the smallest pipe takes, so that
/// the write never waits for the program.
const FIRST_BYTES: usize = 4096;

const _: () = assert!(
    GLANCE.as_millis() + STARTING.as_millis() < DRAIN.as_millis(),
    "a halt waits for every program that is starting",
);
const _: () = assert!(
    GAP.as_micros() >= 4 * store::dispatch_lock::RETRY.as_micros(),
    "who waits for the lock finds it free",
);

/// Why a program must not begin, or not go on.
pub(super) enum Stop {
    /// A halt, or the cycle went on without it. The lock is let go when the program is
    /// dead.
    Overruled(Option<Dispatching>),
    /// The command was not handed over, since it is not known whether it may be.
    Unchecked(Box<dyn Error + Send + Sync>),
}

/// What is handed over, and for which cycle.
pub(super) struct Dispatch {
    database: PathBuf,
    cycle: CycleId,
    phase: Phase,
    epoch: u64,
    sources: fn() -> Box<dyn Sources>,
}

impl Dispatch {
    /// For the cycle that the environment of the watchdog names.
    pub(super) fn from_environment(
        epoch: &OsStr,
        sources: fn() -> Box<dyn Sources>,
    ) -> io::Result<Self> {
        Ok(Self {
            database: variable("FLOWREX_DB")?.into(),
            cycle: parsed(&variable("FLOWREX_CYCLE")?)?,
            phase: parsed(&variable("FLOWREX_PHASE")?)?,
            epoch: parsed(epoch)?,
            sources,
        })
    }

    /// Begins with both. The thread is there before the program has its command, so it
    /// cannot be the program that keeps the watchdog from having one.
    pub(super) fn begin(self, stdin: ChildStdin, command: Vec<u8>) -> io::Result<Dispatcher> {
        let (ended, end) = io::pipe()?;
        let (sender, stops) = channel();
        thread::Builder::new().spawn(move || {
            let _end = end;
            let _ = sender.send(self.run(stdin, command));
        })?;
        Ok(Dispatcher { stops, ended })
    }

    /// Hands the command over, and returns once the program must stop.
    fn run(&self, stdin: ChildStdin, command: Vec<u8>) -> Stop {
        match self.hand_over(stdin, command) {
            Ok(Some((watch, held))) => self.watch(watch, held),
            Ok(None) => Stop::Overruled(None),
            Err(problem) => Stop::Unchecked(problem),
        }
    }

    /// The last check and the handing over, under the lock. `None` if the check says no.
    fn hand_over(
        &self,
        stdin: ChildStdin,
        command: Vec<u8>,
    ) -> Result<Option<(CycleWatch, Dispatching)>, Box<dyn Error + Send + Sync>> {
        let (cycle, sources) = (self.cycle.clone(), (self.sources)());
        let mut watch = CycleWatch::open(&self.database, cycle, self.epoch, self.phase, sources)?;
        // What can be slow or fail comes before the lock.
        let command = Handed::prepare(stdin, command)?;
        if Failpoint::UncheckedDispatch.is_active() {
            command.hand_over();
            loop {
                thread::park();
            }
        }
        if watch.check()? == CycleCheck::MustStop {
            return Ok(None);
        }
        let held = self.share()?;
        if watch.check()? == CycleCheck::MustStop || !is_tied() {
            return Ok(None);
        }
        command.hand_over();
        Ok(Some((watch, held)))
    }

    /// Checks the cycle until the program must stop.
    fn watch(&self, mut watch: CycleWatch, held: Dispatching) -> Stop {
        let started = Instant::now() + STARTING;
        let mut held = Some(held);
        loop {
            if Instant::now() >= started {
                held = None;
            }
            match watch.check() {
                Ok(CycleCheck::MustStop) => return Stop::Overruled(held),
                Ok(CycleCheck::MayWork) if held.is_some() => {
                    drop(held);
                    thread::sleep(GAP);
                    held = self.share().ok();
                }
                // Where nothing can be known, the supervisor and its silence decide.
                Ok(CycleCheck::MayWork | CycleCheck::Same) | Err(_) => {}
            }
            thread::sleep(match held {
                Some(_) => STARTING_GLANCE,
                None => GLANCE,
            });
        }
    }

    fn share(&self) -> store::Result<Dispatching> {
        Store::dispatch_lock_of(&self.database).share(LOCK_WITHIN)
    }
}

/// The thread that hands a command over and watches the cycle.
pub(super) struct Dispatcher {
    stops: Receiver<Stop>,
    /// Reports end of file once the thread has ended.
    ended: PipeReader,
}

impl Dispatcher {
    /// Why the program must stop, once the thread has ended.
    pub(super) fn stop(&self) -> Stop {
        let stop = self.stops.try_recv();
        stop.unwrap_or_else(|_| Stop::Unchecked("the cycle could not be checked".into()))
    }
}

impl AsFd for Dispatcher {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.ended.as_fd()
    }
}

/// A command, ready to be written to its program.
struct Handed {
    stdin: ChildStdin,
    first: Vec<u8>,
    /// Passes the rest to a thread, which writes it as the program reads.
    rest: Sender<()>,
}

impl Handed {
    fn prepare(stdin: ChildStdin, mut command: Vec<u8>) -> io::Result<Self> {
        let rest = command.split_off(command.len().min(FIRST_BYTES));
        let (sender, begin) = channel();
        if !rest.is_empty() {
            let mut stdin = File::from(stdin.as_fd().try_clone_to_owned()?);
            thread::Builder::new().spawn(move || match begin.recv() {
                Ok(()) => stdin.write_all(&rest),
                Err(_) => Ok(()),
            })?;
        }
        Ok(Self {
            stdin,
            first: command,
            rest: sender,
        })
    }

    /// Writes what the pipe takes at once. A program need not read its command.
    fn hand_over(mut self) {
        if self.stdin.write_all(&self.first).is_ok() {
            let _ = self.rest.send(());
        }
    }
}

/// Whether the supervisor still holds its end of the tie.
fn is_tied() -> bool {
    let stdin = io::stdin();
    let mut tie = [PollFd::new(&stdin, PollFlags::RDHUP)];
    let polled = poll(&mut tie, Some(&Timespec::default()));
    // A supervisor that lets go, and does not end, shuts down its half only.
    let is_loose = PollFlags::HUP | PollFlags::RDHUP | PollFlags::ERR;
    polled.is_ok() && !tie[0].revents().intersects(is_loose)
}

fn variable(name: &str) -> io::Result<OsString> {
    env::var_os(name).ok_or_else(|| io::Error::other(format!("{name} is not set")))
}

fn parsed<T: FromStr>(text: &OsStr) -> io::Result<T> {
    let parsed = text.to_str().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}
