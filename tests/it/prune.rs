//! `db prune`: what goes, what stays, and that nobody is in anybody's way.

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;

use serde_json::Value;

use crate::common::{Sandbox, ended, until};
use crate::database_care::{COUNT_ANEW, outside};

/// Does to every time in the database, but those of the audit log, what ten days
/// would have done.
fn ten_days_pass(sandbox: &Sandbox) {
    let earlier = |columns: &[&str]| {
        let set = columns.iter().map(|c| format!("{c} = {c} - 864000000"));
        set.collect::<Vec<_>>().join(", ")
    };
    outside(&sandbox.database())
        .execute_batch(&format!(
            "UPDATE agent_messages SET {};
             UPDATE coordination_state SET {};",
            earlier(&["sent_at", "processed_at", "expires_at", "lease_until"]),
            earlier(&["cycle_started_at", "cycle_completed_at"]),
        ))
        .unwrap();
}

/// Asks and answers; returns the ids of both messages.
fn asked_and_answered(sandbox: &Sandbox) -> [String; 2] {
    let id = sandbox.send("--to risk --type request --subject x");
    let response = sandbox.ok(&format!("msg reply {id} --as risk --payload {{}} -q"));
    [id, response]
}

fn ids(sandbox: &Sandbox) -> BTreeSet<String> {
    let listed = sandbox.ok("msg list --limit 10000 -q");
    listed.lines().map(str::to_owned).collect()
}

fn cycles(sandbox: &Sandbox) -> BTreeSet<String> {
    let listed = sandbox.ok("cycle list --limit 10000 -q");
    listed.lines().map(str::to_owned).collect()
}

/// What the database holds, by a statement that gives one number.
fn number(sandbox: &Sandbox, sql: &str) -> i64 {
    outside(&sandbox.database())
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

/// The details of the prunes on record.
fn prunes(sandbox: &Sandbox) -> Vec<Value> {
    let events = sandbox.json("audit log --kind db.prune --limit 10000");
    let events = events.as_array().unwrap().iter();
    events.map(|event| event["details"].clone()).collect()
}

fn rows(details: &Value) -> i64 {
    let counts = ["messages", "cycles", "phases", "state_versions", "halts"];
    counts.iter().map(|c| details[c].as_i64().unwrap()).sum()
}

/// Fills the database with `count` exchanges of three processed messages that
/// refer to each other, and are decades old.
fn fill(sandbox: &Sandbox, count: u32) {
    outside(&sandbox.database())
        .execute_batch(&format!(
            "PRAGMA foreign_keys = OFF; BEGIN;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3 * {count})
             INSERT INTO agent_messages (id, from_agent, to_agent, message_type, priority, subject,
                 payload, status, processed_at, correlation_id, response_message_id, reply_to,
                 sent_at)
             SELECT i, 'supervisor', 'risk', 'request', i % 4, 'old', '{{}}', 'processed', i,
                 'exchange ' || ((i + 2) / 3), iif(i % 3 <> 0, i + 1, NULL),
                 iif(i % 3 <> 1, i - 1, NULL), i FROM n;
             {COUNT_ANEW}
             COMMIT;"
        ))
        .unwrap();
}

#[test]
fn a_prune_deletes_what_is_over_and_old_and_nothing_else() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol OLD");
    let [_, answered] = asked_and_answered(&sandbox);
    sandbox.ok(&format!("msg ack {answered}"));
    sandbox.send("--to strategy --subject expired --ttl 1ms");
    let deliver_in_vain = |id: &str| {
        outside(&sandbox.database())
            .execute_batch(&format!(
                "UPDATE agent_messages SET status = 'claimed', deliveries = 5, lease_until = 1
                 WHERE id = {id};
                 {COUNT_ANEW}"
            ))
            .unwrap();
    };
    let dead = sandbox.send("--to strategy --subject dead");
    deliver_in_vain(&dead);
    // A receiver makes overdue messages dead letters; the sender is notified and has received the
    // notice.
    sandbox.ok("msg recv --agent execution");
    let notices = sandbox.json("msg recv --agent supervisor");
    sandbox.ok(&format!("msg ack {} --as supervisor", notices[0]["id"]));
    let mut stays = BTreeSet::from([sandbox.send("--to strategy --subject pending")]);
    // Nobody was notified of this one.
    let unburied = sandbox.send("--to strategy --subject unburied");
    deliver_in_vain(&unburied);
    stays.insert(unburied);
    let half_open = asked_and_answered(&sandbox);
    let reawakened = asked_and_answered(&sandbox);
    stays.extend(half_open);
    let active = sandbox.start_cycle("ACTIVE");
    stays.insert(sandbox.send(&format!("--to risk --subject x --cycle {active}")));
    let mixed = asked_and_answered(&sandbox);
    sandbox.ok(&format!("msg ack {}", mixed[1]));
    outside(&sandbox.database())
        .execute_batch(&format!(
            "UPDATE agent_messages SET cycle_id = '{active}' WHERE id = {}",
            mixed[1]
        ))
        .unwrap();
    stays.extend(mixed);
    ten_days_pass(&sandbox);
    // Its exchange is not over before the newest of it is old.
    sandbox.ok(&format!("msg ack {}", reawakened[1]));
    stays.extend(reawakened);
    let young = sandbox.send("--to strategy --subject young");
    sandbox.ok(&format!("msg ack {young} --as strategy"));
    stays.insert(young);
    let before = ids(&sandbox);
    sandbox.ok("cycle run --symbol YOUNG");
    stays.extend(ids(&sandbox).difference(&before).cloned());
    let young = sandbox.ok("cycle list --limit 1 -q");

    assert_eq!(
        sandbox.json("db prune --older-than 30d"),
        serde_json::json!({
            "messages": 0, "cycles": 0, "phases": 0, "state_versions": 0, "halts": 0
        })
    );
    assert_eq!(prunes(&sandbox), Vec::<Value>::new(), "nothing is no event");
    let state = number(
        &sandbox,
        "SELECT count(*) FROM shared_state WHERE cycle_id =
             (SELECT cycle_id FROM coordination_state WHERE symbol = 'OLD')",
    );
    let pruned = sandbox.json("db prune --older-than 7d");
    assert_eq!(ids(&sandbox), stays);
    assert_eq!(cycles(&sandbox), BTreeSet::from([active, young]));
    // Three commands and their responses, an exchange of two, one expired, one
    // dead and the notice of it.
    assert_eq!(
        (&pruned["messages"], &pruned["cycles"]),
        (&11.into(), &1.into())
    );
    assert_eq!(
        (&pruned["phases"], &pruned["state_versions"]),
        (&5.into(), &state.into())
    );
    let recorded = prunes(&sandbox);
    assert_eq!(recorded.iter().map(rows).sum::<i64>(), rows(&pruned));
    sandbox.ok("audit verify");
    sandbox.ok("db check");
}

#[test]
fn a_cycle_under_a_halt_and_what_tells_of_it_stay_until_it_is_cleared() {
    let sandbox = Sandbox::with_database();
    let by_symbol = sandbox.start_cycle("EURUSD");
    let by_id = sandbox.start_cycle("GBPUSD");
    sandbox.ok("halt --reason x --symbol EURUSD");
    sandbox.ok(&format!("halt --reason x --cycle {by_id} --as risk"));
    for agent in ["supervisor", "strategy", "risk", "execution"] {
        sandbox.ok(&format!("msg recv --ack --agent {agent}"));
    }
    ten_days_pass(&sandbox);
    let status = sandbox.json("halt status");
    let pruned = sandbox.json("db prune --older-than 7d");
    assert_eq!(rows(&pruned), 0, "{pruned}");
    assert_eq!(sandbox.json("halt status"), status);

    sandbox.ok("halt clear 1 --reason y");
    let pruned = sandbox.json("db prune --older-than 7d");
    assert_eq!(
        (&pruned["messages"], &pruned["cycles"]),
        (&3.into(), &1.into())
    );
    assert_eq!(pruned["halts"], 1, "that it was hit");
    assert_eq!(cycles(&sandbox), BTreeSet::from([by_id]));
    assert_eq!(sandbox.json("halt status"), serde_json::json!([status[1]]));

    sandbox.ok("halt clear 2 --reason y");
    let pruned = sandbox.json("db prune --older-than 7d");
    assert_eq!(
        (&pruned["messages"], &pruned["cycles"]),
        (&3.into(), &1.into())
    );
    assert_eq!(pruned["halts"], 2, "that it was hit, and its own halt");
    assert!(!cycles(&sandbox).contains(&by_symbol));
    sandbox.ok("db check");
}

#[test]
fn while_the_halt_file_lies_there_no_cycle_is_deleted() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    ten_days_pass(&sandbox);
    std::fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    sandbox.ok("db prune --older-than 7d");
    assert_eq!(cycles(&sandbox).len(), 1);
    sandbox.ok("halt clear 1 --reason x");
    sandbox.ok("db prune --older-than 7d");
    assert_eq!(cycles(&sandbox).len(), 0);
}

#[test]
fn a_subordinate_may_not_prune_and_changes_nothing() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    ten_days_pass(&sandbox);
    let before = sandbox.dump();
    let stderr = sandbox.fails(8, "db prune --older-than 1d --as risk");
    assert!(stderr.contains("only the supervisor"), "{stderr}");
    assert_eq!(sandbox.dump(), before);
    let refused = sandbox.json("audit log --kind refused");
    assert_eq!(refused[0]["details"]["action"], "db.prune");
    // Also where there is nothing to delete.
    Sandbox::with_database().fails(8, "db prune --older-than 1d --as risk");
    sandbox.fails(2, "db prune");
    sandbox.fails(2, "db prune --older-than 0s");
    sandbox.fails(2, "db prune --older-than -5s");
}

#[test]
fn what_has_more_rows_than_a_transaction_may_delete_goes_in_parts() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("cycle run --symbol EURUSD");
    ten_days_pass(&sandbox);
    outside(&sandbox.database())
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS
                 (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT i FROM n;
             INSERT INTO shared_state (cycle_id, key, version, value, written_by, written_at)
             SELECT cycle_id, 'many', i, '0', 'supervisor', 1 FROM coordination_state, n;
             INSERT INTO agent_messages (id, from_agent, to_agent, message_type, priority, subject,
                 payload, status, processed_at, correlation_id, response_message_id, reply_to,
                 sent_at, cycle_id)
             SELECT 10000 * part + i, 'supervisor', 'risk', 'request', 0, 'x', '{}', 'processed', 1,
                 'long ' || part, iif(i < 1200, 10000 * part + i + 1, NULL),
                 iif(i > 1, 10000 * part + i - 1, NULL), 1, iif(part = 1, cycle_id, NULL)
             FROM coordination_state, n, (SELECT 1 AS part UNION SELECT 2);",
        )
        .and_then(|()| outside(&sandbox.database()).execute_batch(COUNT_ANEW))
        .unwrap();
    sandbox.is_sound("db check");
    let pruned = sandbox.json("db prune --older-than 7d");
    assert_eq!(pruned["messages"], 6 + 2 * 1200);
    assert_eq!(
        (&pruned["cycles"], &pruned["phases"]),
        (&1.into(), &5.into())
    );
    assert_eq!(
        sandbox.dump().matches("agent_messages").count(),
        1,
        "but for their sequence"
    );
    assert_eq!(sandbox.dump().matches("cycle_").count(), 0);
    let events = prunes(&sandbox);
    assert!(events.iter().all(|event| rows(event) <= 500), "{events:?}");
    assert_eq!(events.iter().map(rows).sum::<i64>(), rows(&pruned));
    sandbox.is_sound("db check");
}

#[test]
fn others_send_while_a_prune_of_many_thousands_runs() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    fill(&sandbox, 12_000);
    let mut prune = sandbox.spawn("db prune --older-than 7d -q");
    let mut sent = 0;
    // How far the prune had come when each was sent.
    let mut stages = BTreeSet::new();
    until("the prune is over", || {
        sandbox.send("--to risk --subject x --busy-timeout 2s");
        sent += 1;
        stages.insert(prunes(&sandbox).len());
        prune.try_wait().unwrap().is_some()
    });
    assert_eq!(ended(prune).code, 0);
    let all = prunes(&sandbox).len();
    assert!(
        stages.iter().any(|&stage| 0 < stage && stage < all),
        "nothing was sent while it ran: {stages:?} of {all}"
    );
    assert_eq!(ids(&sandbox).len(), sent, "what was sent, and nothing else");
    assert!(prunes(&sandbox).len() >= 72);
    sandbox.ok("db check");
}

#[test]
fn a_prune_that_is_killed_leaves_no_half_exchange_and_the_next_one_ends_it() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    fill(&sandbox, 8_000);
    let mut killed = 0;
    for _ in 0..3 {
        let before = prunes(&sandbox).len();
        let mut prune = sandbox.spawn("db prune --older-than 7d");
        until("it has deleted something, or is over", || {
            prunes(&sandbox).len() > before || prune.try_wait().unwrap().is_some()
        });
        let _ = prune.kill();
        killed += u32::from(prune.wait().unwrap().signal().is_some());
        let halves = "SELECT count(*) FROM (SELECT 1 FROM agent_messages
             GROUP BY correlation_id HAVING count(*) <> 3)";
        assert_eq!(number(&sandbox, halves), 0);
        let left = number(&sandbox, "SELECT count(*) FROM agent_messages");
        let on_record: i64 = prunes(&sandbox).iter().map(rows).sum();
        assert_eq!(left + on_record, 24_000, "what went is on record");
        sandbox.is_sound("db check");
    }
    assert!(killed > 0, "none of them was killed");
    assert!(!prunes(&sandbox).is_empty(), "none of them got to anything");
    sandbox.ok("db prune --older-than 7d");
    assert_eq!(ids(&sandbox).len(), 0);
}

#[test]
fn two_prunes_at_once_share_the_work() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    fill(&sandbox, 5_000);
    let line = "-o json db prune --older-than 7d";
    let prunes = [sandbox.spawn(line), sandbox.spawn(line)];
    let sum: i64 = prunes
        .map(|prune| {
            let output = prune.wait_with_output().unwrap();
            assert!(output.status.success());
            rows(&serde_json::from_slice(&output.stdout).unwrap())
        })
        .iter()
        .sum();
    assert_eq!(sum, 15_000);
    sandbox.ok("db check");
}
