//! What every parser of the program promises for any text at all, as checks that
//! panic. Shared with `fuzz/`, which looks for the text that breaks one.

use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::time::Duration;

use flowrex_coord::model::answer::{Answer, AnswerStatus};
use flowrex_coord::model::audit::{Hash, Head};
use flowrex_coord::model::clock::Timestamp;
use flowrex_coord::model::cycle::{Balance, StrategyName};
use flowrex_coord::model::driver::{Assignment, Driver};
use flowrex_coord::model::id::{AgentName, Claim, CycleId, MessageId, StateKey, Symbol};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{MessageType, Priority, Recipient};
use flowrex_coord::model::mode::Mode;
use flowrex_coord::model::text::{DedupKey, Reason, Subject};
use flowrex_coord::model::token::Token;
use flowrex_coord::model::{batch, duration};

use crate::strict::{self, Fault, Node, Value};

/// JSON is taken exactly where the contract says so, and kept verbatim.
pub fn json(text: &str) -> Option<Json> {
    let taken = Json::parse(text);
    match strict::read(text) {
        Ok(node) => assert_eq!(taken.as_ref().unwrap().as_str(), node.compact()),
        Err(Fault::Edge) => {}
        Err(fault) => assert!(taken.is_err(), "{fault:?} was taken: {text}"),
    }
    let json = taken.ok()?;
    assert!(json.as_str().len() <= strict::MAX_BYTES);
    assert_eq!(serde_json::to_string(&json).unwrap(), json.as_str());
    assert_eq!(Json::parse(json.as_str()).as_ref(), Ok(&json));
    let before: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(json.to_value(), before);
    Some(json)
}

/// What `text` is read as, which must be taken exactly if `expected`, and print
/// as what is read as the same.
fn word<T>(text: &str, expected: bool) -> Option<T>
where
    T: FromStr<Err = String> + Display + PartialEq + Debug,
{
    let taken = text.parse::<T>();
    assert_eq!(taken.is_ok(), expected, "{text:?}: {taken:?}");
    let taken = taken.ok()?;
    assert_eq!(taken.to_string().parse().as_ref(), Ok(&taken), "{text:?}");
    Some(taken)
}

/// The same, for what is kept verbatim.
fn letter<T>(text: &str, expected: bool)
where
    T: FromStr<Err = String> + Display + PartialEq + Debug,
{
    if let Some(taken) = word::<T>(text, expected) {
        assert_eq!(taken.to_string(), text);
    }
}

/// Whether all of `text` is the first, then up to `more` of the others.
fn is_of(text: &str, first: fn(char) -> bool, others: fn(char) -> bool, more: usize) -> bool {
    let count = text.chars().count();
    text.starts_with(first) && text.chars().skip(1).all(others) && count <= more + 1
}

fn is_low(c: char) -> bool {
    c.is_ascii_lowercase()
}

/// A text of one line, of at most so many characters.
fn is_line(text: &str, longest: usize) -> bool {
    let has_control = text
        .chars()
        .any(|c| c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c));
    !text.trim().is_empty() && text.chars().count() <= longest && !has_control
}

/// Names, texts and words are taken exactly where the documentation says so.
pub fn names(text: &str) {
    let in_name = |c: char| is_low(c) || c.is_ascii_digit() || c == '-';
    let reserved = ["all", "operator", "account", "peak"].contains(&text);
    letter::<AgentName>(text, is_of(text, is_low, in_name, 49) && !reserved);
    let recipient = text.parse::<Recipient>();
    assert_eq!(
        recipient.is_ok(),
        text == "all" || text.parse::<AgentName>().is_ok()
    );
    let in_key = |c: char| is_low(c) || c.is_ascii_digit() || "_.-".contains(c);
    letter::<StateKey>(text, is_of(text, is_low, in_key, 127));
    let in_symbol = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    if let Some(symbol) = word::<Symbol>(text, is_of(text, in_symbol, in_symbol, 31)) {
        assert_eq!(symbol.to_string(), text.to_ascii_uppercase());
    }
    letter::<Subject>(text, is_line(text, 200));
    letter::<DedupKey>(text, is_line(text, 200));
    assert_eq!(text.parse::<StrategyName>().is_ok(), is_line(text, 100));
    letter::<CycleId>(text, is_cycle(text));
    let types = ["command", "request", "response", "event", "halt"];
    letter::<MessageType>(text, types.contains(&text));
    let priorities = ["critical", "high", "normal", "low", "0", "1", "2", "3"];
    word::<Priority>(text, priorities.contains(&text));
    reason(text);
    numbers(text);
    drivers(text);
}

fn is_cycle(text: &str) -> bool {
    let pattern = "cycle_dddddddd_dddddd_hhhhhhhh";
    text.len() == pattern.len()
        && text
            .chars()
            .zip(pattern.chars().enumerate())
            .all(|(c, (at, kind))| match kind {
                'd' if at > 5 => c.is_ascii_digit(),
                'h' => c.is_ascii_digit() || ('a'..='f').contains(&c),
                _ => c == kind,
            })
}

fn reason(text: &str) {
    let reason = text.parse::<Reason>();
    assert_eq!(reason.is_ok(), !text.trim().is_empty());
    let kept = reason.map_or(String::new(), |reason| reason.to_string());
    assert!(text.starts_with(&kept));
    let count = text.chars().count();
    assert!(kept.is_empty() || kept.chars().count() == count.min(Reason::MAX));
}

/// Durations, times, numbers and hashes are within their bounds, and are read
/// back as they are printed.
fn numbers(text: &str) {
    if let Ok(time) = duration::parse(text) {
        assert!(time >= Duration::from_millis(1));
        assert!(time <= Duration::from_hours(100 * 365 * 24));
        let printed = humantime::format_duration(time).to_string();
        assert_eq!(duration::parse(&printed), Ok(time));
    }
    if let Ok(id) = text.parse::<MessageId>() {
        assert!(id.get() > 0);
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(claim) = text.parse::<Claim>() {
        assert!(claim.number() > 0);
    }
    if let Ok(balance) = text.parse::<Balance>() {
        let amount: f64 = text.parse().unwrap();
        assert!(amount.is_finite() && amount >= 0.0, "{balance:?}");
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        assert_eq!(moment.to_string().parse(), Ok(moment), "{text}");
    }
    if let Ok(hash) = text.parse::<Hash>() {
        assert_eq!(hash.to_string(), text.to_ascii_lowercase());
    }
    if let Ok(head) = text.parse::<Head>() {
        assert_eq!(head.to_string().parse(), Ok(head));
    }
    if let Ok(token) = text.parse::<Token>() {
        assert_eq!(token.reveal(), text.trim());
    }
}

fn drivers(text: &str) {
    if let Ok(driver) = text.parse::<Driver>() {
        if let Driver::Exec { words, .. } = &driver {
            assert!(!words[0].is_empty());
            assert!(words.iter().all(|word| !word.contains('\0')));
        }
        assert_eq!(driver.to_string().parse(), Ok(driver));
    }
    if let Ok(assignment) = text.parse::<Assignment>() {
        let again = format!("{}={}", assignment.worker, assignment.driver);
        assert_eq!(again.parse(), Ok(assignment));
    }
}

/// The fields of a line that are texts.
const TEXTS: [&str; 7] = ["to", "subject", "from", "type", "ttl", "cycle", "dedup_key"];

/// A line of a batch is taken exactly if it is an object whose fields would be
/// taken as arguments, and means the same.
pub fn batch(text: &str) {
    let taken = batch::parse(text);
    let node = match strict::read_within(text, strict::MAX_DEPTH + 1) {
        Ok(node) => node,
        Err(Fault::Edge) => return,
        Err(fault) => return assert!(taken.is_err(), "{fault:?} was taken: {text}"),
    };
    let expected = line_can_be_meant(&node);
    assert_eq!(taken.is_ok(), expected, "{text}: {taken:?}");
    let Ok(line) = taken else { return };
    let said = |name: &str| node.get(name).and_then(Node::text);
    let payload = node.get("payload").map_or("{}".to_owned(), Node::compact);
    assert_eq!(line.new.payload.as_str(), payload);
    assert_eq!(Some(line.new.subject.as_str()), said("subject"));
    assert_eq!(line.from.as_ref().map(AgentName::as_str), said("from"));
    let key = line.new.dedup_key.as_ref().map(DedupKey::as_str);
    assert_eq!(key, said("dedup_key"));
    let cycle = line.new.cycle.as_ref().map(ToString::to_string);
    assert_eq!(cycle.as_deref(), said("cycle"));
    assert_eq!(said("to").unwrap().parse(), Ok(line.new.to));
    let kind = said("type").unwrap_or("event");
    assert_eq!(line.new.message_type.as_str(), kind);
    let ttl = said("ttl").map(|ttl| duration::parse(ttl).unwrap());
    assert_eq!(line.new.ttl, ttl);
    let priority = node.get("priority").and_then(priority);
    assert_eq!(line.new.priority, priority.unwrap_or(Priority::Normal));
}

/// A priority by name or by number, either as text or as a number.
fn priority(node: &Node<'_>) -> Option<Priority> {
    match &node.value {
        Value::String(word) => word.parse().ok(),
        Value::Number => node.raw.parse().ok(),
        _ => None,
    }
}

fn can_be<T: FromStr>(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.parse::<T>().is_ok())
}

fn line_can_be_meant(node: &Node<'_>) -> bool {
    let Value::Object(members) = &node.value else {
        return false;
    };
    let fields = members.iter().all(|(name, _, value)| match name.as_str() {
        "payload" => strict::read(value.raw).is_ok(),
        "priority" => matches!(value.value, Value::Null) || priority(value).is_some(),
        "to" | "subject" => value.text().is_some(),
        name => {
            TEXTS.contains(&name) && (matches!(value.value, Value::Null) || value.text().is_some())
        }
    });
    let said = |name: &str| node.get(name).and_then(Node::text);
    fields
        && said("to").is_some_and(|to| to.parse::<Recipient>().is_ok())
        && said("subject").is_some_and(|subject| subject.parse::<Subject>().is_ok())
        && can_be::<AgentName>(said("from"))
        && can_be::<MessageType>(said("type"))
        && can_be::<CycleId>(said("cycle"))
        && can_be::<DedupKey>(said("dedup_key"))
        && said("ttl").is_none_or(|ttl| duration::parse(ttl).is_ok())
}

/// What a program prints is an answer exactly if it is one JSON object with a status, and is kept
/// verbatim.
pub fn answer(printed: &[u8]) {
    let taken = Answer::printed(printed);
    let Some(node) = std::str::from_utf8(printed).ok().map(strict::read) else {
        return assert!(taken.is_err());
    };
    let node = match node {
        Ok(node) => node,
        Err(Fault::Edge) => return,
        Err(fault) => return assert!(taken.is_err(), "{fault:?} was taken"),
    };
    let statuses = ["ok", "rejected", "error"];
    let status = node.get("status").and_then(Node::text);
    let data = node.get("data").map(|data| &data.value);
    let message = node.get("message").map(|message| &message.value);
    let expected = status.is_some_and(|status| statuses.contains(&status))
        && matches!(data, None | Some(Value::Object(_)))
        && matches!(message, None | Some(Value::String(_)));
    assert_eq!(taken.is_ok(), expected, "{node:?}");
    let Ok(answer) = taken else { return };
    assert_eq!(answer.json().as_str(), node.compact());
    assert_eq!(serde_json::to_string(&answer).unwrap(), node.compact());
    assert_eq!(Some(answer.status.as_str()), status);
    let message = node.get("message").and_then(Node::text);
    assert_eq!(answer.message, message.unwrap_or_default());
    let in_data = node.get("data").and_then(|data| data.get("outcome"));
    let outcome = in_data.and_then(Node::text);
    assert_eq!(answer.outcome(), outcome);
    let beyond = |named: Option<&Node<'_>>| {
        named.is_some_and(|named| {
            !matches!(named.value, Value::Null) && named.text() != Some("proposed")
        })
    };
    let breach = (answer.status == AnswerStatus::Ok && outcome != Some("proposed"))
        || beyond(in_data)
        || beyond(node.get("outcome"));
    assert_eq!(answer.is_breach(Mode::Guide), breach);
    assert!(!answer.is_breach(Mode::Autonomous));
}
