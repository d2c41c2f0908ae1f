//! Limits that the system sets: files that may not grow, and no more of them open.

use serde_json::Value;

use crate::common::{Ran, Sandbox};

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
