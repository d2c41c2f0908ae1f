//! The keeper: a process between the supervisor and an agent's program, which
//! sees to it that nothing of the agent outlives the supervisor, however that
//! dies, nor its deadline, nor a halt, should the supervisor be stopped.
//!
//! It is this binary under another name. Its standard input is its tie to the
//! supervisor: first comes the command, one line, which it hands to the program;
//! then a sign of life every second. When the input ends, or has been silent for
//! too long, the supervisor is gone, or will be replaced. The keeper never speaks:
//! what is on its output is the program's.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, Read, Write};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitIdStatus, set_parent_process_death_signal, waitid,
};

use super::family::Family;
use crate::store::{Store, halt_file::HaltFile};

/// The name under which this binary is a keeper.
pub const NAME: &str = "flowrex-keeper";

/// The first word of a keeper that is about to become the program.
const BECOME: &str = "become";

/// What the keeper ends with when the program was not started.
pub(super) const NOT_STARTED: u8 = 127;

/// How long the supervisor may be silent: less than its lease on the cycle, so
/// that the agent is dead before another supervisor can take over.
const SILENCE: Duration = Duration::from_secs(8);

/// How much later than the supervisor the keeper keeps the deadline: so that it is
/// the supervisor who says what happened, if it can.
const GRACE: Duration = Duration::from_millis(500);

/// How often the keeper looks for the halt file.
const GLANCE: Duration = Duration::from_millis(20);

/// What happens to a keeper.
enum Event {
    /// The supervisor lives.
    Alive,
    /// The supervisor is gone, or has let go.
    Alone,
    /// The program has ended.
    Ended(u8),
}

/// Runs the program that `args` name: after the name of the keeper itself comes
/// how many milliseconds the program has.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut words = args.into_iter().skip(1);
    let (Some(first), Some(program)) = (words.next(), words.next()) else {
        return ExitCode::from(NOT_STARTED);
    };
    let kept = if first == BECOME {
        become_program(Command::new(&program).args(words))
    } else {
        keep(&first, &program, words)
    };
    ExitCode::from(kept.unwrap_or_else(|error| {
        let program = program.to_string_lossy();
        // That nobody listens any more is no reason to do anything else.
        let _ = writeln!(io::stderr(), "cannot run {program}: {error}");
        NOT_STARTED
    }))
}

/// Becomes the program, which the system then kills when its keeper dies: also
/// when the program itself has killed it.
fn become_program(program: &mut Command) -> io::Result<u8> {
    let keeper = env::var("FLOWREX_KEEPER").ok();
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if keeper.is_none_or(|keeper| keeper != parent_id().to_string()) {
        return Err(io::Error::other("its keeper is gone"));
    }
    Err(program.env_remove("FLOWREX_KEEPER").exec())
}

/// Runs the program to its end, or until it must not go on. Afterwards nothing of
/// it is left.
fn keep(limit: &OsStr, program: &OsStr, words: impl Iterator<Item = OsString>) -> io::Result<u8> {
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
    let stdin = child.stdin.take();
    // A program need not read its command.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&command)));
    watch_tie(sender.clone());
    watch_program(&child, sender);
    let code = attend(&events, deadline, halt_file.as_ref());
    family.kill();
    Ok(code)
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
fn attend(events: &Receiver<Event>, deadline: Instant, halt_file: Option<&HaltFile>) -> u8 {
    let mut alive = Instant::now();
    loop {
        match events.recv_timeout(GLANCE) {
            Ok(Event::Alive) => alive = Instant::now(),
            Ok(Event::Ended(code)) => return code,
            Ok(Event::Alone) | Err(RecvTimeoutError::Disconnected) => return NOT_STARTED,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        if now >= deadline || now >= alive + SILENCE || is_halted(halt_file) {
            return NOT_STARTED;
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
