//! The routes that the source's application has: their shapes, parameters and statuses.

use serde_json::json;

use super::{Server, has_members};

#[test]
fn a_cycle_is_shown_in_the_shape_of_the_source_by_its_id_and_as_the_latest() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let body = r#"{"symbol": "EURUSD", "strategies": [], "account_balance": 10000, "peak_balance": 10000}"#;
    let started = supervisor.post("/cycle/start", body).json(201);
    let id = started["cycle_id"].as_str().unwrap();
    for name in [id, "latest", "latest:EURUSD", "latest:eurusd"] {
        let cycle = supervisor.get(&format!("/cycle/{name}")).json(200);
        has_members(
            &cycle,
            &[
                "cycle_id",
                "phase",
                "active_agents",
                "halt_requested",
                "halt_reason",
                "started_at",
                "completed_at",
                "result",
                "errors",
            ],
        );
        assert_eq!(cycle["cycle_id"], id, "{name}");
        assert_eq!(cycle["phase"], "initializing");
        assert_eq!(cycle["halt_requested"], false);
        assert_eq!(cycle["errors"], json!([]));
        assert_eq!(cycle["active_agents"]["strategy"], "pending");
        assert!(cycle["completed_at"].is_null() && cycle["result"].is_null());
    }
}

#[test]
fn an_unknown_cycle_is_not_found_in_the_words_of_the_source() {
    let server = Server::start();
    let risk = server.client("risk");
    for id in ["cycle_20260101_000000_00000000", "nope", "latest:XAUUSD:1"] {
        let detail = format!("Cycle {id} not found");
        let shown = risk.get(&format!("/cycle/{id}"));
        assert_eq!(shown.kind(404), "not_found");
        assert_eq!(shown.json(404)["detail"], detail);
        let body = json!({"cycle_id": id, "reason": "test"}).to_string();
        assert_eq!(risk.post("/halt", &body).json(404)["detail"], detail);
    }
    assert_eq!(risk.get("/cycle/latest").kind(404), "not_found");
    assert_eq!(risk.get("/halts").json(200), json!([]));
}

#[test]
fn a_halt_of_a_cycle_returns_it_with_the_reason_that_was_given() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let started = supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    let id = &started["cycle_id"];
    let body = json!({"cycle_id": id, "reason": "spreads"}).to_string();
    let halted = supervisor.post("/halt", &body).json(200);
    assert_eq!(halted["status"], "halted");
    assert_eq!(halted["cycle_id"], *id);
    assert_eq!(halted["reason"], "spreads");
    let cycle = supervisor.get("/cycle/latest").json(200);
    assert_eq!(cycle["phase"], "halted");
    assert_eq!(cycle["halt_reason"], "supervisor: spreads");
    // Once it has ended otherwise, there is nothing to halt.
    let other = supervisor
        .post("/cycle/start", r#"{"symbol": "GBPUSD"}"#)
        .json(201);
    assert_eq!(
        supervisor
            .post("/cycle/latest/fail", r#"{"error": "no quotes"}"#)
            .json(200)["phase"],
        "failed"
    );
    let body = json!({"cycle_id": other["cycle_id"], "reason": "late"}).to_string();
    assert_eq!(supervisor.post("/halt", &body).kind(409), "conflict");
}

#[test]
fn cycles_are_listed_newest_first_as_many_as_are_asked_for() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let mut ids = Vec::new();
    for at in 0..21 {
        let body = json!({"symbol": format!("S{at}")}).to_string();
        let started = supervisor.post("/cycle/start", &body).json(201);
        ids.insert(0, started["cycle_id"].clone());
    }
    let listed = |query: &str| {
        let cycles = supervisor.get(&format!("/cycles{query}")).json(200);
        let cycles = cycles.as_array().unwrap().clone();
        let ids = cycles.iter().map(|cycle| cycle["cycle_id"].clone());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(listed(""), ids[..20]);
    assert_eq!(listed("?limit=2"), ids[..2]);
    assert_eq!(listed("?limit=100"), ids);
    assert_eq!(listed("?symbol=s3"), [ids[17].clone()]);
    assert_eq!(listed("?phase=failed"), ids[..0]);
    assert_eq!(listed("?phase=failed&phase=initializing&limit=1"), ids[..1]);
    assert_eq!(listed("?since=2100-01-01T00:00:00Z"), ids[..0]);
    let before = format!("?limit=2&before={}", ids[1].as_str().unwrap());
    assert_eq!(listed(&before), ids[2..4]);
    let first = &supervisor.get("/cycles?limit=1").json(200)[0];
    has_members(
        first,
        &[
            "cycle_id",
            "phase",
            "halt_requested",
            "halt_reason",
            "cycle_started_at",
            "cycle_completed_at",
            "cycle_result",
        ],
    );
}

#[test]
fn messages_to_an_agent_are_listed_newest_first_with_their_priority_as_a_number() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    for (to, priority) in [("risk", "critical"), ("strategy", "high"), ("risk", "low")] {
        let body = json!({"to": to, "subject": priority, "payload": {}, "priority": priority});
        supervisor.post("/messages", &body.to_string()).json(201);
    }
    let listed = supervisor.get("/messages?agent_name=risk").json(200);
    let listed = listed.as_array().unwrap();
    let priorities: Vec<_> = listed.iter().map(|one| one["priority"].as_u64()).collect();
    assert_eq!(priorities, [Some(3), Some(0)]);
    assert!(listed.iter().all(|one| one["to_agent"] == "risk"));
    has_members(
        &listed[0],
        &[
            "id",
            "from_agent",
            "to_agent",
            "message_type",
            "priority",
            "subject",
            "payload",
            "processed",
            "sent_at",
        ],
    );
    assert_eq!(listed[0]["processed"], false);
    let one = supervisor
        .get("/messages?agent_name=risk&limit=1")
        .json(200);
    assert_eq!(one.as_array().unwrap().len(), 1);
    assert_eq!(one[0]["subject"], "low");
}

#[test]
fn a_client_of_the_source_records_the_health_of_each_agent_with_one_token() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    for (what, status) in [
        ("initialize", "initialized"),
        ("heartbeat?response_time_ms=12.5", "ok"),
        ("heartbeat", "ok"),
        ("heartbeat?response_time_ms=0.0", "ok"),
    ] {
        let path = format!("/health/strategy/{what}");
        assert_eq!(
            supervisor.post(&path, "").json(200),
            json!({"status": status, "agent": "strategy"}),
            "{what}"
        );
    }
    let health = supervisor.get("/health").json(200);
    let health = health.as_array().unwrap();
    let strategy = health.iter().find(|one| one["agent_name"] == "strategy");
    let strategy = strategy.unwrap();
    has_members(
        strategy,
        &[
            "agent_name",
            "is_healthy",
            "last_heartbeat",
            "avg_response_time_ms",
            "error_count",
            "success_count",
            "status_message",
        ],
    );
    assert_eq!(strategy["is_healthy"], true);
    // Where no time is told, or 0, none enters the average.
    assert_eq!(strategy["avg_response_time_ms"], 12.5);
    assert_eq!(
        supervisor.post("/health/strategy/reset", "").json(200),
        json!({"status": "reset", "agent": "strategy"})
    );
    let reset = supervisor.get("/health/strategy").json(200);
    assert_eq!(reset["last_heartbeat"], json!(null));
    // Who reported it is on record.
    let beats = supervisor.get("/audit?kind=health.beat").json(200);
    assert_eq!(beats[0]["actor"], "supervisor");
    assert_eq!(beats[0]["subject"], "strategy");
}

#[test]
fn an_agent_reports_on_itself_only_and_an_unknown_one_is_invalid() {
    let server = Server::start();
    let risk = server.client("risk");
    assert_eq!(
        risk.post("/health/risk/heartbeat?response_time_ms=3", "")
            .json(200)["agent"],
        "risk"
    );
    assert_eq!(
        risk.post("/health/risk/success", "").json(200)["status"],
        "ok"
    );
    let body = r#"{"message": "no quotes"}"#;
    assert_eq!(
        risk.post("/health/risk/error", body).json(200)["status"],
        "ok"
    );
    let shown = risk.get("/health/risk").json(200);
    assert_eq!(
        (&shown["success_count"], &shown["error_count"]),
        (&json!(1), &json!(1))
    );
    for what in ["heartbeat", "success", "error"] {
        let path = format!("/health/strategy/{what}");
        assert_eq!(risk.post(&path, body).kind(403), "denied", "{what}");
    }
    assert_eq!(risk.post("/health/strategy/reset", "").kind(403), "denied");
    let strategy = risk.get("/health/strategy").json(200);
    assert_eq!(strategy["success_count"], 0);
    assert_eq!(strategy["error_count"], 0);
    for what in ["heartbeat", "initialize", "reset"] {
        let supervisor = server.client("supervisor");
        let path = format!("/health/nobody/{what}");
        assert_eq!(supervisor.post(&path, "").kind(422), "invalid_input");
    }
}
