//! Sending: once for each key, never into a full inbox, and many at once.

use std::fs;
use std::time::Duration;

use flowrex_coord::coordination::message_bus::{MessageBus, Receive};
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{MessageType, NewMessage, Priority};
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, TestSources};

fn count(sandbox: &Sandbox) -> usize {
    sandbox
        .json("msg list --limit 10000")
        .as_array()
        .unwrap()
        .len()
}

fn max_pending(sandbox: &Sandbox, max_pending: u32) {
    sandbox.ok(&format!("db limits --max-pending {max_pending} -q"));
}

fn batch(sandbox: &Sandbox, options: &[&str], lines: &[&str]) -> Ran {
    let args = [&["msg", "send", "--batch", "-"], options].concat();
    sandbox.with_input(&args, lines.join("\n").as_bytes())
}

#[test]
fn the_same_key_and_content_gives_back_what_is_stored() {
    let sandbox = Sandbox::with_database();
    let line = "msg send --to risk --subject x --dedup-key order-7";
    let first = sandbox.json(line);
    assert_eq!(first["dedup_key"], "order-7");
    let before = sandbox.dump();
    assert_eq!(sandbox.json(line), first);
    assert_eq!(sandbox.dump(), before, "nothing was written");
    // Whatever has become of it since.
    sandbox.ok("msg ack 1 --as risk");
    assert_eq!(sandbox.json(line)["status"], "processed");
    // The key is the sender's own.
    sandbox.ok(&format!("{line} --from strategy"));
    assert_eq!(count(&sandbox), 2);
}

#[test]
fn the_same_key_with_other_content_is_a_conflict() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x --dedup-key k");
    for line in [
        "--to strategy --subject x",
        "--to all --subject x",
        "--to risk --subject y",
        "--to risk --subject x --payload 1",
        "--to risk --subject x --priority high",
        "--to risk --subject x --type request",
    ] {
        let stderr = sandbox.fails(4, &format!("msg send --dedup-key k {line}"));
        assert!(stderr.contains("`k` belongs to message 1"), "{stderr}");
    }
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn a_message_to_all_is_stored_once_for_each_under_its_key() {
    let sandbox = Sandbox::with_database();
    let line = "msg send --to all --subject x --dedup-key k";
    let first = sandbox.json(line);
    assert_eq!(first.as_array().unwrap().len(), 3);
    sandbox.ok("agent add news");
    assert_eq!(sandbox.json(line), first);
    assert_eq!(count(&sandbox), 3);
}

#[test]
fn a_request_sent_again_waits_for_the_answer_to_the_first() {
    let sandbox = Sandbox::with_database();
    let line = "msg request --to risk --subject x --dedup-key k --wait";
    sandbox.fails(5, &format!("{line} 10ms"));
    sandbox.ok("msg reply 1 --as risk --payload 7");
    assert_eq!(sandbox.json(&format!("{line} 30s"))["payload"], 7);
    assert_eq!(sandbox.json(&format!("{line} 30s"))["payload"], 7);
    assert_eq!(count(&sandbox), 2);
}

#[test]
fn a_full_inbox_takes_nothing_and_the_sender_is_told() {
    let sandbox = Sandbox::with_database();
    max_pending(&sandbox, 2);
    sandbox.send("--to risk --subject a --dedup-key k");
    sandbox.send("--to risk --subject b");
    // What was refused is counted, so that one event tells of many.
    let messages = || -> Vec<String> {
        let dump = sandbox.dump();
        let rows = dump.lines().filter(|row| !row.starts_with("system_config"));
        rows.map(str::to_owned).collect()
    };
    let before = messages();
    for line in [
        "msg send --to risk --subject c",
        "msg send --to all --subject c",
        "msg request --to risk --subject c",
    ] {
        let stderr = sandbox.fails(75, line);
        assert!(stderr.contains("the inbox of risk is full: 2"), "{stderr}");
    }
    assert_eq!(messages(), before);
    // What is stored already is no more than there was.
    sandbox.send("--to risk --subject a --dedup-key k");
    sandbox.send("--to strategy --subject c");
    // A halt reaches everyone, and an answer finds its way.
    sandbox.ok("msg recv --agent risk --limit 1");
    sandbox.send("--to risk --subject c");
    sandbox.ok("halt --reason stop -q");
    assert_eq!(
        sandbox.json("msg recv --agent risk --limit 1")[0]["message_type"],
        "halt"
    );
}

#[test]
fn what_has_expired_takes_no_room() {
    let sandbox = Sandbox::with_database();
    max_pending(&sandbox, 1);
    sandbox.send("--to risk --subject a --ttl 1ms");
    sandbox.send("--to risk --subject b");
    sandbox.fails(75, "msg send --to risk --subject c");
}

#[test]
fn a_recipient_of_whom_nobody_has_heard_is_named() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent risk");
    let silent = sandbox.try_line("msg send --to risk --subject x");
    assert_eq!(silent.stderr, "");
    let noted = sandbox.try_line("msg send --to all --subject x");
    assert_eq!(noted.code, 0);
    assert!(noted.stderr.starts_with("note: "), "{}", noted.stderr);
    assert!(noted.stderr.contains("strategy") && !noted.stderr.contains("risk"));
    assert_eq!(
        sandbox.try_line("msg send --to all --subject x -q").stderr,
        ""
    );
}

#[test]
fn a_batch_is_stored_in_order_and_its_ids_are_printed() {
    let sandbox = Sandbox::with_database();
    let lines = [
        r#"{"to":"risk","subject":"a","payload":{"price":1.10}}"#,
        "",
        r#"{"to":"all","subject":"b","from":"strategy","priority":"high"}"#,
        r#"{"to":"execution","subject":"c","type":"command","ttl":"1h"}"#,
    ];
    let ran = batch(&sandbox, &[], &lines);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "1\n2\n3\n4\n5\n"),
        "{}",
        ran.stderr
    );
    let first = sandbox.json("msg show 1");
    assert_eq!(
        (&first["from_agent"], &first["payload"]),
        (&json!("supervisor"), &json!({"price": 1.10}))
    );
    assert_eq!(sandbox.json("msg show 2")["from_agent"], "strategy");
    assert_eq!(
        sandbox.json("msg show 2")["correlation_id"],
        sandbox.json("msg show 3")["correlation_id"]
    );
    assert_eq!(sandbox.json("msg show 5")["message_type"], "command");
    let json = batch(&sandbox, &["-o", "json"], &lines[..1]);
    assert_eq!(json.stdout, "[6]\n");
    // Each sender answers for its own; a command is recorded by itself.
    let events = sandbox.json("audit log --limit 10000");
    let mut said: Vec<_> = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"].as_str().unwrap().contains(".send"))
        .map(|event| format!("{} {} {}", event["actor"], event["kind"], event["subject"]))
        .collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            r#""strategy" "message.send" "batch""#,
            r#""supervisor" "command.send" "message 5""#,
            r#""supervisor" "message.send" "batch""#,
            r#""supervisor" "message.send" "batch""#,
        ]
    );
    sandbox.ok("audit verify");
}

#[test]
fn what_stands_after_empty_lines_is_stored_however_many_they_are() {
    let sandbox = Sandbox::with_database();
    let good = r#"{"to":"risk","subject":"x"}"#;
    let gap = format!("{}\n", " ".repeat(1 << 20)).repeat(12);
    let input = format!("{good}\n{gap}{good}\n{}{good}\n", "\n".repeat(2000));
    let ran = sandbox.with_input(&["msg", "send", "--batch", "-"], input.as_bytes());
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "1\n2\n3\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_ids_of_a_batch_are_those_of_its_lines_whatever_is_among_them() {
    let sandbox = Sandbox::with_database();
    let mut lines = Vec::new();
    let mut subjects = Vec::new();
    for number in 0..90 {
        let more = match number {
            // The second is stored under its key already.
            20 | 27 => r#","dedup_key":"k""#,
            33 => r#","type":"command""#,
            _ => "",
        };
        let (to, times) = if number == 50 {
            ("all", 3)
        } else {
            ("risk", 1)
        };
        let subject = if number == 27 { 20 } else { number };
        lines.push(format!(
            r#"{{"to":"{to}","subject":"s{subject}","payload":{{"line": {subject}}}{more}}}"#
        ));
        subjects.extend((0..times).map(|_| format!("s{subject}")));
    }
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let ran = batch(&sandbox, &[], &lines);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ids: Vec<u64> = ran.stdout.lines().map(|id| id.parse().unwrap()).collect();
    let stored = sandbox.json("msg list --limit 1000");
    let subjects_of_ids: Vec<_> = ids
        .iter()
        .map(|id| {
            let mut stored = stored.as_array().unwrap().iter();
            let message = stored.find(|message| message["id"] == *id).unwrap();
            let subject = message["subject"].as_str().unwrap().to_owned();
            assert_eq!(message["payload"]["line"].to_string(), subject[1..]);
            subject
        })
        .collect();
    assert_eq!(subjects_of_ids, subjects);
    assert_eq!(stored.as_array().unwrap().len(), subjects.len() - 1);
    sandbox.ok("db check");
    sandbox.ok("audit verify");
}

#[test]
fn what_cannot_be_printed_of_a_batch_is_stored_all_the_same() {
    let sandbox = Sandbox::with_database();
    let lines = "{\"to\":\"risk\",\"subject\":\"x\"}\n".repeat(5000);
    fs::write(sandbox.path().join("batch"), lines).unwrap();
    let ran = sandbox.shell("flowrex-coord msg send --batch batch > /dev/full");
    assert_eq!(ran.code, 74, "{}", ran.stderr);
    assert_eq!(count(&sandbox), 5000);
}

#[test]
fn every_bad_line_of_a_batch_is_named_and_none_of_its_thousand_is_stored() {
    let sandbox = Sandbox::with_database();
    let good = r#"{"to":"risk","subject":"x"}"#;
    let mut lines = vec![good; 1500];
    lines[1200] = r#"{"to":"risk"}"#;
    lines[1300] = "nonsense";
    let ran = batch(&sandbox, &["-o", "json"], &lines);
    assert_eq!(ran.code, 2);
    let ids: Vec<u64> = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        ids.len(),
        1000,
        "the lines before are stored, and said to be"
    );
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("line 1201: ") && message.contains("line 1301: "),
        "{message}"
    );
    assert!(message.contains("missing field `subject`"), "{message}");
    let hint = error["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("1001"), "{hint}");
    assert_eq!(count(&sandbox), 1000);
}

#[test]
fn a_line_that_may_not_be_sent_undoes_its_thousand() {
    let sandbox = Sandbox::with_database();
    for (bad, code) in [
        (
            r#"{"to":"risk","subject":"x","from":"strategy","type":"command"}"#,
            8,
        ),
        (r#"{"to":"nobody","subject":"x"}"#, 2),
        (r#"{"to":"risk","subject":"x","from":"nobody"}"#, 2),
        (
            r#"{"to":"risk","subject":"x","cycle":"cycle_20260101_000000_00000000"}"#,
            3,
        ),
    ] {
        let ran = batch(&sandbox, &[], &[r#"{"to":"risk","subject":"x"}"#, bad]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (code, ""),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("line 2: "), "{}", ran.stderr);
    }
    assert_eq!(count(&sandbox), 0);
}

#[test]
fn under_a_halt_a_batch_sends_no_command() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason stop --as risk -q");
    let sent = count(&sandbox);
    let command = r#"{"to":"risk","subject":"x","type":"command"}"#;
    let event = r#"{"to":"risk","subject":"x"}"#;
    assert_eq!(batch(&sandbox, &[], &[event, command]).code, 10);
    assert_eq!(batch(&sandbox, &[], &[event]).code, 0);
    assert_eq!(count(&sandbox), sent + 1);
}

#[test]
fn a_batch_stops_at_a_full_inbox_and_knows_its_keys() {
    let sandbox = Sandbox::with_database();
    max_pending(&sandbox, 2);
    let keyed = r#"{"to":"risk","subject":"x","dedup_key":"k"}"#;
    let plain = r#"{"to":"risk","subject":"x"}"#;
    assert_eq!(
        batch(&sandbox, &[], &[keyed, keyed, plain]).stdout,
        "1\n1\n2\n"
    );
    let full = batch(&sandbox, &[], &[keyed, plain]);
    assert_eq!((full.code, full.stdout.as_str()), (75, ""));
    assert!(
        full.stderr.contains("line 2: the inbox of risk is full"),
        "{}",
        full.stderr
    );
    assert_eq!(count(&sandbox), 2);
}

#[test]
fn a_batch_that_cannot_be_read_is_refused_by_name() {
    let sandbox = Sandbox::with_database();
    let stderr = sandbox.fails(2, "msg send --batch nowhere.jsonl");
    assert!(
        stderr.contains("--batch") && stderr.contains("nowhere.jsonl"),
        "{stderr}"
    );
    let bytes = sandbox.with_input(&["msg", "send", "--batch", "-"], b"\xff\xfe\n");
    assert_eq!(bytes.code, 2);
    assert!(bytes.stderr.contains("line 1: ") && bytes.stderr.contains("UTF-8"));
    let long = vec![b' '; (1 << 20) + (1 << 17)];
    let ran = sandbox.with_input(&["msg", "send", "--batch", "-"], &long);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("longer than"), "{}", ran.stderr);
    sandbox.fails(2, "msg send --batch - --to risk");
    sandbox.fails(2, "msg send --batch - --subject x");
    sandbox.fails(2, "msg send --subject x");
    sandbox.fails(2, "msg send --to risk");
    assert_eq!(count(&sandbox), 0);
}

/// The events of refusals of an agent, as `to` and `count`.
fn counted(sandbox: &Sandbox, actor: &str) -> Vec<(String, u64)> {
    let events = sandbox.json(&format!("audit log --kind refused --actor {actor}"));
    let events = events.as_array().unwrap().iter();
    events
        .map(|event| {
            let details = &event["details"];
            assert_eq!(details["error"], "busy");
            let to = details["to"].as_str().unwrap().to_owned();
            (to, details["count"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn messages_for_a_full_inbox_are_on_record_once_a_minute_with_their_number() {
    let sandbox = Sandbox::with_database();
    max_pending(&sandbox, 1);
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let new = |to: &str| NewMessage {
        to: to.parse().unwrap(),
        message_type: MessageType::Event,
        priority: Priority::Normal,
        subject: "x".parse().unwrap(),
        payload: Json::parse("1").unwrap(),
        ttl: None,
        cycle: None,
        dedup_key: None,
    };
    let strategy = AgentName::strategy();
    let mut send =
        |from: AgentName, to: &str| MessageBus::new(&mut store).send(&from.into(), &new(to));
    send(strategy.clone(), "risk").unwrap();
    for _ in 0..5 {
        let refused = send(strategy.clone(), "risk").unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Busy);
    }
    let refused = |to: &str, count| (to.to_owned(), count);
    assert_eq!(counted(&sandbox, "strategy"), [refused("risk", 1)]);
    // Another sender, and another recipient, are told of by themselves.
    send(AgentName::execution(), "risk").unwrap_err();
    assert_eq!(counted(&sandbox, "execution"), [refused("risk", 1)]);
    send(strategy.clone(), "supervisor").unwrap();
    send(strategy.clone(), "supervisor").unwrap_err();
    assert_eq!(
        counted(&sandbox, "strategy"),
        [refused("risk", 1), refused("supervisor", 1)]
    );
    // In another minute, with those that no event has told of.
    sources.pass(Duration::from_mins(1));
    send(strategy.clone(), "risk").unwrap_err();
    send(strategy.clone(), "risk").unwrap_err();
    let so_far = [
        refused("risk", 1),
        refused("supervisor", 1),
        refused("risk", 5),
    ];
    assert_eq!(counted(&sandbox, "strategy"), so_far);
    // Who receives later brings the rest on record.
    sources.pass(Duration::from_mins(1));
    let how = Receive {
        message_type: None,
        limit: 1,
        lease: Duration::from_mins(1),
        ack: true,
    };
    MessageBus::new(&mut store)
        .receive(&AgentName::risk().into(), &how)
        .unwrap();
    assert_eq!(counted(&sandbox, "strategy")[3..], [refused("risk", 1)]);
    let left = sandbox.dump().matches("refused:risk:").count();
    assert_eq!(left, 0, "every refusal is recorded");
    assert_eq!(sandbox.json("audit verify")["verified"], true);
}

#[test]
fn a_batch_for_a_full_inbox_is_on_record_as_its_sender() {
    let sandbox = Sandbox::with_database();
    max_pending(&sandbox, 1);
    let line = r#"{"to":"risk","subject":"a","from":"strategy"}"#;
    assert_eq!(batch(&sandbox, &[], &[line, line]).code, 75);
    assert_eq!(counted(&sandbox, "strategy"), [("risk".to_owned(), 1)]);
    assert_eq!(count(&sandbox), 0);
}

#[test]
fn a_key_whose_message_is_over_is_told_of() {
    let sandbox = Sandbox::with_database();
    let line = "msg send --to risk --subject x --dedup-key k --ttl 1ms";
    sandbox.ok(line);
    let again = sandbox.try_line(&format!("-o json {line}"));
    assert_eq!(again.code, 0, "{}", again.stderr);
    let stored: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(
        (&stored["id"], &stored["status"]),
        (&json!(1), &json!("expired"))
    );
    assert!(
        again.stderr.contains("message 1 was stored before"),
        "{}",
        again.stderr
    );
    assert!(
        again.stderr.contains("is expired: it is not delivered"),
        "{}",
        again.stderr
    );
    // Ids alone do not tell.
    let quiet = sandbox.try_line(&format!("{line} -q"));
    assert_eq!(quiet.stdout, "1\n");
    assert!(quiet.stderr.contains("use another key"), "{}", quiet.stderr);
    let lines = [
        r#"{"to":"risk","subject":"new"}"#,
        r#"{"to":"risk","subject":"x","dedup_key":"k"}"#,
    ];
    let ran = batch(&sandbox, &[], &lines);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "2\n1\n"));
    assert!(
        ran.stderr.contains("line 2: message 1 was stored"),
        "{}",
        ran.stderr
    );
    // A dead one is told of, too.
    sandbox.ok("db limits --max-deliveries 1 -q");
    let line = "msg send --to strategy --subject y --dedup-key dead";
    sandbox.ok(line);
    sandbox.ok("msg recv --agent strategy");
    sandbox.ok("msg nack 3 --as strategy");
    let again = sandbox.try_line(line);
    assert_eq!(again.code, 0);
    assert!(
        again
            .stderr
            .contains("message 3 was stored before under this key and is dead")
    );
    // One that was processed is what its sender wanted.
    let line = "msg send --to execution --subject z --dedup-key done -q";
    let id = sandbox.ok(line);
    sandbox.ok(&format!("msg ack {id} --as execution"));
    assert_eq!(sandbox.try_line(line).stderr, "");
}
