//! The audit log: that nothing is missing from it, and nothing was changed in it.

use flowrex_coord::model::audit::{AuditEvent, Hash};
use flowrex_coord::model::clock::Timestamp;
use rusqlite::Connection;

use crate::common::Sandbox;

#[test]
fn every_operation_and_every_refusal_leaves_an_event() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let since = sandbox.event_kinds().len();
    let steps = [
        (0, format!("cycle advance {id}"), "cycle.advance"),
        (
            0,
            format!("msg send --to risk --type command --subject x --cycle {id}"),
            "command.send",
        ),
        (
            0,
            "msg send --to risk --subject x".to_owned(),
            "message.send",
        ),
        (0, "msg recv --agent risk".to_owned(), "message.claim"),
        (0, "msg ack 2 --as risk".to_owned(), "message.ack"),
        (
            0,
            "msg reply 1 --as risk --payload {}".to_owned(),
            "message.reply",
        ),
        (
            0,
            format!("state write --cycle {id} --key k --value 1"),
            "state.write",
        ),
        (0, "health beat".to_owned(), "health.beat"),
        (0, "health success".to_owned(), "health.success"),
        (0, "health error --message x".to_owned(), "health.error"),
        (0, "health reset supervisor".to_owned(), "health.reset"),
        (0, "mode set autonomous --reason x".to_owned(), "mode.set"),
        (0, "agent add news".to_owned(), "agent.add"),
        (8, format!("cycle fail {id} --error x --as risk"), "refused"),
        (4, format!("cycle complete {id}"), "refused"),
        (0, "halt --reason x --as risk".to_owned(), "halt.request"),
        (
            10,
            "msg send --to risk --type command --subject x".to_owned(),
            "cycle.halt refused",
        ),
        (0, "halt clear 1 --reason x".to_owned(), "halt.clear"),
    ];
    let mut expected = Vec::new();
    for (code, line, kinds) in &steps {
        sandbox.fails(*code, line);
        expected.extend(kinds.split(' '));
    }
    assert_eq!(sandbox.event_kinds()[since..], expected);
    let refused = sandbox.json("audit log --kind refused --limit 1");
    assert_eq!(refused[0]["actor"], "supervisor");
    assert_eq!(refused[0]["details"]["action"], "command.send");
    assert_eq!(refused[0]["details"]["error"], "halted");
    assert_eq!(
        sandbox
            .json("audit log --actor risk --kind refused")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(sandbox.json("audit verify")["verified"], true);
}

#[test]
fn a_refusal_because_of_unfit_agents_is_on_record() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for _ in 0..2 {
        sandbox.ok("health error --agent risk --message x");
    }
    sandbox.fails(6, &format!("cycle resume {id}"));
    let events = sandbox.json("audit log --kind refused");
    assert_eq!(events[0]["subject"], id);
    assert_eq!(events[0]["details"]["action"], "cycle.resume");
    assert_eq!(events[0]["details"]["error"], "unhealthy");
    assert!(
        events[0]["details"]["reason"]
            .as_str()
            .unwrap()
            .contains("risk")
    );
}

#[test]
fn a_backup_is_on_record_and_needs_no_token() {
    let sandbox = Sandbox::with_database();
    let made = sandbox.json("db backup copy.db");
    let events = sandbox.json("audit log --kind db.backup");
    let details = &events[0]["details"];
    assert_eq!(events[0]["subject"], "database");
    assert_eq!(details["head"], made["head"]);
    assert_eq!(details["proven"], true);
    assert!(details["path"].as_str().unwrap().ends_with("copy.db"));
    // The copy stands on the head that was printed.
    assert_eq!(
        sandbox.ok("audit head -q --db copy.db"),
        made["head"].as_str().unwrap()
    );
    sandbox.ok("agent enroll supervisor -q");
    sandbox.ok("db backup again.db");
    let events = sandbox.json("audit log --kind db.backup");
    assert_eq!(events[1]["details"]["proven"], false);
    // One that was refused is none.
    sandbox.fails(2, "db backup again.db");
    assert_eq!(
        sandbox
            .json("audit log --kind db.backup")
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_backup_is_made_also_where_it_cannot_be_recorded() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    let ran = sandbox.try_line("db backup copy.db --busy-timeout 50ms");
    drop(lock);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("the audit log does not record it"),
        "{}",
        ran.stderr
    );
    sandbox.ok("db check --db copy.db");
}

/// Does to the audit log what its program never does.
#[expect(clippy::disallowed_methods, reason = "somebody tampers with the file")]
fn tamper(sandbox: &Sandbox, sql: &str) {
    Connection::open(sandbox.database())
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

#[test]
fn a_log_that_was_tampered_with_does_not_verify_and_the_first_bad_event_is_named() {
    let move_rows = "UPDATE audit_log SET seq = -seq WHERE seq IN (2, 3);
        UPDATE audit_log SET seq = 5 + seq WHERE seq < 0;";
    for (sql, named) in [
        (
            "UPDATE audit_log SET details = '{}' WHERE seq = 3",
            "event 3 was altered",
        ),
        (
            "UPDATE audit_log SET at = at + 1 WHERE seq = 2",
            "event 2 was altered",
        ),
        ("DELETE FROM audit_log WHERE seq = 3", "event 3 is missing"),
        ("DELETE FROM audit_log WHERE seq = 1", "event 1 is missing"),
        (move_rows, "event 2 was altered"),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.start_cycle("EURUSD");
        sandbox.ok("audit verify");
        tamper(&sandbox, sql);
        let stderr = sandbox.fails(65, "audit verify");
        assert!(stderr.contains(named), "{sql}: {stderr}");
    }
}

#[test]
fn a_log_that_was_cut_off_is_found_with_a_head_that_was_kept() {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let head = sandbox.ok("audit head -q");
    sandbox.send("--to risk --subject later");
    sandbox.ok(&format!("audit verify --head {head}"));
    tamper(&sandbox, "DELETE FROM audit_log WHERE seq >= 5");
    sandbox.ok("audit verify");
    let stderr = sandbox.fails(65, &format!("audit verify --head {head}"));
    assert!(stderr.contains("anchor"), "{stderr}");
}

/// Alters an event and chains everything behind it anew, as this program would.
#[expect(clippy::disallowed_methods, reason = "somebody tampers with the file")]
fn rewrite(sandbox: &Sandbox, altered: u64) {
    let connection = Connection::open(sandbox.database()).unwrap();
    let mut statement = connection
        .prepare("SELECT seq, at, actor, kind, subject, details FROM audit_log ORDER BY seq")
        .unwrap();
    let events = statement.query_map([], |row| {
        Ok(AuditEvent {
            seq: row.get(0)?,
            at: Timestamp::from_millis(row.get(1)?),
            actor: row.get(2)?,
            kind: row.get(3)?,
            subject: row.get(4)?,
            details: row.get(5)?,
            hash: Hash::GENESIS,
        })
    });
    let mut before = Hash::GENESIS;
    for event in events.unwrap() {
        let mut event = event.unwrap();
        if event.seq == altered {
            "strategy".clone_into(&mut event.actor);
        }
        before = event.expected_hash(before);
        connection
            .execute(
                "UPDATE audit_log SET actor = ?, hash = ? WHERE seq = ?",
                (event.actor, before.as_bytes(), event.seq),
            )
            .unwrap();
    }
}

#[test]
fn a_log_that_was_written_anew_is_found_with_a_head_that_was_kept() {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let head = sandbox.ok("audit head -q");
    sandbox.send("--to risk --subject later");
    rewrite(&sandbox, 2);
    // The chain itself is in order: that is all that it can tell.
    sandbox.ok("audit verify");
    let events = sandbox.json("audit log --limit 100");
    assert_eq!(events[1]["actor"], "strategy");
    let stderr = sandbox.fails(65, &format!("audit verify --head {head}"));
    assert!(stderr.contains("anchor"), "{stderr}");
    // What is behind the anchor is not what the anchor is about.
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let head = sandbox.ok("audit head -q");
    let after: u64 = head.split(':').next().unwrap().parse().unwrap();
    sandbox.send("--to risk --subject later");
    rewrite(&sandbox, after + 1);
    sandbox.ok(&format!("audit verify --head {head}"));
}
