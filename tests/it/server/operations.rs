//! For those who operate a server: whether it is alive and ready, metrics, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use serde_json::json;

use super::{API, Server};
use crate::common::Sandbox;

#[test]
fn a_server_that_can_do_its_work_is_ready_without_a_credential() {
    let server = Server::start();
    let alive = server.stranger().request("GET", "/healthz", &[], "");
    assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
    for _ in 0..2 {
        let ready = server
            .stranger()
            .request("GET", "/readyz", &[], "")
            .json(200);
        let all = json!({"ready": true, "writable": true, "audit_log_intact": true});
        assert_eq!(ready, all);
        server.command("msg send --to risk --subject x");
    }
}

#[test]
fn a_writer_that_keeps_the_lock_and_a_changed_log_are_named() {
    let server = Server::start();
    let lock = server.sandbox.lock();
    let busy = server
        .stranger()
        .request("GET", "/readyz", &[], "")
        .json(503);
    assert_eq!(busy["writable"], false);
    assert_eq!(busy["audit_log_intact"], true);
    drop(lock);
    // Of what was verified before, only the hash is looked at again.
    server.command("msg send --to risk --subject x");
    #[expect(clippy::disallowed_methods, reason = "alters the file from outside")]
    let tables = rusqlite::Connection::open(server.sandbox.database()).unwrap();
    tables
        .execute_batch(
            "UPDATE audit_log SET actor = 'risk' WHERE seq = (SELECT max(seq) FROM audit_log)",
        )
        .unwrap();
    let altered = server
        .stranger()
        .request("GET", "/readyz", &[], "")
        .json(503);
    assert_eq!(
        altered,
        json!({"ready": false, "writable": true, "audit_log_intact": false})
    );
}

#[test]
fn metrics_need_a_credential() {
    let server = Server::start();
    server
        .stranger()
        .request("GET", "/metrics", &[], "")
        .json(401);
    let metrics = server
        .client("strategy")
        .request("GET", "/metrics", &[], "");
    assert_eq!(metrics.status, 200);
    assert!(
        metrics.body.contains("flowrex_messages"),
        "{}",
        metrics.body
    );
}

#[test]
fn a_service_manager_is_told_that_the_server_is_ready_and_that_it_ends() {
    let sandbox = Sandbox::in_memory();
    let path = sandbox.path().join("notify");
    let notified = UnixDatagram::bind(&path).unwrap();
    notified
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let mut server = Server::start_in(sandbox, |command| {
        command.env("NOTIFY_SOCKET", path);
    });
    let mut text = [0; 100];
    let mut next = || {
        let length = notified.recv(&mut text).unwrap();
        String::from_utf8_lossy(&text[..length]).trim().to_owned()
    };
    assert_eq!(next(), "READY=1");
    server.terminate();
    assert_eq!(next(), "STOPPING=1");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn what_waits_is_answered_when_the_server_ends() {
    let mut server = Server::start();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let request = |line: &str, body: &str| {
        format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n\
             {body}",
            server.address(),
            server.token("risk"),
            body.len()
        )
    };
    let first = request("GET /healthz", "");
    let waits = request(&format!("POST {API}/messages/claim"), r#"{"wait": "25s"}"#);
    // Sent together: once the first is answered, the second has been read too.
    stream.write_all((first + &waits).as_bytes()).unwrap();
    let mut answers = BufReader::new(stream);
    let mut line = String::new();
    while line != "ok\n" {
        line.clear();
        answers.read_line(&mut line).unwrap();
    }
    server.terminate();
    let mut rest = String::new();
    answers.read_to_string(&mut rest).unwrap();
    assert!(
        rest.starts_with("HTTP/1.1 200 OK") && rest.ends_with("\r\n\r\n[]"),
        "{rest}"
    );
    assert_eq!(server.ended().code(), Some(0));
}
