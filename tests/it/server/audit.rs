//! The audit log over HTTP, and what requests leave in it.

use serde_json::{Value, json};

use super::Server;

#[test]
fn every_refusal_is_recorded_with_the_actor_of_the_token() {
    let server = Server::start();
    let risk = server.client("risk");
    let supervisor = server.client("supervisor");
    let denied = r#"{"mode": "autonomous", "reason": "x"}"#;
    assert_eq!(risk.put("/mode", denied).kind(403), "denied");
    assert_eq!(supervisor.delete("/agents/risk").kind(409), "conflict");
    risk.post("/halt", r#"{"reason": "x"}"#).json(200);
    let start = r#"{"symbol": "EURUSD"}"#;
    assert_eq!(supervisor.post("/cycle/start", start).kind(423), "halted");
    let refused = supervisor.get("/audit?kind=refused").json(200);
    let told: Vec<_> = refused
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            json!([
                event["actor"],
                event["details"]["action"],
                event["details"]["error"]
            ])
        })
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["risk", "mode.set", "denied"],
            ["supervisor", "agent.remove", "conflict"],
            ["supervisor", "cycle.start", "halted"],
        ])
    );
}

#[test]
fn the_log_is_paged_and_filtered_as_the_command_does() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    for at in 0..6 {
        let body = json!({"to": "risk", "subject": "x", "payload": at}).to_string();
        supervisor.post("/messages", &body).json(201);
    }
    let numbers = |query: &str| -> Vec<u64> {
        let events = supervisor.get(&format!("/audit?{query}")).json(200);
        let events = events.as_array().unwrap().clone();
        events
            .iter()
            .map(|event| event["seq"].as_u64().unwrap())
            .collect()
    };
    let all = numbers("limit=10000");
    let whole: Value = server.command("audit log --limit 10000");
    assert_eq!(supervisor.get("/audit?limit=10000").json(200), whole);
    let end = all.len();
    assert_eq!(numbers("limit=2"), all[end - 2..]);
    assert_eq!(
        numbers(&format!("limit=2&before={}", all[end - 2])),
        all[end - 4..end - 2]
    );
    assert_eq!(numbers(&format!("limit=2&after={}", all[0])), all[1..3]);
    assert_eq!(numbers("after=0&limit=1"), all[..1]);
    assert_eq!(numbers("kind=message.send").len(), 6);
    assert_eq!(numbers("kind=message.send&actor=risk").len(), 0);
    assert_eq!(numbers("subject=message%201").len(), 1);
    assert_eq!(numbers("since=2100-01-01T00:00:00Z").len(), 0);
}

#[test]
fn the_chain_is_verified_up_to_a_head_that_was_kept() {
    let server = Server::start();
    let risk = server.client("risk");
    let head = risk.get("/audit/head").json(200);
    let anchor = head["head"].as_str().unwrap();
    risk.post(
        "/messages",
        r#"{"to": "strategy", "subject": "x", "payload": 1}"#,
    )
    .json(201);
    let verified = risk.get(&format!("/audit/verify?head={anchor}")).json(200);
    assert_eq!(verified["verified"], true);
    assert_eq!(verified["events"], head["seq"].as_u64().unwrap() + 1);
    let other = format!("{}:{}", head["seq"], "0".repeat(64));
    let broken = risk.get(&format!("/audit/verify?head={other}"));
    assert_eq!(broken.kind(500), "unusable_database");
    risk.get("/audit/verify").json(200);
}
