//! Cycles: one run of analyse, validate, execute, monitor for one symbol.

use std::str::FromStr;

use serde_json::json;

use super::answer::AnswerStatus;
use super::clock::Timestamp;
use super::error::{Error, Field, Result};
use super::id::{AgentName, CycleId, MessageId, Symbol};
use super::json::Json;
use super::mode::Mode;
use super::phase::{Phase, Worker};
use super::text;
use super::words::words;

/// A cycle as it is named: by its id, or as the newest one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CycleRef {
    /// The cycle with this id.
    Id(CycleId),
    /// The newest cycle, or the newest of a symbol: `latest` and `latest:SYMBOL`.
    Latest(Option<Symbol>),
}

impl FromStr for CycleRef {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.split_once(':') {
            None if text == "latest" => Ok(Self::Latest(None)),
            Some(("latest", symbol)) => symbol.parse().map(|symbol| Self::Latest(Some(symbol))),
            _ => text
                .parse()
                .map(Self::Id)
                .map_err(|problem| format!("{problem}, or is `latest` or `latest:SYMBOL`")),
        }
    }
}

/// The name of a trading strategy: 1 to 100 characters, none a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategyName(String);

impl StrategyName {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StrategyName {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        if name.trim().is_empty() || name.chars().count() > 100 {
            Err("the name of a strategy has 1 to 100 characters".to_owned())
        } else if name.chars().any(char::is_control) {
            Err("the name of a strategy cannot hold control characters".to_owned())
        } else {
            Ok(Self(name.to_owned()))
        }
    }
}

/// An amount of money in the currency of the account: finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Balance(f64);

impl Balance {
    /// The peak of an account of which only the balance is known: the balance,
    /// and no less than the 10,000 that an account has by default.
    #[must_use]
    pub const fn default_peak(self) -> Self {
        Self(self.0.max(10_000.0))
    }

    /// The amount.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl FromStr for Balance {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.parse::<f64>() {
            Ok(amount) if amount.is_finite() && amount >= 0.0 => Ok(Self(amount.abs())),
            _ => Err("a balance is a finite number, 0 or more".to_owned()),
        }
    }
}

/// The account a cycle works for: its balance, and the highest it ever was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    balance: Balance,
    peak: Balance,
}

impl Account {
    /// An account; the peak is never below the balance.
    pub fn new(balance: Balance, peak: Balance) -> Result<Self> {
        if peak < balance {
            return Err(Error::InvalidValue {
                field: Field::PeakBalance,
                problem: format!(
                    "the peak ({}) is below the account balance ({})",
                    peak.get(),
                    balance.get()
                ),
            });
        }
        Ok(Self { balance, peak })
    }

    /// The balance now.
    pub const fn balance(self) -> f64 {
        self.balance.get()
    }

    /// The highest balance ever.
    pub const fn peak(self) -> f64 {
        self.peak.get()
    }
}

/// What a cycle is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCycle {
    /// What is traded.
    pub symbol: Symbol,
    /// The strategies to evaluate; may be empty.
    pub strategies: Vec<StrategyName>,
    /// The account.
    pub account: Account,
    /// The mode asked for; none takes the system's.
    pub mode: Option<Mode>,
    /// The phases before which the cycle waits for approval.
    pub gates: Vec<Phase>,
}

/// The process that runs a cycle. Until its lease is over, nobody else moves
/// the cycle; who takes over afterwards raises the epoch, and writes that carry
/// an older epoch are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// Which process, for people to read.
    pub owner: String,
    /// Until when nobody else may move the cycle.
    pub lease_until: Timestamp,
}

/// A cycle as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Its id.
    pub id: CycleId,
    /// What is traded.
    pub symbol: Symbol,
    /// Its mode, fixed at its start.
    pub mode: Mode,
    /// Its phase.
    pub phase: Phase,
    /// Whether a halt has hit it. Once set, never taken back.
    pub halt_requested: bool,
    /// `AGENT: REASON` of the first halt that hit it.
    pub halt_reason: Option<String>,
    /// The phases before which it waits for approval.
    pub gates: Vec<Phase>,
    /// Who runs it, if a process does.
    pub ownership: Option<Ownership>,
    /// Goes up whenever the cycle changes hands.
    pub epoch: u64,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended, however it ended.
    pub completed_at: Option<Timestamp>,
    /// What it was completed with.
    pub result: Option<Json>,
    /// Why it failed.
    pub errors: Vec<String>,
    /// The phases it went through, in order, with what was done in each.
    pub phases: Vec<PhaseRecord>,
}

/// What is recorded of one phase of one cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseRecord {
    /// The phase.
    pub phase: Phase,
    /// When the cycle entered it.
    pub entered_at: Timestamp,
    /// When the cycle left it.
    pub left_at: Option<Timestamp>,
    /// The command that was sent to the agent of the phase.
    pub command: Option<MessageId>,
    /// How often a command was sent to it.
    pub attempts: u32,
    /// What the agent answered to the latest, and when.
    pub answer: Option<(AnswerStatus, Timestamp)>,
    /// While the cycle waits for approval to go on from here: the digest of the
    /// shared state that was shown.
    pub shown: Option<String>,
    /// The approval to go on from here.
    pub approval: Option<Approval>,
    /// The last of what the program of its agent said on stderr, at all attempts
    /// together: at most [`STDERR_BYTES`] bytes.
    pub stderr: Option<String>,
}

/// How much of what a program says on stderr is kept with its phase: 4 KiB.
pub const STDERR_BYTES: usize = 4096;

/// What is kept of what a program said on stderr: the last of it, as text. `None` if it said
/// nothing.
pub fn kept_stderr(said: &[u8]) -> Option<String> {
    let from = said.len().saturating_sub(STDERR_BYTES);
    let mut last = &said[from..];
    if from > 0 {
        // What is left of a character that was cut.
        let rest = last
            .iter()
            .take(3)
            .take_while(|byte| (0x80..0xc0).contains(*byte));
        last = &last[rest.count()..];
    }
    // The tools of SQLite end a text at a NUL.
    let text = String::from_utf8_lossy(last).replace('\0', "\u{fffd}");
    let text = text::tail(&text, STDERR_BYTES);
    (!text.trim().is_empty()).then(|| text.to_owned())
}

impl PhaseRecord {
    /// Whether its agent has answered that the work is done: only then may the
    /// cycle go on from here.
    pub fn is_done(&self) -> bool {
        matches!(self.answer, Some((AnswerStatus::Ok, _)))
    }
}

words! {
    /// How an approval came about.
    ApprovedHow, by word, "an approval is by":
    /// A person gave it by a command: `cycle approve`, or `cycle advance` without a gate.
    Person = "person",
    /// The pipeline went on by itself, since no gate asked for a person.
    Pipeline = "pipeline",
}

/// The approval of what a phase left in the shared state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// In whose name.
    pub by: AgentName,
    /// Whether a person gave it, or `None` if an earlier version did not note that.
    pub how: Option<ApprovedHow>,
    /// When.
    pub at: Timestamp,
    /// The digest of the shared state that was approved, in hexadecimal.
    pub state_digest: String,
}

impl Cycle {
    /// The error where its process is gone, and that must be resolved first.
    pub fn stalled(&self) -> Error {
        Error::CycleStalled {
            symbol: self.symbol.clone(),
            cycle: self.id.clone(),
            phase: self.phase,
        }
    }

    /// Whether the cycle may move to `to`; the refusal says why not.
    pub fn check_move(&self, to: Phase) -> Result<()> {
        self.check_open()?;
        if self.phase.may_move_to(to) {
            return Ok(());
        }
        Err(Error::IllegalMove {
            cycle: self.id.clone(),
            from: self.phase,
            to,
        })
    }

    /// Whether the cycle has not ended.
    pub fn check_open(&self) -> Result<()> {
        if self.phase.is_end() {
            return Err(Error::CycleEnded {
                cycle: self.id.clone(),
                phase: self.phase,
            });
        }
        Ok(())
    }

    /// Whether each phase that it left had the `ok` of its agent recorded, where the pipeline had
    /// sent that a command: a rejection cannot be bypassed.
    pub fn check_answered(&self) -> Result<()> {
        let left = self.phases.iter().filter(|record| record.left_at.is_some());
        for record in left {
            if let Some(command) = record.command.filter(|_| !record.is_done()) {
                return Err(Error::PhaseUnanswered {
                    cycle: self.id.clone(),
                    phase: record.phase,
                    command,
                });
            }
        }
        Ok(())
    }

    /// The command of its phase, while that has no recorded `ok`.
    pub fn unanswered(&self) -> Option<MessageId> {
        let record = self.current().filter(|record| !record.is_done())?;
        record.command
    }

    /// The refusal to leave a phase whose agent has not answered `command`.
    pub fn not_answered(&self, command: MessageId, agent: AgentName) -> Error {
        Error::CommandUnanswered {
            cycle: self.id.clone(),
            phase: self.phase,
            agent,
            command,
        }
    }

    /// Its current phase, or the last one before it ended.
    pub fn current(&self) -> Option<&PhaseRecord> {
        self.phases.last()
    }

    /// Whether the next phase may only begin once it was approved.
    pub fn is_gated(&self) -> bool {
        self.phase
            .next()
            .is_some_and(|next| self.gates.contains(&next))
    }

    /// The digest of the shared state that it shows, while it waits for the approval of that.
    pub fn shown(&self) -> Option<&str> {
        let is_still = !self.phase.is_end() && self.ownership.is_none();
        self.current().filter(|_| is_still)?.shown.as_deref()
    }

    /// The phase that waits for approval, if one does.
    pub fn waiting_for(&self) -> Option<Phase> {
        self.shown().and_then(|_| self.phase.next())
    }

    /// Whether the shared state with this digest was approved to go on with.
    pub fn is_approved(&self, digest: &str) -> bool {
        let approval = self.current().and_then(|record| record.approval.as_ref());
        approval.is_some_and(|approval| approval.state_digest == digest)
    }

    /// Whether the process that ran it has given no sign of life for too long.
    pub fn is_stalled(&self, now: Timestamp) -> bool {
        let ownership = self.ownership.as_ref();
        !self.phase.is_end() && ownership.is_some_and(|ownership| ownership.lease_until <= now)
    }

    /// Whether its outcome is unknown: it is in `execution`, and no answer is recorded.
    pub fn outcome_is_unknown(&self) -> bool {
        self.phase == Phase::Execution
            && self.current().is_none_or(|record| record.answer.is_none())
    }

    /// Whether its execution agent was given a command: an order may be out.
    pub fn may_have_order_out(&self) -> bool {
        let mut records = self.phases.iter();
        records.any(|record| record.phase == Phase::Execution && record.command.is_some())
    }

    /// The phases of work that the cycle went through and left for the next.
    pub fn phases_completed(&self) -> Vec<Phase> {
        let reached = match self.phase {
            Phase::Completed => self.phases.len(),
            // An active phase, or the one in which the cycle was stopped, is not done.
            _ => self.phases.len().saturating_sub(1),
        };
        self.phases[..reached]
            .iter()
            .map(|record| record.phase)
            .filter(|&phase| phase != Phase::Initializing)
            .collect()
    }

    /// The work that the cycle went through and left for the next: what a result calls the
    /// phases completed, in the words of the source.
    pub fn work_completed(&self) -> Vec<&'static str> {
        let phases = self.phases_completed().into_iter();
        phases
            .filter_map(Phase::worker)
            .map(Worker::as_str)
            .collect()
    }

    /// The result with which the pipeline completes a cycle in its last phase.
    pub fn final_result(&self) -> Json {
        Json::from_value(&json!({
            "cycle_id": self.id.as_str(),
            "success": true,
            "phases_completed": self.work_completed(),
            "errors": [],
            "halt_reason": null,
            "mode": self.mode.as_str(),
        }))
    }

    /// What it was completed with, as it is shown. One that the pipeline of an earlier
    /// version has stored gets the fields and words of today; all others are as stored.
    pub fn shown_result(&self) -> Option<Json> {
        let stored = self.result.as_ref()?;
        let earlier = json!({
            "cycle_id": self.id.as_str(),
            "success": true,
            "phases_completed": [
                "strategy_analysis", "risk_validation", "execution", "monitoring",
            ],
            "errors": [],
            "halt_reason": null,
        });
        if self.phase == Phase::Completed && stored.to_value() == earlier {
            return Some(self.final_result());
        }
        Some(stored.clone())
    }

    /// The agents of the cycle and what each is doing, worked out from the
    /// phases: `pending`, `active`, then `ok`, `rejected`, `error`, or `done`
    /// when the phase passed without a recorded answer. An agent that was at
    /// work when the cycle was stopped is `stopped`.
    pub fn active_agents(&self) -> Vec<(AgentName, &'static str)> {
        let supervisor = if self.phase.is_end() {
            "done"
        } else {
            "active"
        };
        let mut agents = vec![(AgentName::supervisor(), supervisor)];
        let works = |worker: &Worker| (worker.name(), self.work_status(worker.phase()));
        agents.extend(Worker::ALL.iter().map(works));
        agents
    }

    fn work_status(&self, phase: Phase) -> &'static str {
        let record = self.phases.iter().find(|record| record.phase == phase);
        match record {
            None => "pending",
            Some(PhaseRecord {
                answer: Some((status, _)),
                ..
            }) => status.as_str(),
            Some(_) if self.phase == phase => "active",
            Some(_) if self.phases_completed().contains(&phase) => "done",
            Some(_) => "stopped",
        }
    }
}

/// The mode of a cycle for which `asked` was asked in a system that is in mode `system`:
/// a cycle may always ask for more care than the system, never for less.
pub fn mode_for_cycle(system: Mode, asked: Option<Mode>) -> Result<Mode> {
    match asked {
        Some(asked) if asked > system => Err(Error::ModeNotAllowed { asked, system }),
        Some(asked) => Ok(asked),
        None => Ok(system),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_may_ask_for_more_care_and_never_for_less() {
        use Mode::{Autonomous, Guide};
        assert_eq!(mode_for_cycle(Guide, None).unwrap(), Guide);
        assert_eq!(mode_for_cycle(Autonomous, None).unwrap(), Autonomous);
        assert_eq!(mode_for_cycle(Autonomous, Some(Guide)).unwrap(), Guide);
        assert_eq!(mode_for_cycle(Guide, Some(Guide)).unwrap(), Guide);
        assert!(mode_for_cycle(Guide, Some(Autonomous)).is_err());
    }

    #[test]
    fn of_stderr_the_last_4_kib_are_kept_as_text() {
        assert_eq!(kept_stderr(b""), None);
        assert_eq!(kept_stderr(b" \n"), None);
        assert_eq!(kept_stderr(b"a\0\xffb\n").unwrap(), "a\u{fffd}\u{fffd}b\n");
        let kept = kept_stderr("é".repeat(3000).as_bytes()).unwrap();
        assert_eq!(kept, "é".repeat(2048));
        let cut = kept_stderr(("é".repeat(3000) + "x").as_bytes()).unwrap();
        assert_eq!(cut, "é".repeat(2047) + "x");
        let kept = kept_stderr(&[0xff; 5000]).unwrap();
        assert!(kept.len() <= STDERR_BYTES && kept.chars().all(|c| c == '\u{fffd}'));
    }

    #[test]
    fn a_balance_is_finite_and_not_negative_and_the_peak_not_below_it() {
        for bad in ["-1", "NaN", "inf", "1e999", "", "x"] {
            assert!(bad.parse::<Balance>().is_err(), "{bad}");
        }
        let low: Balance = "1".parse().unwrap();
        let high: Balance = "2".parse().unwrap();
        assert!(Account::new(low, high).is_ok());
        assert!(Account::new(low, low).is_ok());
        assert!(Account::new(high, low).is_err());
        assert!("-0".parse::<Balance>().unwrap().get().is_sign_positive());
    }
}
