//! Messages over HTTP: batches, and requests that wait for their answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{API, Server};
use crate::common::until;

#[test]
fn a_batch_is_stored_by_the_thousand_and_its_ids_come_in_the_order_of_the_lines() {
    let server = Server::start();
    let risk = server.client("risk");
    let line = |at: usize| json!({"to": "strategy", "subject": format!("{at}")}).to_string();
    let mut lines: Vec<_> = (0..2_500).map(line).collect();
    lines.insert(7, "  ".to_owned());
    let sent = risk.post("/messages/batch", &lines.join("\n")).json(201);
    let ids: Vec<_> = sent["ids"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_i64().unwrap())
        .collect();
    assert_eq!(ids.len(), 2_500);
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(sent["over"], json!([]));
    let last = risk.get(&format!("/messages/{}", ids[2_499])).json(200);
    assert_eq!(
        (&last["subject"], &last["from_agent"]),
        (&json!("2499"), &json!("risk"))
    );
    let batches = risk.get("/audit?kind=message.send&actor=risk").json(200);
    assert_eq!(
        batches.as_array().unwrap().len(),
        3,
        "one event for each thousand"
    );
}

#[test]
fn a_bad_line_is_named_and_nothing_of_its_thousand_is_stored() {
    let server = Server::start();
    let risk = server.client("risk");
    let mut lines = vec![r#"{"to": "strategy", "subject": "x"}"#; 1_002];
    lines[1_000] = r#"{"to": "strategy"}"#;
    lines[1_001] = "nonsense";
    let refused = risk.post("/messages/batch", &lines.join("\n")).json(422);
    let named: Vec<_> = refused["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["loc"])
        .collect();
    assert_eq!(json!(named), json!([["body", "1001"], ["body", "1002"]]));
    assert!(
        refused["hint"]
            .as_str()
            .unwrap()
            .contains("before 1001 are stored")
    );
    let stored = risk
        .get("/messages?agent_name=strategy&limit=10000")
        .json(200);
    assert_eq!(stored.as_array().unwrap().len(), 1_000);

    let unknown = r#"{"to": "nobody", "subject": "x"}"#;
    let refused = risk.post("/messages/batch", unknown).json(422);
    assert_eq!(refused["detail"][0]["loc"], json!(["body", "1"]));
}

#[test]
fn what_is_stored_and_over_is_said_of_a_batch() {
    let server = Server::start();
    let risk = server.client("risk");
    let line = r#"{"to": "strategy", "subject": "x", "dedup_key": "k", "ttl": "1ms"}"#;
    let first = risk.post("/messages/batch", line).json(201);
    let claim = r#"{"wait": "100ms"}"#;
    let strategy = server.client("strategy");
    assert_eq!(strategy.post("/messages/claim", claim).json(200), json!([]));
    let again = risk.post("/messages/batch", &format!("\n{line}")).json(201);
    assert_eq!(again["ids"], first["ids"]);
    assert_eq!(
        again["over"],
        json!([{"line": 2, "id": first["ids"][0], "status": "expired"}])
    );
}

#[test]
fn a_request_returns_the_answer_as_soon_as_it_is_there() {
    let server = Server::start();
    let (risk, strategy) = (server.client("risk"), server.client("strategy"));
    let asking = thread::spawn(move || {
        let body = r#"{"to": "strategy", "subject": "size?", "payload": {"at": 1.10}}"#;
        risk.post("/messages/request", body)
    });
    let claimed = strategy
        .post("/messages/claim", r#"{"type": "request", "wait": "20s"}"#)
        .json(200);
    let id = &claimed[0]["id"];
    assert_eq!(claimed[0]["message_type"], "request");
    let replied = Instant::now();
    strategy
        .post(
            &format!("/messages/{id}/reply"),
            r#"{"payload": {"size": 2.50}}"#,
        )
        .json(200);
    let answer = asking.join().unwrap();
    assert!(
        replied.elapsed() < Duration::from_secs(10),
        "it was not told of the answer"
    );
    assert!(
        answer.body.contains(r#""payload":{"size":2.50}"#),
        "{}",
        answer.body
    );
    let answer = answer.json(200);
    assert_eq!(
        (&answer["reply_to"], &answer["processed"]),
        (id, &json!(true))
    );
    // It was taken: it is not delivered once more.
    let inbox = server
        .client("risk")
        .post("/messages/claim", "{}")
        .json(200);
    assert_eq!(inbox, json!([]));
}

#[test]
fn a_request_that_nobody_answers_ends_at_its_deadline_and_can_be_waited_for_again() {
    let server = Server::start();
    let (risk, strategy) = (server.client("risk"), server.client("strategy"));
    let body = |wait: &str| {
        let body = json!({
            "to": "strategy", "subject": "size?", "payload": 1, "dedup_key": "k", "wait": wait,
        });
        body.to_string()
    };
    let late = risk.post("/messages/request", &body("200ms"));
    assert_eq!(late.kind(504), "deadline");
    assert_eq!(late.json(504)["retryable"], true);
    let claimed = strategy.post("/messages/claim", "{}").json(200);
    let id = &claimed[0]["id"];
    let path = format!("/messages/{id}/reply");
    strategy.post(&path, r#"{"payload": 5}"#).json(200);
    assert_eq!(
        risk.post("/messages/request", &body("10s")).json(200)["payload"],
        5
    );
    // A wait that would close a circle is refused.
    let circle = thread::spawn({
        let risk = risk.clone();
        move || {
            let body = r#"{"to": "strategy", "subject": "a", "payload": 1, "wait": "20s"}"#;
            risk.post("/messages/request", body)
        }
    });
    let claimed = strategy
        .post("/messages/claim", r#"{"wait": "20s"}"#)
        .json(200);
    let back = r#"{"to": "risk", "subject": "b", "payload": 1, "wait": "20s"}"#;
    assert_eq!(
        strategy.post("/messages/request", back).kind(409),
        "conflict"
    );
    let path = format!("/messages/{}/reply", claimed[0]["id"]);
    strategy.post(&path, r#"{"payload": 6}"#).json(200);
    assert_eq!(circle.join().unwrap().json(200)["payload"], 6);
}

#[test]
fn many_requests_wait_at_the_same_time_without_keeping_others_from_being_served() {
    let server = Server::start();
    let risk = server.client("risk");
    let waiting: Vec<_> = (0..100)
        .map(|at| {
            let risk = risk.clone();
            thread::spawn(move || {
                let body = json!({"to": "strategy", "subject": at.to_string(), "payload": at});
                risk.post("/messages/request", &body.to_string())
            })
        })
        .collect();
    let strategy = server.client("strategy");
    let mut answered = 0;
    while answered < 100 {
        let claim = r#"{"type": "request", "limit": 100, "wait": "20s"}"#;
        let claimed = strategy.post("/messages/claim", claim).json(200);
        let claimed = claimed.as_array().unwrap();
        assert!(!claimed.is_empty(), "only {answered} have come");
        for one in claimed {
            let path = format!("/messages/{}/reply", one["id"]);
            let body = json!({"payload": one["payload"]}).to_string();
            strategy.post(&path, &body).json(200);
            answered += 1;
        }
    }
    for (at, asking) in waiting.into_iter().enumerate() {
        assert_eq!(asking.join().unwrap().json(200)["payload"], at);
    }
}

#[test]
fn the_latest_cycle_can_be_named_in_messages_too() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let started = supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    let body = r#"{"to": "risk", "subject": "x", "payload": 1, "cycle": "latest:EURUSD"}"#;
    let sent = supervisor.post("/messages", body).json(201);
    assert_eq!(sent["cycle_id"], started["cycle_id"]);
    let listed = supervisor.get("/messages?cycle=latest").json(200);
    assert_eq!(listed[0]["id"], sent["id"]);
    let other = body.replace("EURUSD", "GBPUSD");
    assert_eq!(supervisor.post("/messages", &other).kind(404), "not_found");
}

#[test]
fn what_is_claimed_for_a_client_that_is_gone_is_given_back() {
    const CLIENTS: usize = 60;
    let server = Server::start();
    let risk = server.client("risk");
    let lines = vec![r#"{"to": "risk", "subject": "x"}"#; CLIENTS];
    risk.post("/messages/batch", &lines.join("\n")).json(201);
    // Each sends its request, is gone at some moment, and may have been answered by then.
    let vanish = |at: usize| {
        let body = r#"{"ack": true, "limit": 1}"#;
        let request = format!(
            "POST {API}/messages/claim HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            server.address(),
            server.token("risk"),
            body.len()
        );
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        thread::sleep(Duration::from_micros(at as u64 % 10 * 300));
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer);
        usize::from(read.is_ok() && answer.contains("from_agent"))
    };
    let answered: usize = thread::scope(|scope| {
        let busy = scope.spawn(|| {
            let strategy = server.client("strategy");
            for _ in 0..CLIENTS {
                strategy.post("/health/strategy/heartbeat", "");
            }
        });
        let clients = (0..CLIENTS).map(|at| scope.spawn(move || vanish(at)));
        let clients: Vec<_> = clients.collect();
        let answered = clients.into_iter().map(|client| client.join().unwrap());
        let answered = answered.sum();
        busy.join().unwrap();
        answered
    });
    let left = || {
        let pending = risk.get("/messages?agent_name=risk&status=pending&limit=100");
        pending.json(200).as_array().unwrap().len()
    };
    until("what reached nobody is pending", || {
        left() == CLIENTS - answered
    });
}

#[test]
fn a_long_list_is_sent_page_by_page() {
    let server = Server::start();
    let risk = server.client("risk");
    let lines = vec![r#"{"to": "strategy", "subject": "x"}"#; 2_300];
    risk.post("/messages/batch", &lines.join("\n")).json(201);
    let ids = |limit: usize| -> Vec<i64> {
        let listed = risk.get(&format!("/messages?limit={limit}")).json(200);
        let listed = listed.as_array().unwrap().iter();
        listed.map(|one| one["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(10_000), (1..=2_300).rev().collect::<Vec<_>>());
    assert_eq!(ids(2_001), (300..=2_300).rev().collect::<Vec<_>>());
    assert_eq!(ids(1_000), (1_301..=2_300).rev().collect::<Vec<_>>());
}
