//! `db status`, `db backup` and `db check`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::common::{Sandbox, ran, until};

/// Opens a database from outside, to do to it what the program never does.
#[expect(clippy::disallowed_methods, reason = "done from outside on purpose")]
pub fn outside(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// Brings the counters up to messages that were stored from outside.
pub const COUNT_ANEW: &str = "DELETE FROM message_counts;
    INSERT INTO message_counts (to_agent, status, priority, count, deliveries)
        SELECT to_agent, status, priority, count(*), sum(deliveries) FROM agent_messages
        GROUP BY to_agent, status, priority;";

#[test]
fn the_counts_are_those_of_now_after_a_mix_of_messages() {
    let sandbox = Sandbox::with_database();
    let expired = sandbox.send("--to risk --subject expired --priority low --ttl 1ms");
    let oldest = sandbox.send("--to risk --subject oldest --priority critical");
    sandbox.send("--to risk --subject x --priority low");
    sandbox.send("--to risk --subject x --priority low");
    let claimed = ["held", "late", "dead"].map(|subject| {
        let id = sandbox.send(&format!(
            "--to strategy --subject {subject} --priority high"
        ));
        sandbox.ok("msg recv --agent strategy");
        id
    });
    let run_out = |id: &str, deliveries| {
        outside(&sandbox.database())
            .execute_batch(&format!(
                "UPDATE agent_messages SET lease_until = 1, deliveries = {deliveries}
                 WHERE id = {id}"
            ))
            .unwrap();
    };
    run_out(&claimed[1], 1);
    run_out(&claimed[2], 5);
    let acked = sandbox.send("--to execution --subject x");
    sandbox.ok(&format!("msg ack {acked} --as execution"));
    let failed = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!("cycle fail {failed} --error x"));
    sandbox.start_cycle("GBPUSD");

    let status = sandbox.json("db status");
    let counts = json!({"pending": 4, "claimed": 1, "processed": 1, "expired": 1, "dead": 1});
    assert_eq!(status["messages"], counts);
    assert_eq!(
        status["pending"],
        json!({"critical": 1, "high": 1, "normal": 0, "low": 2})
    );
    assert_ne!(status["oldest_pending"]["id"].to_string(), expired);
    assert_eq!(status["oldest_pending"]["id"].to_string(), oldest);
    let message = sandbox.json(&format!("msg show {oldest}"));
    assert_eq!(status["oldest_pending"]["sent_at"], message["sent_at"]);
    assert!(status["oldest_pending"]["age_ms"].as_u64().unwrap() < 60_000);
    assert_eq!(status["cycles"], json!({"active": 1, "ended": 1}));
    assert_eq!(status["audit_events"], sandbox.event_kinds().len());
}

#[test]
fn the_size_of_the_file_is_told() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let size = |end: &str| {
        fs::metadata(sandbox.path().join(format!("coord.db{end}")))
            .unwrap()
            .len()
    };
    let status = sandbox.json("db status");
    let path = fs::canonicalize(sandbox.database()).unwrap();
    assert_eq!(status["path"], path.to_str().unwrap());
    assert_eq!(status["file_bytes"], size(""));
    assert_eq!(status["log_bytes"], size("-wal"));
    let pages = status["pages"].as_u64().unwrap() * status["page_bytes"].as_u64().unwrap();
    assert_eq!(pages, size(""), "nothing has made it grow since");
    assert_eq!(status["free_pages"], 0);
    assert_eq!(status["schema_version"], 11);
    assert_eq!(status["oldest_pending"]["id"], 1);
    let table = sandbox.ok("db status");
    for line in [
        "1 pending, 0 claimed",
        "1 normal",
        "0 active, 0 ended",
        "1 events",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
    assert_eq!(sandbox.ok("db status -q"), path.to_str().unwrap());
    assert_eq!(
        sandbox.json("--as risk db status")["pages"],
        status["pages"]
    );
}

fn names_in(folder: &Path) -> Vec<OsString> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_beside_writers_holds_all_that_was_acknowledged_before_it() {
    let sandbox = Sandbox::with_database();
    let folder = sandbox.path().join("backups");
    fs::create_dir(&folder).unwrap();
    let writer = r"for i in $(seq 40); do flowrex-coord msg send --to risk --subject x -q; done";
    let writers: Vec<_> = (0..3)
        .map(|n| {
            let mut shell = sandbox.bare_shell();
            let acked = fs::File::create(sandbox.path().join(format!("acked {n}"))).unwrap();
            shell.env("FLOWREX_DB", sandbox.database()).arg(writer);
            shell.stdout(acked).spawn().unwrap()
        })
        .collect();
    let mut backups = Vec::new();
    for n in 0..8 {
        let acked = (0..3).map(|n| fs::read_to_string(sandbox.path().join(format!("acked {n}"))));
        let acked: String = acked.map(Result::unwrap).collect();
        let made = sandbox.json(&format!("db backup backups/{n}.db"));
        backups.push((n, acked, made));
    }
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    assert_eq!(names_in(&folder).len(), 8, "only what was asked for");
    for (n, acked, made) in backups {
        let copy = folder.join(format!("{n}.db"));
        assert_eq!(made["path"], copy.to_str().unwrap());
        assert_eq!(made["file_bytes"], fs::metadata(&copy).unwrap().len());
        assert_eq!(
            fs::metadata(&copy).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let on_copy = format!("--db backups/{n}.db");
        sandbox.ok(&format!("{on_copy} db check"));
        assert_eq!(
            sandbox.ok(&format!("{on_copy} audit head -q")),
            made["head"]
        );
        let there = sandbox.ok(&format!("{on_copy} msg list --limit 10000 -q"));
        for id in acked.split_inclusive('\n').filter(|id| id.ends_with('\n')) {
            assert!(
                there.lines().any(|line| line == id.trim()),
                "{n}: {id} is missing"
            );
        }
        sandbox.ok(&format!("{on_copy} cycle run --symbol EURUSD"));
        let mode: String = outside(&copy)
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }
    assert_eq!(
        sandbox
            .json("msg list --limit 1000")
            .as_array()
            .unwrap()
            .len(),
        120
    );
}

#[test]
fn a_backup_takes_the_place_of_nothing() {
    let sandbox = Sandbox::with_database();
    fs::write(sandbox.path().join("file"), "precious").unwrap();
    fs::create_dir(sandbox.path().join("folder")).unwrap();
    symlink("nothing", sandbox.path().join("link")).unwrap();
    fs::write(sandbox.path().join("gone.db-wal"), "the log of another").unwrap();
    let before = names_in(sandbox.path());
    for taken in [
        "file",
        "folder",
        "link",
        "coord.db",
        "gone.db",
        "nowhere/b.db",
        "new/",
        "file/b.db",
        "..",
    ] {
        let stderr = sandbox.fails(2, &format!("db backup {taken}"));
        assert!(stderr.contains("'<FILE>'"), "{taken}: {stderr}");
    }
    sandbox.fails(2, "db backup");
    assert_eq!(names_in(sandbox.path()), before);
    assert_eq!(
        fs::read_to_string(sandbox.path().join("file")).unwrap(),
        "precious"
    );
}

#[test]
fn of_many_backups_to_one_file_at_once_one_is_made() {
    let sandbox = Sandbox::with_database();
    let backups: Vec<_> = (0..12).map(|_| sandbox.spawn("db backup b.db")).collect();
    let codes = backups
        .into_iter()
        .map(|backup| ran(backup.wait_with_output().unwrap()).code);
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    assert_eq!(codes[..2], [0, 2]);
    assert_eq!(codes[11], 2);
    let hidden = names_in(sandbox.path()).into_iter();
    assert_eq!(
        hidden
            .filter(|name| name.as_bytes().starts_with(b"."))
            .count(),
        0
    );
    sandbox.ok("--db b.db db check");
}

#[test]
fn a_backup_goes_to_a_file_of_any_name() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let longest = "x".repeat(240);
    for name in [
        OsStr::new("with a space and\na line"),
        OsStr::new("file:b.db?mode=memory"),
        OsStr::new("ünï'\"%20#.db"),
        OsStr::new("-"),
        OsStr::from_bytes(b"not utf-8 \xff"),
        OsStr::new(&longest),
    ] {
        let made = sandbox
            .command()
            .args(["db", "backup"])
            .arg(name)
            .output()
            .unwrap();
        assert_eq!(
            made.status.code(),
            Some(0),
            "{name:?}: {}",
            ran(made).stderr
        );
        let copy = outside(&sandbox.path().join(name));
        let count: i64 = copy
            .query_row("SELECT count(*) FROM agent_messages", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 1, "{name:?}");
    }
}

#[test]
fn a_backup_that_fails_leaves_nothing_behind() {
    let sandbox = Sandbox::with_database();
    let before = names_in(sandbox.path());
    // No file may grow beyond 64 KiB: the disk is as good as full.
    let ran = sandbox.shell("trap '' XFSZ; ulimit -f 64; flowrex-coord db backup b.db");
    assert_eq!(ran.code, 74, "{}", ran.stderr);
    assert!(ran.stderr.contains("b.db"), "{}", ran.stderr);
    assert_eq!(names_in(sandbox.path()), before);
}

#[test]
fn a_backup_that_is_killed_leaves_no_half_file_under_its_name() {
    let sandbox = Sandbox::in_memory();
    sandbox.ok("db init");
    outside(&sandbox.database())
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
             INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
             SELECT 'risk', 'risk', 'event', 0, 'x', printf('\"%.*c\"', 1000000, 'x'), i, 1 FROM n",
        )
        .and_then(|()| outside(&sandbox.database()).execute_batch(COUNT_ANEW))
        .unwrap();
    // Each is killed when its draft has grown to another part of the whole.
    let whole = fs::metadata(sandbox.database()).unwrap().len();
    let mut killed = 0;
    for n in 0..10 {
        let mut backup = sandbox.spawn(&format!("db backup {n}.db"));
        let mut is_over = false;
        until("the draft has grown, or is whole", || {
            is_over = backup.try_wait().unwrap().is_some();
            let draft = draft_in(sandbox.path());
            is_over || draft.is_some_and(|(_, size)| size >= whole / 10 * n)
        });
        let _ = backup.kill();
        let was_killed = backup.wait().unwrap().signal().is_some();
        killed += u32::from(was_killed);
        if sandbox.path().join(format!("{n}.db")).exists() {
            let status = sandbox.json(&format!("--db {n}.db db status"));
            assert_eq!(status["messages"]["pending"], 60);
            sandbox.is_sound(&format!("--db {n}.db db check"));
        } else {
            assert!(was_killed, "it ended by itself, and made no backup");
        }
        if let Some((draft, _)) = draft_in(sandbox.path()) {
            fs::remove_file(draft).unwrap();
        }
    }
    assert!(killed > 0, "none of them was killed");
    sandbox.ok("db backup last.db");
}

/// The draft of a backup in this folder, and how large it is.
fn draft_in(folder: &Path) -> Option<(PathBuf, u64)> {
    let files = fs::read_dir(folder).unwrap().flatten();
    let mut drafts = files.filter(|file| {
        let name = file.file_name();
        name.to_string_lossy().starts_with(".flowrex-coord-backup-")
    });
    drafts.find_map(|draft| Some((draft.path(), draft.metadata().ok()?.len())))
}

/// The verdicts of `db check`, which must end with `code`.
fn verdicts(sandbox: &Sandbox, code: i32) -> Vec<(String, String)> {
    let ran = sandbox.try_line("-o json db check");
    assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
    let checks: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = checks.as_array().unwrap().iter();
    checks
        .map(|check| (text(&check["name"]), text(&check["verdict"])))
        .collect()
}

fn expected(verdicts: [&str; 5]) -> Vec<(String, String)> {
    let names = ["pages", "references", "contents", "counters", "audit log"].into_iter();
    names
        .zip(verdicts)
        .map(|(name, verdict)| (name.to_owned(), verdict.to_owned()))
        .collect()
}

/// A database all of which lies in its file, with some of everything in it.
fn settled() -> Sandbox {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to all --subject x --payload 1");
    let lines = r#"{"to":"risk","subject":"tick","payload":2}"#;
    sandbox.with_input(&["msg", "send", "--batch", "-"], lines.as_bytes());
    sandbox.ok("msg reply 1 --as execution --payload 3");
    sandbox.ok("halt --symbol GBPUSD --reason x");
    sandbox.ok("cycle run --symbol EURUSD");
    outside(&sandbox.database())
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    sandbox
}

/// Writes one byte into the file.
fn poke(sandbox: &Sandbox, at: u64, byte: u8) {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(sandbox.database())
        .unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte]).unwrap();
}

#[test]
fn a_check_of_a_sound_database_says_so() {
    let sandbox = settled();
    assert_eq!(verdicts(&sandbox, 0), expected(["ok"; 5]));
}

#[test]
fn a_check_finds_a_byte_of_the_audit_log_that_was_changed() {
    let sandbox = settled();
    let bytes = fs::read(sandbox.database()).unwrap();
    // In the details of an event, of which no index has a copy.
    let details = br#"{"gates":[]"#;
    let is_there = |&at: &usize| bytes[at..].starts_with(details);
    let found: Vec<_> = (0..bytes.len()).filter(is_there).collect();
    assert!(!found.is_empty());
    // To another letter, and to what is no letter at all.
    for byte in [b'G', 0xff] {
        for at in &found {
            poke(&sandbox, *at as u64 + 2, byte);
        }
        assert_eq!(
            verdicts(&sandbox, 65),
            expected(["ok", "ok", "ok", "ok", "failed"])
        );
        sandbox.fails(65, "audit verify");
    }
}

#[test]
fn a_check_finds_a_byte_of_an_index_that_was_changed() {
    let sandbox = settled();
    let root: u64 = outside(&sandbox.database())
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'messages_of_an_exchange'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let bytes = fs::read(sandbox.database()).unwrap();
    // A letter of the correlation id that stands last on the page.
    let at = root * 4096 - 10;
    poke(&sandbox, at, bytes[usize::try_from(at).unwrap()] ^ 1);
    assert_eq!(
        verdicts(&sandbox, 65),
        expected(["failed", "ok", "ok", "ok", "ok"])
    );
}

#[test]
fn a_check_finds_what_was_altered_or_put_in_behind_the_back_of_the_log() {
    for (sql, named) in [
        (
            "UPDATE agent_messages SET payload = '9' WHERE id = 2",
            "message 2 was altered",
        ),
        (
            "UPDATE agent_messages SET subject = 'y' WHERE subject = 'tick'",
            "message 4 was altered",
        ),
        (
            "UPDATE agent_messages SET payload = '9' WHERE message_type = 'response'",
            "message 5 was altered",
        ),
        (
            "UPDATE agent_messages SET priority = 0 WHERE id = 2",
            "message 2 was altered",
        ),
        (
            "UPDATE agent_messages SET from_agent = 'strategy' WHERE subject = 'tick'",
            "message 4 was altered",
        ),
        (
            "UPDATE agent_messages SET to_agent = 'execution' WHERE id = 2",
            "message 2 was altered",
        ),
        (
            "UPDATE agent_messages SET message_type = 'request' WHERE id = 2",
            "message 2 was altered",
        ),
        (
            "UPDATE agent_messages SET message_type = 'event' WHERE message_type = 'halt'",
            "was altered",
        ),
        (
            "INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
             VALUES ('supervisor', 'execution', 'halt', 0, 'stop', '{}', 'c', 1)",
            "messages, and the audit log records",
        ),
        (
            "UPDATE shared_state SET value = '9' WHERE key = 'risk_result'",
            "`risk_result` of cycle cycle_",
        ),
        (
            "INSERT INTO agent_messages (from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
             VALUES ('supervisor', 'execution', 'command', 0, 'buy', '{}', 'c', 1)",
            "messages, and the audit log records",
        ),
        (
            "INSERT INTO shared_state (cycle_id, key, version, value, written_by, written_at)
             SELECT cycle_id, 'more', 1, '1', 'supervisor', 1 FROM coordination_state",
            "values of the shared state, and the audit log records",
        ),
    ] {
        let sandbox = settled();
        outside(&sandbox.database()).execute_batch(sql).unwrap();
        let checks = verdicts(&sandbox, 65);
        let is_miscounted = ["INSERT INTO agent_messages", "SET priority", "SET to_agent"];
        let counters = if is_miscounted.iter().any(|part| sql.contains(part)) {
            "failed"
        } else {
            "ok"
        };
        let verdicts = ["ok", "ok", "failed", counters, "ok"];
        assert_eq!(checks, expected(verdicts), "{sql}");
        let table = sandbox.try_line("-o json db check").stdout;
        assert!(table.contains(named), "{sql}: {table}");
    }
}

#[test]
fn a_check_finds_a_reference_to_nothing() {
    let sandbox = settled();
    outside(&sandbox.database())
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM agent_messages WHERE id = 1;")
        .unwrap();
    assert_eq!(
        verdicts(&sandbox, 65),
        expected(["ok", "failed", "ok", "failed", "ok"])
    );
    let table = sandbox.try_line("db check").stdout;
    assert!(table.contains("agent_messages that is gone"), "{table}");
}

#[test]
fn a_check_tells_which_counter_is_wrong() {
    for (sql, named) in [
        (
            "UPDATE message_counts SET count = count + 1
             WHERE to_agent = 'risk' AND status = 'processed' AND priority = 2",
            "2 normal messages to risk that are processed are counted, and 1 are stored",
        ),
        (
            "UPDATE message_counts SET deliveries = 7
             WHERE to_agent = 'risk' AND status = 'processed' AND priority = 2",
            "7 deliveries of normal messages to risk that are processed are counted, and 1 are",
        ),
        (
            "DELETE FROM message_counts WHERE to_agent = 'execution' AND status = 'pending'",
            "0 normal messages to execution that are pending are counted, and 1 are stored",
        ),
        (
            "INSERT INTO message_counts VALUES ('strategy', 'dead', 3, 4, 0)",
            "4 low messages to strategy that are dead are counted, and 0 are stored",
        ),
        (
            "UPDATE counters SET count = 3 WHERE what = 'cycles' AND subject = 'completed'",
            "3 cycles in completed are counted, and 1 are stored",
        ),
        (
            "DELETE FROM counters WHERE what = 'phases' AND subject = 'execution'",
            "0 phases of execution in 0 ms are counted, and 1 in",
        ),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.ok("cycle run --symbol EURUSD");
        sandbox.send("--to risk --subject x");
        sandbox.ok("msg recv --agent risk --ack");
        sandbox.send("--to execution --subject x");
        assert_eq!(verdicts(&sandbox, 0), expected(["ok"; 5]));
        outside(&sandbox.database()).execute_batch(sql).unwrap();
        let checks = verdicts(&sandbox, 65);
        assert_eq!(
            checks,
            expected(["ok", "ok", "ok", "failed", "ok"]),
            "{sql}"
        );
        let table = sandbox.try_line("-o json db check").stdout;
        assert!(table.contains(named), "{sql}: {table}");
    }
}

#[test]
fn a_counter_that_was_tampered_with_stops_nobody() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.send("--to risk --subject x");
    outside(&sandbox.database())
        .execute_batch("UPDATE message_counts SET count = 0")
        .unwrap();
    sandbox.ok(&format!("msg ack {id} --as risk"));
    assert_eq!(sandbox.json("db status")["messages"]["processed"], 1);
}
