//! The keeper: a process between the supervisor and an agent's program, which
//! sees to it that nothing of the agent outlives the supervisor, however that dies.
//!
//! It is this binary under another name. Its standard input is its tie to the
//! supervisor: first comes the command, one line, which it hands to the program;
//! when the input ends, the supervisor is gone, or wants the agent to be. It
//! never speaks: what is on its output is the program's.

use std::ffi::OsString;
use std::io::{self, BufRead, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use rustix::process::{Pid, WaitId, WaitIdOptions, WaitIdStatus, waitid};

use super::family;

/// The name under which this binary is a keeper.
pub const NAME: &str = "flowrex-keeper";

/// What the keeper ends with when the program could not be started.
pub(super) const NOT_STARTED: u8 = 127;

/// What ends the work of a keeper.
enum End {
    /// The program has ended.
    Program(u8),
    /// The supervisor is gone, or has let go.
    Tie,
}

/// Runs the program that `args` name, after the name of the keeper itself.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut words = args.into_iter().skip(1);
    let Some(program) = words.next() else {
        return ExitCode::from(NOT_STARTED);
    };
    let kept = keep(Command::new(&program).args(words));
    ExitCode::from(kept.unwrap_or_else(|error| {
        let program = program.to_string_lossy();
        // That nobody listens any more is no reason to do anything else.
        let _ = writeln!(io::stderr(), "cannot run {program}: {error}");
        NOT_STARTED
    }))
}

/// Runs the program to its end, or until the tie is cut. Afterwards nothing of
/// it is left.
fn keep(program: &mut Command) -> io::Result<u8> {
    family::adopt()?;
    let mut command = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut command)?;
    // The program leads a group of its own: what it does to its group must not
    // reach the keeper.
    let mut child = program.process_group(0).stdin(Stdio::piped()).spawn()?;
    let (sender, ends) = channel();
    let stdin = child.stdin.take();
    thread::spawn(move || {
        // A program need not read its command.
        let _ = stdin.map(|mut stdin| stdin.write_all(&command));
    });
    watch_tie(sender.clone());
    watch_program(&child, sender);
    let end = ends.recv();
    family::kill();
    Ok(match end {
        Ok(End::Program(code)) => code,
        Ok(End::Tie) | Err(_) => NOT_STARTED,
    })
}

/// Tells when the supervisor is gone.
fn watch_tie(sender: Sender<End>) {
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock().by_ref(), &mut io::sink());
        let _ = sender.send(End::Tie);
    });
}

/// Tells when the program has ended, as a shell would: 128 and the number of the
/// signal that killed it, or what it ended with.
fn watch_program(child: &Child, sender: Sender<End>) {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    thread::spawn(move || {
        let ended = pid.and_then(|pid| {
            waitid(WaitId::Pid(pid), WaitIdOptions::EXITED)
                .ok()
                .flatten()
        });
        let _ = sender.send(End::Program(
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
