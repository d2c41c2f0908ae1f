//! An agent that is a program: started anew for each command, which it reads on
//! standard input as one line of JSON, and answers on standard output.
//!
//! Whatever the program does, it is over at its end, at its deadline, at a halt
//! and when the supervisor dies: the program and all it has started are killed.

use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use super::family::{self, Family};
use super::{Surroundings, keeper};
use crate::coordination::pipeline::{AgentDriver, Command, Done, Reply, Voice, Work};
use crate::model::answer::Answer;
use crate::model::json::MAX_BYTES;
use crate::model::phase::Worker;
use crate::model::text::brief;

/// How much of what a program says on stderr is kept: the last 64 KiB.
const KEPT: usize = 64 * 1024;

/// How often the keeper is given a sign of life.
pub(super) const SIGN_OF_LIFE: Duration = Duration::from_millis(250);

/// This binary, also when its file was replaced meanwhile.
const SELF: &str = "/proc/self/exe";

/// The driver of an agent that is a program.
pub(super) struct Program {
    worker: Worker,
    words: Vec<String>,
    folder: Option<PathBuf>,
    surroundings: Surroundings,
}

impl Program {
    /// The program that `words` name, for the agent `worker`, run in `folder`.
    pub(super) fn new(
        worker: Worker,
        words: &[String],
        folder: Option<PathBuf>,
        surroundings: &Surroundings,
    ) -> Self {
        Self {
            worker,
            words: words.to_vec(),
            folder,
            surroundings: surroundings.clone(),
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
        let family = Family::found()?;
        let mut keeper = process::Command::new(SELF);
        keeper
            .arg0(keeper::NAME)
            .arg(command.limit.as_millis().to_string())
            .arg(command.epoch.to_string())
            .args(&self.words)
            .env("FLOWREX_DB", &self.surroundings.database)
            .env("FLOWREX_AGENT", self.worker.as_str())
            .env("FLOWREX_CYCLE", &command.order.cycle_id)
            .env("FLOWREX_PHASE", command.order.phase)
            .env("FLOWREX_COMMAND", command.id.to_string())
            .env("FLOWREX_DEADLINE", &command.order.deadline)
            // That of whoever runs the cycle is none of its business.
            .env_remove("FLOWREX_TOKEN")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = &self.folder {
            keeper.current_dir(folder);
        }
        if let Some(config) = &self.surroundings.config {
            keeper.env("FLOWREX_CONFIG", config);
        }
        let mut child = keeper.spawn()?;
        let (sender, events) = channel();
        let mut running = Running {
            began: Instant::now(),
            events,
            tie: child.stdin.take(),
            signed: Instant::now(),
            family,
            seen: Seen::default(),
        };
        let mut line = serde_json::to_vec(command)?;
        line.push(b'\n');
        running
            .tie
            .as_mut()
            .map_or(Ok(()), |tie| tie.write_all(&line))?;
        if let Some(stdout) = child.stdout.take() {
            read_answer(stdout, sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            read_stderr(stderr, self.surroundings.verbose, sender.clone());
        }
        // Who cannot be waited for was killed with the family: nobody asks for it.
        thread::spawn(move || child.wait().map(|status| sender.send(Event::Ended(status))));
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
            Some(_) if !family::can_be_seen() => {
                Err("without /proc it could not be killed when it must be".to_owned())
            }
            Some(_) => Ok(()),
        }
    }

    fn start(&mut self, command: &Command) -> Box<dyn Work> {
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

/// What happens while a program runs.
enum Event {
    /// All it printed.
    Printed(Vec<u8>),
    /// It printed too much.
    Flooded,
    /// The last it said on stderr.
    Said(Vec<u8>),
    /// It has ended.
    Ended(ExitStatus),
}

/// What was seen of it so far.
#[derive(Default)]
struct Seen {
    printed: Option<Vec<u8>>,
    said: Option<Vec<u8>>,
    ended: Option<ExitStatus>,
}

/// A program at work.
struct Running {
    began: Instant,
    events: Receiver<Event>,
    /// What ties its keeper to this process; gone once the keeper is.
    tie: Option<ChildStdin>,
    /// When the last sign of life was given.
    signed: Instant,
    family: Family,
    seen: Seen,
}

impl Work for Running {
    fn wait(&mut self, patience: Duration) -> Option<Reply> {
        let deadline = Instant::now() + patience;
        self.give_sign();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left).ok()? {
                Event::Flooded => {
                    let problem = format!("printed more than {MAX_BYTES} bytes (1 MiB)");
                    return Some(Reply::missing(problem));
                }
                Event::Printed(printed) => self.seen.printed = Some(printed),
                Event::Said(said) => self.seen.said = Some(said),
                Event::Ended(status) => {
                    // Should its keeper have been killed, others may be left.
                    self.family.kill();
                    self.seen.ended = Some(status);
                }
            }
            if let Seen {
                printed: Some(printed),
                said: Some(said),
                ended: Some(status),
            } = &self.seen
            {
                return Some(self.reply(printed, said, *status));
            }
        }
    }
}

impl Running {
    /// Gives the keeper a sign of life when one is due.
    fn give_sign(&mut self) {
        if self.signed.elapsed() < SIGN_OF_LIFE {
            return;
        }
        self.signed = Instant::now();
        if let Some(tie) = &mut self.tie
            && tie.write_all(b"\n").is_err()
        {
            self.tie = None;
        }
    }

    fn reply(&self, printed: &[u8], said: &[u8], status: ExitStatus) -> Reply {
        let read = match status.code() {
            Some(0) => Answer::printed(printed),
            Some(code) => Err(format!("{}{}", end(code), last_words(said))),
            None => Err(format!("was killed with its keeper ({status})")),
        };
        match read {
            Ok(answer) => Reply {
                answer,
                response_ms: Some(self.began.elapsed().as_secs_f64() * 1000.0),
                voice: Voice::Agent,
            },
            Err(problem) => Reply::missing(problem),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.family.kill() {
            tracing::warn!("something of the agent could not be killed");
        }
    }
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
    last.map_or_else(String::new, |line| format!(": {}", brief(line.trim())))
}

/// Reads what a program prints, and no further than what is too much.
fn read_answer(stdout: impl Read + Send + 'static, sender: Sender<Event>) {
    thread::spawn(move || {
        let mut printed = Vec::new();
        // What cannot be read was not printed.
        let _ = stdout.take(MAX_BYTES as u64 + 1).read_to_end(&mut printed);
        let event = if printed.len() > MAX_BYTES {
            Event::Flooded
        } else {
            Event::Printed(printed)
        };
        let _ = sender.send(event);
    });
}

/// Reads what a program says on stderr to its end, and keeps the last of it.
fn read_stderr(mut stderr: impl Read + Send + 'static, pass_on: bool, sender: Sender<Event>) {
    thread::spawn(move || {
        let mut said = Vec::new();
        let mut chunk = [0; 8192];
        while let Ok(count @ 1..) = stderr.read(&mut chunk) {
            if pass_on {
                let _ = io::stderr().write_all(&chunk[..count]);
            }
            said.extend_from_slice(&chunk[..count]);
            let surplus = said.len().saturating_sub(KEPT);
            said.drain(..surplus);
        }
        let _ = sender.send(Event::Said(said));
    });
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
