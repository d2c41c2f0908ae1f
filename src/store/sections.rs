//! Sections of the messages and of the events: 1,024 numbers each, described once they are
//! complete, so that lists by time and by sender skip sections without a match. A section
//! without a description is read. Never hides a row: a clock that was set back only makes a list
//! slower.

use std::ops::Range;

use super::engine::{self, Row, Statement, Value, params};
use super::error::Result;
use super::merge::{Merge, Order};
use super::transaction::{ReadTx, WriteTx};
use crate::model::clock::Timestamp;
use crate::model::id::AgentName;

/// How many numbers a section has. It is also in the statements here and in the migration.
const SIZE: i64 = 1_024;

/// What is divided into sections.
#[derive(Clone, Copy, Debug)]
pub(super) enum Log {
    Messages,
    Events,
}

impl Log {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Events => "events",
        }
    }

    /// The latest time of the rows within two numbers.
    const fn latest(self) -> &'static str {
        match self {
            Self::Messages => {
                "SELECT max(sent_at) FROM agent_messages WHERE id >= :from AND id < :below"
            }
            Self::Events => "SELECT max(at) FROM audit_log WHERE seq >= :from AND seq < :below",
        }
    }
}

/// Describes the sections that the new rows complete. `new` is their numbers, which are higher
/// than those of all other rows.
pub(super) fn describe(tx: &WriteTx<'_>, log: Log, new: Range<i64>) -> Result<()> {
    let below = new.end / SIZE * SIZE;
    if below <= new.start {
        return Ok(());
    }
    let last = last_description(tx, log)?;
    let (newest, from) = last.unwrap_or((i64::MIN, 0));
    let latest: Option<i64> = (tx.connection.prepare_cached(log.latest())?)
        .query_one(params! {":from": from, ":below": below}, |row| row.get(0))?;
    if let Some(latest) = latest {
        tx.connection
            .prepare_cached(
                "INSERT INTO section_times (log, newest, below)
                 VALUES (:log, :newest, :below) ON CONFLICT DO NOTHING",
            )?
            .execute(params! {
                ":log": log.as_str(), ":newest": newest.max(latest), ":below": below,
            })?;
    }
    if matches!(log, Log::Messages) {
        tx.connection
            .prepare_cached(
                "INSERT INTO section_senders (from_agent, section)
                 SELECT DISTINCT from_agent, id / 1024 FROM agent_messages
                 WHERE id >= :from AND id < :below ON CONFLICT DO NOTHING",
            )?
            .execute(params! {":from": from, ":below": below})?;
    }
    Ok(())
}

/// The latest time of all rows below a number, and that number: as far as they are described.
fn last_description(tx: &ReadTx<'_>, log: Log) -> Result<Option<(i64, i64)>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT newest, below FROM section_times WHERE log = :log
         ORDER BY newest DESC, below DESC LIMIT 1",
    )?;
    let params = params! {":log": log.as_str()};
    Ok(statement.query_optional(params, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The number after which all rows are that have this time or a later one.
pub(super) fn before(tx: &ReadTx<'_>, log: Log, since: Timestamp) -> Result<i64> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT below FROM section_times WHERE log = :log AND newest < :since
         ORDER BY newest DESC, below DESC LIMIT 1",
    )?;
    let params = params! {":log": log.as_str(), ":since": since.as_millis()};
    let below: Option<i64> = statement.query_optional(params, |row| row.get(0))?;
    Ok(below.map_or(0, |below| below.saturating_sub(1)))
}

/// How many messages an agent may have sent: those of the sections in which there is one, or
/// all, if there are many of these sections.
pub(super) fn may_have_sent(tx: &ReadTx<'_>, from: &AgentName) -> Result<i64> {
    const MANY: i64 = 16;
    let mut statement = tx.connection.prepare_cached(
        "SELECT count(*) FROM
             (SELECT 1 FROM section_senders WHERE from_agent = :from LIMIT :many)",
    )?;
    let params = params! {":from": from.as_str(), ":many": MANY};
    let sections: i64 = statement.query_one(params, |row| row.get(0))?;
    if sections < MANY {
        return Ok((sections + 1) * SIZE);
    }
    Ok(last_description(tx, Log::Messages)?.map_or(i64::MAX, |(_, below)| below))
}

/// Adds the messages that an agent has sent: those of the sections in which there is one, and
/// those that are not described yet.
pub(super) fn add_sent_by(tx: &ReadTx<'_>, merge: &mut Merge<'_>, from: &AgentName) -> Result<()> {
    let described = last_description(tx, Log::Messages)?.map_or(0, |(_, below)| below);
    let from = || Value::from(from.as_str().to_owned());
    merge.add_statement(of_sections, vec![from()]);
    merge.add_statement(of_the_rest, vec![from(), described.into()]);
    Ok(())
}

fn of_sections(order: Order) -> String {
    let order = order.as_sql();
    format!(
        "SELECT id FROM section_senders AS described CROSS JOIN agent_messages AS message
         WHERE described.from_agent = ?1 AND section >= ?2 / 1024 AND section <= ?3 / 1024
           AND id >= CASE WHEN section * 1024 > ?2 THEN section * 1024 ELSE ?2 + 1 END
           AND id < CASE WHEN section * 1024 + 1024 < ?3 THEN section * 1024 + 1024 ELSE ?3 END
           AND message.from_agent = ?1
         ORDER BY section {order}, id {order} LIMIT ?4"
    )
}

fn of_the_rest(order: Order) -> String {
    let order = order.as_sql();
    format!(
        "SELECT id FROM agent_messages
         WHERE from_agent = ?1 AND id >= CASE WHEN ?2 > ?3 THEN ?2 ELSE ?3 + 1 END
           AND id < ?4
         ORDER BY id {order} LIMIT ?5"
    )
}

/// Compares the rows of a log, in the order of their numbers, with the descriptions.
pub(super) struct Comparison<'t> {
    log: Log,
    /// The latest time of all rows below a number, and that number, the lowest on top.
    times: Vec<(i64, i64)>,
    /// Whether a section names a sender.
    names: Statement<'t>,
    section: i64,
    /// The senders that were found in it.
    senders: Vec<String>,
    problem: Option<String>,
}

impl<'t> Comparison<'t> {
    pub(super) fn new(tx: &ReadTx<'t>, log: Log) -> Result<Self> {
        let mut statement = tx.connection.prepare(
            "SELECT newest, below FROM section_times WHERE log = :log ORDER BY below DESC",
        )?;
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let times = statement.query_map(params! {":log": log.as_str()}, pair)?;
        Ok(Self {
            log,
            times: times.collect::<engine::Result<_>>()?,
            names: tx.connection.prepare(
                "SELECT 1 FROM section_senders WHERE from_agent = :from AND section = :section",
            )?,
            section: 0,
            senders: Vec::new(),
            problem: None,
        })
    }

    /// Compares one row; `from` is who has sent it.
    pub(super) fn compare(&mut self, number: i64, at: Timestamp, from: Option<&str>) -> Result<()> {
        while self.times.last().is_some_and(|&(_, below)| below <= number) {
            self.times.pop();
        }
        // Lists read what is not described.
        let Some(&(newest, _)) = self.times.last() else {
            return Ok(());
        };
        if at.as_millis() > newest {
            self.note(number, "its time");
        }
        match from {
            Some(from) => self.compare_sender(number, from),
            None => Ok(()),
        }
    }

    fn compare_sender(&mut self, number: i64, from: &str) -> Result<()> {
        let section = number / SIZE;
        if self.section != section {
            self.senders.clear();
            self.section = section;
        }
        if self.senders.iter().any(|known| known == from) {
            return Ok(());
        }
        self.senders.push(from.to_owned());
        if !self
            .names
            .exists(params! {":from": from, ":section": section})?
        {
            self.note(number, "its sender");
        }
        Ok(())
    }

    fn note(&mut self, number: i64, what: &str) {
        let log = self.log.as_str();
        self.problem.get_or_insert_with(|| {
            format!("lists of {log} would leave out number {number}: {what} is not described")
        });
    }

    pub(super) fn into_problems(self) -> Vec<String> {
        self.problem.into_iter().collect()
    }
}
