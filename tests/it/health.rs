//! Health: what agents report, and the verdict on them.

use std::time::Duration;

use flowrex_coord::coordination::health_monitor::HealthMonitor;
use flowrex_coord::model::clock::Ambient;
use flowrex_coord::model::health::HealthRecord;
use flowrex_coord::store::health;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestAmbient};

fn health_of(sandbox: &Sandbox, agent: &str) -> Value {
    let all = sandbox.json("health");
    all.as_array()
        .unwrap()
        .iter()
        .find(|health| health["agent_name"] == agent)
        .unwrap()
        .clone()
}

#[test]
fn health_shows_every_agent_with_the_promised_fields() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let all = sandbox.json("health");
    let names: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|h| &h["agent_name"])
        .collect();
    assert_eq!(
        names,
        ["supervisor", "execution", "news", "risk", "strategy"]
    );
    for name in [
        "agent_name",
        "status",
        "is_healthy",
        "last_heartbeat",
        "avg_response_time_ms",
        "error_count",
        "success_count",
        "status_message",
    ] {
        assert!(all[0].get(name).is_some(), "{name} is missing");
    }
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|health| health["status"] == "unknown")
    );
}

#[test]
fn a_report_of_health_is_added_to_what_is_recorded() {
    let sandbox = Sandbox::with_database();
    for ms in [10, 20, 30] {
        sandbox.ok(&format!("health beat --agent risk --response-ms {ms}"));
    }
    sandbox.ok("health beat --agent risk --message busy");
    sandbox.ok("health success --agent risk");
    sandbox.ok("health error --agent risk --message oops");
    let risk = health_of(&sandbox, "risk");
    assert_eq!(risk["avg_response_time_ms"], 20.0);
    assert_eq!(
        (&risk["success_count"], &risk["error_count"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&risk["recent_error_rate"], &risk["status"]),
        (&json!(0.5), &json!("healthy"))
    );
    assert_eq!(risk["status_message"], "oops");
    sandbox.ok("health beat --agent risk --response-ms 100");
    assert_eq!(health_of(&sandbox, "risk")["status"], "degraded");
    sandbox.ok("health reset risk");
    assert_eq!(health_of(&sandbox, "risk")["status"], "unknown");
}

#[test]
fn the_health_check_fails_when_any_agent_is_not_healthy() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(6, "health check");
    for agent in ["supervisor", "strategy", "risk"] {
        sandbox.ok(&format!("health beat --agent {agent}"));
    }
    sandbox.fails(6, "health check");
    sandbox.ok("health beat --agent execution");
    sandbox.ok("health check");
    sandbox.ok("health error --agent execution --message broken");
    sandbox.fails(6, "health check");
}

#[test]
fn however_many_operations_there_were_the_record_can_be_read_and_the_latest_count() {
    let sandbox = Sandbox::in_memory();
    let mut store = sandbox.store(&TestAmbient::new());
    let mut monitor = HealthMonitor::new(&mut store);
    let risk = "risk".parse().unwrap();
    let mut rate_after = |errors: u32, successes: u32| {
        for _ in 0..errors {
            monitor.error(&risk, &"x".parse().unwrap()).unwrap();
        }
        for _ in 0..successes {
            monitor.success(&risk).unwrap();
        }
        health_of(&sandbox, "risk")["recent_error_rate"].clone()
    };
    // More than a number has bits, of either kind.
    assert_eq!(rate_after(1, 70), 0.0);
    assert_eq!(rate_after(70, 0), 1.0);
    assert_eq!(rate_after(0, 19), 0.05);
    assert_eq!(rate_after(0, 1), 0.0);
    assert_eq!(rate_after(10, 10), 0.5);
}

#[test]
fn a_bare_heartbeat_is_a_new_one_and_leaves_all_else_as_it_is() {
    let sandbox = Sandbox::in_memory();
    let ambient = TestAmbient::new();
    let mut store = sandbox.store(&ambient);
    let risk = "risk".parse().unwrap();
    let mut beat = |response_ms, message: Option<&str>| {
        let message = message.map(|message| message.parse().unwrap());
        let mut monitor = HealthMonitor::new(&mut store);
        monitor.beat(&risk, response_ms, message.as_ref()).unwrap();
        store.read(|tx| health::get(tx, &risk)).unwrap()
    };
    let first = beat(Some(10.0), Some("busy"));
    ambient.pass(Duration::from_secs(30));
    let bare = beat(None, None);
    assert_eq!(bare.last_heartbeat, Some(ambient.now()));
    let expected = HealthRecord {
        last_heartbeat: bare.last_heartbeat,
        ..first
    };
    assert_eq!(bare, expected);
    assert_eq!(bare.status_message.as_deref(), Some("busy"));
    assert_eq!(bare.last_response_ms, Some(10.0));
}
