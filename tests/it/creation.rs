//! Which verbs create a missing database, and what the others say where there is none.

use std::fs;

use flowrex_coord::cli::help;

use crate::common::{Sandbox, ran};

/// The verbs that can succeed on an empty database, and create it.
const CREATING: [&str; 13] = [
    "cycle run --symbol EURUSD",
    "cycle start --symbol EURUSD",
    "msg send --to risk --subject x",
    "msg request --to risk --subject x --wait 1ms",
    "msg recv --agent risk",
    "agent add news",
    "agent enroll risk",
    "health beat --agent risk",
    "health success --agent risk",
    "health error --agent risk --message x",
    "health initialize risk",
    "mode set autonomous --reason x",
    "db limits --max-pending 5",
];

/// What all the others are called with, where an example does not do.
const OTHERS: [&str; 4] = [
    "msg recv --agent risk --peek",
    "db limits",
    "audit log --follow",
    "msg list --follow",
];

#[test]
fn a_verb_that_can_succeed_on_an_empty_database_creates_it() {
    for line in CREATING.into_iter().chain(["db init"]) {
        let sandbox = Sandbox::new();
        let ran = sandbox.try_line(line);
        assert!([0, 5].contains(&ran.code), "{line}: {}", ran.stderr);
        let note = "note: created the database";
        assert!(ran.stderr.contains(note), "{line}: {}", ran.stderr);
        assert!(sandbox.database().exists(), "{line}");
    }
}

#[test]
fn any_other_verb_says_where_it_looked_and_creates_nothing() {
    let creates = |verb: &str| {
        let of_verb = |line: &str| line.starts_with(verb);
        CREATING.iter().any(|line| of_verb(line)) || verb == "db init"
    };
    // What works without a database, needs a terminal, or has tests of its own.
    let apart = [
        "db restore",
        "halt",
        "doctor",
        "serve",
        "config show",
        "man",
        "completions",
        "watch",
    ];
    let examples = help::all()
        .filter(|help| !creates(help.verb) && !apart.contains(&help.verb))
        .map(|help| help.example());
    let lines = examples.chain(OTHERS.map(|line| format!("flowrex-coord {line}")));
    let mut tried = 0;
    for line in lines {
        let sandbox = Sandbox::new();
        let ran = sandbox.shell(&line);
        assert_eq!(ran.code, 3, "{line}: {}{}", ran.stdout, ran.stderr);
        let path = sandbox.database().display().to_string();
        for said in [&*path, "--db FILE", "FLOWREX_DB", "flowrex-coord db init"] {
            assert!(ran.stderr.contains(said), "{line}: {}", ran.stderr);
        }
        let left = fs::read_dir(sandbox.path()).unwrap().count();
        assert_eq!(left, 0, "{line} left something behind");
        tried += 1;
    }
    assert!(tried > 35, "only {tried} verbs were tried");
}

#[test]
fn a_missing_database_is_an_error_in_json_too() {
    let sandbox = Sandbox::new();
    let stderr = sandbox.fails(3, "-o json status");
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["kind"], "not_found");
    // Also where not even the folder is there.
    let stderr = sandbox.fails(3, "--db nowhere/coord.db status");
    assert!(stderr.contains("nowhere/coord.db"), "{stderr}");
}

#[test]
fn init_creates_a_database_and_changes_nothing_in_one_that_is_there() {
    let sandbox = Sandbox::new();
    let made = sandbox.json("db init");
    assert_eq!(made["created"], true);
    sandbox.send("--to risk --subject kept");
    let again = sandbox.json("db init");
    assert_eq!(again["created"], false);
    assert_eq!(again["path"], made["path"]);
    assert_eq!(
        again["schema_version"],
        sandbox.json("db status")["schema_version"]
    );
    assert_eq!(sandbox.event_kinds(), ["message.send"]);
    // The default one with its folder.
    let ran = ran(sandbox
        .bare_command()
        .args(["db", "init"])
        .output()
        .unwrap());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        sandbox
            .path()
            .join(".local/share/flowrex/coord.db")
            .exists()
    );
}

#[test]
fn init_brings_an_older_database_up_to_date() {
    let sandbox = Sandbox::new();
    crate::common::make_first_schema(&sandbox.database());
    let made = sandbox.json("db init");
    assert_eq!(made["created"], false);
    assert_eq!(
        made["schema_version"],
        sandbox.json("db status")["schema_version"]
    );
}

#[test]
fn a_halt_file_outlives_its_database_and_is_in_force_in_the_next_one() {
    let sandbox = Sandbox::with_database();
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(sandbox.path().join(format!("coord.db{end}")));
    }
    let halted = sandbox.try_line("halt --reason margin --as risk");
    assert_eq!(halted.code, 0, "{}", halted.stderr);
    for line in ["status", "halt status", "-o json msg list"] {
        let stderr = sandbox.fails(3, line);
        assert!(stderr.contains("coord.db.HALT"), "{line}: {stderr}");
    }
    let doctor = sandbox.try_line("-o json doctor");
    assert_eq!(doctor.code, 6);
    assert!(doctor.stdout.contains("coord.db.HALT"), "{}", doctor.stdout);
    assert!(!sandbox.database().exists());

    let sent = sandbox.try_line("msg send --to risk --subject x");
    assert_eq!(sent.code, 0, "{}", sent.stderr);
    let note = "coord.db.HALT is next to it: everything in it is halted";
    assert!(sent.stderr.contains(note), "{}", sent.stderr);
    sandbox.fails(10, "cycle start --symbol EURUSD");
    let halts = sandbox.json("halt status");
    assert_eq!(halts.as_array().unwrap().len(), 1, "{halts}");
    assert_eq!(halts[0]["requested_by"], "risk");
    assert_eq!(halts[0]["reason"], "margin");
    // It is said once.
    let sent = sandbox.try_line("msg send --to risk --subject x");
    assert!(!sent.stderr.contains("coord.db.HALT"), "{}", sent.stderr);
    sandbox.ok(&format!("halt clear {} --reason over", halts[0]["id"]));
    sandbox.start_cycle("EURUSD");
}
