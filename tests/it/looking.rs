//! Looking at messages: filters, and threads.

use serde_json::{Value, json};

use crate::common::Sandbox;

fn ids(sandbox: &Sandbox, filters: &str) -> Vec<i64> {
    let messages = sandbox.json(format!("msg list {filters}").trim_end());
    let messages = messages.as_array().unwrap().iter();
    messages
        .map(|message| message["id"].as_i64().unwrap())
        .collect()
}

#[test]
fn every_filter_of_the_list_keeps_what_fits() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.send(&format!(
        "--to risk --subject a --type request --cycle {cycle}"
    ));
    sandbox.send("--from risk --to strategy --subject b");
    sandbox.ok("msg reply 1 --as risk --payload 1");
    let correlation = sandbox.json("msg show 1")["correlation_id"].clone();
    let correlation = correlation.as_str().unwrap();
    for (filters, expected) in [
        (String::new(), vec![3, 2, 1]),
        ("--agent strategy".to_owned(), vec![2]),
        ("--agent risk".to_owned(), vec![3, 2, 1]),
        ("--type request".to_owned(), vec![1]),
        ("--status processed".to_owned(), vec![1]),
        (format!("--cycle {cycle}"), vec![3, 1]),
        (format!("--correlation {correlation}"), vec![3, 1]),
        (
            format!("--correlation {correlation} --type response"),
            vec![3],
        ),
        ("--since 1h".to_owned(), vec![3, 2, 1]),
        ("--since 2020-01-01T00:00:00Z --limit 1".to_owned(), vec![3]),
        ("--since 2100-01-01T00:00:00+02:00".to_owned(), vec![]),
    ] {
        assert_eq!(ids(&sandbox, &filters), expected, "{filters}");
    }
    let stderr = sandbox.fails(2, "msg list --since yesterday");
    assert!(
        stderr.contains("--since") && stderr.contains("30s"),
        "{stderr}"
    );
}

#[test]
fn a_status_is_that_of_now_whatever_is_stored() {
    let sandbox = Sandbox::with_database();
    let stored = [
        ("expired", "--ttl 1ms"),
        ("pending", "--priority high"),
        ("dead", "--priority critical"),
    ];
    for (subject, options) in stored {
        sandbox.send(&format!("--to risk --subject {subject} {options}"));
    }
    for _ in 0..5 {
        sandbox.ok("msg recv --agent risk --limit 1 --lease 1ms");
    }
    // Nobody has received since: this is what the time has made of them.
    assert_eq!(ids(&sandbox, "--status dead"), [3]);
    assert_eq!(ids(&sandbox, "--status expired"), [1]);
    assert_eq!(ids(&sandbox, "--status pending"), [2]);
    sandbox.ok("msg recv --agent risk --limit 1 --lease 1ms");
    // 4 tells the sender of 3 that it is dead.
    assert_eq!(ids(&sandbox, "--status pending"), [4, 2]);
    assert_eq!(ids(&sandbox, "--status claimed"), [0; 0]);
    sandbox.send("--to risk --subject unswept --ttl 1ms");
    assert_eq!(ids(&sandbox, "--status expired"), [5, 1]);
}

#[test]
fn a_trace_shows_the_whole_exchange_from_any_of_its_messages() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to all --subject plan --type request");
    sandbox.send("--to risk --subject other");
    sandbox.ok("msg reply 2 --as risk --payload 1");
    sandbox.ok("msg reply 5 --as supervisor --payload 2");
    sandbox.ok("msg reply 1 --as execution --payload 3");
    let trace = sandbox.json("msg trace 6");
    assert_eq!(trace, sandbox.json("msg trace 1"));
    let lines: Vec<(Value, Value)> = trace
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["id"].clone(), line["depth"].clone()))
        .collect();
    let expected = [(1, 0), (7, 1), (2, 0), (5, 1), (6, 2), (3, 0)];
    assert_eq!(lines, expected.map(|(id, depth)| (json!(id), json!(depth))));
    let picture = sandbox.ok("msg trace 2");
    let drawn: Vec<_> = picture
        .lines()
        .skip(2)
        .map(|line| line.trim_start().split("  ").next().unwrap().trim())
        .collect();
    assert_eq!(drawn, ["1", "└─ 7", "2", "└─ 5", "└─ 6", "3"]);
    assert_eq!(sandbox.ok("msg trace 2 -q"), "1\n7\n2\n5\n6\n3");
    sandbox.fails(3, "msg trace 99");
}
