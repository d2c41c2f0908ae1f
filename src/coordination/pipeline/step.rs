//! The steps of a cycle: what each does within its one transaction.

use std::collections::BTreeMap;
use std::time::Duration;

use super::agent::{Availability, Command, CommandPayload, Reach, Reply, ReplySource};
use super::task::{LEFT, RunConfig, Task, Transition, UNKNOWN, by_bus, response};
use crate::coordination::breach;
use crate::coordination::message_bus::{self, Sending};
use crate::coordination::transition::{
    advance, complete, fail, halt, may_go_on, put, request_halt, wait, withdraw_commands,
};
use crate::model::answer::AnswerStatus;
use crate::model::clock::Timestamp;
use crate::model::cycle::{ApprovedHow, Cycle, PhaseRecord, STDERR_BYTES};
use crate::model::delivery_state::MessageStatus;
use crate::model::error::Error;
use crate::model::events::{AgentStderr, AnswerLate, AnswerMissing, CycleResume, Event};
use crate::model::halt::signed_reason;
use crate::model::health::{HealthRecord, HealthStatus, HeartbeatSource};
use crate::model::id::{CycleId, KEY_BYTES, StateKey};
use crate::model::json::{self, Json};
use crate::model::message::{MessageType, NewMessage, Priority, Recipient};
use crate::model::metrics::Outcome;
use crate::model::phase::{Phase, Worker};
use crate::model::shared_state;
use crate::model::text::{Subject, excerpt, tail, truncate};
use crate::store::{self, ReadTx, Result, WriteTx, health, message, metrics};

/// The most bytes of a command: the values of the shared state within their bound, with
/// their keys, the recorded answers, and what is said of the cycle itself. A row of the
/// database takes more. Only the state of a cycle from before there was a bound is larger.
const MAX_COMMAND: usize = 14 << 20;

const _: () = assert!(
    shared_state::MAX_BYTES
        + shared_state::MAX_KEYS * (KEY_BYTES + 4)
        + 3 * (json::MAX_BYTES + 64)
        + (64 << 10)
        < MAX_COMMAND
);

/// Records the answer to a command, and begins the next phase or ends the cycle.
pub(super) fn conclude(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    task: &Task,
    reply: &Reply,
    run_config: &RunConfig,
) -> Result<Transition> {
    match judge_reply(tx, cycle, task, reply)? {
        ReplyEffect::GoOn => move_on(tx, cycle, run_config),
        ReplyEffect::Failed {
            may_retry: true, ..
        } if may_retry(cycle, task.worker, run_config) => {
            dispatch(tx, cycle, task.phase, task.worker, run_config)
        }
        ReplyEffect::Failed { error, .. } => give_up(tx, cycle, error),
        ReplyEffect::Halted => Ok(Transition::Ended),
    }
}

/// What a recorded answer means for its cycle.
enum ReplyEffect {
    /// The work of the phase is done.
    GoOn,
    /// It is not.
    Failed {
        /// Why.
        error: String,
        /// Whether the agent could not do it, and may be asked again.
        may_retry: bool,
    },
    /// It was a breach, for which the cycle is halted.
    Halted,
}

/// Records the answer to a command.
fn judge_reply(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    task: &Task,
    reply: &Reply,
) -> Result<ReplyEffect> {
    if let Some(other) = other_reply(tx, cycle, task, reply)? {
        // An agent that says yes here and no there has not said yes.
        if reply.source == ReplySource::Agent || reply.answer.unusable_text().is_some() {
            record_late(tx, cycle, task, reply)?;
        }
        return judge_reply(tx, cycle, task, &other);
    }
    let (worker, answer) = (task.worker, &reply.answer);
    let status = message::get(tx, task.message)?.delivery_state.status;
    // That the agent acked its command by itself takes nothing from its answer.
    let in_time = matches!(status, MessageStatus::Claimed | MessageStatus::Processed);
    if reply.source == ReplySource::Agent && !in_time {
        let error = format!("{worker} answered after the deadline");
        record_late(tx, cycle, task, reply)?;
        if cycle.phase.is_end() {
            return Ok(ReplyEffect::Halted);
        }
        return Ok(ReplyEffect::Failed {
            error,
            may_retry: false,
        });
    }
    record_answer(tx, cycle, task, reply)?;
    if worker == Worker::Execution {
        let said = answer.said();
        let begins = format!("the answer of execution begins: {}", excerpt(said.as_str()));
        if breach::enforce(tx, cycle, said, &source(reply), &[begins])? {
            return Ok(ReplyEffect::Halted);
        }
    }
    let said = truncate(&answer.message);
    let (error, may_retry) = match (answer.status, reply.source) {
        (AnswerStatus::Ok, _) => return Ok(ReplyEffect::GoOn),
        (AnswerStatus::Rejected, _) => (format!("{worker} rejected: {said}"), false),
        (AnswerStatus::Error, ReplySource::Driver) => {
            (format!("{worker} {said}{}", task.if_unknown()), true)
        }
        (AnswerStatus::Error, _) => (format!("{worker} failed: {said}"), true),
    };
    Ok(ReplyEffect::Failed { error, may_retry })
}

/// What the agent has said over the bus besides, where that counts and the reply does
/// not: the reply is the driver's in the place of one, or an `ok` that the agent denies.
/// A reply that is a breach always counts.
fn other_reply(
    tx: &ReadTx<'_>,
    cycle: &Cycle,
    task: &Task,
    reply: &Reply,
) -> Result<Option<Reply>> {
    let is_breach =
        |reply: &Reply| task.worker == Worker::Execution && reply.answer.is_breach(cycle.mode);
    if matches!(reply.source, ReplySource::Bus(_)) || is_breach(reply) {
        return Ok(None);
    }
    let other = response(tx, task.message)?.map(|response| by_bus(&response, None));
    Ok(other.filter(|other| {
        reply.source == ReplySource::Driver
            || other.answer.status != AnswerStatus::Ok
            || is_breach(other)
    }))
}

/// Where a reply came from, for the audit log.
fn source(reply: &Reply) -> String {
    match reply.source {
        ReplySource::Agent | ReplySource::Driver => "printed".to_owned(),
        ReplySource::Bus(message) => format!("message {message}"),
    }
}

/// What has become of the command of a phase that somebody wants to leave by hand.
pub(in crate::coordination) enum Settled {
    /// The phase had no command, or its answer is recorded.
    Already,
    /// The answer was on the bus, and says that the work is done.
    Now,
    /// The answer was on the bus, and has ended the cycle.
    Ended,
}

/// Records the answer that is on the bus, as the pipeline would, before the phase is left by hand.
/// Refuses where there is none: the phase is left only with its answer.
pub(in crate::coordination) fn settle(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<Settled> {
    let (Some(command), Some(worker)) = (cycle.unanswered(), cycle.phase.worker()) else {
        return Ok(Settled::Already);
    };
    let Some(response) = response(tx, command)? else {
        return Err(cycle.not_answered(command, worker.name()).into());
    };
    let task = Task {
        phase: cycle.phase,
        worker,
        reach: Reach::ByBus,
        message: command,
    };
    match judge_reply(tx, cycle, &task, &by_bus(&response, None))? {
        ReplyEffect::GoOn => Ok(Settled::Now),
        ReplyEffect::Failed { error, .. } => {
            give_up(tx, cycle, error)?;
            Ok(Settled::Ended)
        }
        ReplyEffect::Halted => Ok(Settled::Ended),
    }
}

/// The execution phase is never run again by itself: an order may be out.
fn may_retry(cycle: &Cycle, worker: Worker, run_config: &RunConfig) -> bool {
    let attempts = cycle.current().map_or(0, |record| record.attempts);
    worker != Worker::Execution && attempts <= run_config.plan.retries
}

/// Records an answer that came too late. If it reports more than the mode allowed, it halts a cycle
/// that has not ended.
pub(super) fn record_late(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    task: &Task,
    reply: &Reply,
) -> Result<()> {
    let said = reply.answer.said();
    let late = Event::AnswerLate(AnswerLate {
        answer: said.clone(),
        message: None,
        phase: Some(task.phase),
    });
    tx.record(&late, &cycle.id)?;
    if task.worker == Worker::Execution {
        let error = format!("{} answered too late", task.worker);
        breach::enforce(tx, cycle, said, &source(reply), &[error])?;
    }
    Ok(())
}

/// Records an answer where it belongs: as the response to the command, in the
/// shared state, with the phase, and in the agent's health. What a driver says
/// in its agent's place is no answer of the agent's: it is why the command was
/// withdrawn.
fn record_answer(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    task: &Task,
    reply: &Reply,
) -> Result<()> {
    let (worker, answer) = (task.worker.name(), &reply.answer);
    match reply.source {
        ReplySource::Agent => message_bus::take_response(tx, task.message, answer.json())?,
        ReplySource::Bus(response) => message_bus::take(tx, response)?,
        ReplySource::Driver => {
            message::set_reason(tx, task.message, Some(&answer.message))?;
            let missing = Event::AnswerMissing(AnswerMissing {
                phase: task.phase,
                problem: answer.message.clone(),
                said: answer.unusable_text().cloned(),
            });
            tx.record(&missing, &cycle.id)?;
            withdraw_commands(tx, &cycle.id)?;
        }
    }
    store::cycle::set_answer(tx, cycle, task.phase, answer.status)?;
    if reply.source != ReplySource::Driver {
        let key = StateKey::result_of(&worker);
        put(tx, &cycle.id, &key, answer.json(), &worker)?;
        let source = match reply.source {
            ReplySource::Bus(_) => HeartbeatSource::Agent,
            ReplySource::Agent | ReplySource::Driver => HeartbeatSource::Pipeline,
        };
        health::beat(tx, &worker, source, reply.response_ms, None)?;
    }
    let outcome = match reply.source {
        ReplySource::Driver => Outcome::Missing,
        ReplySource::Agent | ReplySource::Bus(_) => answer.status.into(),
    };
    metrics::add_outcome(tx, &worker, outcome)?;
    // An agent that rejects has done its work well.
    match answer.status {
        AnswerStatus::Ok | AnswerStatus::Rejected => health::success(tx, &worker, None),
        AnswerStatus::Error => health::error(tx, &worker, &truncate(&answer.message), None),
    }
}

/// Records what the program of a phase said on stderr, behind what it said at earlier attempts: the
/// last of both. If the operation has left no event, this is one.
pub(super) fn record_stderr(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    phase: Phase,
    said: &str,
) -> Result<()> {
    let record = cycle.phases.iter().find(|record| record.phase == phase);
    let earlier = record.and_then(|record| record.stderr.as_deref());
    let all = [earlier.unwrap_or_default(), said].concat();
    store::cycle::set_stderr(tx, cycle, phase, tail(&all, STDERR_BYTES))?;
    if tx.has_recorded() {
        return Ok(());
    }
    let bytes = said.len();
    tx.record(&Event::AgentStderr(AgentStderr { bytes, phase }), &cycle.id)
}

/// Moves on to the next phase, and sends its command if it has one; or begins to
/// wait for approval.
pub(super) fn move_on(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    run_config: &RunConfig,
) -> Result<Transition> {
    let Some(next) = cycle.phase.next() else {
        return Ok(Transition::Ended);
    };
    if !may_go_on(tx, cycle)? {
        wait(tx, cycle)?;
        return Ok(Transition::Waiting);
    }
    advance(tx, cycle, next, ApprovedHow::Pipeline)?;
    match next.worker() {
        Some(worker) => dispatch(tx, cycle, next, worker, run_config),
        None => Ok(Transition::Monitoring),
    }
}

/// Goes on with a cycle whose process is gone: from the first phase without a
/// recorded answer.
pub(super) fn resume(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    run_config: &RunConfig,
) -> Result<Transition> {
    let event = Event::CycleResume(CycleResume {
        epoch: cycle.epoch,
        phase: cycle.phase,
    });
    tx.record(&event, &cycle.id)?;
    cycle.check_answered()?;
    let record = cycle.current();
    let is_done = record.is_some_and(PhaseRecord::is_done);
    let Some(worker) = cycle.phase.worker().filter(|_| !is_done) else {
        return match cycle.phase {
            Phase::Monitoring => Ok(Transition::Monitoring),
            _ => fit(tx, run_config).and_then(|()| move_on(tx, cycle, run_config)),
        };
    };
    if let Some(id) = record.and_then(|record| record.command)
        && let Some(response) = response(tx, id)?
    {
        // The agent has answered, and nobody was there to hear it.
        let task = Task {
            phase: cycle.phase,
            worker,
            reach: run_config.availability.reach(worker),
            message: id,
        };
        let reply = by_bus(&response, None);
        return conclude(tx, cycle, &task, &reply, run_config);
    }
    if worker == Worker::Execution {
        return give_up(tx, cycle, format!("{LEFT}{UNKNOWN}"));
    }
    fit(tx, run_config)?;
    withdraw_commands(tx, &cycle.id)?;
    dispatch(tx, cycle, cycle.phase, worker, run_config)
}

/// Sends the command of a phase. It expires with the time the agent has. Unless
/// the agent takes it off the bus by itself, it is claimed at once on the agent's
/// behalf, so that nobody else is given it.
fn dispatch(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    phase: Phase,
    worker: Worker,
    run_config: &RunConfig,
) -> Result<Transition> {
    let RunConfig { availability, plan } = run_config;
    let reach = availability.reach(worker);
    let order = order(tx, cycle, phase, plan.phase_timeout)?;
    let payload = serde_json::to_string(&order).and_then(Json::from_text);
    let payload = payload.map_err(|error| store::Error::Internal(error.to_string()))?;
    if payload.as_str().len() > MAX_COMMAND {
        let size = payload.as_str().len();
        return give_up(
            tx,
            cycle,
            format!(
                "the command to {worker} has {size} bytes, at most {MAX_COMMAND}: the shared \
                 state of the cycle is too large"
            ),
        );
    }
    let new = NewMessage {
        to: Recipient::Agent(worker.name()),
        message_type: MessageType::Command,
        priority: Priority::High,
        subject: Subject::from_static(subject(worker)),
        payload,
        ttl: Some(plan.phase_timeout),
        cycle: Some(cycle.id.clone()),
        dedup_key: None,
    };
    let sending = Sending {
        awaited: (reach != Reach::AtOnce).then_some(plan.phase_timeout),
        claimed: (reach != Reach::ByBus).then_some(plan.phase_timeout),
        once: worker == Worker::Execution,
        // A program that is started for this waits for nobody yet.
        no_deadlock: reach == Reach::ByBus,
        past_limit: true,
    };
    let sent = match message_bus::send_one(tx, &new, sending) {
        Err(store::Error::Rule(deadlock @ Error::Deadlock(_))) => {
            return give_up(tx, cycle, deadlock.to_string());
        }
        sent => sent?,
    };
    store::cycle::set_command(tx, cycle, phase, sent.id)?;
    let task = Task {
        phase,
        worker,
        reach,
        message: sent.id,
    };
    let command = Command {
        id: sent.id.get(),
        correlation_id: sent.correlation_id,
        limit: plan.phase_timeout,
        epoch: cycle.epoch,
        order,
    };
    Ok(Transition::Work(task, Box::new(command)))
}

/// What the agent of a phase is asked to do.
fn order(
    tx: &WriteTx<'_>,
    cycle: &Cycle,
    phase: Phase,
    timeout: Duration,
) -> Result<CommandPayload> {
    let (results, inputs) = state(tx, &cycle.id)?
        .into_iter()
        .partition(|(key, _)| shared_state::is_result(key));
    Ok(CommandPayload {
        cycle_id: cycle.id.to_string(),
        phase: phase.as_str(),
        symbol: cycle.symbol.to_string(),
        mode: cycle.mode.as_str(),
        task: cycle.mode.task(),
        inputs,
        results,
        deadline: tx.now().plus(timeout).to_string(),
    })
}

/// The subject of the command to an agent.
const fn subject(worker: Worker) -> &'static str {
    match worker {
        Worker::Strategy => "Analyze market and select strategies",
        Worker::Risk => "Validate signals and calculate position sizes",
        Worker::Execution => "Execute validated trades",
    }
}

/// The last step: completes the cycle, with the result that its user is shown.
pub(super) fn finish(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<Transition> {
    let result = cycle.final_result();
    complete(tx, cycle, Some(&result))?;
    let actor = tx.actor().name.clone();
    health::beat(tx, &actor, HeartbeatSource::Pipeline, None, None)?;
    Ok(Transition::Ended)
}

/// Ends the cycle as failed.
pub(super) fn give_up(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    error: String,
) -> Result<Transition> {
    fail(tx, cycle, &[error], None)?;
    Ok(Transition::Ended)
}

/// Halts the cycle by the supervisor's own decision.
pub(super) fn stop(tx: &mut WriteTx<'_>, cycle: &mut Cycle, problem: &str) -> Result<Transition> {
    let reason = signed_reason(&tx.actor().name, problem);
    request_halt(tx, cycle, &reason)?;
    halt(tx, cycle, &[problem.to_owned()])?;
    Ok(Transition::Ended)
}

/// Halts the cycle because a halt covers it.
pub(super) fn obey_halt(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<Transition> {
    // The record of a halt has brought it to its end already; the file has not.
    if cycle.phase.is_end() {
        return Ok(Transition::Ended);
    }
    let halts = store::halt::in_force(tx)?;
    let halt_in_force = halts
        .iter()
        .find(|halt| halt.scope.covers(&cycle.symbol, Some(&cycle.id)));
    let reason = halt_in_force.map_or_else(
        || signed_reason(&tx.actor().name, "a halt that was cleared at once"),
        |halt| halt.signed_reason(),
    );
    request_halt(tx, cycle, &reason)?;
    halt(tx, cycle, &[])?;
    Ok(Transition::Ended)
}

/// Why no cycle may start with the agents as they are: one is not there, or
/// fails too often, or lives on the bus and has fallen silent. Silence of the
/// others is no reason: an idle system must not talk itself into standing still.
pub(super) fn readiness_problem(
    tx: &ReadTx<'_>,
    availability: &Availability,
) -> Result<Option<String>> {
    if let Some(problem) = unhealthy(tx)? {
        return Ok(Some(problem));
    }
    let records = health::list(tx)?;
    let mut absent = availability.absent.clone();
    for &worker in Worker::ALL {
        let record = records.iter().find(|record| record.agent == worker.name());
        let is_heard = record.is_some_and(|record| record.is_responsive(tx.now()));
        if availability.reach(worker) == Reach::ByBus && !is_heard {
            absent.push(format!("{worker} (no fresh heartbeat)"));
        }
    }
    let is_absent = !absent.is_empty();
    Ok(is_absent.then(|| format!("Agents not reachable: {}", absent.join(", "))))
}

/// Which agents are unhealthy and why, or `None` if all are healthy. The first words are those of
/// the source.
pub(in crate::coordination) fn unhealthy(tx: &ReadTx<'_>) -> Result<Option<String>> {
    let mut records = health::list(tx)?;
    let now = tx.now();
    records.retain(|record| record.status(now) == HealthStatus::Unhealthy);
    Ok((!records.is_empty()).then(|| unhealthy_agents(&records, now)))
}

fn unhealthy_agents(records: &[HealthRecord], now: Timestamp) -> String {
    let causes: Vec<_> = records
        .iter()
        .map(|record| {
            let cause = record.verdict(now).cause.unwrap_or_default();
            format!("{} ({cause})", record.agent)
        })
        .collect();
    format!("Unhealthy agents detected: {}", causes.join(", "))
}

/// Refuses to go on with agents that are not fit for it: the cycle stays as it is.
fn fit(tx: &ReadTx<'_>, run_config: &RunConfig) -> Result<()> {
    match readiness_problem(tx, &run_config.availability)? {
        Some(problem) => Err(Error::AgentsUnfit(problem).into()),
        None => Ok(()),
    }
}

/// What the agents of a cycle have answered, by key.
pub(super) fn results(tx: &ReadTx<'_>, id: &CycleId) -> Result<BTreeMap<String, Json>> {
    let mut results = state(tx, id)?;
    results.retain(|key, _| shared_state::is_result(key));
    Ok(results)
}

/// The shared state of a cycle, by key.
fn state(tx: &ReadTx<'_>, id: &CycleId) -> Result<BTreeMap<String, Json>> {
    let entries = store::shared_state::list(tx, id)?;
    Ok(entries
        .into_iter()
        .map(|entry| (entry.key.as_str().to_owned(), entry.value))
        .collect())
}
