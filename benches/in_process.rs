//! What the bus costs within one process, against plain `rusqlite` that runs the
//! same statements on the same schema; and what it costs as the table grows.
//!
//! `cargo bench` runs it. Each two are timed in turn, so that what else the machine
//! does meets both alike, and the ratio is what counts. `ROWS` and `ROUNDS` in the
//! environment set how many.

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use common::{message, number, open};
use flowrex_coord::coordination::database::Database;
use flowrex_coord::coordination::message_bus::{MessageBus, Receive};
use flowrex_coord::model::batch::{self, Line};
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::message::{NewMessage, Priority};
use flowrex_coord::store::Store;
use rusqlite::{Connection, TransactionBehavior};

/// How the messages stand among which a claim is timed.
const COLUMNS: [(&str, &str); 5] = [
    ("processed", "'processed', NULL, 1, NULL"),
    ("dead", "'dead', NULL, NULL, NULL"),
    ("expired", "'expired', NULL, NULL, 1"),
    ("in flight", "'claimed', 9000000000000, NULL, NULL"),
    ("pending", "'pending', NULL, NULL, NULL"),
];

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    send_claim_ack(folder.path())?;
    batches(folder.path())?;
    claims_among_many(folder.path())
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn send_claim_ack(folder: &Path) -> Result<()> {
    let mut store = open(&folder.join("ours.db"))?;
    drop(open(&folder.join("plain.db"))?);
    let mut plain = plain(&folder.join("plain.db"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..number("ROUNDS", 1000)? {
        theirs.push(timed(|| plainly(&mut plain))?);
        ours.push(timed(|| through_the_bus(&mut store))?);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "send + claim + ack, durable, each with its event: {:.0} a second; plain rusqlite: {:.0}; \
         ratio {:.2} (at least 0.9)",
        1.0 / ours,
        1.0 / theirs,
        theirs / ours
    );
    Ok(())
}

fn through_the_bus(store: &mut Store) -> Result<()> {
    let mut bus = MessageBus::new(store);
    let sent = bus.send(&Caller::supervisor(), &message()?)?;
    let claimed = bus.receive(&AgentName::risk().into(), &receive())?;
    anyhow::ensure!(claimed.len() == 1 && claimed[0].id == sent.messages[0].id);
    bus.ack(&AgentName::risk().into(), &[claimed[0].id], None)?;
    Ok(())
}

/// The same with as little as will do: a statement and an event in each of three
/// transactions.
fn plainly(connection: &mut Connection) -> Result<()> {
    let id: i64 = change(
        connection,
        "INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
             payload, correlation_id, sent_at)
         VALUES ('supervisor', 'risk', 'event', 2, 'x', '{}',
             '6dd90989-3d78-4e09-8487-cc9d34b20999', 1763900000000) RETURNING id",
    )?;
    let claimed: i64 = change(
        connection,
        "UPDATE agent_messages SET status = 'claimed', claim = claim + 1,
             deliveries = deliveries + 1, lease_until = 9000000000000
         WHERE id IN (SELECT id FROM agent_messages WHERE to_agent = 'risk'
             AND message_type = 'event' AND status = 'pending' AND not_before IS NULL
             ORDER BY priority, id LIMIT 1) RETURNING id",
    )?;
    anyhow::ensure!(claimed == id);
    let sql = "UPDATE agent_messages SET status = 'processed', lease_until = NULL, processed_at = 1
         WHERE status = 'claimed' AND to_agent = 'risk' RETURNING id";
    change(connection, sql).map(|_| ())
}

/// Runs a statement that returns an id, and records an event of the size of ours.
fn change(connection: &mut Connection, sql: &str) -> Result<i64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let id = transaction
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?;
    transaction
        .prepare_cached(
            "INSERT INTO audit_log (seq, at, actor, kind, subject, details, hash)
             SELECT coalesce(max(seq), 0) + 1, 1763900000000, 'supervisor', 'message.send',
                 'message 1', :details, zeroblob(32) FROM audit_log",
        )?
        .execute([format!(
            r#"{{"cycle":null,"priority":"normal","sha256":"{id:064}","to":"risk","type":"event"}}"#
        )])?;
    transaction.commit()?;
    Ok(id)
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn batches(folder: &Path) -> Result<()> {
    let mut store = open(&folder.join("batches.db"))?;
    // What is taken out below is not counted.
    unbound(&mut store)?;
    let emptied = plain(&folder.join("batches.db"))?;
    let text = r#"{"to":"risk","subject":"tick","payload":{"symbol":"EURUSD","bid":1.17262}}"#;
    let mut times = Vec::new();
    for _ in 0..100 {
        times.push(timed(|| {
            let lines: Result<Vec<(u64, Line)>, _> = (1..=1000)
                .map(|number| batch::parse(text).map(|line| (number, line)))
                .collect();
            MessageBus::new(&mut store).send_batch(&Caller::supervisor(), &lines?)?;
            Ok(())
        })?);
        // Somebody receives them.
        emptied.execute_batch(
            "UPDATE agent_messages SET status = 'processed', processed_at = 1
             WHERE status = 'pending'",
        )?;
    }
    println!(
        "batches of 1,000: {:.0} messages a second (at least 100,000)",
        1000.0 / median(times)
    );
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn claims_among_many(folder: &Path) -> Result<()> {
    let rows = number("ROWS", 1_000_000)?;
    let mut empty = open(&folder.join("empty.db"))?;
    for (name, columns) in COLUMNS {
        let path = folder.join("full.db");
        drop(open(&path)?);
        fill(&path, rows, columns)?;
        let mut full = open(&path)?;
        unbound(&mut full)?;
        let (mut among, mut alone) = (Vec::new(), Vec::new());
        for _ in 0..number("ROUNDS", 1000)?.min(300) {
            urgent(&mut empty)?;
            urgent(&mut full)?;
            alone.push(timed(|| take(&mut empty))?);
            among.push(timed(|| take(&mut full))?);
        }
        let (among, alone) = (median(among), median(alone));
        println!(
            "a claim among {rows} {name}: {:.0} us; in an empty table: {:.0} us; ratio {:.2} \
             (at most 1.2)",
            among * 1e6,
            alone * 1e6,
            among / alone
        );
        drop(full);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(path.with_extension(format!("db{end}")));
        }
    }
    Ok(())
}

fn urgent(store: &mut Store) -> Result<()> {
    let new = NewMessage {
        priority: Priority::Critical,
        ..message()?
    };
    MessageBus::new(store).send(&Caller::supervisor(), &new)?;
    Ok(())
}

/// Lets an inbox take whatever is to be measured.
fn unbound(store: &mut Store) -> Result<()> {
    let limit = Some(100_000_000);
    Database::new(store).set_limits(&Caller::supervisor(), limit, None)?;
    Ok(())
}

fn take(store: &mut Store) -> Result<()> {
    let claimed = MessageBus::new(store).receive(&AgentName::risk().into(), &receive())?;
    anyhow::ensure!(claimed.len() == 1 && claimed[0].priority == Priority::Critical);
    Ok(())
}

fn fill(path: &Path, rows: u32, columns: &str) -> Result<()> {
    plain(path)?.execute_batch(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
             payload, correlation_id, sent_at, status, lease_until, processed_at, expires_at)
         SELECT 'supervisor', 'risk', 'event', 2, 'x', '{{}}', 'c' || i, 1763900000000, {columns}
         FROM n"
    ))?;
    Ok(())
}

const fn receive() -> Receive {
    Receive {
        message_type: None,
        limit: 1,
        lease: Duration::from_mins(1),
        ack: false,
    }
}

#[expect(clippy::disallowed_methods, reason = "what is compared with")]
fn plain(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")?;
    Ok(connection)
}

fn timed(f: impl FnOnce() -> Result<()>) -> Result<f64> {
    let begun = Instant::now();
    f()?;
    Ok(begun.elapsed().as_secs_f64())
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or_default()
}
