//! The answer of an agent to the command of its phase.
//!
//! One JSON object: `{"status": "ok" | "rejected" | "error", "data": {…},
//! "message": "…"}`. What is in `data` is the agents' own business, except that
//! execution says there what became of the order.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

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

/// What an agent answered, kept to the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How its work ended.
    pub status: AnswerStatus,
    /// A word for people.
    pub message: String,
    outcome: Option<String>,
    json: Json,
}

/// The fields of an answer that the program itself reads.
#[derive(Deserialize)]
struct Fields {
    status: AnswerStatus,
    #[serde(default)]
    data: Map<String, Value>,
    #[serde(default)]
    message: String,
}

impl Answer {
    /// An answer of this program's own making.
    pub fn new(status: AnswerStatus, data: Map<String, Value>, message: impl Into<String>) -> Self {
        let message = message.into();
        let json = json!({"status": status.as_str(), "data": &data, "message": &message});
        let fields = Fields {
            status,
            data,
            message,
        };
        Self::from_fields(fields, Json::from_value(&json))
    }

    /// Reads an answer; the error says what is missing or cannot be meant.
    pub fn read(json: Json) -> Result<Self, String> {
        if !json.as_str().starts_with('{') {
            return Err("an answer is a JSON object with a `status`".to_owned());
        }
        match serde_json::from_str(json.as_str()) {
            Ok(fields) => Ok(Self::from_fields(fields, json)),
            Err(error) => Err(format!("not an answer: {error}")),
        }
    }

    /// Reads the answer that a program has printed, which is all that it printed.
    pub fn printed(printed: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(printed).map_err(|_| "printed no valid UTF-8".to_owned())?;
        if text.trim().is_empty() {
            return Err("printed no answer".to_owned());
        }
        let read = Json::parse(text).and_then(Self::read);
        read.map_err(|problem| format!("printed {problem}"))
    }

    fn from_fields(fields: Fields, json: Json) -> Self {
        let outcome = fields.data.get("outcome").and_then(Value::as_str);
        Self {
            outcome: outcome.map(str::to_owned),
            status: fields.status,
            message: fields.message,
            json,
        }
    }

    /// The answer as it was given.
    pub const fn json(&self) -> &Json {
        &self.json
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
        self.outcome.as_deref()
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        Answer::read(Json::parse(text).unwrap()).unwrap()
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

    #[test]
    fn an_answer_is_kept_to_the_letter() {
        let text = r#"{"data":{"price":1.10},"status":"ok","note":[1E5]}"#;
        assert_eq!(answer(text).json().as_str(), text);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in [
            "null",
            "[]",
            r#"["ok",{},""]"#,
            "{}",
            r#"{"status":"fine"}"#,
            r#"{"status":"ok","data":[]}"#,
            r#"{"status":"ok","message":7}"#,
        ] {
            assert!(Answer::read(Json::parse(text).unwrap()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_answer_says_what_was_printed_instead() {
        for (printed, problem) in [
            (&b""[..], "printed no answer"),
            (b" \n", "printed no answer"),
            (b"{\"status\":", "JSON"),
            (b"[1]", "object"),
            (b"{\"status\":\"fine\"}", "an answer is"),
            (b"\xff", "UTF-8"),
            (b"{\"status\":\"ok\"} and more", "JSON"),
        ] {
            let error = Answer::printed(printed).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
        assert!(Answer::printed(b"{\"status\":\"ok\"}\n").is_ok());
    }
}
