//! Health, mode, agents and the audit log.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::Sandbox;

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
fn the_mode_is_guide_until_the_supervisor_sets_it() {
    let sandbox = Sandbox::with_database();
    assert_eq!(sandbox.json("mode"), json!({"mode": "guide"}));
    assert_eq!(
        sandbox.json("mode set autonomous --reason tested"),
        json!({"mode": "autonomous"})
    );
    assert_eq!(sandbox.json("cycle run --symbol A")["mode"], "autonomous");
    assert_eq!(
        sandbox.json("cycle run --symbol A --mode guide")["mode"],
        "guide"
    );
    let id = sandbox.start_cycle("B");
    sandbox.ok("mode set guide --reason careful");
    assert_eq!(
        sandbox.json(&format!("cycle show {id}"))["mode"],
        "autonomous"
    );
    sandbox.fails(8, "cycle start --symbol C --mode autonomous");
}

#[test]
fn the_supervisor_adds_agents_and_they_take_part() {
    let sandbox = Sandbox::with_database();
    let added = sandbox.json("agent add news");
    assert_eq!(
        (&added["name"], &added["authority_level"]),
        (&json!("news"), &json!(1))
    );
    sandbox.fails(4, "agent add news");
    sandbox.send("--from news --to risk --subject hello");
    let names = sandbox.ok("agent list -q");
    assert_eq!(names, "supervisor\nexecution\nnews\nrisk\nstrategy");
}

#[test]
fn every_operation_and_every_refusal_leaves_an_event() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let since = sandbox.event_kinds().len();
    let steps = [
        (0, format!("cycle advance {id}"), "cycle.advance"),
        (
            0,
            format!("msg send --to risk --type command --subject x --cycle {id}"),
            "command.send",
        ),
        (
            0,
            "msg send --to risk --subject x".to_owned(),
            "message.send",
        ),
        (0, "msg recv --agent risk".to_owned(), "message.claim"),
        (0, "msg ack 2 --as risk".to_owned(), "message.ack"),
        (
            0,
            "msg reply 1 --as risk --payload {}".to_owned(),
            "message.reply",
        ),
        (
            0,
            format!("state write --cycle {id} --key k --value 1"),
            "state.write",
        ),
        (0, "health beat".to_owned(), "health.beat"),
        (0, "health success".to_owned(), "health.success"),
        (0, "health error --message x".to_owned(), "health.error"),
        (0, "health reset supervisor".to_owned(), "health.reset"),
        (0, "mode set autonomous --reason x".to_owned(), "mode.set"),
        (0, "agent add news".to_owned(), "agent.add"),
        (8, format!("cycle fail {id} --error x --as risk"), "refused"),
        (4, format!("cycle complete {id}"), "refused"),
        (0, "halt --reason x --as risk".to_owned(), "halt.request"),
        (
            10,
            "msg send --to risk --type command --subject x".to_owned(),
            "cycle.halt refused",
        ),
        (0, "halt clear 1 --reason x".to_owned(), "halt.clear"),
    ];
    let mut expected = Vec::new();
    for (code, line, kinds) in &steps {
        sandbox.fails(*code, line);
        expected.extend(kinds.split(' '));
    }
    assert_eq!(sandbox.event_kinds()[since..], expected);
    let refused = sandbox.json("audit log --kind refused --limit 1");
    assert_eq!(refused[0]["actor"], "supervisor");
    assert_eq!(refused[0]["details"]["action"], "command.send");
    assert_eq!(refused[0]["details"]["error"], "halted");
    assert_eq!(
        sandbox
            .json("audit log --actor risk --kind refused")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(sandbox.json("audit verify")["verified"], true);
}

/// Does to the audit log what its program never does.
#[expect(clippy::disallowed_methods, reason = "somebody tampers with the file")]
fn tamper(sandbox: &Sandbox, sql: &str) {
    Connection::open(sandbox.database())
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

#[test]
fn a_log_that_was_tampered_with_does_not_verify_and_the_first_bad_event_is_named() {
    let move_rows = "UPDATE audit_log SET seq = -seq WHERE seq IN (2, 3);
        UPDATE audit_log SET seq = 5 + seq WHERE seq < 0;";
    for (sql, named) in [
        (
            "UPDATE audit_log SET details = '{}' WHERE seq = 3",
            "event 3 was altered",
        ),
        (
            "UPDATE audit_log SET at = at + 1 WHERE seq = 2",
            "event 2 was altered",
        ),
        ("DELETE FROM audit_log WHERE seq = 3", "event 3 is missing"),
        ("DELETE FROM audit_log WHERE seq = 1", "event 1 is missing"),
        (move_rows, "event 2 was altered"),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.start_cycle("EURUSD");
        sandbox.ok("audit verify");
        tamper(&sandbox, sql);
        let stderr = sandbox.fails(65, "audit verify");
        assert!(stderr.contains(named), "{sql}: {stderr}");
    }
}

#[test]
fn a_log_that_was_cut_off_is_found_with_a_head_that_was_kept() {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let head = sandbox.ok("audit head -q");
    sandbox.send("--to risk --subject later");
    sandbox.ok(&format!("audit verify --head {head}"));
    tamper(&sandbox, "DELETE FROM audit_log WHERE seq >= 5");
    sandbox.ok("audit verify");
    let stderr = sandbox.fails(65, &format!("audit verify --head {head}"));
    assert!(stderr.contains("anchor"), "{stderr}");
}
