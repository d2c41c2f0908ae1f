//! What the tests share: a sandbox with its own database, in which the built binary runs with a
//! cleared environment.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use flowrex_coord::cli::help;
use flowrex_coord::coordination::pipeline::{
    AgentDriver, Command, CoordinationPipeline, Done, DriverSet, Job, Outcome, Plan, Reply,
    ReplySource, Unattended,
};
use flowrex_coord::model::answer::Answer;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::cycle::{Account, NewCycle};
use flowrex_coord::model::id::IdSource;
use flowrex_coord::model::json::Json;
use flowrex_coord::store::{self, Options, Store};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

/// A folder with a database, made at the first command.
pub struct Sandbox {
    folder: TempDir,
}

/// How a command ended and what it printed.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A sandbox in memory, where that can be had: for what waits for the disk
    /// thousands of times, and is not about the disk.
    pub fn in_memory() -> Self {
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
        Self {
            folder: folder.unwrap(),
        }
    }

    /// A sandbox whose database exists already.
    pub fn with_database() -> Self {
        let sandbox = Self::new();
        sandbox.ok("db init");
        sandbox
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn database(&self) -> PathBuf {
        self.path().join("coord.db")
    }

    /// The binary, ready to be given arguments, on this sandbox's database.
    pub fn command(&self) -> process::Command {
        let mut command = self.bare_command();
        command.env("FLOWREX_DB", self.database());
        command
    }

    /// The binary with nothing said about a database.
    pub fn bare_command(&self) -> process::Command {
        let mut command = process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"));
        command
            .env_clear()
            .env("HOME", self.path())
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary with these words.
    pub fn run(&self, args: &[&str]) -> Ran {
        let ran = ran(self.command().args(args).output().unwrap());
        has_told_its_code(args, ran.code);
        ran
    }

    /// Runs the binary with the words of a line, split at spaces; it must exit
    /// 0. Returns what it printed, without the last line break.
    pub fn ok(&self, line: &str) -> String {
        let ran = self.try_line(line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
        ran.stdout.trim_end().to_owned()
    }

    /// Runs the binary with the words of a line, however it ends.
    pub fn try_line(&self, line: &str) -> Ran {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }

    /// Runs the words of a line with `-o json`; must exit 0. Returns the JSON.
    pub fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(&format!("-o json {line}"))).unwrap()
    }

    /// Runs the words of a line, which must end with `code`. Returns stderr.
    pub fn fails(&self, code: i32, line: &str) -> String {
        let ran = self.try_line(line);
        assert_eq!(ran.code, code, "{line}: {}{}", ran.stdout, ran.stderr);
        ran.stderr
    }

    /// Runs the binary with `input` on standard input.
    pub fn with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command()
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It need not read to the end of what it refuses.
        match child.stdin.take().unwrap().write_all(input) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            written => written.unwrap(),
        }
        let ran = ran(child.wait_with_output().unwrap());
        has_told_its_code(args, ran.code);
        ran
    }

    /// A shell that finds the binary on its path and runs the script it is given.
    pub fn bare_shell(&self) -> process::Command {
        let binary = Path::new(env!("CARGO_BIN_EXE_flowrex-coord"));
        let path = std::env::var("PATH").unwrap_or_default();
        let folder = binary.parent().unwrap().display();
        let mut shell = process::Command::new("bash");
        shell
            .env_clear()
            .env("HOME", self.path())
            .env("PATH", format!("{folder}:{path}"))
            .current_dir(self.path())
            .stdin(Stdio::null())
            .arg("-c");
        shell
    }

    /// Runs a script on this sandbox's database.
    pub fn shell(&self, script: &str) -> Ran {
        let mut shell = self.bare_shell();
        shell.env("FLOWREX_DB", self.database()).arg(script);
        ran(shell.output().unwrap())
    }

    /// The database, opened by the test itself.
    pub fn store(&self, sources: &TestSources) -> Store {
        let options = Options {
            busy_timeout: Duration::from_secs(30),
            create_folder: false,
            ..Options::default()
        };
        Store::open(&self.database(), &options, Box::new(sources.clone())).unwrap()
    }

    /// Makes sure that the database of this `db check` holds together, where the test has stored
    /// rows that the audit log does not record.
    pub fn is_sound(&self, line: &str) {
        let ran = self.try_line(&format!("-o json {line}"));
        let checks: Value = serde_json::from_str(&ran.stdout).unwrap();
        for check in checks.as_array().unwrap() {
            assert!(
                check["verdict"] == "ok" || check["name"] == "contents",
                "{check}"
            );
        }
    }

    /// The kinds of the latest events of the audit log, oldest first.
    pub fn event_kinds(&self) -> Vec<String> {
        let events = self.json("audit log --limit 10000");
        let kinds = events.as_array().unwrap().iter();
        kinds
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Makes an agent unhealthy: two failures with this message.
    pub fn fail_twice(&self, agent: &str, message: &str) {
        for _ in 0..2 {
            self.run(&["health", "error", "--agent", agent, "--message", message]);
        }
    }

    /// Starts a cycle and returns its id.
    pub fn start_cycle(&self, symbol: &str) -> String {
        self.ok(&format!("cycle start --symbol {symbol} -q"))
    }

    /// Sends a message and returns its id.
    pub fn send(&self, line: &str) -> String {
        self.ok(&format!("msg send -q {line}"))
    }

    /// Writes an executable shell script, and returns its path.
    pub fn script(&self, name: &str, body: &str) -> String {
        let path = self.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a whole cycle with this script in the place of an agent; must end
    /// with `code`. Returns the result.
    pub fn cycle_with(&self, code: i32, agent: &str, script: &str, options: &str) -> Value {
        let script = self.script(&format!("{agent}.sh"), script);
        let ran = self.try_line(&format!(
            "-o json cycle run --symbol EURUSD --agent {agent}=exec:{script}{options}"
        ));
        assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
        self.nothing_is_left();
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// Starts the binary with the words of a line, and goes on.
    pub fn spawn(&self, line: &str) -> Child {
        self.command()
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Makes sure that no process of this sandbox runs any more: whatever belongs
    /// to it has its path in the environment.
    pub fn nothing_is_left(&self) {
        assert_eq!(self.processes(), Vec::<String>::new());
    }

    /// The watchdogs among the processes of this sandbox.
    pub fn watchdogs(&self) -> Vec<i32> {
        let found = process::Command::new("pgrep")
            .args(["-f", "^flowrex-watchdog"])
            .output();
        let text = String::from_utf8(found.unwrap().stdout).unwrap();
        let pids = text.lines().map(|pid| pid.parse().unwrap());
        let database = self.database();
        let mark = database.to_str().unwrap().as_bytes();
        pids.filter(|pid| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.windows(mark.len()).any(|part| part == mark)
        })
        .collect()
    }

    /// Holds the write lock until it is dropped.
    #[expect(clippy::disallowed_methods, reason = "holds the lock from outside")]
    pub fn lock(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.database()).unwrap();
        connection.busy_timeout(Duration::from_secs(30)).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        connection
    }

    /// The processes of this sandbox that are running.
    pub fn processes(&self) -> Vec<String> {
        let database = self.database();
        let mark = database.to_str().unwrap().as_bytes();
        let entries = fs::read_dir("/proc").unwrap().flatten();
        entries
            .filter(|entry| {
                let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
                environment.windows(mark.len()).any(|part| part == mark)
            })
            .map(|entry| fs::read(entry.path().join("cmdline")).unwrap_or_default())
            .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
            .collect()
    }

    /// Every row of every table of the database but the audit log, as text.
    /// Looks at a copy, so that looking changes nothing.
    pub fn dump(&self) -> String {
        let copy = TempDir::new().unwrap();
        for end in ["", "-wal"] {
            let from = self.path().join(format!("coord.db{end}"));
            if from.exists() {
                fs::copy(from, copy.path().join(format!("coord.db{end}"))).unwrap();
            }
        }
        dump(&copy.path().join("coord.db"))
    }
}

/// Makes sure that the help of the command lists the exit code with which it ended.
fn has_told_its_code(args: &[&str], code: i32) {
    let takes_value = |word: &str| {
        let options = ["--db", "--as", "--token-file", "-o", "--output", "--config"];
        options.contains(&word) || word == "--busy-timeout"
    };
    let mut args = args.iter().copied();
    let mut words = Vec::new();
    while let Some(word) = args.next() {
        if takes_value(word) {
            args.next();
        } else if !word.starts_with('-') {
            words.push(word);
        }
    }
    let pair = words.get(..2).map(|pair| pair.join(" "));
    let help = pair.and_then(|pair| help::of(&pair));
    let Some(help) = help.or_else(|| help::of(words.first()?)) else {
        return;
    };
    let is_documented = u8::try_from(code).is_ok_and(|code| help.has_code(code));
    assert!(
        is_documented,
        "the help of {} does not tell of {code}",
        help.verb
    );
}

/// Set where every tool that the tests use must be installed: what would be skipped
/// fails there.
const REQUIRE_TOOLS: &str = "FLOWREX_REQUIRE_TOOLS";

/// Says that something cannot be tested here, and why. Fails where nothing may be
/// skipped. Every test that skips anything calls this.
pub fn skip(why: &str) {
    let is_required = std::env::var_os(REQUIRE_TOOLS).is_some_and(|set| set != "0");
    assert!(
        !is_required,
        "{why}; {REQUIRE_TOOLS} is set, so that nothing may be skipped"
    );
    eprintln!("SKIPPED: {why}");
}

/// Whether this program is on the `PATH`. Skips by its name where it is not.
pub fn tool(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(&path).any(|folder| {
        let file = fs::metadata(folder.join(name));
        file.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
    });
    if !is_there {
        skip(&format!("`{name}` is not installed"));
    }
    is_there
}

/// Waits until this is so, for 30 seconds at most.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        let waited = began.elapsed();
        assert!(waited < LIMIT, "after {waited:.0?} still not so: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// How long a test waits for anything.
const LIMIT: Duration = Duration::from_secs(30);

/// Waits for a process to end, and kills it where it takes longer than 30 seconds.
pub fn ended(mut process: Child) -> Ran {
    let (sender, outputs) = channel();
    let mut pipes: [Option<Box<dyn Read + Send>>; 2] = [
        process.stdout.take().map(|pipe| Box::new(pipe) as _),
        process.stderr.take().map(|pipe| Box::new(pipe) as _),
    ];
    for (index, pipe) in pipes.iter_mut().enumerate() {
        let (sender, pipe) = (sender.clone(), pipe.take());
        thread::spawn(move || {
            let mut text = String::new();
            pipe.map(|mut pipe| pipe.read_to_string(&mut text));
            sender.send((index, text))
        });
    }
    let mut texts = [String::new(), String::new()];
    let deadline = Instant::now() + LIMIT;
    for _ in &pipes {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok((index, text)) = outputs.recv_timeout(left) else {
            process.kill().unwrap();
            panic!("process {} does not end", process.id());
        };
        texts[index] = text;
    }
    let [stdout, stderr] = texts;
    Ran {
        code: process.wait().unwrap().code().unwrap_or(-1),
        stdout,
        stderr,
    }
}

/// What a process says on standard error, line by line, as it comes.
pub struct Log {
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Log {
    /// Begins to listen to this process.
    pub fn of(process: &mut Child) -> Self {
        let stderr = BufReader::new(process.stderr.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            let mut said = stderr.lines().map_while(Result::ok);
            said.try_for_each(|line| sender.send(line))
        });
        Self {
            lines,
            heard: Vec::new(),
        }
    }

    /// Waits for a line with these words, and returns it.
    pub fn until(&mut self, words: &str) -> String {
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("no `{words}` in\n{}", self.heard.join("\n"));
            };
            self.heard.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// All that it said, once it has ended.
    pub fn whole(mut self) -> String {
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.heard.push(line),
                Err(RecvTimeoutError::Disconnected) => return self.heard.join("\n"),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it goes on after\n{}", self.heard.join("\n"))
                }
            }
        }
    }
}

/// Makes a named pipe.
pub fn make_pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// Waits until this process of the binary waits for others to commit: it has asked
/// the system to be told.
pub fn until_it_waits(process: &Child) {
    let files = format!("/proc/{}/fd", process.id());
    let is_watch = |file: fs::DirEntry| {
        let leads_to = fs::read_link(file.path()).unwrap_or_default();
        leads_to.to_string_lossy().contains("inotify")
    };
    until("it waits for others to commit", || {
        fs::read_dir(&files).unwrap().flatten().any(is_watch)
    });
}

/// A named pipe through which an agent tells the test that it has come so far.
pub struct Sign(PathBuf);

impl Sign {
    pub fn new(sandbox: &Sandbox, name: &str) -> Self {
        let path = sandbox.path().join(name);
        make_pipe(&path);
        Self(path)
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// Waits until somebody has written something, and returns that.
    pub fn wait(&self) -> String {
        let (path, (sender, said)) = (self.0.clone(), channel());
        thread::spawn(move || sender.send(fs::read_to_string(path).unwrap()));
        said.recv_timeout(LIMIT).expect("the agent gave no sign")
    }
}

/// A clock that is stopped until it is moved, and ids that count. It begins in the year 2100, so
/// that what it leases holds for processes with a real clock.
#[derive(Clone)]
pub struct TestSources {
    millis: Arc<AtomicI64>,
    ids: Arc<AtomicU64>,
}

impl TestSources {
    pub fn new() -> Self {
        Self {
            millis: Arc::new(AtomicI64::new(4_102_444_800_000)),
            ids: Arc::default(),
        }
    }

    pub fn pass(&self, time: Duration) {
        self.set(self.now().plus(time).as_millis());
    }

    pub fn set(&self, millis: i64) {
        self.millis.store(millis, Ordering::Relaxed);
    }
}

impl Clock for TestSources {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.millis.load(Ordering::Relaxed))
    }
}

impl IdSource for TestSources {
    fn uuid(&self) -> Uuid {
        let id = self.ids.fetch_add(1, Ordering::Relaxed) + 1;
        Uuid::from_u128(id.into())
    }
}

/// An agent that answers as the test wants it to.
pub struct TestDriver<F>(pub F);

impl<F: FnMut(&Command) -> Value> AgentDriver for TestDriver<F> {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn start(&mut self, command: &Command) -> Box<dyn Job> {
        let answer = Json::from_value(&(self.0)(command));
        Box::new(Done(Some(Reply {
            answer: Answer::read(answer).unwrap(),
            response_ms: Some(5.0),
            source: ReplySource::Agent,
        })))
    }
}

/// Runs a cycle with this drivers in the test's own process.
pub fn run_cycle(store: &mut Store, drivers: DriverSet) -> Result<Outcome, store::Error> {
    pipeline(store, drivers).execute_cycle(&new_cycle())
}

/// What the tests start cycles with.
pub fn new_cycle() -> NewCycle {
    NewCycle {
        symbol: "EURUSD".parse().unwrap(),
        strategies: Vec::new(),
        account: Account::new("1".parse().unwrap(), "1".parse().unwrap()).unwrap(),
        mode: None,
        gates: Vec::new(),
    }
}

/// A pipeline in the test's own process.
pub fn pipeline(store: &mut Store, drivers: DriverSet) -> CoordinationPipeline<'_> {
    let owner = "the test".to_owned();
    let (plan, session) = (Plan::default(), Box::new(Unattended));
    CoordinationPipeline::new(store, Caller::supervisor(), owner, drivers, plan, session)
}

/// The text with what differs from run to run written as one: ids, times,
/// durations and hashes, each as long as what it stands for.
pub fn normalized(text: &str) -> String {
    let patterns = [
        (
            r"cycle_\d{8}_\d{6}_[0-9a-f]{8}",
            "cycle_YYYYMMDD_HHMMSS_xxxxxxxx",
        ),
        (
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
            "YYYY-MM-DDTHH:MM:SS.mmmZ",
        ),
        (
            r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "UUID",
        ),
        (r"\d{8}T\d{6}\.\d{3}Z", "YYYYMMDDTHHMMSS.mmmZ"),
        (r"[0-9a-f]{64}", "HASH"),
        (r"\d+:HASH", "N:HASH"),
        (r"\d+ bytes", "N bytes"),
        (r"in \d+ ms", "in N ms"),
        (r"Stopped in +\d+\.\d ms", "Stopped in N.N ms"),
        (r"\d+\.\d s ago", "N.N s ago"),
        (r"\d+s ago", "Ns ago"),
        (r" for \d+s", " for Ns"),
    ];
    patterns
        .iter()
        .fold(text.to_owned(), |text, (pattern, with)| {
            regex::Regex::new(pattern)
                .unwrap()
                .replace_all(&text, *with)
                .into_owned()
        })
}

/// Every row of every table of a database but the audit log, as text.
#[expect(clippy::disallowed_methods, reason = "looks at a copy from outside")]
fn dump(path: &Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut text = String::new();
    let mut tables = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'audit_log'")
        .unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    for table in tables.map(Result::unwrap) {
        let mut rows = connection
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .unwrap();
        let columns = rows.column_count();
        let rows = rows
            .query_map([], |row| {
                let cells = (0..columns).map(|i| row.get::<_, rusqlite::types::Value>(i));
                Ok(format!("{:?}", cells.collect::<Result<Vec<_>, _>>()?))
            })
            .unwrap();
        text.extend(rows.map(|row| format!("{table} {}\n", row.unwrap())));
    }
    text
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Makes a database as the first version of the schema has it, with a message and a
/// cycle.
#[expect(clippy::disallowed_methods, reason = "makes a file of its own")]
pub fn make_first_schema(path: &Path) {
    let mut connection = rusqlite::Connection::open(path).unwrap();
    let first = include_str!("../../migrations/V1__coordination.sql");
    let first = refinery::Migration::unapplied("V1__coordination", first).unwrap();
    refinery::Runner::new(&[first])
        .run(&mut connection)
        .unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    connection
        .execute_batch(
            "INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at)
                 VALUES ('cycle_20260301_120000_0a1b2c3d', 'EURUSD', 'guide', 'initializing', 1);
             INSERT INTO cycle_phases (cycle_id, step, phase, entered_at)
                 VALUES ('cycle_20260301_120000_0a1b2c3d', 1, 'initializing', 1);
             INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
                 VALUES ('supervisor', 'risk', 'event', 2, 'kept', '{}', 'c', 1);",
        )
        .unwrap();
}
