//! A server of its own, and a visitor of its page without a browser.

use std::process::{Child, Stdio};

use super::common::{Log, Sandbox};
use super::http::{Reply, ask};

/// A running server, which ends with this.
pub struct Server {
    process: Child,
    /// Where it listens, such as `127.0.0.1:8420`.
    pub address: String,
    /// The path of the link that logs in once.
    pub link: String,
}

impl Server {
    /// Starts it on a port that is free.
    pub fn start(sandbox: &Sandbox) -> Self {
        Self::start_at(sandbox, "127.0.0.1:0")
    }

    /// Starts it at this address.
    pub fn start_at(sandbox: &Sandbox, address: &str) -> Self {
        let mut command = sandbox.command();
        command.args(["serve", "--listen", address]);
        let mut process = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let link = Log::of(&mut process).until("/login?code=");
        let (_, link) = link.split_once("http://").unwrap();
        let (address, path) = link.split_once('/').unwrap();
        Self {
            process,
            address: address.to_owned(),
            link: format!("/{path}"),
        }
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn get(&self, path: &str) -> Reply {
        ask(&self.address, "GET", path, &[], "")
    }

    /// A visitor who has used the link.
    pub fn visitor(&self) -> Visitor<'_> {
        let reply = self.get(&self.link);
        assert_eq!(reply.status, 303, "{reply:?}");
        Visitor::with(self, &reply)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Somebody who is logged in.
pub struct Visitor<'s> {
    server: &'s Server,
    cookie: String,
}

impl<'s> Visitor<'s> {
    /// Whoever was given the cookie of this reply.
    pub fn with(server: &'s Server, reply: &Reply) -> Self {
        let (cookie, _) = reply.header("set-cookie").split_once(';').unwrap();
        Self {
            server,
            cookie: cookie.to_owned(),
        }
    }

    pub fn get(&self, path: &str) -> Reply {
        let headers = [("Cookie", self.cookie.as_str())];
        ask(&self.server.address, "GET", path, &headers, "")
    }

    /// Sends a form with exactly these fields.
    pub fn send(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [
            ("Cookie", self.cookie.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", &format!("http://{}", self.server.address)),
        ];
        let body = serde_urlencoded::to_string(fields).unwrap();
        ask(&self.server.address, "POST", path, &headers, &body)
    }

    /// Sends a form as a page of this session has it.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf();
        let fields = [&[("csrf", csrf.as_str())], fields].concat();
        self.send(path, &fields)
    }

    /// What the forms of this session carry.
    pub fn csrf(&self) -> String {
        value_of("csrf", &self.get("/").body)
    }
}

/// The value of the first field with this name.
pub fn value_of(name: &str, page: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}
