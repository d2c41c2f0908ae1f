//! Reading the columns of a row as values of the model.
//!
//! What does not fit is a damaged row, never a silent default.

use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};

use crate::model::clock::Timestamp;
use crate::model::id::AgentName;
use crate::model::json::Json;
use crate::model::message::Priority;

/// A text column, parsed.
pub(super) fn parsed<T: FromStr<Err = String>>(row: &Row<'_>, column: &str) -> Result<T> {
    parse(column, text(row, column)?)
}

fn text<'r>(row: &'r Row<'_>, column: &str) -> Result<&'r str> {
    let text = row.get_ref(column)?.as_str();
    text.map_err(|problem| damaged(column, problem))
}

/// The name of whoever a record names as its author.
pub(super) fn author(row: &Row<'_>, column: &str) -> Result<AgentName> {
    AgentName::of_record(text(row, column)?).map_err(|problem| damaged(column, problem))
}

/// A text column that may be NULL, parsed.
pub(super) fn parsed_option<T: FromStr<Err = String>>(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<T>> {
    let text = row.get::<_, Option<String>>(column)?;
    text.map(|text| parse(column, &text)).transpose()
}

/// A point in time.
pub(super) fn time(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    row.get(column).map(Timestamp::from_millis)
}

/// A point in time that may be NULL.
pub(super) fn time_option(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>> {
    let millis = row.get::<_, Option<i64>>(column)?;
    Ok(millis.map(Timestamp::from_millis))
}

/// The priority of a message.
pub(super) fn priority(row: &Row<'_>) -> Result<Priority> {
    let number: i64 = row.get("priority")?;
    Priority::from_number(number).ok_or_else(|| damaged("priority", number))
}

/// A JSON column.
pub(super) fn json(row: &Row<'_>, column: &str) -> Result<Json> {
    let text = row.get::<_, String>(column)?;
    Json::from_text(text).map_err(|error| damaged(column, error))
}

/// A JSON column that may be NULL.
pub(super) fn json_option(row: &Row<'_>, column: &str) -> Result<Option<Json>> {
    let text = row.get::<_, Option<String>>(column)?;
    text.map(|text| Json::from_text(text).map_err(|error| damaged(column, error)))
        .transpose()
}

/// A column that holds a JSON array of texts, or NULL for none.
pub(super) fn list(row: &Row<'_>, column: &str) -> Result<Vec<String>> {
    match row.get::<_, Option<String>>(column)? {
        Some(text) => serde_json::from_str(&text).map_err(|error| damaged(column, error)),
        None => Ok(Vec::new()),
    }
}

/// A value that is in the database but cannot be meant.
pub(super) fn damaged(column: &str, problem: impl std::fmt::Display) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, format!("{column}: {problem}").into())
}

fn parse<T: FromStr<Err = String>>(column: &str, text: &str) -> Result<T> {
    text.parse().map_err(|problem| damaged(column, problem))
}
