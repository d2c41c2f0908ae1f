//! Every system call of a command is the last that it makes, or fails: nothing that
//! was acknowledged is lost, nothing is half there, and the next command works.
//!
//! `cargo test` takes some of the calls that change files, or decide about them.
//! `FAULTS=all cargo test --test faults sweep -- --nocapture` takes every call that
//! there is, and prints what it did; a number instead of `all` is how many of the
//! decisive ones are taken for each command and fault. Needs `strace`.

mod aftermath;
mod verbs;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;

use crate::common::{Sandbox, skip, tool};
use verbs::Verb;

/// How many points of a command `cargo test` takes for each fault.
const POINTS: usize = 40;

/// How many seconds a command is given before it is asked to end: one that cannot let
/// go of a lock goes on trying to record what its agent has answered. `SQLite` itself
/// tries for ten.
const PATIENCE: &str = "20";

/// The calls that change a file, or decide about one.
const DECISIVE: [&str; 11] = [
    "fchown",
    "fsync",
    "fdatasync",
    "ftruncate",
    "openat",
    "pread64",
    "pwrite64",
    "rename",
    "renameat2",
    "unlink",
    "write",
];

/// The calls of the loader, the allocator and the runtime, that no disk has a part in, and
/// those that cannot fail. Where one of them fails, the process may die without a word, as without memory.
const RUNTIME: [&str; 8] = [
    "brk",
    "getegid",
    "geteuid",
    "getrandom",
    "mmap",
    "mprotect",
    "poll",
    "rt_sigaction",
];

/// What is done at a system call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The process is killed as it makes the call.
    Kill,
    /// The call fails with this error.
    Fails(&'static str),
}

impl Fault {
    const ALL: [Self; 3] = [Self::Kill, Self::Fails("EIO"), Self::Fails("ENOSPC")];

    fn injection(self) -> String {
        match self {
            Self::Kill => "signal=KILL".to_owned(),
            Self::Fails(error) => format!("error={error}"),
        }
    }
}

/// A system call: its name, and which of those of this name it is.
type Point = (String, usize);

/// What a sweep over one verb with one fault came to.
#[derive(Default)]
struct Tally {
    points: usize,
    acked: usize,
    problems: Vec<String>,
}

/// The command of a verb on a sandbox, traced.
fn traced(sandbox: &Sandbox, words: &[String], options: &[&str]) -> Command {
    let mut command = Command::new("timeout");
    command
        .args(["--preserve-status", PATIENCE, "strace", "-f", "-qq"])
        .args(options)
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(["--busy-timeout", "200ms"])
        .args(words)
        .env_clear()
        .env("HOME", sandbox.path())
        .env("FLOWREX_DB", sandbox.database())
        .current_dir(sandbox.path())
        .stdin(Stdio::null());
    command
}

/// Whether system calls can be made to fail here; says so where they cannot.
fn can_trace() -> bool {
    if !tool("timeout") || !tool("strace") {
        return false;
    }
    let sandbox = Sandbox::with_database();
    let mut traced = traced(&sandbox, &["mode".to_owned()], &["-o", "log"]);
    let output = traced.output().unwrap();
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        skip(&format!("`strace` cannot trace here: {why}"));
    }
    output.status.success()
}

/// How often the command makes each system call: the most of any of its threads,
/// since calls are counted for each.
fn calls(sandbox: &Sandbox, words: &[String]) -> BTreeMap<String, usize> {
    let ended = traced(sandbox, words, &["-o", "log"]).output().unwrap();
    assert!(ended.status.success(), "{words:?}: {ended:?}");
    let log = fs::read_to_string(sandbox.path().join("log")).unwrap();
    let mut of_threads: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in log.lines() {
        let mut parts = line.splitn(2, ' ');
        let (thread, rest) = (parts.next().unwrap(), parts.next().unwrap_or_default());
        let name = rest.trim_start().split('(').next().unwrap();
        if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            *of_threads.entry((thread, name)).or_default() += 1;
        }
    }
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    for ((_, name), count) in of_threads {
        let most = calls.entry(name.to_owned()).or_default();
        *most = count.max(*most);
    }
    calls
}

/// A sandbox in memory with the files of another.
fn copy_of(template: &Sandbox) -> Sandbox {
    let copy = Sandbox::in_memory();
    for entry in fs::read_dir(template.path()).unwrap() {
        let entry = entry.unwrap();
        // Shared memory belongs to processes, of which there are none.
        if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

/// The points at which a command is made to fail, evenly spread where there are more
/// than are asked for.
fn points(template: &Sandbox, words: &[String]) -> Vec<Point> {
    let asked = std::env::var("FAULTS").unwrap_or_else(|_| POINTS.to_string());
    let bound = match asked.as_str() {
        "all" => usize::MAX,
        number => number.parse().expect("FAULTS is `all` or a number"),
    };
    let mut points = Vec::new();
    for (name, count) in calls(&copy_of(template), words) {
        let is_asked_for = bound == usize::MAX || DECISIVE.contains(&name.as_str());
        if name != "exit_group" && is_asked_for {
            points.extend((1..=count).map(|n| (name.clone(), n)));
        }
    }
    // Each of the few moves of a whole file decides by itself.
    let (moves, others): (Vec<_>, Vec<_>) =
        points.into_iter().partition(|(name, _)| name == "rename");
    let step = others.len().div_ceil(bound).max(1);
    others.into_iter().step_by(step).chain(moves).collect()
}

/// Runs the verb with the fault at one point. Returns how it ended, and what it said.
fn run_with(
    sandbox: &Sandbox,
    words: &[String],
    fault: Fault,
    point: &Point,
) -> (ExitStatus, String) {
    let (name, n) = point;
    let trace = format!("trace={name}");
    let inject = format!("inject={name}:{}:when={n}", fault.injection());
    let options = ["-o", "/dev/null", "-e", &trace, "-e", &inject];
    let ended = traced(sandbox, words, &options).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status, said)
}

/// How a command may end that was not killed: as it says that it does. What fails before the
/// program itself begins is reported by the loader, with 127.
fn check_end(call: &str, status: ExitStatus, said: &str, fault: Fault) -> Result<(), String> {
    match (status.code(), fault) {
        (None, Fault::Kill) | (Some(0), _) => Ok(()),
        (None | Some(101), _) if RUNTIME.contains(&call) => Ok(()),
        // The standard library gives up where a folder that was read cannot be closed.
        (Some(101), _) if call == "close" && said.contains("during closedir") => Ok(()),
        (None, Fault::Fails(_)) => Err(format!("it died of signal {:?}", status.signal())),
        // Where it cannot be known whether the halt file exists there, it does.
        (Some(10), _) if call == "statx" => Ok(()),
        (Some(1 | 101), _) => Err(format!("a defect: {said}")),
        (Some(_), _) if said.trim().is_empty() => Err(format!("{status}, without a word")),
        (Some(code), _) if [2, 65, 74, 75, 127].contains(&code) => Ok(()),
        (Some(143), _) if said.contains("could not be recorded") => Ok(()),
        (Some(code), _) => Err(format!("it ended with {code}: {said}")),
    }
}

fn try_point(
    verb: &Verb,
    template: &Path,
    sandbox: &Sandbox,
    fault: Fault,
    point: &Point,
) -> (bool, Result<(), String>) {
    let (status, said) = run_with(sandbox, &verb.words, fault, point);
    let acked = status.success();
    let outcome = check_end(&point.0, status, &said, fault)
        .and_then(|()| (verb.check)(template, sandbox, acked))
        .map_err(|problem| format!("{} {point:?} {fault:?} ({status}): {problem}", verb.name));
    (acked, outcome)
}

/// Makes the verb fail at each of its points, on two threads.
fn sweep(verb: &Verb, fault: Fault) -> Tally {
    let points = Mutex::new(points(&verb.template, &verb.words).into_iter());
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let next = || points.lock().unwrap().next();
                while let Some(point) = next() {
                    let sandbox = copy_of(&verb.template);
                    let (acked, outcome) =
                        try_point(verb, verb.template.path(), &sandbox, fault, &point);
                    let mut tally = tally.lock().unwrap();
                    tally.points += 1;
                    tally.acked += usize::from(acked);
                    tally.problems.extend(outcome.err());
                }
            });
        }
    });
    tally.into_inner().unwrap()
}

/// Sweeps over these verbs with these faults, and says what it came to.
fn survives(verbs: &[Verb], faults: &[Fault]) {
    if !can_trace() {
        return;
    }
    let mut problems = Vec::new();
    for verb in verbs {
        for &fault in faults {
            let tally = sweep(verb, fault);
            eprintln!(
                "{}, {fault:?}: {} points, {} acknowledged, {} with a problem",
                verb.name,
                tally.points,
                tally.acked,
                tally.problems.len()
            );
            assert!(tally.points > 9, "{}: hardly any points", verb.name);
            problems.extend(tally.problems);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn fault_1_and_2_a_send_survives_every_system_call() {
    survives(&[verbs::send()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_claim_survives_every_system_call() {
    survives(&[verbs::recv()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_reply_survives_every_system_call() {
    survives(&[verbs::reply()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_write_to_the_shared_state_survives_every_system_call() {
    survives(&[verbs::state_write()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_halt_survives_every_system_call() {
    survives(&[verbs::halt()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_clear_survives_every_system_call() {
    survives(&[verbs::halt_clear()], &Fault::ALL);
}

#[test]
fn fault_1_and_2_a_whole_cycle_survives_every_system_call() {
    survives(&[verbs::cycle_run()], &Fault::ALL);
}

#[test]
fn fault_23_a_backup_that_fails_or_is_killed_leaves_a_whole_copy_or_none() {
    survives(&[verbs::backup()], &Fault::ALL);
}

#[test]
fn a_restore_that_fails_or_is_killed_leaves_one_whole_database_or_none_and_is_completed() {
    survives(&[verbs::restore()], &Fault::ALL);
}

#[test]
fn fault_24_a_migration_that_fails_or_is_killed_is_completed_by_the_next_command() {
    survives(&[verbs::migrate()], &Fault::ALL);
}

#[test]
fn a_creation_that_fails_or_is_killed_is_completed_by_the_next_command() {
    survives(&[verbs::create()], &Fault::ALL);
}
