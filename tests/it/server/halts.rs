//! Halts over HTTP: they stop what comes after, whatever the state of the database.

use std::fs;

use serde_json::json;

use super::Server;

#[test]
fn a_halt_stops_what_comes_after_until_it_is_cleared() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    supervisor
        .post("/cycle/start", r#"{"symbol": "EURUSD"}"#)
        .json(201);
    let risk = server.client("risk");
    let halted = risk.post("/halt", r#"{"reason": "spreads"}"#).json(200);
    assert_eq!(
        (&halted["status"], &halted["scope"]),
        (&json!("halted"), &json!("global"))
    );
    assert!(halted["cycle_id"].is_null());
    assert_eq!(halted["requested_by"], "risk");
    let strategy = server.client("strategy");
    let command = r#"{"to": "risk", "type": "command", "subject": "x", "payload": 1}"#;
    let autonomous = r#"{"mode": "autonomous", "reason": "x"}"#;
    for (client, method, path, body) in [
        (&strategy, "PUT", "/cycle/latest/state/strategy_x", "1"),
        (&supervisor, "POST", "/cycle/latest/advance", ""),
        (
            &supervisor,
            "POST",
            "/cycle/start",
            r#"{"symbol": "GBPUSD"}"#,
        ),
        (&supervisor, "PUT", "/mode", autonomous),
        (&supervisor, "POST", "/messages", command),
    ] {
        let reply = client.send(method, path, body);
        assert_eq!(reply.kind(423), "halted", "{method} {path}");
        let hint = reply.json(423)["hint"].as_str().unwrap().to_owned();
        assert!(
            hint.contains("POST /api/v1/coordination/halts/1/clear"),
            "{hint}"
        );
    }
    // Level 0 has brought the cycle to its end with what it did next.
    assert_eq!(supervisor.get("/cycle/latest").json(200)["phase"], "halted");
    assert_eq!(server.command("halt list")[0]["reason"], "spreads");

    let reason = r#"{"reason": "normal again"}"#;
    assert_eq!(risk.post("/halts/1/clear", reason).kind(403), "denied");
    let in_force = risk.get("/halts/status").json(200);
    assert_eq!(
        in_force[0]["waiting_for"],
        json!(["supervisor", "execution", "strategy"])
    );
    let cleared = supervisor.post("/halts/1/clear", reason).json(200);
    assert_eq!(cleared["in_force"], false);
    assert_eq!(
        supervisor.post("/halts/1/clear", reason).kind(409),
        "conflict"
    );
    assert_eq!(
        supervisor.post("/halts/7/clear", reason).kind(404),
        "not_found"
    );
    assert_eq!(risk.get("/halts/status").json(200), json!([]));
    assert_eq!(
        risk.get("/halts?limit=1").json(200)[0]["cleared_by"],
        "supervisor"
    );
    supervisor
        .post("/cycle/start", r#"{"symbol": "GBPUSD"}"#)
        .json(201);
}

#[test]
fn a_halt_of_a_symbol_stops_that_symbol_only() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let halted = supervisor.post("/halt", r#"{"symbol": "eurusd", "reason": "x"}"#);
    assert_eq!(halted.json(200)["symbol"], "EURUSD");
    let start = |symbol: &str| {
        let body = json!({"symbol": symbol}).to_string();
        supervisor.post("/cycle/start", &body)
    };
    assert_eq!(start("EURUSD").kind(423), "halted");
    start("GBPUSD").json(201);
}

#[test]
fn unknown_members_do_not_keep_a_halt_from_halting() {
    let server = Server::start();
    let body = r#"{"reason": "x", "cycle_id": null, "requested_by": "somebody"}"#;
    let halted = server.client("risk").post("/halt", body).json(200);
    assert_eq!(halted["scope"], "global");
    assert_eq!(halted["requested_by"], "risk");
}

#[test]
fn a_halt_that_the_command_line_called_stops_requests_at_once() {
    let server = Server::start();
    server.command("halt --reason drill");
    let supervisor = server.client("supervisor");
    let reply = supervisor.post("/cycle/start", r#"{"symbol": "EURUSD"}"#);
    assert_eq!(reply.kind(423), "halted");
}

#[test]
fn a_halt_is_in_force_also_where_the_database_cannot_be_read_any_more() {
    let server = Server::start();
    let risk = server.client("risk");
    risk.get("/mode").json(200);
    let database = server.sandbox.database();
    let kept = database.with_extension("kept");
    fs::rename(&database, &kept).unwrap();
    fs::write(&database, "this is no database at all").unwrap();
    assert_eq!(risk.get("/mode").kind(500), "unusable_database");

    let halted = risk.post("/halt", r#"{"symbol": "EURUSD", "reason": "blind"}"#);
    let halted = halted.json(200);
    assert_eq!(
        (&halted["status"], &halted["scope"]),
        (&json!("halted"), &json!("global"))
    );
    assert!(
        halted["warnings"][0]
            .as_str()
            .unwrap()
            .contains("not on record")
    );
    // Whoever shows nothing halts nothing.
    let reason = r#"{"reason": "x"}"#;
    assert_eq!(
        server.stranger().post("/halt", reason).kind(401),
        "unauthenticated"
    );

    fs::rename(&kept, &database).unwrap();
    let halts = server.command("halt status");
    assert_eq!(halts[0]["reason"], "blind");
    assert_eq!(halts[0]["requested_by"], "risk");
}

#[test]
fn the_halt_button_works_also_where_the_database_cannot_be_read_any_more() {
    let server = Server::start();
    let browser = server.stranger();
    let form = format!("token={}", server.token("supervisor"));
    let session = browser.request("POST", "/login", &[], &form);
    let cookie = session.header("set-cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let page = browser.request("GET", "/", &[("Cookie", &cookie)], "");
    let csrf = page.body.split_once("name=\"csrf\" value=\"").unwrap().1;
    let csrf = csrf.split('"').next().unwrap();
    let database = server.sandbox.database();
    let halt_file = database.with_added_extension("HALT");
    fs::remove_file(&database).unwrap();
    fs::write(&database, "this is no database at all").unwrap();
    let form = |csrf: &str| format!("csrf={csrf}&scope=everything&reason=x&confirm=yes");
    let post = |form: &str| browser.request("POST", "/halts", &[("Cookie", &cookie)], form);
    assert_eq!(post(&form("0")).status, 403);
    assert!(!halt_file.exists());
    assert_eq!(post(&form(csrf)).status, 200);
    assert!(halt_file.exists());
}
