//! Health: what agents report, and the verdict on them.

use std::fs;
use std::time::Duration;

use flowrex_coord::coordination::health_monitor::HealthMonitor;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::Clock;
use flowrex_coord::model::health::HealthRecord;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::store::health;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestSources};
use crate::database_care::outside;

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
    sandbox.ok("health beat --agent risk --response-ms 10");
    sandbox.ok("health beat --agent risk --message busy");
    sandbox.ok("health success --agent risk --response-ms 20");
    sandbox.ok("health error --agent risk --message oops --response-ms 30");
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
    sandbox.ok("health check");
    sandbox.ok("health error --agent execution --message broken");
    sandbox.fails(6, "health check");
}

#[test]
fn however_many_operations_there_were_the_record_can_be_read_and_the_latest_count() {
    let sandbox = Sandbox::in_memory();
    let mut store = sandbox.store(&TestSources::new());
    let mut monitor = HealthMonitor::new(&mut store);
    let risk = Caller::from(AgentName::risk());
    let mut rate_after = |errors: u32, successes: u32| {
        for _ in 0..errors {
            monitor.error(&risk, &"x".parse().unwrap(), None).unwrap();
        }
        for _ in 0..successes {
            monitor.success(&risk, None).unwrap();
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
fn an_agent_is_degraded_by_the_median_of_its_latest_responses() {
    let sandbox = Sandbox::with_database();
    let respond = |ms: u32| sandbox.ok(&format!("health beat --agent risk --response-ms {ms}"));
    for _ in 0..10 {
        respond(10);
    }
    sandbox.ok("health error --agent risk --message old");
    for _ in 0..2 {
        respond(100);
        assert_eq!(health_of(&sandbox, "risk")["status"], "healthy");
    }
    respond(100);
    let risk = health_of(&sandbox, "risk");
    assert_eq!(risk["status"], "degraded");
    assert_eq!(
        risk["cause"],
        "the median of its last 5 responses is 100.0 ms, over 3 times its average of 10.0 ms"
    );
    for _ in 0..3 {
        respond(10);
    }
    let risk = health_of(&sandbox, "risk");
    assert_eq!(
        (&risk["status"], &risk["cause"]),
        (&json!("healthy"), &json!(null))
    );
}

#[test]
fn only_an_agent_that_gives_heartbeats_of_its_own_becomes_unresponsive() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent risk");
    // The heartbeats of the built-in agents are given by the pipeline.
    sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
    let past = "UPDATE agent_health SET last_heartbeat = last_heartbeat - 120000";
    outside(&sandbox.database()).execute_batch(past).unwrap();
    assert_eq!(health_of(&sandbox, "risk")["status"], "healthy");
    sandbox.ok("status");
    sandbox.ok("health beat --agent risk");
    outside(&sandbox.database()).execute_batch(past).unwrap();
    let risk = health_of(&sandbox, "risk");
    assert_eq!(risk["status"], "unresponsive");
    assert!(
        risk["cause"]
            .as_str()
            .unwrap()
            .starts_with("no heartbeat for 2m"),
        "{risk}"
    );
    sandbox.fails(6, "status");
}

#[test]
fn one_agent_is_shown_by_its_name_and_initialized_only_once() {
    let sandbox = Sandbox::with_database();
    assert_eq!(sandbox.json("health risk")["status"], "unknown");
    assert_eq!(sandbox.json("health initialize risk")["status"], "healthy");
    sandbox.ok("health error --agent risk --message x");
    assert_eq!(sandbox.json("health initialize risk")["error_count"], 1);
    assert_eq!(sandbox.json("health risk")["error_count"], 1);
    let unknown = sandbox.fails(2, "health rsk");
    assert!(unknown.contains("did you mean `risk`?"), "{unknown}");
    sandbox.fails(2, "health initialize rsk");
}

#[test]
fn the_thresholds_of_the_verdicts_are_settings() {
    let sandbox = Sandbox::with_database();
    let config = sandbox.path().join("c.toml");
    let text = "[health]\nmin_errors = 1\nheartbeat_timeout = \"2h\"\n";
    fs::write(&config, text).unwrap();
    sandbox.ok("health error --agent risk --message x");
    assert_eq!(sandbox.json("health risk")["status"], "healthy");
    let strict = sandbox.json("--config c.toml health risk");
    assert_eq!(strict["status"], "unhealthy");
    let shown = sandbox.ok("--config c.toml config show -q");
    for line in [
        "health.heartbeat_timeout=2h",
        "health.max_error_rate=0.5",
        "health.min_errors=1",
        "health.slow_factor=3",
        "health.min_responses=10",
    ] {
        assert!(shown.lines().any(|found| found == line), "{line}: {shown}");
    }
    for bad in [
        "min_errors = 0",
        "max_error_rate = 1.0",
        "max_error_rate = -0.1",
        "slow_factor = 0.5",
        "slow_factor = nan",
        "heartbeat_timeout = \"0s\"",
        "min_response = 3",
    ] {
        fs::write(&config, format!("[health]\n{bad}\n")).unwrap();
        sandbox.fails(2, "--config c.toml health");
    }
}

#[test]
fn a_bare_heartbeat_is_a_new_one_and_leaves_all_else_as_it_is() {
    let sandbox = Sandbox::in_memory();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let risk = Caller::from(AgentName::risk());
    let mut beat = |response_ms, message: Option<&str>| {
        let message = message.map(|message| message.parse().unwrap());
        let mut monitor = HealthMonitor::new(&mut store);
        monitor.beat(&risk, response_ms, message.as_ref()).unwrap();
        store.read(|tx| health::get(tx, &risk.agent)).unwrap()
    };
    let first = beat(Some(10.0), Some("busy"));
    sources.pass(Duration::from_secs(30));
    let bare = beat(None, None);
    assert_eq!(bare.last_heartbeat, Some(sources.now()));
    let expected = HealthRecord {
        last_heartbeat: bare.last_heartbeat,
        ..first
    };
    assert_eq!(bare, expected);
    assert_eq!(bare.status_message.as_deref(), Some("busy"));
    assert_eq!(bare.recent_responses_ms, [10.0]);
}
