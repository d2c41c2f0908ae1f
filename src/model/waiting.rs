//! Describes a cycle that waits for approval, from recorded data: the answers so far, the
//! state to approve, and what an approval leads to.

use super::answer::AnswerStatus;
use super::clock::Timestamp;
use super::cycle::Cycle;
use super::driver::Drivers;
use super::id::{AgentName, CycleId, Symbol};
use super::json::Json;
use super::mode::Mode;
use super::phase::{Phase, Worker};

/// The maximum number of members of the data of an answer that are shown, and of the others that
/// are named.
const MEMBERS: usize = 4;
const NAMED: usize = 8;

/// The maximum number of characters that are shown of one value, of a message, and of a command
/// line.
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

/// What was shown when a decision was made: a cycle, the phase before which it waits,
/// and the digest of the shared state with which it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The cycle.
    pub cycle: CycleId,
    /// The phase that begins once it is approved.
    pub before: Phase,
    /// The digest of the shared state.
    pub state: String,
}

/// How the agents are reached when a cycle continues. That is not recorded: the options of the
/// resume say it.
#[derive(Clone, Copy, Debug)]
pub enum GoesOn<'d> {
    /// With these drivers: the process that asks continues the cycle.
    With(&'d Drivers),
    /// With these, which are configured, unless others are named.
    AsConfigured {
        /// The drivers.
        drivers: &'d Drivers,
        /// When it continues with others, in the words of the interface: "unless ...".
        unless: &'d str,
    },
}

/// What an agent answered, and what the shared state holds of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerInBrief {
    /// The agent.
    pub worker: Worker,
    /// The status that is recorded with its phase, or `None` if no answer is.
    pub status: Option<AnswerStatus>,
    /// Who wrote what the shared state holds, where that is not the recorded answer.
    pub written_by: Option<AgentName>,
    /// The message for people.
    pub message: String,
    /// The members of the data, as they were written.
    pub data: Vec<(String, String)>,
}

/// What the shared state holds as the answer of an agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The agent.
    pub worker: Worker,
    /// The value.
    pub value: Json,
    /// Who wrote it.
    pub written_by: AgentName,
    /// Whether it is the answer that is recorded on the message bus.
    pub is_answer: bool,
}

impl Waiting {
    /// What the cycle waits with, if it waits. `results` are the answers in its shared state,
    /// and `digest` is that of the state.
    pub fn of(cycle: &Cycle, results: &[Held], digest: &str) -> Option<Self> {
        let (before, shown) = (cycle.waiting_for()?, cycle.shown()?);
        let approval = cycle.current().and_then(|record| record.approval.as_ref());
        let approval = approval.filter(|approval| approval.state_digest == digest);
        let workers = cycle
            .phases
            .iter()
            .filter_map(|record| Some((record.phase.worker()?, record.answer)));
        let answers = workers.map(|(worker, answer)| {
            let held = results.iter().find(|held| held.worker == worker);
            AnswerInBrief::of(worker, answer.map(|(status, _)| status), held)
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

    /// What an approval or a rejection of this is bound to.
    pub fn shown(&self) -> Shown {
        Shown {
            cycle: self.cycle.clone(),
            before: self.before,
            state: self.state.clone(),
        }
    }

    /// The agent that is asked next, or `None` if that is the supervisor itself.
    pub const fn next_worker(&self) -> Option<Worker> {
        self.before.worker()
    }

    /// The task of the next agent with an order.
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
        let (GoesOn::With(drivers) | GoesOn::AsConfigured { drivers, .. }) = by;
        Some(drivers.get(self.next_worker()?).to_string())
    }

    /// What happens once it is approved and continues.
    pub fn next_in_words(&self, by: GoesOn<'_>) -> String {
        let Some(worker) = self.next_worker() else {
            return "the supervisor completes the cycle; no agent is asked".to_owned();
        };
        let driver = self.next_driver(by).unwrap_or_default();
        let driver = cut(&driver, DRIVER_CHARS);
        let unless = match by {
            GoesOn::With(_) => String::new(),
            GoesOn::AsConfigured { unless, .. } => format!(", {unless}"),
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

    /// The state of its approval.
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
        let changed = if self.has_changed {
            "; its shared state has changed"
        } else {
            ""
        };
        let answers = self.answers.iter().map(|answer| {
            // A semicolon separates one agent from the next.
            let message = cut(&answer.message, VALUE_CHARS).replace(';', ",");
            let message = Some(message).filter(|message| !message.is_empty());
            let message = message.map(|message| format!(", {message}"));
            let status = answer
                .status
                .map_or("no answer on record", AnswerStatus::as_str);
            let by = answer.written_by.as_ref();
            let by = by.map(|by| format!(", rewritten by {by}"));
            format!(
                "; {} {status}{}{}",
                answer.worker,
                by.unwrap_or_default(),
                message.unwrap_or_default()
            )
        });
        format!(
            "{stands} {}{risk}{changed}{}",
            self.before,
            answers.collect::<String>()
        )
    }
}

impl AnswerInBrief {
    fn of(worker: Worker, status: Option<AnswerStatus>, held: Option<&Held>) -> Self {
        let members = held.map(|held| held.value.members()).unwrap_or_default();
        let member = |key: &str| {
            let mut members = members.iter().rev();
            members
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
        };
        let message = member("message").map(Json::to_value);
        let message = message.and_then(|message| message.as_str().map(str::to_owned));
        let data = member("data").map(Json::members).unwrap_or_default();
        Self {
            worker,
            status,
            written_by: held
                .filter(|held| status.is_none() || !held.is_answer)
                .map(|held| held.written_by.clone()),
            message: message.unwrap_or_default(),
            data: data
                .into_iter()
                .map(|(key, value)| (key, value.as_str().to_owned()))
                .collect(),
        }
    }

    /// The data: its first members, and the names of the others, or `None` if there are none.
    pub fn data_in_words(&self) -> Option<String> {
        let first = self.data.iter().take(MEMBERS);
        let mut words: Vec<_> = first
            .map(|(key, value)| format!("{} {}", cut(key, VALUE_CHARS), cut(value, VALUE_CHARS)))
            .collect();
        let others = self.data.iter().skip(MEMBERS).map(|(key, _)| key);
        let count = others.len();
        if count > 0 {
            let names: Vec<_> = others
                .take(NAMED)
                .map(|key| cut(key, VALUE_CHARS))
                .collect();
            let more = if count > NAMED { ", …" } else { "" };
            words.push(format!("and {count} more: {}{more}", names.join(", ")));
        }
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The answer in words: status, message and data, and who wrote them where that is not
    /// the recorded answer.
    pub fn in_words(&self) -> String {
        let message = Some(cut(&self.message, MESSAGE_CHARS));
        let message = message.filter(|message| !message.is_empty());
        let message = message.map(|message| format!(": {message}"));
        let data = self.data_in_words().map(|data| format!(" ({data})"));
        let status = match self.status {
            Some(status) => format!("answered {status}"),
            None => "has no answer on record".to_owned(),
        };
        let by = match (&self.written_by, self.status) {
            (None, _) => String::new(),
            (Some(by), Some(_)) => format!(", and {by} has rewritten the answer since"),
            (Some(by), None) => format!(", and {by} has written in its place"),
        };
        format!(
            "{} {status}{by}{}{}",
            self.worker,
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
        brief_of(Some(AnswerStatus::Ok), text, true)
    }

    fn brief_of(status: Option<AnswerStatus>, text: &str, is_answer: bool) -> AnswerInBrief {
        let held = Held {
            worker: Worker::Strategy,
            value: Json::parse(text).unwrap(),
            written_by: AgentName::supervisor(),
            is_answer,
        };
        AnswerInBrief::of(Worker::Strategy, status, Some(&held))
    }

    #[test]
    fn the_first_members_of_the_data_are_told_as_written_and_the_others_are_named() {
        let answer = brief(
            r#"{"status":"ok","message":"go","data":{"side":"BUY","size":0.50,"b":1,"a":[2],"z":3,"orders":9}}"#,
        );
        assert_eq!(
            answer.in_words(),
            r#"strategy answered ok: go (side "BUY", size 0.50, b 1, a [2], and 2 more: z, orders)"#
        );
        let long = brief(&format!(
            r#"{{"status":"ok","data":{{"why":"{}"}}}}"#,
            "é".repeat(90)
        ));
        assert!(long.in_words().chars().count() < 80, "{long:?}");
        assert!(long.data[0].1.chars().count() > 90, "{long:?}");
        let many: Vec<_> = (0..20).map(|n| format!(r#""k{n}":{n}"#)).collect();
        let many = brief(&format!(r#"{{"data":{{{}}}}}"#, many.join(",")));
        let words = many.in_words();
        assert!(words.contains("and 16 more: k4, "), "{words}");
        assert!(words.ends_with("k11, …)"), "{words}");
    }

    #[test]
    fn the_status_is_the_recorded_one_and_not_what_the_state_says() {
        for text in [
            "7",
            "[]",
            "{}",
            r#"{"status":"ok\nrisk answered ok","data":[1]}"#,
        ] {
            let none = brief_of(None, text, false).in_words();
            assert_eq!(
                none,
                "strategy has no answer on record, and supervisor has written in its place"
            );
            let rejected = brief_of(Some(AnswerStatus::Rejected), text, true).in_words();
            assert_eq!(rejected, "strategy answered rejected");
        }
        let rewritten = brief_of(Some(AnswerStatus::Ok), r#"{"message":"a\nb"}"#, false);
        assert_eq!(
            rewritten.in_words(),
            "strategy answered ok, and supervisor has rewritten the answer since: a b"
        );
        let none = AnswerInBrief::of(Worker::Risk, None, None);
        assert_eq!(none.in_words(), "risk has no answer on record");
    }
}
