//! Promises that must hold whatever anyone does in whatever order: random
//! operations by random agents over a real database, with a clock that the
//! test moves.

use std::collections::HashMap;
use std::time::Duration;

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::cycle::CycleManager;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::message_bus::{MessageBus, Receive};
use flowrex_coord::coordination::shared_state::SharedStateManager;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::cycle::{Account, Cycle, NewCycle};
use flowrex_coord::model::delivery_state::{DeliveryState, MessageStatus};
use flowrex_coord::model::halt::HaltScope;
use flowrex_coord::model::id::{AgentName, Claim, CycleId, MessageId};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::limits::Limits;
use flowrex_coord::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::model::phase::Phase;
use flowrex_coord::model::shared_state::StateEntry;
use flowrex_coord::store::{Store, message};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{Sandbox, TestSources};

const AGENTS: [&str; 4] = ["supervisor", "strategy", "risk", "execution"];
const SYMBOLS: [&str; 2] = ["EURUSD", "GBPUSD"];

#[derive(Clone, Debug)]
enum Deed {
    Start(usize),
    Advance(usize, Option<Phase>),
    Complete(usize),
    Fail(usize),
    Write(usize, usize),
    Command(usize, usize),
    Receive,
    HaltAll,
    HaltSymbol(usize),
    HaltCycle(usize),
    Clear(i64),
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let phase = prop::option::of(prop::sample::select(Phase::ALL.to_vec()));
    prop_oneof![
        3 => (0..2_usize).prop_map(Deed::Start),
        6 => (0..4_usize, phase).prop_map(|(cycle, to)| Deed::Advance(cycle, to)),
        1 => (0..4_usize).prop_map(Deed::Complete),
        1 => (0..4_usize).prop_map(Deed::Fail),
        6 => (0..4_usize, 0..4_usize).prop_map(|(cycle, key)| Deed::Write(cycle, key)),
        4 => (0..4_usize, 0..4_usize).prop_map(|(cycle, to)| Deed::Command(cycle, to)),
        4 => Just(Deed::Receive),
        1 => Just(Deed::HaltAll),
        1 => (0..2_usize).prop_map(Deed::HaltSymbol),
        1 => (0..4_usize).prop_map(Deed::HaltCycle),
        2 => (1..4_i64).prop_map(Deed::Clear),
        1 => (1..200_u64).prop_map(Deed::Wait),
    ]
}

/// A database, and what the test has seen of it.
struct World {
    _sandbox: Sandbox,
    sources: TestSources,
    store: Store,
    cycles: Vec<CycleId>,
}

impl World {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        let sources = TestSources::new();
        let store = sandbox.store(&sources);
        Self {
            _sandbox: sandbox,
            sources,
            store,
            cycles: Vec::new(),
        }
    }

    /// Does it, or is refused: both are fine.
    fn attempt(&mut self, who: usize, deed: &Deed) {
        let agent: AgentName = AGENTS[who].parse().unwrap();
        let caller = Caller::from(agent);
        let cycle = |n: usize| {
            self.cycles
                .get(self.cycles.len().wrapping_sub(n + 1))
                .cloned()
        };
        let reason = "why".parse().unwrap();
        match *deed {
            Deed::Start(symbol) => {
                let new = new_cycle(SYMBOLS[symbol]);
                let started = CycleManager::new(&mut self.store).start(&caller, &new);
                self.cycles.extend(started.map(|cycle| cycle.id));
            }
            Deed::Advance(n, to) => {
                let Some(id) = cycle(n) else { return };
                let _ = CycleManager::new(&mut self.store).advance(&caller, &id, to);
            }
            Deed::Complete(n) => {
                let Some(id) = cycle(n) else { return };
                let _ = CycleManager::new(&mut self.store).complete(&caller, &id, None);
            }
            Deed::Fail(n) => {
                let Some(id) = cycle(n) else { return };
                let _ = CycleManager::new(&mut self.store).fail(&caller, &id, &reason, None);
            }
            Deed::Write(n, owner) => {
                let Some(id) = cycle(n) else { return };
                let key = format!("{}_x", AGENTS[owner]).parse().unwrap();
                let value = Json::parse("1").unwrap();
                let mut state = SharedStateManager::new(&mut self.store);
                let _ = state.write(&caller, &id, &key, &value, None);
            }
            Deed::Command(n, to) => {
                let mut new = new_message(AGENTS[to], MessageType::Command, None);
                new.cycle = cycle(n);
                let _ = MessageBus::new(&mut self.store).send(&caller, &new);
            }
            Deed::Receive => {
                receive(&mut self.store, &caller, 2);
            }
            Deed::HaltAll => self.halt(&caller, &HaltScope::Global),
            Deed::HaltSymbol(n) => {
                self.halt(&caller, &HaltScope::Symbol(SYMBOLS[n].parse().unwrap()));
            }
            Deed::HaltCycle(n) => {
                let Some(id) = cycle(n) else { return };
                self.halt(&caller, &HaltScope::Cycle(id));
            }
            Deed::Clear(id) => {
                let _ = HaltControl::new(&mut self.store).clear(&caller, id, &reason);
            }
            Deed::Wait(seconds) => self.sources.pass(Duration::from_secs(seconds)),
        }
    }

    fn halt(&mut self, caller: &Caller, scope: &HaltScope) {
        let _ = HaltControl::new(&mut self.store).request(caller, scope, &"why".parse().unwrap());
    }

    fn see(&mut self) -> Seen {
        let cycles = CycleManager::new(&mut self.store).list(1000).unwrap();
        let mut state = HashMap::new();
        for cycle in &cycles {
            let entries = SharedStateManager::new(&mut self.store)
                .history(&cycle.id, None)
                .unwrap();
            state.insert(cycle.id.clone(), entries);
        }
        let filter = message::Filter {
            limit: 10_000,
            ..message::Filter::default()
        };
        Seen {
            halts: HaltControl::new(&mut self.store).status().unwrap().len(),
            all_halted: HaltControl::new(&mut self.store)
                .status()
                .unwrap()
                .iter()
                .any(|status| status.halt.scope == HaltScope::Global),
            cycles: cycles
                .into_iter()
                .map(|cycle| (cycle.id.clone(), cycle))
                .collect(),
            state,
            messages: MessageBus::new(&mut self.store).list(&filter).unwrap(),
        }
    }
}

/// What anyone can see at one moment.
struct Seen {
    halts: usize,
    all_halted: bool,
    cycles: HashMap<CycleId, Cycle>,
    state: HashMap<CycleId, Vec<StateEntry>>,
    messages: Vec<Message>,
}

impl Seen {
    fn commands(&self, count: impl Fn(&Message) -> bool) -> usize {
        let commands = self
            .messages
            .iter()
            .filter(|m| m.message_type == MessageType::Command);
        commands.filter(|m| count(m)).count()
    }

    fn deliveries(&self, of: impl Fn(&Message) -> bool) -> u32 {
        let commands = self
            .messages
            .iter()
            .filter(|m| m.message_type == MessageType::Command);
        commands
            .filter(|m| of(m))
            .map(|m| m.delivery_state.deliveries)
            .sum()
    }
}

fn check(before: &Seen, after: &Seen, deed: &Deed) -> Result<(), TestCaseError> {
    for (id, cycle) in &after.cycles {
        let Some(earlier) = before.cycles.get(id) else {
            prop_assert!(
                !before.all_halted,
                "{id} started under a halt of everything"
            );
            prop_assert_eq!(cycle.phase, Phase::Initializing);
            continue;
        };
        prop_assert!(
            cycle.phase == earlier.phase || earlier.phase.may_move_to(cycle.phase),
            "{} moved from {} to {}",
            id,
            earlier.phase,
            cycle.phase
        );
        if earlier.halt_requested || before.all_halted {
            let still = cycle.phase == earlier.phase
                || matches!(cycle.phase, Phase::Halted)
                || (matches!(deed, Deed::Fail(_)) && !earlier.halt_requested);
            prop_assert!(still, "{id} was halted, and moved to {}", cycle.phase);
            prop_assert_eq!(&after.state[id], &before.state[id], "{} was written to", id);
            let its = |m: &Message| m.cycle.as_ref() == Some(id);
            prop_assert_eq!(
                after.commands(its),
                before.commands(its),
                "a command was sent"
            );
            prop_assert_eq!(
                after.deliveries(its),
                before.deliveries(its),
                "a command was given out"
            );
        }
        if earlier.phase.is_end() {
            prop_assert_eq!(cycle, earlier, "an ended cycle changed");
            prop_assert_eq!(&after.state[id], &before.state[id]);
        }
        check_frozen(earlier, &before.state[id], &after.state[id])?;
    }
    if before.all_halted && after.all_halted {
        prop_assert_eq!(after.deliveries(|_| true), before.deliveries(|_| true));
    }
    if !matches!(deed, Deed::Clear(_)) {
        prop_assert!(
            after.halts >= before.halts,
            "a halt was lifted by {:?}",
            deed
        );
    }
    Ok(())
}

/// Once the phase of an agent is over, its keys gain no version.
fn check_frozen(
    cycle: &Cycle,
    before: &[StateEntry],
    after: &[StateEntry],
) -> Result<(), TestCaseError> {
    let past = |phase| cycle.phases.iter().any(|record| record.phase == phase);
    let frozen = [
        ("strategy_x", past(Phase::RiskValidation)),
        ("risk_x", past(Phase::Execution)),
    ];
    for (key, _) in frozen.iter().filter(|(_, frozen)| *frozen) {
        let versions = |entries: &[StateEntry]| {
            entries
                .iter()
                .filter(|entry| entry.key.as_str() == *key)
                .count()
        };
        prop_assert_eq!(versions(after), versions(before), "{} was frozen", key);
    }
    Ok(())
}

fn new_cycle(symbol: &str) -> NewCycle {
    NewCycle {
        symbol: symbol.parse().unwrap(),
        strategies: Vec::new(),
        account: Account::new("1".parse().unwrap(), "1".parse().unwrap()).unwrap(),
        mode: None,
        gates: Vec::new(),
    }
}

fn new_message(to: &str, message_type: MessageType, ttl: Option<Duration>) -> NewMessage {
    NewMessage {
        to: Recipient::Agent(to.parse().unwrap()),
        message_type,
        priority: Priority::Normal,
        subject: "x".parse().unwrap(),
        payload: Json::parse("{}").unwrap(),
        ttl,
        cycle: None,
        dedup_key: None,
    }
}

fn receive(store: &mut Store, caller: &Caller, limit: u32) -> Vec<Message> {
    let how = Receive {
        message_type: None,
        limit,
        lease: Duration::from_mins(1),
        ack: false,
    };
    MessageBus::new(store).receive(caller, &how).unwrap()
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn no_sequence_of_operations_moves_a_halted_cycle() {
    let deeds = prop::collection::vec((prop_oneof![3 => Just(0), 2 => 0..4_usize], deed()), 1..60);
    runner(40)
        .run(&deeds, |deeds| {
            let mut world = World::new();
            let mut before = world.see();
            for (who, deed) in &deeds {
                world.attempt(*who, deed);
                let after = world.see();
                check(&before, &after, deed)?;
                before = after;
            }
            prop_assert!(AuditLog::new(&mut world.store).verify(None).is_ok());
            Ok(())
        })
        .unwrap();
}

#[derive(Clone, Debug)]
enum Step {
    Send(Option<u64>),
    Receive(u32),
    Ack(usize, Option<u64>),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => prop::option::of(1..300_u64).prop_map(Step::Send),
        4 => (1..4_u32).prop_map(Step::Receive),
        2 => (0..6_usize, prop::option::of(1..6_u64)).prop_map(|(n, claim)| Step::Ack(n, claim)),
        3 => (1..100_u64).prop_map(Step::Wait),
    ]
}

/// The messages of one inbox as the pure model has them, in the order of sending.
struct Inbox {
    lives: Vec<(MessageId, DeliveryState)>,
}

impl Inbox {
    fn at(&mut self, sources: &TestSources) {
        let now = now_of(sources);
        for (_, delivery_state) in &mut self.lives {
            *delivery_state = delivery_state.at(now, Limits::default().max_deliveries);
        }
    }
}

fn now_of(sources: &TestSources) -> flowrex_coord::model::clock::Timestamp {
    flowrex_coord::model::clock::Clock::now(sources)
}

#[test]
fn the_store_and_the_model_agree_on_the_life_of_every_message() {
    let risk = Caller::from(AgentName::risk());
    runner(40)
        .run(&prop::collection::vec(step(), 1..60), |steps| {
            let sandbox = Sandbox::new();
            let sources = TestSources::new();
            let mut store = sandbox.store(&sources);
            let mut inbox = Inbox { lives: Vec::new() };
            for step in steps {
                inbox.at(&sources);
                let now = now_of(&sources);
                match step {
                    Step::Send(ttl) => {
                        let ttl = ttl.map(Duration::from_secs);
                        let new = new_message("risk", MessageType::Event, ttl);
                        let sent = MessageBus::new(&mut store)
                            .send(&Caller::supervisor(), &new)
                            .unwrap();
                        let expires = ttl.map(|ttl| now.plus(ttl));
                        inbox
                            .lives
                            .push((sent.messages[0].id, DeliveryState::new(expires)));
                    }
                    Step::Receive(limit) => {
                        let got = receive(&mut store, &risk, limit);
                        let until = now.plus(Duration::from_mins(1));
                        let ready = inbox.lives.iter_mut().filter_map(|(id, delivery_state)| {
                            let claimed = delivery_state.claimed(until)?;
                            Some((id, delivery_state, claimed))
                        });
                        let mut expected = Vec::new();
                        for (id, delivery_state, claimed) in ready.take(limit as usize) {
                            *delivery_state = claimed;
                            expected.push((*id, claimed));
                        }
                        let got: Vec<_> = got.iter().map(|m| (m.id, m.delivery_state)).collect();
                        prop_assert_eq!(got, expected);
                    }
                    Step::Ack(n, claim) => {
                        let Some((id, delivery_state)) = inbox.lives.get_mut(n) else {
                            continue;
                        };
                        let claim = claim.map(Claim::from_number);
                        let acked = MessageBus::new(&mut store).ack(&risk, &[*id], claim);
                        let expected = delivery_state.processed(claim);
                        prop_assert_eq!(acked.is_ok(), expected.is_ok());
                        *delivery_state = expected.unwrap_or(*delivery_state);
                    }
                    Step::Wait(seconds) => sources.pass(Duration::from_secs(seconds)),
                }
            }
            inbox.at(&sources);
            for (id, delivery_state) in &inbox.lives {
                let stored = MessageBus::new(&mut store).get(*id).unwrap();
                prop_assert_eq!(stored.delivery_state, *delivery_state);
                prop_assert_eq!(
                    stored.processed_at.is_some(),
                    delivery_state.status == MessageStatus::Processed
                );
            }
            Ok(())
        })
        .unwrap();
}
