//! The pipeline: runs a whole cycle, always in the same order of phases, with one driver for
//! each agent.
//!
//! A step is one transaction, and no transaction is open while an agent works.
//! Each step records the answer of one phase and begins the next, so a cycle
//! found at any moment is in a phase whose command is out and whose answer is
//! not yet in, or waits for approval. If a step is refused, nothing is dispatched.

mod agent;
mod session;
mod step;
mod supervise;
pub(super) mod task;
mod watch;

use std::time::{Duration, Instant};

pub use agent::{
    AgentDriver, Command, CommandPayload, Done, DriverSet, Job, Reach, Reply, ReplySource, Stopped,
};
pub use session::{OWNER_LEASE, Outcome, PHASE_TIMEOUT, Plan, Session, Signal, Unattended};
pub use supervise::{BRIEFLY, RENEWAL};
pub use watch::{CHECK_WITHIN, CycleCheck, CycleWatch};

use super::transition::{halt, start, start_operation};
use super::{on_cycle, recovery, survivors};
use crate::failpoint::Failpoint;
use crate::model::caller::Caller;
use crate::model::cycle::{Cycle, NewCycle, Ownership};
use crate::model::error::{Error, ErrorKind};
use crate::model::halt::Halt;
use crate::model::health::HeartbeatSource;
use crate::model::id::CycleId;
use crate::model::operation::{Action, CycleOperation};
use crate::model::phase::{Phase, Worker};
use crate::model::process::Survivor;
use crate::store::{self, ReadTx, Result, Store, WriteTx, health};
pub(super) use step::{Settled, settle, unhealthy};
use supervise::{Supervision, WaitOutcome};
use task::{Run, RunConfig, Task, Transition, operation};

/// How soon after the halt file was placed its record should be there.
const RECORD_FOLLOWS: Duration = Duration::from_secs(1);

/// How long it is tried to record what an agent has answered.
const RECORD_WITHIN: Duration = Duration::from_mins(10);

/// Runs cycles.
pub struct CoordinationPipeline<'s> {
    store: &'s mut Store,
    caller: Caller,
    owner: String,
    drivers: DriverSet,
    plan: Plan,
    session: Box<dyn Session + 's>,
    /// What the program of a phase said on stderr, until it is recorded: with whatever
    /// the pipeline records next.
    stderr: Option<(Phase, String)>,
}

impl<'s> CoordinationPipeline<'s> {
    /// A pipeline that acts as `caller`. `owner` describes the process that runs the cycle.
    pub fn new(
        store: &'s mut Store,
        caller: Caller,
        owner: String,
        drivers: DriverSet,
        plan: Plan,
        session: Box<dyn Session + 's>,
    ) -> Self {
        Self {
            store,
            caller,
            owner,
            drivers,
            plan,
            session,
            stderr: None,
        }
    }

    /// The signal that asked the session to end, if one did.
    pub fn signal(&self) -> Option<Signal> {
        self.session.signal()
    }

    /// The database in which it runs them.
    pub const fn store(&mut self) -> &mut Store {
        self.store
    }

    /// Runs one whole cycle to its end, or to a gate. An error means that the
    /// cycle could not be started or went out of this process's hands.
    pub fn execute_cycle(&mut self, new: &NewCycle) -> Result<Outcome> {
        match self.begin(new) {
            Ok((run, next)) => self.run(&run, next),
            Err(store::Error::Rule(refusal @ Error::CycleActive { .. })) => {
                Err(recovery::in_the_way(self.store, &self.caller, refusal)?)
            }
            Err(error) => Err(error),
        }
    }

    /// Goes on with a cycle that nobody runs, from the first phase without a
    /// recorded answer.
    pub fn resume_cycle(&mut self, id: &CycleId) -> Result<Outcome> {
        let (run, next) = self.resume_run(id)?;
        self.run(&run, next)
    }

    fn run(&mut self, run: &Run, mut next: Transition) -> Result<Outcome> {
        let interrupted = loop {
            if let Some(signal) = self.session.signal()
                && matches!(next, Transition::Work(..) | Transition::Monitoring)
            {
                next = self.interrupt(run, signal, "")?;
            }
            let (stepped, worker) = match next {
                Transition::Work(task, command) => {
                    (self.work(run, &task, &command), Some(task.worker))
                }
                Transition::Monitoring => {
                    let stepped = self.step(run, Action::CycleComplete, step::finish);
                    (stepped, None)
                }
                Transition::Waiting | Transition::Ended | Transition::Overtaken => {
                    break None;
                }
                Transition::Interrupted(signal) => break Some(signal),
            };
            next = match stepped {
                Err(store::Error::Rule(refusal @ Error::NotProven { .. })) => {
                    self.lose_token(run, &refusal, worker)?
                }
                other => other?,
            };
        };
        self.outcome(&run.id, interrupted)
    }

    /// The first step: creates the cycle, checks the agents' health, writes the
    /// inputs and sends the first command.
    fn begin(&mut self, new: &NewCycle) -> Result<(Run, Transition)> {
        let run_config = self.run_config();
        let ownership = self.ownership();
        let caller = &self.caller;
        self.store.write(&start_operation(caller, new), |tx| {
            let mut cycle = start(tx, new, Some(&ownership))?;
            health::beat(tx, &caller.agent, HeartbeatSource::Pipeline, None, None)?;
            let next = match step::readiness_problem(tx, &run_config.availability)? {
                Some(problem) => step::stop(tx, &mut cycle, &problem)?,
                None => step::move_on(tx, &mut cycle, &run_config)?,
            };
            Ok((Run::of(cycle), next))
        })
    }

    /// The first step of a resume: takes over the cycle, with a new epoch.
    fn resume_run(&mut self, id: &CycleId) -> Result<(Run, Transition)> {
        let run_config = self.run_config();
        let ownership = self.ownership();
        let operation = on_cycle(&self.caller, Action::CycleResume, id);
        let taken = self.store.write_on_cycle(&operation, |tx, mut cycle| {
            store::cycle::assign_owner(tx, &mut cycle, &ownership)?;
            let next = step::resume(tx, &mut cycle, &run_config)?;
            Ok((Run::of(cycle), next))
        })?;
        self.store.drain_dispatches();
        Ok(taken)
    }

    /// Runs the agent of a phase, and takes the step that its answer allows.
    fn work(&mut self, run: &Run, task: &Task, command: &Command) -> Result<Transition> {
        tracing::debug!(cycle = %run.id, phase = %task.phase, "dispatched");
        self.session.dispatched(task.phase, task.worker);
        let mut supervision = Supervision {
            store: self.store,
            session: self.session.as_mut(),
            caller: &self.caller,
            run,
            task,
            limit: self.plan.phase_timeout,
        };
        let (ended, left) = supervision.supervise(self.drivers.driver(task.worker), command);
        self.stderr = left.stderr.map(|said| (task.phase, said));
        let recorded = match &left.reply {
            Some(reply) => self.record_late(run, task, reply),
            None => Ok(()),
        };
        let next = match ended {
            Ok(WaitOutcome::Answered(reply)) => self.conclude(run, task, &reply),
            Ok(WaitOutcome::Halted) => self.halt(run),
            Ok(WaitOutcome::Overtaken) => self.overtaken(run).unwrap_or(Ok(Transition::Overtaken)),
            Ok(WaitOutcome::Interrupted(signal)) => self.interrupt(run, signal, task.if_unknown()),
            Err(error) => Err(error),
        };
        self.record_stderr(run);
        self.record_survivors(run, task.worker, &left.survivors);
        recorded.and(next)
    }

    /// Records what the program of a phase said on stderr where nothing else could be
    /// recorded: somebody else has ended the cycle or taken it over. That this is not
    /// possible takes nothing from what else has happened.
    fn record_stderr(&mut self, run: &Run) {
        if self.stderr.is_none() {
            return;
        }
        let caller = self.caller.clone();
        let operation = operation(&caller, run, Action::AgentStderr);
        if let Err(error) = self.write(&operation, |_, _| Ok(())) {
            tracing::warn!(%error, "what an agent said on stderr could not be recorded");
            self.stderr = None;
        }
    }

    /// Records what could not be killed. A failure to record it is only logged.
    fn record_survivors(&mut self, run: &Run, agent: Worker, left: &[Survivor]) {
        if left.is_empty() {
            return;
        }
        let operation = operation(&self.caller, run, Action::AgentSurvived);
        if let Err(error) = survivors::record(self.store, &operation, agent, left) {
            tracing::warn!(%error, "what could not be killed could not be recorded");
        }
    }

    /// Does one operation of a run. What the program of a phase has said on stderr is
    /// recorded in the same transaction.
    fn write<T>(
        &mut self,
        operation: &CycleOperation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>, &mut Cycle) -> Result<T>,
    ) -> Result<T> {
        let stderr = &self.stderr;
        let written = self.store.write_on_cycle(operation, |tx, mut cycle| {
            let done = f(tx, &mut cycle)?;
            if let Some((phase, said)) = stderr {
                step::record_stderr(tx, &mut cycle, *phase, said)?;
            }
            Ok(done)
        });
        if written.is_ok() {
            self.stderr = None;
        }
        written
    }

    /// Records the answer of a phase and begins the next.
    fn conclude(&mut self, run: &Run, task: &Task, reply: &Reply) -> Result<Transition> {
        let Reply { answer, .. } = reply;
        tracing::debug!(cycle = %run.id, phase = %task.phase, status = %answer.status, "answered");
        self.session.answered(task.phase, task.worker, answer);
        let run_config = self.run_config();
        let next = self.record(run, task, reply, &run_config);
        match &next {
            Ok(Transition::Overtaken) => self.record_late(run, task, reply)?,
            Err(error) if error.kind().is_refusal() => self.record_late(run, task, reply)?,
            _ => {}
        }
        next
    }

    /// Records an answer and takes the step that it allows.
    fn record(
        &mut self,
        run: &Run,
        task: &Task,
        reply: &Reply,
        run_config: &RunConfig,
    ) -> Result<Transition> {
        self.recorded(task, reply, |pipeline| {
            pipeline.step(run, Action::CycleAdvance, |tx, cycle| {
                step::conclude(tx, cycle, task, reply, run_config)
            })
        })
    }

    /// Records an answer for which there is no place any more: it moves nothing, but what
    /// the agent did must be on the record. The epoch is enough for that, whatever has
    /// become of the token.
    fn record_late(&mut self, run: &Run, task: &Task, reply: &Reply) -> Result<()> {
        if reply.source == ReplySource::Driver && reply.answer.unusable_text().is_none() {
            return Ok(());
        }
        let late = self.recorded(task, reply, |pipeline| {
            let caller = pipeline.caller.clone();
            let operation = if Failpoint::LateAnswerDenied.is_active() {
                on_cycle(&caller, Action::AnswerLate, &run.id)
            } else {
                operation(&caller, run, Action::AnswerLate)
            };
            pipeline.write(&operation, |tx, cycle| {
                step::record_late(tx, cycle, task, reply)
            })
        });
        late.map_err(|error| match error {
            unrecorded @ store::Error::Unrecorded { .. } => unrecorded,
            refused if Failpoint::LateAnswerDenied.is_active() => refused,
            refused => unrecorded(task, reply, refused),
        })
    }

    /// Records an answer, and retries while others hold the lock: an order may be out. An answer
    /// that cannot be recorded is part of the error.
    fn recorded<T>(
        &mut self,
        task: &Task,
        reply: &Reply,
        mut record: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let deadline = Instant::now() + RECORD_WITHIN;
        loop {
            match record(self) {
                Err(store::Error::Busy)
                    if Instant::now() < deadline && self.session.signal().is_none() =>
                {
                    tracing::debug!(
                        phase = %task.phase,
                        "another process holds the lock: the answer is not recorded yet"
                    );
                }
                Err(error) if !error.kind().is_refusal() => {
                    return Err(unrecorded(task, reply, error));
                }
                other => return other,
            }
        }
    }

    /// Brings the cycle to `halted`: nothing of its agent runs any more. That holds
    /// also when it cannot be recorded.
    fn halt(&mut self, run: &Run) -> Result<Transition> {
        self.wait_for_record()?;
        match self.step(run, Action::CycleHalt, step::obey_halt) {
            Err(error) if !error.kind().is_refusal() => {
                tracing::warn!(%error, "the end of the cycle could not be recorded");
                let halt = self.halt_in_force(run);
                Err(halt.map_or(error, |halt| Error::halted(&halt).into()))
            }
            other => other,
        }
    }

    /// The halt that covers the cycle; the one that the halt file stands for where the database
    /// cannot be read.
    fn halt_in_force(&mut self, run: &Run) -> Option<Halt> {
        let found = self.store.read(|tx| {
            let cycle = store::cycle::get(tx, &run.id)?;
            let covers = |halt: &Halt| halt.scope.covers(&cycle.symbol, Some(&cycle.id));
            Ok(store::halt::in_force(tx)?.into_iter().find(covers))
        });
        let (file, now) = (self.store.halt_file(), self.store.now());
        let by_file = || file.is_placed().then(|| store::halt::of_file(file, now));
        found.ok().flatten().or_else(by_file)
    }

    /// Waits for the process that placed the halt file to write who halts and why, so that the
    /// cycle is halted for that reason.
    fn wait_for_record(&mut self) -> Result<()> {
        let deadline = Instant::now() + RECORD_FOLLOWS;
        let by_file_only = |tx: &ReadTx<'_>| {
            let halts = store::halt::in_force(tx)?;
            Ok(halts.iter().any(|halt| halt.id == Halt::BY_FILE))
        };
        let mut cursor = self.store.cursor()?;
        while self.store.read(by_file_only)? {
            if !self.store.wait_for_change(&mut cursor, deadline)? {
                break;
            }
        }
        Ok(())
    }

    /// Ends the cycle as failed because a signal asked for it.
    fn interrupt(&mut self, run: &Run, signal: Signal, and: &str) -> Result<Transition> {
        let problem = format!("interrupted by {}{and}", signal.name);
        let ended = self.step(run, Action::CycleFail, |tx, cycle| {
            step::give_up(tx, cycle, problem)
        })?;
        Ok(match ended {
            Transition::Ended => Transition::Interrupted(signal),
            other => other,
        })
    }

    /// Ends the cycle as failed because this process may not act as the supervisor any more: its
    /// token was replaced or revoked. What `worker` has answered is recorded.
    fn lose_token(
        &mut self,
        run: &Run,
        refusal: &Error,
        worker: Option<Worker>,
    ) -> Result<Transition> {
        let answered = worker.map_or_else(String::new, |worker| {
            format!("; what {worker} answered is recorded as answer.late")
        });
        let problem = format!(
            "the token of {} was replaced or revoked while the cycle ran \
             ({refusal}){answered}",
            self.caller.agent
        );
        self.step(run, Action::CycleFail, |tx, cycle| {
            if cycle.halt_requested {
                return halt(tx, cycle, &[problem]).map(|()| Transition::Ended);
            }
            step::give_up(tx, cycle, problem)
        })
    }

    /// Takes one step of the cycle. If it was halted meanwhile, the step is
    /// refused and the run is over.
    fn step(
        &mut self,
        run: &Run,
        action: Action,
        f: impl FnOnce(&mut WriteTx<'_>, &mut Cycle) -> Result<Transition>,
    ) -> Result<Transition> {
        let caller = self.caller.clone();
        let operation = operation(&caller, run, action);
        let stepped = self.write(&operation, |tx, cycle| {
            store::cycle::renew_lease(tx, cycle, OWNER_LEASE)?;
            f(tx, cycle)
        });
        match stepped {
            Err(error) if error.kind().is_refusal() => match self.overtaken(run) {
                Some(next) => next,
                // The halt file stops a cycle and does not end it: that is done here.
                None if error.kind() == ErrorKind::Halted => {
                    self.halt(run).map(|_| Transition::Overtaken)
                }
                None => Err(error),
            },
            other => other,
        }
    }

    /// What a refused step means for the run: over, if the cycle was brought to
    /// its end while this process owned it; out of its hands, if somebody took
    /// the cycle over; none, if the refusal has another reason.
    fn overtaken(&mut self, run: &Run) -> Option<Result<Transition>> {
        let cycle = match self.store.read(|tx| store::cycle::get(tx, &run.id)) {
            Ok(cycle) => cycle,
            Err(error) => return Some(Err(error)),
        };
        if cycle.epoch != run.epoch {
            let error = Error::StaleEpoch {
                cycle: cycle.id,
                held: run.epoch,
                current: cycle.epoch,
            };
            return Some(Err(error.into()));
        }
        cycle.phase.is_end().then_some(Ok(Transition::Overtaken))
    }

    fn outcome(&mut self, id: &CycleId, interrupted: Option<Signal>) -> Result<Outcome> {
        self.store.read(|tx| {
            Ok(Outcome {
                cycle: store::cycle::get(tx, id)?,
                results: step::results(tx, id)?,
                interrupted,
            })
        })
    }

    fn ownership(&self) -> Ownership {
        Ownership {
            owner: self.owner.clone(),
            lease_until: self.store.now().plus(OWNER_LEASE),
        }
    }

    fn run_config(&mut self) -> RunConfig {
        RunConfig {
            availability: self.drivers.availability(),
            plan: self.plan,
        }
    }
}

/// The error for an answer that is not recorded, with the answer itself.
fn unrecorded(task: &Task, reply: &Reply, error: store::Error) -> store::Error {
    store::Error::Unrecorded {
        agent: task.worker.to_string(),
        answer: reply.answer.said().to_string(),
        error: Box::new(error),
    }
}
