//! The file: who may become our database, and how it comes to be.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Stdio};

use rusqlite::Connection;

use crate::common::{Sandbox, make_first_schema, make_pipe, ran};

/// Opens a database from outside, to make a file that the program must refuse.
#[expect(clippy::disallowed_methods, reason = "made from outside on purpose")]
fn outside(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The database is refused, and neither it nor its folder changes.
fn is_refused(sandbox: &Sandbox, what: &str) {
    let before = fs::read(sandbox.database()).ok();
    let names = names_in(sandbox.path());
    // Where the halt file is ready the database was one of ours: there a halt halts anyway.
    let was_ours = sandbox.path().join("coord.db.HALT.ready").exists();
    let mut lines = vec!["health", "msg send --to risk --subject x"];
    if !was_ours {
        lines.push("halt --reason x");
    }
    for line in lines {
        let stderr = sandbox.fails(65, line);
        assert!(
            stderr.contains("not a usable coordination database") || stderr.contains("newer"),
            "{what}: {stderr}"
        );
    }
    assert_eq!(
        fs::read(sandbox.database()).ok(),
        before,
        "{what} was changed"
    );
    assert_eq!(names_in(sandbox.path()), names, "{what} got company");
}

#[test]
fn fifty_processes_can_open_a_new_database_at_once() {
    for _ in 0..3 {
        let sandbox = Sandbox::new();
        let children: Vec<Child> = (0..50)
            .map(|_| {
                let mut command = sandbox.command();
                command.args(["msg", "send", "--to", "risk", "--subject", "x", "-q"]);
                command
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut notes = 0;
        for child in children {
            let ran = ran(child.wait_with_output().unwrap());
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            notes += usize::from(ran.stderr.contains("note: created the database"));
        }
        assert_eq!(notes, 1, "processes that say that they made it");
        let messages = sandbox.json("msg list --limit 1000");
        assert_eq!(messages.as_array().unwrap().len(), 50);
    }
}

#[test]
fn the_default_database_is_private_to_its_user() {
    let sandbox = Sandbox::new();
    let ran = ran(sandbox
        .bare_command()
        .args(["db", "init"])
        .output()
        .unwrap());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let folder = sandbox.path().join(".local/share/flowrex");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("coord.db")), 0o600);
    assert!(ran.stderr.contains("coord.db"), "{}", ran.stderr);
}

#[test]
fn the_folder_of_a_named_database_must_exist() {
    let sandbox = Sandbox::new();
    let stderr = sandbox.fails(2, "--db nowhere/coord.db db init");
    assert!(stderr.contains("nowhere/coord.db"), "{stderr}");
    assert_eq!(names_in(sandbox.path()), Vec::<String>::new());
}

#[test]
fn what_is_no_database_is_refused_untouched() {
    let text = Sandbox::new();
    fs::write(
        text.database(),
        "just some text, longer than a header of a hundred bytes".repeat(9),
    )
    .unwrap();
    is_refused(&text, "a text file");

    let empty = Sandbox::new();
    fs::write(empty.database(), "").unwrap();
    is_refused(&empty, "an empty file");

    let folder = Sandbox::new();
    fs::create_dir(folder.database()).unwrap();
    is_refused(&folder, "a folder");

    let link = Sandbox::new();
    symlink("nothing", link.database()).unwrap();
    is_refused(&link, "a link to nothing");

    let device = Sandbox::new();
    device.fails(65, "--db /dev/null mode");
}

#[test]
fn a_fifo_is_refused_without_waiting_for_a_writer() {
    let sandbox = Sandbox::new();
    make_pipe(&sandbox.database());
    sandbox.fails(65, "mode");
}

#[test]
fn the_database_of_another_program_is_refused_untouched() {
    let plain = Sandbox::new();
    outside(&plain.database())
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        .unwrap();
    is_refused(&plain, "a foreign database");

    let wal = Sandbox::new();
    outside(&wal.database())
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);")
        .unwrap();
    is_refused(&wal, "a foreign database with a write-ahead log");
}

#[test]
fn a_foreign_journal_is_not_rolled_back() {
    let sandbox = Sandbox::with_database();
    let journal = sandbox.path().join("coord.db-journal");
    fs::write(&journal, "the journal of somebody else").unwrap();
    is_refused(&sandbox, "a database with a rollback journal");
    assert!(journal.exists());
}

#[test]
fn the_log_of_a_database_that_is_gone_is_not_read_into_a_new_one() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    fs::remove_file(sandbox.database()).unwrap();
    let stderr = sandbox.fails(65, "db init");
    assert!(stderr.contains("coord.db-wal"), "{stderr}");
    assert!(!sandbox.database().exists());
    fs::remove_file(sandbox.path().join("coord.db-wal")).unwrap();
    sandbox.ok("db init");
    assert_eq!(sandbox.json("msg list"), serde_json::json!([]));
}

#[test]
fn a_name_that_looks_like_a_uri_is_a_name() {
    let sandbox = Sandbox::new();
    sandbox.ok("--db file:x.db?mode=memory msg send --to risk --subject x");
    assert!(sandbox.path().join("file:x.db?mode=memory").exists());
}

#[test]
fn our_mark_without_our_schema_is_refused_untouched() {
    let sandbox = Sandbox::new();
    let file = outside(&sandbox.database());
    file.execute_batch("PRAGMA application_id = 0x464C5258; CREATE TABLE t (a);")
        .unwrap();
    drop(file);
    is_refused(&sandbox, "a database with our mark and no schema");
}

#[test]
fn the_database_of_a_newer_version_is_refused_untouched() {
    let sandbox = Sandbox::with_database();
    let file = outside(&sandbox.database());
    file.execute_batch("PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE);")
        .unwrap();
    drop(file);
    is_refused(&sandbox, "a newer database");
}

#[test]
fn a_damaged_database_is_refused_untouched() {
    let settled = || {
        let sandbox = Sandbox::with_database();
        outside(&sandbox.database())
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
            .unwrap();
        let bytes = fs::read(sandbox.database()).unwrap();
        (sandbox, bytes)
    };
    let (sandbox, mut bytes) = settled();
    bytes[..16].copy_from_slice(b"NotSQLite format");
    fs::write(sandbox.database(), bytes).unwrap();
    is_refused(&sandbox, "a damaged header");

    let (sandbox, mut bytes) = settled();
    bytes[44..48].copy_from_slice(&[9; 4]);
    fs::write(sandbox.database(), bytes).unwrap();
    is_refused(&sandbox, "a schema format that nobody knows");

    let (sandbox, bytes) = settled();
    fs::write(sandbox.database(), &bytes[..bytes.len() / 2]).unwrap();
    is_refused(&sandbox, "a truncated file");
}

#[test]
fn a_file_with_two_names_is_refused() {
    let sandbox = Sandbox::with_database();
    fs::hard_link(sandbox.database(), sandbox.path().join("other.db")).unwrap();
    let stderr = sandbox.fails(65, "mode");
    assert!(stderr.contains("more than one name"), "{stderr}");
}

#[test]
fn a_link_to_a_database_opens_the_one_it_leads_to() {
    let sandbox = Sandbox::with_database();
    symlink("coord.db", sandbox.path().join("link.db")).unwrap();
    sandbox.ok("--db link.db msg send --to risk --subject x");
    assert_eq!(sandbox.json("msg list").as_array().unwrap().len(), 1);
    assert!(
        !sandbox.path().join("link.db-wal").exists(),
        "a second log for one file"
    );
}

#[test]
fn what_a_dead_maker_left_behind_is_no_obstacle() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path().join("coord.db.new"), "half a database").unwrap();
    fs::write(
        sandbox.path().join("coord.db.new-journal"),
        "half a journal",
    )
    .unwrap();
    sandbox.ok("db init");
    assert!(
        !names_in(sandbox.path())
            .iter()
            .any(|name| name.contains(".new"))
    );
}

#[test]
fn a_current_database_is_opened_without_the_lock() {
    let sandbox = Sandbox::with_database();
    fs::remove_file(sandbox.path().join("coord.db.lock")).unwrap();
    sandbox.ok("msg send --to risk --subject x");
    assert!(!sandbox.path().join("coord.db.lock").exists());
}

#[test]
fn the_log_stays_small_over_many_short_commands() {
    let sandbox = Sandbox::with_database();
    let mut largest = 0;
    for _ in 0..60 {
        sandbox.send("--to risk --subject x");
        let log = fs::metadata(sandbox.path().join("coord.db-wal"));
        largest = largest.max(log.map_or(0, |log| log.len()));
    }
    assert!(largest > 0, "the log was emptied at every close");
    assert!(largest < 100 * 4096, "the log grew to {largest} bytes");
}

#[test]
fn a_reader_that_held_a_snapshot_for_long_leaves_no_large_log_behind() {
    let sandbox = Sandbox::with_database();
    let reader = outside(&sandbox.database());
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM agents")
        .unwrap();
    let line = r#"{"to":"risk","subject":"x"}"#;
    let lines = format!("{line}\n").repeat(10_000);
    let sent = sandbox.with_input(&["msg", "send", "--batch", "-"], lines.as_bytes());
    assert_eq!(sent.code, 0, "{}", sent.stderr);
    let log = || fs::metadata(sandbox.path().join("coord.db-wal")).map_or(0, |log| log.len());
    assert!(log() > 100 * 4096, "nothing kept the log: {}", log());
    drop(reader);
    sandbox.send("--to strategy --subject x");
    assert!(log() <= 64 * 4096, "the log still has {} bytes", log());
}

#[test]
fn a_database_of_the_first_schema_is_brought_up_to_date_with_all_that_is_in_it() {
    let sandbox = Sandbox::new();
    make_first_schema(&sandbox.database());
    assert_eq!(sandbox.json("msg recv --agent risk")[0]["subject"], "kept");
    let cycle = sandbox.json("cycle show");
    assert_eq!(cycle["gates"], serde_json::json!([]));
    let id = cycle["cycle_id"].as_str().unwrap();
    sandbox.ok(&format!("cycle advance {id} --to strategy_analysis"));
    assert!(sandbox.path().join("coord.db.HALT.ready").exists());
    sandbox.ok("audit verify");
}
