//! Lists by sender and by time skip sections of the log, and leave out nothing that fits.

use std::time::Duration;

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::database::Database;
use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::batch;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::check::Verdict;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::id::{AgentName, MessageId};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::store::message::Filter;
use flowrex_coord::store::{Store, audit};

use crate::common::{Sandbox, TestSources};

const HOUR: Duration = Duration::from_hours(1);

fn event(to: AgentName) -> NewMessage {
    NewMessage {
        to: Recipient::Agent(to),
        message_type: MessageType::Event,
        priority: Priority::Normal,
        subject: "x".parse().unwrap(),
        payload: Json::parse("{}").unwrap(),
        ttl: None,
        cycle: None,
        dedup_key: None,
    }
}

/// Sends messages by one agent, a second after each other batch.
fn send(store: &mut Store, sources: &TestSources, from: AgentName, count: u64) {
    sources.pass(Duration::from_secs(1));
    let line = |number| {
        let new = event(AgentName::execution());
        (number, batch::Line { from: None, new })
    };
    let lines: Vec<_> = (1..=count).map(line).collect();
    let mut bus = MessageBus::new(store);
    bus.send_batch(&from.into(), &lines).unwrap();
}

/// 7,000 messages: of risk only a few in the second section. The clock is set back by an hour
/// among them, and later forward again.
fn filled(sandbox: &Sandbox, sources: &TestSources) -> Store {
    let mut store = sandbox.store(sources);
    Database::new(&mut store)
        .set_limits(&Caller::supervisor(), Some(1_000_000), None)
        .unwrap();
    for (count, from) in [
        (1_000, AgentName::strategy()),
        (500, AgentName::supervisor()),
        (7, AgentName::risk()),
        (900, AgentName::supervisor()),
    ] {
        send(&mut store, sources, from, count);
    }
    sources.set(sources.now().minus(HOUR).as_millis());
    for _ in 0..5 {
        send(&mut store, sources, AgentName::supervisor(), 700);
        MessageBus::new(&mut store)
            .send(&AgentName::execution().into(), &event(AgentName::risk()))
            .unwrap();
    }
    sources.pass(HOUR);
    for _ in 0..4 {
        send(&mut store, sources, AgentName::supervisor(), 271);
    }
    store
}

/// All that a filter lets through, the newest first, in pages.
fn listed(store: &mut Store, filter: &Filter) -> Vec<Message> {
    let mut filter = Filter {
        limit: 10_000,
        ..filter.clone()
    };
    let mut all = Vec::new();
    loop {
        let page = MessageBus::new(store).list_page(&mut filter).unwrap();
        all.extend(page.items);
        if page.next.is_none() {
            return all;
        }
    }
}

fn ids<'m>(messages: impl IntoIterator<Item = &'m Message>) -> Vec<MessageId> {
    messages.into_iter().map(|message| message.id).collect()
}

fn times_of(all: &[Message]) -> Vec<Timestamp> {
    let mut times: Vec<_> = all.iter().map(|message| message.sent_at).collect();
    times.dedup();
    let later = times.iter().map(|time| time.plus(Duration::from_millis(1)));
    let later: Vec<_> = later.collect();
    [times, later].concat()
}

fn compare_messages(store: &mut Store) {
    let all = listed(store, &Filter::default());
    for since in times_of(&all) {
        let filter = Filter {
            since: Some(since),
            ..Filter::default()
        };
        let expected = ids(all.iter().filter(|message| message.sent_at >= since));
        assert!(ids(&listed(store, &filter)) == expected, "since {since}");
    }
    for name in ["supervisor", "strategy", "risk", "execution"] {
        let name: AgentName = name.parse().unwrap();
        let from = Filter {
            from: Some(name.clone()),
            ..Filter::default()
        };
        let expected = ids(all.iter().filter(|message| message.from == name));
        assert!(ids(&listed(store, &from)) == expected, "from {name}");
        let mut oldest = Filter {
            after: Some("900".parse().unwrap()),
            limit: 3,
            ..from.clone()
        };
        let mut bus = MessageBus::new(store);
        bus.end_at_first(&mut oldest).unwrap();
        let first = ids(&listed(store, &oldest));
        let expected = expected.into_iter().rev().filter(|id| id.get() > 900);
        let mut expected: Vec<_> = expected.take(3).collect();
        expected.reverse();
        assert_eq!(first[..expected.len()], expected, "the first from {name}");
        let (to, agent) = (
            Filter {
                to: Some(AgentName::risk()),
                ..from
            },
            Filter {
                agent: Some(name.clone()),
                ..Filter::default()
            },
        );
        let is_to_risk =
            |message: &&Message| message.from == name && message.to == AgentName::risk();
        let expected = ids(all.iter().filter(is_to_risk));
        assert!(ids(&listed(store, &to)) == expected, "to risk from {name}");
        let is_of = |message: &&Message| message.from == name || message.to == name;
        let expected = ids(all.iter().filter(is_of));
        assert!(ids(&listed(store, &agent)) == expected, "of {name}");
    }
}

fn compare_events(store: &mut Store) {
    let filter = |since| audit::Filter {
        since,
        limit: 10_000,
        ..audit::Filter::default()
    };
    let all = AuditLog::new(store).list(&filter(None)).unwrap();
    let mut times: Vec<_> = all.iter().map(|event| event.at).collect();
    times.dedup();
    for &since in times.iter().step_by(50) {
        let expected: Vec<_> = all.iter().filter(|event| event.at >= since).collect();
        let found = AuditLog::new(store).list(&filter(Some(since))).unwrap();
        assert!(
            found.iter().collect::<Vec<_>>() == expected,
            "since {since}"
        );
    }
}

fn check(store: &mut Store) {
    for check in Database::new(store).check().unwrap() {
        assert_eq!(check.verdict, Verdict::Ok, "{check:?}");
    }
}

#[test]
fn lists_by_sender_and_by_time_are_exact_though_the_clock_was_set_back() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = filled(&sandbox, &sources);
    compare_messages(&mut store);
    check(&mut store);
    // Events fill sections of their own.
    for n in 0..1_100 {
        if n == 700 {
            sources.set(sources.now().minus(HOUR).as_millis());
        }
        sources.pass(Duration::from_millis(n));
        MessageBus::new(&mut store)
            .send(&AgentName::risk().into(), &event(AgentName::risk()))
            .unwrap();
    }
    compare_events(&mut store);
    check(&mut store);
}

#[test]
fn a_check_finds_what_lists_would_leave_out() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    drop(filled(&sandbox, &sources));
    for (tamper, problem) in [
        (
            "DELETE FROM section_senders WHERE from_agent = 'risk'",
            "number 1501: its sender is not described",
        ),
        (
            "UPDATE section_times SET newest = newest - 1 WHERE below = 1024",
            "number 1001: its time is not described",
        ),
    ] {
        let file = sandbox.lock();
        file.execute_batch(tamper).unwrap();
        file.execute_batch("COMMIT").unwrap();
        let ran = sandbox.try_line("db check");
        assert_eq!(ran.code, 65, "{}", ran.stdout);
        assert!(ran.stdout.contains(problem), "{}", ran.stdout);
    }
}
