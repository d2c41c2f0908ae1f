//! A file that somebody has prepared, or puts in the place of another: nothing in it
//! runs, nothing is written to it, and nothing is believed to be stored that is not.

use std::fmt::Debug;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::events::{Event, Responded};
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::model::operation::{Action, Operation, Target};
use flowrex_coord::store::{Error, Store};

use crate::common::{Ran, Sandbox, TestSources, make_pipe, ran, skip, tool, until_it_waits};

/// Does something to the file from outside, and settles it.
#[expect(clippy::disallowed_methods, reason = "what an enemy does")]
fn prepare(sandbox: &Sandbox, sql: &str) {
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    connection.execute_batch(sql).unwrap();
    connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
}

fn is_refused_untouched(sandbox: &Sandbox, what: &str) {
    let before = fs::read(sandbox.database()).unwrap();
    for line in [
        "mode",
        "msg send --to risk --subject x",
        "cycle run --symbol EURUSD",
    ] {
        let stderr = sandbox.fails(65, line);
        assert!(stderr.contains("it was not touched"), "{what}: {stderr}");
        assert_eq!(fs::read(sandbox.database()).unwrap(), before, "{what}");
    }
}

#[test]
fn a_file_whose_tables_are_not_ours_is_refused_untouched() {
    for planted in [
        "CREATE TRIGGER t AFTER INSERT ON agent_messages BEGIN
             UPDATE coordination_state SET phase = 'execution'; END",
        "CREATE TRIGGER t BEFORE UPDATE ON agent_messages BEGIN SELECT raise(IGNORE); END",
        "CREATE VIEW v AS SELECT * FROM agents",
        "CREATE TABLE more (a)",
        "CREATE TABLE sqliteX (a)",
        "CREATE TABLE refinery_schema_history_2 (a)",
        "CREATE TRIGGER refinery_schema_history AFTER INSERT ON agent_messages BEGIN
             SELECT 1; END",
        "CREATE INDEX more ON agent_messages (upper(payload))",
        "DROP INDEX one_active_cycle_per_symbol",
        "DROP TABLE halts",
        "CREATE TABLE other AS SELECT * FROM halts; DROP TABLE halts;
         ALTER TABLE other RENAME TO halts",
        "ALTER TABLE agents RENAME TO staff; CREATE VIEW agents AS SELECT * FROM staff",
        "ALTER TABLE halts ADD COLUMN more TEXT",
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (authority_level IN (0, 1))', '')",
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.send("--to risk --subject x");
        prepare(&sandbox, planted);
        is_refused_untouched(&sandbox, planted);
    }
}

#[test]
fn an_older_file_whose_tables_are_not_ours_is_refused_before_it_is_brought_up_to_date() {
    let sandbox = Sandbox::with_database();
    prepare(&sandbox, "PRAGMA user_version = 2");
    is_refused_untouched(&sandbox, "the tables of the third version in the second");
}

#[test]
fn a_file_that_was_vacuumed_is_still_ours() {
    let sandbox = Sandbox::with_database();
    prepare(&sandbox, "VACUUM");
    sandbox.send("--to risk --subject x");
}

#[test]
fn statistics_of_the_planner_are_no_ground_to_refuse() {
    if !tool("sqlite3") {
        return;
    }
    let sandbox = Sandbox::with_database();
    let made = std::process::Command::new("sqlite3")
        .arg(sandbox.database())
        .arg("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    sandbox.send("--to risk --subject x");
}

#[test]
fn a_log_that_is_a_link_is_not_written_to() {
    for end in ["-wal", "-shm"] {
        let sandbox = Sandbox::with_database();
        prepare(&sandbox, "SELECT 1");
        let victim = sandbox.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        let beside = sandbox.path().join(format!("coord.db{end}"));
        let _ = fs::remove_file(&beside);
        symlink(&victim, &beside).unwrap();
        is_refused_untouched(&sandbox, end);
        fs::remove_file(&beside).unwrap();
        fs::hard_link(&victim, &beside).unwrap();
        is_refused_untouched(&sandbox, end);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    }
}

#[test]
fn a_lock_that_is_a_link_is_not_followed() {
    let sandbox = Sandbox::new();
    symlink("victim", sandbox.path().join("coord.db.lock")).unwrap();
    let stderr = sandbox.fails(74, "db init");
    assert!(stderr.contains("coord.db.lock"), "{stderr}");
    assert!(!sandbox.path().join("victim").exists());
}

fn event() -> NewMessage {
    NewMessage {
        to: Recipient::Agent("risk".parse().unwrap()),
        message_type: MessageType::Event,
        priority: Priority::Normal,
        subject: "x".parse().unwrap(),
        payload: Json::parse("{}").unwrap(),
        ttl: None,
        cycle: None,
        dedup_key: None,
    }
}

/// `path` with `end` at the end of its name.
fn end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What an enemy can put in the place of a file.
const REPLACEMENTS: [fn(&Path); 4] = [
    |file| {
        fs::copy(file, end(file, ".copy")).unwrap();
        fs::rename(end(file, ".copy"), file).unwrap();
    },
    |file| fs::remove_file(file).unwrap(),
    |file| fs::rename(file, end(file, ".moved")).unwrap(),
    |file| {
        fs::rename(file, end(file, ".moved")).unwrap();
        symlink(end(file, ".moved"), file).unwrap();
    },
];

fn each_replacement(check: impl Fn(&Sandbox, &mut Store, &Path, fn(&Path))) {
    for beside in ["", "-wal", "-shm"] {
        for replace in REPLACEMENTS {
            let sandbox = Sandbox::with_database();
            let mut store = sandbox.store(&TestSources::new());
            check(
                &sandbox,
                &mut store,
                &end(&sandbox.database(), beside),
                replace,
            );
        }
    }
}

fn is_replaced<T: Debug>(result: Result<T, Error>, file: &Path) {
    match result {
        Err(Error::Replaced { path }) => assert_eq!(path, file),
        other => panic!("{}: {other:?}", file.display()),
    }
}

#[test]
fn who_waits_is_told_that_the_file_was_replaced() {
    let sandbox = Sandbox::with_database();
    let waiting = sandbox.spawn("msg recv --agent risk --wait 1h");
    until_it_waits(&waiting);
    REPLACEMENTS[0](&sandbox.database());
    let ended = ran(waiting.wait_with_output().unwrap());
    assert_eq!(ended.code, 74);
    assert!(ended.stderr.contains("replaced"), "{}", ended.stderr);
}

#[test]
fn a_halt_file_that_is_a_link_or_a_pipe_halts_and_leads_nowhere() {
    let sandbox = Sandbox::with_database();
    let victim = sandbox.path().join("victim");
    fs::write(&victim, "risk: precious").unwrap();
    let placed = end(&sandbox.database(), ".HALT");
    let place: [&dyn Fn(); 3] = [
        &|| symlink(&victim, &placed).unwrap(),
        &|| fs::hard_link(&victim, &placed).unwrap(),
        &|| make_pipe(&placed),
    ];
    for place in place {
        place();
        sandbox.fails(10, "cycle run --symbol EURUSD");
        // Its words are not those of who halts.
        let halt = &sandbox.json("halt status")[0];
        assert_eq!(halt["requested_by"], "operator");
        sandbox.ok(&format!("halt clear {} --reason over", halt["id"]));
    }
    // What was made ready for the next halt is not written through, either.
    let ready = end(&sandbox.database(), ".HALT.ready");
    assert!(ready.exists());
    fs::remove_file(&ready).unwrap();
    symlink(&victim, &ready).unwrap();
    sandbox.ok("halt --reason stop");
    sandbox.fails(10, "cycle run --symbol EURUSD");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "risk: precious");
}

#[test]
fn a_lock_that_is_a_pipe_is_not_waited_for() {
    let sandbox = Sandbox::new();
    make_pipe(&end(&sandbox.database(), ".lock"));
    sandbox.fails(74, "db init");
}

#[test]
fn a_log_that_was_switched_off_is_switched_on_again() {
    let sandbox = Sandbox::with_database();
    prepare(&sandbox, "PRAGMA journal_mode = DELETE");
    assert!(!end(&sandbox.database(), "-wal").exists());
    sandbox.send("--to risk --subject x");
    assert!(end(&sandbox.database(), "-wal").exists());
    sandbox.ok("audit verify");
}

#[test]
fn nothing_is_written_to_a_file_that_was_replaced() {
    each_replacement(|sandbox, store, file, replace| {
        let log = end(&sandbox.database(), "-wal");
        let opened = File::open(&log).unwrap();
        let before = opened.metadata().unwrap().len();
        replace(file);
        let sent = MessageBus::new(store).send(&AgentName::strategy().into(), &event());
        is_replaced(sent.map(|_| ()), file);
        assert_eq!(opened.metadata().unwrap().len(), before);
    });
}

#[test]
fn what_is_committed_to_a_file_that_is_being_replaced_is_not_called_stored() {
    each_replacement(|_, store, file, replace| {
        let caller = AgentName::strategy().into();
        let operation = Operation {
            caller: &caller,
            action: Action::HealthBeat,
            target: Target::System,
        };
        let beaten = store.write(&operation, |tx| {
            replace(file);
            let event = Event::HealthBeat(Responded { response_ms: None });
            tx.record(&event, "strategy")
        });
        is_replaced(beaten, file);
    });
}

/// Whether this test may act as other users; says so where it may not.
fn is_root(what: &str) -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        skip(&format!("{what} needs root, to act as two users"));
    }
    is_root
}

/// A database of user 4711 in a folder with this mode, of the group 4712.
fn shared(folder_mode: u32, database_mode: u32) -> Sandbox {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    for entry in fs::read_dir(sandbox.path()).unwrap() {
        let path = entry.unwrap().path();
        chown(&path, Some(4711), Some(4712)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(database_mode)).unwrap();
    }
    chown(sandbox.path(), Some(4711), Some(4712)).unwrap();
    fs::set_permissions(sandbox.path(), fs::Permissions::from_mode(folder_mode)).unwrap();
    fs::copy(
        env!("CARGO_BIN_EXE_flowrex-coord"),
        sandbox.path().join("flowrex-coord"),
    )
    .unwrap();
    sandbox
}

/// Runs a line as another user, of these groups.
fn run_as(sandbox: &Sandbox, uid: u32, gid: u32, line: &str) -> Ran {
    sandbox.shell(&format!(
        "exec setpriv --reuid={uid} --regid={gid} --clear-groups -- ./flowrex-coord {line}"
    ))
}

#[test]
fn a_file_beside_the_database_that_another_user_planted_is_refused() {
    if !is_root("a planted file") {
        return;
    }
    for planted in ["-shm", "-wal"] {
        let sandbox = shared(0o1777, 0o600);
        let beside = end(&sandbox.database(), planted);
        let before = fs::read(sandbox.database()).unwrap();
        let bytes = fs::read(&beside).unwrap();
        fs::remove_file(&beside).unwrap();
        fs::write(&beside, bytes).unwrap();
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o666)).unwrap();
        chown(&beside, Some(4799), Some(4799)).unwrap();
        let sent = run_as(&sandbox, 4711, 4712, "msg send --to risk --subject lost");
        assert_eq!(sent.code, 65, "{planted}: {}", sent.stderr);
        for said in ["4799", "4711", planted, "hint: nothing was touched"] {
            assert!(sent.stderr.contains(said), "{planted}: {}", sent.stderr);
        }
        assert_eq!(fs::read(sandbox.database()).unwrap(), before, "{planted}");
        // Root is not fooled, either.
        sandbox.fails(65, "status");
        // Where only the owner can place files, it has done so itself.
        fs::set_permissions(sandbox.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let sent = run_as(&sandbox, 4711, 4712, "msg send --to risk --subject x");
        assert_eq!(sent.code, 0, "{planted}: {}", sent.stderr);
    }
}

#[test]
fn a_database_that_a_group_shares_keeps_working() {
    if !is_root("a shared database") {
        return;
    }
    let sandbox = shared(0o2770, 0o660);
    for end_of_name in ["-wal", "-shm"] {
        fs::remove_file(end(&sandbox.database(), end_of_name)).unwrap();
    }
    // Two members of the group, each of whom makes the log when it is not there.
    for uid in [4798, 4711, 4799, 4711] {
        let sent = run_as(&sandbox, uid, 4712, "msg send --to risk --subject x");
        assert_eq!(sent.code, 0, "{uid}: {}", sent.stderr);
    }
    let log = fs::metadata(end(&sandbox.database(), "-wal")).unwrap();
    assert_eq!(log.uid(), 4798, "the log is not of the first member");
    // Who is no member of it has no say.
    chown(end(&sandbox.database(), "-wal"), Some(4797), Some(4797)).unwrap();
    let sent = run_as(&sandbox, 4711, 4712, "msg send --to risk --subject x");
    assert_eq!(sent.code, 65, "{}", sent.stderr);
}

#[test]
fn a_lock_that_another_user_planted_is_refused_and_not_waited_for() {
    if !is_root("a planted lock") {
        return;
    }
    let sandbox = Sandbox::new();
    fs::set_permissions(sandbox.path(), fs::Permissions::from_mode(0o1777)).unwrap();
    let lock = end(&sandbox.database(), ".lock");
    let held = File::create(&lock).unwrap();
    held.lock().unwrap();
    chown(&lock, Some(4799), Some(4799)).unwrap();
    let stderr = sandbox.fails(65, "db init");
    assert!(stderr.contains("coord.db.lock"), "{stderr}");
    assert!(!sandbox.database().exists());
}

#[test]
fn what_others_laid_ready_blocks_no_creation_and_no_clear_lies() {
    let prepare: [&dyn Fn(&Path); 3] = [
        &|ready| fs::create_dir(ready).unwrap(),
        &|ready| symlink("nothing", ready).unwrap(),
        &|ready| {
            fs::write(ready, "risk: all is well").unwrap();
            // Only root can make it another's.
            let _ = chown(ready, Some(4799), Some(4799));
        },
    ];
    for prepare in prepare {
        let sandbox = Sandbox::new();
        let (placed, ready) = (
            end(&sandbox.database(), ".HALT"),
            end(&sandbox.database(), ".HALT.ready"),
        );
        fs::set_permissions(sandbox.path(), fs::Permissions::from_mode(0o1777)).unwrap();
        prepare(&ready);
        sandbox.ok("db init");
        // Another name of the halt file itself: a rename to it does nothing.
        fs::write(&placed, "").unwrap();
        let _ = fs::remove_file(&ready).or_else(|_| fs::remove_dir(&ready));
        fs::hard_link(&placed, &ready).unwrap();
        sandbox.fails(10, "cycle run --symbol EURUSD");
        // The refused command has put it on record.
        sandbox.ok("halt clear 1 --reason over");
        assert!(!placed.exists(), "it was cleared, and is still there");
        sandbox.ok("cycle run --symbol EURUSD");
        // And with what cannot be replaced in its place.
        let _ = fs::remove_file(&ready);
        fs::create_dir(&ready).unwrap();
        fs::write(&placed, "").unwrap();
        sandbox.ok("halt clear 0 --reason over");
        assert!(!placed.exists(), "it was cleared, and is still there");
        sandbox.ok("cycle run --symbol EURUSD");
    }
}

#[test]
fn a_halt_file_that_cannot_be_taken_away_is_not_called_cleared() {
    if !is_root("the halt file of another") {
        return;
    }
    let sandbox = shared(0o1777, 0o600);
    chown(sandbox.path(), Some(4797), Some(4797)).unwrap();
    let placed = end(&sandbox.database(), ".HALT");
    fs::write(&placed, "").unwrap();
    chown(&placed, Some(4799), Some(4799)).unwrap();
    let cleared = run_as(&sandbox, 4711, 4712, "halt clear 0 --reason over");
    assert_eq!(cleared.code, 74, "{}", cleared.stderr);
    assert!(
        cleared.stderr.contains("coord.db.HALT"),
        "{}",
        cleared.stderr
    );
    let moved = run_as(&sandbox, 4711, 4712, "cycle run --symbol EURUSD");
    assert_eq!(moved.code, 10, "{}", moved.stderr);
}

#[test]
fn a_database_file_that_is_a_mount_point_is_refused() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    // As a container sees it that was given the file, and not its folder.
    let script = r#"
        mkdir inside && touch inside/coord.db || exit 99
        mount --bind coord.db inside/coord.db || exit 99
        for line in "msg send --to risk --subject x" "status" "db restore coord.db"; do
            flowrex-coord --db inside/coord.db $line || echo $?
        done
        ls inside"#;
    let ran = sandbox.shell(&format!("unshare -Urm bash -c '{script}'"));
    if ran.code == 99 || ran.code == 127 || ran.stderr.contains("unshare") {
        return skip(&format!("needs `unshare` and a bind mount: {}", ran.stderr));
    }
    assert_eq!(ran.stdout, "65\n65\n65\ncoord.db\n", "{}", ran.stderr);
    let hint = "mount the folder that holds it, and not the file";
    assert_eq!(ran.stderr.matches(hint).count(), 3, "{}", ran.stderr);
    // The folder as a whole may be one.
    let script = r"
        mkdir whole && mount --bind . whole || exit 99
        flowrex-coord --db whole/coord.db msg send --to risk --subject x -q";
    let ran = sandbox.shell(&format!("unshare -Urm bash -c '{script}'"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
