//! One line of a batch: a message as a JSON object.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::duration;
use super::error::{Error, Field, Result};
use super::id::AgentName;
use super::json::Json;
use super::message::{MessageType, NewMessage, Priority};

/// A message to send.
#[derive(Clone, Debug)]
pub struct Line {
    /// The sender; `None` for the caller who sends the batch.
    pub from: Option<AgentName>,
    /// The message.
    pub new: NewMessage,
}

/// The fields as they are written. What is not among them is an error, since it
/// would be lost.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'a> {
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "any_value")]
    payload: Option<&'a RawValue>,
    from: Option<String>,
    #[serde(rename = "type")]
    message_type: Option<String>,
    #[serde(borrow)]
    priority: Option<&'a RawValue>,
    ttl: Option<String>,
    cycle: Option<String>,
    dedup_key: Option<String>,
}

/// A value that is there, also where it is `null`: that is a payload like any other.
fn any_value<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<&'a RawValue>, D::Error> {
    Deserialize::deserialize(deserializer).map(Some)
}

/// Reads a line: an object with `to`, `subject` and, if wanted, `payload`,
/// `from`, `type`, `priority`, `ttl`, `cycle` and `dedup_key`, which mean what the
/// arguments of these names mean.
pub fn parse(text: &str) -> Result<Line> {
    // Serde would also take the values of the fields in their order, as an array.
    if text.trim_start().starts_with('[') {
        return Err(invalid(
            Field::Batch,
            "not a message: it is no object".to_owned(),
        ));
    }
    let fields: Fields<'_> = serde_json::from_str(text)
        .map_err(|error| invalid(Field::Batch, format!("not a message: {error}")))?;
    let message_type = option("type", fields.message_type.as_deref())?;
    let new = NewMessage {
        to: value("to", &fields.to)?,
        message_type: message_type.unwrap_or(MessageType::Event),
        priority: match fields.priority {
            Some(priority) => value("priority", &word(priority.get()))?,
            None => Priority::Normal,
        },
        subject: value("subject", &fields.subject)?,
        payload: (fields.payload)
            .map_or_else(|| Json::parse("{}"), Json::of_raw)
            .map_err(|problem| invalid(Field::Member("payload"), problem))?,
        ttl: fields
            .ttl
            .map(|ttl| {
                duration::parse(&ttl).map_err(|problem| invalid(Field::Member("ttl"), problem))
            })
            .transpose()?,
        cycle: option("cycle", fields.cycle.as_deref())?,
        dedup_key: option("dedup_key", fields.dedup_key.as_deref())?,
    };
    let from = option("from", fields.from.as_deref())?;
    Ok(Line { from, new })
}

/// How many lines stand or fall together.
pub const LINES: usize = 1000;

/// From how many bytes on fewer lines do.
pub const BYTES: usize = 4 << 20;

/// Reads lines that stand or fall together, each with its number, and as its text or what is
/// wrong with it. All that is wrong is told at once.
pub fn parse_all<T: AsRef<str>>(
    lines: impl IntoIterator<Item = (u64, Result<T>)>,
) -> Result<Vec<(u64, Line)>> {
    let mut parsed = Vec::new();
    let mut problems = Vec::new();
    let mut first = None;
    for (number, text) in lines {
        first.get_or_insert(number);
        match text.and_then(|text| parse(text.as_ref())) {
            Ok(line) => parsed.push((number, line)),
            Err(problem) => problems.push((number, problem)),
        }
    }
    if problems.is_empty() {
        return Ok(parsed);
    }
    let first = first.unwrap_or(1);
    Err(Error::InLines { first, problems })
}

/// The lines of a text that stand or fall together, with their numbers from 1. Empty lines are
/// not among them.
pub fn chunks(text: &str) -> Vec<Vec<(u64, Result<&str>)>> {
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut bytes = 0;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        bytes += line.len();
        chunk.push((number, Ok(line)));
        if chunk.len() == LINES || bytes >= BYTES {
            chunks.push(std::mem::take(&mut chunk));
            bytes = 0;
        }
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// A priority is a word, or a number; a word may have been escaped.
fn word(raw: &str) -> String {
    serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned())
}

fn value<T: std::str::FromStr<Err = String>>(name: &'static str, text: &str) -> Result<T> {
    text.parse()
        .map_err(|problem| invalid(Field::Member(name), problem))
}

fn option<T: std::str::FromStr<Err = String>>(
    name: &'static str,
    text: Option<&str>,
) -> Result<Option<T>> {
    text.map(|text| value(name, text)).transpose()
}

fn invalid(field: Field, problem: String) -> Error {
    Error::InvalidValue { field, problem }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::model::message::Recipient;

    #[test]
    fn a_line_says_what_the_arguments_would() {
        let text = r#"{"to":"risk","subject":"é","payload":{"p": 1.10},"from":"strategy",
            "type":"request","priority":0,"ttl":"5m","dedup_key":"k"}"#;
        let line = parse(text).unwrap();
        assert_eq!(line.from, Some(AgentName::strategy()));
        assert_eq!(line.new.to, Recipient::Agent(AgentName::risk()));
        assert_eq!(line.new.payload.as_str(), r#"{"p":1.10}"#);
        assert_eq!(line.new.priority, Priority::Critical);
        assert_eq!(line.new.ttl, Some(Duration::from_mins(5)));
        let named = parse(r#"{"to":"all","subject":"x","priority":"low"}"#).unwrap();
        assert_eq!((named.from, named.new.priority), (None, Priority::Low));
    }

    #[test]
    fn a_payload_of_null_is_kept_and_is_not_left_out() {
        let payload = |field: &str| {
            let line = parse(&format!(r#"{{"to":"risk","subject":"x"{field}}}"#));
            line.unwrap().new.payload.to_string()
        };
        assert_eq!(payload(r#","payload":null"#), "null");
        assert_eq!(payload(""), "{}");
    }

    #[test]
    fn an_escaped_word_is_the_same_word() {
        let line = parse(r#"{"to":"risk","subject":"x","priority":"lo\u0077"}"#);
        assert_eq!(line.unwrap().new.priority, Priority::Low);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, named) in [
            ("{}", "missing field `to`"),
            ("[]", "not a message"),
            (
                r#"["risk","x",{},null,null,null,null,null,null]"#,
                "no object",
            ),
            (
                r#"{"to":"risk","subject":"x","priority":"\"0"}"#,
                "'priority'",
            ),
            (r#"{"to":"risk","subject":"x","colour":1}"#, "colour"),
            (r#"{"to":"risk","subject":"x","to":"all"}"#, "duplicate"),
            (r#"{"to":"risk","subject":""}"#, "'subject'"),
            (r#"{"to":"risk","subject":"x","ttl":"0s"}"#, "'ttl'"),
            (r#"{"to":"risk","subject":"x","priority":9}"#, "'priority'"),
            (
                r#"{"to":"risk","subject":"x","payload":{"a":1,"a":2}}"#,
                "'payload'",
            ),
        ] {
            let problem = parse(text).unwrap_err().to_string();
            assert!(problem.contains(named), "{problem}");
        }
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(text in "\\PC{0,80}") {
            let _ = parse(&text);
        }
    }
}
