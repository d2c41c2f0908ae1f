//! Reads the input of a request into types that cannot hold a bad value, or says which field
//! is wrong and why. Knows no operation.

use std::error::Error as _;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use http_body_util::LengthLimitError;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::problem::{InvalidInput, Problem};
use crate::model::json::Json;

/// The most bytes of a body, but for batches.
pub(super) const BODY: usize = 1 << 20;

/// How long a client may take to send a whole body. Who pauses in between is dropped sooner.
const BODY_WITHIN: Duration = Duration::from_mins(1);

/// How long a request waits at most for messages or an answer.
pub(super) const WAIT: Duration = Duration::from_secs(25);

/// The most results of a request.
const LIMIT: u32 = 10_000;

/// The body of a request: a JSON object.
pub(super) struct Input<T>(pub(super) T);

/// The same, where all of its members have defaults: the body may be missing.
pub(super) struct Optional<T>(pub(super) T);

/// The query of a request.
pub(super) struct Params<T>(pub(super) T);

/// The last part of a path.
pub(super) struct Named<T>(pub(super) T);

/// The last two parts of a path.
pub(super) struct Pair<A, B>(pub(super) A, pub(super) B);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let text = text_of(request.into_body(), BODY).await?;
        parse(&text).map(Self).map_err(Problem::invalid)
    }
}

impl<S: Sync, T: DeserializeOwned + Default> FromRequest<S> for Optional<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let text = text_of(request.into_body(), BODY).await?;
        if text.trim().is_empty() {
            return Ok(Self(T::default()));
        }
        parse(&text).map(Self).map_err(Problem::invalid)
    }
}

/// A body as text, of at most `limit` bytes.
pub(super) async fn text_of(body: Body, limit: usize) -> Result<String, Problem> {
    let whole =
        |msg: String, input| Problem::invalid(vec![fault("json_invalid", &["body"], msg, input)]);
    let bytes = timeout(BODY_WITHIN, to_bytes(body, limit)).await;
    let bytes = bytes.map_err(|_| Problem::too_slow(BODY_WITHIN))?;
    let bytes = bytes.map_err(|error| {
        if is_too_long(&error) {
            Problem::too_long(limit)
        } else {
            whole(format!("the body cannot be read: {error}"), Value::Null)
        }
    })?;
    String::from_utf8(bytes.into()).map_err(|error| whole(error.to_string(), Value::Null))
}

fn is_too_long(error: &axum::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// A body that is itself a JSON value, kept exactly as it is given.
pub(super) struct Whole(pub(super) Json);

impl<S: Sync> FromRequest<S> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let text = text_of(request.into_body(), BODY).await?;
        if text.trim().is_empty() {
            return Err(Problem::invalid(vec![no_body()]));
        }
        Json::parse(&text).map(Self).map_err(|problem| {
            Problem::invalid(vec![fault("json_invalid", &["body"], problem, Value::Null)])
        })
    }
}

pub(super) fn no_body() -> InvalidInput {
    fault("missing", &["body"], "a body is required", Value::Null)
}

/// Reads a JSON object.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Vec<InvalidInput>> {
    if text.trim().is_empty() {
        return Err(vec![no_body()]);
    }
    // A list of the values of the members would be read as well.
    let is_object = text.trim_start().starts_with('{');
    let read = is_object.then(|| serde_json::from_str(text).ok()).flatten();
    read.ok_or_else(|| vec![body_fault::<T>(text)])
}

/// What is wrong with a body that cannot be read. Only then it is looked at more closely.
fn body_fault<T: DeserializeOwned>(text: &str) -> InvalidInput {
    let given: Value = match serde_json::from_str(text) {
        Ok(given) => given,
        Err(problem) => return fault("json_invalid", &["body"], problem, Value::Null),
    };
    if !given.is_object() {
        return fault("value_error", &["body"], "the body is a JSON object", given);
    }
    let mut input = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut input) {
        Ok(_) => fault("json_invalid", &["body"], "it cannot be read", given),
        Err(error) => {
            let at = error.path().to_string();
            let problem = error.into_inner().to_string();
            named_fault("body", &at, &problem, &given)
        }
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = pairs("query", parts.uri.query().unwrap_or_default())?;
        of_pairs("query", pairs).map(Self)
    }
}

/// The fields of a query or a form, as they are given.
pub(super) fn pairs(part: &str, encoded: &str) -> Result<Vec<(String, String)>, Problem> {
    serde_urlencoded::from_str(encoded)
        .map_err(|error| Problem::invalid(vec![fault("value_error", &[part], error, Value::Null)]))
}

/// Reads the fields of a query or a form.
pub(super) fn of_pairs<T: DeserializeOwned>(
    part: &str,
    pairs: Vec<(String, String)>,
) -> Result<T, Problem> {
    let mut given = serde_json::Map::new();
    for (name, value) in pairs {
        match given.get_mut(&name) {
            None => {
                given.insert(name, Value::String(value));
            }
            // Given several times, it is a list.
            Some(Value::Array(values)) => values.push(Value::String(value)),
            Some(first) => *first = Value::Array(vec![first.take(), Value::String(value)]),
        }
    }
    let given = Value::Object(given);
    serde_path_to_error::deserialize(given.clone()).map_err(|error| {
        let at = error.path().to_string();
        let problem = error.into_inner().to_string();
        Problem::invalid(vec![named_fault(part, &at, &problem, &given)])
    })
}

impl<S: Send + Sync, T> FromRequestParts<S> for Named<T>
where
    T: FromStr,
    T::Err: Display,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = path_params(parts, state).await?;
        params
            .last()
            .ok_or_else(Problem::no_route)?
            .parse()
            .map(Self)
    }
}

impl<S: Send + Sync, A, B> FromRequestParts<S> for Pair<A, B>
where
    A: FromStr,
    A::Err: Display,
    B: FromStr,
    B::Err: Display,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = path_params(parts, state).await?;
        match params.as_slice() {
            [.., first, second] => Ok(Self(first.parse()?, second.parse()?)),
            _ => Err(Problem::no_route()),
        }
    }
}

/// A parameter of a path.
struct PathParam {
    name: String,
    value: String,
}

impl PathParam {
    fn parse<T: FromStr<Err: Display>>(&self) -> Result<T, Problem> {
        self.value.parse().map_err(|problem: T::Err| {
            let input = Value::from(self.value.as_str());
            Problem::invalid_field(["path", &self.name], problem.to_string(), input)
        })
    }
}

async fn path_params<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
) -> Result<Vec<PathParam>, Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await;
    let params = params.map_err(|error| {
        Problem::invalid(vec![fault("value_error", &["path"], error, Value::Null)])
    })?;
    let param = |(name, value): (&str, &str)| PathParam {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    Ok(params.iter().map(param).collect())
}

fn fault(fault: &'static str, loc: &[&str], msg: impl Display, input: Value) -> InvalidInput {
    InvalidInput {
        fault,
        loc: loc.iter().map(|part| (*part).to_owned()).collect(),
        msg: msg.to_string(),
        input,
    }
}

/// What is wrong with a field, as serde puts it: a missing field is named in the text only.
fn named_fault(part: &str, at: &str, problem: &str, given: &Value) -> InvalidInput {
    let missing = problem
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let name = missing.unwrap_or(at);
    // An element of a list is `strategies[1]`.
    let parts = name.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let loc: Vec<_> = std::iter::once(part).chain(parts).collect();
    if missing.is_some() {
        return fault("missing", &loc, "this field is required", given.clone());
    }
    // Where it is in the text of the body tells less than the field.
    let problem = problem.split(" at line ").next().unwrap_or(problem);
    let field = name.split(['.', '[']).next().unwrap_or(name);
    let input = given.get(field).unwrap_or(given).clone();
    fault("value_error", &loc, problem, input)
}

/// A value that is given as a text.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(D::Error::custom)
}

/// The same where it may be missing or null.
pub(super) fn optional_text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(D::Error::custom))
        .transpose()
}

/// A field of a form that is not filled in where it is missing or empty.
pub(super) fn filled<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = Option::<String>::deserialize(deserializer)?;
    let text = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(D::Error::custom))
        .transpose()
}

/// A number, read as it is written.
pub(super) fn number<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if raw.get().starts_with(['"', '[', '{']) {
        return Err(D::Error::custom("it is no number"));
    }
    raw.get().parse().map_err(D::Error::custom)
}

/// A text or a number, read as a text: the name or the number of a priority, say, or a number
/// in a query.
pub(super) fn optional_word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = match Option::<Value>::deserialize(deserializer)? {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(D::Error::custom("it is no text and no number")),
    };
    text.parse().map(Some).map_err(D::Error::custom)
}

/// A list of texts.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let texts = Vec::<String>::deserialize(deserializer)?.into_iter();
    texts
        .map(|text| text.parse().map_err(D::Error::custom))
        .collect()
}

/// The number of an event in a query, from 0.
pub(super) fn sequence<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    let number = optional_word::<_, u64>(deserializer)?;
    match number {
        Some(number) if number > i64::MAX.unsigned_abs() => {
            Err(D::Error::custom("there are no such numbers"))
        }
        number => Ok(number),
    }
}

/// One text or a list of them, in a query.
pub(super) fn texts<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let values = match Value::deserialize(deserializer)? {
        Value::Array(values) => values,
        Value::Null => Vec::new(),
        value => vec![value],
    };
    let parse = |value: Value| {
        let text = value
            .as_str()
            .ok_or_else(|| D::Error::custom("it is no text"))?;
        text.parse().map_err(D::Error::custom)
    };
    values.into_iter().map(parse).collect()
}

/// A JSON value, kept exactly as it is given.
pub(super) fn json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Json::parse(raw.get()).map_err(D::Error::custom)
}

/// The same where it may be missing.
pub(super) fn optional_json<'de, D>(deserializer: D) -> Result<Option<Json>, D::Error>
where
    D: Deserializer<'de>,
{
    json(deserializer).map(Some)
}

/// How many are listed or claimed at most.
pub(super) fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let limit = optional_word::<_, Limit>(deserializer)?;
    Ok(limit.map(|limit| limit.0))
}

/// A number of results.
struct Limit(u32);

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let limit = text
            .parse()
            .ok()
            .filter(|limit| (1..=LIMIT).contains(limit));
        limit
            .map(Self)
            .ok_or_else(|| format!("it is a whole number from 1 to {LIMIT}"))
    }
}

/// A duration with its unit, such as `30s`: more than none, and within bounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span(pub(super) Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        crate::model::duration::parse(text).map(Self)
    }
}

/// A number of milliseconds in a query. 0, which is the default, tells nothing.
pub(super) fn milliseconds<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    match optional_word::<_, f64>(deserializer)? {
        Some(ms) if ms.is_finite() && ms >= 0.0 => Ok(Some(ms).filter(|ms| *ms > 0.0)),
        Some(_) => Err(D::Error::custom("it is a finite number, 0 or more")),
        None => Ok(None),
    }
}
