//! Following the audit log and the messages: each once, in order, to a clean end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::common::{Sandbox, ended};

/// A follower, and its lines as they come.
fn follow(sandbox: &Sandbox, line: &str) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut child = sandbox.spawn(line);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines.map(Result::unwrap))
}

fn interrupt(child: &Child) {
    let pid = Pid::from_raw(child.id().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
}

#[test]
fn each_event_and_each_message_is_followed_once_and_in_order_beside_many_writers() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject before");
    let (mut events, mut seqs) = follow(&sandbox, "-o json audit log --follow --kind message.send");
    let (mut messages, mut ids) = follow(&sandbox, "-o jsonl msg list --follow --agent risk");
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let send = "flowrex-coord msg send --to risk --subject x -q 2> /dev/null";
            let mut shell = sandbox.bare_shell();
            shell.env("FLOWREX_DB", sandbox.database());
            shell.arg(format!("for i in $(seq 25); do {send}; done"));
            shell.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    let number = |field: &'static str| {
        move |line: String| -> u64 {
            let value: Value = serde_json::from_str(&line).unwrap();
            value[field].as_u64().unwrap()
        }
    };
    let sent: Vec<_> = ids.by_ref().map(number("id")).take(101).collect();
    assert_eq!(sent, (1..=101).collect::<Vec<_>>());
    let recorded: Vec<_> = seqs.by_ref().map(number("seq")).take(101).collect();
    assert!(recorded.is_sorted_by(|a, b| a < b), "{recorded:?}");
    for mut writer in writers {
        writer.wait().unwrap();
    }
    for follower in [&mut events, &mut messages] {
        interrupt(follower);
        assert_eq!(follower.wait().unwrap().code(), Some(130));
    }
}

#[test]
fn a_follower_ends_when_nobody_reads_although_nothing_happens() {
    let sandbox = Sandbox::with_database();
    for line in ["audit log", "msg list"] {
        sandbox.send("--to risk --subject x");
        let (child, mut lines) = follow(&sandbox, &format!("{line} --follow"));
        assert!(lines.next().unwrap().contains("risk"), "a line for people");
        drop(lines);
        assert_eq!(ended(child).code, 0, "{line}");
    }
}

#[test]
fn a_follower_begins_with_the_latest_and_says_nothing_of_others() {
    let sandbox = Sandbox::with_database();
    for _ in 0..5 {
        sandbox.send("--to risk --subject x");
    }
    let (child, mut lines) = follow(&sandbox, "msg list --follow --limit 2 --type request -q");
    sandbox.send("--to risk --subject other");
    sandbox.send("--to risk --subject this --type request");
    assert_eq!(lines.next().unwrap(), "7");
    interrupt(&child);
    let (child, mut lines) = follow(&sandbox, "msg list --follow --limit 2 -q");
    assert_eq!([lines.next().unwrap(), lines.next().unwrap()], ["6", "7"]);
    interrupt(&child);
    sandbox.fails(2, "msg list --follow --status pending");
}

#[test]
fn a_follower_is_told_that_the_file_was_replaced() {
    for line in ["audit log --follow", "msg list --follow"] {
        let sandbox = Sandbox::with_database();
        sandbox.send("--to risk --subject x");
        let (child, mut lines) = follow(&sandbox, line);
        assert!(lines.next().unwrap().contains("risk"), "it follows");
        fs::rename(sandbox.database(), sandbox.path().join("moved")).unwrap();
        let ended = ended(child);
        assert_eq!(ended.code, 74, "{line}");
        assert!(ended.stderr.contains("replaced"), "{}", ended.stderr);
    }
}
