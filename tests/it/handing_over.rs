//! Handing over what is received: nothing is claimed for nobody.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, ran, skip, until_it_waits};

/// How long anything here may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

/// Looks again until something is so.
fn once<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not within {LIMIT:?}: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// How a child ended, within the limit.
fn end_of(mut child: Child) -> Ran {
    once("the end of the receiver", || child.try_wait().unwrap());
    ran(child.wait_with_output().unwrap())
}

/// The receivers of this sandbox that are running.
fn receivers(sandbox: &Sandbox) -> usize {
    let all = sandbox.processes();
    let receives = |line: &&String| line.contains("msg recv") && !line.starts_with("bash");
    all.iter().filter(receives).count()
}

/// Makes sure that the message was never delivered, and that the next receiver gets it.
fn is_delivered_next(sandbox: &Sandbox, id: i64, claim: u64) {
    let got = sandbox.json("msg recv --agent risk --limit 1");
    assert_eq!(got[0]["id"], id, "{got}");
    assert_eq!(got[0]["deliveries"], 1, "{got}");
    assert_eq!(got[0]["claim"], claim, "{got}");
}

fn claims(sandbox: &Sandbox) -> usize {
    let kinds = sandbox.event_kinds();
    kinds.iter().filter(|kind| *kind == "message.claim").count()
}

#[test]
fn a_receiver_whose_output_nobody_reads_stops_waiting_and_claims_nothing() {
    let sandbox = Sandbox::with_database();
    for options in ["", " -o json", " -q", " --ack"] {
        let (reader, writer) = io::pipe().unwrap();
        let line = format!("msg recv --agent risk --wait 60s{options}");
        let child = sandbox
            .command()
            .args(line.split(' '))
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        until_it_waits(&child);
        drop(reader);
        let ended = end_of(child);
        assert_eq!(ended.code, 74, "{options}: {}", ended.stderr);
        assert!(
            ended.stderr.contains("standard output has no reader"),
            "{}",
            ended.stderr
        );
        assert!(
            ended.stderr.contains("no message is claimed"),
            "{}",
            ended.stderr
        );
    }
    assert_eq!(claims(&sandbox), 0);
    sandbox.send("--to risk --subject x");
    is_delivered_next(&sandbox, 1, 1);
}

/// Kills a shell in which a receiver waits, once it does, and waits for its end.
fn kill_shell_of_receiver(sandbox: &Sandbox, script: &str, stdout: impl Into<Stdio>) {
    let mut shell = sandbox.bare_shell();
    let mut shell = shell
        .env("FLOWREX_DB", sandbox.database())
        .arg(script)
        .stdout(stdout)
        .spawn()
        .unwrap();
    once("a receiver that waits", || {
        is_waiting(sandbox).then_some(())
    });
    shell.kill().unwrap();
    assert_eq!(shell.wait().unwrap().signal(), Some(9));
}

/// Whether a receiver has asked the system to be told of commits.
fn is_waiting(sandbox: &Sandbox) -> bool {
    let database = sandbox.database();
    let mark = database.to_str().unwrap().as_bytes();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes.map(|process| process.path()).any(|process| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        let files = fs::read_dir(process.join("fd")).into_iter().flatten();
        environment.windows(mark.len()).any(|part| part == mark)
            && files.flatten().any(|file| {
                let leads_to = fs::read_link(file.path()).unwrap_or_default();
                leads_to.to_string_lossy().contains("inotify")
            })
    })
}

#[test]
fn the_receiver_of_an_agent_that_was_killed_stops_waiting_and_claims_nothing() {
    let sandbox = Sandbox::with_database();
    let receive = "flowrex-coord msg recv --agent risk --wait 60s";
    // The agent read what its receiver prints.
    let reads = format!("message=$({receive}); echo $message");
    kill_shell_of_receiver(&sandbox, &reads, Stdio::null());
    once("its end", || (receivers(&sandbox) == 0).then_some(()));
    // The receiver had the output of the agent itself, which others still read.
    let (mut reader, writer) = io::pipe().unwrap();
    kill_shell_of_receiver(&sandbox, &format!("{receive} -q; :"), writer);
    once("its end", || (receivers(&sandbox) == 0).then_some(()));
    let mut printed = String::new();
    reader.read_to_string(&mut printed).unwrap();
    assert_eq!(printed, "");
    kill_shell_of_receiver(
        &sandbox,
        &format!("{receive} > /dev/null; :"),
        Stdio::null(),
    );
    once("its end", || (receivers(&sandbox) == 0).then_some(()));
    assert_eq!(claims(&sandbox), 0);
    sandbox.send("--to risk --subject x");
    is_delivered_next(&sandbox, 1, 1);
}

#[test]
fn a_receiver_in_the_background_with_an_output_of_its_own_outlives_its_shell() {
    let sandbox = Sandbox::with_database();
    for (agent, into) in [("risk", "> got-risk"), ("strategy", "| cat > got-strategy")] {
        let script = format!(
            "exec 2> err-{agent}; flowrex-coord msg recv --agent {agent} --wait 60s -o jsonl {into} &"
        );
        assert_eq!(sandbox.shell(&script).code, 0);
        once("a receiver that waits", || {
            is_waiting(&sandbox).then_some(())
        });
        // Long enough to notice that the shell has ended.
        thread::sleep(Duration::from_millis(300));
        sandbox.send(&format!("--to {agent} --subject late"));
        let file = sandbox.path().join(format!("got-{agent}"));
        let got = once("the message", || {
            let text = fs::read_to_string(&file).unwrap_or_default();
            text.ends_with('\n').then_some(text)
        });
        let got: Value = serde_json::from_str(&got).unwrap();
        assert_eq!(got["subject"], "late");
        once("its end", || (receivers(&sandbox) == 0).then_some(()));
    }
}

#[test]
fn nothing_is_claimed_for_a_pipe_without_a_reader() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    for options in ["", " -o json", " -o jsonl", " -q", " --ack", " --wait 10s"] {
        let (reader, writer) = io::pipe().unwrap();
        // The reader ends while the receiver waits for the lock, or before.
        let lock = sandbox.lock();
        let line = format!("msg recv --agent risk --limit 1{options}");
        let child = sandbox
            .command()
            .args(line.split(' '))
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(reader);
        drop(lock);
        let ended = end_of(child);
        assert_eq!(ended.code, 74, "{options}: {}", ended.stderr);
    }
    assert_eq!(claims(&sandbox), 0);
    is_delivered_next(&sandbox, 1, 1);
}

/// Runs the words of a line with an output that takes nothing.
fn into_a_full_disk(sandbox: &Sandbox, line: &str) -> Ran {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = sandbox.command();
    ran(command.args(line.split(' ')).stdout(full).output().unwrap())
}

#[test]
fn a_claim_of_which_nothing_could_be_printed_is_given_back_and_not_counted() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let options = [
        "",
        " -o json",
        " -o jsonl",
        " -q",
        " --ack",
        " --wait 9s",
        " -q --ack",
    ];
    for (claim, options) in (1_u64..).zip(options) {
        let ended = into_a_full_disk(&sandbox, &format!("msg recv --agent risk{options}"));
        assert_eq!(ended.code, 74, "{options}: {}", ended.stderr);
        assert!(ended.stderr.contains("pending again"), "{}", ended.stderr);
        let message = sandbox.json("msg show 1");
        for (field, value) in [
            ("status", json!("pending")),
            ("deliveries", json!(0)),
            ("claim", json!(claim)),
            ("processed_at", Value::Null),
        ] {
            assert_eq!(message[field], value, "{options}: {field}");
        }
        let events = sandbox.json("audit log --limit 1");
        assert_eq!(events[0]["kind"], "message.return");
        assert_eq!(events[0]["actor"], "risk");
        let returned = &events[0]["details"]["claims"][0];
        assert_eq!(
            (&returned["id"], &returned["claim"]),
            (&json!(1), &json!(claim))
        );
    }
    // To look at it is to claim nothing.
    let before = sandbox.dump();
    let ended = into_a_full_disk(&sandbox, "msg recv --agent risk --peek");
    assert_eq!(ended.code, 74, "{}", ended.stderr);
    assert_eq!(sandbox.dump(), before);
    // A stale token settles nothing.
    sandbox.fails(4, "msg ack 1 --as risk --claim 1");
    is_delivered_next(&sandbox, 1, 8);
    assert_eq!(sandbox.json("audit verify")["verified"], true);
}

#[test]
fn what_was_printed_in_part_stays_claimed_and_what_comes_after_it_is_given_back() {
    for (options, ack) in [
        ("-o jsonl", false),
        ("-o json", false),
        ("-o jsonl --ack", true),
    ] {
        let sandbox = Sandbox::with_database();
        let payload = format!("\"{}\"", "x".repeat(400_000));
        for subject in ["a", "b", "c"] {
            let line = [
                "msg",
                "send",
                "--to",
                "risk",
                "--payload",
                "-",
                "--subject",
                subject,
            ];
            assert_eq!(sandbox.with_input(&line, payload.as_bytes()).code, 0);
        }
        let (mut reader, writer) = io::pipe().unwrap();
        let line = format!("msg recv --agent risk {options}");
        let child = sandbox
            .command()
            .args(line.split(' '))
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It is more than the pipe holds.
        reader.read_exact(&mut [0; 20]).unwrap();
        drop(reader);
        let ended = end_of(child);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert!(
            ended.stderr.contains("pending again: 2"),
            "{}",
            ended.stderr
        );
        let message = |id: i64| sandbox.json(&format!("msg show {id}"));
        let first = if ack { "processed" } else { "claimed" };
        assert_eq!(message(1)["status"], first);
        assert_eq!(message(1)["deliveries"], 1);
        for id in [2, 3] {
            assert_eq!(message(id)["status"], "pending");
            assert_eq!(message(id)["deliveries"], 0);
        }
    }
}

/// A receiver is told during its commit that nobody reads it any more.
#[test]
fn a_reader_that_goes_during_the_commit_leaves_the_message_to_the_next() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let log = sandbox.path().join("strace.log");
    let mut script = sandbox.bare_shell();
    let (reader, writer) = io::pipe().unwrap();
    let child = script
        .env("FLOWREX_DB", sandbox.database())
        .arg(format!(
            "exec strace -f -e trace=fsync,fdatasync -e inject=fsync,fdatasync:delay_enter=3s:when=1 \
             -o {} flowrex-coord msg recv --agent risk",
            log.display()
        ))
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = child;
    let begun = once("the commit, or the end", || {
        let text = fs::read_to_string(&log).unwrap_or_default();
        let ended = child.try_wait().unwrap().map(|_| false);
        text.contains("sync(").then_some(true).or(ended)
    });
    if !begun {
        skip(&format!("needs `strace`: {}", end_of(child).stderr));
        return;
    }
    drop(reader);
    let ended = end_of(child);
    assert_eq!(ended.code, 74, "{}", ended.stderr);
    assert_eq!(sandbox.event_kinds().last().unwrap(), "message.return");
    is_delivered_next(&sandbox, 1, 2);
}

#[test]
fn a_request_whose_answer_nobody_reads_stops_waiting_and_leaves_the_answer() {
    let sandbox = Sandbox::with_database();
    let (reader, writer) = io::pipe().unwrap();
    let line = "msg request --to risk --subject s --wait 60s";
    let child = sandbox
        .command()
        .args(line.split(' '))
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let id = once("the request", || {
        let ids = sandbox.ok("msg list -q");
        (!ids.is_empty()).then_some(ids)
    });
    until_it_waits(&child);
    drop(reader);
    let ended = end_of(child);
    assert_eq!(ended.code, 74, "{}", ended.stderr);
    assert!(ended.stderr.contains("nobody reads"), "{}", ended.stderr);
    let hint = format!("flowrex-coord msg trace {id}");
    assert!(ended.stderr.contains(&hint), "{}", ended.stderr);
    // The answer that comes later is there for the next receiver.
    sandbox.ok(&format!("msg reply {id} --as risk --payload 1"));
    let got = sandbox.json("msg recv");
    assert_eq!(
        (&got[0]["payload"], &got[0]["deliveries"]),
        (&json!(1), &json!(1))
    );
}
