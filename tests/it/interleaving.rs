//! Halts called at a thousand moments of running cycles, by other connections,
//! and a checker that knows nothing but the order of the events: no move, no
//! command and no write of a cycle comes after a halt on it and before its clear.
//!
//! The order is that of the audit log, whose numbers are given inside the
//! transactions. That the checker finds a halt check outside the transaction is
//! tested too.
//!
//! `HALTS=20000 cargo test --test it interleaving` calls more of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::message_bus::{MessageBus, Receive};
use flowrex_coord::coordination::shared_state::SharedStateManager;
use flowrex_coord::model::audit::AuditEvent;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::events::{CycleAdvance, Event};
use flowrex_coord::model::halt::HaltScope;
use flowrex_coord::model::id::{AgentName, CycleId};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{DEFAULT_LEASE, MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::model::operation::{Action, Operation, Target};
use flowrex_coord::model::phase::Phase;
use flowrex_coord::store::audit::Filter;
use flowrex_coord::store::{self, ChangeCursor, Store, cycle, halt};
use serde_json::Value;

use crate::common::{Sandbox, TestSources, new_cycle, pipeline, until};

/// What the checker knows of a cycle.
struct Known {
    symbol: String,
    /// Whether a halt has hit it: it never moves again, also after a clear.
    hit: bool,
}

/// Reads the events in their order. Returns what should not have happened.
fn check(events: &[AuditEvent]) -> Vec<String> {
    let mut cycles: BTreeMap<String, Known> = BTreeMap::new();
    let mut in_force: BTreeMap<String, String> = BTreeMap::new();
    // The cycle of each command.
    let mut commands: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for event in events {
        let details: Value = serde_json::from_str(&event.details).unwrap();
        let text = |field: &str| details[field].as_str().unwrap_or_default().to_owned();
        let covered = |cycle: &str, symbol: &str| {
            let scopes = [
                "everything".to_owned(),
                format!("symbol {symbol}"),
                format!("cycle {cycle}"),
            ];
            in_force.values().any(|scope| scopes.contains(scope))
        };
        let touched = match event.kind.as_str() {
            "halt.request" => {
                in_force.insert(event.subject.clone(), text("scope"));
                for id in details["cycles"].as_array().unwrap() {
                    if let Some(known) = cycles.get_mut(id.as_str().unwrap()) {
                        known.hit = true;
                    }
                }
                continue;
            }
            "halt.clear" => {
                in_force.remove(&event.subject);
                continue;
            }
            "cycle.start" => {
                if covered("", &text("symbol")) {
                    wrong.push(format!("{}: a cycle started under a halt", event.seq));
                }
                let symbol = text("symbol");
                cycles.insert(event.subject.clone(), Known { symbol, hit: false });
                continue;
            }
            "cycle.advance" | "cycle.complete" | "cycle.approve" | "cycle.resume"
            | "state.write" => vec![event.subject.clone()],
            "command.send" => {
                commands.insert(event.subject.clone(), text("cycle"));
                vec![text("cycle")]
            }
            "message.claim" => {
                let claims = details["claims"].as_array().unwrap().iter();
                let claimed = claims.map(|claim| format!("message {}", claim["id"]));
                claimed
                    .filter_map(|id| commands.get(&id).cloned())
                    .collect()
            }
            _ => continue,
        };
        for id in touched {
            let known = &cycles[&id];
            if known.hit || covered(&id, &known.symbol) {
                wrong.push(format!(
                    "{}: {} of {id} after a halt",
                    event.seq, event.kind
                ));
            }
        }
    }
    wrong
}

fn events(sandbox: &Sandbox) -> Vec<AuditEvent> {
    let mut store = sandbox.store(&TestSources::new());
    let mut log = AuditLog::new(&mut store);
    log.verify(None).unwrap();
    let filter = Filter {
        limit: u32::MAX,
        ..Filter::default()
    };
    log.list(&filter).unwrap()
}

fn halts_to_call() -> u32 {
    let asked = std::env::var("HALTS").ok();
    asked.map_or(1_000, |text| text.parse().unwrap())
}

fn agent(name: &str) -> Caller {
    let agent: AgentName = name.parse().unwrap();
    agent.into()
}

/// Calls halts of every scope by various agents and clears each, until it has
/// called so many.
fn call_halts(store: &mut Store, count: u32) {
    let reason = "x".parse().unwrap();
    for round in 0..count {
        // It falls while a cycle is on its way; where in it is spread over all of it.
        let mut active = Vec::new();
        until("a cycle is on its way", || {
            active = store.read(cycle::active).unwrap();
            !active.is_empty()
        });
        // Not a wait for anything.
        thread::sleep(Duration::from_micros(fastrand::u64(0..4_000)));
        let scope = match (round % 3, active.first()) {
            (0, Some(cycle)) => HaltScope::Cycle(cycle.id.clone()),
            (1, _) => HaltScope::Symbol("EURUSD".parse().unwrap()),
            _ => HaltScope::Global,
        };
        let by = agent(["risk", "supervisor", "execution"][fastrand::usize(0..3)]);
        let mut halts = HaltControl::new(store);
        match halts.request(&by, &scope, &reason) {
            Ok(called) => {
                let id = called.halt.id;
                halts.clear(&Caller::supervisor(), id, &reason).unwrap();
            }
            // The cycle has ended meanwhile.
            Err(error) => assert_eq!(error.kind(), ErrorKind::Conflict, "{error}"),
        }
    }
}

/// Runs `cycles` and lets agents write and receive, while halts are called.
fn under_halts(
    sandbox: &Sandbox,
    count: u32,
    cycles: impl Fn(&mut Store, &mut ChangeCursor) + Sync,
) {
    let over = AtomicBool::new(false);
    let open = || sandbox.store(&TestSources::new());
    let until_over = |operation: &dyn Fn(&mut Store, &mut ChangeCursor)| {
        let mut store = open();
        let mut cursor = ChangeCursor::default();
        while !over.load(Ordering::Relaxed) {
            operation(&mut store, &mut cursor);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| until_over(&cycles));
        scope.spawn(|| until_over(&write_and_receive));
        call_halts(&mut open(), count);
        over.store(true, Ordering::Relaxed);
    });
}

/// One cycle, however it ends: a halt may refuse it at any step.
fn run_one_cycle(store: &mut Store, cursor: &mut ChangeCursor) {
    let ended = pipeline(store, builtin_drivers()).execute_cycle(&new_cycle());
    if let Err(error) = ended {
        let kind = error.kind();
        assert!(
            matches!(kind, ErrorKind::Halted | ErrorKind::Conflict),
            "{error}"
        );
        wait_for_others(store, cursor);
    }
}

/// Waits until somebody else has done something.
fn wait_for_others(store: &Store, cursor: &mut ChangeCursor) {
    let deadline = Instant::now() + Duration::from_millis(100);
    store.wait_for_change(cursor, deadline).unwrap();
}

/// Agents and the supervisor try what a halt would stop: a write, a command, a
/// claim. Whether it is refused is theirs to find out.
fn write_and_receive(store: &mut Store, cursor: &mut ChangeCursor) {
    wait_for_others(store, cursor);
    let strategy = agent("strategy");
    let active = store.read(cycle::active).unwrap();
    match (fastrand::u8(0..3), active.first()) {
        (0, Some(active)) => {
            let key = "strategy_note".parse().unwrap();
            let value = Json::parse("1").unwrap();
            let mut state = SharedStateManager::new(store);
            let _ = state.write(&strategy, &active.id, &key, &value, None);
        }
        (1, Some(active)) => {
            let command = NewMessage {
                to: Recipient::Agent(strategy.agent),
                message_type: MessageType::Command,
                priority: Priority::Normal,
                subject: "x".parse().unwrap(),
                payload: Json::parse("1").unwrap(),
                ttl: None,
                cycle: Some(active.id.clone()),
                dedup_key: None,
            };
            let _ = MessageBus::new(store).send(&Caller::supervisor(), &command);
        }
        _ => {
            let how = Receive {
                message_type: None,
                limit: 10,
                lease: DEFAULT_LEASE,
                ack: true,
            };
            // A halt may come while a command is being claimed.
            if let Err(error) = MessageBus::new(store).receive(&strategy, &how) {
                assert_eq!(error.kind(), ErrorKind::Halted, "{error}");
            }
        }
    }
}

#[test]
fn nothing_of_a_cycle_is_ordered_after_a_halt_on_it_and_before_its_clear() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    under_halts(&sandbox, halts_to_call(), run_one_cycle);
    let events = events(&sandbox);
    assert_eq!(check(&events), Vec::<String>::new());
    let claims = events.iter().filter(|event| event.kind == "message.claim");
    let claims = claims.count();
    assert!(claims > 0, "no commands were received");
    // The halts fell at various steps of cycles that were on their way.
    let mut fell: BTreeMap<String, u32> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind == "cycle.halt") {
        let details: Value = serde_json::from_str(&event.details).unwrap();
        *fell
            .entry(details["from"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    assert!(
        fell.len() >= 3 && fell.values().sum::<u32>() >= 50,
        "{fell:?}"
    );
}

/// An advance whose halt check stands before its transaction: what a build would
/// do that has moved it out.
fn flawed_advance(store: &mut Store, id: &CycleId) {
    let halted = store.read(|tx| {
        let halts = halt::in_force(tx)?;
        let cycle = cycle::get(tx, id)?;
        let covers = halts
            .iter()
            .any(|halt| halt.scope.covers(&cycle.symbol, Some(id)));
        Ok(covers || cycle.halt_requested || cycle.phase.is_end())
    });
    if halted.unwrap() {
        return;
    }
    let caller = Caller::supervisor();
    let operation = Operation {
        caller: &caller,
        // An action that no halt stops, that does what halts do stop.
        action: Action::HealthBeat,
        target: Target::Cycle { id, epoch: None },
    };
    let advanced: store::Result<()> = store.write(&operation, |tx| {
        let mut stored = cycle::get(tx, id)?;
        if let Some(next) = stored.phase.next().filter(|next| *next != Phase::Completed) {
            stored.check_move(next)?;
            cycle::enter_phase(tx, &mut stored, next)?;
        }
        let event = Event::CycleAdvance(CycleAdvance {
            from: stored.phase,
            to: stored.phase.next().unwrap_or(stored.phase),
        });
        tx.record(&event, id)
    });
    drop(advanced);
}

#[test]
fn the_checker_finds_a_halt_check_that_stands_outside_the_transaction() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    let flawed = |store: &mut Store, _: &mut ChangeCursor| {
        let caller = Caller::supervisor();
        let started = flowrex_coord::coordination::cycle::CycleManager::new(store)
            .start(&caller, &new_cycle());
        let active = store.read(cycle::active).unwrap();
        if let Some(active) = active.first() {
            for _ in 0..20 {
                flawed_advance(store, &active.id);
            }
        }
        drop(started);
    };
    // It takes some halts until one falls between the check and the operation.
    for _ in 0..20 {
        under_halts(&sandbox, 200, flawed);
        if !check(&events(&sandbox)).is_empty() {
            return;
        }
    }
    panic!("the checker found nothing in 4,000 halts");
}
