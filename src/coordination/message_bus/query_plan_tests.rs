//! Tests what the bus costs as tables grow: the query plans of the statements that it runs, and
//! the steps of SQLite's virtual machine.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use uuid::Uuid;

use super::super::database::Database;
use super::{MessageBus, Nack, Receive, Receiver, Undelivered};
use crate::model::batch;
use crate::model::caller::Caller;
use crate::model::clock::{Clock, Timestamp};
use crate::model::cycle::{Account, NewCycle};
use crate::model::error::ReceiverGone;
use crate::model::id::AgentName;
use crate::model::id::IdSource;
use crate::model::json::Json;
use crate::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use crate::store::message::Filter;
use crate::store::queue::Content;
use crate::store::{Options, Store};

pub(in crate::coordination) const NOW: i64 = 1_800_000_000_000;

struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(NOW)
    }
}

impl IdSource for Frozen {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(fastrand::u128(..))
    }
}

pub(in crate::coordination) fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        busy_timeout: Duration::from_secs(5),
        create_folder: false,
        ..Options::default()
    };
    let store = Store::open(&folder.path().join("t.db"), &options, Box::new(Frozen)).unwrap();
    (folder, store)
}

pub(in crate::coordination) fn new(
    message_type: MessageType,
    dedup_key: Option<&str>,
) -> NewMessage {
    NewMessage {
        to: Recipient::Agent(AgentName::risk()),
        message_type,
        priority: Priority::Normal,
        subject: "x".parse().unwrap(),
        payload: Json::parse("{}").unwrap(),
        ttl: Some(Duration::from_hours(1)),
        cycle: None,
        dedup_key: dedup_key.map(|key| key.parse().unwrap()),
    }
}

pub(in crate::coordination) fn new_cycle(symbol: &str) -> NewCycle {
    NewCycle {
        symbol: symbol.parse().unwrap(),
        strategies: Vec::new(),
        account: Account::new("1".parse().unwrap(), "1".parse().unwrap()).unwrap(),
        mode: None,
        gates: Vec::new(),
    }
}

fn receive(limit: u32) -> Receive {
    Receive {
        message_type: None,
        limit,
        lease: Duration::from_mins(1),
        ack: false,
    }
}

/// Every operation of the bus, once.
fn use_all(store: &mut Store) {
    let (boss, risk) = (Caller::supervisor(), Caller::from(AgentName::risk()));
    let mut bus = MessageBus::new(store);
    for key in [None, Some("k"), Some("k")] {
        bus.send(&boss, &new(MessageType::Event, key)).unwrap();
    }
    let lines = [(1, batch::parse(r#"{"to":"all","subject":"x"}"#).unwrap())];
    bus.send_batch(&boss, &lines).unwrap();
    let nack = |delay| Nack {
        delay,
        reason: None,
    };
    let first = |claimed: Vec<Message>| claimed[0].id;
    let kept = first(bus.receive(&risk, &receive(1)).unwrap());
    bus.extend(&risk, kept, Duration::from_mins(5), None)
        .unwrap();
    bus.nack(&risk, kept, nack(Some(Duration::from_secs(9))), None)
        .unwrap();
    let dead = first(bus.receive(&risk, &receive(1)).unwrap());
    for _ in 0..4 {
        bus.nack(&risk, dead, nack(None), None).unwrap();
        bus.receive(&risk, &receive(1)).unwrap();
    }
    bus.nack(&risk, dead, nack(None), None).unwrap();
    bus.requeue(&risk, dead).unwrap();
    bus.ack(&risk, &[dead], None).unwrap();
    let ask = new(MessageType::Request, Some("ask"));
    bus.request(&boss, &ask, Duration::from_millis(1))
        .unwrap_err();
    let asked = first(
        bus.receive_within(&risk, &receive(9), Duration::from_millis(1))
            .unwrap(),
    );
    bus.reply(&risk, asked, &Json::parse("1").unwrap(), None)
        .unwrap();
    bus.receive_within(&risk, &receive(9), Duration::from_millis(1))
        .unwrap();
    bus.peek(&risk.agent, None, 9).unwrap();
    bus.trace(asked, None, 9).unwrap();
    let correlation = bus.get(asked).unwrap().correlation_id;
    bus.list(&Filter {
        correlation: Some(correlation),
        limit: 9,
        ..Filter::default()
    })
    .unwrap();
}

/// The statements that were run by every operation of the bus.
fn statements(store: &mut Store) -> BTreeSet<String> {
    traced(store, |bus| use_all(bus.store))
}

/// The statements that `f` runs.
pub(in crate::coordination) fn traced(
    store: &mut Store,
    f: impl FnOnce(&mut MessageBus<'_>),
) -> BTreeSet<String> {
    let run = Arc::new(Mutex::new(BTreeSet::new()));
    let noted = Arc::clone(&run);
    store.connection().on_statement(move |sql| {
        noted.lock().unwrap().insert(sql.to_owned());
    });
    f(&mut MessageBus::new(store));
    run.lock().unwrap().clone()
}

#[test]
fn no_statement_of_the_bus_scans_or_sorts_the_backlog() {
    let (_folder, mut store) = store();
    let run = statements(&mut store);
    let connection = store.connection();
    let about_messages: Vec<_> = run
        .iter()
        .filter(|sql| !sql.starts_with("--") && sql.contains("agent_messages"))
        .collect();
    assert!(about_messages.len() > 12, "{about_messages:#?}");
    for sql in about_messages {
        for step in connection.plan(sql) {
            let bad = step.starts_with("SCAN agent_messages") || step.contains("TEMP B-TREE");
            assert!(!bad, "{step} in {sql}");
        }
    }
}

#[test]
fn a_batch_stores_many_messages_with_one_statement() {
    let (_folder, mut store) = store();
    let line = |number| {
        let new = new(MessageType::Event, None);
        (number, batch::Line { from: None, new })
    };
    let lines: Vec<_> = (1..=100).map(line).collect();
    let stored = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&stored);
    store.connection().on_statement(move |sql| {
        if sql.starts_with("INSERT INTO agent_messages") {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    let mut bus = MessageBus::new(&mut store);
    let sent = bus.send_batch(&Caller::supervisor(), &lines).unwrap();
    assert_eq!(sent.ids.len(), 100);
    assert!(sent.ids.is_sorted());
    let stored = stored.load(Ordering::Relaxed);
    assert!(stored <= 20, "{stored} statements");
}

/// A receiver that wants the numbers of messages only.
struct Numbers;

impl Receiver for Numbers {
    fn content(&self) -> Content {
        Content::Number
    }

    fn gone(&self) -> Option<ReceiverGone> {
        None
    }
}

#[test]
fn no_payload_is_read_for_whoever_wants_numbers_only() {
    let (_folder, mut store) = store();
    let (boss, risk) = (Caller::supervisor(), Caller::from(AgentName::risk()));
    MessageBus::new(&mut store)
        .send(&boss, &new(MessageType::Event, None))
        .unwrap();
    let run = traced(&mut store, |bus| {
        let how = Receive {
            ack: true,
            ..receive(9)
        };
        let batch = bus.claim(&risk, &how, &Numbers).unwrap();
        assert_eq!(batch.claimed.len(), 1);
        let claimed = Undelivered::of(&batch.claimed[0], &how);
        bus.return_undelivered(&risk, &[claimed], "x").unwrap();
        bus.list_numbers(&mut Filter {
            limit: 9,
            ..Filter::default()
        })
        .unwrap();
    });
    let reads = |sql: &&String| sql.replace("octet_length(payload)", "").contains("payload");
    assert_eq!(run.iter().find(reads), None);
    assert!(run.iter().any(|sql| sql.contains("octet_length(payload)")));
}

/// Steps of the virtual machine that `f` takes.
pub(in crate::coordination) fn steps(
    store: &mut Store,
    f: impl FnOnce(&mut MessageBus<'_>),
) -> u64 {
    let count = store.connection().count_steps();
    f(&mut MessageBus::new(store));
    store.connection().stop_counting();
    count.load(Ordering::Relaxed)
}

/// Puts `rows` messages into the inbox of risk, all with the values in `columns`.
fn fill(store: &mut Store, rows: u32, priority: i64, columns: &str) {
    let sql = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
             payload, correlation_id, sent_at, status, lease_until, processed_at, expires_at)
         SELECT 'supervisor', 'risk', 'event', {priority}, 'x', '{{}}', 'c' || i, {NOW}, {columns}
         FROM n WHERE {rows} > 0"
    );
    store.connection().run_script(&sql);
    count_anew(store);
}

/// Brings the counters up to what was put in by hand.
pub(in crate::coordination) fn count_anew(store: &mut Store) {
    let sql = "DELETE FROM message_counts;
         INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
         SELECT to_agent, status, priority, count(*), sum(deliveries) FROM agent_messages
         GROUP BY to_agent, status, priority;
         DELETE FROM counters WHERE what = 'cycles';
         INSERT INTO counters (what, subject, class, count, sum)
         SELECT 'cycles', phase, '', count(*), 0 FROM coordination_state GROUP BY phase;";
    store.connection().run_script(sql);
}

/// What a claim, an ack and a send cost with `rows` more messages in the table.
fn cost_among(rows: u32, columns: &str) -> [u64; 3] {
    let (_folder, mut store) = store();
    fill(&mut store, rows, 2, columns);
    let (boss, risk) = (Caller::supervisor(), Caller::from(AgentName::risk()));
    Database::new(&mut store)
        .set_limits(&boss, Some(1_000_000), None)
        .unwrap();
    let to_risk = new(MessageType::Event, None);
    let mut costs = [0; 3];
    // The first round prepares the statements.
    for _ in 0..2 {
        fill(&mut store, 1, 0, "'pending', NULL, NULL, NULL");
        let mut claimed = Vec::new();
        costs = [
            steps(&mut store, |bus| {
                claimed = bus.receive(&risk, &receive(1)).unwrap();
            }),
            steps(&mut store, |bus| {
                bus.ack(&risk, &[claimed[0].id], None).unwrap();
            }),
            steps(&mut store, |bus| {
                bus.send(&boss, &to_risk).unwrap();
            }),
        ];
    }
    costs
}

#[test]
fn a_claim_an_ack_and_a_send_cost_the_same_whatever_lies_in_the_table() {
    for columns in [
        format!("'processed', NULL, {NOW}, NULL"),
        "'dead', NULL, NULL, NULL".to_owned(),
        format!("'expired', NULL, NULL, {}", NOW - 1),
        format!("'claimed', {}, NULL, NULL", NOW + 60_000),
        format!("'pending', NULL, NULL, {}", NOW + 60_000),
    ] {
        let none = cost_among(0, &columns);
        for rows in [2_000, 20_000] {
            let many = cost_among(rows, &columns);
            for (none, many) in none.into_iter().zip(many) {
                assert!(
                    many <= none + none / 10,
                    "{none}, then {many} steps among {rows}: {columns}"
                );
            }
        }
    }
}
