//! Measures the server: the rate and latency of sends, of whole exchanges (send, claim,
//! acknowledge) and of batches by 1, 8 and 64 clients, and how soon a waiting client is told
//! of a commit. The clients are threads that keep a connection to the Unix socket open.
//!
//! `cargo bench --bench server` runs it. `REQUESTS` in the environment sets the number of
//! requests of each part, and `ROUNDS` how often all parts are repeated.

#[allow(dead_code, reason = "the other benches use the rest")]
mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use common::number;

const CROWDS: [u32; 3] = [1, 8, 64];

const API: &str = "/api/v1/coordination";

/// A server on a database of its own, which ends with it.
struct Server {
    child: Child,
    folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
            .arg("--db")
            .arg(folder.path().join("coord.db"))
            .arg("serve")
            .arg("--socket")
            .arg(folder.path().join("socket"))
            .stderr(Stdio::piped())
            .spawn()?;
        let stderr = child.stderr.take().context("no standard error")?;
        let lines = BufReader::new(stderr).lines();
        let mut listening = lines.filter(|line| {
            line.as_ref()
                .is_ok_and(|line| line.starts_with("listening"))
        });
        ensure!(listening.next().is_some(), "the server did not start");
        Ok(Self { child, folder })
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// Its resident memory in MiB.
    fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = line
            .and_then(|line| line.split_whitespace().next())
            .context("no VmRSS")?
            .parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client with one connection.
struct Client(BufReader<UnixStream>);

impl Client {
    fn connect(socket: &Path) -> Result<Self> {
        Ok(Self(BufReader::new(UnixStream::connect(socket)?)))
    }

    /// Posts a body as this agent. Returns the body of the answer.
    fn post(&mut self, agent: &str, path: &str, body: &str) -> Result<String> {
        let request = format!(
            "POST {API}{path} HTTP/1.1\r\nHost: localhost\r\nX-Flowrex-Agent: {agent}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        let is_done = line.starts_with("HTTP/1.1 20");
        let status = line.trim().to_owned();
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer)?;
        let answer = String::from_utf8(answer)?;
        ensure!(is_done, "{status}: {answer}");
        Ok(answer)
    }

    fn send(&mut self, to: &str) -> Result<()> {
        let body = format!(r#"{{"to":"{to}","subject":"x","payload":{{"price":1.10}}}}"#);
        self.post("supervisor", "/messages", &body).map(drop)
    }

    fn exchange(&mut self, to: &str) -> Result<()> {
        self.send(to)?;
        let claimed = self.post(to, "/messages/claim", r#"{"limit":1}"#)?;
        let id = claimed
            .split(r#""id":"#)
            .nth(1)
            .context("nothing was claimed")?;
        let id = id.split(',').next().context("no number")?;
        self.post(to, &format!("/messages/{id}/ack"), "").map(drop)
    }
}

/// What a client does again and again.
type Operation = fn(&mut Client, &str) -> Result<()>;

/// What a part has shown: the times in milliseconds, and how long it took in seconds.
#[derive(Default)]
struct Part {
    times: Vec<f64>,
    seconds: f64,
}

/// Lets `crowd` clients do something `each` times, one after the other.
fn crowd(
    server: &Server,
    crowd: u32,
    each: u32,
    part: &mut Part,
    operation: Operation,
) -> Result<()> {
    let begun = Instant::now();
    let clients: Vec<_> = (0..crowd)
        .map(|number| {
            let socket = server.socket();
            thread::spawn(move || -> Result<Vec<f64>> {
                let mut client = Client::connect(&socket)?;
                let agent = ["strategy", "risk", "execution"][number as usize % 3];
                let timed = |_| {
                    let begun = Instant::now();
                    operation(&mut client, agent)?;
                    Ok(begun.elapsed().as_secs_f64() * 1000.0)
                };
                (0..each).map(timed).collect()
            })
        })
        .collect();
    for client in clients {
        let times = client
            .join()
            .map_err(|_| anyhow::anyhow!("a client died"))??;
        part.times.extend(times);
    }
    part.seconds += begun.elapsed().as_secs_f64();
    Ok(())
}

/// How long after a send a client that waits for messages has its answer, in milliseconds.
fn wake_ups(server: &Server, count: u32) -> Result<Vec<f64>> {
    let mut sender = Client::connect(&server.socket())?;
    let mut waiting = Client::connect(&server.socket())?;
    let (received, arrivals) = mpsc::channel();
    thread::spawn(move || -> Result<()> {
        for _ in 0..=count {
            let claim = r#"{"limit":1,"ack":true,"wait":"20s"}"#;
            let answer = waiting.post("sentiment", "/messages/claim", claim)?;
            received.send((Instant::now(), answer.len()))?;
        }
        Ok(())
    });
    let mut times = Vec::new();
    for _ in 0..count {
        // Long enough for the next request to be waiting.
        thread::sleep(Duration::from_millis(20));
        sender.send("sentiment")?;
        let sent = Instant::now();
        let (arrived, length) = arrivals.recv_timeout(Duration::from_secs(20))?;
        ensure!(length > 2, "nothing arrived");
        let late = arrived.saturating_duration_since(sent);
        times.push(late.as_secs_f64() * 1000.0);
    }
    Ok(times)
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn show(what: &str, times: &mut [f64], seconds: f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| {
        let place = times.len().saturating_sub(1) * share / 100;
        times.get(place).copied().unwrap_or_default()
    };
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let rate = times.len() as f64 / seconds;
    println!(
        "{what}: {rate:.0} a second; p50 {:.2} ms, p99 {:.2} ms",
        at(50),
        at(99)
    );
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn main() -> Result<()> {
    let (requests, rounds) = (number("REQUESTS", 6_400)?, number("ROUNDS", 1)?);
    let parts: [(&str, Operation); 2] = [
        ("send", Client::send),
        ("send, claim and acknowledge", Client::exchange),
    ];
    for (name, operation) in parts {
        for size in CROWDS {
            let mut part = Part::default();
            for _ in 0..rounds {
                let server = Server::start()?;
                crowd(&server, size, requests / size, &mut part, operation)?;
                if size == 64 {
                    println!("memory with 64 clients: {:.1} MiB", server.memory()?);
                }
            }
            show(
                &format!("{name}, {size} clients"),
                &mut part.times,
                part.seconds,
            );
        }
    }
    let server = Server::start()?;
    let added = Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
        .arg("--db")
        .arg(server.folder.path().join("coord.db"))
        .args(["agent", "add", "sentiment"])
        .stdout(Stdio::null())
        .status()?;
    ensure!(added.success(), "cannot add an agent");
    let begun = Instant::now();
    let mut times = wake_ups(&server, requests.min(500))?;
    show(
        "wake-up after the answer to the send",
        &mut times,
        begun.elapsed().as_secs_f64(),
    );
    Ok(())
}
