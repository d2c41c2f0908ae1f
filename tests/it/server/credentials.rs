//! Who asks: nothing works without a credential, and nobody speaks for somebody else.

use serde_json::{Value, json};

use super::{API, Server};

/// Every path with its methods, and whether it takes a credential.
pub fn operations(server: &Server) -> Vec<(String, String, bool)> {
    let document = server
        .client("risk")
        .request("GET", "/openapi.json", &[], "");
    let document = document.json(200);
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let is_open = operation["security"] == json!([{}]);
            operations.push((method.to_uppercase(), path.clone(), !is_open));
        }
    }
    operations
}

/// A path in which something stands for each of its parts.
pub fn filled(path: &str) -> String {
    let path = path
        .replace("{id}/clear", "1/clear")
        .replace("{key}", "note");
    let id = if path.contains("/messages/") {
        "1"
    } else {
        "latest"
    };
    path.replace("{id}", id)
        .replace("{agent}", "risk")
        .replace("{name}", "risk")
}

#[test]
fn nothing_works_without_a_credential_not_even_reading() {
    let server = Server::start();
    let operations = operations(&server);
    assert!(operations.len() > 40, "{operations:?}");
    let head = server.client("risk").get("/audit/head").json(200);
    let wrong = server.client_with(&"0".repeat(64));
    let mut odd = server.stranger();
    for (method, path, _) in operations.iter().filter(|(_, _, is_closed)| *is_closed) {
        let path = filled(path);
        for client in [&wrong, &odd] {
            let reply = client.request(method, &path, &[], "");
            assert_eq!(reply.kind(401), "unauthenticated", "{method} {path}");
            assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        }
        let basic = [("Authorization", "Basic cmlzazpyaXNr")];
        assert_eq!(odd.request(method, &path, &basic, "").status, 401);
    }
    odd.token = Some(String::new());
    assert_eq!(odd.get("/cycles").status, 401);
    assert_eq!(server.client("risk").get("/audit/head").json(200), head);
    let alive = server.stranger().request("GET", "/healthz", &[], "");
    assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
}

#[test]
fn the_token_says_who_acts_and_a_body_that_names_another_is_refused() {
    let server = Server::start();
    let risk = server.client("risk");
    let message =
        |from: &str| json!({"to": "strategy", "subject": "x", "payload": 1, "from": from});
    let own = risk
        .post("/messages", &message("risk").to_string())
        .json(201);
    assert_eq!(own["from_agent"], "risk");
    let reply = risk.post("/messages", &message("supervisor").to_string());
    assert_eq!(reply.kind(403), "denied");
    let mut request = message("supervisor");
    request["wait"] = json!("1s");
    assert_eq!(
        risk.post("/messages/request", &request.to_string())
            .kind(403),
        "denied"
    );
    let lines = format!("{}\n{}\n", message("risk"), message("supervisor"));
    assert_eq!(risk.post("/messages/batch", &lines).kind(403), "denied");
    let named = [("X-Flowrex-Agent", "supervisor")];
    assert_eq!(
        risk.send_with("GET", "/mode", &named, "").kind(403),
        "denied"
    );
    let named = [("X-Flowrex-Agent", "risk")];
    risk.send_with("GET", "/mode", &named, "").json(200);
    let sent = risk.get("/messages?agent_name=strategy").json(200);
    assert_eq!(sent.as_array().unwrap().len(), 1);
}

#[test]
fn a_revoked_token_and_that_of_a_removed_agent_open_nothing() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let strategy = server.client("strategy");
    strategy.get("/mode").json(200);
    let revoked = supervisor.post("/agents/strategy/revoke", "").json(200);
    assert_eq!(revoked["token"], "revoked");
    assert_eq!(strategy.get("/mode").kind(401), "unauthenticated");
    assert_eq!(
        strategy.post("/halt", r#"{"reason": "x"}"#).kind(401),
        "unauthenticated"
    );

    let added = supervisor.post("/agents", r#"{"name": "news"}"#).json(201);
    assert_eq!(
        (&added["name"], &added["authority_level"]),
        (&json!("news"), &json!(1))
    );
    assert_eq!(
        supervisor.post("/agents", r#"{"name": "news"}"#).kind(409),
        "conflict"
    );
    let enrolled: Value = server.command("agent enroll news");
    let news = server.client_with(enrolled["token"].as_str().unwrap());
    news.get("/mode").json(200);
    supervisor.delete("/agents/news").json(200);
    assert_eq!(news.get("/mode").kind(401), "unauthenticated");
}

#[test]
fn no_response_holds_a_token() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let tokens = ["supervisor", "strategy", "risk"].map(|agent| server.token(agent));
    for path in ["/agents", "/audit", "/status", "/health", "/cycles"] {
        let body = supervisor.get(path).body;
        for token in tokens {
            assert!(!body.contains(token), "{path}");
        }
    }
    let agents = supervisor.get("/agents").json(200);
    let needed = agents.as_array().unwrap().iter();
    let needed: Vec<_> = needed
        .map(|agent| agent["token"].as_str().unwrap())
        .collect();
    assert_eq!(needed, ["needed", "none", "needed", "needed"]);
}

#[test]
fn a_foreign_host_and_a_page_of_another_site_are_refused() {
    let server = Server::start();
    let risk = server.client("risk");
    let ask = |headers: &[(&str, &str)]| risk.send_with("GET", "/mode", headers, "");
    assert_eq!(ask(&[("Host", "evil.example")]).kind(421), "denied");
    assert_eq!(
        ask(&[("Host", "evil.example"), ("Origin", "http://evil.example")]).status,
        421
    );
    assert_eq!(
        ask(&[("Origin", "http://evil.example")]).kind(403),
        "denied"
    );
    assert_eq!(ask(&[("Origin", "null")]).kind(403), "denied");
    let own = format!("http://{}", server.address());
    ask(&[("Origin", &own)]).json(200);
    let alive = [("Host", "evil.example")];
    assert_eq!(
        server
            .stranger()
            .request("GET", "/healthz", &alive, "")
            .status,
        421
    );
    assert!(API.starts_with('/'));
}

#[test]
fn only_level_0_does_what_is_reserved_to_it() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    supervisor
        .post(
            "/cycle/start",
            r#"{"symbol": "EURUSD", "gates": ["execution"]}"#,
        )
        .json(201);
    let risk = server.client("risk");
    for (method, path, body) in [
        ("POST", "/cycle/start", r#"{"symbol": "GBPUSD"}"#),
        ("POST", "/cycle/latest/advance", ""),
        ("POST", "/cycle/latest/complete", ""),
        ("POST", "/cycle/latest/fail", r#"{"error": "x"}"#),
        ("POST", "/cycle/latest/approve", ""),
        ("POST", "/cycle/latest/reject", r#"{"reason": "x"}"#),
        ("POST", "/cycles/recover", ""),
        ("PUT", "/mode", r#"{"mode": "guide", "reason": "x"}"#),
        ("POST", "/halts/1/clear", r#"{"reason": "x"}"#),
        ("POST", "/agents", r#"{"name": "news"}"#),
        ("DELETE", "/agents/strategy", ""),
        ("POST", "/agents/strategy/revoke", ""),
        ("POST", "/health/risk/reset", ""),
        ("PUT", "/cycle/latest/state/strategy_signal", "1"),
        ("PUT", "/cycle/latest/state/note", "1"),
    ] {
        let reply = risk.send(method, path, body);
        assert_eq!(reply.kind(403), "denied", "{method} {path}");
    }
    let cycle = supervisor.get("/cycle/latest").json(200);
    assert_eq!(cycle["phase"], "initializing");
}
