//! The keeper: a process between the supervisor and an agent's program, which
//! sees to it that nothing of the agent outlives the supervisor, however that
//! dies, nor its deadline, nor a halt, should the supervisor be stopped.
//!
//! It is this binary under another name. Its standard input is its tie to the
//! supervisor: first comes the command, one line, which it hands to the program;
//! then signs of life. When the input ends, or has been silent for too long, the
//! supervisor is gone, or will be replaced. The keeper never speaks: what is on
//! its output is the program's.
//!
//! Before the program is given its command, and while it works, the keeper reads
//! the database for itself (`dispatch.rs`).

use std::env;
use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, Read, Write};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitIdStatus, set_parent_process_death_signal, waitid,
};

use super::dispatch::{Dispatch, GLANCE, Stop};
use super::family::{self, Family};
use super::process::SIGN_OF_LIFE;
use crate::coordination::pipeline::{BRIEFLY, LOOK_WITHIN, OWNER_LEASE, RENEWAL};
use crate::model::clock::Ambient;
use crate::store::dispatch_lock::Dispatching;
use crate::store::{Store, TICK, halt_file::HaltFile};

/// The name under which this binary is a keeper.
pub const NAME: &str = "flowrex-keeper";

/// The first word of a keeper that is about to become the program.
const BECOME: &str = "become";

/// What the keeper ends with when the program was not started.
pub(super) const NOT_STARTED: u8 = 127;

/// How long the supervisor may be silent: less than its lease on the cycle, so
/// that the agent is dead before another supervisor can take over.
const SILENCE: Duration = Duration::from_millis(7500);

/// How much later than the supervisor the keeper keeps the deadline: so that it is
/// the supervisor who says what happened, if it can.
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
        + family::PATIENCE.as_millis()
        < OWNER_LEASE.as_millis(),
    "an agent is dead before its cycle can be taken over",
);
const _: () = assert!(
    SIGN_OF_LIFE.as_millis() + BRIEFLY.as_millis() + TICK.as_millis() + SLOW_DISK.as_millis()
        < SILENCE.as_millis(),
    "a supervisor that waits for its disk loses no agent",
);
const _: () = assert!(
    RENEWAL.as_millis() + BRIEFLY.as_millis() + SLOW_DISK.as_millis() < OWNER_LEASE.as_millis(),
    "a supervisor that waits for its disk keeps its lease",
);
const _: () = assert!(
    GLANCE.as_millis() + LOOK_WITHIN.as_millis() + family::PATIENCE.as_millis()
        < HALTED_WITHIN.as_millis(),
    "a halt reaches an agent whose supervisor is stopped",
);

/// What happens to a keeper.
enum Event {
    /// The supervisor lives.
    Alive,
    /// The supervisor is gone, or has let go.
    Alone,
    /// The program must stop.
    Stopped(Stop),
    /// The program has ended.
    Ended(u8),
}

/// Runs the program that `args` name: after the name of the keeper itself comes
/// how many milliseconds the program has, and the epoch of its cycle.
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    ambient: fn() -> Box<dyn Ambient>,
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
        Some(epoch) => Dispatch::from_environment(&epoch, ambient)
            .and_then(|dispatch| keep(&first, dispatch, &program, words)),
    };
    ExitCode::from(kept.unwrap_or_else(|error| {
        let program = program.to_string_lossy();
        // That nobody listens any more is no reason to do anything else.
        let _ = writeln!(io::stderr(), "cannot run {program}: {error}");
        NOT_STARTED
    }))
}

/// Becomes the program once its command is there. The system then kills it when its
/// keeper dies: also when the program itself has killed it.
fn become_program(program: &mut Command) -> io::Result<u8> {
    let keeper = env::var("FLOWREX_KEEPER").ok();
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if keeper.is_none_or(|keeper| keeper != parent_id().to_string()) {
        return Err(io::Error::other("its keeper is gone"));
    }
    if !has_command()? {
        return Ok(NOT_STARTED);
    }
    Err(program.env_remove("FLOWREX_KEEPER").exec())
}

/// Waits for the command, and reads nothing of it. Tells whether it came.
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

/// Runs the program to its end, or until it must not go on. Afterwards nothing of
/// it is left.
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
    let family = Family::found()?;
    let halt_file = env::var_os("FLOWREX_DB").map(|path| Store::halt_file_of(Path::new(&path)));
    let Some(command) = read_command()? else {
        return Ok(NOT_STARTED);
    };
    if is_halted(halt_file.as_ref()) {
        return Ok(NOT_STARTED);
    }
    let mut child = Command::new("/proc/self/exe")
        .arg0(NAME)
        .arg(BECOME)
        .arg(program)
        .args(words)
        .env("FLOWREX_KEEPER", std::process::id().to_string())
        // It leads a group of its own: what it does to its group must not reach
        // the keeper.
        .process_group(0)
        .stdin(Stdio::piped())
        .spawn()?;
    let (sender, events) = channel();
    watch_tie(sender.clone());
    watch_program(&child, sender.clone());
    let begun = child.stdin.take().map(|stdin| {
        let run = move || sender.send(Event::Stopped(dispatch.run(stdin, command)));
        thread::Builder::new().spawn(run)
    });
    let ended = match begun {
        Some(Err(error)) => Ended::Unchecked(error.into()),
        _ => attend(&events, deadline, halt_file.as_ref()),
    };
    family.kill();
    match ended {
        Ended::With(code) => Ok(code),
        Ended::Stopped(_held) => Ok(NOT_STARTED),
        Ended::Unchecked(error) => Err(io::Error::other(error)),
    }
}

/// How the work of a program ended.
enum Ended {
    /// With this exit code.
    With(u8),
    /// It had to stop. What it may hold is let go when the program is dead.
    Stopped(Option<Dispatching>),
    /// It was given no command, for this reason.
    Unchecked(Box<dyn Error + Send + Sync>),
}

/// The command; none if the supervisor died before it was all there.
fn read_command() -> io::Result<Option<Vec<u8>>> {
    let mut command = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut command)?;
    Ok(command.ends_with(b"\n").then_some(command))
}

fn is_halted(file: Option<&HaltFile>) -> bool {
    file.is_some_and(HaltFile::is_placed)
}

/// Waits until the program has ended or must not go on.
fn attend(events: &Receiver<Event>, deadline: Instant, halt_file: Option<&HaltFile>) -> Ended {
    let mut alive = Instant::now();
    loop {
        match events.recv_timeout(GLANCE) {
            Ok(Event::Alive) => alive = Instant::now(),
            Ok(Event::Ended(code)) => return Ended::With(code),
            Ok(Event::Stopped(Stop::Overruled(held))) => return Ended::Stopped(held),
            Ok(Event::Stopped(Stop::Unchecked(error))) => return Ended::Unchecked(error),
            Ok(Event::Alone) | Err(RecvTimeoutError::Disconnected) => return Ended::Stopped(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        if now >= deadline || now >= alive + SILENCE || is_halted(halt_file) {
            return Ended::Stopped(None);
        }
    }
}

/// Tells that the supervisor lives, and when it does not.
fn watch_tie(sender: Sender<Event>) {
    thread::spawn(move || {
        let mut signs = [0; 64];
        while let Ok(1..) = io::stdin().lock().read(&mut signs) {
            let _ = sender.send(Event::Alive);
        }
        let _ = sender.send(Event::Alone);
    });
}

/// Tells when the program has ended, as a shell would: 128 and the number of the
/// signal that killed it, or what it ended with.
fn watch_program(child: &Child, sender: Sender<Event>) {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    thread::spawn(move || {
        let ended = pid.and_then(|pid| {
            waitid(WaitId::Pid(pid), WaitIdOptions::EXITED)
                .ok()
                .flatten()
        });
        let _ = sender.send(Event::Ended(
            ended.map_or(NOT_STARTED, |status| code(&status)),
        ));
    });
}

fn code(status: &WaitIdStatus) -> u8 {
    let code = match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => 128 + signal,
        (None, None) => i32::from(NOT_STARTED),
    };
    u8::try_from(code).unwrap_or(NOT_STARTED)
}
