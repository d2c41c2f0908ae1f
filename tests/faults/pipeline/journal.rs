//! The journal: one file to which the test and all agents append what they did and saw.
//!
//! The audit log says what the program did; this says what reached whom. Times are of
//! `CLOCK_MONOTONIC`, which all processes share and nobody sets.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process;

use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// One line of the journal.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Line {
    /// When it happened, in nanoseconds.
    pub at: u64,
    /// The process that wrote it.
    pub pid: u32,
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum What {
    /// A worker of this agent began to receive from the bus.
    Began { agent: String },
    /// A program, in place of a worker, is about to receive from the bus.
    Receives { agent: String },
    /// An agent was handed a message.
    Got(Got),
    /// An agent is about to give this answer.
    Answers(Answers),
    /// It has given it, and whether that counts: whether a reply was accepted, and what was
    /// printed can be meant.
    Answered { marker: String, accepted: bool },
    /// A process was sent this signal.
    Signalled {
        pid: i32,
        signal: String,
        run: Option<u64>,
    },
    /// A supervisor (`cycle run` or `cycle resume`) has ended, with this exit code, or by
    /// a signal.
    RunEnded {
        run: u64,
        code: Option<i32>,
        said: String,
    },
    /// A halt was called, or its file placed, and that has returned. Each has a reason
    /// that no other has.
    Halt {
        asked: u64,
        reason: String,
        scope: Scope,
        code: Option<i32>,
    },
    /// A halt was cleared, or that was refused. `reason` is of what was cleared.
    Clear {
        asked: u64,
        id: i64,
        reason: Option<String>,
    },
    /// The reasons of the halts in force, as `halt status` printed them.
    Listed { asked: u64, reasons: Vec<String> },
    /// A verb that moves a cycle or writes its state has ended.
    Moved {
        asked: u64,
        verb: String,
        cycle: String,
        code: Option<i32>,
        said: String,
    },
    /// A command did not end within its time.
    Hung { command: String },
    /// A process that should have ended is still there.
    Left { process: String },
}

/// A message that reached an agent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Got {
    pub agent: String,
    pub message: i64,
    /// The claim token, or `None` if a program read its command.
    pub claim: Option<u64>,
    /// The cycle, if it is a command of one.
    pub cycle: Option<String>,
}

/// An answer to a command.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Answers {
    pub cycle: String,
    /// A word in the answer that no other answer has.
    pub marker: String,
    /// The run that reads it, where a program prints it.
    pub run: Option<u64>,
}

/// What a halt covers.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub enum Scope {
    Everything,
    Symbol(String),
    Cycle(String),
}

/// The journal of one trial.
#[derive(Clone, Debug)]
pub struct Journal(PathBuf);

impl Journal {
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Appends a line, in one write.
    pub fn note(&self, what: What) {
        let line = Line {
            at: nanos(),
            pid: process::id(),
            what,
        };
        // It begins with a line break, so that one that was torn by a kill spoils no other.
        let text = format!("\n{}\n", serde_json::to_string(&line).unwrap());
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0);
        file.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// All lines that are whole, in the order of time.
    pub fn read(&self) -> Vec<Line> {
        let bytes = fs::read(&self.0).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.lines().filter(|line| !line.is_empty());
        let mut lines: Vec<Line> = lines
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        lines.sort_by_key(|line| line.at);
        lines
    }
}

pub fn nanos() -> u64 {
    of_clock(ClockId::Monotonic)
}

/// What to add to a time of the system's clock, which the audit log has, to get one of
/// the journal.
pub fn offset() -> i128 {
    i128::from(nanos()) - i128::from(of_clock(ClockId::Realtime))
}

fn of_clock(clock: ClockId) -> u64 {
    let now = clock_gettime(clock);
    u64::try_from(now.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap()
}
