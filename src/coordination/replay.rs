//! Replay: runs the pipeline again on what the agents of an earlier cycle
//! answered, and compares. Same answers, same transitions, same end: that is what
//! deterministic means here.

use std::cell::Cell;

use serde_json::Value;
use uuid::Uuid;

use super::pipeline::{
    CoordinationPipeline, DriverSet, PHASE_TIMEOUT, Plan, Reply, ReplySource, Unattended,
};
use super::{breach, on_system};
use crate::model::answer::{Answer, AnswerStatus};
use crate::model::caller::Caller;
use crate::model::clock::{Clock, Timestamp};
use crate::model::cycle::{Account, Balance, Cycle, NewCycle};
use crate::model::error::{Error, Field};
use crate::model::events::{Event, ModeSet};
use crate::model::id::{CycleId, IdSource, StateKey};
use crate::model::message::Message;
use crate::model::mode::Mode;
use crate::model::operation::Action;
use crate::model::phase::{Phase, Worker};
use crate::model::sources::Sources;
use crate::store::audit::{self, Filter};
use crate::store::{ReadTx, Result, Store, cycle, message, setting, shared_state};

/// What an earlier cycle was started with, and what its agents answered.
#[derive(Clone, Debug)]
pub struct Recording {
    ended: Ended,
    new: NewCycle,
    replies: Vec<(Worker, Reply)>,
}

impl Recording {
    /// Reads the record of a cycle.
    pub fn read(store: &mut Store, id: &CycleId) -> Result<Self> {
        store.read(|tx| {
            let cycle = cycle::get(tx, id)?;
            Ok(Self {
                new: inputs(tx, &cycle)?,
                replies: replies(tx, id)?,
                ended: Ended::read(tx, cycle)?,
            })
        })
    }

    /// What one agent answered, command by command.
    pub fn replies<C: FromIterator<Reply>>(&self, of: Worker) -> C {
        let replies = self.replies.iter().filter(|(worker, _)| *worker == of);
        replies.map(|(_, reply)| reply.clone()).collect()
    }

    /// Puts another answer in the place of the last of an agent.
    pub fn replace(&mut self, of: Worker, answer: Answer) {
        let last = self
            .replies
            .iter_mut()
            .rev()
            .find(|(worker, _)| *worker == of);
        let reply = Reply {
            answer,
            response_ms: None,
            source: ReplySource::Agent,
        };
        match last {
            Some((_, replaced)) => *replaced = reply,
            None => self.replies.push((of, reply)),
        }
    }

    /// A clock and ids that give the replay the id of the cycle it replays.
    pub fn sources(&self) -> impl Sources + use<> {
        let random = self.ended.cycle.id.as_str().rsplit('_').next();
        let random = random.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        Again {
            now: self.ended.cycle.started_at,
            random: Cell::new(u128::from(random.unwrap_or_default())),
        }
    }

    /// Runs the pipeline again, in a database of its own, with a drivers that gives
    /// the recorded answers.
    pub fn replay(&self, store: &mut Store, drivers: DriverSet) -> Result<Replayed> {
        let caller = Caller::supervisor();
        if self.ended.cycle.mode == Mode::Autonomous {
            // Not announced: that would take the id that the cycle is to get again.
            store.write(&on_system(&caller, Action::ModeSet), |tx| {
                setting::set_mode(tx, Mode::Autonomous)?;
                let event = Event::ModeSet(ModeSet {
                    from: Mode::Guide,
                    messages: Vec::new(),
                    reason: "as recorded".to_owned(),
                    to: Mode::Autonomous,
                });
                tx.record(&event, "mode")
            })?;
        }
        let asked = |worker| self.replies.iter().filter(|(of, _)| *of == worker).count();
        let most = asked(Worker::Strategy).max(asked(Worker::Risk));
        let plan = Plan {
            phase_timeout: PHASE_TIMEOUT,
            retries: u32::try_from(most.saturating_sub(1)).unwrap_or(u32::MAX),
        };
        let owner = "the replay".to_owned();
        let outcome =
            CoordinationPipeline::new(store, caller, owner, drivers, plan, Box::new(Unattended))
                .execute_cycle(&self.new)?;
        store.read(|tx| {
            Ok(Replayed {
                missing: missing(tx, &outcome.cycle.id)?,
                ended: Ended::read(tx, outcome.cycle)?,
            })
        })
    }

    /// Compares the replay with the record. `exhausted` is why an answer is missing where
    /// the record has no more: there the comparison ends.
    pub fn compare(&self, again: &Replayed, exhausted: &str) -> Comparison {
        let is_cut = again.missing.iter().any(|problem| problem == exhausted);
        let mut replayed = steps(&again.ended.cycle);
        if is_cut {
            replayed.pop();
        }
        let recorded = steps(&self.ended.cycle);
        let count = recorded.len().max(replayed.len());
        let steps = (0..count).map(|at| Step {
            recorded: recorded.get(at).copied(),
            replayed: replayed.get(at).copied(),
        });
        Comparison {
            cycle: self.ended.cycle.id.clone(),
            steps: steps.collect(),
            ends: (!is_cut).then(|| [self.ended.in_words(), again.ended.in_words()]),
        }
    }
}

/// What came out when a cycle was replayed.
#[derive(Debug)]
pub struct Replayed {
    ended: Ended,
    /// Why answers are missing.
    missing: Vec<String>,
}

/// A cycle that has ended, and whether a breach of its mode has halted it.
#[derive(Clone, Debug)]
struct Ended {
    cycle: Cycle,
    by_breach: bool,
}

impl Ended {
    fn read(tx: &ReadTx<'_>, cycle: Cycle) -> Result<Self> {
        let by_breach = breach::has_halted(tx, &cycle)?;
        Ok(Self { cycle, by_breach })
    }

    /// How the cycle ended, as far as that follows from its answers.
    fn in_words(&self) -> String {
        let cycle = &self.cycle;
        // Who has found a breach does not follow from the answers.
        if self.by_breach {
            return format!("{} (breach of guide mode)", cycle.phase);
        }
        let why = cycle.halt_reason.iter().chain(&cycle.errors);
        let result = cycle.shown_result().map(|result| result.to_string());
        let said: Vec<_> = why.cloned().chain(result).collect();
        format!("{} ({})", cycle.phase, said.join("; "))
    }
}

/// A phase, and how its agent answered, if it has one and that did.
pub type Answered = (Phase, Option<AnswerStatus>);

/// One step of the record beside the same one of the replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was recorded.
    pub recorded: Option<Answered>,
    /// What came out again.
    pub replayed: Option<Answered>,
}

/// How a replay compares with the record.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The cycle.
    pub cycle: CycleId,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// How the record ends and how the replay does; none where the record has no
    /// answer to go on with, since the cycle was ended from outside.
    pub ends: Option<[String; 2]>,
}

impl Comparison {
    /// Where the replay departs from the record, if it does.
    pub fn departs(&self) -> Option<String> {
        let phase = |answered: Option<Answered>| {
            answered.map_or_else(|| "nothing".to_owned(), |answered| say(&answered))
        };
        let step = self
            .steps
            .iter()
            .find(|step| step.recorded != step.replayed);
        if let Some(step) = step {
            return Some(format!(
                "recorded was {}, and the replay has {}",
                phase(step.recorded),
                phase(step.replayed)
            ));
        }
        match &self.ends {
            Some([recorded, replayed]) if recorded != replayed => Some(format!(
                "the recorded end is {recorded}, and that of the replay {replayed}"
            )),
            _ => None,
        }
    }
}

/// A step in words.
pub fn say((phase, answer): &Answered) -> String {
    match answer {
        Some(answer) => format!("{phase}: {answer}"),
        None => phase.to_string(),
    }
}

/// The steps that the answers have led to: up to the first phase in which the cycle
/// was moved on or stopped without one.
fn steps(cycle: &Cycle) -> Vec<Answered> {
    let records = cycle.phases.iter();
    records
        .take_while(|record| record.answer.is_some() || record.phase.worker().is_none())
        .map(|record| (record.phase, record.answer.map(|(status, _)| status)))
        .collect()
}

/// Why answers to the commands of a cycle are missing, in their order.
fn missing(tx: &ReadTx<'_>, id: &CycleId) -> Result<Vec<String>> {
    let about = Filter {
        subject: Some(id.to_string()),
        kind: Some(Action::AnswerMissing.as_str().to_owned()),
        limit: u32::MAX,
        ..Filter::default()
    };
    let events = audit::latest(tx, &about)?;
    let problems = events.iter().filter_map(|event| match Event::from(event) {
        Event::AnswerMissing(missing) => Some(missing.problem),
        _ => None,
    });
    Ok(problems.collect())
}

/// What the cycle was started with, as its supervisor wrote it.
fn inputs(tx: &ReadTx<'_>, cycle: &Cycle) -> Result<NewCycle> {
    let first = |key| -> Result<Value> {
        let key = StateKey::from_static(key);
        let versions = shared_state::history(tx, &cycle.id, &key)?;
        Ok(versions
            .first()
            .map(|entry| entry.value.to_value())
            .unwrap_or_default())
    };
    let names = first("strategies")?;
    let names = names.as_array().cloned().unwrap_or_default();
    let strategies = names.iter().filter_map(Value::as_str).map(str::parse);
    let balance = |key| -> Result<Balance> {
        Ok(first(key)?
            .to_string()
            .parse()
            .map_err(|problem: String| odd(&problem))?)
    };
    Ok(NewCycle {
        symbol: cycle.symbol.clone(),
        strategies: strategies
            .collect::<std::result::Result<_, _>>()
            .map_err(|problem: String| odd(&problem))?,
        account: Account::new(balance("account_balance")?, balance("peak_balance")?)?,
        mode: Some(cycle.mode),
        gates: Vec::new(),
    })
}

fn odd(problem: &str) -> Error {
    Error::InvalidValue {
        field: Field::Cycle,
        problem: format!("what the cycle was started with cannot be read: {problem}"),
    }
}

/// What the agents answered to the commands of a cycle, in their order. A command
/// that was neither answered nor given up on has no reply.
fn replies(tx: &ReadTx<'_>, id: &CycleId) -> Result<Vec<(Worker, Reply)>> {
    let mut replies = Vec::new();
    for command in message::commands_of(tx, id)? {
        let Ok(worker) = command.to.as_str().parse::<Worker>() else {
            continue;
        };
        if let Some(reply) = reply(tx, &command)? {
            replies.push((worker, reply));
        }
    }
    Ok(replies)
}

fn reply(tx: &ReadTx<'_>, command: &Message) -> Result<Option<Reply>> {
    // What was given up on stays that, whatever came later.
    if let Some(reason) = &command.reason {
        return Ok(Some(Reply::missing(reason.clone())));
    }
    let Some(response) = command.response else {
        return Ok(None);
    };
    let payload = message::get(tx, response)?.payload;
    Ok(Some(Reply {
        answer: Answer::replied(payload),
        response_ms: None,
        source: ReplySource::Agent,
    }))
}

/// The time and the ids of an earlier cycle, again.
struct Again {
    now: Timestamp,
    random: Cell<u128>,
}

impl Clock for Again {
    fn now(&self) -> Timestamp {
        self.now
    }
}

impl IdSource for Again {
    fn uuid(&self) -> Uuid {
        let random = self.random.get();
        self.random.set(random + 1);
        Uuid::from_u128(random)
    }
}
