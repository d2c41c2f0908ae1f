//! The server, as its clients see it: each test starts one on a database of its own, and sends
//! it requests over TCP.

mod audit;
mod credentials;
mod cycles;
mod description;
mod events;
mod halts;
mod input;
mod messages;
mod operations;
mod runs;
mod shared_state;
mod sockets;
mod source_routes;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::common::{Sandbox, until};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The path below which the operations are.
pub const API: &str = "/api/v1/coordination";

/// A server that runs, with the tokens of the agents that it knows.
pub struct Server {
    pub sandbox: Sandbox,
    child: Child,
    address: String,
    tokens: Vec<(&'static str, String)>,
}

impl Server {
    /// A server, of which supervisor, strategy and risk have tokens.
    pub fn start() -> Self {
        Self::start_in(Sandbox::in_memory(), |_| {})
    }

    /// The same in a sandbox that was prepared for it, with what `options` adds.
    pub fn start_in(sandbox: Sandbox, options: impl FnOnce(&mut Command)) -> Self {
        let mut tokens: Vec<(&str, String)> = Vec::new();
        for agent in ["supervisor", "strategy", "risk"] {
            let mut enroll = sandbox.command();
            if let Some((_, token)) = tokens.first() {
                enroll.env("FLOWREX_TOKEN", token);
            }
            let output = enroll.args(["agent", "enroll", agent, "-q"]).output();
            let token = String::from_utf8(output.unwrap().stdout).unwrap();
            tokens.push((agent, token.trim().to_owned()));
        }
        let (child, address) = serve(&sandbox, &tokens[0].1, options);
        Self {
            sandbox,
            child,
            address,
            tokens,
        }
    }

    /// Kills it, and starts another on the same database.
    pub fn restart(&mut self) {
        self.kill();
        let token = self.tokens[0].1.clone();
        (self.child, self.address) = serve(&self.sandbox, &token, |_| {});
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(&self) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).unwrap();
    }

    /// How it has ended.
    pub fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        until("the server ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// A client with the token of this agent.
    pub fn client(&self, agent: &str) -> Client {
        let token = self.tokens.iter().find(|(name, _)| *name == agent).unwrap();
        self.client_with(&token.1)
    }

    pub fn client_with(&self, token: &str) -> Client {
        Client {
            address: self.address.clone(),
            token: Some(token.to_owned()),
        }
    }

    /// A client that shows nothing.
    pub fn stranger(&self) -> Client {
        Client {
            address: self.address.clone(),
            token: None,
        }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn token(&self, agent: &str) -> &str {
        let token = self.tokens.iter().find(|(name, _)| *name == agent);
        &token.unwrap().1
    }

    /// Runs the binary beside the server, as the supervisor, with `-o json`.
    pub fn command(&self, line: &str) -> Value {
        let output = self
            .sandbox
            .command()
            .env("FLOWREX_TOKEN", self.token("supervisor"))
            .args(["-o", "json"])
            .args(line.split(' '))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already is left as it is.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server. Returns its process, and where it listens.
fn serve(sandbox: &Sandbox, token: &str, options: impl FnOnce(&mut Command)) -> (Child, String) {
    let mut command = sandbox.command();
    command
        .env("FLOWREX_TOKEN", token)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped());
    options(&mut command);
    let mut child = command.spawn().unwrap();
    let address = address(&mut child);
    (child, address)
}

/// Where the server says that it listens.
fn address(child: &mut Child) -> String {
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            if let Some(address) = line.strip_prefix("listening on http://") {
                let _ = sender.send(address.to_owned());
            }
        }
    });
    receiver.recv_timeout(PATIENCE).unwrap()
}

/// Sends requests, each on a connection of its own.
#[derive(Clone)]
pub struct Client {
    address: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Client {
    /// `path` is one below [`API`].
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "")
    }

    pub fn post(&self, path: &str, body: &str) -> Reply {
        self.send("POST", path, body)
    }

    pub fn put(&self, path: &str, body: &str) -> Reply {
        self.send("PUT", path, body)
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, "")
    }

    pub fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        self.send_with(method, path, &[], body)
    }

    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        self.request(method, &format!("{API}{path}"), headers, body)
    }

    /// The same for any path. A header that is given replaces the one that is sent by default.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let token = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let length = body.len().to_string();
        let mut all = vec![
            ("Host", self.address.as_str()),
            ("Connection", "close"),
            ("Content-Length", &length),
        ];
        all.extend(token.as_deref().map(|token| ("Authorization", token)));
        all.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
        all.extend(headers);
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        for (name, value) in all {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(b"\r\n").unwrap();
        // What is refused early need not be read to its end.
        let _ = stream.write_all(body.as_bytes());
        let mut text = Vec::new();
        // A connection that is reset after the answer has been read is no matter.
        let _ = stream.read_to_end(&mut text);
        Reply::parse(&String::from_utf8(text).unwrap())
    }
}

impl Reply {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        });
        let headers: Vec<_> = headers.collect();
        let chunked = ("transfer-encoding".to_owned(), "chunked".to_owned());
        let body = if headers.contains(&chunked) {
            joined(body)
        } else {
            body.to_owned()
        };
        Self {
            status: status.parse().unwrap(),
            headers,
            body,
        }
    }

    /// The body, where the status is this one.
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// The kind of an error with this status.
    #[track_caller]
    pub fn kind(&self, status: u16) -> String {
        let problem = self.json(status);
        assert!(
            !problem["hint"].as_str().unwrap().is_empty(),
            "{}",
            self.body
        );
        assert!(problem["retryable"].is_boolean(), "{}", self.body);
        problem["kind"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(header, _)| header == name);
        header.map(|(_, value)| value.as_str())
    }
}

/// A body that came in chunks, which must have come to its end.
fn joined(mut rest: &str) -> String {
    let mut body = String::new();
    loop {
        let (length, after) = rest.split_once("\r\n").unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return body;
        }
        body.push_str(&after[..length]);
        rest = after[length..].strip_prefix("\r\n").unwrap();
    }
}

/// The names of the members of an object, in their order.
pub fn members(value: &Value) -> Vec<&str> {
    let members = value.as_object().unwrap().keys();
    members.map(String::as_str).collect()
}

/// Makes sure that an object has all of these members.
#[track_caller]
pub fn has_members(value: &Value, names: &[&str]) {
    let found = members(value);
    for name in names {
        assert!(found.contains(name), "{name} is missing: {value}");
    }
}
