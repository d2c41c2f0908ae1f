//! What is shown of a cycle that waits for approval.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::model::answer::AnswerStatus;
use crate::model::waiting::{AnswerInBrief, GoesOn, Waiting};

/// What a cycle waits with, and what an approval leads to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waiting)]
pub struct WaitingView {
    before: &'static str,
    state: String,
    state_has_changed: bool,
    approved_by: Option<String>,
    approved_at: Option<String>,
    answers: Vec<AnswerView>,
    next: NextView,
    #[serde(skip)]
    approval: String,
    #[serde(skip)]
    next_in_words: String,
    #[serde(skip)]
    line: String,
}

/// The answer of an agent: nothing of it is cut.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Answer)]
struct AnswerView {
    agent: &'static str,
    phase: &'static str,
    status: Option<&'static str>,
    written_by: Option<String>,
    message: String,
    #[serde(serialize_with = "as_object")]
    #[schema(value_type = BTreeMap<String, String>)]
    data: Vec<(String, String)>,
    #[serde(skip)]
    words: String,
    #[serde(skip)]
    data_in_words: Option<String>,
}

/// Serialises pairs as one object, in their order.
fn as_object<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// What happens once the cycle is approved and continues.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Next)]
struct NextView {
    phase: &'static str,
    agent: Option<&'static str>,
    driver: Option<String>,
    task: Option<&'static str>,
    mode: &'static str,
    may_place_order: bool,
}

impl From<&AnswerInBrief> for AnswerView {
    fn from(answer: &AnswerInBrief) -> Self {
        Self {
            agent: answer.worker.as_str(),
            phase: answer.worker.phase().as_str(),
            status: answer.status.map(AnswerStatus::as_str),
            written_by: answer.written_by.as_ref().map(ToString::to_string),
            message: answer.message.clone(),
            data: answer.data.clone(),
            words: answer.in_words(),
            data_in_words: answer.data_in_words(),
        }
    }
}

impl WaitingView {
    /// What the cycle waits with, and how it continues.
    pub fn new(waiting: &Waiting, by: GoesOn<'_>) -> Self {
        let approved = waiting.approved.as_ref();
        Self {
            before: waiting.before.as_str(),
            state: waiting.state.clone(),
            state_has_changed: waiting.has_changed,
            approved_by: approved.map(|(by, _)| by.to_string()),
            approved_at: approved.map(|(_, at)| at.to_string()),
            answers: waiting.answers.iter().map(AnswerView::from).collect(),
            next: NextView {
                phase: waiting.before.as_str(),
                agent: waiting.next_worker().map(|worker| worker.as_str()),
                driver: waiting.next_driver(by),
                task: waiting.next_task(),
                mode: waiting.mode.as_str(),
                may_place_order: waiting.may_place_order(),
            },
            approval: waiting.approval_in_words(),
            next_in_words: waiting.next_in_words(by),
            line: waiting.in_a_line(),
        }
    }

    /// The state of its approval.
    pub fn approval(&self) -> &str {
        &self.approval
    }

    /// What was answered, a line for each agent.
    pub fn answers(&self) -> Vec<&str> {
        self.answers
            .iter()
            .map(|answer| answer.words.as_str())
            .collect()
    }

    /// The first members of the data of each answer that has some, after its agent.
    pub fn data(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let answers = self.answers.iter();
        answers.filter_map(|answer| Some((answer.agent, answer.data_in_words.as_deref()?)))
    }

    /// What happens next.
    pub fn next(&self) -> &str {
        &self.next_in_words
    }

    /// All of it in one line.
    pub fn line(&self) -> &str {
        &self.line
    }
}
