//! The server under faults: it is killed under load, its disk is full, and clients stall,
//! vanish or come in thousands.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::Value;

use crate::common::{Sandbox, until};

/// How long anything may take here that is not refused.
const LIMIT: Duration = Duration::from_mins(1);

/// A server on the database of a sandbox, which listens on a Unix socket.
struct Server {
    child: Child,
    socket: PathBuf,
    /// What it says.
    lines: Receiver<String>,
}

impl Server {
    fn start(sandbox: &Sandbox) -> Self {
        Self::start_by(sandbox, sandbox.command().args(["serve", "--verbose"]))
    }

    /// Starts it with a command to which the socket is added.
    fn start_by(sandbox: &Sandbox, command: &mut Command) -> Self {
        let socket = sandbox.path().join("socket");
        let mut child = command
            .arg("--socket")
            .arg(&socket)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, lines) = channel();
        thread::spawn(move || said.for_each(|line| drop(sender.send(line.unwrap()))));
        let server = Self {
            child,
            socket,
            lines,
        };
        server.until_it_says("listening");
        server
    }

    /// Waits until it says something with these words.
    fn until_it_says(&self, words: &str) {
        while !self.lines.recv_timeout(LIMIT).unwrap().contains(words) {}
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How many descriptors it has open.
    fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.child.id());
        std::fs::read_dir(folder).unwrap().count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn request(method: &str, path: &str, agent: &str, body: &str) -> String {
    format!(
        "{method} /api/v1/coordination{path} HTTP/1.1\r\nHost: localhost\r\n\
         X-Flowrex-Agent: {agent}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends one request, and reads the answer to it: its status and its body. None where the
/// connection ends before.
fn ask(connection: &mut BufReader<UnixStream>, request: &str) -> Option<(u16, Value)> {
    connection.get_mut().write_all(request.as_bytes()).ok()?;
    let mut line = String::new();
    connection.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().unwrap();
    let mut length = 0;
    loop {
        line.clear();
        if connection.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).ok()?;
    Some((status, serde_json::from_slice(&body).unwrap()))
}

fn connect(socket: &Path) -> BufReader<UnixStream> {
    let stream = UnixStream::connect(socket).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    BufReader::new(stream)
}

const SEND: &str = r#"{"to":"risk","subject":"x","payload":{}}"#;

/// Sends until the connection ends, and counts what is answered. Returns its numbers.
fn send_until_it_ends(socket: &Path, answered: &AtomicUsize) -> Vec<i64> {
    let mut connection = connect(socket);
    let mut ids = Vec::new();
    let send = request("POST", "/messages", "strategy", SEND);
    while let Some((status, answer)) = ask(&mut connection, &send) {
        assert_eq!(status, 201, "{answer}");
        ids.push(answer["id"].as_i64().unwrap());
        answered.fetch_add(1, Ordering::Relaxed);
    }
    ids
}

#[expect(
    clippy::disallowed_methods,
    reason = "looks at the tables from outside"
)]
fn stored(sandbox: &Sandbox) -> BTreeSet<i64> {
    let tables = Connection::open(sandbox.database()).unwrap();
    let mut ids = tables.prepare("SELECT id FROM agent_messages").unwrap();
    let ids = ids.query_map([], |row| row.get(0)).unwrap();
    ids.map(Result::unwrap).collect()
}

#[test]
fn fault_31_nothing_that_was_answered_is_lost_when_the_server_is_killed() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("db limits --max-pending 1000000");
    let mut all = BTreeSet::new();
    for round in 1..=3 {
        let server = Server::start(&sandbox);
        let answered = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = (0..64)
            .map(|_| {
                let (socket, answered) = (server.socket.clone(), Arc::clone(&answered));
                thread::spawn(move || send_until_it_ends(&socket, &answered))
            })
            .collect();
        // At another moment each time: some have been answered, and some wait.
        until("the server answers", || {
            answered.load(Ordering::Relaxed) >= 150 * round
        });
        server.kill();
        for client in clients {
            for id in client.join().unwrap() {
                assert!(all.insert(id), "the number {id} was given twice");
            }
        }
        let stored = stored(&sandbox);
        let lost: Vec<_> = all.difference(&stored).collect();
        assert!(lost.is_empty(), "answered and lost: {lost:?}");
    }
    sandbox.ok("audit verify");
    sandbox.ok("db check");
}

#[test]
fn fault_31_a_client_that_stalls_is_dropped_and_others_go_on() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let mut stalls = connect(&server.socket);
    let half = request("POST", "/messages", "strategy", SEND);
    stalls.get_mut().write_all(&half.as_bytes()[..40]).unwrap();
    let mut silent = connect(&server.socket);
    let mut other = connect(&server.socket);
    let (status, _) = ask(&mut other, &half).unwrap();
    assert_eq!(status, 201);
    // Each is closed by the server: the reading ends, and not by its own limit.
    let mut rest = Vec::new();
    stalls.read_to_end(&mut rest).unwrap();
    silent.read_to_end(&mut rest).unwrap();
    let (status, _) = ask(&mut connect(&server.socket), &half).unwrap();
    assert_eq!(status, 201);
    assert_eq!(stored(&sandbox).len(), 2);
}

#[test]
fn fault_31_a_client_that_vanishes_while_it_waits_is_given_nothing() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let mut vanishes = connect(&server.socket);
    let wait = request("POST", "/messages/claim", "risk", r#"{"wait":"20s"}"#);
    vanishes.get_mut().write_all(wait.as_bytes()).unwrap();
    drop(vanishes);
    server.until_it_says("a connection ended");
    let mut other = connect(&server.socket);
    let send = request("POST", "/messages", "strategy", SEND);
    assert_eq!(ask(&mut other, &send).unwrap().0, 201);
    let claim = request("POST", "/messages/claim", "risk", "{}");
    let (status, claimed) = ask(&mut other, &claim).unwrap();
    assert_eq!((status, claimed[0]["deliveries"].as_u64()), (200, Some(1)));
}

#[test]
fn fault_31_more_clients_than_there_is_room_for_wait_for_a_place() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let idle = server.descriptors();
    let clients: Vec<_> = (0..700).map(|_| connect(&server.socket)).collect();
    let begun = Instant::now();
    let mut last = connect(&server.socket);
    let send = request("POST", "/messages", "strategy", SEND);
    let (status, _) = ask(&mut last, &send).unwrap();
    assert_eq!(status, 201, "after {:?}", begun.elapsed());
    assert!(
        server.descriptors() <= idle + 512,
        "{}",
        server.descriptors()
    );
    drop(clients);
}

#[test]
fn fault_31_a_server_that_may_write_no_more_says_so_and_loses_nothing() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    let binary = env!("CARGO_BIN_EXE_flowrex-coord");
    let script = format!("ulimit -f 100; exec {binary} serve \"$@\"");
    let mut shell = sandbox.bare_shell();
    shell.args(["-c", &script, "serve"]);
    shell.env("FLOWREX_DB", sandbox.database());
    let server = Server::start_by(&sandbox, &mut shell);
    let mut connection = connect(&server.socket);
    let payload = format!("[{}1]", "1,".repeat(2000));
    let body = format!(r#"{{"to":"risk","subject":"x","payload":{payload}}}"#);
    let send = request("POST", "/messages", "strategy", &body);
    let mut answered = BTreeSet::new();
    let refused = loop {
        let (status, answer) = ask(&mut connection, &send).unwrap();
        if status != 201 {
            break (status, answer);
        }
        answered.insert(answer["id"].as_i64().unwrap());
        assert!(answered.len() < 1_000, "no limit was met");
    };
    assert_eq!((refused.0, &refused.1["kind"]), (500, &Value::from("io")));
    // What only reads goes on, and so does a halt, by its file.
    let read = request("GET", "/messages?limit=1", "strategy", "");
    assert_eq!(ask(&mut connection, &read).unwrap().0, 200);
    server.kill();
    assert_eq!(answered, stored(&sandbox));
    let server = Server::start(&sandbox);
    let (status, _) = ask(&mut connect(&server.socket), &send).unwrap();
    assert_eq!(status, 201);
}
