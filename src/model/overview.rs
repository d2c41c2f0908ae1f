//! The overview: what an operator needs first, and which of it is degraded or an error. Facts of
//! one moment, and a verdict on them by a pure function.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::clock::Timestamp;
use super::cycle::Cycle;
use super::halt::{HaltInForce, HaltRef, HaltScope};
use super::health::{HealthRecord, HealthStatus};
use super::id::{AgentName, CycleId, MessageId};
use super::limits::Limits;
use super::message::Priority;
use super::mode::Mode;
use super::phase::Phase;
use super::process::{Remains, WHAT_TO_DO};
use super::text::truncate;
use super::waiting::Waiting;

/// The system as one moment shows it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The moment.
    pub at: Timestamp,
    /// The mode in which cycles start.
    pub mode: Mode,
    /// The halts in force, oldest first.
    pub halts: Vec<HaltInForce>,
    /// The cycles that have not ended.
    pub active: Vec<Cycle>,
    /// What those of them that wait for approval wait with.
    pub waiting: Vec<Waiting>,
    /// The newest cycle that has ended.
    pub last: Option<Cycle>,
    /// Whether a halt has hit that cycle; one that is cleared counts.
    pub last_was_hit: bool,
    /// What is recorded of each agent.
    pub health: Vec<HealthRecord>,
    /// What waits to be delivered.
    pub backlog: Backlog,
    /// The limits of the message bus.
    pub limits: Limits,
    /// What may run of agents that could not be killed.
    pub remains: Vec<Remains>,
}

/// What waits to be delivered, or has been and is not settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many messages wait for whom, with which priority; only where some do.
    pub pending: BTreeMap<(AgentName, Priority), u64>,
    /// The one of them that was sent first, and when.
    pub oldest: Option<(MessageId, Timestamp)>,
    /// How many messages are claimed, or held back by a delay.
    pub in_flight: u64,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know: somebody may want to do something.
    Note,
    /// Not all right.
    Wrong,
    /// Everything, or some of it, is halted.
    Halted,
}

impl Severity {
    /// Its name, as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Wrong => "error",
            Self::Halted => "halted",
        }
    }
}

/// How much of the system is halted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// No cycle starts or moves.
    Everything,
    /// Only some symbols or cycles are halted.
    Part,
}

/// What to do about a concern: one operation, which each interface names in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Look at the cycle.
    ShowCycle(CycleId),
    /// Settle what a process that died has left.
    RecoverCycles,
    /// Resume the cycle.
    ResumeCycle(CycleId),
    /// Approve what the cycle waits with.
    ApproveCycle {
        /// The cycle.
        cycle: CycleId,
        /// The digest of the shared state with which it began to wait.
        state: Option<String>,
    },
    /// Reset the health of the agent, once it is repaired.
    ResetHealth(AgentName),
    /// Look at the health of the agent.
    ShowHealth(AgentName),
    /// List the messages of the agent.
    ListMessages(AgentName),
    /// Clear the halt.
    ClearHalt(HaltRef),
    /// List the events about processes that could not be killed.
    ListSurvivors,
}

/// Something that an operator should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub what: String,
    /// What to do about it.
    pub next: Remedy,
}

impl Concern {
    fn new(severity: Severity, what: String, next: Remedy) -> Self {
        Self {
            severity,
            what,
            next,
        }
    }
}

impl Backlog {
    /// How many messages wait.
    pub fn total(&self) -> u64 {
        self.pending.values().sum()
    }

    /// How many with this priority.
    pub fn of_priority(&self, priority: Priority) -> u64 {
        let counts = self.pending.iter();
        let counts = counts.filter(|((_, of), _)| *of == priority);
        counts.map(|(_, count)| count).sum()
    }

    /// How many for this agent.
    pub fn of_agent(&self, agent: &AgentName) -> u64 {
        let counts = self.pending.iter();
        let counts = counts.filter(|((to, _), _)| to == agent);
        counts.map(|(_, count)| count).sum()
    }
}

impl Overview {
    /// What an operator should know of, the gravest first.
    pub fn concerns(&self) -> Vec<Concern> {
        let mut concerns: Vec<_> = self.halts.iter().flat_map(halted).collect();
        concerns.extend(self.active.iter().filter_map(|cycle| self.held_up(cycle)));
        concerns.extend(self.health.iter().filter_map(|record| self.unwell(record)));
        concerns.extend(self.full_inboxes());
        concerns.extend(self.remains.iter().map(not_killed));
        concerns.extend(self.last.iter().filter_map(ended_badly));
        concerns.extend(self.halted_in_execution());
        concerns.sort_by_key(|concern| Reverse(concern.severity));
        concerns
    }

    /// The highest severity, or `None` if everything is all right.
    pub fn severity(&self) -> Option<Severity> {
        let concerns = self.concerns();
        let severities = concerns.iter().map(|concern| concern.severity);
        severities.filter(|&one| one > Severity::Note).max()
    }

    /// What is halted: everything, or each scope that a halt in force has, once; empty
    /// where nothing is.
    pub fn halted(&self) -> Vec<&HaltScope> {
        let scopes = self.halts.iter().map(|status| &status.halt.scope);
        if let Some(all) = scopes.clone().find(|scope| **scope == HaltScope::Global) {
            return vec![all];
        }
        let mut halted = Vec::new();
        for scope in scopes {
            if !halted.contains(&scope) {
                halted.push(scope);
            }
        }
        halted
    }

    /// What is halted, in words, and how much of the system that is, or `None` if nothing is
    /// halted.
    pub fn halted_in_words(&self) -> Option<(Extent, String)> {
        let halted = self.halted();
        let extent = match halted.first()? {
            HaltScope::Global => Extent::Everything,
            HaltScope::Symbol(_) | HaltScope::Cycle(_) => Extent::Part,
        };
        let mut named: Vec<_> = halted.iter().take(3).map(ToString::to_string).collect();
        if let Some(more) = halted.len().checked_sub(3).filter(|more| *more > 0) {
            named.push(format!("{more} more"));
        }
        Some((extent, named.join(", ")))
    }

    /// What a cycle waits with, if it waits for approval.
    pub fn waiting(&self, cycle: &CycleId) -> Option<&Waiting> {
        self.waiting.iter().find(|waiting| waiting.cycle == *cycle)
    }

    /// Whether a cycle waits to be resumed: its shared state is approved as it is now.
    pub fn is_to_be_resumed(&self, cycle: &CycleId) -> bool {
        let waiting = self.waiting(cycle);
        waiting.is_some_and(|waiting| waiting.approved.is_some())
    }

    /// The last cycle, where it was halted without a halt (by a breach) and an order may be out.
    /// What a halt could not undo is shown as long as that halt is in force.
    fn halted_in_execution(&self) -> Option<Concern> {
        let cycle = self.last.as_ref()?;
        let is_halted = cycle.phase == Phase::Halted && !self.last_was_hit;
        if !is_halted || !cycle.may_have_order_out() {
            return None;
        }
        let (id, symbol) = (&cycle.id, &cycle.symbol);
        Some(Concern::new(
            Severity::Wrong,
            format!(
                "the last cycle, on {symbol}, was halted when it may have had an order out: ask \
                 the broker"
            ),
            Remedy::ShowCycle(id.clone()),
        ))
    }

    fn held_up(&self, cycle: &Cycle) -> Option<Concern> {
        let (id, symbol) = (&cycle.id, &cycle.symbol);
        if cycle.is_stalled(self.at) {
            // What may have been executed is not gone on with.
            let next = if cycle.outcome_is_unknown() {
                Remedy::RecoverCycles
            } else {
                Remedy::ResumeCycle(id.clone())
            };
            return Some(Concern::new(
                Severity::Wrong,
                format!(
                    "the process that ran {id} ({symbol}) is gone, in {}",
                    cycle.phase
                ),
                next,
            ));
        }
        let next = cycle.waiting_for()?;
        if self.is_to_be_resumed(id) {
            return Some(Concern::new(
                Severity::Note,
                format!(
                    "{id} ({symbol}) is approved to continue with {next}, and no process runs it"
                ),
                Remedy::ResumeCycle(id.clone()),
            ));
        }
        if self.waiting(id).is_some_and(|waiting| waiting.has_changed) {
            return Some(Concern::new(
                Severity::Note,
                format!(
                    "{id} ({symbol}) waits for approval before {next}, and its shared state has \
                     changed since it began to wait"
                ),
                Remedy::ShowCycle(id.clone()),
            ));
        }
        Some(Concern::new(
            Severity::Note,
            format!("{id} ({symbol}) waits for approval before {next}"),
            Remedy::ApproveCycle {
                cycle: id.clone(),
                state: cycle.shown().map(str::to_owned),
            },
        ))
    }

    /// An agent that fails is wrong at any time. One that is silent or slow is so
    /// only while there is work: an idle system has nothing to say.
    fn unwell(&self, record: &HealthRecord) -> Option<Concern> {
        let agent = &record.agent;
        let verdict = record.verdict(self.at);
        let next = match verdict.status {
            HealthStatus::Unhealthy => Remedy::ResetHealth(agent.clone()),
            HealthStatus::Unresponsive | HealthStatus::Degraded if !self.active.is_empty() => {
                Remedy::ShowHealth(agent.clone())
            }
            _ => return None,
        };
        let cause = verdict.cause.unwrap_or_default();
        let what = format!("{agent} is {}: {cause}", verdict.status);
        Some(Concern::new(Severity::Wrong, what, next))
    }

    fn full_inboxes(&self) -> Vec<Concern> {
        let agents = self.health.iter().map(|record| &record.agent);
        let is_full =
            |agent: &&AgentName| self.backlog.of_agent(agent) >= u64::from(self.limits.max_pending);
        agents
            .filter(is_full)
            .map(|agent| {
                let what = format!("the inbox of {agent} is full");
                Concern::new(Severity::Wrong, what, Remedy::ListMessages(agent.clone()))
            })
            .collect()
    }
}

/// What a halt could not undo comes before the word that lifts it.
fn halted(status: &HaltInForce) -> Vec<Concern> {
    let HaltInForce {
        halt, not_undone, ..
    } = status;
    let id = halt.reference();
    let out = not_undone.iter().map(|cycle| {
        let what = format!("halt {id} came when {cycle} may have had an order out: ask the broker");
        Concern::new(Severity::Halted, what, Remedy::ShowCycle(cycle.clone()))
    });
    let (scope, reason) = (&halt.scope, halt.signed_reason());
    let in_force = Concern::new(
        Severity::Halted,
        format!("halt {id} is in force on {scope} ({reason})"),
        Remedy::ClearHalt(id),
    );
    out.chain([in_force]).collect()
}

fn not_killed(remains: &Remains) -> Concern {
    Concern::new(
        Severity::Wrong,
        format!("{remains}; {WHAT_TO_DO}"),
        Remedy::ListSurvivors,
    )
}

fn ended_badly(cycle: &Cycle) -> Option<Concern> {
    if cycle.phase != Phase::Failed {
        return None;
    }
    let why = cycle
        .errors
        .first()
        .map(|why| format!(": {}", truncate(why)));
    let what = format!(
        "the last cycle, on {}, failed{}",
        cycle.symbol,
        why.unwrap_or_default()
    );
    Some(Concern::new(
        Severity::Note,
        what,
        Remedy::ShowCycle(cycle.id.clone()),
    ))
}
