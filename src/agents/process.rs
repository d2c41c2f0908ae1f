//! An agent that is a program: started anew for each command, which it reads on
//! standard input as one line of JSON, and answers on standard output.
//!
//! Whatever the program does, it is over at its end, at its deadline, at a halt
//! and when the supervisor dies: the program and all it has started are killed.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, ChildStderr, ChildStdout, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use rustix::event::{PollFd, PollFlags};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use super::cgroup::Cgroup;
use super::process_tree::{self, PATIENCE, ProcessTree, wait_until};
use super::spawn_context::SpawnContext;
use super::watchdog::{self, HEARTBEAT};
use crate::coordination::pipeline::{AgentDriver, Command, Done, Job, Reply, ReplySource, Stopped};
use crate::model::answer::Answer;
use crate::model::cycle::kept_stderr;
use crate::model::json::{Json, MAX_BYTES};
use crate::model::phase::Worker;
use crate::model::process::{Survivor, describe};
use crate::model::text::truncate;

/// How much of what a program says on stderr is kept: the last 64 KiB.
const KEPT: usize = 64 * 1024;

/// How much is read at once; a pipe that accepts data takes at least this much.
const CHUNK: usize = 4096;

/// How much longer than the death of a process tree it may take the watchdog to report.
const REPORT_WITHIN: Duration = PATIENCE.saturating_add(Duration::from_secs(1));

/// How long the watchdog may take to read its command.
const HANDED_OVER_WITHIN: Duration = Duration::from_secs(5);

/// How long what a program has printed is read after its end, where something of it
/// that could not be killed prints on.
const READ_ON: Duration = Duration::from_millis(200);

/// How long the end of a watchdog that was killed is waited for.
const DEAD_WITHIN: Duration = Duration::from_secs(1);

/// How often to check again if the system cannot notify of an end.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// This binary, also when its file was replaced meanwhile.
const SELF: &str = "/proc/self/exe";

/// The driver of an agent that is a program.
pub(super) struct Program {
    worker: Worker,
    words: Vec<String>,
    folder: Option<PathBuf>,
    context: SpawnContext,
}

impl Program {
    /// The program that `words` name, for the agent `worker`, run in `folder`.
    pub(super) fn new(
        worker: Worker,
        words: &[String],
        folder: Option<PathBuf>,
        context: &SpawnContext,
    ) -> Self {
        Self {
            worker,
            words: words.to_vec(),
            folder,
            context: context.clone(),
        }
    }

    /// The file that would be run.
    fn file(&self) -> Option<PathBuf> {
        let program = Path::new(self.words.first()?);
        if program.components().count() > 1 || program.is_absolute() {
            let folder = self.folder.clone().unwrap_or_default();
            return Some(folder.join(program));
        }
        let path = env::var_os("PATH")?;
        env::split_paths(&path)
            .map(|folder| folder.join(program))
            .find(|file| is_executable(file))
    }

    fn begin(&self, command: &Command) -> io::Result<Running> {
        process_tree::adopt_orphans()?;
        // Those that this process was given may be secret, such as a file with a token.
        close_fds::set_fds_cloexec_threadsafe(watchdog::FIRST_OWN, &[]);
        let (tie, of_watchdog) = UnixStream::pair()?;
        let cgroup = Cgroup::create();
        let mut watchdog = process::Command::new(SELF);
        watchdog
            .arg0(watchdog::NAME)
            .arg(command.limit.as_millis().to_string())
            .arg(command.epoch.to_string())
            .args(&self.words)
            .env("FLOWREX_DB", &self.context.database)
            .env("FLOWREX_AGENT", self.worker.as_str())
            .env("FLOWREX_CYCLE", &command.order.cycle_id)
            .env("FLOWREX_PHASE", command.order.phase)
            .env("FLOWREX_COMMAND", command.id.to_string())
            .env("FLOWREX_DEADLINE", &command.order.deadline)
            // The agent must not get the token of the caller.
            .env_remove("FLOWREX_TOKEN")
            .env_remove(watchdog::CGROUP)
            .stdin(Stdio::from(OwnedFd::from(of_watchdog)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = &self.folder {
            watchdog.current_dir(folder);
        }
        if let Some(config) = &self.context.config {
            watchdog.env("FLOWREX_CONFIG", config);
        }
        if let Some(cgroup) = &cgroup {
            watchdog.env(watchdog::CGROUP, cgroup.path());
        }
        let spawned = watchdog.spawn();
        // The other end of the tie is the watchdog's alone.
        drop(watchdog);
        let mut child = match spawned {
            Ok(child) => child,
            Err(error) => {
                cgroup.iter().for_each(Cgroup::remove);
                return Err(error);
            }
        };
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let mut running = Running {
            began: Instant::now(),
            tree: ProcessTree::below_watchdog(child.id()),
            has_ended: pid.and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok()),
            output: Output::of(child.stdout.take()),
            errors: Errors::of(child.stderr.take(), self.context.verbose),
            watchdog: child,
            tie: Some(tie),
            signed: Instant::now(),
            cgroup,
            status: None,
            is_over: false,
            survivors: None,
        };
        let mut line = serde_json::to_vec(command)?;
        line.push(b'\n');
        running.tell(&line)?;
        Ok(running)
    }
}

impl AgentDriver for Program {
    fn check(&self) -> Result<(), String> {
        let program = self.words.first().map_or("", String::as_str);
        match self.file() {
            None => Err(format!("there is no program {program} on the PATH")),
            Some(file) if !file.exists() => Err(format!("there is no file {}", file.display())),
            Some(file) if !is_executable(&file) => {
                Err(format!("{} is not an executable file", file.display()))
            }
            Some(_) if !process_tree::can_be_seen() => {
                Err("without /proc it could not be killed when it must be".to_owned())
            }
            Some(_) => Ok(()),
        }
    }

    fn start(&mut self, command: &Command) -> Box<dyn Job> {
        match self.begin(command) {
            Ok(running) => Box::new(running),
            Err(error) => Box::new(Done(Some(Reply::missing(format!(
                "could not be started: {error}"
            ))))),
        }
    }
}

fn is_executable(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// What a program prints.
struct Output {
    pipe: Option<ChildStdout>,
    printed: Vec<u8>,
}

/// What a program says on stderr.
struct Errors {
    pipe: Option<ChildStderr>,
    /// The last of it.
    said: Vec<u8>,
    /// What is not passed on yet.
    passing_on: Option<Vec<u8>>,
}

impl Output {
    const fn of(pipe: Option<ChildStdout>) -> Self {
        let printed = Vec::new();
        Self { pipe, printed }
    }

    fn read(&mut self) {
        let mut chunk = [0; CHUNK];
        match read_from(self.pipe.as_mut(), &mut chunk) {
            Some(count) => self.printed.extend_from_slice(&chunk[..count]),
            None => self.pipe = None,
        }
    }

    const fn is_too_much(&self) -> bool {
        self.printed.len() > MAX_BYTES
    }
}

impl Errors {
    fn of(pipe: Option<ChildStderr>, pass_on: bool) -> Self {
        Self {
            pipe,
            said: Vec::new(),
            passing_on: pass_on.then(Vec::new),
        }
    }

    /// Whether something must be passed on before more can be read.
    fn is_full(&self) -> bool {
        self.passing_on
            .as_ref()
            .is_some_and(|left| !left.is_empty())
    }

    fn read(&mut self) {
        let mut chunk = [0; CHUNK];
        let Some(count) = read_from(self.pipe.as_mut(), &mut chunk) else {
            self.pipe = None;
            return;
        };
        self.said.extend_from_slice(&chunk[..count]);
        let surplus = self.said.len().saturating_sub(KEPT);
        self.said.drain(..surplus);
        if let Some(passing_on) = &mut self.passing_on {
            passing_on.extend_from_slice(&chunk[..count]);
        }
    }

    /// Passes on what was read last: where stderr takes anything, it takes a chunk.
    fn pass_on(&mut self) {
        if let Some(passing_on) = &mut self.passing_on {
            let _ = io::stderr().write_all(passing_on);
            passing_on.clear();
        }
    }
}

/// Reads what is there; none at the end of it.
fn read_from(pipe: Option<&mut impl Read>, chunk: &mut [u8]) -> Option<usize> {
    match pipe?.read(chunk) {
        Ok(count) => Some(count).filter(|count| *count > 0),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Some(0),
        // What cannot be read was not printed.
        Err(_) => None,
    }
}

/// A program at work.
struct Running {
    began: Instant,
    watchdog: Child,
    tree: ProcessTree,
    /// Readable once the watchdog has ended, if the system supports that.
    has_ended: Option<OwnedFd>,
    /// The connection to its watchdog. Closed when the watchdog has ended.
    tie: Option<UnixStream>,
    /// When the last heartbeat was given.
    signed: Instant,
    /// The control group of the program, where it has one.
    cgroup: Option<Cgroup>,
    output: Output,
    errors: Errors,
    /// How the watchdog ended, once it has.
    status: Option<ExitStatus>,
    /// Whether the tree is dead, or what is left of it is known.
    is_over: bool,
    /// What is left of it, until that is said.
    survivors: Option<Vec<Survivor>>,
}

impl Job for Running {
    fn wait(&mut self, patience: Duration) -> Option<Reply> {
        let deadline = Instant::now() + patience;
        self.send_heartbeat();
        loop {
            self.listen(deadline);
            if self.output.is_too_much() {
                let problem = format!("printed more than {MAX_BYTES} bytes (1 MiB)");
                return Some(Reply::missing(problem));
            }
            if let Some(status) = self.status {
                // Should its watchdog have been killed, others may be left.
                self.end();
                self.read_to_the_end();
                return Some(self.reply(&self.output.printed, &self.errors.said, status));
            }
            if Instant::now() >= deadline {
                return None;
            }
        }
    }

    fn stop(&mut self) -> Stopped {
        self.end();
        self.read_to_the_end();
        Stopped {
            reply: self.printed(),
            survivors: self.survivors.take().unwrap_or_default(),
            stderr: kept_stderr(&self.errors.said),
        }
    }
}

impl Running {
    /// Sees to it that the tree is dead, or that it is known what is not.
    fn end(&mut self) {
        if self.is_over {
            return;
        }
        self.is_over = true;
        if self.status.is_none() {
            self.kill();
        }
        self.survivors = Some(self.left());
        if let Some(cgroup) = &self.cgroup {
            cgroup.remove();
        }
    }

    /// Waits until something happens, and takes note of it.
    fn listen(&mut self, deadline: Instant) {
        let stderr = io::stderr();
        let errors = if self.errors.is_full() {
            Some((stderr.as_fd(), PollFlags::OUT))
        } else {
            let pipe = self.errors.pipe.as_ref();
            pipe.map(|pipe| (pipe.as_fd(), PollFlags::IN))
        };
        // An end that is already known is not reported again.
        let ended = (self.has_ended.as_ref()).filter(|_| self.status.is_none());
        let ended = ended.map(AsFd::as_fd);
        let output = self.output.pipe.as_ref().map(AsFd::as_fd);
        let sources = [
            ended.map(|file| (file, PollFlags::IN)),
            output.map(|file| (file, PollFlags::IN)),
            errors,
        ];
        let open = sources.iter().flatten();
        let mut files: Vec<_> = open
            .map(|(file, flags)| PollFd::from_borrowed_fd(*file, *flags))
            .collect();
        wait_until(&mut files, deadline);
        let mut seen = files.iter().map(|file| !file.revents().is_empty());
        let [ended, output, errors] =
            sources.map(|source| source.is_some() && seen.next() == Some(true));
        if output {
            self.output.read();
        }
        if errors && self.errors.is_full() {
            self.errors.pass_on();
        } else if errors {
            self.errors.read();
        }
        if ended || (self.has_ended.is_none() && self.status.is_none()) {
            self.status = self.watchdog.try_wait().ok().flatten();
        }
    }

    /// Reads what has been printed. Where nothing of the program is left, its pipes
    /// have an end.
    fn read_to_the_end(&mut self) {
        let deadline = Instant::now() + READ_ON;
        loop {
            if self.output.is_too_much() {
                self.output.pipe = None;
            }
            let is_open = self.output.pipe.is_some() || self.errors.pipe.is_some();
            if !is_open || Instant::now() >= deadline {
                return;
            }
            self.listen(deadline);
        }
    }

    /// Gives the watchdog a heartbeat when one is due.
    fn send_heartbeat(&mut self) {
        if self.signed.elapsed() >= HEARTBEAT {
            self.signed = Instant::now();
            // One that is gone has ended, and that is noticed.
            let _ = self.tell(b"\n");
        }
    }

    fn tell(&mut self, words: &[u8]) -> io::Result<()> {
        let Some(tie) = &mut self.tie else {
            return Ok(());
        };
        tie.set_write_timeout(Some(HANDED_OVER_WITHIN))?;
        tie.write_all(words)
    }

    /// Kills the program with all below it, then waits for the watchdog, which sees to
    /// it that nothing is left, and ends. One that does not is killed, too.
    fn kill(&mut self) {
        match &self.cgroup {
            Some(cgroup) => cgroup.kill(),
            None => self.tree.kill(),
        }
        let watchdog = i32::try_from(self.watchdog.id())
            .ok()
            .and_then(Pid::from_raw);
        if let Some(watchdog) = watchdog {
            // The program may have stopped it. It is there until it is waited for.
            let _ = kill_process(watchdog, Signal::CONT);
        }
        if let Some(tie) = &self.tie {
            let _ = tie.shutdown(Shutdown::Write);
        }
        if !self.has_ended_within(REPORT_WITHIN) {
            // Its remaining processes are searched for once it is dead.
            let _ = self.watchdog.kill();
            self.has_ended_within(DEAD_WITHIN);
        }
    }

    fn has_ended_within(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            self.status = self.watchdog.try_wait().ok().flatten();
            if self.status.is_some() || Instant::now() >= deadline {
                return self.status.is_some();
            }
            match &self.has_ended {
                Some(ended) => wait_until(&mut [PollFd::new(ended, PollFlags::IN)], deadline),
                None => wait_until(&mut [], deadline.min(Instant::now() + LOOK_AGAIN)),
            };
        }
    }

    /// What could not be killed: the watchdog has reported it; if it is dead, this process searches
    /// for it.
    fn left(&mut self) -> Vec<Survivor> {
        if let Some(cgroup) = &self.cgroup {
            cgroup.kill();
        }
        let reported = self.tie.take().and_then(report);
        let mut survivors = reported.unwrap_or_else(|| self.tree.kill_orphans());
        if let Some(cgroup) = &self.cgroup
            && !cgroup.wait_until_empty(Instant::now() + PATIENCE)
        {
            survivors.extend(process_tree::in_cgroup(cgroup));
        }
        survivors.sort_unstable_by_key(|one| one.pid);
        survivors.dedup_by_key(|one| one.pid);
        survivors
    }

    fn reply(&self, printed: &[u8], said: &[u8], status: ExitStatus) -> Reply {
        let read = match status.code() {
            Some(0) => Answer::printed(printed),
            Some(code) => Err(format!("{}{}", end(code), last_words(said))),
            None => Err(format!("was killed with its watchdog ({status})")),
        };
        match read {
            Ok(answer) => Reply {
                answer,
                response_ms: Some(self.began.elapsed().as_secs_f64() * 1000.0),
                source: ReplySource::Agent,
            },
            // What it printed may still report an order.
            Err(problem) => Reply {
                answer: Answer::unusable(problem, json(printed)),
                response_ms: None,
                source: ReplySource::Driver,
            },
        }
    }

    /// What a program that was stopped had printed, where that says anything.
    fn printed(&self) -> Option<Reply> {
        let printed = &self.output.printed;
        if self.output.is_too_much() {
            return None;
        }
        let answer = match Answer::printed(printed) {
            Ok(answer) => answer,
            Err(problem) => Answer::unusable(problem, Some(json(printed)?)),
        };
        Some(Reply {
            answer,
            response_ms: None,
            source: ReplySource::Agent,
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        let survivors = self.survivors.take().unwrap_or_default();
        if !survivors.is_empty() {
            tracing::warn!(
                survivors = describe(&survivors),
                "an agent could not be killed"
            );
        }
    }
}

/// What the watchdog has said at its end, or `None` if it was killed first.
fn report(mut tie: UnixStream) -> Option<Vec<Survivor>> {
    let mut said = Vec::new();
    // It has ended, so all of it is there.
    tie.set_nonblocking(true).ok()?;
    let _ = tie.read_to_end(&mut said);
    let report: watchdog::Report = serde_json::from_slice(&said).ok()?;
    Some(report.survivors)
}

/// What was printed, where that is JSON.
fn json(printed: &[u8]) -> Option<Json> {
    Json::parse(std::str::from_utf8(printed).ok()?).ok()
}

/// How a program ended that did not end well.
fn end(code: i32) -> String {
    match code {
        129..=192 => format!("was killed by signal {}", code - 128),
        _ => format!("ended with exit code {code}"),
    }
}

/// The last line on stderr, where there is one.
fn last_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let last = said.lines().rev().find(|line| !line.trim().is_empty());
    last.map_or_else(String::new, |line| format!(": {}", truncate(line.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_are_the_last_line_that_says_something() {
        assert_eq!(last_words(b"a\nb\n\n"), ": b");
        assert_eq!(last_words(b""), "");
    }
}
