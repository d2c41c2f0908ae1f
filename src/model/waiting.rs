//! What a cycle that waits for approval waits with, and what an approval leads to. A
//! person decides on this: it is told in words, from what is recorded.

use std::collections::BTreeMap;

use super::agent::AgentName;
use super::clock::Timestamp;
use super::cycle::{Cycle, CycleId, Symbol};
use super::driver::Drivers;
use super::json::Json;
use super::mode::Mode;
use super::phase::{Phase, Worker};
use super::shared_state::StateKey;

/// The most members of the data of an answer that are told.
const MEMBERS: usize = 4;

/// The most characters that are told of one value, of a message, and of a command line.
const VALUE_CHARS: usize = 40;
const MESSAGE_CHARS: usize = 160;
const DRIVER_CHARS: usize = 60;

/// A cycle that waits for approval.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The cycle.
    pub cycle: CycleId,
    /// What is traded.
    pub symbol: Symbol,
    /// Its mode.
    pub mode: Mode,
    /// The phase that begins once it is approved.
    pub before: Phase,
    /// The digest of the shared state with which it waits, from which the answers are read.
    pub state: String,
    /// Whether that is not the state with which it began to wait.
    pub has_changed: bool,
    /// Who approved that state, and when, if somebody has.
    pub approved: Option<(AgentName, Timestamp)>,
    /// What the agents of the phases so far have answered, in the order of the phases.
    pub answers: Vec<AnswerInBrief>,
}

/// How the agents are reached when a cycle goes on. That is not recorded: whoever resumes
/// the cycle says so.
#[derive(Clone, Copy, Debug)]
pub enum GoesOn<'d> {
    /// With these drivers: the process that asks goes on by itself.
    With(&'d Drivers),
    /// With these, which are configured, unless others are named.
    AsConfigured(&'d Drivers),
}

/// What an agent answered, as far as it fits into a few lines.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerInBrief {
    /// The agent.
    pub worker: Worker,
    /// The status, as it is recorded; none where no answer is.
    pub status: Option<String>,
    /// The word for people.
    pub message: String,
    /// The first members of the data, to the letter, each cut where it is long.
    pub data: Vec<(String, String)>,
    /// Whether there are more of them.
    pub has_more: bool,
}

impl Waiting {
    /// What the cycle waits with, if it waits. `results` are the answers in its shared state,
    /// by key, and `digest` is that of the state.
    pub fn of(cycle: &Cycle, results: &BTreeMap<String, Json>, digest: &str) -> Option<Self> {
        let (before, shown) = (cycle.waiting_for()?, cycle.shown()?);
        let approval = cycle.current().and_then(|record| record.approval.as_ref());
        let approval = approval.filter(|approval| approval.state_digest == digest);
        let workers = cycle
            .phases
            .iter()
            .filter_map(|record| record.phase.worker());
        let answers = workers.map(|worker| {
            let key = StateKey::result_of(&worker.name());
            AnswerInBrief::of(worker, results.get(key.as_str()))
        });
        Some(Self {
            cycle: cycle.id.clone(),
            symbol: cycle.symbol.clone(),
            mode: cycle.mode,
            before,
            state: digest.to_owned(),
            has_changed: digest != shown,
            approved: approval.map(|approval| (approval.by.clone(), approval.at)),
            answers: answers.collect(),
        })
    }

    /// The agent that is asked next; none where that is the supervisor itself.
    pub const fn next_worker(&self) -> Option<Worker> {
        self.before.worker()
    }

    /// What the agent that is asked next is told to do with an order.
    pub const fn next_task(&self) -> Option<&'static str> {
        match self.next_worker() {
            Some(_) => Some(self.mode.task()),
            None => None,
        }
    }

    /// Whether an order may be placed in what comes next.
    pub fn may_place_order(&self) -> bool {
        self.before == Phase::Execution && self.mode == Mode::Autonomous
    }

    /// How the agent that is asked next is reached.
    pub fn next_driver(&self, by: GoesOn<'_>) -> Option<String> {
        let (GoesOn::With(drivers) | GoesOn::AsConfigured(drivers)) = by;
        let driver = drivers.get(self.next_worker()?);
        Some(cut(&driver.to_string(), DRIVER_CHARS))
    }

    /// What happens once it is approved and goes on.
    pub fn next_in_words(&self, by: GoesOn<'_>) -> String {
        let Some(worker) = self.next_worker() else {
            return "the supervisor completes the cycle; no agent is asked".to_owned();
        };
        let driver = self.next_driver(by).unwrap_or_default();
        let unless = match by {
            GoesOn::With(_) => "",
            GoesOn::AsConfigured(_) => ", unless `cycle resume` is given another --agent",
        };
        let what = match (worker, self.mode) {
            (Worker::Execution, Mode::Autonomous) => {
                "the command to `execute` in autonomous mode: an order may be placed"
            }
            (Worker::Execution, Mode::Guide) => {
                "the command to `propose` in guide mode: no order may be placed"
            }
            (Worker::Risk, _) => "the command to validate what strategy answered",
            (Worker::Strategy, _) => "the command to analyze the market",
        };
        format!("{worker} ({driver}{unless}) is given {what}")
    }

    /// Where it stands with its approval.
    pub fn approval_in_words(&self) -> String {
        let before = self.before;
        match (&self.approved, self.has_changed) {
            (Some((by, at)), _) => {
                format!("approved by {by} at {at}; nothing runs it until it is resumed")
            }
            (None, true) => format!(
                "waits for approval before {before}; its shared state has changed since it began \
                 to wait"
            ),
            (None, false) => format!("waits for approval before {before}"),
        }
    }

    /// All of it in one line, the gravest first.
    pub fn in_a_line(&self) -> String {
        let risk = match (self.before, self.mode) {
            (Phase::Execution, Mode::Autonomous) => " (autonomous: an order may be placed)",
            (Phase::Execution, Mode::Guide) => " (guide: only a proposal)",
            _ => "",
        };
        let stands = if self.approved.is_some() {
            "approved, to be resumed with"
        } else {
            "waits before"
        };
        let answers = self.answers.iter().map(|answer| {
            let message = cut(&answer.message, VALUE_CHARS);
            let status = answer.status_in_words();
            let message = Some(message).filter(|message| !message.is_empty());
            let message = message.map(|message| format!(", {message}"));
            format!(
                "; {} {status}{}",
                answer.worker,
                message.unwrap_or_default()
            )
        });
        format!(
            "{stands} {}{risk}{}",
            self.before,
            answers.collect::<String>()
        )
    }
}

impl AnswerInBrief {
    fn of(worker: Worker, result: Option<&Json>) -> Self {
        let members: BTreeMap<String, Json> = result
            .map(|result| result.members().into_iter().collect())
            .unwrap_or_default();
        let text = |key: &str| {
            let value = members.get(key).map(Json::to_value);
            value.and_then(|value| value.as_str().map(str::to_owned))
        };
        let data = members.get("data").map(Json::members).unwrap_or_default();
        let first = data.iter().take(MEMBERS);
        Self {
            worker,
            status: text("status"),
            message: cut(&text("message").unwrap_or_default(), MESSAGE_CHARS),
            data: first
                .map(|(key, value)| (cut(key, VALUE_CHARS), cut(value.as_str(), VALUE_CHARS)))
                .collect(),
            has_more: data.len() > MEMBERS,
        }
    }

    /// How its work ended, or that nobody has recorded that.
    pub fn status_in_words(&self) -> &str {
        self.status.as_deref().unwrap_or("no answer on record")
    }

    /// The first members of the data; none where there are none.
    pub fn data_in_words(&self) -> Option<String> {
        let members = self
            .data
            .iter()
            .map(|(key, value)| format!("{key} {value}"));
        let more = self.has_more.then(|| "…".to_owned());
        let words: Vec<_> = members.chain(more).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The answer in words: status, message and data.
    pub fn in_words(&self) -> String {
        let message = Some(&self.message).filter(|message| !message.is_empty());
        let message = message.map(|message| format!(": {message}"));
        let data = self.data_in_words().map(|data| format!(" ({data})"));
        format!(
            "{} {}{}{}",
            self.worker,
            match &self.status {
                Some(status) => format!("answered {status}"),
                None => "has no answer on record".to_owned(),
            },
            message.unwrap_or_default(),
            data.unwrap_or_default()
        )
    }
}

/// The beginning of a text on one line.
fn cut(text: &str, chars: usize) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> AnswerInBrief {
        AnswerInBrief::of(Worker::Strategy, Some(&Json::parse(text).unwrap()))
    }

    #[test]
    fn the_first_members_of_the_data_are_told_in_their_order_and_to_the_letter() {
        let answer = brief(
            r#"{"status":"ok","message":"go","data":{"side":"BUY","size":0.50,"b":1,"a":[2],"z":3}}"#,
        );
        assert_eq!(
            answer.in_words(),
            r#"strategy answered ok: go (side "BUY", size 0.50, b 1, a [2], …)"#
        );
        let long = brief(&format!(
            r#"{{"status":"ok","data":{{"why":"{}"}}}}"#,
            "é".repeat(90)
        ));
        assert!(long.in_words().chars().count() < 80, "{long:?}");
    }

    #[test]
    fn what_is_no_answer_is_told_as_none() {
        for text in ["7", "[]", "{}", r#"{"status":7,"data":[1]}"#] {
            assert_eq!(brief(text).in_words(), "strategy has no answer on record");
        }
        let none = AnswerInBrief::of(Worker::Risk, None);
        assert_eq!(none.in_words(), "risk has no answer on record");
    }
}
