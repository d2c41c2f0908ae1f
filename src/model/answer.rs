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
use super::text::brief;
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

/// What an agent answered, kept to the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How its work ended.
    pub status: AnswerStatus,
    /// A word for people.
    pub message: String,
    outcome: Option<String>,
    json: Json,
    /// What was said instead, where that is not an answer.
    said: Option<Json>,
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

    /// The error that stands for something that was said and does not count as an
    /// answer. That is kept, since it may tell of an order.
    pub fn unusable(problem: impl Into<String>, said: Option<Json>) -> Self {
        Self {
            said,
            ..Self::new(AnswerStatus::Error, Map::new(), problem)
        }
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
            said: None,
        }
    }

    /// The answer as it was given.
    pub const fn json(&self) -> &Json {
        &self.json
    }

    /// What the agent said, to the letter: the answer itself, or what was given in its
    /// place and does not count as one.
    pub const fn said(&self) -> &Json {
        match &self.said {
            Some(said) => said,
            None => &self.json,
        }
    }

    /// What was said where that is not an answer.
    pub const fn unusable_text(&self) -> Option<&Json> {
        self.said.as_ref()
    }

    /// Whether the execution agent did more than `mode` allows: in guide mode it may
    /// only have proposed.
    pub fn is_breach(&self, mode: Mode) -> bool {
        is_breach(mode, self.said())
    }

    /// What execution says became of the orders.
    pub fn outcome(&self) -> Option<&str> {
        self.outcome.as_deref()
    }
}

/// Whether what execution said goes beyond what `mode` allows. This is the one rule for
/// every way in which it can be said.
///
/// In guide mode, `ok` must come with the outcome `proposed`, and no other outcome may be
/// named, whatever the status. The outcome stands in `data`; one beside it counts too, and
/// so does a bare text or list in the place of an answer. `null` names no outcome.
pub fn is_breach(mode: Mode, said: &Json) -> bool {
    breach(mode, said).is_some()
}

/// Why what execution said is a breach, to go on after the name of who said it; none where
/// it is none (see [`is_breach`]).
pub fn breach(mode: Mode, said: &Json) -> Option<String> {
    if mode != Mode::Guide {
        return None;
    }
    let said = said.to_value();
    let in_data = said.get("data").and_then(|data| data.get("outcome"));
    let bare = matches!(said, Value::String(_) | Value::Array(_)).then_some(&said);
    let beside = said.get("outcome");
    let is_ok = said.get("status").and_then(Value::as_str) == Some(AnswerStatus::Ok.as_str());
    let proposed = |outcome: &Value| outcome.as_str() == Some(PROPOSED);
    for (named, place) in [
        (in_data, "in data.outcome"),
        (beside, "in outcome, beside data"),
        (bare, "in the place of an answer"),
    ] {
        if let Some(other) = named.filter(|outcome| !outcome.is_null() && !proposed(outcome)) {
            let other = brief(&other.to_string());
            return Some(format!(
                "said {other} {place}; guide mode allows only \"{PROPOSED}\""
            ));
        }
    }
    if !is_ok || in_data.is_some_and(proposed) {
        return None;
    }
    let elsewhere = if beside.is_some_and(proposed) {
        format!(" (\"{PROPOSED}\" stands in outcome, beside data)")
    } else {
        String::new()
    };
    Some(format!(
        "said ok without \"{PROPOSED}\" in data.outcome, which guide mode needs{elsewhere}"
    ))
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

    fn breach(text: &str) -> bool {
        is_breach(Mode::Guide, &Json::parse(text).unwrap())
    }

    #[test]
    fn in_guide_mode_ok_needs_an_explicit_proposal() {
        assert!(!breach(r#"{"status":"ok","data":{"outcome":"proposed"}}"#));
        for other in [
            r#"{"status":"ok"}"#,
            r#"{"status":"ok","data":{}}"#,
            r#"{"status":"ok","data":[]}"#,
            r#"{"status":"ok","data":{"outcome":null}}"#,
            r#"{"status":"ok","data":{"outcome":"executed"}}"#,
            r#"{"status":"ok","data":{"outcome":"Executed"}}"#,
            r#"{"status":"ok","data":{"outcome":"Proposed"}}"#,
            r#"{"status":"ok","data":{"outcome":"filled"}}"#,
            r#"{"status":"ok","data":{"outcome":["executed"]}}"#,
            r#"{"status":"ok","data":{"outcome":["proposed"]}}"#,
            r#"{"status":"ok","data":{"outcome":"proposed"},"outcome":"executed"}"#,
            r#"{"status":"ok","outcome":"proposed"}"#,
        ] {
            assert!(breach(other), "{other}");
            assert!(!is_breach(Mode::Autonomous, &Json::parse(other).unwrap()));
        }
    }

    #[test]
    fn a_failure_is_a_breach_only_if_it_names_another_outcome() {
        for failure in [
            r#"{"status":"error","message":"broker is down"}"#,
            r#"{"status":"rejected","data":{}}"#,
            r#"{"status":"error","data":{"outcome":null}}"#,
            r#"{"status":"error","data":{"outcome":"proposed"}}"#,
        ] {
            assert!(!breach(failure), "{failure}");
        }
        for half in [
            r#"{"status":"error","data":{"outcome":"executed"}}"#,
            r#"{"status":"rejected","data":{"outcome":"partly"}}"#,
            r#"{"status":"error","data":{"outcome":[]}}"#,
            r#"{"status":"error","data":{"outcome":7}}"#,
            r#"{"status":"error","outcome":"filled"}"#,
        ] {
            assert!(breach(half), "{half}");
        }
    }

    #[test]
    fn an_outcome_counts_also_where_the_rest_is_no_answer() {
        for text in [
            r#""executed""#,
            r#"["executed"]"#,
            r#"{"outcome":"executed"}"#,
            r#"{"status":"done","data":{"outcome":"executed"}}"#,
        ] {
            assert!(breach(text), "{text}");
            let kept = Answer::unusable("not an answer", Some(Json::parse(text).unwrap()));
            assert!(kept.is_breach(Mode::Guide), "{text}");
            assert_eq!(kept.status, AnswerStatus::Error);
            assert_eq!(kept.said().as_str(), text);
        }
        for text in ["7", "null", "{}", r#"{"status":"done"}"#, r#""proposed""#] {
            assert!(!breach(text), "{text}");
        }
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
