//! Limits that the system sets: files that may not grow, that may not be written, and
//! no more of them open.

use std::fs;

use rustix::process::geteuid;
use serde_json::Value;

use crate::common::{Ran, Sandbox, skip, tool};

/// Runs the binary with the words of a line under a limit that `ulimit` sets.
fn limited(sandbox: &Sandbox, limit: &str, line: &str) -> Ran {
    let binary = env!("CARGO_BIN_EXE_flowrex-coord");
    sandbox.shell(&format!("ulimit {limit}; exec {binary} {line}"))
}

/// How many messages with this subject are stored; the whole file must hold.
fn stored(sandbox: &Sandbox, subject: &str) -> usize {
    sandbox.ok("db check");
    let all = sandbox.json("msg list --limit 1000");
    let all: &Vec<Value> = all.as_array().unwrap();
    all.iter().filter(|one| one["subject"] == subject).count()
}

/// Sends until it fails, and halts, under a limit. Returns how the last one that was
/// sent ended: whatever was acknowledged is stored then, and nothing else is.
fn send_and_halt(limit: &str) -> Ran {
    let sandbox = Sandbox::in_memory();
    let cycle = sandbox.start_cycle("EURUSD");
    let payload = format!("[{}1]", "1,".repeat(2000));
    let send = format!("msg send --from strategy --to risk --subject s --payload '{payload}' -q");
    let mut acked = 0;
    let last = loop {
        let ended = limited(&sandbox, limit, &send);
        if ended.code != 0 || acked == 50 {
            break ended;
        }
        acked += 1;
    };
    acked += usize::from(last.code == 0);
    assert!(
        last.code == 0 || !last.stderr.is_empty(),
        "{limit}: not a word"
    );
    let halted = limited(&sandbox, limit, "halt --reason stop");
    assert_eq!(stored(&sandbox, "s"), acked, "{limit}: {}", last.stderr);
    let moved = sandbox.try_line(&format!("cycle advance {cycle}"));
    if halted.code == 0 {
        assert!([4, 10].contains(&moved.code), "{limit}: {}", moved.stderr);
    } else {
        assert!(!halted.stderr.is_empty(), "{limit}: not a word");
    }
    Ran {
        stdout: format!("halt {}", halted.code),
        ..last
    }
}

#[test]
fn fault_3_a_file_that_may_not_grow_is_an_error_and_a_halt_still_halts() {
    // In KiB: nothing at all, less than a log needs, and less than it grows to.
    for limit in [0, 1, 4, 16, 32, 48, 64, 100, 200] {
        let last = send_and_halt(&format!("-f {limit}"));
        assert_eq!(last.code, 74, "{limit} KiB: {}", last.stderr);
        assert_eq!(last.stdout, "halt 0", "{limit} KiB");
    }
}

#[test]
fn fault_4_without_file_descriptors_nothing_is_acknowledged_and_all_is_said() {
    let mut ends = Vec::new();
    for limit in 3..=16 {
        let last = send_and_halt(&format!("-n {limit}"));
        // The loader needs one for itself.
        assert!(
            [0, 74, 127].contains(&last.code),
            "{limit}: {} {}",
            last.code,
            last.stderr
        );
        ends.push((last.code, last.stdout));
    }
    assert!(ends.contains(&(74, "halt 0".to_owned())), "{ends:?}");
    assert!(ends.contains(&(0, "halt 0".to_owned())), "{ends:?}");
}

/// What is tried where something may not be written, and with which exit codes.
const TRIED: [&str; 4] = [
    "health beat --agent risk -q",
    "msg send --to risk --subject x -q",
    "msg list -q",
    "halt --reason x -q",
];

/// Runs what is tried as a user for whom permissions hold, after `take_away` has taken some away.
/// Returns the exit codes; refused callers get an error.
fn tried_without(take_away: &str) -> Vec<i32> {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let binary = sandbox.path().join("flowrex-coord");
    fs::copy(env!("CARGO_BIN_EXE_flowrex-coord"), binary).unwrap();
    let prepared = sandbox.shell(&format!(
        r#"if [ "$(id -u)" = 0 ]; then chown -R 65534:65534 .; fi; {take_away}"#
    ));
    assert_eq!(prepared.code, 0, "{}", prepared.stderr);
    let tried = TRIED.iter().map(|line| {
        let ran = sandbox.shell(&format!(
            r#"drop=; if [ "$(id -u)" = 0 ]; then
                   drop="setpriv --reuid=65534 --regid=65534 --clear-groups --"; fi
               exec $drop ./flowrex-coord --busy-timeout 100ms {line}"#
        ));
        let is_told = ran.stderr.contains("error: ") && ran.stderr.contains("hint: ");
        assert!(
            ran.code == 0 || is_told,
            "{take_away}: {line}: {}",
            ran.stderr
        );
        ran.code
    });
    let tried = tried.collect();
    // Whatever was refused has changed nothing: root, or the owner, looks again.
    let restored = sandbox.shell("chmod 755 .; chmod 600 coord.db*; flowrex-coord db check");
    assert_eq!(restored.code, 0, "{take_away}: {}", restored.stdout);
    tried
}

#[test]
fn fault_4_what_may_not_be_written_is_an_error_and_a_halt_halts_if_it_can() {
    // Root may write everything: it must become somebody else.
    if geteuid().is_root() && !tool("setpriv") {
        return;
    }
    for (take_away, ends) in [
        // What can be read is.
        ("chmod 400 coord.db", [74, 74, 0, 0]),
        ("chmod 000 coord.db", [74, 74, 74, 0]),
        ("chmod 000 coord.db-wal", [74, 74, 74, 0]),
        ("chmod 400 coord.db-wal coord.db-shm", [74, 74, 0, 0]),
        // What lies in the folder can be written, and needs no new file.
        ("chmod 500 .", [0, 0, 0, 0]),
        (
            "rm coord.db-wal coord.db-shm; chmod 500 .",
            [74, 74, 74, 74],
        ),
    ] {
        assert_eq!(tried_without(take_away), ends, "{take_away}");
    }
}

#[test]
fn fault_4_a_file_system_that_may_not_be_written_is_an_error() {
    let sandbox = Sandbox::with_database();
    let before = fs::read(sandbox.database()).unwrap();
    let script = r#"
        mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" || exit 99
        for line in "mode" "msg send --to risk --subject x" "halt --reason x"; do
            flowrex-coord $line || echo $?
        done"#;
    if !tool("unshare") {
        return;
    }
    let ran = sandbox.shell(&format!("unshare -Urm bash -c '{script}'"));
    if ran.code == 99 || ran.stderr.contains("unshare") {
        return skip(&format!("nothing can be mounted here: {}", ran.stderr));
    }
    assert_eq!(ran.stdout, "74\n74\n74\n", "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("hint: ").count(), 3, "{}", ran.stderr);
    assert_eq!(fs::read(sandbox.database()).unwrap(), before);
}
