//! How often a command waits for the disk.

use std::fs;
use std::process::Command;

use crate::common::{Sandbox, skip, tool};

/// Counts how often a whole command syncs the write-ahead log, or says that it
/// cannot. (`SQLite` also syncs the folder once per process that writes, and the
/// database when it empties a log that has grown.)
fn syncs(sandbox: &Sandbox, line: &str) -> Option<usize> {
    if !tool("strace") {
        return None;
    }
    let log = sandbox.path().join("strace");
    let traced = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(line.split(' '))
        .env("FLOWREX_DB", sandbox.database())
        .output()
        .unwrap();
    let text = fs::read_to_string(&log).unwrap_or_default();
    if !text.contains("+++ exited with 0 +++") {
        let why = String::from_utf8_lossy(&traced.stderr);
        skip(&format!("`strace` cannot trace here: {why}"));
        return None;
    }
    Some(
        text.lines()
            .filter(|line| line.contains("coord.db-wal>"))
            .count(),
    )
}

#[test]
fn a_whole_cycle_waits_for_the_disk_at_most_six_times() {
    let sandbox = Sandbox::with_database();
    // The first write to an empty log also syncs its header, and a log that is
    // large when the command closes is synced once more to be emptied.
    sandbox.send("--to risk --subject x");
    if let Some(syncs) = syncs(&sandbox, "cycle run --symbol EURUSD") {
        assert!((1..=6).contains(&syncs), "{syncs} syncs");
    }
}

#[test]
fn a_whole_cycle_of_programs_that_say_something_on_stderr_waits_no_more_often() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    let script = r#"echo note >&2; echo '{"status":"ok","data":{"outcome":"proposed"}}'"#;
    let script = sandbox.script("agent.sh", script);
    let agents =
        ["strategy", "risk", "execution"].map(|name| format!("--agent {name}=exec:{script}"));
    let line = format!("cycle run --symbol EURUSD {}", agents.join(" "));
    if let Some(syncs) = syncs(&sandbox, &line) {
        assert!((1..=6).contains(&syncs), "{syncs} syncs");
        assert_eq!(
            sandbox.json("cycle show latest")["phases"][1]["stderr"],
            "note\n"
        );
    }
}

#[test]
fn a_message_waits_for_the_disk_once_and_a_look_never() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    if let Some(syncs) = syncs(&sandbox, "msg send --to risk --subject x") {
        assert_eq!(syncs, 1);
    }
    for look in [
        "health",
        "msg list",
        "msg recv --agent strategy",
        "cycle list",
        "audit verify",
        "db status",
        "db check",
    ] {
        if let Some(syncs) = syncs(&sandbox, look) {
            assert_eq!(syncs, 0, "{look}");
        }
    }
}
