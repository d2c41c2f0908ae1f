//! Long lists and large claims: bounded transactions, bounded memory.

use flowrex_coord::coordination::shared_state::SharedStateManager;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::json::Json;
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, TestSources};
use crate::database_care::outside;

const MIB: usize = 1 << 20;

/// A sandbox with this many messages of nearly 1 MiB for risk.
fn with_large_messages(count: usize) -> Sandbox {
    let sandbox = Sandbox::in_memory();
    let payload = "x".repeat(MIB - 100);
    let line = json!({"to": "risk", "subject": "large", "payload": payload}).to_string();
    let lines = vec![line; count].join("\n");
    let ran = sandbox.with_input(&["msg", "send", "--batch", "-"], lines.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    sandbox
}

/// Runs a line with at most this much memory, in MiB.
fn with_memory(sandbox: &Sandbox, mib: usize, line: &str) -> Ran {
    let kib = mib << 10;
    sandbox.shell(&format!("ulimit -v {kib}; exec flowrex-coord {line}"))
}

#[test]
fn a_large_claim_is_made_in_transactions_of_8_mib_and_keeps_to_its_limit() {
    for options in ["-q", "-o json", "--ack -q"] {
        let sandbox = with_large_messages(22);
        let ran = sandbox.try_line(&format!("msg recv --agent risk --limit 20 {options}"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let ids: Vec<i64> = match options {
            "-o json" => {
                let all: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
                all.iter().map(|one| one["id"].as_i64().unwrap()).collect()
            }
            _ => ran.stdout.lines().map(|id| id.parse().unwrap()).collect(),
        };
        assert_eq!(ids, (1..=20).collect::<Vec<_>>(), "{options}");
        let claims = sandbox.json("audit log --kind message.claim");
        let claims = claims.as_array().unwrap().iter();
        let sizes: Vec<_> = claims
            .map(|event| event["details"]["claims"].as_array().unwrap().len())
            .collect();
        assert_eq!(sizes, [8, 8, 4], "{options}");
    }
}

#[test]
fn a_message_larger_than_a_transaction_takes_is_claimed_all_the_same() {
    let sandbox = with_large_messages(1);
    assert_eq!(sandbox.ok("msg recv --agent risk -q"), "1");
}

#[test]
fn large_claims_and_long_lists_need_little_memory() {
    let sandbox = with_large_messages(48);
    let cycle = sandbox.start_cycle("EURUSD");
    let mut store = sandbox.store(&TestSources::new());
    let value = Json::parse(&format!("\"{}\"", "x".repeat(MIB - 100))).unwrap();
    let (cycle_id, supervisor) = (cycle.parse().unwrap(), Caller::supervisor());
    for version in 0..48 {
        let key = format!("key{}", version % 3).parse().unwrap();
        SharedStateManager::new(&mut store)
            .write(&supervisor, &cycle_id, &key, &value, None)
            .unwrap();
    }
    drop(store);
    for (line, bytes) in [
        ("msg list --limit 48 -o json".to_owned(), 47 * MIB),
        (
            "msg recv --agent risk --peek --limit 48 -o json".to_owned(),
            47 * MIB,
        ),
        (format!("state history --cycle {cycle} -o json"), 47 * MIB),
        (format!("state list --cycle {cycle} -o json"), 2 * MIB),
        // The claim comes last: it is no list.
        (
            "msg recv --agent risk --limit 48 -o json".to_owned(),
            47 * MIB,
        ),
    ] {
        let ran = with_memory(&sandbox, 64, &line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
        assert!(ran.stdout.len() > bytes, "{line}: {}", ran.stdout.len());
        assert!(
            ran.stdout.starts_with("[{") && ran.stdout.ends_with("}]\n"),
            "{line}"
        );
    }
}

#[test]
fn a_list_that_takes_several_pages_is_whole_and_in_order() {
    let sandbox = with_large_messages(20);
    let ids = |line: &str| -> Vec<i64> {
        let all = sandbox.json(line);
        let all = all.as_array().unwrap().iter();
        all.map(|one| one["id"].as_i64().unwrap()).collect()
    };
    let newest_first: Vec<_> = (1..=20).rev().collect();
    assert_eq!(ids("msg list"), newest_first);
    assert_eq!(ids("msg list --limit 13"), newest_first[..13]);
    assert_eq!(ids("msg list --agent risk --status pending"), newest_first);
    let numbers = newest_first.iter().map(ToString::to_string);
    let numbers: Vec<_> = numbers.collect();
    assert_eq!(sandbox.ok("msg list -q"), numbers.join("\n"));
    assert_eq!(ids("msg recv --agent risk --peek --limit 20").len(), 20);
    let table = sandbox.ok("msg list");
    assert_eq!(table.matches("Subject").count(), 1, "one table");
}

#[test]
fn a_table_of_ten_thousand_rows_needs_little_memory() {
    let sandbox = Sandbox::with_database();
    outside(&sandbox.database())
        .execute_batch(
            "CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
                 (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n;
             INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
                 cycle_completed_at, errors)
             SELECT 'cycle_20260301_120000_' || printf('%08x', i), 'EURUSD', 'guide', 'failed', i, i,
                 '[\"risk rejected: the drawdown is too high\"]' FROM n;
             INSERT INTO cycle_phases (cycle_id, step, phase, entered_at, left_at)
             SELECT 'cycle_20260301_120000_' || printf('%08x', i), 1, 'initializing', i, i FROM n;
             INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
             SELECT 'supervisor', 'risk', 'event', 0, 'tick', '{}', i, 1 FROM n;",
        )
        .unwrap();
    for line in ["cycle list --limit 10000", "msg list --limit 10000"] {
        // The program without optimization maps 22 of them before it reads anything.
        let ran = with_memory(&sandbox, 30, line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
        // In parts, each with its own head.
        let heads = ran.stdout.lines().filter(|line| line.starts_with('─'));
        assert_eq!(heads.count(), 20, "{line}");
        let rows = ran
            .stdout
            .lines()
            .filter(|line| line.contains("cycle_20260301_120000_") || line.contains(" tick "));
        assert_eq!(rows.count(), 10_000, "{line}");
    }
}
