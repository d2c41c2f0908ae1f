//! Halts that are called, placed by hand and cleared, in every order: each is on
//! record with its words, and in force until it is cleared by its own number.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::cycle::CycleManager;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::health_monitor::HealthMonitor;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::halt::{Halt, HaltScope};
use flowrex_coord::model::id::AgentName;
use flowrex_coord::store::audit::Filter;
use flowrex_coord::store::halt_entry::Entry;
use flowrex_coord::store::{Store, halt};
use serde_json::json;
use uuid::Uuid;

use crate::common::{Sandbox, TestSources, new_cycle};

/// One thing that somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Somebody makes the file, if there is none.
    ByHand,
    /// A halt is called while another process holds the lock.
    Unrecorded,
    /// A halt is called.
    Called,
    /// Something else is written.
    Write,
    /// The halt that is shown first is cleared.
    ClearFirst,
    /// The halt that is shown last is cleared.
    ClearLast,
}

const STEPS: [Step; 6] = [
    Step::ByHand,
    Step::Unrecorded,
    Step::Called,
    Step::Write,
    Step::ClearFirst,
    Step::ClearLast,
];

/// How many of each halt are in force, by their words.
type InForce = BTreeMap<String, usize>;

struct Desk<'s> {
    sandbox: &'s Sandbox,
    store: Store,
    /// What should be in force.
    model: InForce,
    called: usize,
    cleared: usize,
}

fn agent(name: &str) -> Caller {
    let agent: AgentName = name.parse().unwrap();
    agent.into()
}

impl Desk<'_> {
    fn file(&self, end: &str) -> PathBuf {
        self.sandbox.path().join(format!("coord.db.HALT{end}"))
    }

    fn halts(&mut self) -> Vec<Halt> {
        self.store.read(halt::in_force).unwrap()
    }

    fn expect(&mut self, words: &str) {
        *self.model.entry(words.to_owned()).or_default() += 1;
        self.called += 1;
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::ByHand => {
                let file = self.file("");
                if !file.exists() {
                    fs::write(&file, "").unwrap();
                    self.expect(&format!("operator: the file {} is there", file.display()));
                }
            }
            Step::Unrecorded => {
                let lock = self.sandbox.lock();
                let called = self.call(&agent("risk").within(Duration::ZERO));
                assert_eq!(called, Halt::BY_FILE);
                drop(lock);
            }
            Step::Called => {
                assert_ne!(self.call(&agent("strategy")), Halt::BY_FILE);
            }
            Step::Write => {
                let mut health = HealthMonitor::new(&mut self.store);
                health.beat(&agent("execution"), None, None).unwrap();
            }
            Step::ClearFirst => {
                if let Some(halt) = self.halts().first() {
                    self.clear(halt);
                }
            }
            Step::ClearLast => {
                if let Some(halt) = self.halts().last() {
                    self.clear(halt);
                }
            }
        }
    }

    /// The words are the same each time: that makes them no less different halts.
    fn call(&mut self, caller: &Caller) -> i64 {
        let reason = "margin\ncall".parse().unwrap();
        let mut halts = HaltControl::new(&mut self.store);
        let outcome = halts.request(caller, &HaltScope::Global, &reason);
        self.expect(&format!("{}: margin\ncall", caller.agent));
        outcome.unwrap().halt.id
    }

    fn clear(&mut self, halt: &Halt) {
        let reason = "over".parse().unwrap();
        let supervisor = Caller::supervisor();
        let cleared = HaltControl::new(&mut self.store).clear(&supervisor, halt.id, &reason);
        match cleared {
            Ok(cleared) => {
                // 0 is whatever was placed by hand, and nothing else.
                let words = cleared.signed_reason();
                assert!(halt.id != Halt::BY_FILE || words.starts_with("operator: "));
                let left = self.model.get_mut(&words).unwrap();
                *left -= 1;
                self.model.retain(|_, count| *count > 0);
                self.cleared += 1;
            }
            Err(error) => {
                assert_eq!(
                    (halt.id, error.kind()),
                    (Halt::BY_FILE, ErrorKind::Conflict)
                );
            }
        }
    }

    fn check(&mut self, steps: &[Step]) {
        let mut found = InForce::new();
        for halt in self.halts() {
            *found.entry(halt.signed_reason()).or_default() += 1;
        }
        assert_eq!(found, self.model, "after {steps:?}");
        let placed = self.store.halt_file().is_placed();
        assert_eq!(placed, !self.model.is_empty(), "after {steps:?}");
    }

    /// Whether a cycle can start; it is ended at once.
    fn can_start(&mut self) -> bool {
        let supervisor = Caller::supervisor();
        let mut cycles = CycleManager::new(&mut self.store);
        match cycles.start(&supervisor, &new_cycle()) {
            Ok(cycle) => {
                let over = "over".parse().unwrap();
                cycles.fail(&supervisor, &cycle.id, &over, None).unwrap();
                true
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Halted);
                false
            }
        }
    }

    /// Clears one after the other: what is left stays in force until the last is.
    fn clear_all(&mut self, steps: &[Step]) {
        while !self.model.is_empty() {
            assert!(!self.can_start(), "after {steps:?}");
            self.check(steps);
            let halts = self.halts();
            assert!(halts.iter().all(|halt| halt.id != Halt::BY_FILE));
            self.clear(&halts[halts.len() / 2]);
            self.check(steps);
        }
        assert!(self.can_start(), "after {steps:?}");
        assert!(!self.file("").exists() && !self.file(".settled").exists());
        assert!(self.file(".ready").exists());
    }

    fn count(&mut self, kind: &str) -> usize {
        let filter = Filter {
            kind: Some(kind.to_owned()),
            limit: u32::MAX,
            ..Filter::default()
        };
        AuditLog::new(&mut self.store).list(&filter).unwrap().len()
    }
}

fn desk(sandbox: &Sandbox) -> Desk<'_> {
    Desk {
        sandbox,
        store: sandbox.store(&TestSources::new()),
        model: InForce::new(),
        called: 0,
        cleared: 0,
    }
}

#[test]
fn fault_26_every_halt_stays_until_its_own_clear_in_every_order_of_four_steps() {
    let sandbox = Sandbox::in_memory();
    let mut desk = desk(&sandbox);
    let mut orders = 0;
    let count = STEPS.len();
    for number in 0..count.pow(4) {
        let steps: Vec<_> = (0..4)
            .map(|at| STEPS[number / count.pow(at) % count])
            .collect();
        for (done, step) in steps.iter().enumerate() {
            desk.take(*step);
            desk.check(&steps[..=done]);
        }
        desk.clear_all(&steps);
        orders += 1;
    }
    // Each is on record, once.
    assert_eq!(desk.count("halt.request"), desk.called);
    assert_eq!(desk.count("halt.clear"), desk.cleared);
    assert_eq!(desk.called, desk.cleared);
    AuditLog::new(&mut desk.store).verify(None).unwrap();
    eprintln!(
        "{orders} orders, {} halts, each cleared by its number",
        desk.called
    );
}

/// How many halts each of four threads places by file.
const PLACED: u128 = 25;

/// Halts fall at every moment of the clears of others.
#[test]
fn fault_26_no_halt_that_is_placed_while_others_are_cleared_is_lost() {
    let sandbox = Sandbox::in_memory();
    let mut desk = desk(&sandbox);
    let path = sandbox.database();
    let over = AtomicBool::new(false);
    let deadline = Instant::now() + Duration::from_secs(100);
    thread::scope(|scope| {
        let place = |me: u128| {
            for number in 0..PLACED {
                let entry = Entry {
                    key: Uuid::from_u128(me << 32 | number),
                    by: AgentName::risk(),
                    reason: format!("{me} {number}").parse().unwrap(),
                    by_hand: false,
                };
                let file = Store::halt_file_of(&path);
                assert_eq!(file.place(&entry).unwrap(), Some(entry.key));
                // From here on it is in force, whoever clears what.
            }
        };
        let placers: Vec<_> = (1..=4).map(|me| scope.spawn(move || place(me))).collect();
        let clearing = scope.spawn(|| {
            let mut store = sandbox.store(&TestSources::new());
            while !over.load(Ordering::Relaxed) && Instant::now() < deadline {
                clear_what_is_known(&mut store);
            }
        });
        for placer in placers {
            placer.join().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        clearing.join().unwrap();
    });
    assert!(Instant::now() < deadline, "it took too long");
    desk.take(Step::Write);
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let filter = Filter {
        kind: Some("halt.request".to_owned()),
        limit: u32::MAX,
        ..Filter::default()
    };
    for event in AuditLog::new(&mut desk.store).list(&filter).unwrap() {
        assert_eq!(event.actor, "risk", "{}", event.details);
        let details: serde_json::Value = serde_json::from_str(&event.details).unwrap();
        let reason = details["reason"].as_str().unwrap().to_owned();
        *words.entry(reason).or_default() += 1;
    }
    assert_eq!(words.len(), 4 * usize::try_from(PLACED).unwrap());
    assert!(words.values().all(|&count| count == 1), "{words:?}");
    while !desk.halts().is_empty() && Instant::now() < deadline {
        clear_what_is_known(&mut desk.store);
    }
    assert!(desk.can_start());
    assert!(!desk.file("").exists() && !desk.file(".settled").exists());
}

fn clear_what_is_known(store: &mut Store) {
    let reason = "over".parse().unwrap();
    for halt in store.read(halt::in_force).unwrap() {
        let mut halts = HaltControl::new(store);
        match halts.clear(&Caller::supervisor(), halt.id, &reason) {
            Ok(cleared) => assert_eq!(halt.id, cleared.id),
            // It has got a number meanwhile, or is gone.
            Err(error) => {
                let kinds = [ErrorKind::Conflict, ErrorKind::NotFound];
                assert!(
                    halt.id == Halt::BY_FILE && kinds.contains(&error.kind()),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn a_halt_that_fell_while_the_lock_was_held_outlives_the_clear_of_another() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let lock = sandbox.lock();
    let halted = sandbox.json("--busy-timeout 100ms halt --reason margin --as risk");
    assert_eq!(halted["id"], 0);
    let shown = sandbox.json("halt status");
    assert_eq!(
        (&shown[0]["id"], &shown[0]["reason"]),
        (&json!(0), &json!("margin"))
    );
    assert_eq!(sandbox.try_line("status").code, 10);
    drop(lock);
    sandbox.ok("halt --reason spread --as strategy");
    let shown = sandbox.json("halt status");
    let shown: Vec<_> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|halt| &halt["reason"])
        .collect();
    assert_eq!(shown, ["margin", "spread"]);
    sandbox.ok("halt clear 2 --reason over");
    let stderr = sandbox.fails(10, "cycle run --symbol GBPUSD");
    assert!(stderr.contains("risk: margin"), "{stderr}");
    // It was put on record like any other: in the log, on its cycles, to everyone.
    let event = &sandbox.json("audit log --kind halt.request")[0];
    assert_eq!(
        (&event["actor"], &event["subject"]),
        (&json!("risk"), &json!("halt 1"))
    );
    assert_eq!(event["details"]["cycles"], json!([cycle]));
    let shown = sandbox.json(&format!("cycle show {cycle}"));
    assert_eq!(shown["halt_reason"], "risk: margin");
    let notices = sandbox.json("msg list --type halt");
    let notices = notices.as_array().unwrap().iter();
    assert_eq!(
        notices
            .filter(|notices| notices["from_agent"] == "risk")
            .count(),
        3
    );
    sandbox.ok("halt clear 1 --reason over");
    sandbox.ok("cycle run --symbol GBPUSD");
    sandbox.ok("db check");
}

#[test]
fn a_clear_says_so_when_the_file_cannot_be_taken_away() {
    let sandbox = Sandbox::with_database();
    let file = sandbox.path().join("coord.db.HALT");
    fs::create_dir(&file).unwrap();
    fs::write(file.join("full"), "").unwrap();
    let stderr = sandbox.fails(74, "halt clear 0 --reason over");
    assert!(stderr.contains("coord.db.HALT.settled"), "{stderr}");
    sandbox.fails(10, "cycle start --symbol EURUSD");
    fs::remove_file(sandbox.path().join("coord.db.HALT.settled/full")).unwrap();
    // The next command that writes takes it away.
    sandbox.ok("health beat --agent risk");
    sandbox.start_cycle("EURUSD");
}

#[test]
fn what_status_suggests_for_a_halt_that_is_not_on_record_clears_it_at_once() {
    for by_hand in [false, true] {
        let sandbox = Sandbox::with_database();
        if by_hand {
            fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
        }
        let lock = sandbox.lock();
        let halted = sandbox.json("--busy-timeout 100ms halt --reason margin --as risk");
        assert_eq!(halted["id"], 0);
        drop(lock);
        let shown = sandbox.try_line("-o json status");
        assert_eq!(shown.code, 10, "{}", shown.stderr);
        let shown: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
        let concerns = shown["concerns"].as_array().unwrap();
        assert_eq!(concerns.len(), 1 + usize::from(by_hand), "{shown}");
        // That other halts have been put on record meanwhile changes nothing.
        for concern in concerns.iter().rev() {
            let next = concern["next"].as_str().unwrap();
            let next = next.strip_prefix("flowrex-coord ").unwrap();
            let cleared = sandbox.json(&next.replace("REASON", "over"));
            let what = concern["what"].as_str().unwrap();
            assert!(!what.contains("halt 0 "), "{what}");
            let reason = cleared["reason"].as_str().unwrap();
            assert!(what.contains(reason), "{what}: {cleared}");
        }
        assert_eq!(sandbox.json("halt status"), json!([]));
        sandbox.start_cycle("EURUSD");
        let halts = sandbox.json("halt list");
        assert_eq!(halts.as_array().unwrap().len(), 1 + usize::from(by_hand));
    }
}

#[test]
fn a_key_that_no_halt_has_clears_nothing() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason margin");
    let key = Uuid::from_u128(7);
    let stderr = sandbox.fails(3, &format!("halt clear {key} --reason over"));
    assert!(stderr.contains(&key.to_string()), "{stderr}");
    for id in ["x", "-1", "1.5", "0197"] {
        let stderr = sandbox.fails(
            if id == "0197" { 3 } else { 2 },
            &format!("halt clear {id} --reason over"),
        );
        assert!(stderr.contains(id.trim_start_matches('0')), "{stderr}");
    }
    sandbox.fails(10, "cycle start --symbol EURUSD");
}

#[test]
fn a_halt_without_a_number_is_named_by_its_key_wherever_it_is_shown() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    let called = sandbox.ok("-q --busy-timeout 100ms halt --reason margin --as risk");
    let key: Uuid = called.parse().unwrap();
    let shown = &sandbox.json("halt status")[0];
    assert_eq!(
        (&shown["id"], &shown["file_key"]),
        (&json!(0), &json!(key.to_string()))
    );
    assert!(sandbox.ok("halt status").contains(&called));
    let again = sandbox.try_line("--busy-timeout 100ms halt --reason wide --as strategy");
    let own = &sandbox.json("halt status")[1]["file_key"];
    let clear = format!("halt clear {} --reason TEXT", own.as_str().unwrap());
    assert!(again.stderr.contains(&clear), "{}", again.stderr);
    drop(lock);
    // Whatever is placed meanwhile, the key clears that one alone.
    let file = sandbox.path().join("coord.db.HALT");
    let placed = fs::read_to_string(&file).unwrap();
    fs::write(&file, placed + "by hand\n").unwrap();
    let cleared = sandbox.json(&format!("halt clear {key} --reason over"));
    assert_eq!(cleared["reason"], "margin");
    let left = sandbox.json("halt status");
    assert_eq!(left.as_array().unwrap().len(), 2);
    assert_eq!(left[0]["file_key"], json!(null));
    let stderr = sandbox.fails(2, "halt clear x --reason over");
    assert!(stderr.contains("its key"), "{stderr}");
}

#[test]
fn zero_names_a_halt_only_where_no_other_is_without_a_number() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    sandbox.ok("--busy-timeout 100ms halt --reason margin --as risk");
    let file = sandbox.path().join("coord.db.HALT");
    let placed = fs::read_to_string(&file).unwrap();
    fs::write(&file, placed + "by hand\n").unwrap();
    drop(lock);
    let stderr = sandbox.fails(4, "halt clear 0 --reason over");
    assert!(stderr.contains("2 halts"), "{stderr}");
    assert!(stderr.contains("halt status"), "{stderr}");
    let halts = sandbox.json("halt status");
    assert_eq!(halts.as_array().unwrap().len(), 2);
    for halt in halts.as_array().unwrap() {
        sandbox.ok(&format!("halt clear {} --reason over", halt["id"]));
    }
    sandbox.start_cycle("EURUSD");
}
