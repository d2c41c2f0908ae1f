//! A halt reaches the agent at work, whatever state the database is in.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::DriverSet;
use flowrex_coord::model::phase::Phase;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::common::{
    Ran, Sandbox, Sign, TestDriver, TestSources, ran, run_cycle, skip, tool, until,
};

/// An agent that has left its group, ignores what it can, and would run for ever.
fn endless(sandbox: &Sandbox) -> (String, Sign) {
    let begun = Sign::new(sandbox, "begun");
    let script = format!(
        "trap '' TERM INT HUP; setsid sleep 1000 & echo > {}; sleep 1000; sleep 1000",
        begun.path()
    );
    (sandbox.script("endless.sh", &script), begun)
}

/// Starts a cycle whose risk agent never ends, does `stop` while it works, and
/// returns how the run ended.
fn stopped_by(sandbox: &Sandbox, options: &str, stop: impl FnOnce()) -> Ran {
    let (script, begun) = endless(sandbox);
    let line = format!("-o json {options}cycle run --symbol EURUSD --agent risk=exec:{script}");
    let supervisor = sandbox.spawn(&line);
    begun.wait();
    stop();
    let ended = ran(supervisor.wait_with_output().unwrap());
    sandbox.nothing_is_left();
    ended
}

#[test]
fn a_halt_of_any_scope_by_anyone_kills_the_agent_and_its_family() {
    for halt in [
        "halt --reason stop",
        "halt --reason stop --as risk",
        "halt --reason stop --symbol EURUSD --as execution",
    ] {
        let sandbox = Sandbox::with_database();
        let ended = stopped_by(&sandbox, "", || drop(sandbox.ok(halt)));
        assert_eq!(ended.code, 10, "{halt}: {}", ended.stderr);
        let result: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(result["phase"], "halted");
        assert!(
            result["halt_reason"].as_str().unwrap().ends_with(": stop"),
            "{result}"
        );
        assert_eq!(result["phases_completed"], json!(["strategy"]));
        let late = sandbox.json("audit log --kind cycle.renew");
        assert_eq!(
            late,
            json!([]),
            "it was only noticed at the next sign of life"
        );
        sandbox.ok("audit verify");
    }
}

#[test]
fn a_halt_of_another_symbol_leaves_the_agent_alone() {
    let sandbox = Sandbox::with_database();
    let ended = stopped_by(&sandbox, "", || {
        sandbox.ok("halt --reason other --symbol GBPUSD");
        sandbox.ok("halt --reason this --symbol EURUSD");
    });
    let result: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(result["halt_reason"], "supervisor: this");
}

#[test]
fn a_file_placed_by_hand_halts_everything_until_it_is_cleared() {
    let sandbox = Sandbox::with_database();
    let file = sandbox.path().join("coord.db.HALT");
    let ended = stopped_by(&sandbox, "", || fs::write(&file, "").unwrap());
    assert_eq!(ended.code, 10, "{}", ended.stderr);
    let result: Value = serde_json::from_str(&ended.stdout).unwrap();
    let reason = result["halt_reason"].as_str().unwrap();
    assert!(
        reason.starts_with("operator: the file ") && reason.ends_with("coord.db.HALT is there")
    );

    for line in [
        "cycle start --symbol EURUSD",
        "cycle run --symbol GBPUSD",
        "msg send --to risk --type command --subject x",
    ] {
        assert!(sandbox.fails(10, line).contains("halt clear 1"), "{line}");
    }
    let status = sandbox.json("halt status");
    assert_eq!(
        (&status[0]["id"], &status[0]["scope"]),
        (&json!(1), &json!("global"))
    );
    sandbox.fails(8, "halt clear 1 --reason x --as risk");
    let stderr = sandbox.fails(4, "halt clear 0 --reason over");
    assert!(stderr.contains("halt clear 1"), "{stderr}");
    assert!(file.exists());
    sandbox.ok("halt clear 1 --reason over");
    assert!(!file.exists());
    sandbox.ok("cycle run --symbol EURUSD");
    sandbox.fails(3, "halt clear 0 --reason again");
}

#[test]
fn a_cycle_that_meets_the_file_between_two_phases_is_halted_and_its_answer_kept() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let file = sandbox.path().join("coord.db.HALT");
    let placing = TestDriver(move |_: &_| {
        fs::write(&file, "").unwrap();
        json!({"status": "ok", "message": "done"})
    });
    let drivers = DriverSet {
        risk: Box::new(placing),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Halted);
    let late = sandbox.json("audit log --kind answer.late");
    assert_eq!(late[0]["details"]["answer"]["message"], "done");
    let commands = sandbox.json("msg list --agent execution --type command");
    assert_eq!(commands, json!([]));
    sandbox.ok("halt clear 1 --reason over");
    sandbox.ok("cycle run --symbol EURUSD");
}

#[test]
fn the_file_of_a_recorded_halt_goes_with_the_last_that_is_on_everything() {
    let sandbox = Sandbox::with_database();
    let file = sandbox.path().join("coord.db.HALT");
    sandbox.ok("halt --reason one");
    sandbox.ok("halt --reason two --as risk");
    sandbox.ok("halt --reason three --symbol X");
    assert!(file.exists());
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 3);
    sandbox.ok("halt clear 1 --reason over");
    assert!(file.exists());
    sandbox.ok("halt clear 2 --reason over");
    assert!(!file.exists());
    assert!(sandbox.path().join("coord.db.HALT.ready").exists());
    sandbox.fails(10, "cycle start --symbol X");
    sandbox.ok("cycle start --symbol Y");
}

#[test]
fn a_halt_of_one_symbol_places_no_file() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --symbol X --reason one");
    assert!(!sandbox.path().join("coord.db.HALT").exists());
}

#[test]
fn a_halt_by_somebody_unknown_is_recorded_as_the_operators() {
    for (name, reason) in [
        ("nobody", "nobody: stop"),
        ("Not A Name", "Not A Name: stop"),
        ("operator", "stop"),
        ("", ": stop"),
    ] {
        let sandbox = Sandbox::with_database();
        let cycle = sandbox.start_cycle("EURUSD");
        let halted = sandbox.run(&["-o", "json", "--as", name, "halt", "--reason", "stop"]);
        assert_eq!(halted.code, 0, "{name}: {}", halted.stderr);
        assert!(halted.stderr.contains("operator"), "{}", halted.stderr);
        let halt: Value = serde_json::from_str(&halted.stdout).unwrap();
        assert_eq!((&halt["id"], &halt["reason"]), (&json!(1), &json!(reason)));
        assert_eq!(halt["requested_by"], "operator");
        sandbox.fails(10, &format!("cycle advance {cycle}"));
        let notices = sandbox.json("msg list --type halt");
        assert_eq!(notices.as_array().unwrap().len(), 4, "everyone is told");
        assert_eq!(notices[0]["from_agent"], "operator");
        // It is no agent: it neither acts nor receives.
        let agents = sandbox.json("agent list");
        assert!(!agents.to_string().contains("operator"), "{agents}");
        let health = sandbox.json("health");
        assert!(!health.to_string().contains("operator"), "{health}");
        sandbox.fails(2, "health beat --as operator");
        sandbox.fails(2, "halt clear 1 --reason x --as operator");
        sandbox.fails(2, "msg send --to operator --subject x");
        sandbox.fails(2, "agent add operator");
        let read = sandbox.json("msg recv --agent risk --type halt");
        let id = &read[0]["id"];
        sandbox.fails(4, &format!("msg reply {id} --as risk --payload 1"));
        sandbox.ok(&format!("msg ack {id} --as risk"));
        sandbox.ok("halt clear 1 --reason over");
        sandbox.ok("cycle run --symbol EURUSD");
        sandbox.ok("db check");
    }
}

#[test]
fn a_halt_of_one_symbol_by_somebody_unknown_is_recorded_too() {
    let sandbox = Sandbox::with_database();
    let mut command = sandbox.command();
    command.env("FLOWREX_AGENT", "nobody");
    let halted = ran(command
        .args(["halt", "--symbol", "X", "--reason", "r"])
        .output()
        .unwrap());
    assert_eq!(halted.code, 0, "{}", halted.stderr);
    assert_eq!(sandbox.json("halt status")[0]["reason"], "nobody: r");
    sandbox.fails(10, "cycle start --symbol X");
    sandbox.start_cycle("Y");
}

#[test]
fn a_halt_where_no_database_lies_says_so_and_makes_none() {
    let sandbox = Sandbox::new();
    for line in ["halt --reason x", "halt --symbol X --reason x"] {
        let stderr = sandbox.fails(3, line);
        let place = sandbox.database();
        assert!(stderr.contains(place.to_str().unwrap()), "{stderr}");
        assert!(
            stderr.contains("--db") && stderr.contains("FLOWREX_DB"),
            "{stderr}"
        );
    }
    let mut bare = sandbox.bare_command();
    let bare = ran(bare.args(["halt", "--reason", "x"]).output().unwrap());
    assert_eq!(bare.code, 3, "{}", bare.stderr);
    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 0);
    // In the middle of a restore only the halt file lies there, or one laid ready.
    for name in ["coord.db.HALT", "coord.db.HALT.ready"] {
        let file = sandbox.path().join(name);
        fs::write(&file, "").unwrap();
        let ran = sandbox.try_line("halt --reason x --as risk");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains("not on record"), "{}", ran.stderr);
        assert!(!sandbox.database().exists());
        let placed = sandbox.path().join("coord.db.HALT");
        let says = fs::read_to_string(&placed).unwrap();
        assert!(says.contains("risk: x"), "{says}");
        fs::remove_file(&placed).unwrap();
    }
}

/// A process that holds the write lock and is stopped, as if it hung.
fn hung_writer(sandbox: &Sandbox) -> std::process::Child {
    let begun = Sign::new(sandbox, "locked");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "halt_kills::a_process_that_hangs_with_the_lock"])
        .env(HANG_IN, sandbox.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    begun.wait();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    child
}

/// Tells the test binary, run again, on which database to hang.
const HANG_IN: &str = "FLOWREX_TEST_HANG_IN";

/// Not a test by itself: the process that holds the lock in the test below.
#[test]
#[expect(clippy::disallowed_methods, reason = "holds the lock from outside")]
fn a_process_that_hangs_with_the_lock() {
    let Ok(folder) = std::env::var(HANG_IN) else {
        return;
    };
    let connection = rusqlite::Connection::open(format!("{folder}/coord.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    fs::write(format!("{folder}/locked"), "").unwrap();
    loop {
        std::thread::park();
    }
}

#[test]
fn a_halt_reaches_the_agent_while_a_writer_hangs_with_the_lock() {
    for halt in [
        "halt --reason stop --as risk",
        // What cannot be recorded halts everything: too much is the safe side.
        "halt --reason stop --symbol EURUSD",
    ] {
        let sandbox = Sandbox::with_database();
        let mut hung = None;
        let ended = stopped_by(&sandbox, "--busy-timeout 300ms ", || {
            hung = Some(hung_writer(&sandbox));
            sandbox.fails(75, "--busy-timeout 100ms msg send --to risk --subject x");
            let ran = sandbox.try_line(&format!("--busy-timeout 100ms {halt}"));
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            assert!(ran.stderr.contains("not on record"), "{}", ran.stderr);
        });
        assert_eq!(ended.code, 10, "{}", ended.stderr);
        assert!(ended.stderr.contains("halt 0"), "{}", ended.stderr);
        let mut hung = hung.unwrap();
        hung.kill().unwrap();
        hung.wait().unwrap();
        // The lock is free: what was refused works, and the halt holds.
        sandbox.send("--to risk --subject x");
        sandbox.fails(10, "cycle run --symbol GBPUSD");
        sandbox.ok("halt clear 1 --reason over");
        sandbox.ok("cycle run --symbol GBPUSD");
        sandbox.ok("audit verify");
    }
}

#[test]
fn a_database_that_is_damaged_can_be_halted_and_is_not_touched() {
    let sandbox = Sandbox::with_database();
    let mut bytes = fs::read(sandbox.database()).unwrap();
    bytes[..16].fill(b'x');
    fs::write(sandbox.database(), &bytes).unwrap();
    for halt in ["halt --reason x", "halt --reason x --symbol EURUSD"] {
        let ran = sandbox.try_line(halt);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains("not on record"), "{}", ran.stderr);
        assert!(sandbox.path().join("coord.db.HALT").exists());
    }
    assert_eq!(fs::read(sandbox.database()).unwrap(), bytes);
}

#[test]
fn a_halt_that_was_made_ready_needs_no_room() {
    // What it takes is a rename: that the file is the same one shows it.
    use std::os::unix::fs::MetadataExt;
    let sandbox = Sandbox::with_database();
    let ready = fs::metadata(sandbox.path().join("coord.db.HALT.ready")).unwrap();
    sandbox.ok("halt --reason x");
    let placed = fs::metadata(sandbox.path().join("coord.db.HALT")).unwrap();
    assert_eq!(placed.ino(), ready.ino());
    assert!(!sandbox.path().join("coord.db.HALT.ready").exists());
}

#[test]
fn a_full_disk_does_not_keep_a_halt_from_halting() {
    let script = r#"
        set -e
        mount -t tmpfs -o size=400k none "$1"
        cd "$1"
        export FLOWREX_DB=$1/coord.db
        "$2" db init -q > /dev/null 2>&1
        "$2" halt clear 0 --reason x 2> /dev/null || true
        dd if=/dev/zero of=fill bs=1k count=10000 2> /dev/null || true
        code=0; "$2" msg send --to risk --subject "$(printf %0190d 0)" > /dev/null 2> err || code=$?
        n=0
        while [ $code = 0 ] && [ $n -lt 200 ]; do
            n=$((n + 1)); "$2" msg send --to risk --subject x > /dev/null 2> err || code=$?
        done
        echo "send $code"
        "$2" halt --reason full > /dev/null 2> err && echo "halt $?"
        rm fill
        code=0; "$2" cycle run --symbol X > /dev/null 2>&1 || code=$?
        echo "run $code"
        "$2" audit verify -q > /dev/null && echo verified
    "#;
    if !tool("unshare") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(["-Urm", "sh", "-c", script, "sh"])
        .arg(folder.path())
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .env("HOME", folder.path())
        .output();
    let output = output.unwrap();
    let (said, problem) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if problem.contains("unshare") || problem.contains("mount") {
        return skip(&format!("a full disk cannot be made here: {problem}"));
    }
    assert_eq!(said, "send 74\nhalt 0\nrun 10\nverified\n", "{problem}");
}

#[test]
fn the_drill_passes_and_doctor_says_when() {
    let sandbox = Sandbox::with_database();
    let drill = |sandbox: &Sandbox| {
        let checks = sandbox.json("doctor");
        let checks = checks.as_array().unwrap().clone();
        checks
            .into_iter()
            .find(|check| check["name"] == "halt drill")
            .unwrap()
    };
    assert_eq!(drill(&sandbox)["verdict"], "warning");
    let passed = sandbox.json("halt drill");
    assert_eq!(passed["passed"], true);
    assert!(passed["stopped_in_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(drill(&sandbox)["verdict"], "ok");
    assert_eq!(
        sandbox.json("halt status"),
        json!([]),
        "it halts nothing of ours"
    );
    sandbox.nothing_is_left();
}

#[test]
fn what_the_file_has_stopped_stays_stopped_when_it_is_cleared() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
    let by_hand = sandbox.start_cycle("GBPUSD");
    let id = sandbox.json("cycle show")[0]["cycle_id"].clone();
    let id = id.as_str().unwrap();
    fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    sandbox.ok("halt clear 0 --reason over");
    for id in [id, &by_hand] {
        let cycle = sandbox.json(&format!("cycle show {id}"));
        assert_eq!(cycle["phase"], "halted");
        assert!(
            cycle["halt_reason"]
                .as_str()
                .unwrap()
                .starts_with("operator: ")
        );
    }
    sandbox.fails(4, &format!("cycle approve {id}"));
    sandbox.fails(4, &format!("cycle advance {by_hand}"));
}

#[test]
fn a_file_that_was_placed_by_hand_is_not_taken_away_with_a_recorded_halt() {
    let sandbox = Sandbox::with_database();
    fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    sandbox.ok("halt --reason also --as risk");
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 2);
    sandbox.ok("halt clear 2 --reason over");
    sandbox.fails(10, "cycle run --symbol EURUSD");
    sandbox.ok("halt clear 1 --reason over");
    sandbox.ok("cycle run --symbol EURUSD");
}

#[test]
fn a_folder_of_its_name_halts_too_and_can_be_cleared() {
    let sandbox = Sandbox::with_database();
    fs::create_dir(sandbox.path().join("coord.db.HALT")).unwrap();
    sandbox.fails(10, "cycle run --symbol EURUSD");
    sandbox.ok("halt clear 1 --reason over");
    sandbox.ok("cycle run --symbol EURUSD");
}

#[test]
fn who_halted_and_why_is_known_also_without_a_record() {
    let sandbox = Sandbox::with_database();
    let mut hung = hung_writer(&sandbox);
    let halted = sandbox.json("--busy-timeout 100ms halt --reason drawdown --as risk");
    assert_eq!(
        (&halted["id"], &halted["requested_by"], &halted["reason"]),
        (&json!(0), &json!("risk"), &json!("drawdown"))
    );
    hung.kill().unwrap();
    hung.wait().unwrap();
    let stderr = sandbox.fails(10, "cycle run --symbol EURUSD");
    assert!(stderr.contains("risk: drawdown"), "{stderr}");
    sandbox.ok("halt clear 1 --reason over");
    let events = sandbox.json("audit log --kind halt.clear");
    assert_eq!(events[0]["details"]["halt"], "risk: drawdown");
    // The words of one halt are not those of the next.
    fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    assert_eq!(sandbox.json("halt status")[0]["requested_by"], "operator");
}

#[test]
fn an_agent_that_halts_its_own_cycle_is_named_as_the_one_who_did() {
    let sandbox = Sandbox::with_database();
    let halt = format!(
        "{} halt --reason drawdown; sleep 1000",
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let result = sandbox.cycle_with(10, "risk", &halt, "");
    assert_eq!(result["halt_reason"], "risk: drawdown");
}

#[test]
fn a_halt_reaches_an_agent_whose_supervisor_is_stopped() {
    let sandbox = Sandbox::with_database();
    let (script, begun) = endless(&sandbox);
    let line = format!("cycle run --symbol EURUSD --agent risk=exec:{script}");
    let mut supervisor = sandbox.spawn(&line);
    begun.wait();
    let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    let start = Instant::now();
    sandbox.ok("halt --reason stop");
    let own = format!("flowrex-coord {line}");
    until("only the supervisor is left", || {
        let mut left = sandbox.processes().into_iter();
        left.all(|process| process.trim_end().ends_with(&own))
    });
    // Not by the silence of its supervisor, which is only noticed after eight.
    assert!(start.elapsed() < Duration::from_secs(5));
    kill_process(pid, Signal::CONT).unwrap();
    assert_eq!(supervisor.wait().unwrap().code(), Some(10));
    sandbox.nothing_is_left();
}

#[test]
fn a_file_placed_by_hand_is_cleared_beside_a_halt_on_record_which_stays() {
    let sandbox = Sandbox::with_database();
    let file = sandbox.path().join("coord.db.HALT");
    fs::write(&file, "").unwrap();
    sandbox.ok("halt --reason recorded --as risk");
    let numbers = |status: &Value| -> Vec<_> {
        let halts = status.as_array().unwrap().iter();
        halts.map(|halt| halt["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(numbers(&sandbox.json("halt status")), [1, 2]);
    sandbox.ok("halt clear 1 --reason over");
    assert_eq!(numbers(&sandbox.json("halt status")), [2]);
    // The file now says who has halted, and why.
    let says = fs::read_to_string(&file).unwrap();
    assert!(
        says.ends_with(" risk: recorded\n") && says.lines().count() == 1,
        "{says}"
    );
    sandbox.fails(10, "cycle start --symbol EURUSD");
    sandbox.ok("halt clear 2 --reason over");
    assert!(!file.exists());
    sandbox.ok("cycle start --symbol EURUSD");
}
