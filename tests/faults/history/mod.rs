//! Many processes use one database at random, and a small model that knows only
//! the promises is played through what they did, in the order that was given
//! inside the transactions.
//!
//! `OPERATIONS=200000 cargo test --test faults history -- --nocapture` does more,
//! and says what it did; `SEED=N` throws the dice of an earlier run again, though
//! not the system's. That the checker finds what it should is tested with failpoints:
//! `cargo test --features failpoints --test faults history`.

mod cycles;
mod empty;
mod invocation;
mod letter;
mod links;
mod model;
mod remote;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::coordination::database::Database;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::store::audit::Filter;
use flowrex_coord::store::{Options, Store};
use rusqlite::{Connection, Row};

use crate::common::Sandbox;
use empty::Empties;
use invocation::Invocation;
use letter::{Letter, MAX_DELIVERIES};
use links::Links;
use model::{Event, Model, Violation};
use remote::{Client, Server};
use worker::{AGENTS, Steady, Worker, nanos};

/// Tell the test binary, run again, whom it is to be and where.
const FOLDER: &str = "FLOWREX_TEST_FOLDER";
const NUMBER: &str = "FLOWREX_TEST_WORKER";
const SHARE: &str = "FLOWREX_TEST_SHARE";
const REMOTE: &str = "FLOWREX_TEST_REMOTE";

const WORKERS: u64 = 8;
/// How many messages an inbox takes: so few that some are refused.
const MAX_PENDING: u32 = 120;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

fn open(folder: &Path) -> Store {
    let options = Options {
        busy_timeout: Duration::from_mins(2),
        ..Options::default()
    };
    Store::open(&folder.join("coord.db"), &options, Box::new(Steady)).unwrap()
}

/// Not a test by itself: one of the processes of the tests below.
#[test]
fn a_worker_of_the_workload() {
    let (Ok(folder), Some(me)) = (env::var(FOLDER), number(NUMBER)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let seed = number("SEED").unwrap() + me;
    fastrand::seed(seed);
    let name = AGENTS[usize::try_from(me).unwrap() % 4];
    let agent: AgentName = name.parse().unwrap();
    let is_remote = env::var(REMOTE).is_ok();
    let mut worker = Worker {
        store: open(&folder),
        caller: Caller::from(agent),
        client: is_remote.then(|| Client::connect(&folder, name)),
        dice: fastrand::Rng::with_seed(seed),
        held: Vec::new(),
        round: 0,
    };
    let steps = (0..number(SHARE).unwrap()).map(|_| worker.step());
    let lines = steps.map(|step| serde_json::to_string(&step).unwrap() + "\n");
    fs::write(
        folder.join(format!("{me}.jsonl")),
        lines.collect::<String>(),
    )
    .unwrap();
}

/// Not a test by itself either: the server that some of the processes use.
#[test]
fn the_server_of_the_workload() {
    if let Ok(folder) = env::var(FOLDER) {
        remote::be_the_server(PathBuf::from(folder));
    }
}

fn spawn_worker(folder: &Path, me: u64, seed: u64, share: u64, failpoint: Option<&str>) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "history::a_worker_of_the_workload"])
        .env(FOLDER, folder)
        .env(NUMBER, me.to_string())
        .env(SHARE, share.to_string())
        .env("SEED", seed.to_string())
        .env("FLOWREX_FAILPOINT", failpoint.unwrap_or_default())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Who uses the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Users {
    /// Processes that open it.
    Processes,
    /// Clients of a server, and two processes that open it beside them.
    ServerAndProcesses,
}

/// What came of a run.
struct History {
    sandbox: Sandbox,
    seed: u64,
    invocations: Vec<Invocation>,
    events: Vec<Event>,
    took: Duration,
}

/// Lets the processes do so many things together.
fn history(users: Users, operations: u64, failpoint: Option<&str>) -> History {
    let sandbox = Sandbox::in_memory();
    let folder = sandbox.path();
    let mut store = open(folder);
    let supervisor = Caller::supervisor();
    Database::new(&mut store)
        .set_limits(&supervisor, Some(MAX_PENDING), Some(MAX_DELIVERIES))
        .unwrap();
    let seed = number("SEED").unwrap_or_else(nanos);
    let begun = Instant::now();
    let share = operations / WORKERS;
    let has_server = users == Users::ServerAndProcesses;
    let server = has_server.then(|| Server::start(folder, failpoint));
    let workers: Vec<_> = (0..WORKERS)
        .map(|me| {
            let mut worker = spawn_worker(folder, me, seed, share, failpoint);
            if has_server && me >= 2 {
                worker.env(REMOTE, "1");
            }
            worker.spawn().unwrap()
        })
        .collect();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "SEED={seed}: {said}");
    }
    let took = begun.elapsed();
    drop(server);
    let files = (0..WORKERS).map(|me| fs::read_to_string(folder.join(format!("{me}.jsonl"))));
    let lines: String = files.map(Result::unwrap).collect();
    let mut invocations: Vec<Invocation> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    invocations.sort_by_key(|one| one.start);
    History {
        seed,
        invocations,
        events: events(&mut store),
        took,
        sandbox,
    }
}

/// The audit log, whose chain must hold.
fn events(store: &mut Store) -> Vec<Event> {
    let mut log = AuditLog::new(store);
    log.verify(None).unwrap();
    let all = Filter {
        limit: u32::MAX,
        ..Filter::default()
    };
    let events = log.list(&all).unwrap().into_iter();
    events
        .map(|event| Event {
            seq: event.seq,
            at: event.at.as_millis(),
            actor: event.actor,
            kind: event.kind,
            subject: event.subject,
            details: serde_json::from_str(&event.details).unwrap(),
        })
        .collect()
}

impl History {
    /// Plays the model through all that happened, and compares what it ends with
    /// to what the tables hold.
    fn check(&self) -> Vec<Violation> {
        let mut model = Model::default();
        let returns = self
            .events
            .iter()
            .filter(|event| event.kind == "message.return");
        model.given_back = returns.flat_map(model::claims).collect();
        let withdrawals = self
            .events
            .iter()
            .filter(|event| event.kind == "message.withdraw");
        let ids = |event| model::list(event, "ids").map(|id| id.as_i64().unwrap());
        let withdrawn = withdrawals.flat_map(|event| ids(event).map(|id| (id, event.seq)));
        model.withdrawn = withdrawn.collect();
        let mut links = Links::new(&self.invocations);
        let mut empties = Empties::new(&self.invocations);
        for event in &self.events {
            empties.look(&model, &links, event.seq, event.at);
            model.play(event, &mut links);
        }
        empties.look(&model, &links, u64::MAX, i64::MAX);
        model.end(&links);
        let mut violations = std::mem::take(&mut model.violations);
        violations.extend(links.overtaken());
        violations.extend(empties.violations);
        violations.extend(self.differences(&model));
        violations.sort();
        violations
    }

    /// Where the tables are not as the model has them.
    #[expect(
        clippy::disallowed_methods,
        reason = "looks at the tables from outside"
    )]
    fn differences(&self, model: &Model) -> Vec<Violation> {
        let tables = Connection::open(self.sandbox.database()).unwrap();
        let sound: Vec<String> = rows(&tables, "PRAGMA integrity_check", |row| row.get(0));
        assert_eq!(sound, ["ok"]);
        let messages = rows(&tables, "SELECT * FROM agent_messages", letter);
        let versions = rows(
            &tables,
            "SELECT cycle_id, key, max(version) FROM shared_state GROUP BY cycle_id, key
             HAVING count(*) = max(version)",
            |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
        );
        let halts: Vec<i64> = rows(
            &tables,
            "SELECT id FROM halts WHERE cleared_at IS NULL ORDER BY id",
            |row| row.get(0),
        );
        let mut wrong = differ("message", &model.messages, &messages.into_iter().collect());
        wrong.extend(differ(
            "value",
            &model.versions,
            &versions.into_iter().collect(),
        ));
        let in_force: Vec<i64> = model.halts.keys().copied().collect();
        if halts != in_force {
            wrong.push((
                u64::MAX,
                format!("{halts:?} are in force, not {in_force:?}"),
            ));
        }
        wrong
    }

    /// How many calls had ended when an event was recorded.
    #[cfg(feature = "failpoints")]
    fn calls_until(&self, seq: u64) -> usize {
        let event = self.events.iter().find(|event| event.seq == seq);
        let end = event.map_or(u64::MAX, |event| worker::nanos_of(event.at));
        self.invocations.iter().filter(|one| one.end <= end).count()
    }

    fn count(&self, kind: &str) -> usize {
        let events = self.events.iter().filter(|event| event.kind == kind);
        let claims = |event: &Event| event.details["claims"].as_array().map_or(1, Vec::len);
        events.map(claims).sum()
    }

    fn figures(&self) -> String {
        let kinds = self.events.iter().map(|event| event.kind.as_str());
        let kinds: BTreeSet<_> = kinds.collect();
        let counts = kinds
            .iter()
            .map(|kind| format!("{kind} {}", self.count(kind)));
        format!(
            "{WORKERS} processes, {} operations in {:.1} s, {} events, {} receives \
             of nothing; {}",
            self.invocations.len(),
            self.took.as_secs_f64(),
            self.events.len(),
            Empties::new(&self.invocations).count(),
            counts.collect::<Vec<_>>().join(", ")
        )
    }
}

fn rows<T>(
    tables: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = tables.prepare(sql).unwrap();
    let rows = statement.query_map([], read).unwrap();
    rows.map(Result::unwrap).collect()
}

fn letter(row: &Row<'_>) -> rusqlite::Result<(i64, Letter)> {
    let kind: String = row.get("message_type")?;
    let letter = Letter {
        is_notice: kind == "event" && row.get::<_, Option<i64>>("reply_to")?.is_some(),
        from: row.get("from_agent")?,
        to: row.get("to_agent")?,
        kind,
        priority: row.get("priority")?,
        cycle: row.get("cycle_id")?,
        status: row.get("status")?,
        claim: row.get("claim")?,
        deliveries: row.get("deliveries")?,
        lease_until: row.get("lease_until")?,
        not_before: row.get("not_before")?,
        expires_at: row.get("expires_at")?,
    };
    Ok((row.get("id")?, letter))
}

fn differ<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    what: &str,
    model: &BTreeMap<K, V>,
    table: &BTreeMap<K, V>,
) -> Vec<Violation> {
    let keys = model.keys().chain(table.keys());
    let differing = keys.filter(|key| model.get(key) != table.get(key));
    let said = differing.map(|key| {
        let (model, table) = (model.get(key), table.get(key));
        format!("{what} {key:?} ends as {table:?}, not as {model:?}")
    });
    said.map(|what| (u64::MAX, what)).collect()
}

#[test]
fn what_many_processes_did_at_random_is_what_the_promises_allow() {
    is_allowed(Users::Processes);
}

#[test]
fn what_clients_of_a_server_and_processes_did_at_random_is_what_the_promises_allow() {
    is_allowed(Users::ServerAndProcesses);
}

fn is_allowed(users: Users) {
    let history = history(users, number("OPERATIONS").unwrap_or(8_000), None);
    let violations = history.check();
    let first = &violations[..violations.len().min(10)];
    assert!(first.is_empty(), "SEED={}: {first:#?}", history.seed);
    eprintln!("{}; 0 violations", history.figures());
    // It was a history worth checking.
    for kind in [
        "message.send",
        "command.send",
        "message.claim",
        "message.overdue",
        "message.ack",
        "message.nack",
        "message.extend",
        "message.reply",
        "message.withdraw",
        "state.write",
        "halt.request",
        "halt.clear",
        "cycle.start",
        "cycle.advance",
        "refused",
    ] {
        assert!(history.count(kind) > 0, "{kind}: {}", history.figures());
    }
}

/// Runs workloads with a failpoint until the checker finds it.
#[cfg(feature = "failpoints")]
fn finds(failpoint: &str, sign: &str) {
    finds_among(Users::Processes, failpoint, sign);
    finds_among(Users::ServerAndProcesses, failpoint, sign);
}

#[cfg(feature = "failpoints")]
fn finds_among(users: Users, failpoint: &str, sign: &str) {
    let mut before = 0;
    for _ in 0..20 {
        let history = history(users, 2_000, Some(failpoint));
        let violations = history.check();
        if let Some((seq, what)) = violations.iter().find(|(_, what)| what.contains(sign)) {
            let calls = before + history.calls_until(*seq);
            eprintln!("{failpoint}: after {calls} operations: {what}");
            return;
        }
        assert_eq!(
            violations.first(),
            None,
            "{failpoint} was not found by its sign"
        );
        before += history.invocations.len();
    }
    panic!("{failpoint} was not found in {before} operations");
}

#[cfg(feature = "failpoints")]
#[test]
fn the_checker_finds_a_halt_check_outside_the_transaction() {
    finds("EarlyGate", "after a halt");
}

#[cfg(feature = "failpoints")]
#[test]
fn the_checker_finds_a_message_settled_by_one_who_no_longer_holds_it() {
    finds("AnyClaim", "with token");
}

#[cfg(feature = "failpoints")]
#[test]
fn the_checker_finds_a_claimed_message_handed_out_again() {
    finds("NoLease", "while it was claimed");
}

#[cfg(feature = "failpoints")]
#[test]
fn the_checker_finds_a_message_stored_twice_under_its_key() {
    finds("LostKey", "was stored again");
}

#[cfg(feature = "failpoints")]
#[test]
fn the_checker_finds_a_value_written_over_one_that_was_not_read() {
    finds("AnyVersion", "was written over");
}
