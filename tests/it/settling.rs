//! What a receiver does with what it was given: it keeps it for longer or gives
//! it back; and what becomes of what nobody settles.

use std::time::{Duration, Instant};

use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::id::AgentName;
use serde_json::json;

use crate::common::{Sandbox, TestSources, ran};

/// Delivers a message as often as messages are delivered, and gives it back each
/// time, so that it is dead.
fn kill(sandbox: &Sandbox, agent: &str) {
    for _ in 0..5 {
        let got = sandbox.json(&format!("msg recv --agent {agent} --limit 1"));
        let id = got[0]["id"].as_i64().unwrap();
        sandbox.ok(&format!("msg nack {id} --as {agent} --reason broken"));
    }
}

#[test]
fn what_is_given_back_is_delivered_again_at_once_or_after_a_delay() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk");
    let back = sandbox.json("msg nack 1 --as risk --claim 1 --reason busy");
    assert_eq!(
        (&back["status"], &back["reason"], &back["deliveries"]),
        (&json!("pending"), &json!("busy"), &json!(1))
    );
    let again = sandbox.json("msg recv --agent risk");
    assert_eq!(
        (&again[0]["claim"], &again[0]["deliveries"]),
        (&json!(2), &json!(2))
    );
    let delayed = sandbox.json("msg nack 1 --as risk --claim 2 --delay 1h");
    assert!(delayed["not_before"].is_string(), "{delayed}");
    for line in ["msg recv --agent risk", "msg recv --agent risk --peek"] {
        assert_eq!(sandbox.json(line), json!([]));
    }
}

#[test]
fn a_delay_ends_by_itself_and_a_waiting_receiver_wakes_for_it() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk");
    sandbox.ok("msg nack 1 --as risk --delay 150ms");
    let got = sandbox.json("msg recv --agent risk --wait 30s");
    assert_eq!(got[0]["deliveries"], 2);
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    // A peek sees what time has given back, before anyone has received it.
    sources.pass(Duration::from_mins(2));
    let mut bus = MessageBus::new(&mut store);
    let seen = bus.peek(&AgentName::risk(), None, 9).unwrap();
    assert_eq!(seen.len(), 1);
}

#[test]
fn a_stale_token_neither_gives_back_nor_keeps_what_another_was_given() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk --lease 1ms");
    sandbox.ok("msg recv --agent risk");
    let before = sandbox.json("msg show 1");
    for line in [
        "msg nack 1 --as risk --claim 1",
        "msg extend 1 --as risk --claim 1 --lease 1h",
        "msg ack 1 --as risk --claim 1",
    ] {
        let stderr = sandbox.fails(4, line);
        assert!(
            stderr.contains("claim 1") && stderr.contains("stale"),
            "{stderr}"
        );
    }
    for line in ["msg nack 1", "msg extend 1 --lease 1h", "msg requeue 1"] {
        sandbox.fails(8, &format!("{line} --as strategy"));
    }
    assert_eq!(sandbox.json("msg show 1"), before);
}

#[test]
fn what_nobody_holds_is_neither_given_back_nor_kept() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    for line in ["msg nack 1 --as risk", "msg extend 1 --as risk --lease 1h"] {
        let stderr = sandbox.fails(4, line);
        assert!(stderr.contains("nobody has claimed it"), "{stderr}");
    }
    sandbox.ok("msg ack 1 --as risk");
    for line in ["msg nack 1 --as risk", "msg extend 1 --as risk --lease 1h"] {
        assert!(sandbox.fails(4, line).contains("processed"));
    }
}

#[test]
fn an_extended_claim_holds_for_longer_and_never_for_less() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let got = sandbox.json("msg recv --agent risk --lease 1h");
    let until = |value: &serde_json::Value| value["lease_until"].as_str().unwrap().to_owned();
    let longer = sandbox.json("msg extend 1 --as risk --claim 1 --lease 2h");
    assert!(until(&longer) > until(&got[0]));
    let same = sandbox.json("msg extend 1 --as risk --claim 1 --lease 1s");
    assert_eq!(until(&same), until(&longer));
    assert_eq!(sandbox.json("msg show 1"), same);
}

#[test]
fn a_dead_message_comes_back_to_its_sender_as_an_event() {
    let sandbox = Sandbox::with_database();
    let sent = sandbox.json("msg send --from strategy --to risk --subject x --type request -q");
    kill(&sandbox, "risk");
    let dead = sandbox.json("msg show 1");
    assert_eq!(
        (&dead["status"], &dead["reason"]),
        (&json!("dead"), &json!("broken"))
    );
    let notices = sandbox.json("msg recv --agent strategy");
    let notice = &notices[0];
    assert_eq!(notices.as_array().unwrap().len(), 1);
    assert_eq!(notice["message_type"], "event");
    assert_eq!(notice["subject"], "Dead: x");
    assert_eq!(notice["reply_to"], 1);
    assert_eq!(notice["correlation_id"], sent["correlation_id"]);
    assert_eq!(
        notice["payload"],
        json!({"deliveries": 5, "message_id": 1, "reason": "broken", "subject": "x", "to": "risk"})
    );
    // Nobody is told that such an event is dead.
    sandbox.ok("msg nack 2 --as strategy");
    kill_rest(&sandbox);
    assert_eq!(sandbox.json("msg show 2")["status"], "dead");
    assert_eq!(sandbox.json("msg list").as_array().unwrap().len(), 2);
    sandbox.ok("audit verify");
}

fn kill_rest(sandbox: &Sandbox) {
    for _ in 0..4 {
        sandbox.ok("msg recv --agent strategy");
        sandbox.ok("msg nack 2 --as strategy");
    }
}

#[test]
fn what_is_never_acked_is_dead_and_its_sender_is_told() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--from strategy --to risk --subject x");
    for _ in 0..5 {
        sandbox.ok("msg recv --agent risk --lease 1ms");
    }
    assert_eq!(sandbox.json("msg recv --agent risk"), json!([]));
    let dead = sandbox.json("msg show 1");
    assert_eq!(
        (&dead["status"], &dead["reason"]),
        (&json!("dead"), &json!("it was never acked"))
    );
    let notices = sandbox.json("msg recv --agent strategy");
    assert_eq!(notices[0]["payload"]["reason"], "it was never acked");
}

#[test]
fn whoever_receives_buries_what_another_has_left_for_good() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--from strategy --to risk --subject x");
    for _ in 0..5 {
        sandbox.ok("msg recv --agent risk --lease 1ms");
    }
    // Nobody but the sender is there any more.
    let notices = sandbox.json("msg recv --agent strategy --wait 30s");
    assert_eq!(notices[0]["payload"]["reason"], "it was never acked");
    assert_eq!(notices[0]["reply_to"], 1);
}

#[test]
fn who_waits_is_told_of_a_death_when_it_comes() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--from strategy --to risk --subject x");
    for _ in 0..4 {
        sandbox.ok("msg recv --agent risk --lease 1ms");
    }
    sandbox.ok("msg recv --agent risk --lease 300ms");
    let began = Instant::now();
    let notices = sandbox.json("msg recv --agent strategy --wait 1m");
    assert_eq!(notices[0]["payload"]["reason"], "it was never acked");
    assert!(began.elapsed() < Duration::from_secs(30), "it was woken");
}

#[test]
fn what_is_dead_by_time_alone_is_queued_again_and_its_sender_told() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--from strategy --to risk --subject x");
    for _ in 0..5 {
        sandbox.ok("msg recv --agent risk --lease 1ms");
    }
    let queued = sandbox.json("msg requeue 1");
    assert_eq!(queued["status"], "pending");
    assert_eq!(sandbox.json("msg recv --agent risk")[0]["id"], 1);
    let notices = sandbox.json("msg recv --agent strategy");
    assert_eq!(notices[0]["payload"]["reason"], "it was never acked");
}

#[test]
fn a_dead_message_is_queued_again_by_hand_and_its_token_goes_on() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.fails(4, "msg requeue 1 --as risk");
    kill(&sandbox, "risk");
    sandbox.fails(8, "msg requeue 1 --as strategy");
    let queued = sandbox.json("msg requeue 1");
    assert_eq!(
        (&queued["status"], &queued["deliveries"], &queued["reason"]),
        (&json!("pending"), &json!(0), &json!(null))
    );
    let got = sandbox.json("msg recv --agent risk");
    assert_eq!(
        (&got[0]["claim"], &got[0]["deliveries"]),
        (&json!(6), &json!(1))
    );
    let log = sandbox.ok("audit log --kind message.requeue -o jsonl");
    assert!(log.contains("broken"), "{log}");
}

#[test]
fn a_dead_command_is_not_queued_again_under_a_halt_or_for_a_cycle_that_is_over() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.send(&format!(
        "--to risk --type command --subject go --cycle {cycle}"
    ));
    kill(&sandbox, "risk");
    sandbox.ok("halt --reason stop --as strategy -q");
    sandbox.fails(10, "msg requeue 1 --as risk");
    sandbox.ok("halt clear 1 --reason over");
    sandbox.fails(4, "msg requeue 1 --as risk");
    assert_eq!(sandbox.json("msg show 1")["status"], "dead");
}

#[test]
fn the_limits_are_those_of_the_database_and_only_level_0_sets_them() {
    let sandbox = Sandbox::with_database();
    let usual = json!({"max_pending": 10_000, "max_deliveries": 5});
    assert_eq!(sandbox.json("db limits"), usual);
    sandbox.fails(8, "db limits --max-deliveries 2 --as risk");
    sandbox.fails(2, "db limits --max-deliveries 0");
    assert_eq!(sandbox.json("db limits"), usual);
    sandbox.ok("db limits --max-deliveries 2");
    let set = json!({"max_pending": 10_000, "max_deliveries": 2});
    assert_eq!(sandbox.json("db limits"), set);
    sandbox.send("--to risk --subject x");
    for _ in 0..2 {
        sandbox.ok("msg recv --agent risk --lease 1ms");
    }
    assert_eq!(sandbox.json("msg recv --agent risk"), json!([]));
    assert_eq!(sandbox.json("msg show 1")["status"], "dead");
    assert!(sandbox.event_kinds().contains(&"limits.set".to_owned()));
}

#[test]
fn a_cycle_does_not_wait_for_an_agent_that_gave_its_command_back_for_good() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent execution");
    // An order is delivered once only: given back, it is dead at once.
    let run = sandbox.spawn("-o json cycle run --symbol EURUSD --agent execution=mailbox");
    let got = sandbox.json("msg recv --agent execution --wait 30s");
    let id = got[0]["id"].as_i64().unwrap();
    let back = sandbox.json(&format!("msg nack {id} --as execution --reason offline"));
    assert_eq!(back["status"], "dead");
    let ran = ran(run.wait_with_output().unwrap());
    assert_eq!(ran.code, 7, "{}", ran.stderr);
    let result: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let error = result["errors"][0].as_str().unwrap();
    assert!(
        error.contains("execution gave its command back: offline"),
        "{error}"
    );
}
