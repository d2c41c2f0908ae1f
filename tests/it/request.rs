//! Waiting on the bus: requests and their answers, `recv --wait`, and no wait
//! that closes a circle.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{Sandbox, TestSources, ended, ran, until, until_it_waits};

#[test]
fn a_request_prints_the_answer_and_leaves_nothing_in_the_inbox() {
    let sandbox = Sandbox::with_database();
    let asking = sandbox.spawn("-o json msg request --from strategy --to risk --subject Size?");
    let asked = sandbox.json("msg recv --agent risk --wait 30s");
    let id = asked[0]["id"].as_i64().unwrap();
    assert_eq!(asked[0]["message_type"], "request");
    sandbox.ok(&format!("msg reply {id} --as risk --payload 7"));
    let answer = ran(asking.wait_with_output().unwrap());
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let answer: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(
        (&answer["payload"], &answer["reply_to"]),
        (&json!(7), &json!(id))
    );
    assert_eq!(answer["status"], "processed");
    assert_eq!(sandbox.json("msg recv --agent strategy"), json!([]));
}

#[test]
fn an_answer_that_cannot_be_printed_stays_pending() {
    let sandbox = Sandbox::with_database();
    for (id, options) in (1..).zip(["", " -o json", " -q"]) {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let line = format!("msg request --from strategy --to risk --subject Size?{options}");
        let asking = sandbox.command().args(line.split(' ')).stdout(full).spawn();
        let asked = sandbox.json("msg recv --agent risk --wait 30s")[0]["id"].clone();
        sandbox.ok(&format!("msg reply {asked} --as risk --payload {id}"));
        let ended = ended(asking.unwrap());
        assert_eq!(ended.code, 74, "{options}");
        let answer = sandbox.json("msg recv --agent strategy --ack");
        assert_eq!(answer[0]["payload"], id, "{options}: {answer}");
        assert_eq!(answer[0]["reply_to"], asked);
    }
}

#[test]
fn a_request_that_nobody_answers_ends_with_5_and_says_how_the_other_is() {
    let sandbox = Sandbox::with_database();
    let line = "msg request --to risk --subject x --wait 50ms";
    let stderr = sandbox.fails(5, line);
    assert!(stderr.contains("risk did not answer message 1"), "{stderr}");
    assert!(stderr.contains("it is unknown"), "{stderr}");
    sandbox.ok("health beat --agent risk");
    assert!(sandbox.fails(5, line).contains("it is healthy"));
    // The answer may still come.
    sandbox.ok("msg reply 1 --as risk --payload 1");
    assert_eq!(sandbox.json("msg recv")[0]["payload"], 1);
}

/// The test's own processes ask: each request stays open until its deadline.
fn asks(sandbox: &Sandbox, from: &str, to: &str) -> String {
    let line = format!("msg request --from {from} --to {to} --subject x --wait 10m");
    let before = sandbox.json("msg list").as_array().unwrap().len();
    let mut asking = sandbox.spawn(&line);
    until("the request is sent", || {
        sandbox.json("msg list").as_array().unwrap().len() > before
    });
    // A waiter that died is still waited out: its record goes with its deadline.
    asking.kill().unwrap();
    asking.wait().unwrap();
    line
}

#[test]
fn a_wait_that_would_close_a_circle_is_refused_and_the_circle_named() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    asks(&sandbox, "risk", "strategy");
    let stderr = sandbox.fails(
        4,
        "msg request --from strategy --to risk --subject x --wait 1s",
    );
    assert!(stderr.contains("strategy → risk → strategy"), "{stderr}");
    asks(&sandbox, "strategy", "execution");
    let stderr = sandbox.fails(
        4,
        "msg request --from execution --to risk --subject x --wait 1s",
    );
    assert!(
        stderr.contains("execution → risk → strategy → execution"),
        "{stderr}"
    );
    // No circle: two may wait for the same one, and along a chain.
    sandbox.fails(
        5,
        "msg request --from news --to execution --subject x --wait 50ms",
    );
    sandbox.fails(
        5,
        "msg request --from risk --to execution --subject x --wait 50ms",
    );
    let kinds = sandbox.json("audit log --kind refused");
    assert_eq!(
        kinds.as_array().unwrap().len(),
        2,
        "both refusals are on record"
    );
}

#[test]
fn a_wait_is_over_with_its_answer_and_with_its_deadline() {
    let sandbox = Sandbox::with_database();
    asks(&sandbox, "risk", "strategy");
    sandbox.ok("msg reply 1 --as strategy --payload 1");
    sandbox.fails(
        5,
        "msg request --from strategy --to risk --subject x --wait 20ms",
    );
    // That one's deadline has passed: no circle with it either.
    sandbox.fails(
        5,
        "msg request --from risk --to strategy --subject x --wait 20ms",
    );
}

#[test]
fn who_asks_again_with_the_same_key_waits_again() {
    let sandbox = Sandbox::with_database();
    let line = "msg request --from risk --to strategy --subject x --dedup-key k";
    sandbox.fails(5, &format!("{line} --wait 1ms"));
    let waits = || {
        let events = sandbox.json("audit log --kind message.await");
        events.as_array().unwrap().len()
    };
    let before = waits();
    let mut asking = sandbox.spawn(&format!("{line} --wait 10m"));
    until("it waits again", || waits() > before);
    asking.kill().unwrap();
    asking.wait().unwrap();
    let back = "msg request --from strategy --to risk --subject x --wait 1s";
    let stderr = sandbox.fails(4, back);
    assert!(stderr.contains("strategy → risk → strategy"), "{stderr}");
}

#[test]
fn a_command_is_not_sent_into_a_circle() {
    let sandbox = Sandbox::with_database();
    asks(&sandbox, "risk", "supervisor");
    sandbox.ok("health beat --agent risk");
    let line = "-o json cycle run --symbol EURUSD --agent risk=mailbox";
    let ended = sandbox.try_line(line);
    assert_eq!(ended.code, 7, "{}", ended.stderr);
    let result: Value = serde_json::from_str(&ended.stdout).unwrap();
    let error = result["errors"][0].as_str().unwrap();
    assert!(error.contains("supervisor → risk → supervisor"), "{error}");
}

#[test]
fn who_waits_for_a_message_is_given_it_when_it_comes() {
    let sandbox = Sandbox::with_database();
    for _ in 0..20 {
        let waiting =
            sandbox.spawn("-o json msg recv --agent risk --type request --wait 30s --ack");
        sandbox.send("--to risk --type event --subject other");
        sandbox.send("--to risk --type request --subject this");
        let came = ran(waiting.wait_with_output().unwrap());
        assert_eq!(came.code, 0, "{}", came.stderr);
        let came: Value = serde_json::from_str(&came.stdout).unwrap();
        assert_eq!(came[0]["subject"], "this");
    }
}

#[test]
fn a_request_that_can_have_no_answer_any_more_is_not_waited_for() {
    let sandbox = Sandbox::with_database();
    let ask = "msg request --to risk --subject x --wait 1h";
    let stderr = sandbox.fails(5, &format!("{ask} --ttl 50ms"));
    assert!(
        stderr.contains("message 1") && stderr.contains("expired"),
        "{stderr}"
    );
    let asking = sandbox.spawn(ask);
    for _ in 0..5 {
        sandbox.json("msg recv --agent risk --wait 30s");
        sandbox.ok("msg nack 2 --as risk");
    }
    let asked = ran(asking.wait_with_output().unwrap());
    assert_eq!(asked.code, 5);
    assert!(asked.stderr.contains("dead"), "{}", asked.stderr);
}

#[test]
fn what_has_its_answer_closes_no_circle() {
    let sandbox = Sandbox::with_database();
    let line = "msg request --from risk --to strategy --subject x --dedup-key k";
    sandbox.fails(5, &format!("{line} --wait 1ms"));
    sandbox.ok("msg reply 1 --as strategy --payload 1");
    asks(&sandbox, "strategy", "risk");
    assert_eq!(sandbox.json(&format!("{line} --wait 1s"))["payload"], 1);
}

#[test]
fn who_waits_for_a_command_is_given_it_when_what_the_halt_file_said_is_cleared() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --type command --subject x");
    let file = sandbox.path().join("coord.db.HALT");
    fs::write(&file, "").unwrap();
    let line = "msg recv --agent risk --type command";
    assert_eq!(sandbox.json(line), json!([]));
    let waiting = sandbox.spawn(&format!("-o json {line} --wait 30s"));
    until_it_waits(&waiting);
    sandbox.ok("halt clear 1 --reason over");
    assert!(!file.exists());
    let began = Instant::now();
    let came = ran(waiting.wait_with_output().unwrap());
    assert_eq!(came.code, 0, "{}", came.stderr);
    let came: Value = serde_json::from_str(&came.stdout).unwrap();
    assert_eq!(came[0]["id"], 1);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn who_waits_in_vain_is_told_by_the_exit_code() {
    let sandbox = Sandbox::with_database();
    let ran = sandbox.try_line("-o json msg recv --agent risk --wait 50ms");
    assert_eq!((ran.code, ran.stdout.trim()), (5, "[]"), "{}", ran.stderr);
}

#[test]
fn a_lease_that_runs_out_wakes_who_waits() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk --lease 300ms");
    let began = Instant::now();
    let again = sandbox.json("msg recv --agent risk --wait 30s");
    assert_eq!(again[0]["deliveries"], 2);
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "not by the lease"
    );
}

#[test]
fn a_circle_is_seen_across_a_clock_that_is_moved() {
    // The record of a waiter goes with its deadline, by the clock of who looks.
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    drop(sandbox.store(&sources));
    asks(&sandbox, "risk", "strategy");
    let waits = |sources: &TestSources| {
        let mut store = sandbox.store(sources);
        store
            .read(flowrex_coord::store::message::waits)
            .unwrap()
            .len()
    };
    assert_eq!(waits(&sources), 0, "in the year 2100 the deadline is over");
    sources.set(0);
    assert_eq!(waits(&sources), 1);
}

#[test]
fn who_waits_for_the_supervisor_does_not_keep_a_program_from_being_started() {
    let sandbox = Sandbox::with_database();
    asks(&sandbox, "risk", "supervisor");
    let script = sandbox.script("risk.sh", r#"echo '{"status":"ok"}'"#);
    sandbox.ok(&format!(
        "cycle run --symbol EURUSD --agent risk=exec:{script}"
    ));
}
