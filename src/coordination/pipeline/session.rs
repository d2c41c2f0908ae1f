//! How a cycle is run: by which plan, in whose session, and how the run ended.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::answer::Answer;
use crate::model::cycle::Cycle;
use crate::model::json::Json;
use crate::model::phase::{Phase, Worker};
use crate::model::process::Survivor;

/// How long a cycle belongs to its process without a sign of life from it.
pub const OWNER_LEASE: Duration = Duration::from_secs(15);

/// How long an agent may work at one phase, when nobody says otherwise.
pub const PHASE_TIMEOUT: Duration = Duration::from_mins(2);

/// How to run a cycle.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How long an agent may work at one command.
    pub phase_timeout: Duration,
    /// How often a command is sent again after an error. Never to execution: an
    /// order may be out.
    pub retries: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            phase_timeout: PHASE_TIMEOUT,
            retries: 0,
        }
    }
}

/// A signal that asks a run to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its number.
    pub number: u8,
    /// Its name, such as `SIGINT`.
    pub name: &'static str,
}

/// The session in which a cycle is run: who watches, and whether it was asked to
/// end.
pub trait Session {
    /// The signal that asked it to end, if one did.
    fn signal(&self) -> Option<Signal> {
        None
    }

    /// The agent of a phase has begun to work.
    fn dispatched(&mut self, _phase: Phase, _worker: Worker) {}

    /// The agent of a phase, or its driver in its place, has answered.
    fn answered(&mut self, _phase: Phase, _worker: Worker, _answer: &Answer) {}

    /// The work of an agent is over, but these of its processes could not be killed.
    fn survived(&mut self, _worker: Worker, _survivors: &[Survivor]) {}
}

/// A session that nobody watches and nobody ends.
pub struct Unattended;

impl Session for Unattended {}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The cycle as the run leaves it: at its end, or waiting for approval.
    pub cycle: Cycle,
    /// What its agents answered, by key.
    pub results: BTreeMap<String, Json>,
    /// The signal that ended the run, if one did.
    pub interrupted: Option<Signal>,
}
