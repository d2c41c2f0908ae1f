//! The watchdog: a process between the supervisor and an agent's program, which makes sure that no
//! process of the agent outlives the supervisor, its deadline or a halt, even if the supervisor is
//! killed or stopped.
//!
//! It is this binary under another name. Its standard input is a socket to the supervisor: first
//! comes the command, one line, which it hands to the program; then signs of life. If the input
//! ends or is silent for too long, the supervisor has died or will be replaced. What is on its
//! output is the program's; at the end it reports on the socket what could not be killed.
//!
//! Before the program is given its command, and while it works, the watchdog reads the database
//! itself (`dispatch.rs`).
//!
//! It is the parent of all that the program leaves behind, and reaps them at once, so that they do
//! not use up the process ids of the system.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, Read, Write};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, WaitStatus, set_parent_process_death_signal, setsid};
use serde::{Deserialize, Serialize};

use super::cgroup::Cgroup;
use super::dispatch::{Dispatch, Dispatcher, GLANCE, Stop};
use super::process_tree::{PATIENCE, Reaper, wait_until};
use crate::coordination::pipeline::{BRIEFLY, CHECK_WITHIN, OWNER_LEASE, RENEWAL};
use crate::model::process::Survivor;
use crate::model::sources::Sources;
use crate::store::dispatch_lock::Dispatching;
use crate::store::{HaltFile, Store, TICK};

/// The name under which this binary is a watchdog.
pub const NAME: &str = "flowrex-watchdog";

/// The first word of a watchdog that is about to become the program.
const BECOME: &str = "become";

/// Names the control group that was made for the program, if one could be made.
pub(super) const CGROUP: &str = "FLOWREX_CGROUP";

/// The first descriptor that a program is not given.
pub(super) const FIRST_OWN: i32 = 3;

/// What the watchdog ends with when the program was not started.
pub(super) const NOT_STARTED: u8 = 127;

/// How often the supervisor sends a heartbeat.
pub(super) const HEARTBEAT: Duration = Duration::from_millis(250);

/// How long the supervisor may be silent: less than its lease on the cycle, so
/// that the agent is dead before another supervisor can take over.
const SILENCE: Duration = Duration::from_millis(7500);

/// How much later than the supervisor the watchdog keeps the deadline: so that the supervisor
/// reports what happened, if it can.
const GRACE: Duration = Duration::from_millis(500);

/// For how long the supervisor may wait for its disk while it renews its lease, and
/// lose no agent by that: it gives no sign of life meanwhile.
const SLOW_DISK: Duration = Duration::from_secs(6);

/// How soon after a halt an agent is dead whose supervisor is stopped.
const HALTED_WITHIN: Duration = Duration::from_secs(3);

// A supervisor that is stopped has renewed its lease, at the earliest, as long before as
// it may leave between two renewals. What runs for it must be dead before the lease ends.
const _: () = assert!(
    RENEWAL.as_millis()
        + BRIEFLY.as_millis()
        + TICK.as_millis()
        + SILENCE.as_millis()
        + GLANCE.as_millis()
        + PATIENCE.as_millis()
        < OWNER_LEASE.as_millis(),
    "an agent is dead before its cycle can be taken over",
);
const _: () = assert!(
    HEARTBEAT.as_millis() + BRIEFLY.as_millis() + TICK.as_millis() + SLOW_DISK.as_millis()
        < SILENCE.as_millis(),
    "a supervisor that waits for its disk loses no agent",
);
const _: () = assert!(
    RENEWAL.as_millis() + BRIEFLY.as_millis() + SLOW_DISK.as_millis() < OWNER_LEASE.as_millis(),
    "a supervisor that waits for its disk keeps its lease",
);
const _: () = assert!(
    GLANCE.as_millis() + CHECK_WITHIN.as_millis() + PATIENCE.as_millis()
        < HALTED_WITHIN.as_millis(),
    "a halt reaches an agent whose supervisor is stopped",
);

/// Runs the program that `args` name: after the name of the watchdog itself comes
/// how many milliseconds the program has, and the epoch of its cycle.
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    sources: fn() -> Box<dyn Sources>,
) -> ExitCode {
    let mut words = args.into_iter().skip(1);
    let first = words.next();
    let becomes = first.as_deref() == Some(OsStr::new(BECOME));
    let epoch = if becomes { None } else { words.next() };
    let (Some(first), Some(program)) = (first, words.next()) else {
        return ExitCode::from(NOT_STARTED);
    };
    let kept = match epoch {
        None => become_program(Command::new(&program).args(words)),
        Some(epoch) => Dispatch::from_environment(&epoch, sources)
            .and_then(|dispatch| keep(&first, dispatch, &program, words)),
    };
    ExitCode::from(kept.unwrap_or_else(|error| {
        let program = program.to_string_lossy();
        // Nobody may read this any more, which changes nothing.
        let _ = writeln!(io::stderr(), "cannot run {program}: {error}");
        NOT_STARTED
    }))
}

/// Becomes the program once its command is there. The system then kills it when its
/// watchdog dies: also when the program itself has killed it.
fn become_program(program: &mut Command) -> io::Result<u8> {
    let watchdog = env::var("FLOWREX_WATCHDOG").ok();
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if watchdog.is_none_or(|watchdog| watchdog != parent_id().to_string()) {
        return Err(io::Error::other("its watchdog is gone"));
    }
    if let Some(cgroup) = cgroup() {
        // That takes a while, so it comes before the command, which is handed over under
        // a lock. Outside its group the program is still found below the watchdog.
        let _ = cgroup.join();
    }
    if !has_command()? {
        return Ok(NOT_STARTED);
    }
    // What the supervisor or the watchdog has open is none of its business.
    close_fds::set_fds_cloexec_threadsafe(FIRST_OWN, &[]);
    program.env_remove("FLOWREX_WATCHDOG").env_remove(CGROUP);
    Err(program.exec())
}

/// Waits for the command without reading it. Returns whether it came.
fn has_command() -> io::Result<bool> {
    let stdin = io::stdin();
    let mut command = [PollFd::new(&stdin, PollFlags::IN)];
    loop {
        match poll(&mut command, None) {
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Ok(command[0].revents().contains(PollFlags::IN)),
        }
    }
}

/// The control group that the supervisor has made for the program.
fn cgroup() -> Option<Cgroup> {
    env::var_os(CGROUP).map(|path| Cgroup::at(path.into()))
}

/// Runs the program to its end, or until it must not go on. Afterwards no process of it is left, or
/// the supervisor is notified of those that are.
fn keep(
    limit: &OsStr,
    dispatch: Dispatch,
    program: &OsStr,
    words: impl Iterator<Item = OsString>,
) -> io::Result<u8> {
    let limit = limit.to_str().and_then(|limit| limit.parse().ok());
    let limit = limit
        .map(Duration::from_millis)
        .ok_or(io::ErrorKind::InvalidInput)?;
    let deadline = Instant::now() + limit + GRACE;
    // If it is killed, its own session distinguishes its descendants from those of the supervisor.
    // It fails where this is the leader of a group already.
    let _ = setsid();
    let reaper = Reaper::new()?;
    let cgroup = cgroup();
    let halt_file = env::var_os("FLOWREX_DB").map(|path| Store::halt_file_of(Path::new(&path)));
    let Some(command) = read_command()? else {
        return Ok(NOT_STARTED);
    };
    if is_halted(halt_file.as_ref()) {
        return Ok(NOT_STARTED);
    }
    let child = spawn(program, words)?;
    let (code, watch) = match Watch::begin(child, dispatch, command) {
        Ok(mut watch) => (
            watch.supervise(&reaper, deadline, halt_file.as_ref()),
            Some(watch),
        ),
        Err(error) => (Err(error), None),
    };
    let survivors = reaper.kill_all(cgroup.as_ref());
    // The lock that it may hold is let go when the program is dead.
    drop(watch);
    if let Some(cgroup) = cgroup {
        cgroup.remove();
    }
    report(survivors);
    code
}

/// Starts the process that becomes the program once it has its command.
fn spawn(program: &OsStr, words: impl Iterator<Item = OsString>) -> io::Result<Child> {
    Command::new("/proc/self/exe")
        .arg0(NAME)
        .arg(BECOME)
        .arg(program)
        .args(words)
        .env("FLOWREX_WATCHDOG", std::process::id().to_string())
        // It leads its own group: what it does to its group must not reach the watchdog.
        .process_group(0)
        .stdin(Stdio::piped())
        .spawn()
}

/// The command, or `None` if the supervisor died before it was all there.
fn read_command() -> io::Result<Option<Vec<u8>>> {
    let mut command = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut command)?;
    Ok(command.ends_with(b"\n").then_some(command))
}

fn is_halted(file: Option<&HaltFile>) -> bool {
    file.is_some_and(HaltFile::is_placed)
}

/// What the watchdog says to its supervisor when all is over.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Report {
    /// What could not be killed.
    pub(super) survivors: Vec<Survivor>,
}

/// Reports to the supervisor what is left.
fn report(survivors: Vec<Survivor>) {
    let Ok(line) = serde_json::to_vec(&Report { survivors }) else {
        return;
    };
    let mut left = line.as_slice();
    // Nothing is reported to a supervisor that has died or to a full input.
    while let Ok(count @ 1..) = rustix::io::write(io::stdin(), left) {
        left = &left[count..];
    }
}

/// A program at work, and everything that may end it.
struct Watch {
    program: Pid,
    dispatcher: Dispatcher,
    /// When the supervisor last gave a sign of life.
    alive: Instant,
    /// Whether the supervisor has died or closed the socket, or the cycle continues without this
    /// program.
    must_stop: bool,
    /// The lock, where the program has to stop while it is starting.
    held: Option<Dispatching>,
    /// How the program has ended.
    ended: Option<u8>,
}

impl Watch {
    /// Gives the program its command, if it may have it.
    fn begin(mut child: Child, dispatch: Dispatch, command: Vec<u8>) -> io::Result<Self> {
        let program = Pid::from_child(&child);
        let stdin = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self {
            program,
            dispatcher: dispatch.begin(stdin, command)?,
            alive: Instant::now(),
            must_stop: false,
            held: None,
            ended: None,
        })
    }

    /// Waits until the program has ended or must not go on.
    fn supervise(
        &mut self,
        reaper: &Reaper,
        deadline: Instant,
        halt_file: Option<&HaltFile>,
    ) -> io::Result<u8> {
        while self.ended.is_none() && self.may_go_on(deadline, halt_file) {
            self.wait(reaper)?;
        }
        Ok(self.ended.unwrap_or(NOT_STARTED))
    }

    fn may_go_on(&self, deadline: Instant, halt_file: Option<&HaltFile>) -> bool {
        let now = Instant::now();
        !(self.must_stop || now >= deadline || now >= self.alive + SILENCE || is_halted(halt_file))
    }

    /// Waits for an event until the halt file must be checked again, and handles the event.
    fn wait(&mut self, reaper: &Reaper) -> io::Result<()> {
        let stdin = io::stdin();
        let mut files = [
            PollFd::new(reaper, PollFlags::IN),
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(&self.dispatcher, PollFlags::IN),
        ];
        wait_until(&mut files, Instant::now() + GLANCE);
        let [ended, has_input, stopped] = files.map(|file| !file.revents().is_empty());
        if ended {
            self.reap(reaper);
        }
        if has_input {
            self.listen()?;
        }
        if stopped {
            self.overruled()?;
        }
        Ok(())
    }

    fn reap(&mut self, reaper: &Reaper) {
        for (pid, status) in reaper.reap().ended {
            if pid == self.program {
                self.ended = Some(code(status));
            }
        }
    }

    /// Hears the supervisor.
    fn listen(&mut self) -> io::Result<()> {
        match io::stdin().lock().read(&mut [0; 64]) {
            Ok(1..) => self.alive = Instant::now(),
            Ok(0) => self.must_stop = true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes note of why the program must stop. A command that was not checked is an
    /// error.
    fn overruled(&mut self) -> io::Result<()> {
        match self.dispatcher.stop() {
            Stop::Overruled(held) => self.held = held,
            Stop::Unchecked(error) => return Err(io::Error::other(error)),
        }
        self.must_stop = true;
        Ok(())
    }
}

/// How a program has ended, as a shell says it: 128 and the number of the signal that
/// killed it, or what it ended with.
fn code(status: WaitStatus) -> u8 {
    let code = match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => 128 + signal,
        (None, None) => i32::from(NOT_STARTED),
    };
    u8::try_from(code).unwrap_or(NOT_STARTED)
}
