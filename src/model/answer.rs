//! The answer of an agent to the command of its phase.
//!
//! One JSON object: `{"status": "ok" | "rejected" | "error", "data": {…},
//! "message": "…"}`. What is in `data` is the agents' own business, except that
//! execution says there what became of the order.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json::Json;
use super::mode::Mode;

/// How an agent's work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerStatus {
    /// Done; the cycle goes on.
    Ok,
    /// The agent says no; the cycle fails.
    Rejected,
    /// The agent could not do it; the cycle fails.
    Error,
}

impl AnswerStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Ok, Self::Rejected, Self::Error];

    /// Its name, as it is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Rejected => "rejected",
            Self::Error => "error",
        }
    }
}

impl FromStr for AnswerStatus {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| "an answer is ok, rejected or error".to_owned())
    }
}

impl fmt::Display for AnswerStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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
    /// its answer may only be `proposed`.
    pub fn is_breach(&self, mode: Mode) -> bool {
        mode == Mode::Guide
            && self.status == AnswerStatus::Ok
            && self.data.get("outcome").and_then(Value::as_str) != Some("proposed")
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
    fn an_error_of_the_execution_agent_is_no_breach() {
        let error = answer(r#"{"status":"error","message":"broker is down"}"#);
        assert!(!error.is_breach(Mode::Guide));
    }
}
