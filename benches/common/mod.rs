//! What the benches that are programs have in common.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::id::IdSource;
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::store::{Options, Store};
use uuid::Uuid;

/// The clock on the wall.
struct Wall;

#[expect(clippy::disallowed_methods, reason = "it hands the time in")]
impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(chrono::Utc::now().timestamp_millis())
    }
}

#[expect(clippy::disallowed_methods, reason = "it hands them in")]
impl IdSource for Wall {
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A database, which is made when it is missing.
pub(crate) fn open(path: &Path) -> Result<Store> {
    let options = Options {
        busy_timeout: Duration::from_secs(30),
        create_folder: false,
        ..Options::default()
    };
    Ok(Store::open(path, &options, Box::new(Wall))?)
}

/// A small message to risk.
pub(crate) fn message() -> Result<NewMessage> {
    Ok(NewMessage {
        to: Recipient::Agent(AgentName::risk()),
        message_type: MessageType::Event,
        priority: Priority::Normal,
        subject: "x".parse().map_err(anyhow::Error::msg)?,
        payload: Json::parse("{}").map_err(anyhow::Error::msg)?,
        ttl: None,
        cycle: None,
        dedup_key: None,
    })
}

/// A number from the environment, or the usual one.
pub(crate) fn number(name: &str, usual: u32) -> Result<u32> {
    match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} is a number")),
        Err(_) => Ok(usual),
    }
}
