//! The pipeline: runs a whole cycle, always in the same order, with whoever
//! does the work of each phase.
//!
//! A step is one transaction, and no transaction is open while an agent works.
//! Each step records the answer of one phase and begins the next, so a cycle
//! found at any moment is in a phase whose command is out and whose answer is
//! not yet in. If a step is refused, nothing is dispatched.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use super::cycle::{advance, complete, fail, start, start_operation};
use super::shared_state::put;
use super::{message_bus, on_system};
use crate::model;
use crate::model::agent::AgentName;
use crate::model::answer::{Answer, AnswerStatus, EXECUTED};
use crate::model::cycle::{Cycle, CycleId, NewCycle, Ownership};
use crate::model::halt::signed_reason;
use crate::model::health::HealthStatus;
use crate::model::json::Json;
use crate::model::message::{
    Message, MessageId, MessageStatus, MessageType, NewMessage, Priority, Recipient,
};
use crate::model::mode::Mode;
use crate::model::operation::{Action, Operation, Target};
use crate::model::phase::{Phase, Worker};
use crate::model::shared_state::StateKey;
use crate::model::text::Subject;
use crate::store::{self, ReadTx, Result, Store, WriteTx, health, message};

/// How long a cycle belongs to its process without a sign of life from it.
pub const OWNER_LEASE: Duration = Duration::from_secs(15);

/// How long an agent may work at one phase.
pub const PHASE_TIMEOUT: Duration = Duration::from_mins(2);

/// What the agent of a phase is asked to do.
#[derive(Clone, Debug, Serialize)]
pub struct Command {
    /// The message that carries it.
    #[serde(skip)]
    pub message: MessageId,
    /// The cycle.
    pub cycle_id: String,
    /// The phase.
    pub phase: &'static str,
    /// `propose` in guide mode, `execute` in autonomous mode.
    pub task: &'static str,
    /// What the cycle was started with, by key, to the letter.
    pub inputs: BTreeMap<String, Json>,
    /// What the agents of earlier phases answered, by key.
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
}

/// How the pipeline reaches the agent of a phase.
pub trait AgentDriver {
    /// Whether the agent is there; the error says why not.
    fn check(&self) -> std::result::Result<(), String>;

    /// Has the agent carry out a command. Whatever goes wrong is an answer too.
    fn answer(&mut self, command: &Command) -> Reply;
}

/// The three agents that work in a cycle.
pub struct Team {
    /// Analyses the market.
    pub strategy: Box<dyn AgentDriver>,
    /// Validates what strategy found.
    pub risk: Box<dyn AgentDriver>,
    /// Executes what risk approved.
    pub execution: Box<dyn AgentDriver>,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The cycle as it stands at its end.
    pub cycle: Cycle,
    /// What its agents answered, by key.
    pub results: BTreeMap<String, Json>,
}

/// Runs cycles.
pub struct CoordinationPipeline<'s> {
    store: &'s mut Store,
    actor: AgentName,
    owner: String,
    team: Team,
}

/// A phase of work whose command is out.
struct Dispatched {
    phase: Phase,
    worker: Worker,
    command: Command,
}

/// What comes next in a run.
enum Next {
    /// An agent works.
    Work(Dispatched),
    /// The supervisor looks at the outcome.
    Monitoring,
    /// The cycle has come to its end.
    Ended,
    /// The cycle was brought to its end by somebody else, and the step refused.
    Overtaken,
}

/// A cycle on its way: its id, and the epoch this process holds.
struct Run {
    id: CycleId,
    epoch: u64,
}

impl<'s> CoordinationPipeline<'s> {
    /// A pipeline that acts as `actor`. `owner` tells people which process runs
    /// the cycle.
    pub const fn new(store: &'s mut Store, actor: AgentName, owner: String, team: Team) -> Self {
        Self {
            store,
            actor,
            owner,
            team,
        }
    }

    /// Runs one whole cycle to its end, whichever that is. An error means that
    /// the cycle could not be started or went out of this process's hands.
    pub fn execute_cycle(&mut self, new: &NewCycle) -> Result<Outcome> {
        let (run, mut next) = self.begin(new)?;
        loop {
            next = match next {
                Next::Work(work) => self.work(&run, &work)?,
                Next::Monitoring => self.step(&run, Action::CycleComplete, finish)?,
                Next::Ended | Next::Overtaken => return self.outcome(&run.id),
            };
        }
    }

    /// Has the agent of a phase work, and takes the step that its answer allows.
    fn work(&mut self, run: &Run, work: &Dispatched) -> Result<Next> {
        tracing::debug!(cycle = %run.id, phase = %work.phase, "dispatched");
        let reply = self.team.driver(work.worker).answer(&work.command);
        tracing::debug!(cycle = %run.id, phase = %work.phase, status = %reply.answer.status, "answered");
        let next = self.step(run, Action::CycleAdvance, |tx, cycle| {
            conclude(tx, cycle, work, &reply)
        });
        match &next {
            Ok(Next::Overtaken) => self.record_late(run, work, &reply)?,
            Err(error) if error.kind().is_refusal() => self.record_late(run, work, &reply)?,
            _ => {}
        }
        next
    }

    /// Records an answer for which there is no place any more: it changes
    /// nothing, but what the agent did must be on the record.
    fn record_late(&mut self, run: &Run, work: &Dispatched, reply: &Reply) -> Result<()> {
        let operation = on_system(&self.actor, Action::AnswerLate);
        self.store.write(&operation, |tx| {
            let cycle = store::cycle::get(tx, &run.id)?;
            record_late(tx, &cycle, work, reply)
        })
    }

    /// The first step: creates the cycle, checks the agents' health, writes the
    /// inputs and sends the first command.
    fn begin(&mut self, new: &NewCycle) -> Result<(Run, Next)> {
        let absent = self.team.absent();
        let (actor, owner) = (&self.actor, &self.owner);
        self.store.write(&start_operation(actor, new), |tx| {
            let ownership = Ownership {
                owner: owner.clone(),
                lease_until: tx.now().plus(OWNER_LEASE),
            };
            let id = start(tx, new, Some(&ownership))?;
            health::beat(tx, actor, None, None)?;
            let cycle = store::cycle::get(tx, &id)?;
            let next = match unfit(tx, &absent)? {
                Some(problem) => stop(tx, &cycle, &problem)?,
                None => move_on(tx, &cycle)?,
            };
            let epoch = cycle.epoch;
            Ok((Run { id, epoch }, next))
        })
    }

    /// Takes one step of the cycle. If it was halted meanwhile, the step is
    /// refused and the run is over.
    fn step(
        &mut self,
        run: &Run,
        action: Action,
        deed: impl FnOnce(&mut WriteTx<'_>, &Cycle) -> Result<Next>,
    ) -> Result<Next> {
        let operation = Operation {
            actor: &self.actor,
            action,
            target: Target::Cycle {
                id: &run.id,
                epoch: Some(run.epoch),
            },
        };
        let stepped = self.store.write(&operation, |tx| {
            store::cycle::renew_lease(tx, &run.id, OWNER_LEASE)?;
            let cycle = store::cycle::get(tx, &run.id)?;
            deed(tx, &cycle)
        });
        match stepped {
            Err(error) if error.kind().is_refusal() => self.overtaken(run).unwrap_or(Err(error)),
            other => other,
        }
    }

    /// What a refused step means for the run: over, if the cycle was brought to
    /// its end while this process owned it; out of its hands, if somebody took
    /// the cycle over; none, if the refusal has another reason.
    fn overtaken(&mut self, run: &Run) -> Option<Result<Next>> {
        let cycle = match self.store.read(|tx| store::cycle::get(tx, &run.id)) {
            Ok(cycle) => cycle,
            Err(error) => return Some(Err(error)),
        };
        if cycle.epoch != run.epoch {
            let error = model::Error::StaleEpoch {
                cycle: cycle.id,
                held: run.epoch,
                current: cycle.epoch,
            };
            return Some(Err(error.into()));
        }
        cycle.phase.is_end().then_some(Ok(Next::Overtaken))
    }

    fn outcome(&mut self, id: &CycleId) -> Result<Outcome> {
        self.store.read(|tx| {
            let mut results = state(tx, id)?;
            results.retain(|key, _| is_result(key));
            Ok(Outcome {
                cycle: store::cycle::get(tx, id)?,
                results,
            })
        })
    }
}

impl Team {
    fn driver(&mut self, worker: Worker) -> &mut dyn AgentDriver {
        match worker {
            Worker::Strategy => self.strategy.as_mut(),
            Worker::Risk => self.risk.as_mut(),
            Worker::Execution => self.execution.as_mut(),
        }
    }

    /// The agents that are not there, with why.
    fn absent(&mut self) -> Vec<String> {
        Worker::ALL
            .into_iter()
            .filter_map(|worker| {
                let problem = self.driver(worker).check().err()?;
                Some(format!("{} ({problem})", worker.name()))
            })
            .collect()
    }
}

/// Records the answer to a command, and begins the next phase or ends the cycle.
fn conclude(tx: &mut WriteTx<'_>, cycle: &Cycle, work: &Dispatched, reply: &Reply) -> Result<Next> {
    let (worker, answer) = (work.worker.name(), &reply.answer);
    let command = message::get(tx, work.command.message)?;
    // That the agent acked its command by itself takes nothing from its answer.
    if !matches!(
        command.life.status,
        MessageStatus::Claimed | MessageStatus::Processed
    ) {
        record_late(tx, cycle, work, reply)?;
        return give_up(tx, cycle, format!("{worker} answered after the deadline"));
    }
    record_answer(tx, cycle, &command, work, reply)?;
    if work.worker == Worker::Execution && answer.is_breach(cycle.mode) {
        let problem = format!(
            "breach: {worker} did more than propose in {} mode",
            cycle.mode
        );
        tx.record(Action::ModeBreach, &cycle.id, &json!({"answer": answer}))?;
        return stop(tx, cycle, &problem);
    }
    match answer.status {
        AnswerStatus::Ok => move_on(tx, cycle),
        AnswerStatus::Rejected => {
            give_up(tx, cycle, format!("{worker} rejected: {}", answer.message))
        }
        AnswerStatus::Error => give_up(tx, cycle, format!("{worker} failed: {}", answer.message)),
    }
}

/// Records an answer for which there is no place any more, and whether it tells
/// of more than the mode allowed.
fn record_late(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    work: &Dispatched,
    reply: &Reply,
) -> Result<()> {
    let answer = &reply.answer;
    let details = json!({"phase": work.phase.as_str(), "answer": answer});
    tx.record(Action::AnswerLate, &cycle.id, &details)?;
    let executed = work.worker == Worker::Execution && answer.outcome() == Some(EXECUTED);
    if executed && cycle.mode == Mode::Guide {
        tx.record(Action::ModeBreach, &cycle.id, &json!({"answer": answer}))?;
    }
    Ok(())
}

/// Records an answer where it belongs: as the response to the command, in the
/// shared state, with the phase, and in the agent's health.
fn record_answer(
    tx: &mut WriteTx<'_>,
    cycle: &Cycle,
    command: &Message,
    work: &Dispatched,
    reply: &Reply,
) -> Result<()> {
    let (worker, answer) = (work.worker.name(), &reply.answer);
    let value = answer.to_json();
    message_bus::take_response(tx, command, &value)?;
    put(
        tx,
        &cycle.id,
        &StateKey::result_of(&worker),
        &value,
        &worker,
    )?;
    store::cycle::set_answer(tx, &cycle.id, work.phase, answer.status)?;
    health::beat(tx, &worker, reply.response_ms, None)?;
    // An agent that rejects has done its work well.
    match answer.status {
        AnswerStatus::Ok | AnswerStatus::Rejected => health::success(tx, &worker),
        AnswerStatus::Error => health::error(tx, &worker, &answer.message),
    }
}

/// Moves on to the next phase, and sends its command if it has one.
fn move_on(tx: &mut WriteTx<'_>, cycle: &Cycle) -> Result<Next> {
    let Some(next) = cycle.phase.next() else {
        return Ok(Next::Ended);
    };
    advance(tx, cycle, next)?;
    match next.worker() {
        Some(worker) => dispatch(tx, cycle, next, worker),
        None => Ok(Next::Monitoring),
    }
}

/// Sends the command of a phase. It is claimed at once, on behalf of the agent
/// that the driver reaches, so that nobody else is given it; it expires with
/// the phase.
fn dispatch(tx: &mut WriteTx<'_>, cycle: &Cycle, phase: Phase, worker: Worker) -> Result<Next> {
    let task = match cycle.mode {
        Mode::Guide => "propose",
        Mode::Autonomous => "execute",
    };
    let payload = json!({
        "cycle_id": cycle.id.as_str(),
        "phase": phase.as_str(),
        "symbol": cycle.symbol.as_str(),
        "mode": cycle.mode.as_str(),
        "task": task,
    });
    let new = NewMessage {
        to: Recipient::Agent(worker.name()),
        message_type: MessageType::Command,
        priority: Priority::High,
        subject: Subject::from_static(order(worker)),
        payload: Json::from_value(&payload),
        ttl: Some(PHASE_TIMEOUT),
        cycle: Some(cycle.id.clone()),
    };
    let message = message_bus::send_claimed(tx, &new, PHASE_TIMEOUT)?;
    store::cycle::set_command(tx, &cycle.id, phase, message)?;
    let (results, inputs) = state(tx, &cycle.id)?
        .into_iter()
        .partition(|(key, _)| is_result(key));
    let command = Command {
        message,
        cycle_id: cycle.id.to_string(),
        phase: phase.as_str(),
        task,
        inputs,
        results,
        deadline: tx.now().plus(PHASE_TIMEOUT).to_string(),
    };
    Ok(Next::Work(Dispatched {
        phase,
        worker,
        command,
    }))
}

/// The subject of the command to an agent.
const fn order(worker: Worker) -> &'static str {
    match worker {
        Worker::Strategy => "Analyze market and select strategies",
        Worker::Risk => "Validate signals and calculate position sizes",
        Worker::Execution => "Execute validated trades",
    }
}

/// The last step: completes the cycle, with the result that its user is shown.
fn finish(tx: &mut WriteTx<'_>, cycle: &Cycle) -> Result<Next> {
    let mut phases: Vec<_> = cycle
        .phases_completed()
        .iter()
        .map(|phase| phase.as_str())
        .collect();
    phases.push(cycle.phase.as_str());
    let result = json!({
        "cycle_id": cycle.id.as_str(),
        "success": true,
        "phases_completed": phases,
        "errors": [],
        "halt_reason": null,
    });
    complete(tx, cycle, Some(&Json::from_value(&result)))?;
    let actor = tx.actor().name.clone();
    health::beat(tx, &actor, None, None)?;
    Ok(Next::Ended)
}

/// Ends the cycle as failed.
fn give_up(tx: &mut WriteTx<'_>, cycle: &Cycle, error: String) -> Result<Next> {
    fail(tx, cycle, &[error])?;
    Ok(Next::Ended)
}

/// Halts the cycle by the supervisor's own decision.
fn stop(tx: &mut WriteTx<'_>, cycle: &Cycle, problem: &str) -> Result<Next> {
    let reason = signed_reason(&tx.actor().name, problem);
    store::cycle::request_halt(tx, &cycle.id, &reason)?;
    let cycle = store::cycle::get(tx, &cycle.id)?;
    store::cycle::halt(tx, &cycle, &[problem.to_owned()])?;
    Ok(Next::Ended)
}

/// Why no cycle may start with the agents as they are: one is not there, or
/// fails too often. An agent that is merely silent is no reason: an idle system
/// must not talk itself into standing still.
fn unfit(tx: &WriteTx<'_>, absent: &[String]) -> Result<Option<String>> {
    let unhealthy: Vec<_> = health::list(tx)?
        .into_iter()
        .filter(|record| record.status(tx.now()) == HealthStatus::Unhealthy)
        .map(|record| record.agent.to_string())
        .collect();
    Ok(if !unhealthy.is_empty() {
        Some(format!(
            "Unhealthy agents detected: {}",
            unhealthy.join(", ")
        ))
    } else if !absent.is_empty() {
        Some(format!("Agents not reachable: {}", absent.join(", ")))
    } else {
        None
    })
}

/// The shared state of a cycle, by key.
fn state(tx: &ReadTx<'_>, id: &CycleId) -> Result<BTreeMap<String, Json>> {
    let entries = store::shared_state::list(tx, id)?;
    Ok(entries
        .into_iter()
        .map(|entry| (entry.key.as_str().to_owned(), entry.value))
        .collect())
}

/// Whether an agent's answer is recorded under this key.
fn is_result(key: &str) -> bool {
    Worker::ALL
        .into_iter()
        .any(|worker| StateKey::result_of(&worker.name()).as_str() == key)
}
