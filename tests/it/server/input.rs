//! Input that cannot be meant is refused before anything is written, and says which field is
//! wrong.

use serde_json::{Value, json};

use super::Server;

/// A method, a path, a body, and where the fault is.
type Bad = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const BAD: &[Bad] = &[
    ("POST", "/halt", "{}", &["body", "reason"]),
    ("POST", "/halt", r#"{"reason": 5}"#, &["body", "reason"]),
    ("POST", "/halt", r#"{"reason": ""}"#, &["body", "reason"]),
    ("POST", "/halt", r#"{"reason": "#, &["body"]),
    ("POST", "/halt", r#"{"reason": "x"}}"#, &["body"]),
    ("POST", "/halt", "", &["body"]),
    ("POST", "/halt", "[]", &["body"]),
    (
        "POST",
        "/halt",
        r#"{"reason": "x", "cycle_id": 5}"#,
        &["body", "cycle_id"],
    ),
    (
        "POST",
        "/halt",
        r#"{"reason": "x", "symbol": ""}"#,
        &["body", "symbol"],
    ),
    (
        "POST",
        "/halt",
        r#"{"reason": "x", "symbol": "EURUSD", "cycle_id": "latest:EURUSD"}"#,
        &["body", "symbol"],
    ),
    (
        "POST",
        "/halts/x/clear",
        r#"{"reason": "x"}"#,
        &["path", "id"],
    ),
    ("POST", "/halts/1/clear", "{}", &["body", "reason"]),
    ("GET", "/cycles?limit=0", "", &["query", "limit"]),
    ("GET", "/cycles?limit=-1", "", &["query", "limit"]),
    ("GET", "/cycles?limit=many", "", &["query", "limit"]),
    ("GET", "/cycles?limit=10001", "", &["query", "limit"]),
    ("GET", "/cycles?limit=1&limit=2", "", &["query", "limit"]),
    ("GET", "/cycles?phase=asleep", "", &["query", "phase"]),
    ("GET", "/cycles?since=yesterday", "", &["query", "since"]),
    ("GET", "/messages?limit=0", "", &["query", "limit"]),
    (
        "GET",
        "/messages?agent_name=No",
        "",
        &["query", "agent_name"],
    ),
    ("GET", "/messages?agent_name=nobody", "", &["body"]),
    ("GET", "/messages/0", "", &["path", "id"]),
    ("GET", "/audit?limit=0", "", &["query", "limit"]),
    ("GET", "/audit?before=x", "", &["query", "before"]),
    ("GET", "/audit/verify?head=1", "", &["query", "head"]),
    ("GET", "/halts?limit=0", "", &["query", "limit"]),
    (
        "POST",
        "/health/risk/heartbeat?response_time_ms=fast",
        "",
        &["query", "response_time_ms"],
    ),
    (
        "POST",
        "/health/risk/heartbeat?response_time_ms=-1",
        "",
        &["query", "response_time_ms"],
    ),
    (
        "POST",
        "/health/risk/heartbeat?response_time_ms=NaN",
        "",
        &["query", "response_time_ms"],
    ),
    ("POST", "/health/Risk/heartbeat", "", &["path", "agent"]),
    ("POST", "/cycle/start", "{}", &["body", "symbol"]),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": ""}"#,
        &["body", "symbol"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": 5}"#,
        &["body", "symbol"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "account_balance": -1}"#,
        &["body", "account_balance"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "account_balance": true}"#,
        &["body", "account_balance"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "account_balance": 20000, "peak_balance": 10000}"#,
        &["body", "peak_balance"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "gates": ["initializing"]}"#,
        &["body", "gates"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "colour": 1}"#,
        &["body", "colour"],
    ),
    (
        "POST",
        "/cycle/latest/advance",
        r#"{"to": "bed"}"#,
        &["body", "to"],
    ),
    (
        "POST",
        "/cycle/latest/approve",
        r#"{"state": "00"}"#,
        &["body", "state"],
    ),
    ("POST", "/cycle/latest/reject", "{}", &["body", "reason"]),
    ("POST", "/cycle/latest/fail", "{}", &["body", "error"]),
    ("PUT", "/cycle/latest/state/risk_x", "", &["body"]),
    ("PUT", "/cycle/latest/state/risk_x", "{", &["body"]),
    (
        "PUT",
        "/cycle/latest/state/risk_x",
        r#"{"a": 1, "a": 2}"#,
        &["body"],
    ),
    (
        "PUT",
        "/cycle/latest/state/risk_x",
        r#""\u0000""#,
        &["body"],
    ),
    ("PUT", "/cycle/latest/state/risk_x", "NaN", &["body"]),
    ("PUT", "/cycle/latest/state/Risk", "1", &["path", "key"]),
    (
        "PUT",
        "/mode",
        r#"{"mode": "fast", "reason": "x"}"#,
        &["body", "mode"],
    ),
    ("PUT", "/mode", r#"{"mode": "guide"}"#, &["body", "reason"]),
    ("POST", "/agents", r#"{"name": "a_b"}"#, &["body", "name"]),
    (
        "POST",
        "/agents",
        r#"{"name": "operator"}"#,
        &["body", "name"],
    ),
    ("DELETE", "/agents/nobody", "", &["body"]),
    (
        "POST",
        "/messages",
        r#"{"to": "risk", "subject": "", "payload": 1}"#,
        &["body", "subject"],
    ),
    (
        "POST",
        "/messages",
        r#"{"to": "risk", "subject": "x", "payload": {"a": 1, "a": 2}}"#,
        &["body", "payload"],
    ),
    (
        "POST",
        "/messages",
        r#"{"to": "risk", "subject": "x", "payload": 1, "ttl": "0s"}"#,
        &["body", "ttl"],
    ),
    (
        "POST",
        "/messages/request",
        r#"{"to": "all", "subject": "x", "payload": 1}"#,
        &["body", "to"],
    ),
    ("POST", "/messages/batch", "", &["body"]),
    ("POST", "/messages/claim", "[null, null]", &["body"]),
    ("POST", "/halt", r#"[null, null, "x"]"#, &["body"]),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "strategies": "trend"}"#,
        &["body", "strategies"],
    ),
    (
        "POST",
        "/cycle/start",
        r#"{"symbol": "A", "strategies": ["trend", 5]}"#,
        &["body", "strategies", "1"],
    ),
    (
        "GET",
        "/audit?before=9223372036854775808",
        "",
        &["query", "before"],
    ),
    ("POST", "/messages/batch", "{}\n", &["body", "1"]),
];

#[test]
fn what_cannot_be_meant_is_422_with_the_field_and_writes_nothing() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    let head = supervisor.get("/audit/head").json(200);
    for (method, path, body, loc) in BAD {
        let reply = supervisor.send(method, path, body);
        assert_eq!(reply.kind(422), "invalid_input", "{method} {path} {body}");
        let problem = reply.json(422);
        let detail = problem["detail"].as_array().unwrap();
        assert_eq!(detail[0]["loc"], json!(loc), "{method} {path} {body}");
        assert!(!detail[0]["msg"].as_str().unwrap().is_empty());
        assert!(detail[0]["type"].is_string());
        assert!(detail[0].as_object().unwrap().contains_key("input"));
    }
    assert_eq!(supervisor.get("/audit/head").json(200), head);
}

#[test]
fn the_type_of_a_fault_tells_what_is_missing_from_what_is_no_json() {
    let server = Server::start();
    let risk = server.client("risk");
    let fault = |body: &str| {
        let problem = risk.post("/halt", body).json(422);
        problem["detail"][0]["type"].as_str().unwrap().to_owned()
    };
    assert_eq!(fault("{}"), "missing");
    assert_eq!(fault(""), "missing");
    assert_eq!(fault("{\"reason"), "json_invalid");
    assert_eq!(fault(r#"{"reason": 1}"#), "value_error");
}

#[test]
fn a_body_is_bounded_and_a_batch_may_be_larger() {
    let server = Server::start();
    let risk = server.client("risk");
    let text = |bytes: usize| "x".repeat(bytes);
    let body = |bytes| json!({"to": "strategy", "subject": "big", "payload": text(bytes)});
    let largest = (1 << 20) - body(0).to_string().len();
    risk.post("/messages", &body(largest).to_string()).json(201);
    let reply = risk.post("/messages", &body(largest + 1).to_string());
    assert_eq!(reply.kind(413), "invalid_input");
    let line = body(500_000).to_string();
    let lines = vec![line; 4].join("\n");
    let sent = risk.post("/messages/batch", &lines).json(201);
    assert_eq!(sent["ids"].as_array().unwrap().len(), 4);
    let too_much = text((16 << 20) + 1);
    assert_eq!(
        risk.post("/messages/batch", &too_much).kind(413),
        "invalid_input"
    );
}

#[test]
fn json_is_kept_to_the_letter() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let odd = r#"{"z":1.10,"a":[1E5,12345678901234567890,0.0],"é":" \u00e9 "}"#;
    let message = format!(r#"{{"to": "risk", "subject": "x", "payload": {odd}}}"#);
    let sent = supervisor.post("/messages", &message);
    let id = sent.json(201)["id"].clone();
    assert!(sent.body.contains(odd), "{}", sent.body);
    supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    let spaced = odd.replace("\":", "\" : ");
    let written = supervisor.put("/cycle/latest/state/note", &spaced);
    assert!(written.body.contains(odd), "{}", written.body);
    let result = format!(r#"{{"error": "x", "result": {odd}}}"#);
    supervisor.post("/cycle/latest/fail", &result);
    for path in [
        "/cycle/latest/state/note".to_owned(),
        "/cycle/latest/state".to_owned(),
        "/cycle/latest".to_owned(),
        "/cycles".to_owned(),
        "/messages".to_owned(),
        format!("/messages/{id}"),
    ] {
        let shown = supervisor.get(&path);
        assert!(shown.body.contains(odd), "{path}: {}", shown.body);
    }
    let listed: Value = server.command("msg list --to risk");
    assert_eq!(listed[0]["payload"]["z"], 1.10);
}

#[test]
fn a_path_that_is_none_is_404_and_a_wrong_method_405_with_the_right_ones() {
    let server = Server::start();
    for client in [server.client("risk"), server.stranger()] {
        for path in ["/nope", "/", "/cycle/x/nope", "/Health"] {
            assert_eq!(client.get(path).kind(404), "not_found", "{path}");
        }
        let reply = client.delete("/messages");
        assert_eq!(reply.kind(405), "invalid_input");
        let mut allowed: Vec<_> = reply.header("allow").unwrap().split(',').collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["GET", "HEAD", "POST"]);
        assert_eq!(client.get("/halt").header("allow"), Some("POST"));
    }
}
