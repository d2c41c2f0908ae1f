//! All of history can be listed, page by page; and the newest cycle by its word.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::Sandbox;

/// The numbers in a field of what is listed.
fn numbers(sandbox: &Sandbox, line: &str, field: &str) -> Vec<i64> {
    let all = sandbox.json(line);
    let all = all.as_array().unwrap().iter();
    all.map(|one| one[field].as_i64().unwrap()).collect()
}

fn send(sandbox: &Sandbox, count: usize) {
    let lines = vec![r#"{"to": "risk", "subject": "x"}"#; count].join("\n");
    let ran = sandbox.with_input(&["msg", "send", "--batch", "-"], lines.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn messages_are_paged_backwards_once_each_while_others_send() {
    let sandbox = Sandbox::with_database();
    send(&sandbox, 25);
    let mut seen = numbers(&sandbox, "msg list --limit 10", "id");
    for _ in 0..20 {
        send(&sandbox, 3);
        let last = seen.last().unwrap();
        let page = numbers(
            &sandbox,
            &format!("msg list --limit 10 --before {last}"),
            "id",
        );
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, (1..=25).rev().collect::<Vec<_>>());
}

#[test]
fn messages_and_events_are_paged_forwards_once_each_while_others_send() {
    let sandbox = Sandbox::with_database();
    send(&sandbox, 25);
    let mut seen = Vec::new();
    let mut after = 0;
    for _ in 0..20 {
        let page = numbers(
            &sandbox,
            &format!("msg list --limit 10 --after {after}"),
            "id",
        );
        let Some(newest) = page.first() else { break };
        after = *newest;
        seen.extend(page.into_iter().rev());
        if seen.len() < 40 {
            send(&sandbox, 3);
        }
    }
    assert_eq!(
        seen,
        (1..=seen.len().try_into().unwrap()).collect::<Vec<_>>()
    );
    assert!(seen.len() >= 40);
    let head = sandbox.json("audit head")["seq"].as_i64().unwrap();
    let (mut seqs, mut after) = (Vec::new(), 0);
    for _ in 0..20 {
        let page = numbers(
            &sandbox,
            &format!("audit log --limit 4 --after {after}"),
            "seq",
        );
        let Some(last) = page.last() else { break };
        after = *last;
        seqs.extend(page);
    }
    assert_eq!(seqs, (1..=head).collect::<Vec<_>>());
}

#[test]
fn events_are_paged_backwards_and_filtered_by_time() {
    let sandbox = Sandbox::with_database();
    for _ in 0..9 {
        sandbox.ok("health beat");
    }
    let head = sandbox.json("audit head")["seq"].as_i64().unwrap();
    let mut seen = numbers(&sandbox, "audit log --limit 4", "seq");
    for _ in 0..20 {
        sandbox.ok("health beat");
        let line = format!("audit log --limit 4 --before {}", seen[0]);
        let page = numbers(&sandbox, &line, "seq");
        if page.is_empty() {
            break;
        }
        seen.splice(0..0, page);
    }
    assert_eq!(seen, (1..=head).collect::<Vec<_>>());
    let line = format!("audit log --after {} --before {head} --limit 1", head - 4);
    assert_eq!(numbers(&sandbox, &line, "seq"), [head - 1]);
    assert!(numbers(&sandbox, "audit log --since 2100-01-01T00:00:00Z", "seq").is_empty());
    let recent = numbers(
        &sandbox,
        "audit log --since 1h --kind health.beat --limit 3",
        "seq",
    );
    assert_eq!(recent.len(), 3);
}

#[test]
fn messages_are_filtered_by_sender_recipient_and_several_statuses() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject a");
    sandbox.send("--from risk --to strategy --subject b");
    sandbox.send("--to strategy --subject c");
    sandbox.ok("msg recv --agent strategy --limit 1 --ack");
    sandbox.ok("msg recv --agent strategy --limit 1");
    for (filters, expected) in [
        ("--to strategy", vec![3, 2]),
        ("--from risk", vec![2]),
        ("--from supervisor --to strategy", vec![3]),
        ("--status pending --status claimed", vec![3, 1]),
        (
            "--status processed --status claimed --to strategy",
            vec![3, 2],
        ),
        ("--before 3 --after 1", vec![2]),
    ] {
        let line = format!("msg list {filters}");
        assert_eq!(numbers(&sandbox, &line, "id"), expected, "{filters}");
    }
    let said = sandbox.fails(2, "msg list --to nobody");
    assert!(said.contains("nobody"), "{said}");
}

#[test]
fn cycles_are_filtered_and_paged() {
    let sandbox = Sandbox::with_database();
    let ids: Vec<_> = ["AA", "BB", "CC"]
        .map(|symbol| sandbox.start_cycle(symbol))
        .into();
    sandbox.ok(&format!("cycle fail {} --error x", ids[0]));
    let again = sandbox.start_cycle("AA");
    let list = |filters: &str| -> Vec<String> {
        let listed = sandbox.ok(&format!("cycle list -q {filters}"));
        listed.lines().map(str::to_owned).collect()
    };
    assert_eq!(list("--symbol aa"), [again.as_str(), &ids[0]]);
    assert_eq!(list("--phase failed"), [ids[0].as_str()]);
    assert_eq!(list("--phase failed --phase initializing").len(), 4);
    assert_eq!(
        list(&format!("--before {again} --limit 2")),
        [ids[2].as_str(), &ids[1]]
    );
    assert_eq!(list("--before latest --limit 1"), [ids[2].as_str()]);
    assert_eq!(list(&format!("--before {}", ids[0])), [""; 0]);
    assert_eq!(list("--since 1h --symbol CC"), [ids[2].as_str()]);
    assert_eq!(list("--since 2100-01-01T00:00:00Z"), [""; 0]);
    sandbox.fails(3, "cycle list --before cycle_20260301_120000_0a1b2c3d");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "fills the table from outside")]
fn a_long_list_of_cycles_needs_little_memory() {
    let sandbox = Sandbox::with_database();
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    connection
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
             INSERT INTO coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
                 cycle_completed_at, cycle_result)
             SELECT printf('cycle_20260301_120000_%08x', i), 'EURUSD', 'guide', 'completed', i, i,
                 json_object('note', printf('%.*c', 4000, 'x'))
             FROM n;
             INSERT INTO cycle_phases (cycle_id, step, phase, entered_at, left_at)
             SELECT cycle_id, step, name, 1, 2 FROM coordination_state,
                 (SELECT 1 AS step, 'initializing' AS name
                  UNION ALL SELECT 2, 'strategy_analysis' UNION ALL SELECT 3, 'risk_validation'
                  UNION ALL SELECT 4, 'execution' UNION ALL SELECT 5, 'monitoring');",
        )
        .unwrap();
    drop(connection);
    let line = "flowrex-coord cycle list --limit 10000 -o json";
    let ran = sandbox.shell(&format!("ulimit -v {}; exec {line}", 64 << 10));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let all: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
    let ids: BTreeSet<_> = all.iter().map(|one| one["cycle_id"].to_string()).collect();
    assert_eq!((all.len(), ids.len()), (10_000, 10_000));
}

#[test]
fn a_bad_value_of_a_filter_is_named() {
    let sandbox = Sandbox::with_database();
    for (line, argument) in [
        ("msg list --before 0", "--before"),
        ("msg list --before -1", "--before"),
        ("msg list --after x", "--after"),
        ("msg list --status pending --status gone", "--status"),
        ("msg list --to Risk", "--to"),
        ("msg list --follow --before 3", "--follow"),
        ("cycle list --phase idle", "--phase"),
        ("cycle list --phase runing", "--phase"),
        ("cycle list --symbol E%", "--symbol"),
        ("cycle list --since soon", "--since"),
        ("cycle list --before newest", "--before"),
        ("audit log --before 0", "--before"),
        ("audit log --after -1", "--after"),
        ("audit log --since soon", "--since"),
        ("state list --cycle latest:E%", "--cycle"),
    ] {
        let said = sandbox.fails(2, line);
        assert!(said.contains(argument), "{line}: {said}");
    }
}

#[test]
fn latest_names_the_newest_cycle_of_all_or_of_a_symbol() {
    let sandbox = Sandbox::with_database();
    for line in [
        "cycle show latest",
        "cycle advance latest",
        "cycle complete latest",
        "cycle fail latest --error x",
        "cycle approve latest",
        "cycle reject latest --reason x",
        "cycle resume latest",
        "cycle replay latest",
        "state list --cycle latest",
        "state write --cycle latest --key k --value 1",
        "halt --cycle latest --reason x",
        "msg list --cycle latest",
        "msg send --to risk --subject x --cycle latest",
    ] {
        let said = sandbox.fails(3, line);
        assert!(said.contains("there is no cycle"), "{line}: {said}");
    }
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
    let first = sandbox.start_cycle("AA");
    let second = sandbox.start_cycle("BB");
    let said = sandbox.fails(3, "cycle show latest:CC");
    assert!(said.contains("there is no cycle of CC"), "{said}");
    assert_eq!(sandbox.ok("cycle show latest -q"), second);
    assert_eq!(sandbox.ok("cycle show latest:aa -q"), first);
    assert_eq!(sandbox.json("cycle advance latest:AA")["cycle_id"], *first);
    sandbox.ok("state write --cycle latest --key k --value 1");
    assert_eq!(
        sandbox.json("state read --cycle latest --key k")["cycle_id"],
        *second
    );
    assert_eq!(
        sandbox.json("state history --cycle latest --key k")[0]["value"],
        1
    );
    assert_eq!(
        sandbox
            .json("state list --cycle latest:AA")
            .as_array()
            .unwrap()
            .len(),
        5
    );
    sandbox.send("--to risk --subject x --cycle latest:AA");
    assert_eq!(
        sandbox.json("msg list --cycle latest:AA")[0]["cycle_id"],
        *first
    );
    assert_eq!(
        sandbox.json("halt --cycle latest --reason x")["cycle_id"],
        *second
    );
    assert_eq!(sandbox.json("cycle show latest")["phase"], "halted");
    assert_eq!(
        sandbox.json("cycle fail latest:AA --error x")["cycle_id"],
        *first
    );
    sandbox.ok("halt clear 1 --reason x");
    sandbox.fails(9, "cycle run --symbol CC --gate execution");
    sandbox.ok("cycle approve latest");
    sandbox.ok("cycle resume latest:CC");
    sandbox.ok("cycle replay latest");
    sandbox.fails(9, "cycle run --symbol CC --gate execution");
    assert_eq!(
        sandbox.json("cycle reject latest:CC --reason x")["phase"],
        "failed"
    );
}
