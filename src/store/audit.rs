//! The rows of `audit_log`. They are only ever appended.

use std::fmt;
use std::time::Duration;

use super::engine::{self, Row, Value, by_index, params};
use super::error::{Error, Result};
use super::merge::{Merge, Order, Source};
use super::page::{self, Page};
use super::row;
use super::transaction::{ReadTx, WriteTx};
use crate::model;
use crate::model::audit::{AuditEvent, ChainBreak, Hash, Head};
use crate::model::clock::Timestamp;
use crate::model::events::{Event, Refused};
use crate::model::operation::{Operation, Target};

/// Which events to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those of this actor.
    pub actor: Option<String>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those about this subject.
    pub subject: Option<String>,
    /// Only those that happened at this time or later.
    pub since: Option<Timestamp>,
    /// Only those after the event with this number.
    pub after: u64,
    /// Only those before the event with this number.
    pub before: Option<u64>,
    /// At most so many.
    pub limit: u32,
}

impl Filter {
    fn before(&self) -> u64 {
        // More than any number that an event can have.
        self.before.unwrap_or(i64::MAX.unsigned_abs())
    }

    fn since(&self) -> Option<i64> {
        self.since.map(Timestamp::as_millis)
    }
}

const COLUMNS: &str = "seq, at, actor, kind, subject, details, hash";

/// The last event's number and hash.
pub fn head(tx: &ReadTx<'_>) -> Result<Head> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1")?;
    let head = statement.query_optional(params! {}, |row| {
        Ok(Head {
            seq: row.get("seq")?,
            hash: Hash::from_bytes(row.get("hash")?),
        })
    })?;
    Ok(head.unwrap_or(Head::EMPTY))
}

/// Whether no event was written down for `time`, by the clock of the events.
pub(super) fn is_quiet(tx: &ReadTx<'_>, time: Duration) -> Result<bool> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT at FROM audit_log ORDER BY seq DESC LIMIT 1")?;
    let last = statement.query_optional(params! {}, |row| row::time(row, "at"))?;
    Ok(last.is_none_or(|last| last.plus(time) <= tx.now))
}

/// The number of the first of the latest events that fit, at most as many as the filter
/// says; none when no event fits.
pub fn first_of_latest(tx: &ReadTx<'_>, filter: &Filter) -> Result<Option<u64>> {
    let numbers = numbers(tx, filter, Order::NewestFirst)?;
    let latest = numbers.take(filter.limit as usize);
    latest.last().transpose()
}

/// The latest events that fit, in the order in which they happened: all of them.
pub fn latest(tx: &ReadTx<'_>, filter: &Filter) -> Result<Vec<AuditEvent>> {
    let mut filter = filter.clone();
    let first = first_of_latest(tx, &filter)?;
    filter.after = first.map_or(filter.after, |first| first.saturating_sub(1));
    let mut events = Vec::new();
    loop {
        let page = list(tx, &filter)?;
        events.extend(page.items);
        match page.next {
            Some(after) => filter.after = after,
            None => return Ok(events),
        }
    }
}

/// The events that fit, in the order in which they happened: at most as many as the
/// filter says, and no more than fit on a page. The next page begins after the event with
/// the number that it names.
pub fn list(tx: &ReadTx<'_>, filter: &Filter) -> Result<Page<AuditEvent, u64>> {
    let mut statement = tx
        .connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM audit_log WHERE seq = :seq"))?;
    let events = numbers(tx, filter, Order::OldestFirst)?.map(|seq| {
        let seq = seq?;
        let event = statement.query_one(params! {":seq": seq}, from_row)?;
        Ok((event, seq))
    });
    page::collect(events, filter.limit as usize, |event| event.details.len())
}

/// All events, by their numbers.
const ALL: Source = Source {
    table: "audit_log",
    index: "",
    number: "seq",
    condition: "true",
};

/// Those of one kind by one actor.
const OF_KIND: Source = Source {
    index: by_index!("events_of_a_kind"),
    condition: "kind = ? AND actor = ?",
    ..ALL
};

/// Those about one subject.
const ABOUT: Source = Source {
    index: by_index!("events_about"),
    condition: "subject = ?",
    ..ALL
};

/// The numbers of the events that fit. Whatever is asked for but the time, an index leads
/// there.
fn numbers<'t>(
    tx: &'t ReadTx<'_>,
    filter: &'t Filter,
    order: Order,
) -> Result<impl Iterator<Item = Result<u64>> + 't> {
    let (after, before) = (bounded(filter.after), bounded(filter.before()));
    let mut merge = Merge::new(tx.connection, order, after, before);
    let text = |text: &str| Value::from(text.to_owned());
    match (&filter.subject, &filter.kind, &filter.actor) {
        (Some(subject), ..) => merge.add(ABOUT, vec![text(subject)]),
        (None, None, None) => merge.add(ALL, Vec::new()),
        (None, kind, actor) => {
            let kinds = kind
                .clone()
                .map_or_else(|| kinds(tx), |kind| Ok(vec![kind]))?;
            for kind in kinds {
                let actors = actor
                    .clone()
                    .map_or_else(|| actors(tx, &kind), |actor| Ok(vec![actor]))?;
                for actor in actors {
                    merge.add(OF_KIND, vec![text(&kind), text(&actor)]);
                }
            }
        }
    }
    let mut statement = tx.connection.prepare_cached(
        "SELECT 1 FROM audit_log WHERE seq = :seq
           AND (:since IS NULL OR at >= :since)
           AND (:actor IS NULL OR actor = :actor)
           AND (:kind IS NULL OR kind = :kind)",
    )?;
    let asks_of_row = filter.subject.is_some() || filter.since.is_some();
    let mut fits = move |seq: i64| -> Result<Option<u64>> {
        let params = params! {
            ":seq": seq, ":since": filter.since(), ":actor": filter.actor.as_deref(),
            ":kind": filter.kind.as_deref(),
        };
        let fits = !asks_of_row || statement.exists(params)?;
        Ok(u64::try_from(seq).ok().filter(|_| fits))
    };
    Ok(merge.filter_map(move |seq| seq.and_then(&mut fits).transpose()))
}

/// A bound of the numbers of events, as it is stored.
fn bounded(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// The kinds of which there are events, found by going from one to the next.
fn kinds(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    each(|last: Option<&String>| {
        let mut statement = tx
            .connection
            .prepare_cached("SELECT min(kind) FROM audit_log WHERE kind > :last")?;
        let last = last.map_or("", String::as_str);
        Ok(statement.query_one(params! {":last": last}, |row| row.get(0))?)
    })
}

/// Those who have done what events of this kind tell, found in the same way.
fn actors(tx: &ReadTx<'_>, kind: &str) -> Result<Vec<String>> {
    each(|last: Option<&String>| {
        let mut statement = tx.connection.prepare_cached(
            "SELECT min(actor) FROM audit_log WHERE kind = :kind AND actor > :last",
        )?;
        let last = last.map_or("", String::as_str);
        let params = params! {":kind": kind, ":last": last};
        Ok(statement.query_one(params, |row| row.get(0))?)
    })
}

fn each(next: impl Fn(Option<&String>) -> Result<Option<String>>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    while let Some(one) = next(found.last())? {
        found.push(one);
    }
    Ok(found)
}

/// Follows the chain from its beginning, one event at a time. An `anchor` is a
/// head that was kept elsewhere: the chain must pass through it.
pub fn verify(tx: &ReadTx<'_>, anchor: Option<Head>) -> Result<Head> {
    let mut statement = tx
        .connection
        .prepare(&format!("SELECT {COLUMNS} FROM audit_log ORDER BY seq"))?;
    let mut rows = statement.query(params! {})?;
    let mut head = Head::EMPTY;
    let mut anchored = anchor.is_none_or(|anchor| anchor == head);
    while let Some(row) = &rows.next()? {
        head = head.follow(&from_row(row)?)?;
        anchored |= anchor == Some(head);
    }
    match anchor {
        Some(anchor) if !anchored => Err(ChainBreak::NotAnchored { seq: anchor.seq }.into()),
        _ => Ok(head),
    }
}

/// Follows the chain from a head that was verified before, which must still be in it.
pub fn verify_on(tx: &ReadTx<'_>, known: Head) -> Result<Head> {
    let mut statement = tx.connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM audit_log WHERE seq >= :seq ORDER BY seq"
    ))?;
    let mut rows = statement.query(params! {":seq": known.seq})?;
    let is_known = |event: &AuditEvent| event.seq == known.seq && event.hash == known.hash;
    if known != Head::EMPTY {
        let first = rows.next()?.map(|row| from_row(&row)).transpose()?;
        if !first.as_ref().is_some_and(is_known) {
            return Err(ChainBreak::NotAnchored { seq: known.seq }.into());
        }
    }
    let mut head = known;
    while let Some(row) = &rows.next()? {
        head = head.follow(&from_row(row)?)?;
    }
    Ok(head)
}

impl WriteTx<'_> {
    /// Appends an event by the actor to the audit log.
    pub fn record(&mut self, event: &Event, subject: impl fmt::Display) -> Result<()> {
        append(self, event, subject.to_string())
    }

    /// Appends the refusal of the operation to the audit log: for an operation that is refused
    /// and yet leaves something on record.
    pub fn record_refusal(&mut self, operation: &Operation<'_>, rule: &model::Error) -> Result<()> {
        append_refusal(self, operation, rule)
    }
}

/// Appends an event by the actor of the transaction.
pub(super) fn append(tx: &mut WriteTx<'_>, event: &Event, subject: String) -> Result<()> {
    let head = head(tx)?;
    let details = event.details();
    let mut event = AuditEvent {
        seq: head.seq + 1,
        at: tx.now,
        actor: tx.actor.name.as_str().to_owned(),
        kind: event.kind().to_owned(),
        subject,
        details: details.map_err(|error| Error::Internal(error.to_string()))?,
        hash: Hash::GENESIS,
    };
    event.hash = event.expected_hash(head.hash);
    tx.connection
        .prepare_cached(
            "INSERT INTO audit_log (seq, at, actor, kind, subject, details, hash)
             VALUES (:seq, :at, :actor, :kind, :subject, :details, :hash)",
        )?
        .execute(params! {
            ":seq": event.seq, ":at": event.at.as_millis(), ":actor": &event.actor,
            ":kind": &event.kind, ":subject": &event.subject, ":details": &event.details,
            ":hash": event.hash.as_bytes(),
        })?;
    tx.recorded = true;
    Ok(())
}

/// Appends the refusal of an operation.
pub(super) fn append_refusal(
    tx: &mut WriteTx<'_>,
    operation: &Operation<'_>,
    rule: &model::Error,
) -> Result<()> {
    let event = Event::Refused(refused(operation, rule));
    append(tx, &event, subject_of(operation))
}

/// What is recorded of the refusal of an operation.
pub(super) fn refused(operation: &Operation<'_>, rule: &model::Error) -> Refused {
    Refused {
        action: operation.action.as_str().to_owned(),
        count: None,
        error: rule.kind().as_str().to_owned(),
        reason: rule.to_string(),
        since: None,
        to: None,
    }
}

/// What the event of an operation is about.
pub(super) fn subject_of(operation: &Operation<'_>) -> String {
    match operation.target {
        Target::System => "system".to_owned(),
        Target::Message(id) => format!("message {id}"),
        Target::Symbol(symbol) => symbol.to_string(),
        Target::Cycle { id, .. } => id.to_string(),
    }
}

/// From [`COLUMNS`], by position: a check of the chain reads all events, and to look up the
/// names would take a fifth of its time.
fn from_row(row: &Row<'_>) -> engine::Result<AuditEvent> {
    Ok(AuditEvent {
        seq: row.get(0)?,
        at: row.get(1).map(Timestamp::from_millis)?,
        actor: row.get(2)?,
        kind: row.get(3)?,
        subject: row.get(4)?,
        details: row.get(5)?,
        hash: Hash::from_bytes(row.get(6)?),
    })
}
