//! Supervises a running agent: waits for its answer, a halt, its deadline, a signal, or another
//! process that takes over the cycle. Notices each within a few milliseconds.
//!
//! Never holds a transaction open, and never waits for the write lock: a halt
//! must reach the agent also while another process holds that.

use std::time::{Duration, Instant};

use super::agent::{AgentDriver, Command, Reach, Reply, ReplySource, Stopped};
use super::session::{OWNER_LEASE, Session, Signal};
use super::task::{Run, Task, by_bus, operation};
use super::watch::{self, Stop};
use crate::model::caller::Caller;
use crate::model::cycle::Cycle;
use crate::model::delivery_state::MessageStatus;
use crate::model::events::{CycleRenew, Event};
use crate::model::health::HeartbeatSource;
use crate::model::message::Message;
use crate::model::operation::Action;
use crate::store::{
    self, ChangeCursor, Error, ReadTx, Result, Store, TICK, WriteTx, health, message,
};

/// How often the process that runs a cycle gives a sign of life.
pub const RENEWAL: Duration = Duration::from_secs(OWNER_LEASE.as_secs() / 3);

/// How long it waits for the write lock to do so, before it looks around again.
pub const BRIEFLY: Duration = Duration::from_millis(10);

/// How an agent's work ended.
pub(super) enum WaitOutcome {
    /// By an answer, or by the deadline.
    Answered(Reply),
    /// By a halt.
    Halted,
    /// The cycle is not this process's any more.
    Overtaken,
    /// By a signal.
    Interrupted(Signal),
}

/// When to check what.
struct Watch {
    began: Instant,
    deadline: Instant,
    renewal: Instant,
    cursor: ChangeCursor,
}

/// An agent at work, and what is needed to watch over it.
pub(super) struct Supervision<'a> {
    pub(super) store: &'a mut Store,
    pub(super) session: &'a mut dyn Session,
    pub(super) caller: &'a Caller,
    pub(super) run: &'a Run,
    pub(super) task: &'a Task,
    /// How long the agent may work.
    pub(super) limit: Duration,
}

impl Supervision<'_> {
    /// Runs the agent until it has answered or must stop. When this returns, no process of the
    /// agent runs, except those that could not be killed. Returns how the work ended, those
    /// processes, and the answer that a stopped agent had given.
    pub(super) fn supervise(
        &mut self,
        driver: &mut dyn AgentDriver,
        command: &Command,
    ) -> (Result<WaitOutcome>, Stopped) {
        let began = Instant::now();
        let mut watch = Watch {
            began,
            deadline: began + self.limit,
            renewal: began + RENEWAL,
            cursor: ChangeCursor::default(),
        };
        // Nothing is begun that should have ended by now.
        if let Some(ended) = self.check(&mut watch).transpose() {
            return (ended, Stopped::default());
        }
        let mut job = driver.start(command);
        let (ended, is_heard) = loop {
            let reply = job.wait(TICK);
            // The watchdog may have seen first what stops the agent. Then that is why
            // there is no answer.
            let stopped = match reply.as_ref().map(|reply| reply.source) {
                Some(ReplySource::Agent | ReplySource::Bus(_)) => None,
                Some(ReplySource::Driver) | None => self.check(&mut watch).transpose(),
            };
            match (stopped, reply) {
                (Some(ended), _) => break (ended, false),
                (None, Some(reply)) => break (Ok(WaitOutcome::Answered(reply)), true),
                (None, None) => {}
            }
        };
        let mut left = job.stop();
        left.reply = left.reply.filter(|_| !is_heard);
        if !left.survivors.is_empty() {
            self.session.survived(self.task.worker, &left.survivors);
        }
        (ended, left)
    }

    /// Checks once everything that may end the work.
    fn check(&mut self, watch: &mut Watch) -> Result<Option<WaitOutcome>> {
        if let Some(signal) = self.session.signal() {
            return Ok(Some(WaitOutcome::Interrupted(signal)));
        }
        if self.store.halt_file().is_placed() {
            return Ok(Some(WaitOutcome::Halted));
        }
        if self.store.has_changed(&mut watch.cursor)? {
            let (run, task) = (self.run, self.task);
            let news = self.store.read(|tx| news(tx, run, task, watch.began))?;
            if news.is_some() {
                return Ok(news);
            }
        }
        let now = Instant::now();
        if now >= watch.deadline {
            let limit = humantime::format_duration(self.limit);
            let problem = format!("gave no answer within {limit}");
            return Ok(Some(WaitOutcome::Answered(Reply::missing(problem))));
        }
        if now >= watch.renewal {
            return self.renew(watch);
        }
        Ok(None)
    }

    /// Gives a sign of life. That others hold the write lock is no reason to
    /// stop, and none to wait.
    fn renew(&mut self, watch: &mut Watch) -> Result<Option<WaitOutcome>> {
        // The lease counts from the beginning of its renewal, however long the disk takes.
        let next = Instant::now() + RENEWAL;
        let caller = self.caller.within(BRIEFLY);
        let operation = operation(&caller, self.run, Action::CycleRenew);
        let run = self.run;
        let renewed = self
            .store
            .write_on_cycle(&operation, |tx, mut cycle| renew(tx, &mut cycle, run));
        match renewed {
            Ok(()) => {
                watch.renewal = next;
                Ok(None)
            }
            // With the next look it is tried again.
            Err(Error::Busy) => Ok(None),
            // The next look says why.
            Err(error) if error.kind().is_refusal() => Ok(Some(WaitOutcome::Overtaken)),
            Err(error) => Err(error),
        }
    }
}

fn renew(tx: &mut WriteTx<'_>, cycle: &mut Cycle, run: &Run) -> Result<()> {
    let actor = tx.actor().name.clone();
    store::cycle::renew_lease(tx, cycle, OWNER_LEASE)?;
    health::beat(tx, &actor, HeartbeatSource::Pipeline, None, None)?;
    let event = Event::CycleRenew(CycleRenew { epoch: run.epoch });
    tx.record(&event, &run.id)
}

/// What others have done that ends the work, if they have.
fn news(tx: &ReadTx<'_>, run: &Run, task: &Task, began: Instant) -> Result<Option<WaitOutcome>> {
    let cycle = store::cycle::get(tx, &run.id)?;
    match watch::stop(tx, &cycle, run.epoch)? {
        Some(Stop::Overtaken) => return Ok(Some(WaitOutcome::Overtaken)),
        Some(Stop::Halted) => return Ok(Some(WaitOutcome::Halted)),
        None => {}
    }
    if task.reach != Reach::ByBus {
        return Ok(None);
    }
    let took = began.elapsed().as_secs_f64() * 1000.0;
    let command = message::get(tx, task.message)?;
    Ok(match command.response {
        Some(id) => Some(by_bus(&message::get(tx, id)?, Some(took))),
        None => given_up(&command),
    }
    .map(WaitOutcome::Answered))
}

/// The answer on behalf of an agent that returned its command permanently.
fn given_up(command: &Message) -> Option<Reply> {
    let reason = command.reason.as_deref().unwrap_or_default();
    let is_dead = command.delivery_state.status == MessageStatus::Dead;
    is_dead.then(|| Reply::missing(format!("gave its command back: {reason}")))
}
