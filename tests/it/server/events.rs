//! The audit log as server-sent events.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::Server;

/// A client that listens.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn begin(server: &Server, query: &str, headers: &str) -> Self {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .unwrap();
        let request = format!(
            "GET /events{query} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n{headers}\r\n",
            server.address(),
            server.token("strategy")
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut listener = Self(BufReader::new(stream));
        assert!(listener.line().unwrap().contains(" 200 "));
        listener
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The number of the next event, and what it says; none when the stream ends.
    fn event(&mut self) -> Option<(u64, Value)> {
        let mut id = None;
        loop {
            let line = self.line()?;
            if let Some(number) = line.strip_prefix("id: ") {
                id = Some(number.parse().unwrap());
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some((id.unwrap(), serde_json::from_str(data).unwrap()));
            }
        }
    }
}

fn send(server: &Server) -> u64 {
    server.command("msg send --to risk --subject x");
    server.command("audit head")["seq"].as_u64().unwrap()
}

#[test]
fn what_the_command_line_commits_arrives_with_its_number() {
    let server = Server::start();
    let mut listener = Listener::begin(&server, "", "");
    // Only what comes from now on: the server has answered before.
    let seq = send(&server);
    let (id, event) = listener.event().unwrap();
    assert_eq!((id, event["seq"].as_u64()), (seq, Some(seq)));
    assert_eq!(event["kind"], "message.send");
    let log = server.command("audit log --limit 1");
    assert_eq!(log[0], event);
}

#[test]
fn a_stream_resumes_after_the_last_event_without_a_gap_also_across_a_restart() {
    let mut server = Server::start();
    let last = (0..5).fold(0, |_, _| send(&server));
    let mut listener = Listener::begin(&server, "?after=0", "");
    let all: Vec<u64> = (0..last).map(|_| listener.event().unwrap().0).collect();
    assert_eq!(all, (1..=last).collect::<Vec<_>>());
    server.restart();
    assert!(listener.event().is_none());
    let next = send(&server);
    let headers = format!("Last-Event-ID: {}\r\n", last - 2);
    let mut listener = Listener::begin(&server, "?after=0", &headers);
    for expected in last - 1..=next {
        assert_eq!(listener.event().unwrap().0, expected);
    }
}

#[test]
fn a_stream_ends_when_the_server_does() {
    let mut server = Server::start();
    let mut listener = Listener::begin(&server, "", "");
    server.terminate();
    assert!(listener.event().is_none());
    assert!(server.ended().success());
}

#[test]
fn a_number_that_is_none_is_refused_and_nobody_listens_without_a_credential() {
    let server = Server::start();
    let strategy = server.client("strategy");
    let headers = [("Last-Event-ID", "x")];
    strategy.request("GET", "/events", &headers, "").json(422);
    strategy
        .request("GET", "/events?after=x", &[], "")
        .json(422);
    server
        .stranger()
        .request("GET", "/events", &[], "")
        .json(401);
}

#[test]
fn a_stream_ends_when_its_token_is_revoked() {
    let server = Server::start();
    let mut listener = Listener::begin(&server, "", "");
    let revoke = "/agents/strategy/revoke";
    server.client("supervisor").post(revoke, "").json(200);
    send(&server);
    assert!(listener.event().is_none());
}
