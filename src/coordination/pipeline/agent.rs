//! The trait of a driver, which does the work of a phase: what it is given, and what it
//! returns.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Map;

use crate::model::answer::{Answer, AnswerStatus};
use crate::model::id::MessageId;
use crate::model::json::Json;
use crate::model::phase::Worker;
use crate::model::process::Survivor;

/// What the agent of a phase is asked to do, as it is handed to it.
#[derive(Clone, Debug, Serialize)]
pub struct Command {
    /// The message that carries it.
    pub id: i64,
    /// Shared by the messages of this exchange.
    pub correlation_id: String,
    /// How long the agent has.
    #[serde(skip)]
    pub limit: Duration,
    /// The epoch of the cycle for which it works.
    #[serde(skip)]
    pub epoch: u64,
    /// What is asked: the payload of the message.
    #[serde(flatten)]
    pub order: CommandPayload,
}

/// The payload of a command.
#[derive(Clone, Debug, Serialize)]
pub struct CommandPayload {
    /// The cycle.
    pub cycle_id: String,
    /// The phase.
    pub phase: &'static str,
    /// What is traded.
    pub symbol: String,
    /// The mode of the cycle.
    pub mode: &'static str,
    /// `propose` in guide mode, `execute` in autonomous mode.
    pub task: &'static str,
    /// What the cycle was started with, and what agents have noted, by key, verbatim.
    pub inputs: BTreeMap<String, Json>,
    /// What the agents of earlier phases answered, by key, byte for byte.
    pub results: BTreeMap<String, Json>,
    /// When the answer is no longer waited for (RFC 3339).
    pub deadline: String,
}

/// What came back for a command.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The answer.
    pub answer: Answer,
    /// How long it took, in milliseconds, where that says anything.
    pub response_ms: Option<f64>,
    /// Who gave it, and how.
    pub source: ReplySource,
}

/// Who gave an answer, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplySource {
    /// The agent gave it to its driver.
    Agent,
    /// The agent sent it over the bus, in this message.
    Bus(MessageId),
    /// Nobody did: the driver says what went wrong instead.
    Driver,
}

impl Reply {
    /// What a driver says when the agent gave no answer.
    pub fn missing(problem: impl Into<String>) -> Self {
        Self {
            answer: Answer::new(AnswerStatus::Error, Map::new(), problem),
            response_ms: None,
            source: ReplySource::Driver,
        }
    }
}

/// How an agent is reached, as far as the pipeline must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It answers at once: nobody ever waits for it.
    AtOnce,
    /// The driver carries the command to it, and brings the answer back.
    ByDriver,
    /// It takes the command off the bus by itself, and answers there.
    ByBus,
}

/// How the pipeline reaches the agent of a phase.
pub trait AgentDriver {
    /// Whether the agent is there; the error says why not.
    fn check(&self) -> Result<(), String>;

    /// How it reaches the agent.
    fn reach(&self) -> Reach {
        Reach::ByDriver
    }

    /// Makes the agent begin with a command. A failure is a reply too.
    fn start(&mut self, command: &Command) -> Box<dyn Job>;
}

/// An agent at work. Dropping it ends the work: when that returns, nothing of it
/// runs any more.
pub trait Job {
    /// Waits for the reply for at most `patience`.
    fn wait(&mut self, patience: Duration) -> Option<Reply>;

    /// Ends the work. Returns what is left of it.
    fn stop(&mut self) -> Stopped {
        Stopped::default()
    }
}

/// What is left of an agent's work once it was ended.
#[derive(Debug, Default)]
pub struct Stopped {
    /// What the agent had answered by then, if known. If it was not received in time, it no longer
    /// counts, but must be recorded.
    pub reply: Option<Reply>,
    /// The processes that could not be ended.
    pub survivors: Vec<Survivor>,
    /// The last of what its program said on stderr, if it has one and that said anything.
    pub stderr: Option<String>,
}

/// Work that is done already.
pub struct Done(pub Option<Reply>);

impl Job for Done {
    fn wait(&mut self, _: Duration) -> Option<Reply> {
        self.0.take()
    }
}

/// The three agents that work in a cycle.
pub struct DriverSet {
    /// Analyses the market.
    pub strategy: Box<dyn AgentDriver>,
    /// Validates what strategy found.
    pub risk: Box<dyn AgentDriver>,
    /// Executes what risk approved.
    pub execution: Box<dyn AgentDriver>,
}

impl DriverSet {
    /// Whether each is there, in the order of their phases.
    pub fn check(&self) -> [Result<(), String>; 3] {
        [&self.strategy, &self.risk, &self.execution].map(|driver| driver.check())
    }

    /// The driver of one of them.
    pub(super) fn driver(&mut self, worker: Worker) -> &mut dyn AgentDriver {
        match worker {
            Worker::Strategy => self.strategy.as_mut(),
            Worker::Risk => self.risk.as_mut(),
            Worker::Execution => self.execution.as_mut(),
        }
    }

    /// What the steps of a cycle must know of it.
    pub(super) fn availability(&self) -> Availability {
        let problems = Worker::ALL.iter().zip(self.check());
        let absent =
            problems.filter_map(|(worker, found)| Some(format!("{worker} ({})", found.err()?)));
        Availability {
            absent: absent.collect(),
            reach: [&self.strategy, &self.risk, &self.execution].map(|driver| driver.reach()),
        }
    }
}

/// Who is there, and how each is reached.
#[derive(Clone, Debug)]
pub(super) struct Availability {
    reach: [Reach; 3],
    /// The agents that are not there, with why.
    pub(super) absent: Vec<String>,
}

impl Availability {
    pub(super) const fn reach(&self, worker: Worker) -> Reach {
        self.reach[worker as usize]
    }
}
