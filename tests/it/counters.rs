//! Counters and lists agree with the stored messages after any sequence of operations.

use std::time::Duration;

use flowrex_coord::coordination::cycle::CycleManager;
use flowrex_coord::coordination::database::Database;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::message_bus::{MessageBus, Nack, Receive};
use flowrex_coord::coordination::overview;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::Clock;
use flowrex_coord::model::cycle::{Account, NewCycle};
use flowrex_coord::model::database::MessageTally;
use flowrex_coord::model::delivery_state::MessageStatus;
use flowrex_coord::model::halt::HaltScope;
use flowrex_coord::model::id::{AgentName, MessageId};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::store::message::Filter;
use flowrex_coord::store::{Store, counts, metrics};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{Sandbox, TestSources};

const AGENTS: [&str; 3] = ["supervisor", "risk", "strategy"];
const TYPES: [MessageType; 2] = [MessageType::Event, MessageType::Request];

#[derive(Clone, Debug)]
enum Deed {
    Send(usize, usize, usize, usize, Option<u64>),
    SendToAll,
    Receive(usize, u32, bool),
    Ack(usize),
    Nack(usize, Option<u64>),
    Extend(usize),
    Reply(usize),
    Requeue(usize),
    Refused(usize),
    Cycle,
    Fail,
    Halt,
    Clear(i64),
    Prune(u64),
    Limit(u32),
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let ttl = prop::option::of(1..300_u64);
    prop_oneof![
        8 => (0..3_usize, 0..3_usize, 0..2_usize, 0..4_usize, ttl)
            .prop_map(|(from, to, kind, priority, ttl)| Deed::Send(from, to, kind, priority, ttl)),
        1 => Just(Deed::SendToAll),
        8 => (0..3_usize, 1..4_u32, any::<bool>()).prop_map(|(a, n, ack)| Deed::Receive(a, n, ack)),
        2 => (0..9_usize).prop_map(Deed::Ack),
        4 => (0..9_usize, prop::option::of(1..200_u64)).prop_map(|(n, d)| Deed::Nack(n, d)),
        1 => (0..9_usize).prop_map(Deed::Extend),
        2 => (0..9_usize).prop_map(Deed::Reply),
        2 => (0..9_usize).prop_map(Deed::Requeue),
        1 => (0..3_usize).prop_map(Deed::Refused),
        1 => Just(Deed::Cycle),
        1 => Just(Deed::Fail),
        1 => Just(Deed::Halt),
        1 => (1..3_i64).prop_map(Deed::Clear),
        1 => (1..400_u64).prop_map(Deed::Prune),
        1 => prop_oneof![1..4_u32, 100..101_u32].prop_map(Deed::Limit),
        4 => (1..100_u64).prop_map(Deed::Wait),
    ]
}

fn agent(n: usize) -> AgentName {
    AGENTS[n].parse().unwrap()
}

fn new_message(to: Recipient, kind: usize, priority: usize, ttl: Option<u64>) -> NewMessage {
    NewMessage {
        to,
        message_type: TYPES[kind],
        priority: Priority::ALL[priority],
        subject: "x".parse().unwrap(),
        payload: Json::parse("{}").unwrap(),
        ttl: ttl.map(Duration::from_secs),
        cycle: None,
        dedup_key: None,
    }
}

/// Does it, or is refused: both are fine.
fn attempt(store: &mut Store, sources: &TestSources, deed: &Deed) {
    let boss = Caller::supervisor();
    let reason = "why".parse().unwrap();
    // The nth newest message, and its recipient.
    let nth = |store: &mut Store, n: usize| -> Option<(MessageId, Caller)> {
        let message = everything(store).into_iter().nth(n)?;
        Some((message.id, message.to.into()))
    };
    let message = match deed {
        Deed::Ack(n) | Deed::Nack(n, _) | Deed::Extend(n) | Deed::Reply(n) | Deed::Requeue(n) => {
            match nth(store, *n) {
                Some(message) => Some(message),
                None => return,
            }
        }
        _ => None,
    };
    let (id, recipient) = message.unwrap_or(("1".parse().unwrap(), boss.clone()));
    let mut bus = MessageBus::new(store);
    match *deed {
        Deed::Send(from, to, kind, priority, ttl) => {
            let to = Recipient::Agent(agent(to));
            let _ = bus.send(&agent(from).into(), &new_message(to, kind, priority, ttl));
        }
        Deed::SendToAll => {
            let _ = bus.send(&boss, &new_message(Recipient::All, 0, 1, Some(50)));
        }
        Deed::Receive(who, limit, ack) => {
            let how = Receive {
                message_type: None,
                limit,
                lease: Duration::from_mins(1),
                ack,
            };
            bus.receive(&agent(who).into(), &how).unwrap();
        }
        Deed::Ack(_) => drop(bus.ack(&recipient, &[id], None)),
        Deed::Nack(_, delay) => {
            let delay = delay.map(Duration::from_secs);
            let how = Nack {
                delay,
                reason: None,
            };
            drop(bus.nack(&recipient, id, how, None));
        }
        Deed::Extend(_) => drop(bus.extend(&recipient, id, Duration::from_mins(2), None)),
        Deed::Reply(_) => drop(bus.reply(&recipient, id, &Json::parse("1").unwrap(), None)),
        Deed::Requeue(_) => drop(bus.requeue(&recipient, id)),
        // A command from below is refused, with all that was done before.
        Deed::Refused(n) => {
            let new = NewMessage {
                message_type: MessageType::Command,
                ..new_message(Recipient::Agent(boss.agent.clone()), 0, 0, None)
            };
            bus.send(&agent(n).into(), &new).unwrap_err();
        }
        Deed::Cycle => {
            let account = Account::new("1".parse().unwrap(), "1".parse().unwrap());
            let new = NewCycle {
                symbol: "EURUSD".parse().unwrap(),
                strategies: Vec::new(),
                account: account.unwrap(),
                mode: None,
                gates: Vec::new(),
            };
            if let Ok(cycle) = CycleManager::new(store).start(&boss, &new) {
                let command = NewMessage {
                    message_type: MessageType::Command,
                    cycle: Some(cycle.id),
                    ..new_message(Recipient::Agent(AgentName::risk()), 0, 0, None)
                };
                let _ = MessageBus::new(store).send(&boss, &command);
            }
        }
        Deed::Fail => {
            let mut cycles = CycleManager::new(store);
            if let Some(cycle) = cycles.active().unwrap().pop() {
                let _ = cycles.fail(&boss, &cycle.id, &reason, None);
            }
        }
        Deed::Halt => drop(HaltControl::new(store).request(&boss, &HaltScope::Global, &reason)),
        Deed::Clear(id) => drop(HaltControl::new(store).clear(&boss, id, &reason)),
        Deed::Prune(seconds) => {
            let older = Duration::from_secs(seconds);
            Database::new(store).prune(&boss, older).unwrap();
        }
        Deed::Limit(pending) => {
            let mut database = Database::new(store);
            database
                .set_limits(&boss, Some(pending), Some(2))
                .map(drop)
                .unwrap();
        }
        Deed::Wait(seconds) => sources.pass(Duration::from_secs(seconds)),
    }
}

/// All messages, the newest first, as they are now.
fn everything(store: &mut Store) -> Vec<Message> {
    let filter = Filter {
        limit: 10_000,
        ..Filter::default()
    };
    MessageBus::new(store).list(&filter).unwrap()
}

/// A list, and what it lets through.
type Listed = (Filter, fn(&Message) -> bool);

fn by_status() -> Vec<Listed> {
    let of = |status: MessageStatus| Filter {
        statuses: vec![status],
        ..Filter::default()
    };
    vec![
        (of(MessageStatus::Pending), |m| {
            m.delivery_state.status == MessageStatus::Pending
        }),
        (of(MessageStatus::Claimed), |m| {
            m.delivery_state.status == MessageStatus::Claimed
        }),
        (of(MessageStatus::Processed), |m| {
            m.delivery_state.status == MessageStatus::Processed
        }),
        (of(MessageStatus::Expired), |m| {
            m.delivery_state.status == MessageStatus::Expired
        }),
        (of(MessageStatus::Dead), |m| {
            m.delivery_state.status == MessageStatus::Dead
        }),
    ]
}

fn by_agent_and_type() -> Vec<Listed> {
    let risk = || Some(AgentName::risk());
    let none = Filter::default;
    let mut several = Filter {
        to: risk(),
        ..none()
    };
    several.statuses = vec![
        MessageStatus::Dead,
        MessageStatus::Claimed,
        MessageStatus::Pending,
    ];
    let mut expired = Filter {
        to: risk(),
        from: Some(AgentName::supervisor()),
        ..none()
    };
    expired.statuses = vec![MessageStatus::Expired];
    let mut events = Filter {
        agent: risk(),
        ..none()
    };
    events.message_type = Some(MessageType::Event);
    let mut requests = none();
    requests.message_type = Some(MessageType::Request);
    let is_of_risk = |m: &Message| m.to == AgentName::risk() || m.from == AgentName::risk();
    vec![
        (several, |m| {
            let is_over = matches!(
                m.delivery_state.status,
                MessageStatus::Expired | MessageStatus::Processed
            );
            !is_over && m.to == AgentName::risk()
        }),
        (expired, |m| {
            m.from == AgentName::supervisor()
                && m.to == AgentName::risk()
                && m.delivery_state.status == MessageStatus::Expired
        }),
        (
            Filter {
                to: risk(),
                ..none()
            },
            |m| m.to == AgentName::risk(),
        ),
        (
            Filter {
                from: risk(),
                ..none()
            },
            |m| m.from == AgentName::risk(),
        ),
        (
            Filter {
                agent: risk(),
                ..none()
            },
            is_of_risk,
        ),
        (events, |m| {
            let is_of_risk = m.to == AgentName::risk() || m.from == AgentName::risk();
            is_of_risk && m.message_type == MessageType::Event
        }),
        (requests, |m| m.message_type == MessageType::Request),
    ]
}

fn ids(messages: &[Message]) -> Vec<i64> {
    messages.iter().map(|message| message.id.get()).collect()
}

fn check(store: &mut Store) -> Result<(), TestCaseError> {
    prop_assert_eq!(store.read(counts::problems).unwrap(), [""; 0]);
    prop_assert_eq!(store.read(metrics::problems).unwrap(), [""; 0]);
    let all = everything(store);
    let mut tally = MessageTally::default();
    for message in &all {
        tally.add(message.delivery_state.status, message.priority, 1);
    }
    let status = Database::new(store).status().unwrap();
    prop_assert_eq!(&status.messages.by_status, &tally.by_status);
    prop_assert_eq!(&status.messages.by_priority, &tally.by_priority);
    prop_assert_eq!(&status.messages.pending, &tally.pending);
    let pending = all
        .iter()
        .rfind(|message| message.delivery_state.status == MessageStatus::Pending);
    prop_assert_eq!(
        status.messages.oldest_pending,
        pending.map(|message| (message.id, message.sent_at))
    );
    let deliveries: u64 = all
        .iter()
        .map(|m| u64::from(m.delivery_state.deliveries))
        .sum();
    prop_assert_eq!(status.deliveries, deliveries);
    let backlog = overview::read(store).unwrap().backlog;
    let ready = |m: &&Message| {
        m.delivery_state.status == MessageStatus::Pending && m.delivery_state.not_before.is_none()
    };
    prop_assert_eq!(backlog.total(), all.iter().filter(ready).count() as u64);
    let oldest = all.iter().rfind(ready);
    prop_assert_eq!(backlog.oldest, oldest.map(|m| (m.id, m.sent_at)));
    let in_flight = all.iter().filter(|m| {
        m.delivery_state.status == MessageStatus::Claimed || m.delivery_state.not_before.is_some()
    });
    prop_assert_eq!(backlog.in_flight, in_flight.count() as u64);
    for (filter, fits) in by_status().into_iter().chain(by_agent_and_type()) {
        let expected: Vec<_> = all.iter().filter(|m| fits(m)).cloned().collect();
        let listed =
            |store: &mut Store, filter: &Filter| ids(&MessageBus::new(store).list(filter).unwrap());
        let whole = Filter {
            limit: 10_000,
            ..filter.clone()
        };
        prop_assert_eq!(listed(store, &whole), ids(&expected), "{:?}", whole);
        let page = Filter {
            limit: 2,
            before: expected.get(1).map(|message| message.id),
            ..filter
        };
        let begin = expected.len().min(2);
        let rest = if page.before.is_some() {
            &expected[begin..]
        } else {
            &expected
        };
        prop_assert_eq!(
            listed(store, &page),
            ids(&rest[..rest.len().min(2)]),
            "{:?}",
            page
        );
    }
    Ok(())
}

#[test]
fn counters_and_lists_say_what_the_messages_say_whatever_was_done() {
    let mut runner = TestRunner::new(Config {
        cases: 40,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(deed(), 1..60), |deeds| {
            let sandbox = Sandbox::new();
            let sources = TestSources::new();
            let mut store = sandbox.store(&sources);
            for deed in &deeds {
                attempt(&mut store, &sources, deed);
                check(&mut store)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_has_expired_takes_no_room_in_an_inbox() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let boss = Caller::supervisor();
    let set = |store: &mut Store, limit: u32| {
        Database::new(store)
            .set_limits(&boss, Some(limit), None)
            .unwrap();
    };
    let send = |store: &mut Store, ttl: Option<u64>| {
        let to = Recipient::Agent(AgentName::risk());
        MessageBus::new(store).send(&boss, &new_message(to, 0, 2, ttl))
    };
    set(&mut store, 1_300);
    for _ in 0..1_299 {
        send(&mut store, Some(1)).unwrap();
    }
    send(&mut store, None).unwrap();
    send(&mut store, None).unwrap_err();
    sources.pass(Duration::from_secs(2));
    // More has expired than one transaction ends.
    set(&mut store, 3);
    send(&mut store, None).unwrap();
    send(&mut store, None).unwrap();
    send(&mut store, None).unwrap_err();
    assert_eq!(store.read(counts::problems).unwrap(), [""; 0]);
    assert!(
        sources.now()
            > overview::read(&mut store)
                .unwrap()
                .backlog
                .oldest
                .unwrap()
                .1
    );
}

#[test]
fn an_older_database_is_counted_when_it_is_brought_up_to_date() {
    let sandbox = Sandbox::new();
    crate::common::make_first_schema(&sandbox.database());
    sandbox.ok("agent list");
    let mut store = sandbox.store(&TestSources::new());
    assert_eq!(store.read(counts::problems).unwrap(), [""; 0]);
    assert_eq!(store.read(metrics::problems).unwrap(), [""; 0]);
    let status = Database::new(&mut store).status().unwrap();
    assert_eq!(status.messages.by_status[&MessageStatus::Pending], 1);
    assert_eq!((status.active_cycles, status.ended_cycles), (1, 0));
}

#[test]
fn whoever_waits_ends_what_has_expired_in_other_inboxes() {
    let sandbox = Sandbox::with_database();
    let line = r#"{"to":"risk","subject":"x","ttl":"1ms"}"#;
    let lines = format!("{line}\n").repeat(1_700);
    sandbox.with_input(&["msg", "send", "--batch", "-", "-q"], lines.as_bytes());
    sandbox.try_line("msg recv --agent strategy --wait 3s");
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let expired = |store: &mut Store| {
        store
            .read(|tx| counts::expired(tx, &AgentName::risk(), u64::from(u32::MAX)))
            .unwrap()
    };
    let real = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    sources.set(real.as_millis().try_into().unwrap());
    let left = expired(&mut store);
    assert!(left <= 500, "{left} are left");
}
