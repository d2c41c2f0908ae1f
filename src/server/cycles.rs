//! Runs each cycle in a separate `flowrex-coord cycle run` process, which handles halts, crashes
//! and agent processes as on the command line. A cycle continues if its client disconnects, and
//! fails if the server ends: its process watches a pipe that only the server holds open. Never
//! reads what a cycle does.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::process::{ChildStdin, Command};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

use super::problem::Problem;
use crate::model::error::ErrorKind;
use crate::model::id::AgentName;
use crate::model::token::Token;

/// Environment variables of the server that are not passed to the processes of cycles.
const OWN_VARIABLES: [&str; 7] = [
    "FLOWREX_AGENT",
    "FLOWREX_OUTPUT",
    "FLOWREX_TOKEN",
    "LISTEN_FDNAMES",
    "LISTEN_FDS",
    "LISTEN_PID",
    "NOTIFY_SOCKET",
];

/// The program that runs cycles.
#[derive(Clone, Debug)]
pub struct CycleProgram {
    /// The program.
    pub path: PathBuf,
    /// What comes before the command: the database and the configuration.
    pub args: Vec<OsString>,
}

/// The cycles that run.
pub(super) struct Cycles {
    program: CycleProgram,
    permits: Arc<Semaphore>,
    running: TaskTracker,
}

/// A cycle that runs.
pub(super) struct Running {
    /// The id of its process.
    pub(super) process: u32,
    /// Completes when the process ends. Dropping it does not end the process.
    pub(super) end: JoinHandle<Result<CycleResult, Problem>>,
}

/// How a cycle ended, or that it waits.
pub(super) struct CycleResult {
    /// What `cycle run` has printed.
    pub(super) json: Box<RawValue>,
    /// Whether it waits for approval.
    pub(super) waits: bool,
}

impl Cycles {
    /// Runs cycles with this program, at most `most` at the same time.
    pub(super) fn new(program: CycleProgram, most: usize) -> Self {
        Self {
            program,
            permits: Arc::new(Semaphore::new(most)),
            running: TaskTracker::new(),
        }
    }

    /// Starts `cycle` with these words, as this agent.
    pub(super) fn start(
        &self,
        words: Vec<OsString>,
        agent: &AgentName,
        token: Option<&Token>,
    ) -> Result<Running, Problem> {
        let permit = Arc::clone(&self.permits).try_acquire_owned();
        let permit = permit.map_err(|_| too_many())?;
        let mut command = Command::new(&self.program.path);
        command
            .args(&self.program.args)
            .args(["--output", "json", "--as", agent.as_str(), "cycle"])
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for variable in OWN_VARIABLES {
            command.env_remove(variable);
        }
        if let Some(token) = token {
            command.env("FLOWREX_TOKEN", Token::reveal(token));
        }
        let mut child = command.spawn()?;
        let process = child.id().unwrap_or_default();
        let tie = child.stdin.take();
        let end = self.running.spawn(async move {
            let _kept: (Option<ChildStdin>, OwnedSemaphorePermit) = (tie, permit);
            let output = child.wait_with_output().await?;
            result(&output.stdout).ok_or_else(|| problem(&output.stderr))
        });
        Ok(Running { process, end })
    }
}

fn too_many() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Busy.as_str(),
        "too many cycles run at the same time",
        "try again when one has ended, or start the server with a higher `--max-cycles`",
    )
}

/// The part of the output of `cycle run` that decides the status of the response.
#[derive(Deserialize)]
struct Printed {
    waiting_for: Option<String>,
}

/// The result that `cycle run` printed, or `None` if it printed an error instead.
fn result(stdout: &[u8]) -> Option<CycleResult> {
    let printed: Printed = serde_json::from_slice(stdout).ok()?;
    Some(CycleResult {
        json: serde_json::from_slice(stdout).ok()?,
        waits: printed.waiting_for.is_some(),
    })
}

/// The error that `cycle run` printed, as JSON on one line of standard error.
#[derive(Deserialize)]
struct PrintedError {
    error: ErrorDetails,
}

#[derive(Deserialize)]
struct ErrorDetails {
    kind: String,
    message: String,
    hint: String,
}

fn problem(stderr: &[u8]) -> Problem {
    let text = String::from_utf8_lossy(stderr);
    let printed = text
        .lines()
        .rev()
        .find_map(|line| serde_json::from_str::<PrintedError>(line).ok());
    if let Some(PrintedError { error }) = printed {
        return Problem::of_kind(&error.kind, error.message, error.hint);
    }
    tracing::error!(stderr = %text, "the process of a cycle printed neither a result nor an error");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        ErrorKind::Internal.as_str(),
        "the process of the cycle ended without a result",
        "see the cycle with GET /api/v1/coordination/cycles, and the log of the server",
    )
}
