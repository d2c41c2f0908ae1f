//! Counts the steps of SQLite's virtual machine for reads of a large database, at several
//! sizes. A full scan would take more steps at each size.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::audit::AuditLog;
use super::cycle::CycleManager;
use super::database::Database;
use super::message_bus::MessageBus;
use super::message_bus::query_plan_tests::{NOW, count_anew, new, new_cycle, steps, store, traced};
use super::{doctor, overview};
use crate::model::caller::Caller;
use crate::model::clock::Timestamp;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::AgentName;
use crate::model::message::MessageType;
use crate::store::{Store, audit, contents, counts, message};

/// Puts in `rows` messages with every status, as many events, and a cycle for each fifty.
fn fill(store: &mut Store, rows: u32) {
    let from_1_to = |count: u32| {
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        )
    };
    let (messages, cycles) = (from_1_to(rows), from_1_to(rows / 50));
    let sql = format!(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO agents (name, authority_level, registered_at) VALUES ('news', 1, {NOW});
         {messages}
         INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
             payload, correlation_id, sent_at, status, lease_until, processed_at, expires_at)
         SELECT iif(i = 70, 'execution', 'supervisor'), iif(i / 5 % 2, 'risk', 'strategy'), 'event',
             i / 10 % 4, 'x', '{{}}', 'c' || i, {NOW} + i,
             CASE i % 5 WHEN 0 THEN 'pending' WHEN 1 THEN 'claimed' WHEN 2 THEN 'processed'
                        WHEN 3 THEN 'expired' ELSE 'dead' END,
             iif(i % 5 = 1, {NOW} + 60000, NULL), iif(i % 5 = 2, {NOW}, NULL), {NOW} + 90000
         FROM n;
         {messages}
         INSERT INTO audit_log (seq, at, actor, kind, subject, details, hash)
         SELECT (SELECT coalesce(max(seq), 0) FROM audit_log) + i, {NOW} + i,
             iif(i % 2, 'risk', 'supervisor'), iif(i % 3, 'message.ack', 'message.claim'),
             'message ' || i, '{{}}', zeroblob(32)
         FROM n;
         {cycles}
         INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
             cycle_completed_at)
         SELECT 'cycle_20260301_120000_' || printf('%08x', i), 'EURUSD', 'guide',
             iif(i % 2, 'completed', 'failed'), {NOW}, {NOW} FROM n;
         {cycles}
         INSERT INTO cycle_phases (cycle_id, step, phase, entered_at, left_at)
         SELECT 'cycle_20260301_120000_' || printf('%08x', i), 1, 'initializing', {NOW}, {NOW}
         FROM n;
         PRAGMA foreign_keys = ON;"
    );
    store.connection().run_script(&sql);
    count_anew(store);
    describe_anew(store);
}

/// Describes the sections of what was put in by hand, as the migration does.
fn describe_anew(store: &mut Store) {
    let migration = include_str!("../../migrations/V11__sections.sql");
    let (_, describe) = migration.split_once("-- From the next row on").unwrap();
    let sql = format!("DELETE FROM section_times; DELETE FROM section_senders; --{describe}");
    store.connection().run_script(&sql);
}

/// A way to read the database.
type ReadOperation = Box<dyn Fn(&mut Store)>;

fn messages(filter: message::Filter) -> ReadOperation {
    Box::new(move |store| {
        let filter = message::Filter {
            limit: 20,
            ..filter.clone()
        };
        MessageBus::new(store).list(&filter).unwrap();
    })
}

fn events(filter: audit::Filter) -> ReadOperation {
    Box::new(move |store| {
        let filter = audit::Filter {
            limit: 20,
            ..filter.clone()
        };
        AuditLog::new(store).list(&filter).unwrap();
    })
}

/// Everything that people and monitors look with.
fn reads(rows: u32) -> Vec<(String, ReadOperation)> {
    let mut reads: Vec<(String, ReadOperation)> = vec![
        (
            "status".to_owned(),
            Box::new(|store| drop(overview::read(store).unwrap())),
        ),
        (
            "watch".to_owned(),
            Box::new(|store| drop(overview::read_with_events(store, 20).unwrap())),
        ),
        (
            "metrics".to_owned(),
            Box::new(|store| drop(overview::measure(store).unwrap())),
        ),
        (
            "db status".to_owned(),
            Box::new(|store| drop(Database::new(store).status().unwrap())),
        ),
        (
            "cycle list".to_owned(),
            Box::new(|store| drop(CycleManager::new(store).list(20).unwrap())),
        ),
        (
            "the last halt drill".to_owned(),
            Box::new(|store| drop(doctor::drill(store).unwrap())),
        ),
        (
            "a message to a long queue".to_owned(),
            Box::new(|store| {
                let event = new(MessageType::Event, None);
                MessageBus::new(store)
                    .send(&Caller::supervisor(), &event)
                    .unwrap();
            }),
        ),
    ];
    reads.extend(lists_of_messages(rows));
    reads.extend(lists_of_events(rows));
    reads
}

/// A time after which there are a few rows, fewer than a list has room for.
fn lately(rows: u32) -> Timestamp {
    Timestamp::from_millis(NOW + i64::from(rows) - 9)
}

/// Lists of messages, by what index ranges and sections serve.
fn lists_of_messages(rows: u32) -> Vec<(String, ReadOperation)> {
    let mut reads = Vec::new();
    for &status in MessageStatus::ALL {
        let filter = message::Filter {
            statuses: vec![status],
            ..message::Filter::default()
        };
        reads.push((format!("msg list --status {status}"), messages(filter)));
    }
    reads.extend(lists_by_agent());
    let (to, since) = (Some(AgentName::risk()), Some(lately(rows)));
    let none = message::Filter::default;
    for (name, filter) in [
        ("msg list", none()),
        ("msg list --to", message::Filter { to, ..none() }),
        (
            "msg list --type none",
            message::Filter {
                message_type: Some(MessageType::Halt),
                ..none()
            },
        ),
        ("msg list --since", message::Filter { since, ..none() }),
        (
            "msg list --since --from few",
            message::Filter {
                since,
                from: Some(AgentName::execution()),
                ..none()
            },
        ),
    ] {
        reads.push((name.to_owned(), messages(filter)));
    }
    reads
}

/// By who has sent and who receives. To risk there are many, from execution few.
fn lists_by_agent() -> Vec<(String, ReadOperation)> {
    let (boss, risk) = (Some(AgentName::supervisor()), Some(AgentName::risk()));
    let execution = Some(AgentName::execution());
    let dead = || vec![MessageStatus::Dead];
    let reads = [
        ("--to none", [None, execution.clone(), None], vec![]),
        ("--from few", [execution.clone(), None, None], vec![]),
        ("--from none", [risk.clone(), None, None], vec![]),
        (
            "--from few --to many",
            [execution.clone(), risk, None],
            vec![],
        ),
        (
            "--from many --to none",
            [boss.clone(), execution.clone(), None],
            vec![],
        ),
        ("--from many --status", [boss, None, None], dead()),
        ("--agent none", [None, None, "news".parse().ok()], vec![]),
        ("--agent few --status", [None, None, execution], dead()),
    ];
    let read = |(name, [from, to, agent], statuses): (&str, [Option<AgentName>; 3], Vec<_>)| {
        let filter = message::Filter {
            agent,
            to,
            from,
            statuses,
            ..message::Filter::default()
        };
        (format!("msg list {name}"), messages(filter))
    };
    reads.map(read).into()
}

/// Lists of events, by what index ranges and sections serve.
fn lists_of_events(rows: u32) -> Vec<(String, ReadOperation)> {
    let (mut reads, since) = (Vec::new(), Some(lately(rows)));
    let none = audit::Filter::default;
    let some = |text: &str| Some(text.to_owned());
    for (name, filter) in [
        ("audit log", none()),
        ("audit log --since", audit::Filter { since, ..none() }),
        (
            "audit log --since --kind",
            audit::Filter {
                since,
                kind: some("message.ack"),
                ..none()
            },
        ),
        (
            "audit log --kind",
            audit::Filter {
                kind: some("message.ack"),
                ..none()
            },
        ),
        (
            "audit log --kind none",
            audit::Filter {
                kind: some("halt.drill"),
                ..none()
            },
        ),
        (
            "audit log --actor",
            audit::Filter {
                actor: some("risk"),
                ..none()
            },
        ),
        (
            "audit log --actor none",
            audit::Filter {
                actor: some("news"),
                ..none()
            },
        ),
        (
            "audit log --subject",
            audit::Filter {
                subject: some("message 7"),
                ..none()
            },
        ),
        (
            "audit log --subject none",
            audit::Filter {
                subject: some("x"),
                ..none()
            },
        ),
    ] {
        reads.push((name.to_owned(), events(filter)));
    }
    reads
}

/// The steps of each read, in a database with this number of rows.
fn costs(rows: u32) -> Vec<(String, u64)> {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    Database::new(&mut store)
        .set_limits(&boss, Some(1_000_000), None)
        .unwrap();
    fill(&mut store, rows);
    let reads = reads(rows).into_iter().map(|(name, read)| {
        // The first time, statements are prepared.
        read(&mut store);
        let cost = steps(&mut store, |bus| read(bus.store()));
        (name, cost)
    });
    reads.collect()
}

#[test]
fn a_look_takes_as_many_steps_at_sixty_thousand_messages_as_at_four_thousand() {
    let few = costs(4_000);
    for rows in [20_000, 60_000] {
        for ((name, few), (_, many)) in few.iter().zip(costs(rows)) {
            assert!(
                // Up to sixteen sections are counted.
                many <= few + few / 10 + 150,
                "{name}: {few} steps, and {many} at {rows}"
            );
            assert!(many < 40_000, "{name}: {many} steps at {rows}");
        }
    }
}

#[test]
fn a_check_holds_neither_all_events_nor_all_messages_at_once() {
    let (_folder, mut store) = store();
    let event = new(MessageType::Event, None);
    MessageBus::new(&mut store)
        .send(&Caller::supervisor(), &event)
        .unwrap();
    // What `db check` reads; a part of it through a connection of its own.
    let run = traced(&mut store, |bus| {
        let checked = bus.store().read(|tx| {
            contents::check(tx)?.contents?;
            counts::problems(tx)
        });
        checked.unwrap();
    });
    let connection = store.connection();
    let large = |sql: &&String| sql.contains("audit_log") || sql.contains("agent_messages");
    let large: Vec<_> = run.iter().filter(large).collect();
    assert!(large.len() >= 4, "{large:?}");
    for sql in large {
        for step in connection.plan(sql) {
            assert!(!step.contains("TEMP B-TREE"), "{step} in {sql}");
        }
    }
}

#[test]
fn who_looks_again_reads_only_what_has_happened_since() {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    let send = |store: &mut Store| {
        let event = new(MessageType::Event, None);
        MessageBus::new(store).send(&boss, &event).unwrap();
    };
    for _ in 0..300 {
        send(&mut store);
    }
    let (_, mut events) = overview::read_with_events(&mut store, 200).unwrap();
    let all = steps(&mut store, |bus| {
        overview::read_with_events(bus.store(), 200).unwrap();
    });
    overview::read_again(&mut store, &mut events, 200).unwrap();
    let last = events.last().unwrap().seq;
    send(&mut store);
    let again = steps(&mut store, |bus| {
        overview::read_again(bus.store(), &mut events, 200).unwrap();
    });
    assert!(again * 2 < all, "{again} steps, and {all} for all of it");
    let seqs: Vec<_> = events.iter().map(|event| event.seq).collect();
    let expected: Vec<_> = (last + 2 - 200..=last + 1).collect();
    assert_eq!(seqs, expected);
}

/// How often `f` reads a cycle as a whole.
fn cycle_reads(store: &mut Store, f: impl FnOnce(&mut Store)) -> u64 {
    let count = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&count);
    store.connection().on_statement(move |sql| {
        if sql.contains("cycle_started_at") && sql.contains("FROM coordination_state") {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    f(store);
    store.connection().on_statement(|_| {});
    count.load(Ordering::Relaxed)
}

#[test]
fn an_operation_on_a_cycle_reads_it_once() {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    let new = new_cycle("EURUSD");
    let id = CycleManager::new(&mut store).start(&boss, &new).unwrap().id;
    for _ in 0..2 {
        let reads = cycle_reads(&mut store, |store| {
            CycleManager::new(store).advance(&boss, &id, None).unwrap();
        });
        assert_eq!(reads, 1);
    }
    let reads = cycle_reads(&mut store, |store| {
        let error = "x".parse().unwrap();
        CycleManager::new(store)
            .fail(&boss, &id, &error, None)
            .unwrap();
    });
    assert_eq!(reads, 1);
}
