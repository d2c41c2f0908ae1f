//! `db restore`: a backup takes the place of the database, under a halt, and nothing of
//! the old one is lost or replayed.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::PathBuf;

use flowrex_coord::model::audit::{AuditEvent, Hash};
use flowrex_coord::model::clock::Timestamp;
use serde_json::Value;

use crate::common::{Sandbox, ended, ran, skip, until, until_it_waits};

/// A database with one message, a backup of it in `b.db`, and one more message, which
/// lies in the log. Returns the head of the backup, too.
fn backed_up() -> (Sandbox, String) {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject kept");
    let made = sandbox.json("db backup b.db");
    sandbox.send("--to risk --subject since");
    let log = fs::metadata(sandbox.path().join("coord.db-wal")).unwrap();
    assert!(log.len() > 0, "nothing is in the log only");
    (sandbox, made["head"].as_str().unwrap().to_owned())
}

fn subjects(sandbox: &Sandbox, line: &str) -> Vec<String> {
    let all = sandbox.json(line);
    let all = all.as_array().unwrap().iter();
    let subjects = all.map(|one| one["subject"].as_str().unwrap().to_owned());
    subjects.filter(|it| it != "EMERGENCY HALT").collect()
}

/// Every file of the folder with what is in it.
fn contents(sandbox: &Sandbox) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(sandbox.path()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths
        // What processes share is no part of a database that nobody has open.
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_restore_names_the_agents_that_were_removed_since_and_take_part_again() {
    let sandbox = Sandbox::with_database();
    for name in ["news", "old", "kept"] {
        sandbox.ok(&format!("agent add {name}"));
    }
    sandbox.ok("agent remove old");
    sandbox.ok("db backup b.db");
    sandbox.ok("agent remove news");
    let ran = sandbox.try_line("-o json db restore b.db");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let restored: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(restored["returned_agents"], serde_json::json!(["news"]));
    let warning = "warning: news was removed since the backup and takes part again";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);
    assert!(ran.stderr.contains("agent remove news`"), "{}", ran.stderr);
    let again = sandbox.json("db restore b.db");
    assert_eq!(again["returned_agents"], serde_json::json!([]));
}

#[test]
fn a_backup_takes_the_place_of_the_database_and_everything_is_halted() {
    let (sandbox, head) = backed_up();
    sandbox.start_cycle("EURUSD");
    let backup = fs::read(sandbox.path().join("b.db")).unwrap();
    let restored = sandbox.json(&format!("db restore b.db --head {head}"));
    assert_eq!(restored["head"], head);
    assert_eq!(subjects(&sandbox, "msg list"), ["kept"]);
    sandbox.ok("db check");
    sandbox.ok(&format!("audit verify --head {head}"));
    assert_eq!(
        sandbox.event_kinds()[..2],
        ["message.send", "db.restore"],
        "it is on record"
    );
    let event = &sandbox.json("audit log --kind db.restore")[0];
    assert_eq!(event["details"]["head"], head);
    assert_eq!(event["actor"], "supervisor");

    let halt = restored["halt"].to_string();
    let halts = sandbox.json("halt status");
    assert_eq!(halts.as_array().unwrap().len(), 1, "{halts}");
    assert_eq!(halts[0]["id"].to_string(), halt);
    sandbox.fails(10, "cycle run --symbol GBPUSD");
    assert!(sandbox.path().join("coord.db.HALT").exists());
    sandbox.ok(&format!("halt clear {halt} --reason seen"));
    sandbox.ok("cycle run --symbol GBPUSD");
    assert!(!sandbox.path().join("coord.db.HALT").exists());

    // The old one is whole, with what was in its log only; the backup is as it was.
    let previous = restored["previous"].as_str().unwrap();
    let on_previous = format!("--db {previous}");
    assert_eq!(
        subjects(&sandbox, &format!("{on_previous} msg list")),
        ["since", "kept"]
    );
    sandbox.ok(&format!("{on_previous} db check"));
    assert_eq!(fs::read(sandbox.path().join("b.db")).unwrap(), backup);
    // And it can be gone back to.
    sandbox.ok(&format!("db restore {previous}"));
    assert_eq!(subjects(&sandbox, "msg list"), ["since", "kept"]);
}

#[test]
fn a_restore_that_cannot_be_meant_changes_nothing() {
    let (sandbox, head) = backed_up();
    let (number, hash) = head.split_once(':').unwrap();
    let other = format!("{number}:{}", hash.chars().rev().collect::<String>());
    let path = |name: &str| sandbox.path().join(name);
    fs::write(path("text"), "no database").unwrap();
    fs::write(path("empty"), "").unwrap();
    fs::create_dir(path("folder")).unwrap();
    symlink("nothing", path("link")).unwrap();
    // A backup of a database in which nothing ever happened, as a mistyped path made one.
    sandbox.ok("--db fresh.db db init");
    let mut half = fs::read(path("b.db")).unwrap();
    half.truncate(half.len() / 2);
    fs::write(path("half"), half).unwrap();
    let before = contents(&sandbox);
    for (code, line, said) in [
        (3, "db restore missing.db".to_owned(), "missing.db"),
        (2, "db restore coord.db".to_owned(), "the database itself"),
        (2, "db restore".to_owned(), "BACKUP"),
        (2, "db restore b.db --head 7".to_owned(), "--head"),
        (65, "db restore text".to_owned(), "text"),
        (65, "db restore empty".to_owned(), "an empty file"),
        (65, "db restore folder".to_owned(), "a folder"),
        (
            65,
            "db restore link".to_owned(),
            "a symbolic link to nothing",
        ),
        (65, "db restore half".to_owned(), "half"),
        (
            65,
            "db restore fresh.db".to_owned(),
            "nothing was ever recorded",
        ),
        (65, format!("db restore b.db --head {other}"), "the anchor"),
        (65, "--db text db restore b.db".to_owned(), "text"),
        (65, "--db folder db restore b.db".to_owned(), "folder"),
        (8, "db restore b.db --as risk".to_owned(), "risk may not"),
        (2, "db restore b.db --as nobody".to_owned(), "nobody"),
    ] {
        let stderr = sandbox.fails(code, &line);
        assert!(stderr.contains(said), "{line}: {stderr}");
        assert!(contents(&sandbox) == before, "{line} changed something");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what an enemy does")]
fn a_backup_that_was_tampered_with_is_not_restored() {
    for sql in [
        "UPDATE audit_log SET actor = 'risk' WHERE seq = 1",
        "UPDATE agent_messages SET payload = '9' WHERE id = 1",
        "CREATE TRIGGER t AFTER INSERT ON agents BEGIN SELECT 1; END",
    ] {
        let (sandbox, _) = backed_up();
        let backup = rusqlite::Connection::open(sandbox.path().join("b.db")).unwrap();
        backup.execute_batch(sql).unwrap();
        drop(backup);
        let stderr = sandbox.fails(65, "db restore b.db");
        assert!(
            stderr.contains("b.db cannot be restored"),
            "{sql}: {stderr}"
        );
        assert_eq!(subjects(&sandbox, "msg list"), ["since", "kept"]);
        assert!(!sandbox.path().join("coord.db.HALT").exists());
    }
}

#[test]
fn whatever_is_left_of_a_damaged_or_missing_database_is_moved_aside() {
    let damage: [fn(&Sandbox); 5] = [
        |sandbox| fs::remove_file(sandbox.database()).unwrap(),
        |sandbox| fs::write(sandbox.database(), "").unwrap(),
        |sandbox| fs::write(sandbox.database(), "not a database any more").unwrap(),
        |sandbox| fs::write(sandbox.path().join("coord.db-journal"), "of another").unwrap(),
        |sandbox| {
            let bytes = fs::read(sandbox.database()).unwrap();
            fs::write(sandbox.database(), &bytes[..bytes.len() / 2]).unwrap();
        },
    ];
    for (n, damage) in damage.iter().enumerate() {
        let (sandbox, head) = backed_up();
        damage(&sandbox);
        let halt = sandbox.ok(&format!("db restore b.db --head {head} -q"));
        assert_eq!(subjects(&sandbox, "msg list"), ["kept"], "{n}");
        sandbox.ok("db check");
        sandbox.ok(&format!("halt clear {halt} --reason seen"));
        sandbox.send("--to risk --subject next");
        // The log of the old one is neither lost nor in the way.
        let aside = contents(&sandbox).into_iter().filter(|(path, bytes)| {
            let name = path.to_string_lossy();
            name.contains(".before-restore-") && name.ends_with("-wal") && !bytes.is_empty()
        });
        assert_eq!(aside.count(), 1, "{n}");
    }
}

#[test]
fn a_backup_is_restored_where_there_was_no_database() {
    let (sandbox, head) = backed_up();
    let elsewhere = Sandbox::new();
    fs::copy(sandbox.path().join("b.db"), elsewhere.path().join("b.db")).unwrap();
    let restored = elsewhere.json(&format!("db restore b.db --head {head}"));
    assert_eq!(restored["previous"], Value::Null);
    assert_eq!(subjects(&elsewhere, "msg list"), ["kept"]);
    elsewhere.fails(10, "cycle run --symbol EURUSD");
    let mode = fs::metadata(elsewhere.database())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    elsewhere.fails(2, "--db nowhere/coord.db db restore b.db");
    // The default one with its folder.
    let mut command = elsewhere.bare_command();
    let restored = ran(command.args(["db", "restore", "b.db"]).output().unwrap());
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    assert!(
        elsewhere
            .path()
            .join(".local/share/flowrex/coord.db")
            .exists()
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "makes a file of its own")]
fn a_backup_of_the_first_schema_is_brought_up_to_date_in_its_copy() {
    let sandbox = Sandbox::with_database();
    let old = sandbox.path().join("old.db");
    crate::common::make_first_schema(&old);
    let mut event = AuditEvent {
        seq: 1,
        at: Timestamp::from_millis(1),
        actor: "supervisor".to_owned(),
        kind: "health.beat".to_owned(),
        subject: "supervisor".to_owned(),
        details: "{}".to_owned(),
        hash: Hash::GENESIS,
    };
    event.hash = event.expected_hash(Hash::GENESIS);
    let connection = rusqlite::Connection::open(&old).unwrap();
    connection
        .execute_batch("DELETE FROM agent_messages")
        .unwrap();
    let insert = "INSERT INTO audit_log (seq, at, actor, kind, subject, details, hash)
                  VALUES (1, 1, 'supervisor', 'health.beat', 'supervisor', '{}', ?)";
    connection.execute(insert, [event.hash.as_bytes()]).unwrap();
    drop(connection);
    let before = fs::read(&old).unwrap();
    sandbox.ok("db restore old.db");
    assert_eq!(sandbox.json("cycle list")[0]["symbol"], "EURUSD");
    sandbox.ok("db check");
    assert_eq!(fs::read(&old).unwrap(), before, "the backup was changed");
}

#[test]
fn the_tokens_are_those_of_the_backup() {
    let (sandbox, _) = backed_up();
    let token = sandbox.ok("agent enroll supervisor -q");
    let with_token = |line: &str| {
        let mut command = sandbox.command();
        command.args(line.split(' ')).env("FLOWREX_TOKEN", &token);
        ran(command.output().unwrap())
    };
    assert_eq!(with_token("db backup later.db").code, 0);
    let stderr = sandbox.fails(8, "db restore later.db");
    assert!(stderr.contains("requires its token"), "{stderr}");
    assert!(!sandbox.path().join("coord.db.HALT").exists());
    let restored = with_token("db restore later.db -q");
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    // In the first one, nobody needs a token.
    let halt = sandbox.ok("db restore b.db -q");
    sandbox.ok(&format!("halt clear {halt} --reason seen"));
}

#[test]
fn a_writer_that_hangs_keeps_the_files_where_they_are() {
    let (sandbox, _) = backed_up();
    let lock = sandbox.lock();
    let stderr = sandbox.fails(75, "--busy-timeout 100ms db restore b.db");
    let own = std::process::id().to_string();
    assert!(stderr.contains("is in use by process"), "{stderr}");
    assert!(stderr.contains(&own), "{stderr}");
    drop(lock);
    assert_eq!(subjects(&sandbox, "msg list"), ["since", "kept"]);
    sandbox.fails(10, "cycle run --symbol EURUSD");
    sandbox.ok("db restore b.db");
    assert_eq!(subjects(&sandbox, "msg list"), ["kept"]);
}

#[test]
fn who_has_the_old_database_open_is_told() {
    let (sandbox, _) = backed_up();
    let waiting = sandbox.spawn("msg recv --agent strategy --wait 1h");
    until_it_waits(&waiting);
    sandbox.ok("db restore b.db");
    let ended = ran(waiting.wait_with_output().unwrap());
    assert_eq!(ended.code, 74, "{}", ended.stderr);
    assert!(ended.stderr.contains("replaced"), "{}", ended.stderr);
    sandbox.ok("db check");
}

#[test]
fn a_halt_that_was_in_force_before_stays_until_it_is_cleared() {
    let (sandbox, _) = backed_up();
    fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    let halt = sandbox.ok("db restore b.db -q");
    sandbox.ok(&format!("halt clear {halt} --reason seen"));
    sandbox.fails(10, "cycle run --symbol EURUSD");
    let left = sandbox.json("halt status");
    let [by_hand] = left.as_array().unwrap().as_slice() else {
        panic!("{left}");
    };
    assert_eq!(by_hand["requested_by"], "operator");
    sandbox.ok(&format!("halt clear {} --reason seen", by_hand["id"]));
    sandbox.ok("cycle run --symbol EURUSD");
}

#[test]
fn a_restore_lifts_no_halt_of_the_database_that_it_replaces() {
    let (sandbox, _) = backed_up();
    let own = sandbox.ok("halt --symbol EURUSD --as risk --reason unlisted -q");
    let restored = sandbox.try_line("db restore b.db -q");
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    let note = "a halt on symbol EURUSD was in force before and stays, as halt ";
    assert!(restored.stderr.contains(note), "{own}: {}", restored.stderr);
    let halt = restored.stdout.trim();
    sandbox.ok(&format!("halt clear {halt} --reason checked"));
    let refused = sandbox.fails(10, "cycle run --symbol EURUSD");
    assert!(refused.contains("risk: unlisted"), "{refused}");
    sandbox.ok("cycle run --symbol GBPUSD");
    // Restored once more, it is still one halt on the symbol.
    sandbox.ok("db backup c.db");
    let again = sandbox.try_line("db restore c.db -q");
    assert!(!again.stderr.contains(note), "{}", again.stderr);
    let halts = sandbox.json("halt status");
    let of_symbol = halts.as_array().unwrap().iter();
    let of_symbol = of_symbol.filter(|halt| halt["symbol"] == "EURUSD");
    assert_eq!(of_symbol.count(), 1, "{halts}");
}

#[test]
fn a_halt_that_is_called_while_a_restore_waits_for_the_files_stays_in_force() {
    let (sandbox, _) = backed_up();
    let lock = fs::File::options()
        .write(true)
        .open(sandbox.path().join("coord.db.lock"))
        .unwrap();
    lock.lock().unwrap();
    let restore = sandbox.spawn("db restore b.db -q");
    let halt_file = sandbox.path().join("coord.db.HALT");
    until("the restore has placed its halt", || halt_file.exists());
    sandbox.ok("halt --symbol EURUSD --as risk --reason unlisted -q");
    drop(lock);
    let restored = ended(restore);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    let note = "a halt on symbol EURUSD was in force before and stays";
    assert!(restored.stderr.contains(note), "{}", restored.stderr);
    let halt = restored.stdout.trim();
    sandbox.ok(&format!("halt clear {halt} --reason checked"));
    let refused = sandbox.fails(10, "cycle run --symbol EURUSD");
    assert!(refused.contains("risk: unlisted"), "{refused}");
    sandbox.ok("cycle run --symbol GBPUSD");
    sandbox.ok("db check");
}

#[test]
fn a_restore_that_was_interrupted_and_is_repeated_lifts_no_halt_either() {
    let (sandbox, _) = backed_up();
    sandbox.ok("halt --symbol EURUSD --as risk --reason unlisted -q");
    sandbox.ok("db restore b.db -q");
    // As a kill leaves it: the old database is moved away, the copy not yet in place.
    let copy = sandbox.path().join("coord.db.restore");
    fs::rename(sandbox.database(), copy).unwrap();
    let halt = sandbox.ok("db restore b.db -q");
    sandbox.ok(&format!("halt clear {halt} --reason checked"));
    let halts = sandbox.json("halt status");
    let halts = halts.as_array().unwrap().iter();
    for halt in halts.filter(|halt| halt["scope"] == "global") {
        sandbox.ok(&format!("halt clear {} --reason checked", halt["id"]));
    }
    let refused = sandbox.fails(10, "cycle run --symbol EURUSD");
    assert!(refused.contains("risk: unlisted"), "{refused}");
    sandbox.ok("cycle run --symbol GBPUSD");
}

#[test]
fn no_number_of_the_replaced_database_is_given_again() {
    let (sandbox, head) = backed_up();
    let halted = sandbox.ok("halt --reason one -q");
    sandbox.ok(&format!("halt clear {halted} --reason over"));
    let last = sandbox.send("--to risk --subject last");
    let number = |text: &str| text.parse::<i64>().unwrap();
    let restored = sandbox.ok("db restore b.db -q");
    assert!(number(&restored) > number(&halted), "{restored}");
    // Neither are those of messages: the notices of the halt are some.
    let listed = sandbox.json("msg list --type halt");
    for message in listed.as_array().unwrap() {
        assert!(message["id"].as_i64().unwrap() > number(&last), "{message}");
    }
    let sent = sandbox.send("--to risk --subject next");
    assert!(number(&sent) > number(&last) + 1, "{sent}");
    assert_eq!(sandbox.json("msg show 1")["subject"], "kept");
    sandbox.ok("db check");
    sandbox.ok(&format!("audit verify --head {head}"));
    // Also where it is gone back to.
    let cleared = sandbox.fails(3, &format!("halt clear {halted} --reason over"));
    assert!(cleared.contains(&halted), "{cleared}");
    sandbox.ok("db backup c.db");
    let again = sandbox.ok("db restore c.db -q");
    assert!(number(&again) > number(&restored), "{again}");
}

#[test]
fn a_restore_says_when_it_cannot_know_the_halts_that_were_in_force() {
    let (sandbox, _) = backed_up();
    fs::write(sandbox.database(), "no database").unwrap();
    let restored = sandbox.try_line("db restore b.db -q");
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    let warning = "the halts of the old database cannot be read";
    assert!(restored.stderr.contains(warning), "{}", restored.stderr);
}

#[test]
fn the_restored_database_belongs_to_whom_the_old_one_belonged() {
    let (sandbox, _) = backed_up();
    let file = sandbox.database();
    let owner = || {
        let file = fs::metadata(sandbox.database()).unwrap();
        (file.uid(), file.gid(), file.mode() & 0o777)
    };
    fs::set_permissions(&file, fs::Permissions::from_mode(0o660)).unwrap();
    if chown(&file, Some(4711), Some(4712)).is_err() {
        skip("only root gives files away");
    }
    let before = owner();
    sandbox.ok("db restore b.db");
    assert_eq!(owner(), before);
    let halt_file = fs::metadata(sandbox.path().join("coord.db.HALT")).unwrap();
    assert_eq!(halt_file.uid(), before.0);
}

#[test]
fn of_many_restores_at_once_none_loses_the_old_database() {
    let (sandbox, _) = backed_up();
    let restores: Vec<_> = (0..8)
        .map(|_| sandbox.spawn("db restore b.db -q"))
        .collect();
    for restore in restores {
        let ended = ran(restore.wait_with_output().unwrap());
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    assert_eq!(subjects(&sandbox, "msg list"), ["kept"]);
    sandbox.ok("db check");
    let entries = fs::read_dir(sandbox.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let aside: Vec<_> = names
        .filter(|name| name.contains(".before-restore-"))
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    assert_eq!(aside.len(), 8, "{aside:?}");
    let with_all = aside
        .iter()
        .filter(|name| subjects(&sandbox, &format!("--db {name} msg list")) == ["since", "kept"]);
    assert_eq!(with_all.count(), 1);
}

#[test]
fn what_is_acknowledged_beside_a_restore_is_in_the_database_that_it_was_sent_to() {
    let (sandbox, _) = backed_up();
    let sender = r"for i in $(seq 200); do
        flowrex-coord msg send --to execution --subject s$i -q > /dev/null 2>> said && echo s$i
    done";
    let senders: Vec<_> = (0..2)
        .map(|n| {
            let acked = fs::File::create(sandbox.path().join(format!("acked {n}"))).unwrap();
            let mut shell = sandbox.bare_shell();
            shell.env("FLOWREX_DB", sandbox.database());
            shell.arg(sender).stdout(acked).spawn().unwrap()
        })
        .collect();
    for _ in 0..6 {
        sandbox.ok("db restore b.db -q");
    }
    for mut sender in senders {
        sender.wait().unwrap();
    }
    let mut stored = Vec::new();
    for entry in fs::read_dir(sandbox.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_database = name.starts_with("coord.db.before-restore-") || name == "coord.db";
        if is_database && !name.ends_with("-wal") && !name.ends_with("-shm") {
            sandbox.ok(&format!("--db {name} db check"));
            let line = format!("--db {name} msg list --agent execution --limit 10000");
            stored.extend(subjects(&sandbox, &line));
        }
    }
    let mut acked = Vec::new();
    for n in 0..2 {
        let text = fs::read_to_string(sandbox.path().join(format!("acked {n}"))).unwrap();
        acked.extend(text.lines().map(str::to_owned));
    }
    assert!(!acked.is_empty());
    stored.sort();
    acked.sort();
    let mut left = stored.into_iter();
    for subject in &acked {
        assert!(left.any(|it| it == *subject), "{subject} is lost");
    }
}
