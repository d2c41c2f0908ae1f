//! Where a server listens: TCP only where nobody else reaches it, a Unix socket for the own
//! user, and the sockets that systemd passes.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::{API, Reply, Server};
use crate::common::{Sandbox, tool, until};

fn ask(socket: &Path, headers: &str) -> Reply {
    let mut stream = UnixStream::connect(socket).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    let request = format!(
        "GET {API}/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    Reply::parse(&text)
}

fn with_socket(sandbox: Sandbox) -> Server {
    let socket = sandbox.path().join("socket");
    Server::start_in(sandbox, |command| {
        command.arg("--socket").arg(socket);
    })
}

#[test]
fn the_own_user_is_trusted_on_the_socket_as_on_the_command_line() {
    let server = with_socket(Sandbox::in_memory());
    let socket = server.sandbox.path().join("socket");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Execution has no token; risk and the supervisor, who is meant by default, have one.
    assert_eq!(ask(&socket, "X-Flowrex-Agent: execution\r\n").status, 200);
    assert_eq!(
        ask(&socket, "X-Flowrex-Agent: risk\r\n").kind(401),
        "unauthenticated"
    );
    assert_eq!(ask(&socket, "").kind(401), "unauthenticated");
    let token = format!("Authorization: Bearer {}\r\n", server.token("risk"));
    assert_eq!(ask(&socket, &token).status, 200);
    let both = format!("{token}X-Flowrex-Agent: strategy\r\n");
    assert_eq!(ask(&socket, &both).kind(403), "denied");
    let unknown = ask(&socket, "X-Flowrex-Agent: nobody\r\n");
    assert_eq!(unknown.status, 422, "{}", unknown.body);
}

#[test]
fn a_request_that_a_proxy_forwards_is_not_trusted() {
    let server = with_socket(Sandbox::in_memory());
    let socket = server.sandbox.path().join("socket");
    for header in [
        "Forwarded: for=1.2.3.4",
        "X-Forwarded-For: 1.2.3.4",
        "X-Real-IP: 1.2.3.4",
    ] {
        let headers = format!("X-Flowrex-Agent: execution\r\n{header}\r\n");
        assert_eq!(
            ask(&socket, &headers).kind(401),
            "unauthenticated",
            "{header}"
        );
    }
}

#[test]
fn a_socket_that_nobody_listens_on_is_replaced_and_anything_else_is_left_alone() {
    let sandbox = Sandbox::in_memory();
    let path = sandbox.path().join("socket");
    drop(UnixListener::bind(&path).unwrap());
    let mut server = with_socket(sandbox);
    assert_eq!(ask(&path, "X-Flowrex-Agent: execution\r\n").status, 200);
    let socket = path.to_str().unwrap();
    let second = server
        .sandbox
        .fails(74, &format!("serve --socket {socket}"));
    assert!(second.contains(socket), "{second}");
    assert_eq!(ask(&path, "X-Flowrex-Agent: execution\r\n").status, 200);
    server.terminate();
    assert_eq!(server.ended().code(), Some(0));
    assert!(!path.exists());
    fs::write(&path, "mine").unwrap();
    server
        .sandbox
        .fails(74, &format!("serve --socket {socket}"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn a_server_creates_the_database_that_is_missing() {
    let sandbox = Sandbox::new();
    let socket = sandbox.path().join("socket");
    let mut command = sandbox.command();
    command.arg("serve").arg("--socket").arg(&socket);
    let mut server = command.stderr(Stdio::null()).spawn().unwrap();
    until("the socket is there", || socket.exists());
    let reply = ask(&socket, "");
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(reply.json(200), serde_json::json!([]));
    assert!(sandbox.database().exists());
}

#[test]
fn an_address_that_others_can_reach_must_be_allowed() {
    let sandbox = Sandbox::with_database();
    let refused = sandbox.fails(2, "serve --listen 0.0.0.0:0");
    assert!(refused.contains("--allow-remote"), "{refused}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = sandbox.fails(74, &format!("serve --listen {address}"));
    assert!(refused.contains(&address), "{refused}");
}

#[test]
fn sockets_that_systemd_passes_are_used() {
    if !tool("systemd-socket-activate") {
        return;
    }
    let sandbox = Sandbox::with_database();
    let socket = sandbox.path().join("passed");
    let mut command = std::process::Command::new("systemd-socket-activate");
    let mut activator = command
        .env("FLOWREX_DB", sandbox.database())
        .arg("--listen")
        .arg(&socket)
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .arg("serve")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("the socket is there", || socket.exists());
    let reply = ask(&socket, "X-Flowrex-Agent: execution\r\n");
    activator.kill().unwrap();
    activator.wait().unwrap();
    assert_eq!(reply.status, 200, "{}", reply.body);
}
