//! One trial: for some seconds everything happens at once to one database. Supervisors
//! run cycles and are killed and stopped, workers live and die, a script moves cycles by
//! hand, halts are called and cleared, the token and the mode change, and the disk and
//! the lock are slow.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, os::unix::process::ExitStatusExt};

use rusqlite::Connection;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::process::Signal;
use serde_json::{Value, json};

use super::agents::{
    BINARY, JOURNAL, PROGRAM, RUN, SEED, SLOW, TRICKS, WORKER, grant_slow_turn, hear_of_slowness,
    signal, take_slow_turn, tell_of_slowness, with_slow_disk,
};
use super::journal::{Journal, Scope, What, nanos};
use super::model::{BY_HAND, is_by_hand};
use crate::common::Sandbox;

const AGENTS: [&str; 3] = ["strategy", "risk", "execution"];

/// How long any command may take, other than one that runs a cycle.
const LIMIT_OF_A_COMMAND: Duration = Duration::from_secs(40);

/// How long a run may take, and when one that was stopped and forgotten goes on.
const LIMIT_OF_A_RUN: Duration = Duration::from_secs(90);
const FORGOTTEN: Duration = Duration::from_secs(9);

/// How long runs go on by themselves when the trial is over.
const LAST_RUNS: Duration = Duration::from_secs(6);

/// How long a process takes to start that is slow to start.
const START: Duration = Duration::from_millis(2400);

/// How often a thread looks whether a process has ended.
const GLANCE: Duration = Duration::from_millis(4);

/// One that can be waited for, and where it prints.
struct Process {
    child: Child,
    line: String,
    output: PathBuf,
    errors: PathBuf,
}

/// How a command ended.
pub struct Ended {
    /// `None` if a signal has ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// What happens how often.
#[derive(Clone, Copy)]
pub struct Mix {
    /// The failpoint that is active; empty for none.
    pub failpoint: &'static str,
    /// A disk is slow about once in so many milliseconds.
    pub slow_disk: u64,
    /// So many of 20 supervisors are slow to start programs.
    pub slow_starts: u8,
    /// One in so many commands to execution tempts it to do what it should not.
    pub tricks: u32,
    /// So many of 30 errands change the token of the supervisor.
    pub tokens: u8,
    /// So many of 9 agents are programs, and so many workers; the others are built in.
    pub programs: u8,
    pub workers: u8,
    /// How long workers live at most, in milliseconds.
    pub life: u64,
}

impl Mix {
    pub const ALL: Self = Self {
        failpoint: "",
        slow_disk: 4500,
        slow_starts: 2,
        tricks: 3,
        tokens: 2,
        programs: 4,
        workers: 4,
        life: 4500,
    };
}

/// What threads of a trial share.
pub struct Trial {
    pub sandbox: Sandbox,
    pub journal: Journal,
    pub seed: u64,
    mix: Mix,
    program: String,
    until: Instant,
    numbers: AtomicU64,
    token: Mutex<Option<String>>,
    /// The database, opened by the test itself.
    pub raw: Mutex<Connection>,
    /// Another, which is never held for long.
    reader: Mutex<Connection>,
    is_over: AtomicBool,
}

/// What happens to a supervisor.
enum Fate {
    None,
    Kill,
    Stop(Duration),
    Terminate,
}

/// A cycle that has not ended.
struct Active {
    id: String,
    symbol: String,
    phase: String,
    owner: Option<i32>,
}

impl Active {
    /// Whether no process runs it.
    fn is_left(&self) -> bool {
        self.owner
            .is_none_or(|pid| !Path::new(&format!("/proc/{pid}")).exists())
    }
}

impl Trial {
    /// Lets everything happen for so long. Afterwards no process is left.
    #[expect(clippy::disallowed_methods, reason = "a connection of the test's own")]
    pub fn run(seed: u64, lasts: Duration, mix: Mix) -> Self {
        let sandbox = Sandbox::in_memory();
        sandbox.ok("msg send --to risk --subject first");
        for agent in AGENTS.repeat(15) {
            sandbox.ok(&format!("health success --as {agent} -q"));
        }
        let program = sandbox.script("agent.sh", PROGRAM);
        let open = || {
            let raw = Connection::open(sandbox.database()).unwrap();
            raw.busy_timeout(Duration::from_secs(30)).unwrap();
            Mutex::new(raw)
        };
        let (raw, reader) = (open(), open());
        let trial = Self {
            journal: Journal::new(&sandbox.path().join("journal.jsonl")),
            sandbox,
            seed,
            mix,
            program,
            until: Instant::now() + lasts,
            numbers: AtomicU64::new(0),
            token: Mutex::new(None),
            raw,
            reader,
            is_over: AtomicBool::new(false),
        };
        trial.let_it_happen();
        trial
    }

    fn let_it_happen(&self) {
        let dice = |thread: u64| fastrand::Rng::with_seed(self.seed.wrapping_mul(31) + thread);
        thread::scope(|scope| {
            for (place, agent) in AGENTS.iter().enumerate() {
                let dice = dice(place as u64);
                scope.spawn(move || self.keep_worker(agent, dice));
            }
            thread::scope(|scope| {
                for runner in 10..14 {
                    scope.spawn(move || self.run_cycles(dice(runner)));
                }
                scope.spawn(|| self.script(dice(20)));
                scope.spawn(|| self.halt_at_times(dice(21)));
                scope.spawn(|| self.do_errands(dice(22)));
                scope.spawn(|| self.hold_lock_at_times(dice(23)));
            });
            self.is_over.store(true, Ordering::Relaxed);
        });
        self.end_processes();
    }

    fn lasts(&self) -> bool {
        Instant::now() < self.until
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The words of a command, and on what it runs.
    fn prepare(&self, mut command: Command, actor: &str, line: &[&str]) -> Command {
        command
            .args(line)
            .env_clear()
            .env("HOME", self.sandbox.path())
            .env("FLOWREX_DB", self.sandbox.database())
            .env("FLOWREX_AGENT", actor)
            .env("FLOWREX_FAILPOINT", self.mix.failpoint)
            .env("FLOWREX_TEST_BINARY", env::current_exe().unwrap())
            .env(JOURNAL, self.journal.path())
            .env(SEED, self.seed.to_string())
            .env(TRICKS, self.mix.tricks.to_string())
            .current_dir(self.sandbox.path())
            .stdin(Stdio::null());
        if actor == "supervisor"
            && let Some(token) = self.token.lock().unwrap().as_ref()
        {
            command.env("FLOWREX_TOKEN", token);
        }
        command
    }

    fn spawn(&self, mut command: Command, line: &[&str]) -> Process {
        let number = self.number();
        let output = self.sandbox.path().join(format!("{number}.out"));
        let errors = self.sandbox.path().join(format!("{number}.err"));
        command
            .stdout(File::create(&output).unwrap())
            .stderr(File::create(&errors).unwrap());
        Process {
            child: command.spawn().unwrap(),
            line: line.join(" "),
            output,
            errors,
        }
    }

    /// Runs a command to its end, which must come.
    fn call_as(&self, actor: &str, line: &[&str]) -> Ended {
        self.finish(self.prepare(Command::new(BINARY), actor, line), line)
    }

    fn call(&self, line: &[&str]) -> Ended {
        self.call_as("supervisor", line)
    }

    fn finish(&self, command: Command, line: &[&str]) -> Ended {
        let mut process = self.spawn(command, line);
        let deadline = Instant::now() + LIMIT_OF_A_COMMAND;
        while process.child.try_wait().unwrap().is_none() {
            if Instant::now() >= deadline {
                let command = process.line.clone();
                self.journal.note(What::Hung { command });
                process.child.kill().unwrap();
            }
            thread::sleep(GLANCE);
        }
        ended(process)
    }

    fn json(&self, line: &[&str]) -> Value {
        let ended = self.call(&[&["-o", "json"], line].concat());
        serde_json::from_str(&ended.stdout).unwrap_or_default()
    }

    /// Whether the system is in autonomous mode, in which cycles start unless they say so.
    fn is_autonomous(&self) -> bool {
        let reader = self.reader.lock().unwrap();
        let mode = "SELECT count(*) FROM system_config WHERE value LIKE '%autonomous%'";
        reader.query_row(mode, [], |row| row.get(0)).unwrap()
    }

    /// The cycles that have not ended.
    fn actives(&self) -> Vec<Active> {
        let reader = self.reader.lock().unwrap();
        let mut rows = reader
            .prepare_cached(
                "SELECT cycle_id, symbol, phase, owner FROM coordination_state
                 WHERE cycle_completed_at IS NULL",
            )
            .unwrap();
        let active = rows.query_map([], |row| {
            let owner: Option<String> = row.get(3)?;
            let pid = owner
                .as_deref()
                .and_then(|owner| owner.strip_prefix("process "));
            Ok(Active {
                id: row.get(0)?,
                symbol: row.get(1)?,
                phase: row.get(2)?,
                owner: pid.and_then(|pid| pid.parse().ok()),
            })
        });
        active.unwrap().map(Result::unwrap).collect()
    }

    /// Lets the lease of a process that is gone run out, so that nobody waits for it.
    fn expire_lease(&self, cycle: &Active) {
        let Some(pid) = cycle.owner else { return };
        // Its watchdog kills the agent meanwhile, as it would in the time of the lease.
        thread::sleep(Duration::from_millis(150));
        let owner = format!("process {pid}");
        let raw = self.raw.lock().unwrap();
        raw.execute(
            "UPDATE coordination_state SET lease_until = 1 WHERE cycle_id = ?1 AND owner = ?2",
            [&cycle.id, &owner],
        )
        .unwrap();
    }
}

fn ended(mut process: Process) -> Ended {
    let status = process.child.wait().unwrap();
    let read = |path: &Path| {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        fs::remove_file(path).unwrap();
        text
    };
    Ended {
        code: status.code(),
        stdout: read(&process.output),
        stderr: read(&process.errors),
    }
}

/// Runs of cycles.
impl Trial {
    fn run_cycles(&self, mut dice: fastrand::Rng) {
        let halt_file = self.sandbox.path().join("coord.db.HALT");
        while self.lasts() {
            if halt_file.exists() && dice.u8(0..8) > 0 {
                self.pause(40);
                continue;
            }
            let left = self.actives().into_iter().filter(Active::is_left);
            let left: Vec<_> = left.collect();
            if let Some(cycle) = dice.choice(&left)
                && dice.u8(0..3) == 0
            {
                if dice.u8(0..5) > 0 {
                    self.expire_lease(cycle);
                }
                self.conduct(&mut dice, &["cycle", "resume", &cycle.id]);
                continue;
            }
            let symbol = match dice.choice(&left) {
                Some(cycle) if dice.u8(0..8) == 0 => cycle.symbol.clone(),
                _ => format!("R{}", self.number()),
            };
            let mut line = vec!["cycle", "run", "--symbol", &symbol];
            if !self.is_autonomous() && dice.u8(0..10) == 0 {
                line.extend(["--mode", "autonomous"]);
            }
            if self.is_autonomous() && dice.bool() {
                line.extend(["--mode", "guide"]);
            }
            if dice.u8(0..8) == 0 {
                line.extend([
                    "--gate",
                    *dice
                        .choice(["risk_validation", "execution"].iter())
                        .unwrap(),
                ]);
            }
            self.conduct(&mut dice, &line);
        }
    }

    /// Runs a cycle with agents as the dice want them, and does to its process what they
    /// want.
    fn conduct(&self, dice: &mut fastrand::Rng, line: &[&str]) {
        let mut limit = *dice.choice([800_u64, 2000, 4000].iter()).unwrap();
        let plain = || Command::new(BINARY);
        let starts_slowly = dice.u8(0..20) < self.mix.slow_starts && line[1] == "run";
        let (command, fate) = match dice.u8(0..18) {
            _ if starts_slowly => (with_slow_start(dice), Fate::None),
            0 if take_slow_turn(&self.journal) => {
                (with_slow_disk(dice.u8(1..8), &self.journal), Fate::None)
            }
            1..4 => (plain(), Fate::Kill),
            4..6 => {
                let pause = Duration::from_millis(dice.u64(100..2500));
                (plain(), Fate::Stop(pause))
            }
            6 => (plain(), Fate::Terminate),
            _ => (plain(), Fate::None),
        };
        let traces_all = command.get_args().any(|arg| arg == "-f");
        if starts_slowly {
            limit = 12_000;
        }
        let exec = format!("exec:{}", self.program);
        // Every other run comes to execution at once.
        let is_short = dice.bool() && self.mix.workers < 9;
        let Mix {
            programs, workers, ..
        } = self.mix;
        let drivers = AGENTS.map(|agent| {
            let driver = match dice.u8(0..9) {
                _ if starts_slowly => &exec,
                _ if is_short && agent != "execution" => "builtin",
                draw if draw < programs => &exec,
                draw if draw < programs + workers => "mailbox",
                _ => "builtin",
            };
            format!("{agent}={driver}")
        });
        let timeout = format!("{limit}ms");
        let mut words = line.to_vec();
        words.extend(["--phase-timeout", &timeout, "-o", "json"]);
        for driver in &drivers {
            words.extend(["--agent", driver]);
        }
        if dice.u8(0..5) == 0 {
            words.extend(["--retries", "1"]);
        }
        let run = self.number();
        let mut command = self.prepare(command, "supervisor", &words);
        command.env(RUN, run.to_string());
        let when = Duration::from_millis(dice.u64(20..1200));
        let process = self.spawn(command, &words);
        if starts_slowly {
            self.tell_when_it_starts(line[3]);
            if traces_all {
                // The watchdog comes late first, and then its program.
                self.pause_for(START);
                tell_of_slowness(&self.journal, line[3]);
            }
        }
        self.attend(run, process, &fate, when);
    }

    /// Waits until a cycle of this symbol has begun, and leaves word that it is slow.
    fn tell_when_it_starts(&self, symbol: &str) {
        let until = Instant::now() + START;
        while Instant::now() < until && self.lasts() {
            if self.actives().iter().any(|cycle| cycle.symbol == symbol) {
                return tell_of_slowness(&self.journal, symbol);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn attend(&self, run: u64, mut process: Process, fate: &Fate, when: Duration) {
        let began = Instant::now();
        let pid = i32::try_from(process.child.id()).unwrap();
        let send = |what| signal(&self.journal, pid, what, Some(run));
        let mut fate = Some(fate).filter(|fate| !matches!(fate, Fate::None));
        let mut goes_on = None;
        let mut forgotten = Some(began + FORGOTTEN);
        let due = |moment: &mut Option<Instant>| {
            let is_due = moment.is_some_and(|moment| Instant::now() >= moment);
            is_due.then(|| *moment = None).is_some()
        };
        let mut is_killed = false;
        while process.child.try_wait().unwrap().is_none() {
            if began.elapsed() >= when {
                match fate.take() {
                    Some(Fate::Kill) => send(Signal::KILL),
                    Some(Fate::Terminate) => send(Signal::TERM),
                    Some(Fate::Stop(pause)) => {
                        send(Signal::STOP);
                        goes_on = Some(Instant::now() + *pause);
                    }
                    _ => {}
                }
            }
            if due(&mut goes_on) {
                send(Signal::CONT);
            }
            // By an agent that was itself killed.
            if due(&mut forgotten) {
                for pid in with_children(pid) {
                    signal(&self.journal, pid, Signal::CONT, Some(run));
                }
                forgotten = Some(Instant::now() + FORGOTTEN);
            }
            let hangs = began.elapsed() > LIMIT_OF_A_RUN;
            if !is_killed && (hangs || Instant::now() > self.until + LAST_RUNS) {
                is_killed = true;
                if hangs {
                    let command = process.line.clone();
                    self.journal.note(What::Hung { command });
                }
                for pid in with_children(pid) {
                    signal(&self.journal, pid, Signal::KILL, Some(run));
                }
            }
            thread::sleep(GLANCE);
        }
        let status = process.child.try_wait().unwrap();
        let ended = ended(process);
        if began.elapsed() < Duration::from_millis(100) {
            self.pause(60);
        }
        self.journal.note(What::RunEnded {
            run,
            code: ended
                .code
                .filter(|_| status.is_some_and(|s| s.signal().is_none())),
            said: ended.stdout + &ended.stderr,
        });
    }
}

/// A supervisor that takes long to start the watchdog of a program, and then to look
/// around; where its children are traced as well, the watchdog takes as long to start the
/// program.
fn with_slow_start(dice: &mut fastrand::Rng) -> Command {
    let mut command = Command::new("strace");
    let traces_all = dice.bool();
    if traces_all {
        command.args(["-f", "--seccomp-bpf"]);
    }
    let slow_looks = if traces_all { 4 } else { 2 };
    let starts = "clone,clone3,vfork,fork";
    let looks = "ppoll";
    let (start, look) = (START.as_micros(), SLOW.as_micros());
    command.args(["-qq", "-o", "/dev/null"]);
    for inject in [
        format!("trace={starts},{looks}"),
        format!("inject={starts}:delay_enter={start}:when=1"),
        format!("inject={looks}:delay_enter={look}:when=1..{slow_looks}"),
    ] {
        command.args(["-e", &inject]);
    }
    command.arg(BINARY);
    command
}

/// A process, and the one that it traces.
fn with_children(pid: i32) -> Vec<i32> {
    let path = format!("/proc/{pid}/task/{pid}/children");
    let children = fs::read_to_string(path).unwrap_or_default();
    let is_tracer =
        fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "strace");
    let children = children
        .split_whitespace()
        .filter(|_| is_tracer)
        .map(|pid| pid.parse().unwrap());
    [pid].into_iter().chain(children).collect()
}

/// Workers.
impl Trial {
    /// Starts a worker, stops it at times, kills it, and starts another.
    fn keep_worker(&self, agent: &str, mut dice: fastrand::Rng) {
        while !self.is_over.load(Ordering::Relaxed) {
            self.call_as(agent, &["health", "beat", "-q"]);
            let number = self.number();
            let test = ["--exact", "pipeline::agents::a_worker_of_the_workload"];
            let command = Command::new(env::current_exe().unwrap());
            let mut command = self.prepare(command, agent, &test);
            command.env(WORKER, number.to_string());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut worker = command.spawn().unwrap();
            let pid = i32::try_from(worker.id()).unwrap();
            self.pause(dice.u64(self.mix.life / 4..self.mix.life));
            if dice.u8(0..3) == 0 {
                signal(&self.journal, pid, Signal::STOP, None);
                self.pause(dice.u64(100..2500));
                if dice.bool() {
                    signal(&self.journal, pid, Signal::CONT, None);
                    self.pause(dice.u64(100..2500));
                }
            }
            signal(&self.journal, pid, Signal::KILL, None);
            worker.wait().unwrap();
            self.pause(dice.u64(0..1200));
        }
    }

    /// Waits so many milliseconds, or until the trial is over.
    fn pause(&self, millis: u64) {
        self.pause_for(Duration::from_millis(millis));
    }

    fn pause_for(&self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !self.is_over.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for what ends by itself, such as a receiver that outlived its worker; and
    /// ends what does not, which should not have been there.
    fn end_processes(&self) {
        let deadline = Instant::now() + Duration::from_secs(8);
        while !self.processes().is_empty() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(50));
        }
        for (pid, process) in self.processes() {
            self.journal.note(What::Left { process });
            signal(&self.journal, pid, Signal::KILL, None);
        }
    }

    /// The processes that have this trial's database in their environment.
    fn processes(&self) -> Vec<(i32, String)> {
        let database = self.sandbox.database();
        let mark = database.to_str().unwrap().as_bytes();
        let entries = fs::read_dir("/proc").unwrap().flatten();
        let ours = entries.filter(|entry| {
            let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
            environment.windows(mark.len()).any(|part| part == mark)
        });
        ours.filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            Some((pid, String::from_utf8_lossy(&line).replace('\0', " ")))
        })
        .collect()
    }
}

/// Cycles that are moved by hand.
impl Trial {
    fn script(&self, mut dice: fastrand::Rng) {
        while self.lasts() {
            thread::sleep(Duration::from_millis(dice.u64(10..120)));
            let actives = self.actives();
            let left = actives.iter().filter(|cycle| cycle.is_left());
            let left: Vec<_> = left.collect();
            if dice.u8(0..12) == 0 {
                self.tell_story(&mut dice);
            } else if let Some(cycle) = dice.choice(&left) {
                if dice.u8(0..4) > 0 {
                    self.expire_lease(cycle);
                }
                self.move_by_hand(&mut dice, cycle);
            } else if let Some(cycle) = dice.choice(&actives) {
                // It belongs to its process, and this is refused.
                self.move_by_hand(&mut dice, cycle);
            }
        }
    }

    /// A cycle that is moved by hand from its start on, mostly to its end.
    fn tell_story(&self, dice: &mut fastrand::Rng) {
        let symbol = format!("S{}", self.number());
        let started = self.call(&["cycle", "start", "--symbol", &symbol, "-q"]);
        let id = started.stdout.trim();
        if started.code != Some(0) {
            return;
        }
        for _ in 0..3 {
            self.moves(dice, "supervisor", id, &["cycle", "advance", id]);
        }
        let answer = some_answer(dice);
        let line = ["state", "write", "--cycle", id, "--key", "execution_result"];
        let line = [&line[..], &["--value", &answer]].concat();
        self.moves(dice, "execution", id, &line);
        // The others find it here.
        if dice.u8(0..4) > 0 {
            self.moves(dice, "supervisor", id, &["cycle", "advance", id]);
            self.moves(dice, "supervisor", id, &["cycle", "complete", id]);
        }
    }

    fn move_by_hand(&self, dice: &mut fastrand::Rng, cycle: &Active) {
        let id = cycle.id.as_str();
        let answer = some_answer(dice);
        match dice.u8(0..20) {
            0..9 => self.moves(dice, "supervisor", id, &["cycle", "advance", id]),
            9..11 => self.moves(dice, "supervisor", id, &["cycle", "complete", id]),
            11 => {
                let line = ["cycle", "complete", id, "--result", &answer];
                self.moves(dice, "supervisor", id, &line);
            }
            12 => drop(self.call(&["cycle", "fail", id, "--error", "by hand", "-q"])),
            13 => drop(self.call(&["cycle", "recover", "-q"])),
            14 => {
                self.moves(dice, "supervisor", id, &["cycle", "approve", id]);
            }
            15 => drop(self.call(&["cycle", "reject", id, "--reason", "by hand", "-q"])),
            _ if cycle.phase == "execution" && cycle.owner.is_none() => {
                let line = ["state", "write", "--cycle", id, "--key", "execution_result"];
                let line = [&line[..], &["--value", &answer]].concat();
                self.moves(dice, "execution", id, &line);
            }
            other => {
                let agent = AGENTS[usize::from(other) % 3];
                let key = format!("{agent}_note");
                let line = [
                    "state", "write", "--cycle", id, "--key", &key, "--value", "1",
                ];
                self.moves(dice, agent, id, &line);
            }
        }
    }

    /// Runs a verb that moves a cycle or writes its state, and writes down what it said.
    fn moves(&self, dice: &mut fastrand::Rng, actor: &str, cycle: &str, line: &[&str]) {
        let command = if dice.u8(0..30) == 0 && take_slow_turn(&self.journal) {
            with_slow_disk(1, &self.journal)
        } else {
            Command::new(BINARY)
        };
        let command = self.prepare(command, actor, line);
        let asked = nanos();
        let ended = self.finish(command, line);
        self.journal.note(What::Moved {
            asked,
            verb: line[..2].join(" "),
            cycle: cycle.to_owned(),
            code: ended.code,
            said: ended.stderr,
        });
    }
}

/// What execution may say, in a cycle that is moved by hand.
fn some_answer(dice: &mut fastrand::Rng) -> String {
    let outcomes = [
        json!("proposed"),
        json!("proposed"),
        json!("proposed"),
        json!("executed"),
        json!("Executed"),
        json!("filled"),
        json!(["executed"]),
    ];
    let outcome = dice.choice(outcomes.iter()).unwrap();
    json!({"status": "ok", "data": {"outcome": outcome}}).to_string()
}

/// Halts.
impl Trial {
    fn halt_at_times(&self, mut dice: fastrand::Rng) {
        while self.lasts() {
            let slow = self.pause_before_halts(&mut dice);
            // Mostly nothing but what is slow is halted: a halt on everything is also seen
            // by its file.
            let symbol = slow.as_deref().filter(|symbol| !symbol.is_empty());
            let symbol = symbol.filter(|_| dice.u8(0..4) > 0);
            thread::scope(|scope| {
                for _ in 0..dice.u8(1..4) {
                    let dice = dice.fork();
                    scope.spawn(|| self.halt_and_clear(dice, slow.is_some(), symbol));
                }
            });
            self.clear_all();
        }
    }

    /// Waits for a while, or until something slow has begun: then the symbol of it, which
    /// may be empty.
    fn pause_before_halts(&self, dice: &mut fastrand::Rng) -> Option<String> {
        self.pause(dice.u64(300..1200));
        let until = Instant::now() + Duration::from_millis(dice.u64(500..5000));
        let mut slow = None;
        while slow.is_none() && Instant::now() < until && self.lasts() {
            self.pause(20);
            slow = hear_of_slowness(&self.journal);
        }
        self.pause(dice.u64(20..300));
        slow
    }

    /// Calls a halt, in one of all ways, and clears it by its number.
    fn halt_and_clear(&self, mut dice: fastrand::Rng, is_slow: bool, symbol: Option<&str>) {
        self.pause(dice.u64(0..200));
        let asked = nanos();
        let Some((reason, scope, code)) = self.call_halt(&mut dice, symbol) else {
            return;
        };
        self.journal.note(What::Halt {
            asked,
            reason: reason.clone(),
            scope,
            code,
        });
        self.pause(dice.u64(0..900));
        self.list_halts();
        self.pause(dice.u64(0..500));
        // What is slow should come to its end under the halt.
        self.pause_for(match symbol {
            Some(_) => START,
            None if is_slow => SLOW,
            None => Duration::ZERO,
        });
        for _ in 0..20 {
            let halts = self.list_halts();
            let is_it = |(_, listed): &&(i64, String)| {
                *listed == reason || (reason == BY_HAND && is_by_hand(listed))
            };
            // One that is gone was cleared with another: the model says so.
            let Some((id, _)) = halts.iter().find(is_it) else {
                return;
            };
            if self.clear(*id) {
                break;
            }
        }
        self.list_halts();
    }

    /// The reason, the scope and how the command ended, or `None` if nothing was called.
    fn call_halt(
        &self,
        dice: &mut fastrand::Rng,
        symbol: Option<&str>,
    ) -> Option<(String, Scope, Option<i32>)> {
        let number = self.number();
        let reason = format!("stop number {number}.");
        if symbol.is_none() && dice.u8(0..5) == 0 {
            let words = dice.bool().then_some(reason.as_str());
            let is_placed = self.place_file(number, words);
            let reason = words.unwrap_or(BY_HAND).to_owned();
            return is_placed.then_some((reason, Scope::Everything, Some(0)));
        }
        let actives = self.actives();
        let scope = match (dice.u8(0..5), dice.choice(&actives), symbol) {
            (_, _, Some(symbol)) => Scope::Symbol(symbol.to_owned()),
            (0, Some(cycle), _) => Scope::Symbol(cycle.symbol.clone()),
            (1, Some(cycle), _) => Scope::Cycle(cycle.id.clone()),
            _ => Scope::Everything,
        };
        let by = *dice
            .choice(["supervisor", "strategy", "risk", "execution"].iter())
            .unwrap();
        let patience = *dice.choice(["50ms", "50ms", "5s"].iter()).unwrap();
        let mut line = vec!["halt", "--busy-timeout", patience, "--reason", &reason];
        match &scope {
            Scope::Everything => {}
            Scope::Symbol(symbol) => line.extend(["--symbol", symbol]),
            Scope::Cycle(cycle) => line.extend(["--cycle", cycle]),
        }
        let ended = self.call_as(by, &line);
        Some((reason, scope, ended.code))
    }

    /// Places the halt file by hand, if none is there.
    fn place_file(&self, number: u64, words: Option<&str>) -> bool {
        let draft = self.sandbox.path().join(format!("{number}.halt"));
        let text = words.map_or_else(String::new, |words| format!("risk: {words}"));
        fs::write(&draft, text).unwrap();
        let file = self.sandbox.path().join("coord.db.HALT");
        let placed = renameat_with(CWD, &draft, CWD, &file, RenameFlags::NOREPLACE);
        placed.is_ok()
    }

    /// The halts in force, also written down.
    fn list_halts(&self) -> Vec<(i64, String)> {
        let asked = nanos();
        let halts = self.json(&["halt", "status"]);
        let Some(halts) = halts.as_array() else {
            return Vec::new();
        };
        let halts: Vec<_> = halts
            .iter()
            .map(|halt| {
                let reason = halt["reason"].as_str().unwrap().to_owned();
                (halt["id"].as_i64().unwrap(), reason)
            })
            .collect();
        let reasons = halts.iter().map(|(_, reason)| reason.clone()).collect();
        self.journal.note(What::Listed { asked, reasons });
        halts
    }

    /// Clears the halt with this number; says whether that is done.
    fn clear(&self, id: i64) -> bool {
        let asked = nanos();
        let number = id.to_string();
        let line = ["halt", "clear", &number, "--reason", "over", "-o", "json"];
        let ended = self.call(&line);
        let cleared: Value = serde_json::from_str(&ended.stdout).unwrap_or_default();
        let reason = cleared["reason"].as_str().map(|reason| {
            if is_by_hand(reason) {
                BY_HAND.to_owned()
            } else {
                reason.to_owned()
            }
        });
        self.journal.note(What::Clear { asked, id, reason });
        ended.code == Some(0)
    }

    /// Clears what is left, so that work goes on.
    fn clear_all(&self) {
        for _ in 0..20 {
            let halts = self.list_halts();
            if halts.is_empty() {
                return;
            }
            for (id, _) in halts {
                self.clear(id);
            }
        }
        let command = "the clear of all halts".to_owned();
        self.journal.note(What::Hung { command });
    }
}

/// What else happens.
impl Trial {
    /// Sends messages, looks after the agents' health, and changes the token and the mode.
    fn do_errands(&self, mut dice: fastrand::Rng) {
        let mut turn = Instant::now();
        while self.lasts() {
            thread::sleep(Duration::from_millis(dice.u64(20..160)));
            if Instant::now() >= turn {
                grant_slow_turn(&self.journal);
                turn = Instant::now()
                    + Duration::from_millis(
                        dice.u64(self.mix.slow_disk / 2..self.mix.slow_disk * 3 / 2),
                    );
            }
            match dice.u8(0..30) {
                draw if draw < self.mix.tokens => {
                    let is_given = dice.u8(0..3) > 0;
                    self.change_token(is_given);
                }
                10 | 11 => {
                    let mode = if dice.bool() { "autonomous" } else { "guide" };
                    self.call(&["mode", "set", mode, "--reason", "by the dice"]);
                }
                // So that an agent which often fails is still asked.
                12..18 => {
                    let agent = *dice.choice(AGENTS.iter()).unwrap();
                    self.call_as(agent, &["health", "success", "-q"]);
                }
                _ => {
                    let to = *dice.choice(AGENTS.iter()).unwrap();
                    let from = *dice.choice(AGENTS.iter()).unwrap();
                    let kind = if dice.bool() { "event" } else { "request" };
                    let line = ["msg", "send", "--to", to, "--type", kind, "--subject", "x"];
                    self.call_as(from, &line);
                }
            }
        }
    }

    fn change_token(&self, is_given: bool) {
        if is_given {
            let ended = self.call(&["agent", "enroll", "supervisor", "-q"]);
            if ended.code == Some(0) {
                let token = ended.stdout.trim().to_owned();
                *self.token.lock().unwrap() = Some(token);
            }
        } else if self.call(&["agent", "revoke", "supervisor", "-q"]).code == Some(0) {
            *self.token.lock().unwrap() = None;
        }
    }

    fn hold_lock_at_times(&self, mut dice: fastrand::Rng) {
        while self.lasts() {
            self.pause(dice.u64(200..1200));
            let raw = self.raw.lock().unwrap();
            raw.execute_batch("BEGIN IMMEDIATE").unwrap();
            thread::sleep(Duration::from_millis(dice.u64(60..250)));
            raw.execute_batch("ROLLBACK").unwrap();
        }
    }

    /// Has every agent receive until nothing comes, and returns what should have come and
    /// did not.
    pub fn drain(&self) -> Vec<i64> {
        // Until the last lease and the last delay are over.
        let rows = "SELECT coalesce(max(max(coalesce(lease_until, 0), coalesce(not_before, 0))), 0)
                    FROM agent_messages WHERE status IN ('pending', 'claimed') AND NOT once";
        let last: i64 = {
            let raw = self.raw.lock().unwrap();
            raw.query_row(rows, [], |row| row.get(0)).unwrap()
        };
        // That of a command lasts as long as its phase may.
        let deadline = Instant::now() + Duration::from_secs(30);
        while wall_millis() <= last && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(50));
        }
        for agent in ["supervisor", "strategy", "risk", "execution"] {
            for _ in 0..1000 {
                let line = ["msg", "recv", "--limit", "500", "--ack", "-q"];
                let ended = self.call_as(agent, &line);
                if ended.code != Some(0) || ended.stdout.trim().is_empty() {
                    break;
                }
            }
        }
        let raw = self.raw.lock().unwrap();
        let mut open = raw
            .prepare(
                "SELECT id FROM agent_messages WHERE status IN ('pending', 'claimed')
                 AND NOT once AND (expires_at IS NULL OR expires_at > ?1)",
            )
            .unwrap();
        let ids = open.query_map([wall_millis()], |row| row.get(0)).unwrap();
        ids.map(Result::unwrap).collect()
    }
}

fn wall_millis() -> i64 {
    let now = i128::from(nanos()) - super::journal::offset();
    i64::try_from(now / 1_000_000).unwrap()
}
