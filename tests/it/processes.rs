//! Many processes on one file, and what becomes of those that are cut off.

use std::fs::File;
use std::io::Read;
use std::process::{Child, Command, Stdio};

use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{MessageType, NewMessage, Priority, Recipient};
use serde_json::Value;

use crate::common::{Ran, Sandbox, TestSources, ran};

fn spawn(command: &mut Command) -> Child {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn all(children: Vec<Child>) -> Vec<Ran> {
    children
        .into_iter()
        .map(|child| ran(child.wait_with_output().unwrap()))
        .collect()
}

#[test]
fn twenty_processes_claim_two_thousand_messages_each_once_and_in_order() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let mut bus = MessageBus::new(&mut store);
    for n in 0..2000_usize {
        let new = NewMessage {
            to: Recipient::Agent(AgentName::risk()),
            message_type: MessageType::Event,
            priority: Priority::ALL[n % 4],
            subject: "work".parse().unwrap(),
            payload: Json::parse("{}").unwrap(),
            ttl: None,
            cycle: None,
            dedup_key: None,
        };
        bus.send(&Caller::supervisor(), &new).unwrap();
    }
    let worker = r#"while got=$(flowrex-coord msg recv --agent risk --ack --limit 7 -o jsonl) && [ -n "$got" ]
        do echo "$got"; done"#;
    let workers = (0..20)
        .map(|_| {
            let mut shell = sandbox.bare_shell();
            spawn(shell.env("FLOWREX_DB", sandbox.database()).arg(worker))
        })
        .collect();
    let mut seen = Vec::new();
    for ran in all(workers) {
        assert_eq!(ran.stderr, "");
        let claimed: Vec<(i64, i64)> = ran.stdout.lines().map(place).collect();
        assert!(
            claimed.is_sorted(),
            "a process was given messages out of order"
        );
        seen.extend(claimed);
    }
    seen.sort_unstable();
    assert_eq!(seen.len(), 2000);
    seen.dedup();
    assert_eq!(seen.len(), 2000, "a message was claimed twice");
}

/// Where a message stands in the order of delivery.
fn place(line: &str) -> (i64, i64) {
    let message: Value = serde_json::from_str(line).unwrap();
    let priority = message["priority"]
        .as_str()
        .unwrap()
        .parse::<Priority>()
        .unwrap();
    assert_eq!(message["deliveries"], 1);
    (priority.number(), message["id"].as_i64().unwrap())
}

#[test]
fn a_hundred_writers_at_once_all_succeed() {
    let sandbox = Sandbox::with_database();
    let children = (0..100)
        .map(|_| {
            spawn(
                sandbox
                    .command()
                    .args(["msg", "send", "--to", "risk", "--subject", "x"]),
            )
        })
        .collect();
    for ran in all(children) {
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(
        sandbox
            .json("msg list --limit 1000")
            .as_array()
            .unwrap()
            .len(),
        100
    );
    sandbox.ok("audit verify");
}

#[test]
fn of_many_cycles_started_at_once_for_one_symbol_one_starts() {
    let sandbox = Sandbox::with_database();
    let children = (0..10)
        .map(|_| {
            spawn(
                sandbox
                    .command()
                    .args(["cycle", "start", "--symbol", "EURUSD"]),
            )
        })
        .collect();
    let mut codes: Vec<_> = all(children).iter().map(|ran| ran.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
    assert_eq!(sandbox.json("cycle list").as_array().unwrap().len(), 1);
}

#[test]
fn a_closed_pipe_is_no_error_and_the_effect_is_there() {
    let sandbox = Sandbox::with_database();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = sandbox.command();
    command.args(["msg", "send", "--to", "risk", "--subject", "x", "-q"]);
    let output = command
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), b"".as_slice())
    );
    assert_eq!(sandbox.json("msg list").as_array().unwrap().len(), 1);

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let help = sandbox
        .command()
        .arg("--help")
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(help.status.code(), Some(0));
}

#[test]
fn output_that_cannot_be_written_is_said_and_the_effect_is_there() {
    let sandbox = Sandbox::with_database();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = sandbox.command();
    command.args(["msg", "send", "--to", "risk", "--subject", "x"]);
    let ran = ran(command.stdout(full).output().unwrap());
    assert_eq!(ran.code, 74);
    assert!(
        ran.stderr.contains("only its output is missing"),
        "{}",
        ran.stderr
    );
    assert_eq!(sandbox.json("msg list").as_array().unwrap().len(), 1);
}

#[test]
fn a_writer_that_waits_too_long_is_told_to_try_again() {
    let sandbox = Sandbox::with_database();
    let ran = while_the_lock_is_held(&sandbox);
    assert_eq!(ran.code, 75, "{}", ran.stderr);
    assert!(ran.stderr.contains("--busy-timeout"), "{}", ran.stderr);
    sandbox.send("--to risk --subject later");
}

/// Runs a command while another connection holds the write lock.
#[expect(clippy::disallowed_methods, reason = "the lock is held from outside")]
fn while_the_lock_is_held(sandbox: &Sandbox) -> Ran {
    let holder = rusqlite::Connection::open(sandbox.database()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    sandbox.try_line("msg send --to risk --subject x --busy-timeout 100ms")
}

#[test]
fn what_a_killed_sender_had_acknowledged_is_there() {
    let sandbox = Sandbox::with_database();
    let endless = r"while flowrex-coord msg send --to risk --subject x -q; do :; done";
    let mut acked = Vec::new();
    for _ in 0..15 {
        let mut shell = sandbox.bare_shell();
        let mut child = spawn(
            shell
                .env("FLOWREX_DB", sandbox.database())
                .arg(format!("exec setsid bash -c '{endless}'")),
        );
        let mut first = [0; 24];
        let read = child.stdout.as_mut().unwrap().read(&mut first).unwrap();
        // The whole family dies at once, wherever it is.
        let family = format!("-{}", child.id());
        Command::new("kill")
            .args(["-KILL", "--", &family])
            .status()
            .unwrap();
        let mut rest = first[..read].to_vec();
        child.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
        child.wait().unwrap();
        let text = String::from_utf8(rest).unwrap();
        acked.extend(
            text.split_inclusive('\n')
                .filter(|line| line.ends_with('\n'))
                .map(|line| line.trim().to_owned()),
        );
    }
    assert!(acked.len() >= 15, "only {} were acknowledged", acked.len());
    for id in &acked {
        sandbox.ok(&format!("msg show {id}"));
    }
    sandbox.ok("audit verify");
}

#[test]
fn sixty_four_processes_send_at_once_and_none_is_refused_or_lost() {
    let sandbox = Sandbox::with_database();
    // `SENDS=50 cargo test --test it sixty_four` has each send more.
    let sends = std::env::var("SENDS").map_or(4, |sends| sends.parse().unwrap());
    let sender = format!(
        "for N in $(seq {sends}); do flowrex-coord msg send --to risk --subject x -q || exit; done"
    );
    let senders = (0..64)
        .map(|_| {
            let mut shell = sandbox.bare_shell();
            spawn(shell.env("FLOWREX_DB", sandbox.database()).arg(&sender))
        })
        .collect();
    let mut ids = Vec::new();
    for ran in all(senders) {
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        ids.extend(ran.stdout.lines().map(|id| id.parse::<usize>().unwrap()));
    }
    ids.sort_unstable();
    assert_eq!(ids, (1..=64 * sends).collect::<Vec<_>>());
    assert_eq!(sandbox.json("db status")["messages"]["pending"], 64 * sends);
    sandbox.ok("audit verify");
}

#[test]
fn a_key_that_many_use_at_once_stores_one_message() {
    let sandbox = Sandbox::with_database();
    let senders = (0..16)
        .map(|_| {
            let mut command = sandbox.command();
            command.args(["msg", "send", "--to", "risk", "--subject", "x"]);
            spawn(command.args(["--dedup-key", "k", "-q"]))
        })
        .collect();
    for ran in all(senders) {
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (0, "1\n"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(sandbox.json("msg list").as_array().unwrap().len(), 1);
}
