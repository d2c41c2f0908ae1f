//! A halt file that is placed while something is being committed: what was not yet
//! committed is undone, what was stands and says so, and no command is handed out.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use flowrex_coord::coordination::message_bus::{MessageBus, Receive, Receiver, Undelivered};
use flowrex_coord::model::caller::Caller;

use flowrex_coord::model::error::{ErrorKind, ReceiverGone};
use flowrex_coord::model::events::{Event, Responded};
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::message::MessageType;
use flowrex_coord::model::operation::{Action, Operation, Target};
use flowrex_coord::store::queue::Content;
use flowrex_coord::store::{Result, WriteTx};
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, TestSources, ran, skip};

/// How long each wait for the disk takes.
const DELAY: &str = "inject=fsync,fdatasync:delay_enter=1500000";

fn can_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-o", "/dev/null", "-e", "trace=fsync", "true"])
        .output();
    let can = tried.is_ok_and(|tried| tried.status.success());
    if !can {
        skip("a slow disk cannot be made without `strace`");
    }
    can
}

/// Starts a command for which the disk is slow.
fn spawn_slow(sandbox: &Sandbox, line: &str) -> Child {
    Command::new("strace")
        .args([
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            DELAY,
        ])
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(line.split(' '))
        .env_clear()
        .env("HOME", sandbox.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("FLOWREX_DB", sandbox.database())
        .current_dir(sandbox.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs a command, and halts everything while it waits for the disk at its commit.
fn halted_while_committing(sandbox: &Sandbox, line: &str) -> Ran {
    let log = sandbox.path().join("coord.db-wal");
    let size = || fs::metadata(&log).map_or(0, |log| log.len());
    let before = size();
    let slow = spawn_slow(sandbox, line);
    // The log grows when the transaction is written, and before it is on the disk.
    let deadline = Instant::now() + Duration::from_mins(1);
    while size() == before {
        assert!(Instant::now() < deadline, "{line}: nothing is committed");
        thread::yield_now();
    }
    let halted = sandbox.try_line("--busy-timeout 50ms halt --reason stop --as risk");
    assert_eq!(halted.code, 0, "{}", halted.stderr);
    assert!(halted.stderr.contains("not on record"), "it came too late");
    let ended = ran(slow.wait_with_output().unwrap());
    assert_eq!(ended.code, 10, "{line}: {}{}", ended.stdout, ended.stderr);
    assert!(ended.stderr.contains("halt"), "{}", ended.stderr);
    ended
}

#[test]
fn fault_27_no_command_is_handed_out_whose_claim_was_committed_under_a_halt() {
    if !can_trace() {
        return;
    }
    for (options, subjects) in [
        ("", vec!["talk"]),
        (" --ack", vec!["talk"]),
        (" --type command --wait 30s", vec![]),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.send("--to strategy --type command --subject go");
        sandbox.send("--to strategy --subject talk");
        let line = format!("-o json msg recv --agent strategy --limit 2{options}");
        let ended = halted_while_committing(&sandbox, &line);
        let got: Value = serde_json::from_str(&ended.stdout).unwrap();
        let got: Vec<_> = got
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["subject"])
            .collect();
        assert_eq!(got, subjects, "{options}");
        let command = sandbox.json("msg show 1");
        assert_eq!(
            (
                &command["status"],
                &command["deliveries"],
                &command["processed_at"]
            ),
            (&json!("pending"), &json!(0), &Value::Null),
            "{options}"
        );
        assert_eq!(
            sandbox.json("msg recv --agent strategy --type command"),
            json!([])
        );
        sandbox.ok("halt clear 1 --reason over");
        let got = sandbox.json("msg recv --agent strategy --type command");
        // The token goes on: the claim that was given back cannot be used.
        assert_eq!(
            (&got[0]["deliveries"], &got[0]["claim"]),
            (&json!(1), &json!(2))
        );
        sandbox.fails(4, "msg ack 1 --claim 1 --as strategy");
        sandbox.ok("db check");
    }
}

#[test]
fn fault_27_what_was_being_committed_when_a_halt_came_stands_and_says_so() {
    if !can_trace() {
        return;
    }
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let line = format!("-o json cycle advance {cycle}");
    let ended = halted_while_committing(&sandbox, &line);
    let printed: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(printed["phase"], "strategy_analysis");
    assert!(ended.stderr.contains("is committed"), "{}", ended.stderr);
    let shown = sandbox.json(&format!("cycle show {cycle}"));
    assert_eq!(shown["phase"], "strategy_analysis");
    sandbox.fails(10, &format!("cycle advance {cycle}"));

    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let key = format!("--cycle {cycle} --key strategy_note");
    let line = format!("-o json --as strategy state write {key} --value 7");
    let ended = halted_while_committing(&sandbox, &line);
    let printed: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(printed["value"], 7);
    assert!(ended.stderr.contains("is committed"), "{}", ended.stderr);
    assert_eq!(sandbox.json(&format!("state read {key}"))["value"], 7);
    sandbox.fails(10, &format!("--as strategy state write {key} --value 8"));
}

#[test]
fn fault_27_no_program_is_started_whose_command_was_committed_under_a_halt() {
    if !can_trace() {
        return;
    }
    let sandbox = Sandbox::with_database();
    let script = sandbox.script("strategy.sh", "echo > started; echo '{\"status\": \"ok\"}'");
    let line = format!("-o json cycle run --symbol EURUSD --agent strategy=exec:{script}");
    let ended = halted_while_committing(&sandbox, &line);
    let result: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(result["halt_reason"], "risk: stop");
    assert!(!sandbox.path().join("started").exists());
    sandbox.nothing_is_left();
}

#[test]
fn what_a_halt_meets_before_its_commit_is_undone_and_refused() {
    for action in [
        Action::StateWrite,
        Action::CycleAdvance,
        Action::MessageClaim,
    ] {
        let sandbox = Sandbox::with_database();
        let mut store = sandbox.store(&TestSources::new());
        let caller = Caller::supervisor();
        let operation = Operation {
            caller: &caller,
            action,
            target: Target::System,
        };
        let file = sandbox.path().join("coord.db.HALT");
        let f = |tx: &mut WriteTx<'_>| -> Result<()> {
            if action == Action::MessageClaim {
                tx.hands_out_command();
            }
            tx.record(&Event::parse(action.as_str(), "{}"), "system")?;
            // Somebody halts at the last moment.
            fs::write(&file, "mine").unwrap();
            Ok(())
        };
        let refused = store.write(&operation, f).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Halted);
        assert!(refused.to_string().contains("halt 1"), "{refused}");
        let kinds = sandbox.event_kinds();
        assert_eq!(kinds, ["halt.request", "refused"], "{action:?}");
        // What no halt stops goes on.
        let beat = Operation {
            action: Action::HealthBeat,
            ..operation
        };
        let event = Event::HealthBeat(Responded { response_ms: None });
        let beaten = store.write(&beat, |tx| tx.record(&event, "x"));
        beaten.unwrap();
    }
}

#[test]
fn a_command_that_was_acked_as_it_was_claimed_is_not_delivered_again_to_a_halted_cycle() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let line = format!("--to execution --type command --cycle {cycle} --subject buy");
    sandbox.send(&line);
    let mut store = sandbox.store(&TestSources::new());
    let mut bus = MessageBus::new(&mut store);
    let execution = Caller::from(AgentName::execution());
    let how = Receive {
        message_type: None,
        limit: 1,
        lease: Duration::from_mins(1),
        ack: true,
    };
    let claimed = bus.claim(&execution, &how, &Reader).unwrap().claimed;
    // The halt comes during the commit of the claim, and is cleared before that is undone.
    sandbox.ok(&format!("halt --cycle {cycle} --reason stop"));
    sandbox.ok("halt clear 1 --reason checked");
    let undelivered: Vec<_> = claimed
        .iter()
        .map(|one| Undelivered::of(one, &how))
        .collect();
    let returned = bus.return_undelivered(&execution, &undelivered, "a halt came");
    assert_eq!(returned.unwrap().len(), 1);
    let again = bus.receive(&execution, &how).unwrap();
    assert!(
        again
            .iter()
            .all(|message| message.message_type != MessageType::Command),
        "{again:?}"
    );
    let kinds = sandbox.event_kinds();
    assert!(
        kinds.ends_with(&["message.return", "message.withdraw"].map(str::to_owned)),
        "{kinds:?}"
    );
}

/// A receiver that is there.
struct Reader;

impl Receiver for Reader {
    fn content(&self) -> Content {
        Content::Whole
    }

    fn gone(&self) -> Option<ReceiverGone> {
        None
    }
}
