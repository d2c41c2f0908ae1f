//! Shared state over HTTP: the version of a value is its `ETag`.

use serde_json::json;

use super::{Client, Reply, Server};

fn start(server: &Server) -> (Client, Client) {
    let supervisor = server.client("supervisor");
    supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    (supervisor, server.client("strategy"))
}

#[test]
fn a_value_is_written_only_over_the_version_that_was_read() {
    let server = Server::start();
    let (_, strategy) = start(&server);
    let path = "/cycle/latest/state/strategy_signal";
    let write = |headers: &[(&str, &str)], value: &str| -> Reply {
        strategy.send_with("PUT", path, headers, value)
    };
    let first = write(&[("If-None-Match", "*")], "1.10");
    assert_eq!(first.json(201)["version"], 1);
    assert_eq!(first.header("etag"), Some("\"1\""));
    assert_eq!(write(&[("If-None-Match", "*")], "2").kind(409), "conflict");
    let second = write(&[("If-Match", "\"1\"")], "2");
    assert_eq!(second.json(200)["version"], 2);
    assert_eq!(second.header("etag"), Some("\"2\""));
    let stale = write(&[("If-Match", "\"1\"")], "3");
    assert_eq!(stale.kind(409), "conflict");
    assert!(
        stale.json(409)["detail"]
            .as_str()
            .unwrap()
            .contains("version 2")
    );
    assert_eq!(write(&[], "4").json(200)["version"], 3);

    let read = strategy.get(path);
    assert_eq!(read.header("etag"), Some("\"3\""));
    assert_eq!(read.json(200)["value"], 4);
    let known = |etag| strategy.send_with("GET", path, &[("If-None-Match", etag)], "");
    assert_eq!(
        (known("\"3\"").status, known("\"3\"").body.as_str()),
        (304, "")
    );
    assert_eq!(known("\"2\"").status, 200);

    let versions = strategy.get(&format!("{path}/history")).json(200);
    let values: Vec<_> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["value"])
        .collect();
    assert_eq!(json!(values), json!([1.1, 2, 4]));
}

#[test]
fn a_version_that_is_none_is_invalid() {
    let server = Server::start();
    let (_, strategy) = start(&server);
    for headers in [
        &[("If-Match", "*")][..],
        &[("If-Match", "W/\"1\"")],
        &[("If-Match", "\"0\"")],
        &[("If-Match", "\"one\"")],
        &[("If-None-Match", "\"1\"")],
        &[("If-Match", "\"1\""), ("If-None-Match", "*")],
    ] {
        let path = "/cycle/latest/state/strategy_signal";
        let reply = strategy.send_with("PUT", path, headers, "1");
        assert_eq!(reply.kind(422), "invalid_input", "{headers:?}");
        assert_eq!(reply.json(422)["detail"][0]["loc"][0], "header");
    }
    let state = strategy.get("/cycle/latest/state/strategy_signal");
    assert_eq!(state.kind(404), "not_found");
}

#[test]
fn the_state_is_listed_with_its_newest_versions_or_all() {
    let server = Server::start();
    let (supervisor, strategy) = start(&server);
    for value in ["1", "2"] {
        strategy.put("/cycle/latest:EURUSD/state/strategy_x", value);
    }
    let of = |query: &str| {
        let listed = supervisor
            .get(&format!("/cycle/latest/state{query}"))
            .json(200);
        let listed = listed.as_array().unwrap().clone();
        let own = listed.into_iter().filter(|one| one["key"] == "strategy_x");
        own.map(|one| one["value"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(""), [2]);
    assert_eq!(of("?versions=newest"), [2]);
    assert_eq!(of("?versions=all"), [1, 2]);
    assert_eq!(
        supervisor.get("/cycle/latest/state?versions=old").status,
        422
    );
    assert_eq!(supervisor.get("/cycle/nope/state").kind(404), "not_found");
    assert_eq!(
        supervisor.get("/cycle/nope/state/note").kind(404),
        "not_found"
    );
    assert_eq!(
        supervisor.put("/cycle/nope/state/note", "1").kind(404),
        "not_found"
    );
}
