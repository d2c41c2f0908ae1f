//! Reads the columns of a row as values of the model. A value that the program does not store
//! is an error, never replaced by a default.

use std::str::FromStr;

use super::engine::{Result, Row, invalid};
use crate::model::clock::Timestamp;
use crate::model::delivery_state::DeliveryState;
use crate::model::id::{AgentName, Claim};
use crate::model::json::Json;
use crate::model::message::Priority;

/// A text column, parsed.
pub(super) fn parsed<T: FromStr<Err = String>>(row: &Row<'_>, column: &str) -> Result<T> {
    parse(column, row.text(column)?)
}

/// The name of whoever a record names as its author.
pub(super) fn author(row: &Row<'_>, column: &str) -> Result<AgentName> {
    AgentName::of_record(row.text(column)?).map_err(|problem| invalid(column, problem))
}

/// A text column that may be NULL, parsed.
pub(super) fn parsed_option<T: FromStr<Err = String>>(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<T>> {
    let text = row.get::<Option<String>>(column)?;
    text.map(|text| parse(column, &text)).transpose()
}

/// A point in time.
pub(super) fn time(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    row.get(column).map(Timestamp::from_millis)
}

/// A point in time that may be NULL.
pub(super) fn time_option(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>> {
    let millis = row.get::<Option<i64>>(column)?;
    Ok(millis.map(Timestamp::from_millis))
}

/// The priority of a message.
pub(super) fn priority(row: &Row<'_>) -> Result<Priority> {
    let number: i64 = row.get("priority")?;
    Priority::from_number(number).ok_or_else(|| invalid("priority", number))
}

/// A JSON column.
pub(super) fn json(row: &Row<'_>, column: &str) -> Result<Json> {
    let text = row.get::<String>(column)?;
    Json::from_text(text).map_err(|error| invalid(column, error))
}

/// A JSON column that may be NULL.
pub(super) fn json_option(row: &Row<'_>, column: &str) -> Result<Option<Json>> {
    let text = row.get::<Option<String>>(column)?;
    text.map(|text| Json::from_text(text).map_err(|error| invalid(column, error)))
        .transpose()
}

/// A column that holds a JSON array of texts, or NULL for none.
pub(super) fn list(row: &Row<'_>, column: &str) -> Result<Vec<String>> {
    match row.get::<Option<String>>(column)? {
        Some(text) => serde_json::from_str(&text).map_err(|error| invalid(column, error)),
        None => Ok(Vec::new()),
    }
}

/// Its delivery state, as it is stored.
pub(super) fn delivery_state(row: &Row<'_>) -> Result<DeliveryState> {
    Ok(DeliveryState {
        status: parsed(row, "status")?,
        claim: Claim::from_number(row.get("claim")?),
        deliveries: row.get("deliveries")?,
        lease_until: time_option(row, "lease_until")?,
        not_before: time_option(row, "not_before")?,
        expires_at: time_option(row, "expires_at")?,
    })
}

fn parse<T: FromStr<Err = String>>(column: &str, text: &str) -> Result<T> {
    text.parse().map_err(|problem| invalid(column, problem))
}
