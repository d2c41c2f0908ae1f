//! Messages: who may send what, and the life of one message on the bus.

use std::thread;
use std::time::Duration;

use flowrex_coord::coordination::message_bus::{MessageBus, Receive};
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::delivery_state::MessageStatus;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::limits::Limits;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestSources};

fn field<'a>(messages: &'a Value, name: &str) -> Vec<&'a Value> {
    messages
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message[name])
        .collect()
}

#[test]
fn within_a_priority_messages_are_delivered_in_the_order_of_sending() {
    let sandbox = Sandbox::with_database();
    for (subject, priority) in [("a", "2"), ("b", "0"), ("c", "normal"), ("d", "critical")] {
        sandbox.send(&format!(
            "--to risk --subject {subject} --priority {priority}"
        ));
    }
    let messages = sandbox.json("msg recv --agent risk");
    assert_eq!(field(&messages, "subject"), ["b", "d", "a", "c"]);
}

#[test]
fn receiving_claims_and_peeking_changes_nothing() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let before = sandbox.dump();
    let peeked = sandbox.json("msg recv --agent risk --peek");
    assert_eq!(
        (&peeked[0]["status"], &peeked[0]["claim"]),
        (&json!("pending"), &json!(0))
    );
    assert_eq!(sandbox.dump(), before);
    let claimed = sandbox.json("msg recv --agent risk");
    assert_eq!(
        (&claimed[0]["status"], &claimed[0]["claim"]),
        (&json!("claimed"), &json!(1))
    );
    assert_eq!(claimed[0]["deliveries"], 1);
    assert_eq!(sandbox.json("msg recv --agent risk"), json!([]));
}

#[test]
fn only_messages_to_the_receiver_and_of_the_type_asked_for_are_received() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to strategy --subject other");
    sandbox.send("--to risk --subject event");
    sandbox.send("--to risk --subject request --type request");
    let requests = sandbox.json("msg recv --agent risk --type request");
    assert_eq!(field(&requests, "subject"), ["request"]);
    let rest = sandbox.json("msg recv --as risk --ack");
    assert_eq!(field(&rest, "subject"), ["event"]);
    assert_eq!(rest[0]["processed"], true);
    assert_eq!(sandbox.json("msg show 2")["status"], "processed");
}

#[test]
fn what_is_not_acked_is_delivered_again_and_the_old_claim_is_stale() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk --lease 1ms");
    // The lease is over by the time the next command runs.
    let again = sandbox.json("msg recv --agent risk");
    assert_eq!(
        (&again[0]["claim"], &again[0]["deliveries"]),
        (&json!(2), &json!(2))
    );
    let stderr = sandbox.fails(4, "msg ack 1 --as risk --claim 1");
    assert!(stderr.contains("stale"), "{stderr}");
    sandbox.fails(4, "msg reply 1 --as risk --claim 1 --payload {}");
    let acked = sandbox.json("msg ack 1 --as risk --claim 2");
    assert_eq!(
        (&acked["status"], &acked["processed"]),
        (&json!("processed"), &json!(true))
    );
    assert!(acked["processed_at"].is_string());
    sandbox.fails(4, "msg ack 1 --as risk --claim 2");
}

#[test]
fn a_message_never_acked_is_dead_after_five_deliveries() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject poison");
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let mut bus = MessageBus::new(&mut store);
    let how = Receive {
        message_type: None,
        limit: 1,
        lease: Duration::from_secs(1),
        ack: false,
    };
    for delivery in 1..=Limits::default().max_deliveries {
        let got = bus.receive(&AgentName::risk().into(), &how).unwrap();
        assert_eq!(got[0].delivery_state.deliveries, delivery);
        sources.pass(Duration::from_secs(1));
    }
    assert_eq!(bus.receive(&AgentName::risk().into(), &how).unwrap(), []);
    assert_eq!(
        bus.get("1".parse().unwrap()).unwrap().delivery_state.status,
        MessageStatus::Dead
    );
    assert_eq!(
        sandbox
            .json("msg list --status dead")
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_wait_that_is_over_leaves_the_next_operation_its_own_patience() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let mut bus = MessageBus::new(&mut store);
    let how = Receive {
        message_type: None,
        limit: 1,
        lease: Duration::from_secs(1),
        ack: false,
    };
    let none = bus.receive_within(&AgentName::risk().into(), &how, Duration::from_millis(1));
    assert_eq!(none.unwrap(), []);
    let lock = sandbox.lock();
    let holder = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        drop(lock);
    });
    // It may wait for 30 s.
    let got = bus.receive(&AgentName::risk().into(), &how);
    holder.join().unwrap();
    assert_eq!(got.unwrap(), []);
}

#[test]
fn an_expired_message_is_never_delivered_nor_completed() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject late --ttl 1ms");
    sandbox.send("--to risk --subject timely --ttl 1h");
    assert_eq!(sandbox.json("msg show 1")["status"], "expired");
    let got = sandbox.json("msg recv --agent risk");
    assert_eq!(field(&got, "subject"), ["timely"]);
    for line in ["msg ack 1 --as risk", "msg reply 1 --as risk --payload {}"] {
        let stderr = sandbox.fails(4, line);
        assert!(stderr.contains("expired"), "{stderr}");
    }
    assert_eq!(sandbox.json("msg list --status expired")[0]["id"], 1);
    assert!(
        sandbox
            .json("msg list --type response")
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_overdue_message_goes_back_to_its_place_in_the_order() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject urgent --priority critical");
    sandbox.ok("msg recv --agent risk --lease 1ms");
    sandbox.send("--to risk --subject normal");
    let got = sandbox.json("msg recv --agent risk");
    assert_eq!(field(&got, "subject"), ["urgent", "normal"]);
}

#[test]
fn a_clock_set_back_reorders_nothing_and_revives_no_lease() {
    let sandbox = Sandbox::with_database();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let hour = 3_600_000;
    let start = 1_800_000_000_000;
    let mut send = |at: i64, subject: &str| {
        sources.set(at);
        let new = flowrex_coord::model::message::NewMessage {
            to: "risk".parse().unwrap(),
            message_type: flowrex_coord::model::message::MessageType::Event,
            priority: flowrex_coord::model::message::Priority::Normal,
            subject: subject.parse().unwrap(),
            payload: flowrex_coord::model::json::Json::parse("{}").unwrap(),
            ttl: None,
            cycle: None,
            dedup_key: None,
        };
        MessageBus::new(&mut store)
            .send(&Caller::supervisor(), &new)
            .unwrap();
    };
    send(start, "first");
    send(start - hour, "second");
    send(start + hour, "third");
    sources.set(start);
    let how = Receive {
        message_type: None,
        limit: 9,
        lease: Duration::from_mins(1),
        ack: false,
    };
    let mut bus = MessageBus::new(&mut store);
    let subjects: Vec<_> = bus
        .receive(&AgentName::risk().into(), &how)
        .unwrap()
        .iter()
        .map(|message| message.subject.to_string())
        .collect();
    assert_eq!(subjects, ["first", "second", "third"]);
    // An hour on, the leases are over and the messages given anew; an hour back,
    // the first claims are still stale.
    sources.set(start + hour);
    assert_eq!(
        bus.receive(&AgentName::risk().into(), &how).unwrap().len(),
        3
    );
    sources.set(start);
    let first: [_; 1] = ["1".parse().unwrap()];
    assert!(
        bus.ack(&AgentName::risk().into(), &first, "1".parse().ok())
            .is_err()
    );
    assert!(
        bus.ack(&AgentName::risk().into(), &first, "2".parse().ok())
            .is_ok()
    );
}

#[test]
fn a_reply_answers_links_and_settles_in_one() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.send(&format!(
        "--to risk --type request --subject Size --priority high --cycle {id}"
    ));
    sandbox.ok("msg recv --agent risk");
    let response = sandbox.json("msg reply 1 --as risk --payload {\"size\":0.50} --claim 1");
    let original = sandbox.json("msg show 1");
    assert_eq!(response["subject"], "Re: Size");
    assert_eq!(response["message_type"], "response");
    assert_eq!(response["priority"], "high");
    assert_eq!(
        (&response["from_agent"], &response["to_agent"]),
        (&json!("risk"), &json!("supervisor"))
    );
    assert_eq!(response["reply_to"], 1);
    assert_eq!(response["cycle_id"], id.as_str());
    assert_eq!(response["correlation_id"], original["correlation_id"]);
    assert_eq!(original["response_message_id"], response["id"]);
    assert_eq!(original["status"], "processed");
    let received = sandbox.ok("-o json msg recv");
    assert!(
        received.contains(r#""payload":{"size":0.50}"#),
        "{received}"
    );
}

#[test]
fn only_the_recipient_settles_a_message() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk");
    let before = sandbox.dump();
    for line in [
        "msg ack 1",
        "msg ack 1 --as strategy",
        "msg reply 1 --as strategy --payload {}",
    ] {
        let stderr = sandbox.fails(8, line);
        assert!(stderr.contains("only its recipient, risk"), "{stderr}");
    }
    assert_eq!(sandbox.dump(), before);
    sandbox.fails(3, "msg ack 99 --as risk");
    sandbox.fails(3, "msg show 99");
}

#[test]
fn a_message_that_is_named_twice_is_acked_once() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let acked = sandbox.json("msg ack 1 1 --as risk");
    assert_eq!(
        (&acked["id"], &acked["status"]),
        (&json!(1), &json!("processed"))
    );
    let events = sandbox.json("audit log --kind message.ack");
    assert_eq!(events.as_array().unwrap().len(), 1);
}

#[test]
fn several_messages_are_acked_all_or_none() {
    let sandbox = Sandbox::with_database();
    for _ in 0..2 {
        sandbox.send("--to risk --subject x");
    }
    sandbox.send("--to strategy --subject not-for-risk");
    sandbox.ok("msg recv --agent risk");
    sandbox.fails(8, "msg ack 1 2 3 --as risk");
    assert_eq!(sandbox.json("msg show 1")["status"], "claimed");
    let acked = sandbox.json("msg ack 1 2 --as risk");
    assert_eq!(field(&acked, "status"), ["processed", "processed"]);
}

#[test]
fn a_message_to_all_goes_to_everyone_but_its_sender_in_one_exchange() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let sent = sandbox.json("msg send --from risk --to all --subject hello");
    assert_eq!(
        field(&sent, "to_agent"),
        ["supervisor", "execution", "news", "strategy"]
    );
    assert!(
        field(&sent, "correlation_id")
            .windows(2)
            .all(|pair| pair[0] == pair[1])
    );
    sandbox.fails(
        8,
        "msg send --from risk --to all --type command --subject no",
    );
    assert_eq!(sandbox.json("msg list --type command"), json!([]));
}

#[test]
fn commands_go_down_and_everything_else_anywhere() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --type command --subject go");
    sandbox.send("--from risk --to strategy --type request --subject please");
    sandbox.send("--from risk --to supervisor --type event --subject done");
    for to in ["supervisor", "strategy"] {
        sandbox.fails(
            8,
            &format!("msg send --from risk --to {to} --type command --subject go"),
        );
    }
    sandbox.fails(8, "msg send --to risk --type halt --subject stop");
    sandbox.fails(8, "msg send --to risk --type response --subject yes");
}

#[test]
fn lists_are_filtered_and_the_newest_comes_first() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.send("--to risk --subject one");
    sandbox.send(&format!(
        "--to strategy --subject two --type request --cycle {id}"
    ));
    sandbox.send("--from risk --to execution --subject three");
    let ids = |filter: &str| {
        let ids = sandbox.ok(&format!("msg list -q {filter}"));
        ids.lines().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("--limit 50"), "3 2 1");
    assert_eq!(ids("--limit 2"), "3 2");
    assert_eq!(ids("--agent risk"), "3 1");
    assert_eq!(ids("--type request"), "2");
    assert_eq!(ids(&format!("--cycle {id}")), "2");
    sandbox.ok("msg recv --agent strategy");
    assert_eq!(ids("--status claimed"), "2");
    assert_eq!(ids("--status pending"), "3 1");
}

#[test]
fn a_message_is_printed_with_the_promised_fields() {
    let sandbox = Sandbox::with_database();
    let sent = sandbox.json("msg send --to risk --subject x --payload {\"price\":1.10} --ttl 1h");
    for name in [
        "id",
        "from_agent",
        "to_agent",
        "message_type",
        "priority",
        "subject",
        "payload",
        "status",
        "processed",
        "processed_at",
        "response_message_id",
        "reply_to",
        "correlation_id",
        "cycle_id",
        "deliveries",
        "claim",
        "sent_at",
        "expires_at",
    ] {
        assert!(sent.get(name).is_some(), "{name} is missing");
    }
    assert_eq!(sandbox.json("msg show 1"), sent);
}

#[test]
fn under_a_halt_of_everything_no_waiting_command_is_settled() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to execution --type command --subject go");
    sandbox.ok("halt --reason stop --as risk");
    sandbox.fails(10, "msg reply 1 --as execution --payload {}");
    sandbox.fails(10, "msg ack 1 --as execution");
    assert_eq!(sandbox.json("msg show 1")["status"], "pending");
    let log = sandbox.run(&["audit", "log", "--subject", "message 1", "-o", "jsonl"]);
    let kinds = log.stdout.matches(r#""kind":"refused""#).count();
    assert_eq!(kinds, 2, "a refusal names the message: {}", log.stdout);
}

#[test]
fn a_long_exchange_is_traced_in_parts_that_name_the_next() {
    let sandbox = Sandbox::in_memory();
    let mut next = sandbox.send("--to risk --subject s --type request");
    let first = next.clone();
    for turn in 0..4 {
        let agent = if turn % 2 == 0 { "risk" } else { "supervisor" };
        next = sandbox.ok(&format!(
            "msg reply {next} --as {agent} --payload {turn} -q"
        ));
    }
    let ids =
        |stdout: &str| -> Vec<i64> { stdout.lines().map(|line| line.parse().unwrap()).collect() };
    let whole = sandbox.try_line(&format!("msg trace {first} -q"));
    assert_eq!(
        (ids(&whole.stdout), whole.stderr.as_str()),
        (vec![1, 2, 3, 4, 5], "")
    );
    // From any of its messages.
    for format in ["", " --format mermaid", " -o json"] {
        let part = sandbox.try_line(&format!("msg trace 5 --limit 2{format}"));
        assert_eq!(part.code, 0);
        let note = "note: the exchange has more than these 2 messages; go on with \
                    `flowrex-coord msg trace 5 --after 2`\n";
        assert_eq!(part.stderr, note);
    }
    let part = sandbox.try_line("msg trace 1 --limit 2 --after 2 -q");
    assert_eq!(ids(&part.stdout), [3, 4]);
    assert!(part.stderr.contains("--after 4`"), "{}", part.stderr);
    let last = sandbox.try_line("msg trace 1 --limit 2 --after 4 -q");
    assert_eq!((ids(&last.stdout), last.stderr.as_str()), (vec![5], ""));
    for bad in ["--limit 0", "--limit 1001", "--limit x", "--after x"] {
        sandbox.fails(2, &format!("msg trace 1 {bad}"));
    }
}
