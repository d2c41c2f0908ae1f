//! Whole cycles over HTTP: each runs in a process of its own, which outlives its client and not
//! its server.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::thread;

use serde_json::{Value, json};

use super::{API, Client, Server, has_members};
use crate::common::{Sandbox, Sign, until};

const RUN: &str = r#"{"symbol": "eurusd", "strategies": ["trend"], "account_balance": 10000,
    "peak_balance": 10000.50}"#;

/// A server whose cycles have these agents.
fn with_agents(sandbox: Sandbox, agents: &str) -> Server {
    let config = sandbox.path().join("config.toml");
    fs::write(&config, format!("[agents]\n{agents}\n")).unwrap();
    Server::start_in(sandbox, |command| {
        command.env("FLOWREX_CONFIG", config);
    })
}

/// A server whose cycles wait for the answer of risk on the bus.
fn with_mailbox() -> Server {
    let server = with_agents(Sandbox::in_memory(), "risk = \"mailbox\"");
    is_alive(&server);
    server
}

/// Reports that risk is there: no cycle is given to an agent that nobody has heard of.
fn is_alive(server: &Server) {
    server
        .client("risk")
        .post("/health/risk/heartbeat", "")
        .json(200);
}

/// Waits for the command to risk, and returns its number.
fn command_of_risk(server: &Server) -> i64 {
    let claim = r#"{"type": "command", "wait": "20s"}"#;
    let claimed = server
        .client("risk")
        .post("/messages/claim", claim)
        .json(200);
    claimed[0]["id"].as_i64().unwrap()
}

fn answer(server: &Server, command: i64) {
    let reply = r#"{"payload": {"status": "ok", "message": "fine", "data": {}}}"#;
    let path = format!("/messages/{command}/reply");
    server.client("risk").post(&path, reply).json(200);
}

fn phase(server: &Server) -> Value {
    server.client("strategy").get("/cycle/latest").json(200)["phase"].clone()
}

/// Starts a cycle and does not wait for its end.
fn begin(client: &Client) -> String {
    let headers = [("Prefer", "respond-async")];
    let started = client.send_with("POST", "/cycle", &headers, RUN);
    let id = started.json(202)["cycle_id"].as_str().unwrap().to_owned();
    assert_eq!(
        started.header("location"),
        Some(&*format!("{API}/cycle/{id}"))
    );
    id
}

#[test]
fn a_cycle_runs_to_its_result() {
    let server = Server::start();
    let result = server.client("supervisor").post("/cycle", RUN).json(200);
    has_members(
        &result,
        &[
            "cycle_id",
            "success",
            "phases_completed",
            "errors",
            "halt_reason",
            "mode",
        ],
    );
    assert_eq!(result["success"], true);
    assert_eq!(
        result["phases_completed"],
        json!(["strategy", "risk", "execution"])
    );
    assert_eq!(result["errors"], json!([]));
    let id = result["cycle_id"].as_str().unwrap();
    let shown = server.command(&format!("cycle show {id}"));
    assert_eq!(shown["symbol"], "EURUSD");
    assert_eq!(shown["phase"], "completed");
    let list = server.command(&format!("state list --cycle {id}"));
    assert!(list.to_string().contains("10000.5"), "{list}");
}

#[test]
fn an_empty_list_and_whole_numbers_are_fine_and_other_fields_are_required() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let body = r#"{"symbol": "EURUSD", "strategies": [], "account_balance": 1, "peak_balance": 1}"#;
    supervisor.post("/cycle", body).json(200);
    let given: Value = serde_json::from_str(RUN).unwrap();
    for field in ["symbol", "strategies", "account_balance", "peak_balance"] {
        let mut body = given.clone();
        body.as_object_mut().unwrap().remove(field);
        let fault = &supervisor.post("/cycle", &body.to_string()).json(422)["detail"][0];
        assert_eq!(
            (&fault["type"], &fault["loc"]),
            (&json!("missing"), &json!(["body", field]))
        );
    }
    for (field, value) in [
        ("symbol", json!("")),
        ("symbol", json!(7)),
        ("strategies", json!("")),
        ("account_balance", json!(-1)),
        ("account_balance", json!("much")),
        ("peak_balance", json!(1)),
        ("mode", json!("reckless")),
        ("gates", json!(["idle"])),
    ] {
        let mut body = given.clone();
        body[field] = value.clone();
        let fault = &supervisor.post("/cycle", &body.to_string()).json(422)["detail"][0];
        assert_eq!(fault["loc"][1], *field, "{value}: {fault}");
    }
    for body in ["", "{", "[]", "\"EURUSD\""] {
        supervisor.post("/cycle", body).json(422);
    }
    assert_eq!(server.command("cycle list").as_array().unwrap().len(), 1);
}

#[test]
fn only_level_0_runs_a_cycle_and_the_refusal_is_recorded() {
    let server = Server::start();
    let refused = server.client("risk").post("/cycle", RUN);
    assert_eq!(refused.kind(403), "denied");
    let log = server.command("audit log --kind refused");
    assert_eq!(log[0]["actor"], "risk");
    server.stranger().post("/cycle", RUN).json(401);
}

#[test]
fn a_cycle_that_fails_is_a_result_and_one_under_a_halt_is_refused() {
    let sandbox = Sandbox::in_memory();
    let script = sandbox.script("risk", r#"echo '{"status": "rejected", "message": "no"}'"#);
    let server = with_agents(sandbox, &format!("risk = \"exec:{script}\""));
    let supervisor = server.client("supervisor");
    let failed = supervisor.post("/cycle", RUN).json(200);
    assert_eq!(failed["success"], false);
    assert_eq!(failed["phases_completed"], json!(["strategy"]));
    assert!(
        failed["errors"][0].as_str().unwrap().contains("no"),
        "{failed}"
    );
    server
        .client("risk")
        .post("/halt", r#"{"reason": "stop"}"#)
        .json(200);
    let halted = supervisor.post("/cycle", RUN);
    assert_eq!(halted.kind(423), "halted");
}

#[test]
fn a_halt_ends_a_cycle_that_runs_and_its_client_is_told() {
    let server = with_mailbox();
    let supervisor = server.client("supervisor");
    let runs = thread::spawn(move || supervisor.post("/cycle", RUN).json(200));
    command_of_risk(&server);
    server
        .client("risk")
        .post("/halt", r#"{"reason": "too wide"}"#)
        .json(200);
    let result = runs.join().unwrap();
    assert_eq!(result["success"], false);
    assert_eq!(result["halt_reason"], "risk: too wide");
    assert_eq!(phase(&server), "halted");
}

#[test]
fn a_cycle_that_waits_for_approval_continues_once_it_is_approved() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let mut body: Value = serde_json::from_str(RUN).unwrap();
    body["gates"] = json!(["execution"]);
    let waits = supervisor.post("/cycle", &body.to_string()).json(202);
    assert_eq!(waits["waiting_for"], "execution");
    let state = &waits["state"];
    let approve = json!({"state": state}).to_string();
    supervisor.post("/cycle/latest/approve", &approve).json(200);
    let result = supervisor.post("/cycle/latest/resume", "").json(200);
    assert_eq!(result["success"], true);
    let again = supervisor.post("/cycle/latest/resume", "");
    assert_eq!(again.kind(409), "conflict");
    assert_eq!(
        supervisor.post("/cycle/latest:GBPUSD/resume", "").kind(404),
        "not_found"
    );
}

#[test]
fn a_client_that_does_not_wait_is_told_where_its_cycle_is() {
    let server = with_mailbox();
    let supervisor = server.client("supervisor");
    let id = begin(&supervisor);
    let command = command_of_risk(&server);
    let second = supervisor.post("/cycle", RUN);
    assert_eq!(second.kind(409), "conflict");
    answer(&server, command);
    until("the cycle completes", || phase(&server) == "completed");
    let shown = supervisor.get(&format!("/cycle/{id}")).json(200);
    assert_eq!(shown["cycle_id"], *id);
}

#[test]
fn a_client_that_disconnects_does_not_end_its_cycle() {
    let server = with_mailbox();
    let mut client = TcpStream::connect(server.address()).unwrap();
    let request = format!(
        "POST {API}/cycle HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
         Content-Length: {}\r\n\r\n{RUN}",
        server.address(),
        server.token("supervisor"),
        RUN.len()
    );
    client.write_all(request.as_bytes()).unwrap();
    let command = command_of_risk(&server);
    drop(client);
    answer(&server, command);
    until("the cycle completes", || phase(&server) == "completed");
}

#[test]
fn no_cycle_outlives_its_server() {
    let sandbox = Sandbox::in_memory();
    let sign = Sign::new(&sandbox, "begun");
    let script = sandbox.script("risk", &format!("echo begun > {}; sleep 1000", sign.path()));
    let mut server = with_agents(sandbox, &format!("risk = \"exec:{script}\""));
    begin(&server.client("supervisor"));
    assert_eq!(sign.wait(), "begun\n");
    server.kill();
    until("the cycle ends", || {
        server.command("cycle show latest")["phase"] == "failed"
    });
    until("its processes end", || {
        server.sandbox.processes().is_empty()
    });
    let cycle = server.command("cycle show latest");
    assert!(
        cycle["errors"][0].as_str().unwrap().contains("SIGHUP"),
        "{cycle}"
    );
}

#[test]
fn more_cycles_than_may_run_at_the_same_time_are_refused() {
    let sandbox = Sandbox::in_memory();
    let config = sandbox.path().join("config.toml");
    fs::write(&config, "[agents]\nrisk = \"mailbox\"\n").unwrap();
    let server = Server::start_in(sandbox, |command| {
        command.env("FLOWREX_CONFIG", config);
        command.args(["--max-cycles", "1"]);
    });
    is_alive(&server);
    let supervisor = server.client("supervisor");
    begin(&supervisor);
    let command = command_of_risk(&server);
    let other = RUN.replace("eurusd", "gbpusd");
    let refused = supervisor.post("/cycle", &other);
    assert_eq!(refused.kind(503), "busy");
    assert!(refused.header("retry-after").is_some());
    answer(&server, command);
    until("there is room for another", || {
        let headers = [("Prefer", "respond-async")];
        supervisor
            .send_with("POST", "/cycle", &headers, &other)
            .status
            == 202
    });
}

#[test]
fn a_symbol_that_looks_like_an_option_is_a_symbol() {
    let server = Server::start();
    let body = r#"{"symbol": "-V", "strategies": [], "account_balance": 1, "peak_balance": 1}"#;
    let result = server.client("supervisor").post("/cycle", body).json(200);
    assert_eq!(
        (&result["symbol"], &result["success"]),
        (&"-V".into(), &true.into())
    );
}
