//! An open database that a long-running process keeps: it is moved between threads, serves
//! many callers, and has many waiters.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use flowrex_coord::coordination::health_monitor::HealthMonitor;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::token::Token;
use flowrex_coord::store::{ChangeCursor, Error, Store, audit};

use crate::common::{Sandbox, TestSources};

const fn is_send<T: Send>() {}

#[test]
fn it_is_moved_to_another_thread() {
    const {
        is_send::<Store>();
        is_send::<ChangeCursor>();
    }
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let caller = Caller::from(AgentName::risk());
    let beaten = thread::spawn(move || HealthMonitor::new(&mut store).beat(&caller, None, None));
    beaten.join().unwrap().unwrap();
    assert_eq!(sandbox.event_kinds(), ["health.beat"]);
}

/// Enrolls an agent, and returns a caller that acts as it with its token.
fn enrolled(sandbox: &Sandbox, agent: AgentName) -> Caller {
    let token: Token = sandbox
        .ok(&format!("agent enroll {agent} -q"))
        .parse()
        .unwrap();
    Caller {
        token: Some(token.digest()),
        ..Caller::from(agent)
    }
}

#[test]
fn each_caller_shows_its_own_token() {
    let sandbox = Sandbox::with_database();
    let risk = enrolled(&sandbox, AgentName::risk());
    let strategy = enrolled(&sandbox, AgentName::strategy());
    let mut store = sandbox.store(&TestSources::new());
    let mut monitor = HealthMonitor::new(&mut store);
    let mut kind = |caller: &Caller| {
        let beaten = monitor.beat(caller, None, None);
        beaten.map_err(|error| error.kind()).err()
    };
    assert_eq!(kind(&risk), None);
    assert_eq!(kind(&strategy), None);
    let with_token_of_another = Caller {
        token: risk.token,
        ..strategy
    };
    assert_eq!(kind(&with_token_of_another), Some(ErrorKind::Denied));
    let without_token = Caller::from(AgentName::risk());
    assert_eq!(kind(&without_token), Some(ErrorKind::Denied));
    assert_eq!(kind(&risk), None);
}

#[test]
fn each_waiter_is_told_of_a_change_once() {
    let sandbox = Sandbox::with_database();
    let store = sandbox.store(&TestSources::new());
    let (mut one, mut other) = (store.cursor().unwrap(), store.cursor().unwrap());
    assert!(!store.has_changed(&mut one).unwrap());
    sandbox.ok("health beat --agent risk");
    let deadline = Instant::now() + Duration::from_secs(30);
    for cursor in [&mut one, &mut other] {
        assert!(store.wait_for_change(cursor, deadline).unwrap());
        assert!(!store.wait_for_change(cursor, Instant::now()).unwrap());
    }
    let mut new = ChangeCursor::default();
    assert!(store.has_changed(&mut new).unwrap());
    assert!(!store.has_changed(&mut new).unwrap());
}

#[test]
fn how_long_one_caller_waits_for_the_lock_does_not_change_how_long_the_next_waits() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let mut monitor = HealthMonitor::new(&mut store);
    let patient = Caller::from(AgentName::risk());
    let hurried = patient.within(Duration::from_millis(20));
    let lock = sandbox.lock();
    let began = Instant::now();
    let refused = monitor.beat(&hurried, None, None);
    assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    assert!(began.elapsed() < Duration::from_secs(10));
    let releases = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        drop(lock);
    });
    monitor.beat(&patient, None, None).unwrap();
    releases.join().unwrap();
}

/// How many events each side of a parallel read sees, and how often the second side reads.
fn events_seen(store: &mut Store) -> ([u64; 2], u32) {
    let reads = AtomicU32::new(0);
    let (here, beside) = store.read_in_parallel(audit::head, |tx| {
        reads.fetch_add(1, Ordering::Relaxed);
        audit::head(tx)
    });
    let seen = [here.unwrap().seq, beside.unwrap().seq];
    (seen, reads.into_inner())
}

#[test]
fn both_sides_of_a_parallel_read_see_the_open_database_and_no_other_at_its_path() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --as risk");
    let mut store = sandbox.store(&TestSources::new());
    assert_eq!(events_seen(&mut store), ([1, 1], 1));
    // The file is gone: the second side has nothing to open, and the first one reads for it.
    for end in ["", "-wal", "-shm"] {
        let name = |folder: &str| sandbox.path().join(format!("{folder}coord.db{end}"));
        fs::create_dir_all(sandbox.path().join("moved")).unwrap();
        fs::rename(name(""), name("moved/")).unwrap();
    }
    assert_eq!(events_seen(&mut store), ([1, 1], 1));
    // Another database is there: what the second side reads of it is not used.
    sandbox.ok("db init");
    assert_eq!(events_seen(&mut store), ([1, 1], 2));
}
