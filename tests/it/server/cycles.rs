//! Cycles over HTTP: moved step by step, approved, rejected, and refused where the rules say so.

use serde_json::json;

use super::{Client, Server};

fn start(client: &Client, gates: &[&str]) -> String {
    let body = json!({"symbol": "EURUSD", "gates": gates}).to_string();
    let started = client.post("/cycle/start", &body).json(201);
    started["cycle_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_cycle_goes_from_phase_to_phase_to_its_result() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let id = start(&supervisor, &[]);
    for phase in ["strategy_analysis", "risk_validation"] {
        let moved = supervisor
            .post(&format!("/cycle/{id}/advance"), "")
            .json(200);
        assert_eq!(moved["phase"], phase);
    }
    let skipped = supervisor.post("/cycle/latest/advance", r#"{"to": "monitoring"}"#);
    assert_eq!(skipped.kind(409), "conflict");
    let hint = skipped.json(409)["hint"].as_str().unwrap().to_owned();
    assert!(
        hint.contains(&format!("POST /api/v1/coordination/cycle/{id}/advance")),
        "{hint}"
    );
    let moved = supervisor.post("/cycle/latest/advance", r#"{"to": "execution"}"#);
    assert_eq!(moved.json(200)["phase"], "execution");
    let result = r#"{"outcome":"proposed","size":1.10}"#;
    let path = format!("/cycle/{id}/state/execution_result");
    let answer = format!(r#"{{"status":"ok","data":{result}}}"#);
    supervisor.put(&path, &answer).json(201);
    supervisor.post("/cycle/latest/advance", "").json(200);
    let ended = supervisor.post(
        "/cycle/latest/complete",
        &format!(r#"{{"result": {result}}}"#),
    );
    let cycle = ended.json(200);
    assert_eq!(cycle["phase"], "completed", "{cycle}");
    assert!(
        ended.body.contains(&format!(r#""result":{result}"#)),
        "{}",
        ended.body
    );
    for path in ["advance", "complete"] {
        let reply = supervisor.post(&format!("/cycle/{id}/{path}"), "");
        assert_eq!(reply.kind(409), "conflict", "{path}");
    }
    assert_eq!(
        server.command(&format!("cycle show {id}"))["cycle_result"],
        json!({"outcome": "proposed", "size": 1.1})
    );
}

#[test]
fn a_second_cycle_of_a_symbol_is_a_conflict_that_names_the_first() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let id = start(&supervisor, &[]);
    let second = supervisor.post("/cycle/start", r#"{"symbol": "eurusd"}"#);
    assert_eq!(second.kind(409), "conflict");
    let problem = second.json(409);
    assert!(problem["detail"].as_str().unwrap().contains(&id));
    assert!(problem["hint"].as_str().unwrap().contains("/fail"));
    assert_eq!(problem["retryable"], false);
}

#[test]
fn what_is_approved_is_what_was_shown() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let id = start(&supervisor, &["risk_validation"]);
    let early = supervisor.post("/cycle/latest/reject", r#"{"reason": "early"}"#);
    assert_eq!(early.kind(409), "conflict");
    supervisor.post("/cycle/latest/advance", "").json(200);
    let waits = supervisor.post("/cycle/latest/advance", "").json(202);
    assert_eq!(waits["waiting_for"], "risk_validation");
    let shown = waits["waiting"]["state"].as_str().unwrap().to_owned();
    // What changed since was not approved, and the refusal says what is there now.
    server
        .client("strategy")
        .put("/cycle/latest/state/strategy_note", "1")
        .json(201);
    let now = supervisor.get("/cycle/latest").json(200);
    assert_eq!(now["waiting"]["state_has_changed"], true);
    let now = now["waiting"]["state"].as_str().unwrap().to_owned();
    let path = format!("/cycle/{id}/approve");
    for body in [String::new(), json!({"state": shown}).to_string()] {
        let refused = supervisor.post(&path, &body);
        assert_eq!(refused.kind(409), "conflict");
        assert!(refused.json(409)["hint"].as_str().unwrap().contains(&now));
    }
    let refused = supervisor.post("/cycle/latest/advance", "");
    assert_eq!(refused.kind(202), "waiting_for_approval");
    let approved = supervisor.post(&path, &json!({"state": now}).to_string());
    let record = &approved.json(200)["phases"][1];
    assert_eq!(record["approved_by"], "supervisor");
    assert_eq!(record["approved_state"], now);
    assert_eq!(
        supervisor.post("/cycle/latest/advance", "").json(200)["phase"],
        "risk_validation"
    );
}

#[test]
fn a_cycle_that_is_rejected_fails_with_the_reason() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    start(&supervisor, &["risk_validation"]);
    supervisor.post("/cycle/latest/advance", "").json(200);
    supervisor.post("/cycle/latest/advance", "").json(202);
    let rejected = supervisor.post("/cycle/latest/reject", r#"{"reason": "too large"}"#);
    let cycle = rejected.json(200);
    assert_eq!(cycle["phase"], "failed");
    assert_eq!(
        cycle["errors"],
        json!(["rejected by supervisor: too large"])
    );
    let again = supervisor.post("/cycle/latest/reject", r#"{"reason": "again"}"#);
    assert_eq!(again.kind(409), "conflict");
}

#[test]
fn nothing_is_recovered_where_nothing_has_died() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    start(&supervisor, &[]);
    assert_eq!(supervisor.post("/cycles/recover", "").json(200), json!([]));
}

#[test]
fn the_status_says_what_waits_and_which_request_goes_on() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let id = start(&supervisor, &["risk_validation"]);
    supervisor.post("/cycle/latest/advance", "").json(200);
    supervisor.post("/cycle/latest/advance", "").json(202);
    let status = supervisor.get("/status").json(200);
    assert_eq!(status["phase"], "strategy_analysis");
    assert_eq!(status["cycles"][0]["waiting"]["before"], "risk_validation");
    let concerns = status["concerns"].as_array().unwrap();
    let next = format!("POST /api/v1/coordination/cycle/{id}/approve");
    assert!(
        concerns
            .iter()
            .any(|concern| concern["next"].as_str().unwrap().starts_with(&next)),
        "{concerns:?}"
    );
}
