//! No program is given its command after a halt has returned, nor after its cycle was
//! taken from its process; and what watches over that harms no healthy agent.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::{CoordinationPipeline, Plan, Unattended};
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::id::IdSource;
use flowrex_coord::store::{Options, Store};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::common::{Sandbox, Sign, TestSources, new_cycle, ran, skip};

/// How long anything here may take at the most.
const PATIENCE: Duration = Duration::from_mins(1);

/// How many halts are called against starting programs on each file system, unless
/// `HALTS` says otherwise.
const HALTS: u32 = 30;

fn pid(process: &Child) -> Pid {
    Pid::from_raw(i32::try_from(process.id()).unwrap()).unwrap()
}

/// Waits until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// An agent that notes in a file of its cycle that it was given its command, and works on.
fn noting(sandbox: &Sandbox) -> String {
    let script = format!(
        "read -r command; : > {}/given-$FLOWREX_CYCLE; exec sleep 1000",
        sandbox.path().display()
    );
    sandbox.script("noting.sh", &script)
}

/// The cycles whose agent was given its command.
fn given(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            name.strip_prefix("given-").map(ToOwned::to_owned)
        })
        .collect()
}

/// Halts cycles at the moment at which their first program is started, and makes sure that
/// what has its command when the halt has returned is all that ever has it.
fn races(sandbox: &Sandbox, file_system: &str) {
    let halts = std::env::var("HALTS").map_or(HALTS, |halts| halts.parse().unwrap());
    let script = noting(sandbox);
    let mut wait = Duration::from_millis(40);
    let (mut with_command, mut late) = (0, Vec::new());
    for round in 0..halts {
        let line = format!("-o json cycle run --symbol S{round} --agent strategy=exec:{script}");
        let supervisor = sandbox.spawn(&line);
        // Not a wait for anything: it leads the halt to the moment of the start.
        thread::sleep(wait.mul_f64(0.9 + 0.2 * fastrand::f64()));
        let scope = match round % 3 {
            0 => String::new(),
            _ => format!(" --symbol S{round}"),
        };
        let halt = sandbox
            .command()
            .args(format!("-q halt --reason race{scope}").split(' '))
            .output()
            .unwrap();
        let before = given(sandbox.path());
        let halt = ran(halt);
        assert_eq!((halt.code, &*halt.stderr), (0, ""));
        let ended = ran(supervisor.wait_with_output().unwrap());
        assert_eq!(ended.code, 10, "{}{}", ended.stdout, ended.stderr);
        let after = given(sandbox.path());
        if before.len() < after.len() {
            late.push(round);
        }
        with_command += usize::from(!after.is_empty());
        // Earlier where the program had its command, and later where it had not.
        wait = if after.is_empty() {
            wait.mul_f64(1.1)
        } else {
            wait.mul_f64(0.9)
        };
        for cycle in after {
            fs::remove_file(sandbox.path().join(format!("given-{cycle}"))).unwrap();
        }
        sandbox.ok(&format!("halt clear {} --reason over", halt.stdout.trim()));
    }
    sandbox.nothing_is_left();
    eprintln!("{file_system}: {halts} halts, {with_command} programs had their command first");
    assert_eq!(
        late, [0; 0],
        "given its command after the halt had returned"
    );
    // Otherwise the halts did not come while programs were being started.
    assert!(
        (1..halts as usize).contains(&with_command),
        "{with_command}"
    );
}

/// `HALTS=500 cargo test --release --test it a_thousand_halts -- --nocapture` takes 500 on
/// each file system.
#[test]
fn a_thousand_halts_against_starting_programs_in_memory() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    races(&sandbox, "in memory");
}

#[test]
fn a_thousand_halts_against_starting_programs_on_disk() {
    races(&Sandbox::with_database(), "on disk");
}

#[test]
fn a_halt_kills_an_agent_whose_supervisor_is_stopped() {
    for scope in ["--symbol EURUSD", "--cycle"] {
        let sandbox = Sandbox::with_database();
        let begun = Sign::new(&sandbox, "begun");
        let script = format!("echo $$ > {}; sleep 1000", begun.path());
        let script = sandbox.script("risk.sh", &script);
        let mut supervisor = sandbox.spawn(&format!(
            "cycle run --symbol EURUSD --agent risk=exec:{script}"
        ));
        let agent = begun.wait();
        let agent = Path::new("/proc").join(agent.trim());
        let cycle = sandbox.ok("-q cycle show");
        let scope = match scope {
            "--cycle" => format!("--cycle {cycle}"),
            scope => scope.to_owned(),
        };
        // Past the time in which it counts as starting.
        thread::sleep(Duration::from_millis(400));
        kill_process(pid(&supervisor), Signal::STOP).unwrap();
        let start = Instant::now();
        sandbox.ok(&format!("halt --reason stop --as risk {scope}"));
        until("the agent outlives the halt", || !agent.exists());
        assert!(start.elapsed() < Duration::from_secs(3), "{scope}");
        kill_process(pid(&supervisor), Signal::CONT).unwrap();
        assert_eq!(supervisor.wait().unwrap().code(), Some(10));
        sandbox.nothing_is_left();
    }
}

#[test]
fn an_agent_whose_cycle_is_taken_over_dies_while_its_supervisor_is_stopped() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let script = format!("echo $$ > {}; sleep 1000", begun.path());
    let script = sandbox.script("execution.sh", &script);
    let mut supervisor = sandbox.spawn(&format!(
        "cycle run --symbol EURUSD --agent execution=exec:{script}"
    ));
    let agent = begun.wait();
    let agent = Path::new("/proc").join(agent.trim());
    kill_process(pid(&supervisor), Signal::STOP).unwrap();
    end_lease(&sandbox);
    let start = Instant::now();
    assert!(sandbox.ok("cycle recover").contains("failed"));
    until("the agent outlives its cycle", || !agent.exists());
    assert!(start.elapsed() < Duration::from_secs(3));
    kill_process(pid(&supervisor), Signal::CONT).unwrap();
    supervisor.wait().unwrap();
    sandbox.nothing_is_left();
}

/// Has the lease of every cycle run out.
#[expect(clippy::disallowed_methods, reason = "changes the time from outside")]
fn end_lease(sandbox: &Sandbox) {
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    connection.busy_timeout(PATIENCE).unwrap();
    let end = "UPDATE coordination_state SET lease_until = 1 WHERE owner IS NOT NULL";
    assert_eq!(connection.execute(end, []).unwrap(), 1);
}

/// The command under `strace` with these options; none where that cannot trace here.
fn traced(sandbox: &Sandbox, options: &[&str], line: &str) -> Option<Child> {
    let probe = Command::new("strace").args(["-qq", "true"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        skip("`strace` is not installed, or cannot trace here");
        return None;
    }
    let mut command = Command::new("strace");
    command
        .args(["-qq", "-o", "trace"])
        .args(options)
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(line.split(' '))
        .env_clear()
        .env("HOME", sandbox.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("FLOWREX_DB", sandbox.database())
        .current_dir(sandbox.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Some(command.spawn().unwrap())
}

/// Whether this process is stopped by the one that traces it.
fn is_held(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = stat.rsplit(')').next().unwrap_or_default();
    state.trim_start().starts_with('t')
}

/// The process that a search finds, once it is held for so long that it is not in
/// between.
fn held(what: &str, mut find: impl FnMut() -> Option<i32>) -> i32 {
    let mut found = None;
    until(what, || {
        found = find();
        found.is_some_and(|process| {
            (0..50).all(|_| {
                thread::sleep(Duration::from_millis(5));
                is_held(process)
            })
        })
    });
    found.unwrap()
}

/// The supervisor below `strace`.
fn child_of(tracer: &Child) -> Option<i32> {
    let found = Command::new("pgrep")
        .args(["-P", &tracer.id().to_string()])
        .output()
        .unwrap();
    String::from_utf8(found.stdout).unwrap().trim().parse().ok()
}

#[test]
fn a_supervisor_that_is_slow_to_start_a_program_gives_no_command_after_a_halt() {
    for halt in [
        "halt --reason stop --symbol EURUSD",
        "halt --reason stop --as risk --symbol EURUSD",
        "halt --reason stop",
    ] {
        let sandbox = Sandbox::with_database();
        let script = noting(&sandbox);
        // Slow to start the watchdog, and slow again before it looks at anything.
        let slow = [
            "-e",
            "trace=clone3",
            "-e",
            "inject=clone3:delay_enter=2000000:when=1..2",
        ];
        let line = format!("cycle run --symbol EURUSD --agent strategy=exec:{script}");
        let Some(tracer) = traced(&sandbox, &slow, &line) else {
            return;
        };
        held("the supervisor starts nothing", || child_of(&tracer));
        sandbox.ok(halt);
        assert_eq!(given(sandbox.path()), [""; 0]);
        let ended = ran(tracer.wait_with_output().unwrap());
        assert_eq!(ended.code, 10, "{}", ended.stderr);
        assert_eq!(given(sandbox.path()), [""; 0], "{halt}");
        sandbox.nothing_is_left();
    }
}

#[test]
fn a_watchdog_that_is_slow_to_start_its_program_gives_no_command_after_a_halt_or_a_recovery() {
    for stop in ["halt --reason stop --symbol EURUSD", "cycle recover"] {
        let sandbox = Sandbox::with_database();
        let script = noting(&sandbox);
        let slow = [
            "-f",
            "-e",
            "trace=clone3",
            "-e",
            "inject=clone3:delay_enter=3000000:when=1",
        ];
        let line = format!("cycle run --symbol EURUSD --agent execution=exec:{script}");
        let Some(tracer) = traced(&sandbox, &slow, &line) else {
            return;
        };
        let supervisor = held("the supervisor starts nothing", || child_of(&tracer));
        held("the watchdog starts nothing", || {
            sandbox.watchdogs().first().copied()
        });
        let supervisor = Pid::from_raw(supervisor).unwrap();
        kill_process(supervisor, Signal::STOP).unwrap();
        end_lease(&sandbox);
        sandbox.ok(stop);
        assert_eq!(given(sandbox.path()), [""; 0]);
        until("the watchdog does not end", || {
            sandbox.watchdogs().is_empty()
        });
        assert_eq!(given(sandbox.path()), [""; 0], "{stop}");
        kill_process(supervisor, Signal::CONT).unwrap();
        ran(tracer.wait_with_output().unwrap());
        assert_eq!(given(sandbox.path()), [""; 0], "{stop}");
        sandbox.nothing_is_left();
    }
}

/// Tells the agent to go on, whether it is there or not: for as long as what this returns
/// is kept.
fn say_go(go: &Sign) -> File {
    let mut options = OpenOptions::new();
    let mut pipe = options.read(true).write(true).open(go.path()).unwrap();
    pipe.write_all(b"go\n").unwrap();
    pipe
}

#[test]
fn a_supervisor_that_waits_six_seconds_for_its_disk_loses_no_healthy_agent() {
    let sandbox = Sandbox::with_database();
    let (begun, go) = (Sign::new(&sandbox, "begun"), Sign::new(&sandbox, "go"));
    let script = format!(
        r#"echo > {}; read -r go < {}; echo '{{"status":"ok"}}'"#,
        begun.path(),
        go.path()
    );
    let script = sandbox.script("strategy.sh", &script);
    let line = format!("cycle run --symbol EURUSD --agent strategy=exec:{script}");
    let supervisor = sandbox.spawn(&line);
    begun.wait();
    let slow = "inject=fsync,fdatasync:delay_enter=6000000";
    let tracer = Command::new("strace")
        .args([
            "-qq",
            "-o",
            "trace",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            slow,
        ])
        .args(["-p", &supervisor.id().to_string()])
        .current_dir(sandbox.path())
        .spawn();
    let Ok(mut tracer) = tracer else {
        skip("`strace` is not installed");
        let _go = say_go(&go);
        supervisor.wait_with_output().unwrap();
        return;
    };
    let start = Instant::now();
    until("the lease is not renewed", || {
        assert_eq!(tracer.try_wait().unwrap(), None, "strace cannot trace here");
        sandbox.json("audit log --kind cycle.renew") != json!([])
    });
    assert!(start.elapsed() > Duration::from_secs(6), "it did not wait");
    kill_process(pid(&tracer), Signal::TERM).unwrap();
    tracer.wait().unwrap();
    let _go = say_go(&go);
    let ended = ran(supervisor.wait_with_output().unwrap());
    assert_eq!(ended.code, 0, "{}{}", ended.stdout, ended.stderr);
    let trace = fs::read_to_string(sandbox.path().join("trace")).unwrap();
    assert!(trace.contains("DELAYED"), "{trace}");
}

#[test]
fn a_halt_does_not_wait_for_ever_for_a_program_that_is_being_started() {
    let sandbox = Sandbox::with_database();
    let script = sandbox.script("risk.sh", r#"echo '{"status":"ok"}'"#);
    sandbox.ok(&format!(
        "cycle run --symbol GBPUSD --agent risk=exec:{script}"
    ));
    let lock = File::open(sandbox.path().join("coord.db.dispatch")).unwrap();
    lock.lock_shared().unwrap();
    let own = format!("kill -KILL {}", std::process::id());
    let cycle = sandbox.start_cycle("GBPUSD");
    for line in [
        format!("cycle fail {cycle} --error over"),
        "halt --reason stop --symbol EURUSD".to_owned(),
        "halt --reason stop".to_owned(),
    ] {
        let start = Instant::now();
        let ran = sandbox.try_line(&format!("-q {line}"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(start.elapsed() > Duration::from_secs(1), "it did not wait");
        assert!(ran.stderr.contains(&own), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
    assert_eq!(
        sandbox.json(&format!("cycle show {cycle}"))["phase"],
        "failed"
    );
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 2);
    drop(lock);
    let ran = sandbox.try_line("-q halt --reason again");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
}

#[test]
fn no_program_is_started_where_the_lock_cannot_be_had() {
    let sandbox = Sandbox::with_database();
    std::os::unix::fs::symlink("victim", sandbox.path().join("coord.db.dispatch")).unwrap();
    let script = noting(&sandbox);
    let ran = sandbox.try_line(&format!(
        "-o json cycle run --symbol EURUSD --agent strategy=exec:{script}"
    ));
    assert_eq!(ran.code, 7, "{}", ran.stderr);
    assert!(ran.stdout.contains("coord.db.dispatch"), "{}", ran.stdout);
    assert_eq!(given(sandbox.path()), [""; 0]);
    let ran = sandbox.try_line("halt --reason stop");
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("coord.db.dispatch"), "{}", ran.stderr);
}

/// Runs a watchdog for this phase and epoch of the cycle, with a whole command. Tells
/// whether it has started its program.
fn starts(sandbox: &Sandbox, cycle: &str, phase: &str, epoch: &str) -> bool {
    let mark = sandbox.path().join("started");
    let mut watchdog = sandbox
        .command()
        .arg0("flowrex-watchdog")
        .args(["10000", epoch, "/usr/bin/touch"])
        .arg(&mark)
        .env("FLOWREX_CYCLE", cycle)
        .env("FLOWREX_PHASE", phase)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut tie = watchdog.stdin.take().unwrap();
    tie.write_all(b"{}\n").unwrap();
    let ended = watchdog.wait().unwrap();
    let started = mark.exists();
    assert_eq!(ended.code(), Some(if started { 0 } else { 127 }));
    drop(tie);
    let _ = fs::remove_file(mark);
    started
}

#[test]
fn a_watchdog_starts_its_program_only_in_the_phase_and_for_the_epoch_of_its_command() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!("cycle advance {cycle}"));
    let epoch = {
        #[expect(clippy::disallowed_methods, reason = "looks from outside")]
        let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
        let epoch = connection.query_row("SELECT epoch FROM coordination_state", [], |row| {
            row.get::<_, i64>(0)
        });
        epoch.unwrap()
    };
    let (own, next) = (epoch.to_string(), (epoch + 1).to_string());
    assert!(starts(&sandbox, &cycle, "strategy_analysis", &own));
    assert!(!starts(&sandbox, &cycle, "risk_validation", &own));
    assert!(!starts(&sandbox, &cycle, "strategy_analysis", &next));
    let other = "cycle_20260301_120000_0a1b2c3d";
    assert!(!starts(&sandbox, other, "strategy_analysis", &own));
    sandbox.ok("halt --reason other --symbol GBPUSD");
    assert!(starts(&sandbox, &cycle, "strategy_analysis", &own));
    sandbox.ok("halt --reason this --symbol EURUSD --as risk");
    assert!(!starts(&sandbox, &cycle, "strategy_analysis", &own));
}

/// A clock that is an hour ahead for one look.
struct Ahead {
    inner: TestSources,
    looks_until: std::cell::Cell<u32>,
}

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        let left = self.looks_until.get();
        self.looks_until.set(left.wrapping_sub(1));
        let now = self.inner.now();
        if left == 0 {
            return now.plus(Duration::from_hours(1));
        }
        now
    }
}

impl IdSource for Ahead {
    fn uuid(&self) -> Uuid {
        self.inner.uuid()
    }
}

#[test]
fn a_cycle_whose_lease_was_renewed_meanwhile_is_not_settled_by_one_that_saw_it_stalled() {
    // The cycle stands in execution, and its lease holds. One look sees it run out: among
    // them the one before the transaction that would fail the cycle.
    for looks in 0..6 {
        let folder = TempDir::new().unwrap();
        let inner = TestSources::new();
        let ahead = Ahead {
            inner: inner.clone(),
            looks_until: std::cell::Cell::new(u32::MAX),
        };
        let options = Options {
            busy_timeout: PATIENCE,
            ..Options::default()
        };
        let path = folder.path().join("coord.db");
        let mut store = Store::open(&path, &options, Box::new(inner.clone())).unwrap();
        left_in_execution(&mut store, &path);
        drop(store);
        ahead.looks_until.set(looks);
        let mut store = Store::open(&path, &options, Box::new(ahead)).unwrap();
        let error = run_by(&mut store).unwrap_err();
        let phase = phase_of(&path);
        assert_eq!(phase, "execution", "{looks}: {error}");
    }
}

fn run_by(
    store: &mut Store,
) -> Result<flowrex_coord::coordination::pipeline::Outcome, flowrex_coord::store::Error> {
    let owner = "another".to_owned();
    let (plan, session) = (Plan::default(), Box::new(Unattended));
    let supervisor = Caller::supervisor();
    CoordinationPipeline::new(store, supervisor, owner, builtin_drivers(), plan, session)
        .execute_cycle(&new_cycle())
}

/// Leaves a cycle in execution that belongs to a process whose lease holds.
#[expect(
    clippy::disallowed_methods,
    reason = "makes from outside what a crash leaves"
)]
fn left_in_execution(store: &mut Store, path: &Path) {
    run_by(store).unwrap();
    let until = store.now().plus(Duration::from_secs(15)).as_millis();
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute(
            "UPDATE coordination_state SET phase = 'execution', cycle_completed_at = NULL,
                 owner = 'one', lease_until = ?1, cycle_result = NULL",
            [until],
        )
        .unwrap();
    connection
        .execute(
            "UPDATE cycle_phases SET answer = NULL, answered_at = NULL, command_id = NULL",
            [],
        )
        .unwrap();
    let late = "DELETE FROM cycle_phases WHERE phase IN ('monitoring', 'completed')";
    connection.execute(late, []).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "looks from outside")]
fn phase_of(path: &Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let phase = connection.query_row("SELECT phase FROM coordination_state", [], |row| row.get(0));
    phase.unwrap()
}
