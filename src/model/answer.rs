//! The answer of an agent to the command of its phase.
//!
//! One JSON object: `{"status": "ok" | "rejected" | "error", "data": {…},
//! "message": "…"}`. What is in `data` is the agents' own business, except that
//! execution says there what became of the order.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::json::Json;
use super::mode::Mode;
use super::words::words;

words! {
    /// How an agent's work ended.
    AnswerStatus, by word, "an answer is":
    /// Done; the cycle goes on.
    Ok = "ok",
    /// The agent says no; the cycle fails.
    Rejected = "rejected",
    /// The agent could not do it; the cycle fails.
    Error = "error",
}

impl Serialize for AnswerStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AnswerStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// The outcome of an execution that only proposed.
pub const PROPOSED: &str = "proposed";

/// The outcome of an execution that executed.
pub const EXECUTED: &str = "executed";

/// What an agent answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// How its work ended.
    pub status: AnswerStatus,
    /// What it found or did.
    #[serde(default)]
    pub data: Map<String, Value>,
    /// A word for people.
    #[serde(default)]
    pub message: String,
}

impl Answer {
    /// An answer that the work is done.
    pub fn ok(data: Map<String, Value>, message: impl Into<String>) -> Self {
        Self {
            status: AnswerStatus::Ok,
            data,
            message: message.into(),
        }
    }

    /// The answer as the JSON that is recorded in the shared state.
    pub fn to_json(&self) -> Json {
        Json::from_value(&serde_json::json!(self))
    }

    /// Whether the execution agent did more than `mode` allows: in guide mode
    /// it may only have proposed. Whoever says `executed` has done more, however
    /// the rest of the work ended.
    pub fn is_breach(&self, mode: Mode) -> bool {
        mode == Mode::Guide
            && match self.status {
                AnswerStatus::Ok => self.outcome() != Some(PROPOSED),
                AnswerStatus::Rejected | AnswerStatus::Error => self.outcome() == Some(EXECUTED),
            }
    }

    /// What execution says became of the orders.
    pub fn outcome(&self) -> Option<&str> {
        self.data.get("outcome").and_then(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn in_guide_mode_anything_but_a_proposal_is_a_breach() {
        let executed = answer(r#"{"status":"ok","data":{"outcome":"executed"}}"#);
        let proposed = answer(r#"{"status":"ok","data":{"outcome":"proposed"}}"#);
        let silent = answer(r#"{"status":"ok"}"#);
        assert!(executed.is_breach(Mode::Guide));
        assert!(silent.is_breach(Mode::Guide));
        assert!(!proposed.is_breach(Mode::Guide));
        assert!(!executed.is_breach(Mode::Autonomous));
    }

    #[test]
    fn an_error_is_a_breach_only_if_something_was_executed() {
        let error = answer(r#"{"status":"error","message":"broker is down"}"#);
        assert!(!error.is_breach(Mode::Guide));
        let half = answer(r#"{"status":"error","data":{"outcome":"executed"}}"#);
        assert!(half.is_breach(Mode::Guide));
    }
}
