//! A run of a cycle: the cycle and its epoch, the open command, the next transition, and the
//! answers that arrive over the bus.

use super::agent::{Availability, Command, Reach, Reply, ReplySource};
use super::session::{Plan, Signal};
use crate::model::answer::Answer;
use crate::model::caller::Caller;
use crate::model::cycle::Cycle;
use crate::model::id::{CycleId, MessageId};
use crate::model::message::Message;
use crate::model::operation::{Action, CycleOperation};
use crate::model::phase::{Phase, Worker};
use crate::store::{ReadTx, Result, message};

/// What is said of a cycle that is found in execution with nobody running it.
pub(in crate::coordination) const LEFT: &str = "it was left in execution without an answer";

/// What is said of an execution that was begun and gave no answer.
pub(in crate::coordination) const UNKNOWN: &str = "; the outcome of execution is unknown";

/// A cycle on its way: its id, and the epoch this process holds.
pub(super) struct Run {
    pub(super) id: CycleId,
    pub(super) epoch: u64,
}

impl Run {
    pub(super) fn of(cycle: Cycle) -> Self {
        Self {
            id: cycle.id,
            epoch: cycle.epoch,
        }
    }
}

/// An operation on the cycle by the process that runs it.
pub(super) const fn operation<'a>(
    caller: &'a Caller,
    run: &'a Run,
    action: Action,
) -> CycleOperation<'a> {
    CycleOperation {
        caller,
        action,
        cycle: &run.id,
        epoch: Some(run.epoch),
    }
}

/// Who works in the cycle, and by which rules.
pub(super) struct RunConfig {
    pub(super) availability: Availability,
    pub(super) plan: Plan,
}

/// A phase of work whose command is out.
pub(super) struct Task {
    pub(super) phase: Phase,
    pub(super) worker: Worker,
    pub(super) reach: Reach,
    /// The command.
    pub(super) message: MessageId,
}

impl Task {
    /// What to add to the reason when the agent is stopped at its task.
    pub(super) const fn if_unknown(&self) -> &'static str {
        match self.worker {
            Worker::Execution => UNKNOWN,
            Worker::Strategy | Worker::Risk => "",
        }
    }
}

/// What comes next in a run.
pub(super) enum Transition {
    /// An agent works.
    Work(Task, Box<Command>),
    /// The supervisor reviews the outcome.
    Monitoring,
    /// The cycle waits for approval, and nobody runs it.
    Waiting,
    /// The cycle has come to its end.
    Ended,
    /// The cycle was brought to its end by somebody else, and the step refused.
    Overtaken,
    /// A signal has brought it to its end.
    Interrupted(Signal),
}

/// What was sent over the bus in answer to a command, if anything was.
pub(super) fn response(tx: &ReadTx<'_>, command: MessageId) -> Result<Option<Message>> {
    match message::get(tx, command)?.response {
        Some(id) => message::get(tx, id).map(Some),
        None => Ok(None),
    }
}

/// What an agent sent over the bus, as an answer.
pub(super) fn by_bus(message: &Message, response_ms: Option<f64>) -> Reply {
    Reply {
        answer: Answer::replied(message.payload.clone()),
        response_ms,
        source: ReplySource::Bus(message.id),
    }
}
