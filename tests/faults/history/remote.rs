//! The server of the workload, in a process of its own with the clock of all, and the client
//! through which a worker asks it.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::{env, io};

use flowrex_coord::model::driver::Drivers;
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::server::{CycleProgram, Settings, serve};
use serde_json::Value;

use super::worker::Steady;
use super::{FOLDER, open};

/// Where the server listens.
fn socket(folder: &Path) -> PathBuf {
    folder.join("socket")
}

/// Serves the workload until it is killed.
pub fn be_the_server(folder: PathBuf) {
    let settings = Settings {
        listen: None,
        socket: Some(socket(&folder)),
        hosts: Vec::new(),
        agent: AgentName::supervisor(),
        token: None,
        drivers: Drivers::default(),
        cycle_program: CycleProgram {
            path: PathBuf::new(),
            args: Vec::new(),
        },
        max_cycles: 1,
        path: folder.join("coord.db"),
        sources: || Box::new(Steady),
        open: Arc::new(move || Ok(open(&folder))),
        secret: || Ok([7; 32]),
        // What is printed by a macro stays in the test.
        note: |line| {
            let line = format!("{line}\n");
            io::stderr().write_all(line.as_bytes()).unwrap();
        },
    };
    serve(settings).unwrap();
}

/// The process of the server, which ends with this.
pub struct Server(Child);

impl Server {
    /// Starts it, and waits until it listens.
    pub fn start(folder: &Path, failpoint: Option<&str>) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "history::the_server_of_the_workload"])
            .env(FOLDER, folder)
            .env("FLOWREX_FAILPOINT", failpoint.unwrap_or_default())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let is_listening = |line: io::Result<String>| line.unwrap().contains("listening");
        assert!(lines.any(is_listening), "the server did not start");
        // What else it says is of no interest, but must be read.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A connection to the server, for one agent.
pub struct Client {
    connection: BufReader<UnixStream>,
    agent: String,
}

impl Client {
    pub fn connect(folder: &Path, agent: &str) -> Self {
        Self {
            connection: BufReader::new(UnixStream::connect(socket(folder)).unwrap()),
            agent: agent.to_owned(),
        }
    }

    /// Posts a body. Returns the answer, or the kind of the error.
    pub fn post(&mut self, path: &str, body: &Value) -> Result<Value, ErrorKind> {
        let body = body.to_string();
        let request = format!(
            "POST /api/v1/coordination{path} HTTP/1.1\r\nHost: localhost\r\n\
             X-Flowrex-Agent: {}\r\nContent-Length: {}\r\n\r\n{body}",
            self.agent,
            body.len()
        );
        self.connection
            .get_mut()
            .write_all(request.as_bytes())
            .unwrap();
        let status = self.line();
        let mut length = 0;
        loop {
            let header = self.line().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        self.connection.read_exact(&mut answer).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        if status.contains(" 20") {
            return Ok(answer);
        }
        let kind = answer["kind"].as_str().and_then(ErrorKind::from_word);
        Err(kind.unwrap_or_else(|| panic!("{status}: {answer}")))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.connection.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}
