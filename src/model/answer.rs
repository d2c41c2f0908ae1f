//! The answer of an agent to the command of its phase.
//!
//! One JSON object: `{"status": "ok" | "rejected" | "error", "data": {…},
//! "message": "…"}`. What is in `data` is the agents' own business, except that
//! execution says there what became of the order.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::json::Json;
use super::mode::Mode;
use super::text::{excerpt, truncate};
use super::words::words;

words! {
    /// How an agent's work ended.
    AnswerStatus, by word, "an answer is":
    /// Done; the cycle continues.
    Ok = "ok",
    /// The agent says no; the cycle fails.
    Rejected = "rejected",
    /// The agent could not do it; the cycle fails.
    Error = "error",
}

/// The outcome of an execution that only proposed.
pub const PROPOSED: &str = "proposed";

/// What an agent answered, preserved byte for byte.
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
struct Fields {
    status: AnswerStatus,
    data: Map<String, Value>,
    message: String,
}

impl Fields {
    /// Reads the fields; the error names the one that is missing or of the wrong type.
    fn read(mut fields: Map<String, Value>) -> Result<Self, String> {
        let wrong = |key: &str, what: &str| format!("an answer whose `{key}` is {what}");
        let status = match fields.remove("status") {
            Some(Value::String(word)) => word
                .parse()
                .map_err(|problem: String| wrong("status", &format!("{word:?}: {problem}")))?,
            Some(other) => return Err(wrong("status", &format!("{}, not a text", kind(&other)))),
            None => return Err("an answer without `status`".to_owned()),
        };
        let data = match fields.remove("data") {
            Some(Value::Object(data)) => data,
            None => Map::new(),
            Some(other) => return Err(wrong("data", &format!("{}, not an object", kind(&other)))),
        };
        let message = match fields.remove("message") {
            Some(Value::String(message)) => message,
            None => String::new(),
            Some(other) => return Err(wrong("message", &format!("{}, not a text", kind(&other)))),
        };
        Ok(Self {
            status,
            data,
            message,
        })
    }
}

/// What kind of JSON a value is, in words.
const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
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

    /// The error for something that was said and is not a valid answer. The text is kept, because
    /// it may report an order.
    pub fn unusable(problem: impl Into<String>, said: Option<Json>) -> Self {
        Self {
            said,
            ..Self::new(AnswerStatus::Error, Map::new(), problem)
        }
    }

    /// Reads an answer; the error says what it is instead, or what is wrong with it.
    pub fn read(json: Json) -> Result<Self, String> {
        let fields = match json.to_value() {
            Value::Object(fields) => fields,
            other => return Err(format!("{}, not a JSON object", kind(&other))),
        };
        let fields = Fields::read(fields)?;
        Ok(Self::from_fields(fields, json))
    }

    /// Reads the answer that was sent over the bus. What cannot be used as one is kept, and
    /// becomes an error that says why.
    pub fn replied(payload: Json) -> Self {
        Self::read(payload.clone()).unwrap_or_else(|problem| {
            let begins = excerpt(payload.as_str());
            let problem = format!("replied with {problem}; it begins: {begins}");
            Self::unusable(problem, Some(payload))
        })
    }

    /// Reads the answer that a program has printed, which is all that it printed.
    pub fn printed(printed: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(printed);
        if text.trim().is_empty() {
            return Err("printed no answer".to_owned());
        }
        let read = match std::str::from_utf8(printed) {
            Ok(text) => Json::parse(text).and_then(Self::read),
            Err(error) => Err(format!(
                "text that is not valid UTF-8 from byte {} on",
                error.valid_up_to() + 1
            )),
        };
        read.map_err(|problem| format!("printed {problem}; it begins: {}", excerpt(&text)))
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

    /// What the agent said, byte for byte: the answer itself, or what was given in its
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
/// In guide mode, `ok` must come with the outcome `proposed`, and no other outcome may be named,
/// whatever the status. The outcome is in `data`; one beside it counts too, and so does a bare text
/// or list in the place of an answer. `null` names no outcome.
pub fn is_breach(mode: Mode, said: &Json) -> bool {
    breach(mode, said).is_some()
}

/// Why what execution said is a breach, to go on after the name of who said it, or `None` if it is
/// none (see [`is_breach`]).
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
            let other = truncate(&other.to_string());
            return Some(format!(
                "said {other} {place}; guide mode allows only \"{PROPOSED}\""
            ));
        }
    }
    if !is_ok || in_data.is_some_and(proposed) {
        return None;
    }
    let elsewhere = if beside.is_some_and(proposed) {
        format!(" (\"{PROPOSED}\" is in outcome next to data, not inside it)")
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
    fn an_answer_that_cannot_be_used_says_what_is_wrong_and_how_it_begins() {
        for (printed, problem) in [
            (&b""[..], "printed no answer"),
            (b" \n", "printed no answer"),
            (
                b"{\"status\":",
                "printed not acceptable JSON: EOF while parsing a value at line 1 column 10; \
                 it begins: {\"status\":",
            ),
            (
                b"hello\n world",
                "printed not acceptable JSON: expected value at line 1 column 1; \
                 it begins: hello  world",
            ),
            (
                b"{\"status\":\"ok\"} and more",
                "printed not acceptable JSON: trailing characters at line 1 column 17; \
                 it begins: {\"status\":\"ok\"} and more",
            ),
            (
                b"{\"status\":\"ok\",\"status\":\"ok\"}",
                "printed not acceptable JSON: the key `status` appears twice in one object at \
                 line 1 column 29; it begins: {\"status\":\"ok\",\"status\":\"ok\"}",
            ),
            (
                b"ok\xff\x1b",
                "printed text that is not valid UTF-8 from byte 3 on; it begins: ok\u{fffd}\\u{1b}",
            ),
            (b"null", "printed null, not a JSON object; it begins: null"),
            (
                b"true",
                "printed true or false, not a JSON object; it begins: true",
            ),
            (b"7", "printed a number, not a JSON object; it begins: 7"),
            (
                b"\"ok\"",
                "printed a text, not a JSON object; it begins: \"ok\"",
            ),
            (
                b"[\"ok\",{},\"\"]",
                "printed a list, not a JSON object; it begins: [\"ok\",{},\"\"]",
            ),
            (b"{}", "printed an answer without `status`; it begins: {}"),
            (
                b"{\"status\":1}",
                "printed an answer whose `status` is a number, not a text; it begins: {\"status\":1}",
            ),
            (
                b"{\"status\":\"fine\"}",
                "printed an answer whose `status` is \"fine\": an answer is ok, rejected, error; \
                 it begins: {\"status\":\"fine\"}",
            ),
            (
                b"{\"status\":\"ok\",\"data\":[]}",
                "printed an answer whose `data` is a list, not an object; \
                 it begins: {\"status\":\"ok\",\"data\":[]}",
            ),
            (
                b"{\"status\":\"ok\",\"data\":null}",
                "printed an answer whose `data` is null, not an object; \
                 it begins: {\"status\":\"ok\",\"data\":null}",
            ),
            (
                b"{\"status\":\"ok\",\"message\":{}}",
                "printed an answer whose `message` is an object, not a text; \
                 it begins: {\"status\":\"ok\",\"message\":{}}",
            ),
        ] {
            assert_eq!(Answer::printed(printed).unwrap_err(), problem);
            let Some(Ok(json)) = std::str::from_utf8(printed).map(Json::parse).ok() else {
                continue;
            };
            let replied = Answer::replied(json.clone());
            assert_eq!(
                replied.message,
                problem.replacen("printed", "replied with", 1)
            );
            assert_eq!(replied.status, AnswerStatus::Error);
            assert_eq!(replied.unusable_text(), Some(&json));
        }
        assert!(Answer::printed(b"{\"status\":\"ok\"}\n").is_ok());
        let long = format!("[{}]", "1,".repeat(200) + "1");
        let error = Answer::printed(long.as_bytes()).unwrap_err();
        assert!(
            error.ends_with(&format!("; it begins: {}…", &long[..200])),
            "{error}"
        );
    }
}
