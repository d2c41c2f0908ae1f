//! The keeper: a process between the supervisor and an agent's program, which
//! sees to it that nothing of the agent outlives the supervisor, however that
//! dies, nor its deadline, nor a halt, should the supervisor be stopped.
//!
//! It is this binary under another name. Its standard input is a socket to the
//! supervisor: first comes the command, one line, which it hands to the program;
//! then a sign of life every second. When the input ends, or has been silent for
//! too long, the supervisor is gone, or will be replaced. What is on its output is
//! the program's; at the end it reports on the socket what could not be killed.
//!
//! It is the parent of all that the program leaves behind, and takes note of their
//! ends at once, so that they do not use up the process numbers of the system.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, Read, Write};
use std::os::unix::process::{CommandExt, parent_id};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::process::{Pid, Signal, WaitStatus, set_parent_process_death_signal, setsid};
use serde::{Deserialize, Serialize};

use super::cgroup::Cgroup;
use super::process_tree::{Reaper, wait_until};
use crate::model::process::Survivor;
use crate::store::{Store, halt_file::HaltFile};

/// The name under which this binary is a keeper.
pub const NAME: &str = "flowrex-keeper";

/// The first word of a keeper that is about to become the program.
const BECOME: &str = "become";

/// Names the control group that was made for the program, if one could be made.
pub(super) const CGROUP: &str = "FLOWREX_CGROUP";

/// The first descriptor that a program is not given.
pub(super) const FIRST_OWN: i32 = 3;

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
    if let Some(cgroup) = cgroup() {
        // Outside its group it is still found below the watchdog.
        let _ = cgroup.join();
    }
    // What the supervisor or the watchdog has open is none of its business.
    close_fds::set_fds_cloexec_threadsafe(FIRST_OWN, &[]);
    program.env_remove("FLOWREX_KEEPER").env_remove(CGROUP);
    Err(program.exec())
}

/// The control group that the supervisor has made for the program.
fn cgroup() -> Option<Cgroup> {
    env::var_os(CGROUP).map(|path| Cgroup::at(path.into()))
}

/// Runs the program to its end, or until it must not go on. Afterwards nothing of
/// it is left, or the supervisor is told what is.
fn keep(limit: &OsStr, program: &OsStr, words: impl Iterator<Item = OsString>) -> io::Result<u8> {
    let limit = limit.to_str().and_then(|limit| limit.parse().ok());
    let limit = limit
        .map(Duration::from_millis)
        .ok_or(io::ErrorKind::InvalidInput)?;
    let deadline = Instant::now() + limit + GRACE;
    // A session of its own tells its descendants from those of the supervisor, should
    // it be killed. It fails where this is the leader of a group already.
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
    let child = Command::new("/proc/self/exe")
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
    let code = Watch::of(child, command).and_then(|mut watch| {
        while watch.ended.is_none() && watch.may_go_on(deadline, halt_file.as_ref()) {
            watch.wait(&reaper)?;
        }
        Ok(watch.ended.unwrap_or(NOT_STARTED))
    });
    let survivors = reaper.kill_all(cgroup.as_ref());
    if let Some(cgroup) = cgroup {
        cgroup.remove();
    }
    report(survivors);
    code
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

/// What the watchdog says to its supervisor when all is over.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Report {
    /// What could not be killed.
    pub(super) survivors: Vec<Survivor>,
}

/// Tells the supervisor what is left.
fn report(survivors: Vec<Survivor>) {
    let Ok(line) = serde_json::to_vec(&Report { survivors }) else {
        return;
    };
    let mut left = line.as_slice();
    // A supervisor that is gone, or an input that takes nothing, is not told.
    while let Ok(count @ 1..) = rustix::io::write(io::stdin(), left) {
        left = &left[count..];
    }
}

/// A program at work, and everything that may end it. It needs no thread, which could
/// not be had where the program has used up all that the system allows.
struct Watch {
    program: Pid,
    /// The input of the program, until it has all of its command.
    input: Option<ChildStdin>,
    command: Vec<u8>,
    handed_over: usize,
    /// When the supervisor last gave a sign of life.
    alive: Instant,
    /// Whether the supervisor is gone, or has let go.
    is_alone: bool,
    /// How the program has ended.
    ended: Option<u8>,
}

impl Watch {
    fn of(mut child: Child, command: Vec<u8>) -> io::Result<Self> {
        let program = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let input = child.stdin.take();
        if let Some(input) = &input {
            // The other end stays as it is. A program need not read its command.
            fcntl_setfl(input, OFlags::NONBLOCK)?;
        }
        Ok(Self {
            program: program.ok_or(io::ErrorKind::InvalidData)?,
            input,
            command,
            handed_over: 0,
            alive: Instant::now(),
            is_alone: false,
            ended: None,
        })
    }

    fn may_go_on(&self, deadline: Instant, halt_file: Option<&HaltFile>) -> bool {
        let now = Instant::now();
        !(self.is_alone || now >= deadline || now >= self.alive + SILENCE || is_halted(halt_file))
    }

    /// Waits until something has happened, for as long as no halt file need be looked
    /// for, and takes note of it.
    fn wait(&mut self, reaper: &Reaper) -> io::Result<()> {
        let stdin = io::stdin();
        let mut files = vec![
            PollFd::new(reaper, PollFlags::IN),
            PollFd::new(&stdin, PollFlags::IN),
        ];
        if let Some(input) = &self.input {
            files.push(PollFd::new(input, PollFlags::OUT));
        }
        wait_until(&mut files, Instant::now() + GLANCE);
        let has_news: Vec<_> = files
            .iter()
            .map(|file| !file.revents().is_empty())
            .collect();
        drop(files);
        if has_news[0] {
            self.reap(reaper);
        }
        if has_news[1] {
            match io::stdin().lock().read(&mut [0; 64]) {
                Ok(1..) => self.alive = Instant::now(),
                Ok(0) => self.is_alone = true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if has_news.get(2) == Some(&true) {
            self.hand_over();
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

    /// Hands over as much of the command as the program takes now.
    fn hand_over(&mut self) {
        let Some(input) = &mut self.input else { return };
        match input.write(&self.command[self.handed_over..]) {
            Ok(count) => self.handed_over += count,
            Err(error) if is_temporary(&error) => return,
            Err(_) => self.handed_over = self.command.len(),
        }
        if self.handed_over == self.command.len() {
            self.input = None;
        }
    }
}

fn is_temporary(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, WouldBlock};
    matches!(error.kind(), Interrupted | WouldBlock)
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
